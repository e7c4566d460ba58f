"""Threshold and smoothing, which a person may change: while the model runs, and afterwards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from vidclf_app.core.records import Tuning
from vidclf_app.translating import translate
from vidclf_app.ui.parts.own_tuning import OwnTuning
from vidclf_app.ui.parts.tuning_slider import TuningSlider
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout
from vidclf_app.units import seconds_text, units

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
            translate("parts", "Threshold"),
            (1, 100, 1, 5),
            _range_text(0.99, 1.0),
            translate("parts", "How sure the model must be before a label is recognised"),
            self,
        )
        self.threshold.moved.connect(lambda percent: self.threshold_requested.emit(percent / 100))
        self.smoothing = TuningSlider(
            translate("parts", "Smoothing"),
            (0, _LONGEST_SMOOTHING_S * _SMOOTHING_STEPS_A_SECOND, 1, 5),
            seconds_text(10.0),
            translate("parts", "Over how many seconds the probabilities are averaged"),
            self,
        )
        self.smoothing.moved.connect(
            lambda steps: self.smoothing_requested.emit(steps / _SMOOTHING_STEPS_A_SECOND)
        )
        self.reset = QPushButton(translate("parts", "Reset"), self)
        self.reset.setToolTip(translate("parts", "Leave threshold and smoothing to the model (0)"))
        self.reset.clicked.connect(self.reset_requested)
        layout = WrappingLayout(self, across_px=22)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(self.threshold)
        layout.addWidget(self.smoothing)
        layout.addWidget(self.reset)

    def render_tuning(self, tuning: Tuning, own: OwnTuning | None) -> None:
        """Show a tuning.

        Args:
            tuning: What a person changed.
            own: What the model says; None before there is a model.
        """
        key = (tuning, own, units())
        if key == self._shown:
            return
        self._shown = key
        self._show_threshold(tuning, own)
        self._show_smoothing(tuning, own)
        self.reset.setEnabled(tuning != Tuning())

    def _show_threshold(self, tuning: Tuning, own: OwnTuning | None) -> None:
        if tuning.threshold is not None:
            percent = round(tuning.threshold * 100)
            self.threshold.render_value(percent, units().probability(percent / 100), is_own=False)
        elif own is None:
            self.threshold.render_value(None, "—", is_own=True)
        else:
            text = _range_text(own.lowest_threshold, own.highest_threshold)
            self.threshold.render_value(round(own.threshold * 100), text, is_own=True)

    def _show_smoothing(self, tuning: Tuning, own: OwnTuning | None) -> None:
        seconds = tuning.smoothing_s
        if seconds is None and own is not None:
            seconds = own.smoothing_s
        position = None if seconds is None else round(seconds * _SMOOTHING_STEPS_A_SECOND)
        text = "—" if seconds is None else seconds_text(seconds)
        self.smoothing.render_value(position, text, is_own=tuning.smoothing_s is None)


def _range_text(lowest: float, highest: float) -> str:
    low, high = units().probability(lowest), units().probability(highest)
    if low == high:
        return low
    return translate("parts", "{lowest} to {highest}").format(lowest=low, highest=high)
