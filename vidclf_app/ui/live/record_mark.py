"""The mark of a recording, over the picture."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from vidclf_app.live.recording.desk import RecordingView
from vidclf_app.live.wording import recording_text
from vidclf_app.ui.live.record_bar import RECORDING_RED
from vidclf_app.ui.parts import theme
from vidclf_app.ui.picture.overlay_card import layout_unit_px

_SHADE = QColor(8, 10, 13, 208)


def paint_recording_mark(painter: QPainter, view: QRect, recording: RecordingView) -> None:
    """Paint a red dot with the recording's length and size, into the lower left corner.

    Args:
        painter: Paints the view.
        view: All of it.
        recording: How it is doing.
    """
    unit = layout_unit_px(view.width(), view.height())
    font = QFont()
    font.setPixelSize(max(11, int(0.3 * unit)))
    font.setWeight(QFont.Weight.DemiBold)
    text = recording_text(recording)
    metrics = QFontMetricsF(font)
    height = metrics.height() + 0.2 * unit
    dot = 0.42 * height
    width = metrics.horizontalAdvance(text) + dot + 0.9 * height
    margin = 0.35 * unit
    box = QRectF(margin, view.height() - margin - height, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_SHADE)
    painter.drawRoundedRect(box, 0.16 * unit, 0.16 * unit)
    painter.setBrush(QColor(RECORDING_RED))
    left = box.left() + 0.32 * height
    painter.drawEllipse(QRectF(left, box.center().y() - 0.5 * dot, dot, dot))
    painter.setFont(font)
    painter.setPen(QColor(theme.colours().on_stage))
    place = QRectF(left + dot + 0.22 * height, box.top(), width, height)
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()
