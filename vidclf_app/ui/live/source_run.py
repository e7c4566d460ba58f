"""One source while it is shown: its pipeline, and what is done when it fails or hangs. Without Qt.

A change of source tells the running pipeline to stop, leaves the waiting to a thread in the
background, and starts a new one; only the newest is shown.
"""

import logging
import threading
from collections.abc import Callable, Sequence

from vidclf_app.core.bundle import Bundle
from vidclf_app.core.pipeline import Pipeline, Snapshot, State
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Tuning
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.capture import CaptureFactory
from vidclf_app.core.sources.opening import SourceName, open_source
from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.errors import ModelError, SourceOpenError, VidclfError
from vidclf_app.live.desk import LiveDesk
from vidclf_app.translating import deferred
from vidclf_app.ui.live import wording
from vidclf_app.ui.live.leaving import LeavingPipelines
from vidclf_app.ui.live.patience import MOST_HANGING, Patience
from vidclf_app.ui.live.shared import Shared

log = logging.getLogger(__name__)

RETRY_EVERY_S = 10.0
STALLED_AFTER_S = 3.0
_DEVICE_FREE_S = 3.0


class SourceRun:
    """Runs the pipeline of one source at a time.

    Args:
        shared: What it shares with the other sources of its window.
        desk: Takes part in each run.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.

    Attributes:
        name: The source.
        device_name: The camera's or stream's own name, once it is known; None for files.
        pipeline: The newest run, None where there is none.
        error: What it failed with; kept until there is a picture again.
        started_s: When the run began.
        paused: The picture stands still.
    """

    def __init__(
        self,
        shared: Shared,
        desk: LiveDesk,
        clock: Callable[[], float],
        capture_factory: CaptureFactory,
    ) -> None:
        self._shared = shared
        self._desk = desk
        self._clock = clock
        self._capture_factory = capture_factory
        self._leaving = LeavingPipelines()
        self._patience = Patience()
        self._opening: object | None = None
        self._bundle: Bundle | None = None
        self._hangs = False
        self._retry_at_s: float | None = None
        self._closed = False
        self.name: SourceName | None = None
        self.device_name: str | None = None
        self.pipeline: Pipeline | None = None
        self.error: BaseException | None = None
        self.paused = False
        self.started_s = self._resumed_s = clock()

    @property
    def goes_on(self) -> bool:
        """The pipeline opens or runs."""
        pipeline = self.pipeline
        return pipeline is not None and pipeline.snapshot().state in {State.OPENING, State.RUNNING}

    def show(self, name: SourceName) -> None:
        """Leave the source and turn to another, which `start` opens."""
        self.retire()
        self._shared.claims.release(self)
        self._patience.forget()
        self.name = name
        self.device_name = self.error = None
        self.paused = False

    def start(
        self, model_text: str, tuning: Tuning, model: Callable[[], Bundle] | None = None
    ) -> None:
        """Open the source, once more where it is open.

        Args:
            model_text: See `vidclf_app.models.shelf.BundleShelf`.
            tuning: What a person changed about the model's decisions.
            model: Gives the model in the shelf's place; may wait for it.
        """
        name = self.name
        if name is None or self._closed:
            return
        self.retire()
        self._retry_at_s = None
        self._hangs = False
        self.started_s = self._resumed_s = self._clock()
        before = self._leaving.waiting_for(name)
        opening = self._opening = object()

        def open_recognizer() -> Recognizer:
            bundle = model() if model is not None else self._shared.shelf.open(model_text)
            return self.recognizer(bundle)

        self.pipeline = Pipeline(
            lambda: self._open_device(name, before, opening),
            open_recognizer,
            [self._desk.sinks(name)],
            mode="live",
            clock=self._clock,
            tuning=tuning,
        )
        self._desk.attach(self.pipeline, name)
        self.pipeline.pause(self.paused)
        self.pipeline.start()

    def recognizer(self, bundle: Bundle) -> Recognizer:
        """Return a recogniser for this source; the shelf has its model for as long as it runs."""
        self._bundle = bundle
        return Recognizer(bundle, self._clock)

    def retire(self) -> None:
        """End the run, without waiting for its end."""
        pipeline, name = self.pipeline, self.name
        self.pipeline = self._opening = None
        if pipeline is not None and name is not None:
            self._leaving.add(name, pipeline)

    def request_end(self) -> None:
        """End for good, without waiting for it."""
        self._closed = True
        self.retire()
        self._shared.claims.release(self)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of all runs; True when they have ended."""
        return self._leaving.join(timeout_s)

    def pause(self, paused: bool) -> None:
        """Let the picture stand still, or go on."""
        self.paused = paused
        self._resumed_s = self._clock()
        if self.pipeline is not None:
            self.pipeline.pause(paused)

    def may_leave_another(self) -> bool:
        """Whether the run may be left behind even if it hangs; else the driver is let be."""
        if self.name is None or self.pipeline is None or self.pipeline.has_ended:
            return True
        return self._leaving.hanging(self.name) < MOST_HANGING

    def silent_s(self, snapshot: Snapshot, now_s: float) -> float:
        """Return for how long a running live source has given no picture; 0 for others."""
        source, frame = snapshot.source, snapshot.frame
        running = snapshot.state is State.RUNNING and not self.paused
        if source is None or frame is None or not source.live or not running:
            return 0.0
        return now_s - max(frame.arrived_s, self._resumed_s)

    def retry_in_s(self, snapshot: Snapshot | None, now_s: float) -> float | None:
        """Return in how many seconds it is tried again, 0 for just now; None for never."""
        if self._retry_at_s is not None:
            return self._retry_at_s - now_s
        is_opening = snapshot is not None and snapshot.state is State.OPENING
        return 0.0 if is_opening and not self._hangs else None

    def watch(self, snapshot: Snapshot, now_s: float) -> bool:
        """Look after the run.

        Returns:
            True when it is time to open the source anew.
        """
        self._leaving.forget_ended()
        error = snapshot.error
        if error is None:
            return self._watch_pictures(snapshot, now_s)
        if error is not self.error:
            if str(error) != str(self.error):
                # Once, not every ten seconds for a month.
                log.error("%s", error, exc_info=None if isinstance(error, VidclfError) else error)
            self.error = error
            self._retry_at_s = now_s + RETRY_EVERY_S if self._may_come_back(error) else None
            return False
        # The message stays until there is a picture again.
        return self._retry_at_s is not None and now_s >= self._retry_at_s

    def _watch_pictures(self, snapshot: Snapshot, now_s: float) -> bool:
        frame = snapshot.frame
        silent_s = self.silent_s(snapshot, now_s)
        if frame is not None and snapshot.state is State.RUNNING and silent_s <= STALLED_AFTER_S:
            self.error = None
            self._patience.note_pictures(frame.arrived_s - self.started_s)
        if self.name is None or self.name.kind == "file":
            return False
        if frame is None and not self.paused:
            # Opening may take a driver longer than the next picture.
            silent_s = 0.5 * (now_s - max(self.started_s, self._resumed_s))
        if silent_s <= self._patience.restart_after_s:
            return False
        return self._tell_silence(now_s - (frame.arrived_s if frame else self.started_s))

    def _tell_silence(self, silent_s: float) -> bool:
        """Tell of a source that says nothing at all; True when it may be opened anew."""
        title = wording.source_title(self.name, is_demo=False)
        if self.may_leave_another():
            log.warning("%s: silent for %.0f s; it is opened anew", title, silent_s)
            self._patience.note_restart()
            self.error = wording.silence_error(title, silent_s)
            return True
        if not self._hangs:
            self._hangs = True
            self.error = wording.hanging_error(title)
            log.error("%s", self.error)
        return False

    def _may_come_back(self, error: BaseException) -> bool:
        # Screens that run for months: a camera or stream comes back, a broken model doesn't.
        live = self.name is not None and self.name.kind != "file"
        return live and not isinstance(error, ModelError)

    def _open_device(
        self, name: SourceName, before: Sequence[threading.Thread], opening: object
    ) -> VideoSource:
        # Runs on the pipeline's thread. A camera is given to one program and one place in it:
        # whoever had it before must have let go.
        if name.kind != "file":
            for thread in before:
                thread.join(_DEVICE_FREE_S)

        def check_wanted() -> None:
            if self._opening is not opening:
                raise SourceOpenError(
                    deferred("errors", "{name}: is not wanted any more.").format(name=name.shown)
                )

        def claim(camera: Camera) -> None:
            check_wanted()
            self._shared.claims.take(camera, self)

        def properties_of(device_name: str) -> CameraProperties | None:
            check_wanted()
            self.device_name = device_name
            return self._shared.cameras.find(device_name)

        check_wanted()
        return open_source(
            name,
            paced=True,
            loop=name.kind == "file",
            properties_of=properties_of,
            claim=claim,
            clock=self._clock,
            capture_factory=self._capture_factory,
        )
