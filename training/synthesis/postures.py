"""What movements share: the stage they play on, stances, seats, and ways to hold the arms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from training.synthesis.body import (
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_along,
    arms_to,
    feet_on,
    legs_at,
    rest_on,
    rotated,
    sided,
    torso,
    turns,
)
from training.synthesis.rhythm import Rhythm, wander

_Option = TypeVar("_Option")


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """One performance: who, when, and the dice.

    Attributes:
        build: The person's measures.
        time_s: Times of the frames, rising, shape (T,).
        rng: Source of every choice.
    """

    build: Build
    time_s: FloatArray
    rng: np.random.Generator

    def between(self, low: float, high: float) -> float:
        """Draw a number between the two."""
        return low + (high - low) * float(self.rng.random())

    def about(self, middle: float, spread: float) -> float:
        """Draw from a normal distribution."""
        return middle + spread * float(self.rng.standard_normal())

    def chance(self, share: float) -> bool:
        """Return True in `share` of all cases."""
        return bool(self.rng.random() < share)

    def pick(self, *options: _Option) -> _Option:
        """Draw one of the options; name one twice to make it twice as likely."""
        return options[int(self.rng.integers(len(options)))]

    def weighted(self, weights: Mapping[str, int]) -> str:
        """Draw a name, each as often as its weight says."""
        return self.pick(*(name for name, weight in weights.items() for _ in range(weight)))

    def side(self) -> FloatArray:
        """Draw a side: shape (2,), 1 for it and 0 for the other."""
        return np.array([1.0, 0.0]) if self.chance(0.5) else np.array([0.0, 1.0])

    def wander(self, size: float, channels: int, rate_hz: float = 0.5) -> FloatArray:
        """Smooth aimless motion of standard deviation `size`, shape (T, channels)."""
        return wander(self.time_s, self.rng, size, channels, rate_hz)

    def place(self, x_m: Numbers, y_m: Numbers, z_m: Numbers) -> FloatArray:
        """Join coordinates, each a number or shape (T,), to shape (T, 3)."""
        points = np.empty((len(self.time_s), 3))
        points[:, 0] = x_m
        points[:, 1] = y_m
        points[:, 2] = z_m
        return points


def trunk(
    stage: Stage,
    pelvis_m: FloatArray,
    pelvis_pitch: Numbers,
    chest_pitch: Numbers,
    gaze_pitch: Numbers,
    twist: Numbers = 0.0,
    bend: Numbers = 0.0,
    yaw: Numbers = 0.0,
    shrug_m: Numbers = 0.0,
    sway: float = 1.0,
) -> Torso:
    """A living trunk: leaned as asked, with a small lasting asymmetry and sway.

    Args:
        stage: The performance.
        pelvis_m: Middle of the hips, shape (T, 3).
        pelvis_pitch: Forward lean of the pelvis, radians; -pi/2 is lying on the back.
        chest_pitch: Forward lean of the chest.
        gaze_pitch: Forward lean of the head.
        twist: Turn of the chest against the pelvis to the left.
        bend: Lean of the chest against the pelvis to the right.
        yaw: Where the body faces.
        shrug_m: How far the shoulders are raised, broadcasts to (T, 2).
        sway: Size of asymmetry and sway, 1 for people on their feet.
    """
    drift = stage.wander(0.008 * sway, 5, 0.35)
    lasting = stage.rng.normal(0.0, 0.03, 6) * sway
    return torso(
        stage.build,
        pelvis_m + drift[:, 0:3] * np.array([1.0, 0.2, 0.8]),
        (pelvis_pitch + drift[:, 3], yaw + lasting[0], 0.7 * lasting[1]),
        (chest_pitch - pelvis_pitch + drift[:, 4], twist + lasting[2], bend + lasting[3]),
        (gaze_pitch - chest_pitch, 3.0 * lasting[4], 2.0 * lasting[5]),
        shrug_m,
    )


# ---------------------------------------------------------------------------------- legs


def stance(
    stage: Stage, half_width_m: Numbers, toe_out_rad: float | None = None, stagger_m: float = 0.0
) -> Legs:
    """Both feet flat on the floor beside x = 0, the ankles near z = 0.

    Args:
        stage: The performance.
        half_width_m: Half the distance of the ankles, a number or broadcasts to (T, 1).
        toe_out_rad: How far each foot is turned out; drawn to suit the width where None.
        stagger_m: How far one foot stands before the other.
    """
    build = stage.build
    width = float(np.mean(half_width_m))
    if toe_out_rad is None:
        toe_out_rad = stage.between(0.0, 0.35) + 1.0 * max(width - 0.2, 0.0)
    yaw = np.array([1.0, -1.0]) * toe_out_rad + stage.rng.normal(0.0, 0.05, 2)
    ahead = stagger_m * (stage.side() - 0.5) + stage.rng.normal(0.0, 0.012, 2)
    tips = sided(
        half_width_m + np.sin(toe_out_rad) * build.toe_m, 0.0, ahead + np.cos(yaw) * build.toe_m
    )
    return feet_on(build, tips, yaw)


def stand_height_m(build: Build, straight: float = 0.995) -> float:
    """Height of the hips of somebody standing with legs of `straight` parts of their length."""
    return build.ankle_m + build.leg_m * straight


def standing(stage: Stage, legs: Legs, twist: Numbers = 0.0, bend: Numbers = 0.0) -> Torso:
    """A trunk upright above planted feet."""
    build = stage.build
    height = stand_height_m(build, stage.between(0.982, 0.999))
    pelvis = stage.place(0.0, height, stage.between(-0.04, 0.04))
    lean = stage.between(-0.06, 0.12)
    body = trunk(stage, pelvis, 0.5 * lean, lean, stage.between(-0.1, 0.35) + lean, twist, bend)
    return rest_on(build, body, legs.ankles_m)


def seat(stage: Stage) -> tuple[FloatArray, Legs]:
    """Hips on a seat, feet flat before it: the hips' place, shape (T, 3), and the legs."""
    build = stage.build
    height = (build.shin_m + build.ankle_m) * stage.between(0.9, 1.15) + 0.03
    legs = stance(stage, stage.between(0.09, 0.28))
    behind = build.thigh_m * stage.between(0.7, 1.0)
    return stage.place(0.0, height, -behind), legs


