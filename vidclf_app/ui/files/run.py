"""One file on its way through the pipeline."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.bundle import Bundle
from vidclf_app.core.pipeline import Pipeline, State
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.errors import ModelError
from vidclf_app.ui.files.kept import KeptResult
from vidclf_app.ui.files.watched import WatchedFile


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        is_open: Video and model are open.
        at_s: Media time of the newest frame, seconds.
        duration_s: Length of the video in seconds, None where unknown.
    """

    is_open: bool
    at_s: float
    duration_s: float | None

    @property
    def share(self) -> float | None:
        """The share that is analysed, 0..1; None where the length is unknown."""
        if not self.duration_s:
            return None
        return min(1.0, max(0.0, self.at_s / self.duration_s))


class FileRun:
    """Analyses one file on threads of its own. Nothing here waits, but `join`.

    Args:
        video: The file.
        sink: Takes what is found.
        open_bundle: Gives the model; called on one of the threads.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
    """

    def __init__(
        self,
        video: Path,
        sink: KeptResult,
        open_bundle: Callable[[], Bundle],
        *,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self.sink = sink
        self._open_bundle = open_bundle
        self._clock = clock
        self._model_error: BaseException | None = None
        self._pipeline = Pipeline(
            lambda: WatchedFile(video, clock=clock, capture_factory=capture_factory),
            self._open_recognizer,
            [sink],
            mode="complete",
            clock=clock,
        )
        self._pipeline.start()

    @property
    def has_ended(self) -> bool:
        """Whether no thread of it runs any more."""
        return self._pipeline.has_ended

    @property
    def error(self) -> BaseException | None:
        """What went wrong, or None."""
        return self._pipeline.snapshot().error

    @property
    def has_no_model(self) -> bool:
        """What went wrong is that the model can't be opened: no other file would fare better."""
        error = self.error
        return isinstance(error, ModelError) and error is self._model_error

    def progress(self) -> Progress:
        """Return how far it is."""
        snapshot = self._pipeline.snapshot()
        return Progress(
            is_open=snapshot.state is not State.OPENING,
            at_s=snapshot.frame.time_s if snapshot.frame else 0.0,
            duration_s=snapshot.source.duration_s if snapshot.source else None,
        )

    def pause(self, paused: bool) -> None:
        """Stand still where it is, or go on from there."""
        self._pipeline.pause(paused)

    def request_stop(self) -> None:
        """Tell it to end without a result, and return at once."""
        self._pipeline.request_stop()

    def join(self, timeout_s: float) -> bool:
        """Wait for its end; True when it has ended."""
        return self._pipeline.stop(timeout_s)

    def _open_recognizer(self) -> Recognizer:
        try:
            return Recognizer(self._open_bundle(), self._clock)
        except BaseException as error:
            self._model_error = error
            raise
