"""Varying windows of landmarks: mirrored, tilted, noisy. Numbers only, no pictures."""

import numpy as np

from training.augmentation.body_config import BodyAugmentConfig
from vidclf_app.core.body import BODY_VECTOR_SIZE, MIRRORED, split_vectors
from vidclf_app.core.records import Float32Array

_X, _Y, _Z = range(3)
_HALF = 0.5


def vary_bodies(
    windows: Float32Array, config: BodyAugmentConfig, random: np.random.Generator
) -> Float32Array:
    """Return windows varied as `config` says, each one in a way of its own.

    Args:
        windows: float32, shape (N, T, BODY_VECTOR_SIZE or more), see
            `vidclf_app.core.body.body_vector`; what stands behind the body's vector stays.
        config: What to vary, and how far.
        random: Source of every choice.

    Returns:
        float32, the same shape. Rows behind a window's valid frames mean nothing.
    """
    varied = windows.copy()
    bodies = np.ascontiguousarray(varied[..., :BODY_VECTOR_SIZE])
    picture, space, _ = split_vectors(bodies)
    count = len(windows)
    if config.mirror:
        chosen = random.random(count) < _HALF
        for points in (picture, space):
            turned = points[chosen][:, :, MIRRORED]
            turned[..., _X] *= -1.0
            points[chosen] = turned
    _turn(space, random.normal(0.0, np.deg2rad(config.pitch_deg), count), _Y, _Z)
    roll_rad = random.normal(0.0, np.deg2rad(config.roll_deg), count)
    _turn(space, roll_rad, _X, _Y)
    _turn(picture, roll_rad, _X, _Y)
    space[..., _Z] *= np.exp(random.normal(0.0, config.depth, (count, 1, 1)))
    space += random.normal(0.0, config.space_noise_m, space.shape)
    space += random.normal(0.0, config.space_noise_m, (count, 1, *space.shape[2:]))
    # The largest of its frames': rows behind the valid ones are no part of the body.
    height = np.ptp(picture[..., _Y], axis=2).max(axis=1)[:, None, None, None]
    picture[..., :_Z] += random.normal(0.0, config.picture_noise, (*picture.shape[:3], 2)) * height
    varied[..., :BODY_VECTOR_SIZE] = bodies
    return varied


def _turn(points: Float32Array, angles_rad: np.ndarray, one: int, other: int) -> None:
    """Turn each window's points, (N, T, 33, D), in the plane of two of their coordinates."""
    cos = np.cos(angles_rad)[:, None, None]
    sin = np.sin(angles_rad)[:, None, None]
    first, second = points[..., one].copy(), points[..., other].copy()
    points[..., one] = cos * first - sin * second
    points[..., other] = sin * first + cos * second
