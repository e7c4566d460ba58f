"""What is written, and what is never half-written."""

import csv
import hashlib
import json
import os
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import (
    LABELS,
    demo_frames,
    nobody,
    prediction,
    solid,
    standing_body,
)
from vidclf_app.core.body import Joint
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.files import replacing, write_text
from vidclf_app.core.manifest import ImageEncoderSpec
from vidclf_app.core.overlay import draw_overlay
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Segment, SourceInfo, Stats, Tuning, UInt8Array
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sinks.csv import CsvSink
from vidclf_app.core.sinks.json import JsonSink
from vidclf_app.core.sinks.video import VideoSink
from vidclf_app.core.skeleton import SIDE_COLOURS, Side
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import SinkError

SINKS: dict[str, Callable[[Path], Sink]] = {"json": JsonSink, "csv": CsvSink, "mp4": VideoSink}


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return open_bundle(bundle_path)


@pytest.fixture(scope="module")
def pose_bundle(pose_bundle_path: Path) -> Bundle:
    return open_bundle(pose_bundle_path, provider="cpu")


@pytest.fixture
def run_info(bundle: Bundle) -> RunInfo:
    source = SourceInfo("a.mp4", live=False, width_px=64, height_px=48, rate_hz=30.0)
    return RunInfo(source, bundle.manifest, Tuning())


def fill(sink: Sink, run: RunInfo) -> None:
    sink.open(run)
    for step in range(30):
        entry = prediction((0.7, 0.2, 0.1), step / 10.0, "red")
        sink.write_frame(Frame(solid("red"), step, step / 10.0, 0.0), entry)
        sink.write(entry)
    sink.write_segment(Segment("red", 0.0, 2.9, 0.7, 0.7))


def analyse(video: Path, bundle: Bundle, *sinks: Sink) -> None:
    pipeline = Pipeline(
        lambda: VideoFile(video), lambda: Recognizer(bundle), sinks, mode="complete"
    )
    pipeline.start()
    pipeline.wait()


def test_what_a_killed_program_left_of_a_video_goes_with_the_next_one(
    run_info: RunInfo, tmp_path: Path
) -> None:
    abandoned = tmp_path / ".r.1234567.partial.mp4"
    being_written = tmp_path / ".r.89.partial.mp4"
    others = tmp_path / ".r.annotated.1234567.partial.mp4"
    for path in (abandoned, being_written, others):
        path.write_bytes(b"half")
    for path in (abandoned, others):
        os.utime(path, (time.time() - 3600.0, time.time() - 3600.0))
    sink = VideoSink(tmp_path / "r.mp4")
    sink.open(run_info)
    sink.abort()
    assert {path.name for path in tmp_path.iterdir()} == {being_written.name, others.name}


def test_json_tells_everything(bundle: Bundle, video_path: Path, tmp_path: Path) -> None:
    analyse(video_path, bundle, JsonSink(tmp_path / "r.json"))
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert list(result) == [
        "format", "format_version", "video", "model", "predictions", "segments", "summary",
        "timing",
    ]  # fmt: skip
    assert result["video"]["name"] == "colours.mp4"
    assert result["model"]["labels"] == list(LABELS)
    manifest = bundle.manifest
    assert isinstance(manifest.encoder, ImageEncoderSpec)
    assert result["model"]["encoder"] == "image"
    assert result["model"]["sha256"] == {
        "image": manifest.encoder.sha256, "head": manifest.head.sha256,
    }  # fmt: skip
    predictions = result["predictions"]
    assert len(predictions) == result["summary"]["predictions"] == 86
    means = np.mean([entry["probabilities"] for entry in predictions], axis=0)
    assert list(result["summary"]["probabilities"].values()) == pytest.approx(means, abs=1e-4)
    assert result["summary"]["label"] == LABELS[int(means.argmax())]
    assert [segment["label"] for segment in result["segments"]] == ["red", "green", "blue"]


