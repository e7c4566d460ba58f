"""What every sink does."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Frame, Prediction, Segment, SourceInfo, Stats, Tuning


@dataclass(frozen=True, slots=True)
class RunInfo:
    """What a run is about.

    Attributes:
        source: The video.
        manifest: The model.
        tuning: What a person changed about the model's decisions.
        started_at: The time of day at `time_s` 0 of a live source; None for files.
    """

    source: SourceInfo
    manifest: ModelManifest
    tuning: Tuning
    started_at: datetime | None = None


class Sink(ABC):
    """Takes a run's results. Called by one thread, in order: open, any writes, close or abort.

    In live runs, `change_model` may come between writes. A file sink writes beside its target and
    renames on `close`: a target that exists is whole. All methods raise `SinkError` where the
    result can't be written.
    """

    #: Whether `write_frame` must be called with every frame of a file, sampled or not.
    wants_frames: bool = False

    @abstractmethod
    def open(self, run: RunInfo) -> None:
        """Begin."""

    def write_frame(self, frame: Frame, prediction: Prediction | None) -> None:  # noqa: B027
        """Take a frame and the newest prediction at or before it."""

    def write(self, prediction: Prediction) -> None:  # noqa: B027
        """Take a prediction."""

    def write_segment(self, segment: Segment) -> None:  # noqa: B027
        """Take a finished segment."""

    def change_model(self, stats: Stats, run: RunInfo) -> None:
        """Go on under another model: what comes next has its labels.

        Finishes what was begun and begins anew. Sinks to which that means something else (a
        recording that goes on in the same file) say so themselves.

        Args:
            stats: How the run has done so far, all models together.
            run: The same source, the new model.
        """
        self.close(stats)
        self.open(run)

    @abstractmethod
    def close(self, stats: Stats) -> None:
        """Finish: the result is complete."""

    @abstractmethod
    def abort(self) -> None:
        """Throw away what was written: the run failed or was cancelled."""
