"""How good a head is on clips it hasn't learnt from, and what follows: temperature, thresholds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar  # type: ignore[import-untyped]
from sklearn.metrics import confusion_matrix, f1_score

from training.windows import IntArray, WindowTable
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array
from vidclf_app.core.smoothing import RollingMean

Float64Array = npt.NDArray[np.float64]

_ECE_BINS = 15
_TEMPERATURE_RANGE = (0.05, 20.0)
_STEPS = 100
_HIGHEST_ENTER = 0.95
_LEAVE_RATIO = 0.8
_FEWEST_CLIPS = 5


@dataclass(frozen=True, slots=True)
class Figures:
    """What a head is worth on clips it hasn't learnt from.

    Attributes:
        clip_accuracy: Share of clips whose highest mean probability is that of their class.
        macro_f1: Mean of the classes' F1, per clip.
        window_accuracy: Share of right windows; each clip counts the same.
        ece: Expected calibration error of the windows, 15 equal bins (Guo et al., 2017); each
            clip counts the same.
        class_f1: F1 of each class, per clip, in label order.
        confusion: Rows are the true classes, columns the predicted ones; clips.
    """

    clip_accuracy: float
    macro_f1: float
    window_accuracy: float
    ece: float
    class_f1: tuple[float, ...]
    confusion: tuple[tuple[int, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers and lists."""
        return {
            "clip_accuracy": self.clip_accuracy,
            "macro_f1": self.macro_f1,
            "window_accuracy": self.window_accuracy,
            "ece": self.ece,
            "class_f1": list(self.class_f1),
            "confusion": [list(row) for row in self.confusion],
        }


def softmax(logits: Float32Array, temperature: float = 1.0) -> Float64Array:
    """Return the probabilities of rows of logits.

    Args:
        logits: float32, shape (N, C).
        temperature: Logits are divided by this first.

    Returns:
        float64, shape (N, C).
    """
    scaled = logits.astype(np.float64) / temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def clip_weights(clips: IntArray) -> Float64Array:
    """Return weights that make each clip count the same and sum to 1.

    Args:
        clips: int64, shape (N,), the clip of each window.

    Returns:
        float64, shape (N,).
    """
    _, position, counts = np.unique(clips, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (counts[position] * len(counts)))


def log_loss(logits: Float32Array, targets: IntArray, weights: Float64Array) -> float:
    """Return the weighted mean of minus the log probability of the true class.

    Args:
        logits: float32, shape (N, C).
        targets: int64, shape (N,).
        weights: float64, shape (N,), sum to 1.
    """
    shifted = logits.astype(np.float64)
    shifted -= shifted.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=1))
    return float((weights * (log_sum - shifted[np.arange(len(targets)), targets])).sum())


def fit_temperature(logits: Float32Array, targets: IntArray, weights: Float64Array) -> float:
    """Return the temperature with the lowest log loss (Guo et al., 2017).

    Args:
        logits: float32, shape (N, C), of windows that the heads hadn't learnt from.
        targets: int64, shape (N,).
        weights: float64, shape (N,), sum to 1.
    """
    low, high = np.log(_TEMPERATURE_RANGE)

    def loss(log_temperature: float) -> float:
        return log_loss(logits / np.float32(np.exp(log_temperature)), targets, weights)

    found = minimize_scalar(loss, bounds=(low, high), method="bounded")
    return float(np.exp(found.x))


def judge(probabilities: Float64Array, clips: IntArray, targets: IntArray, classes: int) -> Figures:
    """Compute the figures.

    Args:
        probabilities: float64, shape (N, C), of windows.
        clips: int64, shape (N,), the clip of each window, each clip at least once.
        targets: int64, shape (clips,), class of each clip.
        classes: Number of classes C.
    """
    predicted = probabilities.argmax(axis=1)
    right = predicted == targets[clips]
    weights = clip_weights(clips)
    means = np.zeros((len(targets), classes))
    np.add.at(means, clips, probabilities * weights[:, None])
    by_clip = means.argmax(axis=1)
    names = list(range(classes))
    class_f1 = f1_score(targets, by_clip, labels=names, average=None, zero_division=0.0)
    return Figures(
        clip_accuracy=float((by_clip == targets).mean()),
        macro_f1=float(class_f1.mean()),
        window_accuracy=float((right * weights).sum()),
        ece=_calibration_error(probabilities.max(axis=1), right, weights),
        class_f1=tuple(float(value) for value in class_f1),
        confusion=tuple(
            tuple(int(count) for count in row)
            for row in confusion_matrix(targets, by_clip, labels=names)
        ),
    )


def majority_accuracy(folds: Sequence[tuple[IntArray, IntArray]]) -> float:
    """Return the accuracy of always naming the training part's largest class.

    Args:
        folds: The classes of the training clips and of the test clips, per fold.
    """
    right = sum(int((test == np.bincount(train).argmax()).sum()) for train, test in folds)
    return right / sum(len(test) for _, test in folds)


def smooth(probabilities: Float64Array, table: WindowTable, smoothing_s: float) -> Float32Array:
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


def _calibration_error(
    confidence: Float64Array, right: npt.NDArray[np.bool_], weights: Float64Array
) -> float:
    bins = np.minimum((confidence * _ECE_BINS).astype(int), _ECE_BINS - 1)
    gaps = np.bincount(bins, weights * (right - confidence), minlength=_ECE_BINS)
    return float(np.abs(gaps).sum())
