"""Lunges."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Torso,
    feet_on,
    knees_off_floor,
    landmarks,
    rest_on,
    sided,
)
from training.synthesis.exercises.leaps import leaping_feet, leaps, over_feet
from training.synthesis.postures import (
    Stage,
    arms_hanging,
    arms_held,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import (
    Rhythm,
    repetitions,
    smooth,
)


def _lunge_arms(stage: Stage, body: Torso) -> Arms:
    way = stage.pick(
        "hanging", "hanging", "hanging", "on_hips", "clasped", "bar_on_back", "at_chest",
        "overhead", "behind_head", "out_sideways", "front_rack",
    )  # fmt: skip
    if way == "hanging":
        return arms_hanging(stage, body, loaded=stage.chance(0.6))
    return arms_held(stage, body, way)


def _lunging(stage: Stage, body: Torso, legs: Legs) -> FloatArray:
    """Keep the feet where they are and the knees above the floor; add the arms."""
    body = knees_off_floor(stage.build, rest_on(stage.build, body, legs.ankles_m), legs)
    return landmarks(stage.build, body, _lunge_arms(stage, body), legs)


def _split_lunge(stage: Stage) -> FloatArray:
    """Feet stay apart, one before the other; the hips go down and up."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng).effort
    front = stage.side()
    half = build.leg_m * stage.between(0.33, 0.52)
    ahead = (2.0 * front - 1.0) * half
    raised = 1.0 - front
    box_m = stage.between(0.15, 0.35) if stage.chance(0.25) else 0.0  # rear foot on a bench
    heel = raised * (stage.between(0.3, 0.7) + stage.between(0.2, 0.6) * effort[:, None])
    tips = sided(stage.between(0.05, 0.16), raised * box_m, ahead + build.toe_m)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    if box_m:
        # The knee of a foot that rests as high as the hips would else bend upwards.
        down = np.array([0.0, -0.6, 1.0])
        poles = np.where((raised > 0.5)[:, None], down, legs.poles)
        legs = Legs(legs.ankles_m, poles, legs.toes, legs.soles)
    top = build.ankle_m + build.leg_m * stage.between(0.84, 0.97)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.74)
    pelvis = stage.place(0.0, top - (top - bottom) * effort, half * stage.between(-0.2, 0.35))
    lean = stage.between(-0.02, 0.2) + stage.between(0.0, 0.4) * effort
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _working_side(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """1 for the side that steps in each repetition: always the same, or in turns; (T, 2)."""
    if stage.chance(0.35):
        return np.broadcast_to(stage.side(), (len(rhythm.turn), 2)).copy()
    odd = rhythm.turn % 2
    return np.stack((1.0 - odd, odd), -1)


def _stepping_lunge(stage: Stage, crossed_m: float = 0.0) -> FloatArray:
    """A step forward or back, down, up, and back to both feet.

    Args:
        stage: The performance.
        crossed_m: How far the foot that steps goes behind the other one; then the step is back.
    """
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.4, 3.6)
    backward = crossed_m > 0.0 or stage.chance(0.5)
    works = _working_side(stage, rhythm)
    step = smooth(rhythm.effort / 0.6)
    down = smooth((rhythm.effort - 0.25) / 0.7)
    way = -1.0 if backward else 1.0
    length = build.leg_m * stage.between(0.65, 1.0)
    lift = stage.between(0.04, 0.16) * np.sin(np.pi * step)
    tips = sided(
        stage.between(0.06, 0.14) - works * (crossed_m * step)[:, None],
        works * lift[:, None],
        works * (way * length * step)[:, None] + build.toe_m,
    )
    rear = works if backward else 1.0 - works
    heel = rear * (stage.between(0.4, 0.7) * step + stage.between(0.2, 0.5) * down)[:, None]
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    top = stand_height_m(build, stage.between(0.98, 0.998))
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.74)
    forward = 0.5 * way * length * step * stage.between(0.85, 1.1)
    pelvis = stage.place(0.0, top - (top - bottom) * down, forward)
    lean = stage.between(-0.02, 0.15) + stage.between(0.0, 0.4) * down
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _walking_lunge(stage: Stage) -> FloatArray:
    """Lunge after lunge along a line."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.4, 3.5)
    length = build.leg_m * stage.between(0.75, 1.05)
    odd = (rhythm.turn + int(stage.chance(0.5))) % 2
    moving = np.stack((1.0 - odd, odd), -1)
    swing = stage.between(0.4, 0.55)
    step = smooth(rhythm.progress / swing)
    down = np.sin(np.pi * np.clip((rhythm.progress - 0.3) / 0.7, 0.0, 1.0)) ** 2
    lift = stage.between(0.05, 0.18) * np.sin(np.pi * step)
    along = rhythm.turn[:, None] + moving * (2.0 * step - 1.0)[:, None]
    tips = sided(stage.between(0.06, 0.14), moving * lift[:, None], along * length + build.toe_m)
    heel = (1.0 - moving) * (stage.between(0.8, 1.2) * down)[:, None]
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.08, 2), heel)
    top = build.ankle_m + build.leg_m * stage.between(0.86, 0.95)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.72)
    # The hips follow at once: the foot lands within reach.
    hips = (rhythm.turn - 0.5 + smooth(rhythm.progress / (1.15 * swing))) * length
    pelvis = stage.place(0.0, top - (top - bottom) * down, hips)
    lean = stage.between(0.0, 0.2) + stage.between(0.0, 0.3) * down
    body = trunk(stage, pelvis, 0.5 * lean, lean, lean + stage.between(-0.1, 0.3))
    return _lunging(stage, body, legs)


def _lateral_lunge(stage: Stage) -> FloatArray:
    """A step aside (or wide planted feet): one knee bends, the other leg stays straight."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.5, 4.0)
    works = _working_side(stage, rhythm)
    planted = stage.chance(0.4)
    half = stage.between(0.08, 0.14)
    far = build.leg_m * stage.between(0.7, 0.98)
    step = np.ones_like(rhythm.effort) if planted else smooth(rhythm.effort / 0.55)
    down = rhythm.effort if planted else smooth((rhythm.effort - 0.25) / 0.7)
    lift = stage.between(0.03, 0.12) * np.sin(np.pi * step)[:, None] * works
    stride = np.ones((1, 2)) * (0.5 * far - half) if planted else works * far * step[:, None]
    out = half + stride + np.zeros_like(works)
    toe_out = stage.between(0.0, 0.4)
    tips = sided(out + np.sin(toe_out) * build.toe_m, lift, np.cos(toe_out) * build.toe_m)
    legs = feet_on(build, tips, np.array([toe_out, -toe_out]))
    # The hips move above the bent leg.
    toward = (works * out * np.array([1.0, -1.0])).sum(axis=1)
    aside = toward * stage.between(0.5, 0.75) * (down if planted else 0.4 * step + 0.6 * down)
    top = stand_height_m(build, 0.995)
    bottom = build.ankle_m + build.leg_m * stage.between(0.55, 0.78)
    pelvis = stage.place(aside, top - (top - bottom) * down, -stage.between(0.05, 0.25) * down)
    lean = stage.between(0.0, 0.1) + stage.between(0.2, 0.8) * down
    body = trunk(stage, pelvis, 0.7 * lean, lean, 0.6 * lean)
    return _lunging(stage, body, legs)


