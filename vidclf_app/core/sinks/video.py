"""The video itself, with the overlay drawn on every frame."""

from pathlib import Path

import cv2

from vidclf_app.core.files import (
    discard,
    discard_abandoned,
    make_folder,
    partial_path,
    write_error,
)
from vidclf_app.core.overlay import draw_overlay
from vidclf_app.core.records import Frame, Prediction, SourceInfo, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.skeleton import body_to_draw
from vidclf_app.errors import SinkError
from vidclf_app.translating import deferred

_FALLBACK_RATE_HZ = 30.0


class VideoSink(Sink):
    """Writes an annotated MP4 (MPEG-4 part 2: the H.264 encoder isn't in OpenCV's wheel).

    Args:
        path: The file to make; its name ends in `.mp4`.
        skeleton: Draw the person that the model follows.
    """

    wants_frames = True

    def __init__(self, path: Path, *, skeleton: bool = True) -> None:
        self.path = path
        self._skeleton = skeleton
        self._partial = partial_path(path)
        self._writer: cv2.VideoWriter | None = None

    def open(self, run: RunInfo) -> None:
        """Create the file."""
        self.begin(run.source, run.manifest.labels)

    def begin(self, source: SourceInfo, labels: tuple[str, ...]) -> None:
        """Create the file; for a video whose predictions are there already.

        Args:
            source: The video.
            labels: In the order of the probabilities.
        """
        self._check_name()
        make_folder(self.path.parent)
        discard_abandoned(self.path)
        self._labels = labels
        rate_hz = source.rate_hz or _FALLBACK_RATE_HZ
        self._size = (source.width_px, source.height_px)
        codec = cv2.VideoWriter.fourcc(*"mp4v")
        self._writer = cv2.VideoWriter(
            self._opencv_name(), cv2.CAP_FFMPEG, codec, rate_hz, self._size
        )
        if not self._writer.isOpened():
            self.abort()
            raise write_error(self.path, deferred("errors", "the video file can't be created"))

    def write_frame(self, frame: Frame, prediction: Prediction | None) -> None:
        """Draw on a copy of the frame and write it."""
        if self._writer is None:
            raise write_error(self.path, deferred("errors", "the sink is not open"))
        body = body_to_draw(prediction, frame.time_s) if self._skeleton else None
        pixels = draw_overlay(frame.pixels, self._labels, prediction, body=body)
        if (frame.width_px, frame.height_px) != self._size:
            # A writer silently drops frames of another size than its first.
            pixels = cv2.resize(pixels, self._size)  # type: ignore[assignment]
        self._writer.write(pixels)

    def close(self, stats: Stats) -> None:
        """Give the file its name."""
        del stats
        if self._writer is None:
            return
        self._writer.release()
        self._writer = None
        # The writer reports no errors: a full disk shows only in a file that doesn't open.
        capture = cv2.VideoCapture(self._opencv_name(), cv2.CAP_FFMPEG)
        whole = capture.isOpened() and capture.grab()
        capture.release()
        if not whole:
            discard(self._partial)
            raise write_error(
                self.path, deferred("errors", "the video came out unreadable (is the disk full?)")
            )
        try:
            self._partial.replace(self.path)
        except OSError as error:
            raise write_error(self.path, error) from error

    def abort(self) -> None:
        """Remove what was written."""
        if self._writer is not None:
            self._writer.release()
            self._writer = None
        discard(self._partial)

    def _opencv_name(self) -> str:
        # Absolute: of a name like "12:30.mp4", FFmpeg would take "12" for a protocol.
        return str(self._partial.absolute())

    def _check_name(self) -> None:
        # OpenCV crashes on a name that is not valid text.
        try:
            self._opencv_name().encode()
        except UnicodeEncodeError as error:
            shown = str(self.path).encode(errors="backslashreplace").decode()
            raise SinkError(
                deferred(
                    "errors", "{path}: this name, or its folder's, is not valid text (UTF-8)."
                ).format(path=shown),
                deferred("errors", "Rename the video or choose another output folder."),
            ) from error
