"""From the room to landmarks: camera, errors, and the sequence as it is handed on."""

import time

import numpy as np
import pytest

from training.errors import DatasetError
from training.synthesis import LandmarkSequence, synthesise
from training.synthesis.camera import Camera, random_camera
from training.synthesis.detection import detect, hidden, inside
from training.synthesis.exercises import EXERCISES
from training.synthesis.movements import perform
from training.synthesis.others import OTHERS

NAMES = (*EXERCISES, *OTHERS)
TIME_S = np.arange(20) / 10.0
FRONT = np.diag([-1.0, -1.0, 1.0])  # looks along +z with nothing turned


@pytest.mark.parametrize("name", NAMES)
def test_sequences_have_the_promised_form(name: str) -> None:
    sequence = synthesise(name, 2.0, 10.0, np.random.default_rng(4))
    assert isinstance(sequence, LandmarkSequence)
    assert sequence.name == name
    assert sequence.image.shape == (20, 33, 2)
    assert sequence.world.shape == (20, 33, 3)
    assert sequence.visibility.shape == (20, 33)
    for values in (sequence.image, sequence.world, sequence.visibility):
        assert values.dtype == np.float32
        assert np.isfinite(values).all()
    assert sequence.visibility.min() >= 0.0
    assert sequence.visibility.max() <= 1.0
    np.testing.assert_allclose(sequence.world[:, 23:25].mean(axis=1), 0.0, atol=1e-6)


