"""The picture of a result: the video with the skeleton, the label and the bars over it."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.picture.overlay_card import paint_card
from vidclf_app.ui.picture.painting import card_place, fitted, paint_frame, paint_headline
from vidclf_app.ui.review.view_state import Phase, ReviewState
from vidclf_app.units import units


class PictureView(QWidget):
    """Paints the frame under the playhead. Takes the keyboard on a press.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = ReviewState(Phase.EMPTY)
        self._card: QPixmap | None = None
        self._card_key: tuple[object, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 135)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(translate("review", "Video"))

    def render_state(self, state: ReviewState) -> None:
        """Show a state; paints only where something to see has changed."""
        before, self._state = self._state, state
        if _visible(before) != _visible(state):
            verdict = state.recognised.verdict if state.recognised is not None else ""
            self.setAccessibleDescription(state.headline or verdict)
            self.update()

    @property
    def picture_rect(self) -> QRect:
        """Where the picture lies in the widget; empty while there is none."""
        frame = self._state.frame
        return QRect() if frame is None else fitted(frame, self.rect())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Suggest a size to the layout."""
        return QSize(640, 360)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keyboard."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the picture, and everything over it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().stage))
        state = self._state
        if state.frame is not None:
            body = state.body if state.skeleton else None
            paint_frame(painter, state.frame, fitted(state.frame, self.rect()), body)
            self._paint_card(painter, state)
        if state.headline:
            paint_headline(painter, self.rect(), state.headline)

    def _paint_card(self, painter: QPainter, state: ReviewState) -> None:
        recognised = state.recognised
        if recognised is None:
            return
        ratio = self.devicePixelRatioF()
        place = card_place(state.frame, self.rect())
        width, height = self.width() - place.x(), self.height() - place.y()
        key = (recognised.verdict, recognised.ranked, width, height, ratio, units())
        if self._card is None or key != self._card_key:
            self._card = paint_card(
                width, height, ratio, recognised.verdict, recognised.label, recognised.ranked
            )
            self._card_key = key
        painter.drawPixmap(place, self._card)


def _visible(state: ReviewState) -> tuple[object, ...]:
    recognised = state.recognised
    return (
        state.frame,
        None if recognised is None else (recognised.verdict, recognised.ranked),
        state.headline,
        state.skeleton,
    )
