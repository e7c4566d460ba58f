"""The rows of a state as a model for a table."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.files.view_state import FileRow

COLUMNS = (
    QT_TRANSLATE_NOOP("files", "Video"),
    QT_TRANSLATE_NOOP("files", "State"),
    QT_TRANSLATE_NOOP("files", "Time left"),
    QT_TRANSLATE_NOOP("files", "Found"),
    "",
)
VIDEO, STATE, LEFT, FOUND, OPEN = range(len(COLUMNS))

ROW_ROLE = Qt.ItemDataRole.UserRole

_Index = QModelIndex | QPersistentModelIndex


class FileModel(QAbstractTableModel):
    """Follows the rows of a state: what stays the same is not touched, nor repainted.

    Args:
        parent: Its owner.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[FileRow, ...] = ()

    def render_rows(self, rows: tuple[FileRow, ...]) -> None:
        """Show other rows."""
        if len(self.rows) == len(rows) and all(map(_is, self.rows, rows)):
            return
        self._remove_others(rows)
        kept = len(self.rows)
        if [row.number for row in rows[:kept]] != [row.number for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        if len(rows) > kept:
            self.beginInsertRows(QModelIndex(), kept, len(rows) - 1)
            self.rows = (*self.rows, *rows[kept:])
            self.endInsertRows()
        before, self.rows = self.rows, rows
        last = self.columnCount() - 1
        for number, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old is not new:
                self.dataChanged.emit(self.index(number, 0), self.index(number, last))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many files there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell holds."""
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return cell_text(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.name, row.status, row.left, row.found, row.message, row.detail)
            return ", ".join(part for part in parts if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            if index.column() == VIDEO:
                return f"{row.folder}\n{row.name}"
            lines = (row.found, row.message, row.detail)
            return "\n".join(line for line in lines if line) or row.status
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return translate("files", COLUMNS[section]) if COLUMNS[section] else ""
        return None

    def _remove_others(self, rows: Sequence[FileRow]) -> None:
        """Take out the rows that are there no more, each run of them at once."""
        left = {row.number for row in rows}
        end = len(self.rows)
        while end > 0:
            if self.rows[end - 1].number in left:
                end -= 1
                continue
            start = end - 1
            while start > 0 and self.rows[start - 1].number not in left:
                start -= 1
            self.beginRemoveRows(QModelIndex(), start, end - 1)
            self.rows = (*self.rows[:start], *self.rows[end:])
            self.endRemoveRows()
            end = start


def cell_text(row: FileRow, column: int) -> str:
    """Return a cell's text."""
    if column == OPEN:
        return translate("files", "Open") if row.may_open else ""
    return (row.name, row.status, row.left, row.message or row.found)[column]


def _is(one: FileRow, other: FileRow) -> bool:
    return one is other
