"""A question above the page, in place of a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget


class QuestionBar(QFrame):
    """Asks before something is done that can't be undone.

    Args:
        yes: What the button says that does it.
        no: What the button says that doesn't.
        parent: The widget around it.
    """

    confirmed = Signal()
    refused = Signal()

    def __init__(self, yes: str, no: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setProperty("kind", "warning")
        self.text = QLabel(self)
        self.text.setObjectName("message")
        self.text.setWordWrap(True)
        self.yes = QPushButton(yes, self)
        self.yes.clicked.connect(self.confirmed)
        self.no = QPushButton(no, self)
        self.no.clicked.connect(self.refused)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(10)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.yes)
        layout.addWidget(self.no)
        self.setVisible(False)

    def render_question(self, question: str) -> None:
        """Ask; "" asks nothing."""
        if question and question != self.text.text():
            self.text.setText(question)
            self.setAccessibleName(question)
        appears = bool(question) and not self.isVisible()
        self.setVisible(bool(question))
        if appears:
            # The harmless answer has the keyboard.
            self.no.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Refuse with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        else:
            super().keyPressEvent(event)
