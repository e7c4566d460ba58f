"""Intervals of figures of clips: against what the binomial distribution says, and their edges."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom  # type: ignore[import-untyped]

from training.evaluation.calibration import measure_reliability, softmax
from training.evaluation.figures import Scores, clip_weights, judge
from training.evaluation.intervals import Interval, clip_intervals, perfect_error_interval


def _scores(confusion: list[list[int]]) -> Scores:
    pairs = [
        (true, named)
        for true, row in enumerate(confusion)
        for named, count in enumerate(row)
        for _ in range(count)
    ]
    targets, named = np.array(pairs).T
    return judge(
        np.eye(len(confusion))[named], np.arange(len(pairs)), targets, len(confusion)
    ).clips


def test_the_accuracy_of_one_class_is_binomial() -> None:
    found = clip_intervals(_scores([[70, 30], [0, 0]])).accuracy
    low, high = binom.ppf([0.025, 0.975], 100, 0.7) / 100.0
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.0101)
    assert 0.7 in found
    assert 0.55 not in found


def test_four_times_as_many_clips_make_it_half_as_wide() -> None:
    few, many = (clip_intervals(_scores([[30 * n, 20 * n], [10 * n, 40 * n]])) for n in (1, 4))
    for name in ("accuracy", "macro_f1"):
        wide, narrow = getattr(few, name), getattr(many, name)
        assert (wide.high - wide.low) / (narrow.high - narrow.low) == pytest.approx(2.0, rel=0.1)


def test_drawing_clips_one_by_one_comes_to_the_same() -> None:
    scores = _scores([[12, 3, 1], [2, 6, 0], [4, 0, 20]])
    draws = np.random.default_rng(7)
    targets = np.repeat([0, 1, 2], [16, 8, 24])
    named = np.concatenate(
        [np.repeat([0, 1, 2], row) for row in ([12, 3, 1], [2, 6, 0], [4, 0, 20])]
    )
    drawn = []
    for _ in range(2000):
        places = np.concatenate(
            [
                draws.choice(np.flatnonzero(targets == number), (targets == number).sum())
                for number in range(3)
            ]
        )
        counts = np.zeros((3, 3))
        np.add.at(counts, (targets[places], named[places]), 1.0)
        f1 = 2.0 * counts.diagonal() / (counts.sum(axis=0) + counts.sum(axis=1))
        drawn.append((counts.trace() / counts.sum(), f1.mean()))
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0)
    found = clip_intervals(scores)
    a_clip = 1.0 / 48.0 + 1e-9  # One more or less is the smallest difference.
    assert (found.accuracy.low, found.macro_f1.low) == pytest.approx(tuple(low), abs=a_clip)
    assert (found.accuracy.high, found.macro_f1.high) == pytest.approx(tuple(high), abs=a_clip)


@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
@settings(deadline=None, max_examples=30)
def test_any_figures_have_an_interval(confusion: list[list[int]]) -> None:
    if not np.sum(confusion):
        return
    scores = _scores(confusion)
    found = clip_intervals(scores)
    assert scores.accuracy in found.accuracy
    for interval in (found.accuracy, found.macro_f1):
        assert 0.0 <= interval.low <= interval.high <= 1.0
    assert clip_intervals(scores) == found


def test_clips_that_are_all_right_leave_no_doubt_by_this_measure() -> None:
    found = clip_intervals(_scores([[3, 0], [0, 2]]))
    assert found.accuracy == found.macro_f1 == Interval(1.0, 1.0)
    assert str(found.accuracy) == "1.000 to 1.000"


def test_perfect_probabilities_lie_in_their_own_interval_and_wrong_ones_outside() -> None:
    random = np.random.default_rng(5)
    logits = random.normal(0.0, 1.5, (400, 4))
    right = softmax(logits.astype(np.float32))
    clips = np.repeat(np.arange(400), 3)
    found = perfect_error_interval(right[clips], clips, 400)
    drawn = (right.cumsum(axis=1) < random.random((400, 1))).sum(axis=1)
    weights = clip_weights(clips)
    assert measure_reliability(right[clips], drawn[clips], weights).ece in found
    certain = softmax(3.0 * logits.astype(np.float32))
    error = measure_reliability(certain[clips], drawn[clips], weights).ece
    assert error > perfect_error_interval(certain[clips], clips, 400).high


def test_fewer_clips_show_larger_errors_though_the_probabilities_are_perfect() -> None:
    probabilities = softmax(np.random.default_rng(6).normal(0.0, 1.5, (400, 4)).astype(np.float32))
    many = perfect_error_interval(probabilities, np.arange(400), 400)
    few = perfect_error_interval(probabilities[:40], np.arange(40), 40)
    assert few.low > many.low
    assert few.high > 2.0 * many.high
