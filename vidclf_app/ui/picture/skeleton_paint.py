"""The followed person's skeleton, painted over the frame."""

from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from vidclf_app.core.records import Body, Frame
from vidclf_app.core.skeleton import (
    DOT_OUTLINE_RADIUS,
    DOT_RADIUS,
    OUTLINE_COLOUR,
    OUTLINE_WIDTH,
    SIDE_COLOURS,
    line_width_px,
    skeleton_of,
)


def paint_skeleton(painter: QPainter, body: Body, frame: Frame, target: QRect) -> None:
    """Paint a body.

    Args:
        painter: Paints the frame itself; what it does to the picture it does to the skeleton.
        body: Its positions belong to pictures of the frame's size.
        frame: What it lies over.
        target: Where the frame was painted.
    """
    skeleton = skeleton_of(body)
    scale = target.width() / frame.width_px

    def placed(point_px: tuple[float, float]) -> QPointF:
        return QPointF(target.x() + point_px[0] * scale, target.y() + point_px[1] * scale)

    lines = [
        (QLineF(placed(line.start_px), placed(line.end_px)), line.side) for line in skeleton.lines
    ]
    dots = [(placed(dot.centre_px), dot.side) for dot in skeleton.dots]
    line_px = line_width_px(target.width(), target.height())
    painter.save()
    painter.setClipRect(target)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # All of the outline first: it must not cut through what crosses it.
    for outline in (True, False):
        for side, own_colour in SIDE_COLOURS.items():
            colour = QColor(*(OUTLINE_COLOUR if outline else own_colour))
            pen = QPen(colour, line_px * (OUTLINE_WIDTH if outline else 1.0))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines([line for line, its_side in lines if its_side is side])
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            radius = line_px * (DOT_OUTLINE_RADIUS if outline else DOT_RADIUS)
            for centre, its_side in dots:
                if its_side is side:
                    painter.drawEllipse(centre, radius, radius)
    painter.restore()
