"""At which probability a label is shown, chosen on clips that were not learnt from."""

import math
from collections.abc import Callable, Mapping, Sequence
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

BoolArray = npt.NDArray[np.bool_]

_STEPS = 100
_HIGHEST_ENTER = 0.95
_LEAVE_RATIO = 0.8
_FEWEST_CLIPS = 5
# What is shown should be more likely than not, however rarely clips of the background reach it.
_LOWEST_QUIET = 0.5


class TimedWindows(Protocol):
    """Windows of several clips, each clip's in time order."""

    @property
    def clips(self) -> IntArray:
        """Position of each window's clip, int64, shape (N,)."""

    @property
    def times_s(self) -> Float64Array:
        """Media time of each window's newest frame, float64, shape (N,)."""


@dataclass(frozen=True, slots=True, eq=False)
class _Windows:
    """See `TimedWindows`."""

    clips: IntArray
    times_s: Float64Array


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


def choose_quiet_threshold(
    smoothed: Float32Array,
    table: TimedWindows,
    targets: IntArray,
    labels: Sequence[str],
    background: str,
    false_per_minute: float,
) -> dict[str, Threshold]:
    """Choose the hysteresis so that the background is rarely taken for a label.

    The rule: `enter` is the lowest threshold, in steps of 0.01 from 0.5 up, at which labels begin
    to be shown at most `false_per_minute` times in a minute of background, as the app's own
    decider shows them; 0.95 where none is so quiet. It is the same for all labels: chosen label by
    label it rests on a handful of false beginnings each and is worse on groups that took no part
    in the choice (docs/training.md has the figures). `leave` is 0.8 times `enter`.

    Args:
        smoothed: float32, shape (N, C), rolling-averaged probabilities of windows.
        table: The windows, each clip's in time order.
        targets: int64, shape (clips,), class of each clip.
        labels: C names, the background's among them.
        background: Its name.
        false_per_minute: What is allowed, of all labels together.
    """
    own = targets[table.clips] == labels.index(background)
    others = _part(table, own)

    def chosen(enter: float) -> dict[str, Threshold]:
        # The background needs no certainty: it only has to be the most probable one.
        least = round(1.0 / len(labels), 2)
        enters = {label: least if label == background else enter for label in labels}
        return {
            label: Threshold(enter=value, leave=round(value * _LEAVE_RATIO, 2))
            for label, value in enters.items()
        }

    def is_quiet(step: int) -> bool:
        shown = shown_labels(
            smoothed[own], others, targets, labels, chosen(step / _STEPS), background
        )
        return shown.false_per_minute <= false_per_minute

    low, high = (round(_STEPS * share) for share in (_LOWEST_QUIET, _HIGHEST_ENTER))
    while low < high:
        # What reaches a threshold reaches a lower one, too: half of the rest is ruled out.
        middle = (low + high) // 2
        low, high = (low, middle) if is_quiet(middle) else (middle + 1, high)
    return chosen(low / _STEPS)


@dataclass(frozen=True, slots=True)
class ShownLabels:
    """What people would see of clips at some thresholds.

    Attributes:
        recall: Share of the named classes' clips whose label is shown at some time, a mean over
            the classes.
        clip_recall: The same share of all these clips, whatever their class.
        false_per_minute: How often a label begins to be shown in a minute of background.
    """

    recall: float
    clip_recall: float
    false_per_minute: float


@dataclass(frozen=True, slots=True, eq=False)
class _Watched:
    """What the decider showed.

    Attributes:
        seen: bool, shape (clips,): clips whose own label was shown at some time.
        begins: How often a label began to be shown in clips of the background.
        windows: Windows of these clips.
    """

    seen: BoolArray
    begins: int
    windows: int


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
    watched = _watch(smoothed, table, targets, labels, thresholds, background)
    return _summed([watched], targets, labels.index(background), table)


def shown_by_fold(
    smoothed: Float32Array,
    table: TimedWindows,
    targets: IntArray,
    folds: IntArray,
    labels: Sequence[str],
    background: str,
    choose: Callable[[Float32Array, TimedWindows], Mapping[str, Threshold]],
) -> ShownLabels:
    """Show each fold's clips at thresholds that were chosen with the other folds' clips.

    Thresholds that were chosen with the clips they are judged on flatter.

    Args:
        smoothed: float32, shape (N, C), rolling-averaged probabilities of windows.
        table: The windows, each clip's in time order.
        targets: int64, shape (clips,), class of each clip.
        folds: int64, shape (clips,), the fold of each clip.
        labels: C names, the background's among them.
        background: Its name.
        choose: The rule, from rolling averages and their windows.
    """
    of_window = folds[table.clips]
    watched = []
    for fold in np.unique(of_window).tolist():
        others, own = of_window != fold, of_window == fold
        thresholds = choose(smoothed[others], _part(table, others))
        watched.append(
            _watch(smoothed[own], _part(table, own), targets, labels, thresholds, background)
        )
    return _summed(watched, targets, labels.index(background), table)


def _part(table: TimedWindows, chosen: BoolArray) -> _Windows:
    return _Windows(table.clips[chosen], table.times_s[chosen])


def _watch(
    smoothed: Float32Array,
    table: TimedWindows,
    targets: IntArray,
    labels: Sequence[str],
    thresholds: Mapping[str, Threshold],
    background: str,
) -> _Watched:
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
    return _Watched(seen, begins, windows)


def _summed(
    parts: Sequence[_Watched], targets: IntArray, background: int, table: TimedWindows
) -> ShownLabels:
    """Join what was shown of different clips."""
    seen = np.logical_or.reduce([part.seen for part in parts])
    windows = sum(part.windows for part in parts)
    named = targets != background
    recalls = [seen[targets == number].mean() for number in np.unique(targets[named]).tolist()]
    return ShownLabels(
        recall=float(np.mean(recalls)) if recalls else 0.0,
        clip_recall=float(seen[named].mean()) if named.any() else 0.0,
        false_per_minute=sum(part.begins for part in parts) / (windows * _step_s(table) / 60.0)
        if windows
        else 0.0,
    )


def _step_s(table: TimedWindows) -> float:
    """Return the time from a window to the next, seconds."""
    return float(np.median(np.diff(table.times_s)[np.diff(table.clips) == 0]))
