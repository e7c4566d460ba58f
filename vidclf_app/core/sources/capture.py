"""The seam to OpenCV: everything that opens a device, a file or an address goes through here.

Tests put a fake in place of `open_capture`; nothing above it is ever replaced.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import cv2


class Capture(Protocol):
    """The part of `cv2.VideoCapture` that vidclf uses."""

    def isOpened(self) -> bool:  # noqa: N802 - OpenCV's name
        """Tell whether it is open."""

    def grab(self) -> bool:
        """Move to the next frame; False when there is none."""

    def retrieve(self) -> tuple[bool, Any]:
        """Convert the grabbed frame: (True, uint8 BGR (H, W, 3)), or (False, None)."""

    def get(self, property_id: int) -> float:
        """Read a property."""

    def set(self, property_id: int, value: float) -> bool:
        """Change a property, such as the place in a file; False where that can't be."""

    def release(self) -> None:
        """Close it."""


# (camera number, file or address; OpenCV backend; property list) -> capture, open or not.
CaptureFactory = Callable[[int | str, int, Sequence[int]], Capture]


def open_capture(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
    """Open with OpenCV; never raises, ask `isOpened`."""
    try:
        return cv2.VideoCapture(target, backend, list(properties))
    except cv2.error:
        return cv2.VideoCapture()
