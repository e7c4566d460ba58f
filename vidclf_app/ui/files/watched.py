"""A video file that notices when it vanishes or changes while it is read."""

import time
from collections.abc import Callable
from pathlib import Path

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.errors import SourceLostError
from vidclf_app.translating import deferred

_LOOK_EVERY_S = 2.0


class WatchedFile(VideoSource):
    """A `VideoFile` that is looked at every two seconds and at its end.

    Many systems let a program read on in a file that was deleted, and FFmpeg takes a drive that
    was pulled out for the end of the file: what came of it would belong to no video, or to half
    of one.

    Args:
        path: The file.
        clock: Monotonic seconds.
        capture_factory: The seam to OpenCV.

    Raises:
        SourceError: See `VideoFile`.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self._path = path
        self._clock = clock
        self._looked_s = clock()
        self._interrupted = False
        # Before it is opened: what is opened may be newer, and then the next look tells.
        self._status = _status(path)
        self._file = VideoFile(path, clock=clock, capture_factory=capture_factory)

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._file.info

    def grab(self) -> FrameStamp | None:
        """Move to the next frame. See `VideoSource`."""
        now_s = self._clock()
        if now_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = now_s
            self._look()
        try:
            stamp = self._file.grab()
        except (SourceLostError, OSError):
            self._look()
            raise
        if stamp is None and not self._interrupted:
            self._look()
        return stamp

    def retrieve(self) -> Frame:
        """Convert the frame that was grabbed last. See `VideoSource`."""
        try:
            return self._file.retrieve()
        except SourceLostError:
            self._look()
            raise

    def interrupt(self) -> None:
        """Give no more frames. See `VideoSource`."""
        self._interrupted = True
        self._file.interrupt()

    def close(self) -> None:
        """Close the file. May be called again."""
        self._file.close()

    def _look(self) -> None:
        status = _status(self._path)
        if status is None:
            raise SourceLostError(
                deferred("files", "{video}: the file is gone.").format(video=self._path),
                deferred("files", "Connect its drive or put the file back, then analyse it again."),
            )
        if status != self._status:
            raise SourceLostError(
                deferred("files", "{video}: the file changed while it was analysed.").format(
                    video=self._path
                ),
                deferred(
                    "files", "Analyse it again when it is no longer being copied or recorded."
                ),
            )


def _status(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns
