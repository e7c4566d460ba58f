"""Squats on one leg: free, to a box, from its edge, with a hand at a support."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    SIDES,
    FloatArray,
    Legs,
    Torso,
    blended,
    feet_on,
    landmarks,
    legs_at,
    rest_on,
    sided,
)
from training.synthesis.exercises.squat_arms import squat_arms, with_support
from training.synthesis.postures import Stage, trunk
from training.synthesis.rhythm import repetitions

_FREE_FOOT_M = 0.15  # the heel of a leg held straight ahead stays off the floor


def _standing_foot(stage: Stage, high_m: float) -> Legs:
    build = stage.build
    yaw = SIDES * stage.between(-0.05, 0.3)
    tips = sided(stage.between(0.03, 0.1), high_m, np.cos(yaw) * build.toe_m)
    return feet_on(build, tips + np.zeros((len(stage.time_s), 2, 3)), yaw)


def _on_one_leg(
    stage: Stage, legs: Legs, stands: FloatArray, effort: FloatArray, least: float, back: float,
    follow: float,
) -> Torso:  # fmt: skip
    """Hips that sink above the foot of the side `stands` (2,), the trunk leaning against it."""
    build = stage.build
    foot = (legs.ankles_m * stands[:, None]).sum(axis=1)
    top = build.leg_m * stage.between(0.96, 0.99)
    drop = (top - build.leg_m * least) * effort
    lean = 0.04 + np.arcsin(np.clip(follow * back * drop / build.spine_m, 0.0, 0.95))
    side = float((stands * SIDES).sum())
    pelvis = foot + stage.place(-side * stage.between(0.0, 0.6) * build.hip_half_m, top - drop,
                                -back * drop)  # fmt: skip
    gaze = stage.between(-0.1, 0.2) + 0.5 * lean
    bend = side * stage.between(-0.05, 0.12) * effort
    body = trunk(stage, pelvis, lean * stage.between(0.5, 1.0), lean, gaze, bend=bend)
    # Only the foot that stands holds the body.
    return rest_on(build, body, np.repeat(foot[:, None], 2, axis=1))


def _ahead(stage: Stage, body: Torso, floor_m: float, effort: FloatArray) -> Legs:
    """A free leg straight ahead, as high as it must be to stay off the floor."""
    build = stage.build
    room = np.clip((body.pelvis_m[:, 1] - floor_m - _FREE_FOOT_M) / build.leg_m, -1.0, 1.0)
    wanted = stage.between(0.1, 0.6) + stage.between(0.2, 1.0) * effort
    hip = np.maximum(wanted, np.arccos(room)) + _pitch(body)
    knee = stage.between(0.02, 0.25)
    return legs_at(build, body, hip[:, None], knee, stage.between(0.0, 0.1), -0.1)


def _pitch(body: Torso) -> FloatArray:
    """Forward lean of the pelvis: joint angles of the hip count from it."""
    lean: FloatArray = np.arctan2(body.pelvis_turn[:, 2, 1], body.pelvis_turn[:, 1, 1])
    return lean


def _finished(
    stage: Stage, body: Torso, legs: Legs, effort: FloatArray, supported: float
) -> FloatArray:
    arms = squat_arms(
        stage, body, effort, "forward", "raised", "clasped", "weight", "loaded", "on_hips",
        "out_sideways", "hanging",
    )  # fmt: skip
    if stage.chance(supported):
        arms = with_support(stage, body, arms, stage.pick(stage.side(), np.ones(2)))
    return landmarks(stage.build, body, arms, legs)


def pistol(stage: Stage) -> FloatArray:
    """One leg squats, the other is held straight ahead; on the floor or at the edge of a box."""
    effort = repetitions(stage.time_s, stage.rng, 1.3, 4.5).effort
    stands = stage.side()
    high = stage.between(0.2, 0.5) if stage.chance(0.3) else 0.0
    legs = _standing_foot(stage, high)
    least = stage.between(0.3, 0.7)
    body = _on_one_leg(stage, legs, stands, effort, least, stage.between(0.3, 0.5), 1.0)
    legs = blended(legs, _ahead(stage, body, 0.0, effort), 1.0 - stands)
    return _finished(stage, body, legs, effort, 0.35)


def free_leg_behind(stage: Stage) -> FloatArray:
    """One leg squats, the other is bent behind it, its foot off the floor."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.3, 4.5).effort
    stands = stage.side()
    legs = _standing_foot(stage, 0.0)
    least = stage.between(0.5, 0.8)
    body = _on_one_leg(stage, legs, stands, effort, least, stage.between(0.25, 0.5), 1.1)
    hip = _pitch(body) + stage.between(-0.2, 0.1) - stage.between(0.0, 0.3) * effort
    knee = stage.between(1.2, 1.7) + stage.between(0.2, 0.5) * effort
    behind = legs_at(build, body, hip[:, None], knee[:, None], 0.03, 0.5)
    legs = blended(legs, behind, 1.0 - stands)
    return _finished(stage, body, legs, effort, 0.35)


def one_leg_to_box(stage: Stage) -> FloatArray:
    """On one leg back and down to a bench, sitting for a moment, the other leg ahead."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.4, 4.5).effort
    effort = np.minimum(effort * stage.between(1.05, 1.4), 1.0)
    stands = stage.side()
    legs = _standing_foot(stage, 0.0)
    rise = stage.between(-0.05, 0.45)
    least = (build.shin_m + build.thigh_m * np.sin(rise)) / build.leg_m
    far = build.thigh_m * np.cos(rise) * stage.between(0.7, 0.95)
    back = far / (build.leg_m * (0.98 - least))
    body = _on_one_leg(stage, legs, stands, effort, least, back, stage.between(0.6, 1.0))
    legs = blended(legs, _ahead(stage, body, 0.0, effort), 1.0 - stands)
    return _finished(stage, body, legs, effort, 0.2)


SINGLE: dict[str, Callable[[Stage], FloatArray]] = {
    "pistol": pistol,
    "free_leg_behind": free_leg_behind,
    "one_leg_to_box": one_leg_to_box,
}
