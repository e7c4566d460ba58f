"""From a clip's times to the windows that a head reads.

The app's own `FeatureWindow` decides which windows exist: it is fed frame by frame as in the
app, with the frame's number in place of its features, and what it would hand to the head is
recorded. Held frames, restarts after gaps and the short windows at the start of a clip are
therefore the same in training and in use. Features stay on the disk until a window is asked for.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.features.entries import Entry
from vidclf_app.core.records import Float32Array, FrameFeatures
from vidclf_app.core.window import FeatureWindow
from vidclf_app.core.window_features import WindowFeatures

IntArray = npt.NDArray[np.int64]

# Windows of one clip are read in one piece unless that reads this many times what is asked for.
_WASTE = 4


@dataclass(frozen=True, slots=True, eq=False)
class ClipWindows:
    """The windows that the app would hand to the head while it watches one clip.

    Window i is made of the frames `rows[ends[i] - lengths[i] : ends[i]]`, oldest first.

    Attributes:
        rows: int64, shape (R,), numbers of the sampled frames, held ones repeated.
        ends: int64, shape (P,), one per prediction, ascending.
        lengths: int64, shape (P,), frames in each window, min_frames..window.
        times_s: float64, shape (P,), media time of each window's newest frame.
    """

    rows: IntArray
    ends: IntArray
    lengths: IntArray
    times_s: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WindowTable:
    """The windows of many clips, each seen in one way or in several.

    Attributes:
        entries: E files of features.
        rows: int64, shape (R,), see `ClipWindows`, of all entries one behind the other.
        ends: int64, shape (P,), into `rows`.
        lengths: int64, shape (P,).
        entry_of: int64, shape (P,), the entry of each window.
        clips: int64, shape (P,), the clip of each window.
        views: int64, shape (P,), how the clip is seen; 0 is as it is.
        times_s: float64, shape (P,).
        window: Frames in a full window.
        features: Length of what a head reads of each frame.
        turn: What the app puts between window and head, see
            `vidclf_app.core.window_features`.
    """

    entries: tuple[Entry, ...]
    rows: IntArray
    ends: IntArray
    lengths: IntArray
    entry_of: IntArray
    clips: IntArray
    views: IntArray
    times_s: npt.NDArray[np.float64]
    window: int
    features: int
    turn: WindowFeatures

    @property
    def vector_size(self) -> int:
        """Length of the encoder's vector of a frame."""
        return self.entries[0].features

    def gather(self, chosen: IntArray, lengths: IntArray | None = None) -> Float32Array:
        """Read windows.

        Args:
            chosen: int64, shape (N,), positions of windows in the table.
            lengths: int64, shape (N,), newest frames to keep of each; None keeps all.

        Returns:
            float32, shape (N, window, features), valid frames first and zeros behind.
        """
        if lengths is None:
            lengths = self.lengths[chosen]
        windows = np.zeros((len(chosen), self.window, self.vector_size), dtype=np.float32)
        owners = self.entry_of[chosen]
        order = np.argsort(owners, kind="stable")
        borders = np.flatnonzero(np.diff(owners[order])) + 1
        for places in np.split(order, borders):
            if len(places):
                entry = self.entries[int(owners[places[0]])]
                frames = [
                    self.rows[end - length : end]
                    for end, length in zip(
                        self.ends[chosen[places]].tolist(), lengths[places].tolist(), strict=True
                    )
                ]
                _fill(windows, places, frames, entry)
        return self.turn(windows, lengths)


def clip_windows(
    times_s: npt.NDArray[np.float64],
    window: int,
    rate_hz: float,
    min_frames: int,
    max_gap_s: float | None = None,
) -> ClipWindows:
    """Return the windows of one clip, by running the app's window over it.

    Args:
        times_s: float64, shape (T,), media time of each sampled frame.
        window: Frames in a full window.
        rate_hz: The model's frames a second.
        min_frames: Frames before the first prediction.
        max_gap_s: See `FeatureWindow`.
    """
    judge = FeatureWindow(window, rate_hz, features=1, max_gap_s=max_gap_s)
    rows: list[int] = []
    ends, lengths, predicted_s = [], [], []
    for index, time_s in enumerate(times_s.tolist()):
        held = judge.held
        # Where a vector would stand, the window holds a one: only its bookkeeping is wanted.
        judge.push(FrameFeatures(np.ones(1, dtype=np.float32), index, time_s))
        rows.extend([index - 1] * (judge.held - held))
        rows.append(index)
        if judge.length >= min_frames:
            ends.append(len(rows))
            lengths.append(judge.length)
            predicted_s.append(time_s)
    return ClipWindows(
        rows=np.asarray(rows, dtype=np.int64),
        ends=np.asarray(ends, dtype=np.int64),
        lengths=np.asarray(lengths, dtype=np.int64),
        times_s=np.asarray(predicted_s, dtype=np.float64),
    )


