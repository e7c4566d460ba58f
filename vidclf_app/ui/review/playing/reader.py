"""Any frame of a video file, by its time: searched, decoded forward, and kept for a while."""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from pathlib import Path

from vidclf_app.core.records import Frame, SourceInfo
from vidclf_app.core.sources.capture import CaptureFactory, open_capture
from vidclf_app.core.sources.file import VideoFile

# Going back frame by frame must not decode from the key frame each time.
_KEPT_BYTES = 96 << 20
_KEPT_FRAMES = 3
# Frames this long before the wanted one are kept too, seconds.
_KEPT_BEFORE_S = 0.5
# Within this distance, decoding on is cheaper than searching.
_NEAR_S = 1.0
_FURTHER_BACK_S = (2.0, 10.0, 60.0)
_SAME_TIME_S = 5e-4


class FrameReader:
    """Reads one file. For one thread.

    Args:
        path: The file.
        cancelled: Asked between frames; once it says True, long ways are given up.
        capture_factory: The seam to OpenCV.

    Raises:
        SourceOpenError: It can't be opened.
        SourceLostError: Its first frame can't be decoded.
    """

    def __init__(
        self,
        path: Path,
        cancelled: Callable[[], bool] = lambda: False,
        capture_factory: CaptureFactory = open_capture,
    ) -> None:
        self._file = VideoFile(path, capture_factory=capture_factory)
        self._cancelled = cancelled
        # Frames that follow each other without a gap; the file stands behind the last one.
        self._run: deque[Frame] = deque()
        self._at_end = False

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself."""
        return self._file.info

    def at(self, time_s: float) -> Frame | None:
        """Return the frame that is seen at a time: the last one that begins at or before it.

        Args:
            time_s: Media time, seconds; before the first frame gives the first, after the last
                one the last.

        Returns:
            The frame; None when it was cancelled, or the file has no pictures any more.

        Raises:
            SourceError: The file can't be read any more, or is damaged there.
        """
        if (kept := self._kept(time_s)) is not None:
            return kept
        last = self._run[-1] if self._run else None
        if last is not None and 0.0 <= time_s - last.time_s <= _NEAR_S:
            return self._forward(time_s, keep_from_s=last.time_s)
        wanted_s = time_s
        if self.info.duration_s is not None:
            wanted_s = min(wanted_s, self.info.duration_s)
        self._seek(wanted_s - _KEPT_BEFORE_S)
        frame = self._forward(time_s, keep_from_s=wanted_s - _KEPT_BEFORE_S)
        for back_s in _FURTHER_BACK_S:
            # A long still before the wanted time, or the file ends before it says so.
            if frame is not None or self._cancelled():
                return frame
            self._seek(wanted_s - back_s)
            frame = self._forward(time_s, keep_from_s=wanted_s - back_s)
        if frame is None and not self._cancelled():
            self._seek(0.0)
            frame = self._forward(time_s, keep_from_s=0.0)
        return frame

    def before(self, frame: Frame) -> Frame | None:
        """Return the frame before one; the first is its own."""
        if self._run and self._run[0].time_s < frame.time_s <= self._run[-1].time_s:
            return self._run[bisect_right(self._times(), frame.time_s - _SAME_TIME_S) - 1]
        return self.at(frame.time_s - 2.0 * _SAME_TIME_S)

    def after(self, frame: Frame, not_before_s: float = 0.0) -> Frame | None:
        """Return the next frame after one.

        Args:
            frame: The one before.
            not_before_s: Pass over frames that begin before this time, seconds, unless they are
                the last: for playing faster than every frame can be converted.

        Returns:
            The frame; None at the end of the file, or when it was cancelled.

        Raises:
            SourceError: The file can't be read any more, or is damaged there.
        """
        is_kept = self._run and self._run[0].time_s <= frame.time_s <= self._run[-1].time_s
        if not is_kept and self.at(frame.time_s) is None:
            return None
        for kept in self._run:
            if kept.time_s > frame.time_s and kept.time_s >= not_before_s:
                return kept
        passed_s: float | None = None
        while not self._at_end and not self._cancelled():
            stamp = self._file.grab()
            if stamp is None:
                self._at_end = True
                break
            if passed_s is not None:
                self._run.clear()
            if stamp.time_s >= not_before_s:
                return self._keep(self._file.retrieve())
            passed_s = stamp.time_s
        if passed_s is None:
            return None
        self._run.clear()
        return self.at(passed_s) if self._at_end else None

    def is_last(self, frame: Frame) -> bool:
        """Tell whether a frame is known to be the file's last one."""
        return self._at_end and bool(self._run) and frame.time_s >= self._run[-1].time_s

    def close(self) -> None:
        """Close the file. May be called again."""
        self._run.clear()
        self._file.close()

    def _kept(self, time_s: float) -> Frame | None:
        run = self._run
        if not run or time_s < run[0].time_s - _SAME_TIME_S:
            return None
        if time_s + _SAME_TIME_S < run[-1].time_s or self._at_end:
            return run[max(0, bisect_right(self._times(), time_s + _SAME_TIME_S) - 1)]
        return None

    def _times(self) -> list[float]:
        return [frame.time_s for frame in self._run]

    def _seek(self, time_s: float) -> None:
        self._run.clear()
        self._at_end = False
        self._file.seek(max(0.0, time_s))

    def _forward(self, time_s: float, *, keep_from_s: float) -> Frame | None:
        """Decode up to the first frame behind a time; return the one that is seen at it."""
        while not self._cancelled():
            if self._run and self._run[-1].time_s > time_s + _SAME_TIME_S:
                break
            stamp = self._file.grab()
            if stamp is None:
                self._at_end = True
                break
            if self._run or stamp.time_s >= keep_from_s - _SAME_TIME_S:
                self._keep(self._file.retrieve())
        else:
            return None
        if not self._run:
            return None
        place = bisect_right(self._times(), time_s + _SAME_TIME_S) - 1
        if place < 0:
            # What is seen at the time was passed before anything was kept; but before a file's
            # first frame there is none.
            return self._run[0] if self._run[0].index == 0 else None
        return self._run[place]

    def _keep(self, frame: Frame) -> Frame:
        self._run.append(frame)
        most = max(_KEPT_FRAMES, _KEPT_BYTES // max(1, frame.pixels.nbytes))
        while len(self._run) > most:
            self._run.popleft()
        return frame
