"""The list of files."""

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.files.file_delegate import FileDelegate, row_height
from vidclf_app.ui.files.file_model import FOUND, LEFT, OPEN, STATE, VIDEO, FileModel
from vidclf_app.ui.files.view_state import FileRow
from vidclf_app.ui.parts.theme import scaled_px

_WIDTHS_PX = {STATE: 190, LEFT: 100, OPEN: 96}
# Narrower than that, a column makes way: the line below the list tells the time left, and a
# double click or Enter opens.
_MAKES_WAY_PX = {LEFT: 700, OPEN: 560}


class FileTable(QTableView):
    """Shows files; several may be chosen.

    Args:
        parent: The widget around it.
    """

    chosen = Signal(list)
    open_requested = Signal()
    pause_requested = Signal()
    remove_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("files", "Files"))
        self.files = FileModel(self)
        self.setModel(self.files)
        self.setItemDelegate(FileDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda place: self.menu_requested.emit(self.viewport().mapToGlobal(place))
        )
        self.verticalHeader().hide()
        # All rows are alike: with hundreds of them, none is measured.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for column in (VIDEO, FOUND):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self._fit()
        self.selectionModel().selectionChanged.connect(self._tell_chosen)
        self.doubleClicked.connect(self._double_click)
        self.clicked.connect(self._click)

    def render_rows(self, rows: tuple[FileRow, ...]) -> None:
        """Show rows."""
        self.files.render_rows(rows)

    @property
    def chosen_numbers(self) -> list[int]:
        """The numbers of the chosen files."""
        chosen = self.selectionModel().selectedRows()
        return [self.files.rows[index.row()].number for index in chosen]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Open with Enter, pause with Space, take off the list with Del."""
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            # The row that has the keyboard's frame is meant, chosen or not.
            self.selectRow(self.currentIndex().row())
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.open_requested.emit()
        elif event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.remove_requested.emit()
        elif event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.pause_requested.emit()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        for column, width_px in _MAKES_WAY_PX.items():
            self.setColumnHidden(column, self.width() < scaled_px(width_px))

    def _fit(self) -> None:
        self._leave_out()
        self.verticalHeader().setDefaultSectionSize(row_height(self.font()))
        for column, width_px in _WIDTHS_PX.items():
            self.horizontalHeader().resizeSection(column, scaled_px(width_px))

    def _tell_chosen(self) -> None:
        self.chosen.emit(self.chosen_numbers)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == OPEN and self.files.rows[index.row()].may_open:
            self.open_requested.emit()

    def _double_click(self, index: QModelIndex) -> None:
        if index.column() != OPEN:  # Its first click has done it.
            self.open_requested.emit()
