"""From a window of bodies to what a head reads: the same numbers for training and for the app.

A body is told in ways that don't depend on where the camera stands, how large the person is in
the picture, and where in it: directions of bones in the body's own frame, angles of joints, the
direction of gravity seen from the body, distances between hands, feet and trunk. Beside these
stands what only the picture tells reliably: how high each joint is, relative to where the hips
were on average over the window, in metres. A body's own scale in the picture is found by laying
its landmarks in space over those in the picture.

The frame of the body: `up` from the middle of the hips to the middle of the shoulders, `left`
to the person's left and square to it, `front` square to both. In space, y points down, along
gravity, as long as the camera isn't tilted.
"""

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
_SHORTEST = 1e-6


def blocks(windows: Float32Array, lengths: npt.NDArray[np.int64]) -> dict[str, Points]:
    picture, space, _ = split_vectors(windows)
    hips = space[..., (J.LEFT_HIP, J.RIGHT_HIP), :].mean(axis=-2)
    shoulders = space[..., (J.LEFT_SHOULDER, J.RIGHT_SHOULDER), :].mean(axis=-2)
    up = _unit(shoulders - hips)
    across = (space[..., J.LEFT_HIP, :] - space[..., J.RIGHT_HIP, :]) + (
        space[..., J.LEFT_SHOULDER, :] - space[..., J.RIGHT_SHOULDER, :]
    )
    left = _unit(across - (across * up).sum(axis=-1, keepdims=True) * up)
    front = np.cross(up, left)
    frame = np.stack([up, left, front], axis=-2)

    def inside(vectors: Points) -> Points:
        return np.einsum("...jd,...kd->...jk", vectors, frame)

    starts, ends = (list(part) for part in zip(*_BONES, strict=True))
    bones = _unit(space[..., ends, :] - space[..., starts, :])
    head = _unit(space[..., J.NOSE, :] - shoulders)[..., None, :]
    bones = np.concatenate([bones, head], axis=-2)
    one, corner, other = (list(part) for part in zip(*_ANGLES, strict=True))
    angles = (
        _unit(space[..., one, :] - space[..., corner, :])
        * _unit(space[..., other, :] - space[..., corner, :])
    ).sum(axis=-1)
    n = len(lengths)
    valid = (np.arange(windows.shape[1]) < lengths[:, None]).astype(np.float32)
    trunk = np.linalg.norm(shoulders - hips, axis=-1)
    trunk = np.maximum((trunk * valid).sum(1) / valid.sum(1), 0.1)[:, None, None]
    a, b = (list(part) for part in zip(*_DISTANCES, strict=True))
    distances = np.linalg.norm(space[..., a, :] - space[..., b, :], axis=-1) / trunk / 2
    ends_ = inside(space[..., list(_ENDS), :] - hips[..., None, :]) / trunk[..., None] / 2
    # scale
    px = picture[..., :2]
    mid = px[..., (J.LEFT_HIP, J.RIGHT_HIP), :].mean(axis=-2)
    rel, ws = px[..., list(_SEEN), :] - mid[..., None, :], space[..., list(_SEEN), :2] - hips[..., None, :2]
    num = (rel * ws).sum(axis=(-1, -2)) * valid
    den = (ws * ws).sum(axis=(-1, -2)) * valid
    scale = np.maximum(num.sum(1) / np.maximum(den.sum(1), 1e-6), 1e-3)[:, None, None]
    centre = (mid * valid[..., None]).sum(1, keepdims=True) / valid.sum(1)[:, None, None]
    pos = (px[..., list(_SEEN), :] - centre[..., None, :]) / scale[..., None]
    hip = (mid - centre) / scale
    flat = lambda v: v.reshape(n, windows.shape[1], -1)
    out = {
        "bones": flat(inside(bones)),
        "vert": np.concatenate([bones[..., 1], up[..., 1:2], left[..., 1:2]], -1),
        "angles": angles,
        "gravity": frame[..., 1],
        "ends": flat(ends_),
        "dist": distances,
        "height": np.concatenate([pos[..., 1], hip[..., 1:]], -1),
        "horiz": np.concatenate([pos[..., 0], hip[..., :1]], -1),
        "vis": picture[..., list(_SEEN), 2] - 0.5,
    }
    return {k: (np.clip(v, -3, 3) * valid[..., None]).astype(np.float32) for k, v in out.items()}


def _unit(vectors: Points) -> Points:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), _SHORTEST)
