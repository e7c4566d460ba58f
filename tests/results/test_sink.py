"""A run over a real video, kept, opened again, and run once more."""

import json
import os
import shutil
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.builders import DEMO_CLIP, POSE_LABELS, nobody, prediction, standing_body, write_bundle
from tests.results.builders import analysis
from vidclf_app.core.bundle import Bundle, open_bundle, read_manifest
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import SourceInfo, Stats, Tuning, UInt8Array
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sinks.json import JsonSink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import ResultError, SinkError, SourceOpenError
from vidclf_app.results import gathering, sink
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import (
    Freshness,
    ModelState,
    VideoState,
    freshness,
    identify_video,
    model_identity,
)
from vidclf_app.results.packing import pack, unpack
from vidclf_app.results.paths import result_path, results_of
from vidclf_app.results.records import HandStretch
from vidclf_app.results.sink import ResultSink
from vidclf_app.results.store import load_document, read_outline, save_document


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return open_bundle(bundle_path)


@pytest.fixture
def clip(video_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(video_path, tmp_path / "clip.mp4"))


def run(video: Path, bundle: Bundle, sinks: Sequence[Sink], tuning: Tuning | None = None) -> None:
    pipeline = Pipeline(
        lambda: VideoFile(video),
        lambda: Recognizer(bundle),
        sinks,
        mode="complete",
        tuning=tuning,
    )
    pipeline.start()
    pipeline.wait()


def analysed(video: Path, bundle: Bundle, tuning: Tuning | None = None) -> Path:
    path = result_path(video, bundle.manifest.name)
    run(video, bundle, [ResultSink(video, path)], tuning)
    return path


def assert_as_json(document: ResultDocument, told: dict) -> None:  # type: ignore[type-arg]
    """Everything that JsonSink wrote of the same run is in the document, to its last digit."""
    result = document.result
    predictions, decided = result.analysis.predictions, result.decided
    labels = result.analysis.model.labels
    assert len(predictions) == len(told["predictions"]) > 0
    for row, entry in enumerate(told["predictions"]):
        number = int(decided.label[row])
        assert entry["label"] == (None if number < 0 else labels[number])
        assert entry["index"] == predictions.index[row]
        assert entry["time_s"] == round(float(predictions.time_s[row]), 4)
        assert entry["nobody"] == predictions.nobody[row]
        assert entry["raw"] == [round(float(p), 5) for p in predictions.raw[row]]
        assert entry["probabilities"] == [round(float(p), 5) for p in decided.probabilities[row]]
    assert told["segments"] == [
        {
            "label": segment.label,
            "start_s": round(segment.start_s, 4),
            "end_s": round(segment.end_s, 4),
            "mean": round(segment.mean, 5),
            "peak": round(segment.peak, 5),
        }
        for segment in result.segments
    ]
    assert told["segments"]


@pytest.mark.parametrize("tuning", [Tuning(), Tuning(0.9, 0.0), Tuning(0.3, 3.0)], ids=str)
def test_what_is_kept_is_what_the_run_told(
    clip: Path, bundle: Bundle, tmp_path: Path, tuning: Tuning
) -> None:
    path = result_path(clip, "colours")
    kept = ResultSink(clip, path)
    run(clip, bundle, [kept, JsonSink(tmp_path / "r.json")], tuning)
    document = load_document(path)
    assert document.tuning == tuning
    assert_as_json(document, json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))
    found = document.analysis
    assert found.video.path == clip
    assert found.video.size_bytes == clip.stat().st_size
    assert (found.video.width_px, found.video.height_px) == (64, 48)
    assert found.video.duration_s == pytest.approx(9.0, abs=0.1)
    assert found.model == model_identity(bundle.manifest)
    assert found.provider == "CPU"
    assert found.took_s > 0.0
    assert found.predictions.fresh.tolist() == [True] + [False] * (len(found.predictions) - 1)
    assert found.predictions.landmarks is None
    assert kept.outline == read_outline(path)
    assert kept.nobody == 0


def test_other_thresholds_afterwards_are_what_another_run_tells(
    clip: Path, bundle: Bundle, tmp_path: Path
) -> None:
    document = load_document(analysed(clip, bundle))
    tuning = Tuning(threshold=0.95, smoothing_s=0.3)
    run(clip, bundle, [JsonSink(tmp_path / "r.json")], tuning)
    document.set_tuning(tuning)
    assert_as_json(document, json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))