def test_json_is_the_same_on_each_run(bundle: Bundle, video_path: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        analyse(video_path, bundle, JsonSink(tmp_path / f"{name}.json"))
        texts.append((tmp_path / f"{name}.json").read_text().partition('"timing"')[0])
    assert texts[0] == texts[1]


def test_a_run_without_predictions_is_still_valid_json(run_info: RunInfo, tmp_path: Path) -> None:
    sink = JsonSink(tmp_path / "r.json")
    sink.open(run_info)
    sink.close(Stats())
    result = json.loads((tmp_path / "r.json").read_text())
    assert result["summary"] == {
        "label": None, "probabilities": {}, "predictions": 0, "nobody": 0,
    }  # fmt: skip
    assert result["predictions"] == result["segments"] == []


def test_json_tells_where_nobody_is(run_info: RunInfo, tmp_path: Path) -> None:
    sink = JsonSink(tmp_path / "r.json")
    sink.open(run_info)
    sink.write(prediction((0.7, 0.2, 0.1), 0.0, "red"))
    for step in range(1, 10):
        sink.write(nobody(3, step / 10.0))
    sink.close(Stats())
    result = json.loads((tmp_path / "r.json").read_text())
    assert result["format_version"] == 2
    assert [entry["nobody"] for entry in result["predictions"]] == [False] + [True] * 9
    last = result["predictions"][-1]
    assert (last["label"], last["probabilities"], last["raw"]) == (None, [0.0] * 3, [0.0] * 3)
    summary = result["summary"]
    assert (summary["label"], summary["predictions"], summary["nobody"]) == ("red", 10, 9)
    assert summary["probabilities"] == {"red": 0.7, "green": 0.2, "blue": 0.1}


def test_a_video_with_nobody_in_it_has_no_mean(run_info: RunInfo, tmp_path: Path) -> None:
    sink = JsonSink(tmp_path / "r.json")
    sink.open(run_info)
    sink.write(nobody(3, 0.0))
    sink.close(Stats())
    assert json.loads((tmp_path / "r.json").read_text())["summary"] == {
        "label": None, "probabilities": {}, "predictions": 1, "nobody": 1,
    }  # fmt: skip


def test_the_networks_of_a_pose_model_are_told_by_their_parts(
    pose_bundle: Bundle, tmp_path: Path
) -> None:
    source = SourceInfo("a.mp4", live=False, width_px=64, height_px=48, rate_hz=30.0)
    sink = JsonSink(tmp_path / "r.json")
    sink.open(RunInfo(source, pose_bundle.manifest, Tuning()))
    sink.close(Stats())
    model = json.loads((tmp_path / "r.json").read_text())["model"]
    assert model["encoder"] == "pose"
    assert list(model["sha256"]) == ["detector", "landmarks", "head"]
    content = (pose_bundle.path / "landmarks.onnx").read_bytes()
    assert model["sha256"]["landmarks"] == hashlib.sha256(content).hexdigest()


def test_csv_tells_where_nobody_is(run_info: RunInfo, tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "r.csv")
    sink.open(run_info)
    sink.write(nobody(3, 0.5))
    sink.close(Stats())
    (row,) = csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines())
    assert row["label"] == ""
    assert [float(row[f"p:{label}"]) for label in LABELS] == [0.0] * 3


