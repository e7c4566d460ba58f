"""Inverted rows: the body hangs face up below its hands."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    arms_to,
    feet_on,
    landmarks,
    rotated,
    sided,
)
from training.synthesis.postures import Stage, arms_chosen, arms_held, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi


def _corner(one_m: float, other_m: float, opposite_m: FloatArray) -> FloatArray:
    """Angle between two sides of a triangle, by the side that is opposite to it."""
    cosine = (one_m**2 + other_m**2 - opposite_m**2) / (2.0 * one_m * other_m)
    angle: FloatArray = np.arccos(np.clip(cosine, -1.0, 1.0))
    return angle


def _heels(stage: Stage, flat: bool, bench_m: float, slope: float) -> Legs:
    """Feet near z = 0: flat on the floor, or on their heels, on the floor or a bench."""
    build = stage.build
    half = stage.between(0.05, 0.18)
    if flat:
        tips = sided(half, 0.0, stage.between(-0.02, 0.1) + build.toe_m)
        return feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))
    turn = min(slope + stage.between(0.0, 0.7), _FLAT)  # level ground is reached by the sole
    toes = np.array([0.0, np.cos(turn), np.sin(turn)])
    soles = np.array([0.0, np.sin(turn), -np.cos(turn)])
    ankle = sided(half, bench_m + build.ankle_m, 0.0)
    return Legs(ankle, np.array([0.0, 1.0, 0.3]), toes, soles)


def inverted(stage: Stage) -> FloatArray:
    """Below a bar, rings or straps: the stiff body turns about the heels, chest to the hands."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.5).effort
    effort = effort * stage.between(0.75, 1.0)
    bent = stage.chance(0.3)  # knees bent, the soles on the floor: turned about the knees
    bench_m = stage.between(0.3, 0.5) if not bent and stage.chance(0.25) else 0.0
    leg = build.thigh_m if bent else 0.975 * build.leg_m
    pivot_m = build.ankle_m + (build.shin_m if bent else bench_m)
    length = leg + build.spine_m
    # At straight arms the back stays off the floor.
    slope = stage.between(-0.15, 0.25)
    if not bent and not bench_m:
        slope = stage.between(0.1, 0.35) if stage.chance(0.5) else stage.between(0.3, 0.95)
    slope = max(slope, float(np.arcsin((0.28 - pivot_m) / length)))
    single = stage.chance(0.18)
    beside = stage.between(-0.15, 0.1) if single else stage.between(-0.1, 0.35)
    straight = stage.between(0.93, 0.985) * build.arm_m
    far = np.sqrt(straight**2 - (beside * build.arm_m) ** 2)
    # Where the hands are from the shoulders at the top: towards the hips and before the chest.
    low, before = stage.between(0.05, 0.45), stage.between(0.1, 0.3)
    near = np.hypot(low, before) * build.arm_m
    hands = np.hypot(length - low * build.arm_m, before * build.arm_m)
    span = far - (far - near) * effort

    # Angles at the pivot between the shoulders and the hands, at straight arms and now.
    bar = slope + _corner(length, hands, np.array([far]))
    tilt = bar - _corner(length, hands, span)
    pitch = tilt - _FLAT
    sag = stage.between(-0.08, 0.12)
    pelvis = stage.place(0.0, pivot_m + leg * np.sin(tilt), -leg * np.cos(tilt))
    twist = 0.0
    works = np.ones(2)
    if single:
        works = stage.side()
        twist = (works[0] - works[1]) * stage.between(-0.3, 0.1) * (1.0 - effort)
    gaze = pitch + stage.between(-0.15, 0.35)
    body = trunk(stage, pelvis, pitch + sag, pitch - 0.6 * sag, gaze, twist, sway=0.2)
    if not single:
        way = stage.place(0.0, pivot_m + length * np.sin(tilt), -length * np.cos(tilt))
        body = body.moved(0.5 * (way - body.neck_m))
    place = np.array([0.0, pivot_m + hands * np.sin(bar[0]), -hands * np.cos(bar[0])])
    half_grip = build.shoulder_half_m + beside * build.arm_m
    wrists = place + sided(half_grip, 0.0, 0.0)
    pole = rotated(sided(stage.between(0.1, 1.1), -0.5, -1.0), body.chest_turn)
    palm = stage.pick(-1.0, -1.0, 1.0, 0.1)
    hang = np.array([0.0, 1.0, 0.1])
    arms = arms_to(build, body, wrists, pole, sided(palm, 0.3, -0.5), hang)
    if single:
        other = arms_held(stage, body, stage.pick("at_sides", "across", "on_hips", "at_chest"))
        arms = arms_chosen(other, arms, works)
    return landmarks(build, body, arms, _heels(stage, bent, bench_m, float(tilt.mean())))
