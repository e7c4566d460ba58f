"""The picture, with the skeleton, the recognised label and the bars over it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from vidclf_app.core.labels import rank_labels
from vidclf_app.core.records import Frame
from vidclf_app.core.skeleton import body_to_draw
from vidclf_app.translating import translate
from vidclf_app.ui.live.record_mark import paint_recording_mark
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts import theme
from vidclf_app.ui.picture.overlay_card import layout_unit_px, paint_card
from vidclf_app.ui.picture.painting import card_place, fitted, paint_frame, paint_headline
from vidclf_app.units import units

# A frame around the picture would disturb who only looks.
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_BARS = 5


class VideoView(QWidget):
    """Paints the newest frame. A plain widget: cheaper here than any video or OpenGL widget.

    Args:
        frame_painted: Called after each painting that shows a frame, from `paintEvent`; a
            plain call, because a signal for each frame would queue.
        parent: The widget around it.
    """

    def __init__(
        self, frame_painted: Callable[[Frame], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._frame_painted = frame_painted
        self._state: ViewState | None = None
        self._card: QPixmap | None = None
        self._card_key: tuple[object, ...] = ()
        self._bars = _BARS
        self._came_by_key = False
        # Each painting covers all of it, so Qt needn't clear it first.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 90)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("live", "Video"))

    def render_state(self, state: ViewState) -> None:
        """Show a state; paints only where something to see has changed."""
        before, self._state = self._state, state
        if before is None or _visible(before) != _visible(state):
            if before is None or before.verdict != state.verdict:
                self.setAccessibleDescription(state.verdict or state.headline)
            self.update()

    def show_bars(self, count: int) -> None:
        """Show at most this many bars over the picture."""
        if count != self._bars:
            self._bars = count
            self.update()

    @property
    def picture_rect(self) -> QRect:
        """Where the picture lies in the widget, in its pixels; empty while there is none."""
        frame = self._state.frame if self._state is not None else None
        return QRect() if frame is None else fitted(frame, self.rect())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Suggest a size to the layout."""
        return QSize(960, 540)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the picture, and everything over it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().stage))
        state = self._state
        if state is None:
            return
        if state.frame is not None:
            frame = state.frame
            body = body_to_draw(state.prediction, frame.time_s) if state.skeleton else None
            paint_frame(painter, frame, fitted(frame, self.rect()), body, mirror=state.mirror)
        if state.headline:
            paint_headline(painter, self.rect(), state.headline)
        elif state.frame is not None:
            self._paint_card(painter, state)
        if state.paused:
            self._paint_paused(painter)
        if state.recording is not None:
            paint_recording_mark(painter, self.rect(), state.recording)
        if self._came_by_key:
            self._paint_focus(painter)
        painter.end()
        if state.frame is not None:
            self._frame_painted(state.frame)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard came here, where it came by the Tab key."""
        self._came_by_key = event.reason() in _BY_KEY
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Show that the keyboard left."""
        self._came_by_key = False
        super().focusOutEvent(event)
        self.update()

    def _paint_card(self, painter: QPainter, state: ViewState) -> None:
        ratio = self.devicePixelRatioF()
        place = card_place(state.frame, self.rect())
        width, height = self.width() - place.x(), self.height() - place.y()
        key = (
            state.prediction,
            state.verdict,
            state.labels,
            width,
            height,
            ratio,
            self._bars,
            units(),
            theme.scaled_px(100),
        )
        if self._card is None or key != self._card_key:
            prediction = state.prediction
            ranked = (
                rank_labels(state.labels, prediction.probabilities, self._bars)
                if prediction is not None and not prediction.nobody and state.labels
                else []
            )
            recognised = prediction.label if prediction is not None and state.recognised else None
            self._card = paint_card(width, height, ratio, state.verdict, recognised, ranked)
            self._card_key = key
        painter.drawPixmap(place, self._card)

    def _paint_focus(self, painter: QPainter) -> None:
        width = theme.scaled_px(2)
        painter.setPen(QPen(QColor(theme.colours().accent_on_stage), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = (width + 1) // 2
        painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))

    def _paint_paused(self, painter: QPainter) -> None:
        unit = layout_unit_px(self.width(), self.height())
        font = QFont()
        font.setPixelSize(int(0.42 * unit))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        text = translate("live", "Paused")
        size = painter.fontMetrics().size(0, text)
        margin, pad = int(0.35 * unit), int(0.3 * unit)
        box = QRect(0, 0, size.width() + 2 * pad, size.height() + pad)
        box.moveTopRight(self.rect().topRight() - QRect(0, 0, margin + 1, 0).topRight())
        box.moveTop(margin)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours().warning_on_stage))
        painter.drawRoundedRect(box, 0.16 * unit, 0.16 * unit)
        painter.setPen(QColor(theme.colours().on_warning))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _visible(state: ViewState) -> tuple[object, ...]:
    return (
        state.frame,
        state.prediction,
        state.verdict,
        state.headline,
        state.mirror,
        state.skeleton,
        state.paused,
        state.recording,
    )
