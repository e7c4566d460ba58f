"""`vidclf analyze`."""

import json
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from tests.builders import demo_frames, write_video
from tests.conftest import CommandResult
from vidclf_app.core.sources.file import VideoFile

Command = Callable[..., CommandResult]


def test_a_folder_gives_one_result_for_each_video(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    videos = tmp_path / "videos"
    (videos / "inner").mkdir(parents=True)
    write_video(videos / "a.mp4", ("green",))
    write_video(videos / "inner" / "a.mp4", ("blue",))
    (videos / "notes.txt").write_text("not a video")
    (videos / "._a.mp4").write_bytes(b"a sidecar file")
    out = tmp_path / "results"
    result = vidclf("analyze", videos, "-m", bundle_path, "-o", out, "-f", "json,csv")
    assert result.code == 0, result.err
    written = sorted(str(path.relative_to(out)) for path in out.rglob("*") if path.is_file())
    assert written == [
        "a.mp4.csv",
        "a.mp4.json",
        "inner/a.mp4.csv",
        "inner/a.mp4.json",
    ]
    assert json.loads((out / "a.mp4.json").read_text())["summary"]["label"] == "green"
    assert json.loads((out / "inner/a.mp4.json").read_text())["summary"]["label"] == "blue"
    assert "green" in result.out
    assert "Traceback" not in result.err


def test_two_runs_give_the_same_bytes(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", ("red", "green"))
    texts = []
    for run in ("1", "2"):
        assert vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path / run).code == 0
        text = (tmp_path / run / "v.mp4.json").read_text()
        texts.append(text.partition('"timing"')[0])
    assert texts[0] == texts[1]


def test_an_annotated_video(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", width_px=320, height_px=240)
    assert vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path, "-f", "mp4").code == 0
    with VideoFile(tmp_path / "v.mp4.mp4") as file:
        assert sum(1 for _ in iter(file.grab, None)) == 60


def test_thresholds_and_smoothing_are_options(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4")
    options = ("--threshold", "1.0", "--smoothing", "0")
    assert vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path, *options).code == 0
    result = json.loads((tmp_path / "v.mp4.json").read_text())
    assert result["segments"] == []
    assert result["model"]["smoothing_s"] == 0.0
    assert result["model"]["threshold"] == 1.0


def test_a_video_too_short_for_the_model_has_no_label(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=0.2)
    result = vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path)
    assert result.code == 0
    assert "too short" in result.out
    assert json.loads((tmp_path / "v.mp4.json").read_text())["summary"]["label"] is None


def test_a_video_whose_frames_are_too_far_apart_is_not_called_short(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=10.0, rate_hz=0.5)
    result = vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path)
    assert result.code == 0
    assert "frames too far apart" in result.out
    assert "too short" not in result.out


def test_results_inside_the_folder_are_not_analysed_again(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    write_video(tmp_path / "v.mp4")
    for _ in range(2):
        options = ("-m", bundle_path, "-o", tmp_path / "results", "-f", "mp4")
        assert vidclf("analyze", tmp_path, *options).code == 0
    assert [path.name for path in (tmp_path / "results").rglob("*")] == ["v.mp4.mp4"]


def test_names_are_shown_whole_in_a_pipe(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / f"{'long' * 30}:x:.mp4")
    assert str(video) in vidclf("analyze", video, "-m", bundle_path, "-o", tmp_path / "o").out


def test_a_video_without_anybody_says_so(
    vidclf: Command, pose_bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", ("green",), width_px=320, height_px=240)
    result = vidclf("analyze", video, "-m", pose_bundle_path, "-o", tmp_path, "-f", "json,csv,mp4")
    assert result.code == 0, result.err
    assert "(nobody in the picture)" in result.out
    written = json.loads((tmp_path / "v.mp4.json").read_text())
    assert written["segments"] == []
    assert written["summary"]["label"] is None
    assert written["summary"]["nobody"] == written["summary"]["predictions"] == 20
    assert all(entry["nobody"] for entry in written["predictions"])


def test_the_skeleton_is_an_option(vidclf: Command, pose_bundle_path: Path, tmp_path: Path) -> None:
    video = tmp_path / "v.mp4"
    writer = cv2.VideoWriter(str(video), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (1280, 720))
    for given in demo_frames(6):
        writer.write(given.pixels)
    writer.release()
    last = {}
    for option in ("--skeleton", "--no-skeleton"):
        out = tmp_path / option
        result = vidclf("analyze", video, "-m", pose_bundle_path, "-o", out, "-f", "mp4", option)
        assert result.code == 0, result.err
        with VideoFile(out / "v.mp4.mp4") as file:
            while file.grab() is not None:
                last[option] = file.retrieve().pixels.astype(int)
    # Where the person stands, right of the panel.
    changed = np.abs(last["--skeleton"] - last["--no-skeleton"]).max(axis=2)[:, 480:] > 60
    assert 500 < changed.sum() < 0.1 * changed.size