def test_the_same_seed_gives_the_same_sequence_and_another_seed_another() -> None:
    one, same, other = (
        synthesise("talking", 2.0, 10.0, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one.image, same.image)
    np.testing.assert_array_equal(one.world, same.world)
    np.testing.assert_array_equal(one.visibility, same.visibility)
    assert not np.array_equal(one.world, other.world)


@pytest.mark.parametrize(("seconds_s", "rate_hz", "frames"), [(0.1, 10.0, 1), (3.0, 25.0, 75)])
def test_any_length_and_rate(seconds_s: float, rate_hz: float, frames: int) -> None:
    for name in NAMES:
        sequence = synthesise(name, seconds_s, rate_hz, np.random.default_rng(0))
        assert len(sequence.image) == frames


def test_nothing_to_show_is_an_error() -> None:
    with pytest.raises(DatasetError, match="no frame"):
        synthesise("squat", 0.0, 10.0, np.random.default_rng(0))


@pytest.mark.parametrize("name", NAMES)
def test_world_and_image_agree_without_errors(name: str) -> None:
    """Camera coordinates less the hips' are the world; projected again they are the image."""
    compared = 0
    for seed in range(6):
        rng = np.random.default_rng(seed)
        points = perform(name, TIME_S, rng)
        camera = random_camera(points, TIME_S, rng)
        seen = camera.view(points)
        hips = seen[:, 23:25].mean(axis=1, keepdims=True)
        world = seen - hips
        # Turned, not stretched.
        np.testing.assert_allclose(
            np.linalg.norm(world[:, 11] - world[:, 16], axis=1),
            np.linalg.norm(points[:, 11] - points[:, 16], axis=1),
        )
        away = world[..., 2] + hips[..., 2]
        clear = away.min(axis=1) > 0.35
        compared += clear.any()
        across = (world[..., 0] + hips[..., 0]) / away * camera.focal + 0.5 * camera.aspect
        down = (world[..., 1] + hips[..., 1]) / away * camera.focal + 0.5
        image = camera.project(seen)
        np.testing.assert_allclose(image[clear][..., 0], across[clear])
        np.testing.assert_allclose(image[clear][..., 1], down[clear])
    # The camera may be among the limbs of somebody who lies, but not always.
    assert compared >= 4


def test_a_camera_before_somebody_sees_the_left_hand_on_the_right() -> None:
    # The camera stands at z = 3 and looks back along -z.
    camera = Camera(
        np.array([0.0, 1.0, 3.0]), np.array([[[1.0, 0, 0], [0, -1.0, 0], [0, 0, -1.0]]]), 1.2, 1.5
    )
    left_hand, head, nearer = np.array([[0.6, 1.0, 0.0], [0.0, 1.7, 0.0], [0.0, 1.0, 0.5]])
    seen = camera.view(np.stack((left_hand, head, nearer))[None])
    image = camera.project(seen)[0]
    assert image[0] == pytest.approx([0.75 + 1.2 * 0.6 / 3.0, 0.5])
    assert image[1] == pytest.approx([0.75, 0.5 - 1.2 * 0.7 / 3.0])
    assert seen[0, 2, 2] == pytest.approx(2.5)  # away from the camera, nearer is smaller


def test_cameras_stand_all_around_and_see_the_body_upright() -> None:
    azimuths, heights, sizes = [], [], []
    for seed in range(150):
        rng = np.random.default_rng(seed)
        points = perform("standing_still", TIME_S, rng)
        camera = random_camera(points, TIME_S, rng)
        np.testing.assert_allclose(
            camera.turn @ np.swapaxes(camera.turn, 1, 2), np.tile(np.eye(3), (20, 1, 1)), atol=1e-9
        )
        np.testing.assert_allclose(np.linalg.det(camera.turn), 1.0)
        image = camera.project(camera.view(points))
        assert np.all(image[:, 0, 1] < image[:, 23:25, 1].mean(axis=1))  # the head is on top
        extent = (np.ptp(image[10], axis=0) / np.array([camera.aspect, 1.0])).max()
        azimuths.append(np.arctan2(camera.place_m[0], camera.place_m[2]))
        heights.append(camera.place_m[1])
        sizes.append(extent)
    assert np.all(np.histogram(azimuths, 4, (-np.pi, np.pi))[0] > 20)
    assert min(heights) < 0.3
    assert 1.9 < max(heights) <= 2.2
    assert np.mean((np.array(sizes) > 0.27) & (np.array(sizes) < 0.95)) > 0.85


def test_the_far_arm_is_hidden_in_profile_and_nothing_is_in_front() -> None:
    points = perform("standing_still", TIME_S, np.random.default_rng(8))
    from_left = np.array([[[0.0, 0, -1.0], [0, -1.0, 0], [-1.0, 0, 0]]])
    camera = Camera(np.array([4.0, 1.0, 0.0]), from_left, 1.2, 1.5)
    covered = hidden(camera.view(points)).mean(axis=0)
    assert covered[12] > 0.3 > covered[11]
    assert covered[26] > 0.5 > covered[25]
    front = np.array([[[1.0, 0, 0], [0, -1.0, 0], [0, 0, -1.0]]])
    camera = Camera(np.array([0.0, 1.0, 4.0]), front, 1.2, 1.5)
    assert hidden(camera.view(points))[:, [0, 11, 12, 23, 24, 25, 26, 27, 28]].max() < 0.3
    camera = Camera(np.array([0.0, 1.0, -4.0]), FRONT[None], 1.2, 1.5)
    assert hidden(camera.view(points))[:, [0, 1, 4, 9]].min() > 0.5  # only the back of the head


def test_what_is_outside_the_picture_is_not_visible() -> None:
    picture = np.array([[[0.5, 0.5], [-0.2, 0.5], [0.5, 1.2], [1.9, 0.5]]])
    assert inside(picture, 1.6)[0] == pytest.approx([1.0, 0.0, 0.0, 0.0], abs=0.01)


def test_errors_are_larger_where_the_network_cannot_see() -> None:
    seen_errors, guessed_errors = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        points = perform("standing_still", TIME_S, rng)
        camera = random_camera(points, TIME_S, rng)
        seen = camera.view(points)
        image, _, visibility = detect(seen, camera, rng)
        away = np.linalg.norm(image - camera.project(seen), axis=-1) * seen[..., 2] / camera.focal
        seen_errors.append(away[visibility > 0.8])
        guessed_errors.append(away[visibility < 0.3])
    seen_m, guessed_m = np.concatenate(seen_errors), np.concatenate(guessed_errors)
    assert 0.005 < np.median(seen_m) < 0.03
    assert np.median(guessed_m) > 1.3 * np.median(seen_m)


def test_two_seconds_take_milliseconds() -> None:
    rng = np.random.default_rng(0)
    started = time.perf_counter()
    for name in NAMES:
        synthesise(name, 2.0, 10.0, rng)
    # About 0.8 ms each; the limit leaves room for a busy machine.
    assert (time.perf_counter() - started) / len(NAMES) < 0.02
