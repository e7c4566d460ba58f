"""`vidclf bench`."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from tests.builders import demo_frames
from tests.conftest import CommandResult
from vidclf_app.assets import demo_clip
from vidclf_app.cli import reference_pose
from vidclf_app.cli.bench import _encoder_calls, _measure_frame, _table
from vidclf_app.core.bundle import open_bundle


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_bench_reports_every_figure(
    vidclf: Callable[..., CommandResult], bundle_path: Path
) -> None:
    result = vidclf("bench", "--json", "--live-seconds", "5", "-m", bundle_path)
    assert result.code == 0, result.err
    figures = json.loads(result.out)
    assert list(figures) == ["machine", "models"]
    assert figures["machine"]["cores"] >= 1
    assert list(figures["models"]) == [bundle_path.name]
    figures = figures["models"][bundle_path.name]
    assert list(figures) == ["model", "frame", "file", "start", "live"]
    assert figures["model"]["name"] == "colours"
    assert figures["model"]["encoder"] == "image"
    assert "search_ms" not in figures["frame"]
    assert figures["frame"]["whole_path_to_bare_calls"] > 0.0
    assert figures["file"]["end_to_end_to_allowed_speed"] > 0.0
    assert 0.0 < figures["start"]["window_shown_s"] <= figures["start"]["first_prediction_s"]
    assert figures["live"]["captured_frames"] > 50
    assert figures["live"]["picture_latency_ms_p95"] > 0.0


def test_a_frame_s_figures_for_either_kind_of_model(
    bundle_path: Path, pose_bundle_path: Path
) -> None:
    frames = demo_frames(8)
    image, pose = (
        _measure_frame(open_bundle(path, provider="cpu"), frames)
        for path in (bundle_path, pose_bundle_path)
    )
    assert set(pose) - set(image) == {"search_ms"}
    for figures in (image, pose):
        assert all(value > 0.0 for value in figures.values()), figures
        assert figures["whole_path_to_bare_calls"] > 0.9
    assert pose["encoder_ms"] > image["encoder_ms"], "a real network against a mean"


def test_the_encoder_s_calls_are_those_that_it_makes(pose_bundle_path: Path) -> None:
    bundle = open_bundle(pose_bundle_path, provider="cpu")
    runs: list[str] = []

    class Counting:
        def __init__(self, part: str, session: Any) -> None:
            self.part, self.session = part, session

        def run(self, *arguments: Any) -> Any:
            runs.append(self.part)
            return self.session.run(*arguments)

    for part, engine in bundle.encoder_engines.items():
        session: Any = Counting(part, engine.session)
        engine.session = session
    calls = _encoder_calls(bundle, demo_frames(4))
    made = list(runs)
    runs.clear()
    each = []
    for call in calls:
        before = len(runs)
        call()
        each.append(runs[before:])
    assert runs == made
    assert each[0][0] == "detector", "the person is found ..."
    assert each[1:] == [["landmarks"]] * 3, "... and then followed"


def test_models_stand_side_by_side(capsys: pytest.CaptureFixture[str]) -> None:
    columns = {"pose": {"a_ms": 1.5, "search_ms": 2.5}, "image": {"a_ms": 3.5}}
    Console(width=100).print(_table("frame", columns))
    lines = capsys.readouterr().out.splitlines()
    (searching,) = (line for line in lines if "search_ms" in line)
    assert [cell.strip() for cell in searching.split("│")[1:-1]] == ["search_ms", "2.5", "—"]
    assert any("pose" in line and "image" in line for line in lines)


def test_a_python_without_mediapipe_is_told_before_anything_is_measured(
    vidclf: Callable[..., CommandResult], tmp_path: Path
) -> None:
    result = vidclf("bench", "--reference-python", tmp_path / "no-python")
    assert result.code == 5
    assert "no-python: can't be run" in result.err
    # This one has NumPy and OpenCV, but no mediapipe.
    result = vidclf("bench", "--reference-python", sys.executable)
    assert result.code == 5
    assert "No module named 'mediapipe'" in result.err
    assert "pip install mediapipe" in result.err


def test_the_reference_is_timed_on_the_sampled_frames(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen: list[tuple[int, ...]] = []

    class Pose:
        def __init__(self, **wanted: Any) -> None:
            assert wanted == {"model_complexity": 1, "smooth_landmarks": False}

        def __enter__(self) -> "Pose":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def process(self, pixels: Any) -> None:
            seen.append(pixels.shape)

    solutions = SimpleNamespace(pose=SimpleNamespace(Pose=Pose))
    monkeypatch.setitem(sys.modules, "mediapipe", SimpleNamespace(solutions=solutions))
    reference_pose.main(str(demo_clip()), 10.0, 2)
    told = json.loads(capsys.readouterr().out)
    # Sixty frames a round, of 347 that a 10 Hz model takes from the clip.
    assert told["frames"] == len(seen) == 120
    assert set(seen) == {(720, 1280, 3)}
    assert told["pose_ms"] >= 0.0
