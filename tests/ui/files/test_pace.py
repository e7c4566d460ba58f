"""How long the rest takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.ui.files.pace import Pace


def run(
    pace: Pace, rate: float, *, start_s: float = 0.0, media_s: float = 0.0, seconds: int = 10
) -> None:
    for step in range(seconds * 5 + 1):
        pace.update(start_s + step / 5, media_s + rate * step / 5)


def test_the_first_seconds_tell_nothing() -> None:
    pace = Pace()
    run(pace, 10.0, seconds=2)
    assert pace.left_s(100.0) is None
    run(pace, 10.0, start_s=2.2, media_s=22.0, seconds=2)
    assert pace.left_s(100.0) == pytest.approx(10.0, rel=0.01)


@given(rate=st.floats(0.05, 500.0))
def test_a_steady_pace_is_found(rate: float) -> None:
    pace = Pace()
    run(pace, rate, seconds=30)
    assert pace.rate == pytest.approx(rate)
    assert pace.left_s(3600.0) == pytest.approx(3600.0 / rate)


def test_a_change_of_pace_is_followed_without_a_jump() -> None:
    pace = Pace()
    run(pace, 10.0, seconds=20)
    before = pace.rate
    assert before is not None
    pace.update(20.5, 201.0)
    assert pace.rate == pytest.approx(before, rel=0.1), "one slow moment changes little"
    run(pace, 2.0, start_s=21.0, media_s=202.0, seconds=60)
    assert pace.rate == pytest.approx(2.0, rel=0.05)


def test_a_rest_counts_for_nothing() -> None:
    pace = Pace()
    run(pace, 10.0, seconds=20)
    pace.rest()
    run(pace, 10.0, start_s=1000.0, media_s=200.0, seconds=10)
    assert pace.rate == pytest.approx(10.0, rel=0.01)


def test_standing_still_has_no_end() -> None:
    pace = Pace()
    run(pace, 0.0, seconds=10)
    assert pace.left_s(10.0) is None
