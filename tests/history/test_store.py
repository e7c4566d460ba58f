"""Real databases in real files."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from vidclf_app.core.records import Segment
from vidclf_app.errors import HistoryError, SinkError
from vidclf_app.history.database import connect
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import LabelTotal, NewSession, SessionQuery
from vidclf_app.history.schema import MIGRATIONS
from vidclf_app.history.store import HistoryStore, open_history
from vidclf_app.translating import install

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


def test_a_name_that_is_no_text(store: HistoryStore) -> None:
    """On Linux a file's name may hold any bytes."""
    keep(store, "visit\udcff.mp4", ROW)
    keep(store, "Door", ROW, started_at=MONDAY + timedelta(days=1))
    assert [session.source for session in store.sessions()] == ["Door", "visit?.mp4"]
    assert store.trouble is None


def test_a_queue_that_is_full_neither_waits_nor_lies(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidclf_app.history.writer.BUSY_S", 0.1)
    store = HistoryStore(path)
    began, go = threading.Event(), threading.Event()

    def hang(_: sqlite3.Connection) -> None:
        began.set()
        go.wait(20.0)

    store._writer.later(hang)
    assert began.wait(20.0)
    for _ in range(2100):
        store._writer.later(lambda _: None)
    assert "could not take" in str(store.trouble)
    with pytest.raises(HistoryError, match="too much to write"):
        store.delete_all()
    assert not store.flush(0.05)
    assert not store.close(0.05), "the writer hangs"
    go.set()
    assert store.close()


def test_the_writer_outlives_any_error(store: HistoryStore, path: Path) -> None:
    def fail(_: sqlite3.Connection) -> None:
        raise ValueError("nobody thought of it")

    store._writer.later(fail)
    keep(store, "Door", ROW)
    assert store.count() == 1
    assert "nobody thought of it" in str(store.trouble)


def test_deleting_while_somebody_reads(
    store: HistoryStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidclf_app.history.writer._SQUEEZE_AGAIN_S", 0.05)
    keep(store, "Physio Sunrise", ROW)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM session").fetchone() == (1,)
    store.delete_all()
    assert store.count() == 0
    assert "still being read" in str(store.trouble)
    assert b"Physio Sunrise" in bytes_beside(path), "the reader still needs it"
    reader.execute("COMMIT")
    reader.close()
    deadline_s = time.monotonic() + 20.0
    while store.trouble is not None:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    assert b"Physio Sunrise" not in bytes_beside(path)


def test_what_closing_broke_off_is_gone_after_the_next_start(path: Path) -> None:
    first = HistoryStore(path)
    keep(first, "Physio Sunrise", ROW)
    reader = sqlite3.connect(path, isolation_level=None)  # Keeps SQLite from tidying at the end.
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM session").fetchone()
    first.request_close()
    first.delete_all()
    assert "next start" in str(first.trouble)
    assert first.close()
    reader.close()
    again = HistoryStore(path)
    assert again.flush()
    assert again.trouble is None
    assert b"Physio Sunrise" not in bytes_beside(path)
    assert again.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM squeeze_due").fetchone() == (0,)


def test_closing_breaks_off_what_takes_long(path: Path) -> None:
    store = HistoryStore(path)
    began = threading.Event()

    def endless(connection: sqlite3.Connection) -> None:
        with store._writer._interruptible():
            began.set()
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                " SELECT max(i) FROM n"
            ).fetchone()

    store._writer.later(endless)
    session = store.begin(NewSession("live", "Door", "exercises", "1.0.0", MONDAY))
    session.end(MONDAY)
    assert began.wait(20.0)
    assert store.close(20.0)
    again = HistoryStore(path)
    assert again.count() == 1, "what waited behind it was written"
    assert again.close()


_START = (
    "import sys\n"
    "from pathlib import Path\n"
    "from vidclf_app.history.store import open_history\n"
    "input()\n"
    "opened = open_history(Path(sys.argv[1]))\n"
    "assert opened.store and not opened.notice, opened.notice\n"
    "assert opened.store.close()\n"
)


def test_windows_that_begin_a_history_at_the_same_moment(path: Path) -> None:
    starts = [
        subprocess.Popen([sys.executable, "-c", _START, path], stdin=subprocess.PIPE)
        for _ in range(4)
    ]
    for start in starts:
        start.communicate(b"go\n", timeout=60.0)
    assert [start.returncode for start in starts] == [0] * 4


def test_another_window_does_not_end_a_session_that_runs(path: Path) -> None:
    first = HistoryStore(path)
    session = first.begin(NewSession("live", "Door", "exercises", "1.0.0", MONDAY))
    assert first.flush()
    second = HistoryStore(path)
    session.note_watched(3.0, 0.0)
    assert first.flush()
    assert second.sessions()[0].ended_at is None
    session.end(MONDAY)
    assert first.close()
    assert second.sessions()[0].ended_at == MONDAY
    assert second.close()


def test_a_full_disk(path: Path) -> None:
    """No file may grow further, as on a full disk: told, and what is there can be read."""
    code = (
        "import resource, signal, sys\n"
        "from datetime import datetime\n"
        "from pathlib import Path\n"
        "from vidclf_app.core.records import Segment\n"
        "from vidclf_app.history.records import NewSession\n"
        "from vidclf_app.history.store import HistoryStore\n"
        "store = HistoryStore(Path(sys.argv[1]))\n"
        "at = datetime.fromisoformat(sys.argv[2])\n"
        "session = store.begin(NewSession('live', 'Door', 'exercises', '1.0.0', at))\n"
        "assert store.flush()\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, 150_000))\n"
        "for number in range(3000):\n"
        "    session.add_segment(Segment('row', number, number + 0.5, 0.9, 0.95))\n"
        "    if number % 500 == 0:\n"
        "        store.flush()\n"
        "assert store.flush()\n"
        "assert 'free space' in store.trouble, store.trouble\n"
        "(kept,) = store.sessions()\n"
        "assert 0 < kept.segments < 3000\n"
        "assert len(store.segments(kept.id)) == kept.segments\n"
        "assert store.close()\n"
    )
    run = subprocess.run([sys.executable, "-c", code, path, MONDAY.isoformat()], check=False)
    assert run.returncode == 0
    store = HistoryStore(path)
    assert store.sessions()[0].ended_at is not None
    assert store.close()


def test_a_folder_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "history.sqlite3"
        store = HistoryStore(path)
        keep(store, "Door", ROW)
        assert store.close()
        before = path.read_bytes()
        code = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from vidclf_app.history.store import open_history\n"
            "if os.geteuid() == 0:\n"
            "    os.seteuid(65534)\n"
            "opened = open_history(Path(sys.argv[1]))\n"
            "assert opened.store is None\n"
            'assert "can\'t be used" in opened.notice, opened.notice\n'
        )
        path.chmod(0o444)
        path.parent.chmod(0o555)
        run = subprocess.run([sys.executable, "-c", code, path], check=False)
        path.parent.chmod(0o700)
        assert run.returncode == 0
        assert path.read_bytes() == before


