"""The sampler, for any camera."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.core.sampling import FrameSampler

rates_hz = st.floats(1.0, 60.0)


@given(
    rate_hz=rates_hz,
    source_hz=st.floats(5.0, 120.0),
    start_s=st.floats(0.0, 1e6),
    seconds=st.floats(1.0, 20.0),
)
def test_it_takes_the_smaller_of_the_two_rates(
    rate_hz: float, source_hz: float, start_s: float, seconds: float
) -> None:
    sampler = FrameSampler(rate_hz)
    frames = int(seconds * source_hz)
    taken = sum(sampler.take(start_s + index / source_hz) for index in range(frames))
    expected = seconds * min(rate_hz, source_hz)
    # Rates that are close beat against each other: now and then two frames share a cell.
    assert taken <= expected + 2
    assert taken >= (expected - 2 if source_hz >= 2 * rate_hz else 0.65 * expected - 2)


@given(
    rate_hz=st.sampled_from([5.0, 7.5, 10.0, 15.0]),
    jitter_s=st.lists(st.floats(-0.012, 0.012), min_size=300, max_size=300),
)
def test_jitter_of_a_30_hz_camera_loses_no_cell(rate_hz: float, jitter_s: list[float]) -> None:
    sampler = FrameSampler(rate_hz)
    times_s = [index / 30.0 + jitter for index, jitter in enumerate(jitter_s)]
    taken = [time_s for time_s in times_s if sampler.take(time_s)]
    assert abs(len(taken) - 10.0 * rate_hz) <= 1


@given(rate_hz=rates_hz, times_s=st.lists(st.floats(0.0, 100.0), min_size=1))
def test_the_first_frame_and_every_frame_after_a_step_back_is_taken(
    rate_hz: float, times_s: list[float]
) -> None:
    sampler = FrameSampler(rate_hz)
    last_s = float("inf")
    for time_s in times_s:
        taken = sampler.take(time_s)
        assert taken or time_s >= last_s
        last_s = time_s


def test_thirty_to_ten_takes_every_third_frame() -> None:
    sampler = FrameSampler(10.0)
    assert [i for i in range(12) if sampler.take(i / 30.0)] == [0, 3, 6, 9]


def test_frames_between_two_times_never_come_closer_than_their_cells() -> None:
    sampler = FrameSampler(10.0)
    taken = [i / 25.0 for i in range(250) if sampler.take(i / 25.0)]
    assert len(taken) == 100


def test_reset_takes_the_next_frame() -> None:
    sampler = FrameSampler(10.0)
    assert sampler.take(5.0)
    assert not sampler.take(5.01)
    sampler.reset()
    assert sampler.take(5.02)


@pytest.mark.parametrize("rate_hz", [0.0, -1.0, float("nan")])
def test_a_rate_must_be_positive(rate_hz: float) -> None:
    with pytest.raises(ValueError, match="rate_hz"):
        FrameSampler(rate_hz)
