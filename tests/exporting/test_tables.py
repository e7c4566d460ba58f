"""CSV and JSON, read by Python's own readers."""

import csv
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings

from tests.builders import LABELS
from tests.exporting.builders import make_result, odd_results, shown
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Tuning
from vidclf_app.core.sinks.csv import CsvSink
from vidclf_app.core.sinks.json import JsonSink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.exporting.json_file import write_json
from vidclf_app.exporting.tables import SEGMENT_COLUMNS, write_predictions, write_segments
from vidclf_app.results.records import Result
from vidclf_app.results.sink import ResultSink
from vidclf_app.results.store import load_document


def readable(label: str) -> str:
    """Return a label as UTF-8 can hold it."""
    return label.encode(errors="replace").decode()


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_predictions_have_the_command_lines_columns(tmp_path: Path) -> None:
    result = make_result()
    write_predictions(result, tmp_path / "clip.csv")
    header, *rows = read_csv(tmp_path / "clip.csv")
    assert header == ["time_s", "index", "label", "p:red", "p:green", "p:blue"]
    assert len(rows) == 90
    assert rows[0] == ["0.0000", "0", "", "0.00000", "0.00000", "0.00000"], "nobody"
    assert rows[45] == ["4.5000", "135", "green", "0.05000", "0.90000", "0.05000"]


def test_the_files_are_the_command_lines(
    bundle_path: Path, video_path: Path, tmp_path: Path
) -> None:
    """The same run, written by the command line's sinks and from what is kept of it."""
    kept = ResultSink(video_path, tmp_path / "kept.vidclf")
    theirs = CsvSink(tmp_path / "theirs.csv"), JsonSink(tmp_path / "theirs.json")
    bundle = open_bundle(bundle_path, provider="cpu")
    pipeline = Pipeline(
        lambda: VideoFile(video_path), lambda: Recognizer(bundle), [kept, *theirs], mode="complete"
    )
    pipeline.start()
    pipeline.wait()
    result = load_document(kept.path).result
    write_predictions(result, tmp_path / "mine.csv")
    write_json(result, tmp_path / "mine.json")
    assert (tmp_path / "mine.csv").read_bytes() == (tmp_path / "theirs.csv").read_bytes()
    mine, other = (
        json.loads((tmp_path / name).read_text(encoding="utf-8"))
        for name in ("mine.json", "theirs.json")
    )
    assert list(mine) == list(other)
    for part in ("format", "format_version", "video", "predictions", "summary"):
        assert mine[part] == other[part], part
    assert mine["model"] == {**other["model"], "window": None}
    assert [segment.pop("by_hand") for segment in mine["segments"]] == [False] * 3
    assert mine["segments"] == other["segments"]
    assert set(other["timing"]) < set(mine["timing"])


def test_segments(tmp_path: Path) -> None:
    write_segments(make_result(), tmp_path / "s.csv")
    header, *rows = read_csv(tmp_path / "s.csv")
    assert tuple(header) == SEGMENT_COLUMNS
    assert rows[0] == ["red", "0.4000", "3.0000", "2.6000", "0.87000", "0.92000", "false"]
    assert rows[1][0] == "green"
    assert [row[-1] for row in rows] == ["false", "true", "false"]


def test_json_tells_tuning_and_hand(tmp_path: Path) -> None:
    result = make_result(tuning=Tuning(threshold=0.7, smoothing_s=2.5))
    write_json(result, tmp_path / "r.json")
    read = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (read["format"], read["format_version"]) == ("vidclf-result", 2)
    assert (read["model"]["threshold"], read["model"]["smoothing_s"]) == (0.7, 2.5)
    assert read["model"]["encoder"] == "image"
    assert [s["by_hand"] for s in read["segments"]] == [False, True, False]
    assert read["summary"]["nobody"] == 2
    assert read["timing"]["took_s"] == 1.5


@given(odd_results())
@settings(max_examples=40, deadline=None)
def test_odd_labels_come_back(result: Result) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x")
        write_segments(result, path)
        rows = read_csv(path)[1:]
        assert [row[0] for row in rows] == [readable(s.label) for s in result.segments]
        write_predictions(result, path)
        header, *rows = read_csv(path)
        assert header[3:] == [f"p:{readable(label)}" for label in result.analysis.model.labels]
        assert {len(row) for row in rows} == {len(header)}
        write_json(result, path)
        read = json.loads(path.read_text(encoding="utf-8"))
        assert read["model"]["labels"] == [readable(x) for x in result.analysis.model.labels]
        assert [s["label"] for s in read["segments"]] == [
            readable(s.label) for s in result.segments
        ]


def test_no_segments(tmp_path: Path) -> None:
    result = make_result(())
    write_segments(result, tmp_path / "s.csv")
    assert read_csv(tmp_path / "s.csv") == [list(SEGMENT_COLUMNS)]
    write_json(result, tmp_path / "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["segments"] == []


def test_a_label_that_only_a_person_used(tmp_path: Path) -> None:
    assert "yellow" not in LABELS
    write_segments(make_result([shown("yellow", 1.0, 2.0, 0.0, by_hand=True)]), tmp_path / "s.csv")
    assert read_csv(tmp_path / "s.csv")[1][0] == "yellow"
