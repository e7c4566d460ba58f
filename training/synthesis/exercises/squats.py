"""Squats."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    landmarks,
    rest_on,
)
from training.synthesis.exercises.squats_jumping import JUMPING
from training.synthesis.exercises.squats_planted import PLANTED
from training.synthesis.exercises.squats_single import SINGLE
from training.synthesis.postures import (
    Stage,
    arms_between,
    arms_hanging,
    arms_held,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)


def free(stage: Stage) -> FloatArray:
    """Hips down and up between planted feet: partial to deep, narrow to sumo."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    width = stage.pick(
        stage.between(0.06, 0.15), stage.between(0.12, 0.25), stage.between(0.2, 0.42)
    )
    legs = stance(stage, width)
    top = stand_height_m(build, stage.between(0.97, 0.998))
    bottom = build.ankle_m + build.leg_m * stage.between(0.30, 0.78)
    drop = (top - bottom) * effort
    sit_back = stage.between(0.3, 0.65) * (1.0 - min(width, 0.35))
    depth = drop / build.leg_m
    lean = 0.03 + depth * (stage.between(0.4, 1.2) + 1.3 * (sit_back - 0.2))
    pelvis = stage.place(0.0, top - drop, stage.between(-0.03, 0.03) - sit_back * drop)
    gaze = stage.between(-0.1, 0.3) + stage.between(0.0, 0.8) * lean
    body = trunk(stage, pelvis, lean * stage.between(0.6, 1.1), lean, gaze)
    body = rest_on(build, body, legs.ankles_m)
    way = stage.pick(
        "raised", "raised", "raised", "brought", "brought", "brought", "forward", "clasped",
        "at_chest", "crossed", "bar_on_back", "bar_on_back", "front_rack", "overhead", "on_hips",
        "behind_head", "hanging",
    )  # fmt: skip
    arms: Arms
    if way == "hanging":
        arms = arms_hanging(stage, body, loaded=stage.chance(0.7))
    elif way == "raised":
        # The arms come forward while the hips go down.
        up = effort * stage.between(0.7, 1.7)
        arms = arms_hanging(stage, body, loaded=True, forward=up[:, None] + np.zeros(2))
    elif way == "brought":
        # From the sides to the chest or ahead while the hips go down.
        start = arms_hanging(stage, body)
        end = arms_held(stage, body, stage.pick("clasped", "forward", "at_chest", "crossed"))
        share = np.clip(effort * stage.between(1.0, 2.0), 0.0, 1.0)[:, None] * np.ones(2)
        arms = arms_between(start, end, share, stage, body)
    else:
        arms = arms_held(stage, body, way)
    return landmarks(build, body, arms, legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {"free": free, **PLANTED, **SINGLE, **JUMPING}
# How often each is done; the free one, which has every width, depth and hold, is the plain one.
_WEIGHTS: dict[str, int] = {
    "free": 26,
    "smith": 3,
    "back_bar": 5,
    "front": 4,
    "goblet": 3,
    "landmine": 2,
    "box": 3,
    "overhead": 2,
    "plie": 3,
    "held_low": 3,
    "sissy": 2,
    "pistol": 2,
    "free_leg_behind": 1,
    "one_leg_to_box": 1,
    "jump_squat": 3,
    "narrow_wide": 1,
    "pop": 1,
    "quarter_turn": 1,
}


def squat(stage: Stage) -> FloatArray:
    """Free, under bars, to a bench, wide, on one leg, held low or with a jump."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
