"""Squats that end in a jump: deep before and after it, the body straight in the air."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import Arms, FloatArray, Torso, landmarks
from training.synthesis.exercises.leaps import Leaps, leaping_feet, leaps, over_feet
from training.synthesis.exercises.squat_arms import squat_arms
from training.synthesis.others.strides import arms_swung
from training.synthesis.postures import Stage


def _course(stage: Stage, highest_m: float = 0.4) -> tuple[Leaps, FloatArray, FloatArray]:
    """Leaps from a squat: their course, how deep it is in metres and how far the trunk leans."""
    course = leaps(stage, stage.between(0.06, highest_m), stage.between(0.6, 2.0))
    deep = stage.between(0.22, 0.5)
    lean = 0.03 + stage.between(0.2, 0.9) * course.load
    return course, deep * stage.build.leg_m * course.load, lean


def _jump_arms(stage: Stage, body: Torso, course: Leaps) -> Arms:
    """Arms swung along, or holding: a weight, a bar, each other, the head."""
    if stage.chance(0.4):
        # A low jump gives the arms little time.
        most = min(2.3, 4.0 * float(np.sqrt(course.high_m)))
        back = stage.between(-1.0, 0.8)
        swing = stage.between(0.1, 1.0) * most * course.air - back * course.load
        both = swing[:, None] + np.zeros(2)
        return arms_swung(stage, body, both, stage.between(0.1, 1.2))
    return squat_arms(
        stage, body, course.load, "loaded", "loaded", "clasped", "clasped", "raised",
        "behind_head", "weight", "bar_on_back", "on_hips", "between",
    )  # fmt: skip


def jump_squat(stage: Stage) -> FloatArray:
    """A squat, a jump from it with the body straight, and down into the next squat."""
    course, dip, lean = _course(stage)
    half = stage.pick(stage.between(0.06, 0.16), stage.between(0.14, 0.3))
    legs = leaping_feet(stage, course, half)
    body = over_feet(stage, legs, dip, lean)
    return landmarks(stage.build, body, _jump_arms(stage, body, course), legs)


def narrow_wide(stage: Stage) -> FloatArray:
    """Each jump changes between feet close together and far apart."""
    course, dip, lean = _course(stage, 0.25)
    narrow, wide = stage.between(0.04, 0.12), stage.between(0.22, 0.42)
    half = narrow + (wide - narrow) * course.switched()
    legs = leaping_feet(stage, course, half[:, None])
    body = over_feet(stage, legs, dip, lean)
    return landmarks(stage.build, body, _jump_arms(stage, body, course), legs)


def pop(stage: Stage) -> FloatArray:
    """Feet hop apart into a squat and together into standing, again and again."""
    high = stage.between(0.03, 0.15)
    course = leaps(stage, high, stage.between(0.35, 1.0))
    apart = course.switched()
    narrow, wide = stage.between(0.03, 0.1), stage.between(0.2, 0.4)
    deep = stage.between(0.22, 0.45) * (0.12 + 0.88 * apart)
    legs = leaping_feet(stage, course, (narrow + (wide - narrow) * apart)[:, None])
    lean = 0.04 + stage.between(0.2, 0.9) * course.load * apart
    body = over_feet(stage, legs, deep * stage.build.leg_m * course.load, lean)
    return landmarks(stage.build, body, _jump_arms(stage, body, course), legs)


def quarter_turn(stage: Stage) -> FloatArray:
    """A jump out of a deep squat that turns by a quarter or a half, to and fro or onwards."""
    course, dip, lean = _course(stage)
    onward = course.turn + course.flight
    angle = 0.5 * np.pi * stage.pick(-1.0, -1.0, 1.0, 1.0, 2.0)
    yaw = angle * (course.switched() if stage.chance(0.6) else onward)
    legs = leaping_feet(stage, course, stage.between(0.1, 0.28), yaw=yaw[:, None])
    body = over_feet(stage, legs, dip, lean, yaw)
    return landmarks(stage.build, body, _jump_arms(stage, body, course), legs)


JUMPING: dict[str, Callable[[Stage], FloatArray]] = {
    "jump_squat": jump_squat,
    "narrow_wide": narrow_wide,
    "pop": pop,
    "quarter_turn": quarter_turn,
}
