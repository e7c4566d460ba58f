"""Results for tests: small ones by hand, long ones by chance."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from vidclf_app.core.manifest import Threshold
from vidclf_app.results.records import (
    Analysis,
    ModelIdentity,
    Predictions,
    ShownSegment,
    VideoIdentity,
)

LABELS = ("squat", "lunge", "other")


def video(path: Path = Path("/videos/clip.mp4"), **changes: Any) -> VideoIdentity:
    """Return a video of 20 s that need not exist."""
    fields: dict[str, Any] = {
        "path": path,
        "size_bytes": 1000,
        "digest": "a" * 64,
        "width_px": 640,
        "height_px": 480,
        "rate_hz": 30.0,
        "duration_s": 20.0,
    }
    return VideoIdentity(**{**fields, **changes})


def model(labels: tuple[str, ...] = LABELS, **changes: Any) -> ModelIdentity:
    """Return a model that doesn't smooth and recognises at 0.6."""
    fields: dict[str, Any] = {
        "name": "exercises",
        "version": "1",
        "sha256": {"head": "b" * 64},
        "labels": labels,
        "background_label": None,
        "thresholds": {label: Threshold(enter=0.6, leave=0.4) for label in labels},
        "smoothing_s": 0.0,
        "rate_hz": 10.0,
        "max_gap_s": 1.0,
    }
    return ModelIdentity(**{**fields, **changes})


def analysis(
    spans: Sequence[tuple[str, float, float]] = (),
    *,
    duration_s: float = 20.0,
    probability: float = 0.9,
    of_model: ModelIdentity | None = None,
    of_video: VideoIdentity | None = None,
) -> Analysis:
    """Return a run that recognises labels in spans of time (inclusive), ten times a second."""
    of_model = of_model or model()
    count = round(duration_s * 10.0) + 1
    time_s = np.arange(count) / 10.0
    raw = np.full((count, len(of_model.labels)), 1.0 / len(of_model.labels), dtype=np.float32)
    for label, start_s, end_s in spans:
        inside = (time_s >= start_s - 1e-6) & (time_s <= end_s + 1e-6)
        column = of_model.labels.index(label)
        raw[inside] = (1.0 - probability) / (len(of_model.labels) - 1)
        raw[inside, column] = probability
    fresh = np.zeros(count, dtype=np.bool_)
    fresh[0] = True
    predictions = Predictions(
        time_s=time_s,
        index=np.arange(count) * 3,
        raw=raw,
        nobody=np.zeros(count, dtype=np.bool_),
        fresh=fresh,
    )
    return wrap(predictions, of_model, of_video or video(duration_s=duration_s))


def wrap(
    predictions: Predictions, of_model: ModelIdentity, of_video: VideoIdentity | None = None
) -> Analysis:
    """Return an analysis of these predictions."""
    return Analysis(
        video=of_video or video(),
        model=of_model,
        analysed_at=datetime(2025, 3, 1, 12, 30, tzinfo=UTC),
        took_s=2.5,
        provider="CPU",
        predictions=predictions,
    )


def long_analysis(
    count: int = 36_000, labels: int = 12, *, seed: int = 1, follows: bool = True
) -> Analysis:
    """Return an hour of a model that follows a person, with people who come and go."""
    rng = np.random.default_rng(seed)
    walk = np.cumsum(rng.normal(0.0, 0.3, (count, labels)), axis=0)
    walk -= walk.mean(axis=1, keepdims=True)
    powers = np.exp(np.clip(walk * 0.3, -20.0, 20.0))
    raw = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    nobody = rng.random(count) < 0.002
    raw[nobody] = 0.0
    landmarks = None
    if follows:
        landmarks = rng.uniform(0.0, 1.0, (count, 33, 3)).astype(np.float32)
        landmarks *= np.array([1280.0, 720.0, 1.0], dtype=np.float32)
        landmarks[nobody] = np.nan
    names = tuple(f"exercise_{number}" for number in range(labels))
    predictions = Predictions(
        time_s=np.arange(count) / 10.0 + rng.uniform(0.0, 0.03, count),
        index=np.arange(count, dtype=np.int64) * 3,
        raw=raw,
        nobody=nobody,
        fresh=nobody | (rng.random(count) < 0.001),
        landmarks=landmarks,
    )
    return wrap(
        predictions,
        model(names, background_label=names[-1], smoothing_s=1.5, max_gap_s=0.5),
        video(width_px=1280, height_px=720, duration_s=count / 10.0),
    )


def shown(label: str, start_s: float, end_s: float, *, by_hand: bool = False) -> ShownSegment:
    """Return a shown segment."""
    return ShownSegment(label, start_s, end_s, 0.9, 0.9, by_hand=by_hand)
