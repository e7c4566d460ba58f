"""A constant rate with the right duration, whatever the camera does."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.live.recording.pace import SteadyPace, steady_rate_hz


@pytest.mark.parametrize(
    ("nominal_hz", "measured_hz", "chosen_hz"),
    [
        (30.0, 29.6, 30.0),
        (30.0, 15.0, 30.0),
        (29.97, 30.2, 29.97),
        (5.0, 29.7, 30.0),
        (0.0, 24.8, 25.0),
        (0.0, 0.0, 30.0),
        (500.0, 480.0, 120.0),
    ],
)
def test_the_rate_is_the_sources_own_where_it_tells_the_truth(
    nominal_hz: float, measured_hz: float, chosen_hz: float
) -> None:
    assert steady_rate_hz(nominal_hz, measured_hz) == chosen_hz


def test_a_steady_camera_is_written_as_it_comes() -> None:
    pace = SteadyPace(30.0)
    assert {pace.take(100.0 + number / 30.0) for number in range(3000)} == {(0, 1)}


def test_jitter_neither_drops_nor_repeats() -> None:
    jitter = random.Random(4)
    pace = SteadyPace(30.0)
    for number in range(5000):
        pace.take(7.0 + (number + jitter.uniform(-0.45, 0.45)) / 30.0)
    assert (pace.repeated, pace.left_out) == (0, 0)


@given(
    rate_hz=st.floats(1.0, 60.0),
    steps_s=st.lists(st.floats(0.0, 3.0), min_size=1, max_size=200),
)
def test_no_frame_is_off_by_more_than_a_place(rate_hz: float, steps_s: list[float]) -> None:
    pace = SteadyPace(rate_hz)
    time_s = 50.0
    pace.take(time_s)
    for step_s in steps_s:
        time_s += step_s
        repeats, once = pace.take(time_s)
        assert repeats >= 0
        assert once in {0, 1}
        if once:
            place = pace.written - 1
            assert abs(place - (time_s - 50.0) * rate_hz) < 1.0 + 1e-6
    pace.finish(time_s)
    assert pace.written / rate_hz == pytest.approx(time_s - 50.0, abs=2.0 / rate_hz)


@pytest.mark.parametrize("camera_hz", [7.5, 15.0, 24.0, 29.97, 50.0])
def test_the_duration_is_right_at_any_camera_rate(camera_hz: float) -> None:
    pace = SteadyPace(30.0)
    frames = round(60 * camera_hz)
    for number in range(frames):
        pace.take(number / camera_hz)
    pace.finish(60.0)
    assert pace.duration_s == pytest.approx(60.0, abs=0.05)
    assert pace.written == frames + pace.repeated - pace.left_out
