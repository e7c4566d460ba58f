"""Windows of pictures, cut from a clip while it is read.

A window is what the app would hand to the model at some moment of the clip: frames at the
model's rate, picked by the app's sampler, held and restarted by the app's window.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig
from training.masks import MaskRectangle
from training.video import SampledVideo
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import FrameFeatures, UInt8Array
from vidclf_app.core.window import FeatureWindow
from vidclf_app.errors import SourceError

Placing = Literal["random", "spread", "first"]
Windows: TypeAlias = tuple[UInt8Array, npt.NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """What a window is.

    Attributes:
        frames: T, frames in it.
        preprocessing: Size and crop of its pictures.
        rate_hz: Frames a second; None for consecutive ones.
        placing: Where it lies in the clip.
        augment: What may happen to it, or None.
    """

    frames: int
    preprocessing: ImagePreprocessing
    rate_hz: float | None
    placing: Placing
    augment: AugmentConfig | None


def read_windows(
    path: Path,
    spec: WindowSpec,
    count: int,
    random: np.random.Generator,
    rectangles: Sequence[MaskRectangle] = (),
) -> Windows:
    """Read windows of one clip, with no more pictures in memory than they hold.

    Args:
        path: The clip.
        spec: What a window is.
        count: N, windows.
        random: Decides place and changes.
        rectangles: Filled with mid-grey.

    Returns:
        uint8 RGB (N, T, H, W, 3), valid frames first and zeros behind; int32 (N,), the number of
        valid frames.

    Raises:
        SourceError: The clip can't be read.
    """
    augmentation = None
    if spec.augment is not None:
        augmentation = draw(spec.augment, int(random.integers(2**63)))
    places = random.random(count)

    def open_clip() -> SampledVideo:
        return SampledVideo(
            path, rate_hz=spec.rate_hz, augmentation=augmentation, rectangles=rectangles
        )

    with open_clip() as video:
        told = _told_length(video, spec.rate_hz, augmentation)
        if told is None and spec.placing != "first":
            length = _counted(video)
        else:
            windows, length = _read(video, spec, _ends(spec, told or 0, places))
            if windows is not None:
                return windows
    # The file is shorter than it says, or doesn't say.
    with open_clip() as video:
        windows, _ = _read(video, spec, _ends(spec, length, places))
    if windows is None:
        raise SourceError(f"{path}: changed while it was read.", "Leave clips alone meanwhile.")
    return windows


def _told_length(
    video: SampledVideo, rate_hz: float | None, augmentation: Augmentation | None
) -> int | None:
    """Return how many frames the file's head promises, or None; it may be wrong."""
    info = video.info
    if info.duration_s is None:
        return None
    speed = 1.0 if augmentation is None else augmentation.speed
    kept = 1.0 if augmentation is None else 1.0 - augmentation.drop_share
    clip_hz = info.rate_hz * speed * kept
    return round(info.duration_s / speed * min(clip_hz, rate_hz or clip_hz))


def _counted(video: SampledVideo) -> int:
    length = 0
    while video.grab() is not None:
        length += 1
    return length


def _ends(spec: WindowSpec, length: int, places: npt.NDArray[np.float64]) -> tuple[int | None, ...]:
    """Return the number of each window's last frame, ascending; None for the clip's last.

    Args:
        spec: What a window is.
        length: Frames in the clip, about.
        places: Where to put windows at random, 0..1 each.
    """
    first, last = spec.frames - 1, length - 1
    if spec.placing == "first":
        return (first,)
    # The length can be wrong by one, and a short clip must not lose that one.
    if last <= first + 1:
        return (None,) * len(places)
    if spec.placing == "random":
        return tuple(sorted(first + int(place * (last - first + 1)) for place in places.tolist()))
    if len(places) == 1:
        return ((first + last) // 2,)
    return tuple(round(end) for end in np.linspace(first, last, len(places)).tolist())


def _read(
    video: SampledVideo, spec: WindowSpec, ends: Sequence[int | None]
) -> tuple[Windows | None, int]:
    """Read windows in one go.

    Args:
        video: Freshly opened.
        spec: What a window is.
        ends: See `_ends`.

    Returns:
        The windows, or None where the clip ended too early; and the number of frames seen.
    """
    size = spec.preprocessing
    shape = (len(ends), spec.frames, size.height_px, size.width_px, 3)
    windows, lengths = np.zeros(shape, np.uint8), np.zeros(len(ends), np.int32)
    history = _History(spec)
    done = seen = 0
    while done < len(ends) and (stamp := video.grab()) is not None:
        # The first frame of each window that is still to come.
        starts = [None if end is None else end - spec.frames + 1 for end in ends[done:]]
        is_wanted = any(start is None or seen >= start for start in starts)
        picture = prepare(video.retrieve().pixels, size) if is_wanted else None
        history.push(seen, stamp.time_s, picture)
        while done < len(ends) and ends[done] == seen:
            lengths[done] = history.copy_into(windows[done])
            done += 1
        seen += 1
    for number in range(done, len(ends)):
        end = ends[number]
        if end is not None and end >= spec.frames:
            # Its first frames were not kept.
            return None, seen
        lengths[number] = history.copy_into(windows[number])
    return (windows, lengths), seen


class _History:
    """The latest pictures of a clip, as the app's window would hold them.

    Args:
        spec: What a window is.
    """

    def __init__(self, spec: WindowSpec) -> None:
        self._size = spec.frames
        # Fed with each frame's number in place of its features.
        self._window = spec.rate_hz and FeatureWindow(spec.frames, spec.rate_hz, 1)
        self._pictures: dict[int, UInt8Array] = {}
        self._newest = -1

    def push(self, number: int, time_s: float, picture: UInt8Array | None) -> None:
        """Take in the next frame.

        Args:
            number: From 0, without gaps.
            time_s: Of the clip as it is seen.
            picture: None where no window will show it.
        """
        self._newest = number
        if self._window:
            vector = np.array([number], dtype=np.float32)
            self._window.push(FrameFeatures(vector=vector, index=number, time_s=time_s))
        if picture is not None:
            self._pictures[number] = picture
        self._pictures.pop(number - self._size, None)

    def copy_into(self, window: UInt8Array) -> int:
        """Copy the latest pictures, oldest first, and return how many there are.

        Args:
            window: uint8, shape (T, H, W, 3).
        """
        if self._window:
            numbers = self._window.features[0, : self._window.length, 0].astype(int).tolist()
        else:
            numbers = list(range(max(0, self._newest + 1 - self._size), self._newest + 1))
        for row, number in enumerate(numbers):
            window[row] = self._pictures[number]
        return len(numbers)
