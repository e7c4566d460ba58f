"""Stretches and yoga: sound bodies, and what tells them from the exercises they resemble."""

from functools import lru_cache

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    FEET,
    HIPS,
    KNEES,
    SHOULDERS,
    WRISTS,
    angle_deg,
    both_deg,
    height,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.others.stretches import STRETCHES
from training.synthesis.postures import Stage

SEEDS = range(30)
HANDS = slice(15, 23)
BONES = (
    (11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28),
    (27, 29), (27, 31), (28, 32), (23, 24), (7, 8), (15, 19),
)  # fmt: skip
PLANTED = (
    "forward_fold", "half_fold", "calf_stretch", "side_lunge_held", "side_bend", "standing_twist",
    "chest_opener", "shoulder_rolls", "hip_circles", "slow_flow", "mountain", "warrior_one",
    "warrior_two", "triangle",
)  # fmt: skip
LYING = ("corpse", "happy_baby", "lying_figure_four", "lying_hamstring", "reclined_twist")


@lru_cache(maxsize=2048)
def performed(name: str, seed: int, frames: int = 40) -> FloatArray:
    rng = np.random.default_rng(seed)
    return STRETCHES[name](Stage(random_build(rng), np.arange(frames) / 5.0, rng))


def changes(course: FloatArray, least: float) -> int:
    """How often a course that swings by at least `least` passes its middle."""
    if np.ptp(course) < least:
        return 0
    above = course > 0.5 * (course.min() + course.max())
    return int(np.count_nonzero(np.diff(above.astype(int))))


@pytest.mark.parametrize("name", STRETCHES)
def test_bodies_are_sound(name: str) -> None:
    for seed in SEEDS:
        assert performed(name, seed, 1).shape == (1, 33, 3)
        assert np.isfinite(performed(name, seed, 1)).all()
        points = performed(name, seed)
        assert points.shape == (40, 33, 3)
        assert np.isfinite(points).all()
        assert points[..., 1].min() > -0.05
        for a, b in BONES:
            assert np.ptp(np.linalg.norm(points[:, a] - points[:, b], axis=1)) < 1e-6
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() * 5.0 < 8.0


@pytest.mark.parametrize("name", STRETCHES)
def test_no_knee_bends_forward(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        bulge = points[:, KNEES] - 0.5 * (points[:, HIPS] + points[:, ANKLES])
        shin = points[:, KNEES] - points[:, ANKLES]
        shin = shin / np.linalg.norm(shin, axis=-1, keepdims=True)
        foot = points[:, 31:33] - points[:, 29:31]
        foot = foot - np.einsum("tsi,tsi->ts", foot, shin)[..., None] * shin
        bent = np.linalg.norm(bulge, axis=-1) > 0.06
        assert np.all(np.einsum("tsi,tsi->ts", bulge, foot)[bent] > -0.01), seed


@pytest.mark.parametrize("name", PLANTED)
def test_planted_feet_stay_planted(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        assert np.ptp(points[:, FEET], axis=0).max() < 1e-3, seed
        assert points[:, 31:33, 1].max() < 0.02


@pytest.mark.parametrize("name", STRETCHES)
def test_hips_and_shoulders_go_somewhere_once_at_most(name: str) -> None:
    """There and back is one stretch; an exercise goes on."""
    for seed in SEEDS:
        points = performed(name, seed)
        assert changes(height(points, HIPS), 0.12) <= 2, seed
        assert changes(height(points, SHOULDERS), 0.2) <= 2, seed


def test_folds_keep_straight_knees_and_are_no_deadlift() -> None:
    for name in ("forward_fold", "half_fold"):
        for seed in SEEDS:
            points = performed(name, seed)
            assert both_deg(points, 23, 25, 27).min() > 140.0, seed
            assert changes(angle_deg(points, 11, 23, 25), 30.0) <= 2


def test_lunge_like_postures_are_held() -> None:
    for name in ("warrior_one", "warrior_two", "lunge_twist", "side_lunge_held", "calf_stretch"):
        for seed in SEEDS:
            points = performed(name, seed)
            assert np.ptp(height(points, HIPS)) < 0.07, (name, seed)
            # One leg is straight all the time.
            assert both_deg(points, 23, 25, 27).max(axis=1).min() > 145.0, (name, seed)


def test_the_knee_behind_stays_on_the_floor() -> None:
    for seed in SEEDS:
        points = performed("hip_flexor_stretch", seed)
        behind = points[:, KNEES, 1].min(axis=1)
        assert behind.max() < 0.12, seed
        assert np.ptp(points[:, ANKLES], axis=0).max() < 0.05


def test_dogs_are_no_planks() -> None:
    for seed in SEEDS:
        down = performed("downward_dog", seed)
        assert both_deg(down, 11, 23, 25).min(axis=1).max() < 115.0, seed
        assert np.all(height(down, HIPS) > height(down, SHOULDERS) + 0.15)
        for name in ("upward_dog", "sphinx"):
            up = performed(name, seed)
            assert height(up, HIPS).max() < 0.3, (name, seed)
            assert np.all(height(up, SHOULDERS) > height(up, HIPS) + 0.05), (name, seed)
            assert np.ptp(up[:, WRISTS], axis=0).max() < 0.02
            # The back is arched: the hips hang below the line from shoulders to ankles.
            ends = up[:, [23, 24]].mean(axis=1), height(up, SHOULDERS), height(up, ANKLES)
            z = up[:, :, 2]
            share = (z[:, 23] - z[:, 27]) / (z[:, 11] - z[:, 27])
            line = ends[2] + share * (ends[1] - ends[2])
            assert np.all(ends[0][:, 1] < line - 0.03), (name, seed)


def test_arms_rise_straight_and_press_nothing() -> None:
    for seed in SEEDS:
        assert both_deg(performed("mountain", seed), 11, 13, 15).min() > 115.0, seed
        assert both_deg(performed("arm_circles", seed), 11, 13, 15).min() > 160.0, seed


@pytest.mark.parametrize(
    "name", ["shoulder_stretch", "triceps_stretch", "wrist_stretch", "chest_opener", "side_bend"]
)
def test_arm_stretches_repeat_nothing(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        reach = np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1)
        for bend in reach.T:
            assert changes(bend, 0.15) <= 4, seed  # there and back, maybe past a straight arm


@pytest.mark.parametrize("name", LYING)
def test_shoulders_stay_on_the_floor(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        assert height(points, SHOULDERS).max() < 0.3, seed
        assert np.ptp(height(points, SHOULDERS)) < 0.03


def test_one_leg_carries() -> None:
    for name in ("quad_stretch", "tree", "warrior_three", "hamstring_standing"):
        for seed in SEEDS:
            points = performed(name, seed)
            least = points[:, 31:33, 1].min(axis=1)
            assert least.max() < 0.06, (name, seed)


def test_both_sides_are_stretched() -> None:
    lifted = [int(np.argmax(performed("tree", seed)[:, ANKLES, 1].max(axis=0))) for seed in SEEDS]
    assert 5 < sum(lifted) < 25
