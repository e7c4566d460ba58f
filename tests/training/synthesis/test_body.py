"""The skeleton itself: limbs keep their length, reach their targets and bend the right way."""

import numpy as np
import pytest

from training.synthesis.body import (
    Arms,
    arms_to,
    feet_on,
    knees_off_floor,
    landmarks,
    legs_at,
    random_build,
    rest_on,
    sided,
    torso,
    turns,
    two_bones,
)


def test_two_bones_end_at_a_target_within_reach(rng: np.random.Generator) -> None:
    start = rng.normal(size=(50, 2, 3))
    way = rng.normal(size=(50, 2, 3))
    target = start + way / np.linalg.norm(way, axis=-1, keepdims=True) * 0.4
    pole = rng.normal(size=(50, 2, 3))
    middle, end = two_bones(start, target, pole, 0.3, 0.25)
    np.testing.assert_allclose(end, target, atol=1e-9)
    np.testing.assert_allclose(np.linalg.norm(middle - start, axis=-1), 0.3)
    np.testing.assert_allclose(np.linalg.norm(end - middle, axis=-1), 0.25)
    # The joint lies on the side that the pole shows.
    assert np.all(np.einsum("tsi,tsi->ts", middle - 0.5 * (start + end), pole) > 0.0)


@pytest.mark.parametrize("distance_m", [0.0, 0.01, 5.0])
def test_two_bones_never_stretch_nor_fold_flat(distance_m: float) -> None:
    start = np.zeros((1, 3))
    target = np.array([[0.0, -distance_m, 0.0]])
    middle, end = two_bones(start, target, np.array([0.0, 0.0, 1.0]), 0.42, 0.4)
    assert np.linalg.norm(middle - start) == pytest.approx(0.42)
    assert np.linalg.norm(end - middle) == pytest.approx(0.4)
    assert 0.2 < np.linalg.norm(end - start) < 0.82


def test_turns_lean_forward_turn_left_and_lean_right() -> None:
    forward, left, right = turns(0.5 * np.eye(3))
    assert forward[:, 1] == pytest.approx([0.0, np.cos(0.5), np.sin(0.5)])
    assert left[:, 2] == pytest.approx([np.sin(0.5), 0.0, np.cos(0.5)])
    assert right[:, 1] == pytest.approx([-np.sin(0.5), np.cos(0.5), 0.0])


def test_turns_are_rotations(rng: np.random.Generator) -> None:
    matrices = turns(rng.normal(size=(20, 3)))
    np.testing.assert_allclose(
        matrices @ np.swapaxes(matrices, 1, 2), np.tile(np.eye(3), (20, 1, 1)), atol=1e-12
    )
    np.testing.assert_allclose(np.linalg.det(matrices), 1.0)


def test_people_differ_within_human_limits() -> None:
    statures = [random_build(np.random.default_rng(seed)).stature_m for seed in range(200)]
    assert 1.45 <= min(statures) < 1.6
    assert 1.82 < max(statures) <= 2.0
    build = random_build(np.random.default_rng(0))
    standing_m = build.ankle_m + build.leg_m + build.spine_m
    assert 0.74 < standing_m / build.stature_m < 0.90


def test_somebody_standing_has_everything_in_its_place() -> None:
    build = random_build(np.random.default_rng(3))
    pelvis = np.array([[0.0, 2.0, 0.0]])  # far too high: it must come down to the feet
    still = (0.0, 0.0, 0.0)
    legs = feet_on(build, sided(0.1, 0.0, build.toe_m), np.zeros(2))
    trunk = rest_on(build, torso(build, pelvis, still, still, still), legs.ankles_m)
    hands = trunk.shoulders_m + np.array([0.0, -0.95 * build.arm_m, 0.0])
    arms = arms_to(build, trunk, hands, sided(0.0, 0.0, -1.0), sided(0.0, 0.0, 1.0))
    (points,) = landmarks(build, trunk, arms, legs)
    left, right = points[1:4, 0], points[4:7, 0]
    assert np.all(left > 0.0)
    assert np.all(right < 0.0)
    assert np.all(points[11:33:2, 0] > 0.0)  # odd numbers are the person's left
    assert np.all(points[12:33:2, 0] < 0.0)
    heights = points[:, 1]
    assert heights[0] > heights[11] > heights[13] > heights[15] > heights[19]
    assert heights[23] > heights[25] > heights[27] > heights[29]
    assert heights[29:33] == pytest.approx(0.0, abs=1e-9)
    assert points[0, 2] > points[7, 2]  # the nose is before the ears
    assert np.all(points[31:33, 2] > points[29:31, 2])  # the tips are before the heels
    assert np.all(points[13:15, 2] < points[11:13, 2])  # elbows bend back, knees forward
    assert np.all(points[25:27, 2] > points[23:25, 2])
    assert np.all(points[21:23, 2] > points[17:19, 2])  # thumbs ahead


def test_joint_angles_give_the_same_knees_as_the_solver() -> None:
    build = random_build(np.random.default_rng(5))
    still = (0.0, 0.0, 0.0)
    trunk = torso(build, np.array([[0.0, 1.5, 0.0]]), still, still, still)
    legs = legs_at(build, trunk, 1.2, np.array([[0.3, 1.4]]))
    any_way = np.ones((1, 2, 3))
    none = Arms(any_way, any_way, any_way, np.array([1.0, 0.0, 0.0]))
    (points,) = landmarks(build, trunk, none, legs)
    thigh = np.array([0.0, -np.cos(1.2), np.sin(1.2)]) * build.thigh_m
    np.testing.assert_allclose(points[25:27] - points[23:25], [thigh, thigh], atol=1e-6)
    shins = points[27:29] - points[25:27]
    bent = np.arccos(shins @ thigh / build.thigh_m / build.shin_m)
    assert bent == pytest.approx([0.3, 1.4], abs=1e-6)


def test_knees_stay_above_the_floor() -> None:
    build = random_build(np.random.default_rng(7))
    still = (0.0, 0.0, 0.0)
    low = torso(build, np.array([[0.0, 0.3, 0.3]]), still, still, still)
    legs = feet_on(build, sided(0.1, 0.0, 0.0), np.zeros(2), 1.0)
    raised = knees_off_floor(build, low, legs)
    knees, _ = two_bones(raised.hips_m, legs.ankles_m, legs.poles, build.thigh_m, build.shin_m)
    assert knees[..., 1].min() > 0.03


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(11)
