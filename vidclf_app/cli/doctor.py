"""`vidclf doctor`: what works here."""

import platform
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import cv2
import numpy as np

from vidclf_app import __version__
from vidclf_app.assets import bundled_models, demo_clip
from vidclf_app.cli.console import has_screen, out
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.engine import available_providers
from vidclf_app.core.providers import cuda_obstacle
from vidclf_app.core.sources.cameras import list_cameras
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import ModelError, SourceError, VidclfError

_PACKAGES = (
    "numpy",
    "opencv-python-headless",
    "onnxruntime-gpu",
    "onnxruntime",
    "PySide6_Essentials",
    "pydantic",
)
_CODECS = (("mp4v", ".mp4"), ("avc1", ".mp4"), ("MJPG", ".avi"))


def run_doctor() -> int:
    """Print what works and what doesn't.

    Returns:
        0, or the exit code of the first thing that should work and doesn't.
    """
    problems: list[VidclfError] = []
    _line("vidclf", __version__)
    _line("Python", f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        try:
            _line(package, version(package))
        except PackageNotFoundError:
            continue
    _line("screen", "yes" if has_screen() else "no (no DISPLAY or WAYLAND_DISPLAY)")
    _models(problems)
    _cameras()
    _codecs(problems)
    for problem in problems:
        _line("PROBLEM", str(problem))
    _line("verdict", "all well" if not problems else f"{len(problems)} problem(s)")
    return problems[0].exit_code if problems else 0


def _line(name: str, text: str) -> None:
    out.print(f"{name:<24}{text}")


def _models(problems: list[VidclfError]) -> None:
    _line("providers built in", ", ".join(available_providers()))
    bundles = bundled_models()
    if not bundles:
        problems.append(ModelError("No model is installed.", "Install vidclf again."))
    gpu = "no model to try it with"
    for path in bundles:
        try:
            bundle = open_bundle(path, provider="auto")
        except VidclfError as error:
            problems.append(error)
            _line(f"model {path.name}", "FAILED")
            continue
        labels = len(bundle.manifest.labels)
        gpu = "yes" if bundle.provider == "CUDA" else f"no: {cuda_obstacle().value}"
        _line(
            f"model {path.name}",
            f"version {bundle.manifest.version}, {labels} labels, checked, "
            f"runs on {bundle.provider}",
        )
    _line("GPU really usable", gpu)


def _cameras() -> None:
    cameras = list_cameras()
    if not cameras:
        _line("cameras", "none found")
    for camera in cameras:
        _line("camera", f"{camera.index}: {camera.name}")


def _codecs(problems: list[VidclfError]) -> None:
    try:
        with VideoFile(demo_clip()) as file:
            file.grab()
            _line("demo clip", f"decodes ({file.info.width_px}x{file.info.height_px})")
    except SourceError as error:
        problems.append(error)
    written = []
    with tempfile.TemporaryDirectory(prefix="vidclf-") as folder:
        for name, suffix in _CODECS:
            path = Path(folder, name + suffix)
            writer = cv2.VideoWriter(
                str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*name), 30.0, (64, 48)
            )
            if writer.isOpened():
                writer.write(np.zeros((48, 64, 3), dtype=np.uint8))
            writer.release()
            if path.exists() and path.stat().st_size > 0:
                written.append(name)
    _line("codecs for writing", ", ".join(written) or "none")
