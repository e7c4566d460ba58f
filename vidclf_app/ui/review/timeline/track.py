"""The row of segments: chosen, moved and added with the mouse and the keyboard."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.results.correcting import Edge
from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.timeline.blocks import (
    Look,
    block_box,
    colour_of,
    paint_block,
    paint_blocks,
    paint_name,
)
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.timeline.grips import WIDE_ENOUGH_TO_GRIP_PX, grip_at, snapped
from vidclf_app.ui.review.timeline.marks import NOTHING, Marks
from vidclf_app.ui.review.timeline.segment_menu import segment_menu
from vidclf_app.ui.review.view_state import Timeline

_BLOCK_PX, _THIN_PX, _GAP_PX = 36, 8, 4
_REACH_PX = 3.0
_SNAP_PX = 7.0
_DRAG_PX = 4.0


@dataclass(frozen=True, slots=True)
class _EdgeDrag:
    number: int
    edge: Edge
    time_s: float


@dataclass(frozen=True, slots=True)
class _NewDrag:
    """A segment that is being drawn; not yet one before the mouse has moved far enough."""

    from_x: float
    start_s: float
    end_s: float
    is_drawn: bool = False


class SegmentTrack(TimeCanvas):
    """Shows the segments as they stand and, below, what the model says where a hand changed it.

    Args:
        parent: The widget around it.
    """

    segment_chosen = Signal(object)
    edge_moved = Signal(int, str, float)
    segment_drawn = Signal(float, float)
    label_requested = Signal(int, str)
    delete_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._selected: int | None = None
        self._label = ""
        self._labels: tuple[str, ...] = ()
        self._drag: _EdgeDrag | _NewDrag | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("review", "Segments"))

    def render_timeline(
        self,
        timeline: Timeline | None,
        selected: int | None,
        label: str,
        labels: tuple[str, ...],
    ) -> None:
        """Show segments.

        Args:
            timeline: They are its `shown`.
            selected: The chosen one.
            label: The label for new ones.
            labels: All labels to choose from.
        """
        if timeline is not self._timeline and isinstance(self._drag, _EdgeDrag):
            # The places of the segments may have changed under the mouse.
            self._drag = None
        key = (timeline, selected, label)
        if key != (self._timeline, self._selected, self._label):
            self._timeline, self._selected, self._label = key
            self._describe()
            self.update()
        self._labels = labels

    @property
    def _marks(self) -> Marks:
        return self._timeline.shown if self._timeline is not None else Marks.of(())

    def block_rect(self, number: int) -> QRectF:
        """Return where a segment's block lies in the widget."""
        return block_box(self, self._marks, number, self._look())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for the blocks and the thin row below them."""
        blocks = max(theme.scaled_px(_BLOCK_PX), self.fontMetrics().height() + 10)
        return QSize(400, blocks + theme.scaled_px(_THIN_PX) + 3 * theme.scaled_px(_GAP_PX))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on the height."""
        return QSize(120, self.sizeHint().height())

    # Painting.

    def _look(self) -> Look:
        gap, thin = theme.scaled_px(_GAP_PX), theme.scaled_px(_THIN_PX)
        return Look(top=float(gap), height=float(self.height() - 3 * gap - thin))

    def _thin_look(self) -> Look:
        gap, thin = theme.scaled_px(_GAP_PX), theme.scaled_px(_THIN_PX)
        return Look(float(self.height() - gap - thin), float(thin), named=False, faint=True)

    def _colour(self, number: int) -> QColor:
        background = self._timeline.background if self._timeline is not None else None
        return colour_of(number, background)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint everything."""
        colours = theme.colours()
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.background))
        timeline, look = self._timeline, self._look()
        painter.save()
        painter.setClipRect(QRectF(self.gutter_px, 0, self.time_width_px, self.height()))
        if timeline is not None:
            paint_blocks(painter, self, timeline.shown, timeline.labels, look, self._colour)
            if len(timeline.model):
                thin = self._thin_look()
                paint_blocks(painter, self, timeline.model, timeline.labels, thin, self._colour)
            self._paint_selected(painter, timeline, look)
            self._paint_new(painter, timeline, look)
        painter.restore()
        self._paint_gutter(painter, look)
        self.paint_playhead(painter)

    def _paint_gutter(self, painter: QPainter, look: Look) -> None:
        colours = theme.colours()
        painter.fillRect(QRectF(0, 0, self.gutter_px, self.height()), QColor(colours.surface))
        painter.setPen(QColor(colours.text))
        left = theme.scaled_px(10)
        painter.drawText(
            QRectF(left, look.top, self.gutter_px - left, look.height),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            translate("review", "Segments"),
        )
        painter.setPen(QPen(QColor(colours.line), 1.0))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _paint_selected(self, painter: QPainter, timeline: Timeline, look: Look) -> None:
        number = self._selected
        if number is None or number >= len(timeline.shown):
            return
        box = self.block_rect(number)
        drag = self._drag
        colour = self._colour(int(timeline.shown.label[number]))
        if isinstance(drag, _EdgeDrag) and drag.number == number:
            moved = self.x_of(drag.time_s)
            painter.fillRect(box, QColor(theme.colours().background))
            if drag.edge == "start":
                box.setLeft(min(moved, box.right() - 2.0))
            else:
                box.setRight(max(moved, box.left() + 2.0))
            paint_block(painter, box, int(timeline.shown.label[number]), look, self._colour)
            name = label_name(timeline.labels[int(timeline.shown.label[number])])
            paint_name(painter, self, box, name, colour, QFontMetricsF(painter.font()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QColor(theme.colours().accent if self.hasFocus() else theme.colours().text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        radius = theme.scaled_px(4)
        painter.setPen(QPen(QColor(theme.colours().background), 4.0))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.setPen(QPen(outline, 2.5))
        painter.drawRoundedRect(box.adjusted(0.0, 0.0, 0.0, 0.0), radius, radius)
        if box.width() >= WIDE_ENOUGH_TO_GRIP_PX:
            painter.setPen(QPen(theme.text_on(colour), 2.0))
            for x in (box.left() + 4.0, box.right() - 4.0):
                middle = box.center().y()
                painter.drawLine(QPointF(x, middle - 5.0), QPointF(x, middle + 5.0))

    def _paint_new(self, painter: QPainter, timeline: Timeline, look: Look) -> None:
        drag = self._drag
        if not isinstance(drag, _NewDrag) or not drag.is_drawn:
            return
        left, right = sorted((self.x_of(drag.start_s), self.x_of(drag.end_s)))
        box = QRectF(left, look.top, max(2.0, right - left), look.height)
        if self._label in timeline.labels:
            number = timeline.labels.index(self._label)
            paint_block(painter, box, number, look, self._colour)
            metrics = QFontMetricsF(painter.font())
            paint_name(painter, self, box, label_name(self._label), self._colour(number), metrics)
        painter.setPen(QPen(QColor(theme.colours().text), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, theme.scaled_px(4), theme.scaled_px(4))

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take an edge, choose a segment, or begin a new one."""
        place = event.position()
        if event.button() is not Qt.MouseButton.LeftButton or place.x() < self.gutter_px:
            return
        grip = self._grip_at(place)
        if grip is not None:
            number, edge = grip
            self.segment_chosen.emit(number)
            self._selected = number
            marks = self._marks
            time_s = float((marks.start_s if edge == "start" else marks.end_s)[number])
            self._drag = _EdgeDrag(number, edge, time_s)
            self.seek_requested.emit(time_s)
            return
        number_here = self._number_at(place)
        self.segment_chosen.emit(number_here)
        if number_here is None and self._is_among_blocks(place):
            time_s = self.time_at(place.x())
            self._drag = _NewDrag(place.x(), time_s, time_s)
            self.seek_requested.emit(time_s)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Move what was taken, and show its picture."""
        place, drag = event.position(), self._drag
        if isinstance(drag, _EdgeDrag):
            time_s = self._snapped(self.time_at(place.x()), drag.number)
            self._drag = _EdgeDrag(drag.number, drag.edge, time_s)
            self.seek_requested.emit(time_s)
            self.update()
        elif isinstance(drag, _NewDrag):
            is_drawn = drag.is_drawn or abs(place.x() - drag.from_x) >= _DRAG_PX
            time_s = self._snapped(self.time_at(place.x()), None)
            self._drag = _NewDrag(drag.from_x, drag.start_s, time_s, is_drawn)
            if is_drawn:
                self.seek_requested.emit(time_s)
            self.update()
        else:
            at_edge = event.buttons() == Qt.MouseButton.NoButton and self._grip_at(place)
            self.setCursor(Qt.CursorShape.SizeHorCursor if at_edge else Qt.CursorShape.ArrowCursor)
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for what was done."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, None
        if isinstance(drag, _EdgeDrag):
            marks = self._marks
            before = (marks.start_s if drag.edge == "start" else marks.end_s)[drag.number]
            if drag.time_s != before:
                self.edge_moved.emit(drag.number, drag.edge, drag.time_s)
        elif isinstance(drag, _NewDrag):
            if drag.is_drawn and drag.start_s != drag.end_s:
                self.segment_drawn.emit(
                    min(drag.start_s, drag.end_s), max(drag.start_s, drag.end_s)
                )
        else:
            super().mouseReleaseEvent(event)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Offer labels and deletion for a segment."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            number = self._number_at(QPointF(event.pos()))
            if number is not None:
                self.segment_chosen.emit(number)
            place = event.globalPos()
        else:
            number = self._selected
            below = self.block_rect(number).bottomLeft() if number is not None else QPointF()
            place = self.mapToGlobal(below.toPoint())
        if number is not None:
            menu = self.segment_menu(number)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(place)

    def segment_menu(self, number: int) -> QMenu:
        """Return the menu of a segment: its label, deletion."""
        timeline = self._timeline
        current = ""
        if timeline is not None and number < len(timeline.shown):
            current = timeline.labels[int(timeline.shown.label[number])]
        return segment_menu(
            self,
            self._labels,
            current,
            lambda label: self.label_requested.emit(number, label),
            lambda: self.delete_requested.emit(number),
        )

    # The keyboard.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Give up what is being dragged with Escape."""
        if event.key() == Qt.Key.Key_Escape and self._drag is not None:
            self._drag = None
            self.update()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Go from segment to segment with Tab, and on to the next widget behind the last."""
        count = len(self._marks)
        if self._selected is None:
            target = self._first_visible(forward) if count else -1
        else:
            target = self._selected + (1 if forward else -1)
        if 0 <= target < count:
            self.segment_chosen.emit(target)
            self.seek_requested.emit(float(self._marks.start_s[target]))
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that it has the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that it has the keyboard no more."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """Tell of the segment under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            text = self._told_at(QPointF(event.pos()))
            if text:
                QToolTip.showText(event.globalPos(), text, self)
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    # Finding.

    def _first_visible(self, forward: bool) -> int:
        marks = self._marks
        visible = marks.visible(self.scale.start_s, self.scale.end_s)
        if len(visible) == 0:
            return 0 if forward else len(marks) - 1
        return visible[0] if forward else visible[-1]

    def _is_among_blocks(self, place: QPointF) -> bool:
        look = self._look()
        return look.top <= place.y() <= look.top + look.height

    def _number_at(self, place: QPointF) -> int | None:
        if place.x() < self.gutter_px or not self._is_among_blocks(place):
            return None
        return self._marks.at(self.time_at(place.x()), self.seconds(_REACH_PX))

    def _grip_at(self, place: QPointF) -> tuple[int, Edge] | None:
        if not self._is_among_blocks(place):
            return None
        return grip_at(self, self._marks, self._selected, place.x())

    def _snapped(self, time_s: float, number: int | None) -> float:
        return snapped(self._marks, time_s, number, self.seconds(_SNAP_PX))

    def _told_at(self, place: QPointF) -> str:
        number = self._number_at(place)
        if number is not None:
            return self._told(number)
        timeline = self._timeline
        if timeline is None or place.x() < self.gutter_px or self._is_among_blocks(place):
            return ""
        beneath = timeline.model.at(self.time_at(place.x()), self.seconds(_REACH_PX))
        if beneath is None:
            return ""
        label = int(timeline.model.label[beneath])
        return translate("review", "The model says here: {label}").format(
            label=wording.label_text(None if label == NOTHING else timeline.labels[label])
        )

    def _told(self, number: int) -> str:
        timeline = self._timeline
        if timeline is None or number >= len(timeline.shown):
            return ""
        marks = timeline.shown
        return wording.segment_text(
            timeline.labels[int(marks.label[number])],
            float(marks.start_s[number]),
            float(marks.end_s[number]),
            by_hand=bool(marks.by_hand[number]),
        )

    def _describe(self) -> None:
        self.setAccessibleDescription("" if self._selected is None else self._told(self._selected))
