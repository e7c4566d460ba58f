"""Trunk, shoulders, arms and neck stretched or loosened, upright."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_along,
    landmarks,
    rest_on,
    rotated,
    sided,
    torso,
    unit,
)
from training.synthesis.others.poses import (
    BOTH,
    LEFT,
    RIGHT,
    Pose,
    hold,
    kept,
    on_feet,
    play,
    posture,
    put,
    reach,
    upright_of,
)
from training.synthesis.postures import (
    Stage,
    arms_hanging,
    arms_held,
    stance,
    stand_height_m,
    trunk,
    upright,
)
from training.synthesis.rhythm import repetitions, smooth

_BACK = sided(0.4, 0.0, -1.0)  # elbows
_OUT = sided(1.0, 0.0, -0.2)
_AHEAD = np.array([0.0, 0.0, 1.0])


# ------------------------------------------------------------------------- trunk, arms


def side_bend(stage: Stage) -> FloatArray:
    """Bent aside with one arm or both overhead, held."""
    legs = stance(stage, stage.between(0.05, 0.3))
    bend = stage.between(0.35, 0.8)
    pose = on_feet(
        stage, 0.1, legs=legs, bend=bend, roll=stage.between(0.0, 0.15),
        aside_m=stage.between(0.0, 0.08), head=(0.0, stage.between(-0.3, 0.2)),
    )  # fmt: skip
    rest = upright_of(stage, pose)
    wrist = (stage.between(-0.35, 0.0), 0.92, 0.05)
    pose = reach(stage, pose, wrist, (1.0, 0.0, 0.3))
    if stage.chance(0.6):
        pose = hold(stage, pose, stage.pick("on_hips", "at_sides", "at_sides"), RIGHT)
    return kept(stage, rest, pose, pulse=0.25)


def standing_twist(stage: Stage) -> FloatArray:
    """The trunk turned to one side and kept there."""
    twist = stage.between(0.5, 1.1)
    pose = on_feet(
        stage, stage.between(0.06, 0.25), twist=twist, head=(stage.between(0.0, 0.7), 0.0)
    )
    way = stage.pick("out_sideways", "wrapped", "at_shoulders", "clasped", "on_hips", "crossed")
    rest = upright_of(stage, pose)
    if way == "wrapped":
        pose = hold(stage, hold(stage, pose, "behind_back", LEFT), "across", RIGHT)
    else:
        pose = hold(stage, pose, way)
    return kept(stage, rest, pose, pulse=0.15)


def chest_opener(stage: Stage) -> FloatArray:
    """Hands clasped behind the back, or an arm at a door frame; the chest lifted, held."""
    chest = -stage.between(0.05, 0.3)
    if stage.chance(0.3):
        # The forearm or the palm on the frame, the chest turned away from it.
        pose = on_feet(stage, 0.1, (0.0, 0.0, 0.05), twist=-stage.between(0.1, 0.6))
        bent = stage.chance(0.5)
        wrist = (0.6, 0.5, -0.1) if bent else (0.93, stage.between(0.0, 0.3), -0.25)
        pose = reach(stage, pose, wrist, (0.7, -1.0, -0.3), (-0.2, 0.5, 1.0), LEFT)
        return kept(stage, upright_of(stage, pose), hold(stage, pose, "at_sides", RIGHT))
    folded = stage.chance(0.25)
    lean = stage.between(1.0, 1.5) if folded else 0.0
    pose = on_feet(
        stage, stage.between(0.05, 0.2), (lean, lean + (0.2 if folded else chest), lean + chest),
        back_m=0.12 if folded else 0.0,
    )  # fmt: skip
    lift = stage.between(0.25, 0.7) if not folded else stage.between(0.6, 0.95)
    rest = upright_of(stage, pose)
    wrist = (-0.24, -0.93 * np.sqrt(1.0 - lift**2), -0.93 * lift)
    pose = reach(stage, pose, wrist, (0.8, 0.0, -0.6), (0.0, -1.0, 0.0))
    return kept(stage, rest, pose, pulse=0.15)


def _on_elbow(stage: Stage, pose: Pose, offset_m: tuple[float, float, float]) -> Pose:
    """The right hand at the left elbow."""
    elbow = pose.joints(stage.build)[13] + np.array(offset_m)
    return put(stage, pose, elbow + np.zeros((2, 3)), sided(0.8, -1.0, 0.3), RIGHT, stays=False)


def standing_or_seated(stage: Stage) -> Pose:
    """Upright on the feet or on a seat."""
    way = stage.pick("stand", "stand", "stand", "seat")
    if way == "stand":
        return on_feet(stage, stage.between(0.05, 0.22))
    build = stage.build
    height = (build.shin_m + build.ankle_m) * stage.between(0.95, 1.15) + 0.03
    legs = stance(stage, stage.between(0.09, 0.25))
    lean = stage.between(-0.15, 0.15)
    where = (0.0, height, -build.thigh_m * stage.between(0.75, 1.0))
    return posture(stage, where, (lean, lean, lean + 0.1), legs)


def shoulder_stretch(stage: Stage) -> FloatArray:
    """One straight arm across the chest, pressed to it by the other."""
    rest = standing_or_seated(stage)
    wrist = (-stage.between(0.75, 0.9), stage.between(-0.2, 0.05), stage.between(0.25, 0.42))
    pose = reach(stage, rest, wrist, (0.2, -1.0, 0.8), which=LEFT)
    pose = _on_elbow(stage, pose, (-0.05, 0.0, 0.07))
    return kept(stage, hold(stage, rest, "at_sides"), pose, pulse=0.1)


def triceps_stretch(stage: Stage) -> FloatArray:
    """One hand between the shoulder blades, its elbow to the ceiling, held by the other hand."""
    rest = standing_or_seated(stage)
    wrist = (-stage.between(0.15, 0.35), stage.between(-0.1, 0.2), -stage.between(0.22, 0.34))
    pose = reach(stage, rest, wrist, (0.15, 1.0, 0.2), (-1.0, 0.0, 0.0), LEFT)
    pose = _on_elbow(stage, pose, (-0.03, 0.05, 0.0))
    pose = replace(pose, poles=pose.poles * LEFT[:, None] + sided(1.0, 0.6, 0.0) * RIGHT[:, None])
    if stage.chance(0.25):
        pose = hold(stage, pose, stage.pick("on_hips", "at_sides", "behind_back"), RIGHT)
    return kept(stage, hold(stage, rest, "at_sides"), pose, pulse=0.08)


def neck_stretch(stage: Stage) -> FloatArray:
    """The head tilted, turned or bowed, held or slowly from side to side; a hand may pull."""
    rest = hold(stage, standing_or_seated(stage), stage.pick("at_sides", "on_hips", "clasped"))
    way = stage.pick("tilt", "tilt", "turn", "nod")
    size = stage.between(0.35, 0.8)
    head = {"tilt": (0.0, 0.0, -size), "turn": (0.0, 1.2 * size, 0.0), "nod": (size, 0.0, 0.0)}
    turned = np.zeros((3, 3))
    turned[2] = head[way]
    poses = [replace(rest, turns_rad=rest.turns_rad + share * turned) for share in (-1, 0, 1)]
    if way != "turn" and stage.chance(0.5):
        # The hand lies on the head and pulls it to its side.
        crown = poses[2].joints(stage.build)[7:9].mean(axis=0) + np.array([-0.02, 0.08, 0.0])
        pulled = put(stage, poses[2], crown + np.zeros((2, 3)), _OUT, LEFT, stays=False)
        return kept(stage, rest, pulled, pulse=0.2)
    if stage.chance(0.5):
        return kept(stage, poses[1], poses[2], pulse=0.2)
    return play(stage, poses, 2.0 * repetitions(stage.time_s, stage.rng, 2.0, 6.0, 0.4).effort)


def arm_circles(stage: Stage) -> FloatArray:
    """Straight arms going round: small circles at the sides to large ones past the ears."""
    body, legs = upright(stage, 0.1)
    large = stage.chance(0.5)
    rate = stage.between(0.35, 1.1) if large else stage.between(0.6, 2.0)
    turn = 2.0 * np.pi * (rate * stage.time_s + stage.between(0.0, 1.0))[:, None]
    turn = turn * stage.pick(-1.0, 1.0) * (stage.pick(np.array([1.0, -1.0]), BOTH, BOTH))
    turn = turn + stage.pick(0.0, 0.0, np.pi) * LEFT
    if large:
        out = stage.between(0.15, 0.6)
        upper = sided(out + 0.15 * np.sin(turn), -np.cos(turn), np.sin(turn) - 0.1)
    else:
        size = stage.between(0.1, 0.5)
        ahead = stage.between(0.0, 0.4) if stage.chance(0.8) else 3.0
        rise = stage.between(-0.15, 0.15) + size * np.cos(turn)
        upper = sided(1.0, rise, ahead + size * np.sin(turn))
    bent = stage.between(0.0, 0.2)
    upper = unit(upper)
    lower = upper + sided(0.0, 0.3, 1.0) * bent
    axes = body.chest_turn
    thumb = rotated(sided(0.1, 0.3, 1.0), axes)
    arms = arms_along(stage.build, body, rotated(upper, axes), rotated(lower, axes), thumb)
    return landmarks(stage.build, body, arms, legs)


def shoulder_rolls(stage: Stage) -> FloatArray:
    """The shoulders drawn up, back and down, the arms hanging; both or in turns."""
    build = stage.build
    legs = stance(stage, stage.between(0.05, 0.22))
    rate = stage.between(0.25, 0.9)
    turn = 2.0 * np.pi * rate * stage.time_s[:, None] + stage.pick(0.0, 0.0, np.pi) * LEFT
    shrug = stage.between(0.015, 0.035) * (1.0 + np.cos(turn))
    pelvis = stage.place(0.0, stand_height_m(build), 0.0)
    rock = 0.04 * np.sin(turn).mean(axis=1)
    body = trunk(stage, pelvis, 0.0, 0.04 + rock, 0.1, shrug_m=shrug)
    body = rest_on(build, body, legs.ankles_m)
    swing = stage.pick(-1.0, 1.0) * stage.between(0.03, 0.15) * np.sin(turn)
    arms = arms_hanging(stage, body, forward=swing)
    if stage.chance(0.2):
        arms = arms_held(stage, body, "at_shoulders")
    return landmarks(build, body, arms, legs)


def wrist_stretch(stage: Stage) -> FloatArray:
    """One arm straight before the body, the other hand bends its hand back or down; held."""
    rest = standing_or_seated(stage)
    wrist = (-stage.between(0.15, 0.35), stage.between(-0.35, 0.0), stage.between(0.8, 0.88))
    pose = reach(stage, rest, wrist, (0.5, -1.0, 0.0), which=LEFT)
    up = stage.pick(-1.0, 1.0)
    hand = pose.joints(stage.build)[15]
    way = np.array([0.0, up, -0.2])
    pose = put(stage, pose, hand + np.zeros((2, 3)), sided(0.4, -1.0, 0.0), LEFT, stays=False,
               fingers=way)  # fmt: skip
    pulling = hand + np.array([-0.02, 0.08 * up, 0.03])
    pose = put(stage, pose, pulling + np.zeros((2, 3)), sided(0.8, -1.0, 0.0), RIGHT, stays=False)
    return kept(stage, hold(stage, rest, "at_sides"), pose, sway=0.8, pulse=0.04)


def hip_circles(stage: Stage) -> FloatArray:
    """The hips go round above planted feet, hands on them."""
    build = stage.build
    legs = stance(stage, stage.between(0.08, 0.28))
    turn = 2.0 * np.pi * (stage.between(0.25, 1.0) * stage.time_s + stage.between(0.0, 1.0))
    turn = turn * stage.pick(-1.0, 1.0)
    size = stage.between(0.04, 0.13)
    pelvis = stage.place(
        size * np.cos(turn), stand_height_m(build, 0.985), 0.8 * size * np.sin(turn)
    )
    # The head stays where it is.
    lean = -1.5 * size * np.sin(turn)
    aside = -1.5 * size * np.cos(turn)
    chest = 0.05 - lean * stage.between(0.5, 2.0)
    body = torso(
        build, pelvis, (lean, 0.0, -aside), (chest - lean, 0.0, 2.0 * aside),
        (0.1 - chest, 0.0, 0.0),
    )  # fmt: skip
    body = rest_on(build, body, legs.ankles_m)
    way = stage.pick("on_hips", "on_hips", "on_hips", "crossed", "behind_head")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def slow_flow(stage: Stage) -> FloatArray:
    """Tai chi: bent knees, the weight goes over slowly, the hands float from place to place."""
    half = stage.between(0.15, 0.32)
    legs = stance(stage, half, stagger_m=stage.pick(0.0, 0.3))
    ways = ("talking_low", "talking_high", "forward", "talking_wide", "at_chest", "across")
    poses = []
    count = 3 + int((stage.time_s[-1] - stage.time_s[0]) / 2.0)
    for _ in range(count):
        pose = on_feet(
            stage, half, (0.05, 0.05, 0.1), legs=legs, straight=stage.between(0.86, 0.94),
            aside_m=stage.between(-0.7, 0.7) * half, twist=stage.between(-0.6, 0.6),
        )  # fmt: skip
        pose = hold(stage, pose, stage.pick(*ways), LEFT)
        poses.append(hold(stage, pose, stage.pick(*ways), RIGHT))
    pace = stage.between(0.3, 0.55)  # postures a second
    since = (stage.time_s - stage.time_s[0]) * pace + stage.rng.random()
    number = np.minimum(np.floor(since), count - 2)
    return play(stage, poses, number + smooth(since - number))


LOOSENING: dict[str, Callable[[Stage], FloatArray]] = {
    "side_bend": side_bend,
    "standing_twist": standing_twist,
    "chest_opener": chest_opener,
    "shoulder_stretch": shoulder_stretch,
    "triceps_stretch": triceps_stretch,
    "neck_stretch": neck_stretch,
    "arm_circles": arm_circles,
    "shoulder_rolls": shoulder_rolls,
    "wrist_stretch": wrist_stretch,
    "hip_circles": hip_circles,
    "slow_flow": slow_flow,
}
