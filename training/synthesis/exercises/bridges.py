"""Straight bodies, face down, between hands or elbows and feet or knees."""

import numpy as np

from training.synthesis.body import (
    UP,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    feet_on,
    rotated,
    sided,
    two_bones,
    unit,
)
from training.synthesis.postures import Stage, trunk

FLAT = 0.5 * np.pi
PALM_M = 0.04  # height of the wrist above what the hand rests on
_KNEE_M = 0.06  # height of a knee on the floor
DOWN = np.array([0.0, -1.0, 0.0])


def line(
    stage: Stage,
    shoulder_m: FloatArray,
    on_knees: bool = False,
    rest_m: float = 0.0,
    sag_m: Numbers = 0.0,
    twist: Numbers = 0.0,
    aside_m: Numbers = 0.0,
) -> tuple[Torso, Legs]:
    """A straight body, face down, that turns about its feet or knees at z = 0.

    Args:
        stage: The performance.
        shoulder_m: Height of the shoulders, shape (T,).
        on_knees: Whether the knees carry the body and not the feet.
        rest_m: Height of what the feet or knees rest on.
        sag_m: How far the hips hang below the line (negative: above it).
        twist: Turn of the chest against the pelvis to the left: that side goes up.
        aside_m: How far the shoulders are to the left of the feet.
    """
    build = stage.build
    half = stage.between(0.04, 0.16)
    below = build.thigh_m if on_knees else build.leg_m * 0.997
    length = below + build.spine_m
    pivot_m, heel_up = rest_m + 0.06, 0.0
    if not on_knees:
        # The steeper the body, the less the heels are raised.
        steep = np.arcsin(np.clip((shoulder_m.mean() - rest_m - 0.15) / length, 0.0, 0.9))
        heel_up = stage.between(1.0, 1.5) - 0.9 * max(float(steep) - 0.3, 0.0)
        pivot_m = rest_m + build.toe_m * np.sin(heel_up) + build.ankle_m * np.cos(heel_up)
    slope = np.arcsin(np.clip((shoulder_m - pivot_m) / length, -0.9, 0.9))
    fold = np.arcsin(sag_m / below) + np.arcsin(sag_m / build.spine_m)
    low = slope - np.arcsin(sag_m / below)
    drift = stage.wander(0.002, 2)
    pelvis = stage.place(
        drift[:, 0] + np.asarray(aside_m) * below / length,
        pivot_m + below * np.sin(low),
        below * np.cos(low) + 0.2 * drift[:, 1],
    )
    pitch = FLAT - low - 0.5 * fold
    body = trunk(
        stage, pelvis, pitch, pitch - 0.5 * fold, pitch - stage.between(-0.1, 0.8), twist=twist,
        yaw=np.asarray(aside_m) / length, sway=0.25,
    )  # fmt: skip
    if on_knees:
        raised = stage.between(0.0, 1.2)
        shin = np.array([0.0, np.sin(raised), -np.cos(raised)])
        knees = sided(half, pivot_m, 0.0)
        ankles = knees + build.shin_m * shin
        toes = np.array([0.0, np.sin(raised - 0.3), -np.cos(raised - 0.3)])
        soles = np.array([0.0, toes[2], -toes[1]])  # the instep lies on the floor
        poles = knees - 0.5 * (body.hips_m + ankles)
        return body, Legs(ankles, poles, toes, soles)
    tips = sided(half, rest_m, build.toe_m * np.cos(heel_up) - build.ankle_m * np.sin(heel_up))
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.05, 2), heel_up)
    return body, Legs(legs.ankles_m, DOWN, legs.toes, legs.soles)


def raised_rest_m(stage: Stage, share: float) -> float:
    """Height of what feet rest on: in `share` of all cases a bench or a ball."""
    return stage.between(0.15, 0.55) if stage.chance(share) else 0.0


def legs_off_floor(build: Build, body: Torso, legs: Legs) -> Legs:
    """The same legs, feet lifted and knees turned outwards where they would go into the floor."""
    sole = legs.ankles_m - legs.soles * build.ankle_m
    tip, heel = sole + legs.toes * build.toe_m, sole - legs.toes * build.heel_m
    deep = np.maximum(-np.minimum(tip[..., 1], heel[..., 1]), 0.0)
    ankles = legs.ankles_m + deep[..., None] * UP
    outward = rotated(sided(1.0, 0.0, 0.0), body.pelvis_turn) + 0.3 * UP
    poles = unit(np.broadcast_to(legs.poles, ankles.shape))
    for _ in range(6):
        knees, _ = two_bones(body.hips_m, ankles, poles, build.thigh_m, build.shin_m)
        low = np.maximum(_KNEE_M - knees[..., 1:2], 0.0)
        if not low.any():
            break
        poles = poles + 4.0 * low * outward
    return Legs(ankles, poles, legs.toes, legs.soles)
