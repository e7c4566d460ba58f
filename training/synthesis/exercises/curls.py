"""Biceps curls."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.exercises.bases import half_squat, kneeling
from training.synthesis.exercises.curl_arms import (
    curled,
    flexed,
    freed,
    palms,
    swung,
    who_works,
)
from training.synthesis.exercises.curls_benches import BENCH_CURLS
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_held,
    limb_effort,
    stance,
    stand_height_m,
    trunk,
    upright,
)
from training.synthesis.rhythm import repetitions


def plain(stage: Stage) -> FloatArray:
    """Forearms swing up about the elbows; the upper arms stay where they are."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.25)
    # The trunk swings back a little with heavy weights.
    back = stage.between(0.0, 0.03) * effort.max(axis=1)
    body = rest_on(build, body.moved(stage.place(0.0, 0.0, -back)), legs.ankles_m)
    pad = stage.between(0.4, 0.9) if stage.chance(0.2) else stage.between(-0.15, 0.2)
    raised = pad + stage.between(0.0, 0.35) * effort
    # Forearms to the middle, or out to the sides.
    upper, way = swung(raised, stage.between(0.02, 0.25), stage.between(-0.35, 0.35))
    turn = body.pelvis_turn
    flex = flexed(stage, effort)
    arms = curled(stage, body, rotated(upper, turn), rotated(way, turn), flex, palms(stage))
    if works.min() < 0.5 and stage.chance(0.6):
        idle = stage.pick("on_hips", "at_sides", "behind_back")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(build, body, arms, legs)


def high_cable(stage: Stage) -> FloatArray:
    """Upper arms out to both sides level with the shoulders, hands to the ears."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "both", "one", "turns")
    body, legs = kneeling(stage) if stage.chance(0.15) else upright(stage, 0.2)
    rise = stage.between(-0.15, 0.3) + stage.between(-0.05, 0.1) * effort
    ahead = stage.between(-0.15, 0.4)
    upper = sided(1.0, np.sin(rise), ahead)
    # Straight up, or towards the head from a little before.
    way = sided(-ahead, 1.0, stage.between(-0.15, 0.35))
    turn = body.chest_turn
    flex = flexed(stage, effort)
    palm = stage.pick(1.0, 1.0, 1.0, 0.2)
    arms = curled(stage, body, rotated(upper, turn), rotated(way, turn), flex, palm)
    arms = freed(stage, body, arms, works, "on_hips", "at_sides", "out_sideways")
    return landmarks(stage.build, body, arms, legs)


def drag(stage: Stage) -> FloatArray:
    """The hands go up along the trunk, for that the elbows go back."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "both", "both", "one")
    body, legs = upright(stage, 0.08)
    back = stage.between(0.45, 0.85)
    raised = stage.between(-0.1, 0.1) - back * effort
    upper, way = swung(raised, stage.between(0.05, 0.25), stage.between(-0.15, 0.25))
    # The forearms end level or a little above, however far back the elbows are.
    least, most = stage.between(0.05, 0.35), min(stage.between(1.4, 1.75) + back, 2.45)
    flex = least + (most - least) * effort
    turn = body.pelvis_turn
    palm = stage.pick(1.0, 1.0, 0.1)
    arms = curled(stage, body, rotated(upper, turn), rotated(way, turn), flex, palm)
    arms = freed(stage, body, arms, works, "on_hips", "hanging")
    return landmarks(stage.build, body, arms, legs)


def squatting(stage: Stage) -> FloatArray:
    """Staying in a half squat, or on the knees, the forearms go up and down."""
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "both", "turns", "one")
    lean = stage.between(0.05, 0.55)
    body, legs = half_squat(stage, lean)
    raised = stage.between(-0.1, 0.7) + stage.between(0.0, 0.2) * effort
    if stage.chance(0.25):
        body, legs = kneeling(stage, 0.2 * lean)
        raised = raised - 0.3
    upper, way = swung(raised, stage.between(0.0, 0.25), stage.between(-0.3, 0.35))
    arms = curled(stage, body, upper, way, flexed(stage, effort), palms(stage))
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "talking_low")
    return landmarks(stage.build, body, arms, legs)


def heavy(stage: Stage) -> FloatArray:
    """A heavy weight, mostly in one hand: the trunk swings back and aside to help."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "one", "one", "turns", "both")
    legs = stance(stage, stage.between(0.08, 0.26), stagger_m=stage.pick(0.0, 0.0, 0.3))
    # The help comes early, then the elbow follows.
    early = np.sin(np.pi * np.clip(rhythm.effort * 0.75, 0.0, 1.0))
    lean = stage.between(0.02, 0.22) - stage.between(0.1, 0.32) * early
    sideways = (effort[:, 0] - effort[:, 1]) * stage.between(-0.05, 0.16)
    height = stand_height_m(build, stage.between(0.96, 0.995))
    pelvis = stage.place(0.0, height, stage.between(0.0, 0.04) * early)
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3), bend=sideways)
    body = rest_on(build, body, legs.ankles_m)
    raised = stage.between(-0.1, 0.1) + stage.between(0.0, 0.5) * effort
    # To the own shoulder or across the chest to the other one.
    across = stage.pick(stage.between(-0.3, 0.35), stage.between(0.4, 0.9))
    upper, way = swung(raised, stage.between(0.0, 0.2), across)
    arms = curled(stage, body, upper, way, flexed(stage, effort), stage.pick(1.0, 1.0, 0.1))
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "behind_back", "forward")
    return landmarks(build, body, arms, legs)


def cable_behind(stage: Stage) -> FloatArray:
    """The cable comes from behind: leaned forward a little, upper arms behind the trunk."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = who_works(stage, rhythm, "both", "one", "one")
    legs = stance(stage, stage.between(0.06, 0.2), stagger_m=stage.pick(0.0, 0.3, 0.5))
    lean = stage.between(0.0, 0.3)
    height = stand_height_m(build, stage.between(0.93, 0.99))
    body = trunk(stage, stage.place(0.0, height, 0.0), 0.7 * lean, lean, 0.7 * lean)
    body = rest_on(build, body, legs.ankles_m)
    raised = -stage.between(0.15, 0.6) + stage.between(0.0, 0.25) * effort
    upper, way = swung(raised, stage.between(0.02, 0.35), stage.between(-0.3, 0.25))
    arms = curled(stage, body, upper, way, flexed(stage, effort), stage.pick(1.0, 1.0, 0.1))
    arms = freed(stage, body, arms, works, "on_hips", "hanging", "at_sides")
    return landmarks(build, body, arms, legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": plain,
    "high_cable": high_cable,
    "drag": drag,
    "squatting": squatting,
    "heavy": heavy,
    "cable_behind": cable_behind,
    **BENCH_CURLS,
}
# How often each is done.
_WEIGHTS: dict[str, int] = {
    "plain": 20,
    "incline_bench": 5,
    "spider": 4,
    "preacher": 5,
    "concentration": 3,
    "bent_over": 2,
    "over_bench": 2,
    "high_cable": 3,
    "lying": 2,
    "drag": 1,
    "squatting": 1,
    "heavy": 2,
    "cable_behind": 1,
}


def biceps_curl(stage: Stage) -> FloatArray:
    """Forearms swing up about the elbows: standing, seated, on benches, pads and cables."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
