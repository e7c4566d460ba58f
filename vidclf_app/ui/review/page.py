"""The page of a result: puts its widgets together and passes on what they ask for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from vidclf_app.results.paths import RESULT_SUFFIX
from vidclf_app.translating import translate
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.tuning_panel import TuningPanel
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.edit_bar import EditBar
from vidclf_app.ui.review.header_bar import HeaderBar
from vidclf_app.ui.review.message_bar import MessageBar
from vidclf_app.ui.review.picture_view import PictureView
from vidclf_app.ui.review.placeholder import Placeholder
from vidclf_app.ui.review.shortcuts import REVIEW_SHORTCUTS
from vidclf_app.ui.review.side_panel import SidePanel
from vidclf_app.ui.review.timeline.view import TimelineView
from vidclf_app.ui.review.transport_bar import TransportBar
from vidclf_app.ui.review.view_state import Action

_POLL_MS = 15
_POLL_BEHIND_MS = 200  # Saving falls due while another page is in front.
_NEAR_S, _FAR_S = 1.0, 5.0


class ReviewPage(Page):
    """Shows a result, and takes corrections.

    Args:
        controller: Takes what is asked for and says what to show; closed with the page.
        parent: The widget around it.
    """

    title_changed = Signal(str)
    analysis_requested = Signal(Path)
    export_requested = Signal(object, Path)
    back_requested = Signal()

    shortcuts = REVIEW_SHORTCUTS

    def __init__(self, controller: ReviewController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.state = controller.poll()
        self.header = HeaderBar(self)
        self.message = MessageBar(self)
        self.picture = PictureView(self)
        self.transport = TransportBar(self)
        self.side = SidePanel(self)
        self.edits = EditBar(self)
        self.timeline = TimelineView(self)
        self.tuning = TuningPanel(self)
        watch = _column(self.picture, self.transport)
        over = QSplitter(Qt.Orientation.Horizontal, self)
        over.addWidget(watch)
        over.addWidget(self.side)
        over.setStretchFactor(0, 1)
        over.setStretchFactor(1, 0)
        below = _column(self.edits, self.timeline, self.tuning, stretched=1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(over)
        self.splitter.addWidget(below)
        # The timeline is what one works on: more than half of the height is its.
        self.splitter.setStretchFactor(0, 9)
        self.splitter.setStretchFactor(1, 11)
        self.splitter.setSizes([450, 550])
        self._over = over
        self._is_divided_by_hand = False
        over.splitterMoved.connect(self._note_divided)
        self.placeholder = Placeholder(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.placeholder)
        self.stack.addWidget(self.splitter)
        for splitter in (over, self.splitter):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(5)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.message)
        layout.addWidget(self.stack, 1)
        self._connect()
        self._actions = add_actions(self, REVIEW_SHORTCUTS, self._slots())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def open_result(self, path: Path) -> None:
        """Show a result."""
        self._controller.open_result(path)

    def compare_with(self, path: Path) -> None:
        """Show another result of the same video beside this one."""
        self._controller.compare_with(path)

    def set_back(self, text: str, tip: str) -> None:
        """Offer a button that asks to go back (`back_requested`); "" for none."""
        self.header.set_back(text, tip)

    def enter(self) -> None:
        """Follow the video again."""
        for action in self._actions:
            action.setEnabled(True)
        self._timer.setInterval(_POLL_MS)
        self.picture.setFocus()

    def leave(self) -> None:
        """Stand still and save."""
        for action in self._actions:
            action.setEnabled(False)
        self._timer.setInterval(_POLL_BEHIND_MS)
        self._controller.video.set_playing(False)
        self._controller.save_soon()

    def open_paths(self, paths: list[Path]) -> None:
        """Show a result that was dropped, or take a video for the one that is looked for."""
        if paths[0].suffix == RESULT_SUFFIX:
            self.open_result(paths[0])
        else:
            self._controller.find_video(paths[0])

    def request_end(self) -> None:
        """Poll no more; begin to save."""
        self._timer.stop()
        self._controller.save_soon()
        self._controller.request_end()

    def end(self, timeout_s: float) -> bool:
        """Save and end everything behind the page."""
        return self._controller.close(timeout_s)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Divide the width between picture and list, until a person does."""
        super().resizeEvent(event)
        if not self._is_divided_by_hand:
            side_px = min(self.side.sizeHint().width(), self.width() * 2 // 5)
            self._over.setSizes([self.width() - side_px, side_px])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that no widget wanted."""
        if not self._take_key(event):
            super().keyPressEvent(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        controller, key = self._controller, event.key()
        is_far = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        ):
            return False
        if key == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                controller.video.set_playing(not self.state.playing)
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            seconds = _FAR_S if is_far else _NEAR_S
            controller.seek_by(-seconds if key == Qt.Key.Key_Left else seconds)
        elif key == Qt.Key.Key_Home:
            controller.seek(0.0)
        elif key == Qt.Key.Key_End:
            controller.seek_end()
        elif key == Qt.Key.Key_Escape and self.state.selected is not None:
            controller.select(None)
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            controller.press_label(int(key) - int(Qt.Key.Key_1))
        else:
            return False
        return True

    def _connect(self) -> None:
        controller, track = self._controller, self.timeline.track
        self.placeholder.file_chosen.connect(lambda name: self.open_result(Path(name)))
        self.header.back_requested.connect(self.back_requested)
        self.header.other_chosen.connect(lambda name: controller.compare_with(Path(name)))
        self.header.stop_comparing_requested.connect(controller.stop_comparing)
        self.header.export_requested.connect(self._export)
        self.message.action_requested.connect(self._act)
        self.transport.play_requested.connect(controller.video.set_playing)
        self.transport.step_requested.connect(controller.video.step_frames)
        self.transport.neighbour_requested.connect(controller.go_to_neighbour)
        self.transport.speed_requested.connect(controller.video.set_speed)
        self.transport.skeleton_requested.connect(controller.set_skeleton)
        self.side.segment_chosen.connect(controller.go_to)
        self.side.comparison.seek_requested.connect(controller.seek)
        self.side.stop_requested.connect(controller.stop_comparing)
        self.edits.label_chosen.connect(controller.use_label)
        self.edits.add_requested.connect(controller.add_here)
        self.edits.delete_requested.connect(controller.delete)
        self.edits.undo_requested.connect(controller.undo)
        self.edits.redo_requested.connect(controller.redo)
        self.edits.zoom_in_requested.connect(self.timeline.zoom_in)
        self.edits.zoom_out_requested.connect(self.timeline.zoom_out)
        self.edits.fit_requested.connect(self.timeline.fit)
        self.timeline.seek_requested.connect(controller.seek)
        track.segment_chosen.connect(controller.select)
        track.edge_moved.connect(controller.move_edge)
        track.segment_drawn.connect(controller.add)
        track.label_requested.connect(self._relabel)
        track.delete_requested.connect(self._delete)
        self.tuning.threshold_requested.connect(controller.set_threshold)
        self.tuning.smoothing_requested.connect(controller.set_smoothing)
        self.tuning.reset_requested.connect(controller.reset_tuning)

    def _slots(self) -> dict[str, Callable[[], object]]:
        controller = self._controller
        return {
            "step_back": lambda: controller.video.step_frames(-1),
            "step_on": lambda: controller.video.step_frames(1),
            "slower": lambda: controller.video.step_speed(-1),
            "faster": lambda: controller.video.step_speed(1),
            # A press of the button does nothing while the model follows nobody.
            "skeleton": self.transport.skeleton.click,
            "next": lambda: controller.go_to_neighbour(1),
            "previous": lambda: controller.go_to_neighbour(-1),
            "set_start": lambda: controller.set_edge_here("start"),
            "set_end": lambda: controller.set_edge_here("end"),
            "add": controller.add_here,
            "delete": controller.delete,
            "undo": controller.undo,
            "redo": controller.redo,
            "zoom_in": self.timeline.zoom_in,
            "zoom_out": self.timeline.zoom_out,
            "fit": self.timeline.fit,
            "open": self.placeholder.choose,
            "compare": self.header.open_menu,
            "export": self._export,
        }

    def _note_divided(self) -> None:
        self._is_divided_by_hand = True

    def _relabel(self, number: int, label: str) -> None:
        self._controller.select(number)
        self._controller.use_label(label)

    def _delete(self, number: int) -> None:
        self._controller.select(number)
        self._controller.delete()

    def _export(self) -> None:
        if self.state.result is not None and self.state.path is not None:
            self.export_requested.emit(self.state.result, self.state.path)

    def _act(self, action: Action) -> None:
        slots: dict[Action, Callable[[], object]] = {
            Action.ANALYSE_AGAIN: self._analyse_again,
            Action.FIND_VIDEO: self._find_video,
            Action.USE_ANYWAY: self._controller.use_anyway,
            Action.SAVE_AGAIN: self._controller.save_again,
            Action.SAVE_ELSEWHERE: self._save_elsewhere,
            Action.DISCARD: self._controller.discard,
            Action.TRY_AGAIN: self._controller.retry,
            Action.CLOSE: self._controller.close_message,
        }
        slots[action]()

    def _analyse_again(self) -> None:
        if self.state.video is not None:
            self.analysis_requested.emit(self.state.video)

    def _find_video(self) -> None:
        folder = str(self.state.path.parent) if self.state.path is not None else ""
        title = translate("review", "Find {name}").format(name=self.state.title)
        name, _ = QFileDialog.getOpenFileName(self, title, folder)
        if name:
            self._controller.find_video(Path(name))

    def _save_elsewhere(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            translate("review", "Save the result"),
            self.state.path.name if self.state.path is not None else "",
            translate("review", "Results (*{suffix})").format(suffix=RESULT_SUFFIX),
        )
        if name:
            path = Path(name)
            if path.suffix != RESULT_SUFFIX:
                path = path.with_name(path.name + RESULT_SUFFIX)
            self._controller.save_to(path)

    def _tick(self) -> None:
        before, state = self.state, self._controller.poll()
        self.state = state
        is_open = state.result is not None
        self.stack.setCurrentWidget(self.splitter if is_open else self.placeholder)
        self.header.render_state(state)
        self.placeholder.render_state(state)
        self.message.render_message(state.message)
        self.picture.render_state(state)
        self.transport.render_state(state)
        self.side.render_state(state)
        self.edits.render_state(state)
        self.timeline.render_state(state)
        self.tuning.render_tuning(state.tuning, state.own_tuning)
        if before.title != state.title:
            self.title_changed.emit(state.title)


def _column(*widgets: QWidget, stretched: int = 0) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for place, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if place == stretched else 0)
    return column
