"""What all rows of the timeline share: the scale, the playhead, and the mouse on them."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from vidclf_app.ui.parts import theme
from vidclf_app.ui.review.timeline.curves import Float64Array
from vidclf_app.ui.review.timeline.scale import TimeScale

_ZOOM_A_NOTCH = 1.25
_NOTCH = 120.0
_SCROLL_SHARE = 0.12


class TimeCanvas(QWidget):
    """A row with names on its left and time running to the right.

    Args:
        parent: The widget around it.
    """

    seek_requested = Signal(float)
    zoom_requested = Signal(float, float)
    scroll_requested = Signal(float)
    rows_scroll_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = TimeScale.fitted(1.0)
        self.position_s = 0.0
        self.gutter_px = 0
        self._is_scrubbing = False
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def render_scale(self, scale: TimeScale, gutter_px: int) -> None:
        """Show another part of the time."""
        if (scale, gutter_px) != (self.scale, self.gutter_px):
            self.scale, self.gutter_px = scale, gutter_px
            self.update()

    def render_position(self, position_s: float) -> None:
        """Move the playhead; only what it covered and covers is painted anew."""
        if position_s == self.position_s:
            return
        before, self.position_s = self.position_s, position_s
        for time_s in (before, position_s):
            self.update(self._playhead_rect(time_s))

    @property
    def time_width_px(self) -> int:
        """Width of the part in which time runs."""
        return max(1, self.width() - self.gutter_px)

    def x_of(self, time_s: float) -> float:
        """Return where a time lies in the widget."""
        return self.gutter_px + self.scale.x_of(time_s, self.time_width_px)

    def time_at(self, x_px: float) -> float:
        """Return the time at a place in the widget."""
        return self.scale.time_at(x_px - self.gutter_px, self.time_width_px)

    def seconds(self, width_px: float) -> float:
        """Return how much time a width stands for."""
        return width_px * self.scale.span_s / self.time_width_px

    def column_edges_s(self, columns: int) -> Float64Array:
        """Return where columns begin and end that fill the part in which time runs."""
        return np.linspace(self.scale.start_s, self.scale.end_s, columns + 1)

    def paint_playhead(self, painter: QPainter) -> None:
        """Paint the line where the playhead is."""
        x = self.x_of(self.position_s)
        if self.gutter_px - 1 <= x <= self.width() + 1:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(theme.colours().text), 1.5))
            painter.drawLine(QLineF(QPointF(x, 0.0), QPointF(x, float(self.height()))))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move the playhead to where the mouse is."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_scrubbing = True
            self.seek_requested.emit(self.time_at(event.position().x()))
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let the playhead follow."""
        if self._is_scrubbing:
            self.seek_requested.emit(self.time_at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the playhead."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._is_scrubbing = False

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom with Ctrl, scroll the time with Shift or sideways, scroll the rows without."""
        down, across = event.angleDelta().y(), event.angleDelta().x()
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            factor = _ZOOM_A_NOTCH ** ((down or across) / _NOTCH)
            self.zoom_requested.emit(factor, self.time_at(event.position().x()))
        elif across or modifiers & Qt.KeyboardModifier.ShiftModifier:
            notches = (across or down) / _NOTCH
            self.scroll_requested.emit(-notches * _SCROLL_SHARE * self.scale.span_s)
        else:
            self.rows_scroll_requested.emit(down)
        event.accept()

    def _playhead_rect(self, time_s: float) -> QRect:
        return QRect(int(self.x_of(time_s)) - 8, 0, 17, self.height())
