"""On the back: trunks that curl, and the legs and arms that crunches go with."""

from dataclasses import dataclass

import numpy as np

from training.synthesis.body import (
    UP,
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    feet_on,
    legs_at,
    rotated,
    sided,
    unit,
)
from training.synthesis.exercises.rolling import off_floor
from training.synthesis.postures import Stage, arms_between, arms_held, trunk
from training.synthesis.rhythm import Rhythm, repetitions, smooth

FLAT = 0.5 * np.pi
BOTH = np.ones(2)


@dataclass(frozen=True, slots=True, eq=False)
class Curl:
    """How far somebody on the back has come up, each of shape (T,), radians.

    Attributes:
        pelvis: Lean of the pelvis, -pi/2 flat on the back.
        chest: Lean of the chest.
        gaze: Lean of the head.
    """

    pelvis: FloatArray
    chest: FloatArray
    gaze: FloatArray


def curled(stage: Stage, effort: FloatArray, full: bool, slope: float = 0.0) -> Curl:
    """Shoulders or, `full`, the whole trunk come up from a back that slopes down by `slope`."""
    curl = stage.between(0.35, 0.8) if full else stage.between(0.2, 0.75)
    rise = stage.between(0.7, 1.55) if full else stage.between(0.0, 0.12)
    # The spine curls first, then the hips bend.
    first = np.clip(effort * (1.6 if full else 1.0), 0.0, 1.0)
    then = np.clip((effort - 0.2) / 0.8, 0.0, 1.0) if full else effort
    pelvis = -FLAT - slope + stage.between(-0.03, 0.08) + (rise + (0.8 * slope * full)) * then
    chest = pelvis + curl * first
    nod = stage.between(-0.1, 0.7) * (0.3 + 0.7 * first)
    return Curl(pelvis, chest, chest + nod)


def trunk_of(
    stage: Stage, curl: Curl, seat_m: float = 0.0, twist: Numbers = 0.0, bend: Numbers = 0.0
) -> Torso:
    """The trunk of a curl, its hips on something `seat_m` high."""
    pelvis = stage.place(0.0, seat_m + stage.build.girth_m + 0.02, 0.0)
    return trunk(
        stage, pelvis, curl.pelvis, curl.chest, curl.gaze, twist=twist, bend=bend, sway=0.3
    )


def turning(stage: Stage, rhythm: Rhythm) -> FloatArray:
    """To the left (1) or the right (-1) in each repetition: in turns or always the same, (T,)."""
    sign = stage.pick(1.0, -1.0)
    if stage.chance(0.35):
        return np.full(len(rhythm.turn), sign)
    return sign * np.where(rhythm.turn % 2, -1.0, 1.0)


def hold_or_pulse(stage: Stage) -> FloatArray:
    """The effort of a crunch that stays up, with small pulses."""
    pulse = repetitions(stage.time_s, stage.rng, 0.35, 1.3).effort
    size = stage.pick(0.0, stage.between(0.05, 0.3), stage.between(0.05, 0.3))
    return stage.between(0.55, 0.85) + size * (pulse - 0.5) + stage.wander(0.01, 1, 1.5)[:, 0]


# ---------------------------------------------------------------------------------- legs


def feet_flat(stage: Stage, near: float = 0.42, far: float = 0.72) -> Legs:
    """Bent knees, the feet on the floor."""
    build = stage.build
    tips = sided(
        stage.between(0.04, 0.25), 0.0, build.leg_m * stage.between(near, far) + build.toe_m
    )
    return feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2))


def legs_out(stage: Stage) -> Legs:
    """Straight legs on the floor."""
    build = stage.build
    tips = sided(stage.between(0.05, 0.25), 0.24, 0.98 * build.leg_m)
    return feet_on(build, tips, stage.rng.normal(0.0, 0.1, 2), -1.2)


def legs_up(stage: Stage, hip: Numbers, knee: Numbers, outward: Numbers = 0.0) -> Legs:
    """Legs in the air; the angles count from a trunk flat on the floor."""
    flat = np.full(len(stage.time_s), -FLAT)
    lying = trunk_of(stage, Curl(flat, flat, flat))
    return legs_at(stage.build, lying, hip, knee, outward, stage.between(-0.1, 0.6))


