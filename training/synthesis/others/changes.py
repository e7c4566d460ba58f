"""Getting down to the floor and up again, as people do before, between and after exercises.

On the way the hips sink as in a squat or the trunk bends as in a deadlift; but a hand or a knee
goes to the floor, or the way leads on to sitting, lying or kneeling.
"""

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
    hang,
    hold,
    on_feet,
    palms_down,
    play,
    posture,
    put,
    shins_on_floor,
    with_legs,
)
from training.synthesis.postures import Stage, stance, stand_height_m
from training.synthesis.rhythm import smooth

_AHEAD = np.array([0.0, 0.0, 1.0])
_DOWN = np.array([0.0, -1.0, 0.0])
_KNEE_M = 0.06
_NOTHING = np.zeros((2, 3))
# Added to pitch, yaw and roll of pelvis, chest and head, so that a hand reaches the floor.
_STOOPED = np.array([[0.3, 0.0, 0.0], [0.4, 0.0, 0.0], [0.0, 0.0, 0.0]])


# --------------------------------------------------------------------- where the ways lead


def _stood(stage: Stage, legs: Legs) -> Pose:
    pose = on_feet(stage, 0.1, (0.0, stage.between(0.0, 0.12), stage.between(0.0, 0.5)), legs=legs)
    return hold(stage, pose, stage.pick("at_sides", "at_sides", "talking_low", "on_hips"))


def _crouched(stage: Stage, legs: Legs) -> Pose:
    """Low on bent knees, both hands or one on the floor ahead."""
    build = stage.build
    low = build.ankle_m + build.leg_m * stage.between(0.22, 0.5)
    # As far as it takes for the hands to get there.
    reach = np.clip((PALM_M + 0.9 * build.arm_m - low) / build.spine_m, -0.4, 1.0)
    lean = max(stage.between(0.8, 1.3), float(np.arccos(reach)))
    where = (0.0, low, -stage.between(0.05, 0.25))
    pose = posture(stage, where, (lean, lean + 0.25, lean - 0.2), legs, on_feet=True)
    neck = pose.body(build).neck_m[0]
    down = _hands_down(stage, pose, float(neck[2]) + stage.between(0.0, 0.25))
    if stage.chance(0.25):
        return hold(stage, down, stage.pick("at_sides", "clasped", "on_hips"), RIGHT)
    return down


def _folded(stage: Stage, legs: Legs) -> Pose:
    """Bent over nearly straight legs, the hands on the floor before the feet."""
    pose = on_feet(
        stage, 0.1, (stage.between(1.2, 1.5), stage.between(2.1, 2.5), 2.3), legs=legs,
        straight=stage.between(0.85, 0.97), back_m=stage.between(0.08, 0.2),
    )  # fmt: skip
    return _hands_down(stage, pose, stage.between(0.15, 0.4))


def _hands_down(stage: Stage, pose: Pose, z_m: float) -> Pose:
    places = sided(stage.between(0.1, 0.28), PALM_M, z_m)
    return put(stage, pose, places, sided(0.7, 0.2, -0.6), fingers=_AHEAD)


def _braced(stage: Stage, hands_m: float) -> Pose:
    """The high plank that the ways begin or end with, the hands at z = `hands_m`."""
    build = stage.build
    shoulder = PALM_M + 0.98 * build.arm_m
    heel_up = stage.between(0.9, 1.4)
    ankle = build.toe_m * np.sin(heel_up) + build.ankle_m * np.cos(heel_up)
    length = 0.995 * build.leg_m + build.spine_m
    # The hips are often still high while somebody gets there.
    slope = float(np.arcsin((shoulder - ankle) / length))
    lift = stage.between(-0.02, 0.2)
    hips = ankle + 0.995 * build.leg_m * np.sin(slope) + lift
    lean = float(np.arccos(np.clip((shoulder - hips) / build.spine_m, -0.5, 0.9)))
    hips_z = hands_m - build.spine_m * np.sin(lean)
    feet_z = hips_z - np.sqrt((0.995 * build.leg_m) ** 2 - (hips - ankle) ** 2)
    pose = posture(stage, (0.0, float(hips), float(hips_z)), (lean, lean, lean - 0.3))
    tips = sided(
        stage.between(0.05, 0.16), 0.0,
        feet_z + build.toe_m * np.cos(heel_up) - build.ankle_m * np.sin(heel_up),
    )  # fmt: skip
    legs = feet_on(build, tips, np.zeros(2), np.full(2, heel_up))
    pose = replace(pose, legs=Legs(legs.ankles_m, _NOTHING + _DOWN, legs.toes, legs.soles))
    places = sided(build.shoulder_half_m + stage.between(-0.03, 0.08), PALM_M, hands_m)
    return put(stage, pose, places, sided(0.7, 0.2, -1.0), fingers=_AHEAD)


