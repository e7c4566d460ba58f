"""The movements by label, and how one of them is performed."""

from collections.abc import Callable

import numpy as np

from training.errors import DatasetError
from training.synthesis import floor, standing
from training.synthesis.background import BACKGROUND
from training.synthesis.body import FloatArray, random_build
from training.synthesis.postures import Stage

OTHER = "other"

EXERCISES: dict[str, Callable[[Stage], FloatArray]] = {
    "squat": standing.squat,
    "push_up": floor.push_up,
    "biceps_curl": standing.biceps_curl,
    "crunch_situp": floor.crunch_situp,
    "lunge": standing.lunge,
    "overhead_press": standing.overhead_press,
    "plank": floor.plank,
    "row": standing.row,
    "jumping_jack": standing.jumping_jack,
    "deadlift": standing.deadlift,
    "pull_up": standing.pull_up,
    "bench_press": floor.bench_press,
}

MOVEMENTS: tuple[str, ...] = (*EXERCISES, OTHER)


def perform(label: str, time_s: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Let a random person do a movement, in the room, seen by nobody.

    Args:
        label: One of `MOVEMENTS`, or one of `BACKGROUND`, which make up "other".
        time_s: Times of the frames, rising, shape (T,).
        rng: Source of every choice.

    Returns:
        Room coordinates in metres, shape (T, 33, 3); see `training.synthesis.body`.

    Raises:
        DatasetError: No movement has this label.
    """
    stage = Stage(random_build(rng), time_s, rng)
    if label == OTHER:
        return BACKGROUND[stage.pick(*BACKGROUND)](stage)
    movement = EXERCISES.get(label) or BACKGROUND.get(label)
    if movement is None:
        raise DatasetError(
            f"No movement called {label!r} can be synthesised.",
            hint=f"Use one of: {', '.join(MOVEMENTS)}.",
        )
    return movement(stage)
