"""The script that finds missing system libraries, on machines that are made up with fakes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / ".ci" / "system-packages"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a Linux script")


def run(tmp_path: Path, **commands: str) -> subprocess.CompletedProcess[str]:
    """Run the script with some commands replaced by one-line shell scripts."""
    for name, body in commands.items():
        path = tmp_path / name.replace("_", "-")
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    environment["PYTHON"] = sys.executable
    return subprocess.run(
        ["sh", str(SCRIPT)], env=environment, capture_output=True, text=True, check=False
    )


def test_without_root_the_exact_line_is_printed(tmp_path: Path) -> None:
    result = run(tmp_path, ldconfig="echo", id="echo 1000", apt_get="exit 9")
    assert result.returncode == 1
    line = next(line for line in result.stderr.splitlines() if "sudo apt-get install -y " in line)
    assert "libegl1" in line
    assert "libxcb-cursor0" in line


def test_as_root_they_are_installed(tmp_path: Path) -> None:
    log = tmp_path / "log"
    result = run(tmp_path, ldconfig="echo", id="echo 0", apt_get=f'echo "$@" >> {log}')
    assert result.returncode == 0, result.stderr
    assert "install -y -qq libegl1 " in log.read_text()


def test_a_failed_installation_is_told(tmp_path: Path) -> None:
    result = run(tmp_path, ldconfig="echo", id="echo 0", apt_get="exit 1")
    assert result.returncode == 1
    assert "could not be installed" in result.stderr


def test_one_missing_library_is_the_only_one_asked_for(tmp_path: Path) -> None:
    real = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=True)
    (tmp_path / "known").write_text(
        "".join(line for line in real.stdout.splitlines(True) if "libxcb-cursor" not in line)
    )
    result = run(tmp_path, ldconfig=f"cat {tmp_path / 'known'}", id="echo 1000", apt_get="exit 9")
    assert "sudo apt-get install -y" in result.stderr
    assert "libxcb-cursor0" in result.stderr
    assert "libegl1" not in result.stderr
