"""Saves a result by itself, a moment after each change; what can't be saved stays in memory."""

import time
from collections.abc import Callable
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.errors import ResultError, VidclfError, refusal
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.store import save_document
from vidclf_app.translating import deferred
from vidclf_app.ui.review.view_state import Saving

# A person who moves a slider makes many changes in a second.
_MOMENT_S = 0.8


class Keeper:
    """Keeps one document in its file.

    Args:
        path: The file.
        document: What is kept.
        clock: Monotonic seconds.
        rescue: A folder for what can't be saved in the end; None for none.

    Attributes:
        path: The file; another after `save_to`.
        error: Why it could not be saved; None where it could.
    """

    def __init__(
        self,
        path: Path,
        document: ResultDocument,
        clock: Callable[[], float] = time.monotonic,
        rescue: Path | None = None,
    ) -> None:
        self.path = path
        self.error: VidclfError | None = None
        self._document = document
        self._clock = clock
        self._rescue = rescue
        self._changed_s: float | None = None
        self._to: Path | None = None
        self._job: tuple[Path, Background[None]] | None = None

    @property
    def state(self) -> Saving:
        """Whether what was changed is in the file."""
        if self.error is not None:
            return Saving.FAILED
        is_saved = self._job is None and self._changed_s is None and not self._document.changed
        return Saving.SAVED if is_saved else Saving.WAITING

    def note_change(self) -> None:
        """Take note of a change: it is saved in a moment."""
        self._changed_s = self._clock()

    def save_now(self) -> None:
        """Save at once, also where that failed before."""
        self._changed_s = self._clock() - _MOMENT_S
        self.poll()

    def save_to(self, path: Path) -> None:
        """Save in another file, and go on there once that has worked."""
        self._to = path
        self.save_now()

    def poll(self) -> None:
        """Start what is due and take note of what has ended. Returns at once."""
        if self._job is not None:
            if not self._job[1].done:
                return
            self._take()
        if self._changed_s is None or self._clock() - self._changed_s < _MOMENT_S:
            return
        self._changed_s = None
        target, document = self._to or self.path, self._document
        self._to = None
        job = Background("vidclf-save", lambda: save_document(target, document))
        self._job = target, job

    def finish(self, timeout_s: float) -> bool:
        """Save what is not saved, and wait for it. What fails is saved in the rescue folder.

        Args:
            timeout_s: How long to wait at most, seconds.

        Returns:
            True when no thread is left; False also leaves a whole file behind, old or new.
        """
        deadline_s = time.monotonic() + timeout_s
        if not self.join(timeout_s):
            return False
        if self._document.changed or self._changed_s is not None:
            self.save_now()
        if not self.join(max(0.0, deadline_s - time.monotonic())):
            return False
        if self.error is not None and self._rescue is not None:
            self.save_to(rescued_path(self._rescue, self.path))
        return self.join(max(0.0, deadline_s - time.monotonic()))

    def join(self, timeout_s: float) -> bool:
        """Wait for the saving that goes on, if any; True when no thread is left."""
        if self._job is None:
            return True
        if not self._job[1].join(timeout_s):
            return False
        self._take()
        return True

    def _take(self) -> None:
        """Take note of how the saving that has ended went."""
        assert self._job is not None
        (target, job), self._job = self._job, None
        try:
            job.outcome()
        except VidclfError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - told in the banner; the work is in memory
            self.error = ResultError(
                deferred("errors", "{target}: could not be saved: {kind}: {error}").format(
                    target=target, kind=type(error).__name__, error=refusal(error)
                ),
                "",
            )
        else:
            self.error = None
            self.path = target


def rescued_path(folder: Path, path: Path) -> Path:
    """Return a name in the rescue folder that nothing has yet."""
    number = 1
    while (rescued := folder / f"{path.stem}.{number}{path.suffix}").exists():
        number += 1
    return rescued
