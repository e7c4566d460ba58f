"""Done on benches and machines: what is near a squat or a deadlift, or pressed lying."""

from collections.abc import Callable

import numpy as np

from training.synthesis.body import (
    Arms,
    FloatArray,
    Legs,
    Torso,
    arms_along,
    arms_to,
    feet_on,
    landmarks,
    legs_at,
    rotated,
    sided,
    unit,
)
from training.synthesis.postures import Stage, arms_held, limb_effort, seat, trunk
from training.synthesis.rhythm import repetitions

_FLAT = 0.5 * np.pi
_BOTH = np.ones(2)


def _on_bench(stage: Stage, inclined: float = 0.0) -> tuple[Torso, Legs]:
    """Somebody on the back on a bench or on the floor; inclined in a share of all cases."""
    build = stage.build
    bench = stage.pick(0.0, *(stage.between(0.38, 0.5) for _ in range(4)))
    incline = stage.between(0.3, 0.8) if bench and stage.chance(inclined) else 0.0
    pitch = -_FLAT + incline
    pelvis = stage.place(0.0, bench + build.girth_m, 0.0)
    body = trunk(stage, pelvis, pitch, pitch, pitch + stage.between(0.0, 0.25), sway=0.25)
    if stage.chance(0.12):
        return body, legs_at(build, body, stage.between(0.9, 1.6), stage.between(1.3, 1.9), 0.1)
    ahead = build.thigh_m * stage.between(0.6, 1.0) if bench else build.leg_m * 0.6
    tips = sided(stage.between(0.1, 0.35), 0.0, ahead + build.toe_m)
    return body, feet_on(build, tips, stage.rng.normal(0.0, 0.15, 2))


def _arms_swung(stage: Stage, body: Torso, local: FloatArray) -> Arms:
    """Nearly straight arms in the directions `local` (T, 2, 3) of the chest's axes."""
    reach = stage.between(0.88, 0.97) * stage.build.arm_m
    wrists = body.from_shoulders(unit(local) * reach)
    poles = rotated(sided(1.0, -0.2, -0.3), body.chest_turn)
    thumbs = rotated(sided(-0.4, 1.0, 0.2), body.chest_turn)
    return arms_to(stage.build, body, wrists, poles, thumbs)


def pull_over(stage: Stage) -> FloatArray:
    """On a bench, nearly straight arms swing from above the chest to behind the head."""
    body, legs = _on_bench(stage)
    effort = repetitions(stage.time_s, stage.rng, 1.2, 4.5).effort
    angle = stage.between(-0.2, 0.3) + stage.between(0.9, 1.6) * effort
    inward = stage.between(-0.2, 0.1) + 0.0 * angle
    local = sided(inward[:, None], np.sin(angle)[:, None], np.cos(angle)[:, None])
    return landmarks(stage.build, body, _arms_swung(stage, body, local), legs)


def chest_fly(stage: Stage) -> FloatArray:
    """On a bench, slightly bent arms open sideways and close above the chest."""
    body, legs = _on_bench(stage, 0.25)
    effort = repetitions(stage.time_s, stage.rng, 1.0, 4.5).effort
    angle = (stage.between(-0.2, 0.1) + stage.between(1.0, 1.5) * effort)[:, None]
    local = sided(np.sin(angle), stage.between(-0.15, 0.1) + 0.0 * angle, np.cos(angle))
    return landmarks(stage.build, body, _arms_swung(stage, body, local), legs)


def skull_crusher(stage: Stage) -> FloatArray:
    """On a bench, upper arms still, the forearms bend to the head and stretch."""
    body, legs = _on_bench(stage, 0.15)
    effort, _ = limb_effort(stage, repetitions(stage.time_s, stage.rng, 0.9, 4.0))
    back = stage.between(-0.1, 0.5) + stage.between(0.0, 0.2) * effort
    bent = back + stage.between(0.05, 0.2) + stage.between(1.2, 2.0) * effort
    out = stage.between(-0.12, 0.2)
    upper = rotated(sided(out, np.sin(back), np.cos(back)), body.chest_turn)
    lower = rotated(sided(-0.5 * out, np.sin(bent), np.cos(bent)), body.chest_turn)
    thumbs = rotated(sided(stage.pick(-1.0, 0.0), 0.5, 0.5), body.chest_turn)
    return landmarks(stage.build, body, arms_along(stage.build, body, upper, lower, thumbs), legs)


