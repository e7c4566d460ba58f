"""Keeps what a person wants to read at the end of a run."""

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.summary import Summary


class MemorySink(Sink):
    """Summary, segments and final figures of a run, for tables.

    Attributes:
        summary: Of all predictions.
        segments: In order of time.
        stats: At the end of the run.
    """

    def __init__(self) -> None:
        self.summary = Summary(())
        self.segments: list[Segment] = []
        self.stats = Stats()

    def open(self, run: RunInfo) -> None:
        """Begin anew."""
        self.summary = Summary(run.manifest.labels)
        self.segments = []

    def write(self, prediction: Prediction) -> None:
        """Add to the summary."""
        self.summary.update(prediction)

    def write_segment(self, segment: Segment) -> None:
        """Keep a segment."""
        self.segments.append(segment)

    def close(self, stats: Stats) -> None:
        """Keep the figures."""
        self.stats = stats

    def abort(self) -> None:
        """Forget everything."""
        self.summary = Summary(())
        self.segments = []
