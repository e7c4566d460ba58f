"""At which probability a label is shown, chosen on clips that were not learnt from."""

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np

from training.evaluation.calibration import Float64Array, IntArray
from training.evaluation.figures import clip_weights
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array
from vidclf_app.core.smoothing import RollingMean

_STEPS = 100
_HIGHEST_ENTER = 0.95
_LEAVE_RATIO = 0.8
_FEWEST_CLIPS = 5


class TimedWindows(Protocol):
    """Windows of several clips, each clip's in time order."""

    @property
    def clips(self) -> IntArray:
        """Position of each window's clip, int64, shape (N,)."""

    @property
    def times_s(self) -> Float64Array:
        """Media time of each window's newest frame, float64, shape (N,)."""


def smooth(probabilities: Float64Array, table: TimedWindows, smoothing_s: float) -> Float32Array:
    """Run the app's rolling average over each clip's windows.

    Args:
        probabilities: float64, shape (N, C), one row per window of the table.
        table: The windows, each clip's in time order.
        smoothing_s: Length of the average, seconds.

    Returns:
        float32, shape (N, C).
    """
    smoothed = np.empty(probabilities.shape, dtype=np.float32)
    average = RollingMean(smoothing_s)
    clip = -1
    for row, time_s in enumerate(table.times_s.tolist()):
        if table.clips[row] != clip:
            average.reset()
            clip = int(table.clips[row])
        smoothed[row] = average.update(probabilities[row].astype(np.float32), time_s)
    return smoothed


def choose_thresholds(
    smoothed: Float32Array,
    clips: IntArray,
    targets: IntArray,
    labels: Sequence[str],
    precision: float,
) -> dict[str, Threshold]:
    """Choose each label's hysteresis from predictions on clips not learnt from.

    The rule: of the predictions whose most probable label is this one, take those that reach a
    threshold; `enter` is the lowest threshold, in steps of 0.01 from 1 / C up, at which at least
    the wished share of them is right (each clip counts the same) while they come from at least
    five clips. Where no threshold is good enough, it is the highest one that predictions of five
    clips reach, or 0.95 for a label that is never predicted in five clips. `leave` is 0.8 times
    `enter`.

    Args:
        smoothed: float32, shape (N, C), rolling-averaged probabilities of windows.
        clips: int64, shape (N,), the clip of each window.
        targets: int64, shape (clips,), class of each clip.
        labels: C names.
        precision: The wished share, 0..1.
    """
    top = smoothed.argmax(axis=1)
    reached = smoothed.max(axis=1)
    right = top == targets[clips]
    weights = clip_weights(clips)
    lowest = math.ceil(_STEPS / len(labels))
    grid = [step / _STEPS for step in range(lowest, round(_HIGHEST_ENTER * _STEPS) + 1)]
    thresholds = {}
    for number, label in enumerate(labels):
        enter = _HIGHEST_ENTER
        for candidate in grid:
            chosen = (top == number) & (reached >= candidate)
            if len(set(clips[chosen].tolist())) < _FEWEST_CLIPS:
                break
            enter = candidate
            if (right * weights)[chosen].sum() >= precision * weights[chosen].sum():
                break
        thresholds[label] = Threshold(enter=enter, leave=round(enter * _LEAVE_RATIO, 2))
    return thresholds
