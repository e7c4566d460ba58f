"""Writing sessions out of the history."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from vidclf_app.core.files import replacing
from vidclf_app.core.records import Segment
from vidclf_app.core.sinks.csv import csv_line
from vidclf_app.errors import HistoryError
from vidclf_app.history.records import Session
from vidclf_app.history.store import HistoryStore
from vidclf_app.translating import deferred

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
    "note",
    "label",
    "start_s",
    "end_s",
    "mean",
    "peak",
)

Write = Callable[[Session, Sequence[Segment]], None]


def export_sessions(
    store: HistoryStore,
    sessions: Sequence[Session],
    path: Path,
    wanted: Callable[[], bool] = lambda: True,
) -> None:
    """Write sessions with their segments, as CSV or JSON by the path's suffix.

    In CSV each segment is a line that repeats its session; a session without segments is one line
    with nothing after `note`.

    Args:
        store: Where they are.
        sessions: Which.
        path: The file to make; `.json`, else CSV.
        wanted: Asked before each session; False gives up.

    Raises:
        HistoryError: The history can't be read, or the file is not wanted any more.
        SinkError: The file can't be written; what was there is untouched.
    """
    begin = _begin_json if path.suffix.lower() == ".json" else _begin_csv
    with replacing(path) as partial, partial.open("w", encoding="utf-8", newline="") as file:
        write, end = begin(file)
        for session in sessions:
            if not wanted():
                raise HistoryError(
                    deferred("errors", "{path} was given up.").format(path=path),
                    deferred("errors", "Export it again."),
                )
            write(session, store.segments(session.id))
        end()


def _begin_csv(file: TextIO) -> tuple[Write, Callable[[], object]]:
    file.write(csv_line(_COLUMNS))

    def write(session: Session, segments: Sequence[Segment]) -> None:
        own = ["" if value is None else str(value) for value in _own(session).values()]
        if not segments:
            file.write(csv_line([*own, "", "", "", "", ""]))
        for segment in segments:
            file.write(csv_line([*own, *map(str, _values(segment).values())]))

    return write, file.flush


def _begin_json(file: TextIO) -> tuple[Write, Callable[[], object]]:
    between = '{"sessions": [\n'

    def write(session: Session, segments: Sequence[Segment]) -> None:
        nonlocal between
        entry = {**_own(session), "segments": [_values(segment) for segment in segments]}
        file.write(between + json.dumps(entry, ensure_ascii=False, indent=2))
        between = ",\n"

    def end() -> None:
        file.write((between if "{" in between else "\n") + "]}\n")

    return write, end


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
        "note": session.note,
    }


def _values(segment: Segment) -> dict[str, object]:
    return {
        "label": segment.label,
        "start_s": round(segment.start_s, 3),
        "end_s": round(segment.end_s, 3),
        "mean": round(segment.mean, 6),
        "peak": round(segment.peak, 6),
    }