def _on_all_fours(stage: Stage, hands_m: float) -> Pose:
    build = stage.build
    hips = _KNEE_M + build.thigh_m * stage.between(0.93, 0.998)
    rise = PALM_M + 0.97 * build.arm_m - hips
    lean = float(np.arccos(np.clip(rise / build.spine_m, -0.5, 0.7)))
    back = hands_m - build.spine_m * np.sin(lean) + stage.between(-0.05, 0.08)
    pose = posture(stage, (0.0, hips, float(back)), (lean, lean, lean - stage.between(0.0, 0.5)))
    legs = shins_on_floor(stage, pose, build.hip_half_m + stage.between(-0.02, 0.06), float(back))
    places = sided(build.shoulder_half_m + stage.between(-0.03, 0.06), PALM_M, hands_m)
    return put(stage, replace(pose, legs=legs), places, sided(0.7, 0.2, -1.0), fingers=_AHEAD)


def _knelt(stage: Stage, knees_m: float) -> Pose:
    """On both knees, the hips high."""
    build = stage.build
    tilt = stage.between(-0.05, 0.25)
    where = (
        0.0, _KNEE_M + build.thigh_m * np.cos(tilt), knees_m - build.thigh_m * np.sin(tilt),
    )  # fmt: skip
    pose = posture(stage, where, (0.0, stage.between(0.0, 0.4), stage.between(0.1, 0.7)))
    half = stage.between(0.06, 0.16)
    pose = replace(pose, legs=shins_on_floor(stage, pose, half, knees_m))
    return hold(stage, pose, stage.pick("at_sides", "on_hips", "talking_low"))


def _half_knelt(stage: Stage, legs: Legs) -> Pose:
    """The left foot stays flat, the right knee is on the floor; a hand helps, or none."""
    build = stage.build
    foot = legs.ankles_m[0] + _NOTHING
    knee_z = foot[0, 2] - build.thigh_m * stage.between(0.8, 1.05)
    hips = _KNEE_M + build.thigh_m * 0.99
    lean = stage.between(0.0, 0.6)
    pose = posture(stage, (0.0, hips, float(knee_z)), (0.3 * lean, lean, lean + 0.2))
    behind = shins_on_floor(stage, pose, build.hip_half_m + stage.between(0.0, 0.06), knee_z)
    planted = Legs(foot, legs.poles, legs.toes, legs.soles)
    pose = hold(stage, replace(pose, legs=each_leg(planted, behind)), "at_sides")
    way = stage.pick("free", "knee", "knee", "floor")
    if way == "knee":
        thigh = pose.joints(build)[25] + np.array([0.0, 0.08, -0.05])
        return put(stage, pose, thigh + _NOTHING, sided(1.0, 0.0, -0.5), LEFT)
    if way == "floor":
        pose = replace(pose, turns_rad=pose.turns_rad + _STOOPED)
        place = sided(0.25, PALM_M, foot[0, 2] - 0.05)
        return put(stage, pose, place, sided(1.0, 0.0, -0.5), RIGHT)
    return pose


def _on_heels(stage: Stage, knees_m: float) -> Pose:
    build = stage.build
    tilt = stage.between(0.9, 1.05)
    where = (0.0, _KNEE_M + build.thigh_m * np.cos(tilt), knees_m - build.thigh_m * np.sin(tilt))
    lean = stage.between(0.0, 0.5)
    pose = posture(stage, where, (0.5 * lean, lean, lean + 0.2))
    legs = shins_on_floor(stage, pose, stage.between(0.06, 0.18), knees_m)
    return hold(stage, replace(pose, legs=legs), stage.pick("at_sides", "talking_low"))


def _prone(stage: Stage, hands_m: float) -> Pose:
    """Face down, the palms beside the chest."""
    build = stage.build
    hips = hands_m - build.spine_m * stage.between(0.75, 1.0)
    low = build.girth_m + 0.02
    gaze = FLAT - stage.between(0.0, 0.7)
    pose = posture(stage, (0.0, low, hips), (FLAT, FLAT - stage.between(0.0, 0.15), gaze))
    ankles = sided(stage.between(0.06, 0.2), 0.08, hips - 0.985 * build.leg_m)
    pose = with_legs(stage, pose, ankles, _DOWN, stage.between(0.6, 1.4))
    places = sided(build.shoulder_half_m + stage.between(0.02, 0.15), PALM_M, hands_m)
    return put(stage, pose, places, sided(0.8, 0.6, -1.0), fingers=_AHEAD)


