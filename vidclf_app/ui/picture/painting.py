"""Painting a frame into a widget: where it lies, and what stands in its place."""

import cv2
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from vidclf_app.core.records import Body, Frame
from vidclf_app.ui.parts import theme
from vidclf_app.ui.picture.overlay_card import CARD_UNITS, layout_unit_px
from vidclf_app.ui.picture.skeleton_paint import paint_skeleton


def fitted(frame: Frame, around: QRect) -> QRect:
    """Return where a frame lies in the middle of a widget, as large as it fits."""
    scale = min(around.width() / frame.width_px, around.height() / frame.height_px)
    width, height = round(frame.width_px * scale), round(frame.height_px * scale)
    return QRect((around.width() - width) // 2, (around.height() - height) // 2, width, height)


def paint_frame(
    painter: QPainter, frame: Frame, target: QRect, body: Body | None, *, mirror: bool = False
) -> None:
    """Paint a frame, and a body over it."""
    # Of this form Qt scales in half the time that it takes for three bytes a pixel.
    pixels = cv2.cvtColor(frame.pixels, cv2.COLOR_BGR2BGRA)
    # No copy: the image looks at the pixels, which live as long as this call.
    image = QImage(
        pixels.data,
        frame.width_px,
        frame.height_px,
        pixels.strides[0],
        QImage.Format.Format_RGB32,
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    if mirror:
        painter.translate(2 * target.x() + target.width(), 0)
        painter.scale(-1.0, 1.0)
    painter.drawImage(target, image)
    if body is not None:
        paint_skeleton(painter, body, frame, target)
    painter.restore()


def card_place(frame: Frame | None, around: QRect) -> QPoint:
    """Return where the card lies: in the picture's corner, but beside an upright picture."""
    if frame is None:
        return QPoint(0, 0)
    picture = fitted(frame, around)
    beside = picture.x() >= CARD_UNITS * layout_unit_px(around.width(), around.height())
    low = picture.height() < around.height() // 2
    return QPoint(0 if beside else picture.x(), 0 if low else picture.y())


def paint_headline(painter: QPainter, around: QRect, text: str) -> None:
    """Paint what stands in the picture's place."""
    font = QFont()
    font.setPixelSize(int(0.5 * layout_unit_px(around.width(), around.height())))
    painter.setFont(font)
    painter.setPen(QColor(theme.colours().muted_on_stage))
    flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
    painter.drawText(around.adjusted(24, 24, -24, -24), int(flags), text)
