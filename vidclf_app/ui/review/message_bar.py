"""The message over a result, with what can be done about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.view_state import Action, Message


class MessageBar(BannerBar):
    """Shows a message with buttons of its own, or nothing.

    Args:
        parent: The widget around it.
    """

    action_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message: Message | None = None
        self.buttons: dict[Action, QPushButton] = {}
        layout = self.layout()
        assert layout is not None
        for action in Action:
            button = QPushButton(wording.action_text(action), self)
            button.clicked.connect(lambda _=False, its=action: self.action_requested.emit(its))
            button.setVisible(False)
            layout.addWidget(button)
            self.buttons[action] = button

    def render_message(self, message: Message | None) -> None:
        """Show a message; None hides the bar."""
        if message == self._message:
            return
        self._message = message
        for action, button in self.buttons.items():
            button.setVisible(message is not None and action in message.actions)
        self.render_banner(message.banner if message is not None else None)