def _sat(stage: Stage, feet_m: float) -> Pose:
    """On the floor, the feet ahead at z = `feet_m`; the hands prop behind or lie on the knees."""
    build = stage.build
    back = feet_m - build.leg_m * stage.between(0.5, 0.9)
    lean = stage.between(-0.45, 0.2)
    pose = posture(stage, (0.0, build.girth_m + 0.03, back), (lean, lean + 0.15, lean + 0.25))
    feet = sided(stage.between(0.06, 0.2), build.ankle_m, feet_m)
    pose = with_legs(stage, pose, feet, np.array([0.0, 1.0, 0.4]), 0.0)
    if lean < 0.0 or stage.chance(0.5):
        return palms_down(stage, pose, stage.between(0.18, 0.3), -stage.between(0.05, 0.35))
    knees = pose.joints(build)[25:27] + np.array([0.0, 0.05, -0.05])
    return put(stage, pose, knees, sided(1.0, 0.0, -0.4))


def _lain(stage: Stage, feet_m: float) -> Pose:
    """On the back, the feet ahead at z = `feet_m`."""
    build = stage.build
    back = feet_m - build.leg_m * stage.between(0.55, 0.9)
    pose = posture(stage, (0.0, build.girth_m + 0.02, back), (-FLAT, -FLAT, -FLAT + 0.2))
    feet = sided(stage.between(0.06, 0.2), build.ankle_m, feet_m)
    pose = with_legs(stage, pose, feet, np.array([0.0, 1.0, 0.4]), 0.0)
    return hold(stage, pose, stage.pick("at_sides", "at_sides", "clasped"))


def _on_side_of_seat(stage: Stage, knees_m: float) -> Pose:
    """Sitting beside the folded legs, propped on one hand."""
    build = stage.build
    aside = stage.between(0.12, 0.22)
    where = (aside, build.girth_m + 0.04, knees_m - 0.8 * build.thigh_m)
    pose = posture(stage, where, (0.0, 0.1, 0.2), bend=-stage.between(0.1, 0.35), roll=-0.2)
    legs = shins_on_floor(stage, pose, build.hip_half_m, knees_m)
    pose = hold(stage, replace(pose, legs=legs), stage.pick("at_sides", "talking_low"))
    hand = np.array([aside + stage.between(0.3, 0.45), PALM_M, where[2] - stage.between(-0.1, 0.2)])
    return put(stage, pose, hand + _NOTHING, sided(1.0, 0.2, 0.0), LEFT)


# ----------------------------------------------------------------------------------- ways


def _hands_z(pose: Pose) -> float:
    """Where the hands rest: z of the first one."""
    return float(pose.places_m[0, 2])


def _passed(stage: Stage, poses: list[Pose], *, back: bool = True, seen: int = 1) -> FloatArray:
    """Go through the postures once, at times the other way round.

    Args:
        stage: The performance.
        poses: The postures in their order.
        back: Whether the other way round is possible, too.
        seen: Ways between two postures of which the last must be well begun at the newest frame:
            what can't be told from an exercise before that is not shown.
    """
    ways = len(poses) - 1
    lengths_s = np.exp(stage.rng.uniform(np.log(0.4), np.log(1.6), ways))
    stops_s = stage.between(0.0, 0.6) * stage.rng.random(ways)
    ends_s = np.cumsum(lengths_s + stops_s)
    starts_s = ends_s - lengths_s - stops_s
    begun_s = float(starts_s[seen - 1] + 0.85 * lengths_s[seen - 1])
    newest_s = stage.between(begun_s, float(ends_s[-1]) + 0.5)
    time_s = stage.time_s - stage.time_s[-1] + newest_s
    course = smooth((time_s[:, None] - starts_s) / lengths_s).sum(axis=1)
    if back and stage.chance(0.5):
        course = ways - course
    points = play(stage, poses, course, 0.5)
    # Half-way between two postures a knee may be too low: the floor carries the body.
    sunk_m = np.maximum(-0.02 - points[..., 1].min(axis=1), 0.0)
    points[..., 1] += sunk_m[:, None]
    return points


def down_to_hands(stage: Stage) -> FloatArray:
    """From standing to the hands by bent knees or a bent back, then the feet go back; or up."""
    legs = stance(stage, stage.between(0.06, 0.2))
    low = _crouched(stage, legs) if stage.chance(0.6) else _folded(stage, legs)
    further = stage.pick(_braced, _braced, _on_all_fours)
    poses = [_stood(stage, legs), low, further(stage, _hands_z(low))]
    if stage.chance(0.3):
        poses.append(_prone(stage, _hands_z(low)))
    return _passed(stage, poses)


