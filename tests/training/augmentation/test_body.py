"""Landmarks varied for a fit: what each setting does, and what none of them touches."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from training.augmentation.body import vary_bodies
from training.augmentation.body_config import BodyAugmentConfig
from vidclf_app.core.body import BODY_VECTOR_SIZE, LANDMARKS, MIRRORED, split_vectors
from vidclf_app.core.records import Float32Array

OFF: dict[str, Any] = {
    "mirror": False,
    "pitch_deg": 0.0,
    "roll_deg": 0.0,
    "depth": 0.0,
    "space_noise_m": 0.0,
    "picture_noise": 0.0,
}
MANY = 400


def _config(**changes: Any) -> BodyAugmentConfig:
    return BodyAugmentConfig(**{**OFF, **changes})


def _windows(count: int = 6, frames: int = 4, more: int = 0) -> Float32Array:
    rng = np.random.default_rng(1)
    return rng.random((count, frames, BODY_VECTOR_SIZE + more), dtype=np.float32)


def _vary(windows: Float32Array, config: BodyAugmentConfig, seed: int = 0) -> Float32Array:
    before = windows.copy()
    varied = vary_bodies(windows, config, np.random.default_rng(seed))
    np.testing.assert_array_equal(windows, before)
    assert varied.shape == windows.shape
    assert varied.dtype == np.float32
    return varied


def _picture(windows: Float32Array) -> Float32Array:
    return split_vectors(windows[..., :BODY_VECTOR_SIZE].copy())[0]


def _space(windows: Float32Array) -> Float32Array:
    return split_vectors(windows[..., :BODY_VECTOR_SIZE].copy())[1]


def test_nothing_wished_changes_nothing() -> None:
    np.testing.assert_array_equal(_vary(_windows(), _config()), _windows())


def test_half_of_the_windows_are_mirrored_whole() -> None:
    windows = _windows(MANY)
    varied = _vary(windows, _config(mirror=True))
    changed = (varied != windows).any(axis=(1, 2))
    assert 0.4 < changed.mean() < 0.6
    for part, before in (
        (_picture(varied), _picture(windows)),
        (_space(varied), _space(windows)),
    ):
        mirrored = before[:, :, MIRRORED] * np.array([-1.0, 1.0, 1.0], dtype=np.float32)
        np.testing.assert_array_equal(part[changed], mirrored[changed])
        np.testing.assert_array_equal(part[~changed], before[~changed])
    np.testing.assert_array_equal(varied[..., -1], windows[..., -1])


def test_a_mirror_before_a_mirror_shows_what_is_there() -> None:
    once = _vary(_windows(), _config(mirror=True), seed=3)
    np.testing.assert_array_equal(_vary(once, _config(mirror=True), seed=3), _windows())


def test_the_same_generator_gives_the_same_windows() -> None:
    config = BodyAugmentConfig()
    varied = _vary(_windows(), config, seed=5)
    np.testing.assert_array_equal(_vary(_windows(), config, seed=5), varied)
    assert not np.array_equal(_vary(_windows(), config, seed=6), varied)


def test_what_stands_behind_the_body_stays() -> None:
    windows = _windows(more=7)
    varied = _vary(windows, BodyAugmentConfig())
    np.testing.assert_array_equal(varied[..., BODY_VECTOR_SIZE:], windows[..., BODY_VECTOR_SIZE:])
    alone = _vary(windows[..., :BODY_VECTOR_SIZE], BodyAugmentConfig())
    np.testing.assert_array_equal(varied[..., :BODY_VECTOR_SIZE], alone)
    # Score and visibility are no places.
    np.testing.assert_array_equal(alone[..., -1], windows[..., BODY_VECTOR_SIZE - 1])


def test_a_tilt_sideways_turns_picture_and_space_alike() -> None:
    windows = _windows(MANY)
    varied = _vary(windows, _config(roll_deg=10.0))
    before, after = _picture(windows), _picture(varied)
    np.testing.assert_array_equal(after[..., 2], before[..., 2])
    turns = []
    for one, two in ((before, after), (_space(windows), _space(varied))):
        complex_one = one[..., 0] + 1j * one[..., 1]
        complex_two = two[..., 0] + 1j * two[..., 1]
        turn = complex_two / complex_one
        np.testing.assert_allclose(np.abs(turn), 1.0, atol=1e-3)
        # One angle for all landmarks and frames of a window.
        assert np.angle(turn).std(axis=(1, 2)).max() < 1e-3
        turns.append(np.angle(turn).mean(axis=(1, 2)))
    np.testing.assert_allclose(turns[0], turns[1], atol=1e-4)
    assert np.rad2deg(turns[0].std()) == pytest.approx(10.0, rel=0.15)
    np.testing.assert_array_equal(_space(varied)[..., 2], _space(windows)[..., 2])


def test_a_tilt_up_or_down_turns_space_only() -> None:
    windows = _windows(MANY)
    varied = _vary(windows, _config(pitch_deg=8.0))
    np.testing.assert_array_equal(_picture(varied), _picture(windows))
    before, after = _space(windows), _space(varied)
    np.testing.assert_array_equal(after[..., 0], before[..., 0])
    turn = (after[..., 1] + 1j * after[..., 2]) / (before[..., 1] + 1j * before[..., 2])
    np.testing.assert_allclose(np.abs(turn), 1.0, atol=1e-3)
    assert np.rad2deg(np.angle(turn).mean(axis=(1, 2)).std()) == pytest.approx(8.0, rel=0.15)


def test_depth_is_misjudged_by_one_factor_for_a_window() -> None:
    windows = _windows(MANY)
    varied = _vary(windows, _config(depth=0.2))
    np.testing.assert_array_equal(_space(varied)[..., :2], _space(windows)[..., :2])
    factors = _space(varied)[..., 2] / _space(windows)[..., 2]
    np.testing.assert_allclose(factors, factors[:, :1, :1].repeat(4, 1).repeat(33, 2), rtol=1e-4)
    assert np.log(factors[:, 0, 0]).std() == pytest.approx(0.2, rel=0.15)


def test_noise_in_space_has_a_part_that_stays_through_the_window() -> None:
    windows = np.zeros((MANY, 16, BODY_VECTOR_SIZE), dtype=np.float32)
    noise = _space(_vary(windows, _config(space_noise_m=0.02)))
    staying = noise.mean(axis=1)
    assert (noise - staying[:, None]).std() == pytest.approx(0.02, rel=0.05)
    assert staying.std() == pytest.approx(0.02 * np.sqrt(1 + 1 / 16), rel=0.05)
    # Each landmark, in each direction, has an error of its own.
    errors = np.abs(np.corrcoef(staying.reshape(MANY, -1)[:, :6].T) - np.eye(6))
    assert errors.max() < 0.25


def test_noise_in_the_picture_goes_with_the_bodys_height() -> None:
    windows = np.zeros((2, 50, BODY_VECTOR_SIZE), dtype=np.float32)
    picture = split_vectors(windows)[0]
    # One is 0.2 of a picture tall and stands at its bottom, the other fills it.
    picture[0, ..., 1] = np.linspace(0.75, 0.95, LANDMARKS)
    picture[1, ..., 1] = np.linspace(0.0, 1.0, LANDMARKS)
    varied = _picture(_vary(windows, _config(picture_noise=0.05)))
    noise = (varied - picture)[..., :2].std(axis=(1, 2, 3))
    np.testing.assert_allclose(noise, [0.01, 0.05], rtol=0.05)
    np.testing.assert_array_equal(varied[..., 2], picture[..., 2])
    # Frames that aren't there make nobody taller.
    windows[0, 25:] = 0.0
    cut = _picture(_vary(windows, _config(picture_noise=0.05)))
    assert (cut - picture)[0, :25, :, :2].std() == pytest.approx(0.01, rel=0.1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"tempo": (1.5, 0.7)}, "the smaller one first"),
        ({"tempo": (0.0, 1.0)}, "within 0.1 to 10"),
        ({"synthetic": 0.95}, "a tenth of each batch"),
        ({"pitch_deg": -1.0}, "greater than or equal to 0"),
        ({"yaw_deg": 3.0}, "Extra inputs"),
    ],
)
def test_a_wrong_config_is_refused(changes: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValidationError, match=expected):
        BodyAugmentConfig(**changes)
