"""For BORIS, the Behavioral Observation Research Interactive Software.

Two files:

- a project (`.boris`, project format 7.0, which BORIS 7 and newer open): the model's labels as an
  ethogram of state events, and the video as one observation with a START and a STOP of each
  segment;
- a table of aggregated events (`.tsv`), with the columns, their order and the numbers of BORIS 8's
  own export, for scripts that read such tables. BORIS itself has no command that reads it back.

Behaviour codes are the model's labels, but `|`, which BORIS forbids there, becomes `/`. Segments
have no subject: the model doesn't tell who it is. What the model says of a segment (or that a
person set it) is the comment of its START.

Checked by hand against the code of BORIS 8.27: it opens the project without a message, finds all
state events paired and the project whole, and its own export of aggregated events from the project
is the table, cell by cell.
"""

import csv
import json
import os
import string
from pathlib import Path
from typing import Any, TextIO

from vidclf_app.core.files import replacing, write_text
from vidclf_app.exporting.intervals import intervals_ms
from vidclf_app.exporting.texts import one_line, shown_label
from vidclf_app.results.records import Result, ShownSegment

COLUMNS = (
    "Observation id",
    "Observation date",
    "Description",
    "Observation type",
    "Source",
    "Time offset (s)",
    "Coding duration",
    "Media duration (s)",
    "FPS (frame/s)",
    "Subject",
    "Observation duration by subject by observation",
    "Behavior",
    "Behavioral category",
    "Behavior type",
    "Start (s)",
    "Stop (s)",
    "Duration (s)",
    "Media file name",
    "Image index start",
    "Image index stop",
    "Image file path start",
    "Image file path stop",
    "Comment start",
    "Comment stop",
)

_PROJECT_FORMAT = "7.0"
_PLAYERS = tuple(str(number) for number in range(1, 9))
_KEYS = string.ascii_lowercase + string.digits
_STATE = "STATE"
_NO_SUBJECT = "No focal subject"
_NO_CATEGORY = "Not defined"
_UNKNOWN = "NA"


def write_project(result: Result, path: Path) -> None:
    """Write a BORIS project with one observation.

    Raises:
        SinkError: The file can't be written.
    """
    observation = observation_id(result)
    date = _date(result)
    project = {
        "time_format": "hh:mm:ss",
        "project_date": date,
        "project_name": observation,
        "project_description": _description(result),
        "project_format_version": _PROJECT_FORMAT,
        "subjects_conf": {},
        "behaviors_conf": _ethogram(result),
        "observations": {observation: _observation(result, path, date)},
        "behavioral_categories": [],
        "independent_variables": {},
        "coding_map": {},
        "behaviors_coding_map": [],
        "converters": {},
    }
    # BORIS reads the file in the system's encoding: ASCII is the same in all of them.
    write_text(path, json.dumps(project, ensure_ascii=True, allow_nan=False))


def write_aggregated(result: Result, path: Path) -> None:
    """Write the table of aggregated events, separated by tabs.

    Raises:
        SinkError: The file can't be written.
    """
    with replacing(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        _write_rows(result, path, file)


def observation_id(result: Result) -> str:
    """Return the name of the observation: the video's, without its suffix."""
    return one_line(result.analysis.video.path.stem) or "video"


def behaviour_code(label: str) -> str:
    """Return a label as a behaviour's code."""
    return one_line(label).replace("|", "/") or "_"


def _write_rows(result: Result, path: Path, file: TextIO) -> None:
    writer = csv.writer(file, dialect="excel-tab")
    writer.writerow(COLUMNS)
    video = result.analysis.video
    media = _media_path(result, path)
    times = _times_s(result)
    total_s = sum(stop_s - start_s for start_s, stop_s in times)
    begin_s, end_s = (times[0][0], times[-1][1]) if times else (0.0, 0.0)
    for segment, (start_s, stop_s) in zip(result.segments, times, strict=True):
        writer.writerow(
            [
                observation_id(result),
                _date(result).replace("T", " "),
                _description(result),
                "Media file",
                f"player #1:{media}",
                "0.0",
                f"{end_s - begin_s:.3f}",
                f"{_length_s(result):.3f}",
                f"{video.rate_hz:.3f}",
                _NO_SUBJECT,
                f"{round(total_s, 3)}",
                behaviour_code(segment.label),
                _NO_CATEGORY,
                _STATE,
                f"{start_s:.3f}",
                f"{stop_s:.3f}",
                f"{stop_s - start_s:.3f}",
                media,
                _UNKNOWN,
                _UNKNOWN,
                "",
                "",
                _comment(segment),
                "",
            ]
        )


def _ethogram(result: Result) -> dict[str, Any]:
    labels = dict.fromkeys(
        behaviour_code(label)
        for label in (
            *(
                x
                for x in result.analysis.model.labels
                if x != result.analysis.model.background_label
            ),
            *(segment.label for segment in result.segments),
        )
    )
    return {
        str(number): {
            "type": "State event",
            "key": _KEYS[number] if number < len(_KEYS) else "",
            "code": code,
            "description": shown_label(code),
            "color": "",
            "category": "",
            "modifiers": {},
            "excluded": "",
            "coding map": "",
        }
        for number, code in enumerate(labels)
    }


def _observation(result: Result, path: Path, date: str) -> dict[str, Any]:
    media = _media_path(result, path)
    events: list[list[Any]] = []
    for segment, (start_s, stop_s) in zip(result.segments, _times_s(result), strict=True):
        code = behaviour_code(segment.label)
        # Time, subject, code, modifier, comment, frame: BORIS takes turns of the same code for
        # START and STOP.
        events.append([start_s, "", code, "", _comment(segment), _UNKNOWN])
        events.append([stop_s, "", code, "", "", _UNKNOWN])
    return {
        "file": {player: [media] if player == "1" else [] for player in _PLAYERS},
        "type": "MEDIA",
        "date": date,
        "description": _description(result),
        "time offset": 0.0,
        "events": events,
        "observation time interval": [0, 0],
        "independent_variables": {},
        "visualize_spectrogram": False,
        "visualize_waveform": False,
        "media_creation_date_as_offset": False,
        "media_scan_sampling_duration": 0,
        "image_display_duration": 1,
        "close_behaviors_between_videos": False,
        "media_info": {
            "length": {media: _length_s(result)},
            "fps": {media: result.analysis.video.rate_hz},
            "hasVideo": {media: True},
            "hasAudio": {media: False},
            "offset": {"1": 0.0},
        },
    }


def _times_s(result: Result) -> list[tuple[float, float]]:
    return [(i.start_ms / 1000, i.end_ms / 1000) for i in intervals_ms(result.segments)]


def _length_s(result: Result) -> float:
    duration_s = result.analysis.video.duration_s
    if duration_s is not None:
        return round(duration_s, 3)
    times_s = result.analysis.predictions.time_s
    return round(float(times_s[-1]), 3) if len(times_s) else 0.0


def _media_path(result: Result, path: Path) -> str:
    # BORIS looks for the video there, and else beside the project.
    video = result.analysis.video.path.absolute()
    if os.path.normcase(video.parent) == os.path.normcase(path.absolute().parent):
        return one_line(video.name)
    return one_line(str(video))


def _date(result: Result) -> str:
    return result.analysis.analysed_at.replace(tzinfo=None).isoformat(timespec="milliseconds")


def _description(result: Result) -> str:
    model = result.analysis.model
    return one_line(f"vidclf, model {model.name} {model.version}")


def _comment(segment: ShownSegment) -> str:
    if segment.by_hand:
        return "set by hand"
    return f"mean {segment.mean:.2f}, peak {segment.peak:.2f}"
