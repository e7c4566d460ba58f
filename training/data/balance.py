"""Against classes that are much more frequent than others."""

import numpy as np
import numpy.typing as npt

from training.data.splits import IntArray


def oversample(positions: IntArray, targets: npt.NDArray[np.int64], seed: int) -> IntArray:
    """Repeat clips until every class is as frequent as the largest.

    Every clip of a class is repeated equally often, give or take one. Only for clips to learn
    from: a repeated clip must not stand on both sides of a split, so split first.

    Args:
        positions: int64 (P,), clips to choose from.
        targets: int64 (N,), the class of each clip of the table, of which `positions` are a part.
        seed: Decides which clips are repeated once more than others.

    Returns:
        int64, ascending; contains all of `positions`.
    """
    generator = np.random.default_rng(seed)
    classes, counts = np.unique(targets[positions], return_counts=True)
    parts = [np.empty(0, dtype=np.int64)]
    for index in classes:
        own = positions[targets[positions] == index]
        rounds, rest = divmod(int(counts.max()), len(own))
        parts += [own] * rounds
        parts.append(generator.choice(own, rest, replace=False))
    return np.sort(np.concatenate(parts)).astype(np.int64)
