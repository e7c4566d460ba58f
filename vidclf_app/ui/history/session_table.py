"""The table of sessions."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.history.view_state import SessionRow
from vidclf_app.ui.parts.text_table import Index, TextModel, TextTable

_FOUND = 4

_MOVES = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End})


class SessionModel(TextModel):
    """The rows that a state has, for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        columns = (
            translate("history", "When"),
            translate("history", "Source"),
            translate("history", "Note"),
            translate("history", "Watched"),
            translate("history", "Found"),
            translate("history", "Model"),
        )
        super().__init__(columns, parent)
        self.rows: tuple[SessionRow, ...] = ()

    def render_rows(self, rows: tuple[SessionRow, ...]) -> None:
        """Show other rows."""
        self.rows = rows
        self.render_texts([_texts(row) for row in rows])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell's text."""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row = self.rows[index.row()]
            return ", ".join(part for part in _texts(row)[:-1] if part)
        return super().data(index, role)


class SessionTable(TextTable):
    """Shows sessions; several may be chosen.

    Args:
        parent: The widget around it.
    """

    selection_requested = Signal(list)
    open_requested = Signal()
    delete_requested = Signal()
    more_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.sessions = SessionModel()
        super().__init__(
            translate("history", "Sessions"), self.sessions, wide=_FOUND, parent=parent
        )
        self.sessions.setParent(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._rendering = False
        self.selectionModel().selectionChanged.connect(self._tell_selection)
        self.doubleClicked.connect(lambda _: self.open_requested.emit())
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    def render_rows(self, rows: tuple[SessionRow, ...], selected: Sequence[int]) -> None:
        """Show rows, some of them chosen; what was in sight stays there."""
        self._rendering = True
        if rows != self.sessions.rows:
            self._replace_rows(rows)
        if set(selected) != set(self._selected_ids()):
            self._select(set(selected))
        self._rendering = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open with Enter, delete with Del."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            super().keyPressEvent(event)
            # Where the keyboard stands on the only row already, moving would choose nothing.
            if event.key() in _MOVES and not self.selectionModel().hasSelection():
                self.selectRow(self.currentIndex().row())

    def _replace_rows(self, rows: tuple[SessionRow, ...]) -> None:
        before = [row.id for row in self.sessions.rows]
        top, current = self.rowAt(0), self.currentIndex().row()
        self.sessions.render_rows(rows)
        if [row.id for row in rows] == before:
            return
        places = {row.id: number for number, row in enumerate(rows)}
        # The key that was pressed next would else begin at the top.
        index = self.sessions.index(places.get(before[current], -1) if current >= 0 else -1, 0)
        flag = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(index, flag)
        self.updateGeometries()
        # At the very top, what is new is what people want to see.
        if top > 0 and before[top] in places:
            self.verticalScrollBar().setValue(places[before[top]])

    def _select(self, ids: set[int]) -> None:
        chosen = QItemSelection()
        for number, row in enumerate(self.sessions.rows):
            if row.id in ids:
                chosen.select(self.sessions.index(number, 0), self.sessions.index(number, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def _selected_ids(self) -> list[int]:
        # By ranges: asking for thousands of rows one by one would be felt.
        return [
            row.id
            for chosen in self.selectionModel().selection().toList()
            for row in self.sessions.rows[chosen.top() : chosen.bottom() + 1]
        ]

    def _tell_selection(self) -> None:
        if not self._rendering:
            self.selection_requested.emit(self._selected_ids())

    def _scrolled(self, value: int) -> None:
        if not self._rendering and 0 < value == self.verticalScrollBar().maximum():
            self.more_requested.emit()


def _texts(row: SessionRow) -> tuple[str, ...]:
    when = f"● {row.when}" if row.running else row.when
    return when, row.source, row.note, row.watched, row.found, row.model
