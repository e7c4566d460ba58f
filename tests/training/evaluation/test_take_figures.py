"""Figures of takes, on timelines that were scored by hand."""

import json

import pytest

from training.evaluation.take_figures import (
    PartKind,
    Shown,
    Span,
    TruePart,
    WatchedTake,
    false_spans,
    linger_times,
    matched_spans,
    recognition_delay,
    score_takes,
    shown_time,
)


def _parts(*parts: tuple[PartKind, str | None, float]) -> tuple[TruePart, ...]:
    """Return parts one after the other, given by kind, label and end."""
    found = []
    start_s = 0.0
    for kind, label, end_s in parts:
        found.append(TruePart(kind, label, start_s, end_s))
        start_s = end_s
    return tuple(found)


# 0 still 10 squat 20 background 30 row 40 nobody 50 squat 60
PARTS = _parts(
    ("still", None, 10.0),
    ("exercise", "squat", 20.0),
    ("background", None, 30.0),
    ("exercise", "row", 40.0),
    ("nobody", None, 50.0),
    ("exercise", "squat", 60.0),
)
TAKE = WatchedTake(
    parts=PARTS,
    shown=(
        Shown(1.0, None),
        Shown(3.0, "row"),  # false, 2 s
        Shown(5.0, None),
        Shown(12.0, "squat"),  # 2 s late, stays for 3 s after the end
        Shown(23.0, None),
        Shown(26.0, "squat"),  # 7 s of squat where there is something else, then a row
        Shown(33.0, None),
        Shown(36.0, "row"),  # 6 s late, stays for 1 s after the end
        Shown(41.0, None),
    ),
    spans=(
        Span("row", 3.0, 5.0),
        Span("squat", 12.0, 23.0),
        Span("squat", 26.0, 33.0),
        Span("row", 36.0, 41.0),
    ),
)
LABELS = ("squat", "row", "lunge")


def test_segments_are_matched_by_overlap_and_label() -> None:
    figures = score_takes([TAKE], LABELS)
    squat, row = figures.classes
    # 12..23 against 10..20: 8 of 13 s. 26..33 fits no squat; 50..60 is not found.
    assert (squat.segments.true, squat.segments.found, squat.segments.matched) == (2, 2, 1)
    assert squat.segments.f1 == pytest.approx(0.5)
    # 36..41 against 30..40: 4 of 11 s, which is not enough.
    assert (row.segments.true, row.segments.found, row.segments.matched) == (1, 2, 0)
    assert row.segments.f1 == 0.0
    assert figures.segments.f1 == pytest.approx(2 * 1 / (3 + 4))
    assert figures.macro_f1 == pytest.approx(0.25)
    generous = score_takes([TAKE], LABELS, iou=0.36)
    assert generous.segments.matched == 2
    assert generous.segments.f1 == pytest.approx(2 * 2 / 7)


def test_a_true_segment_is_found_once_and_by_the_best() -> None:
    parts = [TruePart("exercise", "row", 0.0, 10.0), TruePart("exercise", "row", 12.0, 22.0)]
    halves = [Span("row", 0.0, 5.0), Span("row", 5.0, 10.0)]
    assert matched_spans(parts, halves, 0.5) == 1
    # One that covers both fits neither: 10 of 22 s.
    assert matched_spans(parts, [Span("row", 0.0, 22.0)], 0.5) == 0
    assert matched_spans(parts, [Span("row", 0.0, 22.0)], 0.45) == 1
    # The better pair first: else 0..16 would take the first part from 0..9.
    overlapping = [Span("row", 0.0, 16.0), Span("row", 0.0, 9.0), Span("row", 12.0, 22.0)]
    assert matched_spans(parts, overlapping, 0.5) == 2
    assert matched_spans(parts, [], 0.5) == matched_spans([], halves, 0.5) == 0


def test_delays_count_from_the_true_start_and_the_missed_apart() -> None:
    delays = score_takes([TAKE], LABELS).delays
    assert [recognition_delay(TAKE, part) for part in TAKE.exercises] == [2.0, 6.0, None]
    assert (delays.exercises, delays.recognised) == (3, 2)
    assert delays.recall == pytest.approx(2 / 3)
    assert delays.median_s == pytest.approx(4.0)
    assert delays.p90_s == pytest.approx(2.0 + 0.9 * 4.0)


