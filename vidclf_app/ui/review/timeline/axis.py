"""The axis of the timeline: times, and the playhead's handle."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.timeline.canvas import TimeCanvas


class TimeAxis(TimeCanvas):
    """Shows times; a press or a drag moves the playhead.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("review", "Time"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a line of text and the marks under it."""
        return QSize(400, self.fontMetrics().height() + theme.scaled_px(11))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on the height."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint marks, times and the handle."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        metrics = self.fontMetrics()
        apart_px = metrics.horizontalAdvance("0:00:00.0") + theme.scaled_px(26)
        step_s = self.scale.tick_step_s(self.time_width_px, apart_px)
        decimals = 1 if step_s < 1.0 else 0
        bottom = float(self.height())
        long_px, short_px = theme.scaled_px(8), theme.scaled_px(4)
        painter.setPen(QPen(QColor(colours.edge), 1.0))
        marks = []
        for tick in self.scale.ticks(self.time_width_px, apart_px):
            x = round(self.x_of(tick.time_s)) + 0.5
            marks.append(QLineF(x, bottom - (long_px if tick.major else short_px), x, bottom))
            if not tick.major:
                continue
            text = wording.clock_text(tick.time_s, decimals)
            width = metrics.horizontalAdvance(text)
            # The first and the last stay whole.
            left = min(max(x - width / 2, self.gutter_px), self.width() - width)
            painter.setPen(QColor(colours.muted))
            box = QRectF(left, 2.0, width + 1.0, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            painter.setPen(QPen(QColor(colours.edge), 1.0))
        painter.drawLines(marks)
        self._paint_handle(painter)

    def _paint_handle(self, painter: QPainter) -> None:
        x, bottom = self.x_of(self.position_s), float(self.height())
        half, height = theme.scaled_px(6), theme.scaled_px(9)
        if not self.gutter_px - half <= x <= self.width() + half:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().text))
        top = bottom - height
        painter.drawPolygon(
            QPolygonF([QPointF(x - half, top), QPointF(x + half, top), QPointF(x, bottom)])
        )
