"""Subtitles, read by the libraries `srt` and `webvtt-py`."""

import html
import tempfile
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import srt
import webvtt
from hypothesis import given, settings

from tests.exporting.builders import ODD_LABELS, make_result, odd_results, shown
from vidclf_app.exporting.intervals import intervals_ms
from vidclf_app.exporting.subtitles import READABLE_MS, cue_text, write_srt, write_vtt
from vidclf_app.results.records import Result, ShownSegment

# SRT can't hold all that stands in a label; what is written in its place looks like it.
LOOK_ALIKES = str.maketrans("\u2039\u203a()", "<>{}")


def read_srt(path: Path) -> list[srt.Subtitle]:
    return list(srt.parse(path.read_text(encoding="utf-8"), ignore_errors=False))


def read_vtt(path: Path) -> list[webvtt.Caption]:
    return list(webvtt.read(str(path)).captions)


def ms(moment: timedelta) -> int:
    return round(moment / timedelta(milliseconds=1))


def vtt_ms(caption: webvtt.Caption) -> tuple[int, int]:
    return ms(timedelta(seconds=caption.start_in_seconds)) + caption.start_time.milliseconds, ms(
        timedelta(seconds=caption.end_in_seconds)
    ) + caption.end_time.milliseconds


def test_srt(tmp_path: Path) -> None:
    write_srt(make_result(), tmp_path / "clip.srt")
    cues = read_srt(tmp_path / "clip.srt")
    assert [cue.index for cue in cues] == [1, 2, 3]
    assert [cue.content for cue in cues] == ["red 87%", "green (by hand)", "blue 87%"]
    assert (ms(cues[0].start), ms(cues[0].end)) == (400, 3000)


def test_webvtt(tmp_path: Path) -> None:
    write_vtt(make_result(), tmp_path / "clip.vtt")
    text = (tmp_path / "clip.vtt").read_text(encoding="utf-8")
    assert text.startswith("WEBVTT\n\n")
    assert "STYLE" not in text
    captions = read_vtt(tmp_path / "clip.vtt")
    assert [caption.text for caption in captions] == ["red 87%", "green (by hand)", "blue 87%"]
    assert [vtt_ms(caption) for caption in captions] == [(400, 3000), (3000, 6000), (6000, 8900)]


@given(odd_results())
@settings(max_examples=60, deadline=None)
def test_readers_find_every_cue(result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_srt(result, Path(folder, "clip.srt"))
        write_vtt(result, Path(folder, "clip.vtt"))
        cues = read_srt(Path(folder, "clip.srt"))
        captions = read_vtt(Path(folder, "clip.vtt"))
    assert len(cues) == len(captions) == len(result.segments)
    for cue, caption, segment in zip(cues, captions, result.segments, strict=True):
        assert cue.content.translate(LOOK_ALIKES) == cue_text(segment).translate(LOOK_ALIKES)
        assert "-->" not in cue.content
        assert html.unescape(caption.raw_text) == cue_text(segment)
        assert (ms(cue.start), ms(cue.end)) == vtt_ms(caption)
        assert ms(cue.start) < ms(cue.end)
    for before, after in pairwise(cues):
        assert before.end <= after.start


@pytest.mark.parametrize("label", ODD_LABELS)
def test_an_odd_label_stays_one_cue(label: str, tmp_path: Path) -> None:
    result = make_result([shown(label, 1.0, 2.0), shown("next", 3.0, 4.0)])
    write_srt(result, tmp_path / "c.srt")
    write_vtt(result, tmp_path / "c.vtt")
    assert [cue.content for cue in read_srt(tmp_path / "c.srt")][1] == "next 87%"
    assert [caption.text for caption in read_vtt(tmp_path / "c.vtt")][1] == "next 87%"


def test_no_segments(tmp_path: Path) -> None:
    write_srt(make_result(()), tmp_path / "c.srt")
    write_vtt(make_result(()), tmp_path / "c.vtt")
    assert read_srt(tmp_path / "c.srt") == []
    assert read_vtt(tmp_path / "c.vtt") == []


def test_hours(tmp_path: Path) -> None:
    write_srt(make_result([shown("red", 3723.4567, 36000.0)]), tmp_path / "c.srt")
    assert "01:02:03,457 --> 10:00:00,000" in (tmp_path / "c.srt").read_text()


def test_short_segments_are_shown_as_long_as_there_is_room() -> None:
    segments = [shown("a", 1.0, 1.0), shown("b", 1.2, 1.25), shown("c", 5.0, 5.1)]
    intervals = intervals_ms(segments, READABLE_MS)
    assert [(i.start_ms, i.end_ms) for i in intervals] == [
        (1000, 1200), (1200, 1200 + READABLE_MS), (5000, 5000 + READABLE_MS),
    ]  # fmt: skip


def segments_of(*edges: tuple[float, float]) -> list[ShownSegment]:
    return [shown("a", *edge) for edge in edges]


@pytest.mark.parametrize(
    ("segments", "expected"),
    [
        (segments_of((0.0004, 0.0006)), [(0, 1)]),
        (segments_of((1.0, 2.0004), (2.0004, 3.0)), [(1000, 2000), (2000, 3000)]),
        (
            segments_of((1.0, 1.0), (1.0, 1.0), (1.0, 2.0)),
            [(1000, 1001), (1001, 1002), (1002, 2000)],
        ),
        (segments_of((1.0, 2.0006), (2.0004, 3.0)), [(1000, 2000), (2000, 3000)]),
    ],
)
def test_rounding(segments: list[ShownSegment], expected: list[tuple[int, int]]) -> None:
    assert [(i.start_ms, i.end_ms) for i in intervals_ms(segments)] == expected
