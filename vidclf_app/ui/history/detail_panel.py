"""What there is about the chosen session."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.history.view_state import Detail


class DetailPanel(QFrame):
    """Shows one session's facts, totals and segments.

    Args:
        parent: The widget around it.
    """

    open_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._detail: Detail | None = None
        self.title = _text("message", self)
        self.facts = _text("hint", self)
        self.totals = _text("", self)
        self.open_button = QPushButton(translate("history", "Open the result"), self)
        self.open_button.setToolTip(translate("history", "Timeline and corrections (Enter)"))
        self.open_button.clicked.connect(self.open_requested)
        self.segments = QTableWidget(0, 4, self)
        self.segments.setAccessibleName(translate("history", "Segments"))
        self.segments.setHorizontalHeaderLabels(
            [
                translate("history", "What"),
                translate("history", "From"),
                translate("history", "How long"),
                translate("history", "How sure"),
            ]
        )
        self.segments.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.segments.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.segments.setShowGrid(False)
        self.segments.setTabKeyNavigation(False)
        self.segments.verticalHeader().hide()
        header = self.segments.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.left_out = _text("hint", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (self.title, self.facts, self.totals, self.open_button):
            layout.addWidget(widget)
        layout.addWidget(self.segments, 1)
        layout.addWidget(self.left_out)
        self.setVisible(False)

    def render_detail(self, detail: Detail | None) -> None:
        """Show a session; None hides the panel."""
        if detail == self._detail:
            return
        before, self._detail = self._detail, detail
        self.setVisible(detail is not None)
        if detail is None:
            return
        self.title.setText(detail.title)
        self.facts.setText("\n".join(detail.facts))
        self.totals.setText("\n".join(detail.totals))
        self.totals.setVisible(bool(detail.totals))
        self.open_button.setVisible(bool(detail.result))
        if before is None or before.segments != detail.segments:
            self._fill(detail)
        self.left_out.setVisible(detail.left_out > 0)
        self.left_out.setText(
            translate("history", "and {count} more; export the session to see them").format(
                count=detail.left_out
            )
        )

    def _fill(self, detail: Detail) -> None:
        self.segments.setRowCount(len(detail.segments))
        for number, row in enumerate(detail.segments):
            for column, text in enumerate((row.label, row.start, row.duration, row.mean)):
                self.segments.setItem(number, column, QTableWidgetItem(text))


def _text(name: str, parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
