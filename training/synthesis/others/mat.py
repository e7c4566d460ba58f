"""On the floor, on benches and on machines: what is near a plank, a push-up or a squat.

This file has what is done on hands, knees or the belly; `mat_supine` what is done lying on the
back or the side or sitting, `mat_machines` on benches and machines.
"""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    blended,
    feet_on,
    foot_axes,
    landmarks,
    legs_at,
    sided,
    two_bones,
    unit,
)
from training.synthesis.others.mat_machines import MACHINES
from training.synthesis.others.mat_prone import PRONE
from training.synthesis.others.mat_supine import SUPINE
from training.synthesis.postures import (
    Stage,
    arms_between,
    arms_held,
    stance,
    trunk,
)
from training.synthesis.rhythm import repetitions, smooth

_FLAT = 0.5 * np.pi
_PALM_M = 0.04  # height of the wrist above the floor
_KNEE_M = 0.06
_UP = np.array([0.0, 1.0, 0.0])
_DOWN = -_UP


# ------------------------------------------------------------------------- what is shared


def _on_hands(
    stage: Stage,
    pelvis_m: FloatArray,
    hands_m: FloatArray,
    arch: Numbers = 0.0,
    gaze: float = 0.0,
    twist: Numbers = 0.0,
    straight: float = 0.985,
    on_forearms: bool = False,
) -> tuple[Torso, Arms]:
    """A trunk between hips and hands: the shoulders are where spine and arms meet.

    Args:
        stage: The performance.
        pelvis_m: Middle of the hips, shape (T, 3).
        hands_m: Middle of the hands (of the elbows where those carry), or both, (T, 1 or 2, 3).
        arch: How far the back is hollow (negative: round).
        gaze: How far the head is raised.
        twist: Turn of the chest to the left.
        straight: Share of their length that the arms span.
        on_forearms: Whether the elbows carry and not the hands.
    """
    build = stage.build
    reach = build.upper_arm_m if on_forearms else straight * build.arm_m
    middle = np.broadcast_to(hands_m, (len(pelvis_m), *hands_m.shape[-2:])).mean(axis=1)
    shoulders, _ = two_bones(pelvis_m, middle, _UP, build.spine_m, reach)
    way = shoulders - pelvis_m
    pitch = np.arctan2(way[:, 2], way[:, 1])
    # The pelvis turns one way, the chest the other: the shoulders stay where they are.
    body = trunk(
        stage, pelvis_m, pitch + arch, pitch - 0.67 * arch, pitch - 1.5 * arch - gaze,
        twist=twist, sway=0.2,
    )  # fmt: skip
    if on_forearms:
        level = body.shoulders_m * np.array([1.0, 0.0, 0.0]) + middle[:, None] * [0.0, 1.0, 1.0]
        elbows = body.shoulders_m + unit(level - body.shoulders_m) * build.upper_arm_m
        forearm = unit(sided(-stage.between(-0.1, 0.6), 0.0, 1.0))
        return body, Arms(elbows, elbows + forearm * build.forearm_m, forearm, _UP)
    half = build.shoulder_half_m + stage.between(-0.06, 0.1)
    thumbs = sided(-1.0, 0.0, stage.between(-0.1, 0.5))
    fingers = sided(stage.between(-0.3, 0.2), -0.1, 1.0)
    poles = sided(0.7, 0.2, -1.0)
    return body, arms_to(build, body, hands_m + sided(half, 0.0, 0.0), poles, thumbs, fingers)


def _hands_below(stage: Stage, pelvis_m: FloatArray, ahead_m: float, y_m: float) -> FloatArray:
    """Where hands stay that are `ahead_m` before the shoulders of a level trunk, (1, 1, 3)."""
    middle = pelvis_m.mean(axis=0)
    return np.array([[[middle[0], y_m, middle[2] + 0.98 * stage.build.spine_m + ahead_m]]])


