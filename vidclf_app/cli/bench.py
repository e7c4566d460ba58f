"""`vidclf bench`: what this machine does with a model, each figure with what limits it.

Machines differ and are shared, so each figure that judges the program is a ratio of two things
measured in turn in the same run; absolute times are only told.

`--json` prints `machine` and, for each model by its bundle's name, `models.NAME` with these parts:

`model`: its name, kind of encoder and provider.

`frame`: one sampled frame, medians. `encoder_ms`: the encoder's bare network calls for a frame;
where it follows a person, those made while following. `preprocess_ms`: what the encoder does
around them (crop, resize; cut, landmarks out of the network's numbers). `search_ms`: one look for
a person at the whole picture, which following spares; only for models that follow one. `head_ms`:
the window's features and the head's network. `whole_path_ms`: decoded frame to prediction.
`whole_path_to_bare_calls`: that, against `encoder_ms` and `head_ms`. `tutorials_way_ms`: a window
full of encoder calls and one of the head. `live_percent_of_one_core`: the processor time of as
many whole paths as the model samples frames in a second.

`reference`, with `--reference-python` only: `pose_ms`, one call of MediaPipe's own pose on the same
frames in the same run, while following; to be held against the pose model's `encoder_ms` and
`preprocess_ms`.

`file`, `start`, `live`: a file end to end, the start of the window, a run of the window.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from vidclf_app import __version__
from vidclf_app.assets import bundled_models, demo_clip
from vidclf_app.cli.console import err, has_screen, out
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.encoders import build_encoder
from vidclf_app.core.encoders.pose.detector import PersonDetector, whole_picture
from vidclf_app.core.engine import Engine, usable_cores
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Float32Array, Frame
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.window_features import window_features
from vidclf_app.errors import SettingsError, VidclfError
from vidclf_app.models.library import find_any_model

_FRAMES = 60
_ROUNDS = 5
_FILE_ROUNDS = 5
_REFERENCE_ROUNDS = 15
_STARTS = 3
_START_RUN_S = 4.0
_PATIENCE_S = 60.0
_REFERENCE = Path(__file__).with_name("reference_pose.py")
_REFERENCE_HZ = 10.0


@dataclass(frozen=True, slots=True)
class _Cost:
    wall_s: float
    cpu_s: float


def run_bench(
    *,
    json_only: bool,
    model: str | None,
    video: Path | None,
    live_s: float,
    reference_python: Path | None = None,
) -> None:
    """Measure and print.

    Args:
        json_only: Print JSON alone, see the module.
        model: A bundled model's name or a bundle's path; None for each of the bundled models.
        video: For the figures of a frame and of a file; None for the demo clip.
        live_s: Length of the live run.
        reference_python: The Python of an environment with mediapipe, whose pose is measured too.

    Raises:
        VidclfError: The reference can't be run, a model or the video can't be opened, or the
            window did not come up.
    """
    clip = demo_clip() if video is None else video
    paths = [find_any_model(model)] if model is not None else bundled_models()
    paths = paths or [find_any_model(None)]
    bundles = {path.name: open_bundle(path) for path in paths}
    reference: dict[str, Any] = {}
    if reference_python is not None:
        # First, so that a wrong one is told before the long part.
        reference = {"reference": _measure_reference(reference_python, clip)}
    models: dict[str, dict[str, Any]] = {}
    for name, bundle in bundles.items():
        if not json_only:
            err.print(f"measuring {name} ...")
        models[name] = _measure(bundle, clip, live_s)
    if json_only:
        out.print(json.dumps({"machine": _machine(), **reference, "models": models}, indent=2))
    else:
        _print_tables(_machine(), models)
        if reference:
            out.print(f"MediaPipe's own pose: {reference['reference']['pose_ms']} ms a frame")


def _measure_reference(python: Path, clip: Path) -> dict[str, Any]:
    command = [str(python), str(_REFERENCE), str(clip), str(_REFERENCE_HZ), str(_ROUNDS)]
    hint = "Name the Python of an environment with mediapipe: pip install mediapipe==0.10.21"
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600.0)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"{python}: can't be run: {error}.", hint) from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise SettingsError(f"{python}: MediaPipe's pose failed: {reason}.", hint)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _measure(bundle: Bundle, clip: Path, live_s: float) -> dict[str, Any]:
    frames = _sampled_frames(clip, bundle.manifest.rate_hz)
    manifest = bundle.manifest
    return {
        "model": {
            "name": manifest.name,
            "encoder": manifest.encoder.kind,
            "provider": bundle.provider,
        },
        "frame": _measure_frame(bundle, frames),
        "file": _measure_file(bundle, clip, frames),
        "start": _measure_start(bundle.path),
        "live": _measure_live(bundle.path, live_s),
    }


def _machine() -> dict[str, Any]:
    return {
        "vidclf": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": usable_cores(),
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
    """Compare one new frame through the whole path with the bare network calls in it."""
    manifest = bundle.manifest
    calls = _encoder_calls(bundle, frames)
    encoder, recognizer = bundle.new_encoder(), Recognizer(bundle)
    head = _head_call(bundle, [encoder.encode(frame).vector for frame in frames])
    encoder_s, encode_s, head_s = [], [], []
    path: list[_Cost] = []
    for _ in range(_ROUNDS):
        encoder.reset()
        recognizer.reset()
        for frame, bare in zip(frames, calls, strict=True):
            # In turn, so that a change of the machine's speed meets all of them alike.
            encoder_s.append(_timed(bare))
            encode_s.append(_timed(partial(encoder.encode, frame)))
            head_s.append(_timed(head))
            path.append(_cost(partial(recognizer.push, frame)))

    def tutorials_way() -> None:
        for bare in calls[: manifest.window]:
            bare()
        head()

    reference_s = [_timed(tutorials_way) for _ in range(_REFERENCE_ROUNDS)]
    bare_s = statistics.median(a + b for a, b in zip(encoder_s, head_s, strict=True))
    around_s = statistics.median(a - b for a, b in zip(encode_s, encoder_s, strict=True))
    whole_s = statistics.median(cost.wall_s for cost in path)
    # The mean: the clock of a process's time is too coarse for a single frame on some systems.
    cpu_s = statistics.fmean(cost.cpu_s for cost in path)
    return {
        "encoder_ms": _ms(statistics.median(encoder_s)),
        "preprocess_ms": _ms(around_s),
        **_measure_search(bundle, frames),
        "head_ms": _ms(statistics.median(head_s)),
        "whole_path_ms": _ms(whole_s),
        "whole_path_to_bare_calls": round(whole_s / bare_s, 3),
        "tutorials_way_ms": _ms(statistics.median(reference_s)),
        "tutorials_way_to_whole_path": round(statistics.median(reference_s) / whole_s, 1),
        "live_percent_of_one_core": round(100.0 * cpu_s * manifest.rate_hz, 1),
    }


class _NotingSession:
    """A network's session that notes what it is run with.

    Args:
        session: ONNX Runtime's.
        noted: Where each run is appended, as a call that does it again.
    """

    def __init__(self, session: Any, noted: list[Callable[[], object]]) -> None:
        self._session = session
        self._noted = noted

    def run(self, outputs: Any, feeds: Any, options: Any = None) -> Any:
        """Run the network."""
        self._noted.append(partial(self._session.run, outputs, feeds))
        return self._session.run(outputs, feeds, options)


def _encoder_calls(bundle: Bundle, frames: list[Frame]) -> list[Callable[[], None]]:
    """Return for each frame what repeats the network calls that the encoder makes for it."""
    noted: list[Callable[[], object]] = []
    engines: dict[str, Engine] = {}
    for part, engine in bundle.encoder_engines.items():
        engines[part] = copy(engine)
        session: Any = _NotingSession(engine.session, noted)
        engines[part].session = session
    encoder = build_encoder(bundle.manifest.encoder, engines)
    calls: list[Callable[[], None]] = []
    for frame in frames:
        noted.clear()
        encoder.encode(frame)
        calls.append(partial(_call_all, tuple(noted)))
    return calls


def _call_all(calls: Sequence[Callable[[], object]]) -> None:
    for call in calls:
        call()


def _head_call(bundle: Bundle, vectors: list[Float32Array]) -> Callable[[], None]:
    """Return what computes a full window's features and runs the head on them."""
    manifest = bundle.manifest
    to_features = window_features(manifest.encoder)
    rows = [vectors[position % len(vectors)] for position in range(manifest.window)]
    window, lengths = np.stack(rows)[np.newaxis], np.array([manifest.window])
    session = bundle.head.session

    def call() -> None:
        features = to_features(window, lengths)
        session.run(None, {"features": features, "length": lengths.astype(np.int32)})

    return call


