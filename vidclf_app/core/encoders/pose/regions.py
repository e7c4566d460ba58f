"""Square regions of a picture, turned to the body, and what is cut from them."""

import math
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Float32Array, UInt8Array

# A region reaches this far beyond the circle around the body, as in BlazePose's training.
_MARGIN = 1.25
# Beyond this the picture is averaged before it is cut, or thin limbs would fall between pixels.
_SHRINK_FROM = 2.0
# A movement of this share of a region's side is followed by half, smaller ones by less.
_HALF_FOLLOWED = 0.02


@dataclass(frozen=True, slots=True)
class Region:
    """A square, turned about its centre.

    Attributes:
        x_px: Centre, pixels to the right of the picture's left edge.
        y_px: Centre, pixels below its upper edge.
        side_px: Length of a side.
        angle_rad: By which the square is turned clockwise, as seen in the picture; its upper
            edge lies towards the head.
    """

    x_px: float
    y_px: float
    side_px: float
    angle_rad: float = 0.0

    @classmethod
    def around(cls, hips_px: Float32Array, end_px: Float32Array) -> "Region":
        """Return the region of a body from BlazePose's two alignment points.

        Args:
            hips_px: float32, shape (2,), the middle of the hips.
            end_px: float32, shape (2,), a point on the circle around the whole body, above the
                head when the body stands straight.
        """
        along_x, along_y = (float(value) for value in end_px - hips_px)
        # Seen from the hips, the end of an upright body lies at (0, -1).
        return cls(
            float(hips_px[0]),
            float(hips_px[1]),
            2.0 * _MARGIN * math.hypot(along_x, along_y),
            math.atan2(along_x, -along_y),
        )

    def steadied(self, before: "Region") -> "Region":
        """Return this region, drawn back to the one before it where it hardly moved.

        What the network reads depends a little on where it is looked for; without this, the
        landmarks of somebody who stands still would wander, and a second person who passes would
        pull the region along, bit by bit.

        Args:
            before: The same body's region in the picture before.
        """
        points = []
        for old, new in zip(before._alignment_points(), self._alignment_points(), strict=True):
            moved = float(np.linalg.norm(new - old)) / before.side_px
            points.append((old + (new - old) * moved / (moved + _HALF_FOLLOWED)).astype(np.float32))
        return Region.around(*points)

    def _alignment_points(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """Return the points from which `around` makes this region."""
        hips = np.array([self.x_px, self.y_px])
        along = np.array([math.sin(self.angle_rad), -math.cos(self.angle_rad)])
        return hips, hips + along * self.side_px / (2.0 * _MARGIN)

    def to_picture(self, size_px: int) -> npt.NDArray[np.float64]:
        """Return the map from a cut of this region to the picture: float64, shape (2, 3).

        Args:
            size_px: Side of the cut.
        """
        scale = self.side_px / size_px
        cos, sin = math.cos(self.angle_rad) * scale, math.sin(self.angle_rad) * scale
        half = size_px / 2.0
        return np.array(
            [
                [cos, -sin, self.x_px - cos * half + sin * half],
                [sin, cos, self.y_px - sin * half - cos * half],
            ]
        )


def cut(
    pixels: UInt8Array, region: Region, size_px: int, *, repeat_edge: bool = False
) -> UInt8Array:
    """Cut a region out of a picture.

    Args:
        pixels: uint8, BGR, shape (H, W, 3).
        region: What to cut.
        size_px: Side of the result.
        repeat_edge: Beyond the picture, repeat its outermost pixels; black otherwise.

    Returns:
        uint8, RGB, shape (size_px, size_px, 3), contiguous.
    """
    to_picture = region.to_picture(size_px)
    # Pixel centres lie at halves, OpenCV counts them whole.
    to_picture[:, 2] += to_picture[:, :2].sum(axis=1) / 2.0 - 0.5
    source, left_top_px, shrunk = _shrunk(pixels, region, size_px)
    to_picture[:, 2] = (to_picture[:, 2] + 0.5 - left_top_px) / shrunk - 0.5
    to_picture[:, :2] /= shrunk
    square = cv2.warpAffine(
        source,
        to_picture,
        (size_px, size_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE if repeat_edge else cv2.BORDER_CONSTANT,
    )
    rgb: Any = cv2.cvtColor(square, cv2.COLOR_BGR2RGB)
    return rgb  # type: ignore[no-any-return]


def _shrunk(
    pixels: UInt8Array, region: Region, size_px: int
) -> tuple[UInt8Array, npt.NDArray[np.float64], int]:
    """Return the part of a picture around a region, averaged down to about the wanted size.

    Returns:
        The part; its upper left corner in the picture, (x, y) in pixels; the factor.
    """
    factor = int(region.side_px / size_px)
    if factor < _SHRINK_FROM:
        return pixels, np.zeros(2), 1
    reach = region.side_px * (abs(math.cos(region.angle_rad)) + abs(math.sin(region.angle_rad))) / 2
    # A block more than is needed: only whole ones are averaged, which is OpenCV's fast path, and
    # the one that is lost must not lie within the region.
    reach += factor
    height, width = pixels.shape[:2]
    left, right = (int(np.clip(region.x_px + sign * reach, 0, width)) for sign in (-1, 1))
    top, bottom = (int(np.clip(region.y_px + sign * reach, 0, height)) for sign in (-1, 1))
    columns, rows = (right - left) // factor, (bottom - top) // factor
    if not columns or not rows:
        return pixels, np.zeros(2), 1
    part = pixels[top : top + rows * factor, left : left + columns * factor]
    small: Any = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_AREA)
    return small, np.array([left, top], dtype=np.float64), factor
