"""The recognised label and the bars, drawn once per prediction and laid over every frame."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from vidclf_app.core.labels import RankedLabel
from vidclf_app.label_names import label_name
from vidclf_app.ui.parts import theme
from vidclf_app.units import units

CARD_UNITS = 5.5  # Width of the bars with their margins.
_BARS_UNITS = 4.8

_SHADE = QColor(8, 10, 13, 208)
_TRACK = QColor(255, 255, 255, 26)
_BAR = QColor(120, 138, 160, 190)
# At a text of 15 pixels; larger text makes the card larger while the view has room for it.
_SMALLEST_UNIT_PX = 40
_MOST_OF_HEIGHT = 4.6


def layout_unit_px(width_px: float, height_px: float) -> float:
    """Return the length that all sizes follow: a 16th of the width, or a 9th of the height."""
    readable = min(theme.scaled_px(_SMALLEST_UNIT_PX), max(height_px, 0.0) / _MOST_OF_HEIGHT)
    return max(float(_SMALLEST_UNIT_PX), readable, min(width_px / 16.0, height_px / 9.0))


def paint_card(
    width_px: int,
    height_px: int,
    device_pixel_ratio: float,
    verdict: str,
    recognised: str | None,
    ranked: Sequence[RankedLabel],
) -> QPixmap:
    """Draw the card.

    Args:
        width_px: Width of the view in the window's pixels.
        height_px: Height of the view likewise.
        device_pixel_ratio: Screen pixels for one of the window's pixels.
        verdict: The large text.
        recognised: The label whose bar stands out, or None when nothing is recognised.
        ranked: The bars, most probable first.

    Returns:
        A picture with a transparent ground, to be painted at the view's top left.
    """
    unit = layout_unit_px(width_px, height_px)
    margin, gap, radius = 0.35 * unit, 0.16 * unit, 0.16 * unit
    verdict_font = _fitted(verdict, recognised, unit, width_px - 2.0 * margin - 0.8 * unit)
    verdict_size = QFontMetricsF(verdict_font)
    bars_width = min(_BARS_UNITS * unit, width_px - 2.0 * margin)
    verdict_width = verdict_size.horizontalAdvance(verdict) + 0.8 * unit
    verdict_box = QRectF(
        margin,
        margin,
        max(verdict_width, bars_width) if ranked else verdict_width,
        verdict_size.height() + 0.24 * unit,
    )
    row_height = 0.48 * unit
    bars_box = QRectF(
        margin,
        verdict_box.bottom() + gap,
        bars_width,
        len(ranked) * row_height + 2.0 * gap,
    )
    right = max(verdict_box.right(), bars_box.right())
    bottom = bars_box.bottom() if ranked else verdict_box.bottom()
    card = QPixmap(
        int(right * device_pixel_ratio) + 2,
        int(bottom * device_pixel_ratio) + 2,
    )
    card.setDevicePixelRatio(device_pixel_ratio)
    card.fill(Qt.GlobalColor.transparent)
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_verdict(painter, verdict_box, verdict, verdict_font, recognised is not None, radius)
    if ranked:
        painter.setBrush(_SHADE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(bars_box, radius, radius)
        painter.setFont(_font(0.28 * unit))
        for row, entry in enumerate(ranked):
            box = QRectF(
                bars_box.left() + gap,
                bars_box.top() + gap + row * row_height,
                bars_box.width() - 2.0 * gap,
                0.88 * row_height,
            )
            _paint_bar(painter, box, entry, entry.label == recognised)
    painter.end()
    return card


def _paint_verdict(
    painter: QPainter, box: QRectF, text: str, font: QFont, recognised: bool, radius: float
) -> None:
    painter.setBrush(_SHADE)
    painter.drawRoundedRect(box, radius, radius)
    inset = 0.4 * box.height() * 0.5
    if recognised:
        painter.setBrush(QColor(theme.colours().accent_on_stage))
        width = max(4.0, 0.06 * box.height())
        strip = QRectF(box.left(), box.top(), width, box.height())
        painter.drawRoundedRect(
            strip.adjusted(inset * 0.6, inset, inset * 0.6, -inset), width / 2.0, width / 2.0
        )
    painter.setFont(font)
    painter.setPen(
        QColor(theme.colours().on_stage if recognised else theme.colours().muted_on_stage)
    )
    start = 0.4 * box.height() if recognised else 0.5 * (box.height() - inset)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(box.adjusted(start, 0.0, 0.0, 0.0), flags, text)


def _paint_bar(painter: QPainter, box: QRectF, entry: RankedLabel, chosen: bool) -> None:
    radius = 0.2 * box.height()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_TRACK)
    painter.drawRoundedRect(box, radius, radius)
    filled = QRectF(box)
    filled.setWidth(entry.probability * box.width())
    painter.setBrush(QColor(theme.colours().accent_under_text) if chosen else _BAR)
    painter.setClipRect(filled)
    painter.drawRoundedRect(box, radius, radius)
    painter.setClipping(False)
    text_box = box.adjusted(0.3 * box.height(), 0.0, -0.3 * box.height(), 0.0)
    metrics = QFontMetricsF(painter.font())
    number = units().probability(entry.probability)
    widest = metrics.horizontalAdvance(units().probability(1.0))
    room = text_box.width() - widest - 0.4 * box.height()
    name = metrics.elidedText(label_name(entry.label), Qt.TextElideMode.ElideRight, room)
    middle = Qt.AlignmentFlag.AlignVCenter
    for shift, colour in ((1.0, QColor(0, 0, 0, 150)), (0.0, QColor("white"))):
        painter.setPen(colour)
        place = text_box.translated(shift, shift)
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.drawText(place, middle | Qt.AlignmentFlag.AlignRight, number)


def _fitted(text: str, recognised: str | None, unit: float, room: float) -> QFont:
    font = _font((0.82 if recognised is not None else 0.42) * unit, bold=recognised is not None)
    width = QFontMetricsF(font).horizontalAdvance(text)
    if width > room > 0.0:
        font.setPixelSize(max(11, int(font.pixelSize() * room / width)))
    return font


def _font(size_px: float, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(max(11, int(size_px)))
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Medium)
    return font
