"""A body of 33 points: segment lengths, trunk, limbs by two-bone inverse kinematics.

Everything works on whole sequences at once: arrays start with the axis of time, T frames.

Room axes: x to the left of somebody who faces +z, y up (the floor is 0), z forward, metres.
Arrays of both sides have the axis (left, right) before the coordinates.
"""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
Numbers: TypeAlias = float | FloatArray

LANDMARKS = 33
SIDES: FloatArray = np.array([1.0, -1.0])  # left, right
UP: FloatArray = np.array([0.0, 1.0, 0.0])

# Fractions of stature. Legs and trunk after Drillis and Contini (1966) as printed in Winter,
# Biomechanics and Motor Control of Human Movement, figure 4.1.
_THIGH = 0.245
_SHIN = 0.230  # 0.246 there; the network's ankles are a little high
_ANKLE_HEIGHT = 0.045
_SPINE = 0.285  # from the hips (0.530) to the shoulders (0.818)
# Where BlazePose marks other places than the joints of the anatomists, its own proportions:
# medians of its world coordinates over real exercise clips (0.186, 0.146, 0.129, 0.0955, 0.152
# and 0.108 in the figure).
_UPPER_ARM = 0.158
_FOREARM = 0.143
_SHOULDER_HALF = 0.099
_HIP_HALF = 0.065
_FOOT = 0.105
_HEEL_BEHIND_ANKLE = 0.025
_HAND = 0.080
_LUMBAR = 0.4  # share of the spine that turns with the pelvis

# The head: x outwards (left), y above the middle of the shoulders, z forward, of stature.
# Nose, left eye (inner, middle, outer), right eye, ears, corners of the mouth.
_FACE: FloatArray = np.array(
    [
        [0.000, 0.112, 0.067],
        [0.010, 0.134, 0.056],
        [0.018, 0.134, 0.053],
        [0.026, 0.134, 0.047],
        [-0.010, 0.134, 0.056],
        [-0.018, 0.134, 0.053],
        [-0.026, 0.134, 0.047],
        [0.043, 0.128, 0.004],
        [-0.043, 0.128, 0.004],
        [0.015, 0.091, 0.055],
        [-0.015, 0.091, 0.055],
    ]
)
_SHARPEST_RAD = 0.65  # no elbow and no knee is bent farther than to this angle
_NECK = 0.03  # the head turns about a point this far above the shoulders


@dataclass(frozen=True, slots=True)
class Build:
    """Segment lengths of one person, metres.

    Attributes:
        stature_m: Height of the person.
        thigh_m: Hip to knee.
        shin_m: Knee to ankle.
        ankle_m: Height of the ankle above the sole.
        toe_m: Ankle to the tip of the foot, along the sole.
        heel_m: Ankle to the heel, along the sole.
        upper_arm_m: Shoulder to elbow.
        forearm_m: Elbow to wrist.
        hand_m: Wrist to the finger tips.
        shoulder_half_m: Middle of the shoulders to one shoulder.
        hip_half_m: Middle of the hips to one hip.
        spine_m: Middle of the hips to the middle of the shoulders, upright.
        girth_m: Half the depth of the trunk.
    """

    stature_m: float
    thigh_m: float
    shin_m: float
    ankle_m: float
    toe_m: float
    heel_m: float
    upper_arm_m: float
    forearm_m: float
    hand_m: float
    shoulder_half_m: float
    hip_half_m: float
    spine_m: float
    girth_m: float

    @property
    def leg_m(self) -> float:
        """Length of the straight leg from hip to ankle."""
        return self.thigh_m + self.shin_m

    @property
    def arm_m(self) -> float:
        """Length of the straight arm from shoulder to wrist."""
        return self.upper_arm_m + self.forearm_m


