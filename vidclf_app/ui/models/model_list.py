"""The list of models."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.models.view_state import ModelRow


class ModelList(QListWidget):
    """Shows each model's name and where it comes from.

    Args:
        parent: The widget around it.
    """

    selection_requested = Signal(str)
    use_requested = Signal()
    remove_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("models", "Models"))
        self.setWordWrap(True)
        self._rows: tuple[ModelRow, ...] = ()
        self._rendering = False
        self.currentItemChanged.connect(self._tell_selection)
        self.itemDoubleClicked.connect(lambda _: self.use_requested.emit())

    def render_rows(self, rows: tuple[ModelRow, ...], selected: str) -> None:
        """Show models, one of them chosen."""
        self._rendering = True
        if rows != self._rows:
            self._rows = rows
            self.clear()
            for row in rows:
                item = QListWidgetItem(f"{row.name}\n{note_of(row)}")
                item.setData(Qt.ItemDataRole.UserRole, row.text)
                self.addItem(item)
        for number, row in enumerate(rows):
            if row.text == selected and self.currentRow() != number:
                self.setCurrentRow(number)
        self._rendering = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Use with Enter, remove with Del."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.use_requested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def _tell_selection(self) -> None:
        item = self.currentItem()
        if not self._rendering and item is not None:
            self.selection_requested.emit(item.data(Qt.ItemDataRole.UserRole))


def note_of(row: ModelRow) -> str:
    """Return where a model comes from and whether it is in use, for people."""
    if row.in_use:
        return translate("models", "{note}, in use").format(note=row.note)
    return row.note
