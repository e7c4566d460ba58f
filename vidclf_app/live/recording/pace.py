"""From frames that come when they come to a file with a constant rate and the right duration."""

_FALLBACK_RATE_HZ = 30.0
_LOWEST_RATE_HZ, _HIGHEST_RATE_HZ = 1.0, 120.0
# A camera in bright light may be faster than it says; below this it is only jitter.
_CLEARLY_FASTER = 1.2


def steady_rate_hz(nominal_hz: float, measured_hz: float) -> float:
    """Choose the rate of a recording.

    Args:
        nominal_hz: What the source says, 0 where it says nothing.
        measured_hz: What it really gives just now, 0 where unknown.

    Returns:
        The nominal rate, because a camera that has become slow in the dark will be faster again;
        the measured one where it is clearly faster, or the source says nothing.
    """
    rate_hz = nominal_hz
    if rate_hz <= 0.0 or measured_hz > _CLEARLY_FASTER * rate_hz:
        rate_hz = float(round(measured_hz))
    return min(_HIGHEST_RATE_HZ, max(_LOWEST_RATE_HZ, rate_hz or _FALLBACK_RATE_HZ))


class SteadyPace:
    """Says how often each frame is written.

    Frame k of a file is shown at k / rate. A frame that would be more than one place ahead of its
    time is left out; where the file is more than one place behind, the frame before is repeated.
    So no frame is off by more than one place, and jitter alone neither drops nor repeats any.

    Args:
        rate_hz: Of the file.
    """

    def __init__(self, rate_hz: float) -> None:
        self.rate_hz = rate_hz
        self.written = self.repeated = self.left_out = 0
        self._zero_s: float | None = None

    def take(self, time_s: float) -> tuple[int, int]:
        """Take a frame in.

        Args:
            time_s: When it arrived, monotonic.

        Returns:
            How many more times the frame before is written, and how many times (0 or 1) this one.
        """
        if self._zero_s is None:
            self._zero_s = time_s
            self.written = 1
            return 0, 1
        place = (time_s - self._zero_s) * self.rate_hz
        if self.written - place >= 1.0:
            self.left_out += 1
            return 0, 0
        repeats = max(0, int(place - self.written))
        self.repeated += repeats
        self.written += repeats + 1
        return repeats, 1

    def finish(self, time_s: float) -> int:
        """Return how many more times the last frame is written, to last until `time_s`."""
        if self._zero_s is None:
            return 0
        repeats = max(0, round((time_s - self._zero_s) * self.rate_hz) - self.written)
        self.repeated += repeats
        self.written += repeats
        return repeats

    @property
    def duration_s(self) -> float:
        """How long the file is so far, seconds."""
        return self.written / self.rate_hz
