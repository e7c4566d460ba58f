"""What stands beside the picture: the list of segments, or a comparison."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.review.compare_panel import ComparePanel
from vidclf_app.ui.review.segment_table import SegmentTable
from vidclf_app.ui.review.view_state import Other, ReviewState


class SidePanel(QWidget):
    """Shows one of the two; the comparison comes to the front when it begins.

    Args:
        parent: The widget around it.
    """

    segment_chosen = Signal(int)
    stop_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._other: Other | None = None
        self.segments = SegmentTable(self)
        self.segments.segment_chosen.connect(self.segment_chosen)
        self.comparison = ComparePanel(self)
        self.empty = QLabel(
            translate(
                "review",
                "Nothing is recognised with this threshold. Lower it, or drag in the segments' "
                "track to add a segment by hand.",
            ),
            self,
        )
        self.empty.setObjectName("hint")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(14, 10, 14, 10)
        self.stack = QStackedWidget(self)
        for widget in (self.segments, self.comparison):
            self.stack.addWidget(widget)
        self.tabs = QWidget(self)
        self.list_button = QPushButton(translate("review", "Segments"), self.tabs)
        self.compare_button = QPushButton(translate("review", "Comparison"), self.tabs)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self.tabs)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(6)
        for place, button in enumerate((self.list_button, self.compare_button)):
            button.setCheckable(True)
            self._group.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        self.stop = QPushButton(translate("review", "Stop comparing"), self.tabs)
        self.stop.setToolTip(translate("review", "Put the other result away"))
        self.stop.clicked.connect(self.stop_requested)
        row.addWidget(self.stop)
        self._group.idClicked.connect(self.stack.setCurrentIndex)
        self.list_button.setChecked(True)
        self.tabs.setVisible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self.empty)
        layout.addWidget(self.stack, 1)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        self.segments.render_state(state)
        self.comparison.render_state(state)
        is_empty = state.result is not None and not state.result.segments
        self.empty.setVisible(is_empty and self.stack.currentWidget() is self.segments)
        other, before = state.other, self._other
        if (other is None) != (before is None):
            self.tabs.setVisible(other is not None)
            front = self.compare_button if other is not None else self.list_button
            front.setChecked(True)
            self.stack.setCurrentIndex(self._group.id(front))
        self._other = other
