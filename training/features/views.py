"""How a clip is looked at: as it is, mirrored, or augmented."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig
from training.masks import MaskRectangle
from vidclf_app.core.records import UInt8Array

_MASK_GREY = 128
_SAME_TIME_S = 1e-6


@dataclass(frozen=True, slots=True)
class View:
    """One way to look at every clip.

    Attributes:
        mirrored: Left and right exchanged.
        augment: Drawn anew for each clip; None leaves the picture and its times alone.
        seed: Of the draw, together with the clip's content.
        delay_s: The sampling starts this many seconds after the clip does: frames between
            those of the plain view.
    """

    mirrored: bool = False
    augment: AugmentConfig | None = None
    seed: int = 0
    delay_s: float = 0.0

    def identity(self) -> dict[str, Any]:
        """Return plain values that differ for views that differ."""
        augment = None if self.augment is None else self.augment.model_dump(mode="json")
        identity = {"mirrored": self.mirrored, "augment": augment, "seed": self.seed}
        # Only where it is used, so that features of earlier runs keep their names.
        return {**identity, "delay_s": self.delay_s} if self.delay_s else identity

    def of_clip(self, clip_sha256: str) -> "ClipView":
        """Return the view of one clip.

        Args:
            clip_sha256: Hash of the clip's bytes: a clip is seen alike wherever it lies.
        """
        if self.augment is None:
            return ClipView(self.mirrored, None, self.delay_s)
        digest = hashlib.sha256(f"{self.seed}/{clip_sha256}".encode()).digest()
        drawn = draw(self.augment, int.from_bytes(digest[:8], "little"))
        return ClipView(self.mirrored, drawn, self.delay_s)


@dataclass(frozen=True, slots=True)
class ClipView:
    """A view, settled for one clip.

    Attributes:
        mirrored: Left and right exchanged.
        augmentation: The same for all frames of the clip, or None.
        delay_s: Frames before this time are dropped.
    """

    mirrored: bool
    augmentation: Augmentation | None
    delay_s: float = 0.0

    def time_s(self, time_s: float, index: int) -> float | None:
        """Return a frame's media time in this view; None where the view drops the frame."""
        if time_s < self.delay_s - _SAME_TIME_S:
            return None
        if self.augmentation is None:
            return time_s
        return self.augmentation.time_s(time_s, index)

    def picture(
        self, pixels: UInt8Array, index: int, rectangles: Sequence[MaskRectangle]
    ) -> UInt8Array:
        """Return a frame's picture in this view.

        Args:
            pixels: uint8 BGR (H, W, 3), left as it is.
            index: Number of the frame in the clip.
            rectangles: Filled with mid-grey first.

        Returns:
            uint8 BGR (H, W, 3).
        """
        pixels = hide(pixels, rectangles)
        if self.mirrored:
            pixels = np.ascontiguousarray(pixels[:, ::-1])
        if self.augmentation is not None:
            pixels = self.augmentation.picture(pixels, index)
        return pixels


def hide(pixels: UInt8Array, rectangles: Sequence[MaskRectangle]) -> UInt8Array:
    """Return the picture, uint8 (H, W, 3), with rectangles filled with mid-grey."""
    if not rectangles:
        return pixels
    pixels = pixels.copy()
    height, width = pixels.shape[:2]
    for part in rectangles:
        rows = slice(round(part.y0 * height), round(part.y1 * height))
        pixels[rows, round(part.x0 * width) : round(part.x1 * width)] = _MASK_GREY
    return pixels
