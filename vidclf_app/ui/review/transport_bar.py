"""The buttons under the picture: play, step, speed."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.steady_label import SteadyLabel
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.icons import Sign, show_sign
from vidclf_app.ui.review.view_state import SPEEDS, ReviewState


class TransportBar(QWidget):
    """Asks for playing.

    Args:
        parent: The widget around it.
    """

    play_requested = Signal(bool)
    step_requested = Signal(int)
    neighbour_requested = Signal(int)
    speed_requested = Signal(float)
    skeleton_requested = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[object, ...] = ()
        self._is_playing = False
        self._signs: list[tuple[QPushButton, Sign]] = []
        self.previous = self._button(
            Sign.PREVIOUS,
            translate("review", "To the segment before (P)"),
            lambda: self.neighbour_requested.emit(-1),
        )
        self.back = self._button(
            Sign.STEP_BACK,
            translate("review", "One frame back (,)"),
            lambda: self.step_requested.emit(-1),
        )
        self.play = self._button(
            Sign.PLAY,
            translate("review", "Play and pause (Space)"),
            lambda: self.play_requested.emit(not self._is_playing),
        )
        self.on = self._button(
            Sign.STEP_ON,
            translate("review", "One frame on (.)"),
            lambda: self.step_requested.emit(1),
        )
        self.next = self._button(
            Sign.NEXT,
            translate("review", "To the next segment (N)"),
            lambda: self.neighbour_requested.emit(1),
        )
        self.time = SteadyLabel("0:00:00.00 / 0:00:00", self)
        self.time.setAccessibleName(translate("review", "Place in the video"))
        self.speed = QComboBox(self)
        self.speed.setToolTip(translate("review", "Playing speed (< and >)"))
        self.speed.setAccessibleName(translate("review", "Playing speed"))
        for speed in SPEEDS:
            self.speed.addItem(wording.speed_text(speed), speed)
        self.speed.activated.connect(lambda place: self.speed_requested.emit(SPEEDS[place]))
        self.skeleton = QPushButton(translate("review", "Skeleton"), self)
        self.skeleton.setToolTip(translate("review", "Draw the person that the model followed (K)"))
        self.skeleton.setCheckable(True)
        self.skeleton.clicked.connect(self.skeleton_requested)
        layout = WrappingLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        for button in (self.previous, self.back, self.play, self.on, self.next):
            layout.addWidget(button)
        layout.addWidget(self.time)
        layout.addStretch()
        layout.addWidget(self.speed)
        layout.addWidget(self.skeleton)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        duration_s = state.timeline.duration_s if state.timeline is not None else 0.0
        self.time.setText(
            f"{wording.clock_text(state.position_s, 2)} / {wording.clock_text(duration_s, 0)}"
        )
        key = (
            state.can_play,
            state.playing,
            state.speed,
            state.skeleton,
            state.finds_people,
            state.timeline is not None,
            theme.colours(),
            theme.scaled_px(100),
        )
        if key == self._shown:
            return
        self._shown = key
        for button in (self.back, self.play, self.on):
            button.setEnabled(state.can_play)
        for button in (self.previous, self.next):
            button.setEnabled(state.timeline is not None)
        self._is_playing = state.playing
        self._show_signs()
        nearest = min(range(len(SPEEDS)), key=lambda n: abs(SPEEDS[n] - state.speed))
        self.speed.setCurrentIndex(nearest)
        self.skeleton.setEnabled(state.finds_people)
        self.skeleton.setChecked(state.skeleton and state.finds_people)

    def _show_signs(self) -> None:
        text = translate("review", "Pause") if self._is_playing else translate("review", "Play")
        self.play.setAccessibleName(text)
        for button, sign in self._signs:
            is_pause = button is self.play and self._is_playing
            show_sign(button, Sign.PAUSE if is_pause else sign)

    def _button(self, sign: Sign, tip: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(lambda: slot())
        self._signs.append((button, sign))
        return button
