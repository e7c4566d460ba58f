"""A question above the page, in place of a dialog."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget
from shiboken6 import isValid


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
        self.text.setTextFormat(Qt.TextFormat.PlainText)
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
        self._question = ""
        self._asked_from: QWidget | None = None
        self.setVisible(False)

    def render_question(self, question: str) -> None:
        """Ask; "" asks nothing."""
        if question == self._question:
            return
        before, self._question = self._question, question
        if question:
            self.text.setText(question)
            self.setAccessibleName(question)
        if question and not before:
            self._asked_from = self.window().focusWidget()
            self.setVisible(True)
            # The harmless answer has the keyboard.
            self.no.setFocus()
        elif not question:
            has_keyboard = self.isAncestorOf(self.window().focusWidget() or self.window())
            self.setVisible(False)
            if has_keyboard and self._asked_from is not None and isValid(self._asked_from):
                self._asked_from.setFocus()
            self._asked_from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Refuse with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.refused.emit()
        else:
            super().keyPressEvent(event)
