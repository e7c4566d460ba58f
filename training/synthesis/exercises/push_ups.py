"""Push-ups and planks: a straight body, face down."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Torso,
    arms_to,
    feet_on,
    landmarks,
    sided,
    unit,
)
from training.synthesis.postures import (
    Stage,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)

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
