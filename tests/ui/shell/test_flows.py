"""What people do from page to page, through the real window."""

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
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
from vidclf_app.alerts.config import AlertRule, Alerts
from vidclf_app.core.records import Tuning
from vidclf_app.results.store import load_document
from vidclf_app.settings import Settings, load_settings
from vidclf_app.ui.files.view_state import RowState
from vidclf_app.ui.review.view_state import Action
from vidclf_app.ui.wall.remembering import remembered
from vidclf_app.ui.wall.view_state import WallState

PATIENCE_MS = 30_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=PATIENCE_MS)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A second of red, of green, of blue, in a folder of its own."""
    folder = tmp_path / "films"
    folder.mkdir()
    return write_video(folder / "film.mp4", ("red", "green", "blue"), seconds_each=3.0)


def analyse(desk: Desk, qtbot: QtBot, film: Path) -> Path:
    """Analyse a file on the page of files; return its result."""
    files = desk.go(FilesPlace)
    files.open_paths([film])

    def done() -> bool:
        state = files.files.state
        return state is not None and [row.state for row in state.rows] == [RowState.DONE]

    until(qtbot, done)
    state = files.files.state
    assert state is not None
    result = state.rows[0].result
    assert result is not None
    return result


def test_from_a_file_to_its_corrected_result_and_back_through_the_history(
    make_desk: MakeDesk, qtbot: QtBot, film: Path
) -> None:
    desk = make_desk()
    result = analyse(desk, qtbot, film)
    assert result.parent == film.parent
    files = desk.page(FilesPlace)
    QTest.keyClick(files.files.table, Qt.Key.Key_Return)
    until(qtbot, lambda: files.review.state.result is not None)
    assert files.stack.currentWidget() is files.review
    until(qtbot, lambda: desk.window.windowTitle() == "film.mp4 — vidclf")
    shown = files.review.state.result
    assert shown is not None
    assert [segment.label for segment in shown.segments] == ["red", "green", "blue"]
    QTest.keyClick(files.review.picture, Qt.Key.Key_N)
    QTest.keyClick(files.review.picture, Qt.Key.Key_Delete)
    until(qtbot, lambda: len(_segments(files)) == 2)
    desk.go(HistoryPage)
    until(qtbot, lambda: len(load_document(result).result.segments) == 2)
    history = desk.page(HistoryPage)
    until(qtbot, lambda: history.state is not None and len(history.state.rows) == 1)
    history.table.selectRow(0)
    until(qtbot, lambda: history.state is not None and history.state.detail is not None)
    QTest.keyClick(history.table, Qt.Key.Key_Return)
    assert desk.is_front(files)
    until(qtbot, lambda: len(_segments(files)) == 2)
    QTest.keyClick(files.review.picture, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    files.review.header.back.click()
    assert files.stack.currentWidget() is files.files
    assert desk.window.windowTitle() == "Files — vidclf"


def _segments(files: FilesPlace) -> tuple[object, ...]:
    result = files.review.state.result
    return result.segments if result is not None else ()


def test_a_result_is_exported(make_desk: MakeDesk, qtbot: QtBot, film: Path) -> None:
    desk = make_desk()
    files = desk.page(FilesPlace)
    files.open_result(analyse(desk, qtbot, film))
    until(qtbot, lambda: files.review.state.result is not None)
    QTest.keyClick(files.review.picture, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert files.stack.currentWidget() is files.export
    for row in files.export.state.rows:
        files.export._controller.choose(row.name, row.name in {"srt", "elan"})
    files.export.start_button.click()
    until(qtbot, lambda: film.with_suffix(".eaf").exists())
    until(qtbot, lambda: film.with_suffix(".srt").exists())
    QTest.keyClick(files.export, Qt.Key.Key_Escape)
    assert files.stack.currentWidget() is files.review


def test_an_outdated_result_is_analysed_again(
    make_desk: MakeDesk, qtbot: QtBot, film: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    files = desk.page(FilesPlace)
    result = analyse(desk, qtbot, film)
    write_video(film, ("blue", "red"), seconds_each=3.0)
    files.open_result(result)
    until(
        qtbot,
        lambda: (
            files.review.state.message is not None
            and Action.ANALYSE_AGAIN in files.review.state.message.actions
        ),
    )
    files.review._act(Action.ANALYSE_AGAIN)
    assert files.stack.currentWidget() is files.files

    def renewed() -> bool:
        state = files.files.state
        return (
            state is not None
            and state.rows[0].state is RowState.DONE
            and [s.label for s in load_document(result).result.segments] == ["blue", "red"]
        )

    until(qtbot, renewed)


def test_an_installed_model_is_used_everywhere(
    make_desk: MakeDesk, qtbot: QtBot, film: Path, tmp_path: Path
) -> None:
    desk = make_desk()
    until(qtbot, lambda: desk.live.state is not None and desk.live.state.recognised)
    models = desk.go(ModelsPage)
    models.open_paths([write_bundle(tmp_path / "new", name="tints")])
    until(qtbot, lambda: models.title.text() == "tints 1")
    models.use.click()
    until(qtbot, lambda: desk.live.state is not None and desk.live.state.model_name == "tints")
    choices = desk.live.state.models if desk.live.state is not None else ()
    assert "tints" in [choice.name for choice in choices]
    assert analyse(desk, qtbot, film).name == "film.mp4.tints.vidclf"


def test_an_alert_stands_above_every_page(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    rule = AlertRule(label="red", after_s=0.0, sound=False)
    desk.go(SettingsPage)
    desk.services.alerts.configure(Alerts(rules=(rule,)))
    until(qtbot, desk.window.notice.isVisible)
    assert desk.window.notice.message.text() == "red: red.mp4"
    desk.window.notice.close_button.click()
    assert desk.window.notice.isHidden()
    alerts = desk.go(AlertsPage)
    until(qtbot, lambda: alerts.state is not None and len(alerts.state.log) > 0)


def test_a_recording_is_marked_on_the_rail(
    make_desk: MakeDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = make_desk()
    desk.services.store.change(recordings_folder=str(tmp_path / "recordings"))
    until(qtbot, lambda: desk.live.state is not None and desk.live.state.frame is not None)
    QTest.keyClick(desk.live.view, Qt.Key.Key_E)
    desk.go(HistoryPage)
    until(qtbot, lambda: desk.window.rail.buttons[0].text() == "● Live")
    desk.window.rail.buttons[0].click()
    QTest.keyClick(desk.live.view, Qt.Key.Key_E)
    until(qtbot, lambda: desk.window.rail.buttons[0].text() == "Live")
    until(qtbot, lambda: any((tmp_path / "recordings").iterdir()))


def test_without_a_history_nothing_is_kept(make_desk: MakeDesk, qtbot: QtBot, film: Path) -> None:
    desk = make_desk()
    desk.services.store.change(keep_history=False)
    analyse(desk, qtbot, film)
    assert desk.services.history is not None
    assert desk.services.history.flush()
    assert desk.services.history.count() == 0


def test_old_sessions_are_forgotten_without_a_restart(
    make_desk: MakeDesk, qtbot: QtBot, film: Path
) -> None:
    desk = make_desk()
    analyse(desk, qtbot, film)
    store = desk.services.history
    assert store is not None
    assert store.flush()
    desk.services.forget_what_is_old()
    desk.services.store.change(history_days=30)
    desk.services.forget_what_is_old()
    assert store.flush()
    assert store.count() == 1, "it is not old"
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE session SET ended_unix_s = ended_unix_s - 31 * 86400")
    connection.close()
    desk.services.forget_what_is_old()
    assert store.flush()
    assert store.count() == 0


def test_the_first_start(make_desk: MakeDesk, qtbot: QtBot, home: Path) -> None:
    desk = make_desk(source=None)
    welcome = desk.page(WelcomePage)
    assert desk.is_front(welcome)
    assert desk.window.rail.isHidden(), "one screen"
    QTest.keyClick(welcome, Qt.Key.Key_O)
    assert desk.is_front(desk.page(FilesPlace))
    assert desk.window.rail.isVisible()
    settings = desk.go(SettingsPage)
    settings.welcome_requested.emit()
    assert desk.is_front(welcome)
    welcome.demo.click()
    assert desk.is_front(desk.live)
    assert desk.close()
    assert load_settings(home / "settings.json")[0].first_start_done
    again = make_desk(source=None)
    assert again.is_front(again.live), "greeted once"


def test_who_names_a_source_is_not_greeted(make_desk: MakeDesk) -> None:
    desk = make_desk()
    assert desk.is_front(desk.live)


def test_pages_by_keyboard(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    seen = []
    for _ in range(6):
        seen.append(desk.window.page)
        widget = QApplication.focusWidget() or desk.window
        QTest.keyClick(widget, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert len(set(seen)) == 6
    assert desk.is_front(desk.live)
    QTest.keyClick(desk.window, Qt.Key.Key_F1)
    assert desk.window.shortcuts.isVisible()
    texts = {shortcut.text for shortcut in desk.window.shortcuts._shown}
    assert {"Pause and go on", "The next page"} <= texts


def test_a_reset_of_the_settings_reaches_what_runs(make_desk: MakeDesk, qtbot: QtBot) -> None:
    desk = make_desk()
    live = desk.live
    until(qtbot, lambda: live.state is not None and live.state.recognised)
    live.tuning.threshold.slider.setValue(100)
    until(qtbot, lambda: live.state is not None and not live.state.recognised)
    QTest.keyClick(live.view, Qt.Key.Key_M)
    until(qtbot, lambda: live.state is not None and live.state.mirror)
    desk.services.store.change(theme="light", **remembered(_wall_state(desk), Settings()))
    assert live.state is not None
    assert live.state.tuning.threshold == 1.0, "what a person did is not undone"
    rule = AlertRule(label="red", sound=False)
    desk.services.store.change(alerts=Alerts(rules=(rule,)).model_dump())
    assert desk.services.alerts.config.rules == (rule,)
    settings = desk.go(SettingsPage)
    settings._controller.confirm_reset()
    desk.window.show_page(live)
    until(qtbot, lambda: live.state is not None and live.state.recognised)
    assert live.state.tuning == Tuning()
    assert not live.state.mirror
    assert desk.services.alerts.config == Alerts()


def _wall_state(desk: Desk) -> WallState:
    state = desk.live.wall_state
    assert state is not None
    return state


def test_rescued_corrections_are_told(
    make_desk: MakeDesk, qtbot: QtBot, film: Path, home: Path
) -> None:
    first = make_desk()
    result = analyse(first, qtbot, film)
    assert first.close()
    (home / "rescued").mkdir()
    rescued = result.rename(home / "rescued" / "film.mp4.colours.1.vidclf")
    desk = make_desk()
    files = desk.go(FilesPlace)
    until(qtbot, files.files.banner.isVisible)
    assert rescued.name in files.files.banner.message.text()
    files.open_paths([rescued])
    until(qtbot, lambda: len(_segments(files)) == 3)


def begin_nothing(desk: Desk, qtbot: QtBot, film: Path) -> None:
    until(qtbot, lambda: desk.live.state is not None and desk.live.state.recognised)


def begin_analysis(desk: Desk, qtbot: QtBot, film: Path) -> None:
    files = desk.go(FilesPlace)
    files.open_paths([film.parent])

    def running() -> bool:
        state = files.files.state
        return state is not None and any(row.state is RowState.RUNNING for row in state.rows)

    until(qtbot, running)


def begin_correction(desk: Desk, qtbot: QtBot, film: Path) -> None:
    files = desk.page(FilesPlace)
    files.open_result(analyse(desk, qtbot, film))
    until(qtbot, lambda: files.review.state.frame is not None)
    QTest.keyClick(files.review.picture, Qt.Key.Key_Space)
    QTest.keyClick(files.review.picture, Qt.Key.Key_N)
    QTest.keyClick(files.review.picture, Qt.Key.Key_Delete)


def begin_export(desk: Desk, qtbot: QtBot, film: Path) -> None:
    begin_correction(desk, qtbot, film)
    files = desk.page(FilesPlace)
    files.review._export()
    for row in files.export.state.rows:
        files.export._controller.choose(row.name, row.name == "video")
    files.export.start_button.click()


def begin_recording(desk: Desk, qtbot: QtBot, film: Path) -> None:
    desk.services.store.change(recordings_folder=str(film.parent), record_annotated=True)
    begin_nothing(desk, qtbot, film)
    QTest.keyClick(desk.live.view, Qt.Key.Key_E)
    until(qtbot, lambda: desk.live.state is not None and desk.live.state.recording is not None)


def begin_install(desk: Desk, qtbot: QtBot, film: Path) -> None:
    models = desk.go(ModelsPage)
    models.open_paths([write_bundle(film.parent / f"new-{n}", version=str(n)) for n in range(9)])


def begin_model_change(desk: Desk, qtbot: QtBot, film: Path) -> None:
    begin_nothing(desk, qtbot, film)
    desk.live._wall.open_model("")


@pytest.mark.parametrize(
    "begin",
    [
        begin_nothing,
        begin_analysis,
        begin_correction,
        begin_export,
        begin_recording,
        begin_install,
        begin_model_change,
    ],
)
def test_closing_in_the_middle(
    make_desk: MakeDesk,
    qtbot: QtBot,
    film: Path,
    home: Path,
    begin: Callable[[Desk, QtBot, Path], None],
) -> None:
    """It ends soon, and nothing is half-written: every file that has a name is whole."""
    for number in range(3):
        shutil.copy(film, film.with_name(f"more-{number}.mp4"))
    desk = make_desk()
    begin(desk, qtbot, film)
    began_s = time.monotonic()
    assert desk.close(), "all threads have ended"
    took_s = time.monotonic() - began_s
    # The bound is the design's: each wait in it is bounded, and all together are below this.
    assert took_s < 2.0
    left = [path for place in (film.parent, home) for path in place.rglob("*")]
    assert [path for path in left if ".partial" in path.name] == []
    for path in left:
        if path.suffix == ".vidclf":
            load_document(path)
    if begin is begin_correction:
        result = film.with_name("film.mp4.colours.vidclf")
        assert len(load_document(result).result.segments) == 2, "the work is kept"
