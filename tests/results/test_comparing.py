"""Two results beside each other, and the totals of one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.builders import analysis, model, video
from vidclf_app.errors import ResultError
from vidclf_app.results.comparing import Comparison, Disagreement, LabelAgreement, compare
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.records import Result
from vidclf_app.results.totals import LabelTotal, totals

Span = tuple[str, float, float]


def by_hand(*spans: Span, rate_hz: float = 10.0) -> Result:
    """Return a result whose segments are a person's: at exact times."""
    document = ResultDocument(analysis(of_model=model(rate_hz=rate_hz)))
    for span in spans:
        document.corrections.add(*span)
    return document.result


def test_the_same_agree() -> None:
    result = ResultDocument(analysis([("squat", 2.0, 8.0), ("lunge", 12.0, 12.0)])).result
    found = compare(result, result)
    assert found.agreement == 1.0
    assert found.f1 == 1.0
    assert found.disagreements == ()
    assert (found.segments_a, found.segments_b, found.same_segments) == (2, 2, 2)
    assert found.labels == (
        LabelAgreement("squat", pytest.approx(6.0), pytest.approx(6.0), pytest.approx(6.0), 1.0),  # type: ignore[arg-type]
        LabelAgreement("lunge", 0.0, 0.0, 0.0, 0.0),
    )


def test_nothing_in_both_is_the_same() -> None:
    found = compare(by_hand(), by_hand())
    assert found == Comparison(20.0, 1.0, (), (), 0, 0, 0, 1.0)


def test_times_and_labels_that_differ() -> None:
    a = by_hand(("squat", 2.0, 8.0), ("lunge", 10.0, 14.0))
    b = by_hand(("squat", 3.0, 9.0), ("other", 10.0, 14.0))
    found = compare(a, b)
    assert found.agreement == pytest.approx((20.0 - 1.0 - 1.0 - 4.0) / 20.0)
    squat, lunge, other = found.labels
    assert (squat.a_s, squat.b_s, squat.both_s) == pytest.approx((6.0, 6.0, 5.0))
    assert squat.iou == pytest.approx(5.0 / 7.0)
    assert (lunge.label, lunge.a_s, lunge.b_s, lunge.iou) == ("lunge", 4.0, 0.0, 0.0)
    assert (other.label, other.a_s, other.b_s, other.iou) == ("other", 0.0, 4.0, 0.0)
    assert found.disagreements == (
        Disagreement(10.0, 14.0, "lunge", "other"),
        Disagreement(2.0, 3.0, "squat", None),
        Disagreement(8.0, 9.0, None, "squat"),
    )
    # One of two pairs overlaps by a half or more.
    assert found.same_segments == 1
    assert found.f1 == pytest.approx(0.5)


def test_labels_are_compared_by_name() -> None:
    other_order = model(("lunge", "plank", "squat"), name="other", rate_hz=10.0)
    a = ResultDocument(analysis([("squat", 2.0, 8.0)])).result
    b = ResultDocument(analysis([("squat", 2.0, 8.0)], of_model=other_order)).result
    assert compare(a, b).agreement == 1.0


def test_segments_one_prediction_apart_leave_no_gap() -> None:
    a = ResultDocument(analysis([("squat", 2.0, 4.9), ("lunge", 5.0, 8.0)])).result
    b = ResultDocument(analysis([("squat", 2.0, 8.0)])).result
    (difference,) = compare(a, b).disagreements
    assert (difference.label_a, difference.label_b) == ("lunge", "squat")
    assert (difference.start_s, difference.end_s) == pytest.approx((4.95, 8.0))


def test_less_than_a_step_is_no_disagreement() -> None:
    a, b = by_hand(("squat", 2.0, 8.0)), by_hand(("squat", 2.05, 8.0))
    found = compare(a, b)
    assert found.disagreements == ()
    assert found.agreement == pytest.approx(1.0 - 0.05 / 20.0)


def test_several_pieces_are_one_segment_at_most() -> None:
    a = by_hand(("squat", 0.0, 10.0))
    b = by_hand(("squat", 0.0, 5.0), ("squat", 5.2, 10.0))
    found = compare(a, b)
    assert found.same_segments == 1
    assert found.f1 == pytest.approx(2 / 3)


def test_different_videos_are_refused() -> None:
    a = ResultDocument(analysis()).result
    b = ResultDocument(analysis(of_video=video(digest="c" * 64))).result
    with pytest.raises(ResultError, match="different videos"):
        compare(a, b)


spans = st.lists(
    st.tuples(st.sampled_from(["squat", "lunge"]), st.integers(0, 190), st.integers(1, 40)).map(
        lambda s: (s[0], s[1] / 10.0, (s[1] + s[2]) / 10.0)
    ),
    max_size=8,
)


@given(spans, spans)
def test_it_counts_what_a_grid_counts(first: list[Span], second: list[Span]) -> None:
    a, b = by_hand(*first, rate_hz=20.0), by_hand(*second, rate_hz=20.0)
    found, turned = compare(a, b), compare(b, a)

    def at(result: Result, time_s: float) -> str | None:
        return next((s.label for s in result.segments if s.start_s < time_s < s.end_s), None)

    grid = [(at(a, t / 10 + 0.05), at(b, t / 10 + 0.05)) for t in range(200)]
    assert found.agreement == pytest.approx(sum(x == y for x, y in grid) / 200)
    for each in found.labels:
        both = sum(x == y == each.label for x, y in grid)
        union = sum(each.label in pair for pair in grid)
        assert each.iou == pytest.approx(both / union)
        assert each.a_s == pytest.approx(sum(x == each.label for x, _ in grid) / 10)
    total_s = sum(d.end_s - d.start_s for d in found.disagreements)
    assert total_s == pytest.approx(20.0 * (1.0 - found.agreement), abs=1e-6)
    assert found.f1 == turned.f1
    assert found.agreement == pytest.approx(turned.agreement)
    lengths = [d.end_s - d.start_s for d in found.disagreements]
    assert lengths == sorted(lengths, reverse=True)


def test_totals() -> None:
    run = analysis([("lunge", 1.0, 3.0), ("squat", 5.0, 9.0), ("lunge", 12.0, 13.0)])
    document = ResultDocument(run)
    document.corrections.add("stretching", 15.0, 18.0)
    assert totals(document.result) == (
        LabelTotal("squat", 1, pytest.approx(4.0), pytest.approx(0.9)),  # type: ignore[arg-type]
        LabelTotal("lunge", 2, pytest.approx(3.0), pytest.approx(0.9)),  # type: ignore[arg-type]
        LabelTotal("stretching", 1, pytest.approx(3.0), 0.0),  # type: ignore[arg-type]
    )
    assert totals(ResultDocument(analysis()).result) == ()


def test_longer_segments_count_for_more() -> None:
    run = analysis([("squat", 1.0, 9.9), ("squat", 15.0, 15.9)])
    run.predictions.raw[150:160] = (0.7, 0.2, 0.1)
    (total,) = totals(ResultDocument(run).result)
    assert total.segments == 2
    assert total.mean == pytest.approx((9.0 * 0.9 + 1.0 * 0.7) / 10.0, abs=1e-6)
