"""Twice as large text in the window of a small laptop: nothing is cut away."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import write_video
from tests.ui.shell.conftest import Desk, FilesPlace, MakeDesk
from vidclf_app.ui.files.view_state import RowState
from vidclf_app.ui.parts.theme import apply_theme

PATIENCE_MS = 30_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE_MS)


@pytest.fixture
def desk(make_desk: MakeDesk, qapp: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    apply_theme(qapp, "dark", 200)
    desk = make_desk()
    desk.window.resize(1366, 768)
    qtbot.wait(50)
    yield desk
    apply_theme(qapp, "system", 100)


def cut(widget: QWidget) -> list[str]:
    """Return the names of the buttons that are not quite to be seen."""
    buttons = [each for each in widget.findChildren(QAbstractButton) if each.isVisible()]
    return [each.text() for each in buttons if each.visibleRegion().boundingRect() != each.rect()]


def test_live_with_an_error_and_the_address_asked_for(desk: Desk, qtbot: QtBot) -> None:
    live = desk.live
    live._wall.open_source("rtsp://127.0.0.1:9/x")
    until(qtbot, live.banner.isVisible)
    QTest.keyClick(live.view, Qt.Key.Key_U)
    until(qtbot, live.address.isVisible)
    qtbot.wait(100)
    assert live.controls.skeleton.isVisible()
    assert cut(live.controls) == []


def test_files_with_a_message_and_a_chosen_file(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    films = tmp_path / "films"
    films.mkdir()
    write_video(films / "a.mp4")
    (tmp_path / "empty").mkdir()
    files = desk.go(FilesPlace).files
    files.open_paths([tmp_path / "empty", films])

    def done() -> bool:
        state = files.state
        return state is not None and [row.state for row in state.rows] == [RowState.DONE]

    until(qtbot, done)
    QTest.keyClick(files.table, Qt.Key.Key_Down)
    until(qtbot, files.chosen.isVisible)
    until(qtbot, files.banner.isVisible)
    qtbot.wait(100)
    assert cut(files.chosen) == []
    assert cut(files.bar) == []


def test_the_list_of_keys_can_be_scrolled(desk: Desk, qtbot: QtBot) -> None:
    view = desk.live.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_F1)
    keys = desk.window.shortcuts
    assert keys.isVisible()
    assert desk.window.rect().contains(keys.geometry())
    bar = keys.area.verticalScrollBar()
    assert bar.maximum() > 0
    assert keys.area.horizontalScrollBar().maximum() == 0
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Down)
    assert bar.value() > 0
    QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Escape)
    assert not keys.isVisible()
    assert view.hasFocus()
