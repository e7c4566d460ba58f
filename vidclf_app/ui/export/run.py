"""One export on a thread of its own."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.background import Background
from vidclf_app.errors import SourceError
from vidclf_app.exporting.formats import ExportFormat, existing_paths, export
from vidclf_app.results.records import Result


class _CancelledError(Exception):
    """Comes out of the writer that was told to end."""


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What to write.

    Attributes:
        result: The result; its video is where it lies now.
        formats: In which forms.
        folder: Where to.
        base_name: Of the files.
        overwrite: Replace files that are there.
    """

    result: Result
    formats: tuple[ExportFormat, ...]
    folder: Path
    base_name: str
    overwrite: bool = False


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """How it ended.

    Attributes:
        written: The files that are complete, in order.
        there: Files that were there already: nothing was written, somebody has to be asked.
        error: What went wrong, or None.
        cancelled: A person cancelled.
    """

    written: tuple[Path, ...] = ()
    there: tuple[Path, ...] = ()
    error: BaseException | None = None
    cancelled: bool = False


class ExportRun:
    """Writes; starts at once.

    Args:
        job: What to write.
    """

    def __init__(self, job: ExportJob) -> None:
        self.job = job
        self._cancel = threading.Event()
        self._done = 0
        self._share = 0.0
        self._work = Background("vidclf-export", self._write)

    @property
    def outcome(self) -> ExportOutcome | None:
        """How it ended; None while it runs."""
        return self._work.outcome() if self._work.done else None

    @property
    def format(self) -> ExportFormat:
        """What is being written."""
        formats = self.job.formats
        return formats[min(self._done, len(formats) - 1)]

    @property
    def share(self) -> float:
        """How much of all is done, 0..1."""
        return min(1.0, (self._done + self._share) / len(self.job.formats))

    def cancel(self) -> None:
        """End soon; files that are complete stay."""
        self._cancel.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True when it has come."""
        return self._work.join(timeout_s)

    def _write(self) -> ExportOutcome:
        job = self.job
        written: list[Path] = []
        try:
            there = existing_paths(job.formats, job.folder, job.base_name)
            if there and not job.overwrite:
                return ExportOutcome(there=tuple(there))
            lost: SourceError | None = None
            for form in job.formats:
                try:
                    written += self._write_one(form)
                except SourceError as error:
                    # The other forms need no video.
                    lost = lost or error
                # In this order, the share never goes back.
                self._share = 0.0
                self._done += 1
            return ExportOutcome(tuple(written), error=lost)
        except _CancelledError:
            return ExportOutcome(tuple(written), cancelled=True)
        except BaseException as error:  # noqa: BLE001 - told by whoever polls
            return ExportOutcome(tuple(written), error=error)

    def _write_one(self, form: ExportFormat) -> Sequence[Path]:
        job = self.job
        self._check()
        return export(
            job.result,
            [form],
            job.folder,
            job.base_name,
            overwrite=job.overwrite,
            progress=self._note,
        )

    def _note(self, share: float) -> None:
        # At 1 the file is complete or nearly so: it is counted before anything ends.
        if share < 1.0:
            self._check()
        self._share = share

    def _check(self) -> None:
        if self._cancel.is_set():
            raise _CancelledError
