"""Yoga and stretches on the floor: postures that are kept, and the ways between them."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import FloatArray, Legs, feet_on, legs_at, sided
from training.synthesis.poses import (
    FLAT,
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
    with_legs,
)
from training.synthesis.postures import Stage, stance, stand_height_m

_AHEAD = np.array([0.0, 0.0, 1.0])
_DOWN = np.array([0.0, -1.0, 0.0])
_NOTHING = np.zeros((2, 3))


def _on_floor(pose: Pose, stage: Stage, half_m: float, ahead_m: float) -> Pose:
    """Palms on the floor, so far beside and before the shoulders' middle."""
    neck = pose.body(stage.build).neck_m[0]
    places = neck + sided(half_m, 0.0, ahead_m)
    places[:, 1] = PALM_M
    return put(stage, pose, places, sided(0.7, 0.2, -0.6), fingers=_AHEAD + 0.1 * _DOWN)


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
    knee_down = stage.chance(0.3)
    drop = high - build.toe_m * np.sin(heel)
    behind = np.sqrt(max((0.985 * build.leg_m) ** 2 - drop**2, 0.05))
    feet = np.array([front, -behind]) + build.toe_m * np.array([1.0, np.cos(heel)])
    legs = feet_on(build, sided(half, 0.0, feet), np.zeros(2), np.array([0.0, heel]))
    poles = legs.poles.copy()
    poles[1] = _DOWN
    if knee_down:
        behind -= 0.12
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
    return _on_floor(pose, stage, build.shoulder_half_m + 0.03, float(ahead))


def upward_dog(stage: Stage) -> FloatArray:
    """Prone, hips at the floor, the chest lifted on the arms with an arched back; held."""
    return still(stage, _raised_chest(stage, stage.pick("cobra", "cobra", "upward")), 0.25)


def sphinx(stage: Stage) -> FloatArray:
    """Prone on the forearms, hips and legs on the floor, the back arched; held."""
    return still(stage, _raised_chest(stage, "sphinx"), 0.2)


def _child(stage: Stage, pitch: float | None = None) -> Pose:
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
        return _on_floor(pose, stage, stage.between(0.1, 0.22), build.arm_m * 0.93)
    back = neck + sided(0.25, 0.0, -0.9 * build.arm_m)
    back[:, 1] = 0.05
    return put(stage, pose, back, sided(1.0, 0.3, 0.0))


def childs_pose(stage: Stage) -> FloatArray:
    """Kneeling, seat on the heels, chest on the thighs, arms ahead or back; held."""
    pose = _child(stage)
    rest = hold(stage, _child(stage, 0.1), "at_sides")
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
        beside = _on_floor(pose, stage, stage.between(0.25, 0.35), stage.between(0.05, 0.25))
        return still(stage, beside, 0.3)
    return still(stage, _on_floor(pose, stage, 0.15, stage.build.arm_m * 0.85), 0.3)


# --------------------------------------------------------------------------- sitting


def _seated(
    stage: Stage,
    lean: float,
    rounded: float = 0.0,
    *,
    twist: float = 0.0,
    bend: float = 0.0,
) -> Pose:
    """On the floor, the legs still to be set."""
    chest = lean + rounded
    return posture(
        stage, (0.0, stage.build.girth_m + 0.03, 0.0), (lean, chest, chest + 0.1), twist=twist,
        bend=bend,
    )  # fmt: skip


def _straight_legs(stage: Stage, pose: Pose, spread: float, point: float) -> Pose:
    """Both legs straight ahead on the floor."""
    build = stage.build
    way = sided(np.sin(spread), 0.0, np.cos(spread)) * (0.985 * build.leg_m)
    ankles = pose.body(build).hips_m[0] + way
    ankles[:, 1] = build.heel_m + 0.03
    return with_legs(stage, pose, ankles, np.array([0.0, 1.0, 0.0]), point)


def _over_legs(stage: Stage, pose: Pose) -> Pose:
    """Hands at the knees, the shins or the feet, as far as they reach."""
    points = pose.joints(stage.build)
    aim = points[31:33] + np.array([0.0, 0.0, -0.05])
    shoulders = points[11:13]
    way = aim - shoulders
    far = np.linalg.norm(way, axis=-1, keepdims=True)
    places = shoulders + way * np.minimum(1.0, 0.97 * stage.build.arm_m / far)
    shin = points[25:27] + 0.5 * (points[27:29] - points[25:27])
    places[:, 1] = np.maximum(places[:, 1], shin[:, 1] + 0.04)
    return put(stage, pose, places, sided(1.0, 0.2, -0.2))


