"""The settings page, driven as a person drives it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.settings.conftest import Shown
from vidclf_app.settings import Settings
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.colours import DARK, LIGHT
from vidclf_app.ui.settings.choice_box import ChoiceBox
from vidclf_app.units import units

PATIENCE_MS = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_next(box: ChoiceBox) -> None:
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)


def test_the_theme_changes_at_once(shown: Shown) -> None:
    assert theme.colours() is DARK
    assert shown.page.theme.currentText() == "Dark"
    choose_next(shown.page.theme)
    assert shown.store.current.theme == "light"
    assert theme.colours() is LIGHT
    corner = shown.page.grab().toImage().pixelColor(3, 100).name()
    assert corner == LIGHT.background


def test_the_text_grows_at_once(shown: Shown, qtbot: QtBot) -> None:
    before_px = shown.page.theme.height()
    choose_next(shown.page.text_scale)
    choose_next(shown.page.text_scale)
    choose_next(shown.page.text_scale)
    assert shown.store.current.text_scale == 200
    qtbot.waitUntil(lambda: shown.page.theme.height() > 1.6 * before_px)


def test_units_change_at_once(shown: Shown) -> None:
    choose_next(shown.page.times)
    choose_next(shown.page.probabilities)
    assert (units().time(83.4), units().probability(0.87)) == ("1:23.4", "0.87")


def test_a_language_is_told_to_wait(shown: Shown, qtbot: QtBot) -> None:
    choose_next(shown.page.language)
    assert shown.store.current.language == "de"
    assert shown.page.banner.isVisible()
    assert "starts again" in shown.page.banner.message.text()
    click(shown.page.banner.close_button)
    qtbot.waitUntil(lambda: not shown.page.banner.isVisible())


def test_where_models_run(shown: Shown, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: shown.page.in_use.text() == "In use now: CPU", timeout=PATIENCE_MS)
    assert shown.page.model_name.text() == "exercises"
    choose_next(shown.page.provider)
    assert shown.store.current.provider == "gpu"
    with qtbot.waitSignal(shown.page.models_requested):
        click(shown.page.models)


def test_the_wheel_changes_nothing(shown: Shown) -> None:
    box = shown.page.theme
    box.setFocus()
    before = box.currentIndex()
    for step in (-120, 120):
        event = QWheelEvent(
            QPointF(5, 5), box.mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, step),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box, event)
        assert box.currentIndex() == before


def test_folders(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    page = shown.page
    assert not page.results_beside.isEnabled()
    assert page.results.text() == "Each result is written beside its video."
    choose_folder(shown, page.choose_results, tmp_path / "results")
    qtbot.waitUntil(lambda: page.results.text() == str(tmp_path / "results"), timeout=PATIENCE_MS)
    click(page.results_beside)
    assert shown.store.current.results_folder is None
    choose_folder(shown, page.choose_recordings, tmp_path / "recordings")
    qtbot.waitUntil(
        lambda: page.recordings.text() == str(tmp_path / "recordings"), timeout=PATIENCE_MS
    )
    click(page.recordings_default)
    assert shown.store.current.recordings_folder is None


def choose_folder(shown: Shown, button: QPushButton, folder: Path) -> None:
    click(button)
    dialog = next(d for d in shown.page.window().findChildren(QFileDialog) if d.isVisible())
    dialog.fileSelected.emit(str(folder))
    dialog.reject()


def test_a_folder_that_can_not_be_used_is_told(shown: Shown, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    choose_folder(shown, shown.page.choose_results, tmp_path / "file")
    qtbot.waitUntil(shown.page.banner.isVisible, timeout=PATIENCE_MS)
    assert shown.page.banner.property("kind") == "error"
    assert shown.store.current.results_folder is None


def test_history(shown: Shown) -> None:
    shown.page.history.setFocus()
    QTest.keyClick(shown.page.history, Qt.Key.Key_Space)
    assert not shown.store.current.keep_history


def test_reset_is_asked_about(shown: Shown, qtbot: QtBot) -> None:
    page = shown.page
    choose_next(page.theme)
    click(page.reset)
    qtbot.waitUntil(page.question.isVisible)
    assert page.question.no.hasFocus(), "the harmless answer has the keyboard"
    QTest.keyClick(page.question.no, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not page.question.isVisible())
    assert shown.store.current.theme == "light"
    click(page.reset)
    qtbot.waitUntil(page.question.isVisible)
    click(page.question.yes)
    assert shown.store.current == Settings(first_start_done=True)
    qtbot.waitUntil(lambda: page.theme.currentText() == "As the system")


class FileManager(QObject):
    """Takes the folders that would be shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.shown.append(url.toLocalFile())


def test_folders_are_shown(shown: Shown) -> None:
    manager = FileManager()
    QDesktopServices.setUrlHandler("file", manager, "open")  # type: ignore[arg-type] # bytes are refused
    try:
        buttons = shown.page.kept.findChildren(QPushButton)
        names = [button.accessibleName() for button in buttons]
        click(buttons[names.index("Open folder: Settings")])
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert [Path(path) for path in manager.shown] == [shown.store.path.parent]


def test_the_welcome_can_be_read_again(shown: Shown, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shown.page.welcome_requested):
        click(shown.page.welcome)


def test_changes_from_elsewhere_are_shown(shown: Shown, qtbot: QtBot) -> None:
    shown.store.change(probability_format="fraction")
    qtbot.waitUntil(lambda: shown.page.probabilities.currentText() == "From 0 to 1: 0.87")
