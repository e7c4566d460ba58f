"""The welcome: what vidclf does, in one screen, and three ways to begin."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.theme import scaled_px
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout
from vidclf_app.ui.welcome.controller import WelcomeController
from vidclf_app.ui.welcome.shortcuts import WELCOME_SHORTCUTS
from vidclf_app.ui.welcome.view_state import WelcomeView

_POLL_MS = 50
_CARD_PX = 760


class WelcomePage(Page):
    """Explains the program. Every way out of it notes that it was read.

    Args:
        controller: Knows the model and takes note.
        parent: The widget around it.
    """

    camera_requested = Signal()
    files_requested = Signal()
    demo_requested = Signal()
    closed = Signal()

    shortcuts = WELCOME_SHORTCUTS

    def __init__(self, controller: WelcomeController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.state: WelcomeView | None = None
        self.camera = _way(
            translate("welcome", "Watch a camera"),
            translate("welcome", "Recognise live what somebody does (C)"),
        )
        self.files = _way(
            translate("welcome", "Analyse video files"),
            translate("welcome", "Find out what is done in recordings, and when (O)"),
        )
        self.demo = _way(
            translate("welcome", "Show the demo"),
            translate("welcome", "A figure exercises; no camera needed (D)"),
        )
        self.close_button = QPushButton(translate("welcome", "Close"))
        self.close_button.setToolTip(translate("welcome", "Go on without choosing (Esc)"))
        self.camera.setProperty("primary", True)
        self.known, self.unknown = _text(), _text()
        self.scroll_area = QScrollArea(self)
        self.scroll_area.setObjectName("page")
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.scroll_area.setWidget(self._around(self._card()))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroll_area)
        ways: dict[str, Callable[[], object]] = {
            "camera": lambda: self._leave_by(self.camera_requested.emit),
            "files": lambda: self._leave_by(self.files_requested.emit),
            "demo": lambda: self._leave_by(self.demo_requested.emit),
            "close": lambda: self._leave_by(self.closed.emit),
        }
        for name, button in (
            ("camera", self.camera),
            ("files", self.files),
            ("demo", self.demo),
            ("close", self.close_button),
        ):
            button.clicked.connect(lambda _=False, way=ways[name]: way())
        self._actions = add_actions(self, WELCOME_SHORTCUTS, ways)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self.leave()

    def enter(self) -> None:
        """Read what the model knows, and take the keys."""
        for action in self._actions:
            action.setEnabled(True)
        self._controller.begin()
        self._tick()
        self._timer.start()
        self.camera.setFocus()

    def leave(self) -> None:
        """Leave the keys to others."""
        for action in self._actions:
            action.setEnabled(False)
        self._timer.stop()

    def request_end(self) -> None:
        """Poll no more."""
        self._timer.stop()

    def end(self, timeout_s: float) -> bool:
        """Wait for the reading of the model, bounded in time."""
        return self._controller.close(timeout_s)

    def _leave_by(self, way: Callable[[], object]) -> None:
        self._controller.finish()
        way()

    def _tick(self) -> None:
        state = self._controller.poll()
        if state == self.state:
            return
        self.state = state
        self.known.setText(state.known)
        self.unknown.setText(state.unknown)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        title = QLabel(translate("welcome", "Welcome to vidclf"), card)
        title.setObjectName("title")
        title.setWordWrap(True)
        ways = WrappingLayout(across_px=12, down_px=10)
        for button in (self.camera, self.files, self.demo):
            ways.addWidget(button)
        ways.addStretch()
        ways.addWidget(self.close_button)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(32, 26, 32, 26)
        layout.setSpacing(12)
        layout.addWidget(title)
        does = translate(
            "welcome",
            "vidclf watches a person in a video and tells, moment by moment, which exercise is "
            "done, from when to when, and how sure it is.",
        )
        layout.addWidget(_text(does))
        layout.addWidget(_heading(translate("welcome", "How do you want to begin?")))
        layout.addLayout(ways)
        layout.addWidget(_heading(translate("welcome", "What it knows, and what it doesn't")))
        layout.addWidget(self.known)
        layout.addWidget(self.unknown)
        layout.addWidget(_heading(translate("welcome", "What happens to your pictures")))
        stays = translate(
            "welcome",
            "All is computed on this computer, and nothing leaves it, except what you tell alerts "
            "to send. Videos are kept only where you press Record.",
        )
        layout.addWidget(_text(stays))
        again = translate("welcome", "You find this page again in the settings. F1 lists all keys.")
        hint = _text(again)
        hint.setObjectName("hint")
        layout.addWidget(hint)
        return card

    def _around(self, card: QFrame) -> QWidget:
        card.setMaximumWidth(scaled_px(_CARD_PX))
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(20, 20, 20, 20)
        outer.addStretch(1)
        outer.addWidget(_centred(card))
        outer.addStretch(2)
        return content


def _centred(card: QWidget) -> QWidget:
    # A layout's own alignment would shrink the card to its hint and forget its height for width.
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addStretch(1)
    row.addWidget(card, 1000)
    row.addStretch(1)
    return holder


def _way(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAccessibleName(text)
    button.setAccessibleDescription(tip)
    return button


def _text(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _heading(text: str) -> QLabel:
    label = _text(text)
    label.setObjectName("message")
    return label
