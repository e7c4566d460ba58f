"""The list of keyboard shortcuts, over the picture."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from vidclf_app.ui.shortcuts import SHORTCUTS


class ShortcutList(QFrame):
    """Explains the keys. Not a dialog: everything goes on under it.

    Args:
        parent: The widget that it lies over.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self.setObjectName("card")
        self.setAccessibleName("Keyboard shortcuts")
        heading = QLabel("Keyboard", self)
        heading.setObjectName("heading")
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        half = (len(SHORTCUTS) + 1) // 2
        for number, shortcut in enumerate(SHORTCUTS):
            row, column = number % half, 3 * (number // half)
            key = QLabel(shortcut.shown, self)
            key.setObjectName("key")
            grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(QLabel(shortcut.text, self), row, column + 1)
        grid.setColumnMinimumWidth(2, 14)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 22)
        layout.setSpacing(14)
        layout.addWidget(heading)
        layout.addLayout(grid)
        self.setVisible(False)

    def place(self) -> None:
        """Lie in the middle of the parent."""
        self.raise_()
        self.adjustSize()
        self.move(
            max(0, (self._under.width() - self.width()) // 2),
            max(0, (self._under.height() - self.height()) // 2),
        )
