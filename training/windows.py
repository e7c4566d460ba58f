"""From a clip's features to the windows that a head reads.

The app's own `FeatureWindow` decides which windows exist: it is fed frame by frame as in the
app, and what it would hand to the head is recorded. Held frames, restarts after gaps and the
short windows at the start of a clip are therefore the same in training and in use.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Float32Array, FrameFeatures
from vidclf_app.core.window import FeatureWindow

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ClipFeatures:
    """What the encoder saw in one clip.

    Attributes:
        vectors: float32, shape (T, F), one per sampled frame, in time order.
        times_s: float64, shape (T,), media time of each.
    """

    vectors: Float32Array
    times_s: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ClipWindows:
    """The windows that the app would hand to the head while it watches one clip.

    Window i is `rows[ends[i] - lengths[i] : ends[i]]`, oldest frame first.

    Attributes:
        rows: float32, shape (R, F), the sampled frames with held ones between them.
        ends: int64, shape (P,), one per prediction, ascending.
        lengths: int64, shape (P,), frames in each window, min_frames..window.
        times_s: float64, shape (P,), media time of each window's newest frame.
    """

    rows: Float32Array
    ends: IntArray
    lengths: IntArray
    times_s: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WindowTable:
    """The windows of many clips over one array of rows.

    Attributes:
        rows: float32, shape (R + 1, F); the last row is zero, for positions behind a window.
        ends: int64, shape (P,), see `ClipWindows`, into `rows`.
        lengths: int64, shape (P,).
        clips: int64, shape (P,), position of each window's clip.
        times_s: float64, shape (P,).
    """

    rows: Float32Array
    ends: IntArray
    lengths: IntArray
    clips: IntArray
    times_s: npt.NDArray[np.float64]

    def gather(self, ends: IntArray, lengths: IntArray, window: int) -> Float32Array:
        """Cut windows out.

        Args:
            ends: int64, shape (N,), one past each window's newest row.
            lengths: int64, shape (N,), 1..window.
            window: Rows in a full window.

        Returns:
            float32, shape (N, window, F), valid frames first and zeros behind.
        """
        steps = np.arange(window)
        positions = (ends - lengths)[:, None] + steps
        positions = np.where(steps < lengths[:, None], positions, len(self.rows) - 1)
        windows: Float32Array = self.rows[positions]
        return windows


def clip_windows(
    features: ClipFeatures, window: int, rate_hz: float, min_frames: int
) -> ClipWindows:
    """Return the windows of one clip, by running the app's window over it.

    Args:
        features: The clip.
        window: Frames in a full window.
        rate_hz: The model's frames a second.
        min_frames: Frames before the first prediction.
    """
    judge = FeatureWindow(window, rate_hz, features.vectors.shape[1])
    rows: list[Float32Array] = []
    ends, lengths, times_s = [], [], []
    for index, (vector, time_s) in enumerate(
        zip(features.vectors, features.times_s.tolist(), strict=True)
    ):
        held = judge.held
        judge.push(FrameFeatures(vector=vector, index=index, time_s=time_s))
        rows.extend([rows[-1]] * (judge.held - held) if rows else [])
        rows.append(vector)
        if judge.length >= min_frames:
            ends.append(len(rows))
            lengths.append(judge.length)
            times_s.append(time_s)
    return ClipWindows(
        rows=np.stack(rows) if rows else features.vectors,
        ends=np.asarray(ends, dtype=np.int64),
        lengths=np.asarray(lengths, dtype=np.int64),
        times_s=np.asarray(times_s, dtype=np.float64),
    )


def join_windows(clips: Sequence[ClipWindows]) -> WindowTable:
    """Put the windows of clips in one table; a clip's position in it is that in `clips`.

    Args:
        clips: At least one.
    """
    offsets = np.cumsum([0] + [len(clip.rows) for clip in clips])
    zero = np.zeros((1, clips[0].rows.shape[1]), dtype=np.float32)
    return WindowTable(
        rows=np.concatenate([*(clip.rows for clip in clips), zero]),
        ends=np.concatenate(
            [clip.ends + offset for clip, offset in zip(clips, offsets, strict=False)]
        ),
        lengths=np.concatenate([clip.lengths for clip in clips]),
        clips=np.concatenate(
            [np.full(len(clip.ends), number, np.int64) for number, clip in enumerate(clips)]
        ),
        times_s=np.concatenate([clip.times_s for clip in clips]),
    )
