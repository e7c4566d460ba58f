"""The text of a result as JSON, piece by piece. See `vidclf_app.core.sinks.json` for its form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from vidclf_app.core.records import Prediction, Segment
from vidclf_app.core.summary import Summary

FORMAT_NAME = "vidclf-result"
FORMAT_VERSION = 2

_PROBABILITY_DIGITS = 5
_TIME_DIGITS = 4


@dataclass(frozen=True, slots=True)
class VideoFacts:
    """What the file tells of the video.

    Attributes:
        name: Of the file or source.
        started_at: The time of day at its beginning; None for files.
        width_px: Width of its frames.
        height_px: Height of its frames.
        rate_hz: Nominal frames a second, 0.0 where unknown.
        duration_s: Length in seconds; None where unknown.
    """

    name: str
    started_at: datetime | None
    width_px: int
    height_px: int
    rate_hz: float
    duration_s: float | None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the file tells of the model and of its tuning.

    Attributes:
        name: The manifest's name.
        version: The manifest's version.
        encoder: Kind of the encoder.
        sha256: Of each network, by its part.
        labels: In the order of the probabilities.
        rate_hz: Predictions a second.
        window: Frames that the head reads; None where unknown.
        smoothing_s: Length of the rolling average in use, seconds.
        threshold: The one for all labels that a person set; None for the model's own.
    """

    name: str
    version: str
    encoder: str
    sha256: Mapping[str, str]
    labels: Sequence[str]
    rate_hz: float
    window: int | None
    smoothing_s: float
    threshold: float | None


def opening(video: VideoFacts, model: ModelFacts) -> str:
    """Return the text before the first prediction."""
    started_at = video.started_at
    duration_s = None if video.duration_s is None else round(video.duration_s, _TIME_DIGITS)
    about_video = {
        "name": video.name,
        "started_at": started_at.isoformat(timespec="milliseconds") if started_at else None,
        "width_px": video.width_px,
        "height_px": video.height_px,
        "rate_hz": round(video.rate_hz, _TIME_DIGITS),
        "duration_s": duration_s,
    }
    about_model = {
        "name": model.name,
        "version": model.version,
        "encoder": model.encoder,
        "sha256": dict(model.sha256),
        "labels": list(model.labels),
        "rate_hz": model.rate_hz,
        "window": model.window,
        "smoothing_s": model.smoothing_s,
        "threshold": model.threshold,
    }
    return (
        f'{{\n"format": {_compact(FORMAT_NAME)},\n"format_version": {FORMAT_VERSION}'
        f',\n"video": {_compact(about_video)},\n"model": {_compact(about_model)}'
        ',\n"predictions": [\n'
    )


def prediction_line(prediction: Prediction) -> str:
    """Return one prediction; a comma and a line break belong between two of them."""
    return _compact(
        {
            "index": prediction.index,
            "time_s": round(prediction.time_s, _TIME_DIGITS),
            "label": prediction.label,
            "nobody": prediction.nobody,
            "probabilities": [_rounded(p) for p in prediction.probabilities],
            "raw": [_rounded(p) for p in prediction.raw],
        }
    )


def segment_entry(segment: Segment) -> dict[str, Any]:
    """Return a segment as it stands in result files."""
    return {
        "label": segment.label,
        "start_s": round(segment.start_s, _TIME_DIGITS),
        "end_s": round(segment.end_s, _TIME_DIGITS),
        "mean": _rounded(segment.mean),
        "peak": _rounded(segment.peak),
    }


def closing(
    segments: Sequence[Mapping[str, Any]], summary: Summary, timing: Mapping[str, Any]
) -> str:
    """Return the text after the last prediction.

    Args:
        segments: See `segment_entry`.
        summary: Of all predictions.
        timing: How the run went.
    """
    lines = ",\n".join(_compact(segment) for segment in segments)
    means = {label: _rounded(mean) for label, mean in summary.probabilities.items()}
    about_all = {
        "label": summary.label,
        "probabilities": means,
        "predictions": summary.predictions,
        "nobody": summary.nobody,
    }
    return (
        f'\n],\n"segments": [\n{lines}\n],\n"summary": {_compact(about_all)}'
        f',\n"timing": {_compact(timing)}\n}}\n'
    )


def _rounded(value: float | np.floating[Any]) -> float:
    return round(float(value), _PROBABILITY_DIGITS)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
