"""Presses: overhead, and on a bench."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    arms_to,
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
)
from training.synthesis.exercises.presses_overhead import (
    alternating,
    arnold,
    bar_end,
    behind_neck,
    kneeling_press,
    one_weight,
    plain,
    push_press,
    reclined_press,
    wide,
)
from training.synthesis.postures import Stage, stance, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi

FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": plain,
    "push_press": push_press,
    "wide": wide,
    "behind_neck": behind_neck,
    "one_weight": one_weight,
    "alternating": alternating,
    "kneeling": kneeling_press,
    "arnold": arnold,
    "bar_end": bar_end,
    "reclined": reclined_press,
}
# How often each is done.
_WEIGHTS: dict[str, int] = {
    "plain": 12,
    "push_press": 3,
    "wide": 2,
    "behind_neck": 1,
    "one_weight": 2,
    "alternating": 2,
    "kneeling": 3,
    "arnold": 2,
    "bar_end": 3,
    "reclined": 1,
}


def overhead_press(stage: Stage) -> FloatArray:
    """Hands from the shoulders to above the head: standing, seated, kneeling; all weights."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)


def bench_press(stage: Stage) -> FloatArray:
    """Lying on a bench or on the floor, hands pushed up from the chest."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort = rhythm.effort[:, None] * np.ones(2)  # 1 is with straight arms
    if stage.chance(0.15):
        effort = rhythm.alternating()
    on_floor = stage.chance(0.2)
    bench = 0.0 if on_floor else stage.between(0.38, 0.5)
    incline = stage.between(0.3, 0.8) if not on_floor and stage.chance(0.25) else 0.0
    pitch = -_FLAT + incline
    pelvis = stage.place(0.0, bench + build.girth_m, 0.0)
    body = trunk(stage, pelvis, pitch, pitch, pitch + stage.between(0.0, 0.25), sway=0.25)
    if on_floor:
        tips = sided(stage.between(0.08, 0.25), 0.0, build.leg_m * stage.between(0.5, 0.8))
        legs = feet_on(build, tips + np.array([0.0, 0.0, build.toe_m]), np.zeros(2))
    elif stage.chance(0.85):
        legs = stance(stage, stage.between(0.15, 0.4))
        near = build.thigh_m * stage.between(0.6, 1.0)
        legs = Legs(legs.ankles_m + np.array([0.0, 0.0, near]), legs.poles, legs.toes, legs.soles)
    else:
        legs = legs_at(build, body, stage.between(0.9, 1.6), stage.between(1.3, 1.9), 0.1)
    grip = stage.between(-0.15, 0.45)
    level = stage.between(-0.45, -0.1)  # towards the belly
    deep = stage.between(0.1, 0.4)
    start = np.array([grip + stage.between(-0.05, 0.15), level, deep])
    end = np.array([stage.between(-0.35, 0.05) + 0.6 * grip, 0.5 * level, 0.0])
    end[2] = np.sqrt(max(stage.between(0.9, 0.995) ** 2 - end[0] ** 2 - end[1] ** 2, 0.1))
    way = start + (end - start) * effort[..., None]
    wrists = body.from_shoulders(sided(way[..., 0], way[..., 1], way[..., 2]) * build.arm_m)
    flare = stage.between(0.4, 1.4)
    pole = rotated(sided(np.sin(flare), -np.cos(flare), -0.7), body.chest_turn)
    thumb = rotated(sided(stage.pick(-1.0, -1.0, 0.0), 0.3, 0.0), body.chest_turn)
    fingers = rotated(sided(0.0, 0.15, 1.0), body.chest_turn)
    arms = arms_to(build, body, wrists, pole, thumb, fingers)
    return landmarks(build, body, arms, legs)
