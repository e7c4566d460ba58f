"""Starting the window and ending it."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from vidclf_app.assets import assets_folder, bundled_models
from vidclf_app.core.files import replacing
from vidclf_app.errors import SinkError
from vidclf_app.folders import Folders
from vidclf_app.settings import SettingsStore
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.parts.appearance import follow_settings
from vidclf_app.ui.parts.right_of_way import give_right_of_way
from vidclf_app.ui.shell.composing import compose_window, open_wall
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.services import open_services
from vidclf_app.ui.wall.controller import WallController
from vidclf_app.ui.wall.remembering import remembered

log = logging.getLogger(__name__)

_SAVE_EVERY_MS = 5000
_LOADED_MS = 10_000  # The first model and its libraries are there by then.
_DAY_MS = 24 * 3600 * 1000
_CLOSE_S = 0.4  # With the pages' own, below two seconds.


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How to start the window.

    Attributes:
        source: What to open; None for the last source, or the demo where there was none.
        model: A bundle; None for the last model, or the default where there was none.
        run_s: Close after that many seconds; None stays open.
        report: Where to write what the run measured about itself, as JSON.
        screenshot: Where to write a picture of the window, before it closes, as PNG.
        home: A folder for everything that is kept; None for this person's own folders.
    """

    source: str | None = None
    model: Path | None = None
    run_s: float | None = None
    report: Path | None = None
    screenshot: Path | None = None
    home: Path | None = None


def run_window(options: WindowOptions) -> int:
    """Show the window until it is closed.

    Returns:
        The program's exit code: 0, or 130 after Ctrl-C, 143 after SIGTERM.

    Raises:
        SinkError: The report or the screenshot could not be written.
    """
    with _end_by_signals() as signals:
        return _run(options, signals)


def _run(options: WindowOptions, signals: "_Signals") -> int:
    services = open_services(
        Folders.own() if options.home is None else Folders.inside(options.home)
    )
    app = _application()
    follow_settings(app, services.store)
    # Camera and model are opened by other threads while this one builds the window.
    wall = open_wall(
        services,
        source=options.source,
        model=None if options.model is None else _model_text(options.model),
    )
    recorder = RunRecorder()
    try:
        # Whoever names a source knows the program.
        window = compose_window(services, wall, recorder, may_welcome=options.source is None)
    except BaseException:
        # Without a window nobody would end what runs already.
        wall.close()
        services.close(_CLOSE_S)
        raise
    keeper = _SettingsKeeper(services.store, window, wall)
    geometry = services.store.current.geometry
    if geometry is not None:
        window.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii")))
    failures: list[SinkError] = []
    window.closing.connect(lambda: _finish(window, wall, recorder, options, failures))
    window.closing.connect(keeper.save)
    daily = QTimer(window)
    daily.timeout.connect(services.forget_what_is_old)
    daily.start(_DAY_MS)
    if options.run_s is not None:
        QTimer.singleShot(int(options.run_s * 1000), window, window.close)
    window.show()
    give_right_of_way()
    QTimer.singleShot(_LOADED_MS, give_right_of_way)
    signals.close(window)
    app.exec()
    code = signals.exit_code
    all_ended = services.close(_CLOSE_S) and window.all_ended
    if not all_ended:
        # A thread hangs in a driver. Leaving the ordinary way would tear the libraries down
        # under it, which can crash or hang the program after all.
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(failures[0].exit_code if failures else code)
    if failures:
        raise failures[0]
    return code


class _SettingsKeeper:
    """Writes the settings when they have changed: a screen on a wall is often just unplugged."""

    def __init__(self, store: SettingsStore, window: MainWindow, wall: WallController) -> None:
        self._store = store
        self._window = window
        self._wall = wall
        timer = QTimer(window)
        timer.setInterval(_SAVE_EVERY_MS)
        timer.timeout.connect(self._save_changes)
        timer.start()

    def save(self) -> None:
        """Write the settings, with the window's place, unless nothing has changed."""
        self._store.change(geometry=self._window.saveGeometry().toBase64().toStdString())
        self._save_changes()

    def _save_changes(self) -> None:
        state = self._window.live.wall_state
        if state is not None:
            self._store.change(**remembered(state, self._store.current), cameras=self._wall.cameras)
        self._store.save()


def _model_text(path: Path) -> str:
    # A model that came with the program is remembered by its name: the program may move.
    path = path.absolute()
    return path.name if path in bundled_models() else str(path)


def _application() -> QApplication:
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(["vidclf"])
    app.setApplicationName("vidclf")
    app.setApplicationDisplayName("vidclf")
    app.setDesktopFileName("vidclf")
    app.setWindowIcon(QIcon(str(assets_folder() / "icons" / "vidclf.png")))
    return app


def _finish(
    window: MainWindow,
    wall: WallController,
    recorder: RunRecorder,
    options: WindowOptions,
    failures: list[SinkError],
) -> None:
    try:
        if options.screenshot is not None:
            _save_screenshot(window, options.screenshot)
        if options.report is not None:
            recorder.write(options.report, wall.stats())
    except SinkError as error:
        failures.append(error)


def _save_screenshot(window: MainWindow, path: Path) -> None:
    with replacing(path) as partial:
        if not window.grab().save(str(partial), "PNG"):
            raise OSError(f"{partial.name} was refused")


class _Signals:
    """Ctrl-C and SIGTERM: they close the window, also those that come before there is one."""

    def __init__(self) -> None:
        self._received: list[int] = []
        self._window: MainWindow | None = None

    @property
    def exit_code(self) -> int:
        """The program's exit code: 0 where no signal came."""
        return 128 + self._received[0] if self._received else 0

    def close(self, window: MainWindow) -> None:
        """Close this window, by the event loop, when a signal comes or has come already."""
        self._window = window
        if self._received:
            self._close_soon()

    def receive(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Python's
        """Take a signal."""
        self._received.append(number)
        self._close_soon()

    def _close_soon(self) -> None:
        # Before the loop runs, a closed window would not end it.
        if self._window is not None:
            QTimer.singleShot(0, self._window, self._window.close)


@contextmanager
def _end_by_signals() -> Iterator[_Signals]:
    """Take Ctrl-C and SIGTERM; yields what closes the window then."""
    signals = _Signals()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, signals.receive) for number in numbers}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
