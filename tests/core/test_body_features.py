"""What a head reads of a window of bodies: what it follows, and what must not matter to it."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from vidclf_app.core.body import BODY_VECTOR_SIZE, LANDMARKS, MIRRORED, Joint, split_vectors
from vidclf_app.core.body_features import BODY_FEATURES, body_features
from vidclf_app.core.records import Float32Array

WINDOW = 12
# Where each part of a frame's features lies, in the order that `body_features` tells.
DIRECTIONS = slice(0, 33)
STEEPNESS = slice(33, 46)
COSINES = slice(46, 54)
GRAVITY = slice(54, 57)
ENDS = slice(57, 81)
DISTANCES = slice(81, 96)
HEIGHTS = slice(96, 110)

Change = Callable[[Float32Array, Float32Array], None]

# Somebody who faces the camera with straight arms and legs: x, y, z of their left side, metres
# from the middle of the hips; y points down, z away from the camera.
_STANDING_M = {
    Joint.NOSE: (0.0, -0.75, -0.1),
    Joint.LEFT_SHOULDER: (0.2, -0.5, 0.0),
    Joint.LEFT_ELBOW: (0.2, -0.2, 0.0),
    Joint.LEFT_WRIST: (0.2, 0.1, 0.0),
    Joint.LEFT_HIP: (0.1, 0.0, 0.0),
    Joint.LEFT_KNEE: (0.1, 0.45, 0.0),
    Joint.LEFT_ANKLE: (0.1, 0.9, 0.0),
    Joint.LEFT_HEEL: (0.1, 0.9, 0.0),
    Joint.LEFT_FOOT: (0.1, 0.9, -0.2),
}
_SCALE = 0.4  # Picture heights for a metre.


def _standing_m() -> Float32Array:
    points = np.zeros((LANDMARKS, 3), dtype=np.float32)
    for joint, place in _STANDING_M.items():
        points[joint] = place
        if joint is not Joint.NOSE:
            points[joint + 1] = np.array(place) * (-1.0, 1.0, 1.0)
    return points


def _seen(space_m: Float32Array, centre: tuple[float, float] = (0.8, 0.5)) -> Float32Array:
    """Return vectors of bodies seen from far away: float32 (..., BODY_VECTOR_SIZE)."""
    vectors = np.zeros((*space_m.shape[:-2], BODY_VECTOR_SIZE), dtype=np.float32)
    picture, space, score = split_vectors(vectors)
    picture[..., :2] = space_m[..., :2] * _SCALE + np.array(centre, dtype=np.float32)
    picture[..., 2] = 0.9
    space[:] = space_m
    score[:] = 1.0
    return vectors


@pytest.fixture
def windows() -> Float32Array:
    """Three people who wander and wave, and what the network gets wrong of them."""
    rng = np.random.default_rng(4)
    space_m = np.tile(_standing_m(), (3, WINDOW, 1, 1))
    moved = space_m + rng.normal(0.0, 0.08, space_m.shape)
    vectors = _seen(moved.astype(np.float32))
    picture = split_vectors(vectors)[0]
    wandered = np.cumsum(rng.normal(0.0, 0.03, (3, WINDOW, 1, 2)), axis=1)
    picture[..., :2] += wandered + rng.normal(0.0, 0.01, picture[..., :2].shape)
    return vectors


def _features(windows: Float32Array, length: int = WINDOW) -> Float32Array:
    return body_features(windows, np.full(len(windows), length, dtype=np.int64))


def _changed(windows: Float32Array, change: Change) -> Float32Array:
    changed = windows.copy()
    picture, space, _ = split_vectors(changed)
    change(picture, space)
    return changed


def test_sizes_and_range(windows: Float32Array) -> None:
    features = _features(windows)
    assert features.shape == (3, WINDOW, BODY_FEATURES) == (3, WINDOW, HEIGHTS.stop)
    assert features.dtype == np.float32
    # A landmark that is metres off is wrong; the features stay within bounds.
    wild = windows * np.float32(1e4)
    assert np.abs(_features(wild)).max() <= 3.0
    assert np.abs(features[..., : GRAVITY.stop]).max() <= 1.0 + 1e-5


def test_somebody_who_stands_upright_with_arms_down() -> None:
    features = _features(_seen(_standing_m()[np.newaxis, np.newaxis]), length=1)[0, 0]
    # In the body's frame: up, to its left, to its back. Limbs hang, toes point to the front.
    down, ahead = (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0)
    head = np.array([0.25, 0.0, -0.1]) / np.hypot(0.25, 0.1)
    np.testing.assert_allclose(
        features[DIRECTIONS].reshape(11, 3), [*[down] * 8, ahead, ahead, head], atol=1e-6
    )
    # The same towards the ground: limbs, feet, head, the trunk upwards, the line across it.
    np.testing.assert_allclose(
        features[STEEPNESS], [*[1.0] * 8, 0.0, 0.0, -head[0], -1.0, 0.0], atol=1e-6
    )
    # Elbows and knees are straight: the two bones at them point away from each other.
    trunk = np.array([-0.1, 0.5]) / np.hypot(0.1, 0.5)  # Shoulder to hip, x and y.
    np.testing.assert_allclose(
        features[COSINES],
        [-1.0, -1.0, trunk[1], trunk[1], -trunk[1], -trunk[1], -1.0, -1.0],
        atol=1e-6,
    )
    np.testing.assert_allclose(features[GRAVITY], (-1.0, 0.0, 0.0), atol=1e-6)
    # A trunk is half a metre here, and lengths are told in two of them.
    up_left_m = [(0.2, 0.2), (-0.1, 0.2), (-0.45, 0.1), (-0.9, 0.1)]
    expected_m = [(up, side * left, 0.0) for up, left in up_left_m for side in (1, -1)]
    np.testing.assert_allclose(features[ENDS].reshape(8, 3), expected_m, atol=1e-6)
    wrists, ankles, knees = 0.4, 0.2, 0.2
    limbs_m = [
        0.6,  # wrist to shoulder
        np.hypot(0.1, 0.1),  # to hip
        np.hypot(0.1, 0.8),  # to ankle
        np.sqrt(0.2**2 + 0.85**2 + 0.1**2),  # to nose
        np.hypot(0.1, 0.65),  # elbow to knee
        np.hypot(0.1, 1.4),  # shoulder to ankle
    ]
    np.testing.assert_allclose(
        features[DISTANCES], [wrists, ankles, knees, *np.repeat(limbs_m, 2)], rtol=1e-5
    )
    # Metres below the hips, told from the picture alone.
    np.testing.assert_allclose(
        features[HEIGHTS],
        [-0.75, *np.repeat([-0.5, -0.2, 0.1, 0.0, 0.45, 0.9], 2), 0.0],
        atol=1e-5,
    )


def test_a_raised_left_arm_is_told_by_what_belongs_to_it() -> None:
    raised_m = _standing_m()
    raised_m[Joint.LEFT_ELBOW, 1], raised_m[Joint.LEFT_WRIST, 1] = -0.8, -1.1
    both = [_seen(points[np.newaxis, np.newaxis]) for points in (_standing_m(), raised_m)]
    hanging, raised = (_features(vectors, length=1)[0, 0] for vectors in both)
    changed = np.abs(raised - hanging) > 1e-5
    arm = [0, 2]  # Left upper arm and forearm; the right ones stand between them.
    expected = {
        "directions": [3 * bone for bone in arm],
        "steepness": [STEEPNESS.start + bone for bone in arm],
        # The elbow stays straight, and the shoulder opens.
        "cosines": [COSINES.start + 2],
        "ends": [ENDS.start, ENDS.start + 3 * 2],
        # Between the wrists; from the left one to hip, ankle and nose; from elbow to knee.
        "distances": [DISTANCES.start + place for place in (0, 5, 7, 9, 11)],
        "heights": [HEIGHTS.start + place for place in (3, 5)],
    }
    places = [place for part in expected.values() for place in part]
    assert np.flatnonzero(changed).tolist() == places
    assert raised[HEIGHTS][[3, 5]] == pytest.approx([-0.8, -1.1], abs=1e-5)


def _turned(space: Float32Array, angle_rad: float) -> Float32Array:
    """Turn points about the axis that points down."""
    cos, sin = np.cos(angle_rad), np.sin(angle_rad)
    turn = np.array([[cos, 0.0, sin], [0.0, 1.0, 0.0], [-sin, 0.0, cos]], dtype=np.float32)
    return space @ turn.T


def _move(picture: Float32Array, _: Float32Array) -> None:
    picture[..., :2] += np.array([0.7, -0.4], dtype=np.float32)


def _come_nearer(picture: Float32Array, _: Float32Array) -> None:
    picture[..., :2] *= 2.5


def _move_origin(_: Float32Array, space: Float32Array) -> None:
    space += np.array([0.3, -0.2, 1.5], dtype=np.float32)


def _other_visibility(picture: Float32Array, _: Float32Array) -> None:
    picture[..., 2] = 0.1


@pytest.mark.parametrize("change", [_move, _come_nearer, _move_origin, _other_visibility])
def test_where_and_how_large_somebody_is_seen_does_not_matter(
    windows: Float32Array, change: Change
) -> None:
    np.testing.assert_allclose(_features(_changed(windows, change)), _features(windows), atol=2e-4)


@pytest.mark.parametrize("angle_deg", [35.0, 90.0, 180.0, -120.0])
def test_where_the_camera_stands_around_somebody_does_not_matter(
    windows: Float32Array, angle_deg: float
) -> None:
    def walk_around(_: Float32Array, space: Float32Array) -> None:
        space[:] = _turned(space, np.deg2rad(angle_deg))

    turned, before = _features(_changed(windows, walk_around)), _features(windows)
    # Heights come from the picture, which shows something else from there.
    same = slice(0, HEIGHTS.start)
    np.testing.assert_allclose(turned[..., same], before[..., same], atol=1e-4)


def test_a_person_who_lies_is_no_person_who_stands(windows: Float32Array) -> None:
    def lie_down(_: Float32Array, space: Float32Array) -> None:
        space[:] = space[..., [1, 0, 2]]

    lying, standing = _features(_changed(windows, lie_down)), _features(windows)
    assert np.abs(lying[..., GRAVITY] - standing[..., GRAVITY]).mean() > 0.3


def _mirrored_places() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return which feature each one becomes in a mirror, and with which sign."""
    places = np.arange(BODY_FEATURES)
    signs = np.ones(BODY_FEATURES, dtype=np.float32)

    def swap(start: int, pairs: int, size: int) -> None:
        # Left and right stand next to each other.
        both = places[start : start + 2 * pairs * size].reshape(pairs, 2, size)
        both[:] = both[:, ::-1].copy()

    swap(DIRECTIONS.start, 5, 3)
    swap(STEEPNESS.start, 5, 1)
    swap(COSINES.start, 4, 1)
    swap(ENDS.start, 4, 3)
    swap(DISTANCES.start + 3, 6, 1)
    swap(HEIGHTS.start + 1, 6, 1)
    # What points to the left points to the right then.
    for part in (DIRECTIONS, GRAVITY, ENDS):
        signs[part][1::3] = -1.0
    signs[STEEPNESS.stop - 1] = -1.0
    return places, signs


