"""Columns of the last minutes: what is in them, and that they cost the same for ever."""

import sys

import numpy as np
import pytest

from tests.builders import LABELS, nobody, prediction
from tests.live.clocks import FakeClock
from vidclf_app.live.timeline import COLUMN_S, LONGEST_SPAN_S, NO_LABEL, Condition, Timeline

RED = [0.9, 0.1, 0.0]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def timeline(clock: FakeClock) -> Timeline:
    timeline = Timeline(clock)
    timeline.note(Condition.COLLECTING)
    timeline.begin(LABELS, rate_hz=10.0)
    clock.now_s += COLUMN_S / 2
    return timeline


def feed(timeline: Timeline, clock: FakeClock, columns: int, rate_hz: float = 10.0) -> None:
    for _ in range(round(columns * COLUMN_S * rate_hz)):
        timeline.add(prediction(RED, clock.now_s, "red"))
        clock.now_s += 1.0 / rate_hz


def test_predictions_fill_columns(timeline: Timeline, clock: FakeClock) -> None:
    began_s = clock.now_s
    feed(timeline, clock, columns=10)
    columns = timeline.since(0)
    assert len(columns) == 9, "the newest two may still change"
    assert columns.first == 0
    assert (columns.condition == Condition.PREDICTED).all()
    assert (columns.label == 0).all()
    assert columns.probabilities[3].tolist() == [230, 26, 0]
    assert columns.media_s[0] == pytest.approx(began_s, abs=COLUMN_S)
    assert np.diff(columns.media_s) == pytest.approx(COLUMN_S)


def test_only_what_is_new_is_handed_out(timeline: Timeline, clock: FakeClock) -> None:
    feed(timeline, clock, columns=10)
    first = timeline.since(0)
    feed(timeline, clock, columns=3)
    following = timeline.since(first.first + len(first))
    assert following.first == len(first)
    assert len(following) == 3
    assert len(timeline.since(timeline.end)) == 0


def test_gaps_are_told_apart(timeline: Timeline, clock: FakeClock) -> None:
    clock.now_s += 5 * COLUMN_S  # Collecting frames.
    feed(timeline, clock, columns=5)
    timeline.note(Condition.PAUSED)
    clock.now_s += 10 * COLUMN_S
    timeline.note(Condition.NO_PICTURE)
    clock.now_s += 10 * COLUMN_S
    timeline.note(Condition.COLLECTING)
    for _ in range(10):
        timeline.add(nobody(3, clock.now_s))
        clock.now_s += COLUMN_S / 2
    clock.now_s += 2 * COLUMN_S
    seen = timeline.since(0).condition.tolist()
    order = [value for value, before in zip(seen, [None, *seen], strict=False) if value != before]
    assert order == [
        Condition.COLLECTING,
        Condition.PREDICTED,
        Condition.PAUSED,
        Condition.NO_PICTURE,
        Condition.NOBODY,
    ]
    assert seen.count(Condition.PAUSED) == pytest.approx(10, abs=1)
    assert seen.count(Condition.NO_PICTURE) == pytest.approx(10, abs=1)
    gap = seen.index(Condition.PAUSED)
    assert timeline.since(gap).label[0] == NO_LABEL
    assert np.isnan(timeline.since(gap).media_s[0])


def test_a_slow_model_leaves_no_holes(clock: FakeClock) -> None:
    timeline = Timeline(clock)
    timeline.begin(LABELS, rate_hz=1.0)
    timeline.note(Condition.COLLECTING)
    feed(timeline, clock, columns=100, rate_hz=1.0)
    columns = timeline.since(0)
    assert len(columns) > 80
    assert (columns.condition == Condition.PREDICTED).all()


def test_a_hole_longer_than_the_models_step_stays_one(timeline: Timeline, clock: FakeClock) -> None:
    feed(timeline, clock, columns=3)
    clock.now_s += 10 * COLUMN_S
    feed(timeline, clock, columns=3)
    seen = timeline.since(0).condition.tolist()
    assert seen.count(Condition.COLLECTING) == pytest.approx(10, abs=1)


def test_it_takes_the_same_room_after_a_month(timeline: Timeline, clock: FakeClock) -> None:
    def room() -> int:
        return sum(
            sys.getsizeof(value) + getattr(value, "nbytes", 0) for value in vars(timeline).values()
        )

    feed(timeline, clock, columns=10)
    before = room()
    for _ in range(1000):
        clock.now_s += 3600.0
        feed(timeline, clock, columns=5)
    assert room() <= before + 64
    kept = timeline.since(0)
    assert len(kept) >= LONGEST_SPAN_S / COLUMN_S
    assert kept.first + len(kept) == timeline.end
    assert (kept.condition[-4:] == Condition.PREDICTED).all()
    assert (kept.condition[:-6] == Condition.COLLECTING).all(), "and nothing of an hour ago"


def test_other_labels_or_another_source_forget(timeline: Timeline, clock: FakeClock) -> None:
    feed(timeline, clock, columns=10)
    generation = timeline.generation
    timeline.begin(LABELS, rate_hz=10.0)
    assert timeline.generation == generation, "the same source came back"
    assert len(timeline.since(0)) == 9
    timeline.begin(("this", "that"), rate_hz=10.0)
    assert timeline.generation == generation + 1
    assert timeline.since(0).probabilities.shape == (0, 2)
    timeline.add(prediction(RED, clock.now_s, "red"))  # Of the model before.
    timeline.forget()
    assert timeline.generation == generation + 2
    clock.now_s += 10 * COLUMN_S
    assert (timeline.since(0).condition == Condition.COLLECTING).all()
