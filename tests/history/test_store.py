"""Real databases in real files."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vidclf_app.core.records import Segment
from vidclf_app.errors import HistoryError, SinkError
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import LabelTotal, NewSession, SessionQuery
from vidclf_app.history.schema import MIGRATIONS
from vidclf_app.history.store import HistoryStore, open_history

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    store = HistoryStore(path)
    yield store
    assert store.close()


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


SQUATS = (Segment("squat", 1.0, 5.0, 0.8, 0.9), Segment("squat", 10.0, 16.0, 0.6, 0.7))
ROW = Segment("row", 20.0, 22.0, 0.9, 0.95)


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


def bytes_beside(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


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


def test_what_a_kill_left_open_is_ended(path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from vidclf_app.core.records import Segment\n"
        "from vidclf_app.history.records import NewSession\n"
        "from vidclf_app.history.store import HistoryStore\n"
        "store = HistoryStore(Path(sys.argv[1]))\n"
        "at = datetime.fromisoformat(sys.argv[2])\n"
        "session = store.begin(NewSession('live', 'Door', 'exercises', '1.0.0', at))\n"
        "session.note_watched(30.0, 5.0)\n"
        "session.add_segment(Segment('row', 41.0, 42.5, 0.9, 0.95))\n"
        "assert store.flush()\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, path, MONDAY.isoformat()], check=False)
    assert run.returncode == -signal.SIGKILL
    store = HistoryStore(path)
    (session,) = store.sessions()
    assert session.ended_at == MONDAY + timedelta(seconds=42.5)
    assert len(store.segments(session.id)) == 1
    assert store.close()


@pytest.mark.parametrize("damage", ["no database", "middle overwritten"])
def test_a_damaged_database_is_kept_aside(path: Path, damage: str) -> None:
    if damage == "no database":
        path.parent.mkdir(parents=True)
        path.write_bytes(b"This is not a database, whatever its name says. " * 100)
    else:
        store = HistoryStore(path)
        for number in range(60):
            keep(store, f"Source {number} " + "x" * 200, *SQUATS)
        assert store.close()
        whole = bytearray(path.read_bytes())
        whole[4096:-4096] = os.urandom(len(whole) - 8192)
        path.write_bytes(whole)
    damaged = path.read_bytes()
    opened = open_history(path)
    assert opened.store is not None
    assert opened.notice is not None
    assert "history.damaged-1.sqlite3" in opened.notice
    assert path.with_name("history.damaged-1.sqlite3").read_bytes() == damaged
    keep(opened.store, "Door")
    assert opened.store.count() == 1
    assert opened.store.close()


def test_a_newer_database_is_left_alone(path: Path) -> None:
    store = HistoryStore(path)
    keep(store, "Door")
    assert store.close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    opened = open_history(path)
    assert opened.store is None
    assert opened.notice is not None
    assert "newer version" in opened.notice
    assert path.read_bytes() == before
    assert not path.with_name("history.damaged-1.sqlite3").exists()


def test_each_older_schema_is_brought_up(path: Path) -> None:
    """A database that stopped at any migration opens, and what it held is there."""
    path.parent.mkdir(parents=True)
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0] + "; PRAGMA user_version = 1")
    connection.execute(
        "INSERT INTO session (kind, source, model, model_version, started_unix_s, ended_unix_s)"
        " VALUES ('live', 'Door', 'exercises', '1.0.0', 0.0, 9.0)"
    )
    connection.commit()
    connection.close()
    store = HistoryStore(path)
    assert [session.source for session in store.sessions()] == ["Door"]
    assert store.close()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SinkError):
        HistoryStore(tmp_path / "file" / "history.sqlite3")
    opened = open_history(tmp_path / "file" / "history.sqlite3")
    assert opened.store is None
    assert opened.notice is not None


def test_a_refused_write_is_told_and_reading_goes_on(store: HistoryStore, path: Path) -> None:
    keep(store, "Door")
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE segment")
    connection.close()
    session = store.begin(NewSession("live", "Hall", "exercises", "1.0.0", MONDAY))
    session.add_segment(ROW)
    assert store.flush()
    assert store.trouble is not None
    assert "segment" in store.trouble
    with pytest.raises(HistoryError):
        store.segments(1)


def test_asking_after_the_end(path: Path) -> None:
    store = HistoryStore(path)
    assert store.close()
    assert store.close()
    with pytest.raises(HistoryError):
        store.delete_all()


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
