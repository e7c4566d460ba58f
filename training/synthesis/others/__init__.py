"""What people do before a camera that is none of the exercises.

Daily life, and what is nearly an exercise and yet isn't: a triceps push-down is no biceps curl, a
turning jump no squat. Tests hold each of them to what tells it from the exercise it resembles.
"""

from collections.abc import Callable

from training.synthesis.body import FloatArray
from training.synthesis.others.changes import CHANGES
from training.synthesis.others.daily import DAILY
from training.synthesis.others.jumps import JUMPS
from training.synthesis.others.mat import MAT
from training.synthesis.others.pulls import PULLS
from training.synthesis.others.stretches import STRETCHES
from training.synthesis.postures import Stage

OTHERS: dict[str, Callable[[Stage], FloatArray]] = {
    **DAILY,
    **PULLS,
    **JUMPS,
    **MAT,
    **STRETCHES,
    **CHANGES,
}

# What looks much like an exercise to a skeleton: a push-down is a curl upside down, a pull-down a
# press.
NEAR_MISSES: frozenset[str] = frozenset(
    {
        "push_down",
        "kickback",
        "overhead_extension",
        "lat_pull_down",
        "straight_arm_pull_down",
        "face_pull",
        "upright_row",
        "wrist_curl",
        "arm_raise",
        "reverse_fly",
        "fly",
        "chest_press",
        "ball_slam",
        "kettlebell_swing",
        "good_morning",
        "tuck_jump",
        "turning_jump",
        "rope_climbing",
        "bear_hold",
        "pike",
        "ball_pike",
        "prone_leg_curl",
        "prone_rest",
        "hollow_body",
        "knees_hugged",
        "seated_tuck",
    }
)
