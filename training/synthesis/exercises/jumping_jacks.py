"""Jumping jacks."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_along,
    feet_on,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.postures import (
    Stage,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)


def jumping_jack(stage: Stage) -> FloatArray:
    """Feet apart and together while the arms go up and down at the sides."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.85, 1.9, 0.12)
    opened = rhythm.effort
    steps = stage.chance(0.15)  # low impact: one foot at a time
    side = rhythm.alternating() if steps else opened[:, None] * np.ones(2)
    closed, far = stage.between(0.04, 0.12), stage.between(0.22, 0.5)
    moving = np.sin(np.pi * np.clip(opened, 0.0, 1.0)) ** 2
    hop = 0.0 if steps else stage.between(0.02, 0.1)
    lift = 0.05 * np.sin(np.pi * side) ** 2 if steps else 0.0 * side
    heel = stage.between(0.0, 0.25) + stage.between(0.1, 0.5) * moving
    toe_out = stage.between(0.05, 0.35)
    out = closed + (far - closed) * side
    tips = sided(
        out + np.sin(toe_out) * build.toe_m,
        hop * moving[:, None] + lift,
        np.cos(toe_out) * build.toe_m,
    )
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]), heel[:, None] * np.ones(2))
    aside = 0.5 * (out[:, 0] - out[:, 1])
    # On the balls of the feet the ankles are higher, and with them the hips.
    ankle = legs.ankles_m[..., 1].mean(axis=1)
    height = ankle + build.leg_m * stage.between(0.95, 0.99)
    sink = stage.between(0.0, 0.06) * (1.0 - moving)
    lean = stage.between(0.0, 0.1)
    pelvis = stage.place(aside, height - sink, 0.0)
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.2))
    body = rest_on(build, body, legs.ankles_m)
    low, high = stage.between(0.1, 0.45), stage.between(1.7, 2.95)
    swing = low + (high - low) * opened[:, None] * np.ones(2)
    bent = stage.pick(stage.between(0.05, 0.6), stage.between(0.4, 1.4))
    ahead = stage.between(-0.05, 0.25)
    # The elbow bends forward while the arm hangs and inwards while it is up.
    upward = 0.5 - 0.5 * np.cos(swing)
    upper = sided(np.sin(swing), -np.cos(swing), ahead)
    turned = swing + bent * upward
    lower = sided(np.sin(turned), -np.cos(turned), ahead + bent * (1.0 - upward))
    turn = body.chest_turn
    arms = arms_along(
        build, body, rotated(upper, turn), rotated(lower, turn),
        rotated(sided(-np.cos(swing), -np.sin(swing), 0.8), turn),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)
