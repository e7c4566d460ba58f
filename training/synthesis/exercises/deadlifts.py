"""Deadlifts."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.synthesis.body import (
    UP,
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    blended,
    feet_on,
    landmarks,
    legs_at,
    rest_on,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_hanging,
    arms_held,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import repetitions, smooth

_Range = tuple[float, float]

# How deep the hips go, in parts of the legs' length, and how far the trunk leans.
_DEEP: dict[str, tuple[_Range, _Range]] = {
    "conventional": ((0.60, 0.80), (0.85, 1.5)),
    "romanian": ((0.84, 0.96), (0.85, 1.5)),
    "stiff": ((0.92, 0.985), (0.9, 1.6)),
    "sumo": ((0.55, 0.75), (0.7, 1.15)),
    "trap": ((0.58, 0.78), (0.65, 1.1)),
}


def _arms_down(
    stage: Stage, body: Torso, half_grip_m: Numbers, ahead_m: Numbers, floor_m: float, palm: Numbers
) -> Arms:
    """Straight arms to a load below the shoulders, `ahead_m` before the ankles.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        half_grip_m: Half the distance of the hands, broadcasts to (2,).
        ahead_m: How far ahead they are, broadcasts to (T,).
        floor_m: How high they are when the load is on the floor.
        palm: The thumbs point inwards at -1, ahead at 0, outwards at 1; broadcasts to (2,).
    """
    shoulders = body.shoulders_m
    wrists = np.empty_like(shoulders)
    wrists[..., 0] = np.array([1.0, -1.0]) * half_grip_m + body.pelvis_m[:, None, 0]
    wrists[..., 2] = np.asarray(ahead_m)[..., None]
    level = (wrists[..., 0] - shoulders[..., 0]) ** 2 + (wrists[..., 2] - shoulders[..., 2]) ** 2
    reach = (stage.between(0.96, 0.995) * stage.build.arm_m) ** 2
    wrists[..., 1] = shoulders[..., 1] - np.sqrt(np.maximum(reach - level, 0.01))
    wrists[..., 1] = np.maximum(wrists[..., 1], floor_m)
    fingers = np.array([0.0, -1.0, 0.1])
    thumbs = sided(palm, 0.0, 0.6)
    return arms_to(stage.build, body, wrists, sided(0.6, 0.0, -1.0), thumbs, fingers)


def _at_bar(stage: Stage, body: Torso, grip: _Range) -> Arms:
    """Hands at a bar, over or mixed, that goes along the legs."""
    ahead = stage.between(0.04, 0.16)
    floor = stage.between(0.12, 0.25)  # the bar is on the floor when it is down
    palm = np.array(stage.pick((-1.0, -1.0), (-1.0, -1.0), (-1.0, 1.0), (1.0, -1.0)))
    return _arms_down(stage, body, stage.between(*grip), ahead, floor, palm)


def _beside(stage: Stage, body: Torso) -> Arms:
    """A weight in each hand beside the legs."""
    apart = stage.build.hip_half_m + stage.between(0.08, 0.2)
    ahead = stage.between(-0.04, 0.14)
    palm = stage.pick(0.0, 0.0, -0.3)
    return _arms_down(stage, body, apart, ahead, stage.between(0.12, 0.3), palm)


def _free_arm(stage: Stage, body: Torso) -> Arms:
    """The arm without a weight: it hangs, rests on the hip or helps to balance."""
    way = stage.pick("hanging", "hanging", "on_hips", "out_sideways", "behind_back", "at_chest")
    return arms_hanging(stage, body) if way == "hanging" else arms_held(stage, body, way)


def _one_hand(stage: Stage, body: Torso, works: FloatArray, half_grip: _Range) -> Arms:
    """One hand holds the weight, the other arm is free."""
    apart, ahead = stage.between(*half_grip), stage.between(0.0, 0.14)
    load = _arms_down(stage, body, apart, ahead, stage.between(0.14, 0.3), stage.pick(-1.0, 0.0))
    return arms_chosen(_free_arm(stage, body), load, works)


def _lifting(stage: Stage, legs: Legs, effort: FloatArray, style: str, shift: float = 1.0) -> Torso:
    """The trunk above planted feet, hinged at the hips as deep as `effort` says.

    Args:
        stage: The performance.
        legs: Where the feet are.
        effort: 0 upright, 1 at the bottom, shape (T,).
        style: Key of the depths.
        shift: Share of the usual way of the hips backward.
    """
    build = stage.build
    depth, leans = _DEEP[style]
    top = stand_height_m(build, stage.between(0.98, 0.998))
    bottom = build.ankle_m + build.leg_m * stage.between(*depth)
    pitch = stage.between(-0.08, 0.05) + stage.between(*leans) * effort
    # The hips go back as far as keeps the load above the feet.
    back = build.spine_m * stage.between(0.42, 0.68) * np.sin(np.maximum(pitch, 0.0)) * shift
    pelvis = stage.place(0.0, top - (top - bottom) * effort, 0.02 - back)
    rounded = stage.between(-0.05, 0.2) * effort
    gaze = pitch * stage.between(0.4, 1.0)
    body = trunk(stage, pelvis, pitch - rounded, pitch + rounded, gaze)
    return rest_on(build, body, legs.ankles_m)


def plain(stage: Stage) -> FloatArray:
    """A bar or weights lifted from the floor or the knees by stretching the hips."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort  # 1 is the bottom
    style = stage.pick("conventional", "conventional", "romanian", "romanian", "sumo")
    sumo = style == "sumo"
    legs = stance(stage, stage.between(0.22, 0.42) if sumo else stage.between(0.06, 0.18))
    body = _lifting(stage, legs, effort, style)
    if stage.chance(0.75):
        arms = _at_bar(stage, body, (0.1, 0.2) if sumo else (0.2, 0.36))
    else:
        arms = arms_hanging(stage, body, loaded=True)
    return landmarks(stage.build, body, arms, legs)


