"""From a window of bodies to what a head reads: the same numbers for training and for the app.

A body is told in ways that don't depend on where the camera stands, how large the person is in
the picture, and where in it: directions of bones in the body's own frame, angles of joints, the
direction of gravity seen from the body, distances between hands, feet and trunk. Beside these
stands what only the picture tells reliably: how high each joint is, relative to where the hips
were on average over the window, in metres. A body's own scale in the picture is found by laying
its landmarks in space over those in the picture.

The frame of the body: `up` from the middle of the hips to the middle of the shoulders, `left`
to the person's left and square to it, `back` square to both. In space, y points down, along
gravity, as long as the camera isn't tilted.
"""

import math

import numpy as np
import numpy.typing as npt

from vidclf_app.core.body import Joint, split_vectors
from vidclf_app.core.records import Float32Array

Points = npt.NDArray[np.float32]

J = Joint
# (from, to); bones of both sides stand next to each other.
_BONES = (
    (J.LEFT_SHOULDER, J.LEFT_ELBOW),
    (J.RIGHT_SHOULDER, J.RIGHT_ELBOW),
    (J.LEFT_ELBOW, J.LEFT_WRIST),
    (J.RIGHT_ELBOW, J.RIGHT_WRIST),
    (J.LEFT_HIP, J.LEFT_KNEE),
    (J.RIGHT_HIP, J.RIGHT_KNEE),
    (J.LEFT_KNEE, J.LEFT_ANKLE),
    (J.RIGHT_KNEE, J.RIGHT_ANKLE),
    (J.LEFT_HEEL, J.LEFT_FOOT),
    (J.RIGHT_HEEL, J.RIGHT_FOOT),
)
# (end, corner, end): the angle at the corner.
_ANGLES = (
    (J.LEFT_SHOULDER, J.LEFT_ELBOW, J.LEFT_WRIST),
    (J.RIGHT_SHOULDER, J.RIGHT_ELBOW, J.RIGHT_WRIST),
    (J.LEFT_HIP, J.LEFT_SHOULDER, J.LEFT_ELBOW),
    (J.RIGHT_HIP, J.RIGHT_SHOULDER, J.RIGHT_ELBOW),
    (J.LEFT_SHOULDER, J.LEFT_HIP, J.LEFT_KNEE),
    (J.RIGHT_SHOULDER, J.RIGHT_HIP, J.RIGHT_KNEE),
    (J.LEFT_HIP, J.LEFT_KNEE, J.LEFT_ANKLE),
    (J.RIGHT_HIP, J.RIGHT_KNEE, J.RIGHT_ANKLE),
)
_DISTANCES = (
    (J.LEFT_WRIST, J.RIGHT_WRIST),
    (J.LEFT_ANKLE, J.RIGHT_ANKLE),
    (J.LEFT_KNEE, J.RIGHT_KNEE),
    (J.LEFT_WRIST, J.LEFT_SHOULDER),
    (J.RIGHT_WRIST, J.RIGHT_SHOULDER),
    (J.LEFT_WRIST, J.LEFT_HIP),
    (J.RIGHT_WRIST, J.RIGHT_HIP),
    (J.LEFT_WRIST, J.LEFT_ANKLE),
    (J.RIGHT_WRIST, J.RIGHT_ANKLE),
    (J.NOSE, J.LEFT_WRIST),
    (J.NOSE, J.RIGHT_WRIST),
    (J.LEFT_ELBOW, J.LEFT_KNEE),
    (J.RIGHT_ELBOW, J.RIGHT_KNEE),
    (J.LEFT_SHOULDER, J.LEFT_ANKLE),
    (J.RIGHT_SHOULDER, J.RIGHT_ANKLE),
)
_ENDS = (
    J.LEFT_ELBOW,
    J.RIGHT_ELBOW,
    J.LEFT_WRIST,
    J.RIGHT_WRIST,
    J.LEFT_KNEE,
    J.RIGHT_KNEE,
    J.LEFT_ANKLE,
    J.RIGHT_ANKLE,
)
_SEEN = (
    J.NOSE,
    J.LEFT_SHOULDER,
    J.RIGHT_SHOULDER,
    J.LEFT_ELBOW,
    J.RIGHT_ELBOW,
    J.LEFT_WRIST,
    J.RIGHT_WRIST,
    J.LEFT_HIP,
    J.RIGHT_HIP,
    J.LEFT_KNEE,
    J.RIGHT_KNEE,
    J.LEFT_ANKLE,
    J.RIGHT_ANKLE,
)
_HIPS = (J.LEFT_HIP, J.RIGHT_HIP)
_SHOULDERS = (J.LEFT_SHOULDER, J.RIGHT_SHOULDER)
_SHORTEST = 1e-6
_SHORTEST_TRUNK_M = 0.1
_SMALLEST_SCALE = 1e-3
# Nothing that a body does comes near; a wrong landmark might.
_LARGEST = 3.0

_HEAD = 1
_TRUNK_LINES = 2
_AXES = 3
BODY_FEATURES = (
    (len(_BONES) + _HEAD) * _AXES
    + (len(_BONES) + _HEAD + _TRUNK_LINES)
    + len(_ANGLES)
    + _AXES
    + len(_ENDS) * _AXES
    + len(_DISTANCES)
    + (len(_SEEN) + 1)
)


