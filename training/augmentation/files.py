"""Pictures into a video file that is whole or not there."""

from collections.abc import Iterable
from pathlib import Path

import cv2

from vidclf_app.core.files import replacing, write_error
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SinkError, SourceError

# MPEG-4 counts time in parts of a second, 65,535 at most; OpenCV writes a rate to a thousandth.
_MOST_PARTS = 65_535
_UNREADABLE = "the video came out unreadable (is the disk full?)"


def write_video(path: Path, pictures: Iterable[UInt8Array], rate_hz: float) -> int:
    """Write an MP4 (MPEG-4 part 2: the H.264 encoder isn't in OpenCV's wheel).

    Args:
        path: Replaced when all is written; its name ends in `.mp4`.
        pictures: uint8 BGR, all of one shape (H, W, 3), one at least. The format has even sizes:
            of an odd one the last row or column is left out.
        rate_hz: Pictures a second, below 1000.

    Returns:
        The number of pictures.

    Raises:
        SinkError: It can't be written, for example because the disk is full.
    """
    check_name(path)
    with replacing(path) as partial:
        written = _write(path, partial, pictures, _writable_rate(rate_hz))
        # The writer reports no errors: a full disk shows only in a file that doesn't open.
        try:
            with open_file(partial) as video:
                info = video.info
        except SourceError as error:
            raise write_error(path, _UNREADABLE) from error
        if round((info.duration_s or 0.0) * info.rate_hz) != written:
            raise write_error(path, _UNREADABLE)
    return written


def check_name(path: Path) -> None:
    """Check that OpenCV can take a file's name.

    Raises:
        SinkError: It, or its folder's, is not valid text: OpenCV would crash on it.
    """
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError as error:
        shown = str(path).encode(errors="backslashreplace").decode()
        raise SinkError(
            f"{shown}: this name, or its folder's, is not valid text (UTF-8).",
            "Rename it or choose another output folder.",
        ) from error


def _write(path: Path, partial: Path, pictures: Iterable[UInt8Array], rate_hz: float) -> int:
    writer: cv2.VideoWriter | None = None
    written = 0
    try:
        for pixels in pictures:
            height, width = (side - side % 2 for side in pixels.shape[:2])
            if writer is None:
                # Absolute: of a name like "12:30.mp4", FFmpeg would take "12" for a protocol.
                writer = cv2.VideoWriter(
                    str(partial.absolute()),
                    cv2.CAP_FFMPEG,
                    cv2.VideoWriter.fourcc(*"mp4v"),
                    rate_hz,
                    (width, height),
                )
                if not writer.isOpened():
                    raise write_error(path, f"no video of {width} x {height} px can be created")
            writer.write(pixels[:height, :width])
            written += 1
    finally:
        if writer is not None:
            writer.release()
    return written


def _writable_rate(rate_hz: float) -> float:
    digits = 3
    while digits and rate_hz * 10**digits > _MOST_PARTS:
        digits -= 1
    return round(rate_hz, digits)
