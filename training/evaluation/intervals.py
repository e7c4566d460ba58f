"""How far figures of clips may be off by chance: the bootstrap."""

from dataclasses import dataclass

import numpy as np

from training.evaluation.calibration import Float64Array
from training.evaluation.figures import Scores

_DRAWS = 10_000
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


def _interval(drawn: Float64Array) -> Interval:
    outside = (1.0 - _LEVEL) / 2.0
    low, high = np.quantile(drawn, [outside, 1.0 - outside])
    return Interval(float(low), float(high))
