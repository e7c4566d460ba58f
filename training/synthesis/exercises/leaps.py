"""Jumps within squats, lunges and jumping jacks: a deep dip, a straight body in the air."""

from dataclasses import dataclass

import numpy as np

from training.synthesis.body import SIDES, FloatArray, Legs, Numbers, Torso, feet_on, rest_on
from training.synthesis.postures import Stage, trunk
from training.synthesis.rhythm import repetitions, smooth

_GRAVITY = 9.81


@dataclass(frozen=True, slots=True, eq=False)
class Leaps:
    """Course of leaps: first the dip on the ground, then the flight; one value a frame.

    Attributes:
        high_m: How high each leap goes.
        turn: Number of the leap, from 0.
        flight: 0 on the ground, then 0..1 through the air.
        lift_m: How high the feet are.
        air: 0 on the ground, 1 at the top of the flight.
        load: How deep the knees give, 0 straight, 1 deepest; only on the ground.
    """

    high_m: float
    turn: FloatArray
    flight: FloatArray
    lift_m: FloatArray
    air: FloatArray
    load: FloatArray

    def switched(self) -> FloatArray:
        """0 before the first leap, 1 after it, 0 again after the next; changes in the air."""
        over = smooth(self.flight)
        back: FloatArray = np.where(self.turn % 2 > 0, 1.0 - over, over)
        return back


def leaps(stage: Stage, high_m: float, ground_s: float) -> Leaps:
    """Leaps of `high_m` as gravity times them, with `ground_s` on the ground between."""
    flight_s = float(np.sqrt(8.0 * high_m / _GRAVITY))
    period_s = flight_s + ground_s
    rhythm = repetitions(stage.time_s, stage.rng, period_s, period_s, 0.0)
    # Anybody's first of two alternating leaps may be either.
    number = rhythm.turn.astype(np.float64) + float(stage.chance(0.5))
    share = ground_s / period_s
    ground = np.clip(rhythm.progress / share, 0.0, 1.0)
    flight = np.clip((rhythm.progress - share) / (1.0 - share), 0.0, 1.0)
    air = 4.0 * flight * (1.0 - flight)
    load = np.maximum(np.sin(np.pi * ground), 0.0)
    if ground_s > 1.1:  # time to stand between the landing and the next dip
        landing = np.sin(np.pi * np.clip(ground / 0.45, 0.0, 1.0))
        dip = np.sin(np.pi * np.clip((ground - 0.5) / 0.5, 0.0, 1.0))
        load = np.maximum(stage.between(0.5, 1.0) * landing + dip, 0.0)
    return Leaps(high_m, number, flight, high_m * air, air, load)


def leaping_feet(
    stage: Stage, course: Leaps, out_m: Numbers, ahead_m: Numbers = 0.0, yaw: Numbers = 0.0
) -> Legs:
    """Feet `out_m` beside the middle, off the floor in flight, the tips pointing down there.

    Args:
        stage: The performance.
        course: When the feet leave the floor.
        out_m: Half the distance of the feet, broadcasts to (T, 2).
        ahead_m: How far each foot is before the middle, broadcasts to (T, 2).
        yaw: Where the body faces, broadcasts to (T, 1).
    """
    toe = stage.build.toe_m
    own = yaw + SIDES * stage.between(0.05, 0.4) + stage.rng.normal(0.0, 0.04, 2)
    tips = np.zeros((len(course.turn), 2, 3))
    tips[..., 0] = out_m * SIDES * np.cos(yaw) + ahead_m * np.sin(yaw) + toe * np.sin(own)
    tips[..., 1] = course.lift_m[:, None]
    tips[..., 2] = ahead_m * np.cos(yaw) - out_m * SIDES * np.sin(yaw) + toe * np.cos(own)
    heel = stage.between(0.3, 0.8) * smooth(3.0 * course.air)
    return feet_on(stage.build, tips, own + np.zeros((len(tips), 2)), heel[:, None] * np.ones(2))


def over_feet(stage: Stage, legs: Legs, dip_m: Numbers, lean: Numbers, yaw: Numbers = 0.0) -> Torso:
    """A trunk above the feet, wherever they are; the hips go back while they sink by `dip_m`."""
    ankles = legs.ankles_m.mean(axis=1)
    back = stage.between(0.25, 0.5) * np.asarray(dip_m)
    straight = stage.between(0.97, 0.995) * stage.build.leg_m
    pelvis = ankles + stage.place(-back * np.sin(yaw), straight - dip_m, -back * np.cos(yaw))
    body = trunk(
        stage, pelvis, stage.between(0.5, 0.9) * np.asarray(lean), lean,
        lean * stage.between(0.2, 1.0) + stage.between(-0.1, 0.25), yaw=yaw,
    )  # fmt: skip
    return rest_on(stage.build, body, legs.ankles_m)
