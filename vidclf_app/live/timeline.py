"""The last minutes of predictions in columns of equal width, for the strip under the picture.

A column is a fifth of a second, however many predictions a second the model makes, so memory and
the cost of showing it are the same for every model and after months. Time here is the clock's, not
the video's: a file that is played in a loop goes on to the right like a camera.
"""

import math
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Prediction, UInt8Array

COLUMN_S = 0.2
LONGEST_SPAN_S = 600.0
NO_LABEL = -1


class Condition(IntEnum):
    """What there was in a column."""

    NOTHING = 0  # No source, or before its beginning.
    NO_PICTURE = 1
    PAUSED = 2
    COLLECTING = 3  # A picture, but no prediction.
    NOBODY = 4
    PREDICTED = 5


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Columns that change no more. N columns, C labels.

    Attributes:
        generation: Grows each time that everything before was forgotten.
        first: Number of the first column. Numbers grow by one each `COLUMN_S`.
        probabilities: uint8, shape (N, C): rolling averages, 255 for certain.
        label: int16, shape (N,): number of the recognised label, or `NO_LABEL`.
        condition: uint8, shape (N,): a `Condition`.
        media_s: float64, shape (N,): the newest prediction's time in its source, NaN for none.
    """

    generation: int
    first: int
    probabilities: UInt8Array
    label: npt.NDArray[np.int16]
    condition: UInt8Array
    media_s: npt.NDArray[np.float64]

    def __len__(self) -> int:
        """Return N."""
        return len(self.label)


class Timeline:
    """Takes predictions in on one thread and gives columns out on another, in constant memory.

    Args:
        clock: Monotonic seconds.
        span_s: How much is kept.
    """

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, span_s: float = LONGEST_SPAN_S
    ) -> None:
        self._clock = clock
        self._zero_s = clock()
        # Some more than is shown: a strip that has just been asked for takes all of it.
        self._places = math.ceil(span_s / COLUMN_S) + 16
        self._lock = threading.Lock()
        self._labels: tuple[str, ...] = ()
        self._generation = 0
        self._hold = 1
        self._condition = Condition.NOTHING
        self._start = self._current = self._predicted = 0
        self._allocate()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the probabilities."""
        return self._labels

    @property
    def generation(self) -> int:
        """Grows each time that everything before is forgotten."""
        return self._generation

    @property
    def end(self) -> int:
        """The number after the last column that changes no more."""
        # A slow model's next prediction may still fill the columns just before it.
        return max(self._start, self._number() - self._hold)

    def begin(self, labels: Sequence[str], rate_hz: float) -> None:
        """Begin with a model's labels; other labels than before forget everything.

        Args:
            labels: In the order of the probabilities.
            rate_hz: Predictions a second.
        """
        with self._lock:
            self._hold = max(1, math.ceil(1.5 / (rate_hz * COLUMN_S)))
            if tuple(labels) != self._labels:
                self._labels = tuple(labels)
                self._allocate()

    def forget(self) -> None:
        """Forget everything: another source."""
        with self._lock:
            self._allocate()

    def note(self, condition: Condition) -> None:
        """Say what columns without a prediction show, from now on."""
        with self._lock:
            if condition is not self._condition:
                self._advance(self._number())
                self._condition = condition

    def add(self, prediction: Prediction) -> None:
        """Take in a prediction, made just now."""
        with self._lock:
            if len(prediction.probabilities) != len(self._labels):
                return  # Of a model that has been left.
            number = self._number()
            self._advance(number)
            if 0 <= number - self._predicted <= self._hold + 1:
                self._carry_on(number)
            place = number % self._places
            self._probabilities[place] = np.rint(prediction.probabilities * 255.0)
            self._label[place] = (
                NO_LABEL if prediction.label is None else self._labels.index(prediction.label)
            )
            self._conditions[place] = Condition.NOBODY if prediction.nobody else Condition.PREDICTED
            self._media_s[place] = prediction.time_s
            self._predicted = number

    def since(self, first: int) -> Columns:
        """Return the columns from number `first` on that change no more; fewer where it is old."""
        with self._lock:
            self._advance(self._number())
            end = self.end
            first = min(end, max(first, self._start, end - self._places + self._hold + 1))
            places = np.arange(first, end) % self._places
            return Columns(
                generation=self._generation,
                first=first,
                probabilities=self._probabilities[places],
                label=self._label[places],
                condition=self._conditions[places],
                media_s=self._media_s[places],
            )

    def _number(self) -> int:
        return int((self._clock() - self._zero_s) / COLUMN_S)

    def _allocate(self) -> None:
        self._generation += 1
        self._probabilities = np.zeros((self._places, len(self._labels)), dtype=np.uint8)
        self._label = np.full(self._places, NO_LABEL, dtype=np.int16)
        self._conditions = np.zeros(self._places, dtype=np.uint8)
        self._media_s = np.full(self._places, np.nan)
        self._start = self._current = self._number()
        self._predicted = self._start - self._places
        self._clear(np.array([self._current]))

    def _advance(self, number: int) -> None:
        """Open the columns up to `number`."""
        if number > self._current:
            first = max(self._current + 1, number - self._places + 1)
            self._clear(np.arange(first, number + 1))
            self._current = number

    def _clear(self, numbers: npt.NDArray[np.int_]) -> None:
        places = numbers % self._places
        self._probabilities[places] = 0
        self._label[places] = NO_LABEL
        self._conditions[places] = self._condition
        self._media_s[places] = np.nan

    def _carry_on(self, number: int) -> None:
        """Let the prediction before last until this one, where the model is slow."""
        before = self._predicted % self._places
        for missing in range(self._predicted + 1, number):
            place = missing % self._places
            if self._conditions[place] in {Condition.COLLECTING, Condition.NOTHING}:
                self._probabilities[place] = self._probabilities[before]
                self._label[place] = self._label[before]
                self._conditions[place] = self._conditions[before]
                self._media_s[place] = self._media_s[before]