def test_a_mirror_swaps_the_sides(windows: Float32Array) -> None:
    def mirror(picture: Float32Array, space: Float32Array) -> None:
        for points in (picture, space):
            points[:] = points[..., MIRRORED, :]
            points[..., 0] *= -1.0

    places, signs = _mirrored_places()
    mirrored, before = _features(_changed(windows, mirror)), _features(windows)
    np.testing.assert_allclose(mirrored, before[..., places] * signs, atol=1e-4)
    assert np.abs(mirrored - before).max() > 0.1


def test_what_stands_behind_the_valid_frames_does_not_matter(windows: Float32Array) -> None:
    lengths = np.array([1, 5, WINDOW])
    other = windows.copy()
    for window, length in zip(other, lengths, strict=True):
        window[length:] = 77.0
    features = body_features(windows, lengths)
    np.testing.assert_array_equal(body_features(other, lengths), features)
    for window, length in zip(features, lengths, strict=True):
        assert window[:length].any(axis=-1).all()
        assert not window[length:].any()


def test_a_window_alone_gives_what_it_gives_among_others(windows: Float32Array) -> None:
    lengths = np.array([3, 7, WINDOW])
    together = body_features(windows, lengths)
    for number, length in enumerate(lengths.tolist()):
        alone = body_features(windows[number : number + 1], lengths[number : number + 1])
        np.testing.assert_allclose(alone[0], together[number], atol=1e-6)
        # Nor does it matter how much room there is behind it.
        short = body_features(windows[number : number + 1, :length], np.array([length]))
        np.testing.assert_allclose(short[0], together[number, :length], atol=1e-6)