def test_a_page_asks_as_often_for_many_sessions_as_for_few(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def traced(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        connection.set_trace_callback(asked.append)
        return connection

    monkeypatch.setattr("vidclf_app.history.store.connect", traced)
    counts = []
    for number in range(1, 31):
        keep(store, f"Door {number}", *SQUATS, ROW)
        if number in {3, 30}:
            asked.clear()
            assert len(store.sessions()) == number
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert not any("FROM segment " in statement for statement in asked), "totals are kept"


def test_many_sessions_at_once(store: HistoryStore) -> None:
    for number in range(1100):
        session = store.begin(NewSession("live", f"{number}", "exercises", "1.0.0", MONDAY))
        session.add_segment(ROW)
        if number % 500 == 0:
            assert store.flush()
    assert store.flush()
    sessions = store.sessions(limit=-1)
    assert len(sessions) == 1100
    assert all(session.segments == 1 for session in sessions)


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


def test_a_large_damaged_database_is_found_behind_the_start(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = HistoryStore(path)
    for number in range(60):
        keep(store, f"Source {number} " + "x" * 200, *SQUATS)
    assert store.close()
    whole = bytearray(path.read_bytes())
    whole[-8192:] = os.urandom(8192)
    path.write_bytes(whole)
    monkeypatch.setattr("vidclf_app.history.database._CHECKED_FIRST_BYTES", 1000)
    opened = open_history(path)
    assert opened.store is not None, "the window doesn't wait for it"
    assert opened.store.flush()
    assert "damaged" in str(opened.store.trouble)
    assert opened.store.close()
    again = open_history(path)
    assert again.store is not None
    assert "history.damaged-1.sqlite3" in str(again.notice)
    assert again.store.count() == 0
    assert again.store.close()
    third = open_history(path)
    assert third.notice is None
    assert third.store is not None
    keep(third.store, "Door")
    third.store.delete_all()
    assert not path.with_name("history.damaged-1.sqlite3").exists(), "complete"
    assert third.store.close()


def test_a_row_that_somebody_changed_by_hand(store: HistoryStore, path: Path) -> None:
    keep(store, "Door")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE session SET started_unix_s = 'long ago'")
    with pytest.raises(HistoryError):
        store.sessions()


def test_an_export_that_is_given_up_leaves_nothing(store: HistoryStore, tmp_path: Path) -> None:
    keep(store, "Door", ROW)
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(HistoryError, match="given up"):
        export_sessions(store, store.sessions(), out / "out.csv", lambda: False)
    assert list(out.iterdir()) == []
    export_sessions(store, [], out / "none.json")
    assert json.loads((out / "none.json").read_text(encoding="utf-8")) == {"sessions": []}
