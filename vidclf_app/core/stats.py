"""Measuring a running pipeline over its last seconds, in constant memory."""

import threading
from collections import deque
from collections.abc import Callable

import numpy as np

from vidclf_app.core.records import Frame, Stats

_MOST_EVENTS = 600
_RATE_SPAN_S = 3.0
_SLOWEST_S = 10.0  # Two events that lie further apart make no rate.
_DURATION_SPAN_S = 5.0


class RateMeter:
    """Events a second, over the last seconds.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times_s: deque[float] = deque(maxlen=_MOST_EVENTS)
        self.count = 0

    def tick(self) -> None:
        """Count one event, now."""
        self.count += 1
        self._times_s.append(self._clock())

    def rate_hz(self) -> float:
        """Return the rate; 0 when nothing has happened for a while."""
        now_s = self._clock()
        times_s = tuple(self._times_s)
        recent = [time_s for time_s in times_s if now_s - time_s <= _RATE_SPAN_S]
        if len(recent) == 1 and len(times_s) > 1 and recent[0] - times_s[-2] <= _SLOWEST_S:
            # Of slow events, two never lie in the span: the one before tells the rate.
            recent.insert(0, times_s[-2])
        if len(recent) < 2 or recent[-1] <= recent[0]:
            return 0.0
        return (len(recent) - 1) / (recent[-1] - recent[0])


class DurationMeter:
    """How long something took, over the last seconds.

    Args:
        clock: Monotonic seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._noted: deque[tuple[float, float]] = deque(maxlen=_MOST_EVENTS)

    def note(self, duration_s: float) -> None:
        """Note a duration that has ended now."""
        self._noted.append((self._clock(), duration_s))

    def forget(self) -> None:
        """Forget all durations."""
        self._noted.clear()

    def percentiles_ms(self) -> tuple[float, float]:
        """Return median and 95th percentile in milliseconds; 0 when nothing was noted lately."""
        now_s = self._clock()
        recent = [took_s for at_s, took_s in self._noted if now_s - at_s <= _DURATION_SPAN_S]
        if not recent:
            return 0.0, 0.0
        middle, high = np.percentile(np.array(recent, dtype=np.float64), (50, 95))
        return float(middle) * 1000.0, float(high) * 1000.0


class RunMeter:
    """Collects what `Stats` reports. Safe from any thread.

    Args:
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self._lock = threading.Lock()
        self._captures = RateMeter(clock)
        self._inferences = RateMeter(clock)
        self._inference = DurationMeter(clock)
        self._picture_latency = DurationMeter(clock)
        self._sampled = 0
        self._predicted = 0

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
            self._inference.note(duration_s)

    def forget_inferences(self) -> None:
        """Forget how long frames took: from now on another model runs."""
        with self._lock:
            self._inference.forget()

    def predicted(self) -> None:
        """Count a prediction."""
        with self._lock:
            self._predicted += 1

    def shown(self, frame: Frame) -> None:
        """Note that a frame was painted just now."""
        with self._lock:
            self._picture_latency.note(self.clock() - frame.arrived_s)

    def stats(self, *, dropped: int, held: int, restarts: int, provider: str) -> Stats:
        """Return what has been collected, with what others counted."""
        with self._lock:
            inference_ms = self._inference.percentiles_ms()
            latency_ms = self._picture_latency.percentiles_ms()
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
