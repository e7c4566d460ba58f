"""BORIS files: the project's fields as BORIS 8 reads them, the table against the project.

BORIS is no part of the test environment; see `vidclf_app.exporting.boris` for what was checked
with its own code.
"""

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from tests.exporting.builders import make_result, odd_results, shown
from vidclf_app.exporting.boris import COLUMNS, write_aggregated, write_project
from vidclf_app.results.records import Result


def read_project(path: Path) -> dict[str, Any]:
    project: dict[str, Any] = json.loads(path.read_bytes().decode("ascii"))
    return project


def read_table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab"))


def paired(project: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Pair START and STOP as BORIS does: the turns of each code, in the order of the list."""
    states = {b["code"] for b in project["behaviors_conf"].values() if b["type"] == "State event"}
    (observation,) = project["observations"].values()
    begun: dict[str, float] = {}
    pairs = []
    for time_s, _subject, code, _modifier, _comment, _frame in observation["events"]:
        assert code in states
        if code in begun:
            pairs.append((code, begun.pop(code), time_s))
        else:
            begun[code] = time_s
    assert not begun, "unpaired"
    return pairs


def test_project(tmp_path: Path) -> None:
    result = make_result(video_path=tmp_path / "clip.mp4")
    write_project(result, tmp_path / "clip.boris")
    project = read_project(tmp_path / "clip.boris")
    assert project["project_format_version"] == "7.0"
    assert [b["code"] for b in project["behaviors_conf"].values()] == ["red", "green", "blue"]
    assert {b["type"] for b in project["behaviors_conf"].values()} == {"State event"}
    ((name, observation),) = project["observations"].items()
    assert (name, observation["type"]) == ("clip", "MEDIA")
    assert observation["date"] == "2026-03-04T15:16:17.250"
    assert observation["file"]["1"] == ["clip.mp4"], "beside the project: by its name"
    assert observation["media_info"]["length"] == {"clip.mp4": 9.0}
    assert observation["media_info"]["fps"] == {"clip.mp4": 30.0}
    assert paired(project) == [("red", 0.4, 3.0), ("green", 3.0, 6.0), ("blue", 6.0, 8.9)]
    assert observation["events"][2][4] == "set by hand"


def test_the_video_elsewhere_is_named_in_full(tmp_path: Path) -> None:
    video = tmp_path / "videos" / "clip.mp4"
    write_project(make_result(video_path=video), tmp_path / "clip.boris")
    (observation,) = read_project(tmp_path / "clip.boris")["observations"].values()
    assert observation["file"]["1"] == [str(video)]


def test_table(tmp_path: Path) -> None:
    result = make_result(video_path=tmp_path / "clip.mp4")
    write_aggregated(result, tmp_path / "e.tsv")
    rows = read_table(tmp_path / "e.tsv")
    assert tuple(rows[0]) == COLUMNS
    first = rows[0]
    assert first["Observation id"] == "clip"
    assert first["Observation date"] == "2026-03-04 15:16:17.250"
    assert first["Source"] == "player #1:clip.mp4"
    assert first["Media duration (s)"] == "9.000"
    assert (first["Subject"], first["Behavior"]) == ("No focal subject", "red")
    assert (first["Start (s)"], first["Stop (s)"], first["Duration (s)"]) == (
        "0.400", "3.000", "2.600",
    )  # fmt: skip
    assert [row["Comment start"] for row in rows] == [
        "mean 0.87, peak 0.92", "set by hand", "mean 0.87, peak 0.92",
    ]  # fmt: skip


@given(odd_results())
@settings(max_examples=60, deadline=None)
def test_table_and_project_tell_the_same(result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_project(result, Path(folder, "c.boris"))
        write_aggregated(result, Path(folder, "c.tsv"))
        project = read_project(Path(folder, "c.boris"))
        rows = read_table(Path(folder, "c.tsv"))
    told = [(r["Behavior"], float(r["Start (s)"]), float(r["Stop (s)"])) for r in rows]
    assert sorted(told) == sorted(paired(project))
    assert len(told) == len(result.segments)
    for behaviour in project["behaviors_conf"].values():
        assert "|" not in behaviour["code"]
        assert behaviour["code"]
        assert behaviour["code"] == behaviour["code"].strip()
    keys = [b["key"] for b in project["behaviors_conf"].values()]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("duration_s", [None, 9.0])
def test_no_segments(duration_s: float | None, tmp_path: Path) -> None:
    result = make_result((), duration_s=duration_s)
    write_project(result, tmp_path / "c.boris")
    write_aggregated(result, tmp_path / "c.tsv")
    assert read_table(tmp_path / "c.tsv") == []
    (observation,) = read_project(tmp_path / "c.boris")["observations"].values()
    assert observation["events"] == []
    assert observation["media_info"]["length"].popitem()[1] == pytest.approx(9.0, abs=0.2)


def test_behaviours_are_what_can_be_seen(tmp_path: Path) -> None:
    yellow = [shown("yellow", 1.0, 2.0, by_hand=True)]
    write_project(make_result(yellow, background_label="blue"), tmp_path / "c.boris")
    codes = [b["code"] for b in read_project(tmp_path / "c.boris")["behaviors_conf"].values()]
    assert codes == ["red", "green", "yellow"], "none of the background, all that a person used"
