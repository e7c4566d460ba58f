"""The sliding buffer: the last frame features, and how many of them are real."""

import numpy as np

from vidclf_app.core.records import Float32Array, FrameFeatures
from vidclf_app.core.sampling import cell_index


def half_window_s(size: int, rate_hz: float) -> float:
    """Return half of a window's length in seconds, but at least one and a half frames.

    A gap of one frame is no gap.
    """
    return max(size / 2, 1.5) / rate_hz


class FeatureWindow:
    """The last `size` feature vectors at the model's rate, oldest first.

    Time stamps decide what is in it. A gap of up to `max_gap_s` is filled by holding the
    vector before it, which keeps the tempo right when the source is slower than the model or a
    sampled frame was dropped. A longer gap, or a step back in time, means that the past has
    nothing to do with the present: the window starts anew.

    Args:
        size: Vectors that the head reads.
        rate_hz: The model's frames a second.
        features: Length F of a vector.
        max_gap_s: Seconds without a vector after which the window starts anew; None for half
            the window.

    Attributes:
        max_gap_s: Seconds without a vector after which the window starts anew.
        held: Positions filled by holding, so far.
        restarts: Times the window started anew because of a gap or a step back, so far.
    """

    def __init__(
        self, size: int, rate_hz: float, features: int, max_gap_s: float | None = None
    ) -> None:
        self.size = size
        self.rate_hz = rate_hz
        self.max_gap_s = half_window_s(size, rate_hz) if max_gap_s is None else max_gap_s
        self.held = 0
        self.restarts = 0
        # Each vector is written twice, `size` rows apart, so that the last `size` vectors always
        # lie in one piece and the head reads them without a copy.
        self._rows = np.zeros((2 * size, features), dtype=np.float32)
        self.reset()

    def reset(self) -> None:
        """Empty the window."""
        self._rows[:] = 0.0
        self._next = 0
        self._count = 0
        self._origin_s = 0.0
        self._last_s = 0.0
        self._last_cell = 0

    def restart(self) -> None:
        """Start anew because the source jumped; counted where there was something to forget."""
        self.restarts += self._count > 0
        self.reset()

    @property
    def length(self) -> int:
        """Number of vectors in the window, 0..size."""
        return self._count

    @property
    def features(self) -> Float32Array:
        """The vectors: float32, shape (1, size, F), oldest first, zeros behind the last.

        A view: copy it before the next `push` if it must last.
        """
        start = self._next if self._count == self.size else 0
        return self._rows[np.newaxis, start : start + self.size]

    def breaks_at(self, time_s: float) -> bool:
        """Tell whether a frame at this time would start the window anew."""
        gap_s = time_s - self._last_s
        return self._count > 0 and (gap_s < 0.0 or gap_s > self.max_gap_s)

    def push(self, features: FrameFeatures) -> None:
        """Take in the newest vector."""
        steps = self._steps_to(features.time_s)
        if steps > 1:
            before = self._rows[(self._next - 1) % self.size].copy()
            for _ in range(steps - 1):
                self._append(before)
            self.held += steps - 1
        self._append(features.vector)

    def _steps_to(self, time_s: float) -> int:
        """Move to a new time and return by how many of the model's frames, at least 1."""
        if self.breaks_at(time_s):
            self.restart()
        if self._count == 0:
            self._origin_s = self._last_s = time_s
            return 1
        cell = max(cell_index(time_s, self._origin_s, self.rate_hz), self._last_cell + 1)
        steps = cell - self._last_cell
        self._last_s, self._last_cell = time_s, cell
        return steps

    def _append(self, vector: Float32Array) -> None:
        self._rows[self._next] = vector
        self._rows[self._next + self.size] = vector
        self._next = (self._next + 1) % self.size
        self._count = min(self._count + 1, self.size)
