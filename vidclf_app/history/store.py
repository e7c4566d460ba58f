"""The database: opening it, writing from a thread of its own, asking it.

SQLite in WAL mode: readers never wait for the writer, and a power cut loses the last moments at
most, never the database. One thread writes, so that a pipeline never waits for the disk; its queue
is bounded, and what it can't take is counted and told.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from vidclf_app.core.files import make_folder
from vidclf_app.core.records import Segment
from vidclf_app.errors import HistoryError, VidclfError
from vidclf_app.history.records import LabelTotal, NewSession, Session, SessionQuery
from vidclf_app.history.schema import MIGRATIONS, migrate, version

log = logging.getLogger(__name__)

_FILE_NAME = "history.sqlite3"
_BESIDE = ("-wal", "-shm")
_QUEUE_JOBS = 2000
_BUSY_S = 5.0

_Job = Callable[[sqlite3.Connection], None]


def default_history_path() -> Path:
    """Return where this person's history is kept."""
    return user_data_path("vidclf", appauthor=False) / _FILE_NAME


@dataclass(frozen=True, slots=True)
class Opened:
    """A history that was opened.

    Attributes:
        store: The history; None where it can't be used at all.
        notice: One line for the person where something was wrong, or None.
    """

    store: "HistoryStore | None"
    notice: str | None


def open_history(path: Path) -> Opened:
    """Open the history, or begin one.

    A database that is damaged is kept aside and a new one begun; one that a newer version wrote is
    left alone and nothing is kept in this run.

    Args:
        path: The database; its folder is made where missing.
    """
    try:
        return Opened(HistoryStore(path), None)
    except VidclfError as error:
        return Opened(None, f"{error} Nothing is kept in this run.")
    except sqlite3.DatabaseError as error:
        log.warning("%s: %s", path, error)
        if not _is_damaged(error):
            return Opened(None, f"{path}: the history can't be used: {error}. Nothing is kept.")
    try:
        aside = _keep_aside(path)
    except OSError as error:
        return Opened(None, f"{path} is damaged and can't be moved aside ({error.strerror}).")
    notice = f"The history was damaged. It is kept as {aside.name}; a new one has begun."
    try:
        return Opened(HistoryStore(path), notice)
    except (VidclfError, sqlite3.Error) as error:
        return Opened(None, f"{path}: the history can't be used: {error}. Nothing is kept.")


