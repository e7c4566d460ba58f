"""What may befall a database: other windows, odd names, full disks, damage, a sudden end."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.history.builders import MONDAY, ROW, SQUATS, bytes_beside, keep
from vidclf_app.errors import HistoryError, SinkError
from vidclf_app.history.database import connect
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import NewSession
from vidclf_app.history.schema import MIGRATIONS
from vidclf_app.history.store import HistoryStore, open_history


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
