"""Rows with free weights: bent over, propped on a bench, lying face down on one."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Torso,
    feet_on,
    landmarks,
    legs_at,
    rest_on,
    sided,
)
from training.synthesis.exercises.row_pulls import (
    feet,
    hands_below,
    hinged,
    in_turns,
    propped,
    pulled,
)
from training.synthesis.postures import Stage, arms_chosen, arms_hanging, arms_held, trunk
from training.synthesis.rhythm import Rhythm, repetitions

_FLAT = 0.5 * np.pi
_BOTH = np.ones(2)
_GRIPS: dict[str, tuple[float, tuple[float, float]]] = {  # palm and flare
    "overhand": (-1.0, (0.2, 1.2)),
    "underhand": (1.0, (0.0, 0.4)),
    "palms_in": (0.1, (0.0, 0.5)),
}


def bent_over(stage: Stage) -> FloatArray:
    """Bent over with a bar or two weights, pulled to the belly; some rock with the trunk."""
    rhythm = repetitions(stage.time_s, stage.rng)
    rock = stage.between(0.0, 0.2) * rhythm.effort
    body = hinged(stage, stage.between(0.6, 1.45) - rock, legs := feet(stage))
    effort = in_turns(stage, rhythm) if stage.chance(0.25) else rhythm.effort[:, None] * _BOTH
    arms = pulled(stage, body, effort, hands_below(stage, body))
    return landmarks(stage.build, body, arms, legs)


def bent_over_strict(stage: Stage) -> FloatArray:
    """The trunk still and up to level, only the arms move; grips of all kinds, small ranges."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.6, 3.5)
    body = hinged(stage, stage.between(0.8, 1.6), legs := feet(stage), (0.78, 0.985))
    palm, flare = _GRIPS[stage.pick("overhand", "overhand", "underhand", "palms_in")]
    effort = rhythm.effort[:, None] * _BOTH
    if stage.chance(0.3):  # the weight comes never quite down or never quite up
        low = stage.between(0.0, 0.3)
        effort = low + (stage.between(0.75, 0.95) - low) * effort
    half_grip = stage.between(0.12, 0.36) if stage.chance(0.7) else None
    start = hands_below(stage, body, half_grip)
    outward = (-0.1, 0.15)
    if half_grip is not None:
        # The hands do not slide along a bar.
        side = (half_grip - stage.build.shoulder_half_m) / stage.build.arm_m
        outward = (side, side)
    arms = pulled(stage, body, effort, start, outward, (-0.6, -0.2), (-0.05, 0.2), flare, palm)
    return landmarks(stage.build, body, arms, legs)


def t_bar(stage: Stage) -> FloatArray:
    """Astride a bar on the floor, hands together before the shins, pulled to the belly."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 3.5)
    rock = stage.between(0.0, 0.12) * rhythm.effort
    pitch = stage.between(0.65, 1.4) - rock
    body = hinged(stage, pitch, legs := feet(stage, 0.14, 0.3), (0.72, 0.93))
    half_grip = stage.between(0.03, 0.1)
    side = (half_grip - build.shoulder_half_m) / build.arm_m
    start = hands_below(stage, body, half_grip) + np.array([0.0, 0.0, stage.between(-0.02, 0.08)])
    effort = rhythm.effort[:, None] * _BOTH
    arms = pulled(
        stage, body, effort, start, (side, side), (-0.6, -0.25), (0.02, 0.25), (0.1, 0.8),
        stage.pick(0.1, 0.1, -1.0),
    )  # fmt: skip
    return landmarks(build, body, arms, legs)


def gorilla(stage: Stage) -> FloatArray:
    """Wide and deep above two weights on the floor: one is pulled, the other leaned upon."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 3.0)
    effort = rhythm.alternating() if stage.chance(0.8) else rhythm.effort[:, None] * stage.side()
    legs = feet(stage, 0.24, 0.42)
    pitch = stage.between(1.0, 1.5)
    grip_m = stage.between(0.2, 0.36)
    # As deep as brings straight arms to the weights.
    hips = grip_m + 0.97 * build.arm_m - build.spine_m * np.cos(pitch)
    straight = float(np.clip((hips - build.ankle_m) / build.leg_m, 0.5, 0.92))
    twist = stage.between(0.0, 0.3) * (effort[:, 1] - effort[:, 0])
    back = build.spine_m * stage.between(0.35, 0.55) * np.sin(pitch)
    pelvis = stage.place(0.0, build.ankle_m + straight * build.leg_m, 0.02 - back)
    gaze = pitch * stage.between(0.5, 1.0)
    body = trunk(stage, pelvis, pitch, pitch + stage.between(-0.1, 0.15), gaze, twist=twist)
    body = rest_on(build, body, legs.ankles_m)
    middle = body.shoulders_m.mean(axis=(0, 1))
    place = sided(stage.between(0.08, 0.2), 0.0, 0.0)
    place[:, 1] = max(middle[1] - 0.97 * build.arm_m, 0.12)
    place[:, 2] = middle[2] + stage.between(-0.05, 0.08)
    arms = pulled(
        stage, body, effort, place, (-0.1, 0.15), (-0.6, -0.25), (-0.05, 0.2), (0.0, 0.5), 0.1
    )
    return landmarks(build, body, arms, legs)


