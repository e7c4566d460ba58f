"""A whole run decided at once gives what the live classes give one by one."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.results.builders import analysis, long_analysis, model, wrap
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array, Prediction, Segment, Tuning
from vidclf_app.core.segments import LabelDecider, SegmentDetector
from vidclf_app.core.smoothing import RollingMean
from vidclf_app.results.deciding import decide, smooth
from vidclf_app.results.records import Analysis, Predictions

LABELS = ("squat", "lunge", "row", "other")


def live(
    run: Analysis, tuning: Tuning
) -> tuple[list[Float32Array], list[str | None], list[Segment]]:
    """Decide as the recogniser and the pipeline do, one prediction at a time."""
    of_model, predictions = run.model, run.predictions
    span_s = of_model.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s
    smoother = RollingMean(span_s)
    decider = LabelDecider(of_model.labels, of_model.thresholds, of_model.background_label)
    decider.override(tuning.threshold)
    detector = SegmentDetector(of_model.labels, of_model.max_gap_s)
    probabilities: list[Float32Array] = []
    labels: list[str | None] = []
    segments: list[Segment] = []
    for row in range(len(predictions)):
        raw, time_s = predictions.raw[row], float(predictions.time_s[row])
        if predictions.fresh[row] or predictions.nobody[row]:
            smoother.reset()
            decider.reset()
        if predictions.nobody[row]:
            mean, label = np.zeros(len(raw), dtype=np.float32), None
        else:
            mean = smoother.update(raw, time_s)
            label = decider.decide(mean)
        probabilities.append(mean)
        labels.append(label)
        ended = detector.update(Prediction(mean, raw, label, row, time_s, 0.0))
        if ended is not None:
            segments.append(ended)
    last = detector.finish()
    return probabilities, labels, segments if last is None else [*segments, last]


def assert_as_live(run: Analysis, tuning: Tuning) -> None:
    probabilities, labels, segments = live(run, tuning)
    decided = decide(run, tuning)
    assert decided.tuning == tuning
    assert decided.probabilities.dtype == np.float32
    assert decided.label.dtype == np.int16
    assert decided.probabilities.shape == run.predictions.raw.shape
    if probabilities:
        np.testing.assert_array_equal(decided.probabilities, probabilities)
    assert [None if n < 0 else run.model.labels[n] for n in decided.label] == labels
    assert list(decided.segments) == segments


weights = st.one_of(
    st.lists(st.floats(0.01, 1.0), min_size=4, max_size=4),
    # Few values, so that thresholds are met exactly and labels tie.
    st.lists(st.sampled_from([0.0, 0.2, 0.5, 1.0]), min_size=4, max_size=4).filter(any),
)
entries = st.lists(
    st.tuples(weights, st.integers(1, 14), st.booleans(), st.sampled_from([0, 0, 0, 1])),
    max_size=80,
)
thresholds = st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)).map(
    lambda pair: Threshold(enter=max(pair), leave=min(pair))
)


@settings(max_examples=300)
@given(
    rows=entries,
    each=st.lists(thresholds, min_size=4, max_size=4),
    background=st.sampled_from([None, *LABELS]),
    smoothing_s=st.sampled_from([0.0, 0.3, 1.0, 5.0]),
    threshold=st.one_of(st.none(), st.floats(0.01, 1.0)),
    override_s=st.one_of(st.none(), st.floats(0.0, 3.0)),
)
def test_it_gives_what_the_live_classes_give(
    rows: list[tuple[list[float], int, bool, int]],
    each: list[Threshold],
    background: str | None,
    smoothing_s: float,
    threshold: float | None,
    override_s: float | None,
) -> None:
    count = len(rows)
    raw = np.array([row[0] for row in rows], dtype=np.float64).reshape(count, 4)
    raw /= raw.sum(axis=1, keepdims=True)
    nobody = np.array([row[3] == 1 for row in rows], dtype=np.bool_)
    raw[nobody] = 0.0
    predictions = Predictions(
        time_s=np.cumsum([row[1] for row in rows]) / 10.0,
        index=np.arange(count),
        raw=raw.astype(np.float32),
        nobody=nobody,
        fresh=np.array([row[2] and row[1] > 5 for row in rows], dtype=np.bool_) | nobody,
    )
    of_model = model(
        LABELS,
        thresholds=dict(zip(LABELS, each, strict=True)),
        background_label=background,
        smoothing_s=smoothing_s,
        max_gap_s=1.05,
    )
    assert_as_live(wrap(predictions, of_model), Tuning(threshold=threshold, smoothing_s=override_s))


@pytest.mark.parametrize(
    "tuning", [Tuning(), Tuning(0.4, 0.0), Tuning(0.9, 10.0)], ids=["own", "low", "high"]
)
def test_ten_minutes_to_the_last_bit(tuning: Tuning) -> None:
    assert_as_live(long_analysis(6_000, follows=False), tuning)


def test_no_predictions() -> None:
    nothing = Predictions(
        time_s=np.zeros(0),
        index=np.zeros(0, dtype=np.int64),
        raw=np.zeros((0, 3), dtype=np.float32),
        nobody=np.zeros(0, dtype=np.bool_),
        fresh=np.zeros(0, dtype=np.bool_),
    )
    decided = decide(wrap(nothing, model()), Tuning())
    assert decided.segments == ()
    assert len(decided.label) == 0


def test_nobody_all_the_time() -> None:
    run = long_analysis(50)
    predictions = run.predictions
    predictions.raw[:] = 0.0
    predictions.nobody[:] = True
    decided = decide(run, Tuning())
    assert decided.segments == ()
    assert not decided.probabilities.any()


def test_nothing_given_is_changed() -> None:
    run = long_analysis(2_000)
    before = [array.copy() for array in (run.predictions.raw, run.predictions.fresh)]
    decide(run, Tuning(0.5, 3.0))
    for array, old in zip((run.predictions.raw, run.predictions.fresh), before, strict=True):
        np.testing.assert_array_equal(array, old)


def test_averages_known_before_are_taken_as_they_are() -> None:
    run = analysis([("squat", 2.0, 8.0)])
    probabilities = smooth(run.predictions, 1.0)
    tuning = Tuning(threshold=0.5, smoothing_s=1.0)
    with_them = decide(run, tuning, probabilities)
    assert with_them.probabilities is probabilities
    assert with_them.segments == decide(run, tuning).segments


def test_an_hour_is_decided_far_quicker_than_live() -> None:
    run = long_analysis(36_000, follows=False)
    small = long_analysis(1_000, follows=False)
    decide(small, Tuning())
    started_s = time.perf_counter()
    live(small, Tuning())
    live_s = (time.perf_counter() - started_s) * 36
    quickest_s = min(_timed(run) for _ in range(5))
    assert quickest_s * 10 < live_s


def _timed(run: Analysis) -> float:
    started_s = time.perf_counter()
    decide(run, Tuning(threshold=0.4))
    return time.perf_counter() - started_s
