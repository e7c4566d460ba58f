"""The page of a result through its real widgets, over real files."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import LABELS, write_video
from tests.ui.review.builders import write_second_run
from tests.ui.review.conftest import make_unwritable
from vidclf_app.core.records import UInt8Array
from vidclf_app.results.store import load_document
from vidclf_app.ui.parts.theme import apply_theme
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.page import ReviewPage
from vidclf_app.ui.review.shortcuts import REVIEW_SHORTCUTS
from vidclf_app.ui.review.view_state import Action, ReviewState, Saving

PATIENCE_MS = 20_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MakePage = Callable[..., ReviewPage]


@pytest.fixture
def make_page(qtbot: QtBot, qapp: QApplication) -> Iterator[MakePage]:
    """Make pages, shown and in front; those that a result is given to have it open."""
    made: list[ReviewPage] = []
    apply_theme(qapp, "dark")

    def make(path: Path | None = None, **options: Any) -> ReviewPage:
        page = ReviewPage(ReviewController(**options))
        made.append(page)
        qtbot.addWidget(page)
        page.resize(1100, 800)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        if path is not None:
            page.open_result(path)
            wait_for(qtbot, page, lambda s: s.result is not None)
        return page

    yield make
    for page in made:
        page.request_end()
        assert page.end(5.0)


@pytest.fixture
def page(make_page: MakePage, result: Path, qtbot: QtBot) -> ReviewPage:
    page = make_page(result)
    wait_for(qtbot, page, lambda s: s.frame is not None)
    return page


def wait_for(qtbot: QtBot, page: ReviewPage, holds: Callable[[ReviewState], bool]) -> ReviewState:
    qtbot.waitUntil(lambda: holds(page.state), timeout=PATIENCE_MS)
    return page.state


def labels(state: ReviewState) -> list[str]:
    return [] if state.result is None else [segment.label for segment in state.result.segments]


def say(*wanted: str) -> Callable[[ReviewState], bool]:
    return lambda state: labels(state) == list(wanted)


def at(time_s: float) -> Callable[[ReviewState], bool]:
    return lambda state: state.position_s == pytest.approx(time_s, abs=0.02)


def press(page: ReviewPage, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    widget = page.focusWidget() or page
    QTest.keyClick(widget, key, modifier)


def as_pixels(widget: QWidget) -> UInt8Array:
    """Return what a widget shows: uint8 RGB (H, W, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def place_in_track(page: ReviewPage, time_s: float) -> QPoint:
    track = page.timeline.track
    return QPoint(round(track.x_of(time_s)), round(track.block_rect(0).center().y()))


def drag(page: ReviewPage, from_s: float, to_s: float) -> None:
    """Drag in the track of segments with the left button."""
    track = page.timeline.track
    start, end = place_in_track(page, from_s), place_in_track(page, to_s)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(track, QPoint(round(start.x() + share * (end.x() - start.x())), start.y()))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=end)


def test_empty_page_says_what_to_do(
    make_page: MakePage, result: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_page()
    assert page.stack.currentWidget() is page.placeholder
    assert page.placeholder.hint.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(result), ""))
    QTest.mouseClick(page.placeholder.open, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.result is not None)
    assert page.stack.currentWidget() is page.splitter


def test_everything_shows_the_result(page: ReviewPage) -> None:
    assert page.header.title.text() == "colours.mp4"
    assert page.side.segments.model().rowCount() == 3
    first = page.side.segments.model().index(0, 0)
    assert first.data() == "red"
    picture = as_pixels(page.picture)
    rect = page.picture.picture_rect
    assert picture[rect.bottom() - 5, rect.right() - 5].argmax() == 0, "red"
    lanes = as_pixels(page.timeline.lanes)
    assert lanes[:, page.timeline.lanes.gutter_px :].std() > 3.0, "curves"
    assert page.transport.time.text() == "0:00.00 / 0:09"


