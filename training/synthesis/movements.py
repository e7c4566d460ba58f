"""The movements by name, and how one of them is performed."""

from collections.abc import Sequence

import numpy as np

from training.errors import DatasetError
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises import EXERCISES
from training.synthesis.others import OTHERS
from training.synthesis.postures import Stage

OTHER = "other"

# The labels that windows can be made up for.
MOVEMENTS: tuple[str, ...] = (*EXERCISES, OTHER)


def movements_of(label: str, labels: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the movements that make up a class.

    Args:
        label: One of `MOVEMENTS`.
        labels: Of all classes: an exercise that is none of them belongs to "other".
    """
    if label != OTHER:
        return (label,)
    return (*OTHERS, *(name for name in EXERCISES if name not in labels))


def perform(name: str, time_s: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Let a random person do a movement, in the room, seen by nobody.

    Args:
        name: One of `EXERCISES` or of `OTHERS`.
        time_s: Times of the frames, rising, shape (T,).
        rng: Source of every choice.

    Returns:
        Room coordinates in metres, shape (T, 33, 3); see `training.synthesis.body`.

    Raises:
        DatasetError: No movement has this name.
    """
    movement = EXERCISES.get(name) or OTHERS.get(name)
    if movement is None:
        raise DatasetError(
            f"No movement called {name!r} can be synthesised.",
            hint=f"Use one of: {', '.join((*EXERCISES, *OTHERS))}.",
        )
    return movement(Stage(random_build(rng), time_s, rng))
