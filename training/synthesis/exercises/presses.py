"""Presses: overhead, and on a bench."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Torso,
    arms_to,
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_held,
    limb_effort,
    stance,
    trunk,
    upright,
)
from training.synthesis.rhythm import (
    repetitions,
)

_FLAT = 0.5 * np.pi


def overhead_press(stage: Stage) -> FloatArray:
    """Hands from the shoulders to straight above the head."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.35)
    dip = stage.between(0.03, 0.1) if stage.chance(0.15) else 0.0  # push press
    if dip > 0.0:
        kick = np.sin(np.pi * np.clip(rhythm.effort / 0.5, 0.0, 1.0)).astype(np.float64)
        body = body.moved(stage.place(0.0, -dip * kick, 0.0))
    arm = build.arm_m
    # From a bar before the neck to upper arms level and forearms upright.
    wide = stage.between(0.0, 1.0)
    start = np.array([0.05 + 0.45 * wide, 0.02 + 0.4 * wide, 0.25 - 0.2 * wide])
    start += stage.rng.normal(0.0, 0.07, 3)
    high = stage.between(0.9, 0.995)
    end = np.array([stage.between(-0.25, 0.25), 0.0, stage.between(-0.1, 0.12)])
    end[1] = np.sqrt(max(high**2 - end[0] ** 2 - end[2] ** 2, 0.1))
    way = start + (end - start) * effort[..., None]
    # On the way the hands pass before the face, not through it.
    bow = stage.between(0.0, 0.12) * np.sin(np.pi * np.clip(effort, 0.0, 1.0))
    local = sided(way[..., 0], way[..., 1], way[..., 2] + bow) * arm
    pole = sided(stage.between(0.2, 1.0), -1.0, stage.between(0.0, 0.7))
    # Thumbs inwards with a bar; neutral grip has them behind.
    thumb = sided(stage.pick(-1.0, -1.0, 0.0), 0.0, -0.3)
    shrug = stage.between(0.0, 0.04) * effort[..., None] * body.chest_turn[:, None, :, 1]
    body = Torso(
        body.pelvis_m, body.hips_m, body.neck_m, body.shoulders_m + shrug,
        body.pelvis_turn, body.chest_turn, body.head_turn,
    )  # fmt: skip
    fingers = rotated(sided(0.0, 1.0, -0.15), body.chest_turn)
    arms = arms_to(
        build, body, body.from_shoulders(local), rotated(pole, body.chest_turn),
        rotated(thumb, body.chest_turn), fingers,
    )  # fmt: skip
    if works.min() < 0.5 and stage.chance(0.7):
        idle = stage.pick("on_hips", "at_sides", "out_sideways", "at_shoulders")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(build, body, arms, legs)


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
