"""Subtitles: segments as cues, for any video player.

A player finds them by itself where the file has the video's name: `CLIP.srt`, `CLIP.vtt`.
"""

import html
from collections.abc import Iterator
from pathlib import Path

from vidclf_app.core.files import write_text
from vidclf_app.exporting.intervals import IntervalMs, intervals_ms
from vidclf_app.exporting.texts import percent, shown_label
from vidclf_app.results.records import Result, ShownSegment
from vidclf_app.translating import translate

# Shorter ones can't be read; they are shown for longer, as far as nothing else begins.
READABLE_MS = 700

# SRT knows no escaping, and players take these for the beginning of a style: each is replaced by
# one that looks like it.
_SRT_LOOK_ALIKES = str.maketrans({"<": "‹", ">": "›", "{": "(", "}": ")"})  # noqa: RUF001


def write_srt(result: Result, path: Path) -> None:
    """Write the segments as SubRip subtitles.

    Raises:
        SinkError: The file can't be written.
    """
    cues = [
        f"{number}\n{_clock(interval.start_ms, ',')} --> {_clock(interval.end_ms, ',')}\n"
        f"{text.translate(_SRT_LOOK_ALIKES)}\n"
        for number, (interval, text) in enumerate(_cues(result), 1)
    ]
    write_text(path, "\n".join(cues))


def write_vtt(result: Result, path: Path) -> None:
    """Write the segments as WebVTT subtitles, without styles.

    Raises:
        SinkError: The file can't be written.
    """
    cues = [
        f"{number}\n{_clock(interval.start_ms, '.')} --> {_clock(interval.end_ms, '.')}\n"
        f"{html.escape(text, quote=False)}\n"
        for number, (interval, text) in enumerate(_cues(result), 1)
    ]
    write_text(path, "\n".join(["WEBVTT\n", *cues]))


def cue_text(segment: ShownSegment) -> str:
    """Return what a cue says: the label and how sure the model is, or that a person said so."""
    label = shown_label(segment.label)
    if segment.by_hand:
        return translate("export", "{label} (by hand)").format(label=label)
    return f"{label} {percent(segment.mean)}"


def _cues(result: Result) -> Iterator[tuple[IntervalMs, str]]:
    intervals = intervals_ms(result.segments, READABLE_MS)
    for interval, segment in zip(intervals, result.segments, strict=True):
        yield interval, cue_text(segment)


def _clock(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{point}{ms:03d}"
