"""How two results agree: in figures, by label, and where they don't."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.label_names import label_name
from vidclf_app.results.comparing import Comparison
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.view_state import Other, ReviewState
from vidclf_app.units import units

_COLUMNS = (
    QT_TRANSLATE_NOOP("review", "Label"),
    QT_TRANSLATE_NOOP("review", "This"),
    QT_TRANSLATE_NOOP("review", "Other"),
    QT_TRANSLATE_NOOP("review", "Both"),
    QT_TRANSLATE_NOOP("review", "Agreement"),
)
_MOST_DISAGREEMENTS = 200
_LIST_KEYS = frozenset(
    {
        *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter),
    }
)


class DisagreementList(QListWidget):
    """Where two results differ; takes only a list's keys, the page has a use for the others."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys of a list."""
        if event.key() in _LIST_KEYS:
            super().keyPressEvent(event)
        else:
            event.ignore()


class ComparePanel(QWidget):
    """Shows a comparison.

    Args:
        parent: The widget around it.
    """

    seek_requested = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self.name = ElidedLabel(self)
        self.figures = QLabel(self)
        self.figures.setWordWrap(True)
        self.table = QTableWidget(0, len(_COLUMNS), self)
        self.table.setHorizontalHeaderLabels([translate("review", name) for name in _COLUMNS])
        self.table.setAccessibleName(translate("review", "Agreement by label"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setShowGrid(False)
        self.table.verticalHeader().setVisible(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        caption = QLabel(translate("review", "Where they differ, longest first"), self)
        caption.setObjectName("name")
        self.list = DisagreementList(self)
        self.list.setAccessibleName(translate("review", "Where they differ"))
        self.list.currentItemChanged.connect(self._choose)
        self.list.itemClicked.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self.name)
        layout.addWidget(self.figures)
        layout.addWidget(self.table, 1)
        layout.addWidget(caption)
        layout.addWidget(self.list, 1)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        key = (state.other, units(), theme.colours())
        if key == self._shown:
            return
        self._shown = key
        if state.other is not None and state.other.comparison is not None:
            self._show(state.other, state.other.comparison)

    def _show(self, other: Other, comparison: Comparison) -> None:
        self.name.setText(other.name)
        self.name.setToolTip(str(other.path))
        self.figures.setText(
            translate(
                "review",
                "The same for {share} of the time. {same} segments are in both, of {here} here "
                "and {there} there (F1 {f1}).",
            ).format(
                share=units().probability(comparison.agreement),
                same=comparison.same_segments,
                here=comparison.segments_a,
                there=comparison.segments_b,
                f1=f"{comparison.f1:.2f}",
            )
        )
        self.table.verticalHeader().setDefaultSectionSize(
            self.fontMetrics().height() + theme.scaled_px(9)
        )
        self.table.setRowCount(len(comparison.labels))
        for row, label in enumerate(comparison.labels):
            texts = (
                label_name(label.label),
                units().time(label.a_s),
                units().time(label.b_s),
                units().time(label.both_s),
                units().probability(label.iou),
            )
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    item.setTextAlignment(right)
                self.table.setItem(row, column, item)
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for disagreement in comparison.disagreements[:_MOST_DISAGREEMENTS]:
            entry = QListWidgetItem(wording.disagreement_text(disagreement))
            entry.setData(Qt.ItemDataRole.UserRole, disagreement.start_s)
            self.list.addItem(entry)
        left = len(comparison.disagreements) - _MOST_DISAGREEMENTS
        if left > 0:
            more = QListWidgetItem(
                translate("review", "… and {count} shorter ones").format(count=left)
            )
            more.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(more)
        self.list.blockSignals(blocked)

    def _choose(self, item: QListWidgetItem | None) -> None:
        time_s = None if item is None else item.data(Qt.ItemDataRole.UserRole)
        if time_s is not None:
            self.seek_requested.emit(float(time_s))
