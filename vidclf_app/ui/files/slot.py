"""The place of the one file that is being analysed."""

import logging
from dataclasses import dataclass

from vidclf_app.ui.files.entry import Entry
from vidclf_app.ui.files.pace import Pace
from vidclf_app.ui.files.run import FileRun, Progress

log = logging.getLogger(__name__)

_HUNG_AFTER_S = 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """A file whose analysis is over.

    Attributes:
        entry: The file.
        run: Its run.
        is_hung: It was told to stop and did not: a drive that no longer answers.
    """

    entry: Entry
    run: FileRun
    is_hung: bool


class RunSlot:
    """Holds the run of one file at a time, and knows how fast it goes.

    Attributes:
        progress: How far the run is, as it was last watched; None while there is none.
    """

    def __init__(self) -> None:
        self.progress: Progress | None = None
        self._entry: Entry | None = None
        self._run: FileRun | None = None
        self._stopping_since_s: float | None = None
        self._left_behind: list[FileRun] = []
        self._pace = Pace()
        self._last_rate: float | None = None

    @property
    def entry(self) -> Entry | None:
        """The file that is being analysed, or None."""
        return self._entry

    @property
    def rate(self) -> float | None:
        """Seconds of video a second, of this run or of the one before; None as long as unknown."""
        return self._pace.rate or self._last_rate

    @property
    def left_s(self) -> float | None:
        """Seconds until the file is done; None as long as nobody can tell."""
        progress = self.progress
        if progress is None or progress.duration_s is None:
            return None
        return self._pace.left_s(max(0.0, progress.duration_s - progress.at_s))

    def begin(self, entry: Entry, run: FileRun) -> None:
        """Take in a run that has just begun."""
        self._entry, self._run = entry, run
        self._stopping_since_s = None
        self._pace = Pace()
        self.progress = run.progress()

    def pause(self, paused: bool) -> None:
        """Let the run stand still, or go on."""
        self._pace.rest()
        if self._run is not None:
            self._run.pause(paused)

    def stop(self, now_s: float) -> None:
        """Tell the run to end without a result, and return at once."""
        if self._run is not None and self._stopping_since_s is None:
            self._stopping_since_s = now_s
            self._run.request_stop()

    def watch(self, now_s: float, *, is_paused: bool) -> Ended | None:
        """Look how far the run is; the slot is empty once it has ended.

        Args:
            now_s: Monotonic seconds.
            is_paused: The queue stands still.
        """
        entry, run = self._entry, self._run
        if entry is None or run is None:
            return None
        has_ended = run.has_ended
        stopping_since_s = self._stopping_since_s
        is_hung = stopping_since_s is not None and now_s - stopping_since_s > _HUNG_AFTER_S
        if not has_ended and not is_hung:
            self.progress = run.progress()
            if self.progress.is_open and not is_paused and stopping_since_s is None:
                self._pace.update(now_s, self.progress.at_s)
            return None
        if not has_ended:
            log.warning("%s: its analysis does not end and is left behind", entry.video)
            self._left_behind.append(run)
        self._last_rate = self.rate
        self._pace = Pace()
        self._entry = self._run = self.progress = None
        return Ended(entry, run, is_hung=not has_ended)

    def runs(self) -> list[FileRun]:
        """Return everything that may still run."""
        self._left_behind = [run for run in self._left_behind if not run.has_ended]
        return [*self._left_behind, *([self._run] if self._run is not None else [])]