def seated_forward_fold(stage: Stage) -> FloatArray:
    """Sitting on the floor with straight legs, bent over them, hands at shins or feet; held."""
    lean, rounded = stage.between(0.1, 0.7), stage.between(0.3, 0.9)
    spread, point = stage.between(0.0, 0.1), stage.between(-0.1, 0.5)
    pose = _over_legs(stage, _straight_legs(stage, _seated(stage, lean, rounded), spread, point))
    rest = _straight_legs(stage, _seated(stage, -0.1, 0.1), spread, point)
    rest = put(stage, rest, rest.joints(stage.build)[25:27] + 0.06, sided(1.0, 0.0, -0.4))
    return kept(stage, rest, pose, sway=0.3, pulse=0.15)


def seated_straddle(stage: Stage) -> FloatArray:
    """Sitting with spread straight legs, bent to the front or to one leg; held."""
    spread, point = stage.between(0.5, 1.0), stage.between(-0.1, 0.6)
    aside = stage.chance(0.5)
    lean = stage.between(0.1, 0.4) if aside else stage.between(0.3, 0.9)
    pose = _seated(
        stage, lean, stage.between(0.1, 0.5), bend=-stage.between(0.4, 0.8) if aside else 0.0,
        twist=stage.between(0.0, 0.4) if aside else 0.0,
    )  # fmt: skip
    pose = _straight_legs(stage, pose, spread, point)
    rest = _straight_legs(stage, _seated(stage, -0.05), spread, point)
    rest = _on_floor(rest, stage, 0.2, 0.3)
    if not aside:
        return kept(stage, rest, _on_floor(pose, stage, 0.2, 0.4), sway=0.3, pulse=0.15)
    shin = pose.joints(stage.build)[[25, 27]].mean(axis=0) + np.array([0.0, 0.06, 0.0])
    pose = put(stage, pose, shin + _NOTHING, sided(0.5, 0.3, 0.5), LEFT)
    over = reach(stage, pose, (-0.1, 0.92, 0.1), (1.0, 0.0, 0.3), which=RIGHT)
    return kept(stage, rest, over, sway=0.3, pulse=0.12)


def _bent_legs(stage: Stage, pose: Pose, ankle_m: tuple[float, float], rise: float) -> Pose:
    """Both feet before the seat, the knees to the sides, so far above the floor."""
    ankles = sided(ankle_m[0], 0.07, ankle_m[1])
    return with_legs(stage, pose, ankles, sided(1.0, rise, 0.3), 0.8)


def butterfly(stage: Stage) -> FloatArray:
    """Sitting, soles together, hands on the feet; held, bent over, or the knees bounced."""
    near = (stage.build.ankle_m, stage.between(0.32, 0.45))
    lean, rise = stage.between(-0.1, 0.5), stage.between(0.1, 0.5)
    rounded = stage.between(0.0, 0.5)

    def sat(lean: float, rise: float) -> Pose:
        pose = _bent_legs(stage, _seated(stage, lean, rounded), near, rise)
        soles = sided(0.98, 0.2, 0.0)
        pose = replace(pose, legs=replace(pose.legs, toes=_AHEAD + _NOTHING, soles=soles))
        feet = pose.joints(stage.build)[27:29] + np.array([0.0, 0.05, 0.06])
        return put(stage, pose, feet, sided(0.8, -0.2, -0.4))

    pose = sat(lean, rise)
    if stage.chance(0.3):
        course = 0.5 + 0.5 * np.sin(2.0 * np.pi * stage.between(0.6, 2.2) * stage.time_s)
        return play(stage, (pose, sat(lean, rise + stage.between(0.15, 0.4))), course, 0.3)
    return kept(stage, sat(-0.05, rise), pose, sway=0.4)


