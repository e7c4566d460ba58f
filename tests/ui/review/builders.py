"""Results to look at: real ones of real videos, and a long one made up."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np

from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.paths import result_path
from vidclf_app.results.records import Analysis, ModelIdentity, Predictions, VideoIdentity
from vidclf_app.results.sink import ResultSink
from vidclf_app.results.store import load_document, save_document
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.view_state import ReviewState

PATIENCE_S = 20.0
BITS = 8


def write_numbered_video(path: Path, frames: int, codec: str = "mp4v") -> Path:
    """Write a video at 25 Hz whose frames bear their number, as black and white bars."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 25.0, (16 * BITS, 64))
    assert writer.isOpened()
    for number in range(frames):
        bars = [255 * (number >> bit & 1) for bit in range(BITS)]
        row = np.repeat(np.array(bars, dtype=np.uint8), 16)
        writer.write(np.broadcast_to(row[None, :, None], (64, 16 * BITS, 3)).copy())
    writer.release()
    return path


def number_of(frame: Frame | None) -> int:
    """Return the number that a frame bears."""
    assert frame is not None
    return sum(1 << bit for bit in range(BITS) if frame.pixels[32, 16 * bit + 8, 1] > 127)


def analyse(video: Path, bundle: Path) -> Path:
    """Analyse a video with a bundle, for real, and return the result's file."""
    path = result_path(video, "colours")
    pipeline = Pipeline(
        lambda: VideoFile(video),
        lambda: Recognizer(open_bundle(bundle)),
        [ResultSink(video, path)],
        mode="complete",
    )
    pipeline.start()
    pipeline.wait()
    return path


def write_second_run(path: Path, name: str) -> Path:
    """Write a result beside another one, of the same video, that says the same half a second later.

    Args:
        path: The other one.
        name: Of the new file.
    """
    analysis = load_document(path).analysis
    predictions = analysis.predictions
    changed = replace(
        analysis,
        model=replace(analysis.model, name="late", version="2"),
        predictions=replace(predictions, raw=np.roll(predictions.raw, 5, axis=0)),
    )
    other = path.with_name(name)
    save_document(other, ResultDocument(changed))
    return other


def long_document(count: int = 36_000, classes: int = 12) -> ResultDocument:
    """Return an hour at ten predictions a second that changes its mind every two seconds."""
    chance = np.random.default_rng(7)
    labels = tuple(f"exercise_{number}" for number in range(classes))
    said = np.repeat(chance.integers(0, classes, count // 20 + 1), 20)[:count]
    logits = chance.normal(0.0, 1.0, (count, classes))
    logits[np.arange(count), said] += chance.normal(3.2, 1.2, count)
    powers = np.exp(logits)
    raw = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    thresholds = {label: Threshold(enter=0.5, leave=0.4) for label in labels}
    model = ModelIdentity("long", "1", {"head": "b" * 64}, labels, None, thresholds, 0.4, 10.0, 1.0)
    video = VideoIdentity(Path("/nowhere/long.mp4"), 1, "a" * 64, 1280, 720, 30.0, count / 10.0)
    predictions = Predictions(
        time_s=np.arange(count) / 10.0,
        index=np.arange(count) * 3,
        raw=raw,
        nobody=np.zeros(count, dtype=np.bool_),
        fresh=np.arange(count) == 0,
    )
    return ResultDocument(Analysis(video, model, datetime.now(UTC), 60.0, "CPU", predictions))


def poll_until(controller: ReviewController, holds: Callable[[ReviewState], bool]) -> ReviewState:
    """Poll like the page does, until a state is reached; return that state."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(state := controller.poll()):
        assert time.monotonic() < deadline_s, (state.phase, state.message, state.saving)
        time.sleep(0.003)
    return state


def has_picture(state: ReviewState) -> bool:
    return state.result is not None and state.frame is not None