def staggered(stage: Stage) -> FloatArray:
    """One foot before the other, a hand on the bench, the rack or the front thigh."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 4.0)
    works = stage.side()
    stagger = build.leg_m * stage.between(0.2, 0.7)
    ahead = stagger * (0.5 - works) if stage.chance(0.8) else stagger * (works - 0.5)
    yaw = np.array([1.0, -1.0]) * stage.between(0.0, 0.4)
    heel = works * (stage.between(0.2, 0.8) if stage.chance(0.3) else 0.0)
    tips = sided(stage.between(0.07, 0.18), 0.0, ahead + build.toe_m)
    legs = feet_on(build, tips, yaw, heel)
    rock = stage.between(0.0, 0.15) * rhythm.effort
    body = hinged(stage, stage.between(0.6, 1.45) - rock, legs, (0.8, 0.94), 0.5)
    effort = rhythm.effort[:, None] * _BOTH
    arms = pulled(stage, body, effort, hands_below(stage, body))
    support = stage.pick("bench", "rack", "thigh", "thigh", "free")
    if support == "free":
        hold = stage.pick("hanging", "behind_back", "on_hips")
        other = arms_hanging(stage, body) if hold == "hanging" else arms_held(stage, body, hold)
    elif support == "thigh":
        other = propped(stage, body, (0.5, 0.7), -0.12)
    else:
        far = support == "rack"
        other = propped(stage, body, (0.2, 0.6) if far else (0.65, 0.9), 0.3 if far else 0.12)
    return landmarks(build, body, arms_chosen(other, arms, works), legs)


def bench_kneeling(stage: Stage) -> FloatArray:
    """One knee and the hand of its side on a bench, the other arm pulls a weight."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 4.0)
    works = stage.side()
    bench_m = stage.between(0.4, 0.5)
    bent = stage.between(-0.1, 0.35)  # the thigh before the upright
    straight = bench_m + 0.05 + build.thigh_m * np.cos(bent)
    pelvis = stage.place(0.0, min(straight, build.ankle_m + 0.99 * build.leg_m), 0.0)
    pitch = stage.between(1.15, 1.65) - stage.between(0.0, 0.1) * rhythm.effort
    twist = (works[1] - works[0]) * stage.between(-0.05, 0.3) * rhythm.effort
    gaze = pitch * stage.between(0.6, 1.0)
    body = trunk(stage, pelvis, pitch, pitch + stage.between(-0.1, 0.1), gaze, twist, sway=0.4)
    knees = body.hips_m.mean(axis=0) + np.array([0.0, 0.0, build.thigh_m * np.sin(bent)])
    knees[:, 1] = bench_m + 0.05
    kneeling = Legs(
        knees + np.array([0.0, 0.01, -0.99 * build.shin_m]),
        np.array([[0.0, -0.6, 1.0]] * 2),
        np.array([0.0, -0.1, -0.995]),
        np.array([0.0, -0.995, 0.1]),
    )
    out = stage.between(0.12, 0.32) + 0.0 * works
    tips = sided(out, 0.0, stage.between(-0.3, 0.15) + build.toe_m)
    planted = feet_on(build, tips, stage.rng.normal(0.0, 0.15, 2))
    part = (works > 0.5)[:, None]
    legs = Legs(
        np.where(part, planted.ankles_m, kneeling.ankles_m),
        np.where(part, planted.poles, kneeling.poles),
        np.where(part, planted.toes, kneeling.toes),
        np.where(part, planted.soles, kneeling.soles),
    )
    body = rest_on(build, body, legs.ankles_m)
    effort = rhythm.effort[:, None] * _BOTH
    arms = pulled(stage, body, effort, hands_below(stage, body), (-0.15, 0.15), flare=(0.0, 0.6))
    drop = float((body.shoulders_m[..., 1].mean() - bench_m - 0.03) / build.arm_m)
    drop = min(max(drop, 0.5), 0.97)
    other = propped(stage, body, (drop, drop), stage.between(0.0, 0.12))
    return landmarks(build, body, arms_chosen(other, arms, works), legs)


