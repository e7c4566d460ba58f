"""Squats with both feet where they are: under bars, to benches, wide, held, on the toes."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Numbers,
    Torso,
    feet_on,
    landmarks,
    rest_on,
    sided,
)
from training.synthesis.exercises.squat_arms import squat_arms, with_support
from training.synthesis.postures import Stage, trunk
from training.synthesis.rhythm import repetitions, smooth


def tempo(stage: Stage) -> FloatArray:
    """Effort of repetitions: usual ones, very slow ones, or short pulses that stay low."""
    way = stage.pick("usual", "usual", "usual", "usual", "slow", "pulse")
    if way == "slow":
        return repetitions(stage.time_s, stage.rng, 3.5, 7.0).effort
    if way == "pulse":
        low = stage.between(0.45, 0.7)
        return low + (1.0 - low) * repetitions(stage.time_s, stage.rng, 0.6, 1.4).effort
    return repetitions(stage.time_s, stage.rng, 1.0, 4.5).effort


def _feet(stage: Stage, half_m: float, toe_out_rad: float, heel_rad: Numbers = 0.0) -> Legs:
    """Both feet beside x = 0, each with its own small deviation, the heels perhaps raised."""
    build = stage.build
    yaw = np.array([1.0, -1.0]) * toe_out_rad + stage.rng.normal(0.0, 0.04, 2)
    ahead = stage.rng.normal(0.0, 0.012, 2) + np.cos(yaw) * build.toe_m
    return feet_on(build, sided(half_m + np.sin(toe_out_rad) * build.toe_m, 0.0, ahead), yaw,
                   heel_rad)  # fmt: skip


def _sinking(
    stage: Stage, legs: Legs, effort: FloatArray, least: float, back: float, follow: float,
    lean: float, feet_ahead_m: float = 0.0,
) -> Torso:  # fmt: skip
    """Hips that go down by `effort`, and a trunk that leans to keep its weight over the feet.

    Args:
        stage: The performance.
        legs: Where the feet are.
        effort: How far down, shape (T,).
        least: Height of the hips over the ankles at the bottom, in leg lengths.
        back: How far the hips go back, as a part of how far they go down.
        follow: How far the shoulders come forward against the hips; with 1 they go plumb down.
        lean: Lean of the trunk while standing, radians.
        feet_ahead_m: How far the feet stand before the hips at the top.
    """
    build = stage.build
    top = build.leg_m * stage.between(0.97, 0.995)
    drop = (top - build.leg_m * least) * effort
    backward = back * drop
    tilt = lean + np.arcsin(np.clip(follow * backward / build.spine_m, -0.1, 0.95))
    ankle = float(np.mean(legs.ankles_m[..., 1]))
    start = stage.between(-0.03, 0.02) - feet_ahead_m
    pelvis = stage.place(0.0, ankle + top - drop, start - backward)
    gaze = stage.between(-0.1, 0.3) + stage.between(0.0, 0.7) * tilt
    body = trunk(stage, pelvis, tilt * stage.between(0.6, 1.1), tilt, gaze)
    return rest_on(build, body, legs.ankles_m)


def _done(stage: Stage, body: Torso, legs: Legs, effort: FloatArray, *ways: str) -> FloatArray:
    return landmarks(stage.build, body, squat_arms(stage, body, effort, *ways), legs)


def _usual_feet(stage: Stage, heels: float = 0.2) -> Legs:
    """Feet hip-wide or wider; the heels on a wedge or plates in the share `heels`."""
    half = stage.pick(stage.between(0.06, 0.15), stage.between(0.12, 0.26))
    heel = stage.between(0.12, 0.4) if stage.chance(heels) else 0.0
    return _feet(stage, half, stage.between(0.0, 0.5), heel)


def smith(stage: Stage) -> FloatArray:
    """Under a bar on rails: the bar goes plumb down, the feet stand ahead, the trunk is upright."""
    effort = tempo(stage)
    legs = _usual_feet(stage, 0.05)
    least, lean = stage.between(0.33, 0.7), stage.between(-0.04, 0.12)
    ahead = stage.between(0.0, 0.28)
    body = _sinking(stage, legs, effort, least, stage.between(0.0, 0.3), 1.0, lean, ahead)
    return _done(stage, body, legs, effort, "bar_on_back", "bar_on_back", "bar_on_back", "rack")


def back_bar(stage: Stage) -> FloatArray:
    """A free bar on the back, high or low: it stays above the feet, the trunk leans as it must."""
    effort = tempo(stage)
    legs = _usual_feet(stage)
    back, least = stage.between(0.3, 0.6), stage.between(0.3, 0.7)
    lean = stage.between(0.0, 0.15)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.9, 1.25), lean)
    return _done(stage, body, legs, effort, "bar_on_back")


def front(stage: Stage) -> FloatArray:
    """The bar or two kettlebells before the shoulders: elbows high, trunk rather upright."""
    effort = tempo(stage)
    legs = _usual_feet(stage)
    back, least = stage.between(0.2, 0.45), stage.between(0.28, 0.65)
    lean = stage.between(-0.02, 0.1)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.6, 0.95), lean)
    return _done(stage, body, legs, effort, "rack")


def goblet(stage: Stage) -> FloatArray:
    """One weight held before the chest, deep, the trunk upright."""
    effort = tempo(stage)
    legs = _usual_feet(stage)
    back, least = stage.between(0.2, 0.5), stage.between(0.28, 0.65)
    lean = stage.between(0.0, 0.15)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.6, 1.0), lean)
    return _done(stage, body, legs, effort, "weight")


def landmine(stage: Stage) -> FloatArray:
    """The end of a bar held at the chest; the whole body leans towards where it is fixed."""
    effort = tempo(stage)
    legs = _usual_feet(stage)
    back, least = stage.between(0.2, 0.5), stage.between(0.33, 0.7)
    lean, ahead = stage.between(0.15, 0.4), stage.between(-0.08, 0.04)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.7, 1.1), lean, ahead)
    return _done(stage, body, legs, effort, "weight", "weight", "clasped", "at_shoulders")


def box(stage: Stage) -> FloatArray:
    """Back and down to a bench, shins upright, a short rest on it, and up again."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.4, 4.5).effort
    # The bench ends the way down early: some rest, some touch and go.
    effort = np.minimum(effort * stage.between(1.05, 1.5), 1.0)
    legs = _feet(stage, stage.between(0.09, 0.3), stage.between(0.0, 0.5))
    rise = stage.between(-0.12, 0.4)  # of the thighs while sitting
    least = (build.shin_m + build.thigh_m * np.sin(rise)) / build.leg_m
    far = build.thigh_m * np.cos(rise) * stage.between(0.75, 1.0)
    back = far / (build.leg_m * (0.98 - least))
    body = _sinking(stage, legs, effort, least, back, stage.between(0.45, 0.9), 0.03)
    return _done(
        stage, body, legs, effort, "raised", "forward", "clasped", "crossed", "bar_on_back",
        "bar_on_back", "weight", "weight", "on_hips", "loaded",
    )  # fmt: skip