def dumbbells(stage: Stage) -> FloatArray:
    """A weight in each hand, beside the legs or before the shins."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    legs = stance(stage, stage.between(0.05, 0.18))
    body = _lifting(stage, legs, effort, stage.pick("romanian", "stiff", "conventional"))
    return landmarks(stage.build, body, _beside(stage, body), legs)


def snatch_grip(stage: Stage) -> FloatArray:
    """A bar held very wide: the trunk goes lower for the same way of the bar."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    legs = stance(stage, stage.between(0.06, 0.18))
    body = _lifting(stage, legs, effort, stage.pick("conventional", "romanian"))
    arms = _at_bar(stage, body, (0.38, 0.52))
    return landmarks(stage.build, body, arms, legs)


def band(stage: Stage) -> FloatArray:
    """A band under the feet: quick and close, upright against the pull."""
    rhythm = repetitions(stage.time_s, stage.rng, 0.7, 2.5)
    legs = stance(stage, stage.between(0.06, 0.24))
    body = _lifting(stage, legs, rhythm.effort, stage.pick("conventional", "romanian"))
    apart, palm = stage.between(0.05, 0.24), stage.pick(-1.0, 0.0)
    arms = _arms_down(stage, body, apart, stage.between(0.02, 0.14), stage.between(0.2, 0.35), palm)
    return landmarks(stage.build, body, arms, legs)


def cable(stage: Stage) -> FloatArray:
    """Stiff-legged before a low cable, or with it between the legs: it draws the hands away."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    legs = stance(stage, stage.between(0.08, 0.24))
    body = _lifting(stage, legs, effort, stage.pick("stiff", "stiff", "romanian"), 0.8)
    far = stage.build.arm_m * stage.between(0.25, 0.8)
    ahead = stage.between(0.1, 0.2) + far * effort
    arms = _arms_down(
        stage, body, stage.between(0.03, 0.24), ahead, stage.between(0.15, 0.4),
        stage.pick(-1.0, 0.0),
    )  # fmt: skip
    return landmarks(stage.build, body, arms, legs)


def between_legs(stage: Stage) -> FloatArray:
    """Feet wide, one weight held in both hands between the legs."""
    effort = repetitions(stage.time_s, stage.rng, 0.9).effort
    legs = stance(stage, stage.between(0.2, 0.42))
    body = _lifting(stage, legs, effort, stage.pick("sumo", "sumo", "romanian"))
    palm = stage.pick(-1.0, 0.0)
    arms = _arms_down(
        stage, body, stage.between(0.02, 0.07), stage.between(-0.04, 0.12),
        stage.between(0.2, 0.4), palm,
    )  # fmt: skip
    return landmarks(stage.build, body, arms, legs)


def trap_bar(stage: Stage) -> FloatArray:
    """Inside a frame with handles at both sides of the legs; knees bend more."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    legs = stance(stage, stage.between(0.08, 0.2))
    style = stage.pick("trap", "trap", "romanian")
    body = _lifting(stage, legs, effort, style, 0.8)
    arms = _arms_down(
        stage, body, stage.between(0.27, 0.36), stage.between(-0.02, 0.06),
        stage.between(0.2, 0.4), 0.0,
    )  # fmt: skip
    return landmarks(stage.build, body, arms, legs)


