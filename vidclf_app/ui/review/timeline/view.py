"""The timeline: axis, segments, curves, and the bars that scroll them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollBar, QVBoxLayout, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review.timeline.axis import TimeAxis
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.timeline.lanes import LanesView
from vidclf_app.ui.review.timeline.other_track import OtherTrack
from vidclf_app.ui.review.timeline.scale import TimeScale
from vidclf_app.ui.review.timeline.track import SegmentTrack
from vidclf_app.ui.review.view_state import ReviewState
from vidclf_app.units import units

_ZOOM_A_PRESS = 1.5
_SCROLL_STEPS_A_SECOND = 100
_NOTCH = 120


class TimelineView(QWidget):
    """Shows a result over time. What is visible of it is its own affair.

    Args:
        parent: The widget around it.
    """

    seek_requested = Signal(float)
    scale_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = TimeScale.fitted(1.0)
        self._duration_s = 0.0
        self._position_s = 0.0
        self._gutter_px = 0
        self._gutter_key: tuple[object, ...] = ()
        self.axis = TimeAxis(self)
        self.track = SegmentTrack(self)
        self.other = OtherTrack(self)
        self.other.setVisible(False)
        self.lanes = LanesView(self)
        self.across = QScrollBar(Qt.Orientation.Horizontal, self)
        self.across.setAccessibleName(translate("review", "Visible time"))
        self.down = QScrollBar(Qt.Orientation.Vertical, self)
        self.down.setAccessibleName(translate("review", "Visible classes"))
        for bar in (self.across, self.down):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            # Where there is nothing to scroll its room stays empty: nothing jumps about.
            policy = bar.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            bar.setSizePolicy(policy)
        rows = QVBoxLayout()
        rows.setSpacing(0)
        for canvas in self._canvases:
            rows.addWidget(canvas, 1 if canvas is self.lanes else 0)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addLayout(rows, 0, 0)
        grid.addWidget(self.down, 0, 1)
        grid.addWidget(self.across, 1, 0, 1, 2)
        for canvas in self._canvases:
            canvas.seek_requested.connect(self.seek_requested)
            canvas.zoom_requested.connect(self._zoom)
            canvas.scroll_requested.connect(self._scroll)
            canvas.rows_scroll_requested.connect(self._scroll_rows)
        self.across.valueChanged.connect(
            lambda value: self._show(self.scale.scrolled_to(value / _SCROLL_STEPS_A_SECOND))
        )
        self.down.valueChanged.connect(self.lanes.render_first)
        self.lanes.rows_changed.connect(self._fit_bars)

    @property
    def _canvases(self) -> tuple[TimeCanvas, ...]:
        return (self.axis, self.track, self.other, self.lanes)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        timeline = state.timeline
        duration_s = timeline.duration_s if timeline is not None else 0.0
        self._measure_gutter(state)
        if duration_s != self._duration_s:
            self._duration_s = duration_s
            self._show(TimeScale.fitted(duration_s))
        other = state.other
        self.track.render_timeline(timeline, state.selected, state.label, state.labels)
        self.other.render_other(other, timeline)
        self.lanes.render_timeline(timeline, other)
        if state.position_s != self._position_s:
            self._position_s = state.position_s
            self._show(self.scale.showing(state.position_s))
            for canvas in self._canvases:
                canvas.render_position(state.position_s)

    def zoom_in(self) -> None:
        """Show less time, more closely, around the playhead."""
        self._zoom(_ZOOM_A_PRESS, self._position_s)

    def zoom_out(self) -> None:
        """Show more time."""
        self._zoom(1.0 / _ZOOM_A_PRESS, self._position_s)

    def fit(self) -> None:
        """Show all of the time."""
        self._show(TimeScale.fitted(self._duration_s))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the bars right."""
        super().resizeEvent(event)
        self._fit_bars()

    def _zoom(self, factor: float, around_s: float) -> None:
        if not self.scale.start_s <= around_s <= self.scale.end_s:
            around_s = self.scale.start_s + self.scale.span_s / 2
        self._show(self.scale.zoomed(factor, around_s))

    def _scroll(self, seconds: float) -> None:
        self._show(self.scale.scrolled_to(self.scale.start_s + seconds))

    def _scroll_rows(self, down: int) -> None:
        if self.down.maximum() > 0:
            self.down.setValue(self.down.value() - down * self.lanes.row_px // _NOTCH)
        else:
            self._scroll(-down / _NOTCH * 0.12 * self.scale.span_s)

    def _show(self, scale: TimeScale) -> None:
        if scale != self.scale:
            self.scale = scale
            self.scale_changed.emit()
        for canvas in self._canvases:
            canvas.render_scale(scale, self._gutter_px)
        self._fit_bars()

    def _fit_bars(self) -> None:
        scale, steps = self.scale, _SCROLL_STEPS_A_SECOND
        blocked = self.across.blockSignals(True)
        self.across.setRange(0, round((scale.duration_s - scale.span_s) * steps))
        self.across.setPageStep(max(1, round(scale.span_s * steps)))
        self.across.setSingleStep(max(1, round(scale.span_s * steps / 20)))
        self.across.setValue(round(scale.start_s * steps))
        self.across.blockSignals(blocked)
        self.across.setVisible(not scale.is_fitted)
        hidden_px = max(0, self.lanes.content_px - self.lanes.height())
        self.down.setRange(0, hidden_px)
        self.down.setVisible(hidden_px > 0)
        self.down.setPageStep(max(1, self.lanes.height()))
        self.down.setSingleStep(self.lanes.row_px)
        self.lanes.render_first(self.down.value())

    def _measure_gutter(self, state: ReviewState) -> None:
        labels = state.timeline.labels if state.timeline is not None else ()
        key = (labels, units(), self.font(), theme.scaled_px(100))
        if key == self._gutter_key:
            return
        self._gutter_key = key
        metrics = self.fontMetrics()
        names = [label_name(label) for label in labels] + [translate("review", "Segments")]
        widest = max(metrics.horizontalAdvance(name) for name in names)
        number = metrics.horizontalAdvance(units().probability(1.0))
        most = metrics.averageCharWidth() * 24
        self._gutter_px = min(widest, most) + number + theme.scaled_px(50)
        self._show(self.scale)
