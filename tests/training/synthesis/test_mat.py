"""What movements on mats, benches and machines are known by, without camera and errors."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    HIPS,
    KNEES,
    SHOULDERS,
    WRISTS,
    both_deg,
    height,
    lean_deg,
    middle,
    moves,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.others.mat import MAT
from training.synthesis.postures import Stage

TIME_S = np.arange(60) / 10.0
SEEDS = range(30)


def performed(label: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return MAT[label](Stage(random_build(rng), time_s, rng))


def hip_deg(points: FloatArray) -> FloatArray:
    return both_deg(points, 11, 23, 25)


def knee_deg(points: FloatArray) -> FloatArray:
    return both_deg(points, 23, 25, 27)


def elbow_deg(points: FloatArray) -> FloatArray:
    return both_deg(points, 11, 13, 15)


def test_a_bear_is_no_plank_its_knees_are_bent() -> None:
    for seed in SEEDS:
        for label in ("bear_hold", "bear_crawl"):
            points = performed(label, seed)
            assert hip_deg(points).max() < 135.0
            assert knee_deg(points).max() < 140.0
            assert points[:, KNEES, 1].min() > 0.03
            assert np.abs(height(points, SHOULDERS) - height(points, HIPS)).max() < 0.3
        assert np.ptp(middle(points, HIPS)[:, 2]) > 0.15  # the crawl goes somewhere


@pytest.mark.parametrize("label", ["all_fours", "bird_dog", "donkey_kick", "thoracic_rotation"])
def test_on_hands_and_knees_one_knee_stays_down_below_the_hip(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert points[:, KNEES, 1].min(axis=1).max() < 0.12
        # A leg that carries is never in line with the trunk.
        assert hip_deg(points).min(axis=1).max() < 125.0, seed


def test_a_mountain_climber_never_holds_still() -> None:
    for seed in SEEDS:
        points = performed("mountain_climber", seed)
        for start in range(0, 45, 5):
            assert moves(points[start : start + 15, KNEES]) > 0.15, (seed, start)
        assert hip_deg(points).min() < 100.0
        assert moves(points[:, WRISTS]) < 0.03


def test_pikes_keep_the_hips_bent_and_above_the_shoulders() -> None:
    for seed in SEEDS:
        for label in ("pike", "ball_pike", "inchworm"):
            points = performed(label, seed)
            assert hip_deg(points).min(axis=1).max() < 150.0, (label, seed)
            assert np.all(height(points, HIPS) > height(points, SHOULDERS) - 0.05), (label, seed)
            assert points[:, WRISTS, 1].max() < 0.3
        assert moves(performed("ball_pike", seed)[:, WRISTS]) < 0.02


def test_an_ab_wheel_rolls_with_straight_arms() -> None:
    for seed in SEEDS:
        points = performed("ab_wheel", seed)
        assert elbow_deg(points).min() > 140.0
        assert np.ptp(middle(points, WRISTS)[:, 2]) > 0.25
        assert np.ptp(points[:, KNEES], axis=0).max() < 0.05


def test_a_nordic_curl_turns_about_the_knees() -> None:
    for seed in SEEDS:
        points = performed("nordic_curl", seed)
        assert np.ptp(points[:, KNEES], axis=0).max() < 0.05
        assert hip_deg(points).min() > 145.0
        assert np.all(height(points, SHOULDERS) > height(points, HIPS) + 0.05)


@pytest.mark.parametrize("label", ["superman", "prone_leg_curl", "prone_rest"])
def test_on_the_belly_the_hips_lie(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        hips = middle(points, HIPS)
        assert moves(hips) < 0.03
        if label != "prone_leg_curl":
            assert hips[:, 1].max() < 0.2
        assert lean_deg(points).min() > 40.0


def test_back_extensions_swing_on_legs_that_are_never_upright() -> None:
    for seed in SEEDS:
        points = performed("back_extension", seed)
        legs = middle(points, HIPS) - middle(points, ANKLES)
        assert legs[:, 2].min() > 0.35
        assert moves(points[:, ANKLES]) < 0.01
        assert np.ptp(lean_deg(points)) > 30.0


@pytest.mark.parametrize(
    "label", ["dead_bug", "flutter_kick", "reverse_crunch", "knees_hugged", "lying_rotation"]
)
def test_on_the_back_the_shoulders_stay_down_unlike_in_a_crunch(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert points[:, SHOULDERS, 1].max() < 0.24, seed
        assert np.ptp(height(points, SHOULDERS)) < 0.05


def test_a_reverse_crunch_lifts_the_hips_and_a_hollow_body_keeps_its_shape() -> None:
    for seed in SEEDS:
        assert np.ptp(height(performed("reverse_crunch", seed), HIPS)) > 0.05
        hollow = performed("hollow_body", seed)
        assert np.ptp(hip_deg(hollow), axis=0).max() < 6.0
        assert moves(knee_deg(hollow)) < 3.0


@pytest.mark.parametrize("label", ["side_leg_lift", "clam", "side_rest"])
def test_on_the_side_the_hip_lies_on_the_floor_unlike_in_a_side_plank(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert points[:, HIPS, 1].min(axis=1).max() < 0.12
        across = np.abs(points[:, 23] - points[:, 24])
        assert np.all(across[:, 1] > 0.85 * np.linalg.norm(across, axis=1))
        assert moves(points[:, HIPS]) < 0.03


def test_foam_rolling_goes_to_and_fro_near_the_floor() -> None:
    for seed in SEEDS:
        hips = middle(performed("foam_rolling", seed), HIPS)
        assert np.ptp(hips[:, 2]) > 0.12
        assert hips[:, 1].max() < 0.4


def test_a_seated_tuck_moves_the_legs_and_not_the_trunk() -> None:
    for seed in SEEDS:
        points = performed("seated_tuck", seed)
        assert np.ptp(lean_deg(points)) < 6.0
        assert np.ptp(knee_deg(points), axis=0).max() > 40.0


@pytest.mark.parametrize("label", ["pull_over", "chest_fly", "skull_crusher"])
def test_on_a_bench_only_the_arms_work(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert lean_deg(points).min() > 35.0
        assert moves(points[:, SHOULDERS]) < 0.05
        assert moves(points[:, WRISTS]) > 0.2
        if label == "skull_crusher":
            assert np.ptp(elbow_deg(points), axis=0).max() > 45.0
            assert moves(points[:, 13:15] - points[:, SHOULDERS]) < 0.12
        else:
            assert np.ptp(elbow_deg(points), axis=0).max() < 5.0


def test_a_leg_press_is_reclined_unlike_a_squat() -> None:
    for seed in SEEDS:
        points = performed("leg_press", seed)
        assert lean_deg(points).min() > 22.0
        back = middle(points, SHOULDERS)[:, 2] - middle(points, HIPS)[:, 2]
        assert back.max() < -0.1  # leaned back, not forward
        assert np.ptp(knee_deg(points), axis=0).min() > 25.0


@pytest.mark.parametrize("label", ["leg_extension", "seated_leg_curl", "seated_calf_raise"])
def test_in_a_chair_only_the_lower_legs_move(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert moves(points[:, 11:25]) < 0.1
        assert moves(points[:, KNEES]) < (0.15 if label == "seated_calf_raise" else 0.05)
        thighs = points[:, KNEES] - points[:, HIPS]
        assert np.abs(thighs[..., 1] / np.linalg.norm(thighs, axis=-1)).max() < 0.6
        if label != "seated_calf_raise":
            assert np.ptp(knee_deg(points), axis=0).max() > 30.0


def test_a_hip_thrust_turns_about_the_shoulders_on_a_bench() -> None:
    for seed in SEEDS:
        points = performed("hip_thrust", seed)
        assert np.ptp(height(points, HIPS)) > 0.1
        assert np.ptp(height(points, SHOULDERS)) < 0.05
        assert lean_deg(points).min() > 30.0
        assert moves(points[:, 27:33]) < 0.01
