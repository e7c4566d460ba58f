"""Writing a session while its pipeline runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.history.records import NewSession
from vidclf_app.history.store import HistoryStore, OpenSession

_NOTE_EVERY_S = 10.0


class HistorySink(Sink):
    """Keeps a run as a session: its segments and for how long it was watched.

    A live run that ends in an error is kept up to there; a file's run that is cancelled or fails
    is forgotten.

    Args:
        store: The history.
        result: The file with all predictions, where there will be one.
    """

    def __init__(self, store: HistoryStore, result: Path | None = None) -> None:
        self._store = store
        self._result = result
        self._session: OpenSession | None = None

    def open(self, run: RunInfo) -> None:
        """Begin a session."""
        self._live = run.source.live
        self._zero_at = run.started_at or datetime.now(UTC)
        self._step_s = 1.0 / run.manifest.rate_hz
        self._last_s = self._noted_s = 0.0
        self._watched_s = self._nobody_s = 0.0
        self._session = self._store.begin(
            NewSession(
                kind="live" if self._live else "file",
                source=run.source.name,
                model=run.manifest.name,
                model_version=run.manifest.version,
                started_at=self._zero_at,
                result=self._result,
            )
        )

    def write(self, prediction: Prediction) -> None:
        """Count the time that was watched."""
        self._watched_s += self._step_s
        if prediction.nobody:
            self._nobody_s += self._step_s
        self._last_s = prediction.time_s
        if self._session is not None and self._watched_s - self._noted_s >= _NOTE_EVERY_S:
            self._noted_s = self._watched_s
            self._session.note_watched(self._watched_s, self._nobody_s)

    def write_segment(self, segment: Segment) -> None:
        """Keep a segment."""
        if self._session is not None:
            self._session.add_segment(segment)

    def close(self, stats: Stats) -> None:
        """End the session."""
        del stats
        self._end()

    def abort(self) -> None:
        """End a live session where it broke off; forget a file's."""
        if self._session is not None and not self._live:
            self._session.discard()
            self._session = None
        self._end()

    def _end(self) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        if not self._watched_s:
            session.discard()  # A source that gave nothing: a camera that was passed over.
            return
        session.note_watched(self._watched_s, self._nobody_s)
        ended_at = datetime.now(UTC)
        if self._live:
            ended_at = self._zero_at + timedelta(seconds=self._last_s)
        session.end(ended_at)
