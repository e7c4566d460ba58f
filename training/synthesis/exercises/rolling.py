"""Bodies on the floor: turned about an axis, and arms kept out of the floor."""

from dataclasses import replace

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
    rotated,
    unit,
)

_LEAST_M = 0.05  # height of the middle of an elbow or wrist that lies on the floor


def _axis_turn(axis: FloatArray, angle_rad: Numbers) -> FloatArray:
    """Rotation matrices about unit axes (T, 3), shape (T, 3, 3)."""
    angle = np.broadcast_to(np.asarray(angle_rad, dtype=np.float64), len(axis))
    x, y, z = axis.T
    zero = np.zeros_like(x)
    cross = np.stack((zero, -z, y, z, zero, -x, -y, x, zero), -1).reshape(-1, 3, 3)
    matrix: FloatArray = (
        np.eye(3)
        + np.sin(angle)[:, None, None] * cross
        + (1.0 - np.cos(angle))[:, None, None] * (cross @ cross)
    )
    return matrix


def rolled(body: Torso, angle_rad: Numbers, axis: FloatArray | None = None) -> Torso:
    """Turn a trunk about a line through the middle of its hips.

    Args:
        body: The trunk.
        angle_rad: How far, a number or shape (T,). About its own length, somebody's left side
            goes backwards with a positive angle.
        axis: Direction of the line, shape (T, 3); the length of the trunk where None.
    """
    line = unit(body.neck_m - body.pelvis_m if axis is None else axis)
    turn = _axis_turn(line, angle_rad)
    about = body.pelvis_m

    def turned(points: FloatArray) -> FloatArray:
        around = points.reshape(len(points), -1, 3) - about[:, None]
        return (rotated(around, turn) + about[:, None]).reshape(points.shape)

    return replace(
        body,
        hips_m=turned(body.hips_m),
        neck_m=turned(body.neck_m),
        shoulders_m=turned(body.shoulders_m),
        pelvis_turn=turn @ body.pelvis_turn,
        chest_turn=turn @ body.chest_turn,
        head_turn=turn @ body.head_turn,
    )


def off_floor(build: Build, body: Torso, arms: Arms) -> Arms:
    """The same arms with wrists and elbows lifted where they would go into the floor."""
    wrists = arms.wrists_m.copy()
    wrists[..., 1] = np.maximum(wrists[..., 1], _LEAST_M)
    poles = arms.elbows_m - 0.5 * (body.shoulders_m + arms.wrists_m)
    lifted = arms_to(build, body, wrists, poles, arms.thumbs)
    for _ in range(3):
        deep = np.maximum(_LEAST_M - lifted.elbows_m[..., 1:2], 0.0)
        if not deep.any():
            break
        poles = poles + 2.0 * deep * UP
        lifted = arms_to(build, body, wrists, poles, arms.thumbs)
    # The hands bend up at the floor.
    fingers = unit(lifted.wrists_m - lifted.elbows_m)
    fingers[..., 1] = np.maximum(
        fingers[..., 1], (0.02 - lifted.wrists_m[..., 1]) / (0.6 * build.hand_m)
    )
    return replace(lifted, fingers=fingers)


def turned_feet(legs: Legs, axis: FloatArray, angle_rad: Numbers) -> Legs:
    """Legs whose feet stay where they are but turn with the body about its length, (T, 3)."""
    turn = _axis_turn(unit(axis), angle_rad)

    def turned(ways: FloatArray) -> FloatArray:
        return rotated(np.broadcast_to(ways, (len(axis), 2, 3)), turn)

    return replace(legs, poles=turned(legs.poles), toes=turned(legs.toes), soles=turned(legs.soles))
