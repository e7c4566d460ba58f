"""The window goes on answering while 36,000 predictions of 12 classes are looked at.

Other programs take the processor too, so each action has several rounds and the best one counts.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.review.builders import long_document
from vidclf_app.results.store import save_document
from vidclf_app.ui.parts.right_of_way import give_right_of_way
from vidclf_app.ui.parts.stall_monitor import StallMonitor
from vidclf_app.ui.parts.theme import apply_theme
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.page import ReviewPage

MOST_MS = 50.0
MOST_ROUNDS = 8

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def page(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[ReviewPage]:
    """A page with the long result, as the program shows it."""
    before_s = sys.getswitchinterval()
    gc.collect()
    give_right_of_way()
    apply_theme(qapp, "dark")
    path = tmp_path / "long.vidclf"
    save_document(path, long_document())
    page = ReviewPage(ReviewController())
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    page.enter()
    page.open_result(path)
    qtbot.waitUntil(lambda: page.state.result is not None, timeout=20_000)
    spin(200)
    yield page
    page.request_end()
    assert page.end(5.0)
    sys.setswitchinterval(before_s)
    gc.unfreeze()


def spin(milliseconds: int) -> None:
    """Let the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def best_of_rounds(
    name: str, action: Callable[[], None], capsys: pytest.CaptureFixture[str]
) -> float:
    """Return the longest stall of the best round; all are printed."""
    monitor = StallMonitor()
    rounds: list[float] = []
    while len(rounds) < MOST_ROUNDS and min(rounds, default=1e9) > MOST_MS:
        spin(50)
        monitor.reset()
        action()
        rounds.append(monitor.worst_ms)
    monitor.stop()
    with capsys.disabled():
        print(f"\n  {name}: {', '.join(f'{stall:.1f}' for stall in rounds)} ms")  # noqa: T201
    return min(rounds)


def test_a_stall_is_seen(qapp: QApplication) -> None:
    import time

    monitor = StallMonitor()
    QTimer.singleShot(20, lambda: time.sleep(0.12))
    spin(250)
    assert monitor.worst_ms >= 100.0
    monitor.reset()
    assert monitor.worst_ms < 100.0
    monitor.stop()


def test_zooming(page: ReviewPage, capsys: pytest.CaptureFixture[str]) -> None:
    lanes = page.timeline.lanes

    def zoom() -> None:
        place = QPointF(lanes.gutter_px + 300.0, 40.0)
        for step in range(30):
            event = QWheelEvent(
                place,
                lanes.mapToGlobal(place),
                QPoint(),
                QPoint(0, 120 if step < 15 else -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.ControlModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(lanes, event)
            spin(10)

    assert best_of_rounds("zooming", zoom, capsys) <= MOST_MS
    assert page.timeline.scale.is_fitted


def test_scrolling(page: ReviewPage, capsys: pytest.CaptureFixture[str]) -> None:
    timeline = page.timeline

    def scroll() -> None:
        timeline.fit()
        for _ in range(4):
            timeline.zoom_in()
        last = timeline.across.maximum()
        for place in range(0, last, last // 50):
            timeline.across.setValue(place)
            spin(10)
        for place in range(0, timeline.down.maximum() + 1, 8):
            timeline.down.setValue(place)
            spin(10)

    assert best_of_rounds("scrolling", scroll, capsys) <= MOST_MS
    assert timeline.scale.start_s > 0.0


def test_moving_the_threshold(page: ReviewPage, capsys: pytest.CaptureFixture[str]) -> None:
    slider = page.tuning.threshold.slider
    counts = set()

    def move() -> None:
        for percent in range(1, 101, 2):
            slider.setValue(percent)
            spin(12)
            assert page.state.result is not None
            counts.add(len(page.state.result.segments))
        spin(150)

    assert best_of_rounds("threshold", move, capsys) <= MOST_MS
    assert len(counts) > 5, "the segments followed while the slider moved"
    assert max(counts) > 1000


def test_moving_the_smoothing(page: ReviewPage, capsys: pytest.CaptureFixture[str]) -> None:
    slider = page.tuning.smoothing.slider
    curves = set()

    def move() -> None:
        for steps in range(0, 50, 2):
            slider.setValue(steps)
            spin(25)
            assert page.state.timeline is not None
            curves.add(id(page.state.timeline.curves))
        spin(150)

    assert best_of_rounds("smoothing", move, capsys) <= MOST_MS
    assert len(curves) > 3, "the curves followed while the slider moved"


def test_correcting(page: ReviewPage, capsys: pytest.CaptureFixture[str]) -> None:
    controller = page._controller

    def correct() -> None:
        for number in range(25):
            controller.select(number * 7)
            controller.press_label(number % 9)
            spin(25)
        for _ in range(25):
            controller.undo()
            spin(10)
        spin(150)

    assert best_of_rounds("correcting", correct, capsys) <= MOST_MS
