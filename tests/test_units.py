"""Times and probabilities as people read them."""

import pytest

from vidclf_app.settings import Settings
from vidclf_app.units import Units, seconds_text


@pytest.mark.parametrize(
    ("time_s", "in_seconds", "as_clock"),
    [
        (0.0, "0.0 s", "0:00.0"),
        (12.3, "12.3 s", "0:12.3"),
        (59.96, "60.0 s", "1:00.0"),
        (83.4, "83.4 s", "1:23.4"),
        (3599.97, "3600.0 s", "1:00:00.0"),
        (3723.4, "3723.4 s", "1:02:03.4"),
        (-0.01, "0.0 s", "0:00.0"),
        (-3.0, "−3.0 s", "−0:03.0"),  # noqa: RUF001
    ],
)
def test_times(time_s: float, in_seconds: str, as_clock: str) -> None:
    assert Units().time(time_s) == in_seconds
    assert Units(time_format="clock").time(time_s) == as_clock


@pytest.mark.parametrize(
    ("probability", "percent", "fraction"),
    [(0.0, "0%", "0.00"), (0.874, "87%", "0.87"), (1.0, "100%", "1.00")],
)
def test_probabilities(probability: float, percent: str, fraction: str) -> None:
    assert Units().probability(probability) == percent
    assert Units(probability_format="fraction").probability(probability) == fraction


def test_the_settings_say_which() -> None:
    settings = Settings(time_format="clock", probability_format="fraction")
    assert Units.of(settings) == Units("clock", "fraction")


def test_settings_of_lengths_are_seconds() -> None:
    assert seconds_text(0.4) == "0.4 s"


@pytest.mark.parametrize(
    ("length_s", "told"),
    [(4.04, "4.0 s"), (59.94, "59.9 s"), (59.96, "1:00"), (65.0, "1:05"), (7390.4, "2:03:10")],
)
def test_long_lengths_are_told_to_a_second(length_s: float, told: str) -> None:
    assert Units().length(length_s) == told
