"""What the forms of crunches and sit-ups are known by, without camera and errors."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    FEET,
    HIPS,
    KNEES,
    SHOULDERS,
    WRISTS,
    both_deg,
    middle,
    moves,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises.crunches import FORMS, crunch_situp
from training.synthesis.postures import Stage

TIME_S = np.arange(80) / 10.0
SEEDS = range(20)


def performed(form: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return FORMS[form](Stage(random_build(rng), time_s, rng))


def lean_deg(points: FloatArray) -> FloatArray:
    """How far the trunk is above level, feet ahead."""
    up = middle(points, SHOULDERS) - middle(points, HIPS)
    degrees: FloatArray = np.degrees(np.arctan2(up[:, 1], -up[:, 2]))
    return degrees


def chest_turn_deg(points: FloatArray) -> FloatArray:
    """Angle between the line of the shoulders and that of the hips."""
    one = points[:, 11] - points[:, 12]
    two = points[:, 23] - points[:, 24]
    cosine = np.einsum("ti,ti->t", one, two)
    cosine /= np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    degrees: FloatArray = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return degrees


@pytest.mark.parametrize("form", FORMS)
def test_every_form_lies_on_the_back_and_its_hips_stay(form: str) -> None:
    for seed in SEEDS:
        assert np.isfinite(performed(form, seed, TIME_S[:1])).all()
        assert np.isfinite(performed(form, seed, TIME_S[:20])).all()
        points = performed(form, seed)
        assert points[..., 1].min() > -0.06, seed
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() < 1.2, seed
        assert moves(middle(points, HIPS)) < 0.06, seed
        assert lean_deg(points).min() < 45.0, seed  # it lies, or nearly


def test_the_feet_stay_where_they_stand() -> None:
    for form in ("butterfly", "shins_on_bench", "over_ball", "heel_touch", "turning_sit_up"):
        for seed in SEEDS:
            assert moves(performed(form, seed)[:, FEET]) < 0.02, (form, seed)


def test_the_shoulders_come_up_or_stay_up() -> None:
    for form in set(FORMS) - {"held", "heel_touch", "over_ball"}:
        for seed in SEEDS:
            assert np.ptp(middle(performed(form, seed), SHOULDERS)[:, 1]) > 0.03, (form, seed)
    for form in ("held", "heel_touch"):
        for seed in SEEDS:
            points = performed(form, seed)
            assert np.ptp(middle(points, SHOULDERS)[:, 1]) < 0.1
            raised = middle(points, SHOULDERS)[:, 1] - middle(points, HIPS)[:, 1]
            assert raised.min() > 0.0, (form, seed)


def test_some_turn_at_the_top() -> None:
    for form in ("turning_sit_up", "cross_body"):
        for seed in SEEDS:
            points = performed(form, seed)
            turn, lean = chest_turn_deg(points), lean_deg(points)
            assert turn.max() > 15.0, (form, seed)
            assert turn[lean > np.quantile(lean, 0.8)].max() > turn[lean.argmin()], (form, seed)


def test_the_knee_comes_to_the_other_elbow() -> None:
    for seed in SEEDS:
        points = performed("cross_body", seed)
        gap = np.linalg.norm(points[:, KNEES] - points[:, [14, 13]], axis=-1).min(axis=1)
        assert gap.min() < gap.max() - 0.08, seed


@pytest.mark.parametrize("form", ["suitcase", "v_up", "double"])
def test_legs_and_trunk_close_together(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        hip = both_deg(points, 11, 23, 25).min(axis=1)
        assert np.ptp(hip) > 25.0, seed
        top = lean_deg(points)
        assert np.corrcoef(hip, top)[0, 1] < -0.8, seed
        # The trunk takes part: that is what a reverse crunch and a seated tuck lack.
        assert np.ptp(top) > (10.0 if form == "double" else 25.0), seed


def test_a_v_up_keeps_knees_and_elbows_straight() -> None:
    for seed in SEEDS:
        points = performed("v_up", seed)
        assert both_deg(points, 23, 25, 27).min() > 150.0
        reach = middle(points, WRISTS)[:, 2]
        assert reach[lean_deg(points).argmax()] > reach[lean_deg(points).argmin()]


def test_a_decline_bench_has_the_feet_above_the_shoulders() -> None:
    for seed in SEEDS:
        points = performed("decline", seed)
        low = int(lean_deg(points).argmin())
        assert lean_deg(points)[low] < 0.0
        assert middle(points, KNEES)[low, 1] > middle(points, HIPS)[low, 1] + 0.05
        assert middle(points, KNEES)[low, 1] > middle(points, SHOULDERS)[low, 1] + 0.2
        assert moves(points[:, FEET]) < 0.02


def test_an_oblique_crunch_has_the_knees_aside() -> None:
    for seed in SEEDS:
        points = performed("oblique", seed)
        hips = points[:, 23] - points[:, 24]
        assert np.abs(hips[:, 1]).min() > 0.5 * np.linalg.norm(hips[0]), seed


def test_a_dumbbell_stays_above_its_shoulder() -> None:
    for seed in SEEDS:
        points = performed("one_arm", seed)
        above = points[:, WRISTS, 1] - points[:, SHOULDERS, 1]
        assert above.max(axis=1).min() > 0.3
        assert above.min() < 0.3 or both_deg(points, 11, 13, 15).min() < 120.0


def test_heels_are_touched_in_turns() -> None:
    for seed in SEEDS:
        points = performed("heel_touch", seed)
        gap = np.linalg.norm(points[:, WRISTS] - points[:, ANKLES], axis=-1)
        assert np.ptp(gap, axis=0).min() > 0.02
        assert np.corrcoef(gap[:, 0], gap[:, 1])[0, 1] < -0.3


def test_the_exercise_takes_all_forms_and_the_plain_one_most_often() -> None:
    rises = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        points = crunch_situp(Stage(random_build(rng), TIME_S[:40], rng))
        assert np.isfinite(points).all()
        rises.append(np.ptp(middle(points, SHOULDERS)[:, 1]))
    assert min(rises) < 0.1
    assert max(rises) > 0.3
