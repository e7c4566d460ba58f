"""Small moving pictures of clips, for pages that hold everything in themselves."""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SourceError

PREVIEW_SIDE_PX = 160
# Decoding from the start to this far is quick; the middle of a long video is not worth a minute.
SEARCH_S = 60.0

_FRAMES = 10
_SPAN_S = 3.0
_QUALITY = 55


@dataclass(frozen=True, slots=True)
class Preview:
    """A clip in small.

    Attributes:
        moving: Data address of an animated WebP.
        still: Data address of its middle picture, for people who want nothing to move.
        width_px: Width of both.
        height_px: Height of both.
    """

    moving: str
    still: str
    width_px: int
    height_px: int

    @property
    def size(self) -> int:
        """Characters that it adds to a page."""
        return len(self.moving) + len(self.still)


def make_preview(path: Path, around_s: float) -> Preview | None:
    """Return a preview of a few seconds of a clip at its own speed, or None if it can't be read.

    Args:
        path: The file.
        around_s: Media time to show, seconds; pictures before it are preferred, since a
            prediction tells what was seen before it.
    """
    try:
        pictures, step_s = _read_pictures(path, max(0.0, around_s - _SPAN_S * 0.8))
    except SourceError:
        return None
    frames = [Image.fromarray(picture) for picture in pictures]
    height_px, width_px = pictures[0].shape[:2]
    return Preview(
        moving=_address(frames, step_s),
        still=_address(frames[len(frames) // 2 : len(frames) // 2 + 1], step_s),
        width_px=width_px,
        height_px=height_px,
    )


def _read_pictures(path: Path, start_s: float) -> tuple[list[UInt8Array], float]:
    """Return uint8 RGB pictures (H, W, 3) from a time on, and the seconds from one to the next."""
    kept: list[UInt8Array] = []
    with open_file(path) as video:
        length_s = video.info.duration_s or _SPAN_S
        start_s = max(0.0, min(start_s, length_s - _SPAN_S))
        step_s = min(length_s, _SPAN_S) / _FRAMES
        last: UInt8Array | None = None
        try:
            while len(kept) < _FRAMES and (stamp := video.grab()) is not None:
                if stamp.time_s >= start_s + len(kept) * step_s:
                    kept.append(_small(video.retrieve().pixels))
                elif last is None and not kept:
                    last = _small(video.retrieve().pixels)
        except SourceError:
            # It broke off: what came before is a preview, too.
            if not kept and last is None:
                raise
    if not kept:
        kept = [last] if last is not None else []
    if not kept:
        raise SourceError(f"{path}: has no pictures in it.")
    return kept, step_s


def _small(pixels: UInt8Array) -> UInt8Array:
    height_px, width_px = pixels.shape[:2]
    scale = min(1.0, PREVIEW_SIDE_PX / max(height_px, width_px))
    size = (max(1, round(width_px * scale)), max(1, round(height_px * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _address(frames: list[Image.Image], step_s: float) -> str:
    written = io.BytesIO()
    frames[0].save(
        written,
        format="WEBP",
        save_all=len(frames) > 1,
        append_images=frames[1:],
        duration=max(20, round(step_s * 1000.0)),
        loop=0,
        quality=_QUALITY,
        method=4,
    )
    return "data:image/webp;base64," + base64.b64encode(written.getvalue()).decode("ascii")
