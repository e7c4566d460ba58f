"""Stretches, loosening up and yoga: near to the exercises, and held, slow or without a load."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    FloatArray,
    feet_on,
    sided,
)
from training.synthesis.others.floor_stretches import FLOOR_STRETCHES
from training.synthesis.others.loosening import LOOSENING, standing_or_seated
from training.synthesis.others.poses import (
    BOTH,
    LEFT,
    PALM_M,
    RIGHT,
    Pose,
    each_leg,
    hang,
    hold,
    kept,
    on_feet,
    play,
    posture,
    put,
    reach,
    shins_on_floor,
    slow,
    still,
    upright_of,
    with_legs,
)
from training.synthesis.others.yoga import YOGA
from training.synthesis.postures import (
    Stage,
    stance,
)
from training.synthesis.rhythm import repetitions

_BACK = sided(0.4, 0.0, -1.0)  # elbows
_OUT = sided(1.0, 0.0, -0.2)
_AHEAD = np.array([0.0, 0.0, 1.0])


# ------------------------------------------------------------------------ folds, legs


def _folded(stage: Stage) -> Pose:
    """Bent over with straight knees and a round back."""
    pelvis = stage.between(0.9, 1.5)
    chest = pelvis + stage.between(0.5, 1.0)
    pose = on_feet(
        stage, stage.between(0.04, 0.22), (pelvis, chest, chest + stage.between(-0.3, 0.5)),
        straight=stage.between(0.965, 0.998), back_m=stage.between(0.05, 0.16),
    )  # fmt: skip
    points = pose.joints(stage.build)
    way = stage.pick("hanging", "hanging", "floor", "elbows", "ankles", "behind_calves")
    if way == "elbows":
        across = points[12:10:-1] - np.array([0.0, 0.9 * stage.build.upper_arm_m, 0.0])
        return put(stage, pose, across, sided(1.0, -0.6, 0.3), stays=False)
    if way == "ankles":
        height = stage.between(0.1, 0.5)
        legs = points[27:29] + height * (points[25:27] - points[27:29])
        return put(stage, pose, legs + sided(0.02, 0.0, 0.06), sided(1.0, 0.2, -0.6))
    if way == "behind_calves":
        legs = points[27:29] + 0.35 * (points[25:27] - points[27:29])
        return put(stage, pose, legs + sided(0.03, 0.0, -0.07), sided(1.0, 0.2, -0.4))
    if way == "floor":
        ahead = points[31:33] + sided(stage.between(-0.03, 0.08), 0.0, stage.between(-0.1, 0.15))
        ahead[:, 1] = PALM_M
        return put(stage, pose, ahead, sided(0.8, 0.2, -0.5), fingers=_AHEAD)
    return hang(stage, pose)


def forward_fold(stage: Stage) -> FloatArray:
    """Standing, bent over with a round back and straight knees, held; or slowly rolled up."""
    fold = _folded(stage)
    if not stage.chance(0.3):
        return kept(stage, upright_of(stage, fold), fold, pulse=0.1)
    # The hips straighten first, the head last.
    rolled = on_feet(stage, 0.1, (0.25, stage.between(0.9, 1.3), 1.7), legs=fold.legs)
    poses = (upright_of(stage, fold), hang(stage, rolled), hang(stage, fold))
    return play(stage, poses, 2.0 * slow(stage, (2.5, 5.0)))


def half_fold(stage: Stage) -> FloatArray:
    """Half bent with a long back, hands on the thighs, the shins, a chair or a wall; held."""
    lean = stage.between(0.9, 1.6)
    pose = on_feet(
        stage, stage.between(0.05, 0.2), (lean, lean, lean - stage.between(0.0, 0.5)),
        straight=stage.between(0.95, 0.995),
        back_m=stage.build.spine_m * stage.between(0.35, 0.55) * np.sin(lean),
    )  # fmt: skip
    points = pose.joints(stage.build)
    way = stage.pick("thighs", "shins", "chair", "wall")
    if way in ("thighs", "shins"):
        top = 23 if way == "thighs" else 27
        share = stage.between(0.1, 0.4)
        places = points[25:27] + share * (points[top : top + 2] - points[25:27])
        pose = put(stage, pose, places + sided(0.02, 0.0, 0.07), sided(1.0, 0.3, -0.4))
    else:
        height = stage.between(0.45, 0.8) if way == "chair" else stage.between(0.8, 1.3)
        ahead = points[11:13].copy()
        ahead[:, 1] = height
        gap = min(abs(height - points[11, 1]) / stage.build.arm_m, 0.9)
        ahead[:, 2] += stage.build.arm_m * 0.96 * np.sqrt(1.0 - gap**2)
        pose = put(stage, pose, ahead, sided(0.8, -0.5, 0.0), fingers=np.array([0.0, 0.4, 0.8]))
    rest = upright_of(stage, pose)
    if way == "shins":
        # Lifted to the long back out of a round fold: from upright it would be a hinge.
        low = on_feet(stage, 0.1, (lean, lean + 0.8, lean + 0.9), back_m=0.12, legs=pose.legs)
        rest = hang(stage, low)
    return kept(stage, rest, pose, pulse=0.08)


def hamstring_standing(stage: Stage) -> FloatArray:
    """One straight leg before, its heel on the floor or on a bench; bent over it, held."""
    build = stage.build
    legs = stance(stage, stage.between(0.05, 0.12))
    bench = stage.between(0.3, 0.85) if stage.chance(0.5) else 0.0
    straight = stage.between(0.93, 0.99)
    back = stage.between(0.03, 0.2)
    lean = stage.between(0.3, 1.1)
    pose = on_feet(
        stage, 0.1, (0.7 * lean, lean + stage.between(0.0, 0.4), lean), legs=legs,
        straight=straight if bench else stage.between(0.86, 0.94), back_m=back,
    )  # fmt: skip
    hip = pose.body(build).hips_m[0, 0]
    heel = bench + build.heel_m + 0.7 * build.ankle_m
    far = np.sqrt(max((0.98 * build.leg_m) ** 2 - (hip[1] - heel) ** 2, 0.1))
    front = with_legs(
        stage, pose, np.array([hip[0], heel, hip[2] + far]) + np.zeros((2, 3)),
        np.array([0.0, 0.6, 0.3]), stage.between(-0.2, 0.3),
    )  # fmt: skip
    pose = replace(pose, legs=each_leg(front.legs, legs))
    points = pose.joints(build)
    way = stage.pick("front", "front", "own", "hips")
    if way == "hips":
        pose = hold(stage, pose, "on_hips")
    else:
        share = stage.between(0.0, 0.8)
        along = points[25] + share * (points[27] - points[25]) + np.array([0.0, 0.07, 0.0])
        places = along + sided(0.04, 0.0, 0.0)
        if way == "own":
            places[1] = points[26] + np.array([0.0, 0.1, 0.08])
        pose = put(stage, pose, places, sided(1.0, 0.2, -0.4))
    return kept(stage, replace(upright_of(stage, pose, "on_hips"), pelvis_m=pose.pelvis_m), pose)


def quad_stretch(stage: Stage) -> FloatArray:
    """On one leg, the other heel held to the seat by the hand."""
    build = stage.build
    legs = stance(stage, stage.between(0.04, 0.09))
    lean = stage.between(-0.05, 0.2)
    pose = on_feet(stage, 0.06, (0.5 * lean, lean, lean), legs=legs, aside_m=-0.04)
    hip = pose.body(build).hips_m[0, 0]

    def lifted(thigh: float, fold: float) -> tuple[Pose, FloatArray]:
        """One thigh so far behind the hip, its knee so far bent; the ankle."""
        knee = hip + build.thigh_m * np.array([0.04, -np.cos(thigh), -np.sin(thigh)])
        way = np.array([0.0, -np.cos(thigh + fold), -np.sin(thigh + fold)])
        ankle = knee + build.shin_m * way
        bulge = knee - 0.5 * (hip + ankle)
        leg = with_legs(stage, pose, ankle + np.zeros((2, 3)), bulge, stage.between(0.3, 0.9))
        return replace(pose, legs=each_leg(leg.legs, legs)), ankle

    halfway = hold(stage, lifted(0.0, 1.2)[0], "at_sides")
    pose, ankle = lifted(stage.between(-0.3, 0.3), stage.between(2.2, 2.45))
    foot = pose.joints(build)[31]
    idle = stage.pick("wall", "out_sideways", "overhead", "on_hips", "at_sides", "forward")
    if idle == "wall":
        wall = pose.body(build).shoulders_m[0] + sided(0.1, -0.2, 0.9) * build.arm_m
        pose = put(stage, pose, wall, sided(0.5, -1.0, 0.0), RIGHT, fingers=np.array([0, 1.0, 0.3]))
    else:
        pose = hold(stage, pose, idle, RIGHT)
    pose = put(stage, pose, 0.5 * (foot + ankle), sided(0.5, 0.0, -1.0), LEFT)
    rest = upright_of(stage, on_feet(stage, 0.08, legs=legs, aside_m=-0.02))
    if stage.chance(0.3):
        return play(stage, (rest, halfway, pose), 2.0 * slow(stage))
    return still(stage, pose)


def calf_stretch(stage: Stage) -> FloatArray:
    """Hands on a wall, one straight leg far behind with its heel down; held."""
    build = stage.build
    lean = stage.between(0.25, 0.5)
    half = stage.between(0.05, 0.12)
    reach_back = build.leg_m * 0.995
    low = build.ankle_m + reach_back * np.cos(lean)
    front = stage.between(0.0, 0.2) + 0.1
    back = -reach_back * np.sin(lean)
    tips = sided(half, 0.0, np.array([back, front]) + build.toe_m)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2))
    chest = lean + stage.between(-0.15, 0.1)
    pose = posture(stage, (0.0, low, 0.03), (chest, chest, chest - 0.1), legs, on_feet=True)
    shoulders = pose.body(build).shoulders_m[0]
    wall = shoulders + sided(0.04, stage.between(-0.2, 0.3), stage.between(0.55, 0.92)) * (
        build.arm_m
    )
    pose = put(stage, pose, wall, sided(0.6, -1.0, 0.0), fingers=np.array([0.0, 1.0, 0.25]))
    rest = replace(pose, pelvis_m=pose.pelvis_m - np.array([0.0, 0.0, 0.03]))
    return kept(stage, rest, pose, sway=0.5, pulse=0.5)


def hip_flexor_stretch(stage: Stage) -> FloatArray:
    """Half kneeling, the knee behind on the floor; the hips pushed forward and held there."""
    build = stage.build
    half = stage.between(0.06, 0.12)
    front_z = build.thigh_m * stage.between(0.9, 1.35)
    push = stage.between(0.35, 0.75)

    def knelt(tilt: float, lean: float) -> Pose:
        pose = posture(
            stage,
            (0.0, 0.06 + build.thigh_m * np.cos(tilt), build.thigh_m * np.sin(tilt)),
            (0.0, lean, lean),
        )
        feet = feet_on(build, sided(half, 0.0, front_z + build.toe_m), np.zeros(2))
        return replace(pose, legs=each_leg(shins_on_floor(stage, pose, half), feet))

    pose = knelt(push, stage.between(-0.25, 0.15))
    knee = pose.joints(build)[26]
    way = stage.pick("knee", "knee", "on_hips", "overhead", "one_up")
    if way == "knee":
        pose = put(stage, pose, knee + sided(0.03, 0.07, -0.03), sided(1.0, 0.0, -0.5))
    elif way == "one_up":
        bend = np.array([[0.0, 0, 0], [0, 0, stage.between(0.1, 0.4)], [0, 0, 0]])
        pose = replace(pose, turns_rad=pose.turns_rad + bend)
        pose = hold(stage, hold(stage, pose, "overhead", LEFT), "on_hips", RIGHT)
    else:
        pose = hold(stage, pose, way)
    return kept(stage, hold(stage, knelt(0.05, 0.05), "on_hips"), pose, sway=0.4, pulse=0.4)


def side_lunge_held(stage: Stage) -> FloatArray:
    """Wide feet, the hips low over one of them, the other leg straight; held low."""
    build = stage.build
    low = stage.pick(stage.between(0.36, 0.5), stage.between(0.5, 0.72)) * build.leg_m
    back = stage.between(0.05, 0.18)
    far = np.sqrt((0.985 * build.leg_m) ** 2 - low**2 - back**2)  # of the straight leg
    out = build.hip_half_m + np.array([stage.between(0.0, 0.12), far])
    toe_out = stage.between(0.1, 0.5)
    tips = sided(out + np.sin(toe_out) * build.toe_m, 0.0, np.cos(toe_out) * build.toe_m)
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]))
    lean = stage.between(0.2, 0.8)
    leaned = (0.6 * lean, lean, 0.6 * lean)
    pose = posture(stage, (0.0, build.ankle_m + low, -back), leaned, legs, on_feet=True)
    points = pose.joints(build)
    way = stage.pick("clasped", "floor", "knees", "at_chest")
    if way == "floor":
        floor = points[11:13] + np.array([0.0, 0.0, 0.2])
        floor[:, 1] = PALM_M
        pose = put(stage, pose, floor, sided(0.8, 0.0, -0.5), fingers=_AHEAD)
    elif way == "knees":
        pose = put(stage, pose, points[25:27] + sided(0.0, 0.08, 0.0), sided(0.8, 0.5, -0.3))
    else:
        pose = hold(stage, pose, way)
    return still(stage, pose)


# ------------------------------------------------------------------------ in between


def tying_shoe(stage: Stage) -> FloatArray:
    """Kneeling on one knee or bent over, both hands busy at a shoe."""
    build = stage.build
    if stage.chance(0.3):
        pose = on_feet(stage, 0.08, (1.1, 1.9, 2.0), straight=0.93, back_m=0.15)
    else:
        pose = posture(
            stage, (0.0, 0.06 + 0.85 * build.thigh_m, -0.5 * build.thigh_m), (0.5, 1.1, 1.3)
        )
        feet = feet_on(build, sided(0.1, 0.0, build.thigh_m * 0.7 + build.toe_m), np.zeros(2))
        pose = replace(pose, legs=each_leg(shins_on_floor(stage, pose, 0.08), feet))
    shoe = pose.joints(build)[[28, 32]].mean(axis=0) + np.array([0.0, 0.08, 0.0])
    pose = put(stage, pose, shoe + sided(0.04, 0.0, 0.0), sided(0.8, 0.2, -0.6))
    pull = put(stage, pose, shoe + sided(0.12, 0.1, 0.0), sided(0.8, 0.2, -0.6))
    fiddling = 0.5 + 0.5 * np.clip(stage.wander(0.6, 1, 0.9)[:, 0], -1.0, 1.0)
    return play(stage, (pose, pull), fiddling, 0.6)


def adjusting(stage: Stage) -> FloatArray:
    """One hand or both at a pin, a plate or a mat: bent a little or down to the floor."""
    build = stage.build
    height = stage.pick(stage.between(0.05, 0.2), stage.between(0.4, 1.5))
    stoop = np.clip((1.2 - height) / 1.0, 0.05, 1.0)
    lean = stage.between(0.7, 1.2) * stoop
    pose = on_feet(
        stage, stage.between(0.07, 0.2), (0.7 * lean, 1.4 * lean, 1.3 * lean),
        straight=1.0 - stage.between(0.0, 0.45) * stoop**2, back_m=0.15 * stoop,
    )  # fmt: skip
    ahead = pose.body(build).neck_m[0, 2] + stage.between(0.1, 0.4)
    place = np.array([stage.between(-0.2, 0.2), height, ahead])
    which = stage.pick(BOTH, LEFT, LEFT)
    rest = pose
    if which is LEFT:
        way = stage.pick("on_hips", "knee", "hang")
        rest = hang(stage, pose, which=RIGHT) if way != "on_hips" else hold(stage, pose, way, RIGHT)
    poses = []
    for _ in range(2):
        moved = place + stage.rng.normal(0.0, 0.06, 3) * np.array([1.0, 0.3, 1.0])
        moved[1] = max(moved[1], PALM_M)
        poses.append(put(stage, rest, moved + sided(0.08, 0.0, 0.0), sided(1.0, -0.5, -0.3), which))
    fiddling = 0.5 + 0.5 * np.clip(stage.wander(0.6, 1, 0.7)[:, 0], -1.0, 1.0)
    if stage.chance(0.3):
        away = upright_of(stage, pose)
        return play(stage, (away, poses[0]), slow(stage, (0.8, 1.8)))
    return play(stage, poses, fiddling, 0.8)


def towelling(stage: Stage) -> FloatArray:
    """A towel in one hand or both wipes the face and the neck."""
    rest = standing_or_seated(stage)
    at_face = np.array([-0.22, 0.22, 0.26]) + stage.rng.normal(0.0, 0.03, 3)
    which = stage.pick(BOTH, LEFT)
    poses = []
    for _ in range(2):
        x, y, z = at_face + stage.rng.normal(0.0, 0.07, 3)
        pose = reach(stage, rest, (x, y, z), (0.8, -1.0, 0.3), (-0.4, 0.4, -0.6))
        other = stage.pick("on_hips", "at_sides", "at_sides")
        poses.append(pose if which is BOTH else hold(stage, pose, other, RIGHT))
    poses[1] = replace(poses[1], turns_rad=poses[1].turns_rad + stage.rng.normal(0.0, 0.1, (3, 3)))
    if stage.chance(0.35):
        return play(stage, (hold(stage, rest, "at_sides"), poses[0]), slow(stage, (0.5, 1.2)))
    wiping = repetitions(stage.time_s, stage.rng, 0.4, 1.2, 0.2).effort
    return play(stage, poses, wiping)


STRETCHES: dict[str, Callable[[Stage], FloatArray]] = {
    "forward_fold": forward_fold,
    "half_fold": half_fold,
    "hamstring_standing": hamstring_standing,
    "quad_stretch": quad_stretch,
    "calf_stretch": calf_stretch,
    "hip_flexor_stretch": hip_flexor_stretch,
    "side_lunge_held": side_lunge_held,
    "tying_shoe": tying_shoe,
    "adjusting": adjusting,
    "towelling": towelling,
    **LOOSENING,
    **YOGA,
    **FLOOR_STRETCHES,
}