def shins_on_bench(stage: Stage) -> Legs:
    """Shins or heels on a bench, a box or a ball; nearly straight legs at times up a wall."""
    build = stage.build
    bench = stage.between(0.3, 0.5)
    half = stage.between(0.05, 0.16)
    near = stage.between(0.0, 0.35) * build.thigh_m + build.shin_m * stage.between(0.8, 1.0)
    ankles = sided(half, bench + 0.05, near)
    tilt = stage.between(-0.2, 0.5)  # of the toes away from the knees
    toes = np.array([0.0, np.cos(tilt), np.sin(tilt)])
    soles = np.array([0.0, np.sin(tilt), -np.cos(tilt)])
    return Legs(ankles, sided(stage.between(0.0, 0.3), 1.0, -0.2), toes, soles)


def butterfly(stage: Stage) -> Legs:
    """Soles together on the floor, the knees fallen apart."""
    build = stage.build
    ankles = sided(build.ankle_m, stage.between(0.04, 0.07), build.leg_m * stage.between(0.35, 0.6))
    toes = np.array([0.0, 0.1, 0.995])
    return Legs(ankles, sided(1.0, stage.between(0.1, 0.8), 0.0), toes, sided(1.0, 0.0, 0.0))


def hooked(stage: Stage, slope: float, seat_m: float) -> Legs:
    """Feet hooked at the upper end of a bench that slopes, the knees bent over its edge."""
    flat = np.full(len(stage.time_s), -FLAT - slope)
    lying = trunk_of(stage, Curl(flat, flat, flat), seat_m)
    hip = stage.between(0.1, 0.6)
    knee = hip + slope + stage.between(0.1, 1.2)  # the shins slope down
    return legs_at(
        stage.build, lying, hip, knee, stage.between(-0.05, 0.15), stage.between(-0.3, 0.3)
    )


# ---------------------------------------------------------------------------------- arms


def arms_reaching(stage: Stage, body: Torso, aim: FloatArray) -> Arms:
    """Nearly straight arms in a direction of the room, broadcasts to (T, 2, 3)."""
    build = stage.build
    wrists = body.shoulders_m + unit(aim) * (stage.between(0.9, 0.98) * build.arm_m)
    low = np.maximum(0.05 - wrists[..., 1], 0.0)
    wrists[..., 1] += low
    return arms_to(build, body, wrists, sided(1.0, 0.0, -0.3), sided(-0.3, 1.0, -0.4))


def arms_thrown(stage: Stage, body: Torso, aim: FloatArray, share: FloatArray) -> Arms:
    """Straight arms that swing from beyond the head, by the ceiling, to a direction of the room.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        aim: Where they point at the end, shape (3,).
        share: How far they have got, shape (T, 2).
    """
    part = share[..., None]
    beyond = rotated(sided(0.1, 1.0, stage.between(0.0, 0.35)), body.chest_turn)
    before = rotated(sided(0.1, 0.3, 1.0), body.chest_turn)
    way = (1.0 - part) ** 2 * beyond + 2.0 * part * (1.0 - part) * before + part**2 * unit(aim)
    arms = arms_reaching(stage, body, way)
    return off_floor(stage.build, body, arms)


def arms_holding(stage: Stage, body: Torso, *holds: str) -> Arms:
    """One of the holds, elbows and hands above the floor."""
    return off_floor(stage.build, body, arms_held(stage, body, stage.pick(*holds)))


def arms_of_crunch(stage: Stage, body: Torso, effort: FloatArray, thrown: bool) -> Arms:
    """What people do with their arms: at head or chest, along the thighs, up, or `thrown`."""
    hands = stage.pick(
        "behind_head", "behind_head", "at_ear", "crossed", "reaching", "reaching", "reaching",
        "at_chest", "forward",
    )  # fmt: skip
    if hands != "reaching":
        return arms_held(stage, body, hands)
    # Along the thighs, or up to the ceiling.
    aim = np.array([0.0, stage.between(0.1, 1.4), 1.0])
    if stage.chance(0.6 if thrown else 0.3):
        # Arms overhead on the floor, thrown forward with the trunk.
        return arms_thrown(stage, body, aim, effort[:, None] * BOTH)
    return arms_reaching(stage, body, aim)


def arms_late(stage: Stage, body: Torso, first: Arms, hold: str, effort: FloatArray) -> Arms:
    """Arms that go on to another hold in the upper half of the way."""
    share = smooth((effort - 0.35) / 0.6)[:, None] * BOTH
    return arms_between(first, arms_held(stage, body, hold), share, stage, body)


def no_deeper(build: Build, body: Torso) -> Torso:
    """The trunk raised where the lower shoulder or hip would go into the floor."""
    deepest = np.minimum(body.shoulders_m[..., 1].min(axis=1), body.hips_m[..., 1].min(axis=1))
    return body.moved(np.maximum(0.5 * build.girth_m - deepest, 0.0)[:, None] * UP)