def random_build(rng: np.random.Generator) -> Build:
    """Draw a person: stature 1.45 to 2.0 m, each segment with its own few percent."""
    stature = float(np.clip(rng.normal(1.71, 0.10), 1.45, 2.0))
    legs, arms, width, depth = np.exp(rng.normal(0.0, (0.03, 0.03, 0.08, 0.12)))
    own = np.exp(rng.normal(0.0, 0.025, 11)) * stature
    return Build(
        stature_m=stature,
        thigh_m=float(_THIGH * legs * own[0]),
        shin_m=float(_SHIN * legs * own[1]),
        ankle_m=float(_ANKLE_HEIGHT * own[2]),
        toe_m=float((_FOOT - _HEEL_BEHIND_ANKLE) * own[3]),
        heel_m=float(_HEEL_BEHIND_ANKLE * own[3]),
        upper_arm_m=float(_UPPER_ARM * arms * own[4]),
        forearm_m=float(_FOREARM * arms * own[5]),
        hand_m=float(_HAND * arms * own[6]),
        shoulder_half_m=float(_SHOULDER_HALF * width * own[7]),
        hip_half_m=float(_HIP_HALF * width * own[8]),
        spine_m=float(_SPINE * own[9]),
        girth_m=float(0.065 * depth * own[10]),
    )


# ------------------------------------------------------------------------------ geometry


def unit(vectors: FloatArray) -> FloatArray:
    """Scale the last axis to length 1."""
    length = np.sqrt(np.einsum("...i,...i->...", vectors, vectors))
    scaled: FloatArray = vectors / np.maximum(length, 1e-9)[..., None]
    return scaled


def square_to(vectors: FloatArray, directions: FloatArray) -> FloatArray:
    """Return the unit vectors nearest to `vectors` that are square to the unit `directions`."""
    along = np.einsum("...i,...i->...", vectors, directions)
    return unit(vectors - along[..., None] * directions)


def sided(outward: Numbers, up: Numbers, forward: Numbers) -> FloatArray:
    """Vectors of both sides, mirrored; the numbers broadcast to shape (..., 2).

    Args:
        outward: Away from the middle of the body.
        up: Upwards.
        forward: Forwards.

    Returns:
        Shape (..., 2, 3), left first.
    """
    x, y, z = np.asarray(outward) * SIDES, np.asarray(up), np.asarray(forward)
    vectors = np.empty((*np.broadcast_shapes(x.shape, y.shape, z.shape), 3))
    vectors[..., 0] = x
    vectors[..., 1] = y
    vectors[..., 2] = z
    return vectors


def turns(angles_rad: FloatArray) -> FloatArray:
    """Rotation matrices that roll, then pitch, then yaw.

    Args:
        angles_rad: Shape (..., 3). Pitch leans forward, yaw turns to the left, roll leans to
            the right.

    Returns:
        Shape (..., 3, 3). Columns are the turned x (left), y (up) and z (forward) axes.
    """
    sines, cosines = np.sin(angles_rad), np.cos(angles_rad)
    sp, sy, sr = sines[..., 0], sines[..., 1], sines[..., 2]
    cp, cy, cr = cosines[..., 0], cosines[..., 1], cosines[..., 2]
    matrix = np.empty((*angles_rad.shape[:-1], 3, 3))
    sp_sr, sp_cr = sp * sr, sp * cr
    matrix[..., 0, 0] = cy * cr + sy * sp_sr
    matrix[..., 0, 1] = sy * sp_cr - cy * sr
    matrix[..., 0, 2] = sy * cp
    matrix[..., 1, 0] = cp * sr
    matrix[..., 1, 1] = cp * cr
    matrix[..., 1, 2] = -sp
    matrix[..., 2, 0] = cy * sp_sr - sy * cr
    matrix[..., 2, 1] = sy * sr + cy * sp_cr
    matrix[..., 2, 2] = cy * cp
    return matrix


def rotated(local: FloatArray, turn: FloatArray) -> FloatArray:
    """Turn `local` (..., n, 3) by `turn` (..., 3, 3)."""
    result: FloatArray = np.matmul(local, np.swapaxes(turn, -1, -2))
    return result


def two_bones(
    start_m: FloatArray, target_m: FloatArray, pole: FloatArray, upper_m: float, lower_m: float
) -> tuple[FloatArray, FloatArray]:
    """Bend a limb so that it ends at the target, or as near to it as its bones allow.

    Args:
        start_m: Shoulder or hip, shape (..., 3).
        target_m: Where the wrist or ankle should be, shape (..., 3).
        pole: The way that the elbow or knee points, shape (..., 3), any length.
        upper_m: Length of the first bone.
        lower_m: Length of the second bone.

    Returns:
        The joint in the middle and the end.
    """
    way = target_m - start_m - 1e-9 * UP  # never nothing: a direction is needed
    distance = np.sqrt(np.einsum("...i,...i->...", way, way))
    direction = way / np.maximum(distance, 1e-9)[..., None]
    least = np.sqrt(upper_m**2 + lower_m**2 - 2.0 * upper_m * lower_m * np.cos(_SHARPEST_RAD))
    span = np.clip(distance, least, (upper_m + lower_m) * 0.9999)
    along = (upper_m**2 - lower_m**2 + span**2) / (2.0 * span)
    aside = np.sqrt(np.maximum(upper_m**2 - along**2, 0.0))
    bend = square_to(np.broadcast_to(pole, direction.shape), direction)
    middle = start_m + direction * along[..., None] + bend * aside[..., None]
    return middle, start_m + direction * span[..., None]