def _feet_against(stage: Stage, pelvis_m: FloatArray, way: FloatArray, reach_m: FloatArray) -> Legs:
    """Feet flat against a plate that faces the hips, `reach_m` (T, 2) away along `way` (3,)."""
    build = stage.build
    ankles = pelvis_m[:, None] + sided(stage.between(0.07, 0.25), 0.0, 0.0)
    ankles = ankles + way * reach_m[..., None]
    toes = np.array([0.0, way[2], -way[1]])
    raised = stage.between(-0.12, 0.12) * build.leg_m  # how high on the plate
    return Legs(ankles + raised * toes, toes - 0.3 * way, toes, -way)


def leg_press(stage: Stage) -> FloatArray:
    """Reclined in a machine, a plate pushed away with the feet, or oneself from the plate."""
    build = stage.build
    bent = repetitions(stage.time_s, stage.rng, 1.0, 4.5).effort
    long, short = stage.between(0.9, 0.985), stage.between(0.48, 0.68)
    reach = (build.leg_m * (long - (long - short) * bent))[:, None] * _BOTH
    machine = stage.pick("sled", "sled", "level", "hack", "hack", "lying")
    if machine == "sled":  # the plate above, at an angle
        lean, rise = stage.between(0.55, 1.1), stage.between(0.5, 0.95)
    elif machine == "level":
        lean, rise = stage.between(0.45, 0.8), stage.between(-0.1, 0.25)
    elif machine == "hack":  # the back slides along its pad
        lean = stage.between(0.55, 0.95)
        rise = lean - _FLAT
    else:
        lean, rise = stage.between(1.35, 1.6), stage.between(-0.1, 0.15)
    way = np.array([0.0, np.sin(rise), np.cos(rise)])
    low = stage.between(0.35, 0.6)
    pelvis = stage.place(0.0, low, 0.0)
    if machine in ("hack", "lying"):
        foot = np.array([0.0, max(low, 0.25), 0.0])
        pelvis = foot - way * reach.mean(axis=1)[:, None]
    body = trunk(stage, pelvis, -lean, -lean, -lean + stage.between(0.0, 0.35), sway=0.2)
    legs = _feet_against(stage, pelvis, way, reach)
    hold = stage.pick("at_sides", "at_sides", "crossed")
    if machine in ("hack", "lying"):
        hold = stage.pick("bar_on_back", "at_shoulders", "at_sides")
    return landmarks(build, body, arms_held(stage, body, hold), legs)


def _in_chair(stage: Stage) -> tuple[Torso, Arms]:
    """Somebody in the seat of a machine, hands at the grips or in the lap."""
    lean = stage.between(0.0, 0.5)
    pelvis = stage.place(0.0, stage.between(0.5, 0.75), 0.0)
    body = trunk(stage, pelvis, -lean, -lean, -lean + stage.between(0.0, 0.4), sway=0.3)
    arms = arms_held(stage, body, stage.pick("at_sides", "at_sides", "on_hips", "crossed"))
    return body, arms


def leg_extension(stage: Stage) -> FloatArray:
    """Seated, the shins swing up to straight knees and down: both, one, in turns."""
    body, arms = _in_chair(stage)
    effort, _ = limb_effort(stage, repetitions(stage.time_s, stage.rng, 0.8, 4.0))
    # 1.57 before the trunk is level when that is upright.
    hip = _FLAT + _tilt(body)
    knee = stage.between(1.4, 1.75) - stage.between(0.7, 1.35) * effort
    legs = legs_at(stage.build, body, hip, knee, stage.between(0.0, 0.2), 0.0)
    return landmarks(stage.build, body, arms, legs)


