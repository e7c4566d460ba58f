"""What a pose network makes of a body that it sees: doubt, jitter, bias, mix-ups."""

import numpy as np

from training.synthesis.body import LANDMARKS, FloatArray
from training.synthesis.camera import Camera

_SHOULDERS, _HIPS = slice(11, 13), slice(23, 25)
_LIMBS = (slice(11, 23), slice(23, 33))  # arms with shoulders, legs with hips
# BlazePose's world landmarks open bent elbows: over real clips their least angle is 93 degrees in
# overhead presses and 99 in curls (medians), where the same clips' pictures show what bodies made
# up with 49 and 63 degrees do. Arms that are straighter than this, and knees, are as they are.
_ELBOW_OPENED_BELOW_RAD = 2.44
_ELBOW_SHARES = (0.42, 0.75)  # of what an elbow is bent beyond that, how much is left
# Hands and feet are small and found less exactly than the trunk and the face.
_SIZE: FloatArray = np.ones(LANDMARKS)
_SIZE[0:11] = 0.6
_SIZE[11:13] = 0.8
_SIZE[15:23] = 1.3
_SIZE[23:25] = 0.9
_SIZE[27:33] = 1.2


def _step(value: FloatArray, width: float) -> FloatArray:
    """0 far below zero, 1 far above, going over within `width`."""
    return 0.5 + 0.5 * np.tanh(value / width)


def hidden(seen_m: FloatArray, girth_m: float = 0.11) -> FloatArray:
    """How far each landmark is hidden by the trunk or by the same limb of the other side.

    Args:
        seen_m: The body in the camera's axes, shape (T, 33, 3), metres.
        girth_m: Half the depth of the trunk.

    Returns:
        0 (in the open) to 1 (covered), shape (T, 33).
    """
    flat = seen_m[..., :2] / np.maximum(seen_m[..., 2:], 0.3)
    top, low = seen_m[:, _SHOULDERS].mean(axis=1), seen_m[:, _HIPS].mean(axis=1)
    flat_top, flat_low = flat[:, _SHOULDERS].mean(axis=1), flat[:, _HIPS].mean(axis=1)
    axis = flat_low - flat_top
    length = np.maximum(np.einsum("ti,ti->t", axis, axis), 1e-6)
    way = flat - flat_top[:, None]
    share = np.clip(np.einsum("tni,ti->tn", way, axis) / length[:, None], 0.0, 1.0)
    beside = way - share[..., None] * axis[:, None]
    away = top[:, 2:] + share * (low - top)[:, 2:]
    aside_m = np.sqrt(np.einsum("tni,tni->tn", beside, beside)) * away
    # Seen from the front the trunk is as wide as the shoulders, from the side as its depth.
    across = seen_m[:, 11, :2] - seen_m[:, 12, :2]
    half = np.maximum(0.42 * np.sqrt(np.einsum("ti,ti->t", across, across)), girth_m)
    covered = _step(half[:, None] - aside_m, 0.03) * _step(
        seen_m[..., 2] - away - girth_m - 0.03, 0.03
    )
    covered[:, _SHOULDERS] *= 0.5
    covered[:, _HIPS] *= 0.5
    # Side by side in depth: the nearer limb covers the farther one.
    left, right = seen_m[:, 13:33:2], seen_m[:, 14:33:2]
    gap = flat[:, 13:33:2] - flat[:, 14:33:2]
    near = _step(0.07 - np.sqrt(np.einsum("tni,tni->tn", gap, gap)) * left[..., 2], 0.025)
    depth = left[..., 2] - right[..., 2]
    covered[:, 13:33:2] = np.maximum(covered[:, 13:33:2], near * _step(depth - 0.1, 0.04))
    covered[:, 14:33:2] = np.maximum(covered[:, 14:33:2], near * _step(-depth - 0.1, 0.04))
    # The face of somebody who looks away is guessed.
    ears = 0.5 * (seen_m[:, 7] + seen_m[:, 8])
    gaze = (seen_m[:, 0] - ears)[:, 2] / 0.1
    covered[:, 0:7] = np.maximum(covered[:, 0:7], 0.7 * _step(gaze - 0.4, 0.2)[:, None])
    covered[:, 9:11] = np.maximum(covered[:, 9:11], 0.7 * _step(gaze - 0.4, 0.2)[:, None])
    return covered


def inside(picture: FloatArray, aspect: float) -> FloatArray:
    """How far each landmark is within the picture, 0..1, shape (T, 33)."""
    x, y = picture[..., 0], picture[..., 1]
    margin = np.minimum(np.minimum(x, aspect - x), np.minimum(y, 1.0 - y))
    return _step(margin + 0.01, 0.03)