def _measure_search(bundle: Bundle, frames: list[Frame]) -> dict[str, float]:
    if not bundle.manifest.finds_people:
        return {}
    detector = PersonDetector(bundle.encoder_engines["detector"])
    whole = whole_picture(frames[0].width_px, frames[0].height_px)
    searches = [partial(detector.find, frame.pixels, whole) for frame in frames]
    return {"search_ms": _ms(statistics.median(_timed(search) for search in searches))}


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


def _measure_start(model: Path) -> dict[str, float]:
    """Start `vidclf demo` several times and tell when the window and a prediction were there."""
    runs = [_window_run(["demo"], model, _START_RUN_S) for _ in range(_STARTS)]
    return {
        f"{what}_s": _s(
            statistics.median(run[f"{what}_unix_s"] - run["started_unix_s"] for run in runs)
        )
        for what in ("window_shown", "first_frame_painted", "first_prediction")
    } | {"starts": _STARTS}


def _measure_live(model: Path, live_s: float) -> dict[str, Any]:
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


def _window_run(command: list[str], model: Path, run_s: float) -> dict[str, Any]:
    """Run a window in a process of its own, so that its memory and start are its own."""
    with tempfile.TemporaryDirectory(prefix="vidclf-") as folder:
        report = Path(folder, "report.json")
        line = [sys.executable, "-m", "vidclf_app", *command]
        line += ["--for", str(run_s), "--report", str(report), "--model", str(model)]
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


def _print_tables(machine: dict[str, Any], models: dict[str, dict[str, Any]]) -> None:
    out.print(_table("machine", {"": machine}))
    for section in next(iter(models.values())):
        out.print(_table(section, {name: parts[section] for name, parts in models.items()}))


def _table(title: str, columns: dict[str, dict[str, Any]]) -> Table:
    """Return figures side by side; a figure that one of them lacks is a dash."""
    table = Table(title=title, show_header=len(columns) > 1, min_width=50)
    table.add_column()
    for name in columns:
        table.add_column(name, justify="right")
    for figure in dict.fromkeys(figure for values in columns.values() for figure in values):
        table.add_row(figure, *(str(values.get(figure, "—")) for values in columns.values()))
    return table
