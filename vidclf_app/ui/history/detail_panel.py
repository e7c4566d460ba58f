"""What there is about the chosen session."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.history.view_state import Detail
from vidclf_app.ui.parts.making import make_text
from vidclf_app.ui.parts.text_table import TextModel, TextTable

_LONGEST_NOTE = 500
_SEGMENT_LINES = 8


class DetailPanel(QScrollArea):
    """Shows one session's facts, note, totals and segments.

    Args:
        parent: The widget around it.
    """

    open_requested = Signal()
    note_requested = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(translate("history", "The chosen session"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        card = QFrame(self)
        card.setObjectName("card")
        self._detail: Detail | None = None
        self.title = make_text("message", card)
        self.facts = make_text("hint", card)
        self.note = QLineEdit(card)
        self.note.setAccessibleName(translate("history", "Note"))
        self.note.setPlaceholderText(translate("history", "Note, for example who it was"))
        self.note.setToolTip(translate("history", "It can be searched for and is exported"))
        self.note.setMaxLength(_LONGEST_NOTE)
        self.note.editingFinished.connect(self.finish_note)
        self.totals = make_text("", card)
        self.open_button = QPushButton(translate("history", "Open the result"), card)
        self.open_button.setToolTip(translate("history", "Timeline and corrections (Enter)"))
        self.open_button.clicked.connect(self.open_requested)
        columns = (
            translate("history", "What"),
            translate("history", "From"),
            translate("history", "How long"),
            translate("history", "How sure"),
        )
        self.rows = TextModel(columns, self)
        self.segments = TextTable(translate("history", "Segments"), self.rows, wide=0, parent=card)
        self.segments.setMinimumHeight(_SEGMENT_LINES * self.fontMetrics().height())
        self.left_out = make_text("hint", card)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        for widget in (self.title, self.facts, self.note, self.totals, self.open_button):
            layout.addWidget(widget)
        layout.addWidget(self.segments, 1)
        layout.addWidget(self.left_out)
        self.setWidget(card)
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
        if before is None or before.id != detail.id or not self.note.isModified():
            # What is being typed stays.
            self.note.setText(detail.note)
        self.totals.setText("\n".join(detail.totals))
        self.totals.setVisible(bool(detail.totals))
        self.open_button.setVisible(bool(detail.result))
        if before is None or before.segments != detail.segments:
            self.rows.render_texts(
                [(row.label, row.start, row.duration, row.mean) for row in detail.segments]
            )
        self.left_out.setVisible(detail.left_out > 0)
        self.left_out.setText(
            translate("history", "and {count} more; export the session to see them").format(
                count=detail.left_out
            )
        )

    def finish_note(self) -> None:
        """Ask to keep what was typed."""
        if self._detail is not None and self.note.isModified():
            self.note.setModified(False)
            self.note_requested.emit(self._detail.id, self.note.text())
