"""The list of keyboard shortcuts, over the page."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.shortcut import Shortcut


class ShortcutList(QFrame):
    """Explains the keys. Not a dialog: everything goes on under it.

    Args:
        parent: The widget that it lies over.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self._shown: tuple[Shortcut, ...] = ()
        self.setObjectName("card")
        self.setAccessibleName(translate("shell", "Keyboard shortcuts"))
        heading = QLabel(translate("shell", "Keyboard"), self)
        heading.setObjectName("heading")
        self._table = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 22)
        self._layout.setSpacing(14)
        self._layout.addWidget(heading)
        self._layout.addWidget(self._table)
        self.setVisible(False)

    def show_shortcuts(self, shortcuts: Sequence[Shortcut]) -> None:
        """Show a table of keys, in the middle of what lies below."""
        if tuple(shortcuts) != self._shown:
            self._shown = tuple(shortcuts)
            self._fill()
        self.setVisible(True)
        self.place()

    def place(self) -> None:
        """Lie in the middle of the parent."""
        self.raise_()
        self.adjustSize()
        self.move(
            max(0, (self._under.width() - self.width()) // 2),
            max(0, (self._under.height() - self.height()) // 2),
        )

    def _fill(self) -> None:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        half = (len(self._shown) + 1) // 2
        for number, shortcut in enumerate(self._shown):
            row, column = number % half, 3 * (number // half)
            key = QLabel(shortcut.shown, table)
            key.setObjectName("key")
            grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(QLabel(translate("keys", shortcut.text), table), row, column + 1)
        grid.setColumnMinimumWidth(2, 14)
        self._layout.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table
