"""Pull-ups."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Numbers,
    arms_to,
    landmarks,
    legs_at,
    sided,
)
from training.synthesis.postures import (
    Stage,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)

_UNDER, _OVER = 1.0, -1.0  # the ways of the thumbs, outwards and inwards
_Angles = tuple[float, float]  # hips and knees, radians


def _straight(stage: Stage) -> _Angles:
    return stage.between(-0.1, 0.3), stage.between(0.0, 0.4)


def _bent(stage: Stage) -> _Angles:
    return stage.between(-0.15, 0.3), stage.between(0.8, 1.9)


def _tucked(stage: Stage) -> _Angles:
    return stage.between(0.5, 1.4), stage.between(0.6, 1.7)


def _any_legs(stage: Stage) -> _Angles:
    return stage.pick(_straight, _straight, _bent, _tucked)(stage)


def _pulled_up(
    stage: Stage,
    half_grip_m: float,
    legs: _Angles,
    palms: Numbers = _OVER,
    start: float = 0.0,
    lean: float = 1.0,
    along_m: Numbers = 0.0,
    aside_m: float = 0.0,
    kipping: float = 0.25,
) -> FloatArray:
    """Hands stay on the bar; the body rises to it and sinks.

    Args:
        stage: The performance.
        half_grip_m: Half the distance of the hands.
        legs: How far hips and knees are bent.
        palms: Where the thumbs point, inwards at -1, broadcasts to (2,).
        start: Share of the way that is never left: 0 is a dead hang, 0.5 bent arms.
        lean: Share of the usual lean backwards.
        along_m: How far before the other each hand is, broadcasts to (2,).
        aside_m: How far the body goes aside of the bar.
        kipping: Share of performances in which the legs help.
    """
    build = stage.build
    effort = start + (1.0 - start) * repetitions(stage.time_s, stage.rng, 1.0, 4.0).effort
    bar = 1.16 * build.stature_m + stage.between(0.05, 0.4)
    back = -lean * (stage.between(0.0, 0.25) + stage.between(0.0, 0.45) * effort)
    swing = stage.wander(0.03, 1)[:, 0]
    shrug = stage.between(0.0, 0.05) * (1.0 - effort)[:, None]
    body = trunk(
        stage, stage.place(0.0, 0.0, 0.0), back + lean * stage.between(-0.1, 0.25) + swing, back,
        back + stage.between(-0.3, 0.1), sway=0.6, shrug_m=shrug,
    )  # fmt: skip
    hang = stage.between(0.92, 0.995) * build.arm_m
    beside = half_grip_m - build.shoulder_half_m
    low = np.sqrt(max(hang**2 - beside**2, 0.02))
    behind = stage.between(0.02, 0.12) + 0.12 * effort
    # No shoulder comes nearer to its hand than a folded arm lets it.
    level = max(abs(beside) - abs(aside_m), 0.0), max(0.13 - float(np.max(np.abs(along_m))), 0.0)
    least = np.sqrt(max((0.38 * build.arm_m) ** 2 - level[0] ** 2 - level[1] ** 2, 0.0))
    high = max(stage.between(-0.04, 0.3 if start > 0.0 else 0.55) * low, least)
    below = low - (low - high) * effort
    middle = body.shoulders_m.mean(axis=1)
    body = body.moved(stage.place(aside_m * effort, bar - below, -behind) - middle)
    wrists = sided(half_grip_m, bar, along_m)
    underhand = np.mean(palms) > 0.5
    pole = sided(0.2 if underhand else 0.8, -1.0, 0.6 if underhand else 0.15)
    thumb = sided(palms, 0.0, 0.0) + np.array([0.0, 0.0, 0.1])
    arms = arms_to(build, body, wrists, pole, thumb, np.array([0.0, 1.0, 0.1]))
    drift = stage.wander(0.05, 2) + stage.rng.normal(0.0, 0.05, 2)
    kick = stage.between(0.0, 0.6) if stage.chance(kipping) else 0.0
    hips, knees = legs
    limbs = legs_at(
        build, body, hips + drift + kick * effort[:, None],
        knees + np.abs(drift) + 0.05, stage.between(-0.05, 0.15), stage.between(0.2, 0.9),
    )  # fmt: skip
    return landmarks(build, body, arms, limbs)


def plain(stage: Stage) -> FloatArray:
    """Overhand at any width, or underhand where the hands are close."""
    half_grip = stage.build.shoulder_half_m + stage.between(-0.08, 0.3)
    near = half_grip < stage.build.shoulder_half_m + 0.05
    palms = _UNDER if near and stage.chance(0.6) else _OVER
    return _pulled_up(stage, half_grip, _any_legs(stage), palms)


def wide(stage: Stage) -> FloatArray:
    """Hands far outside the shoulders."""
    half_grip = stage.build.shoulder_half_m + stage.between(0.2, 0.38)
    return _pulled_up(stage, half_grip, _any_legs(stage))


def chin_up(stage: Stage) -> FloatArray:
    """Underhand or palms to each other, the hands close."""
    palms = stage.pick(_UNDER, _UNDER, 0.0)
    return _pulled_up(stage, stage.between(0.05, 0.18), _any_legs(stage), palms)


def mixed_grip(stage: Stage) -> FloatArray:
    """One hand over, the other under the bar."""
    half_grip = stage.build.shoulder_half_m + stage.between(-0.08, 0.12)
    return _pulled_up(stage, half_grip, _any_legs(stage), _OVER + 2.0 * stage.side())


def l_sit(stage: Stage) -> FloatArray:
    """Straight legs held level."""
    half_grip = stage.build.shoulder_half_m + stage.between(-0.08, 0.2)
    legs = (stage.between(1.25, 1.8), stage.between(0.0, 0.25))
    palms = stage.pick(_OVER, _UNDER)
    return _pulled_up(stage, half_grip, legs, palms, lean=stage.between(0.3, 1.0), kipping=0.0)


def upper_half(stage: Stage) -> FloatArray:
    """The arms never stretch: from bent elbows to the bar."""
    half_grip = stage.build.shoulder_half_m + stage.between(-0.08, 0.25)
    palms = stage.pick(_OVER, _OVER, _UNDER)
    return _pulled_up(stage, half_grip, _any_legs(stage), palms, start=stage.between(0.25, 0.5))


def assisted(stage: Stage) -> FloatArray:
    """On a machine: kneeling or standing on a pad that moves along, upright and calm."""
    half_grip = stage.build.shoulder_half_m + stage.between(-0.1, 0.25)
    kneeling = (stage.between(-0.05, 0.4), stage.between(1.4, 1.9))
    legs = kneeling if stage.chance(0.8) else (stage.between(0.0, 0.15), 0.05)
    palms = stage.pick(_OVER, _OVER, 0.0, _UNDER)
    return _pulled_up(stage, half_grip, legs, palms, lean=stage.between(0.0, 0.4), kipping=0.0)


def commando(stage: Stage) -> FloatArray:
    """Along the bar, one hand before the other; the head passes it at one side."""
    apart = stage.between(0.05, 0.12)
    along = apart * (2.0 * stage.side() - 1.0)
    aside = stage.pick(-1.0, 1.0) * stage.between(0.02, 0.14)
    return _pulled_up(
        stage, 0.02, stage.pick(_bent, _tucked, _straight)(stage), 0.0,
        lean=stage.between(0.0, 0.6), along_m=along, aside_m=aside, kipping=0.1,
    )  # fmt: skip


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": plain,
    "wide": wide,
    "chin_up": chin_up,
    "mixed_grip": mixed_grip,
    "l_sit": l_sit,
    "upper_half": upper_half,
    "assisted": assisted,
    "commando": commando,
}
# How often each is done.
_WEIGHTS: dict[str, int] = {form: 6 if form == "plain" else 1 for form in FORMS}


def pull_up(stage: Stage) -> FloatArray:
    """Pull-ups and chin-ups with all grips, legs hanging, bent or level, or on a machine's pad."""
    return FORMS[stage.weighted(_WEIGHTS)](stage)
