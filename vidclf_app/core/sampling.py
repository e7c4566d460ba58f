"""From the camera's rate to the model's.

Time is cut into cells of 1 / rate_hz seconds and the first frame in each cell is taken. The
same cells tell the window how many of the model's frames lie between two features, so that a
slow source or a dropped frame doesn't change the tempo that the head sees.
"""

import math

# Cells begin this part of a cell before the first frame. Frames of a 30 Hz camera then fall in
# the middle of the space between two borders of a 10 Hz model, where jitter can't move them over.
_LEAD_CELLS = 1.0 / 6.0


def cell_index(time_s: float, origin_s: float, rate_hz: float) -> int:
    """Return the cell that a time falls in; the origin falls in cell 0."""
    return math.floor((time_s - origin_s) * rate_hz + _LEAD_CELLS)


class FrameSampler:
    """Picks the frames that the model looks at.

    Args:
        rate_hz: The model's frames a second.
    """

    def __init__(self, rate_hz: float) -> None:
        if not rate_hz > 0.0:
            raise ValueError(f"rate_hz must be positive, not {rate_hz}")
        self.rate_hz = rate_hz
        self.reset()

    def reset(self) -> None:
        """Forget the past: the next frame is taken."""
        self._origin_s: float | None = None
        self._last_s = 0.0
        self._last_cell = 0

    def take(self, time_s: float) -> bool:
        """Tell whether the frame at this time is one for the model.

        Args:
            time_s: Seconds; going back means that the source jumped and starts a new grid.
        """
        if self._origin_s is None or time_s < self._last_s:
            self._origin_s = self._last_s = time_s
            self._last_cell = 0
            return True
        self._last_s = time_s
        cell = cell_index(time_s, self._origin_s, self.rate_hz)
        if cell <= self._last_cell:
            return False
        self._last_cell = cell
        return True
