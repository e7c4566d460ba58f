"""The sinks of one run: opened with its first frame, closed or aborted at its end."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Prediction, Segment, SourceInfo, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink

log = logging.getLogger(__name__)


class RunSinks:
    """Passes results on to all sinks. Used by one thread.

    Args:
        sinks: Where results go.
        source: Says what the source is; open by the time of its first frame.
    """

    def __init__(self, sinks: Sequence[Sink], source: Callable[[], SourceInfo | None]) -> None:
        self.wants_frames = any(sink.wants_frames for sink in sinks)
        self._sinks = tuple(sinks)
        self._source = source
        self._zero_unix_s: float | None = None
        self._open: list[Sink] = []

    def open(self, recognizer: Recognizer, first: Frame) -> None:
        """Begin with the run's first frame, where they have not begun."""
        if self._zero_unix_s is not None:
            return
        self._zero_unix_s = time.time() - first.time_s
        for sink in self._sinks:
            self._open.append(sink)
            sink.open(self._run_info(recognizer, self._zero_unix_s))

    def write(self, prediction: Prediction) -> None:
        """Write a prediction."""
        for sink in self._open:
            sink.write(prediction)

    def write_segment(self, segment: Segment) -> None:
        """Write a segment that has ended."""
        for sink in self._open:
            sink.write_segment(segment)

    def write_frame(self, frame: Frame, prediction: Prediction | None) -> None:
        """Write a frame with the newest prediction."""
        for sink in self._open:
            sink.write_frame(frame, prediction)

    def change_model(self, recognizer: Recognizer, stats: Callable[[], Stats]) -> None:
        """Go on under another model, where they have begun."""
        if self._zero_unix_s is None:
            return
        told, run = stats(), self._run_info(recognizer, self._zero_unix_s)
        for sink in self._open:
            sink.change_model(told, run)

    def close(self, stats: Callable[[], Stats]) -> None:
        """Close them. When one fails, those that are still open are left to `abort`."""
        while self._open:
            self._open[0].close(stats())
            self._open.pop(0)

    def abort(self) -> None:
        """Abort all that are open."""
        for sink in self._open:
            try:
                sink.abort()
            except Exception:
                # The error that led here is the one to tell; the other sinks must end too.
                log.exception("a sink could not be aborted")

    def _run_info(self, recognizer: Recognizer, zero_unix_s: float) -> RunInfo:
        source = self._source()
        assert source is not None
        return RunInfo(
            source=source,
            manifest=recognizer.manifest,
            tuning=recognizer.tuning,
            started_at=datetime.fromtimestamp(zero_unix_s, UTC) if source.live else None,
        )
