"""`vidclf bench`: what this machine does with a model, each figure with what limits it.

Machines differ and are shared, so each figure that judges the program is a ratio of two things
measured in turn in the same run; absolute times are only told.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from vidclf_app import __version__
from vidclf_app.assets import demo_clip, find_model
from vidclf_app.cli.console import err, has_screen, out
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.engine import usable_cores
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import VidclfError

_FRAMES = 60
_ROUNDS = 5
_FILE_ROUNDS = 5
_REFERENCE_ROUNDS = 15
_STARTS = 3
_START_RUN_S = 4.0
_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class _Cost:
    wall_s: float
    cpu_s: float


def run_bench(*, json_only: bool, model: str | None, video: Path | None, live_s: float) -> None:
    """Measure and print.

    Raises:
        VidclfError: The model or the video can't be opened, or the window did not come up.
    """
    bundle = open_bundle(find_model(model))
    clip = demo_clip() if video is None else video
    frames = _sampled_frames(clip, bundle.manifest.rate_hz)
    figures: dict[str, Any] = {"machine": _machine(bundle)}
    for name, measure in (
        ("frame", lambda: _measure_frame(bundle, frames)),
        ("file", lambda: _measure_file(bundle, clip, frames)),
        ("start", lambda: _measure_start(model)),
        ("live", lambda: _measure_live(model, live_s)),
    ):
        if not json_only:
            err.print(f"measuring: {name} ...")
        figures[name] = measure()
    if json_only:
        out.print(json.dumps(figures, indent=2))
    else:
        _print_tables(figures)


def _machine(bundle: Bundle) -> dict[str, Any]:
    return {
        "vidclf": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": usable_cores(),
        "model": bundle.manifest.name,
        "provider": bundle.provider,
    }


def _sampled_frames(clip: Path, rate_hz: float) -> list[Frame]:
    sampler = FrameSampler(rate_hz)
    frames: list[Frame] = []
    with VideoFile(clip) as file:
        while len(frames) < _FRAMES and (stamp := file.grab()) is not None:
            if sampler.take(stamp.time_s):
                frames.append(file.retrieve())
    return frames


def _measure_frame(bundle: Bundle, frames: list[Frame]) -> dict[str, float]:
    """Compare one new frame through the whole path with the two bare network calls in it."""
    manifest = bundle.manifest
    encoder, head = bundle.encoder_engine.session, bundle.head.session
    encoder_input = bundle.encoder_engine.inputs[0].name
    prepared = [prepare(frame.pixels, manifest.encoder.preprocessing)[None] for frame in frames]
    recognizer = Recognizer(bundle)
    window = np.zeros((1, manifest.window, manifest.encoder.features), dtype=np.float32)
    feeds = {"features": window, "length": np.array([manifest.window], dtype=np.int32)}
    encoder_s, head_s, path_s, preprocess_s = [], [], [], []
    for _ in range(_ROUNDS):
        recognizer.reset()
        for frame, pixels in zip(frames, prepared, strict=True):
            # In turn, so that a change of the machine's speed meets all of them alike.
            encoder_s.append(_timed(partial(encoder.run, None, {encoder_input: pixels})))
            head_s.append(_timed(partial(head.run, None, feeds)))
            path_s.append(_timed(partial(recognizer.push, frame)))
            preprocess_s.append(
                _timed(partial(prepare, frame.pixels, manifest.encoder.preprocessing))
            )

    def tutorials_way() -> None:
        for pixels in prepared[: manifest.window]:
            encoder.run(None, {encoder_input: pixels})
        head.run(None, feeds)

    reference_s = [_timed(tutorials_way) for _ in range(_REFERENCE_ROUNDS)]
    bare_s = statistics.median(a + b for a, b in zip(encoder_s, head_s, strict=True))
    whole_s = statistics.median(path_s)
    return {
        "encoder_ms": _ms(statistics.median(encoder_s)),
        "head_ms": _ms(statistics.median(head_s)),
        "preprocess_ms": _ms(statistics.median(preprocess_s)),
        "whole_path_ms": _ms(whole_s),
        "whole_path_to_bare_calls": round(whole_s / bare_s, 3),
        "tutorials_way_ms": _ms(statistics.median(reference_s)),
        "tutorials_way_to_whole_path": round(statistics.median(reference_s) / whole_s, 1),
    }


def _measure_file(bundle: Bundle, clip: Path, frames: list[Frame]) -> dict[str, float]:
    """Compare a file end to end with what decoding and encoding alone allow on this machine."""
    recognizer = Recognizer(bundle)
    decode: list[_Cost] = []
    encode: list[_Cost] = []
    whole: list[_Cost] = []
    sampled = 0

    def decode_only() -> None:
        nonlocal sampled
        sampler, sampled = FrameSampler(bundle.manifest.rate_hz), 0
        with VideoFile(clip) as file:
            while (stamp := file.grab()) is not None:
                if sampler.take(stamp.time_s):
                    file.retrieve()
                    sampled += 1

    def encode_only() -> None:
        recognizer.reset()
        for position in range(sampled):
            recognizer.push(frames[position % len(frames)])

    def end_to_end() -> None:
        pipeline = Pipeline(
            lambda: VideoFile(clip), lambda: recognizer, [MemorySink()], mode="complete"
        )
        pipeline.start()
        pipeline.wait()

    for _ in range(_FILE_ROUNDS):
        decode.append(_cost(decode_only))
        encode.append(_cost(encode_only))
        whole.append(_cost(end_to_end))
    cores = usable_cores()
    allowed_s = statistics.median(
        max(d.wall_s, e.wall_s, (d.cpu_s + e.cpu_s) / cores)
        for d, e in zip(decode, encode, strict=True)
    )
    whole_s = statistics.median(cost.wall_s for cost in whole)
    with VideoFile(clip) as file:
        duration_s = file.info.duration_s or 0.0
    return {
        "video_s": round(duration_s, 2),
        "sampled_frames": sampled,
        "decode_wall_s": _s(statistics.median(cost.wall_s for cost in decode)),
        "decode_cpu_s": _s(statistics.median(cost.cpu_s for cost in decode)),
        "encode_wall_s": _s(statistics.median(cost.wall_s for cost in encode)),
        "encode_cpu_s": _s(statistics.median(cost.cpu_s for cost in encode)),
        "allowed_wall_s": _s(allowed_s),
        "end_to_end_wall_s": _s(whole_s),
        "end_to_end_to_allowed_speed": round(allowed_s / whole_s, 3),
        "times_real_time": round(duration_s / whole_s, 1),
    }


def _measure_start(model: str | None) -> dict[str, float]:
    """Start `vidclf demo` several times and tell when the window and a prediction were there."""
    runs = [_window_run(["demo"], model, _START_RUN_S) for _ in range(_STARTS)]
    return {
        f"{what}_s": _s(
            statistics.median(run[f"{what}_unix_s"] - run["started_unix_s"] for run in runs)
        )
        for what in ("window_shown", "first_frame_painted", "first_prediction")
    } | {"starts": _STARTS}


def _measure_live(model: str | None, live_s: float) -> dict[str, Any]:
    """Run the window on the demo clip, played like a camera, and tell how it kept up."""
    report = _window_run(["demo"], model, live_s)
    stats = report["stats"]
    return {
        "seconds": live_s,
        "screen": "real" if has_screen() else "offscreen",
        "captured_frames": stats["captured"],
        "sampled_frames": stats["sampled"],
        "dropped_sampled_frames": stats["dropped"],
        "capture_hz": round(stats["capture_hz"], 2),
        "model_hz": round(stats["model_hz"], 2),
        "inference_ms_p50": round(stats["inference_ms_p50"], 2),
        "inference_ms_p95": round(stats["inference_ms_p95"], 2),
        "picture_latency_ms_p50": round(stats["picture_latency_ms_p50"], 1),
        "picture_latency_ms_p95": round(stats["picture_latency_ms_p95"], 1),
        "cpu_share_of_one_core": round(report["cpu_s"] / max(report["wall_s"], 1e-9), 3),
        "peak_resident_mb": report["peak_rss_mb"],
    }


def _window_run(command: list[str], model: str | None, run_s: float) -> dict[str, Any]:
    """Run a window in a process of its own, so that its memory and start are its own."""
    with tempfile.TemporaryDirectory(prefix="vidclf-") as folder:
        report = Path(folder, "report.json")
        line = [sys.executable, "-m", "vidclf_app", *command]
        line += ["--for", str(run_s), "--report", str(report)]
        if model is not None:
            line += ["--model", model]
        environment = dict(os.environ)
        # The person's own settings (threshold, mirror) must not change what is measured.
        environment["XDG_CONFIG_HOME"] = folder
        if not has_screen():
            environment["QT_QPA_PLATFORM"] = "offscreen"
        started_unix_s = time.time()
        try:
            run = subprocess.run(
                line,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=run_s + _PATIENCE_S,
                check=False,
                text=True,
            )
        except subprocess.TimeoutExpired as error:
            raise VidclfError(
                f"The window did not end by itself within {run_s + _PATIENCE_S:.0f} s.",
                "Run `vidclf doctor`, and `vidclf demo --verbose` to see where it hangs.",
            ) from error
        if run.returncode or not report.exists():
            last = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
            raise VidclfError(
                f"The window could not be measured: {last}", "Run `vidclf doctor` to see why."
            )
        figures: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return {**figures, "started_unix_s": started_unix_s}


def _timed(call: Callable[[], object]) -> float:
    started_s = time.perf_counter()
    call()
    return time.perf_counter() - started_s


def _cost(call: Callable[[], object]) -> _Cost:
    cpu_s = time.process_time()
    wall_s = _timed(call)
    return _Cost(wall_s=wall_s, cpu_s=time.process_time() - cpu_s)


def _ms(seconds: float) -> float:
    return round(seconds * 1000.0, 3)


def _s(seconds: float) -> float:
    return round(seconds, 3)


def _print_tables(figures: dict[str, Any]) -> None:
    for section, values in figures.items():
        table = Table(title=section, show_header=False, min_width=50)
        table.add_column()
        table.add_column(justify="right")
        for name, value in values.items():
            table.add_row(name, str(value))
        out.print(table)
