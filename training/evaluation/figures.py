"""How good a head is on clips it hasn't learnt from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score

from training.errors import TrainingError
from training.evaluation.calibration import (
    Float64Array,
    IntArray,
    Reliability,
    measure_reliability,
)

# Softmax in float32 may be this far beyond 1.
_ROUNDING = 1e-5


@dataclass(frozen=True, slots=True)
class Averages:
    """Precision, recall and F1 over all classes, 0..1.

    Attributes:
        precision: Mean of the classes' precision.
        recall: Likewise.
        f1: Likewise.
    """

    precision: float
    recall: float
    f1: float

    def as_json(self) -> dict[str, float]:
        """Return plain numbers."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Scores:
    """Precision, recall and what follows from a confusion matrix.

    Counts are clips. Where windows are judged, each window is a part of its clip, so that every
    clip counts the same: of a clip with four windows, each is a quarter.

    Attributes:
        accuracy: Share that is right, 0..1.
        precision: Per class in label order: share of what was named so that is right; 0 for a
            class that was never named.
        recall: Per class: share of it that was named so; 0 for a class without clips.
        f1: Per class: harmonic mean of both; 0 where both are 0.
        support: Per class: clips of it.
        named: Per class: how much was named so.
        macro: Plain means over the classes that have clips.
        weighted: Means over the classes, each weighted with its support.
        confusion: Rows are the true classes, columns the predicted ones.
    """

    accuracy: float
    precision: tuple[float, ...]
    recall: tuple[float, ...]
    f1: tuple[float, ...]
    support: tuple[float, ...]
    named: tuple[float, ...]
    macro: Averages
    weighted: Averages
    confusion: tuple[tuple[float, ...], ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers and lists."""
        return {
            "accuracy": self.accuracy,
            "precision": list(self.precision),
            "recall": list(self.recall),
            "f1": list(self.f1),
            "support": list(self.support),
            "macro": self.macro.as_json(),
            "weighted": self.weighted.as_json(),
            "confusion": [list(row) for row in self.confusion],
        }


@dataclass(frozen=True, slots=True)
class Figures:
    """What a head is worth on clips it hasn't learnt from.

    Attributes:
        clips: Of whole clips: a clip's class is the one with the highest mean probability over
            its windows, as in the app.
        windows: Of single windows.
        reliability: Of the windows' probabilities; each clip counts the same.
        average_precision: Per class: area under the precision-recall curve of the clips' mean
            probability of this class against all others; None for a class without clips.
    """

    clips: Scores
    windows: Scores
    reliability: Reliability
    average_precision: tuple[float | None, ...]

    @property
    def clip_accuracy(self) -> float:
        """Share of clips whose highest mean probability is that of their class."""
        return self.clips.accuracy

    @property
    def macro_f1(self) -> float:
        """Mean of the classes' F1, per clip."""
        return self.clips.macro.f1

    @property
    def window_accuracy(self) -> float:
        """Share of right windows; each clip counts the same."""
        return self.windows.accuracy

    @property
    def ece(self) -> float:
        """Expected calibration error of the windows; each clip counts the same."""
        return self.reliability.ece

    @property
    def class_f1(self) -> tuple[float, ...]:
        """F1 of each class, per clip, in label order."""
        return self.clips.f1

    @property
    def confusion(self) -> tuple[tuple[int, ...], ...]:
        """Rows are the true classes, columns the predicted ones; clips."""
        return tuple(tuple(round(count) for count in row) for row in self.clips.confusion)

    @property
    def mean_average_precision(self) -> float:
        """Mean of `average_precision` over the classes that have clips."""
        known = [value for value in self.average_precision if value is not None]
        return sum(known) / len(known)

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers and lists."""
        return {
            "clip_accuracy": self.clip_accuracy,
            "macro_f1": self.macro_f1,
            "window_accuracy": self.window_accuracy,
            "ece": self.ece,
            "class_f1": list(self.class_f1),
            "confusion": [list(row) for row in self.confusion],
            "clips": self.clips.as_json(),
            "windows": self.windows.as_json(),
            "reliability": self.reliability.as_json(),
            "average_precision": list(self.average_precision),
            "mean_average_precision": self.mean_average_precision,
        }


def clip_weights(clips: IntArray) -> Float64Array:
    """Return weights that make each clip count the same and sum to 1.

    Args:
        clips: int64, shape (N,), the clip of each window.

    Returns:
        float64, shape (N,).
    """
    _, position, counts = np.unique(clips, return_inverse=True, return_counts=True)
    return np.asarray(1.0 / (counts[position] * len(counts)))


def clip_means(probabilities: Float64Array, clips: IntArray, count: int) -> Float64Array:
    """Return the mean probabilities of each clip's windows, summed in order as the app does.

    Args:
        probabilities: float64, shape (N, C), of windows.
        clips: int64, shape (N,), the clip of each window, each clip at least once.
        count: Number of clips.

    Returns:
        float64, shape (count, C).
    """
    sums = np.zeros((count, probabilities.shape[1]))
    np.add.at(sums, clips, probabilities)
    means: Float64Array = sums / np.bincount(clips, minlength=count)[:, None]
    return means


def judge(probabilities: Float64Array, clips: IntArray, targets: IntArray, classes: int) -> Figures:
    """Compute the figures.

    Args:
        probabilities: float64, shape (N, C), of windows.
        clips: int64, shape (N,), the clip of each window, each clip at least once.
        targets: int64, shape (clips,), class of each clip.
        classes: Number of classes C.

    Raises:
        TrainingError: There is nothing to judge, a clip has no window, or a number is no
            probability.
    """
    _check(probabilities, clips, targets)
    weights = clip_weights(clips)
    means = clip_means(probabilities, clips, len(targets))
    wanted = targets[clips]
    return Figures(
        clips=_scores(targets, means.argmax(axis=1), np.ones(len(targets)), classes),
        windows=_scores(wanted, probabilities.argmax(axis=1), weights * len(targets), classes),
        reliability=measure_reliability(probabilities, wanted, weights),
        average_precision=tuple(
            float(average_precision_score(targets == number, means[:, number]))
            if (targets == number).any()
            else None
            for number in range(classes)
        ),
    )


def majority_accuracy(folds: Sequence[tuple[IntArray, IntArray]]) -> float:
    """Return the accuracy of always naming the training part's largest class.

    Args:
        folds: The classes of the training clips and of the test clips, per fold.
    """
    right = sum(int((test == np.bincount(train).argmax()).sum()) for train, test in folds)
    return right / sum(len(test) for _, test in folds)


def _check(probabilities: Float64Array, clips: IntArray, targets: IntArray) -> None:
    if not len(targets):
        raise TrainingError("There are no clips to judge.", "Add clips that can be read.")
    if len(np.unique(clips)) != len(targets):
        raise TrainingError(
            "A clip without any prediction can't be judged.",
            "Leave out clips that are shorter than the model needs.",
        )
    usable = np.isfinite(probabilities) & (probabilities >= 0) & (probabilities <= 1 + _ROUNDING)
    if not usable.all():
        raise TrainingError(
            "The model gave a number that is no probability (NaN, or outside 0..1).",
            "Train it anew with a lower learning rate, and look at the loss.",
        )


def _scores(targets: IntArray, named: IntArray, weights: Float64Array, classes: int) -> Scores:
    confusion = np.zeros((classes, classes))
    np.add.at(confusion, (targets, named), weights)
    hits, support, naming = confusion.diagonal(), confusion.sum(axis=1), confusion.sum(axis=0)
    precision = _ratio(hits, naming)
    recall = _ratio(hits, support)
    f1 = _ratio(2.0 * hits, naming + support)
    present = support > 0.0

    def averages(shares: Float64Array) -> Averages:
        return Averages(*(float(values @ shares) for values in (precision, recall, f1)))

    return Scores(
        accuracy=float(hits.sum() / support.sum()),
        precision=tuple(precision.tolist()),
        recall=tuple(recall.tolist()),
        f1=tuple(f1.tolist()),
        support=tuple(support.tolist()),
        named=tuple(naming.tolist()),
        macro=averages(present / present.sum()),
        weighted=averages(support / support.sum()),
        confusion=tuple(tuple(row) for row in confusion.tolist()),
    )


def _ratio(part: Float64Array, whole: Float64Array) -> Float64Array:
    return np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0.0)
