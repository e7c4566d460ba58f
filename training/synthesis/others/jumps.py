"""Jumps of all kinds; with running, hinges and dips all that legs do beside the exercises."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from training.synthesis.body import (
    SIDES,
    Arms,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    landmarks,
    rest_on,
    rotated,
    sided,
)
from training.synthesis.others.strides import STRIDES, arms_swung, bump, course, feet_beside, folded
from training.synthesis.others.swings import SWINGS
from training.synthesis.postures import (
    Stage,
    arms_hanging,
    arms_held,
    stand_height_m,
    trunk,
)
from training.synthesis.rhythm import repetitions, smooth

_GRAVITY = 9.81
_ROUND = 2.0 * np.pi


@dataclass(frozen=True, slots=True, eq=False)
class _Hops:
    """Course of jumps: first on the ground, then in the air; one value a frame.

    Attributes:
        turn: Number of the jump, from 0.
        ground: 0..1 through the time on the ground, then 1.
        flight: 0 on the ground, then 0..1 through the air.
        lift: 0 on the ground, 1 at the top.
        load: How deep the knees give, 0 straight, 1 at most; only on the ground.
    """

    turn: FloatArray
    ground: FloatArray
    flight: FloatArray
    lift: FloatArray
    load: FloatArray

    def to_and_fro(self) -> FloatArray:
        """0 before the first jump, 1 after it, 0 again after the next."""
        back: FloatArray = np.where(self.turn % 2 > 0, 1.0 - self.flight, self.flight)
        return back


def _hops(stage: Stage, high_m: float, ground_s: float) -> _Hops:
    """Jumps of `high_m` as gravity times them, with `ground_s` on the ground between."""
    flight_s = float(np.sqrt(8.0 * high_m / _GRAVITY))
    period_s = flight_s + ground_s
    rhythm = repetitions(stage.time_s, stage.rng, period_s, period_s, 0.0)
    share = ground_s / period_s
    ground = np.clip(rhythm.progress / share, 0.0, 1.0)
    flight = np.clip((rhythm.progress - share) / (1.0 - share), 0.0, 1.0)
    load = np.sin(np.pi * ground)
    if ground_s > 0.6:  # time to stand between landing and the next jump
        landing = np.sin(np.pi * np.clip(ground / 0.35, 0.0, 1.0))
        load = 0.8 * landing + np.sin(np.pi * np.clip((ground - 0.55) / 0.45, 0.0, 1.0))
    number = rhythm.turn.astype(np.float64)
    return _Hops(number, ground, flight, 4.0 * flight * (1.0 - flight), np.maximum(load, 0.0))


def _above(stage: Stage, legs: Legs, dip_m: Numbers, lean: Numbers, yaw: Numbers = 0.0) -> Torso:
    """A trunk above the feet, as high as the lower foot lets it; the hips go back in the dip."""
    ankles = legs.ankles_m.mean(axis=1)
    ankles[:, 1] = legs.ankles_m[..., 1].min(axis=1)
    back = stage.between(0.2, 0.5) * np.asarray(dip_m)
    straight = stage.between(0.97, 0.995) * stage.build.leg_m
    pelvis = ankles + stage.place(-back * np.sin(yaw), straight - dip_m, -back * np.cos(yaw))
    gaze = lean + stage.between(-0.15, 0.25)
    body = trunk(stage, pelvis, 0.6 * np.asarray(lean), lean, gaze, yaw=yaw)
    return rest_on(stage.build, body, legs.ankles_m)


def _jump_arms(stage: Stage, body: Torso, hops: _Hops, most: float) -> Arms:
    """Arms of a jumper: thrown up by at most `most` radians, hanging or held."""
    way = stage.pick("swung", "swung", "hanging", "on_hips", "clasped", "at_chest", "bent")
    if way == "swung":
        size = stage.between(0.3, 1.0) * most
        swing = size * (hops.lift - stage.between(0.1, 0.4) * hops.load)
        bent = stage.between(0.2, 1.2) * np.ones((len(swing), 2))
        return arms_swung(stage, body, swing[:, None] + np.zeros(2), bent)
    if way == "hanging":
        return arms_hanging(stage, body, forward=0.3 * hops.lift[:, None] * np.ones(2))
    if way == "bent":
        swing = stage.between(-0.3, 0.3) + stage.between(0.0, 0.3) * hops.lift
        return arms_swung(stage, body, swing[:, None] + np.zeros(2), stage.between(1.2, 1.9))
    return arms_held(stage, body, way, 0.01)


def small_hops(stage: Stage) -> FloatArray:
    """Pogo jumps and small hops on the spot with a straight body, on both legs or on one."""
    high = stage.between(0.02, 0.13)
    hops = _hops(stage, high, stage.between(0.12, 0.4))
    heel = stage.between(0.05, 0.4) + stage.between(0.2, 0.6) * smooth(3.0 * hops.lift)
    legs = feet_beside(stage, stage.between(0.04, 0.14), high * hops.lift[:, None], heel[:, None])
    dip = stage.between(0.0, 0.07) * stage.build.leg_m * hops.load
    body = _above(stage, legs, dip, stage.between(-0.03, 0.15))
    if stage.chance(0.2):
        free = stage.side() * np.ones((len(dip), 2))
        hip = stage.between(-0.1, 0.8) * free
        legs = folded(stage, body, legs, hip, hip + stage.between(0.5, 1.5) * free, free)
    return landmarks(stage.build, body, _jump_arms(stage, body, hops, 1.0), legs)


def rope_skipping(stage: Stage) -> FloatArray:
    """Low jumps over a rope: the hands circle beside the hips, both feet or one after the other."""
    high = stage.between(0.02, 0.1)
    hops = _hops(stage, high, stage.between(0.16, 0.4))
    heel = stage.between(0.1, 0.4) + 0.3 * smooth(3.0 * hops.lift)
    free = 0.0 * hops.lift[:, None] * np.ones(2)
    if stage.chance(0.4):  # from one foot to the other
        over = smooth(hops.to_and_fro())
        free = np.stack((over, 1.0 - over), -1)
    lift = high * hops.lift[:, None] + stage.between(0.05, 0.2) * free
    back = -stage.between(-0.05, 0.15) * free
    legs = feet_beside(
        stage, stage.between(0.03, 0.1), lift, heel[:, None] + 0.3 * free, ahead_m=back
    )
    dip = stage.between(0.0, 0.05) * stage.build.leg_m * hops.load
    body = _above(stage, legs, dip, stage.between(-0.02, 0.15))
    spin = _ROUND * (hops.turn + hops.flight) * stage.pick(1.0, 1.0, 1.0, 2.0)
    size = stage.between(0.02, 0.09)
    hand = sided(
        stage.between(0.15, 0.55), stage.between(-0.8, -0.5) + size * np.sin(spin)[:, None],
        stage.between(0.0, 0.35) + size * np.cos(spin)[:, None] + np.zeros(2),
    )  # fmt: skip
    turn = body.chest_turn
    arms = arms_to(
        stage.build, body, body.from_shoulders(hand * stage.build.arm_m),
        rotated(sided(0.4, -0.4, -1.0), turn), rotated(sided(0.2, 0.5, 1.0), turn),
    )  # fmt: skip
    return landmarks(stage.build, body, arms, legs)


def tuck_jump(stage: Stage) -> FloatArray:
    """Jumps with the knees drawn to the chest, or the heels to the seat, in the air."""
    high = stage.between(0.2, 0.5)
    hops = _hops(stage, high, stage.between(0.3, 1.4))
    heel = (0.6 * smooth(3.0 * hops.lift))[:, None]
    legs = feet_beside(stage, stage.between(0.06, 0.16), high * hops.lift[:, None], heel)
    dip = stage.between(0.06, 0.14) * stage.build.leg_m * hops.load
    body = _above(stage, legs, dip, 0.1 + stage.between(0.1, 0.4) * hops.load)
    drawn = hops.lift[:, None] * np.ones(2)
    hip, knee = stage.pick((stage.between(1.2, 2.1), 2.0), (0.1, stage.between(1.3, 2.0)))
    legs = folded(stage, body, legs, hip * drawn, knee * drawn, 4.0 * drawn)
    return landmarks(stage.build, body, _jump_arms(stage, body, hops, 1.6), legs)


def turning_jump(stage: Stage) -> FloatArray:
    """Jumps that turn the body by a quarter or a half in the air, between shallow dips."""
    high = stage.between(0.06, 0.3)
    hops = _hops(stage, high, stage.between(0.25, 1.3))
    angle = 0.5 * np.pi * stage.pick(1.0, 1.0, 2.0, 2.0, 4.0 if high > 0.2 else 1.0)
    course = hops.to_and_fro() if stage.chance(0.6) else hops.turn + hops.flight
    yaw = angle * stage.pick(-1.0, 1.0) * course
    heel = (0.6 * smooth(3.0 * hops.lift))[:, None]
    half = stage.between(0.06, 0.2)
    legs = feet_beside(stage, half, high * hops.lift[:, None], heel, yaw=yaw[:, None])
    dip = stage.between(0.04, 0.14) * stage.build.leg_m * hops.load
    body = _above(stage, legs, dip, 0.05 + stage.between(0.0, 0.45) * hops.load, yaw)
    return landmarks(stage.build, body, _jump_arms(stage, body, hops, 2.0), legs)


def travelling_hops(stage: Stage) -> FloatArray:
    """Hops from side to side, to the front and back, going forward, or feet changing places."""
    high = stage.between(0.04, 0.2)
    hops = _hops(stage, high, stage.between(0.18, 0.6))
    far = stage.between(0.15, 0.6)
    way = stage.pick("side", "side", "front", "onward", "scissors")
    heel = stage.between(0.0, 0.3) + 0.5 * smooth(3.0 * hops.lift)
    going = hops.turn + hops.flight if way == "onward" else hops.to_and_fro()
    path = far * going[:, None] * np.ones(2)
    aside, ahead = {
        "side": (path, 0.0 * path),
        "scissors": (0.0 * path, SIDES * 0.4 * (path - 0.5 * far)),
    }.get(way, (0.0 * path, path))
    lift = high * hops.lift[:, None]
    legs = feet_beside(stage, stage.between(0.03, 0.1), lift, heel[:, None], aside, ahead)
    dip = stage.between(0.02, 0.12) * stage.build.leg_m * hops.load
    body = _above(stage, legs, dip, 0.05 + stage.between(0.0, 0.4) * hops.load)
    return landmarks(stage.build, body, _jump_arms(stage, body, hops, 1.2), legs)


def skater_jump(stage: Stage) -> FloatArray:
    """Leaps sideways from one leg to the other; the free leg swings behind the standing one."""
    build = stage.build
    high = stage.between(0.03, 0.14)
    hops = _hops(stage, high, stage.between(0.3, 0.9))
    right = smooth(hops.to_and_fro())
    stands = np.stack((1.0 - right, right), -1)
    far = stage.between(0.2, 0.6)
    beyond = far + stage.between(-0.25, 0.2)  # where the free foot goes
    aside = SIDES * (far * stands - (1.0 - stands) * beyond)
    lift = high * hops.lift[:, None] + stage.between(0.06, 0.25) * (1.0 - stands)
    back = -stage.between(0.1, 0.4) * (1.0 - stands)
    heel = 0.5 * (1.0 - stands) + 0.4 * smooth(3.0 * hops.lift)[:, None]
    legs = feet_beside(stage, 0.0, lift, heel, aside, back)
    dip = stage.between(0.03, 0.14) * build.leg_m * (0.4 + 0.6 * hops.load)
    height = legs.ankles_m[..., 1].min(axis=1) + 0.98 * build.leg_m - dip
    pelvis = stage.place(0.95 * far * (1.0 - 2.0 * right), height, -0.3 * dip - 0.05)
    lean = stage.between(0.1, 0.6) + stage.between(0.0, 0.2) * hops.load
    twist = stage.between(0.0, 0.5) * (2.0 * right - 1.0)
    body = trunk(stage, pelvis, 0.7 * lean, lean, 0.5 * lean, twist=twist)
    body = rest_on(build, body, legs.ankles_m)
    if stage.chance(0.2):
        return landmarks(build, body, arms_held(stage, body, "clasped"), legs)
    swing = stage.between(0.3, 0.9) * (1.0 - 2.0 * stands) + lean[:, None]
    arms = arms_swung(stage, body, swing, stage.between(0.3, 1.6))
    return landmarks(build, body, arms, legs)


def box_jump(stage: Stage) -> FloatArray:
    """A jump with both feet onto a box, standing up there, stepping down backwards."""
    build = stage.build
    rhythm = repetitions(stage.time_s, stage.rng, 2.4, 4.5, 0.0)
    at = rhythm.progress
    box, far = stage.between(0.2, 0.6), stage.between(0.35, 0.6)
    first = stage.side()
    off = 0.58 + 0.17 * first  # when each foot leaves the box
    back = smooth((at[:, None] - off) / 0.15)
    up = smooth((at - 0.2) / 0.13)[:, None] - back
    clear = stage.between(0.06, 0.15)
    arc = clear * (bump(at, 0.2, 0.33)[:, None] + np.sin(np.pi * back) ** 2)
    heel = 0.5 * bump(at, 0.15, 0.3)[:, None] + 0.3 * np.sin(np.pi * back)
    legs = feet_beside(stage, stage.between(0.07, 0.16), box * up + arc, heel, ahead_m=far * up)
    dip = stage.between(0.07, 0.15) * bump(at, 0.02, 0.21)
    dip = (dip + stage.between(0.06, 0.15) * bump(at, 0.29, 0.5)) * build.leg_m
    rise = course(at, (0.19, 0.31, 1.0), (0.6, 0.76, -1.0))
    ahead = far * course(at, (0.18, 0.34, 1.0), (0.56, 0.78, -1.0))
    height = stand_height_m(build, 0.98) + box * rise + 0.1 * bump(at, 0.2, 0.34) - dip
    lean = 0.05 + stage.between(1.0, 2.5) * dip / build.leg_m + 0.15 * bump(at, 0.55, 0.8)
    pelvis = stage.place(0.0, height, ahead - 0.35 * dip)
    body = rest_on(build, trunk(stage, pelvis, 0.6 * lean, lean, lean + 0.1), legs.ankles_m)
    swing = stage.between(0.5, 1.8) * bump(at, 0.16, 0.4) - 0.6 * bump(at, 0.02, 0.2)
    arms = arms_swung(stage, body, swing[:, None] + np.zeros(2), stage.between(0.2, 1.0))
    return landmarks(build, body, arms, legs)


def broad_jump(stage: Stage) -> FloatArray:
    """Long leaps forward with both feet, the arms thrown along."""
    build = stage.build
    high = stage.between(0.1, 0.28)
    hops = _hops(stage, high, stage.between(0.7, 2.2))
    far = stage.between(0.6, 1.5) * (hops.turn + hops.flight)
    heel = (0.6 * smooth(3.0 * hops.lift))[:, None]
    lift = high * hops.lift[:, None]
    legs = feet_beside(stage, stage.between(0.07, 0.16), lift, heel, ahead_m=far[:, None])
    dip = stage.between(0.07, 0.16) * build.leg_m * hops.load
    body = _above(stage, legs, dip, 0.1 + stage.between(0.2, 0.7) * hops.load)
    drawn = hops.lift[:, None] * np.ones(2)
    size = stage.between(0.4, 1.0)
    legs = folded(stage, body, legs, size * drawn, 1.2 * size * drawn, 3.0 * drawn)
    # The arms are thrown forward before the feet leave, and sink after the landing.
    thrown = 1.0 - smooth(hops.ground / 0.35) + smooth((hops.ground - 0.66) / 0.34)
    swing = stage.between(0.8, 2.0) * thrown - 0.6 * hops.load * (1.0 - thrown)
    arms = arms_swung(stage, body, swing[:, None] + np.zeros(2), stage.between(0.1, 0.7))
    return landmarks(build, body, arms, legs)


JUMPS: dict[str, Callable[[Stage], FloatArray]] = {
    "small_hops": small_hops,
    "rope_skipping": rope_skipping,
    "tuck_jump": tuck_jump,
    "turning_jump": turning_jump,
    "travelling_hops": travelling_hops,
    "skater_jump": skater_jump,
    "box_jump": box_jump,
    "broad_jump": broad_jump,
    **STRIDES,
    **SWINGS,
}
