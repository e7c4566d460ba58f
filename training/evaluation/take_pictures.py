"""The frames of a take, one by one; of one part at a time are pictures in memory."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from training.errors import DatasetError
from training.evaluation.takes import RATE_HZ, Part, Take
from vidclf_app.core.records import Frame, UInt8Array
from vidclf_app.core.sources.file import open_file

# Beyond this a picture only costs memory: encoders look at a few hundred pixels.
_LONGEST_SIDE_PX = 640
# What is played forth and back has to be in memory: 80 MB of the largest pictures.
_MOST_PLAYED_S = 4.0
# Grey levels, about that of a webcam in a lit room.
_NOISE_LEVELS = 1.5
# So few pixels are left of a picture that is too blurred to show anybody.
_BLURRED_PX = (6, 4)


def take_frames(take: Take, clock: Callable[[], float] = time.monotonic) -> Iterator[Frame]:
    """Yield the frames of a take, at `RATE_HZ`, all of one size.

    Args:
        take: Its plan.
        clock: Monotonic seconds, for `arrived_s`.

    Raises:
        SourceError: A clip can't be read any more.
    """
    size_px: tuple[int, int] | None = None
    for part in take.parts:
        pictures, rate_hz = _read(part.clip, part.clip_frames, size_px)
        size_px = (pictures[0].shape[1], pictures[0].shape[0])
        for number, pixels in enumerate(_played(part, pictures, rate_hz)):
            index = part.first + number
            yield Frame(pixels, index, index / RATE_HZ, clock())


def _played(part: Part, pictures: list[UInt8Array], rate_hz: float) -> Iterator[UInt8Array]:
    """Yield the pictures of a part."""
    if part.kind == "nobody":
        pictures = [_emptied(pictures[0], part.seed)]
    if len(pictures) > 1:
        for number in range(part.frames):
            position = number / RATE_HZ * part.tempo * rate_hz
            yield pictures[_forth_and_back(position, len(pictures))]
        return
    # A camera's picture of nothing that moves is never twice the same.
    noise = _SensorNoise(pictures[0].shape, part.seed)
    for _ in range(part.frames):
        yield noise.over(pictures[0])


def _forth_and_back(position: float, count: int) -> int:
    """Return which of `count` pictures is shown: 0, 1, ... count - 1, count - 2, ... 0, 1, ..."""
    turn = 2 * (count - 1)
    place = round(position) % turn
    return min(place, turn - place)


class _SensorNoise:
    """Noise of a camera's sensor, cheap: one sheet of it, laid over every picture otherwise.

    Args:
        shape: Of the pictures, (H, W, 3).
        seed: Of the noise.
    """

    def __init__(self, shape: tuple[int, ...], seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        sheet = self._rng.normal(0.0, _NOISE_LEVELS, (2 * shape[0], 2 * shape[1], shape[2]))
        self._sheet: npt.NDArray[np.int16] = np.rint(sheet).astype(np.int16)

    def over(self, pixels: UInt8Array) -> UInt8Array:
        """Return a picture with noise over it: uint8 BGR (H, W, 3)."""
        height, width = pixels.shape[:2]
        y, x = self._rng.integers(height + 1), self._rng.integers(width + 1)
        noise = self._sheet[y : y + height, x : x + width]
        return np.asarray(cv2.add(pixels, noise, dtype=cv2.CV_8U), dtype=np.uint8)


def _emptied(pixels: UInt8Array, seed: int) -> UInt8Array:
    """Return a picture in which nobody is to be seen: one colour, or nothing but a blur."""
    if seed % 2:
        return np.broadcast_to(pixels.mean(axis=(0, 1)).astype(np.uint8), pixels.shape).copy()
    few = cv2.resize(pixels, _BLURRED_PX, interpolation=cv2.INTER_AREA)
    size_px = (pixels.shape[1], pixels.shape[0])
    return np.asarray(cv2.resize(few, size_px, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _read(
    path: Path, count: int, size_px: tuple[int, int] | None
) -> tuple[list[UInt8Array], float]:
    """Return the first `count` pictures of a clip, all of one size, and their rate.

    Args:
        path: The clip.
        count: Frames to read; what is beyond a few seconds is left.
        size_px: Width and height that they are fitted into; None for their own, within bounds.
    """
    with closing(open_file(path, decoder_threads=1)) as video:
        info = video.info
        # Of faster clips, every second or third frame is enough.
        step = max(1, round(info.rate_hz / RATE_HZ))
        rate_hz = info.rate_hz / step
        most = max(1, round(_MOST_PLAYED_S * rate_hz))
        pictures: list[UInt8Array] = []
        while len(pictures) < most and (stamp := video.grab()) is not None and stamp.index < count:
            if stamp.index % step == 0:
                pixels = video.retrieve().pixels
                size_px = size_px or _bounded(pixels.shape[1], pixels.shape[0])
                pictures.append(_fitted(pixels, size_px))
    if not pictures:
        raise DatasetError(
            f"{path}: has no pictures any more.",
            "Leave the clips in their place while they are judged.",
        )
    return pictures, rate_hz


def _bounded(width_px: int, height_px: int) -> tuple[int, int]:
    scale = min(1.0, _LONGEST_SIDE_PX / max(width_px, height_px))
    return max(1, round(width_px * scale)), max(1, round(height_px * scale))


def _fitted(pixels: UInt8Array, size_px: tuple[int, int]) -> UInt8Array:
    """Return a picture of a size, with black bars where its shape is another one."""
    height, width = pixels.shape[:2]
    if (width, height) == size_px:
        return pixels
    scale = min(size_px[0] / width, size_px[1] / height)
    inner = (
        min(size_px[0], max(1, round(width * scale))),
        min(size_px[1], max(1, round(height * scale))),
    )
    small = cv2.resize(pixels, inner, interpolation=cv2.INTER_AREA)
    left, top = (size_px[0] - inner[0]) // 2, (size_px[1] - inner[1]) // 2
    canvas = np.zeros((size_px[1], size_px[0], 3), dtype=np.uint8)
    canvas[top : top + inner[1], left : left + inner[0]] = small
    return canvas