def _on_knees(stage: Stage, lean: Numbers) -> tuple[FloatArray, Legs]:
    """Knees and shins on the floor at z = 0; the thighs lean back by `lean`: hips and legs."""
    build = stage.build
    pelvis = stage.place(0.0, _KNEE_M + build.thigh_m * np.cos(lean), -build.thigh_m * np.sin(lean))
    # On the insteps or with the tips of the feet set up.
    heel_up = 1.4 if stage.chance(0.4) else 3.0
    toes, soles = foot_axes(np.zeros(2), heel_up)
    ankle_m = build.toe_m * np.sin(heel_up) + build.ankle_m * abs(np.cos(heel_up)) + 0.01
    knees = sided(build.hip_half_m + stage.between(-0.03, 0.05), _KNEE_M, 0.0)
    ankles = knees + build.shin_m * unit(np.array([0.0, (ankle_m - _KNEE_M) / build.shin_m, -1.0]))
    poles = knees - 0.5 * (pelvis[:, None] + ankles)
    return pelvis, Legs(ankles, poles, toes, soles)


def _on_feet(stage: Stage, lean: Numbers, rest_m: float = 0.0) -> tuple[FloatArray, Legs]:
    """Straight legs on the tips of the feet that lean forward by `lean`: hips and legs."""
    build = stage.build
    heel_up = np.broadcast_to(np.clip(np.asarray(lean) * 0.95, 0.1, 1.4), len(stage.time_s))
    toes, soles = foot_axes(0.0, heel_up.mean())
    tips = sided(stage.between(0.05, 0.16), rest_m, 0.0)
    ankles = tips - toes * build.toe_m + soles * build.ankle_m
    pelvis = stage.place(0.0, 0.0, 0.0) + ankles.mean(axis=0)
    leg = 0.994 * build.leg_m
    pelvis += stage.place(0.0, leg * np.cos(lean), leg * np.sin(lean))
    return pelvis, Legs(ankles, np.array([0.0, -0.6, 0.8]), toes, soles)


def _above_floor(build: Build, legs: Legs) -> Legs:
    """Legs whose feet are lifted where they would go into the floor."""
    sole = legs.ankles_m - legs.soles * build.ankle_m
    tip, heel = sole + legs.toes * build.toe_m, sole - legs.toes * build.heel_m
    deep = np.maximum(-np.minimum(tip[..., 1], heel[..., 1]), 0.0)
    return Legs(legs.ankles_m + deep[..., None] * _UP, legs.poles, legs.toes, legs.soles)


def _steps(stage: Stage, stride_m: float, step_s: float) -> tuple[FloatArray, FloatArray]:
    """A crawl, limbs in diagonal turns.

    Returns:
        How far hands (left, right) and feet (left, right) have got, shape (T, 4, 3), with what
        they are lifted, and how far the trunk has got, shape (T, 3).
    """
    going = stage.time_s / step_s + stage.between(0.0, 2.0)
    apart = stage.between(-0.08, 0.08)
    offsets = np.array([0.0, 0.5, 0.5 + apart, apart])
    phase = going[:, None] + offsets
    number = np.floor(phase)
    part = np.clip((phase - number - 0.45) / 0.55, 0.0, 1.0)
    limbs = np.zeros((len(going), 4, 3))
    limbs[..., 1] = stage.between(0.03, 0.08) * np.sin(np.pi * part)
    limbs[..., 2] = stride_m * (number + smooth(part) - offsets + 0.28)
    return limbs, stage.place(0.0, 0.0, stride_m * going)


# ---------------------------------------------------------------------------- on all fours


