"""Measure what half precision and eight bits do to an encoder, on real frames.

Run::

    python -m training.export.measure_precision ENCODER.onnx CLIPS.csv

The table needs the columns `path` and `group`. Eight bits are calibrated on the clips of every
second group, and all is judged on the others: cosine between the features of the same picture,
file size and time for one picture, both over those of the given encoder. One JSON line each.
"""

import argparse
import csv
import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from training.export.encoder import INPUT_NAME
from training.export.precision import to_float16, to_int8
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Float32Array, UInt8Array

_ROUNDS = 100


def middle_frames(paths: list[Path], count: int, size_px: int) -> Iterator[UInt8Array]:
    """Yield the middle pictures of clips spread over a list: uint8 RGB (size_px, size_px, 3)."""
    import cv2

    spec = ImagePreprocessing(width_px=size_px, height_px=size_px)
    for path in paths[:: max(1, len(paths) // count)][:count]:
        video = cv2.VideoCapture(str(path))
        video.set(cv2.CAP_PROP_POS_FRAMES, video.get(cv2.CAP_PROP_FRAME_COUNT) // 2)
        read, pixels = video.read()
        video.release()
        if read:
            yield prepare(pixels.astype(np.uint8), spec)


def cosines(found: Float32Array, expected: Float32Array) -> Float32Array:
    """Return the cosine between the rows of two arrays: float32 (N,) for (N, F)."""
    lengths = np.linalg.norm(found, axis=1) * np.linalg.norm(expected, axis=1)
    products: Float32Array = np.einsum("nf,nf->n", found, expected) / lengths
    return products


def _times_ms(engines: dict[str, Engine], frames: list[UInt8Array]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in engines}
    for number in range(_ROUNDS):
        # In turns: whatever else the machine does hits all of them alike.
        for name, engine in engines.items():
            frame = frames[number % len(frames)][None]
            started_s = time.perf_counter()
            engine.run({INPUT_NAME: frame})
            times[name].append(1000.0 * (time.perf_counter() - started_s))
    return {name: statistics.median(values) for name, values in times.items()}


def main() -> None:
    """Measure; see the module's text."""
    parser = argparse.ArgumentParser(description="Measure an encoder's reduced precision.")
    parser.add_argument("encoder", type=Path)
    parser.add_argument("table", type=Path)
    parser.add_argument("--calibrate", type=int, default=100, help="clips to calibrate on")
    parser.add_argument("--judge", type=int, default=100, help="clips to judge on")
    options = parser.parse_args()
    with options.table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    calibrating = set(sorted({row["group"] for row in rows})[::2])
    paths: dict[bool, list[Path]] = {True: [], False: []}
    for row in rows:
        paths[row["group"] in calibrating].append(options.table.parent / row["path"])
    whole = options.encoder.read_bytes()
    engine = Engine(whole, str(options.encoder), provider="cpu")
    size_px = engine.inputs[0].shape[1] or 0
    contents = {
        "float32": whole,
        "float16": to_float16(whole),
        "int8": to_int8(whole, middle_frames(paths[True], options.calibrate, size_px)),
    }
    frames = list(middle_frames(paths[False], options.judge, size_px))
    engines = {name: Engine(content, name, provider="cpu") for name, content in contents.items()}
    features = {
        name: np.concatenate([engine.run({INPUT_NAME: frame[None]}) for frame in frames])
        for name, engine in engines.items()
    }
    times_ms = _times_ms(engines, frames)
    for name, content in contents.items():
        found = cosines(features[name], features["float32"])
        figures = {
            "precision": name,
            "size": round(len(content) / len(whole), 3),
            "cosine_mean": round(float(found.mean()), 5),
            "cosine_min": round(float(found.min()), 5),
            "time": round(times_ms[name] / times_ms["float32"], 2),
            "time_ms": round(times_ms[name], 2),
        }
        sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
