"""What all fits of one run share: clips, their classes and their windows."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.config import TrainingConfig
from training.errors import DatasetError
from training.features.extract import ExtractedClip
from training.features.windows import (
    IntArray,
    SeenClip,
    WindowTable,
    clip_windows,
    first_window,
    join_windows,
)

_FEWEST_TIMES = 2
_FASTEST_HZ = 240.0  # What a bundle's manifest takes.


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Clips that can be learnt from.

    Attributes:
        labels: Class names, in the order of the outputs.
        clips: The clips.
        targets: int64, shape (clips,), class of each clip.
        table: Their windows, in all views.
        plain: int64, positions of the windows of clips as they are: what heads are judged by.
    """

    labels: tuple[str, ...]
    clips: tuple[ExtractedClip, ...]
    targets: IntArray
    table: WindowTable
    plain: IntArray

    @property
    def plain_clips(self) -> IntArray:
        """The clip of each plain window: int64, shape (P,)."""
        return self.table.clips[self.plain]

    @property
    def group_sizes(self) -> Counter[str]:
        """Clips in each group."""
        return Counter(extracted.clip.group for extracted in self.clips)

    def names(self, positions: IntArray) -> tuple[list[str], list[str]]:
        """Return labels and groups of some clips."""
        chosen = [self.clips[position].clip for position in positions.tolist()]
        return [clip.label for clip in chosen], [clip.group for clip in chosen]

    def plain_of(self, clips: IntArray) -> IntArray:
        """Return which of the plain windows are of some clips: positions in `plain`."""
        return np.flatnonzero(np.isin(self.plain_clips, clips))

    def identity(self) -> str:
        """Return a hash of all that fits follow from: classes, groups, splits and features."""
        digest = hashlib.sha256()
        for extracted, target in zip(self.clips, self.targets.tolist(), strict=True):
            clip = extracted.clip
            names = [entry.path.stem for entry in extracted.entries]
            digest.update(repr((target, clip.group, clip.split, names)).encode())
        digest.update(repr(self.labels).encode())
        return digest.hexdigest()


def gather_material(
    config: TrainingConfig, labels: Sequence[str], clips: Sequence[ExtractedClip]
) -> Material:
    """Find the windows of all clips.

    Args:
        config: Window, rate, which frames.
        labels: In the order of the outputs.
        clips: At least one.
    """
    seen = []
    for number, extracted in enumerate(clips):
        for view, entry in enumerate(extracted.entries):
            if config.frames == "first":
                windows = first_window(entry.times_s, config.window)
            else:
                windows = clip_windows(
                    entry.times_s, config.window, config.rate_hz, config.min_frames
                )
            if len(windows.ends):
                seen.append(SeenClip(entry, windows, number, view))
    table = join_windows(seen, config.window)
    return Material(
        labels=tuple(labels),
        clips=tuple(clips),
        targets=np.array([labels.index(one.clip.label) for one in clips], dtype=np.int64),
        table=table,
        plain=np.flatnonzero(table.views == 0),
    )


def own_rate_hz(clips: Sequence[ExtractedClip]) -> float:
    """Return the clips' own frame rate: the median of their frame distances.

    Raises:
        DatasetError: No clip has two frames, or they have more frames a second than a model takes.
    """
    gaps_s = [
        float(np.median(np.diff(one.entries[0].times_s)))
        for one in clips
        if one.entries[0].frames >= _FEWEST_TIMES
    ]
    if not gaps_s or not np.median(gaps_s) > 0.0:
        raise DatasetError(
            "The clips' frame rate can't be told: none has two frames at different times.",
            "Use frames = 'sampled', or longer clips.",
        )
    rate_hz = round(1.0 / float(np.median(gaps_s)), 3)
    if rate_hz > _FASTEST_HZ:
        raise DatasetError(
            f"The clips have {rate_hz:g} frames a second; a model takes {_FASTEST_HZ:g} at most.",
            "Use frames = 'sampled'.",
        )
    return rate_hz
