"""Postures that people take and keep: built once, then held, entered, left or joined to others.

A posture is still: no axis of time. Everything one-sided is built for the left side; what is
played is mirrored in half of all cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.synthesis.body import (
    LANDMARKS,
    UP,
    Arms,
    Build,
    FloatArray,
    Legs,
    Numbers,
    Torso,
    arms_to,
    landmarks,
    rest_on,
    rotated,
    sided,
    square_to,
    torso,
    two_bones,
    unit,
)
from training.synthesis.postures import HOLDS, Stage, stance, stand_height_m
from training.synthesis.rhythm import once, repetitions

FLAT = 0.5 * np.pi
PALM_M = 0.04  # height of the wrist above what the hand rests on
LEFT: FloatArray = np.array([1.0, 0.0])
RIGHT: FloatArray = np.array([0.0, 1.0])
BOTH: FloatArray = np.array([1.0, 1.0])

_NOTHING: FloatArray = np.zeros((2, 3))
_OTHER_SIDE = np.array([0, 4, 5, 6, 1, 2, 3, *(n + 1 if n % 2 else n - 1 for n in range(7, 33))])


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """A posture of one person; sides are left, right.

    Attributes:
        pelvis_m: Middle of the hips, shape (3,).
        turns_rad: Pitch, yaw, roll of pelvis, chest against pelvis, head against chest, (3, 3).
        legs: What the legs aim at, shapes (2, 3).
        on_feet: Whether the feet carry the body: the hips sink where the legs are too short.
        reach_m: Wrists from the shoulders in the chest's axes, (2, 3).
        poles: Ways of the elbows in the chest's axes, (2, 3).
        thumbs: Ways of the thumbs in the chest's axes, (2, 3).
        places_m: Where hands rest on something, in the room, (2, 3).
        rests: 1 for a hand that stays at its place while the body sways, (2,).
        fingers: Ways of the hands in the room, (2, 3).
        flat: 1 for a hand that follows `fingers`, 0 for one in line with the forearm, (2,).
    """

    pelvis_m: FloatArray
    turns_rad: FloatArray
    legs: Legs
    on_feet: bool
    reach_m: FloatArray
    poles: FloatArray
    thumbs: FloatArray
    places_m: FloatArray
    rests: FloatArray
    fingers: FloatArray
    flat: FloatArray

    def body(self, build: Build) -> Torso:
        """Return the trunk of the posture as a single frame."""
        pelvis, spine, head = self.turns_rad
        body = torso(build, self.pelvis_m[None], tuple(pelvis), tuple(spine), tuple(head))
        return rest_on(build, body, self.legs.ankles_m) if self.on_feet else body

    def joints(self, build: Build) -> FloatArray:
        """Return the landmarks of the posture, shape (33, 3)."""
        points: FloatArray = _joined(build, (self,), np.ones((1, 1)), self.body(build), 0.0)[0]
        return points


def posture(
    stage: Stage,
    pelvis_m: tuple[float, float, float],
    pitch_rad: tuple[float, float, float],
    legs: Legs | None = None,
    *,
    twist: float = 0.0,
    bend: float = 0.0,
    yaw: float = 0.0,
    roll: float = 0.0,
    head: tuple[float, float] = (0.0, 0.0),
    on_feet: bool = False,
) -> Pose:
    """A posture with hanging arms, and legs to be set where none are given.

    Args:
        stage: Who.
        pelvis_m: Middle of the hips.
        pitch_rad: Forward lean of pelvis, chest and gaze.
        legs: What the legs aim at.
        twist: Turn of the chest against the pelvis to the left.
        bend: Lean of the chest against the pelvis to the right.
        yaw: Where the pelvis faces.
        roll: Lean of the pelvis to the right.
        head: Turn to the left and lean to the right of the head against the chest.
        on_feet: Whether the feet carry the body.
    """
    pelvis, chest, gaze = pitch_rad
    angles = np.array(
        [[pelvis, yaw, roll], [chest - pelvis, twist, bend], [gaze - chest, head[0], head[1]]]
    )
    hanging = sided(0.08, -0.95, 0.05) * stage.build.arm_m
    return Pose(
        np.array(pelvis_m),
        angles,
        Legs(_NOTHING, _NOTHING + UP, _NOTHING + UP, _NOTHING) if legs is None else legs,
        on_feet,
        hanging,
        sided(0.4, 0.0, -1.0),
        sided(-0.2, 0.0, 1.0),
        _NOTHING,
        np.zeros(2),
        _NOTHING,
        np.zeros(2),
    )


def on_feet(
    stage: Stage,
    half_m: float,
    pitch_rad: tuple[float, float, float] = (0.0, 0.05, 0.1),
    *,
    straight: float = 0.99,
    aside_m: float = 0.0,
    back_m: float = 0.0,
    legs: Legs | None = None,
    twist: float = 0.0,
    bend: float = 0.0,
    roll: float = 0.0,
    head: tuple[float, float] = (0.0, 0.0),
) -> Pose:
    """Standing with the feet beside each other, or on given legs."""
    height = stand_height_m(stage.build, straight)
    return posture(
        stage, (aside_m, height, -back_m), pitch_rad, legs or stance(stage, half_m), twist=twist,
        bend=bend, roll=roll, head=head, on_feet=True,
    )  # fmt: skip


# ---------------------------------------------------------------------------------- legs


def with_legs(
    stage: Stage, pose: Pose, ankles_m: FloatArray, poles: FloatArray, point_rad: Numbers = 0.0
) -> Pose:
    """Legs to places in the room; the feet stand out from the shins the way of the knees.

    Args:
        stage: Who.
        pose: Where the hips are.
        ankles_m: Where the ankles should be, shape (2, 3).
        poles: The ways that the knees point, shape (2, 3).
        point_rad: How far the feet are stretched, broadcasts to (2,).
    """
    build = stage.build
    bends = np.broadcast_to(poles, (2, 3))
    knees, ankles = two_bones(
        pose.body(build).hips_m[0], ankles_m, bends, build.thigh_m, build.shin_m
    )
    shin = unit(ankles - knees)
    middle = 0.5 * (pose.body(build).hips_m[0] + ankles)
    ahead = square_to(knees - middle + 0.02 * unit(bends), shin)
    stretched = (np.asarray(point_rad) * np.ones(2))[:, None]
    toes = ahead * np.cos(stretched) + shin * np.sin(stretched)
    soles = ahead * np.sin(stretched) - shin * np.cos(stretched)
    return replace(pose, legs=Legs(np.asarray(ankles_m), bends, toes, soles))


def each_leg(left: Legs, right: Legs) -> Legs:
    """The left leg of one and the right leg of the other."""

    def chosen(one: FloatArray, other: FloatArray) -> FloatArray:
        both = np.broadcast_to(one, (2, 3)).copy()
        both[1] = np.broadcast_to(other, (2, 3))[1]
        return both

    return Legs(
        chosen(left.ankles_m, right.ankles_m),
        chosen(left.poles, right.poles),
        chosen(left.toes, right.toes),
        chosen(left.soles, right.soles),
    )


def shins_on_floor(stage: Stage, pose: Pose, half_m: float, knee_z_m: float = 0.0) -> Legs:
    """Both knees and insteps on the floor, the feet behind."""
    knees = sided(half_m, 0.06, knee_z_m)
    ankles = knees + np.array([0.0, 0.02, -stage.build.shin_m])
    poles = knees - 0.5 * (pose.body(stage.build).hips_m[0] + ankles)
    toes, soles = np.array([0.0, -0.1, -0.995]), np.array([0.0, -0.995, 0.1])
    return Legs(ankles, poles, toes + _NOTHING, soles + _NOTHING)


# ---------------------------------------------------------------------------------- arms


def _arms(pose: Pose, which: FloatArray, **changes: FloatArray) -> Pose:
    """Change the arms of some sides."""
    part = which[:, None] > 0.5
    fields: dict[str, FloatArray] = {}
    for name, value in changes.items():
        mask = part if value.ndim == 2 else which > 0.5
        fields[name] = np.where(mask, value, getattr(pose, name))
    return replace(
        pose,
        reach_m=fields["reach_m"],
        poles=fields["poles"],
        thumbs=fields["thumbs"],
        rests=fields["rests"],
        flat=fields["flat"],
        places_m=fields.get("places_m", pose.places_m),
        fingers=fields.get("fingers", pose.fingers),
    )


def hold(stage: Stage, pose: Pose, way: str, which: FloatArray = BOTH) -> Pose:
    """Hands held in one of the known ways."""
    wrist, pole, thumb = HOLDS[way]
    both = stage.rng.normal(0.0, 0.04, 3) + wrist
    local = (sided(*both) + stage.rng.normal(0.0, 0.015, (2, 3))) * stage.build.arm_m
    return _arms(
        pose, which, reach_m=local, poles=sided(*pole), thumbs=sided(*thumb),
        rests=np.zeros(2), flat=np.zeros(2),
    )  # fmt: skip


def reach(
    stage: Stage,
    pose: Pose,
    wrist: tuple[float, float, float],
    pole: tuple[float, float, float],
    thumb: tuple[float, float, float] = (-0.4, 1.0, 0.0),
    which: FloatArray = BOTH,
) -> Pose:
    """Hands at a place before the chest: arm lengths outward, up, forward of the shoulders."""
    return _arms(
        pose, which, reach_m=sided(*wrist) * stage.build.arm_m, poles=sided(*pole),
        thumbs=sided(*thumb), rests=np.zeros(2), flat=np.zeros(2),
    )  # fmt: skip


def put(
    stage: Stage,
    pose: Pose,
    places_m: FloatArray,
    pole: FloatArray,
    which: FloatArray = BOTH,
    *,
    stays: bool = True,
    fingers: FloatArray | None = None,
    thumb: tuple[float, float, float] = (-1.0, 0.0, 0.3),
) -> Pose:
    """Hands at places in the room: on the floor, a wall, a knee, a foot.

    Args:
        stage: Who.
        pose: The posture.
        places_m: Where the wrists should be, broadcasts to (2, 3).
        pole: The ways of the elbows in the room, broadcasts to (2, 3).
        which: Which hands.
        stays: Whether the hands stay there while the trunk sways.
        fingers: The ways of the hands in the room; along the forearms where None.
        thumb: Outward, up, forward in the chest's axes.
    """
    body = pose.body(stage.build)
    back = np.swapaxes(body.chest_turn[0], 0, 1)
    places = places_m + _NOTHING
    return _arms(
        pose,
        which,
        reach_m=rotated(places - body.shoulders_m[0], back),
        poles=rotated(pole + _NOTHING, back),
        thumbs=sided(*thumb),
        places_m=places,
        rests=np.full(2, float(stays)),
        fingers=_NOTHING if fingers is None else fingers + _NOTHING,
        flat=np.full(2, float(fingers is not None)),
    )


def hang(stage: Stage, pose: Pose, lowest_m: float = 0.05, which: FloatArray = BOTH) -> Pose:
    """Arms that hang straight down, or touch the floor where they reach it."""
    shoulders = pose.body(stage.build).shoulders_m[0]
    places = shoulders + sided(0.02, -0.97 * stage.build.arm_m, stage.between(-0.02, 0.1))
    places[:, 1] = np.maximum(places[:, 1], lowest_m)
    stays = bool(places[:, 1].max() <= lowest_m)
    return put(stage, pose, places, sided(0.5, 0.0, -1.0), which, stays=stays)


def palms_down(stage: Stage, pose: Pose, half_m: float, ahead_m: float) -> Pose:
    """Palms on the floor, so far beside and before the shoulders' middle."""
    neck = pose.body(stage.build).neck_m[0]
    places = neck + sided(half_m, 0.0, ahead_m)
    places[:, 1] = PALM_M
    return put(stage, pose, places, sided(0.7, 0.2, -0.6), fingers=np.array([0.0, -0.1, 1.0]))


