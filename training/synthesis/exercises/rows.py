"""Rows."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    feet_on,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)


def _hinged(stage: Stage, pitch: Numbers, stagger: bool) -> tuple[Torso, Legs]:
    """Bent over at the hips, knees a little bent, feet planted."""
    build = stage.build
    legs = stance(
        stage, stage.between(0.07, 0.2),
        stagger_m=build.leg_m * stage.between(0.3, 0.7) if stagger else 0.0,
    )  # fmt: skip
    back = build.spine_m * stage.between(0.4, 0.6) * np.sin(pitch)
    height = build.ankle_m + build.leg_m * stage.between(0.8, 0.96)
    pelvis = stage.place(0.0, height, 0.02 - back * (0.4 if stagger else 1.0))
    gaze = np.asarray(pitch) * stage.between(0.5, 1.0)
    body = trunk(stage, pelvis, pitch, pitch + stage.between(-0.1, 0.15), gaze)
    return rest_on(build, body, legs.ankles_m), legs


def _pulled(stage: Stage, body: Torso, effort: FloatArray, start_m: FloatArray) -> Arms:
    """Arms from `start_m` in the room to beside the trunk, elbows back."""
    close = np.array(
        [stage.between(-0.15, 0.3), stage.between(-0.62, -0.3), stage.between(-0.05, 0.2)]
    )
    end = body.from_shoulders(sided(*close) * stage.build.arm_m)
    wrists = start_m + (end - start_m) * (effort * stage.between(0.7, 1.0))[..., None]
    flare = stage.between(0.1, 1.2)
    pole = rotated(sided(flare, -0.3, -1.0), body.chest_turn)
    thumb = rotated(sided(stage.pick(-1.0, 0.1, 1.0), 0.6, 0.4), body.chest_turn)
    return arms_to(stage.build, body, wrists, pole, thumb)


def row(stage: Stage) -> FloatArray:
    """Bent-over rows, one-arm rows with support, seated and standing cable rows."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    style = stage.pick("bent_over", "bent_over", "one_arm", "cable", "cable_standing")
    effort = rhythm.effort[:, None] * np.ones(2)
    if style in ("bent_over", "one_arm"):
        rock = stage.between(0.0, 0.2) * rhythm.effort
        body, legs = _hinged(stage, stage.between(0.6, 1.45) - rock, style == "one_arm")
        if style == "bent_over" and stage.chance(0.25):
            effort = rhythm.alternating()
        down = np.array([0.0, -stage.between(0.95, 0.995) * build.arm_m, 0.0])
        grip = sided(stage.between(-0.1, 0.15), 0.0, stage.between(-0.02, 0.12))
        arms = _pulled(stage, body, effort, body.shoulders_m + down + grip)
        if style == "one_arm":
            prop = np.array([0.0, -stage.between(0.65, 0.9) * build.arm_m, 0.15])
            hand = body.shoulders_m.mean(axis=0) + prop
            pole = rotated(sided(1.0, 0.0, -0.6), body.chest_turn)
            support = arms_to(build, body, hand, pole, sided(-1.0, 0.0, 0.3))
            arms = arms_chosen(arms, support, stage.side())
        return landmarks(build, body, arms, legs)
    reach = stage.between(0.05, 0.5)
    lean = stage.between(-0.2, 0.05) + reach * (1.0 - rhythm.effort)
    if style == "cable":
        height = stage.between(0.12, 0.5)
        pelvis = stage.place(0.0, height, 0.0)
        body = trunk(stage, pelvis, 0.5 * lean, lean, 0.5 * lean, sway=0.5)
        ahead = build.leg_m * stage.between(0.75, 0.93)
        rise = stage.between(0.05, 0.3)
        legs = feet_on(
            build,
            sided(stage.between(0.08, 0.2), rise + 0.12, ahead + 0.1),
            stage.rng.normal(0.0, 0.05, 2),
            -stage.between(0.6, 1.2),
        )
    else:
        legs = stance(stage, stage.between(0.08, 0.25), stagger_m=stage.pick(0.0, 0.4))
        knees = stage.between(0.9, 0.99)
        pelvis = stage.place(0.0, stand_height_m(build, knees), -0.04)
        body = trunk(stage, pelvis, 0.5 * lean, lean, 0.5 * lean)
        body = rest_on(build, body, legs.ankles_m)
    angle = stage.between(-0.5, 0.25)  # to a low or a high pulley
    out = sided(stage.between(-0.25, 0.05), np.sin(angle), np.cos(angle)) * (
        stage.between(0.92, 0.99) * build.arm_m
    )
    if stage.chance(0.25):
        effort = effort * stage.side()
    arms = _pulled(stage, body, effort, body.shoulders_m + out)
    return landmarks(build, body, arms, legs)
