"""The live view without its widgets: what a person asks for goes in, what to show comes out.

The pipelines are the work of `source_run`. Nothing here waits, but `close`, which does so for a
bounded time.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from vidclf_app.assets import demo_clip
from vidclf_app.background import Background
from vidclf_app.core.bundle import Bundle
from vidclf_app.core.pipeline import Snapshot, State
from vidclf_app.core.records import Frame, Stats, Tuning
from vidclf_app.core.sources.cameras import Camera, list_cameras
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.core.sources.opening import parse_source
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import SourceOpenError, VidclfError
from vidclf_app.live.choices import LiveChoices
from vidclf_app.live.desk import LiveDesk
from vidclf_app.live.sinks import MakeSinks, no_sinks
from vidclf_app.translating import translated
from vidclf_app.ui.live import wording
from vidclf_app.ui.live.banners import LiveBanners
from vidclf_app.ui.live.camera_list import CameraList, source_text
from vidclf_app.ui.live.camera_setting import CameraSetting
from vidclf_app.ui.live.live_tuning import LiveTuning
from vidclf_app.ui.live.model_change import ModelChange
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.live.source_run import STALLED_AFTER_S, SourceRun
from vidclf_app.ui.live.view_state import ModelChoice, Phase, ViewState
from vidclf_app.ui.parts.messages import Banner, BannerKind

log = logging.getLogger(__name__)

_STATS_EVERY_S = 0.25
_CLOSE_S = 1.5

_PHASES = {
    State.OPENING: Phase.OPENING,
    State.RUNNING: Phase.RUNNING,
    State.ENDED: Phase.ENDED,
    State.FAILED: Phase.FAILED,
}


class LiveController:
    """Shows one source through one model.

    Call everything from one thread; `poll` as often as the screen wants a picture.

    Args:
        source: What to open first: a camera's number or name, a file, an address; "" for the
            demo.
        model: A bundled model's name, a bundle's path, or "" for the default.
        models: Gives the models to offer, at every poll.
        tuning: What a person changed about the model's decisions.
        mirror: Show the picture mirrored.
        skeleton: Draw the person that the model follows.
        notice: A message to begin with, or None.
        shared: What this source shares with the others of its window; None for a source alone.
        choices: What a person chose about panels and recordings; None for settings that nobody
            keeps.
        make_sinks: Makes further sinks for each session of a source. One that fails is told, and
            ends neither the picture nor the others.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
        find_cameras: Lists this machine's cameras; runs on a thread of its own.
    """

    def __init__(
        self,
        *,
        source: str = "",
        model: str = "",
        models: Callable[[], tuple[ModelChoice, ...]] = tuple,
        tuning: Tuning | None = None,
        mirror: bool = False,
        skeleton: bool = True,
        notice: str | None = None,
        shared: Shared | None = None,
        choices: LiveChoices | None = None,
        make_sinks: MakeSinks = no_sinks,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
        find_cameras: Callable[[], list[Camera]] = list_cameras,
    ) -> None:
        self._models = models
        self._skeleton = skeleton
        self._clock = clock
        self._shared = shared or Shared()
        self.desk = LiveDesk(choices, make_sinks, clock)
        self._run = SourceRun(self._shared, self.desk, clock, capture_factory)
        self._banners = LiveBanners(self._run, self.desk)
        self._camera = CameraSetting(self._shared.cameras, self._run, mirror=mirror)
        self._cameras = CameraList(find_cameras)
        self._model = ModelChange(model)
        self._tuning = LiveTuning(tuning or Tuning())
        self._source_text = ""
        self._stats = Stats()
        self._stats_due_s = 0.0
        self._shown: Frame | None = None
        self.open_source(source)
        if notice is not None and self._banners.own is None:
            self._banners.own = Banner(BannerKind.NOTICE, translated(notice), may_close=True)

    @property
    def model_text(self) -> str:
        """The model that was asked for; "" stands for the default."""
        return self._model.text

    @property
    def tuning(self) -> Tuning:
        """What a person changed about the model's decisions."""
        return self._tuning.tuning

    @property
    def title(self) -> str:
        """What the source is called, for people."""
        asked = wording.source_title(self._run.name, is_demo=not self._source_text)
        return self._run.device_name or asked

    @property
    def camera_names(self) -> tuple[str, ...]:
        """All names that are known of the camera that is shown; () for files and streams."""
        name = self._run.name
        if name is None or name.kind != "camera":
            return ()
        return self._cameras.names_of(name.text, self._run.device_name or name.text)

    @property
    def notice(self) -> Banner | None:
        """The message that can be put away."""
        return self._banners.notice

    # What a person asks for.

    def open_source(self, text: str) -> None:
        """Show another source; an address that can't be one leaves the running source alone."""
        text = text.strip()
        try:
            name = parse_source(text or str(demo_clip()))
        except SourceOpenError as error:
            self._banners.own = Banner(BannerKind.ERROR, error.message, error.hint, may_close=True)
            return
        if text and name.kind == "file":
            # Remembered for the next start, which may happen in another folder.
            text = str(Path(name.text).absolute())
        self._source_text = text
        self._banners.own = None
        self._run.show(name)
        self._start()

    def open_camera(self, camera: Camera) -> None:
        """Show a camera of this machine."""
        self.open_source(source_text(camera))

    def open_path(self, path: Path) -> None:
        """Use what was dropped on the window: a folder or zip file is a model, else a video."""
        if path.is_dir() or path.suffix.lower() == ".zip":
            self.open_model(str(path))
        else:
            self.open_source(str(path))

    def open_model(self, text: str, opening: Background[Bundle] | None = None) -> None:
        """Use another model. The running one goes on until the other is open and checked.

        Args:
            text: A bundled model's name, a bundle's path, or "" for the default.
            opening: Who opens it already, for several sources at once.
        """
        self._banners.own = None
        if opening is None:
            opening = Background("vidclf-model", lambda: self._shared.shelf.open(text, anew=True))
        if self._run.goes_on:
            self._model.begin(text, opening)
            return
        self._model.text = text
        self._run.error = None
        self._start(opening)

    def set_threshold(self, threshold: float | None) -> None:
        """Change the threshold of all labels, 0..1; None leaves it to the model."""
        self.set_tuning(self._tuning.with_threshold(threshold))

    def step_threshold(self, steps: int) -> None:
        """Move the threshold by steps of 5 %, onto whole steps."""
        snapshot = self._snapshot()
        self.set_tuning(self._tuning.stepped(steps, snapshot.manifest if snapshot else None))

    def set_smoothing(self, smoothing_s: float | None) -> None:
        """Change the length of the rolling average, seconds; None leaves it to the model."""
        self.set_tuning(self._tuning.with_smoothing(smoothing_s))

    def reset_tuning(self) -> None:
        """Leave threshold and smoothing to the model."""
        self.set_tuning(Tuning())

    def set_tuning(self, tuning: Tuning) -> None:
        """Change threshold and smoothing at once."""
        self._tuning.tuning = tuning
        if self._run.pipeline is not None:
            self._run.pipeline.tune(tuning)

    def set_paused(self, paused: bool) -> None:
        """Let the picture stand still, or go on."""
        self._run.pause(paused)

    def set_mirror(self, mirror: bool) -> None:
        """Show the picture mirrored, or as it comes. Remembered for each camera and stream."""
        self._camera.set_mirror(mirror)

    def set_camera(self, asked: CameraProperties) -> None:
        """Ask something of the camera or stream that is shown; opens it anew, but for mirroring."""
        if self._camera.ask(asked):
            self._run.paused = False
            self.retry()

    def set_skeleton(self, skeleton: bool) -> None:
        """Draw the person that the model follows, or don't."""
        self._skeleton = skeleton

    def retry(self) -> None:
        """Open the same source and model once more."""
        if self._run.may_leave_another():
            self._start()

    def close_banner(self) -> None:
        """Put the message away."""
        self._banners.close()

    def look_for_cameras(self) -> None:
        """List this machine's cameras anew."""
        self._cameras.look()

    # What the window tells.

    def note_shown(self, frame: Frame) -> bool:
        """Take note that a frame was painted just now.

        Returns:
            False when it was painted before, which doesn't count.
        """
        pipeline = self._run.pipeline
        if frame is self._shown or pipeline is None:
            return False
        self._shown = frame
        pipeline.note_shown(frame)
        return True

    def request_end(self) -> None:
        """Tell everything to end, and return at once."""
        self._shown = None
        self.desk.request_close()
        self._run.request_end()

    def close(self, timeout_s: float = _CLOSE_S) -> bool:
        """End everything. Waits for the threads, but not long; they can't hold the program.

        Returns:
            True when all threads have ended.
        """
        self.request_end()
        deadline_s = time.monotonic() + timeout_s

        def left_s() -> float:
            return max(0.0, deadline_s - time.monotonic())

        ended = [self._run.join(timeout_s), self.desk.close(left_s())]
        ended += [self._model.join(left_s()), self._cameras.join(left_s())]
        return all(ended)

    # What to show.

    def poll(self) -> ViewState:
        """Return how things stand now. Also the heartbeat: retries fall due here."""
        now_s = self._clock()
        self._cameras.poll()
        self._take_model()
        snapshot = self._snapshot()
        if snapshot is not None and self._run.watch(snapshot, now_s):
            self._start()
            snapshot = self._snapshot()
        if now_s >= self._stats_due_s:
            self._stats_due_s = now_s + _STATS_EVERY_S
            self._stats = self.stats()
        return self._view(snapshot, now_s)

    def stats(self) -> Stats:
        """Return how the newest pipeline is doing, at this moment."""
        return self._run.pipeline.stats() if self._run.pipeline is not None else Stats()

    def _view(self, snapshot: Snapshot | None, now_s: float) -> ViewState:
        name, paused = self._run.name, self._run.paused
        title = wording.source_title(name, is_demo=not self._source_text)
        source = snapshot.source if snapshot else None
        manifest = snapshot.manifest if snapshot else None
        has_picture = snapshot is not None and snapshot.state in {State.OPENING, State.RUNNING}
        stalled = snapshot is not None and self._run.silent_s(snapshot, now_s) > STALLED_AFTER_S
        verdict, recognised = wording.verdict(snapshot, stalled=stalled)
        desk = self.desk.poll(snapshot, paused=paused, stalled=stalled, skeleton=self._skeleton)
        wanted = self._model.wanted
        return ViewState(
            phase=_PHASES[snapshot.state] if snapshot else Phase.FAILED,
            headline=wording.headline(snapshot, name, title),
            source_text=self._source_text,
            source_name=source.name if source and self._source_text else title,
            source=source,
            frame=snapshot.frame if snapshot and has_picture else None,
            labels=manifest.labels if manifest else (),
            background=manifest.background_label if manifest else None,
            prediction=snapshot.prediction if snapshot and has_picture and not stalled else None,
            verdict=verdict,
            recognised=recognised,
            banner=self._banners.banner(snapshot, title, now_s),
            paused=paused,
            mirror=self._camera.is_mirrored,
            skeleton=self._skeleton,
            finds_people=manifest is not None and manifest.finds_people,
            model_text=self._model.text,
            model_name=manifest.name if manifest else wording.model_title(self._model.text),
            model_opening="" if wanted is None else wording.model_title(wanted),
            models=self._models(),
            tuning=self._tuning.tuning,
            own_tuning=self._tuning.own(manifest),
            cameras=self._cameras.cameras,
            cameras_listing=self._cameras.is_listing,
            stats=self._stats,
            camera=self._camera.setup(source),
            desk=desk,
        )

    # What goes on behind.

    def _snapshot(self) -> Snapshot | None:
        return self._run.pipeline.snapshot() if self._run.pipeline is not None else None

    def _start(self, model: Background[Bundle] | None = None) -> None:
        self._shown = None
        self._stats = Stats()
        self._run.start(
            self._model.text, self._tuning.tuning, model.wait if model is not None else None
        )

    def _take_model(self) -> None:
        try:
            bundle = self._model.take()
        except Exception as error:  # Told in the banner.
            log.error("%s", error, exc_info=None if isinstance(error, VidclfError) else error)
            snapshot = self._snapshot()
            manifest = snapshot.manifest if snapshot else None
            name = manifest.name if manifest else wording.model_title(self._model.text)
            self._banners.own = wording.model_refused_banner(error, name)
            return
        if bundle is None:
            return
        if self._run.goes_on and self._run.pipeline is not None:
            self._run.pipeline.use(self._run.recognizer(bundle))
        else:
            self._start()
