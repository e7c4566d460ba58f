"""One source among several: its picture, its name and how it is doing."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vidclf_app.core.records import Frame
from vidclf_app.translating import translate
from vidclf_app.ui.live.video_view import VideoView
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.picture.overlay_card import layout_unit_px
from vidclf_app.ui.wall import wording

# Low enough for the bars around it, with large text and a message above.
_ALONE_PX, _ALONE_BARS = (320, 90), 5
_AMONG_PX, _AMONG_BARS = (150, 84), 3
# In a low picture each bar hides too much: this share of the height is left to label and bars.
_MOST_OF_HEIGHT = 0.6
_LABEL_UNITS, _BAR_UNITS = 2.0, 0.48
_ASKS_FOR_IT = (
    Qt.FocusReason.MouseFocusReason,
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
)


class SourceTile(QWidget):
    """Shows a source. Alone it is nothing but the picture.

    Args:
        frame_painted: See `VideoView`.
        parent: The widget around it.
    """

    chosen = Signal()
    enlarging_requested = Signal()

    def __init__(
        self, frame_painted: Callable[[Frame], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._is_framed = False
        self._is_among = False
        self.view = VideoView(frame_painted, self)
        self.view.installEventFilter(self)
        self.header = QWidget(self)
        self.name = ElidedLabel(self.header)
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.figures = ElidedLabel(self.header)
        self.figures.setObjectName("caption")
        self.figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        line = QHBoxLayout(self.header)
        line.setContentsMargins(8, 3, 8, 3)
        line.setSpacing(10)
        line.addWidget(self.name, 1)
        line.addWidget(self.figures)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        self._layout.addWidget(self.header)
        self._layout.addWidget(self.view, 1)
        self.header.hide()
        self._layout.setContentsMargins(0, 0, 0, 0)

    def set_among_others(self, among: bool, *, has_others: bool) -> None:
        """Take a place among other pictures, or all of the room.

        Args:
            among: Other pictures are shown beside it.
            has_others: There are others, shown or not: which one this is must be told.
        """
        self.header.setVisible(has_others)
        self.view.setMinimumSize(*(_AMONG_PX if among else _ALONE_PX))
        self._is_among = among
        self._choose_bars()
        edge_px = theme.scaled_px(3) if among else 0
        self._layout.setContentsMargins(edge_px, edge_px, edge_px, edge_px)

    @property
    def header_px(self) -> int:
        """Height of the line above the picture."""
        return self.header.sizeHint().height()

    def render_state(self, state: ViewState, number: int, *, framed: bool) -> None:
        """Show a state.

        Args:
            state: The source's.
            number: Which source it is, from 1.
            framed: The controls belong to it, and there are others beside it.
        """
        self.view.render_state(state)
        self.name.setText(f"{number}  {state.source_name}")
        told = state.banner.message if state.banner is not None else wording.figures(state)
        if told != self.figures.text():
            self.figures.setText(told)
            self.figures.setToolTip(told)
        place = translate("wall", "Video {number}: {name}")
        self.view.setAccessibleName(place.format(number=number, name=state.source_name))
        if framed != self._is_framed:
            self._is_framed = framed
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show as many bars as leave enough of the picture."""
        super().resizeEvent(event)
        self._choose_bars()

    def _choose_bars(self) -> None:
        if not self._is_among:
            self.view.show_bars(_ALONE_BARS)
            return
        height_px = max(0, self.height() - self.header_px)
        unit_px = layout_unit_px(self.width(), height_px)
        room_units = _MOST_OF_HEIGHT * height_px / unit_px - _LABEL_UNITS
        self.view.show_bars(max(0, min(_AMONG_BARS, int(room_units / _BAR_UNITS))))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """See what a person does on the picture."""
        if isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _ASKS_FOR_IT:
            self.chosen.emit()
        elif event.type() is QEvent.Type.MouseButtonDblClick:
            self.chosen.emit()
            self.enlarging_requested.emit()
            return True
        elif _is_enter(event):
            self.enlarging_requested.emit()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint the frame around what the controls belong to."""
        super().paintEvent(event)
        painter = QPainter(self)
        colours = theme.colours()
        painter.fillRect(self.rect(), QColor(colours.surface))
        if self._is_framed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRect(self.rect())
            edge_px = self._layout.contentsMargins().left()
            inside = self.rect().adjusted(edge_px, edge_px, -edge_px, -edge_px)
            painter.fillRect(inside, QColor(colours.surface))
        painter.end()


def _is_enter(event: QEvent) -> bool:
    if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
        return False
    return event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
