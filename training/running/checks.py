"""What a config and its clips are compared for before anything is fitted."""

from collections.abc import Sequence

import numpy as np

from training.config import TrainingConfig
from training.data.clips import ClipTable
from training.data.splits import Split, duplicates_across
from training.data.wording import listed, shown
from training.errors import DatasetError, TrainingError
from training.features.extract import ExtractedClip
from training.progress import Progress
from training.running.folds import split_kind


def check_names(config: TrainingConfig, table: ClipTable, progress: Progress) -> None:
    """Compare names in the config with those in the data: a misspelt one would do nothing.

    Args:
        config: The run.
        table: Its clips.
        progress: Told of groups that no clip has.

    Raises:
        TrainingError: The background label is none of the data's.
    """
    if config.background is not None and config.background not in table.counts:
        raise TrainingError(
            f"The background label {config.background!r} is not one of the data's labels.",
            f"Name one of them ({listed(list(table.counts))}), or leave `background` out.",
        )
    masked = {group for rule in config.masks for group in rule.groups}
    if absent := sorted(masked - set(table.groups)):
        # No error: with some of a table's labels, some of its groups are left.
        progress.say(f"  masks are given for groups that no clip has: {listed(absent)}")


def check_twins(
    config: TrainingConfig,
    clips: Sequence[ExtractedClip],
    splits: Sequence[Split],
    progress: Progress,
) -> None:
    """Look for files with one content on both sides of a split.

    Args:
        config: The run.
        clips: That are learnt from or judged.
        splits: Their divisions.
        progress: Told of such files, where they are no error.

    Raises:
        DatasetError: There are some in the data's own split, and the config doesn't allow it.
    """
    contents = [extracted.sha256 for extracted in clips]
    # The first of each side: a set of equal files may be as large as the data.
    pairs = {
        alike: (np.intersect1d(alike, split.train)[0], np.intersect1d(alike, split.test)[0])
        for split in splits
        for alike in duplicates_across(contents, split)
    }
    if not pairs:
        return
    names = " = ".join(shown(clips[position].clip.path) for position in pairs[min(pairs)])
    number = "1 clip stands" if len(pairs) == 1 else f"{len(pairs)} clips stand"
    is_official = split_kind(config, [extracted.clip for extracted in clips]) == "official"
    what = f"{number} on both sides of {'the split' if is_official else 'a fold'} by content"
    if is_official and not config.allow_leaks:
        raise DatasetError(
            f"{shown(config.data)}: {what}; the first: {names}.",
            "Take them out of one side, or set allow_leaks = true.",
        )
    progress.say(f"  {what}, so the figures flatter; the first: {names}")
