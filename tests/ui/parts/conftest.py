"""What a test changes about the program's look and language is changed back."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vidclf_app.ui.parts.language import install_language
from vidclf_app.ui.parts.theme import apply_theme
from vidclf_app.units import Units, use_units


@pytest.fixture
def app(qtbot: QtBot) -> Iterator[QApplication]:
    """The program, dark and English before and afterwards."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    font, palette = QGuiApplication.font(), QGuiApplication.palette()
    apply_theme(app, "dark")
    yield app
    install_language(app, "en")
    QLocale.setDefault(QLocale.system())
    use_units(Units())
    apply_theme(app, "dark")
    app.setStyleSheet("")
    app.setFont(font)
    app.setPalette(palette)
