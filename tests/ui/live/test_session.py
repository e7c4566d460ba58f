"""History and session in the live view: the controller without a display, then the window."""

import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from pytestqt.qtbot import QtBot

from tests.builders import FakeCapture, FakeCaptureFactory
from tests.core.test_pipeline import RecordingSink
from tests.ui.conftest import MakeController, MakeWindow
from tests.ui.driving import PATIENCE_S, has_picture, is_recognised, poll_for, poll_until
from vidclf_app.core.records import Segment
from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.live.choices import LiveChoices
from vidclf_app.live.room import room_for
from vidclf_app.live.session import LOG_LENGTH, ClassTotal, LogEntry, SessionView
from vidclf_app.live.timeline import Condition
from vidclf_app.live.wording import (
    entry_times,
    left_out_text,
    session_summary,
    size_text,
    time_of_day,
    total_text,
)
from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.live.view_state import Phase, ViewState
from vidclf_app.ui.parts import theme
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.units import elapsed_text

PATIENCE_MS = round(PATIENCE_S * 1000)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json", Settings())


@pytest.fixture
def choices(store: SettingsStore) -> LiveChoices:
    return LiveChoices(store)


def session_of(state: ViewState) -> SessionView:
    assert state.desk is not None
    return state.desk.session


def logged(labels: Sequence[str]) -> Callable[[ViewState], bool]:
    """Holds when the log begins with these labels, oldest first."""

    def holds(state: ViewState) -> bool:
        log = [entry.segment.label for entry in reversed(session_of(state).log)]
        return log[: len(labels)] == list(labels)

    return holds


# The controller.


def test_the_session_logs_what_the_pipeline_finds(
    make_controller: MakeController, video_path: Path
) -> None:
    controller = make_controller(source=str(video_path))
    state = poll_until(controller, lambda s: session_of(s).running is not None)
    running = session_of(state).running
    assert running is not None
    assert running.segment.label == "red"
    state = poll_until(controller, logged(["red", "green"]))
    session = session_of(state)
    assert not session.is_live
    red = session.log[-1].segment
    assert red.start_s == pytest.approx(0.4, abs=0.2)
    assert red.end_s == pytest.approx(4.0, abs=1.0)
    assert red.peak >= red.mean > 0.6
    labels = {total.label: total.count for total in session.totals}
    assert labels["red"] == labels["green"] == 1


def test_a_camera_has_times_of_day(make_controller: MakeController) -> None:
    controller = make_controller(
        source="0", capture_factory=FakeCaptureFactory(FakeCapture(100_000, wait_s=0.02))
    )
    state = poll_until(controller, lambda s: session_of(s).running is not None)
    running = session_of(state).running
    assert session_of(state).is_live
    assert running is not None
    assert running.began_unix_s == pytest.approx(time.time(), abs=5.0)


def test_another_source_begins_a_session_and_the_same_one_goes_on(
    make_controller: MakeController, blue_path: Path
) -> None:
    controller = make_controller()
    state = poll_until(controller, lambda s: session_of(s).ended > 0)
    generation = controller.desk.sessions.timeline.generation
    controller.retry()
    poll_until(controller, lambda s: s.phase is Phase.OPENING or s.recognised)
    state = poll_until(controller, is_recognised)
    assert session_of(state).ended > 0
    assert controller.desk.sessions.timeline.generation == generation
    controller.open_source(str(blue_path))
    state = poll_until(controller, lambda s: s.verdict == "blue")
    assert session_of(state).ended == 0
    assert {total.label for total in session_of(state).totals} == {"blue"}
    assert controller.desk.sessions.timeline.generation > generation


def test_a_new_session_counts_from_nothing_and_the_picture_goes_on(
    make_controller: MakeController,
) -> None:
    sinks: list[RecordingSink] = []

    def make(name: SourceName) -> list[Sink]:
        sinks.append(RecordingSink())
        return [sinks[-1]]

    controller = make_controller(make_sinks=make)
    poll_until(controller, lambda s: session_of(s).ended > 0)
    captured = controller.stats().captured
    controller.desk.new_session()
    state = controller.poll()
    assert session_of(state).ended == 0
    poll_until(controller, lambda _: len(sinks) == 2 and len(sinks[1].predictions) > 3)
    assert controller.stats().captured >= captured, "the same pipeline"
    assert sinks[0].calls[-1] == "close"
    assert sinks[0].segments
    assert controller.close()
    assert sinks[1].calls[-1] == "close"