def seated_twist(stage: Stage) -> FloatArray:
    """Sitting, one foot across the other leg, the trunk turned to it, a hand behind; held."""
    build = stage.build
    twist = stage.between(0.5, 1.0)
    pose = _seated(stage, 0.0, stage.between(-0.05, 0.15), twist=twist)
    straight = _straight_legs(stage, pose, 0.0, 0.2)
    foot = np.array([-stage.between(0.1, 0.2), build.ankle_m, stage.between(0.42, 0.6)])
    crossed = with_legs(stage, pose, foot + _NOTHING, np.array([0.1, 1.0, 0.3]), 0.2)
    pose = replace(pose, legs=each_leg(crossed.legs, straight.legs))
    points = pose.joints(build)
    behind = points[23] + np.array([0.0, 0.0, -0.28])
    places = np.stack((behind, points[25] + np.array([0.07, 0.02, 0.0])))
    places[0, 1] = PALM_M
    pose = put(stage, pose, places, sided(0.6, -0.3, -0.4))
    return kept(stage, replace(pose, turns_rad=0.3 * pose.turns_rad), pose, sway=0.3)


def _cross_legged(stage: Stage) -> Pose:
    """Shins crossed before the seat."""
    lean = stage.between(-0.1, 0.1)
    pose = _seated(stage, lean, stage.between(-0.05, 0.2))
    return _bent_legs(stage, pose, (-stage.between(0.05, 0.14), 0.3), stage.between(0.05, 0.4))


def cross_legged(stage: Stage) -> FloatArray:
    """Sitting cross-legged, hands on the knees or together; sometimes a slow bend or turn."""
    pose = _cross_legged(stage)
    if stage.chance(0.75):
        points = pose.joints(stage.build)
        knees = 0.75 * points[25:27] + 0.25 * points[23:25] + np.array([0.0, 0.07, 0.0])
        pose = put(stage, pose, knees, sided(0.8, -0.4, -0.6), thumb=(1.0, 0.5, 0.0))
    else:
        pose = reach(stage, pose, (-0.3, -0.25, 0.33), (0.9, -0.8, -0.1), (0.0, 0.3, -1.0))
    if stage.chance(0.7):
        return still(stage, pose, 0.4)
    turned = np.zeros((3, 3))
    turned[1] = stage.pick(np.array([0.0, 0.6, 0.0]), np.array([0.0, 0.0, 0.5]))
    aside = replace(pose, turns_rad=pose.turns_rad + turned)
    return kept(stage, pose, reach(stage, aside, (0.0, 0.92, 0.1), (1.0, 0.0, 0.3), which=RIGHT))


# ----------------------------------------------------------------------------- lying


def _supine(stage: Stage, tilt: float = 0.0) -> Pose:
    """Flat on the back, arms at the sides."""
    nod = stage.between(0.0, 0.2)
    pose = posture(
        stage, (0.0, stage.build.girth_m + 0.02, 0.0), (-FLAT + tilt, -FLAT, -FLAT + nod)
    )
    return _laid(stage, pose, stage.between(0.1, 0.5))


def _laid(stage: Stage, pose: Pose, out: float) -> Pose:
    """Arms laid on the floor, so far out to the sides."""
    shoulders = pose.body(stage.build).shoulders_m[0]
    places = shoulders + sided(np.sin(out), 0.0, np.cos(out)) * (0.96 * stage.build.arm_m)
    places[:, 1] = 0.05
    return put(stage, pose, places, sided(1.0, -0.2, 0.0), thumb=(1.0, 0.0, 0.2))


def _lying_legs(stage: Stage, pose: Pose, hip: FloatArray, knee: FloatArray, out: float) -> Pose:
    """Legs by the angles of hips and knees, left and right."""
    body = pose.body(stage.build)
    legs = legs_at(stage.build, body, hip, knee, out, stage.between(0.0, 0.5))
    return replace(
        pose,
        legs=Legs(
            legs.ankles_m[0], legs.poles[0], legs.toes[0] + _NOTHING, legs.soles[0] + _NOTHING
        ),
    )


def _flat_legs(stage: Stage, pose: Pose) -> Pose:
    """Both legs stretched out on the floor, or the feet put up near the seat."""
    if stage.chance(0.6):
        spread = stage.between(0.02, 0.3)
        return _lying_legs(stage, pose, 0.02 + np.zeros(2), 0.05 + np.zeros(2), spread)
    build = stage.build
    tips = sided(stage.between(0.08, 0.15), 0.0, build.leg_m * stage.between(0.45, 0.65))
    return replace(pose, legs=feet_on(build, tips + build.toe_m * _AHEAD, np.zeros(2)))


