"""A source whose pictures are turned upright."""

from dataclasses import replace
from typing import Any

import cv2

from vidclf_app.core.records import Frame, FrameStamp, SourceInfo
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.properties import Rotation

_TURNS: dict[int, int] = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class RotatedSource(VideoSource):
    """Turns each picture that is looked at; screen and model see the same.

    Args:
        source: The source; closed with this one.
        rotation_deg: By how much its pictures are turned clockwise.
    """

    def __init__(self, source: VideoSource, rotation_deg: Rotation) -> None:
        self._source = source
        self._turn = _TURNS.get(rotation_deg)
        info = source.info
        self._info = (
            replace(info, width_px=info.height_px, height_px=info.width_px)
            if rotation_deg in {90, 270}
            else info
        )

    @property
    def info(self) -> SourceInfo:
        """What the source says of itself; its size is that of the turned pictures."""
        return self._info

    def grab(self) -> FrameStamp | None:
        """Move to the next frame. See `VideoSource`."""
        return self._source.grab()

    def retrieve(self) -> Frame:
        """Convert and turn the frame that was grabbed last. See `VideoSource`."""
        frame = self._source.retrieve()
        if self._turn is None:
            return frame
        turned: Any = cv2.rotate(frame.pixels, self._turn)
        return replace(frame, pixels=turned)

    def interrupt(self) -> None:
        """End any waiting inside `grab`. See `VideoSource`."""
        self._source.interrupt()

    def close(self) -> None:
        """Close the source. May be called again."""
        self._source.close()
