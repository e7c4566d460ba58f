"""A changed clip at an even rate, as files and arrays need it."""

import math
from collections.abc import Iterable, Iterator

from training.augmentation.clip import Augmentation
from vidclf_app.core.records import Frame, UInt8Array


def play(
    frames: Iterable[Frame], augmentation: Augmentation, rate_hz: float
) -> Iterator[UInt8Array]:
    """Yield the changed clip's pictures at even steps of time.

    Each step shows the frame that is nearest before its middle: a slower clip repeats frames, a
    faster one leaves some out, and where frames are missing the one before stays. Without a
    change of tempo a clip of even rate gives each frame once.

    Args:
        frames: Of the clip as it is, in order, with uint8 BGR pixels.
        augmentation: The changes.
        rate_hz: Pictures a second; also the nominal rate of `frames`, which tells how long the
            last one stays.

    Yields:
        uint8 BGR (H, W, 3).
    """
    shown: Frame | None = None
    first_s = last_s = 0.0
    steps = 0
    for frame in frames:
        last_s = frame.time_s
        time_s = augmentation.time_s(frame.time_s, frame.index)
        if time_s is None:
            continue
        if shown is None:
            first_s = time_s
        else:
            due = math.floor((time_s - first_s) * rate_hz + 0.5)
            yield from _repeated(shown, augmentation, due - steps)
            steps = max(steps, due)
        shown = frame
    if shown is not None:
        end_s = (last_s + 1.0 / rate_hz) / augmentation.speed
        due = math.floor((end_s - first_s) * rate_hz + 0.5)
        # However fast the clip runs, something of it is seen.
        yield from _repeated(shown, augmentation, max(due - steps, 0 if steps else 1))


def _repeated(frame: Frame, augmentation: Augmentation, times: int) -> Iterator[UInt8Array]:
    if times > 0:
        pixels = augmentation.picture(frame.pixels, frame.index)
        for _ in range(times):
            yield pixels
