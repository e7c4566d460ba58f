"""Probability curves, reduced beforehand so that any zoom costs the same. Without Qt.

Each level keeps the lowest and the highest value of four entries of the level below: a peak of one
prediction stays visible in an hour of video.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Float32Array

Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_FACTOR = 4
_FACTOR_BITS = 2
_SMALLEST_LEVEL = 64


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Curves as columns of pixels. K curves, W columns.

    Attributes:
        low: float32, shape (K, W): lowest value in each column.
        high: float32, shape (K, W): highest value.
        drawn: bool, shape (W,): there is a curve.
    """

    low: Float32Array
    high: Float32Array
    drawn: BoolArray


@dataclass(frozen=True, slots=True, eq=False)
class CurveSet:
    """Curves of C classes over N predictions, and their levels. Equal only to itself.

    Attributes:
        time_s: float64, shape (N,), rising.
        low: For each level float32, shape (C, n): lowest values; level 0 is the curve itself.
        high: Likewise, highest values.
        max_gap_s: Predictions further apart are not joined by a line, seconds.
    """

    time_s: Float64Array
    low: tuple[Float32Array, ...]
    high: tuple[Float32Array, ...]
    max_gap_s: float

    @classmethod
    def of(cls, time_s: Float64Array, probabilities: Float32Array, max_gap_s: float) -> Self:
        """Reduce curves.

        Args:
            time_s: float64, shape (N,), rising.
            probabilities: float32, shape (N, C).
            max_gap_s: See the class.
        """
        curve = np.ascontiguousarray(probabilities.T)
        low, high = [curve], [curve]
        while low[-1].shape[1] > _SMALLEST_LEVEL:
            starts = np.arange(0, low[-1].shape[1], _FACTOR)
            low.append(np.minimum.reduceat(low[-1], starts, axis=1))
            high.append(np.maximum.reduceat(high[-1], starts, axis=1))
        return cls(time_s, tuple(low), tuple(high), max_gap_s)

    @property
    def classes(self) -> int:
        """C."""
        return int(self.low[0].shape[0])

    def columns(self, classes: Sequence[int], edges_s: Float64Array) -> Columns:
        """Return what columns of pixels show of some curves.

        Args:
            classes: K numbers of curves.
            edges_s: float64, shape (W + 1,), rising: where the columns begin and end.
        """
        count, width = len(self.time_s), len(edges_s) - 1
        rows = np.asarray(classes, dtype=np.intp)
        low = np.full((len(rows), width), np.inf, dtype=np.float32)
        high = np.full((len(rows), width), -np.inf, dtype=np.float32)
        if count == 0:
            return Columns(low, high, np.zeros(width, dtype=np.bool_))
        begins = np.searchsorted(self.time_s, edges_s)
        self._add_edges(rows, edges_s, begins, low, high)
        self._add_inside(rows, begins, low, high)
        drawn: BoolArray = np.isfinite(low[0]) if len(rows) else np.zeros(width, dtype=np.bool_)
        return Columns(low, high, drawn)

    def _add_edges(
        self,
        rows: npt.NDArray[np.intp],
        edges_s: Float64Array,
        begins: npt.NDArray[np.intp],
        low: Float32Array,
        high: Float32Array,
    ) -> None:
        """Take in where the lines between predictions cross the columns' borders."""
        count = len(self.time_s)
        if count < 2:
            return
        right = np.clip(begins, 1, count - 1)
        gap_s = self.time_s[right] - self.time_s[right - 1]
        on_line = (
            (edges_s >= self.time_s[0]) & (edges_s <= self.time_s[-1]) & (gap_s <= self.max_gap_s)
        )
        share = ((edges_s - self.time_s[right - 1]) / np.maximum(gap_s, 1e-9)).astype(np.float32)
        curve = self.low[0]
        left_value = curve[rows[:, None], right - 1]
        value = left_value + share * (curve[rows[:, None], right] - left_value)
        upper, lower = np.where(on_line, value, -np.inf), np.where(on_line, value, np.inf)
        for side in (slice(None, -1), slice(1, None)):
            np.minimum(low, lower[:, side], out=low)
            np.maximum(high, upper[:, side], out=high)

    def _add_inside(
        self,
        rows: npt.NDArray[np.intp],
        begins: npt.NDArray[np.intp],
        low: Float32Array,
        high: Float32Array,
    ) -> None:
        """Take in the predictions inside of the columns, from the level that suits their number."""
        counts = np.diff(begins)
        filled = np.flatnonzero(counts)
        if len(filled) == 0:
            return
        level, mean_count = 0, float(counts[filled].mean())
        while level + 1 < len(self.low) and mean_count >= 2 * _FACTOR ** (level + 1):
            level += 1
        first = int(begins[0]) >> (_FACTOR_BITS * level)
        behind = ((int(begins[-1]) - 1) >> (_FACTOR_BITS * level)) + 1
        offsets = (begins[:-1][filled] >> (_FACTOR_BITS * level)) - first
        lowest = np.minimum.reduceat(self.low[level][rows, first:behind], offsets, axis=1)
        highest = np.maximum.reduceat(self.high[level][rows, first:behind], offsets, axis=1)
        low[:, filled] = np.minimum(low[:, filled], lowest)
        high[:, filled] = np.maximum(high[:, filled], highest)
