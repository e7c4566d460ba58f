"""Landmarks of whole clips, dense in time, from which windows of any tempo are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.features.entries import Entry
from vidclf_app.core.records import Float32Array


@dataclass(frozen=True, slots=True, eq=False)
class BodySequence:
    """One clip's landmarks.

    Attributes:
        vectors: float32, shape (T, F), in order of time.
        rate_hz: Vectors a second.
    """

    vectors: Float32Array
    rate_hz: float


def merge_entries(entries: Sequence[Entry], rate_hz: float) -> BodySequence:
    """Put a clip's views that differ in their delay together, in order of time.

    Landmarks are small, some 24 kB for a second, so that they may stay in memory.

    Args:
        entries: One for each delay; the delays divide the model's step evenly.
        rate_hz: Frames a second of each.
    """
    times_s = np.concatenate([entry.times_s for entry in entries])
    vectors = np.concatenate([entry.read(0, entry.frames) for entry in entries])
    return BodySequence(vectors[np.argsort(times_s, kind="stable")], rate_hz * len(entries))


def play(
    sequence: BodySequence,
    frames: int,
    step: float,
    start: float,
    *,
    back_and_forth: bool,
) -> Float32Array:
    """Read a sequence at a tempo of one's own, between its frames by linear interpolation.

    Args:
        sequence: At least two frames.
        frames: To read.
        step: Between two frames read, in the sequence's frames.
        start: The first one, in the sequence's frames.
        back_and_forth: Turn at the ends; otherwise the reading must lie within the sequence.

    Returns:
        float32, shape (frames, F).
    """
    vectors = sequence.vectors
    last = len(vectors) - 1
    places = start + step * np.arange(frames)
    if back_and_forth:
        places = last - np.abs(places % (2 * last) - last)
    places = np.clip(places, 0.0, float(last))
    before = np.minimum(places.astype(np.int64), last - 1)
    share = (places - before)[:, None].astype(np.float32)
    read: Float32Array = vectors[before] * (1.0 - share) + vectors[before + 1] * share
    return read