def corpse(stage: Stage) -> FloatArray:
    """Flat on the back, arms and legs a little apart, palms up; nothing but breath."""
    pose = _supine(stage)
    spread = stage.between(0.1, 0.35)
    return still(
        stage, _lying_legs(stage, pose, 0.02 + np.zeros(2), 0.05 + np.zeros(2), spread), 0.15
    )


def happy_baby(stage: Stage) -> FloatArray:
    """On the back, knees at the armpits, soles to the ceiling, hands on the feet; rocking."""
    pose = _supine(stage, stage.between(0.0, 0.3))
    hip = stage.between(2.65, 2.9)
    knee = hip - stage.between(1.25, 1.6)
    pose = _lying_legs(stage, pose, hip + np.zeros(2), knee + np.zeros(2), stage.between(0.5, 0.9))
    feet = pose.joints(stage.build)[27:33].reshape(3, 2, 3).mean(axis=0)
    pose = put(stage, pose, feet + np.array([0.0, 0.02, 0.0]), sided(1.0, -0.2, 0.5), stays=False)
    rock = replace(pose, turns_rad=pose.turns_rad + np.array([[0, 0.12, 0.0], [0] * 3, [0] * 3]))
    course = 0.5 + 0.5 * np.sin(2.0 * np.pi * stage.between(0.15, 0.5) * stage.time_s)
    return play(stage, (pose, rock), course * stage.pick(0.0, 1.0), 0.25)


def lying_figure_four(stage: Stage) -> FloatArray:
    """On the back, one ankle on the other knee, that thigh pulled to the chest; held."""
    pose = _supine(stage)
    hip = np.array([0.0, stage.between(1.5, 2.1)])
    pose = _lying_legs(stage, pose, hip, np.array([0.0, stage.between(1.2, 1.8)]), 0.05)
    knee = pose.joints(stage.build)[26]
    on_knee = with_legs(
        stage, pose, knee + np.array([0.0, 0.07, -0.06]) + _NOTHING, np.array([1.0, 0.4, -0.4]), 0.1
    )
    pose = replace(pose, legs=each_leg(on_knee.legs, pose.legs))
    points = pose.joints(stage.build)
    thigh = 0.4 * points[24] + 0.6 * points[26]
    places = thigh + np.array([[0.07, 0.0, 0.05], [-0.07, 0.0, 0.05]])
    pose = put(stage, pose, places, sided(1.0, 0.0, 0.2))
    return still(stage, pose, 0.2)


def lying_hamstring(stage: Stage) -> FloatArray:
    """On the back, one straight leg pulled up by the hands or a strap; held, slightly pulled."""
    build = stage.build
    pose = _supine(stage)
    other = _flat_legs(stage, pose).legs
    high = stage.between(1.2, 1.9)
    bent = stage.between(0.0, 0.3)
    share = stage.between(0.1, 0.6)
    strap = stage.chance(0.4)

    def pulled(hip: float) -> Pose:
        up = _lying_legs(stage, pose, hip + np.zeros(2), bent + np.zeros(2), 0.02)
        raised = replace(pose, legs=each_leg(up.legs, other))
        points = raised.joints(build)
        grip = points[25] + share * ((points[27] if not strap else points[31]) - points[25])
        way = grip - points[11:13].mean(axis=0)
        far = float(np.linalg.norm(way))
        grip = points[11:13].mean(axis=0) + way * min(1.0, 0.9 * build.arm_m / far)
        return put(stage, raised, grip + sided(0.05, 0.0, 0.0), sided(1.0, -0.3, 0.3))

    state = stage.rng.bit_generator.state
    far = pulled(high)
    stage.rng.bit_generator.state = state
    return kept(stage, pulled(high - stage.between(0.15, 0.4)), far, sway=0.2, pulse=1.0)


