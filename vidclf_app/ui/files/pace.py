"""How fast a video is being analysed, and how long the rest will take."""

import math
from collections import deque

_SPAN_S = 10.0
_STEP_S = 0.25
_FIRST_S = 3.0
_SMOOTHING_S = 6.0


class Pace:
    """Seconds of video a second, over the last seconds and smoothed.

    The first seconds say nothing: networks warm up, and a film often begins with a still picture.
    """

    def __init__(self) -> None:
        self._samples: deque[tuple[float, float]] = deque()
        self._rate: float | None = None

    @property
    def rate(self) -> float | None:
        """Seconds of video a second; None as long as nobody can tell."""
        return self._rate

    def update(self, now_s: float, media_s: float) -> None:
        """Take note of how far the analysis is.

        Args:
            now_s: Monotonic seconds.
            media_s: Media time of the newest frame, seconds.
        """
        samples = self._samples
        if samples and now_s - samples[-1][0] < _STEP_S:
            return
        passed_s = now_s - samples[-1][0] if samples else 0.0
        samples.append((now_s, media_s))
        while now_s - samples[0][0] > _SPAN_S and len(samples) > 2:
            samples.popleft()
        begun_s, from_s = samples[0]
        if now_s - begun_s < _FIRST_S:
            return
        rate = max(0.0, media_s - from_s) / (now_s - begun_s)
        if self._rate is None:
            self._rate = rate
        else:
            self._rate += (rate - self._rate) * (1.0 - math.exp(-passed_s / _SMOOTHING_S))

    def rest(self) -> None:
        """The analysis stands still: this time counts for nothing."""
        self._samples.clear()

    def left_s(self, media_s: float) -> float | None:
        """Return how long so many seconds of video will take; None as long as nobody can tell."""
        return media_s / self._rate if self._rate else None
