"""What the forms of overhead presses are known by, without camera and errors."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    FEET,
    HIPS,
    NOSE,
    SHOULDERS,
    WRISTS,
    angle_deg,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises.presses import FORMS, overhead_press
from training.synthesis.postures import Stage

TIME_S = np.arange(80) / 10.0
SEEDS = range(20)


def performed(form: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return FORMS[form](Stage(random_build(rng), time_s, rng))


def elbow_deg(points: FloatArray, side: int) -> FloatArray:
    return angle_deg(points, 11 + side, 13 + side, 15 + side)


def worker(points: FloatArray) -> int:
    """The side whose hand rises more."""
    return int(np.argmax(np.ptp(points[:, WRISTS, 1], axis=0)))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_body_with_feet_that_stay(form: str) -> None:
    for seed in SEEDS:
        for frames in (1, 20):
            assert np.isfinite(performed(form, seed, TIME_S[:frames])).all()
        points = performed(form, seed)
        assert points[..., 1].min() > -0.06, seed
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() < 0.9, seed
        assert np.ptp(points[:, FEET], axis=0).max() < 1e-3, seed
        if form != "push_press":
            assert np.ptp(points[:, HIPS], axis=0).max() < 0.06, seed
        bones = np.linalg.norm(points[:, 13:17] - points[:, 11:15], axis=-1)
        assert np.ptp(bones, axis=0).max() < 1e-6, seed


@pytest.mark.parametrize("form", FORMS)
def test_the_hand_goes_from_the_shoulder_to_above_the_head(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        works = worker(points)
        hand = points[:, 15 + works, 1]
        low, high = int(np.argmin(hand)), int(np.argmax(hand))
        assert np.ptp(hand) > 0.15, seed
        assert hand[high] > points[high, NOSE, 1] + 0.08, seed
        assert hand[low] > points[low, 11 + works, 1] - 0.12, seed
        # The upper arm is above level at the end, unlike a triceps' extension not at first.
        assert points[high, 13 + works, 1] > points[high, 11 + works, 1] + 0.05, seed
        assert points[low, 13 + works, 1] < points[low, 11 + works, 1] + 0.12, seed
        elbow = elbow_deg(points, works)
        assert elbow[high] > elbow[low] + 15.0, seed
        assert elbow.max() > 100.0, seed


def test_a_push_press_dips_before_the_hands_rise() -> None:
    for seed in SEEDS:
        points = performed("push_press", seed)
        hips = points[:, HIPS, 1].mean(axis=1)
        assert 0.04 < np.ptp(hips) < 0.22, seed
        reach = points[:, WRISTS, 1].max(axis=1) - points[:, SHOULDERS, 1].mean(axis=1)
        deep = int(np.argmin(hips))
        assert reach[deep] < reach.min() + 0.5 * np.ptp(reach), seed


def test_palms_turn_round_on_the_way_up_of_an_arnold_press() -> None:
    for seed in SEEDS:
        points = performed("arnold", seed)
        works = worker(points)
        side = 1.0 - 2.0 * works
        hand = points[:, 15 + works, 1]
        low, high = int(np.argmin(hand)), int(np.argmax(hand))
        thumb = side * (points[:, 21 + works, 0] - points[:, 17 + works, 0])
        assert thumb[low] > 0.0 > thumb[high], seed
        ahead = points[:, 13 + works, 2] - points[:, 11 + works, 2]
        assert ahead[low] > ahead[high] + 0.05, seed


def test_a_bar_that_turns_about_its_end_goes_up_and_away() -> None:
    for seed in SEEDS:
        points = performed("bar_end", seed)
        works = worker(points)
        high = int(np.argmax(points[:, 15 + works, 1]))
        arm = points[high, 15 + works] - points[high, 11 + works]
        rise = np.degrees(np.arctan2(arm[1], arm[2]))
        assert 35.0 < rise < 88.0, seed


def test_hands_at_one_weight_stay_together_before_the_head() -> None:
    for seed in SEEDS:
        points = performed("one_weight", seed)
        apart = np.linalg.norm(points[:, 15] - points[:, 16], axis=1)
        assert apart.max() < 0.3, seed
        low = int(np.argmin(points[:, 15, 1]))
        assert points[low, 15, 2] > points[low, 7, 2], seed


def test_a_bar_behind_the_neck_is_behind_it() -> None:
    for seed in SEEDS:
        points = performed("behind_neck", seed)
        low = int(np.argmin(points[:, 15, 1]))
        chest = np.cross(
            points[low, 11] - points[low, 12],
            points[low, SHOULDERS].mean(axis=0) - points[low, HIPS].mean(axis=0),
        )
        for side in (0, 1):
            assert (points[low, 15 + side] - points[low, 11 + side]) @ chest < 0.0, seed


def test_hands_in_turns_are_not_at_one_height() -> None:
    for seed in SEEDS:
        points = performed("alternating", seed)
        left, right = points[:, 15, 1], points[:, 16, 1]
        assert np.abs(left - right).max() > 0.12, seed


def test_people_kneel_and_lean_back() -> None:
    for seed in SEEDS:
        hips = performed("kneeling", seed)[:, HIPS, 1].mean()
        feet = performed("kneeling", seed)[:, FEET, 1]
        assert hips < 0.65 or feet.max() > 0.1, seed  # but for those on one leg
        points = performed("reclined", seed)
        back = points[:, HIPS, 2].mean() - points[:, SHOULDERS, 2].mean()
        assert back > 0.02, seed


def test_a_press_is_of_every_kind() -> None:
    low, high = 0, 0
    for seed in range(120):
        rng = np.random.default_rng(seed)
        points = overhead_press(Stage(random_build(rng), TIME_S[:2], rng))
        low += int(points[0, HIPS, 1].mean() < 0.65)
        high += int(points[0, HIPS, 1].mean() > 0.75)
    assert low > 20
    assert high > 40