def body_features(windows: Float32Array, lengths: npt.NDArray[np.int64]) -> Float32Array:
    """Return what a head reads of windows of bodies.

    Args:
        windows: float32, shape (N, T, BODY_VECTOR_SIZE), see `vidclf_app.core.body.body_vector`;
            valid frames first.
        lengths: int64, shape (N,), valid frames of each, 1..T.

    Returns:
        float32, shape (N, T, BODY_FEATURES), within -3..3, zeros behind the valid frames. In this
        order: directions of 10 bones and the head in the body's frame (33); how steeply they, the
        trunk and the line across it point down (13); cosines of 8 joints' angles; gravity in the
        body's frame (3); elbows, wrists, knees and ankles in the body's frame, in two trunk
        lengths (24); distances, likewise (15); heights of 13 joints and of the hips below the
        hips' mean height, in metres (14).
    """
    picture, space, _ = split_vectors(windows)
    valid = (np.arange(windows.shape[1]) < lengths[:, np.newaxis]).astype(np.float32)
    hips, shoulders = _middle(space, _HIPS), _middle(space, _SHOULDERS)
    frame = _body_frame(space, hips, shoulders)
    up, left = frame[..., 0, :], frame[..., 1, :]
    bones = _bones(space, shoulders)
    trunk_m = np.linalg.norm(shoulders - hips, axis=-1)
    unit_m = 2.0 * np.maximum(_mean(trunk_m, valid), _SHORTEST_TRUNK_M)
    ends = _inside(space[..., _ENDS, :] - hips[..., np.newaxis, :], frame)
    parts = (
        _inside(bones, frame),
        bones[..., 1],
        up[..., 1:2],
        left[..., 1:2],
        _cosines(space),
        frame[..., 1],
        ends / unit_m[..., np.newaxis],
        _distances_m(space) / unit_m,
        _heights_m(picture, space, hips, valid),
    )
    flat = [part.reshape(*valid.shape, math.prod(part.shape[2:])) for part in parts]
    features = np.clip(np.concatenate(flat, axis=-1), -_LARGEST, _LARGEST)
    told: Float32Array = (features * valid[..., np.newaxis]).astype(np.float32)
    return told


def _body_frame(space: Points, hips: Points, shoulders: Points) -> Points:
    """Return the axes up, left and back as rows: (N, T, 3, 3)."""
    up = _unit(shoulders - hips)
    across = (space[..., J.LEFT_HIP, :] - space[..., J.RIGHT_HIP, :]) + (
        space[..., J.LEFT_SHOULDER, :] - space[..., J.RIGHT_SHOULDER, :]
    )
    left = _unit(across - (across * up).sum(axis=-1, keepdims=True) * up)
    return np.stack([up, left, np.cross(up, left)], axis=-2)


def _inside(vectors: Points, frame: Points) -> Points:
    """Express vectors, (N, T, K, 3), in the body's frame."""
    told: Points = np.einsum("...kd,...ad->...ka", vectors, frame)
    return told


def _bones(space: Points, shoulders: Points) -> Points:
    """Return the directions of the bones and of the head: (N, T, 11, 3)."""
    starts, ends = _columns(_BONES)
    bones = _unit(space[..., ends, :] - space[..., starts, :])
    head = _unit(space[..., J.NOSE, :] - shoulders)
    return np.concatenate([bones, head[..., np.newaxis, :]], axis=-2)


def _cosines(space: Points) -> Points:
    one, corner, other = _columns(_ANGLES)
    corners = space[..., corner, :]
    towards, away = _unit(space[..., one, :] - corners), _unit(space[..., other, :] - corners)
    cosines: Points = (towards * away).sum(axis=-1)
    return cosines


def _distances_m(space: Points) -> Points:
    one, other = _columns(_DISTANCES)
    distances: Points = np.linalg.norm(space[..., one, :] - space[..., other, :], axis=-1)
    return distances


def _heights_m(picture: Points, space: Points, hips: Points, valid: Points) -> Points:
    """Return how far below the hips' mean height in the picture the joints and the hips are.

    The scale, picture heights for one metre, is the one that lays the landmarks in space over
    those in the picture with the least squared error, over the whole window.
    """
    positions = picture[..., :2]
    hips_here = _middle(positions, _HIPS)
    seen = positions[..., _SEEN, :] - hips_here[..., np.newaxis, :]
    wanted = space[..., _SEEN, :2] - hips[..., np.newaxis, :2]
    along = ((seen * wanted).sum(axis=(-2, -1)) * valid).sum(axis=1)
    squared = ((wanted * wanted).sum(axis=(-2, -1)) * valid).sum(axis=1)
    scale = np.maximum(along / np.maximum(squared, _SHORTEST), _SMALLEST_SCALE)
    level = _mean(hips_here[..., 1], valid)
    heights = np.concatenate([positions[..., _SEEN, 1], hips_here[..., 1:]], axis=-1)
    told: Points = (heights - level) / scale[:, np.newaxis, np.newaxis]
    return told


def _middle(points: Points, pair: tuple[Joint, Joint]) -> Points:
    middle: Points = points[..., pair, :].mean(axis=-2)
    return middle


def _mean(values: Points, valid: Points) -> Points:
    """Return the mean over valid frames of values (N, T): (N, 1, 1)."""
    mean: Points = (values * valid).sum(axis=1) / valid.sum(axis=1)
    return mean[:, np.newaxis, np.newaxis]


def _columns(table: tuple[tuple[Joint, ...], ...]) -> list[list[Joint]]:
    return [list(column) for column in zip(*table, strict=True)]


def _unit(vectors: Points) -> Points:
    """Return vectors of length 1; of length 0 where there is no direction."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    units: Points = vectors / np.maximum(lengths, _SHORTEST)
    return units
