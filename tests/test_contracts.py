"""The import contracts hold, and would notice if they didn't."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PYTHONPATH": str(folder), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the code that a test may spoil."""
    for name in ("vidclf_app", "training"):
        ignore = shutil.ignore_patterns("__pycache__", "*.npz")
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("vidclf_app/core/segments.py", "import PySide6.QtCore"),
        ("vidclf_app/core/window.py", "import vidclf_app.core.pipeline"),
        ("vidclf_app/cli/doctor.py", "import training.data.clips"),
        ("vidclf_app/core/bundle.py", "import onnx"),
        ("training/datasets.py", "import vidclf_app.ui.app"),
        ("vidclf_app/ui/live/controller.py", "import PySide6.QtCore"),
    ],
)
def test_a_forbidden_import_is_noticed(copy: Path, module: str, line: str) -> None:
    with (copy / module).open("a") as file:
        file.write(f"\n{line}\n")
    result = lint(copy)
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout
