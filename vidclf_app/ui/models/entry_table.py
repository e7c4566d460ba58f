"""Names and values, one under the other."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget


class EntryTable(QWidget):
    """Shows a table of names and values; values may be long and be selected.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[tuple[str, str], ...] = ()
        self._table = QWidget(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._table)

    def render_entries(self, entries: tuple[tuple[str, str], ...]) -> None:
        """Show names and values."""
        if entries == self.entries:
            return
        self.entries = entries
        table = QWidget(self)
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for number, (name, value) in enumerate(entries):
            named = QLabel(name, table)
            named.setObjectName("hint")
            named.setTextFormat(Qt.TextFormat.PlainText)
            named.setWordWrap(True)
            shown = QLabel(value, table)
            shown.setTextFormat(Qt.TextFormat.PlainText)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(named, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, number, 1, Qt.AlignmentFlag.AlignTop)
        self._layout.replaceWidget(self._table, table)
        self._table.deleteLater()
        self._table = table
