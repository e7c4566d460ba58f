"""What tests measure on made-up bodies: landmarks by name, angles, heights.

Points have the shape (T, 33, 3): the room's metres, x to the left of somebody who faces +z, y up.
"""

import numpy as np

from training.synthesis.body import FloatArray

NOSE, SHOULDERS, ELBOWS, WRISTS = 0, slice(11, 13), slice(13, 15), slice(15, 17)
HIPS, KNEES, ANKLES = slice(23, 25), slice(25, 27), slice(27, 29)
HEELS, TIPS, FEET = slice(29, 31), slice(31, 33), slice(27, 33)
LIMB_BONES = (
    (11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28), (23, 24),
)  # fmt: skip


def middle(points: FloatArray, which: slice) -> FloatArray:
    """Mean place of some landmarks, shape (T, 3)."""
    mean: FloatArray = points[:, which].mean(axis=1)
    return mean


def height(points: FloatArray, which: slice) -> FloatArray:
    """Mean height of some landmarks, shape (T,)."""
    return middle(points, which)[:, 1]


def between_deg(one: FloatArray, two: FloatArray) -> FloatArray:
    """Angle between vectors, shapes (..., 3)."""
    cosine = np.einsum("...i,...i->...", one, two)
    cosine = cosine / (np.linalg.norm(one, axis=-1) * np.linalg.norm(two, axis=-1))
    degrees: FloatArray = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return degrees


def angle_deg(points: FloatArray, a: int, b: int, c: int) -> FloatArray:
    """Angle at the landmark b, shape (T,); 180 is straight."""
    return between_deg(points[:, a] - points[:, b], points[:, c] - points[:, b])


def both_deg(points: FloatArray, a: int, b: int, c: int) -> FloatArray:
    """Angle at the joints of both sides, given the landmarks of the left; shape (T, 2)."""
    left, right = angle_deg(points, a, b, c), angle_deg(points, a + 1, b + 1, c + 1)
    return np.stack((left, right), -1)


def lean_deg(points: FloatArray) -> FloatArray:
    """How far the trunk leans from upright, whichever way, shape (T,)."""
    return between_deg(middle(points, SHOULDERS) - middle(points, HIPS), np.array([0.0, 1.0, 0.0]))


def moves(points: FloatArray) -> float:
    """Largest way of any coordinate of any landmark, metres."""
    return float(np.ptp(points, axis=0).max())


def still(points: FloatArray, within_m: float) -> bool:
    """Whether nothing moves farther than that."""
    return moves(points) < within_m


def correlation(one: FloatArray, two: FloatArray) -> float:
    """Pearson's, of two courses."""
    return float(np.corrcoef(one, two)[0, 1])