def upright(stage: Stage, seated_share: float, sway: float = 1.0) -> tuple[Torso, Legs]:
    """Somebody standing or, in `seated_share` of all cases, sitting, trunk near upright."""
    if not stage.chance(seated_share):
        legs = stance(stage, stage.between(0.06, 0.26), stagger_m=stage.pick(0.0, 0.0, 0.25))
        return standing(stage, legs), legs
    pelvis, legs = seat(stage)
    lean = stage.between(-0.3, 0.15)
    return trunk(stage, pelvis, lean, lean, lean + 0.1, sway=0.5 * sway), legs


# ---------------------------------------------------------------------------------- arms

# Wrist from the shoulder, in arm lengths (outward, up, forward in the chest's axes), the way
# of the elbow and the way of the thumb in the same axes.
_Way = tuple[float, float, float]
HOLDS: dict[str, tuple[_Way, _Way, _Way]] = {
    "at_sides": ((0.10, -0.95, 0.06), (0.4, 0.0, -1.0), (-0.2, 0.0, 1.0)),
    "forward": ((-0.05, 0.00, 0.96), (0.7, -1.0, 0.0), (-0.4, 1.0, 0.0)),
    "clasped": ((-0.34, -0.28, 0.42), (0.6, -1.0, -0.1), (0.0, 1.0, 0.3)),
    "at_chest": ((-0.28, -0.22, 0.30), (0.5, -1.0, -0.2), (0.0, 1.0, 0.2)),
    "crossed": ((-0.62, -0.06, 0.30), (0.4, -1.0, 0.6), (0.0, 1.0, 0.2)),
    "bar_on_back": ((0.28, 0.00, -0.06), (0.3, -1.0, -0.5), (-1.0, 0.2, 0.2)),
    "front_rack": ((-0.02, 0.06, 0.22), (0.2, -0.3, 1.0), (1.0, 0.0, 0.2)),
    "at_shoulders": ((0.05, 0.02, 0.14), (0.4, -1.0, 0.4), (-1.0, 0.0, -0.2)),
    "on_hips": ((-0.05, -0.74, 0.06), (1.0, 0.0, -0.5), (-0.2, -0.2, -1.0)),
    "behind_head": ((-0.28, 0.30, -0.06), (1.0, 0.3, 0.2), (-0.2, -1.0, 0.0)),
    "overhead": ((0.05, 0.96, 0.02), (1.0, 0.0, 0.4), (-1.0, 0.0, -0.2)),
    "behind_back": ((-0.18, -0.70, -0.22), (1.0, 0.0, -0.6), (0.0, 1.0, 0.0)),
    "at_mouth": ((-0.26, 0.18, 0.30), (0.6, -1.0, 0.3), (-0.4, 0.4, -0.6)),
    "at_ear": ((-0.10, 0.24, 0.10), (0.8, -1.0, 0.4), (-0.2, 1.0, 0.0)),
    "out_sideways": ((0.95, 0.02, 0.05), (0.0, -1.0, -0.6), (0.0, 0.6, 1.0)),
    "pointing_up": ((0.25, 0.80, 0.30), (1.0, -0.4, 0.2), (-1.0, 0.3, 0.0)),
    "talking_low": ((-0.06, -0.55, 0.45), (0.6, -0.6, -0.6), (-0.3, 1.0, 0.2)),
    "talking_high": ((0.05, -0.25, 0.55), (0.6, -1.0, -0.2), (-0.3, 1.0, 0.0)),
    "talking_wide": ((0.35, -0.40, 0.45), (0.5, -0.8, -0.5), (0.3, 1.0, 0.0)),
    "across": ((-0.80, -0.02, 0.42), (0.2, -1.0, 0.8), (0.0, 1.0, 0.0)),
}