def _pulled_lying(stage: Stage, body: Torso, legs: Legs, rhythm: Rhythm) -> FloatArray:
    """Both arms, seldom one or in turns, pulled up from where they hang."""
    way = stage.pick("both", "both", "both", "turns", "one")
    effort = in_turns(stage, rhythm) if way == "turns" else rhythm.effort[:, None] * _BOTH
    if way == "one":
        effort = effort * stage.side()
    palm, flare = _GRIPS[stage.pick("overhand", "palms_in", "palms_in", "underhand")]
    half_grip = stage.between(0.12, 0.32) if stage.chance(0.3) else None
    start = hands_below(stage, body, half_grip)
    arms = pulled(
        stage, body, effort, start, (-0.1, 0.3), (-0.55, -0.15), (-0.05, 0.2), flare, palm
    )
    return landmarks(stage.build, body, arms, legs)


def chest_supported(stage: Stage) -> FloatArray:
    """Face down on an inclined bench, hanging arms pulled up beside it."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.8, 4.0)
    pitch = stage.between(0.65, 1.35)
    behind = stage.between(0.1, 0.8) * pitch  # how far the legs lean back
    height = build.ankle_m + 0.06 + 0.93 * build.leg_m * np.cos(behind)
    body = trunk(
        stage, stage.place(0.0, height, 0.0), pitch, pitch + stage.between(-0.05, 0.15),
        pitch - stage.between(0.0, 0.6), sway=0.3,
    )  # fmt: skip
    if stage.chance(0.3):  # kneeling on the seat
        hip, knee = stage.between(0.3, 1.0) + 0.4 * pitch, stage.between(1.3, 2.0)
        legs = legs_at(build, body, hip, knee, stage.between(0.0, 0.3), stage.between(0.2, 0.8))
    else:
        tips = sided(
            stage.between(0.08, 0.3), 0.0, build.toe_m * 0.6 - 0.93 * build.leg_m * np.sin(behind)
        )
        legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2), behind + stage.between(0.0, 0.3))
        body = rest_on(build, body, legs.ankles_m)
    return _pulled_lying(stage, body, legs, rhythm)


def seal(stage: Stage) -> FloatArray:
    """Prone on a high flat bench, a bar or weights pulled up from below it."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 0.8, 4.0)
    pitch = _FLAT + stage.between(-0.12, 0.06)
    pelvis = stage.place(0.0, stage.between(0.75, 1.0), 0.0)
    body = trunk(stage, pelvis, pitch, pitch, pitch - stage.between(0.0, 0.6), sway=0.25)
    knees = stage.between(0.05, 0.3) if stage.chance(0.6) else stage.between(0.5, 1.5)
    legs = legs_at(
        build, body, stage.between(-0.05, 0.2), knees, stage.between(0.0, 0.25),
        stage.between(0.2, 0.9),
    )  # fmt: skip
    return _pulled_lying(stage, body, legs, rhythm)


BENT_ROWS: dict[str, Callable[[Stage], FloatArray]] = {
    "bent_over": bent_over,
    "bent_over_strict": bent_over_strict,
    "t_bar": t_bar,
    "gorilla": gorilla,
    "staggered": staggered,
    "bench_kneeling": bench_kneeling,
    "chest_supported": chest_supported,
    "seal": seal,
}
