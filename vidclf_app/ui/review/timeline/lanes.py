"""The lanes of the timeline: one probability curve for each class."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review.timeline.blocks import colour_of
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.timeline.curves import CurveSet
from vidclf_app.ui.review.timeline.marks import NOTHING
from vidclf_app.ui.review.timeline.tiles import TILE_PX, CurveTiles, Tile
from vidclf_app.ui.review.view_state import Other, Timeline
from vidclf_app.units import units

_LOWEST_PX, _HIGHEST_PX = 34, 76
_RECOGNISED_ALPHA = 0.14


class LanesView(TimeCanvas):
    """Paints the curves of the visible classes over the visible time, from tiles that are kept.

    Args:
        parent: The widget around it.
    """

    rows_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._other: Other | None = None
        self._first_px = 0
        self._tiles = CurveTiles()
        self._recognised: tuple[tuple[object, ...], dict[int, QImage]] = ((), {})
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(translate("review", "Probability of each class"))

    def render_timeline(self, timeline: Timeline | None, other: Other | None) -> None:
        """Show other curves, thresholds or segments."""
        if timeline is self._timeline and other is self._other:
            return
        rows = self.rows
        self._timeline, self._other = timeline, other
        if self.rows != rows:
            self.rows_changed.emit()
        self.update()

    def render_first(self, first_px: int) -> None:
        """Scroll the lanes: how many pixels of them are above the widget."""
        if first_px != self._first_px:
            self._first_px = first_px
            self.update()

    @property
    def rows(self) -> int:
        """How many lanes there are."""
        return 0 if self._timeline is None else len(self._timeline.lanes)

    @property
    def row_px(self) -> int:
        """Height of a lane: they fill the widget where they are few."""
        if not self.rows:
            return theme.scaled_px(_LOWEST_PX)
        lowest, highest = theme.scaled_px(_LOWEST_PX), theme.scaled_px(_HIGHEST_PX)
        return min(max(self.height() // self.rows, lowest), highest)

    @property
    def content_px(self) -> int:
        """Height of all lanes."""
        return self.rows * self.row_px

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for four lanes."""
        return QSize(400, 4 * theme.scaled_px(_LOWEST_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on one."""
        return QSize(120, theme.scaled_px(_LOWEST_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the lanes that are visible."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.colours().background))
        timeline = self._timeline
        if timeline is None:
            return
        row_px = self.row_px
        first = max(0, self._first_px // row_px)
        behind = min(self.rows, -(-(self._first_px + self.height()) // row_px))
        shown = timeline.lanes[first:behind]
        painter.setClipRect(event.rect())
        places = [
            QRectF(0, (first + k) * row_px - self._first_px, self.width(), row_px)
            for k in range(len(shown))
        ]
        self._paint_recognised(painter, timeline, shown, places)
        self._paint_tiles(painter, timeline, shown, places, event)
        self._paint_rules(painter, timeline, shown, places)
        self._paint_names(painter, timeline, shown, places)
        self.paint_playhead(painter)

    def event(self, event: QEvent) -> bool:
        """Tell the probability under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._told_at(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _told_at(self, place: QPoint) -> str:
        timeline = self._timeline
        row = (place.y() + self._first_px) // self.row_px
        if timeline is None or not 0 <= row < self.rows:
            return ""
        number = timeline.lanes[row]
        name = label_name(timeline.labels[number])
        if place.x() < self.gutter_px:
            return name
        time_s = self.time_at(place.x())
        value = value_at(timeline.curves, number, time_s)
        if value is None:
            return name
        return translate("review", "{label}: {probability} at {time}").format(
            label=name, probability=units().probability(value), time=units().time(time_s)
        )

    def _curve_px(self) -> int:
        """Return the height of a curve in screen pixels; a lane has a little room above it."""
        return max(4, round((self.row_px - theme.scaled_px(7)) * self.devicePixelRatioF()))

    def _paint_tiles(
        self,
        painter: QPainter,
        timeline: Timeline,
        shown: Sequence[int],
        places: Sequence[QRectF],
        event: QPaintEvent,
    ) -> None:
        ratio = self.devicePixelRatioF()
        px_a_second = self.time_width_px * ratio / self.scale.span_s
        origin_px = round(self.scale.start_s * px_a_second)
        left = max(event.rect().left(), self.gutter_px)
        from_px = origin_px + int((left - self.gutter_px) * ratio)
        to_px = origin_px + int((event.rect().right() + 1 - self.gutter_px) * ratio)
        height_px, other = self._curve_px(), self._other
        painter.save()
        painter.setClipRect(QRectF(left, 0, event.rect().right() + 1 - left, self.height()))
        for number in range(from_px // TILE_PX, to_px // TILE_PX + 1):
            tile = Tile(number, px_a_second, height_px, ratio)
            x = self.gutter_px + (number * TILE_PX - origin_px) / ratio
            colours = [colour_of(lane, timeline.background) for lane in shown]
            self._draw(painter, self._tiles.areas(timeline.curves, shown, tile, colours), x, places)
            if other is not None:
                pairs = zip(places, [other.columns[lane] for lane in shown], strict=True)
                known = [(place, column) for place, column in pairs if column is not None]
                lines = self._tiles.lines(
                    other.curves, [column for _, column in known], tile, theme.colours().text
                )
                self._draw(painter, lines, x, [place for place, _ in known])
        painter.restore()

    def _draw(
        self, painter: QPainter, pixmaps: Sequence[QPixmap], x: float, places: Sequence[QRectF]
    ) -> None:
        ratio = self.devicePixelRatioF()
        height = self._curve_px() / ratio
        for pixmap, place in zip(pixmaps, places, strict=True):
            target = QRectF(x, place.bottom() - 1.0 - height, TILE_PX / ratio, height)
            painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()))

    def _paint_recognised(
        self,
        painter: QPainter,
        timeline: Timeline,
        shown: Sequence[int],
        places: Sequence[QRectF],
    ) -> None:
        """Tint a lane where its class is shown."""
        columns = max(1, round(self.time_width_px * self.devicePixelRatioF()))
        key = (timeline.shown, self.scale, columns, theme.colours())
        if key != self._recognised[0]:
            found = timeline.shown.in_columns(self.column_edges_s(columns))
            marks = timeline.shown.label
            labels = np.where(found == NOTHING, NOTHING, marks[found]) if len(marks) else found
            rows: dict[int, QImage] = {}
            for number in set(labels.tolist()) - {NOTHING}:
                mask = np.ascontiguousarray(labels == number).astype(np.uint8)
                row = QImage(mask.data, columns, 1, columns, QImage.Format.Format_Indexed8)
                tint = colour_of(number, timeline.background)
                tint.setAlphaF(_RECOGNISED_ALPHA)
                row.setColorTable([0, tint.rgba()])
                # A copy: the image would look at pixels that are gone.
                rows[number] = row.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
            self._recognised = key, rows
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for number, place in zip(shown, places, strict=True):
            row_picture = self._recognised[1].get(number)
            if row_picture is not None:
                box = QRectF(self.gutter_px, place.top(), self.time_width_px, place.height() - 1.0)
                painter.drawImage(box, row_picture)

    def _paint_rules(
        self,
        painter: QPainter,
        timeline: Timeline,
        shown: Sequence[int],
        places: Sequence[QRectF],
    ) -> None:
        """Paint the lines between lanes, and the thresholds."""
        height = self._curve_px() / self.devicePixelRatioF()
        colours = theme.colours()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(QColor(colours.line), 1.0))
        painter.drawLines(
            [QLineF(0.0, p.bottom() - 0.5, self.width(), p.bottom() - 0.5) for p in places]
        )
        painter.setPen(QPen(QColor(colours.edge), 1.0, Qt.PenStyle.DashLine))
        rules = []
        for number, place in zip(shown, places, strict=True):
            threshold = timeline.thresholds[number]
            if threshold is not None:
                y = round(place.bottom() - 1.0 - threshold * height) + 0.5
                rules.append(QLineF(self.gutter_px, y, self.width(), y))
        painter.drawLines(rules)

    def _paint_names(
        self,
        painter: QPainter,
        timeline: Timeline,
        shown: Sequence[int],
        places: Sequence[QRectF],
    ) -> None:
        colours = theme.colours()
        metrics = self.fontMetrics()
        pad, chip = theme.scaled_px(10), theme.scaled_px(10)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, place in zip(shown, places, strict=True):
            painter.fillRect(
                QRectF(0, place.top(), self.gutter_px, place.height() - 1.0),
                QColor(colours.surface),
            )
            middle = place.center().y()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour_of(number, timeline.background))
            painter.drawRoundedRect(QRectF(pad, middle - chip / 2, chip, chip), 3.0, 3.0)
            value = value_at(timeline.curves, number, self.position_s)
            told = "" if value is None else units().probability(value)
            told_px = metrics.horizontalAdvance(units().probability(1.0))
            right = self.gutter_px - theme.scaled_px(9)
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                QRectF(right - told_px - 1, place.top(), told_px + 1, place.height()),
                flags | Qt.AlignmentFlag.AlignRight,
                told,
            )
            left = pad + chip + theme.scaled_px(8)
            room = right - told_px - theme.scaled_px(6) - left
            name = metrics.elidedText(
                label_name(timeline.labels[number]), Qt.TextElideMode.ElideRight, int(room)
            )
            painter.setPen(QColor(colours.text))
            painter.drawText(
                QRectF(left, place.top(), room, place.height()),
                flags | Qt.AlignmentFlag.AlignLeft,
                name,
            )

    def render_position(self, position_s: float) -> None:
        """Move the playhead; the numbers beside the names follow it."""
        if position_s != self.position_s:
            self.update(0, 0, self.gutter_px, self.height())
        super().render_position(position_s)


def value_at(curves: CurveSet, number: int, time_s: float) -> float | None:
    """Return a curve's value at a time: that of the newest prediction; None where there is none."""
    if number >= curves.classes or len(curves.time_s) == 0:
        return None
    place = int(np.searchsorted(curves.time_s, time_s + 5e-4, side="right")) - 1
    if place < 0 or time_s - float(curves.time_s[place]) > curves.max_gap_s:
        return None
    return float(curves.low[0][number, place])