def test_curves_and_blocks_lie_where_the_segments_are(page: ReviewPage, qtbot: QtBot) -> None:
    track = page.timeline.track
    pixels = as_pixels(track).astype(int)
    y = round(track.block_rect(0).center().y()) + 8
    colours = [pixels[y, round(track.x_of(time_s))] for time_s in (1.5, 4.5, 7.5)]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert np.abs(colours[one] - colours[other]).max() > 40
    ground = pixels[y, round(track.x_of(0.05))]
    assert all(np.abs(colour - ground).max() > 40 for colour in colours)
    lanes = page.timeline.lanes
    curves = as_pixels(lanes).astype(int)
    background = curves[2, -3]
    timeline = page.state.timeline
    assert timeline is not None
    for row, lane in enumerate(timeline.lanes):
        middle_s = 1.5 + 3.0 * lane
        top = row * lanes.row_px
        inside = slice(top + lanes.row_px // 3, top + lanes.row_px - 6)
        here = curves[inside, round(lanes.x_of(middle_s))]
        there = curves[inside, round(lanes.x_of((middle_s + 4.0) % 9.0))]
        assert np.abs(here - background).mean() > 2.0 * np.abs(there - background).mean()


def test_play_step_and_seek_by_keys(page: ReviewPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda s: s.playing and s.position_s > 0.2)
    press(page, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda s: not s.playing)
    press(page, Qt.Key.Key_Home)
    wait_for(qtbot, page, lambda s: s.frame is not None and s.frame.index == 0)
    press(page, Qt.Key.Key_Period)
    wait_for(qtbot, page, lambda s: s.frame is not None and s.frame.index == 1)
    press(page, Qt.Key.Key_Comma)
    wait_for(qtbot, page, lambda s: s.frame is not None and s.frame.index == 0)
    press(page, Qt.Key.Key_Right)
    wait_for(qtbot, page, at(1.0))
    press(page, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    wait_for(qtbot, page, at(6.0))
    press(page, Qt.Key.Key_Left)
    wait_for(qtbot, page, at(5.0))
    press(page, Qt.Key.Key_End)
    state = wait_for(qtbot, page, lambda s: s.frame is not None and s.frame.index == 269)
    assert state.timeline is not None
    press(page, Qt.Key.Key_P)
    wait_for(qtbot, page, lambda s: s.selected == 2)
    press(page, Qt.Key.Key_Home)
    press(page, Qt.Key.Key_N)
    wait_for(qtbot, page, lambda s: s.selected == 0)


def test_buttons_under_the_picture(page: ReviewPage, qtbot: QtBot) -> None:
    transport = page.transport
    QTest.mouseClick(transport.next, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.selected == 0)
    QTest.mouseClick(transport.on, Qt.MouseButton.LeftButton)
    QTest.mouseClick(transport.speed, Qt.MouseButton.LeftButton)
    transport.speed.activated.emit(5)
    wait_for(qtbot, page, lambda s: s.speed == 4.0)
    assert transport.speed.currentIndex() == 5
    QTest.mouseClick(transport.play, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.playing)
    assert transport.play.accessibleName() == "Pause"
    QTest.mouseClick(transport.play, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: not s.playing)


def test_click_and_drag_in_the_timeline_seek(page: ReviewPage, qtbot: QtBot) -> None:
    lanes, axis = page.timeline.lanes, page.timeline.axis
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(round(lanes.x_of(6.0)), 10))
    wait_for(qtbot, page, at(6.0))
    QTest.mousePress(axis, Qt.MouseButton.LeftButton, pos=QPoint(round(axis.x_of(2.0)), 8))
    QTest.mouseMove(axis, QPoint(round(axis.x_of(4.0)), 8))
    wait_for(qtbot, page, at(4.0))
    QTest.mouseRelease(axis, Qt.MouseButton.LeftButton, pos=QPoint(round(axis.x_of(4.0)), 8))
    QTest.mouseMove(axis, QPoint(round(axis.x_of(8.0)), 8))
    qtbot.wait(50)
    assert at(4.0)(page.state)


def wheel(widget: QWidget, down: int, modifier: Qt.KeyboardModifier, x: int) -> None:
    place = QPointF(x, 10.0)
    event = QWheelEvent(
        place,
        widget.mapToGlobal(place),
        QPoint(),
        QPoint(0, down),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def shows_all(page: ReviewPage) -> bool:
    return page.timeline.scale.is_fitted


def test_zoom_and_scroll(page: ReviewPage, qtbot: QtBot) -> None:
    timeline = page.timeline
    lanes = timeline.lanes
    assert shows_all(page)
    assert not timeline.across.isVisible()
    x = round(lanes.x_of(3.0))
    for _ in range(5):
        wheel(lanes, 120, Qt.KeyboardModifier.ControlModifier, x)
    assert timeline.scale.span_s < 4.0
    assert lanes.x_of(3.0) == pytest.approx(x, abs=3.0)
    assert timeline.across.isVisible()
    before = as_pixels(lanes)
    timeline.across.setValue(timeline.across.maximum())
    assert timeline.scale.end_s == pytest.approx(9.0, abs=0.02)
    assert (as_pixels(lanes) != before).any()
    wheel(lanes, 120, Qt.KeyboardModifier.ShiftModifier, x)
    assert timeline.scale.end_s < 9.0
    press(page, Qt.Key.Key_0)
    assert shows_all(page)
    press(page, Qt.Key.Key_Plus)
    assert not shows_all(page)
    press(page, Qt.Key.Key_Minus)
    assert shows_all(page)
    press(page, Qt.Key.Key_Plus)
    press(page, Qt.Key.Key_End)
    wait_for(qtbot, page, lambda s: s.position_s > 8.9)
    assert timeline.scale.end_s == pytest.approx(9.0, abs=0.1), "the playhead stays visible"


def test_sliders_decide_anew(page: ReviewPage, qtbot: QtBot) -> None:
    page.tuning.threshold.slider.setValue(100)
    wait_for(qtbot, page, lambda s: s.result is not None and s.result.segments == ())
    assert page.side.empty.isVisible()
    qtbot.waitUntil(lambda: page.side.segments.model().rowCount() == 0, timeout=PATIENCE_MS)
    QTest.mouseClick(page.tuning.reset, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, say(*LABELS))
    timeline = page.state.timeline
    assert timeline is not None
    page.tuning.smoothing.slider.setValue(40)
    wait_for(
        qtbot, page, lambda s: s.timeline is not None and s.timeline.curves is not timeline.curves
    )
    assert page.tuning.smoothing.value.text() == "4.0 s"


def test_dragging_an_edge(page: ReviewPage, qtbot: QtBot, result: Path) -> None:
    assert page.state.result is not None
    second = page.state.result.segments[1]
    QTest.mouseClick(page.timeline.track, Qt.MouseButton.LeftButton, pos=place_in_track(page, 4.5))
    wait_for(qtbot, page, lambda s: s.selected == 1)
    drag(page, second.end_s, 5.2)
    state = wait_for(qtbot, page, lambda s: bool(s.result and s.result.hand))
    assert state.result is not None
    moved = state.result.segments[1]
    assert moved.end_s == pytest.approx(5.2, abs=0.03)
    assert moved.start_s == second.start_s
    assert moved.by_hand
    assert at(5.2)(state), "the picture of the edge was shown"
    wait_for(qtbot, page, lambda s: s.saving is Saving.SAVED)
    assert load_document(result).corrections.hand


def test_an_edge_stops_at_its_neighbour(page: ReviewPage, qtbot: QtBot) -> None:
    assert page.state.result is not None
    first, second = page.state.result.segments[:2]
    near_s = second.start_s + page.timeline.track.seconds(3.0)
    drag(page, first.end_s - page.timeline.track.seconds(2.0), near_s)
    state = wait_for(qtbot, page, lambda s: bool(s.result and s.result.hand))
    assert state.result is not None
    assert state.result.segments[0].end_s == second.start_s, "it snaps"


def test_drawing_a_segment_on_an_empty_place(page: ReviewPage, qtbot: QtBot) -> None:
    page.tuning.threshold.slider.setValue(100)
    wait_for(qtbot, page, say())
    page.edits.label.setCurrentIndex(page.edits.label.findData("blue"))
    page.edits.label.activated.emit(page.edits.label.currentIndex())
    track = page.timeline.track
    y = track.height() // 3
    start, end = QPoint(round(track.x_of(2.0)), y), QPoint(round(track.x_of(5.0)), y)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=start)
    for x in (start.x() + 10, end.x()):
        QTest.mouseMove(track, QPoint(x, y))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=end)
    state = wait_for(qtbot, page, say("blue"))
    assert state.result is not None
    drawn = state.result.segments[0]
    assert (drawn.start_s, drawn.end_s) == pytest.approx((2.0, 5.0), abs=0.03)
    assert state.selected == 0
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=QPoint(round(track.x_of(7.0)), y))
    wait_for(qtbot, page, lambda s: s.selected is None and at(7.0)(s))
    assert labels(page.state) == ["blue"], "a click draws nothing"


