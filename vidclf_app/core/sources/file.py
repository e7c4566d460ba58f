"""Video files, as fast as they go: complete, in order, the same on every run."""

import stat
import time
from collections.abc import Callable
from pathlib import Path

import cv2

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo, UInt8Array
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.capture import Capture, CaptureFactory, open_capture
from vidclf_app.core.sources.containers import missing_bytes, picture_duration_s
from vidclf_app.errors import SourceLostError, SourceOpenError, refusal
from vidclf_app.translating import deferred

VIDEO_SUFFIXES = frozenset(
    {
        *(".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mjpeg", ".mjpg", ".mkv", ".mov"),
        *(".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"),
    }
)

_CONVERT_HINT = deferred(
    "errors", "Check that it plays elsewhere, or convert it: ffmpeg -i IN -c:v libx264 OUT.mp4"
)
_REPAIR_HINT = deferred(
    "errors", "Copy it again from where it came, or repair it: ffmpeg -i IN -c copy OUT.mp4"
)
_FALLBACK_RATE_HZ = 30.0
# Where frames don't come at one rate FFmpeg may land behind the wanted one: try again before it.
_SEEK_BACK_S = (1.0, 4.0, 16.0, 64.0)
_SAME_TIME_S = 1e-6
# Lists of other files or addresses, which FFmpeg would open in place of this one.
_SCRIPT_STARTS = (b"ffconcat", b"#EXTM3U")