def walked_out(stage: Stage) -> FloatArray:
    """The feet stay, the hands go from them to a long bridge; or back and up."""
    legs = stance(stage, stage.between(0.06, 0.16))
    low = _folded(stage, legs)
    feet = float(legs.ankles_m[..., 2].mean())
    build = stage.build
    # As far as the body is long: the high plank's feet are where somebody stood.
    far = feet + np.sqrt((build.leg_m + build.spine_m) ** 2 - (0.6 * build.arm_m) ** 2)
    return _passed(stage, [_stood(stage, legs), low, _braced(stage, float(far) + 0.05)])


def down_to_knees(stage: Stage) -> FloatArray:
    """From standing by one knee to both, to all fours or to the heels; or up."""
    legs = stance(stage, stage.between(0.06, 0.16))
    half = _half_knelt(stage, legs)
    knees = float(half.pelvis_m[2])
    poses = [_stood(stage, legs), half, _knelt(stage, knees)]
    after = stage.pick("none", "fours", "fours", "heels", "side")
    if after == "fours":
        poses.append(_on_all_fours(stage, knees + 0.95 * stage.build.spine_m))
    elif after == "heels":
        poses.append(_on_heels(stage, knees))
    elif after == "side":
        poses.append(_on_side_of_seat(stage, knees))
    # Down to one knee alone would be a lunge.
    return _passed(stage, poses, seen=2)


def down_to_seat(stage: Stage) -> FloatArray:
    """From standing by a crouch to sitting on the floor, and on to lying on the back."""
    legs = stance(stage, stage.between(0.06, 0.2))
    feet = float(legs.ankles_m[..., 2].mean())
    build = stage.build
    low = build.ankle_m + build.leg_m * stage.between(0.25, 0.45)
    crouch = posture(
        stage, (0.0, low, -stage.between(0.15, 0.3)), (0.3, stage.between(0.4, 0.8), 0.5), legs,
        on_feet=True,
    )  # fmt: skip
    if stage.chance(0.6):
        behind = sided(stage.between(0.2, 0.35), PALM_M, -stage.between(0.35, 0.6))
        crouch = put(stage, crouch, behind, sided(0.4, 0.0, -1.0), LEFT)
    poses = [_stood(stage, legs), crouch, _sat(stage, feet)]
    if stage.chance(0.4):
        # Getting up from the back would be a sit-up.
        return _passed(stage, [*poses, _lain(stage, feet)], back=False, seen=2)
    # Down to the crouch alone would be a squat.
    return _passed(stage, poses, seen=2)


def between_floor_postures(stage: Stage) -> FloatArray:
    """From all fours to the plank, the belly or the knees, from the knees to a seat; or back."""
    hands = stage.between(0.4, 0.6)
    fours = _on_all_fours(stage, hands)
    knees = float(fours.pelvis_m[2])
    way = stage.pick("plank", "prone", "heels", "seat", "up")
    if way == "plank":
        return _passed(stage, [fours, _braced(stage, hands), fours])
    if way == "prone":
        return _passed(stage, [fours, _prone(stage, hands)])
    if way == "heels":
        return _passed(stage, [_braced(stage, hands), fours, _on_heels(stage, knees)])
    if way == "seat":
        return _passed(stage, [_knelt(stage, knees), _on_side_of_seat(stage, knees)])
    return _passed(stage, [fours, _knelt(stage, knees)])


def touching_down(stage: Stage) -> FloatArray:
    """Bending or squatting once to touch or lay down something on the floor, and up again."""
    legs = stance(stage, stage.between(0.06, 0.25), stagger_m=stage.pick(0.0, 0.3))
    low = stage.pick(_crouched, _crouched, _folded)(stage, legs)
    if stage.chance(0.5):
        low = hold(stage, low, stage.pick("at_sides", "on_hips", "across"), RIGHT)
    top = _stood(stage, legs)
    if stage.chance(0.4):
        high = stand_height_m(stage.build, 0.9)
        top = hang(stage, replace(top, pelvis_m=np.array([0.0, high, -0.1])))
    return _passed(stage, [top, low, top])


CHANGES: dict[str, Callable[[Stage], FloatArray]] = {
    "down_to_hands": down_to_hands,
    "walked_out": walked_out,
    "down_to_knees": down_to_knees,
    "down_to_seat": down_to_seat,
    "between_floor_postures": between_floor_postures,
    "touching_down": touching_down,
}
