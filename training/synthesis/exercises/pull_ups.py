"""Pull-ups."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_to,
    landmarks,
    legs_at,
    sided,
)
from training.synthesis.postures import (
    Stage,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)


def pull_up(stage: Stage) -> FloatArray:
    """Hands stay on the bar; the body rises to it and sinks."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.0, 4.0)
    half_grip = build.shoulder_half_m + stage.between(-0.08, 0.3)
    bar = 1.16 * build.stature_m + stage.between(0.05, 0.4)
    lean = -stage.between(0.0, 0.25) - stage.between(0.0, 0.45) * rhythm.effort
    swing = stage.wander(0.03, 1)[:, 0]
    shrug = stage.between(0.0, 0.05) * (1.0 - rhythm.effort)[:, None]
    origin = stage.place(0.0, 0.0, 0.0)
    body = trunk(
        stage, origin, lean + stage.between(-0.1, 0.25) + swing, lean,
        lean + stage.between(-0.3, 0.1), sway=0.6, shrug_m=shrug,
    )  # fmt: skip
    middle = body.shoulders_m.mean(axis=1)
    hang = stage.between(0.92, 0.995) * build.arm_m
    beside = half_grip - build.shoulder_half_m
    low = np.sqrt(max(hang**2 - beside**2, 0.02))
    high = stage.between(-0.02, 0.5) * build.arm_m
    below = low - (low - high) * rhythm.effort
    behind = stage.between(0.02, 0.12) + 0.12 * rhythm.effort
    body = body.moved(stage.place(0.0, bar - below, -behind) - middle)
    wrists = sided(half_grip, bar, 0.0)
    underhand = half_grip < build.shoulder_half_m + 0.05 and stage.chance(0.6)
    pole = sided(0.2 if underhand else 0.8, -1.0, 0.6 if underhand else 0.15)
    thumb = sided(1.0 if underhand else -1.0, 0.0, 0.0)
    arms = arms_to(build, body, wrists, pole, thumb, np.array([0.0, 1.0, 0.1]))
    style = stage.pick("straight", "straight", "bent", "tucked")
    drift = stage.wander(0.05, 2) + stage.rng.normal(0.0, 0.05, 2)
    hips, knees = {
        "straight": (stage.between(-0.1, 0.3), stage.between(0.0, 0.4)),
        "bent": (stage.between(-0.15, 0.3), stage.between(0.8, 1.9)),
        "tucked": (stage.between(0.5, 1.4), stage.between(0.6, 1.7)),
    }[style]
    kick = stage.between(0.0, 0.6) if stage.chance(0.25) else 0.0  # kipping
    legs = legs_at(
        build, body, hips + drift + kick * rhythm.effort[:, None],
        knees + np.abs(drift) + 0.05, stage.between(-0.05, 0.15), stage.between(0.2, 0.9),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)
