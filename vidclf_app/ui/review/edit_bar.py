"""The buttons over the timeline: what is done to segments, and what is visible."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from vidclf_app.label_names import label_name
from vidclf_app.translating import translate
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout
from vidclf_app.ui.review.timeline.blocks import colour_of
from vidclf_app.ui.review.view_state import ReviewState


class EditBar(QWidget):
    """Asks for corrections, and for another part of the time.

    Args:
        parent: The widget around it.
    """

    label_chosen = Signal(str)
    add_requested = Signal()
    delete_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    zoom_in_requested = Signal()
    zoom_out_requested = Signal()
    fit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._shown: tuple[object, ...] = ()
        self._chips: tuple[object, ...] = ()
        caption = QLabel(translate("review", "&Label"), self)
        caption.setObjectName("name")
        self.label = QComboBox(self)
        self.label.setToolTip(
            translate(
                "review",
                "The chosen segment's label, or the one for new segments (1 … 9). "
                "Drag on an empty place of the track to add one.",
            )
        )
        self.label.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.label.setAccessibleName(translate("review", "Label"))
        self.label.activated.connect(
            lambda place: self.label_chosen.emit(str(self.label.itemData(place)))
        )
        caption.setBuddy(self.label)
        self.add = self._button(
            translate("review", "Add"),
            translate("review", "Add a segment at the playhead (Ins)"),
            self.add_requested.emit,
        )
        self.delete = self._button(
            translate("review", "Delete"),
            translate("review", "Delete the chosen segment (Del)"),
            self.delete_requested.emit,
        )
        self.undo = self._button(
            translate("review", "Undo"),
            translate("review", "Take the last correction back (Ctrl Z)"),
            self.undo_requested.emit,
        )
        self.redo = self._button(
            translate("review", "Redo"),
            translate("review", "Make it again (Ctrl Shift Z)"),
            self.redo_requested.emit,
        )
        self.zoom_out = self._button(
            "−",  # noqa: RUF001 - as long as the plus
            translate("review", "See more of the time (−, or Ctrl and the wheel)"),  # noqa: RUF001
            self.zoom_out_requested.emit,
        )
        self.zoom_in = self._button(
            "+",
            translate("review", "Look closer at the time (+, or Ctrl and the wheel)"),
            self.zoom_in_requested.emit,
        )
        self.fit = self._button(
            translate("review", "All"),
            translate("review", "See all of the time (0)"),
            self.fit_requested.emit,
        )
        layout = WrappingLayout(self)
        layout.setContentsMargins(12, 6, 12, 6)
        for widget in (caption, self.label, self.add, self.delete, self.undo, self.redo):
            layout.addWidget(widget)
        layout.addStretch()
        for widget in (self.zoom_out, self.fit, self.zoom_in):
            layout.addWidget(widget)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        self._show_labels(state)
        label = state.label
        if state.selected is not None and state.result is not None:
            label = state.result.segments[state.selected].label
        key = (
            state.timeline is not None,
            state.selected is not None,
            state.can_undo,
            state.can_redo,
            label,
            self._chips,
        )
        if key == self._shown:
            return
        self._shown = key
        is_open = state.timeline is not None
        self.label.setCurrentIndex(self.label.findData(label))
        for widget in (self.label, self.add, self.zoom_out, self.zoom_in, self.fit):
            widget.setEnabled(is_open)
        self.delete.setEnabled(state.selected is not None)
        self.undo.setEnabled(state.can_undo)
        self.redo.setEnabled(state.can_redo)

    def _show_labels(self, state: ReviewState) -> None:
        timeline = state.timeline
        key = (state.labels, theme.colours(), theme.scaled_px(100))
        if timeline is None or key == self._chips:
            return
        self._chips = key
        self.label.clear()
        for place, label in enumerate(state.labels):
            number = timeline.labels.index(label)
            key_text = f"{place + 1}  " if place < 9 else "    "
            icon = _chip(self, number, timeline.background)
            self.label.addItem(icon, f"{key_text}{label_name(label)}", label)

    def _button(self, text: str, tip: str, slot: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        if len(text) == 1:
            button.setAccessibleName(tip)
        button.clicked.connect(lambda: slot())
        return button


def _chip(widget: QWidget, number: int, background: int | None) -> QIcon:
    """Return a label's colour as a small square."""
    ratio, side = widget.devicePixelRatioF(), theme.scaled_px(12)
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(number, background))
    painter.drawRoundedRect(0, 0, side, side, 3, 3)
    painter.end()
    return QIcon(picture)
