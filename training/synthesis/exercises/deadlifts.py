"""Deadlifts."""

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Numbers,
    Torso,
    arms_to,
    landmarks,
    rest_on,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_hanging,
    stance,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import (
    repetitions,
)


def _bar_below(stage: Stage, body: Torso, half_grip_m: float, ahead_m: Numbers) -> Arms:
    """Straight arms to a bar that hangs below the shoulders, `ahead_m` before the ankles."""
    shoulders = body.shoulders_m
    wrists = np.empty_like(shoulders)
    wrists[..., 0] = np.array([1.0, -1.0]) * half_grip_m + body.pelvis_m[:, None, 0]
    wrists[..., 2] = np.asarray(ahead_m)[..., None]
    level = (wrists[..., 0] - shoulders[..., 0]) ** 2 + (wrists[..., 2] - shoulders[..., 2]) ** 2
    reach = (stage.between(0.96, 0.995) * stage.build.arm_m) ** 2
    wrists[..., 1] = shoulders[..., 1] - np.sqrt(np.maximum(reach - level, 0.01))
    # The bar is on the floor when it is down.
    wrists[..., 1] = np.maximum(wrists[..., 1], stage.between(0.12, 0.25))
    thumb = sided(stage.pick(-1.0, -1.0, 0.2), 0.0, 0.6)
    fingers = np.array([0.0, -1.0, 0.1])
    return arms_to(stage.build, body, wrists, sided(0.6, 0.0, -1.0), thumb, fingers)


def deadlift(stage: Stage) -> FloatArray:
    """A bar or weights lifted from the floor or the knees by stretching the hips."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0).effort  # 1 is the bottom
    style = stage.pick("conventional", "conventional", "romanian", "romanian", "sumo")
    width = stage.between(0.22, 0.42) if style == "sumo" else stage.between(0.06, 0.18)
    legs = stance(stage, width)
    top = stand_height_m(build, stage.between(0.98, 0.998))
    least, most = {
        "conventional": (0.60, 0.80), "romanian": (0.84, 0.96), "sumo": (0.55, 0.75)
    }[style]  # fmt: skip
    bottom = build.ankle_m + build.leg_m * stage.between(least, most)
    lean = stage.between(0.7, 1.15) if style == "sumo" else stage.between(0.85, 1.5)
    pitch = stage.between(-0.08, 0.05) + lean * effort
    # The hips go back as far as keeps the load above the feet.
    back = build.spine_m * stage.between(0.42, 0.68) * np.sin(np.maximum(pitch, 0.0))
    pelvis = stage.place(0.0, top - (top - bottom) * effort, 0.02 - back)
    rounded = stage.between(-0.05, 0.2) * effort
    gaze = pitch * stage.between(0.4, 1.0)
    body = trunk(stage, pelvis, pitch - rounded, pitch + rounded, gaze)
    body = rest_on(build, body, legs.ankles_m)
    arms: Arms
    if stage.chance(0.75):
        grip = stage.between(0.1, 0.2) if style == "sumo" else stage.between(0.2, 0.36)
        arms = _bar_below(stage, body, grip, np.full(len(effort), stage.between(0.04, 0.16)))
    else:
        arms = arms_hanging(stage, body, loaded=True)
    return landmarks(build, body, arms, legs)
