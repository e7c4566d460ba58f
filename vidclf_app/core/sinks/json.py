"""The whole result of one run as JSON.

The file holds, in this order: `video`, `model`, `predictions`, `segments`, `summary`, `timing`.
All but `timing` are the same on every run over the same file with the same model.

Where a prediction has `nobody` true, the model looks for people and there was none: `label` is
null and all probabilities are 0. `summary` counts such predictions (`nobody` of `predictions`)
and leaves them out of its means. `model` names the kind of encoder and, by its part, the SHA-256
of each network.

Version 2 has `nobody`, and `encoder` and `sha256` in place of `encoder_sha256` and `head_sha256`.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.text import TextFileSink
from vidclf_app.core.summary import Summary

FORMAT_NAME = "vidclf-result"
FORMAT_VERSION = 2

_PROBABILITY_DIGITS = 5
_TIME_DIGITS = 4


class JsonSink(TextFileSink):
    """Writes one JSON file. See the module for its form.

    Args:
        path: The file to make.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._segments: list[Segment] = []
        self._separator = ""

    def open(self, run: RunInfo) -> None:
        """Write what is known before the first prediction."""
        super().open(run)
        self._segments.clear()
        self._separator = "\n"
        self._summary = Summary(run.manifest.labels)
        self.put('{\n"format": ' + _compact(FORMAT_NAME))
        self.put(f',\n"format_version": {FORMAT_VERSION}')
        self.put(',\n"video": ' + _compact(_video(run)))
        self.put(',\n"model": ' + _compact(_model(run)))
        self.put(',\n"predictions": [')

    def write(self, prediction: Prediction) -> None:
        """Write one prediction on a line of its own."""
        self._summary.update(prediction)
        entry = {
            "index": prediction.index,
            "time_s": round(prediction.time_s, _TIME_DIGITS),
            "label": prediction.label,
            "nobody": prediction.nobody,
            "probabilities": [_rounded(p) for p in prediction.probabilities],
            "raw": [_rounded(p) for p in prediction.raw],
        }
        self.put(self._separator + _compact(entry))
        self._separator = ",\n"

    def write_segment(self, segment: Segment) -> None:
        """Keep a segment for the end of the file."""
        self._segments.append(segment)

    def close(self, stats: Stats) -> None:
        """Write segments, summary and timing, and give the file its name."""
        segments = ",\n".join(_compact(segment_entry(segment)) for segment in self._segments)
        summary = {
            "label": self._summary.label,
            "probabilities": {
                label: _rounded(mean) for label, mean in self._summary.probabilities.items()
            },
            "predictions": self._summary.predictions,
            "nobody": self._summary.nobody,
        }
        timing = {
            "inference_ms_p50": round(stats.inference_ms_p50, 3),
            "inference_ms_p95": round(stats.inference_ms_p95, 3),
            "provider": stats.provider,
        }
        self.put(f'\n],\n"segments": [\n{segments}\n],\n"summary": {_compact(summary)}')
        self.put(f',\n"timing": {_compact(timing)}\n}}\n')
        self.finish()


def segment_entry(segment: Segment) -> dict[str, Any]:
    """Return a segment as it stands in result files."""
    return {
        "label": segment.label,
        "start_s": round(segment.start_s, _TIME_DIGITS),
        "end_s": round(segment.end_s, _TIME_DIGITS),
        "mean": _rounded(segment.mean),
        "peak": _rounded(segment.peak),
    }


def _video(run: RunInfo) -> dict[str, Any]:
    source = run.source
    duration_s = None if source.duration_s is None else round(source.duration_s, _TIME_DIGITS)
    return {
        "name": source.name,
        "started_at": run.started_at.isoformat(timespec="milliseconds") if run.started_at else None,
        "width_px": source.width_px,
        "height_px": source.height_px,
        "rate_hz": round(source.rate_hz, _TIME_DIGITS),
        "duration_s": duration_s,
    }


def _model(run: RunInfo) -> dict[str, Any]:
    manifest, tuning = run.manifest, run.tuning
    networks = {**manifest.encoder.networks, "head": manifest.head}
    smoothing_s = manifest.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s
    return {
        "name": manifest.name,
        "version": manifest.version,
        "encoder": manifest.encoder.kind,
        "sha256": {part: network.sha256 for part, network in networks.items()},
        "labels": manifest.labels,
        "rate_hz": manifest.rate_hz,
        "window": manifest.window,
        "smoothing_s": smoothing_s,
        "threshold": tuning.threshold,
    }


def _rounded(value: float | np.floating[Any]) -> float:
    return round(float(value), _PROBABILITY_DIGITS)


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