def upright_of(stage: Stage, pose: Pose, way: str = "at_sides") -> Pose:
    """The same legs with the trunk upright."""
    rest = on_feet(stage, 0.1, (0.0, 0.04, 0.1), legs=pose.legs)
    return hold(stage, rest, way)


# -------------------------------------------------------------------------------- playing


def _joined(
    build: Build, poses: Sequence[Pose], shares: FloatArray, body: Torso, drift: Numbers
) -> FloatArray:
    """Landmarks of a mixture of postures on a given trunk."""

    def mixed(values: list[FloatArray]) -> FloatArray:
        stacked = np.stack([value + _NOTHING for value in values])
        mix: FloatArray = np.tensordot(shares, stacked, 1)
        return mix

    ankles = mixed([pose.legs.ankles_m for pose in poses])
    for number, pose in enumerate(poses):
        for other, second in enumerate(poses[:number]):
            # Feet that go elsewhere are lifted on the way.
            way = np.linalg.norm(pose.legs.ankles_m - second.legs.ankles_m, axis=-1)
            both = 4.0 * shares[:, number] * shares[:, other]
            ankles[..., 1] += both[:, None] * 0.09 * np.clip((way - 0.03) / 0.3, 0.0, 1.0)
    toes = unit(mixed([pose.legs.toes for pose in poses]))
    legs = Legs(
        ankles,
        mixed([unit(pose.legs.poles + _NOTHING) for pose in poses]),
        toes,
        square_to(mixed([pose.legs.soles for pose in poses]), toes),
    )
    wrists = np.zeros_like(body.shoulders_m)
    for number, pose in enumerate(poses):
        rests = pose.rests[:, None]
        free = body.from_shoulders(pose.reach_m + drift)
        wrists += shares[:, number, None, None] * (rests * pose.places_m + (1.0 - rests) * free)
        for other, second in enumerate(poses[:number]):
            # Hands go up and come down on the way round, not past the shoulders.
            low, high = np.sort((pose.reach_m[:, 1], second.reach_m[:, 1]), axis=0) / build.arm_m
            round_m = np.where(high > 0.75, 0.45 * (high - low) * build.arm_m, 0.0)
            both = 4.0 * shares[:, number] * shares[:, other]
            wrists += rotated(both[:, None, None] * sided(round_m, 0.0, 0.0), body.chest_turn)
    turn = body.chest_turn
    thumbs = rotated(mixed([pose.thumbs for pose in poses]), turn)
    arms = arms_to(build, body, wrists, rotated(mixed([p.poles for p in poses]), turn), thumbs)
    flat = np.tensordot(shares, np.stack([pose.flat for pose in poses]), 1)[..., None]
    ways = mixed([pose.flat[:, None] * pose.fingers for pose in poses])
    fingers = (1.0 - flat) * unit(arms.wrists_m - arms.elbows_m) + ways
    return landmarks(build, body, Arms(arms.elbows_m, arms.wrists_m, fingers, thumbs), legs)


