"""SIGKILL at random moments, ten times over: a run goes on and ends with the same numbers."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.training.builders import write_config, write_dataset

KILLS = 10
# What differs between two runs of anything.
CLOCKS = ("seconds", "speed", "peak_mb")

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


def _start(folder: Path, name: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "training", "run", str(folder / "config.toml")]
    for option, kind in (("--cache", "cache"), ("--work", "work"), ("--out", "bundle")):
        command += [option, str(folder / f"{name}-{kind}")]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _metrics(folder: Path, name: str) -> dict[str, Any]:
    found = json.loads((folder / f"{name}-work" / "metrics.json").read_text())
    return {key: value for key, value in found.items() if key not in CLOCKS}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow
def test_a_run_that_is_killed_ten_times_ends_like_an_undisturbed_one(tmp_path: Path) -> None:
    write_dataset(tmp_path, groups=4, clips_each=10)
    write_config(
        tmp_path,
        mirror="true",
        fit="{ epochs = 40, batch = 16, windows_per_clip = 4, patience = 40, seed = 3 }",
    )
    started_s = time.monotonic()
    assert _start(tmp_path, "undisturbed").wait() == 0
    longest_s = time.monotonic() - started_s

    moments = random.Random(11)
    attempt, kills = 1, 0
    while kills < KILLS:
        started_s = time.monotonic()
        process = _start(tmp_path, f"killed-{attempt}")
        try:
            # Less and less is left to do; a run that gets to its end makes room for a new one.
            assert process.wait(moments.uniform(0.1, 0.9) * longest_s) == 0
            _check(tmp_path, f"killed-{attempt}")
            attempt += 1
            # The machine was busy before: too late a kill would never come.
            longest_s = min(longest_s, time.monotonic() - started_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            kills += 1
    assert _start(tmp_path, f"killed-{attempt}").wait() == 0
    _check(tmp_path, f"killed-{attempt}")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def _check(folder: Path, name: str) -> None:
    assert _metrics(folder, name) == _metrics(folder, "undisturbed")
    for kind in ("bundle", "cache"):
        assert _files(folder / f"{name}-{kind}") == _files(folder / f"undisturbed-{kind}")
