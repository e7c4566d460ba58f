"""What the forms of push-ups and planks are known by, without camera and errors."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    ELBOWS,
    HIPS,
    SHOULDERS,
    WRISTS,
    both_deg,
    height,
    middle,
    moves,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises.planks import FORMS as PLANKS
from training.synthesis.exercises.planks import plank
from training.synthesis.exercises.push_ups import FORMS as PUSH_UPS
from training.synthesis.exercises.push_ups import push_up
from training.synthesis.postures import Stage

ALL = PUSH_UPS | PLANKS
TIME_S = np.arange(80) / 10.0
SEEDS = range(20)


def performed(form: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return ALL[form](Stage(random_build(rng), time_s, rng))


def chest_down(points: FloatArray) -> FloatArray:
    """1 where the chest faces the floor, 0 where it faces a side."""
    front = np.cross(
        points[:, 11] - points[:, 12], middle(points, SHOULDERS) - middle(points, HIPS)
    )
    down: FloatArray = -front[:, 1] / np.linalg.norm(front, axis=1)
    return down


@pytest.mark.parametrize("form", ALL)
def test_every_form_is_a_straight_body_above_the_floor(form: str) -> None:
    for seed in SEEDS:
        assert np.isfinite(performed(form, seed, TIME_S[:1])).all()
        assert np.isfinite(performed(form, seed, TIME_S[:20])).all()
        points = performed(form, seed)
        assert points[..., 1].min() > -0.06, seed
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() < 1.2, seed
        # The leg that carries is in line with the trunk.
        straight = 130.0 if form == "side" else 140.0
        assert both_deg(points, 11, 23, 25).max(axis=1).min() > straight, seed


@pytest.mark.parametrize("form", PUSH_UPS)
def test_push_ups_bend_the_arms_on_fixed_hands(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        assert moves(points[:, WRISTS]) < 0.03, seed
        assert chest_down(points).min() > 0.3, seed
        elbows = both_deg(points, 11, 13, 15)
        assert np.ptp(elbows, axis=0).min() > 8.0, seed
        if form != "side_to_side":
            assert np.ptp(height(points, SHOULDERS)) > 0.04, seed
            way = np.corrcoef(height(points, SHOULDERS), elbows.mean(axis=1))[0, 1]
            assert way > 0.85, seed


def test_a_steep_push_up_has_the_hands_high_and_before_the_shoulders() -> None:
    for seed in SEEDS:
        points = performed("steep", seed)
        assert points[:, WRISTS, 1].min() > 0.15
        assert np.all(points[:, WRISTS, 2] > points[:, SHOULDERS, 2])
        assert np.all(height(points, SHOULDERS) > height(points, HIPS) + 0.1)


def test_a_sphinx_push_up_starts_from_the_forearms() -> None:
    for seed in SEEDS:
        points = performed("sphinx", seed)
        assert height(points, ELBOWS).min() < 0.12
        assert both_deg(points, 11, 13, 15).max() > 135.0


def test_from_side_to_side_the_shoulders_go_across() -> None:
    for seed in SEEDS:
        points = performed("side_to_side", seed)
        assert np.ptp(middle(points, SHOULDERS)[:, 0]) > 0.1
        # One arm is straighter than the other at the ends.
        elbows = both_deg(points, 11, 13, 15)
        assert np.abs(elbows[:, 0] - elbows[:, 1]).max() > 15.0


def test_hands_are_staggered_and_a_foot_is_lifted() -> None:
    for seed in SEEDS:
        points = performed("staggered", seed)
        assert np.abs(points[:, 15, 2] - points[:, 16, 2]).min() > 0.08
        points = performed("foot_lifted", seed)
        assert np.abs(points[:, 27, 1] - points[:, 28, 1]).max() > 0.04


def test_a_drop_falls_faster_than_it_rises() -> None:
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        time_s = np.arange(240) / 30.0
        points = PUSH_UPS["dropping"](Stage(random_build(rng), time_s, rng))
        speed = np.diff(height(points, SHOULDERS))
        assert -speed.min() > 1.1 * speed.max(), seed


@pytest.mark.parametrize("form", ["still", "raised"])
def test_a_held_plank_hardly_moves(form: str) -> None:
    for seed in SEEDS:
        assert moves(performed(form, seed)) < 0.08, seed


def test_one_arm_works_while_the_other_one_and_the_feet_stay() -> None:
    for seed in SEEDS:
        points = performed("arm_at_work", seed)
        assert moves(points[:, 27:33]) < 0.02
        assert moves(points[:, WRISTS]) > 0.05
        lifted = np.linalg.norm(points[:, WRISTS] - np.median(points[:, WRISTS], axis=0), axis=-1)
        assert lifted.min(axis=1).max() < 0.4  # never both far from their place


def test_one_leg_works_while_the_hands_stay() -> None:
    for seed in SEEDS:
        points = performed("leg_at_work", seed)
        assert moves(points[:, WRISTS]) < 0.1
        assert moves(points[:, ANKLES]) > 0.1
        assert height(points, SHOULDERS).max() < 0.8


def test_opening_turns_the_chest_to_a_side_and_back() -> None:
    for seed in SEEDS:
        down = chest_down(performed("opening", seed))
        assert down.max() > 0.9
        assert down.min() < 0.85


def test_a_side_plank_faces_a_side() -> None:
    drops = []
    for seed in range(40):
        points = performed("side", seed)
        assert np.abs(chest_down(points)).max() < 0.6, seed
        lower = int(np.argmin(points[:, SHOULDERS, 1].mean(axis=0)))
        assert moves(points[:, 15 + lower]) < 0.06, seed
        gap = points[:, 12 - lower, 1] - points[:, 11 + lower, 1]
        assert gap.min() > 0.1, seed
        drops.append(np.ptp(height(points, HIPS)))
    assert max(drops) > 0.06


def test_up_and_down_goes_from_the_elbows_to_the_hands() -> None:
    for seed in SEEDS:
        points = performed("up_and_down", seed)
        assert height(points, ELBOWS).min() < 0.14
        assert both_deg(points, 11, 13, 15).mean(axis=1).max() > 130.0
        assert np.ptp(height(points, SHOULDERS)) > 0.12


def test_shoulder_blades_move_the_trunk_not_the_arms() -> None:
    for seed in SEEDS:
        points = performed("scapular", seed)
        assert 0.012 < np.ptp(height(points, HIPS)) < 0.09
        # Tremor alone turns a straight elbow by 20 degrees: its span tells more than its angle.
        reach = np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1)
        assert np.ptp(reach, axis=0).max() < 0.03


def test_the_plain_forms_are_the_most_frequent() -> None:
    quiet = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        points = plank(Stage(random_build(rng), TIME_S[:40], rng))
        quiet += moves(points) < 0.08
        points = push_up(Stage(random_build(rng), TIME_S[:40], rng))
        assert np.isfinite(points).all()
    assert 20 <= quiet <= 50
