"""The database's file: where it is, connecting to it, what its errors mean.

SQLite in WAL mode: readers never wait for the writer, and a power cut loses the last moments at
most, never the database.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from platformdirs import user_data_path

from vidclf_app.core.files import keep_aside, make_folder
from vidclf_app.errors import HistoryError
from vidclf_app.translating import deferred

BUSY_S = 5.0

_FILE_NAME = "history.sqlite3"
_BESIDE = ("-wal", "-shm")
_CHECKED_FIRST_BYTES = 32 << 20


def default_history_path() -> Path:
    """Return where this person's history is kept."""
    return user_data_path("vidclf", appauthor=False) / _FILE_NAME


def connect(path: Path) -> sqlite3.Connection:
    """Connect, for one thread at a time; each statement is a transaction of its own.

    Raises:
        sqlite3.Error: It can't be opened.
    """
    connection = sqlite3.connect(
        path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        _use_wal(connection)
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
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do several statements, or none of them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        # After some errors, such as a full disk, SQLite has ended it by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def make_private(path: Path) -> None:
    """Make the folder, and the file readable for this person alone.

    Raises:
        SinkError: The folder can't be made.
    """
    make_folder(path.parent)
    if not path.exists():
        with suppress(OSError):
            path.touch(mode=0o600)


def is_damaged(error: Exception) -> bool:
    """Tell whether an error means that the file is damaged, or no database at all."""
    # "Unable to open" and "disk is full" are errors of another class of the same family.
    code = getattr(error, "sqlite_errorcode", None)
    return code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or "malformed" in str(error)


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Read through the whole file, and more thoroughly where an earlier run came upon a damage.

    Raises:
        sqlite3.DatabaseError: It is damaged.
    """
    mark = _mark_of(path)
    pragma = "integrity_check" if mark.exists() else "quick_check"
    told = connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0]
    if told != "ok":
        raise sqlite3.DatabaseError(f"malformed: {told}")
    with suppress(OSError):
        mark.unlink(missing_ok=True)


def needs_check_first(path: Path) -> bool:
    """Tell whether the file is to be checked before anything else is done with it."""
    # A large one is checked behind the start: it would hold up the window.
    return _mark_of(path).exists() or path.stat().st_size <= _CHECKED_FIRST_BYTES


def refused(path: Path, error: Exception) -> HistoryError:
    """Return the error for what SQLite refused to do.

    A damage is remembered beside the file: it is found late where a file is large.
    """
    if is_damaged(error):
        with suppress(OSError):
            _mark_of(path).touch()
        return HistoryError(
            deferred("errors", "{path}: the history is damaged: {error}.").format(
                path=path, error=str(error)
            ),
            deferred("errors", "Start vidclf again: it keeps the file aside and begins a new one."),
        )
    return HistoryError(
        deferred("errors", "{path}: the history refused: {error}.").format(
            path=path, error=str(error)
        ),
        deferred("errors", "Check that the disk has free space and the folder may be written to."),
    )


def move_aside(path: Path) -> Path:
    """Rename a damaged database; returns its new name.

    Raises:
        SinkError: It can't be renamed.
    """
    aside = keep_aside(path)
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
    _mark_of(path).unlink(missing_ok=True)
    return aside


def remove_kept_aside(path: Path) -> None:
    """Remove the damaged databases that were kept aside."""
    for aside in path.parent.glob(f"{path.stem}.damaged-*{path.suffix}*"):
        with suppress(OSError):
            aside.unlink()


def _use_wal(connection: sqlite3.Connection) -> None:
    deadline_s = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # Two windows that begin a history at the same moment: SQLite doesn't wait here.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline_s:
                raise
            time.sleep(0.01)
        else:
            return


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".damage-found")