def test_further_sinks_are_closed_when_the_source_changes(
    make_controller: MakeController, blue_path: Path, red_path: Path
) -> None:
    made: list[tuple[str, RecordingSink]] = []

    def make(name: SourceName) -> list[Sink]:
        made.append((name.text, RecordingSink()))
        return [made[-1][1]]

    controller = make_controller(make_sinks=make)
    poll_until(controller, is_recognised)
    controller.open_source(str(blue_path))
    poll_until(controller, lambda s: s.verdict == "blue")
    poll_until(controller, lambda _: made[0][1].calls[-1] == "close")
    assert [name for name, _ in made] == [str(red_path), str(blue_path)]
    assert controller.close()
    assert made[1][1].calls[-1] == "close"


def test_a_sink_that_fails_is_told_and_the_picture_goes_on(
    make_controller: MakeController,
) -> None:
    bad, good = RecordingSink(fails_in="write"), RecordingSink()
    controller = make_controller(make_sinks=lambda _: [bad, good])
    state = poll_until(controller, lambda s: s.banner is not None)
    assert state.banner is not None
    assert state.banner.message == "write failed"
    assert "goes on" in state.banner.hint
    told = len(good.predictions)
    state = poll_until(controller, lambda _: len(good.predictions) > told + 5)
    assert state.phase is Phase.RUNNING
    controller.close_banner()
    assert controller.poll().banner is None
    poll_for(controller, 0.2)
    assert controller.poll().banner is None, "told once"


def test_a_camera_that_is_lost_keeps_its_session(make_controller: MakeController) -> None:
    kept = RecordingSink()
    factory = FakeCaptureFactory(
        FakeCapture(60, wait_s=0.02), FakeCapture(100_000, wait_s=0.02, colour="blue")
    )
    controller = make_controller(source="0", capture_factory=factory, make_sinks=lambda _: [kept])
    state = poll_until(controller, lambda s: s.verdict == "blue")
    assert {total.label for total in session_of(state).totals} == {"red", "blue"}
    assert "abort" not in kept.calls


def test_the_timeline_tells_a_pause(make_controller: MakeController) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    poll_for(controller, 0.5)
    controller.set_paused(True)
    poll_for(controller, 1.2)
    controller.set_paused(False)
    poll_for(controller, 1.0)
    seen = controller.desk.sessions.timeline.since(0).condition.tolist()
    assert seen.count(Condition.PAUSED) == pytest.approx(6, abs=2)
    pause = seen.index(Condition.PAUSED)
    assert seen[pause - 2] == Condition.PREDICTED
    assert Condition.PREDICTED in seen[pause:]


# Texts and room.


def test_texts() -> None:
    entry = LogEntry(1, Segment("push_up", 61.0, 65.5, 0.8, 0.9), 1_750_000_000.0)
    start, end = time_of_day(1_750_000_000.0), time_of_day(1_750_000_004.5)
    assert entry_times(entry) == f"{start} – {end}"  # noqa: RUF001
    assert entry_times(entry, is_running=True) == f"since {start}"
    assert entry_times(LogEntry(1, entry.segment, None)) == "61.0 s – 65.5 s"  # noqa: RUF001
    assert [elapsed_text(s) for s in (0.0, 59.9, 61.0, 3725.0)] == [
        "0:00",
        "0:59",
        "1:01",
        "1:02:05",
    ]
    assert [size_text(b) for b in (0, 12_300_000, 2_340_000_000)] == ["0 MB", "12 MB", "2.3 GB"]
    assert total_text(ClassTotal("x", 3, 12.3, 0.256)) == ("3 ×", "12.3 s", "26%")  # noqa: RUF001
    assert total_text(ClassTotal("x", 3, 3725.0, 0.256))[1] == "1:02:05"
    view = SessionView(1_750_000_000.0, watched_s=125.0, nobody_s=61.0)
    assert session_summary(view) == f"Since {start}, 2:05 watched, nobody for 1:01"
    assert left_out_text(view) == ""
    full = SessionView(0.0, log=(entry,) * LOG_LENGTH, ended=1200)
    assert "500 of 1200" in left_out_text(full)


