"""Asking the database: from questions to SQL, from rows to records."""

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from vidclf_app.core.labels import display_label
from vidclf_app.core.records import Segment
from vidclf_app.history.records import LabelTotal, Session, SessionQuery
from vidclf_app.label_names import label_name

# SQLite takes a limited number of values in one statement.
_IDS_AT_ONCE = 500


def read_sessions(
    connection: sqlite3.Connection, query: SessionQuery, limit: int, offset: int
) -> list[Session]:
    """Return sessions, the newest first.

    Raises:
        sqlite3.Error: The database can't be read.
        ValueError, TypeError, OverflowError: A row holds what can't be.
    """
    condition, values = _condition(connection, query)
    rows = connection.execute(
        f"SELECT * FROM session WHERE {condition}"
        " ORDER BY started_unix_s DESC, id DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    ).fetchall()
    totals = _totals(connection, [row["id"] for row in rows])
    return [_session(row, totals.get(row["id"], [])) for row in rows]


def count_sessions(connection: sqlite3.Connection, query: SessionQuery) -> int:
    """Return how many sessions there are. See `read_sessions`."""
    condition, values = _condition(connection, query)
    found: int = connection.execute(
        f"SELECT count(*) FROM session WHERE {condition}", values
    ).fetchone()[0]
    return found


def read_segments(connection: sqlite3.Connection, session_id: int, limit: int) -> list[Segment]:
    """Return a session's first segments in order of time. See `read_sessions`."""
    rows = connection.execute(
        "SELECT label, start_s, end_s, mean, peak FROM segment"
        " WHERE session_id = ? ORDER BY start_s LIMIT ?",
        (session_id, limit),
    )
    return [Segment(*row) for row in rows]


def _session(row: sqlite3.Row, totals: Sequence[LabelTotal]) -> Session:
    ended = row["ended_unix_s"]
    return Session(
        id=row["id"],
        kind=row["kind"],
        source=row["source"],
        model=row["model"],
        model_version=row["model_version"],
        started_at=datetime.fromtimestamp(row["started_unix_s"], UTC),
        ended_at=None if ended is None else datetime.fromtimestamp(ended, UTC),
        watched_s=row["watched_s"],
        nobody_s=row["nobody_s"],
        result=None if row["result"] is None else Path(row["result"]),
        note=row["note"],
        totals=tuple(totals),
    )


def _totals(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, list[LabelTotal]]:
    found: dict[int, list[LabelTotal]] = {}
    for start in range(0, len(ids), _IDS_AT_ONCE):
        some = ids[start : start + _IDS_AT_ONCE]
        rows = connection.execute(
            "SELECT session_id, label, segments, total_s,"
            # Of segments of one prediction each, which have no length, the plain mean.
            " coalesce(mean_s_sum / nullif(total_s, 0), mean_sum / segments) AS mean"
            f" FROM label_total WHERE session_id IN ({_places(some)})"
            " ORDER BY total_s DESC, label",
            some,
        )
        for session_id, *total in rows:
            found.setdefault(session_id, []).append(LabelTotal(*total))
    return found


def _condition(connection: sqlite3.Connection, query: SessionQuery) -> tuple[str, list[Any]]:
    """Return the condition in SQL, made of literals only, and the values of its places."""
    parts, values = ["1"], list[Any]()
    if query.text:
        text = query.text.casefold()
        # SQLite's own lower() knows English letters only, and in LIKE a % or _ is a wildcard.
        connection.create_function("has", 1, lambda told: text in told.casefold())
        labels = [
            label
            for (label,) in connection.execute("SELECT DISTINCT label FROM label_total")
            if any(text in name.casefold() for name in _names(label))
        ]
        parts.append(
            "(has(source) OR has(model) OR has(note) OR EXISTS (SELECT 1 FROM label_total"
            f" WHERE session_id = session.id AND label IN ({_places(labels)})))"
        )
        values += labels
    if query.kind is not None:
        parts.append("kind = ?")
        values.append(query.kind)
    if query.since is not None:
        parts.append("started_unix_s >= ?")
        values.append(query.since.timestamp())
    if query.until is not None:
        parts.append("started_unix_s < ?")
        values.append(query.until.timestamp())
    return " AND ".join(parts), values


def _names(label: str) -> tuple[str, ...]:
    return label, display_label(label), label_name(label)


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
