"""Several sources in one window, without its widgets.

Each source is a `LiveController` with a pipeline of its own; what one does or suffers, the others
don't notice. Model, threshold, smoothing and skeleton are the same for all: the model is opened
once and its networks are shared. Pause, mirror, rotation and recordings belong to each source.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.core.bundle import Bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.core.records import Frame, Stats, Tuning
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.opening import SourceName, parse_source
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import SourceOpenError
from vidclf_app.ui.live.camera_list import source_text
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.parts.messages import Banner, BannerKind
from vidclf_app.ui.wall import wording
from vidclf_app.ui.wall.view_state import WallState

MOST_SOURCES = 9
_CLOSE_S = 1.5


@dataclass(frozen=True, slots=True)
class Beginning:
    """How a source begins.

    Attributes:
        source: See `LiveController`.
        model: See `LiveController`.
        tuning: See `LiveController`.
        skeleton: See `LiveController`.
        shared: See `LiveController`.
        notice: See `LiveController`.
    """

    source: str
    model: str
    tuning: Tuning
    skeleton: bool
    shared: Shared
    notice: str | None = None


class WallController:
    """Holds the sources of a window; at least one.

    Call everything from one thread; `poll` as often as the screen wants a picture.

    Args:
        begin: Makes the controller of a source.
        sources: What to open first; nothing stands for the demo. See `LiveController`.
        model: A bundled model's name, a bundle's path, or "" for the default.
        tuning: What a person changed about the model's decisions.
        skeleton: Draw the people that the model follows.
        notice: A message to begin with, or None.
        shared: What the sources share; None for something new.
    """

    def __init__(
        self,
        begin: Callable[[Beginning], LiveController],
        sources: Sequence[str] = ("",),
        *,
        model: str = "",
        tuning: Tuning | None = None,
        skeleton: bool = True,
        notice: str | None = None,
        shared: Shared | None = None,
    ) -> None:
        self._begin = begin
        self._shared = shared or Shared()
        self._notice: Banner | None = None
        self._large = False
        self._closed = False
        self._leaving: list[LiveController] = []
        self._model_job: Background[Bundle] | None = None
        self._model_wanted = ""
        first = Beginning(
            "", model, tuning or Tuning(), skeleton=skeleton, shared=self._shared, notice=notice
        )
        texts = tuple(sources)[:MOST_SOURCES] or ("",)
        self._controllers = [begin(replace(first, source=texts[0]))]
        for text in texts[1:]:
            self._controllers.append(begin(replace(first, source=text, notice=None)))
        self._selected = 0

    @property
    def selected(self) -> LiveController:
        """The source that the controls belong to."""
        return self._controllers[self._selected]

    @property
    def cameras(self) -> dict[str, CameraProperties]:
        """How cameras and streams are set, by name, to be remembered."""
        return self._shared.cameras.known

    # What a person asks of the wall.

    def add_source(self, text: str) -> None:
        """Show one more source, and select it."""
        if self._closed or not self._has_room() or self._is_camera_in_use(text, except_for=None):
            return
        try:
            if text.strip():
                parse_source(text)
        except SourceOpenError as error:
            self._notice = Banner(BannerKind.ERROR, error.message, error.hint, may_close=True)
            return
        state = self.selected.poll()
        controller = self._begin(
            Beginning(
                text, state.model_text, state.tuning, skeleton=state.skeleton, shared=self._shared
            )
        )
        if self._model_job is not None and not self._model_job.done:
            controller.open_model(self._model_wanted, self._model_job)
        self._notice = None
        self._controllers.append(controller)
        self._selected = len(self._controllers) - 1

    def add_camera(self, camera: Camera) -> None:
        """Show one more camera of this machine."""
        if not self._is_camera_in_use(camera.name, str(camera.index), except_for=None):
            self.add_source(source_text(camera))

    def remove_selected(self) -> None:
        """Show the selected source no more; the last one stays."""
        if len(self._controllers) == 1:
            return
        controller = self._controllers.pop(self._selected)
        controller.request_end()
        self._leaving.append(controller)
        self._selected = min(self._selected, len(self._controllers) - 1)
        self._large = self._large and len(self._controllers) > 1
        self._notice = None

    def select(self, number: int) -> None:
        """Let the controls belong to another source, from 0; nothing where there is none."""
        if 0 <= number < len(self._controllers):
            self._selected = number

    def set_large(self, large: bool) -> None:
        """Show only the selected source, or all of them."""
        self._large = large and len(self._controllers) > 1

    def toggle_large(self) -> None:
        """Show only the selected source, or all of them again."""
        self.set_large(not self._large)

    # What a person asks of the selected source.

    def open_source(self, text: str) -> None:
        """Show another source in the selected one's place."""
        if not self._is_camera_in_use(text, except_for=self.selected):
            self._notice = None
            self.selected.open_source(text)

    def open_camera(self, camera: Camera) -> None:
        """Show a camera of this machine in the selected one's place."""
        if not self._is_camera_in_use(camera.name, str(camera.index), except_for=self.selected):
            self._notice = None
            self.selected.open_camera(camera)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Use what was dropped: a model for all, the first video here, the others beside it."""
        models = [path for path in paths if path.is_dir() or path.suffix.lower() == ".zip"]
        videos = [path for path in paths if path not in models]
        if models:
            self.open_model(str(models[0]))
        if videos:
            self.open_source(str(videos[0]))
        for path in videos[1:]:
            self.add_source(str(path))

    def close_banner(self) -> None:
        """Put the message away, also where it concerns several sources."""
        if self._notice is not None:
            self._notice = None
            return
        shown = self.selected.notice
        for controller in self._controllers:
            if controller.notice == shown:
                controller.close_banner()

    def note_shown(self, number: int, frame: Frame) -> bool:
        """Take note that a source's frame was painted. See `LiveController`."""
        if not 0 <= number < len(self._controllers):
            return False
        return self._controllers[number].note_shown(frame)

    # What a person asks of all sources.

    def open_model(self, text: str) -> None:
        """Use another model. It is opened once; each source goes on with the old one until then."""
        job = Background("vidclf-model", lambda: self._shared.shelf.open(text, anew=True))
        self._model_job, self._model_wanted = job, text
        self._notice = None
        for controller in self._controllers:
            controller.open_model(text, job)

    def use_provider(self, provider: ProviderChoice) -> None:
        """Let the model run elsewhere; it goes on where it runs until it is open there."""
        if provider != self._shared.shelf.provider:
            self._shared.shelf.use_provider(provider)
            self.open_model(self.selected.model_text)

    def set_threshold(self, threshold: float | None) -> None:
        """Change the threshold. See `LiveController`."""
        self.selected.set_threshold(threshold)
        self._spread_tuning()

    def step_threshold(self, steps: int) -> None:
        """Move the threshold. See `LiveController`."""
        self.selected.step_threshold(steps)
        self._spread_tuning()

    def set_smoothing(self, smoothing_s: float | None) -> None:
        """Change the rolling average. See `LiveController`."""
        self.selected.set_smoothing(smoothing_s)
        self._spread_tuning()

    def set_tuning(self, tuning: Tuning) -> None:
        """Change threshold and smoothing at once."""
        for controller in self._controllers:
            controller.set_tuning(tuning)

    def reset_tuning(self) -> None:
        """Leave threshold and smoothing to the model."""
        self.selected.reset_tuning()
        self._spread_tuning()

    def set_skeleton(self, skeleton: bool) -> None:
        """Draw the people that the model follows, or don't."""
        for controller in self._controllers:
            controller.set_skeleton(skeleton)

    # What to show.

    def poll(self) -> WallState:
        """Return how things stand now. Also the heartbeat of every source."""
        # Until then a source that is shown no more holds its last picture.
        self._leaving = [leaving for leaving in self._leaving if not leaving.close(0.0)]
        states = tuple(controller.poll() for controller in self._controllers)
        return WallState(states, self._selected, self._large, self._notice)

    def stats(self) -> Stats:
        """Return how the selected source is doing, at this moment."""
        return self.selected.stats()

    def request_end(self) -> None:
        """Tell everything to end, and return at once."""
        self._closed = True
        for controller in self._controllers:
            controller.request_end()

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """End everything; bounded in time.

        Returns:
            True when all threads have ended.
        """
        self.request_end()
        deadline_s = time.monotonic() + timeout_s
        ended = [
            controller.close(max(0.0, deadline_s - time.monotonic()))
            for controller in (*self._controllers, *self._leaving)
        ]
        job = self._model_job
        return (job is None or job.join(max(0.0, deadline_s - time.monotonic()))) and all(ended)

    def _spread_tuning(self) -> None:
        tuning = self.selected.tuning
        for controller in self._controllers:
            if controller is not self.selected:
                controller.set_tuning(tuning)

    def _has_room(self) -> bool:
        if len(self._controllers) < MOST_SOURCES:
            return True
        self._notice = wording.too_many_banner(MOST_SOURCES)
        return False

    def _is_camera_in_use(self, *names: str, except_for: LiveController | None) -> bool:
        """Tell whether another source has this camera, and say so.

        Two names of one camera that nobody has seen together yet are told apart when the second
        is opened, see `CameraClaims`.
        """
        asked = {_folded(name) for text in names if (name := _camera_name(text)) is not None}
        for controller in self._controllers:
            if controller is not except_for and asked & {
                _folded(name) for name in controller.camera_names
            }:
                self._notice = wording.camera_in_use_banner(controller.title)
                return True
        return False


def _camera_name(text: str) -> str | None:
    try:
        name: SourceName = parse_source(text)
    except SourceOpenError:
        return None
    return name.text if name.kind == "camera" else None


def _folded(name: str) -> str:
    return name.strip().casefold()