def _curtsy_lunge(stage: Stage) -> FloatArray:
    """The foot that steps goes back and behind the other one."""
    return _stepping_lunge(stage, stage.between(0.25, 0.45))


def _jumping_lunge(stage: Stage) -> FloatArray:
    """A jump out of a split lunge, the feet change places in the air."""
    course = leaps(stage, stage.between(0.05, 0.3), stage.between(0.6, 1.4))
    half = stage.build.leg_m * stage.between(0.3, 0.45)
    ahead = half * (1.0 - 2.0 * course.switched())
    legs = leaping_feet(stage, course, stage.between(0.06, 0.14), np.stack((ahead, -ahead), -1))
    dip = stage.between(0.2, 0.4) * stage.build.leg_m * course.load
    return _lunging(stage, over_feet(stage, legs, dip, stage.between(0.0, 0.3) * course.load), legs)


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "split": _split_lunge,
    "stepping": _stepping_lunge,
    "walking": _walking_lunge,
    "lateral": _lateral_lunge,
    "curtsy": _curtsy_lunge,
    "jumping": _jumping_lunge,
}
_WEIGHTS: dict[str, int] = {
    "split": 3,
    "stepping": 6,
    "walking": 3,
    "lateral": 4,
    "curtsy": 2,
    "jumping": 1,
}


def lunge(stage: Stage) -> FloatArray:
    """Split, forward, reverse, crossed, walking, lateral or jumping lunges."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