def repeated_windows(
    frames: int, window: int, rate_hz: float, min_frames: int, play_s: float
) -> ClipWindows:
    """Return the windows of a short clip that is played forth and back, as repetitions are.

    Args:
        frames: In the clip, at least two.
        window: Frames in a full window.
        rate_hz: The model's frames a second.
        min_frames: Frames before the first prediction.
        play_s: Length of the playing, seconds; a longer clip is played once.
    """
    count = max(frames, round(play_s * rate_hz))
    last = frames - 1
    rows = last - np.abs(np.arange(count) % (2 * last) - last)
    ends = np.arange(min_frames, count + 1)
    return ClipWindows(
        rows=rows.astype(np.int64),
        ends=ends.astype(np.int64),
        lengths=np.minimum(ends, window).astype(np.int64),
        times_s=(ends - 1) / rate_hz,
    )


def first_window(times_s: npt.NDArray[np.float64], window: int) -> ClipWindows:
    """Return the one window over a clip's first frames, as the CNN-RNN tutorials take it.

    Args:
        times_s: float64, shape (T,), media time of each frame.
        window: Frames in a full window.
    """
    frames = min(len(times_s), window)
    return ClipWindows(
        rows=np.arange(frames, dtype=np.int64),
        ends=np.array([frames], dtype=np.int64),
        lengths=np.array([frames], dtype=np.int64),
        times_s=np.asarray(times_s[frames - 1 : frames], dtype=np.float64),
    )


@dataclass(frozen=True, slots=True, eq=False)
class SeenClip:
    """One entry's place in a table.

    Attributes:
        entry: Its features.
        windows: Its windows.
        clip: Number of its clip.
        view: How the clip is seen; 0 is as it is.
    """

    entry: Entry
    windows: ClipWindows
    clip: int
    view: int


def join_windows(
    seen: Sequence[SeenClip],
    window: int,
    turn: WindowFeatures | None = None,
    features: int | None = None,
) -> WindowTable:
    """Put the windows of entries in one table.

    Args:
        seen: At least one.
        window: Frames in a full window.
        turn: See `WindowTable`; None for vectors that the head reads as they are.
        features: See `WindowTable`; None likewise.
    """
    offsets = np.cumsum([0] + [len(one.windows.rows) for one in seen])

    def of_all(values: Sequence[int]) -> IntArray:
        counts = [len(one.windows.ends) for one in seen]
        return np.repeat(np.asarray(values, dtype=np.int64), counts)

    return WindowTable(
        entries=tuple(one.entry for one in seen),
        rows=np.concatenate([one.windows.rows for one in seen]),
        ends=np.concatenate(
            [one.windows.ends + offset for one, offset in zip(seen, offsets, strict=False)]
        ),
        lengths=np.concatenate([one.windows.lengths for one in seen]),
        entry_of=of_all(range(len(seen))),
        clips=of_all([one.clip for one in seen]),
        views=of_all([one.view for one in seen]),
        times_s=np.concatenate([one.windows.times_s for one in seen]),
        window=window,
        features=seen[0].entry.features if features is None else features,
        turn=_as_they_are if turn is None else turn,
    )


def _as_they_are(windows: Float32Array, lengths: IntArray) -> Float32Array:  # noqa: ARG001
    return windows


def _fill(
    windows: Float32Array, places: IntArray, frames: Sequence[IntArray], entry: Entry
) -> None:
    """Read one entry's part of `gather`."""
    first = min(int(part.min()) for part in frames)
    last = max(int(part.max()) for part in frames) + 1
    if last - first <= _WASTE * sum(len(part) for part in frames):
        block = entry.read(first, last)
        for place, part in zip(places.tolist(), frames, strict=True):
            windows[place, : len(part)] = block[part - first]
        return
    for place, part in zip(places.tolist(), frames, strict=True):
        start = int(part.min())
        windows[place, : len(part)] = entry.read(start, int(part.max()) + 1)[part - start]
