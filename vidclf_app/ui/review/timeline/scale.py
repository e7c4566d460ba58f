"""Which part of a video a timeline shows, without Qt."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

_SHORTEST_S = 1.0
_STEPS_S = (
    *(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0),
    *(1800.0, 3600.0, 7200.0, 14400.0, 43200.0, 86400.0),
)
_MINOR_PARTS = {0.1: 2, 0.2: 2, 0.5: 5, 2.0: 2, 15.0: 3, 30.0: 3, 120.0: 2, 900.0: 3, 1800.0: 3}
_MINOR_PARTS_ELSE = 5


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on the axis.

    Attributes:
        time_s: Where.
        major: It has a text.
    """

    time_s: float
    major: bool


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A visible range of time.

    Attributes:
        duration_s: Length of the video, seconds.
        start_s: The first visible time.
        span_s: How much is visible.
    """

    duration_s: float
    start_s: float
    span_s: float

    @classmethod
    def fitted(cls, duration_s: float) -> "TimeScale":
        """Return the scale that shows everything."""
        duration_s = max(duration_s, 1e-3)
        return cls(duration_s, 0.0, duration_s)

    @property
    def end_s(self) -> float:
        """The last visible time."""
        return self.start_s + self.span_s

    @property
    def is_fitted(self) -> bool:
        """Whether everything is visible."""
        return self.span_s >= self.duration_s * (1.0 - 1e-9)

    def x_of(self, time_s: float, width_px: float) -> float:
        """Return where a time lies, pixels from the left."""
        return (time_s - self.start_s) * width_px / self.span_s

    def time_at(self, x_px: float, width_px: float) -> float:
        """Return the time at a place, inside of the video."""
        time_s = self.start_s + x_px * self.span_s / max(1.0, width_px)
        return min(max(time_s, 0.0), self.duration_s)

    def zoomed(self, factor: float, around_s: float) -> "TimeScale":
        """Show less (factor above 1) or more; a time stays where it is.

        Args:
            factor: How many times larger everything becomes.
            around_s: The time that stays.
        """
        shortest_s = min(_SHORTEST_S, self.duration_s)
        span_s = min(max(self.span_s / factor, shortest_s), self.duration_s)
        share = (around_s - self.start_s) / self.span_s
        return self._placed(around_s - share * span_s, span_s)

    def scrolled_to(self, start_s: float) -> "TimeScale":
        """Begin at another time."""
        return self._placed(start_s, self.span_s)

    def showing(self, time_s: float) -> "TimeScale":
        """Turn to the page on which a time is, where it isn't on this one."""
        if self.start_s <= time_s <= self.end_s:
            return self
        return self.scrolled_to(time_s - 0.1 * self.span_s)

    def ticks(self, width_px: float, apart_px: float) -> Iterator[Tick]:
        """Yield the marks of the axis, in order.

        Args:
            width_px: Width of the axis.
            apart_px: Room that a mark with a text needs.
        """
        least_s = apart_px * self.span_s / max(1.0, width_px)
        step_s = next((step for step in _STEPS_S if step >= least_s), _STEPS_S[-1])
        parts = _MINOR_PARTS.get(step_s, _MINOR_PARTS_ELSE)
        minor_s = step_s / parts
        number = max(0, int(self.start_s / minor_s))
        while (time_s := number * minor_s) <= self.end_s:
            if time_s >= self.start_s:
                yield Tick(time_s, number % parts == 0)
            number += 1

    def tick_step_s(self, width_px: float, apart_px: float) -> float:
        """Return the time between two marks with texts."""
        least_s = apart_px * self.span_s / max(1.0, width_px)
        return next((step for step in _STEPS_S if step >= least_s), _STEPS_S[-1])

    def _placed(self, start_s: float, span_s: float) -> "TimeScale":
        start_s = min(max(start_s, 0.0), max(0.0, self.duration_s - span_s))
        return replace(self, start_s=start_s, span_s=span_s)
