"""One kind of video of a recording, written by a thread of its own."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from vidclf_app.core.records import Frame, Prediction, UInt8Array
from vidclf_app.errors import VidclfError, refusal
from vidclf_app.live.recording.names import media_stem
from vidclf_app.live.recording.pace import SteadyPace
from vidclf_app.live.recording.part import SUFFIX, RecordedPart, free_bytes
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

PART_S = 30 * 60.0
PART_BYTES = 900_000_000  # Files of more than a gigabyte could not be finished after a kill.
_CHECK_EVERY_S = 2.0
# Without pictures for longer than that, the file ends, and another begins with the next one.
_LONGEST_STILL_S = 10.0
_QUEUE_BYTES = 96 << 20
_FEWEST_WAITING = 4


class Draw(Protocol):
    """Makes the picture that is written."""

    def __call__(
        self, frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]
    ) -> UInt8Array:
        """Return uint8 BGR, shape (H, W, 3)."""


@dataclass(frozen=True, slots=True)
class TrackPlan:
    """What a track writes, and where.

    Attributes:
        folder: The folder of its files.
        source_name: For people.
        addition: To the files' names.
        rate_hz: Of its files.
        draw: Makes the pictures.
        part_s: Longest part, seconds.
        part_bytes: Largest part.
        free_space: Tells how much may still be written into a folder.
    """

    folder: Path
    source_name: str
    addition: str
    rate_hz: float
    draw: Draw
    part_s: float = PART_S
    part_bytes: int = PART_BYTES
    free_space: Callable[[Path], int] = free_bytes


@dataclass(frozen=True, slots=True)
class TrackProgress:
    """How a track is doing.

    Attributes:
        duration_s: Of all that is written.
        size_bytes: Likewise; the part that is being written some seconds late.
        dropped: Frames that there was no time to write.
        paths: Finished files.
    """

    duration_s: float = 0.0
    size_bytes: int = 0
    dropped: int = 0
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    frame: Frame
    prediction: Prediction | None
    labels: tuple[str, ...]


class Track:
    """Writes frames to files as fast as it can; those it is too slow for are counted.

    Args:
        plan: What and where.
        wall: The time of day, Unix seconds.
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
    """

    def __init__(
        self,
        plan: TrackPlan,
        wall: Callable[[], float] = time.time,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._plan = plan
        self._wall = wall
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: deque[_Item] = deque()
        self._is_stopping = False
        self._ends_at_s: float | None = None
        self._part: RecordedPart | None = None
        self._pace = SteadyPace(plan.rate_hz)
        self._last: UInt8Array | None = None
        self._last_s = 0.0
        self._check_due_s = 0.0
        self._finished = TrackProgress()
        self.progress = TrackProgress()
        self.error: VidclfError | None = None
        self._thread = threading.Thread(
            target=self._run, name=f"vidclf-record-{plan.addition or 'raw'}", daemon=True
        )
        self._thread.start()

    @property
    def has_ended(self) -> bool:
        """Whether its last file is finished."""
        return not self._thread.is_alive()

    def offer(self, frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> None:
        """Hand a frame over. Returns at once, from any thread."""
        with self._changed:
            most = max(_FEWEST_WAITING, _QUEUE_BYTES // max(1, frame.pixels.nbytes))
            if self._is_stopping:
                return
            if len(self._waiting) >= most:
                self.progress = replace(self.progress, dropped=self.progress.dropped + 1)
                return
            self._waiting.append(_Item(frame, prediction, labels))
            self._changed.notify_all()

    def request_stop(self) -> None:
        """Finish what waits, then the file. Returns at once."""
        with self._changed:
            if not self._is_stopping:
                self._is_stopping = True
                self._ends_at_s = self._clock()
            self._changed.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True when it has come."""
        self._thread.join(timeout_s)
        return self.has_ended

    # The track's thread.

    def _run(self) -> None:
        try:
            while (item := self._take()) is not None:
                self._write(item)
        except VidclfError as error:
            self._fail(error)
        except Exception as error:
            log.exception("A recording broke off")
            self._fail(
                VidclfError(
                    deferred("errors", "The recording broke off: {kind}: {error}").format(
                        kind=type(error).__name__, error=refusal(error)
                    ),
                    deferred("errors", "Please report it with the log."),
                )
            )
        try:
            self._finish_part(None if self.error else self._ends_at_s)
        except VidclfError as error:
            self._fail(error)

    def _fail(self, error: VidclfError) -> None:
        log.error("%s", error)
        self.error = self.error or error
        with self._changed:
            self._is_stopping = True
            self._waiting.clear()

    def _take(self) -> _Item | None:
        with self._changed:
            while not self._waiting and not self._is_stopping:
                # Also without frames, a drive that goes away is noticed.
                if not self._changed.wait(_CHECK_EVERY_S):
                    self._check()
            return self._waiting.popleft() if self._waiting else None

    def _write(self, item: _Item) -> None:
        frame = item.frame
        if self._part is not None and self._must_end(self._part, frame):
            self._finish_part(self._last_s)
        repeats, once = (0, 1) if self._part is None else self._pace.take(frame.arrived_s)
        if self._part is None:
            self._begin_part(frame)
        part = self._part
        assert part is not None
        if self._last is not None:
            for _ in range(repeats):
                part.write(self._last)
        if once:
            self._last = self._plan.draw(frame, item.prediction, item.labels)
            part.write(self._last)
        self._last_s = frame.arrived_s
        if self._clock() >= self._check_due_s:
            self._check()
        self._tell()

    def _must_end(self, part: RecordedPart, frame: Frame) -> bool:
        return (
            (frame.width_px, frame.height_px) != part.size_px
            or frame.arrived_s - self._last_s > _LONGEST_STILL_S
            or self._pace.duration_s >= self._plan.part_s
            or part.size_bytes >= self._plan.part_bytes
        )

    def _begin_part(self, frame: Frame) -> None:
        plan = self._plan
        began_unix_s = self._wall() - max(0.0, self._clock() - frame.arrived_s)
        path = plan.folder / (media_stem(began_unix_s, plan.source_name, plan.addition) + SUFFIX)
        self._part = RecordedPart(
            path, plan.rate_hz, frame.width_px, frame.height_px, free_space=plan.free_space
        )
        self._pace = SteadyPace(plan.rate_hz)
        self._pace.take(frame.arrived_s)
        self._last = None
        self._check_due_s = self._clock() + _CHECK_EVERY_S

    def _finish_part(self, until_s: float | None) -> None:
        part, self._part = self._part, None
        if part is None:
            return
        if until_s is not None and self._last is not None:
            # The last picture was to be seen until then; but a camera that has been silent for
            # long doesn't get a still of hours.
            for _ in range(self._pace.finish(min(until_s, self._last_s + _LONGEST_STILL_S))):
                part.write(self._last)
        self._last = None
        part.finish()
        self._finished = TrackProgress(
            duration_s=self._finished.duration_s + self._pace.duration_s,
            size_bytes=self._finished.size_bytes + part.size_bytes,
            paths=(*self._finished.paths, part.path),
        )
        self._pace = SteadyPace(self._plan.rate_hz)
        self._tell()

    def _check(self) -> None:
        self._check_due_s = self._clock() + _CHECK_EVERY_S
        if self._part is not None:
            self._part.check()
            self._tell()

    def _tell(self) -> None:
        open_bytes = self._part.size_bytes if self._part is not None else 0
        with self._changed:
            self.progress = replace(
                self._finished,
                duration_s=self._finished.duration_s + self._pace.duration_s,
                size_bytes=self._finished.size_bytes + open_bytes,
                dropped=self.progress.dropped,
            )
