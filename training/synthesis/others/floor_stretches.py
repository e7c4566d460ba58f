"""Stretches sitting or lying on the floor, and the ways from one posture to the next."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import FloatArray, Legs, feet_on, legs_at, sided
from training.synthesis.others.poses import (
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
    palms_down,
    play,
    posture,
    put,
    reach,
    slow,
    still,
    with_legs,
)
from training.synthesis.others.yoga import kneeling_folded
from training.synthesis.postures import Stage, stance

_AHEAD = np.array([0.0, 0.0, 1.0])
_DOWN = np.array([0.0, -1.0, 0.0])
_NOTHING = np.zeros((2, 3))


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
    rest = palms_down(stage, rest, 0.2, 0.3)
    if not aside:
        return kept(stage, rest, palms_down(stage, pose, 0.2, 0.4), sway=0.3, pulse=0.15)
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
        child = kneeling_folded(stage)
        poses = [
            replace(hold(stage, kneeling_folded(stage, 0.1), "at_sides"), legs=child.legs),
            child,
        ]
    elif way == "kneel":
        poses = [kneeling_folded(stage, 0.1), kneeling_folded(stage, 0.3)]
        poses = [hold(stage, poses[0], "overhead"), hold(stage, poses[1], "on_hips")]
    else:
        crossed = hold(stage, _cross_legged(stage), "talking_low")
        straight = _straight_legs(stage, _seated(stage, -0.1, 0.1), 0.1, 0.2)
        wide = _straight_legs(stage, _seated(stage, 0.2, 0.3), 0.7, 0.2)
        poses = [
            crossed, _over_legs(stage, straight), palms_down(stage, wide, 0.2, 0.35)
        ]  # fmt: skip
        first = int(stage.rng.integers(2))
        poses = poses[first : first + 2]
    return play(stage, poses, slow(stage, (0.9, 2.2)), 0.4)


FLOOR_STRETCHES: dict[str, Callable[[Stage], FloatArray]] = {
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
