"""Making the widgets that every page has many of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget


def make_button(text: str, tip: str, parent: QWidget) -> QPushButton:
    """Return a button that acts on clicks only, not on Enter elsewhere.

    Args:
        text: What it says.
        tip: What it does, and its key.
        parent: The widget around it.
    """
    button = QPushButton(text, parent)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def make_text(name: str, parent: QWidget, text: str = "") -> QLabel:
    """Return a text that wraps, never read as markup: names of files and models stand in it.

    Args:
        name: Its look in the stylesheet: "message", "hint", ...; "" for ordinary text.
        parent: The widget around it.
        text: What it says.
    """
    label = QLabel(text, parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
