"""Starting and ending the program's window, in a process of its own."""

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import cv2
import pytest

from tests.builders import write_video
from vidclf_app.settings import Settings, load_settings, save_settings

RUN = """
import sys
from pathlib import Path
from vidclf_app.ui.app import WindowOptions, run_window
options = eval(sys.argv[1])
print("started", flush=True)
sys.exit(run_window(WindowOptions(**options)))
"""


def start(**options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", RUN, repr(options).replace("PosixPath", "Path")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def test_a_bounded_run_reports_and_takes_a_picture(
    tmp_path: Path, red_path: Path, bundle_path: Path
) -> None:
    begun_s = time.time()
    process = start(
        source=str(red_path),
        model=bundle_path,
        run_s=5.0,
        report=tmp_path / "report.json",
        screenshot=tmp_path / "window.png",
        home=tmp_path,
    )
    assert ended(process) == (0, "")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert begun_s < report["window_shown_unix_s"] <= report["first_frame_painted_unix_s"]
    assert report["first_prediction_unix_s"] > report["window_shown_unix_s"] - 1.0
    assert report["painted_frames"] > 10
    assert report["stats"]["predicted"] > 5
    assert report["cpu_s"] > 0.0
    assert 0.0 < report["wall_s"] < 5.0
    assert report["peak_rss_mb"] is None or report["peak_rss_mb"] > 10.0
    picture = cv2.imread(str(tmp_path / "window.png"))
    assert picture is not None
    assert picture.shape[1] >= 640
    settings, message = load_settings(tmp_path / "settings.json")
    assert message is None
    assert (settings.last_source, settings.model) == (str(red_path), str(bundle_path))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "sigterm"]
)
def test_signals_close_the_window(
    tmp_path: Path, red_path: Path, bundle_path: Path, number: int, code: int
) -> None:
    process = start(
        source=str(red_path),
        model=bundle_path,
        report=tmp_path / "report.json",
        home=tmp_path,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    process.send_signal(number)
    assert ended(process) == (code, "")
    assert (tmp_path / "report.json").exists()
    assert load_settings(tmp_path / "settings.json")[0].last_source == str(red_path)


EARLY = """
import os, signal, sys
from pathlib import Path
import vidclf_app.ui.app as app

compose = app.compose_window

def composed(*args, **options):
    window = compose(*args, **options)
    if sys.argv[2] == "error":
        raise RuntimeError("no window")
    os.kill(os.getpid(), int(sys.argv[2]))
    return window

app.compose_window = composed
sys.exit(app.run_window(app.WindowOptions(**eval(sys.argv[1]))))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize(
    ("what", "code"),
    [(str(int(signal.SIGINT)), 130), (str(int(signal.SIGTERM)), 143), ("error", 1)],
    ids=["ctrl-c", "sigterm", "error"],
)
def test_what_comes_before_the_window_is_shown_ends_the_program(
    tmp_path: Path, red_path: Path, bundle_path: Path, what: str, code: int
) -> None:
    options = {"source": str(red_path), "model": bundle_path, "home": tmp_path}
    told = repr(options).replace("PosixPath", "Path")
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", EARLY, told, what],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == code, run.stderr
    assert not (tmp_path / "history.sqlite3-wal").exists(), "the history is closed"


def test_an_address_that_never_answers_does_not_hold_the_program(
    tmp_path: Path, bundle_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun_s = time.monotonic()
        process = start(
            source=f"rtsp://127.0.0.1:{silent.getsockname()[1]}/x",
            model=bundle_path,
            run_s=1.0,
            home=tmp_path,
        )
        code, errors = ended(process)
    assert (code, "Traceback" in errors) == (0, False)
    assert time.monotonic() - begun_s < 7.0, "the connection's own time-out is 8 s"


def test_it_opens_on_what_was_last_shown(tmp_path: Path, bundle_path: Path) -> None:
    folder = tmp_path / "videos"
    folder.mkdir()
    video = write_video(folder / "last.mp4", ("green",))
    path = tmp_path / "settings.json"
    before = Settings(last_source=str(video), model=str(bundle_path), threshold=0.9, skeleton=False)
    save_settings(path, before)
    assert ended(start(run_s=2.0, report=tmp_path / "r.json", home=path.parent)) == (0, "")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["stats"]["predicted"] > 0
    after = load_settings(path)[0]
    assert (after.threshold, after.skeleton) == (0.9, False)


def test_what_never_opened_is_not_remembered(tmp_path: Path, bundle_path: Path) -> None:
    path = tmp_path / "settings.json"
    save_settings(path, Settings(last_source="0", model=str(bundle_path)))
    code, _ = ended(
        start(
            source=str(tmp_path / "typo.mp4"),
            model=tmp_path / "typo",
            run_s=1.0,
            home=path.parent,
        )
    )
    assert code == 0
    settings, _ = load_settings(path)
    assert (settings.last_source, settings.model) == ("0", str(bundle_path))


def test_damaged_settings_are_told_and_kept(
    tmp_path: Path, red_path: Path, bundle_path: Path
) -> None:
    path = tmp_path / "settings.json"
    path.write_text("damaged", encoding="utf-8")
    process = start(source=str(red_path), model=bundle_path, run_s=1.0, home=path.parent)
    code, errors = ended(process)
    assert code == 0
    assert "settings.damaged-1.json" in errors
    assert (tmp_path / "settings.damaged-1.json").read_text(encoding="utf-8") == "damaged"
    assert load_settings(path)[1] is None


def test_a_report_that_can_not_be_written(
    tmp_path: Path, red_path: Path, bundle_path: Path
) -> None:
    process = start(
        source=str(red_path),
        model=bundle_path,
        run_s=0.5,
        report=tmp_path / "none" / "report.json",
        home=tmp_path,
    )
    code, errors = ended(process)
    assert code == 1, "the error comes out of run_window, for the command line to tell"
    assert "SinkError" in errors
