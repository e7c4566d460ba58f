"""The history: opening it, adding to it, asking it, deleting from it."""

import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vidclf_app.core.records import Segment
from vidclf_app.errors import HistoryError, SinkError, VidclfError
from vidclf_app.history.database import (
    BUSY_S,
    check,
    connect,
    default_history_path,
    is_damaged,
    make_private,
    move_aside,
    needs_check_first,
    refused,
    remove_kept_aside,
    transaction,
)
from vidclf_app.history.reading import count_sessions, read_segments, read_sessions
from vidclf_app.history.records import NewSession, Session, SessionQuery
from vidclf_app.history.schema import MIGRATIONS, migrate, version
from vidclf_app.history.writer import Job, Writer
from vidclf_app.translating import deferred

__all__ = ["HistoryStore", "OpenSession", "Opened", "default_history_path", "open_history"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """A history that was opened.

    Attributes:
        store: The history; None where it can't be used at all.
        notice: One line for the person where something was wrong, or None.
    """

    store: "HistoryStore | None"
    notice: str | None


def open_history(path: Path, *, keep_days: int | None = None) -> Opened:
    """Open the history, or begin one.

    A database that is damaged is kept aside and a new one begun; one that a newer version wrote is
    left alone and nothing is kept in this run.

    Args:
        path: The database; its folder is made where missing.
        keep_days: See `HistoryStore`.
    """
    try:
        return Opened(HistoryStore(path, keep_days=keep_days), None)
    except VidclfError as error:
        return Opened(
            None,
            deferred("errors", "{error} Nothing is kept in this run.").format(error=error.line),
        )
    except sqlite3.Error as error:
        log.warning("%s: %s", path, error)
        if not is_damaged(error):
            return Opened(
                None,
                deferred(
                    "errors", "{path}: the history can't be used: {error}. Nothing is kept."
                ).format(path=path, error=str(error)),
            )
    try:
        aside = move_aside(path)
    except SinkError as error:
        return Opened(
            None,
            deferred("errors", "{path} is damaged and can't be moved aside. {message}").format(
                path=path, message=error.english[0]
            ),
        )
    notice = deferred(
        "errors", "The history was damaged. It is kept as {name}; a new one has begun."
    ).format(name=aside.name)
    try:
        return Opened(HistoryStore(path, keep_days=keep_days), notice)
    except (VidclfError, sqlite3.Error) as error:
        return Opened(
            None,
            deferred(
                "errors", "{path}: the history can't be used: {error}. Nothing is kept."
            ).format(path=path, error=str(error)),
        )


class HistoryStore:
    """All sessions. Any thread may use it.

    Args:
        path: The database.
        keep_days: Sessions that ended longer ago are deleted now, behind the start; None keeps all.

    Raises:
        HistoryError: A newer version wrote it.
        SinkError: Its folder can't be made.
        sqlite3.Error: It is damaged, or can't be opened.
    """

    def __init__(self, path: Path, *, keep_days: int | None = None) -> None:
        self.path = path
        make_private(path)
        connection = connect(path)
        try:
            if version(connection) > len(MIGRATIONS):
                raise HistoryError(
                    deferred(
                        "errors", "{path}: a newer version of vidclf wrote the history."
                    ).format(path=path),
                    deferred(
                        "errors",
                        "It is left alone and nothing is added to it; use the newer version.",
                    ),
                )
            checked = needs_check_first(path)
            if checked:
                check(connection, path)
            migrate(connection)
            _end_what_was_cut_off(connection)
            due = connection.execute("SELECT count(*) FROM squeeze_due").fetchone()[0] > 0
        except BaseException:
            connection.close()
            raise
        self._writer = Writer(path, connection)
        if not checked:
            self._writer.later(self._writer.check)
        if due:
            self._writer.later(self._writer.squeeze)
        if keep_days is not None:
            self.forget_after(keep_days)

    @property
    def trouble(self) -> str | None:
        """One line on what could not be written since the start, or None."""
        return self._writer.trouble

    # Writing, in the order in which it was asked for.

    def begin(self, new: NewSession) -> "OpenSession":
        """Begin a session."""
        session = OpenSession(self._writer.later)
        self._writer.later(lambda connection: session.note_id(_insert(connection, new)))
        return session

    def set_note(self, session_id: int, note: str) -> None:
        """Write something about a session; what stood there before is left nowhere."""

        def work(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                connection.execute(_DUE + " FROM session WHERE id = ? AND note != ''", [session_id])
                due = connection.execute("SELECT changes()").fetchone()[0] > 0
                connection.execute(
                    "UPDATE session SET note = ? WHERE id = ?", (_storable(note), session_id)
                )
            if due:
                self._writer.squeeze(connection)

        self._writer.later(work)

    def forget_after(self, days: int) -> None:
        """Delete the sessions that ended longer ago, when the database's thread comes to it."""
        before = datetime.now(UTC) - timedelta(days=days)
        self._writer.later(self._deletion("ended_unix_s < ?", [(before.timestamp(),)], []))

    def delete(self, ids: Sequence[int]) -> None:
        """Delete sessions, completely: nothing of them is left in the files.

        What stays in the files for now, because somebody reads them at the moment, `trouble` tells.

        Raises:
            HistoryError: They could not be deleted.
        """
        self._writer.now(self._deletion("id = ?", [(number,) for number in ids], []))

    def delete_all(self) -> None:
        """Delete all sessions, completely, and the damaged databases that were kept aside.

        Raises:
            HistoryError: They could not be deleted.
        """
        self._writer.now(self._deletion("1", [()], []))
        remove_kept_aside(self.path)

    def delete_before(self, when: datetime) -> int:
        """Delete the sessions that ended before a time; returns how many there were.

        Raises:
            HistoryError: They could not be deleted.
        """
        gone: list[int] = []
        self._writer.now(self._deletion("ended_unix_s < ?", [(when.timestamp(),)], gone))
        return sum(gone)

    def flush(self, timeout_s: float = BUSY_S) -> bool:
        """Wait until everything that was asked for is in the database; True when it is."""
        return self._writer.flush(timeout_s)

    def request_close(self) -> None:
        """Break off what takes long; the next start goes on with it. Entries are still taken."""
        self._writer.request_close()

    def close(self, timeout_s: float = BUSY_S) -> bool:
        """Write what waits and end; True when the thread has ended. May be called again."""
        return self._writer.close(timeout_s)

    # Asking.

    def sessions(
        self, query: SessionQuery | None = None, *, limit: int = 200, offset: int = 0
    ) -> list[Session]:
        """Return sessions, the newest first.

        Raises:
            HistoryError: The database can't be read.
        """
        with self._reading() as connection:
            return read_sessions(connection, query or SessionQuery(), limit, offset)

    def count(self, query: SessionQuery | None = None) -> int:
        """Return how many sessions there are.

        Raises:
            HistoryError: The database can't be read.
        """
        with self._reading() as connection:
            return count_sessions(connection, query or SessionQuery())

    def segments(self, session_id: int, *, limit: int = -1) -> list[Segment]:
        """Return a session's first segments in order of time; -1 returns all.

        Raises:
            HistoryError: The database can't be read.
        """
        with self._reading() as connection:
            return read_segments(connection, session_id, limit)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(connect(self.path)) as connection:
                yield connection
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            raise refused(self.path, error) from error

    def _deletion(self, condition: str, places: Sequence[Sequence[object]], gone: list[int]) -> Job:
        def work(connection: sqlite3.Connection) -> None:
            with transaction(connection):
                statement = f"DELETE FROM session WHERE {condition}"
                gone.extend(connection.execute(statement, values).rowcount for values in places)
                if any(gone):
                    connection.execute(_DUE)
            if any(gone):
                self._writer.squeeze(connection)

        return work


class OpenSession:
    """A session that runs: takes its segments and its end.

    Made by `HistoryStore.begin`; for one thread.

    Args:
        later: Does a piece of work on the database's own thread, in order.
    """

    def __init__(self, later: Callable[[Job], None]) -> None:
        self._later = later
        self._id: int | None = None

    def note_id(self, number: int) -> None:
        """Take the number that the database gave; on the database's own thread."""
        self._id = number

    def add_segment(self, segment: Segment) -> None:
        """Keep a finished segment."""
        # Nothing, where the session is gone: a person deleted it while it ran, or its beginning
        # could not be written, which was told.
        self._change(
            "INSERT INTO segment (session_id, label, start_s, end_s, mean, peak)"
            " SELECT id, ?, ?, ?, ?, ? FROM session WHERE id = ?",
            segment.label,
            segment.start_s,
            segment.end_s,
            segment.mean,
            segment.peak,
        )

    def note_watched(self, watched_s: float, nobody_s: float) -> None:
        """Keep for how long it has been watched so far, seconds: it may be cut off any time."""
        # It runs, whatever another window thinks that was started meanwhile and ended what it
        # took to be cut off.
        self._change(
            "UPDATE session SET watched_s = ?, nobody_s = ?, ended_unix_s = NULL WHERE id = ?",
            watched_s,
            nobody_s,
        )

    def end(self, ended_at: datetime) -> None:
        """End the session."""
        self._change("UPDATE session SET ended_unix_s = ? WHERE id = ?", ended_at.timestamp())

    def discard(self) -> None:
        """Forget the session: it came to nothing."""
        self._change("DELETE FROM session WHERE id = ?")

    def _change(self, statement: str, *values: object) -> None:
        # The number is known only when the turn comes.
        self._later(lambda connection: connection.execute(statement, (*values, self._id)).close())


_DUE = "INSERT INTO squeeze_due SELECT CAST(strftime('%s', 'now') AS REAL)"


def _insert(connection: sqlite3.Connection, new: NewSession) -> int:
    result = None if new.result is None else str(new.result)
    cursor = connection.execute(
        "INSERT INTO session (kind, source, model, model_version, started_unix_s, result)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            new.kind,
            _storable(new.source),
            _storable(new.model),
            _storable(new.model_version),
            new.started_at.timestamp(),
            result if result is None or result == _storable(result) else None,
        ),
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def _storable(text: str) -> str:
    """Return a text without what is no text: file names may hold any bytes."""
    return text.encode(errors="replace").decode()


def _end_what_was_cut_off(connection: sqlite3.Connection) -> None:
    """End the sessions that a kill or a power cut left open, where they were last heard of."""
    connection.execute(
        "UPDATE session SET ended_unix_s = started_unix_s + max(watched_s, coalesce("
        "(SELECT end_s FROM segment WHERE session_id = session.id ORDER BY start_s DESC LIMIT 1),"
        " 0.0))"
        " WHERE ended_unix_s IS NULL"
    )
