"""Where a clip stops moving: some data sets hold the last picture to fill a clip up."""

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.features.views import hide
from training.masks import MaskRectangle
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sources.file import open_file

# Small enough that noise and the compression's ripples average out, large enough for a hand.
_THUMBNAIL_PX = (80, 45)  # width, height
# A held picture is still refined by the compression for a few frames: up to 7 grey levels in
# 300 clips that end so, where movement changes dozens.
_NOISE_LEVELS = 10
_FEWEST_CHANGED_PX = 2


def moving_frames(path: Path, rectangles: Sequence[MaskRectangle] = ()) -> int:
    """Return how many frames a clip has up to its last picture, not counting its repetitions.

    Args:
        path: The clip. It is decoded once; two thumbnails are in memory.
        rectangles: Parts of the picture to overlook: text that fades in there is no movement.

    Returns:
        1 for a clip that never moves, all its frames for one that moves to its end.

    Raises:
        SourceError: The file can't be read.
    """
    frames = 0
    held: npt.NDArray[np.int16] | None = None
    with open_file(path, decoder_threads=1) as video:
        while (stamp := video.grab()) is not None:
            thumbnail = _thumbnail(video.retrieve().pixels, rectangles)
            # The picture that may be the one that is held; at the end of the file it is.
            if held is None or _differ(thumbnail, held):
                frames, held = stamp.index + 1, thumbnail
    return frames


def _thumbnail(pixels: UInt8Array, rectangles: Sequence[MaskRectangle]) -> npt.NDArray[np.int16]:
    """Return a small grey picture: int16 (H, W), 0..255, of uint8 BGR (H, W, 3)."""
    small = cv2.resize(pixels, _THUMBNAIL_PX, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(hide(np.asarray(small, dtype=np.uint8), rectangles), cv2.COLOR_BGR2GRAY)
    return grey.astype(np.int16)


def _differ(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> bool:
    changed = int(np.count_nonzero(np.abs(one - other) > _NOISE_LEVELS))
    return changed >= _FEWEST_CHANGED_PX
