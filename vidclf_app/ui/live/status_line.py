"""The line of figures under the picture: how it is doing, honestly."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from vidclf_app.core.records import SourceInfo, Stats
from vidclf_app.translating import translate
from vidclf_app.ui.live.metric import Metric
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout
from vidclf_app.units import number_text


class StatusLine(QWidget):
    """Shows source, rates, delays, drops and the provider in use.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[object, ...] = ()
        self.source_name = ElidedLabel(self)
        self.source_name.setObjectName("value")
        self.source_name.setTextFormat(Qt.TextFormat.PlainText)
        self.picture_size = ElidedLabel(self)
        self.picture_size.setObjectName("caption")
        self.camera_hz = Metric(
            translate("live", "source fps"),
            "00.0",
            translate("live", "Pictures a second out of the source"),
            self,
        )
        self.model_hz = Metric(
            translate("live", "model fps"),
            "00.0",
            translate("live", "Pictures a second through the model"),
            self,
        )
        self.inference = Metric(
            translate("live", "inference"),
            "000.0 ms",
            translate("live", "Model time for one picture, median"),
            self,
        )
        self.latency = Metric(
            translate("live", "delay"),
            "000 ms",
            translate("live", "From a picture's arrival to the screen, 95 of 100"),
            self,
        )
        self.dropped = Metric(
            translate("live", "dropped"),
            "0000",
            translate("live", "Pictures that the model was too slow for, since the start"),
            self,
        )
        self.provider = Metric(
            translate("live", "runs on"),
            "CUDA",
            translate("live", "The processor that really runs the model"),
            self,
        )
        source_part = QWidget(self)
        source_part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        source = QVBoxLayout(source_part)
        source.setContentsMargins(0, 0, 0, 0)
        source.setSpacing(0)
        source.addWidget(self.source_name)
        source.addWidget(self.picture_size)
        layout = WrappingLayout(self, across_px=18)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(source_part)
        for metric in (
            self.camera_hz,
            self.model_hz,
            self.inference,
            self.latency,
            self.dropped,
            self.provider,
        ):
            layout.addWidget(metric)
        self.setAccessibleName(translate("live", "Status"))

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        key = (state.stats, state.source_name, state.source)
        if key == self._shown:
            return
        self._shown = key
        self.source_name.setText(state.source_name)
        self.source_name.setToolTip(state.source_name)
        self.picture_size.setText(_size_text(state.source))
        self._show_stats(state.stats)

    def _show_stats(self, stats: Stats) -> None:
        self.camera_hz.show_value(_figure(stats.capture_hz))
        self.model_hz.show_value(_figure(stats.model_hz))
        self.inference.show_value(_figure(stats.inference_ms_p50, unit=" ms"))
        self.latency.show_value(_figure(stats.picture_latency_ms_p95, digits=0, unit=" ms"))
        self.dropped.show_value(str(stats.dropped))
        self.provider.show_value(stats.provider or "—")


def _figure(value: float, *, digits: int = 1, unit: str = "") -> str:
    return f"{number_text(value, digits)}{unit}" if value > 0.0 else "—"


def _size_text(source: SourceInfo | None) -> str:
    if source is None or source.width_px == 0:
        return ""
    return f"{source.width_px} × {source.height_px}"  # noqa: RUF001 - a multiplication sign
