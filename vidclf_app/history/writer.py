"""The one thread that writes, so that a pipeline never waits for the disk.

Its queue is bounded, and what it can't take is counted and told.
"""

import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from vidclf_app.errors import HistoryError
from vidclf_app.history.database import BUSY_S, check, is_damaged, refused
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

Job = Callable[[sqlite3.Connection], None]

_QUEUE_JOBS = 2000
_SQUEEZE_AGAIN_S = 10.0
_READER_S = 0.2
_BREAK_OFF_S = 0.1


class Writer:
    """Does everything that changes the database, one thing after the other. For any thread.

    Args:
        path: The database.
        connection: To it; closed at the end.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._jobs: queue.Queue[Job | None] = queue.Queue(_QUEUE_JOBS)
        self._error = ""
        self._left = ""
        self._lost = 0
        self._lock = threading.Lock()
        self._ending = self._may_interrupt = False
        self._thread = threading.Thread(target=self._run, name="vidclf-history", daemon=True)
        self._thread.start()

    @property
    def trouble(self) -> str | None:
        """One line on what could not be written since the start, or None."""
        if self._lost:
            return deferred(
                "errors", "The history could not take {count} entries: the disk is too slow."
            ).format(count=self._lost)
        return self._error or self._left or None

    def later(self, job: Job) -> None:
        """Do something when its turn has come. Never waits."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            self._lost += 1

    def now(self, job: Job) -> None:
        """Do something, and wait until it is done.

        Raises:
            HistoryError: It was refused.
        """
        done = threading.Event()
        failed: list[Exception] = []

        def work(connection: sqlite3.Connection) -> None:
            try:
                job(connection)
            except Exception as error:  # noqa: BLE001 - raised by who waits
                failed.append(error)
            finally:
                done.set()

        try:
            self._jobs.put(work, timeout=BUSY_S)
        except queue.Full:
            raise HistoryError(
                deferred("errors", "{path}: the history has too much to write.").format(
                    path=self._path
                ),
                deferred("errors", "Try again in a moment."),
            ) from None
        while not done.wait(0.2):
            if not self._thread.is_alive() and not done.is_set():
                raise HistoryError(
                    deferred("errors", "{path}: the history is closed.").format(path=self._path),
                    deferred("errors", "Start vidclf again."),
                )
        if failed:
            raise refused(self._path, failed[0]) from failed[0]

    def flush(self, timeout_s: float) -> bool:
        """Wait until everything that was asked for is done; True when it is."""
        done = threading.Event()
        deadline_s = time.monotonic() + timeout_s
        with suppress(queue.Full):
            self._jobs.put(lambda _: done.set(), timeout=timeout_s)
        return done.wait(max(0.0, deadline_s - time.monotonic()))

    def request_close(self) -> None:
        """Begin nothing long any more, and break it off; the next start goes on with it."""
        with self._lock:
            self._ending = True
            if self._may_interrupt:
                self._connection.interrupt()

    def close(self, timeout_s: float) -> bool:
        """Write what waits and end; True when the thread has ended. May be called again."""
        deadline_s = time.monotonic() + timeout_s
        self.request_close()
        # A queue that is full is a writer that hangs: it can't be told, only left.
        with suppress(queue.Full):
            self._jobs.put(None, timeout=timeout_s)
        # Again and again: what was about to begin when it was broken off has begun by now.
        while self._thread.is_alive() and (left_s := deadline_s - time.monotonic()) > 0.0:
            self._thread.join(min(left_s, _BREAK_OFF_S))
            self.request_close()
        return not self._thread.is_alive()

    # On the writer's thread.

    def squeeze(self, connection: sqlite3.Connection) -> None:
        """Leave nothing of what was deleted: not in free pages, not in the log beside the file.

        The table `squeeze_due` remembers that it is to be done. What can't be done now (a full
        disk, somebody who reads, the end of the program) is told, and tried again.
        """
        try:
            with self._interruptible() as may_begin:
                if may_begin:
                    connection.execute("VACUUM")
                    if _empty_log(connection):
                        connection.execute("DELETE FROM squeeze_due")
                        self._left = ""
                        return
            reason: str = deferred("errors", "it is still being read")
            if not may_begin:
                reason = deferred("errors", "vidclf ends")
        except sqlite3.Error as error:
            reason = str(error)
        self._left = deferred(
            "errors",
            "What was deleted from the history is not quite out of its files yet: {reason}. "
            "It is tried again, also at the next start.",
        ).format(reason=reason)

    def check(self, connection: sqlite3.Connection) -> None:
        """Look for damage.

        Raises:
            sqlite3.DatabaseError: There is some.
        """
        with self._interruptible() as may_begin:
            if may_begin:
                try:
                    check(connection, self._path)
                except sqlite3.OperationalError as error:
                    log.info("the history was not checked: %s", error)

    def _run(self) -> None:
        with closing(self._connection) as connection:
            while True:
                try:
                    job = self._jobs.get(timeout=_SQUEEZE_AGAIN_S if self._left else None)
                except queue.Empty:
                    job = self.squeeze
                if job is None:
                    return
                try:
                    job(connection)
                except Exception as error:  # noqa: BLE001 - the thread must go on
                    # A full disk, a drive that vanished: the picture goes on without a history.
                    if not self._error or is_damaged(error):
                        log.error("%s: %s", self._path, error)
                        self._error = str(refused(self._path, error))

    @contextmanager
    def _interruptible(self) -> Iterator[bool]:
        with self._lock:
            self._may_interrupt = may_begin = not self._ending
        try:
            yield may_begin
        finally:
            with self._lock:
                self._may_interrupt = False


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Bring the log into the file and empty it; False where somebody still reads from it."""
    connection.execute(f"PRAGMA busy_timeout = {int(_READER_S * 1000)}")
    try:
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_S * 1000)}")
    return not busy