class HistoryStore:
    """All sessions. Any thread may use it.

    Args:
        path: The database.

    Raises:
        HistoryError: A newer version wrote it.
        SinkError: Its folder can't be made.
        sqlite3.DatabaseError: It is damaged, or can't be opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _make_private(path)
        with closing(self._connect()) as connection:
            found = version(connection)
            if found > len(MIGRATIONS):
                raise HistoryError(
                    f"{path}: a newer version of vidclf wrote the history.",
                    "It is left alone and nothing is added to it; use the newer version.",
                )
            row = connection.execute("PRAGMA quick_check(1)").fetchone()
            if row[0] != "ok":
                raise sqlite3.DatabaseError(f"malformed: {row[0]}")
            migrate(connection)
            _end_what_was_cut_off(connection)
        self._jobs: queue.Queue[_Job | None] = queue.Queue(_QUEUE_JOBS)
        self._error: str | None = None
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="vidclf-history", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str | None:
        """One line on what could not be kept since the last start, or None."""
        if self._lost:
            return f"The history could not take {self._lost} entries: the disk is too slow."
        return self._error

    # Writing, in the order in which it was asked for.

    def begin(self, new: NewSession) -> "OpenSession":
        """Begin a session."""
        session = OpenSession(self._later)
        self._later(lambda connection: session.note_id(_insert(connection, new)))
        return session

    def delete(self, ids: Sequence[int]) -> None:
        """Delete sessions, completely: nothing of them is left in the files.

        Raises:
            HistoryError: They could not be deleted.
        """
        wanted = [(number,) for number in ids]

        def work(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.executemany("DELETE FROM session WHERE id = ?", wanted)
            _squeeze(connection)

        self._now(work)

    def delete_all(self) -> None:
        """Delete all sessions, completely.

        Raises:
            HistoryError: They could not be deleted.
        """

        def work(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                connection.execute("DELETE FROM session")
            _squeeze(connection)

        self._now(work)

    def delete_before(self, when: datetime) -> int:
        """Delete the sessions that ended before a time; returns how many there were.

        Raises:
            HistoryError: They could not be deleted.
        """
        gone: list[int] = []

        def work(connection: sqlite3.Connection) -> None:
            with _transaction(connection):
                cursor = connection.execute(
                    "DELETE FROM session WHERE ended_unix_s < ?", (when.timestamp(),)
                )
            gone.append(cursor.rowcount)
            if cursor.rowcount:
                _squeeze(connection)

        self._now(work)
        return gone[0]

    def flush(self, timeout_s: float = _BUSY_S) -> bool:
        """Wait until everything that was asked for is in the database; True when it is."""
        done = threading.Event()
        self._later(lambda _: done.set())
        return done.wait(timeout_s)

    def close(self, timeout_s: float = _BUSY_S) -> bool:
        """Write what waits and end; True when the thread has ended. May be called again."""
        # A queue that is full is a writer that hangs: it can't be told, only left.
        with suppress(queue.Full):
            self._jobs.put(None, timeout=timeout_s)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # Asking.

    def sessions(
        self, query: SessionQuery | None = None, *, limit: int = 200, offset: int = 0
    ) -> list[Session]:
        """Return sessions, the newest first.

        Raises:
            HistoryError: The database can't be read.
        """
        condition, values = _condition(query or SessionQuery())
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT * FROM session WHERE {condition}"
                " ORDER BY started_unix_s DESC, id DESC LIMIT ? OFFSET ?",
                (*values, limit, offset),
            ).fetchall()
            return [_session(connection, row) for row in rows]

    def count(self, query: SessionQuery | None = None) -> int:
        """Return how many sessions there are.

        Raises:
            HistoryError: The database can't be read.
        """
        condition, values = _condition(query or SessionQuery())
        with self._reading() as connection:
            found: int = connection.execute(
                f"SELECT count(*) FROM session WHERE {condition}",
                values,
            ).fetchone()[0]
            return found

    def segments(self, session_id: int) -> list[Segment]:
        """Return a session's segments in order of time.

        Raises:
            HistoryError: The database can't be read.
        """
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT label, start_s, end_s, mean, peak FROM segment"
                " WHERE session_id = ? ORDER BY start_s",
                (session_id,),
            )
            return [Segment(**dict(row)) for row in rows]

    # What goes on behind.

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA journal_mode = WAL")
            # A power cut may lose the last moments, but never the database; and no entry waits
            # for the disk.
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connect()) as connection:
                yield connection
        except sqlite3.Error as error:
            raise _refused(self.path, error) from error

    def _later(self, job: _Job) -> None:
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            self._lost += 1

    def _now(self, job: _Job) -> None:
        done = threading.Event()
        failed: list[sqlite3.Error] = []

        def work(connection: sqlite3.Connection) -> None:
            try:
                job(connection)
            except sqlite3.Error as error:
                failed.append(error)
            finally:
                done.set()

        self._later(work)
        while not done.wait(0.2):
            if not self._thread.is_alive():
                raise HistoryError(f"{self.path}: the history is closed.", "Start vidclf again.")
        if failed:
            raise _refused(self.path, failed[0])

    def _write(self) -> None:
        with closing(self._connect()) as connection:
            while (job := self._jobs.get()) is not None:
                try:
                    job(connection)
                except sqlite3.Error as error:
                    # A full disk, a drive that vanished: the picture goes on without a history.
                    if self._error is None:
                        log.error("%s: %s", self.path, error)
                    self._error = str(_refused(self.path, error))


class OpenSession:
    """A session that runs: takes its segments and its end.

    Made by `HistoryStore.begin`; for one thread.

    Args:
        later: Does a piece of work on the database's own thread, in order.
    """

    def __init__(self, later: Callable[[_Job], None]) -> None:
        self._later = later
        self._id: int | None = None

    def note_id(self, number: int) -> None:
        """Take the number that the database gave; on the database's own thread."""
        self._id = number

    def add_segment(self, segment: Segment) -> None:
        """Keep a finished segment."""
        self._later(lambda connection: self._insert_segment(connection, segment))

    def note_watched(self, watched_s: float, nobody_s: float) -> None:
        """Keep for how long it has been watched so far, seconds: it may be cut off any time."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE session SET watched_s = ?, nobody_s = ? WHERE id = ?",
                (watched_s, nobody_s, self._id),
            )

        self._later(work)

    def end(self, ended_at: datetime) -> None:
        """End the session."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute(
                "UPDATE session SET ended_unix_s = ? WHERE id = ?",
                (ended_at.timestamp(), self._id),
            )

        self._later(work)

    def discard(self) -> None:
        """Forget the session: it came to nothing."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM session WHERE id = ?", (self._id,))

        self._later(work)

    def _insert_segment(self, connection: sqlite3.Connection, segment: Segment) -> None:
        # Nothing, where the session is gone: a person deleted it while it ran, or its beginning
        # could not be written, which was told.
        connection.execute(
            "INSERT INTO segment (session_id, label, start_s, end_s, mean, peak)"
            " SELECT id, ?, ?, ?, ?, ? FROM session WHERE id = ?",
            (
                segment.label,
                segment.start_s,
                segment.end_s,
                segment.mean,
                segment.peak,
                self._id,
            ),
        )


def _insert(connection: sqlite3.Connection, new: NewSession) -> int:
    cursor = connection.execute(
        "INSERT INTO session (kind, source, model, model_version, started_unix_s, result)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            new.kind,
            new.source,
            new.model,
            new.model_version,
            new.started_at.timestamp(),
            None if new.result is None else str(new.result),
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _session(connection: sqlite3.Connection, row: sqlite3.Row) -> Session:
    totals = connection.execute(
        "SELECT label, count(*) AS segments, sum(end_s - start_s) AS total_s,"
        # Of segments of one prediction each, which have no length, the plain mean.
        " coalesce(sum(mean * (end_s - start_s)) / nullif(sum(end_s - start_s), 0), avg(mean))"
        " AS mean FROM segment WHERE session_id = ? GROUP BY label ORDER BY total_s DESC, label",
        (row["id"],),
    )
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
        totals=tuple(LabelTotal(**dict(total)) for total in totals),
    )


def _condition(query: SessionQuery) -> tuple[str, list[Any]]:
    """Return the condition in SQL, made of literals only, and the values of its places."""
    parts, values = ["1"], list[Any]()
    if query.text:
        # instr() takes the text as it is; in LIKE a % or _ would be a wildcard.
        parts.append(
            "(instr(lower(source), lower(?)) OR instr(lower(model), lower(?)) OR EXISTS (SELECT 1"
            " FROM segment WHERE session_id = session.id AND instr(lower(label), lower(?))))"
        )
        values += [query.text, query.text, query.text.replace(" ", "_")]
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


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _squeeze(connection: sqlite3.Connection) -> None:
    """Leave nothing of what was deleted: not in free pages, not in the log beside the file."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _end_what_was_cut_off(connection: sqlite3.Connection) -> None:
    """End the sessions that a kill or a power cut left open, where they were last heard of."""
    connection.execute(
        "UPDATE session SET ended_unix_s = started_unix_s + max(watched_s, coalesce("
        "(SELECT max(end_s) FROM segment WHERE session_id = session.id), 0.0))"
        " WHERE ended_unix_s IS NULL"
    )


def _make_private(path: Path) -> None:
    """Make the folder, and the file readable for this person alone."""
    make_folder(path.parent)
    if not path.exists():
        with suppress(OSError):
            path.touch(mode=0o600)


def _is_damaged(error: sqlite3.DatabaseError) -> bool:
    # "Unable to open" and "disk is full" are errors of another class of the same family.
    code = getattr(error, "sqlite_errorcode", None)
    told = str(error)
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or "malformed" in told


def _keep_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    path.rename(aside)
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    return aside


def _refused(path: Path, error: sqlite3.Error) -> HistoryError:
    return HistoryError(
        f"{path}: the history refused: {error}.",
        "Check that the disk has free space and the folder may be written to.",
    )