def test_a_label_after_the_end_or_of_another_exercise_is_no_recognition() -> None:
    take = WatchedTake(PARTS, (Shown(10.0, "row"), Shown(20.0, "squat")), ())
    assert recognition_delay(take, PARTS[1]) is None


def test_labels_linger_until_another_prediction() -> None:
    # The last squat had no label at its end.
    assert linger_times(TAKE) == [3.0, 1.0]
    figures = score_takes([TAKE], LABELS)
    assert (figures.linger_median_s, figures.lingering) == (2.0, 2)


def test_labels_linger_at_most_until_they_are_right_again_or_the_take_ends() -> None:
    for_ever = WatchedTake(PARTS, (Shown(10.0, "squat"),), (Span("squat", 10.0, 60.0),))
    # From 20 to the next squat at 50; the one at the take's end stays for no time.
    assert linger_times(for_ever) == [30.0, 0.0]


def test_false_labels_are_counted_where_most_of_them_lies() -> None:
    # row 3..5 in the still part; squat 26..33: 4 s of background, 3 s of row.
    assert false_spans(TAKE) == ["still", "background"]
    figures = score_takes([TAKE, TAKE], LABELS)
    assert figures.minutes == pytest.approx(2.0)
    assert figures.all_false.per_minute == pytest.approx(4 / 2.0)
    assert figures.rest_false.count == 4
    assert figures.rest_false.per_minute == pytest.approx(4 / 1.0)
    assert figures.false_labels["still"].per_minute == pytest.approx(2 / (20 / 60))
    assert figures.false_labels["nobody"].count == figures.false_labels["exercise"].count == 0


def test_half_a_segment_in_its_own_exercise_is_enough() -> None:
    def false_of(span: Span) -> list[PartKind]:
        return false_spans(WatchedTake(PARTS, (), (span,)))

    assert false_of(Span("squat", 18.0, 22.0)) == []
    assert false_of(Span("squat", 18.0, 22.1)) == ["background"]
    assert false_of(Span("lunge", 11.0, 19.0)) == ["exercise"]


def test_the_time_that_is_right() -> None:
    exercise = shown_time(TAKE, "exercise")
    # Squat 12..20 and row 36..40 are right; squat 30..33 is wrong; the rest of 30 s shows nothing.
    assert (exercise.right_s, exercise.wrong_s) == pytest.approx((12.0, 3.0))
    assert exercise.nothing_s == pytest.approx(15.0)
    still = shown_time(TAKE, "still")
    assert (still.right_s, still.wrong_s, still.nothing_s) == pytest.approx((8.0, 2.0, 0.0))
    background = shown_time(TAKE, "background")
    assert (background.right_s, background.wrong_s) == pytest.approx((3.0, 7.0))
    figures = score_takes([TAKE], LABELS)
    assert figures.all_time.seconds == pytest.approx(60.0)
    assert figures.rest_time.right == pytest.approx((8.0 + 3.0 + 9.0) / 30.0)
    assert figures.all_time.right == pytest.approx((12.0 + 8.0 + 3.0 + 9.0) / 60.0)


def test_a_model_that_says_nothing() -> None:
    figures = score_takes([WatchedTake(PARTS, (), ())], LABELS)
    assert figures.segments.f1 == figures.delays.recall == figures.all_false.per_minute == 0.0
    assert figures.delays.median_s is figures.linger_median_s is None
    assert figures.all_time.right == pytest.approx(0.5)


def test_a_perfect_model() -> None:
    shown = tuple(Shown(part.start_s, part.label) for part in PARTS)
    spans = tuple(
        Span(part.label, part.start_s, part.end_s) for part in PARTS if part.label is not None
    )
    figures = score_takes([WatchedTake(PARTS, shown, spans)], LABELS)
    assert figures.segments.f1 == figures.macro_f1 == figures.delays.recall == 1.0
    assert figures.all_time.right == 1.0
    assert (figures.delays.median_s, figures.linger_median_s) == (0.0, 0.0)
    assert figures.all_false.count == 0


def test_json_holds_plain_numbers() -> None:
    content = json.loads(json.dumps(score_takes([TAKE], LABELS).as_json(), allow_nan=False))
    assert content["segments"]["f1"] == pytest.approx(2 / 7)
    assert content["delays"]["missed"] == 1
    assert content["false_labels"]["rest"]["count"] == 2
    assert list(content["classes"]) == ["squat", "row"]
    assert content["time"]["all"]["right"] == pytest.approx(32 / 60)
