"""The records that stages hand to each other: frozen, so any thread may read them."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

UInt8Array: TypeAlias = npt.NDArray[np.uint8]
Float32Array: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FrameStamp:
    """Where a frame stands in its source, known before its pixels are converted.

    Attributes:
        index: Number of the frame in the source, from 0.
        time_s: Seconds: since the source was opened for live sources, media time for files. A
            value smaller than the one before means that the source jumped (a loop, a seek).
        arrived_s: Monotonic clock, seconds, when the frame came out of the device or file.
    """

    index: int
    time_s: float
    arrived_s: float


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture.

    Attributes:
        pixels: uint8, BGR, shape (H, W, 3). Not written to after construction.
        index: See `FrameStamp`.
        time_s: See `FrameStamp`.
        arrived_s: See `FrameStamp`.
    """

    pixels: UInt8Array
    index: int
    time_s: float
    arrived_s: float

    @property
    def width_px(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """One person in one picture: 33 landmarks, in the order of `vidclf_app.core.body.Joint`.

    Attributes:
        picture_px: float32, shape (33, 2): x to the right, y down, from the picture's top left
            corner, in its pixels. May lie outside of the picture.
        space_m: float32, shape (33, 3): x to the picture's right, y down, z away from the camera,
            metres, from the middle of the hips.
        visibility: float32, shape (33,), 0..1: neither hidden nor outside of the picture.
        score: Probability (0..1) that there is a person at all.
    """

    picture_px: Float32Array
    space_m: Float32Array
    visibility: Float32Array
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class FrameFeatures:
    """What an encoder saw in one frame.

    Attributes:
        vector: float32, shape (F,).
        index: See `FrameStamp`.
        time_s: See `FrameStamp`.
        body: The person that a pose encoder followed; None for nobody, and for encoders that
            don't look for people.
    """

    vector: Float32Array
    index: int
    time_s: float
    body: Body | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """What is being done, at one sampled frame.

    Attributes:
        probabilities: float32, shape (C,), rolling average over time, sums to 1; all zero where
            nobody is in the picture.
        raw: float32, shape (C,), of this window alone, likewise.
        label: The recognised label, or None when nothing is recognised.
        index: Of the window's newest frame, see `FrameStamp`.
        time_s: Of the window's newest frame, see `FrameStamp`.
        latency_s: From the frame's arrival to this prediction, seconds.
        nobody: The model looks for people, and there has been none for a while.
        body: The person that the model follows; None for models that don't look for people.
        fresh: What came before was forgotten (the first frames, a jump, a gap, nobody in the
            picture): rolling average and hysteresis begin anew here.
    """

    probabilities: Float32Array
    raw: Float32Array
    label: str | None
    index: int
    time_s: float
    latency_s: float
    nobody: bool = False
    body: Body | None = None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time with one label.

    Attributes:
        label: The label.
        start_s: Time of the first prediction with the label, seconds.
        end_s: Time of the last prediction with the label, seconds.
        mean: Mean rolling-averaged probability of the label over the segment, 0..1.
        peak: Highest rolling-averaged probability of the label in the segment, 0..1.
    """

    label: str
    start_s: float
    end_s: float
    mean: float
    peak: float


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source says of itself once it is open.

    Attributes:
        name: For people: a file's name, a camera's name, an address without its password.
        live: True for cameras and streams (they can't wait), False for files.
        width_px: Width of its frames in pixels, 0 where unknown before the first frame.
        height_px: Height of its frames in pixels, likewise.
        rate_hz: Nominal frames a second, 0.0 where unknown.
        duration_s: Length in seconds; None for live sources and where unknown.
    """

    name: str
    live: bool
    width_px: int
    height_px: int
    rate_hz: float
    duration_s: float | None = None


@dataclass(frozen=True, slots=True)
class Stats:
    """How a running pipeline is doing.

    Rates and percentiles are over the last seconds, 0.0 where nothing happened in them.

    Attributes:
        captured: Frames taken from the source so far.
        sampled: Frames picked for the model so far.
        predicted: Predictions made so far.
        dropped: Sampled frames that the model was too slow for, so far.
        held: Window positions filled by holding the frame before (a slow source or a
            dropped frame leaves a gap in the model's rate), so far.
        restarts: Times the window was emptied because the source jumped or stalled, so far.
        capture_hz: Frames a second out of the source.
        model_hz: Frames a second through the model: those that were not dropped.
        inference_ms_p50: Encoder, head and smoothing for one frame, median, milliseconds.
        inference_ms_p95: Likewise, 95th percentile.
        picture_latency_ms_p50: From a frame's arrival to its painting, median, milliseconds.
        picture_latency_ms_p95: Likewise, 95th percentile.
        provider: The execution provider in use ("CUDA", "CPU"), "" before the model is open.
    """

    captured: int = 0
    sampled: int = 0
    predicted: int = 0
    dropped: int = 0
    held: int = 0
    restarts: int = 0
    capture_hz: float = 0.0
    model_hz: float = 0.0
    inference_ms_p50: float = 0.0
    inference_ms_p95: float = 0.0
    picture_latency_ms_p50: float = 0.0
    picture_latency_ms_p95: float = 0.0
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What a person may change while the model runs; None leaves it to the manifest.

    Attributes:
        threshold: Probability (0..1] at which any label is recognised.
        smoothing_s: Length of the rolling average in seconds, 0 for none.
    """

    threshold: float | None = None
    smoothing_s: float | None = None
