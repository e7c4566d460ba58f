"""The live page: puts its widgets together and passes on what they ask for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vidclf_app.core.records import Frame
from vidclf_app.ui.live.address_bar import AddressBar
from vidclf_app.ui.live.camera_panel import CameraPanel
from vidclf_app.ui.live.control_bar import ControlBar
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.desk_area import DeskArea
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.live.shortcuts import LIVE_SHORTCUTS, SELECT_SHORTCUTS
from vidclf_app.ui.live.status_line import StatusLine
from vidclf_app.ui.live.video_view import VideoView
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.live.wall_grid import WallGrid
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.tuning_panel import TuningPanel
from vidclf_app.ui.wall.controller import WallController
from vidclf_app.ui.wall.view_state import WallState

_POLL_MS = 15
_POLL_BEHIND_MS = 200  # Retries fall due and results are kept while another page is in front.


class LivePage(Page):
    """Shows the live view.

    Args:
        wall: Takes what is asked for and says what to show; closed with the page.
        recorder: Takes note of when things happened.
        parent: The widget around it.
    """

    title_changed = Signal(str)
    full_screen_requested = Signal()
    shortcuts_requested = Signal()

    shortcuts = LIVE_SHORTCUTS

    def __init__(
        self,
        wall: WallController,
        recorder: RunRecorder | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wall = wall
        self._recorder = recorder or RunRecorder()
        self.state: ViewState | None = None
        self.wall_state: WallState | None = None
        self.controls = ControlBar(self)
        self.address = AddressBar(self)
        self.camera = CameraPanel(self)
        self.banner = BannerBar(self)
        self.wall = WallGrid(self._note_painted, self)
        self.desk = DeskArea(self.wall, lambda: self.controller.desk, self.controls.record, self)
        self.tuning = TuningPanel(self)
        self.status = StatusLine(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.controls, self.address, self.camera, self.banner):
            layout.addWidget(widget)
        layout.addWidget(self.desk, 1)
        layout.addWidget(self.tuning)
        layout.addWidget(self.status)
        self._connect()
        self._actions = add_actions(self, LIVE_SHORTCUTS, self._slots())
        self._actions += add_actions(self, SELECT_SHORTCUTS, self._selecting_slots())
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    @property
    def controller(self) -> LiveController:
        """The selected source's; ask each time, for another one may be selected."""
        return self._wall.selected

    @property
    def view(self) -> VideoView:
        """The selected source's picture."""
        return self.wall.view

    def enter(self) -> None:
        """Follow the picture again."""
        for action in self._actions:
            action.setEnabled(True)
        self._timer.setInterval(_POLL_MS)
        self.view.setFocus()

    def leave(self) -> None:
        """Let the source go on, without work for the screen."""
        for action in self._actions:
            action.setEnabled(False)
        self._timer.setInterval(_POLL_BEHIND_MS)

    def open_paths(self, paths: list[Path]) -> None:
        """Show what was dropped."""
        self._wall.open_paths(paths)

    def request_end(self) -> None:
        """Poll no more, and tell every source to end."""
        self._timer.stop()
        self._wall.request_end()

    def end(self, timeout_s: float) -> bool:
        """Close all sources, bounded in time."""
        return self._wall.close(timeout_s)

    def set_full_screen(self, full: bool) -> None:
        """Show only the picture, or everything again."""
        for widget in (self.controls, self.tuning, self.status):
            widget.setVisible(not full)
        self.desk.set_full_screen(full)
        if full:
            self.address.hide()
            self.camera.hide()
            self.view.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that no widget wanted."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._toggle_pause()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        wall = self._wall
        sources, models = self.controls.sources, self.controls.models
        sources.source_requested.connect(wall.open_source)
        sources.camera_requested.connect(wall.open_camera)
        sources.cameras_wanted.connect(lambda: self.controller.look_for_cameras())
        sources.address_requested.connect(self.address.ask)
        models.model_requested.connect(wall.open_model)
        self.address.address_entered.connect(wall.open_source)
        self.address.address_added.connect(wall.add_source)
        adder = self.controls.adder
        adder.source_requested.connect(wall.add_source)
        adder.camera_requested.connect(wall.add_camera)
        adder.cameras_wanted.connect(lambda: self.controller.look_for_cameras())
        adder.address_requested.connect(lambda: self.address.ask(adding=True))
        self.controls.camera_panel_requested.connect(self.camera.ask)
        self.camera.asked.connect(lambda asked: self.controller.set_camera(asked))
        self.controls.pause_requested.connect(lambda on: self.controller.set_paused(on))
        self.controls.mirror_requested.connect(lambda on: self.controller.set_mirror(on))
        self.controls.skeleton_requested.connect(wall.set_skeleton)
        self.controls.full_screen_requested.connect(self.full_screen_requested)
        self.controls.shortcuts_requested.connect(self.shortcuts_requested)
        self.banner.retry_requested.connect(lambda: self.controller.retry())
        self.banner.close_requested.connect(wall.close_banner)
        self.tuning.threshold_requested.connect(wall.set_threshold)
        self.tuning.smoothing_requested.connect(wall.set_smoothing)
        self.tuning.reset_requested.connect(wall.reset_tuning)
        self.wall.source_chosen.connect(wall.select)
        self.wall.enlarging_requested.connect(wall.toggle_large)

    def _slots(self) -> dict[str, Callable[[], object]]:
        wall, sources = self._wall, self.controls.sources
        return {
            "mirror": self._toggle_mirror,
            # A press of the button does nothing while the model follows nobody.
            "skeleton": self.controls.skeleton.click,
            "cameras": sources.open_menu,
            "file": sources.choose_file,
            "address": self.address.ask,
            "camera": self.camera.ask,
            "add_source": self.controls.adder.open_menu,
            "remove_source": wall.remove_selected,
            "demo": lambda: wall.open_source(""),
            "raise_threshold": lambda: wall.step_threshold(1),
            "lower_threshold": lambda: wall.step_threshold(-1),
            "reset_tuning": wall.reset_tuning,
            "retry": lambda: self.controller.retry(),
            **self.desk.slots(),
        }

    def _selecting_slots(self) -> dict[str, Callable[[], object]]:
        def slot(number: int) -> Callable[[], object]:
            return lambda: self._wall.select(number)

        return {shortcut.name: slot(n) for n, shortcut in enumerate(SELECT_SHORTCUTS)}

    def _toggle_pause(self) -> None:
        self.controller.set_paused(not (self.state is not None and self.state.paused))

    def _toggle_mirror(self) -> None:
        self.controller.set_mirror(not (self.state is not None and self.state.mirror))

    def _tick(self) -> None:
        before, wall_state = self.state, self._wall.poll()
        state = wall_state.front
        self.state, self.wall_state = state, wall_state
        self._recorder.note_state(state)
        self.wall.render_state(wall_state)
        self.banner.render_banner(state.banner)
        self.controls.render_state(state)
        self.desk.render_state(state)
        self.camera.render_setup(state.camera)
        self.tuning.render_tuning(state.tuning, state.own_tuning)
        self.status.render_state(state)
        if before is None or before.source_name != state.source_name:
            self.title_changed.emit(state.source_name)

    def _note_painted(self, number: int, frame: Frame) -> None:
        self._recorder.note_window_shown()
        if self._wall.note_shown(number, frame):
            self._recorder.note_frame_painted()
