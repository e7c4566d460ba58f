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