def test_people_who_come_and_go(
    pose_bundle_path: Path, tmp_path: Path, demo_then_nobody: Path
) -> None:
    bundle = open_bundle(pose_bundle_path, provider="cpu")
    path = result_path(demo_then_nobody, "bodies")
    sinks = [ResultSink(demo_then_nobody, path), JsonSink(tmp_path / "r.json")]
    run(demo_then_nobody, bundle, sinks)
    document = load_document(path)
    assert_as_json(document, json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))
    predictions = document.analysis.predictions
    assert 0 < predictions.nobody.sum() < len(predictions)
    assert predictions.landmarks is not None
    np.testing.assert_array_equal(
        np.isnan(predictions.landmarks).all(axis=(1, 2)), predictions.nobody
    )
    # Somebody stands in the picture's middle.
    seen = predictions.landmarks[~predictions.nobody]
    assert 0 < np.median(seen[:, :, 0]) < document.analysis.video.width_px
    # The first, everything without a person, and what comes after that.
    after_nobody = np.concatenate(([True], predictions.nobody[:-1]))
    assert (predictions.fresh >= (predictions.nobody | after_nobody)).all()
    assert document.analysis.model.max_gap_s == Recognizer(bundle).max_gap_s


@pytest.fixture
def demo_then_nobody(tmp_path: Path) -> Path:
    """Two seconds of a person, two of an empty picture, and two of the person again."""
    import cv2

    path = tmp_path / "person.mp4"
    with VideoFile(DEMO_CLIP) as file:
        size = (file.info.width_px, file.info.height_px)
        rate_hz = round(file.info.rate_hz)
        frames: list[UInt8Array] = []
        while len(frames) < 2 * rate_hz and file.grab() is not None:
            frames.append(file.retrieve().pixels)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate_hz, size)
    assert writer.isOpened()
    empty = [np.full_like(frames[0], 90)] * len(frames)
    for pixels in (*frames, *empty, *frames):
        writer.write(pixels)
    writer.release()
    return path


# A new run where there is a result already.


def test_corrections_go_on_in_the_next_run(clip: Path, bundle: Bundle) -> None:
    path = analysed(clip, bundle)
    document = load_document(path)
    document.corrections.add("something else", 1.0, 2.0)
    document.set_tuning(Tuning(threshold=0.9))
    save_document(path, document)
    analysed(clip, bundle, Tuning(smoothing_s=0.5))
    again = load_document(path)
    assert again.corrections.hand == (HandStretch("something else", 1.0, 2.0),)
    assert again.tuning == Tuning(smoothing_s=0.5)
    assert "something else" in [segment.label for segment in again.result.segments]
    assert "something else" not in again.labels
    assert results_of(clip) == [path]


def test_another_version_of_the_model_leaves_the_earlier_result(
    clip: Path, bundle: Bundle, tmp_path: Path
) -> None:
    path = analysed(clip, bundle)
    document = load_document(path)
    document.corrections.add("red", 1.0, 2.0)
    save_document(path, document)
    newer = open_bundle(write_bundle(tmp_path / "newer", version="2", smoothing_s=0.2))
    assert analysed(clip, newer) == path
    assert results_of(clip) == [path, path.with_name("clip.mp4.colours.before-1.vidclf")]
    now, before = (load_document(each) for each in results_of(clip))
    assert (now.analysis.model.version, before.analysis.model.version) == ("2", "1")
    assert now.corrections.hand == before.corrections.hand == (HandStretch("red", 1.0, 2.0),)


def test_corrections_of_a_video_that_changed_are_kept_aside(
    clip: Path, bundle: Bundle, tmp_path: Path
) -> None:
    path = analysed(clip, bundle)
    document = load_document(path)
    document.corrections.add("red", 1.0, 2.0)
    save_document(path, document)
    shutil.copy(DEMO_CLIP, clip)
    analysed(clip, bundle)
    assert load_document(path).corrections.hand == ()
    aside = load_document(path.with_name("clip.mp4.colours.before-1.vidclf"))
    assert aside.corrections.hand == (HandStretch("red", 1.0, 2.0),)


def test_a_damaged_result_is_kept_aside(clip: Path, bundle: Bundle) -> None:
    path = result_path(clip, "colours")
    path.write_bytes(b"precious")
    analysed(clip, bundle)
    assert load_document(path).result.segments
    assert path.with_name("clip.mp4.colours.damaged-1.vidclf").read_bytes() == b"precious"


def write_newer(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path, "w") as file:
        file.writestr("result.json", '{"format_version": 9}')
    return path.read_bytes()


def test_a_newer_versions_result_stops_the_run_as_it_begins(
    clip: Path, bundle: Bundle, tmp_path: Path
) -> None:
    path = result_path(clip, "colours")
    content = write_newer(path)
    opened = ResultSink(clip, path)
    with pytest.raises(SinkError, match="newer version"):
        run(clip, bundle, [opened])
    assert path.read_bytes() == content


