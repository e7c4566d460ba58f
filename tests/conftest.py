"""What holds for every test: no screen is needed, and no thread of ours is left behind."""

import gc
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# Whoever runs the tests keeps their own settings, models and history.
_HOME = tempfile.TemporaryDirectory(prefix="vidclf-tests-")
for _kind in ("CONFIG", "DATA", "STATE", "CACHE"):
    os.environ[f"XDG_{_kind}_HOME"] = str(Path(_HOME.name, _kind.lower()))

from tests.builders import build_pose_bundle, write_bundle, write_video  # noqa: E402

_PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def _no_thread_left_behind() -> Iterator[None]:
    yield
    deadline_s = time.monotonic() + _PATIENCE_S
    while left := [t.name for t in threading.enumerate() if t.name.startswith("vidclf-")]:
        assert time.monotonic() < deadline_s, f"threads left behind: {left}"
        time.sleep(0.01)


@pytest.fixture
def only_counting() -> Iterator[None]:
    """Only what nobody refers to goes; nobody looks for circles of objects."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="session")
def bundle_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The colour bundle, see `tests.builders`."""
    return write_bundle(tmp_path_factory.mktemp("bundle") / "colours")


@pytest.fixture(scope="session")
def pose_bundle_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pose bundle, see `tests.builders`."""
    return build_pose_bundle(tmp_path_factory.mktemp("pose-bundle") / "bodies")


@pytest.fixture(scope="session")
def video_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three seconds of red, then of green, then of blue; 64x48 at 30 Hz."""
    folder = tmp_path_factory.mktemp("video")
    return write_video(folder / "colours.mp4", ("red", "green", "blue"), seconds_each=3.0)


@dataclass(frozen=True)
class CommandResult:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def vidclf(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., CommandResult]:
    """Run the command `vidclf` in this process."""
    from vidclf_app.cli import main

    def run(*arguments: object) -> CommandResult:
        monkeypatch.setattr(sys, "argv", ["vidclf", *map(str, arguments)])
        capsys.readouterr()
        before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as caught:
                main()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        printed = capsys.readouterr()
        return CommandResult(int(caught.value.code or 0), printed.out, printed.err)

    return run