@pytest.mark.parametrize(
    ("width_px", "height_px", "scale", "history", "session"),
    [
        (1180, 700, 1.0, True, True),
        (640, 280, 1.0, False, False),
        (640, 400, 1.0, True, False),
        (1180, 280, 1.0, False, True),
        (1180, 700, 2.0, True, False),
        (2400, 1300, 2.0, True, True),
    ],
)
def test_the_picture_comes_first(
    width_px: int, height_px: int, scale: float, history: bool, session: bool
) -> None:
    room = room_for(
        width_px, height_px, history_px=110 * scale, session_px=384 * scale, scale=scale
    )
    assert (room.history, room.session) == (history, session)


# The window.


def wait_for(qtbot: QtBot, window: MainWindow, holds: Callable[[ViewState], bool]) -> ViewState:
    qtbot.waitUntil(
        lambda: window.live.state is not None and holds(window.live.state), timeout=PATIENCE_MS
    )
    assert window.live.state is not None
    return window.live.state


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.live.view, key)


def rows(table: object) -> list[tuple[str, ...]]:
    assert isinstance(table, QTableView)
    model = table.model()
    return [
        tuple(
            str(model.data(model.index(row, column), Qt.ItemDataRole.DisplayRole))
            for column in range(model.columnCount())
        )
        for row in range(model.rowCount())
    ]


def test_the_panel_shows_totals_and_log(
    make_window: MakeWindow, qtbot: QtBot, video_path: Path
) -> None:
    window = make_window(source=str(video_path))
    panel = window.live.desk.session
    assert panel.empty.isVisible()
    wait_for(qtbot, window, lambda s: session_of(s).running is not None)
    qtbot.waitUntil(lambda: rows(panel.log)[:1] != [], timeout=PATIENCE_MS)
    assert rows(panel.log)[0][0] == "red"
    assert rows(panel.log)[0][1].startswith("since 0.")
    assert not panel.empty.isVisible()
    wait_for(qtbot, window, logged(["red", "green"]))
    qtbot.waitUntil(
        lambda: [row[0] for row in rows(panel.log)][:1] == ["blue"], timeout=PATIENCE_MS
    )
    assert [row[0] for row in rows(panel.log)] == ["blue", "green", "red"]
    assert rows(panel.log)[2][3].endswith("%")
    totals = {row[0]: row[1:] for row in rows(panel.totals)}
    assert set(totals) == {"red", "green", "blue"}
    assert totals["red"][0] == "1 ×"  # noqa: RUF001
    assert panel.summary.text().startswith("Since ")


