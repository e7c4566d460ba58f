"""Exercises on the floor or on a bench."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Torso,
    arms_to,
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
    unit,
)
from training.synthesis.postures import Stage, arms_between, arms_held, stance, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi
_PALM_M = 0.04  # height of the wrist above what the hand rests on
_DOWN = np.array([0.0, -1.0, 0.0])


def _line(
    stage: Stage,
    shoulder_m: FloatArray,
    on_knees: bool,
    rest_m: float,
    sag_m: float,
) -> tuple[Torso, Legs]:
    """A straight body, face down, that turns about its feet or knees at z = 0.

    Args:
        stage: The performance.
        shoulder_m: Height of the shoulders, shape (T,).
        on_knees: Whether the knees carry the body and not the feet.
        rest_m: Height of what the feet or knees rest on.
        sag_m: How far the hips hang below the line (negative: above it).
    """
    build = stage.build
    half = stage.between(0.04, 0.16)
    if on_knees:
        pivot_m, below = rest_m + 0.06, build.thigh_m
    else:
        heel_up = stage.between(1.0, 1.5)
        ankle_up = build.toe_m * np.sin(heel_up) + build.ankle_m * np.cos(heel_up)
        pivot_m, below = rest_m + ankle_up, build.leg_m * 0.997
    length = below + build.spine_m
    slope = np.arcsin(np.clip((shoulder_m - pivot_m) / length, -0.9, 0.9))
    fold = np.arcsin(sag_m / below) + np.arcsin(sag_m / build.spine_m)
    low = slope - np.arcsin(sag_m / below)
    drift = stage.wander(0.002, 2)
    pelvis = stage.place(
        drift[:, 0], pivot_m + below * np.sin(low), below * np.cos(low) + 0.2 * drift[:, 1]
    )
    pitch = _FLAT - low - 0.5 * fold
    body = trunk(
        stage, pelvis, pitch, pitch - 0.5 * fold, pitch - stage.between(-0.1, 0.8), sway=0.25
    )
    if on_knees:
        raised = stage.between(0.0, 1.2)
        shin = np.array([0.0, np.sin(raised), -np.cos(raised)])
        knees = sided(half, pivot_m, 0.0)
        ankles = knees + build.shin_m * shin
        toes = np.array([0.0, np.sin(raised - 0.3), -np.cos(raised - 0.3)])
        soles = np.array([0.0, toes[2], -toes[1]])  # the instep lies on the floor
        poles = knees - 0.5 * (body.hips_m + ankles)
        return body, Legs(ankles, poles, toes, soles)
    tips = sided(half, rest_m, build.toe_m * np.cos(heel_up) - build.ankle_m * np.sin(heel_up))
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.05, 2), heel_up)
    return body, Legs(legs.ankles_m, _DOWN, legs.toes, legs.soles)


def push_up(stage: Stage) -> FloatArray:
    """Hands and feet (or knees) stay; the straight body sinks between the hands and rises."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.5).effort
    on_knees = stage.chance(0.25)
    level = stage.pick("floor", "floor", "floor", "incline", "decline")
    hand_m = _PALM_M + (stage.between(0.15, 0.8) if level == "incline" else 0.0)
    rest_m = stage.between(0.15, 0.5) if level == "decline" and not on_knees else 0.0
    half_grip = build.shoulder_half_m + stage.between(-0.12, 0.28)
    beside = half_grip - build.shoulder_half_m
    ahead = stage.between(-0.14, 0.08)
    arm = build.arm_m
    high = np.sqrt(max((stage.between(0.95, 0.995) * arm) ** 2 - beside**2 - ahead**2, 0.01))
    near = (stage.between(0.42, 0.72) * arm) ** 2  # shoulder to wrist at the bottom
    low = np.sqrt(max(near - beside**2 - ahead**2, 0.11**2))
    shoulder = hand_m + high - (high - low) * effort
    body, legs = _line(stage, shoulder, on_knees, rest_m, stage.between(-0.05, 0.05))
    top = int(np.argmin(effort))
    wrists = sided(half_grip, hand_m, 0.0) + np.array(
        [body.neck_m[top, 0], 0.0, body.neck_m[top, 2] + ahead]
    )
    flare = stage.between(0.25, 1.4)
    pole = sided(np.sin(flare), 0.3, -np.cos(flare))
    thumb = sided(-1.0, 0.0, stage.between(-0.1, 0.5))
    fingers = sided(stage.between(-0.4, 0.3), -0.1, 1.0)
    arms = arms_to(build, body, wrists, pole, thumb, fingers)
    return landmarks(build, body, arms, legs)


def plank(stage: Stage) -> FloatArray:
    """The straight body held on elbows or hands; nothing moves but breath and tremor."""
    build = stage.build
    on_elbows = stage.chance(0.65)
    on_knees = stage.chance(0.1)
    tremor = stage.wander(stage.between(0.001, 0.006), 1, 2.0)[:, 0]
    ahead = stage.between(-0.08, 0.08)
    if on_elbows:
        rest = 0.04
        height = rest + np.sqrt(build.upper_arm_m**2 - ahead**2)
    else:
        rest = _PALM_M
        height = rest + np.sqrt((0.98 * build.arm_m) ** 2 - ahead**2)
    body, legs = _line(stage, height + tremor - 0.004, on_knees, 0.0, stage.between(-0.14, 0.07))
    below = body.shoulders_m.mean(axis=0) + np.array([0.0, 0.0, ahead])
    below[:, 1] = rest
    if not on_elbows:
        wide = sided(stage.between(-0.06, 0.1), 0.0, 0.0)
        arms = arms_to(
            build, body, below + wide, sided(0.6, 0.2, -1.0), sided(-1.0, 0.0, 0.2),
            np.array([0.0, -0.1, 1.0]),
        )  # fmt: skip
        return landmarks(build, body, arms, legs)
    inward = stage.between(-0.1, 0.75)
    forearm = unit(sided(-inward, 0.0, 1.0))
    # The elbow stays on the floor: the bone is as long as it is, the shoulder moves.
    elbows = body.shoulders_m + unit(below - body.shoulders_m) * build.upper_arm_m
    arms = Arms(elbows, elbows + forearm * build.forearm_m, forearm, np.array([0.0, 1.0, 0.0]))
    return landmarks(build, body, arms, legs)


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
