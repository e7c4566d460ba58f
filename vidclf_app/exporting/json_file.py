"""The whole result as JSON, in the form of the command line: `vidclf_app.core.sinks.json`."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from vidclf_app.core.files import replacing
from vidclf_app.core.records import Segment
from vidclf_app.core.sinks.json_text import (
    ModelFacts,
    VideoFacts,
    closing,
    opening,
    prediction_line,
    segment_entry,
)
from vidclf_app.core.summary import Summary
from vidclf_app.exporting.predictions import predictions_of
from vidclf_app.results.records import Analysis, ModelIdentity, Result, ShownSegment

# The identity of a model also counts its manifest, which is no network.
_MANIFEST = "manifest"


def write_json(
    result: Result, path: Path, progress: Callable[[float], None] = lambda _share: None
) -> None:
    """Write the result as JSON, format 2.

    What an analysis doesn't keep is null: the model's `window` and the milliseconds of `timing`.

    Args:
        result: The result.
        path: The file to make.
        progress: Called often with the share that is done, 0..1; may raise to end the work.

    Raises:
        SinkError: The file can't be written.
    """
    analysis = result.analysis
    summary = Summary(analysis.model.labels)
    with replacing(path) as partial, partial.open("w", encoding="utf-8", errors="replace") as file:
        file.write(opening(_video(analysis), _model(result)))
        separator = ""
        for prediction in predictions_of(result, progress):
            summary.update(prediction)
            file.write(separator + prediction_line(prediction))
            separator = ",\n"
        entries = [_entry(segment) for segment in result.segments]
        file.write(closing(entries, summary, _timing(analysis)))


def _video(analysis: Analysis) -> VideoFacts:
    video = analysis.video
    return VideoFacts(
        name=video.name,
        started_at=None,
        width_px=video.width_px,
        height_px=video.height_px,
        rate_hz=video.rate_hz,
        duration_s=video.duration_s,
    )


def _model(result: Result) -> ModelFacts:
    model, tuning = result.analysis.model, result.decided.tuning
    return ModelFacts(
        name=model.name,
        version=model.version,
        encoder=_encoder_kind(model),
        sha256={part: digest for part, digest in model.sha256.items() if part != _MANIFEST},
        labels=model.labels,
        rate_hz=model.rate_hz,
        window=None,
        smoothing_s=model.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s,
        threshold=tuning.threshold,
    )


def _encoder_kind(model: ModelIdentity) -> str:
    # The kinds of the manifest, told by the networks that each consists of.
    follows = "detector" in model.sha256
    looks = "image" in model.sha256
    return "pose+image" if follows and looks else "pose" if follows else "image"


def _entry(segment: ShownSegment) -> dict[str, Any]:
    plain = Segment(segment.label, segment.start_s, segment.end_s, segment.mean, segment.peak)
    return {**segment_entry(plain), "by_hand": segment.by_hand}


def _timing(analysis: Analysis) -> dict[str, Any]:
    return {
        "inference_ms_p50": None,
        "inference_ms_p95": None,
        "provider": analysis.provider,
        "took_s": round(analysis.took_s, 3),
        "analysed_at": analysis.analysed_at.isoformat(timespec="seconds"),
    }
