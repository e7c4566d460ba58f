"""The exercises that the synthesis knows, each in its many forms."""

from collections.abc import Callable

from training.synthesis.body import FloatArray
from training.synthesis.exercises.crunches import crunch_situp
from training.synthesis.exercises.curls import biceps_curl
from training.synthesis.exercises.deadlifts import deadlift
from training.synthesis.exercises.jumping_jacks import jumping_jack
from training.synthesis.exercises.lunges import lunge
from training.synthesis.exercises.planks import plank
from training.synthesis.exercises.presses import bench_press, overhead_press
from training.synthesis.exercises.pull_ups import pull_up
from training.synthesis.exercises.push_ups import push_up
from training.synthesis.exercises.rows import row
from training.synthesis.exercises.squats import squat
from training.synthesis.postures import Stage

EXERCISES: dict[str, Callable[[Stage], FloatArray]] = {
    "squat": squat,
    "push_up": push_up,
    "biceps_curl": biceps_curl,
    "crunch_situp": crunch_situp,
    "lunge": lunge,
    "overhead_press": overhead_press,
    "plank": plank,
    "row": row,
    "jumping_jack": jumping_jack,
    "deadlift": deadlift,
    "pull_up": pull_up,
    "bench_press": bench_press,
}
