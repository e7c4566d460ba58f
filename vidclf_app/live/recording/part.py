"""One file of a recording."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import cv2

from vidclf_app.core.files import discard, exists, make_folder, partial_path, write_error
from vidclf_app.core.records import UInt8Array
from vidclf_app.errors import SinkError
from vidclf_app.live.recording.avi import finish_avi
from vidclf_app.live.recording.names import free_path
from vidclf_app.translating import deferred

SUFFIX = ".avi"
# Any player takes AVI files of MPEG-4 part 2 for what they are by this code.
_CODEC = "XVID"
LOWEST_FREE_BYTES = 500 * 1000 * 1000
_PROBE = b"\0" * 4096


def free_bytes(folder: Path) -> int:
    """Return how much may still be written into a folder.

    Raises:
        OSError: The folder is gone.
    """
    return shutil.disk_usage(folder).free


class RecordedPart:
    """A video file that is being written, under a name of its own until it is finished.

    Args:
        path: What it will be called; a number is added where that is taken.
        rate_hz: Its constant rate.
        width_px: Of its frames.
        height_px: Of its frames.
        free_space: See `free_bytes`.

    Raises:
        SinkError: It can't be created.
    """

    def __init__(
        self,
        path: Path,
        rate_hz: float,
        width_px: int,
        height_px: int,
        *,
        free_space: Callable[[Path], int] = free_bytes,
    ) -> None:
        self.size_px = (width_px, height_px)
        self.size_bytes = 0
        self._free_space = free_space
        make_folder(path.parent)
        self.path, self._partial = _claim(path)
        try:
            self.check()
        except SinkError:
            discard(self._partial)
            raise
        # Absolute: of a name like "12:30.avi", FFmpeg would take "12" for a protocol.
        name = str(self._partial.absolute())
        self._writer = cv2.VideoWriter(
            name, cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*_CODEC), rate_hz, self.size_px
        )
        if not self._writer.isOpened():
            discard(self._partial)
            raise write_error(path, deferred("errors", "the video file can't be created"))

    def write(self, pixels: UInt8Array) -> None:
        """Append a frame: uint8 BGR, shape (H, W, 3), of the part's size."""
        self._writer.write(pixels)

    def check(self) -> None:
        """Find out whether the file can still grow; OpenCV's writer says nothing of errors.

        Also marks the file as one that is being written.

        Raises:
            SinkError: The disk is nearly full, or the folder can't be written to any more.
        """
        folder = self.path.parent
        probe = self._partial.with_suffix(".probe")
        try:
            left = self._free_space(folder)
            probe.write_bytes(_PROBE)
            os.utime(self._partial)
            self.size_bytes = self._partial.stat().st_size
        except OSError as error:
            raise write_error(self.path, error) from error
        finally:
            discard(probe)
        if left < LOWEST_FREE_BYTES:
            raise SinkError(
                deferred("errors", "{folder}: less than {megabytes} MB are free.").format(
                    folder=folder, megabytes=LOWEST_FREE_BYTES // 1_000_000
                ),
                deferred("errors", "Free some space, or choose another folder for recordings."),
            )

    def finish(self) -> None:
        """Close the file and give it its name; `path` tells it.

        Raises:
            SinkError: It can't be finished; what can be kept is kept.
        """
        self._writer.release()
        if not _is_readable(self._partial):
            # The end could not be written. Less room is needed for finishing what is there.
            with suppress(OSError):
                finish_avi(self._partial)
            if not _is_readable(self._partial):
                raise write_error(
                    self.path,
                    deferred("errors", "the video came out unreadable (is the disk full?)"),
                )
        try:
            self.path = free_path(self.path)
            self._partial.rename(self.path)
            self.size_bytes = self.path.stat().st_size
        except OSError as error:
            raise write_error(self.path, error) from error


def _claim(path: Path) -> tuple[Path, Path]:
    """Return a free path like this one, and the new, empty file to write in its place.

    Raises:
        SinkError: The file can't be made.
    """
    wanted, number = path, 2
    while True:
        partial = partial_path(wanted)
        try:
            # Two cameras of the same name may begin in the same second.
            if not exists(wanted):
                partial.open("xb").close()
                return wanted, partial
        except FileExistsError:
            pass
        except OSError as error:
            raise write_error(path, error) from error
        wanted, number = path.with_name(f"{path.stem} ({number}){path.suffix}"), number + 1


def _is_readable(path: Path) -> bool:
    capture = cv2.VideoCapture(str(path.absolute()), cv2.CAP_FFMPEG)
    readable = capture.isOpened() and capture.grab() and capture.get(cv2.CAP_PROP_FRAME_COUNT) > 0
    capture.release()
    return bool(readable)