def _bear(stage: Stage) -> tuple[FloatArray, Legs, FloatArray]:
    """Hands and foot tips on the floor, knees bent just above it: hips, legs, hands."""
    build = stage.build
    heel_up = stage.between(0.9, 1.35)
    toes, soles = foot_axes(0.0, heel_up)
    tips = sided(stage.between(0.07, 0.16), 0.0, 0.0)
    ankles = tips - toes * build.toe_m + soles * build.ankle_m
    knee_m = stage.between(0.07, 0.2)
    rise = np.clip((knee_m - ankles[0, 1]) / build.shin_m, -0.5, 0.5)
    lean = stage.between(-0.3, 0.25)
    pelvis = ankles.mean(axis=0) + np.array(
        [
            0.0,
            build.shin_m * rise + build.thigh_m * np.cos(lean),
            build.shin_m * np.sqrt(1.0 - rise**2) - build.thigh_m * np.sin(lean),
        ]
    )
    hips = stage.place(0.0, 0.0, 0.0) + pelvis
    hands = _hands_below(stage, hips, stage.between(-0.06, 0.08), _PALM_M)
    return hips, Legs(ankles, np.array([0.0, -1.0, 0.6]), toes, soles), hands


def bear_hold(stage: Stage) -> FloatArray:
    """Held on hands and foot tips, the knees bent above the floor, one hand tapping at times."""
    pelvis, legs, hands = _bear(stage)
    body, arms = _on_hands(stage, pelvis, hands, gaze=stage.between(-0.3, 0.5))
    if stage.chance(0.4):
        share = repetitions(stage.time_s, stage.rng, 0.8, 2.5).alternating()
        tapping = arms_held(stage, body, stage.pick("at_chest", "at_shoulders", "crossed"))
        arms = arms_between(arms, tapping, share, stage, body)
    return landmarks(stage.build, body, arms, legs)


def bear_crawl(stage: Stage) -> FloatArray:
    """Crawling on hands and feet, the knees bent above the floor, forwards or backwards."""
    build = stage.build
    pelvis, legs, hands = _bear(stage)
    stride = stage.between(0.2, 0.5) * build.leg_m * stage.pick(1.0, 1.0, -1.0)
    limbs, way = _steps(stage, stride, stage.between(0.6, 1.6))
    bob = stage.place(0.0, stage.between(0.0, 0.06), 0.0)
    body, arms = _on_hands(
        stage, pelvis + bob + way, hands + limbs[:, 0:2], gaze=stage.between(-0.2, 0.6),
        straight=0.96,
    )  # fmt: skip
    legs = Legs(legs.ankles_m + limbs[:, 2:4], legs.poles, legs.toes, legs.soles)
    return landmarks(build, body, arms, legs)


def all_fours(stage: Stage) -> FloatArray:
    """On hands and knees: at rest, rocking back to the heels, the back hollowed and rounded."""
    way = stage.pick("rest", "rock", "cat", "cat")
    effort = repetitions(stage.time_s, stage.rng, 1.0, 5.0).effort
    lean: Numbers = stage.between(-0.15, 0.2)
    if way == "rock":
        lean = lean + stage.between(0.3, 0.7) * effort
    pelvis, legs = _on_knees(stage, lean)
    first = pelvis[np.argmax(pelvis[:, 2])][None]
    hands = _hands_below(stage, first, stage.between(-0.06, 0.08), _PALM_M)
    arch: Numbers = stage.between(-0.1, 0.1)
    if way == "cat":
        arch = arch + stage.between(0.25, 0.5) * (2.0 * effort - 1.0)
    on_forearms = way == "rest" and stage.chance(0.3)
    body, arms = _on_hands(
        stage, pelvis, hands, arch, stage.between(-0.3, 0.5), on_forearms=on_forearms
    )
    return landmarks(stage.build, body, arms, legs)


def _leg_of_four(stage: Stage, way: str) -> FloatArray:
    """On hands and knees, one leg or both in turns lifted; with an arm for the bird dog."""
    build = stage.build
    pelvis, legs = _on_knees(stage, stage.between(-0.1, 0.15))
    on_forearms = way != "dog" and stage.chance(0.3)
    hands = _hands_below(stage, pelvis, stage.between(-0.04, 0.06), _PALM_M)
    body, arms = _on_hands(
        stage, pelvis, hands, gaze=stage.between(-0.2, 0.5), on_forearms=on_forearms
    )
    rhythm = repetitions(stage.time_s, stage.rng, 1.5, 4.0)
    in_turns = stage.chance(0.5 if way == "dog" else 0.15)
    raised = rhythm.alternating() if in_turns else rhythm.effort[:, None] * stage.side()
    back = stage.between(1.35, 1.7) * raised
    hip, knee, outward = {
        "dog": (1.5 - back, 1.5 - 1.4 * raised, 0.0 * raised),
        "donkey": (1.5 - back, 1.5 + 0.0 * raised, 0.0 * raised),
        "hydrant": (1.5 - 0.2 * raised, 1.5 + 0.0 * raised, stage.between(0.6, 1.5) * raised),
    }[way]
    lifted = legs_at(build, body, hip, knee, outward, stage.between(0.2, 1.2))
    legs = _above_floor(build, blended(legs, lifted, smooth(2.5 * raised)))
    if way == "dog" and stage.chance(0.85):
        ahead = arms_held(stage, body, "overhead")
        arms = arms_between(arms, ahead, raised[:, ::-1], stage, body)
    return landmarks(build, body, arms, legs)


def bird_dog(stage: Stage) -> FloatArray:
    """On hands and knees: a leg stretched back and the arm of the other side forward."""
    return _leg_of_four(stage, "dog")


def donkey_kick(stage: Stage) -> FloatArray:
    """On hands and knees: the bent leg lifted back, or to the side."""
    return _leg_of_four(stage, stage.pick("donkey", "hydrant"))


def thoracic_rotation(stage: Stage) -> FloatArray:
    """On hands and knees: one hand at the head or in the air, the chest turning up and down."""
    build = stage.build
    pelvis, legs = _on_knees(stage, stage.between(0.0, 0.4))
    effort = repetitions(stage.time_s, stage.rng, 1.2, 4.5).effort
    side = stage.side()
    turn = stage.between(-0.5, -0.1) + stage.between(0.7, 1.3) * effort
    twist = turn * (side[0] - side[1])
    hands = _hands_below(stage, pelvis, stage.between(-0.04, 0.06), _PALM_M)
    body, support = _on_hands(stage, pelvis, hands, twist=twist, straight=0.93)
    moving = arms_held(stage, body, stage.pick("behind_head", "at_ear", "out_sideways"))
    arms = arms_between(support, moving, side * np.ones((len(effort), 1)), stage, body)
    return landmarks(build, body, arms, legs)


# ---------------------------------------------------------------- on hands and foot tips


def mountain_climber(stage: Stage) -> FloatArray:
    """Hands on the floor or on a bench, the knees driven to the chest in turns, quickly."""
    build = stage.build
    raised_m = stage.pick(0.0, 0.0, 0.0, stage.between(0.2, 0.5))
    lean = stage.between(1.0, 1.2) - 0.5 * raised_m
    bounce = stage.between(0.0, 0.04) * np.sin(stage.time_s * stage.between(5.0, 9.0))
    pelvis, planted = _on_feet(stage, lean + bounce)
    hands = _hands_below(stage, pelvis, stage.between(-0.08, 0.06), _PALM_M + raised_m)
    body, arms = _on_hands(stage, pelvis, hands, gaze=stage.between(-0.3, 0.6))
    rhythm = repetitions(stage.time_s, stage.rng, 0.6, 1.3, 0.05)
    raised = rhythm.alternating()
    if stage.chance(0.6):  # the feet swap at once
        raised = np.stack((rhythm.effort, 1.0 - rhythm.effort), -1)
    hip = 0.3 + stage.between(1.6, 2.1) * raised
    knee = 0.2 + stage.between(1.7, 2.1) * raised
    across = -stage.pick(0.0, 0.0, 0.4) * raised
    lifted = legs_at(build, body, hip, knee, across, stage.between(-0.2, 0.4))
    legs = _above_floor(build, blended(planted, lifted, smooth(2.0 * raised)))
    return landmarks(build, body, arms, legs)


