"""Biceps curls."""

import numpy as np

from training.synthesis.body import (
    FloatArray,
    arms_along,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.postures import (
    Stage,
    arms_chosen,
    arms_held,
    limb_effort,
    upright,
)
from training.synthesis.rhythm import (
    repetitions,
)


def biceps_curl(stage: Stage) -> FloatArray:
    """Forearms swing up about the elbows; the upper arms stay where they are."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng)
    effort, works = limb_effort(stage, rhythm)
    body, legs = upright(stage, 0.25)
    # The trunk swings back a little with heavy weights.
    back = stage.between(0.0, 0.03) * effort.max(axis=1)
    body = rest_on(build, body.moved(stage.place(0.0, 0.0, -back)), legs.ankles_m)
    preacher = stage.between(0.4, 0.9) if stage.chance(0.2) else stage.between(-0.15, 0.2)
    raised = preacher + stage.between(0.0, 0.35) * effort
    least = stage.between(0.05, 0.6)
    most = stage.between(1.95, 2.45)  # Less is nobody's curl, and a push-down's range.
    flex = least + (most - least) * effort
    out = stage.between(0.02, 0.25)
    inward = stage.between(-0.35, 0.35)  # forearms to the middle, or out to the sides
    upper = sided(out, -np.cos(raised), np.sin(raised))
    bend = raised + flex
    lower = sided(out * np.cos(flex) - inward * np.sin(flex), -np.cos(bend), np.sin(bend))
    # Thumbs outwards (supinated), ahead (hammer) or inwards (reverse).
    palm = stage.pick(1.0, 1.0, 0.1, -1.0)
    thumbs = sided(palm, 0.6 * np.sin(flex), 0.6 * np.cos(flex) + 0.2)
    turn = body.pelvis_turn
    arms = arms_along(
        build, body, rotated(upper, turn), rotated(lower, turn), rotated(thumbs, turn)
    )
    if works.min() < 0.5 and stage.chance(0.6):
        idle = stage.pick("on_hips", "at_sides", "behind_back")
        arms = arms_chosen(arms, arms_held(stage, body, idle), 1.0 - works)
    return landmarks(build, body, arms, legs)
