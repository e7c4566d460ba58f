"""Scale, curves and segments of the timeline, without a window."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vidclf_app.ui.review.timeline.curves import CurveSet
from vidclf_app.ui.review.timeline.marks import NOTHING, Marks
from vidclf_app.ui.review.timeline.scale import TimeScale
from vidclf_app.ui.review.timeline.shading import STEPS, shade

times = st.floats(0.0, 3600.0)


@given(st.lists(st.tuples(st.floats(0.01, 100.0), times), max_size=20), st.floats(0.5, 5000.0))
def test_scale_stays_inside_of_the_video(
    steps: list[tuple[float, float]], duration_s: float
) -> None:
    scale = TimeScale.fitted(duration_s)
    for factor, around_s in steps:
        scale = scale.zoomed(factor, min(around_s, duration_s)).scrolled_to(around_s)
        assert scale.start_s >= -1e-6
        assert scale.end_s <= duration_s + 1e-6
        assert min(1.0, duration_s) - 1e-9 <= scale.span_s <= duration_s + 1e-9


def test_the_time_under_the_mouse_stays_while_zooming() -> None:
    scale = TimeScale.fitted(3600.0).zoomed(8.0, 1000.0)
    x = scale.x_of(1010.0, 900.0)
    closer = scale.zoomed(2.0, 1010.0)
    assert closer.x_of(1010.0, 900.0) == pytest.approx(x)
    assert closer.span_s == pytest.approx(scale.span_s / 2.0)
    assert closer.time_at(x, 900.0) == pytest.approx(1010.0)


def test_playhead_turns_the_page() -> None:
    scale = TimeScale.fitted(100.0).zoomed(10.0, 0.0)
    assert scale.showing(5.0) is scale
    turned = scale.showing(42.0)
    assert turned.start_s <= 42.0 <= turned.end_s
    assert turned.span_s == scale.span_s
    assert TimeScale.fitted(100.0).zoomed(10.0, 0.0).showing(100.0).end_s == pytest.approx(100.0)


@pytest.mark.parametrize("span_s", [1.0, 7.3, 90.0, 3600.0, 40_000.0])
def test_marks_of_the_axis_have_room(span_s: float) -> None:
    scale = TimeScale(50_000.0, 12.3, span_s)
    ticks = list(scale.ticks(1000.0, 80.0))
    major = [tick.time_s for tick in ticks if tick.major]
    assert 1 <= len(major) <= 1000 / 80 + 1
    assert all(scale.start_s <= tick.time_s <= scale.end_s for tick in ticks)
    assert np.diff(scale.x_of(np.array(major), 1000.0)).min(initial=1e9) >= 79.9  # type: ignore[arg-type]


def curves(count: int, classes: int = 3, seed: int = 0) -> CurveSet:
    chance = np.random.default_rng(seed)
    time_s = np.cumsum(chance.uniform(0.05, 0.15, count))
    values = chance.random((count, classes)).astype(np.float32)
    return CurveSet.of(time_s, values, 1.0)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 4000), st.integers(1, 300), st.integers(0, 5), st.floats(0.01, 1.0))
def test_no_peak_is_lost_at_any_zoom(count: int, width: int, seed: int, share: float) -> None:
    made = curves(count, seed=seed)
    span_s = float(made.time_s[-1]) * share
    edges_s = np.linspace(0.2 * span_s, 1.2 * span_s, width + 1)
    columns = made.columns([2, 0], edges_s)
    inside = (made.time_s >= edges_s[0]) & (made.time_s < edges_s[-1])
    values = made.low[0][[2, 0]][:, inside]
    if values.size:
        assert columns.high.max() >= values.max() - 1e-6
        assert columns.low.min() <= values.min() + 1e-6
        # Nothing is made up either: blocks reach at most a column beyond.
        assert columns.high.max(initial=0.0, where=np.isfinite(columns.high)) <= 1.0
    assert (columns.low <= columns.high)[:, columns.drawn].all()


def test_each_column_covers_its_own_predictions() -> None:
    made = curves(500)
    edges_s = np.linspace(0.0, 12.0, 61)  # About two predictions each: the curve itself.
    columns = made.columns([1], edges_s)
    for column in range(60):
        inside = (made.time_s >= edges_s[column]) & (made.time_s < edges_s[column + 1])
        for value in made.low[0][1][inside]:
            assert columns.low[0, column] <= value <= columns.high[0, column]


def test_lines_join_predictions_but_not_over_gaps() -> None:
    time_s = np.array([0.0, 1.0, 10.0, 11.0])
    made = CurveSet.of(time_s, np.array([[0.0], [1.0], [0.5], [0.5]], dtype=np.float32), 2.0)
    columns = made.columns([0], np.linspace(0.0, 12.0, 49))
    middle = 2  # 0.5 s to 0.75 s: half way up.
    assert columns.low[0, middle] == pytest.approx(0.5)
    assert columns.high[0, middle] == pytest.approx(0.75)
    assert columns.drawn[:4].all()
    assert not columns.drawn[5:40].any(), "a gap"
    assert columns.drawn[40:44].all()
    assert not columns.drawn[45:].any(), "behind the end"


def test_nothing_to_draw() -> None:
    none = CurveSet.of(np.zeros(0), np.zeros((0, 2), dtype=np.float32), 1.0)
    assert not none.columns([0, 1], np.linspace(0.0, 1.0, 5)).drawn.any()
    one = CurveSet.of(np.array([0.5]), np.ones((1, 2), dtype=np.float32), 1.0)
    assert one.columns([0], np.linspace(0.0, 1.0, 5)).drawn.tolist() == [False, False, True, False]


def test_shading_covers_line_and_area() -> None:
    flat = CurveSet.of(np.array([0.0, 10.0]), np.full((2, 1), 0.5, dtype=np.float32), 20.0)
    pixels = shade(flat.columns([0], np.linspace(0.0, 5.0, 4)), 21, 1.0)
    assert pixels.shape == (1, 21, 3)
    line, area = pixels[0] // STEPS, pixels[0] % STEPS
    assert (line[10] == STEPS - 1).all()
    assert (line[[9, 11]] == 0).all()
    assert (area[11:] == STEPS - 1).all()
    assert (area[:10] == 0).all()
    only_line = shade(flat.columns([0], np.linspace(0.0, 5.0, 4)), 21, 1.0, area=False)
    assert (only_line % STEPS == 0).all()


MARKS = Marks.of([(1.0, 2.0, 0, False), (2.0, 2.0, 1, False), (5.0, 9.0, 2, True)])


@pytest.mark.parametrize(
    ("time_s", "reach_s", "number"),
    [(1.5, 0, 0), (0.5, 0, None), (0.9, 0.2, 0), (9.0, 0, 2), (3.6, 2.0, 2), (20.0, 1.0, None)],
)
def test_which_mark_is_at_a_time(time_s: float, reach_s: float, number: int | None) -> None:
    assert MARKS.at(time_s, reach_s) == number


def test_which_marks_are_visible() -> None:
    assert list(MARKS.visible(0.0, 10.0)) == [0, 1, 2]
    assert list(MARKS.visible(2.5, 6.0)) == [2]
    assert list(MARKS.visible(3.0, 4.0)) == []
    assert list(Marks.of([]).visible(0.0, 1.0)) == []


def test_columns_show_even_the_shortest_mark() -> None:
    edges_s = np.linspace(0.0, 10.0, 11)
    assert MARKS.in_columns(edges_s).tolist() == [NOTHING, 0, 0, -1, -1, 2, 2, 2, 2, 2]
    only_short = MARKS.in_columns(edges_s, shortest_s=0.5)
    assert (only_short[1:3] == 1).any()
    assert set(only_short.tolist()) == {NOTHING, 1}
    assert Marks.of([]).in_columns(edges_s).tolist() == [NOTHING] * 10