def _pike_hands(stage: Stage, pelvis_m: FloatArray, share: float) -> FloatArray:
    """Hands on the floor at `share` of what spine and arms span from hips at (3,), (1, 1, 3)."""
    span = share * (stage.build.spine_m + stage.build.arm_m)
    level = np.sqrt(max(span**2 - (pelvis_m[1] - _PALM_M) ** 2, 0.01))
    return np.array([[[0.0, _PALM_M, pelvis_m[2] + level]]])


def pike(stage: Stage) -> FloatArray:
    """Hands and feet on the floor, the hips high: held, or going farther up and down."""
    high = stage.between(0.35, 0.6)
    way = stage.pick("held", "wave", "wave", "kick")
    effort = repetitions(stage.time_s, stage.rng, 1.3, 4.0, 0.1).effort
    lean: FloatArray = high + 0.0 * effort
    if way == "wave":
        lean = high + (stage.between(0.7, 0.82) - high) * effort
    pelvis, legs = _on_feet(stage, lean)
    hands = _pike_hands(stage, pelvis[np.argmin(lean)], 0.98)
    body, arms = _on_hands(stage, pelvis, hands, gaze=stage.between(-0.2, 0.4))
    if way == "kick":
        raised = effort[:, None] * stage.side()
        hip = 1.8 - stage.between(1.0, 1.8) * raised
        lifted = legs_at(stage.build, body, hip, 0.1, 0.0, 0.6)
        legs = blended(legs, lifted, smooth(4.0 * raised))
    return landmarks(stage.build, body, arms, legs)


def ball_pike(stage: Stage) -> FloatArray:
    """Hands on the floor, feet on a ball or in slings: hips pulled high, or knees to the chest."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5, 0.1).effort
    tuck = stage.chance(0.5)
    low, rise = (0.22, stage.between(0.0, 0.3)) if tuck else (0.38, stage.between(0.4, 0.9))
    slope = low + rise * effort  # the hips above the shoulders
    arm = 0.98 * build.arm_m
    pelvis = stage.place(
        0.0, _PALM_M + arm + build.spine_m * np.sin(slope), -build.spine_m * np.cos(slope)
    )
    rest = stage.between(0.3, 0.55)
    leg = build.leg_m * (0.85 - stage.between(0.25, 0.4) * effort if tuck else 0.985)
    drop = pelvis[:, 1] - rest
    behind = np.sqrt(np.maximum(leg**2 - drop**2, 0.01))
    ankles = (
        sided(stage.between(0.05, 0.1), 0.0, 0.0)
        + stage.place(0.0, rest, pelvis[:, 2] - behind)[:, None]
    )
    toes, soles = foot_axes(np.zeros(2), stage.pick(1.3, 2.6))
    body, arms = _on_hands(
        stage, pelvis, np.array([[[0.0, _PALM_M, 0.0]]]), gaze=stage.between(-0.2, 0.3)
    )
    legs = Legs(ankles, np.array([0.0, -1.0, 0.4]), toes, soles)
    return landmarks(build, body, arms, legs)


def inchworm(stage: Stage) -> FloatArray:
    """Hands walked out from the feet to a long bridge and back."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 3.0, 7.0, 0.0).effort
    out = smooth((effort - 0.15) / 0.85)
    lean = stage.between(-0.12, 0.0) + stage.between(0.7, 0.95) * out
    legs = stance(stage, stage.between(0.06, 0.16))
    heel = 0.5 * np.clip(lean, 0.0, 1.0)[:, None] * np.ones(2)
    tips = legs.ankles_m + legs.toes * build.toe_m - legs.soles * build.ankle_m
    legs = feet_on(build, tips, 0.0, heel)
    leg = build.leg_m * (0.99 - stage.between(0.0, 0.06) * (1.0 - out))
    foot = legs.ankles_m.mean(axis=1)
    pelvis = foot + stage.place(0.0, leg * np.cos(lean), leg * np.sin(lean))
    # The shoulders are as high as the arms are long.
    level = _PALM_M + stage.between(0.82, 0.92) * build.arm_m
    pitch = np.arccos(np.clip((level - pelvis[:, 1]) / build.spine_m, -0.97, 0.6))
    body = trunk(stage, pelvis, 0.9 * pitch, pitch, pitch * stage.between(0.8, 1.1), sway=0.3)
    drop = np.maximum(body.neck_m[:, 1] - _PALM_M, 0.05)
    ahead = np.sqrt(np.maximum((0.98 * build.arm_m) ** 2 - drop**2, 0.0))
    # The hands go one after the other.
    step = stage.between(0.03, 0.1) * np.sin(stage.time_s * stage.between(3.0, 7.0))
    steps = out[:, None] * (1.0 - out[:, None]) * 4.0 * step[:, None] * np.array([1.0, -1.0])
    wrists = body.shoulders_m.copy()
    wrists[..., 1] = _PALM_M + np.abs(steps)
    wrists[..., 2] += ahead[:, None] + steps
    fingers = np.array([0.0, -0.1, 1.0])
    arms = arms_to(build, body, wrists, sided(0.7, 0.0, -1.0), sided(-1.0, 0.0, 0.4), fingers)
    return landmarks(build, body, arms, legs)