def held(
    stage: Stage, hold: str, spread: float = 0.05
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """A way to hold the arms with the person's own deviation.

    Returns:
        Wrist from the shoulder in metres, elbow's way, thumb's way; each shape (2, 3), in the
        chest's axes.
    """
    wrist, pole, thumb = HOLDS[hold]
    both = stage.rng.normal(0.0, spread, 3) + wrist
    local = sided(both[0], both[1], both[2]) + stage.rng.normal(0.0, 0.3 * spread, (2, 3))
    turned = np.asarray(pole) + stage.rng.normal(0.0, 0.15, 3)
    return local * stage.build.arm_m, sided(*turned), sided(*thumb)


def arms_held(stage: Stage, body: Torso, hold: str, sway_m: float = 0.006) -> Arms:
    """Arms that keep a hold while the chest moves."""
    local, pole, thumb = held(stage, hold)
    local = local + stage.wander(sway_m, 6).reshape(-1, 2, 3)
    return arms_to(
        stage.build,
        body,
        body.from_shoulders(local),
        rotated(pole, body.chest_turn),
        rotated(thumb, body.chest_turn),
    )


def arms_hanging(stage: Stage, body: Torso, loaded: bool = False, forward: Numbers = 0.0) -> Arms:
    """Arms that hang down by their weight, whatever the chest does.

    Args:
        stage: The performance.
        body: Where the shoulders are.
        loaded: A weight in the hands keeps them straight and still.
        forward: How far the arms swing forward, radians, broadcasts to (T, 2).
    """
    bent = stage.between(0.02, 0.15) if loaded else stage.between(0.1, 0.5)
    swing = forward + stage.wander(0.01 if loaded else 0.03, 2)
    out = stage.between(0.06, 0.2)
    upper = sided(out, -np.cos(swing), np.sin(swing) - 0.05)
    lower = sided(out - 0.1 * bent, -np.cos(swing + bent), np.sin(swing + bent))
    thumb = sided(stage.between(-1.0, 0.0), 0.0, 1.0)
    # They keep to the yaw of the pelvis, not to its lean.
    ahead = body.pelvis_turn[:, :, 0].copy()
    ahead[:, 1] = 0.0
    yaw = np.arctan2(-ahead[:, 2], ahead[:, 0])
    angles = np.zeros((len(yaw), 3))
    angles[:, 1] = yaw
    from_yaw = turns(angles)
    return arms_along(
        stage.build,
        body,
        rotated(upper, from_yaw),
        rotated(lower, from_yaw),
        rotated(thumb, from_yaw),
    )


def arms_between(first: Arms, second: Arms, share: Numbers, stage: Stage, body: Torso) -> Arms:
    """Arms on the way from one posture to another; `share` broadcasts to (T, 2)."""
    part = np.asarray(share)[..., None]

    def mixed(a: FloatArray, b: FloatArray) -> FloatArray:
        mix: FloatArray = a * (1.0 - part) + b * part
        return mix

    middle = mixed(first.elbows_m, second.elbows_m)
    wrists = mixed(first.wrists_m, second.wrists_m)
    return arms_to(
        stage.build,
        body,
        wrists,
        middle - 0.5 * (body.shoulders_m + wrists),
        mixed(first.thumbs, second.thumbs),
        mixed(first.fingers, second.fingers),
    )


def arms_chosen(first: Arms, second: Arms, which: FloatArray) -> Arms:
    """Take each arm from one of two postures; `which` (2,) is 1 where it is the second."""
    part = (which > 0.5)[:, None]
    return Arms(
        np.where(part, second.elbows_m, first.elbows_m),
        np.where(part, second.wrists_m, first.wrists_m),
        np.where(part, second.fingers, first.fingers),
        np.where(part, second.thumbs, first.thumbs),
    )


def limb_effort(stage: Stage, rhythm: Rhythm) -> tuple[FloatArray, FloatArray]:
    """Who works: both sides together, one only, or in turns.

    Returns:
        The effort of left and right, shape (T, 2), and which sides work at all, shape (2,).
    """
    way = stage.pick("both", "both", "one", "turns")
    if way == "both":
        return rhythm.effort[:, None] * (1.0 - 0.06 * stage.rng.random(2)), np.ones(2)
    if way == "one":
        side = stage.side()
        return rhythm.effort[:, None] * side, side
    return rhythm.alternating(), np.ones(2)


def legs_lying(stage: Stage, body: Torso) -> Legs:
    """Legs stretched out on the floor, for somebody lying on the back."""
    return legs_at(
        stage.build,
        body,
        stage.between(0.0, 0.1),
        stage.between(0.02, 0.2),
        stage.between(0.0, 0.3),
        stage.between(0.0, 0.6),
    )