def test_a_new_session_by_button_and_key(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    panel = window.live.desk.session
    wait_for(qtbot, window, lambda s: session_of(s).ended > 0)
    QTest.mouseClick(panel.new_session, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, lambda s: session_of(s).ended == 0)
    qtbot.waitUntil(lambda: len(rows(panel.log)) <= 1, timeout=PATIENCE_MS)
    wait_for(qtbot, window, lambda s: session_of(s).ended > 0)
    press(window, Qt.Key.Key_N)
    wait_for(qtbot, window, lambda s: session_of(s).ended == 0)


def test_the_panel_is_closed_by_key_and_remembered(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, store: SettingsStore
) -> None:
    window = make_window(choices=choices)
    desk = window.live.desk
    wait_for(qtbot, window, has_picture)
    qtbot.waitUntil(desk.session.isVisible, timeout=PATIENCE_MS)
    width = window.live.view.width()
    press(window, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: not desk.session.isVisible(), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: window.live.view.width() > width, timeout=PATIENCE_MS)
    assert not store.current.session_panel
    assert not window.live.controls.record.session.isChecked()
    QTest.mouseClick(window.live.controls.record.session, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(desk.session.isVisible, timeout=PATIENCE_MS)


def test_full_screen_and_small_windows_are_for_the_picture(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    desk = window.live.desk
    wait_for(qtbot, window, has_picture)
    window.resize(1180, 820)
    qtbot.waitUntil(
        lambda: desk.session.isVisible() and desk.history.isVisible(), timeout=PATIENCE_MS
    )
    window.resize(640, 420)
    qtbot.waitUntil(
        lambda: not desk.session.isVisible() and not desk.history.isVisible(), timeout=PATIENCE_MS
    )
    assert window.live.view.width() >= 320
    assert window.live.view.height() >= 120
    assert not window.live.controls.record.session.isEnabled()
    assert "narrow" in window.live.controls.record.session.toolTip()
    window.resize(1180, 820)
    qtbot.waitUntil(
        lambda: desk.session.isVisible() and desk.history.isVisible(), timeout=PATIENCE_MS
    )
    press(window, Qt.Key.Key_F)
    qtbot.waitUntil(
        lambda: not desk.session.isVisible() and not desk.history.isVisible(), timeout=PATIENCE_MS
    )
    press(window, Qt.Key.Key_F)
    qtbot.waitUntil(
        lambda: desk.session.isVisible() and desk.history.isVisible(), timeout=PATIENCE_MS
    )


def test_the_strip_paints_seldom_and_shows_what_was_recognised(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices
) -> None:
    choices.set_history_minutes(2)
    window = make_window(choices=choices)
    wait_for(qtbot, window, is_recognised)
    strip = window.live.desk.history.strip
    qtbot.waitUntil(strip.isVisible, timeout=PATIENCE_MS)
    before, began_s = strip.repaints, time.monotonic()
    qtbot.wait(2000)
    assert strip.repaints - before <= 10 * (time.monotonic() - began_s)
    image = strip.grab().toImage()
    ratio = strip.devicePixelRatioF()
    band = [
        image.pixelColor(x, round(6 * ratio)).name()
        for x in range(image.width() - round(40 * ratio), image.width())
    ]
    assert theme.class_colour(0).name() in band, "red is recognised at the right end"


def test_the_span_is_chosen_by_button_and_key(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, store: SettingsStore
) -> None:
    window = make_window(choices=choices)
    history = window.live.desk.history
    wait_for(qtbot, window, has_picture)
    qtbot.waitUntil(history.spans[5].isChecked, timeout=PATIENCE_MS)
    assert history.readout.text() == "The last 5 minutes"
    QTest.mouseClick(history.spans[10], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: history.readout.text() == "The last 10 minutes", timeout=PATIENCE_MS)
    assert store.current.history_minutes == 10
    press(window, Qt.Key.Key_H)
    qtbot.waitUntil(history.spans[2].isChecked, timeout=PATIENCE_MS)


def test_the_readout_follows_mouse_and_keyboard(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, video_path: Path
) -> None:
    choices.set_history_minutes(2)
    window = make_window(source=str(video_path), choices=choices)
    history = window.live.desk.history
    strip = history.strip
    wait_for(qtbot, window, lambda s: session_of(s).watched_s > 4.0)
    place = QPoint(strip.width() - 1, strip.height() // 2)
    moved = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(place),
        QPointF(strip.mapToGlobal(place)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(strip, moved)
    assert re.search(r"· (red|green) \d+%$", history.readout.text())
    assert " s · " in history.readout.text(), "media time: it is a file"
    strip.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    first = strip.readout()
    QTest.keyClick(strip, Qt.Key.Key_Left)
    second = strip.readout()
    assert first is not None
    assert second is not None
    assert second.age_s > first.age_s
    assert strip.accessibleDescription() == history.readout.text()
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    window.live.view.setFocus()
    assert strip._cursor is None


def test_a_session_behind_another_page_goes_on(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, is_recognised)
    window.live.leave()
    watched = session_of(wait_for(qtbot, window, is_recognised)).watched_s
    wait_for(qtbot, window, lambda s: session_of(s).watched_s > watched + 1.0)
    window.live.enter()
