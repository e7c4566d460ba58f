"""Which clips the heads of a run's bundles learn from."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from training.data.clips import Clip
from training.data.selection import load_clips
from training.export.bundle import JUDGED_NAME
from training.features.extract import ExtractedClip, LeftOut
from training.features.windows import IntArray
from training.fitting.store import FitStore
from training.progress import Progress
from training.running.folds import split_kind
from training.running.material import Material, gather_material
from training.running.preparing import Prepared, check_strictness, extract_table, store_of
from training.running.stages import Stages


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """What the head of one bundle learns from.

    Attributes:
        title: What the head is there for: `shipped`, or `judged` on the held-out groups.
        fit: Of its fit's name, what follows the head's.
        material: Clips that can be learnt from.
        clips: int64, positions of those that are.
        left_out: Clips that can't be used, or were left out by a list.
        store: Where the fit is kept; None keeps none.
        out: The bundle's folder.
    """

    title: str
    fit: str
    material: Material
    clips: IntArray
    left_out: tuple[LeftOut, ...]
    store: FitStore | None
    out: Path

    @property
    def groups(self) -> frozenset[str]:
        """Groups with a clip that is learnt from."""
        return frozenset(self.material.names(self.clips)[1])

    @property
    def hashes(self) -> tuple[str, ...]:
        """SHA-256 of each file that is learnt from, lower-case hex, in order."""
        clips = self.material.clips
        return tuple(sorted({clips[number].sha256 for number in self.clips.tolist()}))


def lessons_of(
    prepared: Prepared, cache: Path, folder: Path, stages: Stages, progress: Progress
) -> tuple[Lesson, ...]:
    """Return what is learnt from: one lesson, or two where groups are held out.

    With groups held out, the first head learns from all other clips, to be judged on these; the
    second one, which is shipped, learns from these, too, since more people and rooms are what
    helps most with people and rooms that no clip shows.

    Args:
        prepared: Everything before the first fit.
        cache: Folder of cached features.
        folder: The run's own folder.
        stages: Clock.
        progress: Told what happens.

    Raises:
        DatasetError: The config is strict, and a held-out clip can't be used.
        VidclfError: The cache can't be written, or the encoder failed.
    """
    config = prepared.config
    shipped = Lesson(
        title="shipped",
        fit="final",
        material=prepared.material,
        clips=_learnt(prepared, prepared.extraction.clips),
        left_out=_skipped(prepared) + prepared.extraction.left_out,
        store=prepared.store,
        out=config.out,
    )
    if not config.held_out:
        return (shipped,)
    table = load_clips(config, held_out=True)
    progress.say(f"{len(table.clips)} clips of the groups that are held out")
    extraction = extract_table(
        config, table, prepared.recipe, prepared.encoding, cache, stages, progress
    )
    check_strictness(config, table, extraction)
    labels = prepared.material.labels
    known = tuple(one for one in extraction.clips if one.clip.label in labels)
    unknown = tuple(
        LeftOut(one.clip, f"{one.clip.path}: only held-out groups have its label")
        for one in extraction.clips
        if one.clip.label not in labels
    )
    every = prepared.extraction.clips + known
    material = gather_material(config, labels, every, prepared.encoding.spec)
    return (
        replace(shipped, title="judged", out=folder / JUDGED_NAME),
        replace(
            shipped,
            fit="everything",
            material=material,
            clips=_learnt(prepared, every),
            left_out=shipped.left_out + extraction.left_out + unknown,
            store=store_of(config, folder, material),
        ),
    )


def _learnt(prepared: Prepared, clips: tuple[ExtractedClip, ...]) -> IntArray:
    """Return the clips that a head learns from: all, or the training part of the data's split.

    With a split that came with the data a bundle can be judged on its test part.
    """
    is_official = split_kind(prepared.config, prepared.table.clips) == "official"
    sides = [one.clip.split for one in clips]
    learnt = [not is_official or side == "train" for side in sides]
    return np.flatnonzero(learnt)


def _skipped(prepared: Prepared) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(Clip(skipped.path, "", ""), f"{skipped.path}: {skipped.reason}")
        for skipped in prepared.table.skipped
    )
