"""How the settings page lays its parts out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from vidclf_app.ui.parts.wrapping_layout import WrappingLayout


class Section(QFrame):
    """A card with a heading and rows of a name, what can be set, and a line about it.

    Args:
        heading: What it is about.
        parent: The widget around it.
    """

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        title = QLabel(heading, self)
        title.setObjectName("heading")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 16, 22, 20)
        layout.setSpacing(14)
        layout.addWidget(title)
        layout.addLayout(self._grid)

    def add_row(self, name: str, *widgets: QWidget, hint: QLabel | None = None) -> None:
        """Add a row.

        Args:
            name: What it sets.
            widgets: What it is set with, one beside the other where there is room.
            hint: Stands under them.
        """
        row = self._grid.rowCount()
        beside = WrappingLayout()
        for widget in widgets:
            widget.setParent(self)
            beside.addWidget(widget)
        label = QLabel(name, self)
        label.setWordWrap(True)
        label.setBuddy(widgets[0])
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.addLayout(beside, row, 1)
        if hint is not None:
            hint.setParent(self)
            self._grid.addWidget(hint, row + 1, 1)

    def add_wide(self, widget: QWidget) -> None:
        """Add something that needs the whole width."""
        widget.setParent(self)
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)


def line(name: str = "hint", text: str = "") -> QLabel:
    """Return a label for texts of any length.

    Args:
        name: Its look, as the stylesheet calls it.
        text: What it says.
    """
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def button(text: str, tip: str, name: str = "") -> QPushButton:
    """Return a button.

    Args:
        text: What it says.
        tip: What it does, in a sentence.
        name: For people who can't see what stands around it; "" where the text is enough.
    """
    made = QPushButton(text)
    made.setToolTip(tip)
    made.setAutoDefault(False)
    made.setAccessibleName(name or text.removesuffix(" …"))
    return made