def test_corrections_by_keyboard_alone(page: ReviewPage, qtbot: QtBot) -> None:
    track = page.timeline.track
    track.setFocus()
    press(page, Qt.Key.Key_Tab)
    wait_for(qtbot, page, lambda s: s.selected == 0)
    press(page, Qt.Key.Key_Tab)
    wait_for(qtbot, page, lambda s: s.selected == 1)
    assert "green" in track.accessibleDescription()
    press(page, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    wait_for(qtbot, page, lambda s: s.selected == 0)
    key = page.state.labels.index("blue")
    press(page, Qt.Key(int(Qt.Key.Key_1) + key))
    wait_for(qtbot, page, say("blue", "green", "blue"))
    press(page, Qt.Key.Key_Home)
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_BracketLeft)
    wait_for(qtbot, page, lambda s: bool(s.result and s.result.segments[0].start_s == 1.0))
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_BracketRight)
    wait_for(qtbot, page, lambda s: bool(s.result and s.result.segments[0].end_s == 2.0))
    press(page, Qt.Key.Key_Delete)
    wait_for(qtbot, page, lambda s: labels(s) == ["green", "blue"] and s.selected is None)
    press(page, Qt.Key.Key_Insert)
    wait_for(qtbot, page, lambda s: len(labels(s)) == 3)
    press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    wait_for(qtbot, page, say("green", "blue"))
    press(
        page,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    wait_for(qtbot, page, lambda s: len(labels(s)) == 3)
    while page.state.can_undo:
        press(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        qtbot.wait(30)
    wait_for(qtbot, page, say(*LABELS))


def test_tab_leaves_the_track_behind_the_last_segment(page: ReviewPage, qtbot: QtBot) -> None:
    track = page.timeline.track
    track.setFocus()
    for number in range(3):
        press(page, Qt.Key.Key_Tab)
        wait_for(qtbot, page, lambda s, number=number: s.selected == number)  # type: ignore[misc]
    press(page, Qt.Key.Key_Tab)
    assert not track.hasFocus()


def test_menu_of_a_segment(page: ReviewPage, qtbot: QtBot) -> None:
    menu = page.timeline.track.segment_menu(1)
    texts = [action.text() for action in menu.actions() if action.text()]
    assert set(LABELS) <= set(texts)
    chosen = [action.text() for action in menu.actions() if action.isChecked()]
    assert chosen == ["green"]
    next(action for action in menu.actions() if action.text() == "red").trigger()
    wait_for(qtbot, page, say("red", "red", "blue"))
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    wait_for(qtbot, page, say("red", "blue"))
    assert isinstance(menu, QMenu)


def test_keys_stay_with_sliders_and_lists(page: ReviewPage, qtbot: QtBot) -> None:
    slider = page.tuning.threshold.slider
    slider.setFocus()
    before = slider.value()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert slider.value() == before + 1
    assert page.state.position_s == 0.0
    table = page.side.segments
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    wait_for(qtbot, page, lambda s: s.selected is not None)
    QTest.keyClick(table, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda s: s.playing)
    QTest.keyClick(table, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda s: not s.playing)


def test_list_and_timeline_choose_together(page: ReviewPage, qtbot: QtBot) -> None:
    table = page.side.segments
    place = table.visualRect(table.model().index(2, 1)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    state = wait_for(qtbot, page, lambda s: s.selected == 2)
    assert state.result is not None
    assert at(state.result.segments[2].start_s)(state)
    QTest.mouseClick(page.timeline.track, Qt.MouseButton.LeftButton, pos=place_in_track(page, 1.5))
    wait_for(qtbot, page, lambda s: s.selected == 0)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [0]


def test_comparing(
    page: ReviewPage, result: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_second_run(result, "colours.mp4.late.vidclf")
    page.open_result(result)
    wait_for(qtbot, page, lambda s: bool(s.choices))
    page.header.menu.aboutToShow.emit()
    choice = next(a for a in page.header.menu.actions() if a.text().startswith("late 2"))
    choice.trigger()
    wait_for(qtbot, page, lambda s: s.other is not None)
    assert page.timeline.other.isVisible()
    assert page.side.stack.currentWidget() is page.side.comparison
    panel = page.side.comparison
    assert panel.table.rowCount() == 3
    assert "F1" in panel.figures.text()
    first = panel.list.item(0)
    QTest.mouseClick(
        panel.list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=panel.list.visualItemRect(first).center(),
    )
    wait_for(qtbot, page, at(first.data(Qt.ItemDataRole.UserRole)))
    QTest.mouseClick(page.side.stop, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.other is None)
    assert not page.timeline.other.isVisible()
    assert page.side.stack.currentWidget() is page.side.segments
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    page.header.choose_other()
    wait_for(qtbot, page, lambda s: s.other is not None)


def test_export_asks_with_result_and_file(page: ReviewPage, result: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.export_requested) as asked:
        press(page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert asked.args is not None
    assert asked.args[0] is page.state.result
    assert asked.args[1] == result
    with qtbot.waitSignal(page.export_requested):
        QTest.mouseClick(page.header.export, Qt.MouseButton.LeftButton)


def test_stale_results_offer_a_new_analysis(
    make_page: MakePage, result: Path, qtbot: QtBot
) -> None:
    video = write_video(result.parent / "colours.mp4", ("blue",))
    page = make_page(result)
    wait_for(qtbot, page, lambda s: s.message is not None)
    assert page.message.isVisible()
    with qtbot.waitSignal(page.analysis_requested) as asked:
        QTest.mouseClick(page.message.buttons[Action.ANALYSE_AGAIN], Qt.MouseButton.LeftButton)
    assert asked.args == [video]
    QTest.mouseClick(page.message.buttons[Action.CLOSE], Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.message is None)
    assert not page.message.isVisible()


def test_finding_a_moved_video(
    make_page: MakePage,
    result: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    away = tmp_path / "away"
    away.mkdir()
    moved = shutil.move(result.parent / "colours.mp4", away / "moved.mp4")
    page = make_page(result)
    wait_for(qtbot, page, lambda s: s.message is not None)
    assert not page.transport.play.isEnabled()
    lanes = page.timeline.lanes
    QTest.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(round(lanes.x_of(6.0)), 10))
    wait_for(qtbot, page, at(6.0))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(moved), ""))
    QTest.mouseClick(page.message.buttons[Action.FIND_VIDEO], Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.frame is not None and s.message is None)
    assert page.transport.play.isEnabled()


def test_saving_elsewhere(
    make_page: MakePage,
    kept_apart: Path,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = make_page(kept_apart)
    make_unwritable(kept_apart)
    page.tuning.threshold.slider.setValue(70)
    wait_for(qtbot, page, lambda s: s.saving is Saving.FAILED)
    assert page.message.isVisible()
    assert page.header.saving.text() == "Not saved"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "mine"), ""))
    QTest.mouseClick(page.message.buttons[Action.SAVE_ELSEWHERE], Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda s: s.saving is Saving.SAVED)
    assert load_document(tmp_path / "mine.vidclf").tuning.threshold == 0.7
    assert not page.message.isVisible()


def test_leaving_stands_still_and_saves(page: ReviewPage, result: Path, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda s: s.playing)
    page.tuning.threshold.slider.setValue(70)
    page.leave()
    wait_for(qtbot, page, lambda s: s.saving is Saving.SAVED and not s.playing)
    assert load_document(result).tuning.threshold == 0.7
    page.enter()


def test_ending_in_the_middle_of_everything(make_page: MakePage, result: Path) -> None:
    page = make_page(result)
    page.tuning.threshold.slider.setValue(70)
    page.timeline.seek_requested.emit(8.0)
    press(page, Qt.Key.Key_Space)
    page.request_end()
    assert page.end(2.0)
    assert load_document(result).tuning.threshold == 0.7
    assert [each.name for each in result.parent.glob(".*")] == [], "nothing half-written"


def test_every_key_of_the_list_is_taken(page: ReviewPage) -> None:
    slots = page._slots()
    for shortcut in REVIEW_SHORTCUTS:
        assert not shortcut.keys or shortcut.name in slots
    assert {action.text() for action in page._actions} == {
        shortcut.text for shortcut in REVIEW_SHORTCUTS if shortcut.keys
    }


def test_all_widgets_have_names_for_screen_readers(page: ReviewPage) -> None:
    for widget in page.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible():
            text = getattr(widget, "text", lambda: "")
            assert widget.accessibleName() or text(), widget