# --------------------------------------------------------------------------------- trunk


@dataclass(frozen=True, slots=True, eq=False)
class Torso:
    """Where the trunk is; all in the room, metres.

    Attributes:
        pelvis_m: Middle of the hips, shape (T, 3).
        hips_m: Shape (T, 2, 3).
        neck_m: Middle of the shoulders (without the shrug), shape (T, 3).
        shoulders_m: Shape (T, 2, 3).
        pelvis_turn: Shape (T, 3, 3), columns are the pelvis's left, up and forward.
        chest_turn: The same of the chest.
        head_turn: The same of the head.
    """

    pelvis_m: FloatArray
    hips_m: FloatArray
    neck_m: FloatArray
    shoulders_m: FloatArray
    pelvis_turn: FloatArray
    chest_turn: FloatArray
    head_turn: FloatArray

    def moved(self, offset_m: FloatArray) -> "Torso":
        """Return the torso moved by `offset_m`, shape (T, 3)."""
        beside = offset_m[:, None]
        return replace(
            self,
            pelvis_m=self.pelvis_m + offset_m,
            hips_m=self.hips_m + beside,
            neck_m=self.neck_m + offset_m,
            shoulders_m=self.shoulders_m + beside,
        )

    def from_shoulders(self, local_m: FloatArray) -> FloatArray:
        """Points given from each shoulder in the chest's axes (..., 2, 3), in the room."""
        points: FloatArray = self.shoulders_m + rotated(local_m, self.chest_turn)
        return points


def torso(
    build: Build,
    pelvis_m: FloatArray,
    pelvis_rad: tuple[Numbers, Numbers, Numbers],
    spine_rad: tuple[Numbers, Numbers, Numbers],
    head_rad: tuple[Numbers, Numbers, Numbers],
    shrug_m: Numbers = 0.0,
) -> Torso:
    """Stack chest and head on the pelvis.

    Args:
        build: Whose body.
        pelvis_m: Middle of the hips, shape (T, 3).
        pelvis_rad: Pitch, yaw, roll of the pelvis in the room, each a number or shape (T,).
        spine_rad: The same of the chest against the pelvis.
        head_rad: The same of the head against the chest.
        shrug_m: How far the shoulders are raised, broadcasts to (T, 2).
    """
    angles = np.empty((3, len(pelvis_m), 3))
    for part, values in enumerate((pelvis_rad, spine_rad, head_rad)):
        for axis, value in enumerate(values):
            angles[part, :, axis] = value
    pelvis_turn, spine, head = turns(angles)
    chest_turn = pelvis_turn @ spine
    lumbar_m = _LUMBAR * build.spine_m
    neck = pelvis_m + pelvis_turn[..., 1] * lumbar_m
    neck += chest_turn[..., 1] * (build.spine_m - lumbar_m)
    across = chest_turn[:, None, :, 0] * (SIDES[:, None] * build.shoulder_half_m)
    lift = chest_turn[:, None, :, 1] * np.broadcast_to(shrug_m, (len(pelvis_m), 2))[..., None]
    return Torso(
        pelvis_m=pelvis_m,
        hips_m=pelvis_m[:, None] + pelvis_turn[:, None, :, 0] * (SIDES[:, None] * build.hip_half_m),
        neck_m=neck,
        shoulders_m=neck[:, None] + across + lift,
        pelvis_turn=pelvis_turn,
        chest_turn=chest_turn,
        head_turn=chest_turn @ head,
    )


