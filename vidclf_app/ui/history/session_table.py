"""The table of sessions."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.history.view_state import SessionRow

_COLUMNS = (
    QT_TRANSLATE_NOOP("history", "When"),
    QT_TRANSLATE_NOOP("history", "Source"),
    QT_TRANSLATE_NOOP("history", "Watched"),
    QT_TRANSLATE_NOOP("history", "Found"),
    QT_TRANSLATE_NOOP("history", "Model"),
)
_FOUND = 3

_Index = QModelIndex | QPersistentModelIndex


class SessionModel(QAbstractTableModel):
    """The rows that a state has, for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SessionRow, ...] = ()

    def render_rows(self, rows: tuple[SessionRow, ...]) -> None:
        """Show other rows; those that stay are not touched."""
        if [row.id for row in rows] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        changed = [
            n for n, (old, new) in enumerate(zip(self.rows, rows, strict=True)) if old != new
        ]
        self.rows = rows
        for number in changed:
            self.dataChanged.emit(self.index(number, 0), self.index(number, self.columnCount() - 1))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text."""
        row = self.rows[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            when = f"● {row.when}" if row.running else row.when
            return (when, row.source, row.watched, row.found, row.model)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.when}, {row.source}, {row.watched}, {row.found}"
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return a column's name."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return translate("history", _COLUMNS[section])
        return None


class SessionTable(QTableView):
    """Shows sessions; several may be chosen.

    Args:
        parent: The widget around it.
    """

    selection_requested = Signal(list)
    open_requested = Signal()
    delete_requested = Signal()
    more_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("history", "Sessions"))
        self.sessions = SessionModel(self)
        self.setModel(self.sessions)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_FOUND, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._rendering = False
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.doubleClicked.connect(lambda _: self.open_requested.emit())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def render_rows(self, rows: tuple[SessionRow, ...], selected: Sequence[int]) -> None:
        """Show rows, some of them chosen."""
        self._rendering = True
        self.sessions.render_rows(rows)
        if sorted(selected) != sorted(self._selected_ids()):
            selection = self.selectionModel()
            selection.clearSelection()
            flags = (
                QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
            )
            for number, row in enumerate(rows):
                if row.id in selected:
                    selection.select(self.sessions.index(number, 0), flags)
        self._rendering = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open with Enter, delete with Del."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)

    def _selected_ids(self) -> list[int]:
        chosen = self.selectionModel().selectedRows()
        return [self.sessions.rows[index.row()].id for index in chosen]

    def _tell_selection(self) -> None:
        if not self._rendering:
            self.selection_requested.emit(self._selected_ids())

    def _scrolled(self, value: int) -> None:
        if value == self.verticalScrollBar().maximum():
            self.more_requested.emit()
