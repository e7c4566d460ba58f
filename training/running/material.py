"""What all fits of one run share: clips, their classes and their windows."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from training.config import TrainingConfig
from training.errors import DatasetError
from training.features.extract import ExtractedClip, Extraction, LeftOut
from training.features.sequences import BodySequence, merge_entries
from training.features.windows import (
    ClipWindows,
    IntArray,
    SeenClip,
    WindowTable,
    clip_windows,
    first_window,
    join_windows,
    repeated_windows,
)
from vidclf_app.core.body import ABSENT_S
from vidclf_app.core.manifest import EncoderSpec
from vidclf_app.core.window_features import window_features

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
        background: Number of the background's class; None where there is none.
        sequences: Landmarks of each clip, dense in time; () for encoders of whole pictures.
    """

    labels: tuple[str, ...]
    clips: tuple[ExtractedClip, ...]
    targets: IntArray
    table: WindowTable
    plain: IntArray
    background: int | None = None
    sequences: tuple[BodySequence, ...] = ()

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


def leave_out_windowless(
    config: TrainingConfig, extraction: Extraction, encoder: EncoderSpec
) -> Extraction:
    """Leave out the clips that have frames enough, but never so many without a gap.

    Args:
        config: Window, rate, which frames.
        extraction: All clips.
        encoder: What they were extracted with.
    """
    finds_people = encoder.kind != "image"
    what = "shows somebody in" if finds_people else "has"
    kept, left_out = [], list(extraction.left_out)
    for extracted in extraction.clips:
        times_s = extracted.entries[0].times_s
        if len(windows_of_clip(config, times_s, finds_people=finds_people).ends):
            kept.append(extracted)
            continue
        clip = extracted.clip
        reason = f"never {what} {config.min_frames} frames without a gap"
        left_out.append(LeftOut(clip, f"{clip.path}: {reason}"))
    return replace(extraction, clips=tuple(kept), left_out=tuple(left_out))


def gather_material(
    config: TrainingConfig,
    labels: Sequence[str],
    clips: Sequence[ExtractedClip],
    encoder: EncoderSpec,
) -> Material:
    """Find the windows of all clips.

    Args:
        config: Window, rate, which frames.
        labels: In the order of the outputs.
        clips: At least one, each with a window, see `leave_out_windowless`.
        encoder: What they were extracted with.
    """
    finds_people = encoder.kind != "image"
    seen = []
    for number, extracted in enumerate(clips):
        # Views of landmarks differ in their delay only: the others lie between the first one's
        # frames, and windows are drawn from all together.
        entries = extracted.entries[:1] if finds_people else extracted.entries
        for view, entry in enumerate(entries):
            windows = windows_of_clip(config, entry.times_s, finds_people=finds_people)
            if len(windows.ends):
                seen.append(SeenClip(entry, windows, number, view))
    table = join_windows(seen, config.window, window_features(encoder), encoder.head_features)
    return Material(
        labels=tuple(labels),
        clips=tuple(clips),
        targets=np.array([labels.index(one.clip.label) for one in clips], dtype=np.int64),
        table=table,
        plain=np.flatnonzero(table.views == 0),
        background=labels.index(config.background) if config.background in labels else None,
        sequences=tuple(merge_entries(one.entries, config.rate_hz) for one in clips)
        if finds_people
        else (),
    )


def windows_of_clip(
    config: TrainingConfig, times_s: npt.NDArray[np.float64], *, finds_people: bool
) -> ClipWindows:
    """Return the windows of a clip that is seen as it is.

    Args:
        config: Window, rate, which frames, how long short clips are played.
        times_s: float64, shape (T,), media time of each frame that was encoded.
        finds_people: The encoder leaves out frames without a person.
    """
    if config.frames == "first":
        return first_window(times_s, config.window)
    if config.play_s and len(times_s) >= _FEWEST_TIMES:
        return repeated_windows(
            len(times_s), config.window, config.rate_hz, config.min_frames, config.play_s
        )
    return clip_windows(
        times_s,
        config.window,
        config.rate_hz,
        config.min_frames,
        ABSENT_S if finds_people else None,
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
