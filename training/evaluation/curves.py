"""Precision-recall curves of one class against all others."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.metrics import precision_recall_curve

from training.evaluation.calibration import Float64Array, IntArray

_MOST_POINTS = 101


@dataclass(frozen=True, slots=True, eq=False)
class PrecisionRecall:
    """A precision-recall curve, from the highest recall to the lowest.

    Attributes:
        thresholds: float64, shape (K,), ascending probabilities.
        precision: float64, shape (K,), of what reaches the threshold.
        recall: float64, shape (K,), descending.
    """

    thresholds: Float64Array
    precision: Float64Array
    recall: Float64Array

    def as_json(self) -> dict[str, Any]:
        """Return plain lists."""
        return {
            "thresholds": self.thresholds.tolist(),
            "precision": self.precision.tolist(),
            "recall": self.recall.tolist(),
        }


def precision_recall(
    means: Float64Array, targets: IntArray, number: int, most: int = _MOST_POINTS
) -> PrecisionRecall | None:
    """Return the curve of one class, or None where no clip belongs to it.

    Args:
        means: float64, shape (clips, C), mean probabilities.
        targets: int64, shape (clips,).
        number: The class.
        most: Points to keep at most; those left out lie between others, evenly.
    """
    wanted = targets == number
    if not wanted.any():
        return None
    precision, recall, thresholds = precision_recall_curve(wanted, means[:, number])
    # The last point (precision 1 at recall 0) belongs to no threshold.
    kept = np.unique(np.linspace(0, len(thresholds) - 1, min(most, len(thresholds))).round())
    places = kept.astype(int)
    return PrecisionRecall(thresholds[places], precision[:-1][places], recall[:-1][places])