def _jitter(rng: np.random.Generator, frames: int, hold: float) -> FloatArray:
    """Errors that last: AR(1) of unit variance, shape (frames, 33, 3)."""
    noise = rng.standard_normal((frames, LANDMARKS, 3))
    noise[1:] *= np.sqrt(1.0 - hold * hold)
    for frame in range(1, frames):
        noise[frame] += hold * noise[frame - 1]
    return noise


def _swaps(seen_m: FloatArray, rng: np.random.Generator) -> list[tuple[int, int, slice]]:
    """Frames and limbs in which left and right are taken for each other."""
    across = seen_m[:, 11] - seen_m[:, 12]
    sideways = np.abs(across[:, 2]) / np.sqrt(np.einsum("ti,ti->t", across, across) + 1e-9)
    if sideways.mean() < 0.8 or rng.random() > 0.3:
        return []
    swaps = []
    for _ in range(int(rng.integers(1, 3))):
        start = int(rng.integers(len(seen_m)))
        swaps.append((start, start + int(rng.integers(1, 5)), _LIMBS[int(rng.integers(2))]))
    return swaps


def opened_elbows(world_m: FloatArray, share: float) -> FloatArray:
    """Turn forearms and hands about the elbows, so that these are bent less.

    Args:
        world_m: The body, shape (T, 33, 3).
        share: How much is left of what an elbow is bent beyond `_ELBOW_OPENED_BELOW_RAD`.

    Returns:
        The same shape.
    """
    opened = world_m.copy()
    for side in (0, 1):
        elbow = world_m[:, 13 + side]
        upper = world_m[:, 11 + side] - elbow
        upper /= np.linalg.norm(upper, axis=-1, keepdims=True) + 1e-9
        lower = world_m[:, 15 + side] - elbow
        along = np.einsum("ti,ti->t", lower, upper)
        across = lower - along[:, None] * upper
        aside = np.linalg.norm(across, axis=-1)
        across /= aside[:, None] + 1e-9
        angle = np.arctan2(aside, along)
        turn = (1.0 - share) * np.maximum(_ELBOW_OPENED_BELOW_RAD - angle, 0.0)
        sine, cosine = np.sin(turn)[:, None], np.cos(turn)[:, None] - 1.0
        for landmark in range(15 + side, 23, 2):
            way = world_m[:, landmark] - elbow
            u = np.einsum("ti,ti->t", way, upper)[:, None]
            v = np.einsum("ti,ti->t", way, across)[:, None]
            opened[:, landmark] += (u * cosine - v * sine) * upper + (
                u * sine + v * cosine
            ) * across
    return opened


def detect(
    seen_m: FloatArray, camera: Camera, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Landmarks as a network would give them.

    Args:
        seen_m: The body in the camera's axes, shape (T, 33, 3), metres.
        camera: Which camera sees it.
        rng: Source of every error.

    Returns:
        image (T, 33, 2), world (T, 33, 3) and visibility (T, 33); see `LandmarkSequence`.
    """
    frames = len(seen_m)
    covered = hidden(seen_m)
    clear = (1.0 - covered) * inside(camera.project(seen_m), camera.aspect)
    clear = clear * clear * (3.0 - 2.0 * clear)  # the network is rarely half sure
    doubt = 1.0 - clear
    size_m = float(np.exp(rng.normal(np.log(0.0045), 0.5)))
    spread = size_m * _SIZE * (1.0 + 4.0 * doubt)
    error = _jitter(rng, frames, float(rng.uniform(0.3, 0.85))) * spread[..., None]
    error += rng.normal(0.0, 0.010, (LANDMARKS, 3)) * _SIZE[:, None]
    error[..., 2] *= 2.2
    found = seen_m + error
    picture = camera.project(found)
    middle = found[:, _HIPS].mean(axis=1, keepdims=True)
    world = opened_elbows(found - middle, float(rng.uniform(*_ELBOW_SHARES)))
    # The network is timid about depth, the more so where it can't see.
    flatten = rng.uniform(0.6, 1.0)
    world[..., 2] *= flatten * (1.0 - 0.4 * covered)
    world *= rng.uniform(0.92, 1.08)
    world += rng.normal(0.0, 0.3 * size_m, world.shape)
    world -= world[:, _HIPS].mean(axis=1, keepdims=True)
    certain = rng.uniform(0.93, 1.0)
    visibility = certain * (0.06 + 0.94 * clear) + 3.0 * error[..., 0] * doubt
    for start, stop, limb in _swaps(seen_m, rng):
        for values in (picture, world, visibility):
            part = values[start:stop, limb].copy()
            values[start:stop, limb][:, 0::2] = part[:, 1::2]
            values[start:stop, limb][:, 1::2] = part[:, 0::2]
    return picture, world, np.clip(visibility, 0.0, 1.0)
