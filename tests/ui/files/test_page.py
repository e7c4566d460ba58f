"""The page of files: real widgets, real videos, a real small model."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.builders import write_video
from tests.ui.files.conftest import MakeFiles
from tests.ui.files.driving import SlowCaptures, row, settled, states
from vidclf_app.ui.files.file_model import OPEN, VIDEO
from vidclf_app.ui.files.page import FilesPage
from vidclf_app.ui.files.shortcuts import FILES_SHORTCUTS
from vidclf_app.ui.files.view_state import FilesState, RowState
from vidclf_app.ui.shell.shortcuts import WINDOW_SHORTCUTS

PATIENCE_MS = 20_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MakePage = Callable[..., FilesPage]


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_video(folder / "a.mp4", ("red", "blue"))
    write_video(folder / "b.mp4", ("green",))
    write_video(folder / "c.mp4", ("blue",))
    return folder


@pytest.fixture
def make_page(make_files: MakeFiles, qtbot: QtBot) -> Iterator[MakePage]:
    """Make pages, shown and entered; options as for `make_files`."""
    made: list[FilesPage] = []

    def make(**options: object) -> FilesPage:
        page = FilesPage(make_files(**options))
        page.paths_offered.connect(page.open_paths)
        made.append(page)
        qtbot.addWidget(page)
        page.resize(1000, 700)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        return page

    yield make
    for page in made:
        page.request_end()


def wait_for(qtbot: QtBot, page: FilesPage, holds: Callable[[FilesState], bool]) -> FilesState:
    def reached() -> bool:
        return page.state is not None and holds(page.state)

    qtbot.waitUntil(reached, timeout=PATIENCE_MS)
    assert page.state is not None
    return page.state


def runs(state: FilesState) -> bool:
    return any((row.progress or 0.0) > 0.1 for row in state.rows)


def cell(page: FilesPage, number: int, column: int) -> QPoint:
    return page.table.visualRect(page.table.files.index(number, column)).center()


def click(page: FilesPage, number: int, column: int = VIDEO) -> None:
    QTest.mouseClick(
        page.table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        cell(page, number, column),
    )


def drop(page: FilesPage, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(10, 10), actions, data, button, keys)
    page.dragEnterEvent(enter)
    assert enter.isAccepted()
    page.dropEvent(QDropEvent(QPointF(10, 10), actions, data, button, keys))


def test_an_empty_page_says_what_to_do(make_page: MakePage, qtbot: QtBot) -> None:
    page = make_page()
    assert page.drop_area.isVisible()
    assert not page.table.isVisible()
    assert not page.chosen.isVisible()
    assert page.drop_area.files.hasFocus(), "Enter and Space open the chooser"
    assert page.foot.model.text() == "Model: colours"


def test_files_are_chosen_analysed_and_opened(
    make_page: MakePage, qtbot: QtBot, films: Path
) -> None:
    page = make_page()
    QTest.mouseClick(page.drop_area.files, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(QFileDialog)
    assert dialog.isVisible()
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.filesSelected.emit([str(films / "a.mp4"), str(films / "b.mp4")])
    dialog.reject()
    wait_for(qtbot, page, settled(2))
    assert page.table.isVisible()
    assert page.foot.status.text() == "2 of 2 done"
    wanted = films / "b.mp4.colours.vidclf"
    opened: list[Path] = []
    page.result_requested.connect(opened.append)
    page.table.setFocus()
    click(page, 1)
    assert page.chosen.isVisible()
    assert (page.chosen.title.text(), page.chosen.open_button.isEnabled()) == ("b.mp4", True)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.mouseClick(page.chosen.open_button, Qt.MouseButton.LeftButton)
    click(page, 1, OPEN)
    click(page, 1)
    QTest.mouseDClick(
        page.table.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        cell(page, 1, VIDEO),
    )
    assert opened == [wanted] * 4
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    QTest.keyClick(page.table, Qt.Key.Key_Enter)
    assert opened[-1] == films / "a.mp4.colours.vidclf"


def test_keys_open_the_choosers(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(page, Qt.Key.Key_O, control)
    (files,) = page.findChildren(QFileDialog)
    assert files.isVisible()
    files.reject()
    QTest.keyClick(page, Qt.Key.Key_O, control | shift)
    (folder,) = [dialog for dialog in page.findChildren(QFileDialog) if dialog is not files]
    assert folder.fileMode() is QFileDialog.FileMode.Directory
    folder.filesSelected.emit([str(films)])
    folder.reject()
    wait_for(qtbot, page, settled(3))


def test_a_folder_is_dropped(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page()
    drop(page, films)
    state = wait_for(qtbot, page, settled(3))
    assert states(state) == [RowState.DONE] * 3
    drop(page, films / "a.mp4")
    assert not page._veil.isVisible()


def test_dragging_over_the_list_shows_where_to_drop(
    make_page: MakePage, qtbot: QtBot, films: Path
) -> None:
    page = make_page()
    page.open_paths([films / "a.mp4"])
    wait_for(qtbot, page, settled(1))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(films))])
    event = QDragEnterEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dragEnterEvent(event)
    assert page._veil.isVisible()
    assert page._veil.geometry() == page.stack.geometry()
    data.clear()
    data.setText("no file")
    event.ignore()
    page.dragEnterEvent(event)
    assert not event.isAccepted()


def test_pause_and_go_on(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page(capture_factory=SlowCaptures(0.005))
    page.open_paths([films])
    wait_for(qtbot, page, runs)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    wait_for(qtbot, page, lambda state: state.paused)
    assert page.bar.pause.text() == "Go on"
    wait_for(qtbot, page, lambda state: RowState.PAUSED in states(state))
    QTest.mouseClick(page.bar.pause, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda state: not state.paused)
    assert page.bar.pause.text() == "Pause"
    wait_for(qtbot, page, settled(3))
    assert not page.bar.pause.isEnabled()


def test_cancel_analyse_again_and_take_off(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page(capture_factory=SlowCaptures(0.01))
    page.open_paths([films])
    wait_for(qtbot, page, lambda state: runs(state) and len(state.rows) == 3)
    page.table.setFocus()
    click(page, 0)
    QTest.keyClick(page.table, Qt.Key.Key_C)
    wait_for(qtbot, page, lambda state: state.rows[0].state is RowState.CANCELLED)
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ShiftModifier)
    wait_for(qtbot, page, settled(3))
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.chosen.title.text() == "3 files"
    assert not page.chosen.open_button.isEnabled()
    assert not page.chosen.cancel.isEnabled()
    QTest.keyClick(page.table, Qt.Key.Key_R)
    assert page.chosen.cancel.isEnabled()
    wait_for(qtbot, page, runs)
    click(page, 1)
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    wait_for(qtbot, page, lambda state: [r.name for r in state.rows] == ["a.mp4", "c.mp4"])
    QTest.keyClick(page.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(page.chosen.remove, Qt.MouseButton.LeftButton)
    wait_for(qtbot, page, lambda state: state.rows == ())
    assert page.drop_area.isVisible()


def test_a_failed_file_says_what_to_do(make_page: MakePage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "broken.mp4").write_bytes(b"no video" * 100)
    page = make_page()
    page.open_paths([tmp_path / "broken.mp4"])
    wait_for(qtbot, page, settled(1))
    page.table.selectRow(0)
    assert page.chosen.detail.text().startswith("Not a video that can be read. Check that it")
    assert page.chosen.retry.isEnabled()
    assert not page.chosen.open_button.isEnabled()
    opened: list[Path] = []
    page.result_requested.connect(opened.append)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert not opened
    assert QApplication.activeModalWidget() is None


def test_a_banner_is_closed(make_page: MakePage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    page = make_page()
    page.open_paths([tmp_path / "empty"])
    wait_for(qtbot, page, lambda state: state.banner is not None)
    assert page.banner.isVisible()
    assert "there are no videos in this folder" in page.banner.message.text()
    QTest.mouseClick(page.banner.close_button, Qt.MouseButton.LeftButton)
    assert not page.banner.isVisible()


class _Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


def test_the_folder_of_the_result_is_shown(
    make_page: MakePage, qtbot: QtBot, films: Path, tmp_path: Path
) -> None:
    opened = _Opened()
    QDesktopServices.setUrlHandler("file", opened, "take")  # type: ignore[arg-type]
    try:
        page = make_page(results_folder=lambda: tmp_path / "results")
        page.open_paths([films / "a.mp4"])
        wait_for(qtbot, page, settled(1))
        page.table.selectRow(0)
        page.table.setFocus()
        QTest.keyClick(page.table, Qt.Key.Key_L)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [url.toLocalFile() for url in opened.urls] == [str(tmp_path / "results")]


def test_the_menu_of_a_file(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page()
    page.open_paths([films / "a.mp4"])
    wait_for(qtbot, page, settled(1))
    page.table.selectRow(0)
    page.table.customContextMenuRequested.emit(cell(page, 0, VIDEO))
    menu = next(menu for menu in page.findChildren(QMenu) if menu.isVisible())
    enabled = {action.text(): action.isEnabled() for action in menu.actions()}
    assert enabled == {
        "Open result": True,
        "Analyse again": True,
        "Cancel": False,
        "Take off the list": True,
        "Show folder": True,
    }
    opened: list[Path] = []
    page.result_requested.connect(opened.append)
    menu.actions()[0].trigger()
    assert opened == [films / "a.mp4.colours.vidclf"]
    menu.close()


def test_the_queue_goes_on_behind(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page()
    page.leave()
    page.open_paths([films])
    wait_for(qtbot, page, settled(3))
    page.enter()
    assert page.table.hasFocus()


def test_what_is_chosen_stays_chosen(make_page: MakePage, qtbot: QtBot, films: Path) -> None:
    page = make_page()
    page.open_paths([films])
    state = wait_for(qtbot, page, settled(3))
    page.table.selectRow(2)
    number = row(state, "c.mp4").number
    page._controller.remove([row(state, "a.mp4").number])
    page.open_paths([films / "a.mp4"])
    wait_for(qtbot, page, lambda state: [row.name for row in state.rows][-1:] == ["a.mp4"])
    assert page.table.chosen_numbers == [number]


def test_each_key_has_one_meaning() -> None:
    keys = [key for shortcut in (*FILES_SHORTCUTS, *WINDOW_SHORTCUTS) for key in shortcut.keys]
    assert len(keys) == len(set(keys))


def test_everything_can_be_reached_by_tab_and_has_a_name(
    make_page: MakePage, qtbot: QtBot, films: Path
) -> None:
    page = make_page(capture_factory=SlowCaptures(0.02))
    page.open_paths([films])
    wait_for(qtbot, page, runs)
    page.table.selectRow(0)
    page.bar.files.setFocus()
    visited = []
    for _ in range(20):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in visited:
            break
        visited.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    bar, chosen = page.bar, page.chosen
    expected = [bar.files, bar.folder, bar.pause, bar.cancel_all, page.table]
    # Not what can't be done while a file runs.
    expected += [chosen.cancel, chosen.remove, chosen.show_folder]
    assert visited == expected
    assert all(w.accessibleName() or getattr(w, "text", str)() for w in visited)
    assert all(w.toolTip() for w in visited if w is not page.table)


@pytest.mark.parametrize("wait_ms", [0, 100, 600])
def test_closing_in_the_middle(
    make_page: MakePage, qtbot: QtBot, films: Path, wait_ms: int
) -> None:
    page = make_page(capture_factory=SlowCaptures(0.02))
    page.open_paths([films])
    qtbot.wait(wait_ms)
    begun_s = time.monotonic()
    page.request_end()
    assert page.end(1.5)
    assert time.monotonic() - begun_s < 2.0
    assert not [path for path in films.iterdir() if path.suffix == ".partial"]
    qtbot.wait(50)
    assert not [t.name for t in threading.enumerate() if t.name.startswith("vidclf-")]
