"""Plays a video file on a thread of its own; whoever shows it asks what is to be seen now.

Of places that are asked for the newest wins. While playing, frames wait in a short queue until
their time has come; a file that can't be decoded fast enough loses frames, not time. There is no
sound: OpenCV reads none.

A file that vanishes, or is replaced or changed in place, is told within a second. Of one that was
changed nothing more is shown: it would be decoded as a mixture, or stand still without a word. Once
the same content is there again, it goes on.
"""

import logging
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.core.files import exists
from vidclf_app.core.records import Frame, SourceInfo
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.errors import SourceLostError, SourceOpenError, VidclfError
from vidclf_app.translating import deferred
from vidclf_app.ui.review.playing.presence import HeldContent, Presence
from vidclf_app.ui.review.playing.reader import FrameReader

log = logging.getLogger(__name__)

_QUEUE_FRAMES = 6
_QUEUE_BYTES = 48 << 20
# No screen shows more pictures a second.
_FASTEST_HZ = 80.0
# Later than this and the clock waits for the pictures, seconds.
_MAX_LATE_S = 0.25
# While dragging, a search is finished and shown unless it takes longer than this, seconds.
_PATIENCE_S = 0.5
_MOST_STEPS = 8
_LOOK_EVERY_S = 1.0
_LOST = {
    Presence.GONE: (
        deferred("errors", "{path}: the video is not there any more."),
        deferred(
            "errors",
            "Connect its drive again or put the file back. "
            "Timeline and segments can be used meanwhile.",
        ),
    ),
    Presence.CHANGED: (
        deferred("errors", "{path}: the video was replaced or changed while it was open."),
        deferred(
            "errors",
            "The picture stands still; timeline and segments can be used. "
            "Try again to see what the file holds now.",
        ),
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class PlayerState:
    """How a player stands, at one moment.

    Attributes:
        info: What the file says of itself, once it is open.
        frame: What is to be seen; None before there is a picture.
        position_s: The place that was asked for last, or that of the picture, seconds.
        playing: Pictures follow each other.
        speed: Seconds of video a second.
        at_end: The last frame is shown.
        seeking: The picture that was asked for is not there yet.
        error: What is wrong with the file; None while all is well.
    """

    info: SourceInfo | None = None
    frame: Frame | None = None
    position_s: float = 0.0
    playing: bool = False
    speed: float = 1.0
    at_end: bool = False
    seeking: bool = True
    error: BaseException | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """What the thread does next.

    Attributes:
        seek_s: The place to show, or None.
        steps: 1 or -1 for a neighbour of `base`, 0 for the next one of the queue.
        base: The frame to go on from.
        not_before_s: Pass over frames before this time.
        turn: See `Player._turn`.
    """

    seek_s: float | None
    steps: int
    base: Frame | None
    not_before_s: float
    turn: int


class Player:
    """One video file. Every method returns at once, but `stop`.

    Args:
        path: The file.
        start_s: Where to begin, seconds.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.
    """

    def __init__(
        self,
        path: Path,
        *,
        start_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self.path = path
        self._clock = clock
        self._capture_factory = capture_factory
        self._changed = threading.Condition()
        self._stopped = False
        self._info: SourceInfo | None = None
        self._shown: Frame | None = None
        self._error: BaseException | None = None
        self._position_s = max(0.0, start_s)
        self._seek_s: float | None = self._position_s
        self._steps = 0
        self._busy = False
        self._busy_since_s = 0.0
        self._turn = 0  # Goes up when what is being decoded is no longer wanted.
        self._queue: deque[Frame] = deque()
        self._playing = False
        self._speed = 1.0
        self._ended = False  # No frame follows the queue's last one.
        self._presence = Presence.THERE
        self._held: HeldContent | None = None  # Of the file that was opened.
        # Clock and media time that belong together, seconds.
        self._anchor: tuple[float, float] | None = None
        self._thread = threading.Thread(target=self._run, name="vidclf-player", daemon=True)
        self._thread.start()

    # What a person asks for.

    def seek(self, time_s: float) -> None:
        """Show what is seen at a time, seconds; while playing, go on from there."""
        with self._changed:
            self._ask_for(time_s)

    def step(self, frames: int) -> None:
        """Stand still, some frames further on (or back, where negative)."""
        with self._changed:
            self._playing = False
            self._forget_queue()
            self._steps = max(-_MOST_STEPS, min(_MOST_STEPS, self._steps + frames))
            self._changed.notify_all()

    def play(self, playing: bool) -> None:
        """Let the pictures follow each other, or stand still; at the end, begin anew."""
        with self._changed:
            if playing and self._is_at_end():
                self._ask_for(0.0)
            self._playing = playing
            self._anchor = None
            self._changed.notify_all()

    def set_speed(self, speed: float) -> None:
        """Play so many seconds of video a second."""
        with self._changed:
            self._speed = speed
            self._anchor = None

    # What to show.

    @property
    def is_gone(self) -> bool:
        """Whether the file is not there (any more)."""
        return self._presence is Presence.GONE

    @property
    def is_changed(self) -> bool:
        """Whether the file holds something else than when it was opened."""
        return self._presence is Presence.CHANGED

    def poll(self) -> PlayerState:
        """Return what is to be seen now."""
        with self._changed:
            seeking = self._seek_s is not None or self._steps != 0 or self._busy
            if self._playing and not seeking:
                self._take_due(self._clock())
            return PlayerState(
                info=self._info,
                frame=self._shown,
                position_s=self._position_s,
                playing=self._playing,
                speed=self._speed,
                at_end=self._is_at_end(),
                seeking=seeking,
                error=self._error,
            )

    def request_stop(self) -> None:
        """Tell the thread to end, and return at once."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()

    def stop(self, timeout_s: float) -> bool:
        """End the thread; True when it has ended within the time."""
        self.request_stop()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # Under the lock.

    def _ask_for(self, time_s: float) -> None:
        self._position_s = max(0.0, time_s)
        self._seek_s, self._steps = self._position_s, 0
        self._forget_queue()
        self._changed.notify_all()

    def _forget_queue(self) -> None:
        self._turn += 1
        self._queue.clear()
        self._ended = False
        self._anchor = None

    def _is_at_end(self) -> bool:
        return self._ended and not self._queue and self._seek_s is None

    def _take_due(self, now_s: float) -> None:
        """Show the newest frame whose time has come."""
        if self._shown is None:
            return
        if self._anchor is None:
            self._anchor = (now_s, self._shown.time_s)
        due_s = self._media_s(now_s)
        if self._queue and due_s - self._queue[-1].time_s > _MAX_LATE_S * max(1.0, self._speed):
            # The decoder is behind, or the machine slept.
            due_s = self._queue[-1].time_s
            self._anchor = (now_s, due_s)
        while self._queue and self._queue[0].time_s <= due_s:
            self._shown = self._queue.popleft()
            self._position_s = self._shown.time_s
            self._changed.notify_all()
        if self._ended and not self._queue:
            self._playing = False

    def _media_s(self, now_s: float) -> float:
        assert self._anchor is not None
        return self._anchor[1] + (now_s - self._anchor[0]) * self._speed

    def _task(self) -> _Task | None:
        if self._seek_s is not None:
            task = _Task(self._seek_s, 0, None, 0.0, self._turn)
            self._seek_s = None
            self._busy = True
        elif self._steps and self._shown is not None:
            step = 1 if self._steps > 0 else -1
            self._steps -= step
            task = _Task(None, step, self._shown, 0.0, self._turn)
            self._busy = True
        elif self._playing and not self._ended and self._shown is not None and self._has_room():
            base = self._queue[-1] if self._queue else self._shown
            not_before_s = base.time_s + self._speed / _FASTEST_HZ
            if self._anchor is not None:
                not_before_s = max(not_before_s, self._media_s(self._clock()))
            task = _Task(None, 0, base, not_before_s, self._turn)
        else:
            self._steps = 0
            return None
        self._busy_since_s = self._clock()
        return task

    def _has_room(self) -> bool:
        waiting_bytes = sum(frame.pixels.nbytes for frame in self._queue)
        return len(self._queue) < _QUEUE_FRAMES and waiting_bytes <= _QUEUE_BYTES

    # The thread.

    def _run(self) -> None:
        reader: FrameReader | None = None
        looked_s = 0.0
        while (task := self._next_task(looked_s)) is not None or not self._stopped:
            try:
                is_due = self._clock() - looked_s >= _LOOK_EVERY_S
                if is_due or reader is None or self._presence is not Presence.THERE:
                    looked_s = self._clock()
                    self._look_for_file()
                if self.is_changed:
                    if reader is not None:
                        reader.close()
                        reader = None
                    self._stand_still()
                    continue
                if task is None:
                    continue
                if reader is None:
                    reader = self._open()
                self._do(reader, task)
            except Exception as error:  # noqa: BLE001 - told in the banner
                self._fail(error)
                if reader is not None:
                    reader.close()
                reader = None
                if task is not None:
                    # What can't be read may have been changed: that says more.
                    looked_s = -math.inf
        if reader is not None:
            reader.close()

    def _open(self) -> FrameReader:
        held = self._held
        if held is None:
            # What is wrong with the file, the reader tells better.
            with suppress(OSError, SourceOpenError):
                held = HeldContent(self.path)
        reader = FrameReader(self.path, self._is_overtaken, self._capture_factory)
        self._held = held
        with self._changed:
            self._info = reader.info
        return reader

    def _next_task(self, looked_s: float) -> _Task | None:
        """Wait for something to do; None when told to stop, or to look for the file."""
        with self._changed:
            while not self._stopped:
                task = self._task()
                if task is not None:
                    return task
                wait_s = looked_s + _LOOK_EVERY_S - self._clock()
                if wait_s <= 0.0 or not self._changed.wait(min(wait_s, _LOOK_EVERY_S)):
                    return None
            return None

    def _do(self, reader: FrameReader, task: _Task) -> None:
        if task.seek_s is not None:
            frame = reader.at(task.seek_s)
        elif task.base is None:
            frame = None
        elif task.steps < 0:
            frame = reader.before(task.base)
        else:
            frame = reader.after(task.base, task.not_before_s)
        is_last = frame is not None and reader.is_last(frame)
        with self._changed:
            self._busy = False
            is_wanted = task.turn == self._turn
            if task.seek_s is None and not task.steps:
                if is_wanted and frame is not None:
                    self._queue.append(frame)
            elif frame is not None:
                # Also what was overtaken is shown: dragging looks alive.
                self._shown = frame
                if is_wanted and not self._steps:
                    self._position_s = frame.time_s if task.steps else self._position_s
            if is_wanted and not self._stopped:
                self._ended = task.steps >= 0 if frame is None else is_last
            if frame is not None and self._presence is Presence.THERE:
                self._error = None
            self._changed.notify_all()

    def _is_overtaken(self) -> bool:
        # Read without the lock: at worst it is noticed one frame later.
        waited_s = self._clock() - self._busy_since_s
        return self._stopped or (self._seek_s is not None and waited_s > _PATIENCE_S)

    def _look_for_file(self) -> None:
        """Tell when the file has vanished or changed, and when it is back."""
        if self._held is not None:
            presence = self._held.look()
        else:
            presence = Presence.THERE if exists(self.path) else Presence.GONE
        before, self._presence = self._presence, presence
        if presence is before:
            return
        with self._changed:
            if presence is not Presence.THERE:
                message, hint = _LOST[presence]
                self._error = SourceLostError(message.format(path=self.path), hint)
                return
            self._error = None
            if self._shown is None or before is Presence.CHANGED:
                self._ask_for(self._position_s)

    def _stand_still(self) -> None:
        with self._changed:
            self._busy = self._playing = False
            self._queue.clear()

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, VidclfError):
            log.error("%s: %s", self.path, error, exc_info=error)
        with self._changed:
            self._busy = self._playing = False
            self._error = error
            self._ended = True
