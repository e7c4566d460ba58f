"""Wrong files, models, options and folders, on the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.builders import encoder_model, head_model, write_bundle, write_video
from tests.conftest import CommandResult
from tests.core.test_sinks import full_disk
from tests.core.test_sources import make_bad_file
from vidclf_app import assets

Command = Callable[..., CommandResult]

SOURCE, MODEL, SETTINGS, SINK = 3, 4, 5, 6


def check(result: CommandResult, code: int, *words: str) -> None:
    """One clear line with what it is about, advice, the exit code, and no traceback."""
    assert result.code == code, result.err
    assert "Traceback" not in result.err + result.out
    first = result.err.splitlines()[0]
    assert first.startswith("error: ")
    for word in words:
        assert word in result.err
    assert len(result.err.splitlines()) >= 2, "there is no advice"


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["missing", "empty", "text", "audio only", "truncated"])
def test_a_bad_video(kind: str, vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    path = make_bad_file(kind, tmp_path)
    out = tmp_path / "out"
    result = vidclf("analyze", path, "-m", bundle_path, "-o", out, "-f", "json,csv,mp4")
    check(result, SOURCE, str(path))
    assert files_in(out) == []


def test_a_video_that_breaks_off_leaves_no_result(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    whole = write_video(tmp_path / "whole.avi", seconds_each=5.0, codec="MJPG").read_bytes()
    (tmp_path / "half.avi").write_bytes(whole[: len(whole) // 2])
    out = tmp_path / "out"
    result = vidclf(
        "analyze", tmp_path / "half.avi", "-m", bundle_path, "-o", out, "-f", "json,csv,mp4"
    )
    check(result, SOURCE, "half.avi", "truncated or damaged")
    assert files_in(out) == []


def test_a_broken_video_among_good_ones(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    write_video(videos / "a.mp4")
    make_bad_file("text", videos)
    write_video(videos / "c.mp4")
    result = vidclf("analyze", videos, "-m", bundle_path, "-o", tmp_path / "out")
    check(result, SOURCE, "bad.mp4", "1 of 3")
    assert files_in(tmp_path / "out") == ["a.mp4.json", "c.mp4.json"]


def test_a_folder_without_videos(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    check(vidclf("analyze", tmp_path, "-m", bundle_path), SOURCE, str(tmp_path), "no videos")


def test_a_folder_that_may_not_be_read(
    vidclf: Command, bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The tests may run as root, whom no permission stops: the system call itself refuses.
    def refuse(path: str) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    check(vidclf("analyze", tmp_path, "-m", bundle_path), SOURCE, str(tmp_path), "denied")


def test_two_videos_with_one_result(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "y").mkdir()
    paths = [write_video(tmp_path / folder / "v.mp4") for folder in "xy"]
    check(vidclf("analyze", *paths, "-m", bundle_path), SETTINGS, *map(str, paths))


def test_an_unknown_format(vidclf: Command, bundle_path: Path, video_path: Path) -> None:
    check(vidclf("analyze", video_path, "-m", bundle_path, "-f", "xml"), SETTINGS, "xml", "csv")


def test_an_unknown_provider(vidclf: Command, bundle_path: Path, video_path: Path) -> None:
    result = vidclf("analyze", video_path, "-m", bundle_path, "--provider", "tpu")
    check(result, SETTINGS, "tpu", "auto, gpu, cpu")


def test_wrong_usage_is_code_2(vidclf: Command) -> None:
    result = vidclf("analyze")
    assert result.code == 2
    assert "Traceback" not in result.err


def break_hash(folder: Path) -> None:
    with (folder / "encoder.onnx").open("ab") as file:
        file.write(b"\0")


@pytest.mark.parametrize(
    ("words", "make"),
    [
        (("encoder.onnx", "hash"), lambda folder: break_hash(write_bundle(folder))),
        (("head.onnx", "missing"), lambda f: (write_bundle(f) / "head.onnx").unlink()),
        (("3 labels",), lambda folder: write_bundle(folder, head=head_model(classes=2))),
        (
            ("not finite",),
            lambda folder: write_bundle(folder, encoder=encoder_model(scale=float("nan"))),
        ),
        (("manifest.json",), lambda folder: folder.mkdir()),
        (("no such model",), lambda _: None),
    ],
    ids=["hash", "missing file", "label count", "NaN", "empty folder", "no folder"],
)
def test_a_bad_model(
    words: tuple[str, ...],
    make: Callable[[Path], Any],
    vidclf: Command,
    video_path: Path,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "bundle"
    make(folder)
    out = tmp_path / "out"
    check(vidclf("analyze", video_path, "-m", folder, "-o", out), MODEL, str(folder), *words)
    assert not out.exists()


def test_a_model_that_fails_in_the_middle(vidclf: Command, tmp_path: Path) -> None:
    folder = write_bundle(tmp_path / "b", encoder=encoder_model(scale=5e35))
    out = tmp_path / "out"
    video = write_video(tmp_path / "v.mp4", ("red",))
    result = vidclf("analyze", video, "-m", folder, "-o", out, "-f", "json,csv,mp4")
    check(result, MODEL, "encoder.onnx", "not finite")
    assert files_in(out) == []


def test_results_that_can_not_be_written(
    vidclf: Command, bundle_path: Path, video_path: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("a file in the way")
    result = vidclf("analyze", video_path, "-m", bundle_path, "-o", tmp_path / "out")
    check(result, SINK, "out", "could not be written")


@pytest.mark.parametrize("format_name", ["json", "csv", "mp4"])
def test_a_full_disk(
    format_name: str, vidclf: Command, bundle_path: Path, video_path: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with full_disk(1000):
        result = vidclf("analyze", video_path, "-m", bundle_path, "-o", out, "-f", format_name)
    check(result, SINK, f"colours.mp4.{format_name}")
    assert files_in(out) == []


def test_a_camera_that_is_not_there(vidclf: Command, bundle_path: Path) -> None:
    result = vidclf("live", "--headless", "-s", "no such camera", "-m", bundle_path)
    check(result, SOURCE, "no such camera")


def test_an_address_where_nobody_answers(vidclf: Command, bundle_path: Path) -> None:
    result = vidclf("live", "--headless", "-s", "http://127.0.0.1:9/video", "-m", bundle_path)
    check(result, SOURCE, "127.0.0.1:9")


def test_live_with_a_bad_model_ends_too(vidclf: Command, video_path: Path, tmp_path: Path) -> None:
    result = vidclf("live", "--headless", "-s", video_path, "-m", write_bad(tmp_path / "b"))
    check(result, MODEL, "hash")


def write_bad(folder: Path) -> Path:
    write_bundle(folder)
    break_hash(folder)
    return folder


def test_no_screen_for_a_window() -> None:
    environment = {k: v for k, v in os.environ.items() if k not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    run = subprocess.run(
        [sys.executable, "-m", "vidclf_app", "live"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )
    check(CommandResult(run.returncode, run.stdout, run.stderr), SETTINGS, "no screen", "headless")


def test_no_model_is_installed(
    vidclf: Command, video_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(assets, "assets_folder", lambda: tmp_path)
    check(vidclf("analyze", video_path), MODEL, "No model is installed", "--model")


def test_a_result_is_valid_even_where_another_failed(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    good = write_video(tmp_path / "good.mp4")
    out = tmp_path / "out"
    vidclf("analyze", tmp_path / "missing.mp4", good, "-m", bundle_path, "-o", out)
    assert json.loads((out / "good.mp4.json").read_text())["summary"]["label"] == "red"


def test_a_result_that_would_overwrite_a_video(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    for name in ("a", "a.mp4"):
        write_video(tmp_path / "x.mp4").rename(tmp_path / name)
    before = (tmp_path / "a.mp4").read_bytes()
    paths = [tmp_path / "a", tmp_path / "a.mp4"]
    result = vidclf("analyze", *paths, "-m", bundle_path, "-o", tmp_path, "-f", "mp4")
    check(result, SETTINGS, "a.mp4", "overwritten")
    assert (tmp_path / "a.mp4").read_bytes() == before


def test_a_result_that_can_not_be_named_does_not_stop_the_others(
    vidclf: Command, bundle_path: Path, tmp_path: Path
) -> None:
    videos = tmp_path / "videos"
    videos.mkdir()
    write_video(videos / "a.mp4").rename(videos / f"{'a' * 248}.mp4")
    write_video(videos / "b.mp4")
    result = vidclf("analyze", videos, "-m", bundle_path, "-o", tmp_path / "out")
    check(result, SINK, "aaa", "1 of 2")
    assert files_in(tmp_path / "out") == ["b.mp4.json"]


@pytest.mark.parametrize("option", ["--model", "--source"])
def test_names_that_no_file_can_have(
    option: str, vidclf: Command, bundle_path: Path, video_path: Path
) -> None:
    given = {"--model": bundle_path, "--source": video_path, option: "x" * 5000}
    arguments = [word for pair in given.items() for word in pair]
    result = vidclf("live", "--headless", *arguments)
    assert result.code in {SOURCE, MODEL}
    assert "Traceback" not in result.err


def test_a_link_to_itself(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    (tmp_path / "loop.mp4").symlink_to(tmp_path / "loop.mp4")
    check(vidclf("analyze", tmp_path / "loop.mp4", "-m", bundle_path), SOURCE, "loop.mp4")


def test_results_without_headless(vidclf: Command, video_path: Path, tmp_path: Path) -> None:
    result = vidclf("live", "-s", video_path, "--out", tmp_path / "o")
    check(result, SETTINGS, "--headless")


def test_a_time_limit_is_no_leave_to_open_a_window_without_a_screen(
    vidclf: Command, video_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    check(vidclf("live", "-s", video_path, "--for", "1"), SETTINGS, "no screen")
