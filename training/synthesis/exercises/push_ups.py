"""Push-ups: a straight body, face down, sinks and rises."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    blended,
    landmarks,
    legs_at,
    sided,
)
from training.synthesis.exercises.bridges import PALM_M, line, raised_rest_m
from training.synthesis.postures import Stage
from training.synthesis.rhythm import Rhythm, repetitions, smooth


def _grip(stage: Stage, least: float = -0.12, most: float = 0.28) -> float:
    """How far the hands are outside the shoulders."""
    return stage.between(least, most)


def _heights(stage: Stage, beside: float, ahead: float) -> tuple[float, float]:
    """Shoulders above the hands, with straight arms and at the bottom."""
    arm = stage.build.arm_m
    high = np.sqrt(max((stage.between(0.95, 0.995) * arm) ** 2 - beside**2 - ahead**2, 0.01))
    near = (stage.between(0.36, 0.62) * arm) ** 2  # shoulder to wrist at the bottom
    low = np.sqrt(max(near - beside**2 - ahead**2, 0.11**2))
    return float(high), float(low)


def _pushing(
    stage: Stage,
    body: Torso,
    legs: Legs,
    top: int,
    beside: float,
    hand_m: float,
    ahead: Numbers,
    pole: FloatArray | None = None,
) -> FloatArray:
    """Hands that stay where they are below the shoulders of frame `top`.

    Args:
        stage: The performance.
        body: The trunk.
        legs: The legs.
        top: A frame in which the shoulders are high.
        beside: How far the hands are outside the shoulders.
        hand_m: Height of the wrists.
        ahead: How far the hands are before the shoulders, a number or shape (2,).
        pole: The way of the elbows; drawn where None.
    """
    build = stage.build
    wrists = sided(build.shoulder_half_m + beside, hand_m, ahead + np.zeros(2)) + np.array(
        [body.neck_m[top, 0], 0.0, body.neck_m[top, 2]]
    )
    flare = stage.between(0.25, 1.4)
    way = 1.0
    if stage.chance(0.06):  # the fingers point to the feet
        flare, way = stage.between(0.05, 0.4), -1.0
    if pole is None:
        pole = sided(np.sin(flare), 0.3, -np.cos(flare))
    thumb = sided(-way, 0.0, stage.between(-0.1, 0.5))
    fingers = sided(stage.between(-0.4, 0.3), -0.1, way)
    arms = arms_to(build, body, wrists, pole, thumb, fingers)
    return landmarks(build, body, arms, legs)


def _level_push_up(
    stage: Stage, effort: FloatArray, beside: float, ahead: Numbers, on_knees: bool = False,
    hand_m: float = 0.0, rest_m: float = 0.0, shallow: float = 1.0, lifted: bool = False,
) -> FloatArray:  # fmt: skip
    """Shoulders above the hands; `shallow` is the share of the way, `lifted` frees a foot."""
    build = stage.build
    high, low = _heights(stage, beside, float(np.mean(ahead)))
    low = high - (high - low) * shallow
    shoulder = PALM_M + hand_m + high - (high - low) * effort
    body, legs = line(stage, shoulder, on_knees, rest_m, stage.between(-0.05, 0.05))
    if lifted:
        raised = legs_at(
            build, body, -stage.between(0.05, 0.45), stage.pick(0.0, 0.0, stage.between(0.3, 1.5)),
            stage.between(0.0, 0.25), stage.between(0.0, 0.8),
        )  # fmt: skip
        legs = blended(legs, raised, stage.side())
    return _pushing(stage, body, legs, int(np.argmin(effort)), beside, PALM_M + hand_m, ahead)


def _plain(stage: Stage) -> FloatArray:
    """Hands on the floor or a low step, feet or knees on the floor or a bench."""
    effort = repetitions(stage.time_s, stage.rng, 0.7, 2.8).effort
    on_knees = stage.chance(0.25)
    level = stage.pick("floor", "floor", "floor", "incline", "decline")
    hand_m = stage.between(0.15, 0.35 if on_knees else 0.8) if level == "incline" else 0.0
    rest_m = stage.between(0.15, 0.5) if level == "decline" and not on_knees else 0.0
    ahead = stage.between(-0.14, 0.08)
    return _level_push_up(stage, effort, _grip(stage), ahead, on_knees, hand_m, rest_m)


def _half_range(stage: Stage) -> FloatArray:
    """Only the upper or the lower part of the way, or small pulses."""
    effort = repetitions(stage.time_s, stage.rng, 0.5, 2.5).effort
    share = stage.between(0.3, 0.6)
    if stage.chance(0.4):
        effort = 1.0 - share + share * effort
        share = 1.0
    ahead = stage.between(-0.14, 0.08)
    return _level_push_up(stage, effort, _grip(stage), ahead, stage.chance(0.3), shallow=share)


def _dropping(stage: Stage) -> FloatArray:
    """The body drops fast, is caught at the bottom and pushed up."""
    rhythm: Rhythm = repetitions(stage.time_s, stage.rng, 1.0, 3.0)
    fall = stage.between(0.12, 0.25)
    wait = stage.between(0.0, 0.3)
    effort = smooth(rhythm.progress / fall) - smooth(
        (rhythm.progress - fall - wait) / stage.between(0.25, 0.4)
    )
    ahead = stage.between(-0.14, 0.08)
    return _level_push_up(stage, effort, _grip(stage), ahead, stage.chance(0.2))


def _foot_lifted(stage: Stage) -> FloatArray:
    """One leg in the air, the other foot on the floor or on a bench."""
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5).effort
    ahead = stage.between(-0.14, 0.08)
    rest_m = raised_rest_m(stage, 0.4)
    return _level_push_up(stage, effort, _grip(stage), ahead, rest_m=rest_m, lifted=True)


def _staggered(stage: Stage) -> FloatArray:
    """One hand ahead of the other."""
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5).effort
    apart = stage.between(0.1, 0.24) * (2.0 * stage.side() - 1.0)
    ahead = stage.between(-0.12, 0.06) + 0.5 * apart
    beside = _grip(stage, -0.05, 0.2)
    return _level_push_up(stage, effort, beside, ahead, stage.chance(0.2))


def _steep(stage: Stage) -> FloatArray:
    """Hands on a bench, a bar or a wall: the body is steep, the arms are square to it."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.5).effort
    length = build.leg_m + build.spine_m
    slope = stage.between(0.4, 1.0)
    beside = _grip(stage, -0.1, 0.2)
    reach = np.sqrt((stage.between(0.95, 0.99) * build.arm_m) ** 2 - beside**2)
    near = np.sqrt(max((stage.between(0.42, 0.72) * build.arm_m) ** 2 - beside**2, 0.1**2))
    turn = (reach - near) / length
    shoulder = 0.14 + length * np.sin(slope - turn * effort)
    body, legs = line(stage, shoulder, sag_m=stage.between(-0.05, 0.05))
    top = int(np.argmin(effort))
    forward = slope * stage.between(0.75, 1.05)  # of the arms, 0 straight down
    hand_m = body.neck_m[top, 1] - reach * np.cos(forward)
    return _pushing(stage, body, legs, top, beside, hand_m, reach * np.sin(forward))