def mirrored(points_m: FloatArray) -> FloatArray:
    """The same with left and right exchanged."""
    swapped: FloatArray = points_m[:, _OTHER_SIDE] * np.array([-1.0, 1.0, 1.0])
    return swapped


def play(stage: Stage, poses: Sequence[Pose], course: FloatArray, sway: float = 1.0) -> FloatArray:
    """Go through postures, breathing and swaying.

    Args:
        stage: The performance.
        poses: The postures in their order.
        course: Which one at each time: 0 is the first, 1.5 half-way from the second to the
            third; shape (T,).
        sway: Size of sway and asymmetry, 1 for people on their feet.
    """
    build = stage.build
    shares = np.maximum(1.0 - np.abs(course[:, None] - np.arange(len(poses))), 0.0)
    drift = stage.wander(0.008 * sway, 8, 0.35)
    lasting = stage.rng.normal(0.0, 0.03 * sway, 3)
    pelvis = np.tensordot(shares, np.stack([pose.pelvis_m for pose in poses]), 1)
    pelvis += drift[:, 0:3] * np.array([1.0, 0.2, 0.8])
    angles = np.tensordot(shares, np.stack([pose.turns_rad for pose in poses]), 1)
    angles[:, 0, 0] += drift[:, 3]
    angles[:, 1] += drift[:, 4:7] + 0.5 * lasting
    angles[:, 2] += 1.5 * drift[:, 5:8] + lasting
    breath = np.sin(2.0 * np.pi * (stage.between(0.15, 0.4) * stage.time_s + stage.between(0, 1)))
    angles[:, 1, 0] -= stage.between(0.0, 0.025) * breath
    body = torso(
        build,
        pelvis,
        (angles[:, 0, 0], angles[:, 0, 1], angles[:, 0, 2]),
        (angles[:, 1, 0], angles[:, 1, 1], angles[:, 1, 2]),
        (angles[:, 2, 0], angles[:, 2, 1], angles[:, 2, 2]),
        (stage.between(0.0, 0.004) * breath)[:, None] * BOTH,
    )
    if all(pose.on_feet for pose in poses):
        ankles = np.tensordot(shares, np.stack([p.legs.ankles_m + _NOTHING for p in poses]), 1)
        body = rest_on(build, body, ankles)
    waver = stage.wander(0.005 * max(sway, 0.4), 6).reshape(-1, 2, 3)
    points = _joined(build, poses, shares, body, waver)
    assert points.shape[1] == LANDMARKS
    return mirrored(points) if stage.chance(0.5) else points


