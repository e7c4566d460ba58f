"""Done on the belly: what is near a plank, a push-up or a deadlift."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    foot_axes,
    landmarks,
    legs_at,
    sided,
    unit,
)
from training.synthesis.postures import Stage, arms_held, limb_effort, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi
_PALM_M = 0.04  # height of the wrist above the floor


def _prone(stage: Stage, bench_m: float, lift: Numbers = 0.0, gaze: float = 0.0) -> Torso:
    """A trunk on the belly, the chest raised by `lift`."""
    pelvis = stage.place(0.0, bench_m + stage.build.girth_m + 0.02, 0.0)
    return trunk(
        stage, pelvis, _FLAT - 0.15 * np.asarray(lift), _FLAT - lift, _FLAT - lift - gaze,
        sway=0.25,
    )  # fmt: skip


def _pillow(stage: Stage, body: Torso, bench_m: float, propped: bool = False) -> Arms:
    """Arms of somebody prone: under the head, beside it, or propped on the forearms."""
    build = stage.build
    if propped:
        drop = np.clip(body.shoulders_m[..., 1] - _PALM_M, 0.0, build.upper_arm_m)
        ahead = np.sqrt(build.upper_arm_m**2 - drop**2)
        elbows = body.shoulders_m + sided(0.0, -drop, ahead)
        forearm = unit(sided(stage.between(-0.6, 0.1), 0.0, 1.0))
        return Arms(elbows, elbows + forearm * build.forearm_m, forearm, np.array([0.0, 1.0, 0.0]))
    place = sided(stage.between(-0.35, 0.1), 0.0, stage.between(0.3, 0.6)) * build.arm_m
    wrists = body.shoulders_m + place
    wrists[..., 1] = bench_m + _PALM_M
    return arms_to(build, body, wrists, sided(1.0, 0.7, 0.0), sided(-1.0, 0.3, 0.0))


def superman(stage: Stage) -> FloatArray:
    """Prone on the floor: chest, arms or legs lifted, together, in turns or swimming."""
    effort = repetitions(stage.time_s, stage.rng, 0.8, 4.0).effort
    way = stage.pick("both", "both", "chest", "legs", "swim")
    lift = stage.between(0.25, 0.7) * effort if way in ("both", "chest") else 0.1 + 0.0 * effort
    body = _prone(stage, 0.0, lift, stage.between(-0.1, 0.3))
    raised = effort[:, None] * np.ones(2)
    if way == "swim":
        raised = repetitions(stage.time_s, stage.rng, 0.4, 1.5).alternating()
    size = stage.between(0.15, 0.45) if way != "chest" else 0.0
    legs = legs_at(
        stage.build, body, -size * raised - 0.1 * np.asarray(lift)[:, None], 0.05 + 0.2 * raised,
        stage.between(0.0, 0.25), 1.2,
    )  # fmt: skip
    hold = stage.pick("overhead", "overhead", "out_sideways", "behind_head", "at_sides")
    arms = arms_held(stage, body, hold)
    if way == "swim":
        higher = arms.wrists_m + raised[:, ::-1, None] * np.array([0.0, 0.18, 0.0])
        arms = arms_to(stage.build, body, higher, sided(1.0, -0.3, 0.0), sided(-0.3, 1.0, 0.0))
    arms.wrists_m[..., 1] = np.maximum(arms.wrists_m[..., 1], _PALM_M)
    arms = arms_to(stage.build, body, arms.wrists_m, sided(1.0, 0.3, 0.0), arms.thumbs)
    return landmarks(stage.build, body, arms, legs)


def back_extension(stage: Stage) -> FloatArray:
    """Hips over a pad, feet held behind: the trunk hangs down and comes up to the line."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 1.0, 4.5).effort  # 1 hangs
    lean = stage.pick(stage.between(0.75, 0.95), stage.between(1.3, 1.55))  # of the legs
    deep = min(stage.between(0.9, 1.6), 2.85 - lean)
    pitch = lean + stage.between(-0.15, 0.1) + deep * effort
    ankle_m = stage.between(0.15, 0.3) + (0.5 if lean > 1.2 else 0.0)
    leg = 0.99 * build.leg_m
    pelvis = stage.place(0.0, ankle_m + leg * np.cos(lean), 0.0)
    rounded = stage.between(0.0, 0.25) * effort
    body = trunk(
        stage, pelvis, pitch - rounded, pitch + rounded, pitch + stage.between(-0.2, 0.2), sway=0.3
    )
    toes, soles = foot_axes(np.zeros(2), lean * stage.between(0.6, 1.0))
    ankles = sided(stage.between(0.07, 0.15), ankle_m, -leg * np.sin(lean))
    legs = Legs(ankles, np.array([0.0, -1.0, 0.5]), toes, soles)
    way = stage.pick("crossed", "at_chest", "behind_head", "behind_head", "on_hips")
    return landmarks(build, body, arms_held(stage, body, way), legs)


def prone_leg_curl(stage: Stage) -> FloatArray:
    """Prone on a machine, a bench or the floor: the heels pulled to the seat and let down."""
    bench = stage.pick(0.0, stage.between(0.45, 0.75), stage.between(0.45, 0.75))
    body = _prone(stage, bench, stage.between(0.0, 0.4), stage.between(-0.1, 0.3))
    rhythm = repetitions(stage.time_s, stage.rng, 0.9, 4.0)
    effort, _ = limb_effort(stage, rhythm)
    knee = stage.between(0.05, 0.25) + stage.between(0.9, 1.8) * effort
    legs = legs_at(stage.build, body, 0.0, knee, stage.between(0.0, 0.1), stage.between(0.0, 1.0))
    return landmarks(stage.build, body, _pillow(stage, body, bench), legs)


def prone_rest(stage: Stage) -> FloatArray:
    """Lying on the belly, the head on the hands or propped on the forearms."""
    propped = stage.chance(0.4)
    body = _prone(
        stage, 0.0, stage.between(0.35, 0.5) if propped else 0.05, stage.between(-0.1, 0.2)
    )
    legs = legs_at(stage.build, body, -0.05, stage.between(0.0, 0.1), stage.between(0.0, 0.3), 1.3)
    if stage.chance(0.3):
        legs = legs_at(stage.build, body, 0.0, stage.between(0.8, 1.7), 0.05, 0.6)
    return landmarks(stage.build, body, _pillow(stage, body, 0.0, propped), legs)


PRONE: dict[str, Callable[[Stage], FloatArray]] = {
    "superman": superman,
    "back_extension": back_extension,
    "prone_leg_curl": prone_leg_curl,
    "prone_rest": prone_rest,
}
