"""What a person changes in the segments, and takes back."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.results.builders import analysis, model, shown
from vidclf_app.core.records import Tuning
from vidclf_app.errors import ResultError
from vidclf_app.results.correcting import Corrections
from vidclf_app.results.deciding import decide
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.records import HandStretch, ShownSegment

STEP_S = 0.1


@pytest.fixture
def document() -> ResultDocument:
    """A squat from 2 to 8 and a lunge from 10 to 14, in 20 s."""
    return ResultDocument(analysis([("squat", 2.0, 8.0), ("lunge", 10.0, 14.0)]))


def told(document: ResultDocument) -> list[tuple[str, float, float, bool]]:
    return [(s.label, s.start_s, s.end_s, s.by_hand) for s in document.result.segments]


def first(document: ResultDocument) -> ShownSegment:
    return document.result.segments[0]


def test_the_model_is_shown_as_it_is(document: ResultDocument) -> None:
    assert told(document) == [("squat", 2.0, 8.0, False), ("lunge", 10.0, 14.0, False)]
    result = document.result
    assert [(s.mean, s.peak) for s in result.segments] == [
        (s.mean, s.peak) for s in result.decided.segments
    ]


def test_a_shortened_segment_leaves_nothing_where_it_was(document: ResultDocument) -> None:
    document.corrections.move_edge(first(document), "end", 5.0)
    assert told(document)[0] == ("squat", 2.0, 5.0, True)
    assert document.corrections.hand == (
        HandStretch("squat", 2.0, 5.0),
        HandStretch(None, 5.0, 8.0),
    )


def test_it_stays_short_at_any_threshold(document: ResultDocument) -> None:
    document.corrections.move_edge(first(document), "end", 5.0)
    document.set_tuning(Tuning(threshold=0.01))
    assert told(document)[0] == ("squat", 0.0, 2.0, False)
    assert told(document)[1] == ("squat", 2.0, 5.0, True)
    assert told(document)[2][1] == 8.0


def test_a_lengthened_segment_cuts_its_neighbour(document: ResultDocument) -> None:
    document.corrections.move_edge(first(document), "end", 12.0)
    assert told(document) == [("squat", 2.0, 12.0, True), ("lunge", 12.0, 14.0, False)]


def test_an_edge_moves_on_after_it_was_moved(document: ResultDocument) -> None:
    document.corrections.move_edge(first(document), "start", 3.0)
    document.corrections.move_edge(first(document), "start", 1.0)
    assert told(document)[0] == ("squat", 1.0, 8.0, True)
    assert document.corrections.hand == (HandStretch("squat", 1.0, 8.0),)


@pytest.mark.parametrize(
    ("edge", "time_s", "extent"),
    [
        ("start", -5.0, (0.0, 8.0)),
        ("start", 30.0, (7.9, 8.0)),
        ("end", 90.0, (2.0, 20.0)),
        ("end", 0.0, (2.0, 2.1)),
    ],
)
def test_edges_stay_in_the_video_and_apart(
    document: ResultDocument, edge: str, time_s: float, extent: tuple[float, float]
) -> None:
    document.corrections.move_edge(first(document), "start" if edge == "start" else "end", time_s)
    label, *found, by_hand = told(document)[0]
    assert (label, by_hand) == ("squat", True)
    assert found == pytest.approx(extent)


def test_relabelling(document: ResultDocument) -> None:
    document.corrections.relabel(first(document), "lunge")
    assert told(document)[0] == ("lunge", 2.0, 8.0, True)
    # What the model says of a lunge there.
    assert first(document).mean == pytest.approx(0.05, abs=1e-6)


def test_confirming_makes_it_a_persons(document: ResultDocument) -> None:
    document.corrections.relabel(first(document), "squat")
    assert told(document)[0] == ("squat", 2.0, 8.0, True)
    assert first(document).mean == pytest.approx(0.9, abs=1e-6)


def test_deleting_and_clearing(document: ResultDocument) -> None:
    document.corrections.delete(first(document))
    assert told(document) == [("lunge", 10.0, 14.0, False)]
    document.corrections.clear()
    assert told(document)[0] == ("squat", 2.0, 8.0, False)
    document.corrections.undo()
    assert told(document) == [("lunge", 10.0, 14.0, False)]


def test_adding_over_a_segment_cuts_it(document: ResultDocument) -> None:
    document.corrections.add("lunge", 4.0, 6.0)
    assert told(document)[:3] == [
        ("squat", 2.0, 4.0, False),
        ("lunge", 4.0, 6.0, True),
        ("squat", 6.0, 8.0, False),
    ]


def test_scraps_of_the_model_vanish(document: ResultDocument) -> None:
    document.corrections.add(None, 2.05, 20.0)
    assert told(document) == []


def test_alike_that_touch_become_one(document: ResultDocument) -> None:
    document.corrections.add("lunge", 4.0, 6.0)
    document.corrections.add("lunge", 6.0, 7.0)
    assert document.corrections.hand == (HandStretch("lunge", 4.0, 7.0),)


def test_a_label_the_model_does_not_know(document: ResultDocument) -> None:
    document.corrections.add("stretching", 15.0, 18.0)
    assert document.result.segments[-1] == ShownSegment(
        "stretching", 15.0, 18.0, 0.0, 0.0, by_hand=True
    )


def test_figures_of_what_is_left_are_its_own() -> None:
    run = analysis([("squat", 2.0, 8.0)])
    run.predictions.raw[20:50] = (0.7, 0.2, 0.1)
    document = ResultDocument(run)
    document.corrections.add(None, 5.0, 20.0)
    squat = first(document)
    assert (squat.start_s, squat.end_s) == (2.0, 5.0)
    # Thirty predictions of 0.7, and the one at 5.0 s.
    assert squat.mean == pytest.approx((30 * 0.7 + 0.9) / 31, abs=1e-6)
    assert squat.peak == pytest.approx(0.9, abs=1e-6)


def test_a_segment_of_one_prediction_can_be_edited() -> None:
    document = ResultDocument(analysis([("squat", 3.0, 3.0)]))
    assert told(document) == [("squat", 3.0, 3.0, False)]
    document.corrections.relabel(first(document), "lunge")
    assert told(document)[0][:1] == ("lunge",)
    assert told(document)[0][1:3] == pytest.approx((2.95, 3.05))
    document.corrections.undo()
    document.corrections.delete(first(document))
    assert told(document) == []


@pytest.mark.parametrize("at_s", [0.0, 20.0])
def test_one_prediction_at_the_videos_end_can_be_edited(at_s: float) -> None:
    document = ResultDocument(analysis([("squat", at_s, at_s)]))
    document.corrections.delete(first(document))
    assert told(document) == []
    (stretch,) = document.corrections.hand
    assert 0.0 <= stretch.start_s < stretch.end_s <= 20.0


@pytest.mark.parametrize(
    "edit",
    [
        lambda c: c.add("squat", 3.0, 3.05),
        lambda c: c.add("squat", 6.0, 3.0),
        lambda c: c.add("squat", 25.0, 30.0),
        lambda c: c.add("", 3.0, 5.0),
        lambda c: c.add("a" * 101, 3.0, 5.0),
        lambda c: c.add("squat", float("nan"), 5.0),
        lambda c: c.relabel(shown("squat", 2.0, 8.0), " "),
        lambda c: c.move_edge(shown("squat", 2.0, 8.0), "end", float("inf")),
    ],
    ids=["short", "backwards", "outside", "nameless", "endless", "nan", "blank", "infinite"],
)
def test_what_makes_no_sense_is_refused(edit: Callable[[Corrections], None]) -> None:
    corrections = Corrections(20.0, STEP_S)
    with pytest.raises(ResultError) as caught:
        edit(corrections)
    assert caught.value.message
    assert corrections.hand == ()
    assert not corrections.can_undo


def test_a_video_shorter_than_a_step_takes_no_corrections() -> None:
    corrections = Corrections(0.05, STEP_S)
    with pytest.raises(ResultError, match="too short"):
        corrections.delete(shown("squat", 0.0, 0.05))


def test_an_edit_that_changes_nothing_is_none() -> None:
    corrections = Corrections(20.0, STEP_S)
    corrections.add("squat", 1.0, 2.0)
    corrections.add("squat", 1.0, 2.0)
    corrections.undo()
    assert not corrections.can_undo
    corrections.clear()
    assert corrections.can_redo


times = st.floats(-2.0, 22.0)
labels = st.sampled_from(["squat", "lunge", "other"])
edits = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.one_of(st.none(), labels), times, times),
        st.tuples(st.just("move"), st.integers(0, 9), st.sampled_from(["start", "end"]), times),
        st.tuples(st.just("relabel"), st.integers(0, 9), labels),
        st.tuples(st.just("delete"), st.integers(0, 9)),
        st.tuples(st.sampled_from(["clear", "undo", "redo"])),
    ),
    max_size=25,
)
MANY = [("squat", 0.0, 2.0), ("lunge", 2.1, 5.0), ("squat", 7.0, 7.0), ("lunge", 9.0, 20.0)]


def do(document: ResultDocument, edit: tuple) -> None:  # type: ignore[type-arg]
    corrections, segments = document.corrections, document.result.segments
    kind = edit[0]
    if kind == "add":
        corrections.add(edit[1], edit[2], edit[3])
    elif kind in {"clear", "undo", "redo"}:
        getattr(corrections, kind)()
    elif segments:
        segment = segments[edit[1] % len(segments)]
        if kind == "move":
            corrections.move_edge(segment, edit[2], edit[3])
        elif kind == "relabel":
            corrections.relabel(segment, edit[2])
        else:
            corrections.delete(segment)


def try_to(document: ResultDocument, edit: tuple) -> None:  # type: ignore[type-arg]
    before = document.corrections.hand
    try:
        do(document, edit)
    except ResultError:
        assert document.corrections.hand == before


def check(document: ResultDocument) -> None:
    hand, segments = document.corrections.hand, document.result.segments
    for stretch in hand:
        assert 0.0 <= stretch.start_s < stretch.end_s <= 20.0
        assert stretch.end_s - stretch.start_s >= STEP_S - 2e-6
    for before, after in pairwise(hand):
        assert before.end_s <= after.start_s + 1e-9
        assert before.label != after.label or before.end_s < after.start_s - 1e-9
    for one, other in pairwise(segments):
        assert one.end_s <= other.start_s + 2e-6
    by_hand = [(s.label, s.start_s, s.end_s) for s in segments if s.by_hand]
    assert by_hand == [(h.label, h.start_s, h.end_s) for h in hand if h.label is not None]
    for segment in segments:
        assert 0.0 <= segment.mean <= segment.peak + 1e-6
        if not segment.by_hand:
            middle_s = (segment.start_s + segment.end_s) / 2
            assert not any(h.start_s + 1e-6 < middle_s < h.end_s - 1e-6 for h in hand)


@given(edits)
def test_stretches_never_overlap_and_undo_restores(edits: list) -> None:  # type: ignore[type-arg]
    document = ResultDocument(analysis(MANY))
    untouched = told(document)
    for edit in edits:
        try_to(document, edit)
        check(document)
    last = document.corrections.hand
    undone = 0
    while document.corrections.can_undo:
        document.corrections.undo()
        undone += 1
    assert document.corrections.hand == ()
    assert told(document) == untouched
    assert not document.changed
    for _ in range(undone):
        document.corrections.redo()
    assert document.corrections.hand == last


@given(st.sampled_from(range(len(MANY))), edits)
def test_a_deleted_segment_is_gone(which: int, edits: list) -> None:  # type: ignore[type-arg]
    document = ResultDocument(analysis(MANY))
    for edit in edits:
        try_to(document, edit)
    segments = document.result.segments
    if not segments:
        return
    segment = segments[which % len(segments)]
    document.corrections.delete(segment)
    middle_s = (segment.start_s + segment.end_s) / 2
    assert not any(s.start_s <= middle_s <= s.end_s for s in document.result.segments)


def test_a_new_document_is_unchanged_until_somebody_changes_it(document: ResultDocument) -> None:
    changed = [document.changed]
    for tuning in (Tuning(threshold=0.5), Tuning()):
        document.set_tuning(tuning)
        changed.append(document.changed)
    assert changed == [False, True, False]


def test_results_are_kept_until_something_changes(document: ResultDocument) -> None:
    result = document.result
    assert document.result is result
    document.set_tuning(Tuning(threshold=0.95))
    assert document.result.segments == ()
    assert document.result.decided.probabilities is result.decided.probabilities
    document.set_tuning(Tuning(threshold=0.95, smoothing_s=2.0))
    assert document.result.decided.probabilities is not result.decided.probabilities
    again = decide(document.analysis, document.tuning)
    assert document.result.decided.segments == again.segments


def test_a_person_does_not_choose_none_of_these() -> None:
    document = ResultDocument(analysis(of_model=model(background_label="other")))
    assert document.labels == ("squat", "lunge")
