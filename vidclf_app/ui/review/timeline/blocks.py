"""Painting segments as blocks: the wide ones with their names, all others as a row of pixels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from vidclf_app.label_names import label_name
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.timeline.marks import NOTHING, Marks

# Narrower than this, a block has neither an outline nor a name.
_WIDE_PX = 5.0
_FEWEST_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How blocks of one row look.

    Attributes:
        top: Of the blocks, pixels.
        height: Likewise.
        named: Names stand in wide ones.
        faint: They matter less.
    """

    top: float
    height: float
    named: bool = True
    faint: bool = False


def colour_of(number: int, background: int | None) -> QColor:
    """Return a label's colour; "none of these" is grey."""
    if number == background:
        return QColor(theme.colours().edge)
    return theme.class_colour(number)


def paint_blocks(
    painter: QPainter,
    canvas: TimeCanvas,
    marks: Marks,
    labels: Sequence[str],
    look: Look,
    colour: Callable[[int], QColor],
) -> None:
    """Paint the segments that are visible.

    Args:
        painter: Of the canvas.
        canvas: Says where times lie.
        marks: The segments.
        labels: By their numbers.
        look: How they look.
        colour: From a label's number.
    """
    shortest_s = canvas.seconds(_WIDE_PX)
    _paint_narrow(painter, canvas, marks, look, colour, shortest_s)
    visible = marks.visible(canvas.scale.start_s, canvas.scale.end_s)
    numbers = np.arange(visible.start, visible.stop)
    lengths_s = marks.end_s[numbers] - marks.start_s[numbers]
    metrics = QFontMetricsF(painter.font())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in numbers[lengths_s >= shortest_s].tolist():
        box = block_box(canvas, marks, number, look)
        paint_block(painter, box, int(marks.label[number]), look, colour)
        if marks.by_hand[number]:
            paint_hand(painter, box, colour(int(marks.label[number])))
        if look.named and marks.label[number] != NOTHING:
            label = label_name(labels[int(marks.label[number])])
            ground = colour(int(marks.label[number]))
            paint_name(painter, canvas, box, label, ground, metrics)


def block_box(canvas: TimeCanvas, marks: Marks, number: int, look: Look) -> QRectF:
    """Return where a block lies, cut to a little more than the widget."""
    left = max(canvas.x_of(float(marks.start_s[number])), -20.0)
    right = min(canvas.x_of(float(marks.end_s[number])), canvas.width() + 20.0)
    return QRectF(left, look.top, max(2.0, right - left), look.height)


def paint_block(
    painter: QPainter, box: QRectF, label: int, look: Look, colour: Callable[[int], QColor]
) -> None:
    """Paint one block without its name."""
    radius = min(theme.scaled_px(4), box.width() / 2, box.height() / 2)
    if label == NOTHING:
        pen = QPen(QColor(theme.colours().edge), 1.0, Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return
    ground = colour(label)
    if look.faint:
        ground.setAlphaF(0.7)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, radius, radius)


def paint_hand(painter: QPainter, box: QRectF, ground: QColor) -> None:
    """Mark a block that a person set: its upper right corner is folded."""
    side = min(theme.scaled_px(9), box.width() * 0.5)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.text_on(ground))
    right, top = box.right() - 2.0, box.top() + 2.0
    painter.drawPolygon(
        QPolygonF([QPointF(right - side, top), QPointF(right, top), QPointF(right, top + side)])
    )


def paint_name(
    painter: QPainter,
    canvas: TimeCanvas,
    box: QRectF,
    name: str,
    ground: QColor,
    metrics: QFontMetricsF,
) -> None:
    """Write a name into a block, where it is seen."""
    pad = theme.scaled_px(9)
    left = max(box.left(), float(canvas.gutter_px)) + pad
    room = min(box.right(), float(canvas.width())) - pad - left
    if room < metrics.averageCharWidth() * _FEWEST_LETTERS:
        return
    text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room)
    if text == "…":
        return
    painter.setPen(theme.text_on(ground))
    place = QRectF(left, box.top(), room + 1.0, box.height())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _paint_narrow(
    painter: QPainter,
    canvas: TimeCanvas,
    marks: Marks,
    look: Look,
    colour: Callable[[int], QColor],
    shortest_s: float,
) -> None:
    """Paint all narrow blocks as one picture: a row of pixels, stretched to their height."""
    columns = max(1, round(canvas.time_width_px * canvas.devicePixelRatioF()))
    found = marks.in_columns(canvas.column_edges_s(columns), shortest_s)
    if (found == NOTHING).all():
        return
    labels = np.where(found == NOTHING, NOTHING, marks.label[found])
    # 0 is nothing; 1 a stretch of nothing; then the labels.
    codes = np.where(found == NOTHING, 0, np.minimum(labels + 2, 255)).astype(np.uint8)
    picture = QImage(codes.data, columns, 1, columns, QImage.Format.Format_Indexed8)
    table = [0, QColor(theme.colours().edge).rgba()]
    for number in range(min(254, int(labels.max()) + 1)):
        ground = colour(number)
        if look.faint:
            ground.setAlphaF(0.7)
        table.append(ground.rgba())
    picture.setColorTable(table)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    place = QRectF(canvas.gutter_px, look.top, canvas.time_width_px, look.height)
    painter.drawImage(place, picture)
