"""Splits of a table's clips: by group, stratified, or as the data set itself has it; balance.

All of them are decided by classes and a seed, never by the order of the clips alone.
"""

import warnings
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold

from training.data.clips import Clip
from training.data.wording import listed
from training.errors import DatasetError

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """One division of the clips.

    Attributes:
        train: int64, positions of the clips to learn from, ascending.
        test: int64, positions of the clips to judge by, ascending.
    """

    train: IntArray
    test: IntArray


def group_folds(
    labels: Sequence[str], groups: Sequence[str], folds: int, seed: int
) -> tuple[Split, ...]:
    """Divide clips into folds by group, with the classes as even as the groups allow.

    Args:
        labels: One per clip.
        groups: One per clip.
        folds: Number of folds; each clip is in the test part of exactly one.
        seed: Decides ties.

    Raises:
        DatasetError: There are fewer groups than folds, or fewer clips in every class.
    """
    distinct = len(set(groups))
    if distinct < folds:
        raise DatasetError(
            f"The clips come from {distinct} groups, too few for {folds} folds.",
            "Lower `folds` in the config, or add clips from other scenes.",
        )
    _check_folds(labels, folds)
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    return _divide(splitter, labels, groups)


def stratified_folds(labels: Sequence[str], folds: int, seed: int) -> tuple[Split, ...]:
    """Divide clips that have no groups into folds with the classes even in all of them.

    Clips of one person or scene come to stand on both sides, so figures from such folds are
    better than what new people will see: use `group_folds` wherever groups are known.

    Args:
        labels: One per clip.
        folds: Number of folds; each clip is in the test part of exactly one.
        seed: Decides which.

    Raises:
        DatasetError: There are fewer clips than folds in every class.
    """
    _check_folds(labels, folds)
    splitter = StratifiedKFold(n_splits=folds, shuffle=True, random_state=seed)
    return _divide(splitter, labels, None)


def official_split(clips: Sequence[Clip]) -> Split:
    """Return the split that the data set itself names.

    Raises:
        DatasetError: A clip has no side, a side has no clips, or a class to be tested has none
            to learn from.
    """
    without = [clip.path for clip in clips if clip.split is None]
    if without:
        raise DatasetError(
            f"{len(without)} of {len(clips)} clips have no side of the split: {listed(without)}.",
            "Name train or test for each of them, or choose another kind of split.",
        )
    sides = np.array([clip.split for clip in clips])
    split = Split(np.flatnonzero(sides == "train"), np.flatnonzero(sides == "test"))
    for side, positions in (("train", split.train), ("test", split.test)):
        if not len(positions):
            raise DatasetError(
                f"None of {len(clips)} clips is for {side}.", "Choose another kind of split."
            )
    labels = np.array([clip.label for clip in clips])
    unknown = sorted(set(labels[split.test].tolist()) - set(labels[split.train].tolist()))
    if unknown:
        raise DatasetError(
            f"There are clips for testing {listed(unknown)}, but none for training.",
            "Add some, or take the class out.",
        )
    return split


def leaking_groups(clips: Sequence[Clip], split: Split) -> tuple[str, ...]:
    """Return the groups with clips on both sides of a split, by name."""
    sides = [{clips[position].group for position in side} for side in (split.train, split.test)]
    return tuple(sorted(sides[0] & sides[1]))


def duplicates_across(contents: Sequence[Hashable], split: Split) -> tuple[tuple[int, ...], ...]:
    """Return the positions of clips with one content that stand on both sides of a split.

    Args:
        contents: One per clip, equal where the files are: their SHA-256.
        split: Of the clips.
    """
    alike: dict[Hashable, list[int]] = defaultdict(list)
    for position in np.concatenate([split.train, split.test]).tolist():
        alike[contents[position]].append(position)
    train, test = set(split.train.tolist()), set(split.test.tolist())
    return tuple(
        sorted(
            tuple(sorted(positions))
            for positions in alike.values()
            if not train.isdisjoint(positions) and not test.isdisjoint(positions)
        )
    )


def hold_out_groups(labels: Sequence[str], groups: Sequence[str], part: float, seed: int) -> Split:
    """Set about `part` of the clips aside, by whole groups, to stop the fit in time.

    Of the divisions into round(1 / part) folds by group, the one is taken whose test part has the
    most classes and then comes nearest to the wished size.

    Args:
        labels: One per clip.
        groups: One per clip.
        part: Wished share of the clips in the test part, 0..0.5.
        seed: Decides ties.

    Raises:
        DatasetError: There is only one group, or one clip of each class.
    """
    most = min(len(set(groups)), max(Counter(labels).values()))
    folds = max(2, min(round(1.0 / part), most))
    names = np.asarray(labels)

    def merit(split: Split) -> tuple[int, float]:
        share = len(split.test) / len(names)
        return len(set(names[split.test])), -abs(share - part)

    return max(group_folds(labels, groups, folds, seed), key=merit)


def oversample(positions: IntArray, targets: IntArray, seed: int) -> IntArray:
    """Repeat clips until every class is as frequent as the largest.

    Every clip of a class is repeated equally often, give or take one. Only for clips to learn
    from: a repeated clip must not come to stand on both sides of a split, so split first.

    Args:
        positions: int64 (P,), positions of the clips.
        targets: int64 (P,), the class of each.
        seed: Decides which clips are repeated once more than others.

    Returns:
        int64, ascending; contains all of `positions`.
    """
    generator = np.random.default_rng(seed)
    classes, counts = np.unique(targets, return_counts=True)
    parts = [np.empty(0, dtype=np.int64)]
    for index in classes:
        own = positions[targets == index]
        rounds, rest = divmod(int(counts.max()), len(own))
        parts += [own] * rounds
        parts.append(generator.choice(own, rest, replace=False))
    return np.sort(np.concatenate(parts))


def _check_folds(labels: Sequence[str], folds: int) -> None:
    largest = max(Counter(labels).values(), default=0)
    if largest < folds:
        raise DatasetError(
            f"No class has more than {largest} clips, too few for {folds} folds.",
            "Lower `folds` in the config, or add clips.",
        )


def _divide(
    splitter: StratifiedKFold | StratifiedGroupKFold,
    labels: Sequence[str],
    groups: Sequence[str] | None,
) -> tuple[Split, ...]:
    with warnings.catch_warnings():
        # A class with fewer clips than folds is missing from some folds; that is no error here.
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        parts = list(splitter.split(np.zeros(len(labels)), list(labels), groups))
    return tuple(Split(np.sort(train), np.sort(test)) for train, test in parts)
