"""Splits that never put clips of one group on both sides."""

import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import StratifiedGroupKFold

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
    largest = max(Counter(labels).values())
    if largest < folds:
        raise DatasetError(
            f"No class has more than {largest} clips, too few for {folds} folds.",
            "Lower `folds` in the config, or add clips.",
        )
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # A class with fewer clips than folds is missing from some folds; that is no error here.
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        parts = list(splitter.split(np.zeros(len(labels)), list(labels), list(groups)))
    return tuple(Split(np.sort(train), np.sort(test)) for train, test in parts)


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
