"""Figures, temperature and thresholds, on numbers that can be worked out by hand."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from training.evaluation.calibration import fit_temperature, log_loss, softmax
from training.evaluation.figures import clip_weights, judge, majority_accuracy
from training.evaluation.thresholds import choose_thresholds, smooth


@dataclass(frozen=True)
class Timed:
    clips: npt.NDArray[np.int64]
    times_s: npt.NDArray[np.float64]


def test_figures_by_hand() -> None:
    # Clip 0 has three windows, two wrong ones among them weakly so; clip 1 has one.
    probabilities = np.array([[0.9, 0.1], [0.4, 0.6], [0.4, 0.6], [0.8, 0.2]])
    figures = judge(probabilities, np.array([0, 0, 0, 1]), np.array([0, 1]), 2)
    assert figures.clip_accuracy == 0.5
    assert figures.window_accuracy == pytest.approx(1 / 6)
    assert figures.confusion == ((1, 0), (1, 0))
    assert figures.class_f1 == pytest.approx((2 / 3, 0.0))
    assert figures.macro_f1 == pytest.approx(1 / 3)
    # Bins: 0.9 right (1/6), 0.6 wrong (2/6), 0.8 wrong (1/2).
    assert figures.ece == pytest.approx(0.1 / 6 + 0.6 / 3 + 0.8 / 2)
    assert figures.as_json()["confusion"] == [[1, 0], [1, 0]]


def test_weights_count_each_clip_the_same() -> None:
    np.testing.assert_allclose(clip_weights(np.array([4, 4, 9])), [0.25, 0.25, 0.5])


def test_the_majority_is_that_of_the_training_part() -> None:
    folds = [
        (np.array([0, 0, 1]), np.array([0, 1, 1])),
        (np.array([1, 1, 0]), np.array([1])),
    ]
    assert majority_accuracy(folds) == 0.5


def test_the_temperature_of_overconfident_logits_is_found() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0.0, 1.5, (4000, 3))
    chances = softmax(logits.astype(np.float32))
    targets = np.array([random.choice(3, p=row) for row in chances])
    weights = np.full(len(targets), 1 / len(targets))
    hot = (3.0 * logits).astype(np.float32)
    temperature = fit_temperature(hot, targets, weights)
    assert temperature == pytest.approx(3.0, rel=0.1)
    cooled = hot / np.float32(temperature)
    assert log_loss(cooled, targets, weights) < log_loss(hot, targets, weights)


def test_smoothing_starts_anew_with_each_clip() -> None:
    table = Timed(clips=np.array([0, 0, 1]), times_s=np.array([0.0, 0.1, 0.2]))
    smoothed = smooth(np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]]), table, smoothing_s=1.0)
    np.testing.assert_allclose(smoothed, [[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])


def test_thresholds_follow_the_written_rule() -> None:
    # Label `a` is right only above 0.7; `b` is right from the lowest threshold on; `c` is named
    # in too few clips to say.
    rows, targets = [], []
    for number in range(10):
        rows.append([0.60, 0.2, 0.2])
        targets.append(1)
        rows.append([0.75 + 0.01 * number, 0.1, 0.1])
        targets.append(0)
        rows.append([0.2, 0.5, 0.3])
        targets.append(1)
    rows.append([0.1, 0.1, 0.8])
    targets.append(2)
    thresholds = choose_thresholds(
        np.array(rows, dtype=np.float32),
        np.arange(len(rows)),
        np.array(targets),
        ("a", "b", "c"),
        precision=0.9,
    )
    assert thresholds["a"].enter == 0.61
    assert thresholds["b"].enter == 0.34
    assert thresholds["c"].enter == 0.95
    assert thresholds["a"].leave == pytest.approx(0.8 * thresholds["a"].enter, abs=0.006)


def test_a_precision_that_is_never_reached_keeps_only_the_surest() -> None:
    rows = [[0.6 + 0.01 * number, 0.3] for number in range(20)]
    thresholds = choose_thresholds(
        np.array(rows, dtype=np.float32), np.arange(20), np.ones(20, int), ("a", "b"), 0.9
    )
    assert thresholds["a"].enter == 0.75
