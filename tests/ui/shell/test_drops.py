"""Files, folders, results and models that are dropped on any page."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import write_bundle, write_video
from tests.ui.shell.conftest import (
    AlertsPage,
    Desk,
    FilesPlace,
    HistoryPage,
    MakeDesk,
    ModelsPage,
    SettingsPage,
    WelcomePage,
)
from vidclf_app.ui.files.view_state import RowState
from vidclf_app.ui.parts.page import Page

PATIENCE_MS = 30_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE_MS)


def drop(widget: QWidget, *paths: Path) -> None:
    """Drop files as Qt does: on the nearest widget around that takes them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    taker: QWidget | None = widget
    while taker is not None and not taker.acceptDrops():
        taker = taker.parentWidget()
    assert taker is not None
    actions, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, button, keys)
    QApplication.sendEvent(taker, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(taker, QDropEvent(QPointF(5, 5), actions, data, button, keys))


@pytest.fixture
def films(tmp_path: Path) -> Path:
    folder = tmp_path / "films"
    folder.mkdir()
    write_video(folder / "a.mp4", ("red", "blue"))
    write_video(folder / "b.mp4", ("green",))
    return folder


def done(files: FilesPlace, names: Sequence[str]) -> bool:
    state = files.files.state
    rows = () if state is None else state.rows
    return [row.name for row in rows if row.state is RowState.DONE] == list(names)


def analysed(desk: Desk, qtbot: QtBot, film: Path) -> Path:
    files = desk.go(FilesPlace)
    drop(files.files.drop_area, film)
    until(qtbot, lambda: done(files, [film.name]))
    state = files.files.state
    assert state is not None
    result = state.rows[0].result
    assert result is not None
    return result


def test_a_result_is_opened_on_every_page(make_desk: MakeDesk, qtbot: QtBot, films: Path) -> None:
    desk = make_desk()
    result = analysed(desk, qtbot, films / "a.mp4")
    files = desk.page(FilesPlace)
    other = result.rename(result.with_name("a.mp4.colours.other.vidclf"))
    pages: tuple[QWidget, ...] = (
        files.files.table,
        files.review,
        desk.live.view,
        desk.page(HistoryPage),
        desk.page(SettingsPage),
        desk.page(ModelsPage),
    )
    for page in pages:
        files.show_files()
        if page is not files.files.table:
            desk.window.show_page(_page_of(desk, page))
        if page is files.review:
            files.open_result(other)
        drop(page, other)
        assert desk.is_front(files)
        assert files.stack.currentWidget() is files.review
        until(qtbot, lambda: files.review.state.path == other)
    state = files.files.state
    assert state is not None
    assert len(state.rows) == 1, "a result is no video to be analysed"


def _page_of(desk: Desk, widget: QWidget) -> Page:
    for place in desk.window.places:
        if place.page is widget or place.page.isAncestorOf(widget):
            return place.page
    raise AssertionError(widget)


@pytest.mark.parametrize("kind", [HistoryPage, AlertsPage, SettingsPage, WelcomePage])
def test_videos_and_models_go_where_they_belong(
    make_desk: MakeDesk, qtbot: QtBot, films: Path, tmp_path: Path, kind: type[HistoryPage]
) -> None:
    desk = make_desk()
    page = desk.page(kind)
    desk.window.show_page(page)
    drop(page, films)
    files = desk.page(FilesPlace)
    assert desk.is_front(files)
    until(qtbot, lambda: done(files, ["a.mp4", "b.mp4"]))
    desk.window.show_page(page)
    drop(page, write_bundle(tmp_path / "new", name="tints"))
    models = desk.page(ModelsPage)
    assert desk.is_front(models)
    until(qtbot, lambda: models.title.text() == "tints 1")


def test_a_model_on_the_page_of_files_is_verified(
    make_desk: MakeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = make_desk()
    files = desk.go(FilesPlace)
    bundle = write_bundle(tmp_path / "new", name="tints")
    (bundle / "head.onnx").write_bytes(b"something else")
    drop(files.files.drop_area, bundle)
    models = desk.page(ModelsPage)
    assert desk.is_front(models)
    until(qtbot, lambda: "its hash differs" in models.banner.message.text())
    state = files.files.state
    assert state is not None
    assert (state.rows, state.banner) == ((), None)


def test_a_folder_on_the_live_page_is_analysed(
    make_desk: MakeDesk, qtbot: QtBot, films: Path
) -> None:
    desk = make_desk()
    drop(desk.live.view, films)
    files = desk.page(FilesPlace)
    assert desk.is_front(files)
    until(qtbot, lambda: done(files, ["a.mp4", "b.mp4"]))


def test_a_video_beside_a_result_in_front(make_desk: MakeDesk, qtbot: QtBot, films: Path) -> None:
    desk = make_desk()
    result = analysed(desk, qtbot, films / "a.mp4")
    files = desk.page(FilesPlace)
    files.open_result(result)
    until(qtbot, lambda: files.review.state.frame is not None)
    drop(files.review.picture, films / "b.mp4")
    assert files.stack.currentWidget() is files.files, "another video is one to be analysed"
    until(qtbot, lambda: done(files, ["a.mp4", "b.mp4"]))
    moved = (films / "a.mp4").rename(films.parent / "moved.mp4")
    files.open_result(result)
    until(qtbot, lambda: files.review.state.message is not None)
    drop(files.review.picture, moved)
    assert files.stack.currentWidget() is files.review, "the video that is missed"
    until(qtbot, lambda: files.review.state.frame is not None)
    assert files.review.state.video == moved
