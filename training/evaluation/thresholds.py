"""At which probability a label is shown, chosen on clips that were not learnt from."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from training.evaluation.calibration import Float64Array, IntArray
from training.evaluation.figures import clip_weights
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array
from vidclf_app.core.segments import LabelDecider
from vidclf_app.core.smoothing import RollingMean

_STEPS = 100
_HIGHEST_ENTER = 0.95
_LEAVE_RATIO = 0.8
_FEWEST_CLIPS = 5
# What is shown should be more likely than not, however rarely clips of the background reach it.
_LOWEST_QUIET = 0.5
# Of one false beginning a minute, in shares of a label's clips: from, to, steps.
_PRICES = (1e-3, 1e3, 121)

BoolArray = npt.NDArray[np.bool_]


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


def choose_quiet_thresholds(
    smoothed: Float32Array,
    table: TimedWindows,
    targets: IntArray,
    labels: Sequence[str],
    background: str,
    false_per_minute: float,
) -> dict[str, Threshold]:
    """Choose each label's hysteresis so that the background is rarely taken for a label.

    For each label and threshold, two things are counted: how often a minute of background the
    label would begin to be shown, and at which share of the label's own clips it is shown at all.
    Of all choices of thresholds that stay within `false_per_minute` together, the one with the
    highest sum of shares is taken, up to the grid and ties: each label takes the threshold with
    the best share minus a price for each false beginning, and the price rises from nothing until
    the false beginnings are few enough (Everett, 1963, "Generalized Lagrange Multiplier Method").

    Args:
        smoothed: float32, shape (N, C), rolling-averaged probabilities of windows.
        table: The windows, each clip's in time order.
        targets: int64, shape (clips,), class of each clip.
        labels: C names, the background's among them.
        background: Its name.
        false_per_minute: What is allowed, of all labels together.
    """
    own = labels.index(background)
    clips = table.clips
    step_s = _step_s(table)
    is_background = targets[clips] == own
    minutes = max(float(is_background.sum()) * step_s / 60.0, step_s / 60.0)
    top = smoothed.argmax(axis=1)
    grid = np.arange(_LOWEST_QUIET, _HIGHEST_ENTER + 1e-9, 1.0 / _STEPS)
    numbers = [number for number in range(len(labels)) if number != own]
    false = np.zeros((len(numbers), len(grid)))
    shares = np.zeros((len(numbers), len(grid)))
    for place, number in enumerate(numbers):
        peaks = _peaks(smoothed[:, number], top == number, clips, len(targets))
        own_peaks = peaks[targets == number]
        for column, enter in enumerate(grid.tolist()):
            shown = (top == number) & (smoothed[:, number] >= enter) & is_background
            begins = shown & ~np.concatenate([[False], (shown & _same_as_next(clips))[:-1]])
            false[place, column] = begins.sum() / minutes
            shares[place, column] = (own_peaks >= enter).mean() if len(own_peaks) else 0.0
    rows = np.arange(len(numbers))
    chosen = np.zeros(len(numbers), dtype=np.int64)
    for price in (0.0, *np.geomspace(*_PRICES)):
        # The last best one: of two thresholds that are worth the same, the stricter.
        worth = shares - price * false
        chosen = len(grid) - 1 - worth[:, ::-1].argmax(axis=1)
        if false[rows, chosen].sum() <= false_per_minute:
            break
    enters = {labels[number]: float(grid[chosen[place]]) for place, number in enumerate(numbers)}
    # The background needs no certainty: it only has to be the most probable one.
    enters[background] = round(1.0 / len(labels), 2)
    return {
        label: Threshold(
            enter=round(enters[label], 2), leave=round(enters[label] * _LEAVE_RATIO, 2)
        )
        for label in labels
    }


@dataclass(frozen=True, slots=True)
class ShownLabels:
    """What people would see of clips at some thresholds.

    Attributes:
        recall: Share of the named classes' clips whose label is shown at some time, a mean over
            the classes.
        false_per_minute: How often a label begins to be shown in a minute of background.
    """

    recall: float
    false_per_minute: float


def shown_labels(
    smoothed: Float32Array,
    table: TimedWindows,
    targets: IntArray,
    labels: Sequence[str],
    thresholds: Mapping[str, Threshold],
    background: str,
) -> ShownLabels:
    """Let the app's own decider look at rolling averages.

    Args:
        smoothed: float32, shape (N, C), rolling-averaged probabilities of windows.
        table: The windows, each clip's in time order.
        targets: int64, shape (clips,), class of each clip.
        labels: C names, the background's among them.
        thresholds: Of each label.
        background: Its name.
    """
    decider = LabelDecider(labels, thresholds, background)
    seen = np.zeros(len(targets), dtype=np.bool_)
    begins, windows, clip, before = 0, 0, -1, None
    for row, of in enumerate(table.clips.tolist()):
        if of != clip:
            decider.reset()
            clip, before = of, None
        label = decider.decide(smoothed[row])
        own = labels[int(targets[of])]
        if own == background:
            windows += 1
            begins += label is not None and label != before
        seen[of] |= label == own
        before = label
    numbers = [number for number, label in enumerate(labels) if label != background]
    recalls = [seen[targets == number].mean() for number in numbers if (targets == number).any()]
    minutes = windows * _step_s(table) / 60.0
    return ShownLabels(
        recall=float(np.mean(recalls)) if recalls else 0.0,
        false_per_minute=begins / minutes if minutes else 0.0,
    )


def _step_s(table: TimedWindows) -> float:
    """Return the time from a window to the next, seconds."""
    return float(np.median(np.diff(table.times_s)[np.diff(table.clips) == 0]))


def _peaks(
    probabilities: Float32Array, is_top: BoolArray, clips: IntArray, count: int
) -> Float64Array:
    """Return each clip's highest probability of a label where that is the most probable one."""
    peaks = np.zeros(count)
    np.maximum.at(peaks, clips[is_top], probabilities[is_top])
    return peaks


def _same_as_next(clips: IntArray) -> BoolArray:
    """Tell for each window whether the next one is of the same clip."""
    return np.concatenate([np.diff(clips) == 0, [False]])