def test_csv_has_a_column_for_each_class(run_info: RunInfo, tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "r.csv")
    fill(sink, run_info)
    sink.close(Stats())
    rows = list(csv.DictReader((tmp_path / "r.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 30
    assert rows[3] == {
        "time_s": "0.3000", "index": "9", "label": "red",
        "p:red": "0.70000", "p:green": "0.20000", "p:blue": "0.10000",
    }  # fmt: skip


def test_the_annotated_video_has_every_frame(
    bundle: Bundle, video_path: Path, tmp_path: Path
) -> None:
    analyse(video_path, bundle, VideoSink(tmp_path / "r.mp4"))
    with VideoFile(tmp_path / "r.mp4") as file:
        assert sum(1 for _ in iter(file.grab, None)) == 270


def written(path: Path) -> list[UInt8Array]:
    frames: list[UInt8Array] = []
    with VideoFile(path) as file:
        while file.grab() is not None:
            frames.append(file.retrieve().pixels)
    return frames


def test_the_skeleton_is_in_the_annotated_video_unless_it_is_not_wanted(
    bundle: Bundle, tmp_path: Path
) -> None:
    """On real frames of the demo clip, with a body that a model would have found there."""
    frames = demo_frames(8, rate_hz=10)
    source = SourceInfo("a.mp4", live=False, width_px=1280, height_px=720, rate_hz=10.0)
    told = prediction((0.7, 0.2, 0.1), frames[0].time_s, "red", body=standing_body(1280, 720))
    videos = {}
    for skeleton in (True, False):
        sink = VideoSink(tmp_path / f"{skeleton}.mp4", skeleton=skeleton)
        sink.open(RunInfo(source, bundle.manifest, Tuning()))
        for given in frames:
            sink.write_frame(given, told)
        sink.close(Stats())
        videos[skeleton] = written(tmp_path / f"{skeleton}.mp4")
    differ = [
        bool((np.abs(a.astype(int) - b.astype(int)) > 60).any())
        for a, b in zip(videos[True], videos[False], strict=True)
    ]
    assert differ == [True] * 6 + [False] * 2, "older than half a second is not drawn"


def test_the_skeleton_follows_the_person_of_the_demo_clip(
    pose_bundle: Bundle, tmp_path: Path
) -> None:
    clip = tmp_path / "second.mp4"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (1280, 720))
    frames = demo_frames(10)
    for given in frames:
        writer.write(given.pixels)
    writer.release()
    analyse(clip, pose_bundle, VideoSink(tmp_path / "r.mp4"))
    recognizer = Recognizer(pose_bundle)
    last = [recognizer.push(given) for given in frames][-1]
    assert last is not None
    assert last.body is not None
    shown = written(tmp_path / "r.mp4")[-1]
    for joint in (Joint.LEFT_ELBOW, Joint.LEFT_KNEE):
        assert last.body.visibility[joint] > 0.5
        x, y = last.body.picture_px[joint].round().astype(int)
        around = shown[y - 2 : y + 3, x - 2 : x + 3].mean(axis=(0, 1))
        assert np.abs(around[::-1] - SIDE_COLOURS[Side.LEFT]).max() < 60, joint.name


def test_nobody_in_the_picture_is_written_into_it_without_bars() -> None:
    black = np.zeros((480, 640, 3), dtype=np.uint8)
    somebody = draw_overlay(black, LABELS, prediction((0.7, 0.2, 0.1), 1.0))
    alone = draw_overlay(black, LABELS, nobody(3, 1.0))
    waiting = draw_overlay(black, LABELS, None)
    assert alone.any()
    assert (alone != waiting).any(), "another text"
    rows_with_something = [int(p.any(axis=(1, 2)).sum()) for p in (alone, somebody)]
    assert rows_with_something[0] < rows_with_something[1] / 2


@pytest.mark.parametrize("kind", SINKS)
def test_a_target_appears_only_when_it_is_whole(
    kind: str, run_info: RunInfo, tmp_path: Path
) -> None:
    target = tmp_path / "new" / "folder" / f"r.{kind}"
    sink = SINKS[kind](target)
    fill(sink, run_info)
    assert not target.exists()
    sink.close(Stats())
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("kind", SINKS)
def test_an_aborted_run_leaves_nothing_and_keeps_what_was_there(
    kind: str, run_info: RunInfo, tmp_path: Path
) -> None:
    target = tmp_path / f"r.{kind}"
    target.write_text("of yesterday")
    sink = SINKS[kind](target)
    fill(sink, run_info)
    sink.abort()
    sink.abort()
    assert target.read_text() == "of yesterday"
    assert list(tmp_path.iterdir()) == [target]


@contextmanager
def full_disk(left_bytes: int) -> Iterator[None]:
    """Let the operating system refuse files above a size, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (left_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("kind", ["json", "csv", "mp4"])
def test_a_full_disk_is_an_error_that_leaves_nothing(
    kind: str, run_info: RunInfo, tmp_path: Path
) -> None:
    target = tmp_path / f"r.{kind}"
    sink = SINKS[kind](target)

    def write_all() -> None:
        fill(sink, run_info)
        sink.close(Stats())

    with full_disk(200), pytest.raises(SinkError, match=f"r.{kind}: could not be written"):
        write_all()
    sink.abort()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", SINKS)
def test_a_folder_that_can_not_be_made(kind: str, run_info: RunInfo, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    sink = SINKS[kind](tmp_path / "file" / f"r.{kind}")
    with pytest.raises(SinkError, match="could not be written") as caught:
        sink.open(run_info)
    assert caught.value.hint
    sink.abort()


def test_replacing_keeps_the_old_file_on_an_error(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    write_text(target, "old")
    with pytest.raises(ValueError, match="broken"), replacing(target) as partial:
        partial.write_text("half")
        raise ValueError("broken")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("width", "height"), [(160, 120), (640, 480), (3840, 2160), (120, 400)])
@pytest.mark.parametrize("label", [None, "red"])
def test_the_overlay_fits_any_picture(width: int, height: int, label: str | None) -> None:
    pixels = solid("blue", width, height)
    before = pixels.copy()
    drawn = draw_overlay(pixels, LABELS, prediction((0.7, 0.2, 0.1), 1.0, label))
    assert drawn.shape == pixels.shape
    assert (drawn != pixels).any()
    np.testing.assert_array_equal(pixels, before)


def test_a_long_label_stays_inside_its_panel() -> None:
    labels = ("a_very_long_name_of_an_exercise_that_somebody_gave_to_a_class", "green", "blue")
    black = np.zeros((720, 1280, 3), dtype=np.uint8)
    drawn = draw_overlay(black, labels, prediction((0.7, 0.2, 0.1), 1.0, labels[0]))
    assert not drawn[:, 640:].any()


def test_the_longest_bar_is_the_most_probable(tmp_path: Path) -> None:
    def bright(probabilities: tuple[float, float, float]) -> int:
        drawn = draw_overlay(
            np.zeros((480, 640, 3), dtype=np.uint8), LABELS, prediction(probabilities, 1.0, "red")
        )
        green = cv2.inRange(drawn, np.array([90, 170, 30]), np.array([100, 180, 45]))
        return int((green > 0).sum())

    assert bright((0.9, 0.05, 0.05)) > 1.5 * bright((0.5, 0.3, 0.2)) > 0
