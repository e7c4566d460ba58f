"""The sliding buffer, against a plain list."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.core.records import FrameFeatures
from vidclf_app.core.window import FeatureWindow

RATE_HZ = 10.0


def features(value: float, time_s: float) -> FrameFeatures:
    return FrameFeatures(vector=np.full(2, value, dtype=np.float32), index=0, time_s=time_s)


def values(window: FeatureWindow) -> list[float]:
    return [float(value) for value in window.features[0, : window.length, 0]]


@given(size=st.integers(1, 20), count=st.integers(0, 70))
def test_it_holds_the_last_vectors_in_order(size: int, count: int) -> None:
    window = FeatureWindow(size, RATE_HZ, 2)
    for step in range(count):
        window.push(features(step + 1, step / RATE_HZ))
    newest = [float(step + 1) for step in range(count)][-size:]
    assert values(window) == newest
    assert window.features.shape == (1, size, 2)
    assert window.features.dtype == np.float32
    assert not window.features[0, window.length :].any()
    assert window.held == 0


@given(
    size=st.integers(2, 20),
    steps=st.lists(st.integers(1, 30), min_size=1, max_size=60),
)
def test_gaps_are_held_or_start_anew(size: int, steps: list[int]) -> None:
    window = FeatureWindow(size, RATE_HZ, 2)
    expected: list[float] = []
    restarts, tick = 0, 0
    for number, step in enumerate(steps, start=1):
        tick += step
        if expected and step / RATE_HZ > window.max_gap_s + 1e-9:
            expected, restarts = [], restarts + 1
        elif expected:
            expected += [expected[-1]] * (step - 1)
        expected.append(float(number))
        # A little late, as cameras are; the cell stays the same.
        window.push(features(number, tick / RATE_HZ))
        expected = expected[-size:]
    # Half a window, in floating point, may fall on either side of the border.
    if not any(abs(step / RATE_HZ - window.max_gap_s) < 1e-6 for step in steps):
        assert values(window) == expected
        assert window.restarts == restarts


def test_a_slow_source_keeps_its_tempo() -> None:
    window = FeatureWindow(20, RATE_HZ, 2)
    for number in range(10):
        window.push(features(number, number / 5.0))
    # 10 frames at 5 Hz span 1.8 s: 19 of the model's frames at 10 Hz.
    assert window.length == 19
    assert window.held == 9
    assert values(window)[:4] == [0.0, 0.0, 1.0, 1.0]


@given(st.lists(st.floats(0.04, 0.16), min_size=100, max_size=100))
def test_jitter_does_not_change_the_length_of_time_in_the_window(gaps_s: list[float]) -> None:
    window = FeatureWindow(1000, RATE_HZ, 2)
    time_s = 0.0
    for gap_s in gaps_s:
        window.push(features(1.0, time_s))
        time_s += gap_s
    span_s = time_s - gaps_s[-1]
    # Never fewer cells than time; more only where frames come faster than the model's rate.
    assert window.length >= int(span_s * RATE_HZ)
    assert window.length <= max(len(gaps_s), span_s * RATE_HZ + 2) + window.held


def test_a_step_back_starts_anew() -> None:
    window = FeatureWindow(5, RATE_HZ, 2)
    window.push(features(1.0, 3.0))
    window.push(features(2.0, 0.0))
    assert values(window) == [2.0]
    assert window.restarts == 1


def test_the_longest_gap_can_be_told() -> None:
    window = FeatureWindow(20, RATE_HZ, 2, max_gap_s=0.5)
    window.push(features(1.0, 0.0))
    window.push(features(2.0, 0.5))
    assert values(window) == [1.0] * 5 + [2.0]
    assert window.breaks_at(1.1)
    window.push(features(3.0, 1.1))
    assert values(window) == [3.0]
    assert (window.held, window.restarts) == (4, 1)


def test_reset_empties() -> None:
    window = FeatureWindow(3, RATE_HZ, 2)
    for step in range(7):
        window.push(features(1.0, step / RATE_HZ))
    window.reset()
    assert window.length == 0
    assert not window.features.any()