def slow(stage: Stage, length_s: tuple[float, float] = (1.2, 3.5)) -> FloatArray:
    """Course of something entered or left slowly, once, shape (T,)."""
    return once(stage.time_s, stage.rng, length_s)


def kept(
    stage: Stage,
    rest: Pose,
    pose: Pose,
    *,
    sway: float = 1.0,
    pulse: float = 0.12,
    entered: float = 0.35,
) -> FloatArray:
    """A posture that is held most of the time; sometimes entered, left or pulsed.

    Args:
        stage: The performance.
        rest: Where it is entered from.
        pose: What is held.
        sway: Size of sway and asymmetry.
        pulse: Largest part of the way back to `rest` that somebody bounces.
        entered: Share of performances that enter or leave.
    """  # fmt: skip
    if stage.chance(entered):
        course = slow(stage)
    else:
        course = np.ones_like(stage.time_s)
        if stage.chance(0.25):
            beat = repetitions(stage.time_s, stage.rng, 0.6, 2.5, 0.1).effort
            course = course - stage.between(0.2, 1.0) * pulse * beat
            if not (rest.rests * pose.rests).all():
                # The trunk bounces; hands that were elsewhere before stay with it.
                rest = replace(
                    pose, pelvis_m=rest.pelvis_m, turns_rad=rest.turns_rad, legs=rest.legs
                )
    return play(stage, (rest, pose), course, sway)


def still(stage: Stage, pose: Pose, sway: float = 1.0) -> FloatArray:
    """A posture that is held all the time."""
    return play(stage, (pose,), np.zeros_like(stage.time_s), sway)
