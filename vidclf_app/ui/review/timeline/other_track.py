"""The row of the segments that another result has, to be compared with."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review.timeline.blocks import Look, colour_of, paint_blocks
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.view_state import Other, Timeline

_BLOCK_PX, _GAP_PX = 26, 4


class OtherTrack(TimeCanvas):
    """Shows the segments of another result; they can't be changed here.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._other: Other | None = None
        self._background: int | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(translate("review", "Segments of the other result"))

    def render_other(self, other: Other | None, timeline: Timeline | None) -> None:
        """Show another result; None hides the row."""
        if other is not self._other:
            self._other = other
            self._background = timeline.background if timeline is not None else None
            self.setVisible(other is not None)
            self.setToolTip("" if other is None else other.name)
            self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a row of blocks."""
        blocks = max(theme.scaled_px(_BLOCK_PX), self.fontMetrics().height() + 6)
        return QSize(400, blocks + 2 * theme.scaled_px(_GAP_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on the height."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the blocks."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.background))
        other = self._other
        if other is None:
            return
        gap = theme.scaled_px(_GAP_PX)
        look = Look(float(gap), float(self.height() - 2 * gap))
        painter.save()
        painter.setClipRect(QRectF(self.gutter_px, 0, self.time_width_px, self.height()))
        paint_blocks(
            painter,
            self,
            other.shown,
            other.labels,
            look,
            lambda number: colour_of(number, self._background),
        )
        painter.restore()
        painter.fillRect(QRectF(0, 0, self.gutter_px, self.height()), QColor(colours.surface))
        left = theme.scaled_px(10)
        room = self.gutter_px - 2 * left
        painter.setPen(QColor(colours.muted))
        name = other.result.analysis.model
        text = self.fontMetrics().elidedText(
            f"{name.name} {name.version}", Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(
            QRectF(left, 0, room, self.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            text,
        )
        painter.setPen(QPen(QColor(colours.line), 1.0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        self.paint_playhead(painter)