class VideoFile(VideoSource):
    """A video file. `time_s` is media time, as the container gives it.

    A file that was cut short is refused where its container tells its length, see `containers`.
    FFmpeg gives up at a large damage in the middle as at the end; in MP4 and its relatives the
    length of the track tells the two apart, elsewhere nothing does. A file that vanishes or is cut
    short while it is read is told at its end, which FFmpeg then comes to without a word.

    Args:
        path: The file.
        decoder_threads: Threads of the decoder; None for its own choice, one for each core. One
            costs the least where several files are read at the same time.
        clock: Monotonic seconds, for `arrived_s`.
        capture_factory: The seam to OpenCV.

    Raises:
        SourceOpenError: There is no such file, it may not be read, is truncated or holds no video.
        SourceLostError: Its first frame can't be decoded.
    """

    def __init__(
        self,
        path: Path,
        *,
        decoder_threads: int | None = None,
        clock: Callable[[], float] = time.monotonic,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self.path = path
        self._properties = (
            [] if decoder_threads is None else [cv2.CAP_PROP_N_THREADS, decoder_threads]
        )
        self._clock = clock
        self._capture_factory = capture_factory
        self._interrupted = False
        self._first_s = self._time_s = 0.0
        self._stamps_rise: bool | None = None  # None: fewer than two frames were seen.
        self._arrived_s = 0.0
        self._size_bytes = _check_readable(path)
        self._capture = self._open()
        self._rewind_state()
        rate_hz = self._capture.get(cv2.CAP_PROP_FPS)
        self._rate_hz = rate_hz if 0.0 < rate_hz < 1000.0 else _FALLBACK_RATE_HZ
        frames = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        # The first frame is decoded here: a file without pictures is refused before any work,
        # and a rotated video's size is known only from its pixels.
        try:
            if not self._capture.grab():
                raise SourceOpenError(
                    deferred("errors", "{path}: has no pictures in it.").format(path=path),
                    _CONVERT_HINT,
                )
            height_px, width_px = self._pixels().shape[:2]
        except BaseException:
            self._capture.release()
            raise
        self._is_grabbed_ahead = True
        self._info = SourceInfo(
            name=path.name,
            live=False,
            width_px=width_px,
            height_px=height_px,
            rate_hz=self._rate_hz,
            duration_s=frames / self._rate_hz if frames > 0 else None,
        )

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._info

    def rewind(self) -> None:
        """Start again at the first frame.

        Raises:
            SourceOpenError: The file can't be opened any more.
        """
        self._capture.release()
        self._size_bytes = _check_readable(self.path)
        self._capture = self._open()
        self._rewind_state()

    def seek(self, time_s: float) -> None:
        """Move to a frame at or before a time, from which `grab` leads on to that time.

        It is near where the container can be searched; else it is the file's first. Frames keep
        the times that they have without a seek. Their numbers are counted from the time and the
        nominal rate: exact where frames come at one rate.

        Args:
            time_s: Media time, seconds.

        Raises:
            SourceOpenError: The file can't be opened any more.
            SourceLostError: The file is damaged.
        """
        # Whether its time stamps can be trusted shows only in the second frame.
        while self._stamps_rise is None and self.grab() is not None:
            pass
        if self._stamps_rise and self._land_at_or_before(time_s):
            return
        self.rewind()

    def grab(self) -> FrameStamp | None:
        """Move to the next frame. See `VideoSource`."""
        if self._interrupted:
            return None
        if self._is_grabbed_ahead:
            self._is_grabbed_ahead = False
        elif not self._capture.grab():
            self._check_complete()
            return None
        self._index += 1
        time_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
        if self._index > 0:
            rises = time_s > self._time_s
            self._stamps_rise = rises and self._stamps_rise is not False
            if not rises:
                # Broken time stamps: fall back on the nominal rate.
                time_s = self._time_s + 1.0 / self._rate_hz
        self._time_s = time_s
        if self._index == 0:
            self._first_s = time_s
        self._arrived_s = self._clock()
        return FrameStamp(index=self._index, time_s=time_s, arrived_s=self._arrived_s)

    def retrieve(self) -> Frame:
        """Convert the frame that was grabbed last. See `VideoSource`."""
        return Frame(
            pixels=self._pixels(),
            index=self._index,
            time_s=self._time_s,
            arrived_s=self._arrived_s,
        )

    def interrupt(self) -> None:
        """Give no more frames. See `VideoSource`."""
        self._interrupted = True

    def close(self) -> None:
        """Close the file. May be called again."""
        self._capture.release()

    def _check_complete(self) -> None:
        # OpenCV reports a hole of damaged data, a vanished file and the true end alike.
        try:
            size_bytes = self.path.stat().st_size
            expected_s = picture_duration_s(self.path)
        except OSError as error:
            raise SourceLostError(
                deferred("errors", "{path}: the file is gone.").format(path=self.path),
                deferred("errors", "Connect its drive or put the file back, then try again."),
            ) from error
        if size_bytes < self._size_bytes:
            raise SourceLostError(
                deferred("errors", "{path}: the file became shorter while it was read.").format(
                    path=self.path
                ),
                deferred(
                    "errors",
                    "Try again when no other program writes it, or copy it again from "
                    "where it came.",
                ),
            )
        seen_s = self._time_s - self._first_s + 1.0 / self._rate_hz
        if expected_s is not None and expected_s - seen_s > max(1.0, 0.05 * expected_s):
            raise SourceLostError(
                deferred(
                    "errors",
                    "{path}: broke off after {seen_s:.1f} s of {expected_s:.1f} s; the "
                    "file is damaged.",
                ).format(path=self.path, seen_s=seen_s, expected_s=expected_s),
                _REPAIR_HINT,
            )

    def _open(self) -> Capture:
        # Of a name like "12:30.mp4", FFmpeg would take "12" for a protocol.
        capture = self._capture_factory(str(self.path.absolute()), cv2.CAP_FFMPEG, self._properties)
        if not capture.isOpened():
            capture.release()
            raise SourceOpenError(
                deferred("errors", "{path}: not a video that can be read.").format(path=self.path),
                _CONVERT_HINT,
            )
        return capture

    def _land_at_or_before(self, time_s: float) -> bool:
        for back_s in (1.0 / self._rate_hz, *_SEEK_BACK_S):
            # Containers whose times don't begin at 0 are searched from their beginning.
            from_start_s = time_s - back_s - self._first_s
            if from_start_s <= 0.0:
                return False
            if not self._capture.set(cv2.CAP_PROP_POS_MSEC, 1000.0 * from_start_s):
                return False
            if not self._capture.grab():
                continue
            landed_s = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000.0
            if self._first_s <= landed_s <= time_s + _SAME_TIME_S:
                self._is_grabbed_ahead = True
                self._index = round((landed_s - self._first_s) * self._rate_hz) - 1
                self._time_s = landed_s - 1.0 / self._rate_hz
                return True
        return False

    def _rewind_state(self) -> None:
        self._index = -1
        self._time_s = 0.0
        self._is_grabbed_ahead = False

    def _pixels(self) -> UInt8Array:
        ok, pixels = self._capture.retrieve()
        if not ok or pixels is None:
            raise SourceLostError(
                deferred("errors", "{path}: frame {number} can't be decoded.").format(
                    path=self.path, number=self._index + 1
                ),
                _REPAIR_HINT,
            )
        return pixels  # type: ignore[no-any-return]


def open_file(path: Path, *, decoder_threads: int | None = None) -> VideoFile:
    """Open a video file. See `VideoFile`."""
    return VideoFile(path, decoder_threads=decoder_threads)


def _check_readable(path: Path) -> int:
    """Refuse everything but a whole file that may be read; never waits for a pipe or device.

    Returns:
        Its length in bytes.
    """
    _check_name(path)
    try:
        status = path.stat()
        _check_regular(path, status.st_mode)
        if status.st_size == 0:
            raise SourceOpenError(
                deferred("errors", "{path}: is empty (0 bytes).").format(path=path),
                deferred("errors", "Copy it again from where it came."),
            )
        with path.open("rb") as file:
            is_script = file.read(8).startswith(_SCRIPT_STARTS)
        missing = missing_bytes(path)
    except FileNotFoundError as error:
        raise SourceOpenError(
            deferred("errors", "{path}: no such file.").format(path=path),
            deferred("errors", "Check the name."),
        ) from error
    except OSError as error:
        raise SourceOpenError(
            deferred("errors", "{path}: can't be read: {reason}.").format(
                path=path, reason=refusal(error)
            ),
            deferred("errors", "Check its permissions."),
        ) from error
    if is_script:
        raise SourceOpenError(
            deferred("errors", "{path}: not a video, but a list of other files.").format(path=path),
            deferred("errors", "Name one of those files."),
        )
    if missing:
        raise SourceOpenError(
            deferred(
                "errors",
                "{path}: the file is truncated or damaged: it has {size} bytes, "
                "and at least {missing} more belong to it.",
            ).format(path=path, size=status.st_size, missing=missing),
            _REPAIR_HINT,
        )
    return status.st_size


def _check_name(path: Path) -> None:
    # OpenCV crashes on a name that is not valid text, and reads one with a NUL only up to there.
    try:
        is_usable = b"\0" not in str(path.absolute()).encode()
    except UnicodeEncodeError:
        is_usable = False
    except OSError as error:
        raise SourceOpenError(
            deferred("errors", "{path}: the current folder is gone.").format(path=path),
            deferred("errors", "Change to a folder that exists."),
        ) from error
    if not is_usable:
        shown = str(path).encode(errors="backslashreplace").decode().replace("\0", "\\x00")
        raise SourceOpenError(
            deferred(
                "errors", "{path}: this name, or its folder's, is not valid text (UTF-8)."
            ).format(path=shown),
            deferred("errors", "Rename the file or folder."),
        )


def _check_regular(path: Path, mode: int) -> None:
    if stat.S_ISDIR(mode):
        raise SourceOpenError(
            deferred("errors", "{path}: is a folder, not a video.").format(path=path),
            deferred("errors", "Name a file in it."),
        )
    if stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode):
        raise SourceOpenError(
            deferred("errors", "{path}: is a pipe, not a video file.").format(path=path),
            deferred("errors", "Write the video to a file and name that."),
        )
    if not stat.S_ISREG(mode):
        raise SourceOpenError(
            deferred("errors", "{path}: is a device, not a video file.").format(path=path),
            deferred("errors", "Cameras have numbers: name 0 for the first."),
        )
