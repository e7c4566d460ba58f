"""The welcome: shown once, left by every key, honest about the model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.ui.welcome.controller import WelcomeController
from vidclf_app.ui.welcome.page import WelcomePage

PATIENCE_MS = 20_000

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json", Settings())


@pytest.fixture
def page(store: SettingsStore, qtbot: QtBot) -> Iterator[WelcomePage]:
    window = QMainWindow()
    page = WelcomePage(WelcomeController(store))
    window.setCentralWidget(page)
    window.resize(900, 640)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.enter()
    yield page
    page.request_end()
    assert page.end(5.0)
    window.close()


WAYS = [
    ("camera", "camera_requested", Qt.Key.Key_C),
    ("files", "files_requested", Qt.Key.Key_O),
    ("demo", "demo_requested", Qt.Key.Key_D),
    ("close_button", "closed", Qt.Key.Key_Escape),
]


@pytest.mark.parametrize(("button", "signal", "key"), WAYS)
@pytest.mark.parametrize("with_mouse", [True, False])
def test_each_way_out(
    page: WelcomePage,
    store: SettingsStore,
    qtbot: QtBot,
    button: str,
    signal: str,
    key: Qt.Key,
    with_mouse: bool,
) -> None:
    widget = getattr(page, button)
    assert isinstance(widget, QPushButton)
    with qtbot.waitSignal(getattr(page, signal)):
        if with_mouse:
            QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(page.camera, key)
    assert store.current.first_start_done


def test_it_is_wanted_once(store: SettingsStore) -> None:
    controller = WelcomeController(store)
    assert controller.is_wanted
    controller.finish()
    assert store.save() is None
    started_again = SettingsStore(store.path, load_settings(store.path)[0])
    assert not WelcomeController(started_again).is_wanted


def test_all_of_it_fits_one_screen(page: WelcomePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.known.text() != "", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: page.scroll_area.verticalScrollBar().maximum() == 0)


def test_it_tells_what_the_model_knows(page: WelcomePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: "squat" in page.known.text(), timeout=PATIENCE_MS)
    assert "other" not in page.known.text().replace(",", " ").split()
    assert "one person" in page.unknown.text()


def test_a_model_that_can_not_be_read(
    store: SettingsStore, page: WelcomePage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.leave()
    store.change(model=str(tmp_path / "gone"))
    qtbot.waitUntil(lambda: page._controller.poll().known != "", timeout=PATIENCE_MS)
    page.enter()
    qtbot.waitUntil(lambda: "can't be read" in page.known.text(), timeout=PATIENCE_MS)


def test_behind_another_page_its_keys_rest(
    page: WelcomePage, store: SettingsStore, qtbot: QtBot
) -> None:
    page.leave()
    with qtbot.assertNotEmitted(page.demo_requested, wait=50):
        QTest.keyClick(page.camera, Qt.Key.Key_D)
    assert not store.current.first_start_done