def overhead(stage: Stage) -> FloatArray:
    """A bar, a stick or one dumbbell held overhead with straight arms all the way."""
    effort = tempo(stage)
    legs = _usual_feet(stage)
    back, least = stage.between(0.2, 0.5), stage.between(0.3, 0.7)
    lean = stage.between(0.0, 0.12)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.6, 1.1), lean)
    return _done(stage, body, legs, effort, "plumb", "one_up")


def plie(stage: Stage) -> FloatArray:
    """Wide feet turned out, a weight hanging between the legs or held; the trunk stays upright."""
    effort = tempo(stage)
    legs = _feet(stage, stage.between(0.24, 0.42), stage.between(0.4, 0.95))
    back, least = stage.between(0.0, 0.25), stage.between(0.42, 0.72)
    lean = stage.between(-0.03, 0.1)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.3, 1.0), lean)
    return _done(
        stage, body, legs, effort, "between", "between", "between", "between", "weight",
        "bar_on_back", "on_hips", "clasped", "out_sideways",
    )  # fmt: skip


def held_low(stage: Stage) -> FloatArray:
    """Held at the bottom, trembling a little.

    Free only: with the back on a wall it can't be told from sitting on a chair.
    """
    effort = 1.0 + stage.wander(stage.between(0.002, 0.02), 1, stage.pick(0.4, 2.5))[:, 0]
    legs = _usual_feet(stage)
    back, least = stage.between(0.3, 0.55), stage.between(0.28, 0.65)
    body = _sinking(stage, legs, effort, least, back, stage.between(0.7, 1.1), 0.05)
    return _done(
        stage, body, legs, effort, "forward", "clasped", "clasped", "weight", "bar_on_back",
        "rack", "plumb",
    )  # fmt: skip


def sissy(stage: Stage) -> FloatArray:
    """Knees far ahead, heels up, trunk and thighs in one line leaning back; often a hand holds."""
    build = stage.build
    effort = tempo(stage)[:, None]
    heel = (stage.between(0.0, 0.3) + stage.between(0.4, 0.8) * smooth(1.5 * effort)) * np.ones(2)
    legs = _feet(stage, stage.between(0.05, 0.16), stage.between(0.0, 0.2), heel)
    shin = 0.06 + stage.between(0.7, 1.15) * effort[:, 0]  # forward from plumb
    thigh = 0.04 + stage.between(0.35, 0.9) * effort[:, 0]  # backward from plumb
    ankle = legs.ankles_m.mean(axis=1)
    high = build.shin_m * np.cos(shin) + build.thigh_m * np.cos(thigh)
    ahead = build.shin_m * np.sin(shin) - build.thigh_m * np.sin(thigh)
    lean = -stage.between(0.7, 1.05) * thigh + stage.between(0.0, 0.12)
    pelvis = ankle + stage.place(0.0, high, ahead)
    gaze = stage.between(-0.1, 0.3) + 0.5 * lean
    body = rest_on(build, trunk(stage, pelvis, lean, lean, gaze), legs.ankles_m)
    arms = squat_arms(
        stage, body, effort[:, 0], "forward", "crossed", "on_hips", "weight", "hanging"
    )
    if stage.chance(0.6):
        arms = with_support(stage, body, arms, stage.pick(stage.side(), stage.side(), np.ones(2)))
    return landmarks(build, body, arms, legs)


PLANTED: dict[str, Callable[[Stage], FloatArray]] = {
    "smith": smith,
    "back_bar": back_bar,
    "front": front,
    "goblet": goblet,
    "landmine": landmine,
    "box": box,
    "overhead": overhead,
    "plie": plie,
    "held_low": held_low,
    "sissy": sissy,
}
