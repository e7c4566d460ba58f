"""Sessions to keep."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from vidclf_app.core.records import Segment
from vidclf_app.history.records import NewSession
from vidclf_app.history.store import HistoryStore

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SQUATS = (Segment("squat", 1.0, 5.0, 0.8, 0.9), Segment("squat", 10.0, 16.0, 0.6, 0.7))
ROW = Segment("row", 20.0, 22.0, 0.9, 0.95)


def keep(
    store: HistoryStore,
    source: str = "Front desk",
    *segments: Segment,
    started_at: datetime = MONDAY,
    kind: str = "live",
) -> None:
    """Keep one whole session."""
    session = store.begin(
        NewSession(
            kind="live" if kind == "live" else "file",
            source=source,
            model="exercises",
            model_version="1.0.0",
            started_at=started_at,
        )
    )
    for segment in segments:
        session.add_segment(segment)
    session.note_watched(60.0, 12.5)
    session.end(started_at + timedelta(minutes=1))
    assert store.flush()


def bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
