"""`live`, `demo`, `doctor` and the rest, as people call them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import write_video
from tests.conftest import CommandResult

Command = Callable[..., CommandResult]


def test_version_and_help(vidclf: Command) -> None:
    assert vidclf("--version").out.startswith("vidclf ")
    shown = vidclf("--help").out
    listed = {words[1] for line in shown.splitlines() if len(words := line.split()) > 1}
    assert {"live", "demo", "analyze", "bench", "doctor"} <= listed


def test_live_prints_what_is_recognised(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", ("red", "blue"), seconds_each=1.5)
    out = tmp_path / "log"
    result = vidclf(
        "live", "--headless", "-s", video, "-m", bundle_path, "--out", out, "--format", "json,csv"
    )
    assert result.code == 0, result.err
    assert "red" in result.out
    assert "predictions" in result.out
    assert sorted(path.suffix for path in out.iterdir()) == [".csv", ".json"]


def test_live_prints_that_nobody_is_there(
    vidclf: Command, pose_bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=1.0)
    result = vidclf("live", "--headless", "-s", video, "-m", pose_bundle_path)
    assert result.code == 0, result.err
    assert result.out.count("nobody in the picture") == 1, "once, not for each prediction"


def test_live_ends_by_itself(vidclf: Command, bundle_path: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=60.0)
    result = vidclf("live", "--headless", "-s", video, "-m", bundle_path, "--for", "1")
    assert result.code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for other processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_live_run_keeps_its_results(
    number: signal.Signals, bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=60.0)
    out = tmp_path / "log"
    line = [sys.executable, "-m", "vidclf_app", "live", "--headless", "-s", str(video)]
    line += ["-m", str(bundle_path), "--out", str(out)]
    process = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    for text in process.stdout:
        if "red" in text:
            break
    process.send_signal(number)
    printed, complaints = process.communicate(timeout=30)
    assert process.returncode == 128 + number
    assert "Traceback" not in complaints
    assert "predictions" in printed
    assert [path.suffix for path in out.iterdir()] == [".csv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for other processes")
def test_an_interrupted_analysis_leaves_nothing_half_written(
    bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=120.0, width_px=640, height_px=480)
    out = tmp_path / "results"
    line = [sys.executable, "-m", "vidclf_app", "analyze", str(video), "-m", str(bundle_path)]
    line += ["-o", str(out), "-f", "json,csv,mp4"]
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline_s = time.monotonic() + 30.0
    while not out.exists() or len(list(out.iterdir())) < 3:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in complaints
    assert list(out.iterdir()) == []


def test_the_application_does_not_need_training_libraries(bundle_path: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('tensorflow', 'keras', 'onnx', 'sklearn', 'training'):\n"
        "    sys.modules[name] = None\n"
        "from vidclf_app.core.bundle import open_bundle\n"
        "from pathlib import Path\n"
        "import vidclf_app.cli.commands, vidclf_app.cli.analyze, vidclf_app.ui.app\n"
        "open_bundle(Path(sys.argv[1]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(bundle_path)], check=True, timeout=60)


def test_doctor_is_content_with_a_whole_installation(vidclf: Command) -> None:
    result = vidclf("doctor")
    assert result.code == 0, result.out
    for word in ("Python", "numpy", "GPU really usable", "codecs for writing", "exercises-image"):
        assert word in result.out
    assert "PROBLEM" not in result.out


def start(*arguments: object, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    line = [sys.executable, "-m", "vidclf_app", *map(str, arguments)]
    return subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for other processes")
def test_a_second_interruption_does_not_tear_the_stop_apart(
    bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=120.0, width_px=640, height_px=480)
    out = tmp_path / "results"
    process = start("analyze", video, "-m", bundle_path, "-o", out, "-f", "json,csv,mp4")
    deadline_s = time.monotonic() + 30.0
    while not out.exists() or len(list(out.iterdir())) < 3:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(0.002)
    _, complaints = process.communicate(timeout=30)
    assert process.returncode == 130
    assert complaints.strip() == "Stopped."
    assert list(out.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows closes pipes otherwise")
def test_a_reader_that_goes_away_does_not_take_the_results_with_it(
    bundle_path: Path, tmp_path: Path
) -> None:
    video = write_video(tmp_path / "v.mp4", ("red", "blue"), seconds_each=1.5)
    out = tmp_path / "log"
    process = start("live", "--headless", "-s", video, "-m", bundle_path, "--out", out)
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    process.wait(timeout=60)
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert [path.suffix for path in out.iterdir()] == [".csv"]


def test_names_that_the_output_can_not_show(bundle_path: Path, tmp_path: Path) -> None:
    video = write_video(tmp_path / "übung 体操.mp4")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process = start("analyze", video, "-m", bundle_path, "-o", tmp_path / "o", env=environment)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 0, complaints
