"""The exercises that the synthesis knows, each in its many forms."""

from collections.abc import Callable

from training.synthesis.body import FloatArray
from training.synthesis.exercises import floor, standing
from training.synthesis.postures import Stage

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
