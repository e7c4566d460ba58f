"""The report: what it says, and that its HTML is well formed, whole and harmless."""

import tempfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.exporting.builders import DURATION_S, make_result, odd_results, shown
from vidclf_app.core.records import Tuning
from vidclf_app.exporting.charts import PAGE_HEIGHT, PAGE_WIDTH, page_drawing, row_cells, timeline
from vidclf_app.exporting.html_page import html_text, write_html
from vidclf_app.exporting.report import MOST_ROWS, OTHERS_COLOUR, report_page
from vidclf_app.exporting.shapes import Line, Rectangle, Words
from vidclf_app.exporting.texts import clock_time, shortened, shown_label, width_of
from vidclf_app.results.records import Result

VOID = {"meta", "br", "rect", "line"}


class Reader(HTMLParser):
    """Reads a page and complains of anything that isn't closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.texts: dict[str, list[str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_numbers() -> None:
    segments = [
        shown("red", 0.0, 2.0, 0.9),
        shown("green", 2.0, 3.0, 0.5, by_hand=True),
        shown("red", 4.0, 5.0, 0.6),
        shown("red", 6.0, 6.5, 0.2, by_hand=True),
    ]
    page = report_page(make_result(segments, tuning=Tuning(threshold=0.55)))
    red, green = page.rows
    assert (red.label, red.count, red.by_hand) == ("red", 3, 1)
    assert (red.total_s, red.longest_s) == (3.5, 2.0)
    assert red.share == pytest.approx(3.5 / DURATION_S)
    assert red.mean == pytest.approx((0.9 * 2.1 + 0.6 * 1.1 + 0.2 * 0.6) / 3.8)
    assert row_cells(red) == ("red", "2 + 1", "0:03.5", "0:02.0", "39%", "70%")
    assert green.mean is None, "a person decided, not the model"
    assert row_cells(green)[-1] == "—"
    facts = {fact.name: fact.value for fact in page.facts}
    assert facts["Model"] == "colours 1"
    assert facts["Threshold"] == "55%"
    assert facts["Smoothing"] == "1.0 s"
    assert facts["Recognised"] == "0:04.5 (50%)"
    assert facts["Corrected by hand"] == "2 stretches"
    assert facts["Nobody in the picture"] == "2%"
    assert page.notes[0] == "Not seen: blue"


def test_bars_are_the_segments() -> None:
    page = report_page(make_result())
    assert [(b.start_s, b.end_s, b.by_hand) for b in page.bars] == [
        (0.4, 3.0, False), (3.0, 6.0, True), (6.0, 8.9, False),
    ]  # fmt: skip
    assert [page.rows[bar.row].label for bar in page.bars] == ["red", "green", "blue"]
    bars = [s for s in timeline(page).shapes if isinstance(s, Rectangle)][1:]
    assert len([bar for bar in bars if bar.edge]) == 1


def test_many_labels_are_summed_up() -> None:
    segments = [shown(f"label {n}", n, n + 1 - n / 100) for n in range(30)]
    page = report_page(make_result(segments, duration_s=40.0))
    assert len(page.rows) == MOST_ROWS
    last = page.rows[-1]
    assert (last.label, last.count, last.colour) == ("19 other labels", 19, OTHERS_COLOUR)
    assert sum(row.count for row in page.rows) == 30
    assert sum(row.total_s for row in page.rows) == pytest.approx(page.total_s)


def test_unknown_length_of_the_video() -> None:
    page = report_page(make_result(duration_s=None))
    assert page.rows[0].share is None
    assert {fact.name: fact.value for fact in page.facts}["Length"] == "unknown"
    assert page.duration_s == 8.9


def test_html(tmp_path: Path) -> None:
    write_html(make_result(), tmp_path / "r.html")
    reader = read((tmp_path / "r.html").read_text(encoding="utf-8"))
    assert reader.texts["h1"] == ["clip.mp4"]
    assert reader.texts["bdi"] == ["green", "blue", "red"], "the longest first"
    assert reader.tags.count("svg") == 2
    assert ("lang", "en") in reader.attributes


@given(odd_results())
@settings(max_examples=60, deadline=None)
def test_any_html_is_whole_and_harmless(result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_html(result, Path(folder, "r.html"))
        reader = read(Path(folder, "r.html").read_text(encoding="utf-8"))
    assert not {"script", "link", "img", "iframe", "object", "a"} & set(reader.tags)
    for name, value in reader.attributes:
        assert not name.startswith("on")
        assert name not in {"src", "href", "srcset"}
        assert "url(" not in (value or "") or name == "aria-label"
    labels = {shown_label(segment.label) for segment in result.segments}
    assert set(reader.texts.get("bdi", [])) == {label for label in labels if label.strip()}


@given(odd_results())
@settings(max_examples=40, deadline=None)
def test_everything_lies_on_the_page(result: Result) -> None:
    for shape in page_drawing(report_page(result)).shapes:
        match shape:
            case Rectangle():
                assert shape.x >= 0
                assert shape.x + shape.width <= PAGE_WIDTH
                assert shape.y + shape.height <= PAGE_HEIGHT
            case Line():
                assert max(shape.x1, shape.x2) <= PAGE_WIDTH
            case Words():
                assert 0 <= shape.x <= PAGE_WIDTH
                assert shape.y <= PAGE_HEIGHT


def test_a_full_page_keeps_its_parts_apart() -> None:
    segments = [shown(f"label {n} " + "x" * 90, n, n + 0.9) for n in range(30)]
    labels = tuple(f"unseen {n} " + "y" * 90 for n in range(40))
    page = report_page(make_result(segments, labels=labels, duration_s=40.0))
    shapes = page_drawing(page).shapes
    rule = [s for s in shapes if isinstance(s, Line)][-1]
    charts = [s for s in shapes if isinstance(s, Rectangle)]
    assert max(shape.y + shape.height for shape in charts) < rule.y1, "notes lie below the charts"


def test_nothing_recognised() -> None:
    page = report_page(make_result(()))
    assert "Nothing was recognised" in html_text(page)
    assert page.rows == ()
    assert page.bars == ()
    words = [s.text for s in page_drawing(page).shapes if isinstance(s, Words)]
    assert "Nothing was recognised in this video." in words


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.0, "0:00.0"), (59.96, "1:00.0"), (7.25, "0:07.2"), (4327.5, "1:12:07.5"), (-1.0, "0:00.0")],
)
def test_clock_time(seconds: float, told: str) -> None:
    assert clock_time(seconds) == told


def test_shortened() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("abcdef", 4) == "abc…"
    assert width_of(shortened("深蹲深蹲深蹲", 7)) <= 7
