"""The rolling average of probabilities over time."""

from collections import deque

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Float32Array

# Times closer than this are the same.
SAME_TIME_S = 1e-6


class RollingMean:
    """Mean of the probability vectors of the last `span_s` seconds.

    Args:
        span_s: Length of the average in seconds; 0 keeps only the newest vector.
    """

    def __init__(self, span_s: float) -> None:
        self._entries: deque[tuple[float, npt.NDArray[np.float64]]] = deque()
        self.span_s = span_s
        self.reset()

    def reset(self) -> None:
        """Forget all vectors."""
        self._entries.clear()
        self._sum: npt.NDArray[np.float64] | None = None

    def update(self, probabilities: Float32Array, time_s: float) -> Float32Array:
        """Add a vector and return the mean.

        Args:
            probabilities: float32, shape (C,), sums to 1.
            time_s: Seconds; going back forgets what was before.

        Returns:
            float32, shape (C,), sums to 1.
        """
        if self._entries and time_s < self._entries[-1][0]:
            self.reset()
        newest = probabilities.astype(np.float64)
        self._entries.append((time_s, newest))
        # A running sum in float64: after a year at 10 Hz its rounding error is below 1e-7.
        total = newest.copy() if self._sum is None else self._sum + newest
        while len(self._entries) > 1 and self._entries[0][0] <= time_s - self.span_s + SAME_TIME_S:
            total -= self._entries.popleft()[1]
        self._sum = total
        mean = np.maximum(total, 0.0)
        normalised: Float32Array = (mean / mean.sum()).astype(np.float32)
        return normalised