def seated_leg_curl(stage: Stage) -> FloatArray:
    """Seated, stretched legs pulled under the seat and let out."""
    body, arms = _in_chair(stage)
    effort, _ = limb_effort(stage, repetitions(stage.time_s, stage.rng, 0.8, 4.0))
    knee = stage.between(0.1, 0.4) + stage.between(0.9, 1.5) * effort
    hip = _FLAT + _tilt(body) + stage.between(-0.1, 0.15)
    legs = legs_at(stage.build, body, hip, knee, stage.between(0.0, 0.15), stage.between(-0.2, 0.3))
    return landmarks(stage.build, body, arms, legs)


def _tilt(body: Torso) -> float:
    """Forward lean of the pelvis, radians."""
    up = body.pelvis_turn[:, :, 1].mean(axis=0)
    return float(np.arctan2(up[2], up[1]))


def seated_calf_raise(stage: Stage) -> FloatArray:
    """Seated, the heels and with them the knees go up and down."""
    build = stage.build
    pelvis, _ = seat(stage)
    effort = repetitions(stage.time_s, stage.rng, 0.6, 3.0).effort
    heel = (stage.between(0.0, 0.15) + stage.between(0.35, 0.8) * effort)[:, None] * _BOTH
    near = stage.between(-0.05, 0.08)
    tips = sided(stage.between(0.07, 0.16), 0.0, build.toe_m + near)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.06, 2), heel)
    lean = stage.between(-0.1, 0.35)
    body = trunk(stage, pelvis, 0.6 * lean, lean, lean + stage.between(-0.1, 0.4), sway=0.4)
    knees = 0.5 * (body.hips_m + legs.ankles_m)
    hands = knees + stage.place(0.0, 0.25, 0.08)[:, None]
    arms = arms_to(build, body, hands, sided(0.8, -0.3, -0.5), sided(-1.0, 0.2, 0.2))
    if stage.chance(0.3):
        arms = arms_held(stage, body, stage.pick("at_sides", "talking_low", "clasped"))
    return landmarks(build, body, arms, legs)


def hip_thrust(stage: Stage) -> FloatArray:
    """The shoulders on a bench, feet flat: hips lowered to the floor and thrust up."""
    build = stage.build
    effort = repetitions(stage.time_s, stage.rng, 0.8, 3.5).effort
    bench = stage.between(0.33, 0.45)
    high = stage.between(-0.08, 0.12)
    deep = np.arcsin(np.clip((bench - stage.between(0.05, 0.2)) / build.spine_m, 0.2, 0.9))
    tilt = deep + (high - deep) * effort  # the trunk above level
    pelvis = stage.place(
        0.0, bench + build.girth_m - build.spine_m * np.sin(tilt), build.spine_m * np.cos(tilt)
    )
    pitch = -_FLAT + tilt
    head = stage.between(0.2, 0.9)
    body = trunk(stage, pelvis, pitch, pitch, pitch + head * (1.3 - effort), sway=0.2)
    ahead = build.spine_m + build.thigh_m * stage.between(0.85, 1.1)
    tips = sided(stage.between(0.1, 0.25), 0.0, ahead + build.toe_m)
    legs = feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))
    if stage.chance(0.6):  # a bar on the hips
        grip = rotated(sided(stage.between(0.12, 0.25), 0.02, 0.12), body.pelvis_turn)
        thumbs = rotated(sided(-1.0, 0.0, 0.3), body.chest_turn)
        arms = arms_to(build, body, body.hips_m + grip, sided(1.0, 0.0, -0.6), thumbs)
    else:
        arms = arms_held(stage, body, stage.pick("out_sideways", "crossed", "behind_head"))
    return landmarks(build, body, arms, legs)


MACHINES: dict[str, Callable[[Stage], FloatArray]] = {
    "pull_over": pull_over,
    "chest_fly": chest_fly,
    "skull_crusher": skull_crusher,
    "leg_press": leg_press,
    "leg_extension": leg_extension,
    "seated_leg_curl": seated_leg_curl,
    "seated_calf_raise": seated_calf_raise,
    "hip_thrust": hip_thrust,
}
