"""What the page of files says."""

import pytest

from vidclf_app.ui.files import wording
from vidclf_app.ui.files.found import Found
from vidclf_app.ui.files.view_state import RowState
from vidclf_app.units import Units, use_units


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "a few seconds"),
        (11.0, "10 s"),
        (52.4, "50 s"),
        (55.0, "1 min"),
        (59 * 60.0, "59 min"),
        (3600.0, "1 h 0 min"),
        (3600.0 + 58 * 60, "2 h 0 min"),
        (4000.0, "1 h 5 min"),
    ],
)
def test_time_left(seconds: float, text: str) -> None:
    assert wording.time_left(seconds) == text


@pytest.mark.parametrize(("seconds", "text"), [(65.9, "1:05"), (3840.0, "1:04:00")])
def test_places(seconds: float, text: str) -> None:
    assert wording.place(seconds) == text


def test_the_longest_labels_are_told() -> None:
    lengths_s = (("a", 1.0), ("push_up", 8.0), ("squat", 62.3), ("b", 2.0), ("c", 1.0))
    found = Found(lengths_s, predictions=100, nobody=0)
    assert wording.found(found) == "squat 62.3 s, push up 8.0 s, b 2.0 s, 2 more"
    use_units(Units(time_format="clock"))
    try:
        assert wording.found(found) == "squat 1:02.3, push up 0:08.0, b 0:02.0, 2 more"
    finally:
        use_units(Units())


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (Found((), predictions=5, nobody=5), "nobody in the picture"),
        (Found((), predictions=5, nobody=4), "nothing recognised"),
        (Found((), predictions=0, nobody=0), "too short for the model"),
        (Found((), predictions=0, nobody=0, restarts=9), "frames too far apart for the model"),
    ],
)
def test_why_nothing_was_found(found: Found, text: str) -> None:
    assert wording.found(found) == text


def test_the_queue_in_one_line() -> None:
    states = [RowState.DONE, RowState.FAILED, RowState.CANCELLED, RowState.RUNNING]
    tell = wording.queue
    line = tell(states, is_paused=False, left_s=300.0, is_at_least=False)
    assert line == "1 of 4 done · 1 failed · 1 cancelled · about 5 min left"
    assert tell(states, is_paused=False, left_s=300.0, is_at_least=True).endswith(
        "more than 5 min left"
    )
    assert tell(states, is_paused=True, left_s=300.0, is_at_least=False).endswith("paused")
    assert tell(states[:1], is_paused=True, left_s=0.0, is_at_least=False) == "1 of 1 done"
    assert tell([], is_paused=False, left_s=None, is_at_least=False) == ""


def test_a_name_that_is_no_text_can_be_shown() -> None:
    wording.path_text("film\udcff\0.mp4").encode()