def reclined_twist(stage: Stage) -> FloatArray:
    """On the back, both knees or one laid over to one side, arms out; held."""
    build = stage.build
    turned = stage.between(1.1, 1.5)
    # The pelvis rolls over its left side: axes left, up (to the head) and forward.
    sine, cosine = np.sin(turned), np.cos(turned)
    across, forward = np.array([cosine, -sine, 0.0]), np.array([sine, cosine, 0.0])
    pitch = -FLAT
    pose = posture(
        stage, (0.0, build.girth_m + 0.03 + 0.5 * build.hip_half_m, 0.0), (pitch, pitch, pitch),
        twist=-turned, head=(stage.between(-0.6, 0.2), 0.0), roll=0.0,
    )  # fmt: skip
    # At this pitch a turn about the body's own axis needs all three angles.
    matrix = np.stack((across, np.array([0.0, 0.0, -1.0]), forward), -1)
    angles = pose.turns_rad.copy()
    angles[0] = _angles_of(matrix)
    angles[1] = (0.0, -turned, 0.0)
    angles[2, 0] = 0.1
    pose = replace(pose, turns_rad=angles)
    body = pose.body(build)
    hip = np.array([stage.between(1.2, 1.9), stage.pick(0.1, 1.5)])
    knee = np.array([stage.between(1.2, 1.9), stage.between(0.1, 1.6)])
    legs = legs_at(build, body, hip, knee, 0.0, 0.2)
    # The lower leg lies on the floor, the other on it.
    ankles, poles = legs.ankles_m[0].copy(), legs.poles[0].copy()
    ankles[:, 1] = np.clip(ankles[:, 1], 0.06, np.array([0.09, 0.2]))
    poles[:, 1] *= 0.3
    pose = with_legs(stage, pose, ankles, poles, 0.4)
    return still(stage, _laid(stage, pose, stage.between(1.1, 1.7)), 0.15)


def _angles_of(matrix: FloatArray) -> FloatArray:
    """Pitch, yaw and roll whose turn is the given one."""
    pitch = float(np.arcsin(np.clip(-matrix[1, 2], -1.0, 1.0)))
    return np.array(
        [pitch, np.arctan2(matrix[0, 2], matrix[2, 2]), np.arctan2(matrix[1, 0], matrix[1, 1])]
    )


# ----------------------------------------------------------------------- in between


def flowing(stage: Stage) -> FloatArray:
    """From one posture to the next within a second or two: sun salutations, changes of seat."""
    way = stage.pick("fold", "child", "seat", "kneel")
    if way == "fold":
        # Arms overhead, down to the floor with straight knees, and half up to a long back.
        legs = stance(stage, stage.between(0.04, 0.12))
        high = hold(stage, on_feet(stage, 0.06, (0.0, -0.1, -0.2), legs=legs), "overhead")
        fold = on_feet(
            stage, 0.06, (1.3, stage.between(2.0, 2.3), 2.3), legs=legs, straight=0.98, back_m=0.12
        )
        half = on_feet(stage, 0.06, (1.3, 1.4, 1.1), legs=legs, straight=0.98, back_m=0.2)
        shins = half.joints(stage.build)[25:29].reshape(2, 2, 3).mean(axis=0)
        half = put(stage, half, shins + sided(0.02, 0.0, 0.06), sided(1.0, 0.2, -0.5))
        poses = [high, hang(stage, fold), half]
        poses = poses[:2] if stage.chance(0.5) else poses[1:]
    elif way == "child":
        child = _child(stage)
        poses = [replace(hold(stage, _child(stage, 0.1), "at_sides"), legs=child.legs), child]
    elif way == "kneel":
        poses = [_child(stage, 0.1), _child(stage, 0.3)]
        poses = [hold(stage, poses[0], "overhead"), hold(stage, poses[1], "on_hips")]
    else:
        crossed = hold(stage, _cross_legged(stage), "talking_low")
        straight = _straight_legs(stage, _seated(stage, -0.1, 0.1), 0.1, 0.2)
        wide = _straight_legs(stage, _seated(stage, 0.2, 0.3), 0.7, 0.2)
        poses = [
            crossed, _over_legs(stage, straight), _on_floor(wide, stage, 0.2, 0.35)
        ]  # fmt: skip
        first = int(stage.rng.integers(2))
        poses = poses[first : first + 2]
    return play(stage, poses, slow(stage, (0.9, 2.2)), 0.4)


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
    "seated_forward_fold": seated_forward_fold,
    "seated_straddle": seated_straddle,
    "butterfly": butterfly,
    "seated_twist": seated_twist,
    "cross_legged": cross_legged,
    "corpse": corpse,
    "happy_baby": happy_baby,
    "lying_figure_four": lying_figure_four,
    "lying_hamstring": lying_hamstring,
    "reclined_twist": reclined_twist,
    "flowing": flowing,
}
