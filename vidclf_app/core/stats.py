"""Measuring a running pipeline, in constant memory."""

import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from vidclf_app.core.records import Frame, Stats

_RECENT = 600
_RATE_SPAN_S = 3.0


class RateMeter:
    """Events a second, over the last seconds.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times_s: deque[float] = deque(maxlen=_RECENT)
        self.count = 0

    def tick(self) -> None:
        """Count one event, now."""
        self.count += 1
        self._times_s.append(self._clock())

    def rate_hz(self) -> float:
        """Return the rate; 0 when nothing has happened for a while."""
        now_s = self._clock()
        recent = [time_s for time_s in tuple(self._times_s) if now_s - time_s <= _RATE_SPAN_S]
        if len(recent) < 2 or recent[-1] <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (recent[-1] - recent[0])


class RunMeter:
    """Collects what `Stats` reports. Each method is called by one thread; `stats` by any.

    Args:
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._captures = RateMeter(clock)
        self._sampled = 0
        self._inferences = RateMeter(clock)
        self._predicted = 0
        self._lock = threading.Lock()
        self._inference_s: deque[float] = deque(maxlen=_RECENT)
        self._picture_latency_s: deque[float] = deque(maxlen=_RECENT)

    def captured(self) -> None:
        """Count a frame out of the source."""
        with self._lock:
            self._captures.tick()

    def sampled(self) -> None:
        """Count a frame picked for the model."""
        with self._lock:
            self._sampled += 1

    def inferred(self, duration_s: float) -> None:
        """Note how long one frame took through the model."""
        with self._lock:
            self._inferences.tick()
            self._inference_s.append(duration_s)

    def forget_inferences(self) -> None:
        """Forget how long frames took: from now on another model runs."""
        with self._lock:
            self._inference_s.clear()

    def predicted(self) -> None:
        """Count a prediction."""
        with self._lock:
            self._predicted += 1

    def shown(self, frame: Frame) -> None:
        """Note that a frame was painted just now."""
        with self._lock:
            self._picture_latency_s.append(self.clock() - frame.arrived_s)

    def stats(self, *, dropped: int, held: int, restarts: int, provider: str) -> Stats:
        """Return what has been collected, with what others counted."""
        with self._lock:
            inference_ms = _percentiles_ms(self._inference_s)
            latency_ms = _percentiles_ms(self._picture_latency_s)
            return Stats(
                captured=self._captures.count,
                sampled=self._sampled,
                predicted=self._predicted,
                dropped=dropped,
                held=held,
                restarts=restarts,
                capture_hz=self._captures.rate_hz(),
                model_hz=self._inferences.rate_hz(),
                inference_ms_p50=inference_ms[0],
                inference_ms_p95=inference_ms[1],
                picture_latency_ms_p50=latency_ms[0],
                picture_latency_ms_p95=latency_ms[1],
                provider=provider,
            )


def _percentiles_ms(durations_s: deque[float]) -> tuple[float, float]:
    if not durations_s:
        return 0.0, 0.0
    middle, high = np.percentile(np.fromiter(durations_s, dtype=np.float64), (50, 95))
    return float(middle) * 1000.0, float(high) * 1000.0
