"""Signs on buttons, painted: fonts have them in many shapes, or not at all."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF
from PySide6.QtWidgets import QPushButton

from vidclf_app.ui.parts import theme

_SIDE_PX = 16


class Sign(Enum):
    """What a sign means."""

    PLAY = "play"
    PAUSE = "pause"
    STEP_ON = "step_on"
    STEP_BACK = "step_back"
    NEXT = "next"
    PREVIOUS = "previous"


def show_sign(button: QPushButton, sign: Sign) -> None:
    """Put a sign on a button, in the colour of its text."""
    side = theme.scaled_px(_SIDE_PX)
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, theme.colours().text),
        (QIcon.Mode.Disabled, theme.colours().disabled),
    ):
        icon.addPixmap(_painted(sign, side, button.devicePixelRatioF(), QColor(colour)), mode)
    button.setIcon(icon)
    button.setIconSize(QSize(side, side))


def _painted(sign: Sign, side: int, ratio: float, colour: QColor) -> QPixmap:
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.scale(side / 16.0, side / 16.0)
    if sign in {Sign.STEP_BACK, Sign.PREVIOUS}:
        painter.translate(16.0, 0.0)
        painter.scale(-1.0, 1.0)
    _SHAPES[sign](painter)
    painter.end()
    return picture


def _triangle(painter: QPainter, left: float, right: float) -> None:
    painter.drawPolygon(QPolygonF([QPointF(left, 2.5), QPointF(right, 8.0), QPointF(left, 13.5)]))


def _bar(painter: QPainter, left: float, width: float) -> None:
    painter.drawRoundedRect(QRectF(left, 2.5, width, 11.0), 0.8, 0.8)


def _play(painter: QPainter) -> None:
    _triangle(painter, 4.0, 14.0)


def _pause(painter: QPainter) -> None:
    _bar(painter, 3.5, 3.2)
    _bar(painter, 9.3, 3.2)


def _step(painter: QPainter) -> None:
    _bar(painter, 3.0, 2.2)
    _triangle(painter, 6.5, 13.5)


def _next(painter: QPainter) -> None:
    _triangle(painter, 2.5, 11.0)
    _bar(painter, 11.2, 2.4)


_SHAPES: dict[Sign, Callable[[QPainter], None]] = {
    Sign.PLAY: _play,
    Sign.PAUSE: _pause,
    Sign.STEP_ON: _step,
    Sign.STEP_BACK: _step,
    Sign.NEXT: _next,
    Sign.PREVIOUS: _next,
}
