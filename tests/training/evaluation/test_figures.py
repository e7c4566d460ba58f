"""Precision, recall and their like: by hand, and against scikit-learn on any input."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import classification_report

from training.errors import TrainingError
from training.evaluation.calibration import measure_reliability
from training.evaluation.curves import precision_recall
from training.evaluation.figures import clip_means, judge


def test_scores_of_clips_and_windows_by_hand() -> None:
    # Clip 0 (class 0) has four windows, one of them wrong; clip 1 (class 1) and clip 2 (class 0)
    # have one each, and clip 2 is wrong.
    probabilities = np.array(
        [[0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.2, 0.8], [0.3, 0.7]]
    )
    figures = judge(probabilities, np.array([0, 0, 0, 0, 1, 2]), np.array([0, 1, 0]), 2)
    clips, windows = figures.clips, figures.windows
    assert clips.confusion == ((1.0, 1.0), (0.0, 1.0))
    assert clips.accuracy == pytest.approx(2 / 3)
    assert clips.precision == pytest.approx((1.0, 0.5))
    assert clips.recall == pytest.approx((0.5, 1.0))
    assert clips.f1 == pytest.approx((2 / 3, 2 / 3))
    assert clips.support == (2.0, 1.0)
    assert clips.macro.precision == pytest.approx(0.75)
    assert clips.weighted.precision == pytest.approx((2 * 1.0 + 0.5) / 3)
    # Each window of clip 0 is a quarter of a clip.
    assert windows.confusion == pytest.approx(np.array([[0.75, 1.25], [0.0, 1.0]]))
    assert windows.support == pytest.approx((2.0, 1.0))
    assert windows.accuracy == pytest.approx(1.75 / 3)
    assert windows.precision == pytest.approx((1.0, 1.0 / 2.25))
    assert figures.confusion == ((1, 1), (0, 1))


@st.composite
def _answers(draw: st.DrawFn) -> tuple[list[int], list[int], int]:
    classes = draw(st.integers(2, 6))
    numbers = st.lists(st.integers(0, classes - 1), min_size=1, max_size=40)
    targets = draw(numbers)
    named = draw(
        st.lists(st.integers(0, classes - 1), min_size=len(targets), max_size=len(targets))
    )
    return targets, named, classes


@given(_answers())
@settings(deadline=None, max_examples=60)
def test_scores_are_those_of_scikit_learn(answers: tuple[list[int], list[int], int]) -> None:
    targets, named, classes = answers
    scores = judge(
        np.eye(classes)[named], np.arange(len(targets)), np.array(targets), classes
    ).clips
    report = classification_report(
        targets, named, labels=range(classes), output_dict=True, zero_division=0.0
    )
    for number in range(classes):
        expected = report[str(number)]
        assert scores.precision[number] == pytest.approx(expected["precision"])
        assert scores.recall[number] == pytest.approx(expected["recall"])
        assert scores.f1[number] == pytest.approx(expected["f1-score"])
        assert scores.support[number] == expected["support"]
    assert scores.weighted.f1 == pytest.approx(report["weighted avg"]["f1-score"])
    present = sorted(set(targets))
    assert scores.macro.f1 == pytest.approx(np.mean([scores.f1[number] for number in present]))


def test_a_class_without_clips_has_no_average_precision_and_no_part_in_means() -> None:
    figures = judge(np.array([[0.7, 0.2, 0.1]]), np.array([0]), np.array([0]), 3)
    assert figures.clips.macro.f1 == 1.0
    assert figures.average_precision == (1.0, None, None)
    assert figures.mean_average_precision == 1.0
    assert figures.as_json()["average_precision"] == [1.0, None, None]


def test_average_precision_by_hand() -> None:
    # By falling probability of class 1: right, wrong, right. Precision 1 and 2/3, recall 1/2 each.
    probabilities = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    figures = judge(probabilities, np.arange(3), np.array([1, 0, 1]), 2)
    assert figures.average_precision[1] == pytest.approx(0.5 * 1.0 + 0.5 * 2 / 3)


def test_curves_are_of_one_class_against_the_others() -> None:
    means = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    curve = precision_recall(means, np.array([1, 0, 1]), 1)
    assert curve is not None
    assert curve.thresholds == pytest.approx([0.7, 0.8, 0.9])
    assert curve.precision == pytest.approx([2 / 3, 1 / 2, 1.0])
    assert curve.recall == pytest.approx([1.0, 0.5, 0.5])
    assert precision_recall(means, np.array([0, 0, 0]), 1) is None


def test_a_long_curve_is_thinned_but_keeps_its_ends() -> None:
    means = np.linspace(0.0, 1.0, 5000)[:, None] * np.array([[-1.0, 1.0]]) + np.array([[1.0, 0.0]])
    curve = precision_recall(means, (np.arange(5000) % 2), 1, most=50)
    assert curve is not None
    assert len(curve.thresholds) == 50
    assert (curve.thresholds[0], curve.thresholds[-1]) == (0.0, 1.0)


def test_the_bins_of_a_reliability_diagram_by_hand() -> None:
    probabilities = np.array([[0.95, 0.05], [0.94, 0.06], [0.5, 0.5]])
    reliability = measure_reliability(
        probabilities, np.array([0, 1, 0]), np.array([0.25, 0.25, 0.5])
    )
    last, middle = reliability.bins[14], reliability.bins[7]
    assert (last.low, last.high) == pytest.approx((14 / 15, 1.0))
    assert (last.share, last.confidence, last.accuracy) == pytest.approx((0.5, 0.945, 0.5))
    assert (middle.share, middle.confidence, middle.accuracy) == pytest.approx((0.5, 0.5, 1.0))
    assert reliability.bins[0].accuracy is None
    assert sum(entry.share for entry in reliability.bins) == pytest.approx(1.0)
    assert reliability.ece == pytest.approx(0.5 * 0.445 + 0.5 * 0.5)


def test_probabilities_of_exactly_zero_and_one() -> None:
    figures = judge(np.eye(2)[[0, 1, 1]], np.arange(3), np.array([0, 1, 0]), 2)
    assert figures.reliability.bins[14].confidence == 1.0
    assert figures.reliability.bins[14].accuracy == pytest.approx(2 / 3)
    assert figures.ece == pytest.approx(1 / 3)


@pytest.mark.parametrize("value", [np.nan, np.inf, -0.1, 1.1])
def test_numbers_that_are_no_probabilities_are_refused(value: float) -> None:
    with pytest.raises(TrainingError, match="no probability"):
        judge(np.array([[value, 0.5]]), np.array([0]), np.array([0]), 2)


def test_clips_without_windows_and_no_clips_are_refused() -> None:
    with pytest.raises(TrainingError, match="without any prediction"):
        judge(np.array([[0.5, 0.5]]), np.array([1]), np.array([0, 1]), 2)
    with pytest.raises(TrainingError, match="no clips"):
        judge(np.zeros((0, 2)), np.array([], dtype=int), np.array([], dtype=int), 2)


def test_means_do_not_depend_on_how_long_a_clip_is() -> None:
    probabilities = np.array([[0.5, 0.5], [0.7, 0.3], [0.2, 0.8]])
    means = clip_means(probabilities, np.array([0, 0, 1]), 2)
    assert means == pytest.approx(np.array([[0.6, 0.4], [0.2, 0.8]]))
