"""The list of segments, in step with the timeline."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.results.records import ShownSegment
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.timeline.blocks import colour_of
from vidclf_app.ui.review.view_state import ReviewState, Timeline
from vidclf_app.units import units

_COLUMNS = (
    QT_TRANSLATE_NOOP("review", "Label"),
    QT_TRANSLATE_NOOP("review", "From"),
    QT_TRANSLATE_NOOP("review", "To"),
    QT_TRANSLATE_NOOP("review", "Length"),
    QT_TRANSLATE_NOOP("review", "Mean"),
    QT_TRANSLATE_NOOP("review", "By"),
)
_LABEL, _FROM, _TO, _LENGTH, _MEAN, _BY = range(len(_COLUMNS))
_REST_MS = 150
_LABEL_LETTERS = 13
_OWN_KEYS = frozenset(
    {
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    }
)

_Index = QModelIndex | QPersistentModelIndex


class SegmentModel(QAbstractTableModel):
    """The segments, for a view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.segments: tuple[ShownSegment, ...] = ()
        self._timeline: Timeline | None = None

    def render_segments(
        self, segments: tuple[ShownSegment, ...], timeline: Timeline | None
    ) -> None:
        """Show other segments."""
        self.beginResetModel()
        self.segments, self._timeline = segments, timeline
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.segments)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what stands over a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return translate("review", _COLUMNS[section])
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what stands in a cell."""
        segment, column = self.segments[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(segment, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in {_FROM, _TO, _LENGTH, _MEAN}:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.DecorationRole and column == _LABEL and self._timeline:
            number = self._timeline.labels.index(segment.label)
            return colour_of(number, self._timeline.background)
        if role == Qt.ItemDataRole.AccessibleTextRole and column == _LABEL:
            return wording.segment_text(
                segment.label, segment.start_s, segment.end_s, by_hand=segment.by_hand
            )
        return None

    def _text(self, segment: ShownSegment, column: int) -> str:
        by = translate("review", "hand") if segment.by_hand else translate("review", "model")
        return (
            label_name(segment.label),
            units().time(segment.start_s),
            units().time(segment.end_s),
            units().time(segment.end_s - segment.start_s),
            units().probability(segment.mean),
            by,
        )[column]


class SegmentTable(QTableView):
    """Lists the segments; choosing one moves the playhead to it.

    Args:
        parent: The widget around it.
    """

    segment_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self._rows = SegmentModel(self)
        self._fitted: tuple[object, ...] = ()
        self._waiting: ReviewState | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._show_waiting)
        self.setModel(self._rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(translate("review", "List of segments"))
        self.verticalHeader().setVisible(False)
        # One height for all rows: thousands of them are not measured one by one.
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._fit_columns()
        self.selectionModel().currentRowChanged.connect(self._choose)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        segments = state.result.segments if state.result is not None else ()
        key = (segments, state.selected, units(), theme.colours(), theme.scaled_px(100))
        if key == self._shown:
            return
        if segments is not self._rows.segments:
            # While a slider is dragged the list follows a few times a second.
            if self._rest.isActive():
                self._waiting = state
                return
            self._rest.start()
        self._waiting = None
        selection = self.selectionModel()
        blocked = selection.blockSignals(True)
        if key[0] is not (self._shown[0] if self._shown else None) or key[2:] != self._shown[2:]:
            self._rows.render_segments(segments, state.timeline)
            self._fit_columns()
        self._shown = key
        if state.selected is None:
            selection.clear()
        else:
            index = self._rows.index(state.selected, 0)
            selection.setCurrentIndex(
                index,
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
            self.scrollTo(index)
        selection.blockSignals(blocked)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Give the labels what the other columns leave, but always enough to tell them apart."""
        super().resizeEvent(event)
        self._fit_label()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take only the keys that a list needs; the page has a use for all others."""
        if event.key() in _OWN_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.render_state(self._waiting)

    def _choose(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.segment_chosen.emit(current.row())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for room for all columns."""
        columns = sum(self.columnWidth(column) for column in range(_FROM, len(_COLUMNS)))
        label = self.fontMetrics().averageCharWidth() * 22
        return QSize(columns + label + theme.scaled_px(16), super().sizeHint().height())

    def _fit_columns(self) -> None:
        metrics = self.fontMetrics()
        last_s = self._rows.segments[-1].end_s if self._rows.segments else 0.0
        time = metrics.horizontalAdvance(units().time(max(last_s, 99.9)))
        key = (time, units(), metrics.height())
        if key == self._fitted:
            return
        self._fitted = key
        self.verticalHeader().setDefaultSectionSize(metrics.height() + theme.scaled_px(11))
        pad = theme.scaled_px(22)
        texts = {
            _FROM: time,
            _TO: time,
            _LENGTH: time,
            _MEAN: metrics.horizontalAdvance(units().probability(1.0)),
            _BY: metrics.horizontalAdvance(translate("review", "model")),
        }
        for column, width in texts.items():
            title = metrics.horizontalAdvance(translate("review", _COLUMNS[column]))
            self.setColumnWidth(column, max(width, title) + pad)
        self._fit_label()

    def _fit_label(self) -> None:
        others = sum(self.columnWidth(column) for column in range(_FROM, len(_COLUMNS)))
        least = self.fontMetrics().averageCharWidth() * _LABEL_LETTERS + theme.scaled_px(28)
        self.setColumnWidth(_LABEL, max(least, self.viewport().width() - others))
