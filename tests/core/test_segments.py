"""Hysteresis and intervals."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import nobody, prediction
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Segment
from vidclf_app.core.segments import LabelDecider, SegmentDetector

LABELS = ("squat", "lunge", "other")
THRESHOLDS = {label: Threshold(enter=0.6, leave=0.4) for label in LABELS}


def decide_all(decider: LabelDecider, series: list[tuple[float, float, float]]) -> list[str | None]:
    return [decider.decide(np.array(entry, dtype=np.float32)) for entry in series]


def test_a_label_enters_high_and_leaves_low() -> None:
    decider = LabelDecider(LABELS, THRESHOLDS)
    series = [(0.55, 0.45, 0), (0.65, 0.35, 0), (0.45, 0.55, 0), (0.35, 0.5, 0.15), (0.5, 0.5, 0)]
    assert decide_all(decider, series) == [None, "squat", "squat", None, None]


def test_another_label_takes_over() -> None:
    decider = LabelDecider(LABELS, THRESHOLDS)
    assert decide_all(decider, [(0.9, 0.1, 0), (0.3, 0.7, 0)]) == ["squat", "lunge"]


def test_background_is_nothing() -> None:
    decider = LabelDecider(LABELS, THRESHOLDS, background_label="other")
    assert decide_all(decider, [(0.9, 0.1, 0), (0.1, 0.1, 0.8)]) == ["squat", None]


def test_one_threshold_for_all_and_back() -> None:
    decider = LabelDecider(LABELS, THRESHOLDS)
    decider.override(0.9)
    assert decide_all(decider, [(0.8, 0.2, 0)]) == [None]
    decider.override(None)
    assert decide_all(decider, [(0.8, 0.2, 0)]) == ["squat"]


def test_leave_keeps_its_ratio_to_enter() -> None:
    decider = LabelDecider(LABELS, THRESHOLDS)
    decider.override(0.3)
    # enter 0.3, leave 0.3 * 0.4 / 0.6 = 0.2
    series = [(0.35, 0.33, 0.32), (0.21, 0.29, 0.25), (0.19, 0.29, 0.29)]
    assert decide_all(decider, series) == ["squat", "squat", None]


probabilities = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3).map(
    lambda weights: tuple(weight / sum(weights) for weight in weights)
)


@given(st.lists(probabilities, max_size=60))
def test_a_label_was_earned_and_is_kept_only_above_leave(
    series: list[tuple[float, float, float]],
) -> None:
    decider = LabelDecider(LABELS, THRESHOLDS)
    current: str | None = None
    for entry in series:
        label = decider.decide(np.array(entry, dtype=np.float32))
        if label is not None:
            probability = entry[LABELS.index(label)]
            assert probability >= (0.4 if label == current else 0.6) - 1e-6
        else:
            assert max(entry) < 0.6 + 1e-6
        current = label


labels = st.sampled_from([None, *LABELS])


@given(st.lists(st.tuples(labels, st.integers(1, 30)), max_size=60))
def test_segments_cover_exactly_the_labelled_predictions(
    entries: list[tuple[str | None, int]],
) -> None:
    detector = SegmentDetector(LABELS, max_gap_s=1.05)
    found: list[Segment] = []
    times: list[tuple[float, str | None]] = []
    tick = 0
    for label, step in entries:
        tick += step
        times.append((tick / 10.0, label))
        ended = detector.update(prediction((0.7, 0.2, 0.1), tick / 10.0, label))
        if ended is not None:
            found.append(ended)
    last = detector.finish()
    if last is not None:
        found.append(last)
    for time_s, label in times:
        covering = [s for s in found if s.start_s <= time_s <= s.end_s]
        assert [s.label for s in covering] == ([] if label is None else [label])
    for before, after in pairwise(found):
        assert before.end_s < after.start_s
    assert detector.finish() is None


def test_mean_and_peak_are_of_its_own_label() -> None:
    detector = SegmentDetector(LABELS, max_gap_s=1.0)
    for step, probability in enumerate((0.6, 0.8, 0.7)):
        detector.update(prediction((1 - probability, probability, 0.0), step / 10, "lunge"))
    segment = detector.finish()
    assert segment is not None
    assert (segment.start_s, segment.end_s) == (0.0, 0.2)
    assert segment.mean == pytest.approx(0.7, abs=1e-6)
    assert segment.peak == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize("next_s", [5.0, 0.0])
def test_a_gap_or_a_step_back_ends_a_segment(next_s: float) -> None:
    detector = SegmentDetector(LABELS, max_gap_s=1.0)
    detector.update(prediction((0.9, 0.1, 0.0), 1.0, "squat"))
    ended = detector.update(prediction((0.9, 0.1, 0.0), next_s, "squat"))
    assert ended is not None
    assert (ended.start_s, ended.end_s) == (1.0, 1.0)


def test_nobody_in_the_picture_ends_a_segment() -> None:
    detector = SegmentDetector(LABELS, max_gap_s=1.0)
    for time_s in (0.0, 0.1, 0.2):
        assert detector.update(prediction((0.9, 0.1, 0.0), time_s, "squat")) is None
    ended = detector.update(nobody(3, 0.7))
    assert ended == Segment("squat", 0.0, 0.2, pytest.approx(0.9), pytest.approx(0.9))  # type: ignore[arg-type]
    assert detector.update(nobody(3, 0.8)) is None
    assert detector.finish() is None