def _sphinx(stage: Stage) -> FloatArray:
    """From the forearms on the floor to straight arms, the hands before the shoulders."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.9, 3.5).effort
    ahead = build.forearm_m * stage.between(0.7, 0.95)
    high = np.sqrt((stage.between(0.94, 0.99) * build.arm_m) ** 2 - ahead**2)
    low = build.upper_arm_m * stage.between(0.93, 1.02)
    body, legs = line(
        stage, PALM_M + high - (high - low) * effort, stage.chance(0.3), raised_rest_m(stage, 0.1),
        stage.between(-0.08, 0.05),
    )  # fmt: skip
    pole = sided(stage.between(0.0, 0.4), -1.0, -0.5)
    beside = stage.between(-0.14, 0.05)
    return _pushing(stage, body, legs, int(np.argmin(effort)), beside, PALM_M, ahead, pole)


def _from_side_to_side(stage: Stage) -> FloatArray:
    """Wide hands; down over one of them, or at the bottom from one to the other."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 1.2, 4.0)
    beside = _grip(stage, 0.1, 0.22)
    low = stage.between(0.35, 0.5) * build.arm_m
    straight = 0.98 * build.arm_m
    high = np.sqrt(straight**2 - beside**2)
    # As far as the arm on the other side allows.
    most = np.sqrt(straight**2 - low**2) - beside
    size = min(stage.between(0.1, 0.24), float(most))
    if stage.chance(0.5):
        depth = stage.between(0.8, 1.0) + 0.0 * rhythm.effort
        aside = size * (2.0 * rhythm.effort - 1.0)
    else:
        depth = rhythm.effort
        aside = size * depth * np.where(rhythm.turn % 2, 1.0, -1.0)
    shoulder = PALM_M + high - (high - low) * depth
    body, legs = line(
        stage, shoulder, stage.chance(0.2), sag_m=stage.between(-0.04, 0.04), aside_m=aside
    )
    middle = int(np.argmin(np.abs(aside)))
    return _pushing(
        stage, body.moved(stage.place(-body.neck_m[middle, 0], 0.0, 0.0)), legs, middle, beside,
        PALM_M, stage.between(-0.1, 0.05),
    )  # fmt: skip


FORMS: dict[str, Callable[[Stage], FloatArray]] = {
    "plain": _plain,
    "half_range": _half_range,
    "dropping": _dropping,
    "foot_lifted": _foot_lifted,
    "staggered": _staggered,
    "steep": _steep,
    "sphinx": _sphinx,
    "side_to_side": _from_side_to_side,
}
_PLAIN_SHARE = 0.45


def push_up(stage: Stage) -> FloatArray:
    """Hands and feet (or knees) stay; the straight body sinks between the hands and rises."""
    if stage.chance(_PLAIN_SHARE):
        return _plain(stage)
    return FORMS[stage.pick(*list(FORMS)[1:], "steep", "sphinx")](stage)
