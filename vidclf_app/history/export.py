"""Writing sessions out of the history."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

from vidclf_app.core.files import write_text
from vidclf_app.core.records import Segment
from vidclf_app.history.records import Session
from vidclf_app.history.store import HistoryStore

_COLUMNS = (
    "session",
    "kind",
    "source",
    "model",
    "model_version",
    "started_at",
    "ended_at",
    "watched_s",
    "nobody_s",
    "label",
    "start_s",
    "end_s",
    "mean",
    "peak",
)


def export_sessions(store: HistoryStore, sessions: Sequence[Session], path: Path) -> None:
    """Write sessions with their segments, as CSV or JSON by the path's suffix.

    In CSV each segment is a line that repeats its session; a session without segments is one line
    with nothing after `nobody_s`.

    Args:
        store: Where they are.
        sessions: Which.
        path: The file to make; `.json`, else CSV.

    Raises:
        HistoryError: The history can't be read.
        SinkError: The file can't be written; what was there is untouched.
    """
    entries = [(session, store.segments(session.id)) for session in sessions]
    text = _json(entries) if path.suffix.lower() == ".json" else _csv(entries)
    write_text(path, text)


def _csv(entries: Sequence[tuple[Session, Sequence[Segment]]]) -> str:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for session, segments in entries:
        own = list(_own(session).values())
        if not segments:
            writer.writerow([*own, "", "", "", "", ""])
        writer.writerows([*own, *_values(segment).values()] for segment in segments)
    return lines.getvalue()


def _json(entries: Sequence[tuple[Session, Sequence[Segment]]]) -> str:
    sessions = [
        {**_own(session), "segments": [_values(segment) for segment in segments]}
        for session, segments in entries
    ]
    return json.dumps({"sessions": sessions}, ensure_ascii=False, indent=2) + "\n"


def _own(session: Session) -> dict[str, object]:
    ended_at = session.ended_at
    return {
        "session": session.id,
        "kind": session.kind,
        "source": session.source,
        "model": session.model,
        "model_version": session.model_version,
        "started_at": session.started_at.isoformat(timespec="milliseconds"),
        "ended_at": None if ended_at is None else ended_at.isoformat(timespec="milliseconds"),
        "watched_s": round(session.watched_s, 3),
        "nobody_s": round(session.nobody_s, 3),
    }


def _values(segment: Segment) -> dict[str, object]:
    return {
        "label": segment.label,
        "start_s": round(segment.start_s, 3),
        "end_s": round(segment.end_s, 3),
        "mean": round(segment.mean, 6),
        "peak": round(segment.peak, 6),
    }
