"""Real databases in real files."""

import csv
import json
import sqlite3
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.history.builders import MONDAY, ROW, SQUATS, bytes_beside, keep
from vidclf_app.core.records import Segment
from vidclf_app.errors import SinkError
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import LabelTotal, NewSession, SessionQuery
from vidclf_app.history.schema import MIGRATIONS
from vidclf_app.history.store import HistoryStore, open_history
from vidclf_app.translating import install


def test_a_session_is_kept_with_its_totals(store: HistoryStore) -> None:
    keep(store, "Front desk", *SQUATS, ROW)
    (session,) = store.sessions()
    assert (session.source, session.model, session.model_version) == (
        "Front desk",
        "exercises",
        "1.0.0",
    )
    assert session.started_at == MONDAY
    assert session.ended_at == MONDAY + timedelta(minutes=1)
    assert (session.watched_s, session.nobody_s) == (60.0, 12.5)
    assert session.totals == (
        LabelTotal("squat", 2, 10.0, pytest.approx(0.68)),  # type: ignore[arg-type]
        LabelTotal("row", 1, 2.0, pytest.approx(0.9)),  # type: ignore[arg-type]
    )
    assert store.segments(session.id) == [*SQUATS, ROW]


def test_segments_without_a_length_have_a_mean(store: HistoryStore) -> None:
    keep(store, "Door", Segment("squat", 1.0, 1.0, 0.8, 0.9), Segment("squat", 3.0, 3.0, 0.6, 0.9))
    assert store.sessions()[0].totals == (LabelTotal("squat", 2, 0.0, 0.7),)


def test_it_is_there_after_the_next_start(path: Path) -> None:
    first = HistoryStore(path)
    keep(first, "Front desk", ROW)
    assert first.close()
    again = HistoryStore(path)
    assert [session.source for session in again.sessions()] == ["Front desk"]
    assert again.close()


def test_search(store: HistoryStore) -> None:
    keep(store, "Front desk", *SQUATS)
    keep(store, "100%_visit.mp4", ROW, started_at=MONDAY + timedelta(days=1), kind="file")
    keep(store, "Hall", started_at=MONDAY + timedelta(days=2))

    def found(**wanted: object) -> list[str]:
        query = SessionQuery(**wanted)  # type: ignore[arg-type]
        names = [session.source for session in store.sessions(query)]
        assert store.count(query) == len(names)
        return names

    assert found() == ["Hall", "100%_visit.mp4", "Front desk"], "the newest first"
    assert found(text="front") == ["Front desk"]
    assert found(text="SQUAT") == ["Front desk"]
    assert found(text="%_") == ["100%_visit.mp4"], "no wildcards"
    assert found(text="exercises") == found()
    assert found(text="'; DROP TABLE session; --") == []
    assert found(kind="file") == ["100%_visit.mp4"]
    assert found(since=MONDAY + timedelta(hours=1)) == ["Hall", "100%_visit.mp4"]
    assert found(until=MONDAY + timedelta(days=2), text="r") == ["100%_visit.mp4", "Front desk"]
    assert [s.source for s in store.sessions(limit=1, offset=1)] == ["100%_visit.mp4"]


def test_deleting_leaves_nothing(store: HistoryStore, path: Path) -> None:
    keep(store, "Physio Sunrise", Segment("secretmovement", 1.0, 2.0, 0.5, 0.6))
    keep(store, "Hall", ROW)
    assert b"Physio Sunrise" in bytes_beside(path)
    gone = next(session for session in store.sessions() if session.source == "Physio Sunrise")
    store.delete([gone.id])
    assert [session.source for session in store.sessions()] == ["Hall"]
    left = bytes_beside(path)
    assert b"Physio Sunrise" not in left
    assert b"secretmovement" not in left
    assert store.segments(gone.id) == []
    store.delete_all()
    assert store.count() == 0
    assert b"Hall" not in bytes_beside(path)


def test_deleting_what_is_old(store: HistoryStore) -> None:
    keep(store, "Old")
    keep(store, "New", started_at=MONDAY + timedelta(days=30))
    assert store.delete_before(MONDAY + timedelta(days=1)) == 1
    assert [session.source for session in store.sessions()] == ["New"]


def test_a_running_session_may_be_deleted(store: HistoryStore) -> None:
    session = store.begin(NewSession("live", "Door", "exercises", "1.0.0", MONDAY))
    assert store.flush()
    store.delete_all()
    session.add_segment(ROW)
    session.note_watched(3.0, 0.0)
    session.end(MONDAY)
    assert store.flush()
    assert store.count() == 0
    assert store.trouble is None


