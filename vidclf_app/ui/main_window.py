"""The window: puts the widgets together and passes on what they ask for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from vidclf_app.core.records import Frame
from vidclf_app.ui.address_bar import AddressBar
from vidclf_app.ui.banner import BannerBar
from vidclf_app.ui.control_bar import ControlBar
from vidclf_app.ui.controller import LiveController
from vidclf_app.ui.run_report import RunRecorder
from vidclf_app.ui.shortcut_list import ShortcutList
from vidclf_app.ui.shortcuts import SHORTCUTS
from vidclf_app.ui.status_line import StatusLine
from vidclf_app.ui.tuning_panel import TuningPanel
from vidclf_app.ui.video_view import VideoView
from vidclf_app.ui.view_state import ViewState

_POLL_MS = 15


class MainWindow(QMainWindow):
    """Shows the live view.

    Args:
        controller: Takes what is asked for and says what to show; closed with the window.
        recorder: Takes note of when things happened.
    """

    closing = Signal()

    def __init__(self, controller: LiveController, recorder: RunRecorder | None = None) -> None:
        super().__init__()
        self._controller = controller
        self._recorder = recorder or RunRecorder()
        self._is_closed = False
        self.state: ViewState | None = None
        self.all_ended = True
        self.setWindowTitle("vidclf")
        self.setMinimumSize(640, 420)
        screen = self.screen().availableSize()
        self.resize(min(1180, screen.width() * 9 // 10), min(820, screen.height() * 9 // 10))
        self.setAcceptDrops(True)
        page = QWidget(self)
        page.setObjectName("page")
        self.controls = ControlBar(page)
        self.address = AddressBar(page)
        self.banner = BannerBar(page)
        self.view = VideoView(self._note_painted, page)
        self.tuning = TuningPanel(page)
        self.status = StatusLine(page)
        self.shortcuts = ShortcutList(page)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.controls, self.address, self.banner):
            layout.addWidget(widget)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.tuning)
        layout.addWidget(self.status)
        self.setCentralWidget(page)
        self._connect()
        self._add_shortcuts()
        self.view.setFocus()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def toggle_full_screen(self) -> None:
        """Show only the picture on the whole screen, or everything again."""
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def toggle_shortcuts(self) -> None:
        """Show the list of keyboard shortcuts, or put it away."""
        self.shortcuts.setVisible(not self.shortcuts.isVisible())
        self.shortcuts.place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the change to full screen, whoever asked for it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            full = self.isFullScreen()
            for widget in (self.controls, self.tuning, self.status):
                widget.setVisible(not full)
            if full:
                self.address.hide()
                self.view.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End everything that runs; bounded in time."""
        event.accept()
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self.closing.emit()
        self.hide()
        self.all_ended = self._controller.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that no widget wanted."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._toggle_pause()
        elif event.key() == Qt.Key.Key_Escape and self.shortcuts.isVisible():
            self.shortcuts.hide()
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the list of shortcuts in the middle."""
        super().resizeEvent(event)
        if self.shortcuts.isVisible():
            self.shortcuts.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Welcome a file."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Open a file that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._controller.open_path(paths[0])

    def _connect(self) -> None:
        controller = self._controller
        sources, models = self.controls.sources, self.controls.models
        sources.source_requested.connect(controller.open_source)
        sources.camera_requested.connect(controller.open_camera)
        sources.cameras_wanted.connect(controller.look_for_cameras)
        sources.address_requested.connect(self.address.ask)
        models.model_requested.connect(controller.open_model)
        self.address.address_entered.connect(controller.open_source)
        self.controls.pause_requested.connect(controller.set_paused)
        self.controls.mirror_requested.connect(controller.set_mirror)
        self.controls.skeleton_requested.connect(controller.set_skeleton)
        self.controls.full_screen_requested.connect(self.toggle_full_screen)
        self.controls.shortcuts_requested.connect(self.toggle_shortcuts)
        self.banner.retry_requested.connect(controller.retry)
        self.banner.close_requested.connect(controller.close_banner)
        self.tuning.threshold_requested.connect(controller.set_threshold)
        self.tuning.smoothing_requested.connect(controller.set_smoothing)
        self.tuning.reset_requested.connect(controller.reset_tuning)

    def _add_shortcuts(self) -> None:
        controller, sources = self._controller, self.controls.sources
        slots: dict[str, Callable[[], object]] = {
            "pause": self._toggle_pause,
            "mirror": self._toggle_mirror,
            # A press of the button does nothing while the model follows nobody.
            "skeleton": self.controls.skeleton.click,
            "cameras": sources.open_menu,
            "file": sources.choose_file,
            "address": self.address.ask,
            "demo": lambda: controller.open_source(""),
            "raise_threshold": lambda: controller.step_threshold(1),
            "lower_threshold": lambda: controller.step_threshold(-1),
            "reset_tuning": controller.reset_tuning,
            "retry": controller.retry,
            "full_screen": self.toggle_full_screen,
            "shortcuts": self.toggle_shortcuts,
            "quit": self.close,
        }
        for shortcut in SHORTCUTS:
            if not shortcut.keys:
                continue
            action = QAction(shortcut.text, self)
            action.setShortcuts([QKeySequence(keys) for keys in shortcut.keys])
            slot = slots[shortcut.name]
            action.triggered.connect(lambda _=False, slot=slot: slot())
            self.addAction(action)

    def _toggle_pause(self) -> None:
        self._controller.set_paused(not (self.state is not None and self.state.paused))

    def _toggle_mirror(self) -> None:
        self._controller.set_mirror(not (self.state is not None and self.state.mirror))

    def _tick(self) -> None:
        before, state = self.state, self._controller.poll()
        self.state = state
        self._recorder.note_state(state)
        self.view.render_state(state)
        self.banner.render_banner(state.banner)
        self.controls.render_state(state)
        self.tuning.render_state(state)
        self.status.render_state(state)
        if before is None or before.source_name != state.source_name:
            self.setWindowTitle(f"{state.source_name} — vidclf" if state.source_name else "vidclf")

    def _note_painted(self, frame: Frame) -> None:
        self._recorder.note_window_shown()
        if self._controller.note_shown(frame):
            self._recorder.note_frame_painted()
