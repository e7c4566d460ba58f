"""The report as PDF: the same page as the HTML, painted by Qt."""

import os
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from vidclf_app.core.files import replacing, write_error
from vidclf_app.exporting.charts import page_drawing
from vidclf_app.exporting.formats import ExportFormat, Purpose, at_once
from vidclf_app.exporting.report import report_page
from vidclf_app.exporting.shapes import Drawing, Line, Rectangle, Words
from vidclf_app.results.records import Result
from vidclf_app.translating import QT_TRANSLATE_NOOP, deferred

_DOTS_PER_INCH = 1200
_POINTS_PER_INCH = 72.0
_EDGE_PT, _LINE_PT = 0.9, 0.6
_TAIL_BYTES = 64


def write_pdf(result: Result, path: Path) -> None:
    """Write the report as a PDF of one A4 page, with text that can be searched and copied.

    Safe on any thread, once the program has its `QGuiApplication`.

    Raises:
        SinkError: The file can't be written.
    """
    drawing = page_drawing(report_page(result))
    with replacing(path) as partial:
        # Qt tells nothing of a file that it can't create.
        partial.touch()
        writer = QPdfWriter(str(partial))
        writer.setResolution(_DOTS_PER_INCH)
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(0.0, 0.0, 0.0, 0.0))
        writer.setTitle(drawing.title)
        writer.setCreator("vidclf")
        painter = QPainter()
        if not painter.begin(writer):
            raise write_error(path, deferred("errors", "the PDF can't be created"))
        paint(painter, drawing, _DOTS_PER_INCH / _POINTS_PER_INCH)
        if not painter.end() or not _is_whole(partial):
            raise write_error(
                path, deferred("errors", "the PDF came out incomplete (is the disk full?)")
            )


def paint(painter: QPainter, drawing: Drawing, scale: float) -> None:
    """Paint a drawing.

    Args:
        painter: Its upper left corner is the drawing's.
        drawing: Shapes, in points.
        scale: Of the painter's units, how many a point is.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in drawing.shapes:
        match shape:
            case Rectangle():
                _paint_rectangle(painter, shape, scale)
            case Line():
                painter.setPen(QPen(QColor(shape.colour), _LINE_PT * scale))
                start = QPointF(shape.x1 * scale, shape.y1 * scale)
                painter.drawLine(start, QPointF(shape.x2 * scale, shape.y2 * scale))
            case Words():
                _paint_words(painter, shape, scale)


def _paint_rectangle(painter: QPainter, shape: Rectangle, scale: float) -> None:
    painter.setBrush(QColor(shape.fill))
    pen = QPen(QColor(shape.edge), _EDGE_PT * scale) if shape.edge else QPen(Qt.PenStyle.NoPen)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.drawRect(
        QRectF(shape.x * scale, shape.y * scale, shape.width * scale, shape.height * scale)
    )


def _paint_words(painter: QPainter, words: Words, scale: float) -> None:
    font = QFont(painter.font())
    font.setPixelSize(max(1, round(words.size * scale)))
    font.setWeight(QFont.Weight.DemiBold if words.bold else QFont.Weight.Normal)
    # Letters keep their places on paper, whatever the screen would round them to.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    metrics = QFontMetricsF(font, painter.device())
    text = words.text
    if words.room:
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, words.room * scale)
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}[words.anchor]
    x = words.x * scale - before * metrics.horizontalAdvance(text)
    painter.setFont(font)
    painter.setPen(QColor(words.colour))
    painter.drawText(QPointF(x, words.y * scale), text)


def _is_whole(path: Path) -> bool:
    """Tell whether beginning and end are there; Qt doesn't tell of a disk that became full."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < _TAIL_BYTES:
            return False
        file.seek(0)
        begins_well = file.read(5) == b"%PDF-"
        file.seek(size - _TAIL_BYTES)
        return begins_well and file.read(_TAIL_BYTES).rstrip().endswith(b"%%EOF")


PDF_FORMAT = ExportFormat(
    "pdf",
    QT_TRANSLATE_NOOP("export", "Report as PDF"),
    ".report.pdf",
    QT_TRANSLATE_NOOP("export", "One page with durations, counts and charts"),
    Purpose.READING,
    at_once(write_pdf),
)
