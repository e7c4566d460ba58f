"""What curls share: forearms that swing up about resting elbows, and the hand that is free."""

import numpy as np

from training.synthesis.body import (
    SIDES,
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_along,
    arms_to,
    sided,
    square_to,
    two_bones,
    unit,
)
from training.synthesis.postures import Stage, arms_chosen, arms_hanging, arms_held
from training.synthesis.rhythm import Rhythm


def flexed(stage: Stage, effort: FloatArray, low: float = 0.05, high: float = 0.6) -> FloatArray:
    """How far the elbows are bent, radians: from nearly straight to sharp."""
    least = stage.between(low, high)
    most = stage.between(1.95, 2.45)  # Less is nobody's curl, and a push-down's range.
    return least + (most - least) * effort


def palms(stage: Stage) -> float:
    """Thumbs outwards (supinated), ahead (hammer) or inwards (reverse)."""
    return stage.pick(1.0, 1.0, 0.1, -1.0)


def curled(
    stage: Stage, body: Torso, upper: FloatArray, way: FloatArray, flex: FloatArray, palm: float
) -> Arms:
    """Arms with the upper arms in a given direction and bent elbows.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        upper: Directions of the upper arms in the room, broadcast to (T, 2, 3).
        way: To where the forearms swing, any length, broadcast to (T, 2, 3).
        flex: How far the elbows are bent, radians, shape (T, 2).
        palm: 1 is supinated, 0 hammer, -1 reverse.
    """
    straight = unit(np.broadcast_to(upper, (*flex.shape, 3)))
    ahead = square_to(np.broadcast_to(way, straight.shape), straight)
    sine, cosine = np.sin(flex)[..., None], np.cos(flex)[..., None]
    outwards = np.cross(ahead, straight) * SIDES[:, None]
    neutral = cosine * ahead - sine * straight
    thumbs = palm * outwards + (1.0 - 0.7 * abs(palm)) * neutral
    return arms_along(stage.build, body, straight, cosine * straight + sine * ahead, thumbs)


def swung(raised: Numbers, out: Numbers, inward: Numbers) -> tuple[FloatArray, FloatArray]:
    """Directions of upper arms `raised` ahead, and the ways of their forearms.

    Args:
        raised: Upper arms from hanging forwards, radians, broadcasts to (T, 2).
        out: How far the elbows stand out.
        inward: How far the hands end towards the middle; negative is outwards.
    """
    up, ahead = -np.cos(raised), np.sin(raised)
    return sided(out, up, ahead), sided(-np.asarray(inward), ahead, -up)


def who_works(stage: Stage, rhythm: Rhythm, *ways: str) -> tuple[FloatArray, FloatArray]:
    """Like `limb_effort`, but of the given ways: "both", "one" or "turns"."""
    way = stage.pick(*ways)
    if way == "both":
        return rhythm.effort[:, None] * (1.0 - 0.06 * stage.rng.random(2)), np.ones(2)
    if way == "one":
        works = stage.side()
        return rhythm.effort[:, None] * works, works
    return rhythm.alternating(), np.ones(2)


def freed(stage: Stage, body: Torso, arms: Arms, works: FloatArray, *holds: str) -> Arms:
    """Give the arm that does not work one of the holds; "hanging" is loose."""
    if works.min() > 0.5:
        return arms
    hold = stage.pick(*holds)
    idle = arms_hanging(stage, body) if hold == "hanging" else arms_held(stage, body, hold)
    return arms_chosen(arms, idle, 1.0 - works)


def knees_of(stage: Stage, body: Torso, legs: Legs) -> FloatArray:
    """Where the knees are, shape (T, 2, 3)."""
    build = stage.build
    knees, _ = two_bones(body.hips_m, legs.ankles_m, legs.poles, build.thigh_m, build.shin_m)
    return knees


def on_knees(stage: Stage, body: Torso, legs: Legs) -> Arms:
    """Hands on the thighs a little behind the knees."""
    knees = knees_of(stage, body, legs)
    share = stage.between(0.0, 0.35)
    place = knees + share * (body.hips_m - knees) + np.array([0.0, 0.09, 0.0])
    return arms_to(
        stage.build, body, place.mean(axis=0), sided(1.0, -0.1, -0.6), sided(-1.0, 0.2, 0.2)
    )
