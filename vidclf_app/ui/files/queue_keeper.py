"""Writes the queue when it has changed, without making anybody wait."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.errors import SinkError
from vidclf_app.ui.files.queue_file import KeptFile, save_queue

log = logging.getLogger(__name__)

_EVERY_S = 1.0

Kept = tuple[KeptFile, ...]


class QueueKeeper:
    """Keeps the queue in its file.

    Args:
        path: The file.
        clock: Monotonic seconds.
        kept: What the file holds.
    """

    def __init__(self, path: Path, clock: Callable[[], float], kept: Sequence[KeptFile]) -> None:
        self._path = path
        self._clock = clock
        self._written: Kept = tuple(kept)
        self._job: Background[None] | None = None
        self._due_s = 0.0

    def keep(self, queue: Callable[[], Sequence[KeptFile]]) -> SinkError | None:
        """Write the queue where it has changed, about once a second.

        Args:
            queue: Gives the queue as it is now.

        Returns:
            Why it could not be written, once for each change.
        """
        failure: SinkError | None = None
        if self._job is not None:
            if not self._job.done:
                return None
            failure = _failure(self._job)
            self._job = None
        now_s = self._clock()
        if now_s >= self._due_s:
            self._due_s = now_s + _EVERY_S
            now = tuple(queue())
            if now != self._written:
                self._written = now
                self._job = Background("vidclf-queue", lambda: save_queue(self._path, now))
        return failure

    def end(self, queue: Sequence[KeptFile], timeout_s: float) -> bool:
        """Write the queue for the last time; True when it was tried within the time."""
        if self._job is not None and not self._job.join(timeout_s):
            return False
        self._job = None
        now = tuple(queue)
        if now != self._written:
            self._written = now
            job = Background("vidclf-queue", lambda: save_queue(self._path, now))
            if not job.join(timeout_s):
                return False
            if (failure := _failure(job)) is not None:
                log.warning("%s", failure)
        return True


def _failure(job: Background[None]) -> SinkError | None:
    try:
        job.outcome()
    except SinkError as error:
        return error
    return None