@pytest.mark.parametrize("stopped_at", range(1, len(MIGRATIONS)))
def test_each_older_schema_is_brought_up(path: Path, stopped_at: int) -> None:
    """A database that stopped at any migration opens, and what it held is there."""
    path.parent.mkdir(parents=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        for script in MIGRATIONS[:stopped_at]:
            connection.executescript(script)
        connection.execute(f"PRAGMA user_version = {stopped_at}")
        connection.execute(
            "INSERT INTO session (kind, source, model, model_version, started_unix_s, ended_unix_s)"
            " VALUES ('live', 'Door', 'exercises', '1.0.0', 0.0, 9.0)"
        )
        connection.executemany(
            "INSERT INTO segment VALUES (1, ?, ?, ?, ?, ?)",
            [(s.start_s, s.end_s, s.label, s.mean, s.peak) for s in (*SQUATS, ROW)],
        )
    store = HistoryStore(path)
    (session,) = store.sessions()
    assert (session.source, session.note) == ("Door", "")
    assert [(t.label, t.segments, t.total_s) for t in session.totals] == [
        ("squat", 2, 10.0),
        ("row", 1, 2.0),
    ]
    assert session.totals[0].mean == pytest.approx(0.68)
    store.set_note(session.id, "works")
    assert store.flush()
    assert store.sessions(SessionQuery(text="WORKS"))[0].id == session.id
    assert store.close()


def test_several_threads_write_their_own_sessions(store: HistoryStore) -> None:
    def work(name: str) -> None:
        session = store.begin(NewSession("live", name, "exercises", "1.0.0", MONDAY))
        for number in range(50):
            session.add_segment(Segment(name, float(number), number + 0.5, 0.5, 0.5))
        session.end(MONDAY)

    threads = [threading.Thread(target=work, args=(f"source{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.flush()
    for session in store.sessions():
        assert [s.label for s in store.segments(session.id)] == [session.source] * 50


def test_export(store: HistoryStore, tmp_path: Path) -> None:
    keep(store, 'Desk, "front"', *SQUATS)
    keep(store, "Hall", started_at=MONDAY + timedelta(days=1))
    sessions = store.sessions()
    export_sessions(store, sessions, tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["source"], row["label"], row["start_s"]) for row in rows] == [
        ("Hall", "", ""),
        ('Desk, "front"', "squat", "1.0"),
        ('Desk, "front"', "squat", "10.0"),
    ]
    export_sessions(store, sessions, tmp_path / "out.json")
    entries = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sessions"]
    assert [len(entry["segments"]) for entry in entries] == [0, 2]
    assert datetime.fromisoformat(entries[1]["started_at"]) == MONDAY
    with pytest.raises(SinkError):
        export_sessions(store, sessions, tmp_path / "out.csv" / "inside.csv")


def test_search_as_people_write(store: HistoryStore) -> None:
    keep(store, "MÜLLER, Süd.mp4", Segment("push_up", 1.0, 2.0, 0.9, 0.9))
    install(lambda _, text: {"push up": "Liegestütz"}.get(text, text))
    try:
        for text in ("müller", "SÜD", "push up", "push_up", "liegestütz"):
            assert store.count(SessionQuery(text=text)) == 1, text
            assert len(store.sessions(SessionQuery(text=text))) == 1
        assert store.count(SessionQuery(text="squat")) == 0
    finally:
        install(None)


def test_a_note(store: HistoryStore, path: Path, tmp_path: Path) -> None:
    keep(store, "Front desk", ROW)
    keep(store, "Hall", started_at=MONDAY + timedelta(days=1))
    number = store.sessions(SessionQuery(text="Front"))[0].id
    store.set_note(number, "Änne Sample, left knee")
    assert store.flush()
    (found,) = store.sessions(SessionQuery(text="änne"))
    assert (found.id, found.note) == (number, "Änne Sample, left knee")
    export_sessions(store, store.sessions(), tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as file:
        assert [row["note"] for row in csv.DictReader(file)] == ["", "Änne Sample, left knee"]
    export_sessions(store, store.sessions(), tmp_path / "out.json")
    entries = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["sessions"]
    assert [entry["note"] for entry in entries] == ["", "Änne Sample, left knee"]
    store.set_note(number, "")
    assert store.flush()
    assert b"Sample, left knee" not in bytes_beside(path)


def test_old_sessions_are_deleted_behind_the_start(path: Path) -> None:
    now = datetime.now(UTC)
    first = HistoryStore(path)
    keep(first, "Physio Sunrise", ROW, started_at=now - timedelta(days=31))
    keep(first, "Hall", ROW, started_at=now - timedelta(days=29))
    running = first.begin(
        NewSession("live", "Door", "exercises", "1.0.0", now - timedelta(days=400))
    )
    running.note_watched(400 * 86400.0, 0.0)
    assert first.close()
    opened = open_history(path, keep_days=30)
    assert opened.store is not None
    assert opened.store.flush()
    assert [session.source for session in opened.store.sessions()] == ["Hall", "Door"]
    assert b"Physio Sunrise" not in bytes_beside(path)
    assert opened.store.close()
    forever = HistoryStore(path)
    assert forever.flush()
    assert forever.count() == 2
    assert forever.close()
