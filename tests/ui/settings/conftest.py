"""The settings page in a window, with the program's look following it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from tests.ui.parts.conftest import app
from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.parts.appearance import follow_settings
from vidclf_app.ui.settings.controller import SettingsController
from vidclf_app.ui.settings.page import SettingsPage

__all__ = ["app"]


@dataclass(frozen=True)
class Shown:
    """The page and what it changes."""

    page: SettingsPage
    store: SettingsStore


@pytest.fixture
def shown(app: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    """The page, in front."""
    store = SettingsStore(
        tmp_path / "settings.json", Settings(theme="dark", language="en", first_start_done=True)
    )
    follow_settings(app, store)
    controller = SettingsController(store, in_use=lambda: "CPU", model_name=lambda: "exercises")
    window = QMainWindow()
    page = SettingsPage(controller)
    window.setCentralWidget(page)
    window.resize(1000, 700)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.enter()
    yield Shown(page, store)
    page.request_end()
    assert page.end(5.0)
    window.close()
