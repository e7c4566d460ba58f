"""The timeline at the resolution of a screen: one column for each of its pixels.

A pixel is computed once, when its time is over, and then only moves to the left. So the picture
doesn't shimmer while it scrolls, and showing ten minutes costs what showing two does.
"""

import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import UInt8Array
from vidclf_app.live.timeline import COLUMN_S, NO_LABEL, Columns, Condition, Timeline

_RANK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring pixels that show the same.

    Attributes:
        start_px: From the left.
        end_px: The first pixel after it.
        label: Number of the recognised label, or `NO_LABEL`.
        condition: What there was.
    """

    start_px: int
    end_px: int
    label: int
    condition: Condition


@dataclass(frozen=True, slots=True)
class Readout:
    """What a pixel shows.

    Attributes:
        age_s: How long ago.
        media_s: The time in the source, None where there was no prediction.
        condition: What there was.
        label: Number of the recognised label, or `NO_LABEL`.
        top: Number of the most probable label, or `NO_LABEL` where there was no prediction.
        probability: Of `top`, 0..1.
    """

    age_s: float
    media_s: float | None
    condition: Condition
    label: int
    top: int
    probability: float


class Strip:
    """Follows a timeline. W pixels, C labels.

    Args:
        timeline: What to show.
        width_px: W.
        span_s: How much time W pixels are.
    """

    def __init__(self, timeline: Timeline, width_px: int, span_s: float) -> None:
        self.timeline = timeline
        self.width_px = max(1, width_px)
        self.span_s = span_s
        self._columns_a_pixel = span_s / COLUMN_S / self.width_px
        self._generation = -1
        self._end = 0
        self._ranked_s = 0.0
        self._ranking: tuple[int, ...] = ()
        self._clear()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the probabilities."""
        return self._labels

    @property
    def end(self) -> int:
        """Number of the pixel after the newest one; pixel k lies in place k modulo W."""
        return self._end

    def follow(self) -> npt.NDArray[np.int_]:
        """Take in what is new.

        Returns:
            The numbers of the pixels that are new; all of them after everything was forgotten.
        """
        if self._generation != self.timeline.generation:
            self._generation = self.timeline.generation
            self._clear()
        end = int(self.timeline.end / self._columns_a_pixel)
        first = max(self._end, end - self.width_px)
        if end <= first:
            return np.arange(0)
        numbers = np.arange(first, end)
        start = int(first * self._columns_a_pixel)
        columns = self.timeline.since(start)
        if columns.generation != self._generation:
            return np.arange(0)  # Forgotten just now; the next call begins anew.
        if columns.probabilities.shape[1] != len(self._labels):
            return np.arange(0)
        self._take(numbers, columns)
        self._end = end
        return numbers

    def probabilities(self, numbers: npt.NDArray[np.int_]) -> UInt8Array:
        """Return uint8, shape (N, C), 255 for certain, of pixels by their numbers."""
        return self._probabilities[numbers % self.width_px]

    def conditions(self, numbers: npt.NDArray[np.int_]) -> UInt8Array:
        """Return uint8, shape (N,): `Condition` of pixels by their numbers."""
        return self._conditions[numbers % self.width_px]

    def ranking(self, most: int) -> tuple[int, ...]:
        """Return the labels that matter most of what is shown, in the model's order.

        Looked up anew once a second; a label stays as long as it is as good as another.
        """
        now_s = time.monotonic()
        if now_s - self._ranked_s >= _RANK_EVERY_S or len(self._ranking) > most:
            self._ranked_s = now_s
            weight = self._probabilities.sum(axis=0, dtype=np.int64)
            weight[list(self._ranking)] += weight[list(self._ranking)] // 10
            best = np.argsort(-weight, kind="stable")[:most]
            self._ranking = tuple(sorted(int(number) for number in best if weight[number] > 0))
        return self._ranking

    def runs(self) -> list[Run]:
        """Return what is shown, from left to right; pixels that never were are left out."""
        numbers = np.arange(self._end - self.width_px, self._end)
        places = numbers % self.width_px
        label, condition = self._label[places], self._conditions[places]
        condition = np.where(numbers < 0, Condition.NOTHING, condition)
        changes = np.flatnonzero((np.diff(label) != 0) | (np.diff(condition) != 0)) + 1
        edges = [0, *changes.tolist(), self.width_px]
        return [
            Run(start, end, int(label[start]), Condition(int(condition[start])))
            for start, end in pairwise(edges)
            if condition[start] != Condition.NOTHING
        ]

    def at(self, number: int) -> Readout | None:
        """Return what a pixel shows; None where there is none."""
        if not max(0, self._end - self.width_px) <= number < self._end:
            return None
        place = number % self.width_px
        condition = Condition(int(self._conditions[place]))
        if condition is Condition.NOTHING:
            return None
        probabilities = self._probabilities[place]
        is_predicted = condition is Condition.PREDICTED
        top = int(probabilities.argmax()) if is_predicted else NO_LABEL
        media_s = float(self._media_s[place])
        return Readout(
            age_s=max(0.0, (self._end - number - 0.5) * self.span_s / self.width_px),
            media_s=None if np.isnan(media_s) else media_s,
            condition=condition,
            label=int(self._label[place]),
            top=top,
            probability=float(probabilities[top]) / 255.0 if is_predicted else 0.0,
        )

    def _clear(self) -> None:
        self._labels = self.timeline.labels
        self._end = 0
        self._ranking = ()
        self._probabilities = np.zeros((self.width_px, len(self._labels)), dtype=np.uint8)
        self._label = np.full(self.width_px, NO_LABEL, dtype=np.int16)
        self._conditions = np.zeros(self.width_px, dtype=np.uint8)
        self._media_s = np.full(self.width_px, np.nan)

    def _take(self, numbers: npt.NDArray[np.int_], columns: Columns) -> None:
        places = numbers % self.width_px
        first = (numbers * self._columns_a_pixel).astype(np.int64) - columns.first
        last = ((numbers + 1) * self._columns_a_pixel).astype(np.int64) - columns.first
        last = np.maximum(first + 1, last)
        is_there = (last > 0) & (first < len(columns))
        first = np.clip(first, 0, max(0, len(columns) - 1))
        last = np.clip(last, first + 1, max(1, len(columns)))
        self._conditions[places] = Condition.NOTHING
        self._label[places] = NO_LABEL
        self._probabilities[places] = 0
        self._media_s[places] = np.nan
        if not is_there.any():
            return
        places, first, last = places[is_there], first[is_there], last[is_there]
        # The newest of the columns decides what is told; the highest of each row what is painted.
        newest = last - 1
        self._conditions[places] = columns.condition[newest]
        self._label[places] = columns.label[newest]
        self._media_s[places] = columns.media_s[newest]
        highest = columns.probabilities[first]
        for step in range(1, int((last - first).max())):
            following = np.minimum(first + step, newest)
            highest = np.maximum(highest, columns.probabilities[following])
        self._probabilities[places] = highest
