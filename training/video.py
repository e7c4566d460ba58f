"""Clips read for training: by the app's own source, sampler and preprocessing.

`load_video` reads a clip into one array, as the CNN-RNN tutorials do. `SampledVideo` and
`sample_frames` hold one frame at a time, however long the clip is.
"""

import math
import secrets
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np
from pydantic import ValidationError

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig
from training.augmentation.playing import play
from training.errors import TrainingError
from training.features.views import hide
from training.masks import MaskRectangle
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Frame, FrameStamp, SourceInfo, UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file

Crop = Literal["centre_square", "none"]


class SampledVideo:
    """The frames of a clip that a model looks at.

    `grab` moves to the next of them, `retrieve` converts its pixels where they are wanted.
    Leaving a `with` block closes the file.

    Args:
        path: The clip.
        rate_hz: Frames a second, picked as the app does; None for every frame.
        augmentation: Changes pictures and times, or None.
        rectangles: Filled with mid-grey before anything else happens to a picture.

    Raises:
        SourceError: The file can't be read.
    """

    def __init__(
        self,
        path: Path,
        *,
        rate_hz: float | None = None,
        augmentation: Augmentation | None = None,
        rectangles: Sequence[MaskRectangle] = (),
    ) -> None:
        self._sampler = None if rate_hz is None else FrameSampler(rate_hz)
        self._augmentation = augmentation
        self._rectangles = rectangles
        self._time_s = 0.0
        self._video = open_file(path)

    @property
    def info(self) -> SourceInfo:
        """What the file says of itself, before any change of its tempo."""
        return self._video.info

    def grab(self) -> FrameStamp | None:
        """Move to the next frame.

        Returns:
            Its stamp: its number in the file, and its time in the clip as it is seen; None at
            the end.

        Raises:
            SourceLostError: The file is damaged.
        """
        while (stamp := self._video.grab()) is not None:
            time_s: float | None = stamp.time_s
            if self._augmentation is not None:
                time_s = self._augmentation.time_s(stamp.time_s, stamp.index)
            if time_s is None or (self._sampler and not self._sampler.take(time_s)):
                continue
            self._time_s = time_s
            return FrameStamp(stamp.index, time_s, stamp.arrived_s)
        return None

    def retrieve(self) -> Frame:
        """Return the frame that was grabbed last.

        Raises:
            SourceLostError: Its pixels can't be had.
        """
        frame = self._video.retrieve()
        pixels = hide(frame.pixels, self._rectangles)
        if self._augmentation is not None:
            pixels = self._augmentation.picture(pixels, frame.index)
        return Frame(pixels, frame.index, self._time_s, frame.arrived_s)

    def close(self) -> None:
        """Close the file. May be called again."""
        self._video.close()

    def __enter__(self) -> Self:
        """Return the clip."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()


def sample_frames(
    path: Path,
    *,
    rate_hz: float | None = None,
    start: int = 0,
    count: int = 0,
    augmentation: Augmentation | None = None,
    rectangles: Sequence[MaskRectangle] = (),
) -> Generator[Frame, None, None]:
    """Yield frames of a clip, one by one; the file is closed with the iterator.

    Args:
        path: The clip.
        rate_hz: Frames a second, picked as the app does; None for every frame.
        start: Frames to pass over, counted after picking; their pixels are not converted.
        count: Frames to yield; 0 for all that follow.
        augmentation: Changes pictures and times, or None.
        rectangles: Filled with mid-grey.

    Yields:
        Frames with uint8 BGR pixels, of the clip's size.

    Raises:
        SourceError: The file can't be read.
    """
    with SampledVideo(
        path, rate_hz=rate_hz, augmentation=augmentation, rectangles=rectangles
    ) as video:
        number = 0
        # Asked first: the frame after the last one wanted need not be decodable.
        while (not count or number < start + count) and video.grab() is not None:
            if number >= start:
                yield video.retrieve()
            number += 1


def load_video(
    path: Path | str,
    max_frames: int = 0,
    resize: tuple[int, int] = (224, 224),
    *,
    rate_hz: float | None = None,
    crop: Crop = "centre_square",
) -> UInt8Array:
    """Read a clip into one array.

    As it stands this is the tutorials' function of the same name: consecutive frames from the
    beginning, the centre square, resized. With the `rate_hz` and `crop` of a bundle it gives the
    very pictures that the app hands to the bundle's encoder.

    Args:
        path: The clip.
        max_frames: Frames to read at most; 0 for all.
        resize: Width and height of the pictures, pixels.
        rate_hz: Frames a second, picked as the app does; None for every frame.
        crop: `centre_square` cuts the largest centred square first, `none` squeezes the whole
            picture.

    Returns:
        uint8 RGB, shape (T, height, width, 3), T at least 1.

    Raises:
        SourceError: The file can't be read, is cut short or damaged before `max_frames`.
        TrainingError: A number is out of its range.
    """
    if max_frames < 0:
        raise TrainingError(f"max_frames is {max_frames}.", "Give 0 for all frames, or more.")
    check_rate(rate_hz)
    preprocessing = picture_size(resize, crop)
    # One buffer that grows: a list to be stacked would need the memory twice.
    buffer = bytearray()
    frames = sample_frames(Path(path), rate_hz=rate_hz, count=max_frames)
    with closing(frames):
        for frame in frames:
            buffer += prepare(frame.pixels, preprocessing).data
    shape = (-1, preprocessing.height_px, preprocessing.width_px, 3)
    return np.frombuffer(buffer, dtype=np.uint8).reshape(shape)


def augment_video(
    video: UInt8Array,
    config: AugmentConfig | None = None,
    seed: int | None = None,
    *,
    rate_hz: float = 30.0,
) -> UInt8Array:
    """Change a clip as a whole: the same for all its frames.

    Args:
        video: uint8 RGB, shape (T, H, W, 3), T at least 1. Left as it is.
        config: What may happen; None for `AugmentConfig.usual()`.
        seed: The same one gives the same result; None draws one.
        rate_hz: Frames a second of `video`, and of the result; only jitter depends on it.

    Returns:
        uint8 RGB, shape (T', H, W, 3). T' differs from T where the clip runs slower or faster;
        in place of a missing frame the one before it stays.

    Raises:
        TrainingError: The array has another type or shape, or a number is out of its range.
    """
    if video.dtype != np.uint8 or video.ndim != 4 or video.shape[3] != 3 or 0 in video.shape:
        raise TrainingError(
            f"The video is {video.dtype} of shape {video.shape}.",
            "Give uint8 RGB of shape (frames, height, width, 3), as load_video returns it.",
        )
    check_rate(rate_hz)
    augmentation = draw_checked(config, seed)
    frames = (
        Frame(np.ascontiguousarray(pixels[:, :, ::-1]), index, index / rate_hz, 0.0)
        for index, pixels in enumerate(video)
    )
    return np.stack([pixels[:, :, ::-1] for pixels in play(frames, augmentation, rate_hz)])


def draw_checked(config: AugmentConfig | None, seed: int | None) -> Augmentation:
    """Draw the changes of one clip from what a caller of the Python API gave.

    Args:
        config: What may happen; None for the usual changes.
        seed: None draws one.

    Raises:
        TrainingError: The seed is negative.
    """
    check_seed(seed)
    if seed is None:
        seed = secrets.randbits(63)
    return draw(AugmentConfig.usual() if config is None else config, seed)


def check_seed(seed: int | None) -> None:
    """Check a seed.

    Raises:
        TrainingError: It is negative.
    """
    if seed is not None and seed < 0:
        raise TrainingError(f"The seed is {seed}.", "Give 0 or a positive whole number.")


def check_rate(rate_hz: float | None) -> None:
    """Check a frame rate; None is one.

    Raises:
        TrainingError: It is not positive or not finite.
    """
    if rate_hz is not None and not (rate_hz > 0.0 and math.isfinite(rate_hz)):
        raise TrainingError(f"rate_hz is {rate_hz}.", "Give frames a second; 10 is usual.")


def picture_size(size_px: Sequence[int], crop: str) -> ImagePreprocessing:
    """Return how pictures are cut and resized.

    Args:
        size_px: Width and height.
        crop: `centre_square` or `none`.

    Raises:
        TrainingError: There is no such crop, or the size is out of its range.
    """
    try:
        width_px, height_px = size_px
        return ImagePreprocessing.model_validate(
            {"width_px": width_px, "height_px": height_px, "crop": crop}
        )
    except (TypeError, ValueError) as error:
        reason = "give two numbers"
        if isinstance(error, ValidationError):
            first = error.errors(include_url=False, include_input=False)[0]
            reason = f"{first['loc'][0]}: {first['msg']}"
        raise TrainingError(
            f"Pictures can't be made {size_px!r} with the crop {crop!r}: {reason}.",
            "Give (width, height) in pixels, 16 to 2048, and centre_square or none.",
        ) from error
