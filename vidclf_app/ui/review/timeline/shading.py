"""From columns of a curve to pixels, all lanes at once. Without Qt.

A pixel is one byte: how much of it the line covers, and how much the area under the line, each in
16 steps. A table of 256 colours makes it a picture.
"""

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import UInt8Array
from vidclf_app.ui.review.timeline.curves import Columns

STEPS = 16
_MOST = STEPS - 1


def shade(columns: Columns, height_px: int, line_px: float, *, area: bool = True) -> UInt8Array:
    """Return the pixels of some curves.

    Args:
        columns: K curves, W columns; 0 lies at the bottom, 1 at the top.
        height_px: H.
        line_px: Width of the line.
        area: Cover the area under the line too.

    Returns:
        uint8, shape (K, H, W): 16 times the line's cover plus the area's, each 0..15.
    """
    drawn = columns.drawn[None, :]
    room_px = height_px - line_px
    # From the top; the line stays whole at 0 and at 1.
    highest = (1.0 - np.where(drawn, columns.high, 0.0)) * room_px
    lowest = (1.0 - np.where(drawn, columns.low, 0.0)) * room_px + line_px
    highest[:, ~columns.drawn] = lowest[:, ~columns.drawn] = height_px
    row = np.arange(height_px, dtype=np.float32)[None, :, None]
    line = _cover(row, highest.astype(np.float32), lowest.astype(np.float32))
    if not area:
        return line * STEPS
    below = np.full_like(lowest, height_px, dtype=np.float32)
    return line * STEPS + _cover(row, (0.5 * (highest + lowest)).astype(np.float32), below)


def _cover(
    row: npt.NDArray[np.float32], top: npt.NDArray[np.float32], bottom: npt.NDArray[np.float32]
) -> UInt8Array:
    """Return how much of each pixel lies between two heights: uint8, (K, H, W), 0..15."""
    cover = np.minimum(row + 1.0, bottom[:, None, :])
    cover -= np.maximum(row, top[:, None, :])
    cover *= _MOST
    cover += 0.5
    np.clip(cover, 0.0, _MOST, out=cover)
    steps: UInt8Array = cover.astype(np.uint8)
    return steps
