"""What the forms of squats, lunges, rows, deadlifts and pull-ups are known by."""

from functools import lru_cache

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    FEET,
    HIPS,
    LIMB_BONES,
    SHOULDERS,
    WRISTS,
    both_deg,
    lean_deg,
    middle,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises.deadlifts import FORMS as DEADLIFTS
from training.synthesis.exercises.lunges import FORMS as LUNGES
from training.synthesis.exercises.pull_ups import FORMS as PULL_UPS
from training.synthesis.exercises.rows import FORMS as ROWS
from training.synthesis.exercises.squats import FORMS as SQUATS
from training.synthesis.exercises.squats_jumping import JUMPING
from training.synthesis.exercises.squats_planted import PLANTED
from training.synthesis.exercises.squats_single import SINGLE
from training.synthesis.postures import Stage

EXERCISES = {
    "squat": SQUATS, "lunge": LUNGES, "row": ROWS, "deadlift": DEADLIFTS, "pull_up": PULL_UPS,
}  # fmt: skip
ALL = [(exercise, form) for exercise, forms in EXERCISES.items() for form in forms]
SEEDS = range(15)
TIME_S = np.arange(80) / 10.0

BENT_ROWS = ("bent_over_strict", "t_bar", "chest_supported", "seal", "bench_kneeling")


@lru_cache(maxsize=2048)
def performed(exercise: str, form: str, seed: int, frames: int = 80) -> FloatArray:
    rng = np.random.default_rng(seed)
    return EXERCISES[exercise][form](Stage(random_build(rng), TIME_S[:frames], rng))


@pytest.mark.parametrize(("exercise", "form"), ALL)
def test_bodies_are_sound(exercise: str, form: str) -> None:
    for seed in SEEDS:
        assert np.isfinite(performed(exercise, form, seed, 1)).all()
        assert performed(exercise, form, seed, 20).shape == (20, 33, 3)
        points = performed(exercise, form, seed)
        assert np.isfinite(points).all()
        assert points[..., 1].min() > -0.06, seed
        for a, b in LIMB_BONES:
            assert np.ptp(np.linalg.norm(points[:, a] - points[:, b], axis=1)) < 1e-6
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() * 10.0 < 12.0, seed


@pytest.mark.parametrize("form", [form for form in ("free", *PLANTED) if form != "held_low"])
def test_planted_squats_go_down_between_feet_that_stay(form: str) -> None:
    for seed in SEEDS:
        points = performed("squat", form, seed)
        assert np.ptp(middle(points, HIPS)[:, 1]) > 0.07, seed
        assert np.ptp(points[:, 31:33], axis=0).max() < 0.05, seed
        assert both_deg(points, 23, 25, 27).min() < 135.0, seed


def test_a_held_squat_stays_low_and_leans_as_nobody_sits() -> None:
    for seed in SEEDS:
        points = performed("squat", "held_low", seed)
        assert np.ptp(points, axis=0).max() < 0.12, seed
        assert both_deg(points, 23, 25, 27).max() < 130.0, seed
        assert lean_deg(points).mean() > 10.0, seed


@pytest.mark.parametrize("form", SINGLE)
def test_squats_on_one_leg_bend_one_knee_over_a_foot_that_stays(form: str) -> None:
    for seed in SEEDS:
        points = performed("squat", form, seed)
        stays = int(np.argmin(np.ptp(points[:, 31:33], axis=0).max(axis=-1)))
        assert np.ptp(points[:, 31 + stays], axis=0).max() < 0.05, seed
        assert np.ptp(both_deg(points, 23, 25, 27)[:, stays]) > 25.0, seed


@pytest.mark.parametrize("form", JUMPING)
def test_jumping_squats_dip_deep_and_leave_the_floor(form: str) -> None:
    for seed in SEEDS:
        points = performed("squat", form, seed)
        lowest = points[:, FEET, 1].min(axis=1)
        assert lowest.max() > 0.01, seed
        assert both_deg(points, 23, 25, 27).min() < 125.0, seed


