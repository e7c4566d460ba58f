"""Side planks: the straight body on one elbow or hand, a side up."""

import numpy as np

from training.synthesis.body import (
    UP,
    Arms,
    Build,
    FloatArray,
    Legs,
    Torso,
    arms_to,
    blended,
    landmarks,
    legs_at,
    square_to,
    unit,
)
from training.synthesis.exercises.bridges import FLAT, PALM_M, raised_rest_m
from training.synthesis.exercises.rolling import off_floor, rolled
from training.synthesis.postures import Stage, arms_between, arms_chosen, arms_held, trunk
from training.synthesis.rhythm import repetitions

_LEVEL = np.array([1.0, 0.0, 1.0])


def _on_its_side(
    stage: Stage, up: float, neck_m: float, below_m: float, foot_m: float, sag_m: FloatArray
) -> Torso:
    """A straight trunk with the left (`up` 1) or right (-1) side up, the hips `sag_m` lower."""
    build = stage.build
    slope = np.arcsin(np.clip((neck_m - foot_m) / (below_m + build.spine_m), 0.0, 0.8))
    low = slope - np.arcsin(sag_m / below_m)
    steep = slope + np.arcsin(sag_m / build.spine_m)
    middle = 0.5 * (low + steep)
    pelvis = stage.place(0.0, foot_m + below_m * np.sin(low), below_m * np.cos(low))
    pitch = FLAT - middle
    # Chest against pelvis, so that the shoulders keep their height.
    lean = 1.67 * (steep - middle)
    body = trunk(
        stage, pelvis, pitch, pitch, pitch - stage.between(-0.2, 0.3), bend=-up * lean, sway=0.2
    )
    tilt = FLAT + stage.between(-0.3, 0.25)
    return rolled(body, up * tilt, body.pelvis_turn[:, :, 1])


def _feet_aside(stage: Stage, body: Torso, upper: FloatArray, foot_m: float) -> Legs:
    """Feet on their edges, on each other or one before the other."""
    ahead = unit(body.pelvis_turn[:, :, 2] * _LEVEL)
    middle = np.array([0.0, foot_m, 0.0])
    if stage.chance(0.5):
        apart = stage.between(0.03, 0.05) * (2.0 * upper - 1.0)
        ankles = middle + apart[:, None] * UP + 0.0 * ahead[:, None]
    else:
        apart = stage.between(0.05, 0.16) * (2.0 * upper - 1.0) * stage.pick(1.0, 1.0, -1.0)
        ankles = middle + apart[:, None] * ahead[:, None]
    toes = ahead[:, None] + np.zeros((2, 1))
    soles = square_to(np.broadcast_to(body.pelvis_turn[:, None, :, 1], toes.shape), toes)
    return Legs(ankles, toes, toes, soles)


def _shins_behind(build: Build, body: Torso) -> Legs:
    """Thighs in line with the trunk, knees on each other, the shins level behind."""
    ahead = unit(body.pelvis_turn[:, None, :, 2] * _LEVEL)
    along = body.pelvis_turn[:, None, :, 1]
    knees = body.hips_m - along * build.thigh_m
    ankles = knees - ahead * build.shin_m
    return Legs(ankles, knees - 0.5 * (body.hips_m + ankles), -square_to(along, ahead), ahead)


def _top_arm(stage: Stage, body: Torso, effort: FloatArray, moves: bool) -> Arms:
    """The free arm: on the hip, to the ceiling, along the body; moving from one to another."""
    holds = ("on_hips", "on_hips", "out_sideways", "out_sideways", "at_sides", "overhead",
             "behind_head", "at_chest")  # fmt: skip
    first = arms_held(stage, body, stage.pick(*holds))
    if not moves:
        return first
    goal = stage.pick("out_sideways", "forward", "overhead", "across", "at_sides", "at_chest")
    share = effort[:, None] * np.ones(2)
    return arms_between(first, arms_held(stage, body, goal), share, stage, body)


def side_plank(stage: Stage) -> FloatArray:
    """On one elbow or hand; held, the hips dropped and raised, the upper leg or arm moving."""
    build = stage.build
    upper = stage.side()
    up = 2.0 * float(upper[0]) - 1.0
    on_elbow, on_knees = stage.chance(0.6), stage.chance(0.12)
    what = stage.pick("held", "held", "drop", "leg", "arm", "arm")
    rest_m = 0.0 if on_knees else raised_rest_m(stage, 0.2)
    hand_m = PALM_M + (stage.between(0.2, 0.5) if stage.chance(0.1) and not rest_m else 0.0)
    effort = repetitions(stage.time_s, stage.rng, 0.9, 4.0).effort
    reach = build.upper_arm_m if on_elbow else 0.98 * build.arm_m
    neck_m = hand_m + 0.99 * reach + 0.93 * build.shoulder_half_m
    sag = stage.between(-0.05, 0.06) + 0.0 * effort
    if what == "drop":
        room = 0.5 * neck_m - build.hip_half_m - 0.04
        sag = sag + max(min(stage.between(0.06, 0.2), room), 0.04) * effort
    foot_m = rest_m + stage.between(0.07, 0.11)
    if on_knees:  # the lower one lies on the floor
        foot_m = 0.05 + 0.98 * build.hip_half_m
    below = build.thigh_m if on_knees else 0.995 * build.leg_m
    body = _on_its_side(stage, up, neck_m, below, foot_m, sag)
    legs = _shins_behind(build, body) if on_knees else _feet_aside(stage, body, upper, foot_m)
    if what == "leg":
        hip = stage.pick(0.0, stage.between(0.3, 1.2), -0.4) * effort
        knee = stage.pick(0.0, 0.0, stage.between(0.3, 1.6)) * effort
        spread = stage.between(0.15, 0.7)
        lifted = legs_at(
            build, body, hip[:, None] * upper, knee[:, None] * upper, spread * upper, 0.0
        )
        share = np.clip(0.15 + 2.0 * effort, 0.0, 1.0)
        legs = blended(legs, lifted, share[:, None] * upper)
    # The carrying arm: below its shoulder, the forearm square to the body or ahead.
    lower = int(np.argmin(upper))
    ahead = body.chest_turn[:, :, 2].mean(axis=0) * _LEVEL
    place = body.shoulders_m[:, lower].mean(axis=0) * _LEVEL + hand_m * UP
    way = ahead + np.array([0.0, 0.0, stage.between(-0.3, 0.9)])
    if on_elbow:
        place = place + unit(way) * build.forearm_m
    else:
        place = place + np.array([0.0, 0.0, stage.between(-0.05, 0.1)])
    pole = -UP if on_elbow else -ahead
    thumb = UP if on_elbow else np.cross(way, UP) * (1.0 - 2.0 * lower)  # the palm down
    carrying = arms_to(
        build, body, place + np.zeros((2, 1)), pole,
        thumb,
        way if not on_elbow else None,
    )  # fmt: skip
    free = off_floor(build, body, _top_arm(stage, body, effort, what == "arm"))
    return landmarks(build, body, arms_chosen(carrying, free, upper), legs)
