"""What tells work with weights, cables and bands from the exercises that it resembles."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    angle_deg,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.others.pulls import PULLS
from training.synthesis.postures import Stage

TIME_S = np.arange(60) / 10.0
SEEDS = range(30)
LEFT, RIGHT = 0, 1
BONES = ((11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28), (15, 19))


def performed(name: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return PULLS[name](Stage(random_build(rng), time_s, rng))


def working(points: FloatArray) -> int:
    """Return the side whose elbow opens and closes most."""
    return int(np.argmax([np.ptp(elbow_deg(points, side)) for side in (LEFT, RIGHT)]))


def elbow_deg(points: FloatArray, side: int) -> FloatArray:
    return angle_deg(points, 11 + side, 13 + side, 15 + side)


def from_shoulder(points: FloatArray, landmark: int) -> FloatArray:
    """Where a landmark is from its shoulder in arm lengths: left, along the spine, ahead."""
    shoulder = points[:, 11 + (landmark + 1) % 2]
    across = points[:, 11] - points[:, 12]
    up = points[:, 11:13].mean(axis=1) - points[:, 23:25].mean(axis=1)
    ahead = np.cross(across, up)
    up = np.cross(ahead, across)
    axes = np.stack((across, up, ahead), 1)
    axes /= np.linalg.norm(axes, axis=2, keepdims=True)
    bones = points[0, [13, 15]] - points[0, [11, 13]]
    arm = np.linalg.norm(bones, axis=1).sum()
    local: FloatArray = np.einsum("tai,ti->ta", axes, points[:, landmark] - shoulder) / arm
    return local


@pytest.mark.parametrize("name", PULLS)
def test_bodies_are_whole_and_stay_on_their_feet(name: str) -> None:
    for seed in SEEDS:
        for frames in (1, 20):
            points = performed(name, seed, np.arange(frames) / 10.0)
            assert points.shape == (frames, 33, 3)
            assert np.isfinite(points).all()
            assert points[..., 1].min() > -0.02
            assert np.ptp(points[:, 27:33], axis=0).max() < 1e-3, (name, seed)
            for a, b in BONES:
                length = np.linalg.norm(points[:, a] - points[:, b], axis=1)
                assert np.ptp(length) < 1e-6, (name, seed, a, b)


@pytest.mark.parametrize("name", [n for n in PULLS if n not in ("ball_slam", "wood_chop")])
def test_hips_hardly_move(name: str) -> None:
    """No squat, no hinge: only the arms work."""
    for seed in SEEDS:
        assert np.ptp(performed(name, seed)[:, 23:25, 1].mean(axis=1)) < 0.12, (name, seed)


def test_push_down_opens_the_elbow_from_a_right_angle_downwards() -> None:
    """A curl closes it far beyond, hands to the shoulders."""
    for seed in SEEDS:
        points = performed("push_down", seed)
        side = working(points)
        elbow = elbow_deg(points, side)
        assert elbow.min() > 72.0
        assert elbow.max() > 150.0
        wrist = points[:, 15 + side, 1]
        assert np.all(wrist < points[:, 11 + side, 1] - 0.08), seed
        assert wrist[elbow.argmax()] < points[elbow.argmax(), 13 + side, 1] - 0.15
        assert np.ptp(from_shoulder(points, 13 + side), axis=0).max() < 0.25


def test_overhead_extension_keeps_the_elbows_up() -> None:
    """A press begins with the elbows below the shoulders."""
    for seed in SEEDS:
        points = performed("overhead_extension", seed)
        side = working(points)
        assert from_shoulder(points, 13 + side)[:, 1].min() > 0.33
        folded = int(elbow_deg(points, side).argmin())
        assert from_shoulder(points, 15 + side)[folded, 2] < 0.1  # behind the head


def test_kickback_keeps_the_upper_arm_along_the_trunk() -> None:
    """A row lets it hang and draws it back."""
    for seed in SEEDS:
        points = performed("kickback", seed)
        side = working(points)
        elbow = from_shoulder(points, 13 + side)
        assert np.all(elbow[:, 1] < -0.4)
        assert np.ptp(elbow, axis=0).max() < 0.12
        assert np.ptp(elbow_deg(points, side)) > 45.0
        spine = points[:, 11:13].mean(axis=1) - points[:, 23:25].mean(axis=1)
        assert np.all(spine[:, 2] > 0.6 * spine[:, 1])  # bent over


def test_lat_pull_down_ends_at_the_chest_with_the_elbows_below() -> None:
    """A press turns round at or above the shoulders, and goes on above the head."""
    for seed in SEEDS:
        points = performed("lat_pull_down", seed)
        side = working(points)
        wrist, elbow = from_shoulder(points, 15 + side), from_shoulder(points, 13 + side)
        assert wrist[:, 1].max() > 0.5
        low = int(wrist[:, 1].argmin())
        assert wrist[low, 1] < 0.12, seed
        assert elbow[low, 1] < -0.2
        assert wrist[low, 2] > 0.1  # before the chest
        lean = points[:, 11:13].mean(axis=1) - points[:, 23:25].mean(axis=1)
        assert lean[low, 2] < 0.03  # never leaning forward


@pytest.mark.parametrize("name", ["straight_arm_pull_down", "shrug", "reverse_fly"])
def test_straight_arms_stay_straight(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        moving = int(np.argmax(np.ptp(points[:, 15:17], axis=0).sum(axis=1)))
        assert elbow_deg(points, moving).min() > 140.0, (name, seed)


def test_straight_arm_pull_down_goes_to_the_thighs() -> None:
    for seed in SEEDS:
        points = performed("straight_arm_pull_down", seed)
        moving = int(np.argmax(np.ptp(points[:, 15:17], axis=0).sum(axis=1)))
        wrist = from_shoulder(points, 15 + moving)
        assert wrist[:, 1].max() > -0.1
        assert wrist[:, 1].min() < -0.75


def test_face_pull_draws_the_hands_to_the_head_with_high_elbows() -> None:
    """A row ends at the ribs, elbows below the shoulders."""
    for seed in SEEDS:
        points = performed("face_pull", seed)
        wrist, elbow = from_shoulder(points, 15), from_shoulder(points, 13)
        near = int(wrist[:, 2].argmin())
        assert wrist[near, 1] > 0.05
        assert elbow[:, 1].min() > -0.25, seed
        assert np.ptp(wrist[:, 2]) > 0.25


def test_upright_row_lifts_the_elbows_above_the_hands() -> None:
    """A curl leaves them below, a bent-over row goes back."""
    for seed in SEEDS:
        points = performed("upright_row", seed)
        side = working(points)
        wrist, elbow = from_shoulder(points, 15 + side), from_shoulder(points, 13 + side)
        assert wrist[:, 1].max() < 0.02
        assert np.ptp(wrist[:, 1]) > 0.4
        assert np.all(elbow[:, 1] > wrist[:, 1])


def test_shrug_moves_the_shoulders_only() -> None:
    for seed in SEEDS:
        points = performed("shrug", seed)
        lift = points[:, 11:13, 1] - points[:, 23:25, 1]
        assert 0.02 < np.ptp(lift, axis=0).max() < 0.14


@pytest.mark.parametrize(("name", "closes"), [("reverse_fly", False), ("fly", True)])
def test_flies_open_and_close_wide_arms(name: str, closes: bool) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        moving = int(np.argmax(np.ptp(points[:, 15:17], axis=0).sum(axis=1)))
        outward = from_shoulder(points, 15 + moving)[:, 0] * (1.0 - 2.0 * moving)
        assert np.ptp(outward) > 0.25, (name, seed)
        assert outward.max() > 0.35
        # No press: nothing is pushed above the head.
        assert from_shoulder(points, 15 + moving)[:, 1].max() < (0.75 if closes else 0.35)


def test_shoulder_rotation_keeps_elbow_and_its_angle() -> None:
    for seed in SEEDS:
        points = performed("shoulder_rotation", seed)
        side = int(np.argmax(np.ptp(points[:, 15:17], axis=0).sum(axis=1)))
        assert np.ptp(elbow_deg(points, side)) < 25.0, seed
        assert np.ptp(from_shoulder(points, 13 + side), axis=0).max() < 0.02
        assert np.ptp(from_shoulder(points, 15 + side), axis=0).max() > 0.2


def test_chest_press_pushes_ahead_and_not_up() -> None:
    for seed in SEEDS:
        points = performed("chest_press", seed)
        side = working(points)
        wrist = from_shoulder(points, 15 + side)
        assert wrist[:, 2].max() > 0.7
        assert np.ptp(wrist[:, 2]) > 0.35
        assert np.abs(wrist[:, 1]).max() < 0.35
        assert wrist[:, 1].min() > -0.32  # a row ends lower


def test_wrist_curl_moves_nothing_but_hands() -> None:
    for seed in SEEDS:
        points = performed("wrist_curl", seed)
        assert np.ptp(points[:, 13:17], axis=0).max() < 0.08
        assert np.ptp(points[:, 19:21, 1], axis=0).max() > 0.02


def test_ball_slam_goes_from_overhead_to_the_floor() -> None:
    """Neither squats nor deadlifts begin with the hands overhead."""
    for seed in SEEDS:
        points = performed("ball_slam", seed)
        hands = points[:, 15:17, 1].mean(axis=1)
        assert hands.max() > points[hands.argmax(), 0, 1] + 0.05
        assert hands.min() < points[0, 23, 1]
        assert np.linalg.norm(points[:, 15] - points[:, 16], axis=1).max() < 0.5


def test_ball_throw_ends_with_arms_ahead() -> None:
    for seed in SEEDS:
        points = performed("ball_throw", seed)
        wrist = from_shoulder(points, 15 + working(points))
        assert wrist[int(wrist[:, 2].argmax()), 2] > 0.65
        assert np.ptp(wrist[:, 2]) > 0.25


def test_battle_ropes_are_quicker_than_any_curl() -> None:
    time_s = np.arange(120) / 20.0
    for seed in SEEDS:
        hand = from_shoulder(performed("battle_ropes", seed, time_s), 15)[:, 1]
        assert np.ptp(hand) > 0.1
        turns = np.count_nonzero(np.diff(np.sign(hand - np.median(hand))))
        assert turns / 2.0 / 6.0 > 1.2, seed  # waves a second


def test_wood_chop_swings_joined_hands_across() -> None:
    for seed in SEEDS:
        points = performed("wood_chop", seed)
        assert np.linalg.norm(points[:, 15] - points[:, 16], axis=1).max() < 0.12, seed
        assert np.ptp(points[:, 15, 0]) > 0.25
