"""What an analysis of a video is made of, as frozen records."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array, Segment, Tuning


@dataclass(frozen=True, slots=True)
class VideoIdentity:
    """Which video it was, so that a changed one is noticed.

    Attributes:
        path: Where it was, absolute.
        size_bytes: Its length.
        digest: sha256 over its size and parts of it: quick also for an hour of video.
        width_px: Width of its frames.
        height_px: Height of its frames.
        rate_hz: Nominal frames a second, 0.0 where unknown.
        duration_s: Length in seconds; None where unknown.
    """

    path: Path
    size_bytes: int
    digest: str
    width_px: int
    height_px: int
    rate_hz: float
    duration_s: float | None

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.name


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model it was, and all of it that decides.

    Attributes:
        name: The manifest's name.
        version: The manifest's version.
        sha256: Of each network, by its part ("head", "image", "detector", ...), and of what else
            in the manifest shapes the predictions ("manifest").
        labels: In the order of the probabilities.
        background_label: The label for "none of these", or None.
        thresholds: One per label.
        smoothing_s: Length of the rolling average, seconds.
        rate_hz: Predictions a second.
        max_gap_s: Seconds without a prediction that end a segment.
    """

    name: str
    version: str
    sha256: Mapping[str, str]
    labels: tuple[str, ...]
    background_label: str | None
    thresholds: Mapping[str, Threshold]
    smoothing_s: float
    rate_hz: float
    max_gap_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Every prediction of a run, before smoothing and thresholds. N predictions, C labels.

    Attributes:
        time_s: float64, shape (N,): media time of the window's newest frame, seconds, rising.
        index: int64, shape (N,): number of that frame in the video.
        raw: float32, shape (N, C): each window's own probabilities; a row sums to 1, or is all
            zero where nobody is in the picture.
        nobody: bool, shape (N,): nobody is in the picture.
        fresh: bool, shape (N,): what came before was forgotten at this prediction (a jump, a
            gap, somebody came back): smoothing and hysteresis begin anew.
        landmarks: float32, shape (N, 33, 3): x and y in the picture's pixels, and visibility
            0..1, of the person that the model followed, NaN where there was none; None for
            models that follow nobody. Joints as in `vidclf_app.core.body.Joint`.
    """

    time_s: npt.NDArray[np.float64]
    index: npt.NDArray[np.int64]
    raw: Float32Array
    nobody: npt.NDArray[np.bool_]
    fresh: npt.NDArray[np.bool_]
    landmarks: Float32Array | None = None

    def __len__(self) -> int:
        """Return N."""
        return len(self.time_s)


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """One run of one model over one video.

    Attributes:
        video: Which video.
        model: Which model.
        analysed_at: When, with a time zone.
        took_s: How long the run took, seconds.
        provider: Where the networks ran: "CUDA", "CPU".
        predictions: What it gave.
    """

    video: VideoIdentity
    model: ModelIdentity
    analysed_at: datetime
    took_s: float
    provider: str
    predictions: Predictions


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What follows from the predictions of a run with one tuning.

    Attributes:
        tuning: What a person changed about the model's decisions.
        probabilities: float32, shape (N, C): rolling averages.
        label: int16, shape (N,): number of the recognised label, -1 where nothing is.
        segments: In order of time.
    """

    tuning: Tuning
    probabilities: Float32Array
    label: npt.NDArray[np.int16]
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class HandStretch:
    """A stretch of time that a person decided; it covers what the model says there.

    Attributes:
        label: What it shows; None for nothing.
        start_s: Its beginning, seconds.
        end_s: Its end, seconds, after `start_s`.
    """

    label: str | None
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class ShownSegment:
    """A segment as it stands in the timeline and in everything that is written out.

    Attributes:
        label: The label.
        start_s: Its beginning, seconds.
        end_s: Its end, seconds.
        mean: Mean rolling-averaged probability of the label over it, 0..1.
        peak: Highest rolling-averaged probability of the label in it, 0..1.
        by_hand: A person set or changed it.
    """

    label: str
    start_s: float
    end_s: float
    mean: float
    peak: float
    by_hand: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """All that there is about one video: what the room `exporting` writes out.

    Attributes:
        analysis: The run.
        decided: What follows from it with the tuning in use.
        hand: What a person decided, in order of time, without overlaps.
        segments: What is shown: the model's segments where no hand was, and the hand's own, in
            order of time.
    """

    analysis: Analysis
    decided: Decided
    hand: tuple[HandStretch, ...]
    segments: tuple[ShownSegment, ...]
