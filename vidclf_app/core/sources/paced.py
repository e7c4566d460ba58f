"""A file that plays at its own speed, like a camera."""

import threading
import time
from collections.abc import Callable

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import SourceOpenError
from vidclf_app.translating import deferred

# Later than this and the file doesn't try to catch up: it was paused, or the machine slept.
_MAX_LATE_S = 0.25


class PacedFile(VideoSource):
    """Gives a file's frames at the times they carry.

    `time_s` stays media time; where the file loops, it steps back, which tells every stage that
    the picture jumped.

    Args:
        file: The file; closed with this source.
        loop: Start again at the end, for ever.
        clock: Monotonic seconds.
    """

    def __init__(
        self,
        file: VideoFile,
        *,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file = file
        self._loop = loop
        self._clock = clock
        self._interruption = threading.Event()
        self._zero_s: float | None = None
        self._due_s = 0.0
        self._arrived_s = 0.0

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._file.info

    def grab(self) -> FrameStamp | None:
        """Wait until the next frame is due and move to it. See `VideoSource`."""
        stamp = self._file.grab()
        if stamp is None and self._loop and not self._interruption.is_set():
            stamp = self._start_again()
        if stamp is None:
            return None
        now_s = self._clock()
        if self._zero_s is None or now_s - (self._zero_s + stamp.time_s) > _MAX_LATE_S:
            self._zero_s = now_s - stamp.time_s
        self._due_s = self._zero_s + stamp.time_s
        wait_s = self._due_s - now_s
        if wait_s > 0.0 and self._interruption.wait(wait_s):
            return None
        self._arrived_s = self._clock()
        return FrameStamp(stamp.index, stamp.time_s, self._arrived_s)

    def retrieve(self) -> Frame:
        """Convert the frame that was grabbed last. See `VideoSource`."""
        frame = self._file.retrieve()
        return Frame(frame.pixels, frame.index, frame.time_s, self._arrived_s)

    def interrupt(self) -> None:
        """End the wait for the next frame. See `VideoSource`."""
        self._interruption.set()
        self._file.interrupt()

    def close(self) -> None:
        """Close the file. May be called again."""
        self._file.close()

    def _start_again(self) -> FrameStamp | None:
        self._file.rewind()
        stamp = self._file.grab()
        if stamp is not None:
            # The last frame is shown for as long as any other, also where it is the only one.
            self._zero_s = self._due_s + 1.0 / self.info.rate_hz - stamp.time_s
        elif not self._interruption.is_set():
            raise SourceOpenError(
                deferred("errors", "{path}: has no pictures in it any more.").format(
                    path=self._file.path
                )
            )
        return stamp