# --------------------------------------------------------------------------------- limbs


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Both arms; all in the room, shapes (T, 2, 3) or what broadcasts to it.

    Attributes:
        elbows_m: Elbows.
        wrists_m: Wrists.
        fingers: Direction from the wrists to the knuckles, any length.
        thumbs: The way that the thumbs point, any length.
    """

    elbows_m: FloatArray
    wrists_m: FloatArray
    fingers: FloatArray
    thumbs: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """What the legs aim at; all in the room, shapes (T, 2, 3) or what broadcasts to it.

    Attributes:
        ankles_m: Where the ankles should be.
        poles: The ways that the knees point.
        toes: Unit direction of the feet, heel to tip.
        soles: Unit direction from the soles to the ankles, square to `toes`.
    """

    ankles_m: FloatArray
    poles: FloatArray
    toes: FloatArray
    soles: FloatArray


def arms_to(
    build: Build,
    trunk: Torso,
    wrists_m: FloatArray,
    poles: FloatArray,
    thumbs: FloatArray,
    fingers: FloatArray | None = None,
) -> Arms:
    """Arms that reach for places in the room.

    Args:
        build: Whose body.
        trunk: Where the shoulders are.
        wrists_m: Where the wrists should be, broadcasts to (T, 2, 3).
        poles: The ways that the elbows point.
        thumbs: The ways that the thumbs point.
        fingers: The ways of the hands; along the forearms where None.
    """
    elbows, wrists = two_bones(
        trunk.shoulders_m, wrists_m, poles, build.upper_arm_m, build.forearm_m
    )
    return Arms(elbows, wrists, wrists - elbows if fingers is None else fingers, thumbs)


def arms_along(
    build: Build, trunk: Torso, upper: FloatArray, lower: FloatArray, thumbs: FloatArray
) -> Arms:
    """Arms whose bones have the given directions in the room, broadcast to (T, 2, 3)."""
    elbows = trunk.shoulders_m + unit(upper) * build.upper_arm_m
    forearm = unit(lower)
    return Arms(elbows, elbows + forearm * build.forearm_m, forearm, thumbs)


def foot_axes(yaw_rad: Numbers, heel_up_rad: Numbers) -> tuple[FloatArray, FloatArray]:
    """Directions `toes` and `soles` of feet, broadcast over (..., 2).

    Args:
        yaw_rad: Where the feet point in the room, 0 is +z, positive is to the left (+x).
        heel_up_rad: How far the heels are raised.
    """
    yaw, pitch = np.broadcast_arrays(
        np.asarray(yaw_rad, dtype=np.float64), np.asarray(heel_up_rad, dtype=np.float64)
    )
    sy, cy, sp, cp = np.sin(yaw), np.cos(yaw), np.sin(pitch), np.cos(pitch)
    return np.stack((sy * cp, -sp, cy * cp), -1), np.stack((sy * sp, cp, cy * sp), -1)


def feet_on(build: Build, tips_m: FloatArray, yaw_rad: Numbers, heel_up_rad: Numbers = 0.0) -> Legs:
    """Legs whose foot tips stand at given places; the heels rise about the tips.

    Args:
        build: Whose body.
        tips_m: Tips of the feet, broadcasts to (T, 2, 3).
        yaw_rad: Where the feet point, broadcasts to (T, 2).
        heel_up_rad: How far the heels are raised, broadcasts to (T, 2).
    """
    toes, soles = foot_axes(yaw_rad, heel_up_rad)
    flat = np.asarray(yaw_rad) * np.ones(2)
    poles = np.stack((np.sin(flat), np.full_like(flat, 0.35), np.cos(flat)), -1)
    return Legs(tips_m - toes * build.toe_m + soles * build.ankle_m, poles, toes, soles)


def legs_at(
    build: Build,
    trunk: Torso,
    hip_rad: Numbers,
    knee_rad: Numbers,
    outward: Numbers = 0.0,
    point_rad: Numbers = 0.2,
) -> Legs:
    """Legs that hang on the pelvis, by joint angles that broadcast to (T, 2).

    Args:
        build: Whose body.
        trunk: Where the hips are.
        hip_rad: How far the thighs are raised forward.
        knee_rad: How far the knees are bent.
        outward: How far the thighs are spread, as the tangent of the angle.
        point_rad: How far the feet are stretched.
    """
    shin = np.asarray(hip_rad) - np.asarray(knee_rad)
    foot = shin - np.asarray(point_rad)
    thighs = unit(sided(outward, -np.cos(hip_rad), np.sin(hip_rad)))
    shins = unit(sided(np.multiply(outward, 0.6), -np.cos(shin), np.sin(shin)))
    knees = trunk.hips_m + rotated(thighs, trunk.pelvis_turn) * build.thigh_m
    ankles = knees + rotated(shins, trunk.pelvis_turn) * build.shin_m
    # The knee is where the bones put it; a hint of "forward" keeps straight legs from flipping.
    forward = rotated(sided(0.0, 0.0 * shin + 0.02, 0.05), trunk.pelvis_turn)
    return Legs(
        ankles,
        knees - 0.5 * (trunk.hips_m + ankles) + 0.01 * forward,
        rotated(sided(0.0, np.sin(foot), np.cos(foot)), trunk.pelvis_turn),
        rotated(sided(0.0, np.cos(foot), -np.sin(foot)), trunk.pelvis_turn),
    )


def blended(planted: Legs, lifted: Legs, share: Numbers) -> Legs:
    """Legs between two aims; `share` 0 is `planted`, 1 is `lifted`, broadcasts to (T, 2)."""
    part = np.asarray(share)[..., None]
    toes = unit(planted.toes + part * (lifted.toes - planted.toes))
    return Legs(
        planted.ankles_m + part * (lifted.ankles_m - planted.ankles_m),
        unit(planted.poles) * (1.0 - part) + unit(lifted.poles) * part,
        toes,
        square_to(planted.soles + part * (lifted.soles - planted.soles), toes),
    )


def rest_on(build: Build, trunk: Torso, ankles_m: FloatArray) -> Torso:
    """Lower the trunk where the legs would be too short for the ankles, so that no foot slips."""
    aside = ankles_m - trunk.hips_m
    level = aside[..., 0] ** 2 + aside[..., 2] ** 2
    room = np.sqrt(np.maximum((0.999 * build.leg_m) ** 2 - level, 0.0))
    excess = np.max(-aside[..., 1] - room, axis=1)
    return trunk.moved(-np.maximum(excess, 0.0)[:, None] * UP)


def knees_off_floor(build: Build, trunk: Torso, legs: Legs, least_m: float = 0.05) -> Torso:
    """Raise the trunk where a knee would go into the floor."""
    for _ in range(4):
        knees, _ = two_bones(trunk.hips_m, legs.ankles_m, legs.poles, build.thigh_m, build.shin_m)
        deep = np.maximum(least_m - knees[..., 1].min(axis=1), 0.0)
        if not deep.any():
            break
        trunk = trunk.moved(deep[:, None] * UP)
    return trunk


def landmarks(build: Build, trunk: Torso, arms: Arms, legs: Legs) -> FloatArray:
    """Join trunk and limbs to the 33 points of BlazePose.

    Returns:
        Room coordinates, metres, shape (T, 33, 3), float64.
    """
    knees, ankles = two_bones(trunk.hips_m, legs.ankles_m, legs.poles, build.thigh_m, build.shin_m)
    hand = unit(np.broadcast_to(arms.fingers, ankles.shape))
    thumb = square_to(np.broadcast_to(arms.thumbs, ankles.shape), hand) * build.hand_m
    hand *= build.hand_m
    sole = ankles - legs.soles * build.ankle_m
    points = np.empty((len(trunk.pelvis_m), LANDMARKS, 3))
    pivot = trunk.neck_m + trunk.chest_turn[..., 1] * (_NECK * build.stature_m)
    face = (_FACE - np.array([0.0, _NECK, 0.0])) * build.stature_m
    points[:, 0:11] = pivot[:, None] + rotated(face, trunk.head_turn)
    points[:, 11:13] = trunk.shoulders_m
    points[:, 13:15] = arms.elbows_m
    points[:, 15:17] = arms.wrists_m
    points[:, 17:19] = arms.wrists_m + 0.50 * hand - 0.20 * thumb
    points[:, 19:21] = arms.wrists_m + 0.56 * hand + 0.12 * thumb
    points[:, 21:23] = arms.wrists_m + 0.30 * hand + 0.26 * thumb
    points[:, 23:25] = trunk.hips_m
    points[:, 25:27] = knees
    points[:, 27:29] = ankles
    points[:, 29:31] = sole - legs.toes * build.heel_m
    points[:, 31:33] = sole + legs.toes * build.toe_m
    return points
