"""Rates and percentiles of a running pipeline."""

import pytest

from tests.builders import frame
from vidclf_app.core.records import Stats
from vidclf_app.core.stats import RunMeter


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def stats(meter: RunMeter) -> Stats:
    return meter.stats(dropped=3, held=2, restarts=1, provider="CPU")


def test_rates_are_of_the_last_seconds() -> None:
    clock = Clock()
    meter = RunMeter(clock)
    for _ in range(100):
        meter.captured()
        clock.now_s += 1 / 25
    assert stats(meter).capture_hz == pytest.approx(25.0, rel=0.02)
    assert stats(meter).captured == 100
    clock.now_s += 10.0
    assert stats(meter).capture_hz == 0.0


def test_the_rate_of_a_slow_source_is_told_too() -> None:
    clock = Clock()
    meter = RunMeter(clock)
    meter.captured()
    assert stats(meter).capture_hz == 0.0, "one frame makes no rate"
    for _ in range(3):
        clock.now_s += 2.5
        meter.captured()
        assert stats(meter).capture_hz == pytest.approx(0.4)
    clock.now_s += 3.5
    assert stats(meter).capture_hz == 0.0
    clock.now_s += 60.0
    meter.captured()
    assert stats(meter).capture_hz == 0.0, "a pause makes no rate"


def test_what_ended_some_seconds_ago_has_no_rates_and_no_delays() -> None:
    clock = Clock()
    meter = RunMeter(clock)
    for _ in range(300):
        meter.captured()
        meter.inferred(0.008)
        meter.shown(frame("red", 0, clock.now_s - 0.02))
        clock.now_s += 1 / 30
    going_on = stats(meter)
    rates = ("capture_hz", "model_hz")
    delays = ("inference_ms_p50", "inference_ms_p95")
    delays_to_screen = ("picture_latency_ms_p50", "picture_latency_ms_p95")
    figures = (*rates, *delays, *delays_to_screen)
    assert all(getattr(going_on, name) > 0.0 for name in figures)
    clock.now_s += 6.0
    ended = stats(meter)
    assert {name: getattr(ended, name) for name in figures} == dict.fromkeys(figures, 0.0)
    assert (ended.captured, ended.dropped) == (300, 3), "counts stay"


def test_percentiles_are_of_the_last_seconds() -> None:
    clock = Clock()
    meter = RunMeter(clock)
    for _ in range(20):
        meter.inferred(0.5)
        clock.now_s += 0.1
    clock.now_s += 6.0
    for _ in range(20):
        meter.inferred(0.01)
        clock.now_s += 0.1
    assert stats(meter).inference_ms_p95 == pytest.approx(10.0)


def test_another_model_has_its_own_times() -> None:
    meter = RunMeter(Clock())
    meter.inferred(0.5)
    meter.forget_inferences()
    assert stats(meter).inference_ms_p50 == 0.0
    meter.inferred(0.01)
    assert stats(meter).inference_ms_p95 == pytest.approx(10.0)


def test_percentiles_are_in_milliseconds() -> None:
    meter = RunMeter(Clock())
    for duration_ms in range(1, 101):
        meter.inferred(duration_ms / 1000.0)
    assert stats(meter).inference_ms_p50 == pytest.approx(50.5)
    assert stats(meter).inference_ms_p95 == pytest.approx(95.05)


def test_picture_latency_is_from_arrival_to_painting() -> None:
    clock = Clock()
    meter = RunMeter(clock)
    meter.shown(frame("red", 0, clock.now_s - 0.02))
    assert stats(meter).picture_latency_ms_p50 == pytest.approx(20.0)


def test_what_others_counted_is_passed_on() -> None:
    found = stats(RunMeter(Clock()))
    assert (found.dropped, found.held, found.restarts, found.provider) == (3, 2, 1, "CPU")
    assert found.inference_ms_p50 == 0.0
