"""How far figures of clips may be off by chance: the bootstrap."""

from dataclasses import dataclass

import numpy as np

from training.evaluation.calibration import Float64Array, IntArray, measure_reliability
from training.evaluation.figures import Scores, clip_means, clip_weights

_DRAWS = 10_000
_ERROR_DRAWS = 500
_LEVEL = 0.95
_SEED = 1


@dataclass(frozen=True, slots=True)
class Interval:
    """A range that chance alone explains.

    Attributes:
        low: 0..1.
        high: 0..1.
    """

    low: float
    high: float

    def __contains__(self, figure: float) -> bool:
        """Tell whether a figure lies in it, ends included."""
        return self.low <= figure <= self.high

    def __str__(self) -> str:
        """Return it for people."""
        return f"{self.low:.3f} to {self.high:.3f}"


@dataclass(frozen=True, slots=True)
class Intervals:
    """95 % intervals of two figures of clips.

    Attributes:
        accuracy: Of the share of clips that are right.
        macro_f1: Of the mean of the classes' F1.
    """

    accuracy: Interval
    macro_f1: Interval


def clip_intervals(scores: Scores) -> Intervals:
    """Return 95 % intervals by the bootstrap over clips, within each class.

    Of each class as many clips as it has are drawn with replacement, ten thousand times; the
    interval lies between the 2.5th and the 97.5th percentile of what the draws come to (Efron,
    1979, "Bootstrap Methods"). What a draw says of a class is a row of the confusion matrix, so
    the rows are drawn. Clips count as independent of each other: clips of one room or person are
    alike, and another room may be further off than this.

    Args:
        scores: Of whole clips.
    """
    draws = np.random.default_rng(_SEED)
    confusion = np.array(scores.confusion)
    support = confusion.sum(axis=1).astype(np.int64)
    hits = np.zeros((_DRAWS, len(support)))
    naming = np.zeros((_DRAWS, len(support)))
    for number, clips in enumerate(support.tolist()):
        if not clips:
            continue
        rows = draws.multinomial(clips, confusion[number] / clips, size=_DRAWS)
        hits[:, number] = rows[:, number]
        naming += rows
    whole = naming + support
    f1 = np.divide(2.0 * hits, whole, out=np.zeros_like(hits), where=whole > 0)
    return Intervals(
        accuracy=_interval(hits.sum(axis=1) / support.sum()),
        macro_f1=_interval(f1[:, support > 0].mean(axis=1)),
    )


def perfect_error_interval(probabilities: Float64Array, clips: IntArray, count: int) -> Interval:
    """Return the calibration errors that perfectly calibrated probabilities would show by chance.

    With few clips the error is never nought, however right the probabilities are. Here each clip's
    class is drawn from the mean of its own probabilities, five hundred times, and the error is
    measured against it; the interval lies between the 2.5th and the 97.5th percentile (Bröcker and
    Smith, 2007, "Increasing the Reliability of Reliability Diagrams").

    Args:
        probabilities: float64, shape (N, C), of windows.
        clips: int64, shape (N,), the clip of each window, each clip at least once.
        count: Number of clips.
    """
    random = np.random.default_rng(_SEED)
    borders = clip_means(probabilities, clips, count).cumsum(axis=1)
    weights = clip_weights(clips)
    errors = np.empty(_ERROR_DRAWS)
    for number in range(_ERROR_DRAWS):
        drawn = (borders < random.random((count, 1)) * borders[:, -1:]).sum(axis=1)
        errors[number] = measure_reliability(probabilities, drawn[clips], weights).ece
    return _interval(errors)


def _interval(drawn: Float64Array) -> Interval:
    outside = (1.0 - _LEVEL) / 2.0
    low, high = np.quantile(drawn, [outside, 1.0 - outside])
    return Interval(float(low), float(high))
