"""The whole result of one run as JSON.

The file holds, in this order: `video`, `model`, `predictions`, `segments`, `summary`, `timing`.
All but `timing` are the same on every run over the same file with the same model.

Where a prediction has `nobody` true, the model looks for people and there was none: `label` is
null and all probabilities are 0. `summary` counts such predictions (`nobody` of `predictions`)
and leaves them out of its means. `model` names the kind of encoder and, by its part, the SHA-256
of each network.

What is exported after the analysis (see `vidclf_app.exporting`) has the same form. There, segments
tell with `by_hand` whether a person set or changed them, `timing` has `took_s` and `analysed_at`,
and what was not kept is null: the model's `window`, the milliseconds of `timing`.

Version 2 has `nobody`, and `encoder` and `sha256` in place of `encoder_sha256` and `head_sha256`.
"""

from pathlib import Path

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.json_text import (
    ModelFacts,
    VideoFacts,
    closing,
    opening,
    prediction_line,
    segment_entry,
)
from vidclf_app.core.sinks.text import TextFileSink
from vidclf_app.core.summary import Summary


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
        self._separator = ""
        self._summary = Summary(run.manifest.labels)
        self.put(opening(_video(run), _model(run)))

    def write(self, prediction: Prediction) -> None:
        """Write one prediction on a line of its own."""
        self._summary.update(prediction)
        self.put(self._separator + prediction_line(prediction))
        self._separator = ",\n"

    def write_segment(self, segment: Segment) -> None:
        """Keep a segment for the end of the file."""
        self._segments.append(segment)

    def close(self, stats: Stats) -> None:
        """Write segments, summary and timing, and give the file its name."""
        timing = {
            "inference_ms_p50": round(stats.inference_ms_p50, 3),
            "inference_ms_p95": round(stats.inference_ms_p95, 3),
            "provider": stats.provider,
        }
        entries = [segment_entry(segment) for segment in self._segments]
        self.put(closing(entries, self._summary, timing))
        self.finish()


def _video(run: RunInfo) -> VideoFacts:
    source = run.source
    return VideoFacts(
        name=source.name,
        started_at=run.started_at,
        width_px=source.width_px,
        height_px=source.height_px,
        rate_hz=source.rate_hz,
        duration_s=source.duration_s,
    )


def _model(run: RunInfo) -> ModelFacts:
    manifest, tuning = run.manifest, run.tuning
    networks = {**manifest.encoder.networks, "head": manifest.head}
    return ModelFacts(
        name=manifest.name,
        version=manifest.version,
        encoder=manifest.encoder.kind,
        sha256={part: network.sha256 for part, network in networks.items()},
        labels=manifest.labels,
        rate_hz=manifest.rate_hz,
        window=manifest.window,
        smoothing_s=manifest.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s,
        threshold=tuning.threshold,
    )
