"""Crunches and sit-ups."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_to,
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
    unit,
)
from training.synthesis.postures import (
    Stage,
    arms_between,
    arms_held,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)

_FLAT = 0.5 * np.pi


def crunch_situp(stage: Stage) -> FloatArray:
    """Lying on the back, the shoulders or the whole trunk come up."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    full = stage.chance(0.5)
    curl = stage.between(0.35, 0.8) if full else stage.between(0.2, 0.75)
    rise = stage.between(0.7, 1.55) if full else stage.between(0.0, 0.12)
    # The spine curls first, then the hips bend.
    effort = rhythm.effort
    first = np.clip(effort * (1.6 if full else 1.0), 0.0, 1.0)
    then = np.clip((effort - 0.2) / 0.8, 0.0, 1.0) if full else effort
    flat = -_FLAT + stage.between(-0.03, 0.08)
    pelvis_pitch = flat + rise * then
    chest_pitch = pelvis_pitch + curl * first
    nod = stage.between(-0.1, 0.7) * (0.3 + 0.7 * first)
    pelvis = stage.place(0.0, build.girth_m + 0.02, 0.0)
    twist = stage.between(0.2, 0.6) * effort if stage.chance(0.2) else 0.0 * effort
    body = trunk(
        stage, pelvis, pelvis_pitch, chest_pitch, chest_pitch + nod,
        twist=twist * np.where(rhythm.turn % 2, -1.0, 1.0), sway=0.3,
    )  # fmt: skip
    style = stage.pick("bent", "bent", "bent", "straight", "raised")
    if style == "bent":
        ahead = build.leg_m * stage.between(0.42, 0.72)
        tips = sided(stage.between(0.04, 0.25), 0.0, ahead + build.toe_m)
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))
    elif style == "straight":
        tips = sided(stage.between(0.05, 0.25), 0.24, 0.98 * build.leg_m)
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2), -1.2)
    else:
        hold = stage.place(0.0, 0.0, 0.0)
        lying = trunk(stage, pelvis + hold, flat, flat, flat, sway=0.2)
        pull = stage.between(0.0, 0.3) * effort[:, None]
        legs = legs_at(
            build, lying, stage.between(1.2, 1.7) + pull + np.zeros(2),
            stage.between(0.1, 1.6), stage.between(0.0, 0.15),
        )  # fmt: skip
    hands = stage.pick(
        "behind_head", "behind_head", "at_ear", "crossed", "reaching", "reaching", "at_chest"
    )
    if hands != "reaching":
        return landmarks(build, body, arms_held(stage, body, hands), legs)
    # Along the thighs, or up to the ceiling.
    aim = np.array([0.0, stage.between(0.1, 1.4), 1.0])
    wrists = body.shoulders_m + unit(aim) * (stage.between(0.9, 0.98) * build.arm_m)
    low = np.maximum(0.05 - wrists[..., 1], 0.0)
    wrists[..., 1] += low
    arms = arms_to(build, body, wrists, sided(1.0, 0.0, -0.3), sided(-0.3, 1.0, -0.4))
    if full and stage.chance(0.4):
        # Arms overhead on the floor, thrown forward with the trunk.
        back = body.shoulders_m + rotated(
            sided(0.1, 0.9, 0.25) * (0.97 * build.arm_m), body.chest_turn
        )
        rest = arms_to(build, body, back, sided(1.0, 0.3, 0.0), sided(-0.3, 1.0, 0.2))
        arms = arms_between(rest, arms, effort[:, None] * np.ones(2), stage, body)
    return landmarks(build, body, arms, legs)
