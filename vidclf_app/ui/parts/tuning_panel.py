"""Threshold and smoothing, which a person may change: while the model runs, and afterwards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from vidclf_app.core.records import Tuning
from vidclf_app.ui.parts.own_tuning import OwnTuning
from vidclf_app.ui.parts.tuning_slider import TuningSlider

_SMOOTHING_STEPS_A_SECOND = 10
_LONGEST_SMOOTHING_S = 5


class TuningPanel(QWidget):
    """Two sliders and a reset.

    Args:
        parent: The widget around it.
    """

    threshold_requested = Signal(float)
    smoothing_requested = Signal(float)
    reset_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[object, ...] = ()
        self.threshold = TuningSlider(
            "Threshold",
            (1, 100, 1, 5),
            "00 to 00%",
            "How sure the model must be before a label is recognised",
            self,
        )
        self.threshold.moved.connect(lambda percent: self.threshold_requested.emit(percent / 100))
        self.smoothing = TuningSlider(
            "Smoothing",
            (0, _LONGEST_SMOOTHING_S * _SMOOTHING_STEPS_A_SECOND, 1, 5),
            "00.0 s",
            "Over how many seconds the probabilities are averaged",
            self,
        )
        self.smoothing.moved.connect(
            lambda steps: self.smoothing_requested.emit(steps / _SMOOTHING_STEPS_A_SECOND)
        )
        self.reset = QPushButton("Reset", self)
        self.reset.setToolTip("Leave threshold and smoothing to the model")
        self.reset.clicked.connect(self.reset_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(22)
        layout.addWidget(self.threshold, 1)
        layout.addWidget(self.smoothing, 1)
        layout.addWidget(self.reset)

    def render_tuning(self, tuning: Tuning, own: OwnTuning | None) -> None:
        """Show a tuning.

        Args:
            tuning: What a person changed.
            own: What the model says; None before there is a model.
        """
        key = (tuning, own)
        if key == self._shown:
            return
        self._shown = key
        self._show_threshold(tuning, own)
        self._show_smoothing(tuning, own)
        self.reset.setEnabled(tuning != Tuning())

    def _show_threshold(self, tuning: Tuning, own: OwnTuning | None) -> None:
        if tuning.threshold is not None:
            percent = round(tuning.threshold * 100)
            self.threshold.render_value(percent, f"{percent}%", is_own=False)
        elif own is None:
            self.threshold.render_value(None, "—", is_own=True)
        else:
            low, high = round(own.lowest_threshold * 100), round(own.highest_threshold * 100)
            text = f"{low}%" if low == high else f"{low} to {high}%"
            self.threshold.render_value(round(own.threshold * 100), text, is_own=True)

    def _show_smoothing(self, tuning: Tuning, own: OwnTuning | None) -> None:
        seconds = tuning.smoothing_s
        if seconds is None and own is not None:
            seconds = own.smoothing_s
        position = None if seconds is None else round(seconds * _SMOOTHING_STEPS_A_SECOND)
        text = "—" if seconds is None else f"{seconds:.1f} s"
        self.smoothing.render_value(position, text, is_own=tuning.smoothing_s is None)
