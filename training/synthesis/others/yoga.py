"""Yoga on the feet, on hands and knees: postures that are kept."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import FloatArray, Legs, feet_on, sided
from training.synthesis.others.poses import (
    FLAT,
    LEFT,
    PALM_M,
    RIGHT,
    Pose,
    each_leg,
    hold,
    kept,
    on_feet,
    palms_down,
    play,
    posture,
    put,
    reach,
    shins_on_floor,
    slow,
    still,
    with_legs,
)
from training.synthesis.postures import Stage, stance, stand_height_m

_AHEAD = np.array([0.0, 0.0, 1.0])
_DOWN = np.array([0.0, -1.0, 0.0])
_NOTHING = np.zeros((2, 3))


# ------------------------------------------------------------------------- on the feet


def mountain(stage: Stage) -> FloatArray:
    """Straight arms rise sideways to above the head and stay there, or come down again."""
    legs = stance(stage, stage.between(0.02, 0.1))
    arch = -stage.between(0.0, 0.35)
    high = (-0.2 * arch, arch, 1.5 * arch)
    together = stage.between(-0.35, 0.05)
    poses = []
    for part in np.linspace(0.0, 1.0, 9):
        angle = 0.1 + (FLAT * 2.0 - 0.1) * part
        lean = on_feet(stage, 0.05, tuple(part**2 * np.array(high)), legs=legs)
        wrist = (0.96 * np.sin(angle) + together * part**4, -0.95 * np.cos(angle), 0.05)
        poses.append(reach(stage, lean, wrist, (1.0, -1.0 + part, 0.3), (-0.2, 0.4, 1.0)))
    if stage.chance(0.4):
        return still(stage, poses[-1])
    return play(stage, poses, 8.0 * slow(stage, (1.5, 4.0)))


def _strides(stage: Stage, tilt: float) -> tuple[float, float, float]:
    """Height of the hips and how far the feet are before and behind them, one leg straight.

    Args:
        stage: Who.
        tilt: How far the front thigh is from upright.
    """
    build = stage.build
    high = build.ankle_m + build.shin_m + build.thigh_m * np.cos(tilt)
    behind = np.sqrt(max((0.99 * build.leg_m) ** 2 - (high - build.ankle_m) ** 2, 0.05))
    return float(high), float(build.thigh_m * np.sin(tilt)), float(behind)


def warrior_one(stage: Stage) -> FloatArray:
    """Front knee bent, the leg behind straight with the heel down, arms up; held."""
    build = stage.build
    high, front, behind = _strides(stage, stage.between(0.75, 1.2))
    half = stage.between(0.05, 0.12)
    feet = np.array([front, -behind]) + build.toe_m
    legs = feet_on(build, sided(half, 0.0, feet), np.array([0.0, -stage.between(0.4, 0.9)]))
    lean = -stage.between(0.0, 0.2)
    pose = posture(stage, (0.0, high, 0.0), (0.0, lean, 1.5 * lean), legs, on_feet=True)
    pose = reach(stage, pose, (stage.between(-0.3, 0.1), 0.92, 0.05), (1.0, 0.0, 0.3))
    return still(stage, pose, 0.8)


def _side_strides(stage: Stage, tilt: float) -> tuple[float, float, Legs]:
    """Wide feet, the left one turned out: height of the hips, their place, the legs."""
    build = stage.build
    high, front, behind = _strides(stage, tilt)
    out = np.array([front, behind]) + build.hip_half_m
    yaw = np.array([stage.between(1.2, 1.6), -stage.between(-0.1, 0.3)])
    tips = sided(out, 0.0, 0.0)
    tips = tips + build.toe_m * np.stack((np.sin(yaw), 0.0 * yaw, np.cos(yaw)), -1)
    return high, 0.0, feet_on(build, tips, yaw)


def warrior_two(stage: Stage) -> FloatArray:
    """Wide stance, one knee bent over its foot, arms level to both sides; held."""
    high, aside, legs = _side_strides(stage, stage.between(0.7, 1.25))
    pose = posture(
        stage, (aside, high, 0.0), (0.0, 0.0, 0.0), legs, head=(stage.between(0.5, 1.3), 0.0),
        on_feet=True,
    )  # fmt: skip
    if stage.chance(0.25):
        # Reversed: the hand behind on the thigh, the other to the ceiling.
        pose = replace(pose, turns_rad=pose.turns_rad + np.array([[0, 0, 0], [0, 0, 0.4], [0] * 3]))
        pose = reach(stage, pose, (0.15, 0.93, 0.0), (1.0, 0.0, 0.3), which=LEFT)
        return still(stage, hold(stage, pose, "at_sides", RIGHT), 0.8)
    return still(stage, hold(stage, pose, "out_sideways"), 0.8)


def warrior_three(stage: Stage) -> FloatArray:
    """On one leg, trunk and the other leg level, arms ahead, aside or back; held."""
    build = stage.build
    lean = stage.between(1.15, 1.6)
    legs = stance(stage, 0.03)
    pose = posture(
        stage, (0.0, stand_height_m(build, 0.985), -0.08), (lean, lean, lean - 0.3), legs
    )
    hip = pose.body(build).hips_m[0, 0]
    rise = stage.between(-0.3, 0.1)
    back = hip + 0.99 * build.leg_m * np.array([0.0, np.sin(rise), -np.cos(rise)])
    lifted = with_legs(stage, pose, back + _NOTHING, _DOWN, stage.between(0.0, 1.2))
    pose = replace(pose, legs=each_leg(lifted.legs, legs))
    pose = hold(stage, pose, stage.pick("overhead", "overhead", "out_sideways", "at_sides"))
    low = hold(stage, on_feet(stage, 0.05, legs=legs), "on_hips")
    return kept(stage, replace(low, on_feet=False), pose, pulse=0.1)


def triangle(stage: Stage) -> FloatArray:
    """Wide straight legs, bent far to one side, one hand down, the other to the ceiling; held."""
    build = stage.build
    wide = build.leg_m * stage.between(0.42, 0.6)
    yaw = np.array([stage.between(1.1, 1.6), -stage.between(-0.1, 0.3)])
    tips = sided(wide, 0.0, 0.0)
    tips = tips + build.toe_m * np.stack((np.sin(yaw), 0.0 * yaw, np.cos(yaw)), -1)
    legs = feet_on(build, tips, yaw)
    roll = stage.between(0.5, 0.85)
    pose = posture(
        stage, (-0.1, stand_height_m(build), 0.0), (0.1, 0.1, 0.1), legs, roll=-roll,
        bend=-stage.between(0.3, 0.6), head=(stage.between(-0.8, 0.3), 0.0), on_feet=True,
    )  # fmt: skip
    shoulders = pose.body(build).shoulders_m[0]
    places = np.stack((shoulders[0] + 0.97 * build.arm_m * _DOWN, shoulders[1]))
    places[0, 1] = max(places[0, 1], PALM_M)
    places[1] += 0.97 * build.arm_m * np.array([0.05, 1.0, 0.0])
    pose = put(stage, pose, places, np.array([0.0, 0.0, -1.0]), stays=False)
    rest = on_feet(stage, wide, legs=legs)
    return kept(stage, hold(stage, rest, "out_sideways"), pose, pulse=0.08)


def tree(stage: Stage) -> FloatArray:
    """On one leg, the other foot at the inner thigh or shin, its knee aside; held."""
    build = stage.build
    legs = stance(stage, 0.03)
    height = stand_height_m(build, 0.992)
    pose = posture(stage, (-0.03, height, 0.0), (0.0, 0.02, 0.05), legs, roll=0.03)
    high = stage.between(0.5, 0.8) * build.leg_m if stage.chance(0.6) else stage.between(0.15, 0.4)
    inner = np.array([0.02, high, 0.04]) + _NOTHING
    lifted = with_legs(stage, pose, inner, np.array([1.0, 0.0, stage.between(0.1, 0.6)]), 0.9)
    pose = replace(pose, legs=each_leg(lifted.legs, legs))
    way = stage.pick("palms", "palms", "up", "on_hips", "out_sideways")
    if way == "palms":
        pose = reach(stage, pose, (-0.31, -0.2, 0.32), (0.9, -0.8, -0.2), (0.0, 0.3, -1.0))
    elif way == "up":
        pose = reach(stage, pose, (-0.28, 0.9, 0.05), (1.0, 0.0, 0.2), (-0.2, 0.0, -1.0))
    else:
        pose = hold(stage, pose, way)
    low = hold(stage, on_feet(stage, 0.05, legs=legs), "on_hips")
    return kept(stage, replace(low, on_feet=False), pose, sway=1.2, pulse=0.04)


def lunge_twist(stage: Stage) -> FloatArray:
    """A low lunge, one hand on the floor beside the front foot, the other to the ceiling; held."""
    build = stage.build
    half = stage.between(0.06, 0.12)
    high, front, _ = _strides(stage, stage.between(1.05, 1.35))
    lean = stage.between(1.0, 1.3)
    pose = posture(
        stage, (0.0, high, 0.0), (lean, lean + 0.1, lean), twist=stage.between(0.6, 1.1),
        head=(stage.between(-0.2, 0.6), 0.0),
    )  # fmt: skip
    heel = stage.between(0.9, 1.2)
    drop = high - build.toe_m * np.sin(heel) - build.ankle_m * np.cos(heel)
    behind = np.sqrt(max((0.985 * build.leg_m) ** 2 - drop**2, 0.05))
    tip = build.toe_m * np.cos(heel) - build.ankle_m * np.sin(heel)
    feet = np.array([front + build.toe_m, tip - behind])
    legs = feet_on(build, sided(half, 0.0, feet), np.zeros(2), np.array([0.0, heel]))
    poles = legs.poles.copy()
    poles[1] = _DOWN
    pose = replace(pose, legs=Legs(legs.ankles_m, poles, legs.toes, legs.soles))
    shoulders = pose.body(build).shoulders_m[0]
    places = shoulders + build.arm_m * np.array([[0.1, 0.96, 0.0], [0.0, -0.96, 0.0]])
    places[1, 1] = PALM_M
    pose = put(stage, pose, places, np.array([0.0, 0.2, -1.0]), LEFT, stays=False)
    pose = put(stage, pose, places, np.array([0.0, 0.2, -1.0]), RIGHT, fingers=_AHEAD)
    return still(stage, pose, 0.4)


# ---------------------------------------------------------------- on hands and knees


def _dog(stage: Stage, bent: float = 0.0) -> Pose:
    """Hands and feet on the floor, the hips the highest point."""
    build = stage.build
    half = stage.between(0.06, 0.15)
    tilt = stage.between(0.35, 0.7)
    heel = stage.pick(0.0, stage.between(0.1, 0.7)) + 0.5 * bent
    legs = feet_on(build, sided(half, 0.0, build.toe_m), np.zeros(2), heel + np.zeros(2))
    ankle = legs.ankles_m[0]
    leg = build.leg_m * (0.99 - 0.06 * bent)
    hips = np.array([0.0, ankle[1] + leg * np.cos(tilt), ankle[2] + leg * np.sin(tilt)])
    length = build.spine_m + 0.97 * build.arm_m
    slope = float(np.arcsin(np.clip((hips[1] - PALM_M) / length, 0.3, 0.95)))
    pitch = FLAT + slope
    pose = posture(stage, (0.0, float(hips[1]), float(hips[2])), (pitch, pitch, pitch + 0.2), legs)
    places = hips + sided(build.shoulder_half_m + 0.03, 0.0, np.cos(slope) * length)
    places[:, 1] = PALM_M
    return put(stage, pose, places, sided(1.0, 0.2, 0.0), fingers=_AHEAD)


def downward_dog(stage: Stage) -> FloatArray:
    """Hips high, hands and feet on the floor, arms and legs straight; held, knees pedalled."""
    state = stage.rng.bit_generator.state
    pose = _dog(stage)
    stage.rng.bit_generator.state = state
    bent = _dog(stage, 1.0)
    way = stage.pick("held", "held", "pedal", "leg_up")
    if way == "held":
        return still(stage, pose, 0.4)
    if way == "leg_up":
        body = pose.body(stage.build)
        up = body.hips_m[0] + 0.99 * stage.build.leg_m * body.chest_turn[0, :, 1] * np.array(
            [1.0, -stage.between(0.7, 1.0), -1.0]
        )
        ahead = np.array([0.0, -1.0, 0.3])
        lifted = with_legs(stage, pose, up, ahead, stage.between(0.3, 1.0))
        raised = replace(pose, legs=each_leg(lifted.legs, pose.legs))
        return kept(stage, pose, raised, sway=0.4, entered=0.4)
    # Left and right knee in turns: the third posture is the other side's.
    pedals = [
        replace(
            pose,
            legs=each_leg(bent.legs, pose.legs) if left else each_leg(pose.legs, bent.legs),
        )
        for left in (True, False)
    ]
    course = 0.5 + 0.5 * np.sin(2.0 * np.pi * stage.between(0.25, 0.8) * stage.time_s)
    return play(stage, pedals, course, 0.4)


def _raised_chest(stage: Stage, way: str) -> Pose:
    """Prone, the back arched: on forearms, on bent arms or on straight arms."""
    build = stage.build
    pelvis_y = build.girth_m + 0.02
    pelvis = FLAT - stage.between(0.05, 0.3)
    if way == "upward":
        pelvis_y += stage.between(0.03, 0.1)
        pelvis -= stage.between(0.1, 0.3)
    shoulder = {
        "sphinx": 0.96 * build.upper_arm_m + 0.03,
        "cobra": PALM_M + stage.between(0.5, 0.75) * build.arm_m,
        "upward": PALM_M + stage.between(0.9, 0.97) * build.arm_m,
    }[way]
    rise = shoulder - pelvis_y - 0.4 * build.spine_m * np.cos(pelvis)
    chest = float(np.arccos(np.clip(rise / (0.6 * build.spine_m), 0.1, 0.98)))
    gaze = chest - stage.between(0.0, 0.5)
    pose = posture(stage, (0.0, pelvis_y, 0.0), (pelvis, chest, gaze))
    half = stage.between(0.05, 0.15)
    ankles = pose.body(build).hips_m[0] + sided(half - build.hip_half_m, 0.0, -build.leg_m * 0.98)
    ankles[:, 1] = 0.07
    pose = with_legs(stage, pose, ankles, _DOWN, stage.between(1.2, 1.5))
    body = pose.body(build)
    if way == "sphinx":
        places = body.shoulders_m[0] + sided(0.0, 0.0, build.forearm_m + stage.between(0.0, 0.06))
        places[:, 1] = 0.03
        return put(stage, pose, places, sided(0.2, -1.0, -0.6), fingers=_AHEAD)
    drop = body.shoulders_m[0, 0, 1] - PALM_M
    ahead = np.sqrt(max((0.97 * build.arm_m) ** 2 - drop**2, 0.0)) * stage.between(0.0, 0.6)
    return palms_down(stage, pose, build.shoulder_half_m + 0.03, float(ahead))


def upward_dog(stage: Stage) -> FloatArray:
    """Prone, hips at the floor, the chest lifted on the arms with an arched back; held."""
    return still(stage, _raised_chest(stage, stage.pick("cobra", "cobra", "upward")), 0.25)


def sphinx(stage: Stage) -> FloatArray:
    """Prone on the forearms, hips and legs on the floor, the back arched; held."""
    return still(stage, _raised_chest(stage, "sphinx"), 0.2)


def kneeling_folded(stage: Stage, pitch: float | None = None) -> Pose:
    """Sitting on the heels, the trunk laid down over the thighs."""
    build = stage.build
    half = stage.between(0.06, 0.22)
    tilt = stage.between(0.8, 0.88)
    chest = stage.between(1.85, 2.05) if pitch is None else pitch
    where = (0.0, 0.06 + build.thigh_m * np.cos(tilt), -build.thigh_m * np.sin(tilt))
    pose = posture(stage, where, (0.75 * chest, chest, chest + 0.1))
    pose = replace(pose, legs=shins_on_floor(stage, pose, half))
    if pitch is not None:
        return pose
    neck = pose.body(build).neck_m[0]
    if stage.chance(0.75):
        return palms_down(stage, pose, stage.between(0.1, 0.22), build.arm_m * 0.93)
    back = neck + sided(0.25, 0.0, -0.9 * build.arm_m)
    back[:, 1] = 0.05
    return put(stage, pose, back, sided(1.0, 0.3, 0.0))


def childs_pose(stage: Stage) -> FloatArray:
    """Kneeling, seat on the heels, chest on the thighs, arms ahead or back; held."""
    pose = kneeling_folded(stage)
    rest = hold(stage, kneeling_folded(stage, 0.1), "at_sides")
    return kept(stage, replace(rest, legs=pose.legs), pose, sway=0.2, pulse=0.05)


def camel(stage: Stage) -> FloatArray:
    """Kneeling upright, bent back, hands on the heels or on the back; held."""
    build = stage.build
    push = stage.between(-0.05, 0.15)
    far = stage.between(0.5, 1.2)
    half = stage.between(0.07, 0.14)

    def knelt(tilt: float, pelvis: float, chest: float) -> Pose:
        where = (0.0, 0.06 + build.thigh_m * np.cos(tilt), build.thigh_m * np.sin(tilt))
        pose = posture(stage, where, (pelvis, chest, 1.3 * chest))
        return replace(pose, legs=shins_on_floor(stage, pose, half))

    pose = knelt(push, -0.3 * far, -far)
    if far > 0.8 and stage.chance(0.7):
        heels = pose.joints(build)[29:31] + sided(0.02, 0.06, 0.04)
        pose = put(stage, pose, heels, sided(0.6, 0.0, -1.0))
    else:
        pose = reach(stage, pose, (-0.15, -0.72, -0.18), (0.7, 0.0, -1.0))
    return kept(stage, hold(stage, knelt(0.0, 0.0, 0.0), "on_hips"), pose, sway=0.4, pulse=0.1)


def _pigeon(stage: Stage, lean: float) -> Pose:
    """One shin across before the hips, the other leg straight behind."""
    build = stage.build
    high = build.girth_m + stage.between(0.05, 0.1)
    pose = posture(stage, (0.0, high, 0.0), (0.4 * lean, lean, lean), roll=0.0)
    across = np.array([-stage.between(0.05, 0.2), 0.07, stage.between(0.2, 0.32)])
    front = with_legs(stage, pose, across + _NOTHING, np.array([1.0, -0.1, 0.9]), 0.8)
    hip = pose.body(build).hips_m[0, 1]
    behind = np.array([hip[0], 0.07, -0.98 * build.leg_m])
    back = with_legs(stage, pose, behind + _NOTHING, _DOWN, 1.4)
    return replace(pose, legs=each_leg(front.legs, back.legs))


def pigeon(stage: Stage) -> FloatArray:
    """One shin across under the chest, the other leg straight behind on the floor; held."""
    lean = stage.pick(stage.between(-0.15, 0.3), stage.between(0.9, 1.35))
    pose = _pigeon(stage, lean)
    if lean < 0.5:
        beside = palms_down(stage, pose, stage.between(0.25, 0.35), stage.between(0.05, 0.25))
        return still(stage, beside, 0.3)
    return still(stage, palms_down(stage, pose, 0.15, stage.build.arm_m * 0.85), 0.3)


YOGA: dict[str, Callable[[Stage], FloatArray]] = {
    "mountain": mountain,
    "warrior_one": warrior_one,
    "warrior_two": warrior_two,
    "warrior_three": warrior_three,
    "triangle": triangle,
    "tree": tree,
    "lunge_twist": lunge_twist,
    "downward_dog": downward_dog,
    "upward_dog": upward_dog,
    "sphinx": sphinx,
    "childs_pose": childs_pose,
    "camel": camel,
    "pigeon": pigeon,
}
