"""Segments as arrays, so that thousands of them are painted as quickly as a few. Without Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

Float64Array = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

NOTHING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """S stretches of time in order, hardly overlapping. Equal only to itself.

    Attributes:
        start_s: float64, shape (S,).
        end_s: float64, shape (S,).
        label: intp, shape (S,): number of the label, `NOTHING` for a stretch of nothing.
        by_hand: bool, shape (S,): a person set or changed it.
    """

    start_s: Float64Array
    end_s: Float64Array
    label: IntArray
    by_hand: BoolArray

    @classmethod
    def of(cls, stretches: Sequence[tuple[float, float, int, bool]]) -> Self:
        """Return marks: (start, end, label, by hand) for each, in order of time."""
        starts, ends, labels, hands = zip(*stretches, strict=True) if stretches else ((),) * 4
        return cls(
            np.array(starts, dtype=np.float64),
            np.array(ends, dtype=np.float64),
            np.array(labels, dtype=np.intp),
            np.array(hands, dtype=np.bool_),
        )

    def __len__(self) -> int:
        """Return S."""
        return len(self.start_s)

    def visible(self, start_s: float, end_s: float) -> range:
        """Return the numbers of those that reach into a range of time."""
        first = int(np.searchsorted(self.end_s, start_s))
        behind = int(np.searchsorted(self.start_s, end_s, side="right"))
        return range(first, max(first, behind))

    def at(self, time_s: float, reach_s: float = 0.0) -> int | None:
        """Return the number of the one at a time, or the nearest within reach.

        Args:
            time_s: The time, seconds.
            reach_s: How far beside it also counts, seconds.
        """
        best: tuple[float, int] | None = None
        for number in self.visible(time_s - reach_s, time_s + reach_s):
            beside_s = max(self.start_s[number] - time_s, time_s - self.end_s[number], 0.0)
            if beside_s <= reach_s and (best is None or (beside_s, number) < best):
                best = beside_s, number
        return None if best is None else best[1]

    def in_columns(self, edges_s: Float64Array, shortest_s: float = 0.0) -> IntArray:
        """Return for each column of pixels which mark is in it.

        Args:
            edges_s: float64, shape (W + 1,), rising: where the columns begin and end.
            shortest_s: Leave out marks that are at least this long, where it is above 0.

        Returns:
            intp, shape (W,): numbers of marks, `NOTHING` where there is none.
        """
        numbers = np.arange(len(self))
        if shortest_s > 0.0:
            numbers = numbers[self.end_s - self.start_s < shortest_s]
        if len(numbers) == 0:
            return np.full(len(edges_s) - 1, NOTHING, dtype=np.intp)
        found = np.searchsorted(self.end_s[numbers], edges_s[:-1])
        inside = found < len(numbers)
        candidate = numbers[np.minimum(found, len(numbers) - 1)]
        inside &= self.start_s[candidate] < edges_s[1:]
        return np.where(inside, candidate, NOTHING)
