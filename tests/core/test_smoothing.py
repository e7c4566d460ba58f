"""The rolling average, against the formula."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.core.smoothing import RollingMean


def vector(weight: float) -> np.ndarray:
    return np.array([weight, 1.0 - weight], dtype=np.float32)


@given(
    span_s=st.floats(0.0, 5.0),
    entries=st.lists(st.tuples(st.floats(0.0, 1.0), st.integers(1, 20)), min_size=1, max_size=80),
)
def test_it_is_the_mean_of_the_last_seconds(
    span_s: float, entries: list[tuple[float, int]]
) -> None:
    smoother = RollingMean(span_s)
    seen: list[tuple[float, np.ndarray]] = []
    tick = 0
    for weight, step in entries:
        tick += step
        # Times on a grid of 1/16 s are exact, so the border of the span is too.
        time_s = tick / 16.0
        seen.append((time_s, vector(weight)))
        mean = smoother.update(vector(weight), time_s)
        inside = [v for t, v in seen[:-1] if t > time_s - span_s + 1e-6] + [seen[-1][1]]
        np.testing.assert_allclose(mean, np.mean(inside, axis=0), atol=1e-6)
        assert mean.dtype == np.float32
        assert float(mean.sum()) == pytest.approx(1.0, abs=1e-6)


def test_twenty_frames_at_ten_hertz() -> None:
    smoother = RollingMean(2.0)
    for step in range(20):
        smoother.update(vector(1.0), step / 10.0)
    for step in range(20, 40):
        mean = smoother.update(vector(0.0), step / 10.0)
        assert mean[0] == pytest.approx(1.0 - (step - 19) / 20.0, abs=1e-6)


def test_a_step_back_forgets() -> None:
    smoother = RollingMean(10.0)
    smoother.update(vector(1.0), 5.0)
    assert smoother.update(vector(0.0), 1.0)[0] == 0.0


def test_a_shorter_span_takes_effect_at_once() -> None:
    smoother = RollingMean(10.0)
    for step in range(20):
        smoother.update(vector(1.0), step / 10.0)
    smoother.span_s = 0.0
    assert smoother.update(vector(0.0), 2.0)[0] == 0.0


def test_rounding_errors_do_not_grow() -> None:
    smoother = RollingMean(0.5)
    rng = np.random.default_rng(1)
    for step in range(20_000):
        smoother.update(vector(float(rng.random())), step / 10.0)
    last = [smoother.update(vector(0.25), 2000.0 + step / 10.0) for step in range(10)][-1]
    np.testing.assert_allclose(last, [0.25, 0.75], atol=1e-7)