def one_arm(stage: Stage) -> FloatArray:
    """Stiff-legged or from the floor, the weight in one hand, beside or between the feet."""
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    legs = stance(stage, stage.between(0.06, 0.26))
    body = _lifting(stage, legs, effort, stage.pick("stiff", "romanian", "conventional"))
    arms = _one_hand(stage, body, stage.side(), (0.0, 0.28))
    return landmarks(stage.build, body, arms, legs)


def _carried(stage: Stage, body: Torso, standing: FloatArray) -> Arms:
    """Loads of somebody on one leg: a bar, two weights, or one in either hand."""
    way = stage.pick("bar", "beside", "beside", "one", "one", "both_hands")
    if way == "bar":
        return _at_bar(stage, body, (0.2, 0.34))
    if way == "beside":
        return _beside(stage, body)
    if way == "one":
        works = standing if stage.chance(0.35) else 1.0 - standing
        return _one_hand(stage, body, works, (0.04, 0.2))
    return _arms_down(stage, body, 0.05, stage.between(0.04, 0.15), stage.between(0.2, 0.4), -1.0)


def kickstand(stage: Stage) -> FloatArray:
    """One foot a step behind on its toes, the hinge is over the front one."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort
    rear = stage.side()
    step = build.leg_m * stage.between(0.2, 0.45)
    tips = sided(stage.between(0.05, 0.14), 0.0, build.toe_m - rear * step)
    heel = rear * stage.between(0.4, 1.0)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.06, 2), heel)
    body = _lifting(stage, legs, effort, "romanian", stage.between(0.7, 1.0))
    return landmarks(build, body, _carried(stage, body, 1.0 - rear), legs)


def _off_floor(stage: Stage, legs: Legs) -> Legs:
    """Raise each foot as far as keeps its lower end above the floor."""
    build = stage.build
    sole = legs.ankles_m - legs.soles * build.ankle_m
    tip, heel = sole + legs.toes * build.toe_m, sole - legs.toes * build.heel_m
    deep = np.maximum(-np.minimum(tip[..., 1], heel[..., 1]), 0.0)
    return replace(legs, ankles_m=legs.ankles_m + deep[..., None] * UP)


def single_leg(stage: Stage) -> FloatArray:
    """On one leg: the other one rises behind as far as the trunk goes down."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.2).effort
    rear = stage.side()
    tips = sided(stage.between(0.02, 0.08), 0.0, build.toe_m)
    planted = feet_on(build, tips, stage.rng.normal(0.0, 0.06, 2))
    body = _lifting(stage, planted, effort, "romanian", stage.between(0.5, 0.9))
    # In line with the trunk, or not quite; at the top the knee keeps the foot off the floor,
    # or it stands for a moment.
    hip = stage.between(-0.15, 0.35) * effort
    knee = stage.between(0.05, 0.5) + stage.between(0.3, 0.6) * (1.0 - effort)
    lifted = legs_at(build, body, hip[:, None], knee[:, None], 0.02, stage.between(0.0, 0.5))
    share = smooth(effort / stage.between(0.15, 0.4)) if stage.chance(0.5) else np.ones_like(effort)
    legs = _off_floor(stage, blended(planted, lifted, rear * share[:, None]))
    return landmarks(build, body, _carried(stage, body, 1.0 - rear), legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": plain,
    "dumbbells": dumbbells,
    "snatch_grip": snatch_grip,
    "band": band,
    "cable": cable,
    "between_legs": between_legs,
    "trap_bar": trap_bar,
    "one_arm": one_arm,
    "kickstand": kickstand,
    "single_leg": single_leg,
}
# How often each is done.
_WEIGHTS: dict[str, int] = {
    "plain": 10,
    "dumbbells": 2,
    "snatch_grip": 1,
    "band": 1,
    "cable": 1,
    "between_legs": 2,
    "trap_bar": 1,
    "one_arm": 1,
    "kickstand": 2,
    "single_leg": 4,
}


def deadlift(stage: Stage) -> FloatArray:
    """Weights lifted by stretching the hips: on both legs, one, with all kinds of load."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
