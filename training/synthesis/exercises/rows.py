"""Rows."""

from collections.abc import Callable

from training.synthesis.body import FloatArray
from training.synthesis.exercises.rows_bent import BENT_ROWS
from training.synthesis.exercises.rows_cable import CABLE_ROWS
from training.synthesis.exercises.rows_hanging import inverted
from training.synthesis.postures import Stage

FORMS: dict[str, Callable[[Stage], FloatArray]] = {**BENT_ROWS, **CABLE_ROWS, "inverted": inverted}
# How often each is done; the first three are the plain ones.
_WEIGHTS: dict[str, int] = {
    "bent_over": 8,
    "staggered": 5,
    "cable": 7,
    "bent_over_strict": 4,
    "t_bar": 2,
    "gorilla": 2,
    "bench_kneeling": 3,
    "chest_supported": 3,
    "seal": 1,
    "seated_cable": 4,
    "machine": 3,
    "high_machine": 2,
    "standing_cable": 3,
    "rear_delt": 2,
    "inverted": 5,
}


def row(stage: Stage) -> FloatArray:
    """Bent-over, propped, chest-supported, cable, machine and inverted rows."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