@pytest.mark.parametrize("form", LUNGES)
def test_lunges_bend_a_knee_with_the_feet_apart(form: str) -> None:
    for seed in SEEDS:
        points = performed("lunge", form, seed)
        low = int(np.argmin(middle(points, HIPS)[:, 1] - middle(points, ANKLES)[:, 1]))
        apart = np.linalg.norm((points[low, 27] - points[low, 28])[[0, 2]])
        assert apart > 0.35, seed
        assert both_deg(points, 23, 25, 27)[low].min() < 135.0, seed


def test_the_foot_of_a_curtsy_lunge_goes_behind_the_other() -> None:
    for seed in SEEDS:
        points = performed("lunge", "curtsy", seed)
        # Room axes: x to the left of somebody who faces +z.
        assert (points[:, 27, 0] - points[:, 28, 0]).min() < 0.02, seed


def test_feet_change_places_in_a_jumping_lunge() -> None:
    for seed in SEEDS:
        points = performed("lunge", "jumping", seed)
        before = points[:, 27, 2] - points[:, 28, 2]
        assert before.min() < -0.3, seed
        assert before.max() > 0.3, seed


@pytest.mark.parametrize("form", ROWS)
def test_rows_pull_an_elbow_back_beside_the_trunk(form: str) -> None:
    for seed in SEEDS:
        points = performed("row", form, seed)
        reach = np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1)
        works = int(np.argmax(np.ptp(reach, axis=0)))
        assert np.ptp(reach[:, works]) > 0.08, seed
        near = reach[:, works] < np.median(reach[:, works])
        # In the chest's axes: how far the elbow is before the shoulder.
        up = middle(points, SHOULDERS) - middle(points, HIPS)
        ahead = np.cross(points[:, 11] - points[:, 12], up)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        if form == "high_machine":  # from high ahead: down as well as back
            ahead += up / np.linalg.norm(up, axis=1, keepdims=True)
        elbow = np.einsum("ti,ti->t", points[:, 13 + works] - points[:, 11 + works], ahead)
        assert elbow[near].mean() < elbow[~near].mean() - 0.03, seed


@pytest.mark.parametrize("form", BENT_ROWS)
def test_the_trunk_of_a_bent_row_stays_bent_as_in_no_deadlift(form: str) -> None:
    for seed in SEEDS:
        lean = lean_deg(performed("row", form, seed))
        assert lean.min() > 25.0, seed
        assert np.ptp(lean) < 25.0, seed


def test_the_hands_of_an_inverted_row_stay_and_the_chest_rises() -> None:
    for seed in SEEDS:
        points = performed("row", "inverted", seed)
        reach = np.ptp(np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1), axis=0)
        holds = 15 + int(np.argmax(reach))
        assert np.ptp(points[:, holds], axis=0).max() < 0.05, seed
        assert np.ptp(middle(points, SHOULDERS)[:, 1]) > 0.06, seed


@pytest.mark.parametrize("form", DEADLIFTS)
def test_deadlifts_hinge_at_the_hips_with_a_long_arm_below_the_shoulder(form: str) -> None:
    for seed in SEEDS:
        points = performed("deadlift", form, seed)
        assert np.ptp(both_deg(points, 11, 23, 25), axis=0).max() > 30.0, seed
        assert np.ptp(lean_deg(points)) > 25.0, seed
        arms = both_deg(points, 11, 13, 15).min(axis=0)
        arm = int(np.argmax(arms))
        assert arms[arm] > 115.0, seed
        assert (points[:, 15 + arm, 1] < points[:, 11 + arm, 1]).all(), seed


@pytest.mark.parametrize("form", PULL_UPS)
def test_pull_ups_lift_the_body_to_hands_that_stay(form: str) -> None:
    for seed in SEEDS:
        points = performed("pull_up", form, seed)
        assert np.ptp(points[:, WRISTS], axis=0).max() < 0.05, seed
        assert np.ptp(middle(points, SHOULDERS)[:, 1]) > 0.06, seed
        assert (points[:, WRISTS, 1] > points[:, SHOULDERS, 1] - 0.08).all(), seed
