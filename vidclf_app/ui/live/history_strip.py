"""The last minutes under the picture: recognised segments, and the probabilities below them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.live.strip import Readout, Run, Strip
from vidclf_app.live.timeline import NO_LABEL, Condition, Timeline
from vidclf_app.live.wording import condition_text
from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.colours import Colours

ROWS = 4
_NAMES_PX, _BAND_PX, _ROW_PX, _GAP_PX = 118, 20, 12, 2
_STEP_S, _LONG_STEP_S = 1.0, 10.0
_HATCHED = frozenset({Condition.PAUSED, Condition.NO_PICTURE})


@dataclass(frozen=True, slots=True)
class _Look:
    """What the image's colours follow from."""

    size: tuple[int, int, int]
    colours: Colours
    labels: tuple[str, ...]


class HistoryStrip(QWidget):
    """Paints the last minutes. The newest is at the right end.

    An image holds one column for each pixel of the screen, as a ring: what is new is written into
    it, all else stays, and painting copies its rows.

    Args:
        parent: The widget around it.
    """

    pointed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._span_s = 300.0
        self._strip: Strip | None = None
        self._look: _Look | None = None
        self._image = QImage()
        self._pixels: npt.NDArray[np.uint32] = np.zeros((0, 0), dtype=np.uint32)
        self._table: npt.NDArray[np.uint32] = np.zeros((0, 256), dtype=np.uint32)
        self._mouse_x: float | None = None
        self._cursor: int | None = None
        self.repaints = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("live", "History of the last minutes"))

    def follow(self, timeline: Timeline, span_s: float) -> None:
        """Show what a timeline has that is new.

        Args:
            timeline: What to show.
            span_s: How much of it.
        """
        if timeline is not self._timeline or span_s != self._span_s:
            self._timeline, self._span_s, self._strip = timeline, span_s, None
        if not self.isVisible():
            return
        before = self._strip
        strip = self._fitting_strip(timeline)
        new = strip.follow()
        if new.size or strip is not before:
            self._draw(strip, new)
            self.update()
            self.pointed.emit()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of what is shown."""
        return self._strip.labels if self._strip is not None else ()

    def readout(self) -> Readout | None:
        """Return what lies under the keyboard's cursor or the mouse; None under neither."""
        strip, number = self._strip, self._pointed_number()
        return None if strip is None or number is None else strip.at(number)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for a band and some rows."""
        return QSize(theme.scaled_px(640), self._height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Allow the layout to make it narrow."""
        return QSize(theme.scaled_px(200), self._height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Copy the image, write names and segments."""
        self.repaints += 1
        painter = QPainter(self)
        colours = theme.colours()
        painter.fillRect(self.rect(), QColor(colours.surface))
        room = self._room()
        painter.fillRect(room, QColor(colours.background))
        strip = self._strip
        if strip is not None and not self._image.isNull():
            self._paint_rows(painter, strip, room)
            self._paint_segments(painter, strip, room)
            self._paint_cursor(painter, strip, room)
        if self.hasFocus():
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(room.adjusted(0.0, 0.0, -1.0, -1.0))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Read out what lies under the mouse."""
        self._mouse_x, self._cursor = event.position().x(), None
        self._point()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Read out nothing any more."""
        super().leaveEvent(event)
        self._mouse_x = None
        self._point()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Put the keyboard's cursor away."""
        super().focusOutEvent(event)
        self._cursor = None
        self._point()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move the cursor."""
        strip, key = self._strip, event.key()
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        step_s = _LONG_STEP_S if shift else _STEP_S
        moves: dict[int, Callable[[Strip], None]] = {
            Qt.Key.Key_Left: lambda strip: self._move(strip, -step_s),
            Qt.Key.Key_Right: lambda strip: self._move(strip, step_s),
            Qt.Key.Key_Home: lambda strip: self._move(strip, -self._span_s),
            Qt.Key.Key_End: lambda strip: self._move(strip, self._span_s),
        }
        if strip is not None and key in moves:
            moves[key](strip)
            self._point()
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._cursor = None
            self._point()
        else:
            super().keyPressEvent(event)

    # Where things lie.

    def _height(self) -> int:
        return theme.scaled_px(_BAND_PX) + ROWS * theme.scaled_px(_ROW_PX) + 2 * _GAP_PX

    def _room(self) -> QRectF:
        """Return the part with the columns; names stand left of it."""
        left = min(theme.scaled_px(_NAMES_PX), self.width() // 3)
        return QRectF(left, 0.0, self.width() - left, self.height())

    def _row_box(self, room: QRectF, row: int) -> QRectF:
        height = theme.scaled_px(_ROW_PX)
        top = theme.scaled_px(_BAND_PX) + _GAP_PX + row * height
        return QRectF(room.left(), top, room.width(), height - 1)

    def _pointed_number(self) -> int | None:
        strip = self._strip
        if strip is None:
            return None
        if self._cursor is not None:
            return self._cursor
        if self._mouse_x is None:
            return None
        x = self._mouse_x - self._room().left()
        return strip.end - strip.width_px + int(x * self.devicePixelRatioF()) if x >= 0 else None

    def _move(self, strip: Strip, seconds: float) -> None:
        pixels = round(seconds * strip.width_px / strip.span_s) or (1 if seconds > 0 else -1)
        begin = self._cursor if self._cursor is not None else strip.end - 1
        oldest = max(0, strip.end - strip.width_px)
        runs = strip.runs()
        if runs:
            oldest = max(oldest, strip.end - strip.width_px + runs[0].start_px)
        self._cursor = max(oldest, min(strip.end - 1, begin + pixels))

    def _point(self) -> None:
        self.update()
        self.pointed.emit()

    # The image.

    def _fitting_strip(self, timeline: Timeline) -> Strip:
        width_px = round(self._room().width() * self.devicePixelRatioF())
        if self._strip is None or self._strip.width_px != max(1, width_px):
            self._strip = Strip(timeline, width_px, self._span_s)
        return self._strip

    def _draw(self, strip: Strip, new: npt.NDArray[np.int_]) -> None:
        colours = theme.colours()
        size = (strip.width_px, len(strip.labels), id(strip))
        look = _Look(size, colours, strip.labels)
        if look != self._look:
            self._look = look
            rows = max(1, len(strip.labels))
            self._pixels = np.full((rows, strip.width_px), _rgb(colours.background), np.uint32)
            self._image = QImage(
                self._pixels.data,
                strip.width_px,
                rows,
                4 * strip.width_px,
                QImage.Format.Format_RGB32,
            )
            self._table = _ramps(len(strip.labels), colours.background)
            new = np.arange(max(0, strip.end - strip.width_px), strip.end)
        if not len(strip.labels) or not new.size:
            return
        probabilities = strip.probabilities(new)
        painted = self._table[np.arange(len(strip.labels)), probabilities]
        self._pixels[:, new % strip.width_px] = painted.T

    def _paint_rows(self, painter: QPainter, strip: Strip, room: QRectF) -> None:
        colours = theme.colours()
        ratio = self.devicePixelRatioF()
        split = strip.end % strip.width_px
        older = strip.width_px - split
        font = painter.font()
        font.setPixelSize(max(9, theme.scaled_px(_ROW_PX) - 1))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        names_width = room.left() - theme.scaled_px(8)
        for row, label in enumerate(strip.ranking(ROWS)):
            box = self._row_box(room, row)
            for start, length, x in ((split, older, 0), (0, split, older)):
                target = QRectF(box.left() + x / ratio, box.top(), length / ratio, box.height())
                painter.drawImage(target, self._image, QRectF(start, label, length, 1))
            name = metrics.elidedText(
                label_name(strip.labels[label]), Qt.TextElideMode.ElideRight, names_width
            )
            painter.setPen(QColor(colours.muted))
            place = QRectF(0.0, box.top() - 2.0, names_width, box.height() + 4.0)
            painter.drawText(
                place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, name
            )

    def _paint_segments(self, painter: QPainter, strip: Strip, room: QRectF) -> None:
        ratio = self.devicePixelRatioF()
        band = QRectF(room.left(), 0.0, room.width(), theme.scaled_px(_BAND_PX))
        font = painter.font()
        font.setPixelSize(max(9, round(0.62 * band.height())))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        for run in strip.runs():
            box = QRectF(
                band.left() + run.start_px / ratio,
                band.top() + 1.0,
                (run.end_px - run.start_px) / ratio,
                band.height() - 2.0,
            )
            self._paint_run(painter, strip, run, box, metrics)

    def _paint_run(
        self, painter: QPainter, strip: Strip, run: Run, box: QRectF, metrics: QFontMetricsF
    ) -> None:
        colours = theme.colours()
        if run.label != NO_LABEL:
            ground = theme.class_colour(run.label)
            edge = 1.0 if box.width() > 3.0 else 0.0
            painter.fillRect(box.adjusted(0.0, 0.0, -edge, 0.0), ground)
            text, pen = label_name(strip.labels[run.label]), theme.text_on(ground)
        elif run.condition is Condition.PREDICTED:
            return
        else:
            text, pen = condition_text(run.condition), QColor(colours.muted)
            if run.condition in _HATCHED:
                below = QRectF(box.left(), 0.0, box.width(), self.height())
                painter.fillRect(below, QBrush(QColor(colours.line), Qt.BrushStyle.BDiagPattern))
            if run.condition is not Condition.COLLECTING:
                painter.fillRect(box, QColor(colours.raised))
        room = box.width() - 8.0
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            if len(text) < 4:
                return
        painter.setPen(pen)
        painter.drawText(
            box.adjusted(4.0, 0.0, -4.0, 0.0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            text,
        )

    def _paint_cursor(self, painter: QPainter, strip: Strip, room: QRectF) -> None:
        number = self._pointed_number()
        if number is None or strip.at(number) is None:
            return
        x = (number - strip.end + strip.width_px) / self.devicePixelRatioF()
        painter.fillRect(
            QRectF(room.left() + x, 0.0, 1.0, room.height()), QColor(theme.colours().text)
        )


def _rgb(colour: str) -> int:
    return int(QColor(colour).rgb())


def _ramps(classes: int, ground: str) -> npt.NDArray[np.uint32]:
    """Return each class's colours from probability 0 to 255: uint32 0xffRRGGBB, shape (C, 256)."""
    colours = [theme.class_colour(number) for number in range(classes)]
    own = np.array([[c.red(), c.green(), c.blue()] for c in colours]).reshape(-1, 3)
    base = QColor(ground)
    below = np.array([base.red(), base.green(), base.blue()])
    shares = (np.arange(256) / 255.0)[None, :, None]
    mixed = np.rint(below + (own[:, None, :] - below) * shares).astype(np.uint32)
    ramps: npt.NDArray[np.uint32] = (
        np.uint32(0xFF000000) | mixed[..., 0] << 16 | mixed[..., 1] << 8 | mixed[..., 2]
    )
    return ramps
