"""Getting down to the floor and up: sound bodies, and hands, knees or a seat that get there."""

from functools import lru_cache

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    HIPS,
    KNEES,
    LIMB_BONES,
    WRISTS,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.others.changes import CHANGES
from training.synthesis.postures import Stage

SEEDS = range(30)


@lru_cache(maxsize=1024)
def performed(name: str, seed: int, frames: int = 30) -> FloatArray:
    rng = np.random.default_rng(seed)
    return CHANGES[name](Stage(random_build(rng), np.arange(frames) / 10.0, rng))


def lowest_m(points: FloatArray, which: slice) -> FloatArray:
    lowest: FloatArray = points[:, which, 1].min(axis=1)
    return lowest


@pytest.mark.parametrize("name", CHANGES)
def test_bodies_are_sound(name: str) -> None:
    for seed in SEEDS:
        assert np.isfinite(performed(name, seed, 1)).all()
        points = performed(name, seed)
        assert points.shape == (30, 33, 3)
        assert np.isfinite(points).all()
        assert points[..., 1].min() > -0.03
        for a, b in LIMB_BONES:
            assert np.ptp(np.linalg.norm(points[:, a] - points[:, b], axis=1)) < 1e-6
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() * 10.0 < 9.0


@pytest.mark.parametrize("name", CHANGES)
def test_hips_go_far_up_or_down_or_the_trunk_turns(name: str) -> None:
    moved = 0
    for seed in SEEDS:
        points = performed(name, seed)
        hips = points[:, HIPS].mean(axis=1)
        trunk = points[:, 11:13].mean(axis=1) - hips
        moved += bool(np.ptp(hips[:, 1]) > 0.3 or np.ptp(trunk[:, 1]) > 0.25)
    assert moved >= 20


@pytest.mark.parametrize("name", CHANGES)
def test_a_hand_a_knee_or_the_seat_gets_to_the_floor_or_leaves_it(name: str) -> None:
    there = 0
    for seed in SEEDS:
        points = performed(name, seed)
        hand, knee, hips = (lowest_m(points, which).min() for which in (WRISTS, KNEES, HIPS))
        there += bool(hand < 0.15 or knee < 0.12 or hips < 0.25)
    assert there >= 24


def test_nobody_stops_in_the_posture_of_a_lunge() -> None:
    """The way down goes on from one knee: both are down, or somebody comes up from them."""
    for seed in SEEDS:
        points = performed("down_to_knees", seed, 60)
        both = points[:, KNEES, 1].max(axis=1)
        assert both.min() < 0.75 * both.max()


def test_nobody_sits_up_from_the_back() -> None:
    for seed in range(60):
        points = performed("down_to_seat", seed, 40)
        rise = (points[:, 11:13] - points[:, HIPS])[..., 1].mean(axis=1)
        flat = np.flatnonzero(rise < 0.1)
        assert not flat.size or (rise[flat[0] :] < 0.35).all()
