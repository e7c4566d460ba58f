"""The list of keyboard shortcuts, over the page."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.shortcut import Shortcut

_COLUMNS = 2


class ShortcutList(QFrame):
    """Explains the keys. Not a dialog: everything goes on under it.

    Where the window is too small for two columns there is one, and it can be scrolled.

    Args:
        parent: The widget that it lies over.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self._shown: tuple[Shortcut, ...] = ()
        self._had_focus: QWidget | None = None
        self.setObjectName("card")
        self.setAccessibleName(translate("shell", "Keyboard shortcuts"))
        heading = QLabel(translate("shell", "Keyboard"), self)
        heading.setObjectName("heading")
        self.area = QScrollArea(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName(translate("shell", "Keyboard shortcuts"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(24, 20, 24, 22)
        self._layout.setSpacing(14)
        self._layout.addWidget(heading)
        self._layout.addWidget(self.area)
        self.setVisible(False)

    def show_shortcuts(self, shortcuts: Sequence[Shortcut]) -> None:
        """Show a table of keys, in the middle of what lies below."""
        self._shown = tuple(shortcuts)
        self.setVisible(True)
        self.place()
        bar = self.area.verticalScrollBar()
        bar.setValue(0)
        if bar.maximum() > 0:
            # The arrow keys scroll it.
            self._had_focus = self.window().focusWidget()
            self.area.setFocus()

    def place(self) -> None:
        """Lie in the middle of the parent, no larger than it is."""
        self.raise_()
        table = self._table(_COLUMNS)
        self._hold(table, table.sizeHint())
        around = self.size() - self.area.size()
        most = (self._under.size() - around).expandedTo(QSize(0, 0))
        if table.sizeHint().width() > most.width():
            table = self._table(1)
        hint = table.sizeHint()
        if hint.height() > most.height():
            hint.setWidth(hint.width() + self.area.verticalScrollBar().sizeHint().width())
        self._hold(table, hint.boundedTo(most))
        self.move(
            max(0, (self._under.width() - self.width()) // 2),
            max(0, (self._under.height() - self.height()) // 2),
        )

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Give the keyboard back."""
        super().hideEvent(event)
        had_focus, self._had_focus = self._had_focus, None
        if had_focus is not None and had_focus.isVisible():
            had_focus.setFocus()

    def _hold(self, table: QWidget, size: QSize) -> None:
        self.area.setWidget(table)
        # The scroll area would paint it over, in the colour of lists.
        table.setAutoFillBackground(False)
        self.area.viewport().setAutoFillBackground(False)
        table.show()
        self.area.setFixedSize(size)
        self.adjustSize()

    def _table(self, columns: int) -> QWidget:
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        lines = -(-len(self._shown) // columns)
        for number, shortcut in enumerate(self._shown):
            row, column = number % lines, 3 * (number // lines)
            key = QLabel(shortcut.shown, table)
            key.setObjectName("key")
            grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(QLabel(translate("keys", shortcut.text), table), row, column + 1)
        if columns > 1:
            grid.setColumnMinimumWidth(2, 14)
        return table
