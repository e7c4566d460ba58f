"""What is installed, and what lies in the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

PLATFORMS = {
    "Linux PC": ("linux", "x86_64"),
    "Linux on ARM": ("linux", "aarch64"),
    "Windows PC": ("win32", "AMD64"),
    "Windows on ARM": ("win32", "ARM64"),
    "Mac": ("darwin", "arm64"),
    "old Mac": ("darwin", "x86_64"),
}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_platform_gets_exactly_one_onnx_runtime(platform: str) -> None:
    system, machine = PLATFORMS[platform]
    environment = {"sys_platform": system, "platform_machine": machine}
    chosen = [
        requirement.name
        for requirement in map(Requirement, PROJECT["dependencies"])
        if requirement.name.startswith("onnxruntime")
        and (requirement.marker is None or requirement.marker.evaluate(environment))
    ]
    assert chosen == ["onnxruntime-gpu" if platform.endswith("PC") else "onnxruntime"]


def test_the_runtime_has_no_training_library() -> None:
    names = {Requirement(text).name.lower() for text in PROJECT["dependencies"]}
    assert not names & {"tensorflow", "tensorflow-cpu", "keras", "onnx", "tf2onnx", "scikit-learn"}


def test_the_constraints_name_versions_and_no_host() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert len(pins) > 40
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[^\s;@/:]+", pin) for pin in pins)


def test_the_wheel_brings_models_and_demo_but_no_tests(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=100,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    assert "vidclf_app/assets/demo.mp4" in names
    assert "vidclf_app/assets/bundles/exercises-image/encoder.onnx" in names
    assert "vidclf_app/assets/bundles/exercises-image/MODEL_CARD.md" in names
    assert "training/weights/efficientnet_lite0.npz" in names
    assert not any(name.startswith("tests/") for name in names)