# Failing.


@pytest.fixture
def run_info(bundle: Bundle) -> RunInfo:
    source = SourceInfo("clip.mp4", live=False, width_px=64, height_px=48, rate_hz=30.0)
    return RunInfo(source, bundle.manifest, Tuning())


def test_an_aborted_run_leaves_nothing(clip: Path, run_info: RunInfo) -> None:
    path = result_path(clip, "colours")
    kept = ResultSink(clip, path)
    kept.open(run_info)
    kept.write(prediction((0.7, 0.2, 0.1), 0.5))
    kept.abort()
    kept.close(Stats())
    assert kept.outline is None
    assert os.listdir(clip.parent) == ["clip.mp4"]  # noqa: PTH208
    with pytest.raises(SinkError, match="not open"):
        kept.write(prediction((0.7, 0.2, 0.1), 0.6))


def test_an_aborted_run_leaves_the_result_before(clip: Path, bundle: Bundle) -> None:
    path = analysed(clip, bundle)
    before = path.read_bytes()
    kept = ResultSink(clip, path)
    pipeline = Pipeline(
        lambda: VideoFile(clip), lambda: Recognizer(bundle), [kept], mode="complete"
    )
    pipeline.pause(True)
    pipeline.start()
    assert pipeline.stop()
    assert path.read_bytes() == before


def test_a_video_that_changes_meanwhile_gives_no_result(clip: Path, run_info: RunInfo) -> None:
    path = result_path(clip, "colours")
    kept = ResultSink(clip, path)
    kept.open(run_info)
    kept.write(prediction((0.7, 0.2, 0.1), 0.5))
    with clip.open("ab") as file:
        file.write(b"more")
    with pytest.raises(SinkError, match="changed while"):
        kept.close(Stats())
    kept.abort()
    assert not path.exists()


def test_a_video_that_vanishes_is_told(clip: Path, run_info: RunInfo) -> None:
    kept = ResultSink(clip, result_path(clip, "colours"))
    kept.open(run_info)
    clip.unlink()
    with pytest.raises(SinkError, match="can't be read"):
        kept.close(Stats())


def test_a_result_that_cant_be_written_leaves_the_earlier_one(
    clip: Path, bundle: Bundle, run_info: RunInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = analysed(clip, bundle)
    before = path.read_bytes()
    kept = ResultSink(clip, path)
    # Another model: the earlier file is to be kept besides.
    kept.open(replace(run_info, manifest=run_info.manifest.model_copy(update={"smoothing_s": 0.1})))
    kept.write(prediction((0.7, 0.2, 0.1), 0.5))

    def refuse(path: Path, *rest: object, follows: bool) -> None:
        raise SinkError(f"{path}: could not be written: no space.")

    monkeypatch.setattr(sink, "save_packed", refuse)
    with pytest.raises(SinkError, match="no space"):
        kept.close(Stats())
    assert results_of(clip) == [path]
    assert path.read_bytes() == before


def test_too_many_predictions_are_refused_in_time(
    clip: Path, run_info: RunInfo, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = ResultSink(clip, result_path(clip, "colours"))
    kept.open(run_info)
    assert kept.bytes_each == 8 + 8 + 3 * 4 + 2
    monkeypatch.setattr(sink, "MAX_BYTES", 3 * kept.bytes_each)
    for step in range(3):
        kept.write(prediction((0.7, 0.2, 0.1), step / 10.0))
    with pytest.raises(SinkError, match="more than 3 predictions"):
        kept.write(prediction((0.7, 0.2, 0.1), 0.5))


def test_predictions_come_out_as_they_went_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_BLOCK_ROWS", 4)
    gathered = gathering.Gathering(2, 640, 480, follows=True)
    body = standing_body(640, 480)
    entries = [
        nobody(2, 1.0 + step / 10.0)
        if step % 3 == 0
        else prediction((0.5 + step / 100, 0.5 - step / 100), 1.0 + step / 10.0, body=body)
        for step in range(10)
    ]
    for entry in entries:
        gathered.add(entry)
    assert (len(gathered), gathered.nobody) == (10, 4)
    found = unpack(gathered.packed(), 10, 2, follows=True, width_px=640, height_px=480)
    assert pack(found, 640, 480) == gathered.packed()
    for row, entry in enumerate(entries):
        assert found.time_s[row] == entry.time_s
        assert found.index[row] == entry.index
        np.testing.assert_array_equal(found.raw[row], entry.raw)
        assert found.nobody[row] == entry.nobody
        assert found.landmarks is not None
        if entry.body is None:
            assert np.isnan(found.landmarks[row]).all()
        else:
            np.testing.assert_allclose(found.landmarks[row, :, :2], body.picture_px, atol=0.05)
            np.testing.assert_allclose(found.landmarks[row, :, 2], body.visibility, atol=1e-4)


def test_packing_takes_no_second_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_BLOCK_ROWS", 256)
    gathered = gathering.Gathering(2, 640, 480, follows=True)
    body = standing_body(640, 480)
    for step in range(4000):
        gathered.add(prediction((0.5, 0.5), step / 10.0, body=body))
    tracemalloc.start()
    try:
        packed = gathered.packed()
        _, most_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert packed
    assert most_bytes < len(gathered) * gathered.bytes_each


def test_an_empty_run_is_a_result(clip: Path, run_info: RunInfo) -> None:
    path = result_path(clip, "colours")
    kept = ResultSink(clip, path)
    kept.open(run_info)
    kept.close(Stats(provider="CPU"))
    document = load_document(path)
    assert len(document.analysis.predictions) == 0
    assert document.result.segments == ()


# Still the same?


def test_freshness(clip: Path, bundle: Bundle, bundle_path: Path, tmp_path: Path) -> None:
    path = analysed(clip, bundle)
    run = load_document(path).analysis
    manifest = read_manifest(bundle_path)
    fresh = Freshness(VideoState.SAME, ModelState.SAME)
    assert freshness(run, manifest) == fresh
    assert freshness(read_outline(path), manifest) == fresh
    assert fresh.is_fresh
    os.utime(clip, (1.0, 1.0))
    assert freshness(run, manifest) == fresh
    assert freshness(run, None) == Freshness(VideoState.SAME, ModelState.MISSING)
    assert freshness(run, None).is_fresh
    renamed = manifest.model_copy(update={"name": "colors", "licence": "none"})
    assert freshness(run, renamed) == fresh
    for change in (
        {"temperature": 2.0},
        {"window": 10},
        {"smoothing_s": 0.5},
        {"labels": ("red", "green", "yellow")},
        {"background_label": "red"},
    ):
        changed = manifest.model_copy(update=change)
        if "labels" in change:
            thresholds = dict.fromkeys(changed.labels, manifest.thresholds["red"])
            changed = changed.model_copy(update={"thresholds": thresholds})
        found = freshness(run, changed)
        assert found == Freshness(VideoState.SAME, ModelState.CHANGED), change
        assert not found.is_fresh
    clip.rename(tmp_path / "elsewhere.mp4")
    assert freshness(run, manifest).video is VideoState.MISSING
    shutil.copy(tmp_path / "elsewhere.mp4", clip)
    assert freshness(run, manifest) == fresh
    content = bytearray(clip.read_bytes())
    content[len(content) // 2] ^= 1
    clip.write_bytes(content)
    assert freshness(run, manifest).video is VideoState.CHANGED
    clip.unlink()
    clip.mkdir()
    assert freshness(run, manifest).video is VideoState.CHANGED


def test_a_video_that_moved_alone_is_shown_the_way(
    clip: Path, bundle: Bundle, tmp_path: Path
) -> None:
    path = analysed(clip, bundle)
    moved = clip.rename(tmp_path / "moved.mp4")
    document = load_document(path)
    assert document.result.analysis.video.path == clip
    with pytest.raises(ResultError, match="not the video"):
        document.locate_video(DEMO_CLIP)
    with pytest.raises(SourceOpenError):
        document.locate_video(tmp_path / "none.mp4")
    document.locate_video(moved)
    assert document.result.analysis.video.path == moved
    save_document(path, document)
    assert read_outline(path).video.path == moved


def test_a_long_file_is_not_read_in_full(tmp_path: Path) -> None:
    path = tmp_path / "long.mp4"
    with path.open("wb") as file:
        file.truncate(64 << 30)  # Sparse: it takes no room.
    info = SourceInfo("long.mp4", live=False, width_px=1, height_px=1, rate_hz=30.0)
    one = identify_video(path, info)
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"x")
    other = identify_video(path, info)
    assert one.size_bytes == other.size_bytes == 64 << 30
    assert one.digest != other.digest


def test_labels_of_a_pose_bundle(pose_bundle_path: Path) -> None:
    identity = model_identity(read_manifest(pose_bundle_path))
    assert identity.labels == POSE_LABELS
    assert sorted(identity.sha256) == ["detector", "head", "landmarks", "manifest"]
    assert analysis().model != identity
