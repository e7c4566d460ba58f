"""A frame becomes an encoder's input: crop, resize, colour. Once, for training and the app."""

import cv2

from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.records import UInt8Array


def prepare(pixels: UInt8Array, spec: ImagePreprocessing) -> UInt8Array:
    """Crop, resize and reorder one frame.

    The picture is halved by 2x2 averages while it stays larger than the target, then resized
    bilinearly. That is as free of aliasing as area interpolation for such ratios and, on a
    1280x720 frame, about ten times as fast.

    Args:
        pixels: uint8, BGR, shape (H, W, 3).
        spec: Crop and size.

    Returns:
        uint8, RGB, shape (spec.height_px, spec.width_px, 3), contiguous.
    """
    height, width = pixels.shape[:2]
    if spec.crop == "centre_square":
        side = min(height, width)
        top, left = (height - side) // 2, (width - side) // 2
        pixels = pixels[top : top + side, left : left + side]
        height = width = side
    while height >= 2 * spec.height_px and width >= 2 * spec.width_px:
        # Exact halves only: OpenCV's fast path needs an integer factor.
        height, width = height // 2, width // 2
        pixels = _resize(pixels[: 2 * height, : 2 * width], width, height, cv2.INTER_AREA)
    if (height, width) != (spec.height_px, spec.width_px):
        pixels = _resize(pixels, spec.width_px, spec.height_px, cv2.INTER_LINEAR)
    return cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)  # type: ignore[return-value]


def _resize(pixels: UInt8Array, width: int, height: int, interpolation: int) -> UInt8Array:
    return cv2.resize(pixels, (width, height), interpolation=interpolation)  # type: ignore[return-value]