def ab_wheel(stage: Stage) -> FloatArray:
    """Kneeling, a wheel or a ball rolled out before the body and back."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.5, 4.5, 0.1).effort
    start = stage.between(-0.1, 0.3)
    pelvis, legs = _on_knees(stage, start - (start + stage.between(0.55, 0.95)) * effort)
    near = stage.between(0.66, 0.75)
    span = (build.spine_m + build.arm_m) * (near + (stage.between(0.86, 0.96) - near) * effort)
    wheel = stage.between(0.08, 0.14)
    level = np.sqrt(np.maximum(span**2 - (pelvis[:, 1] - wheel) ** 2, 0.01))
    hands = stage.place(0.0, wheel, pelvis[:, 2] + level)[:, None]
    body, arms = _on_hands(stage, pelvis, hands, gaze=stage.between(-0.3, 0.3))
    return landmarks(build, body, arms, legs)


def nordic_curl(stage: Stage) -> FloatArray:
    """Kneeling, on the floor or a machine, ankles held: the straight body sinks and comes back."""
    effort = repetitions(stage.time_s, stage.rng, 1.5, 5.0).effort
    lean = stage.between(-0.05, 0.1) + stage.between(0.4, 1.0) * effort
    pelvis, legs = _on_knees(stage, -lean)
    lifted = stage.pick(0.0, 0.0, stage.between(0.4, 0.9)) * _UP
    legs = Legs(legs.ankles_m + lifted, legs.poles, legs.toes, legs.soles)
    pitch = lean + stage.between(0.0, 0.35) * effort
    body = trunk(stage, pelvis + lifted, pitch, pitch, pitch - stage.between(-0.2, 0.3), sway=0.3)
    way = stage.pick("at_chest", "crossed", "at_shoulders", "on_hips", "clasped", "behind_head")
    return landmarks(stage.build, body, arms_held(stage, body, way), legs)


MAT: dict[str, Callable[[Stage], FloatArray]] = {
    "bear_hold": bear_hold,
    "bear_crawl": bear_crawl,
    "all_fours": all_fours,
    "bird_dog": bird_dog,
    "donkey_kick": donkey_kick,
    "thoracic_rotation": thoracic_rotation,
    "mountain_climber": mountain_climber,
    "pike": pike,
    "ball_pike": ball_pike,
    "inchworm": inchworm,
    "ab_wheel": ab_wheel,
    "nordic_curl": nordic_curl,
    **PRONE,
    **SUPINE,
    **MACHINES,
}