def test_the_level_of_the_hips_is_that_of_the_whole_window() -> None:
    """Somebody sinks by 40 cm: hips first above, then below their mean height."""
    space_m = np.tile(_standing_m(), (1, 3, 1, 1))
    vectors = _seen(space_m)
    picture = split_vectors(vectors)[0]
    picture[0, :, :, 1] += np.array([[-0.2], [0.0], [0.2]], dtype=np.float32) * _SCALE
    heights = _features(vectors, length=3)[0, :, HEIGHTS]
    np.testing.assert_allclose(heights[:, -1], [-0.2, 0.0, 0.2], atol=1e-5)
    np.testing.assert_allclose(heights[:, 0], [-0.95, -0.75, -0.55], atol=1e-5)


@pytest.mark.parametrize(
    "space_m",
    [np.zeros((LANDMARKS, 3)), np.ones((LANDMARKS, 3)), np.eye(LANDMARKS, 3)],
    ids=["nothing", "a point", "no trunk"],
)
def test_a_body_without_extent_gives_finite_numbers(space_m: npt.NDArray[np.float64]) -> None:
    vectors = _seen(np.tile(space_m.astype(np.float32), (2, 3, 1, 1)))
    for windows in (vectors, np.zeros_like(vectors)):
        features = _features(windows, length=3)
        assert np.isfinite(features).all()
        assert np.abs(features).max() <= 3.0


def test_no_windows_give_no_features() -> None:
    features = body_features(
        np.zeros((0, 5, BODY_VECTOR_SIZE), dtype=np.float32), np.zeros(0, dtype=np.int64)
    )
    assert features.shape == (0, 5, BODY_FEATURES)
