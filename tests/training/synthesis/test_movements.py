"""What each movement is known by, without camera and errors."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    ELBOWS,
    HEELS,
    HIPS,
    KNEES,
    NOSE,
    SHOULDERS,
    TIPS,
    WRISTS,
    angle_deg,
    correlation,
    height,
    still,
)
from training.errors import DatasetError
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises import EXERCISES
from training.synthesis.exercises.crunches import FORMS as CRUNCHES
from training.synthesis.exercises.curls import FORMS as CURLS
from training.synthesis.exercises.planks import FORMS as PLANKS
from training.synthesis.exercises.push_ups import FORMS as PUSH_UPS
from training.synthesis.exercises.squats import FORMS as SQUATS
from training.synthesis.movements import movements_of, perform
from training.synthesis.others import NEAR_MISSES, OTHERS
from training.synthesis.others.changes import CHANGES
from training.synthesis.others.daily import DAILY
from training.synthesis.others.jumps import JUMPS
from training.synthesis.others.mat import MAT
from training.synthesis.others.pulls import PULLS
from training.synthesis.others.stretches import STRETCHES
from training.synthesis.postures import Stage
from training.synthesis.rhythm import once, repetitions, wander

TIME_S = np.arange(80) / 10.0  # long enough for a whole repetition of every tempo
SEEDS = range(12)
EVERYTHING = (*EXERCISES, *OTHERS)

BONES = (
    (11, 13), (13, 15), (12, 14), (14, 16), (23, 25), (25, 27), (24, 26), (26, 28),
    (27, 29), (27, 31), (28, 32), (23, 24), (7, 8), (15, 19),
)  # fmt: skip


def performed(label: str, seed: int) -> FloatArray:
    return perform(label, TIME_S, np.random.default_rng(seed))


def plain(form: Callable[[Stage], FloatArray], seed: int) -> FloatArray:
    """The form of an exercise that the others are variants of."""
    rng = np.random.default_rng(seed)
    return form(Stage(random_build(rng), TIME_S, rng))


@pytest.mark.parametrize("label", EVERYTHING)
def test_bones_keep_their_length_and_nothing_jumps(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)
        assert points.shape == (len(TIME_S), 33, 3)
        assert np.isfinite(points).all()
        assert np.isfinite(perform(label, TIME_S[:1], np.random.default_rng(seed))).all()
        for a, b in BONES:
            length = np.linalg.norm(points[:, a] - points[:, b], axis=1)
            assert np.ptp(length) < 1e-6, (label, seed, a, b)
        speed = np.linalg.norm(np.diff(points, axis=0), axis=2).max() * 10.0
        assert speed < 12.0  # metres a second; the hands of a quick jumping jack do 8
        assert points[..., 1].min() > -0.12  # a hand of somebody lying prone, at most


@pytest.mark.parametrize("label", EVERYTHING)
def test_no_knee_bends_forward(label: str) -> None:
    """The knee lies before the line from hip to ankle, before being where the foot points."""
    for seed in SEEDS:
        points = performed(label, seed)
        bulge = points[:, KNEES] - 0.5 * (points[:, HIPS] + points[:, ANKLES])
        shin = points[:, KNEES] - points[:, ANKLES]
        shin /= np.linalg.norm(shin, axis=-1, keepdims=True)
        foot = points[:, TIPS] - points[:, HEELS]
        foot -= np.einsum("tsi,tsi->ts", foot, shin)[..., None] * shin
        bent = np.linalg.norm(bulge, axis=-1) > 0.06
        ahead = np.einsum("tsi,tsi->ts", bulge, foot)
        assert np.all(ahead[bent] > -0.01), (label, seed)


@pytest.mark.parametrize(
    "label", ["biceps_curl", "overhead_press", "standing_still", "bench_press"]
)
def test_planted_feet_stay_planted(label: str) -> None:
    planted = 0
    for seed in SEEDS:
        points = performed(label, seed)
        if label == "bench_press" and points[:, TIPS, 1].max() > 0.05:
            continue  # feet in the air
        assert still(points[:, 27:33], 1e-3), (label, seed)
        planted += 1
    assert planted >= 6


def test_feet_move_only_while_they_are_lifted() -> None:
    for label in ("walking", "turning", "lunge"):
        for seed in SEEDS:
            points = performed(label, seed)
            tips = points[:, TIPS]
            step = np.linalg.norm(np.diff(tips[..., [0, 2]], axis=0), axis=-1)
            # A foot on the floor before and after may not have moved by more than the
            # roundest end of a step.
            down = tips[..., 1] < 1e-3
            assert step[down[1:] & down[:-1]].max(initial=0.0) < 0.03, (label, seed)


def test_squat_goes_down_and_comes_back() -> None:
    for seed in SEEDS:
        points = plain(SQUATS["free"], seed)
        hips, ankles = height(points, HIPS), height(points, ANKLES)
        drop = np.ptp(hips)
        assert drop > 0.12
        # It returns: both ends are reached again and again.
        middle = hips > hips.min() + 0.5 * drop
        assert np.count_nonzero(np.diff(middle.astype(int))) >= 2
        assert np.ptp(ankles) < 1e-3
        assert still(points[:, 27:33], 1e-3)
        assert correlation(hips, angle_deg(points, 23, 25, 27)) > 0.8
        assert points[:, NOSE, 1].min() > hips.min()


def test_push_up_turns_about_fixed_hands() -> None:
    for seed in SEEDS:
        points = plain(PUSH_UPS["plain"], seed)
        assert still(points[:, WRISTS], 0.01)
        assert np.ptp(height(points, SHOULDERS)) > 0.1
        assert correlation(height(points, SHOULDERS), angle_deg(points, 11, 13, 15)) > 0.9
        # A straight line from shoulder to knee, face down.
        assert angle_deg(points, 11, 23, 25).min() > 145.0
        assert np.all(points[:, NOSE, 2] > points[:, 23, 2])
        assert np.all(height(points, SHOULDERS) > height(points, WRISTS))


def test_plank_is_a_push_up_that_does_not_move() -> None:
    for seed in SEEDS:
        points = plain(PLANKS["still"], seed)
        assert still(points, 0.08)
        assert angle_deg(points, 11, 23, 25).min() > 130.0
        slope = height(points, SHOULDERS) - height(points, HIPS)
        assert np.abs(slope).max() < 0.45
        assert np.all(height(points, SHOULDERS) < 0.75)


def test_biceps_curl_moves_forearms_only() -> None:
    for seed in SEEDS:
        points = plain(CURLS["plain"], seed)
        flexion = max(np.ptp(angle_deg(points, 11, 13, 15)), np.ptp(angle_deg(points, 12, 14, 16)))
        assert flexion > 40.0
        elbows = points[:, ELBOWS] - points[:, SHOULDERS]
        assert np.all(elbows[..., 1] < 0.0)
        assert np.ptp(height(points, HIPS)) < 0.06


def test_overhead_press_ends_above_the_head() -> None:
    for seed in SEEDS:
        points = performed("overhead_press", seed)
        hands = points[:, WRISTS, 1].max(axis=1)
        assert hands.max() > points[:, NOSE, 1].max() + 0.1
        assert np.ptp(points[:, WRISTS, 1], axis=0).max() > 0.15


def test_crunch_raises_the_shoulders_from_the_floor() -> None:
    rises = []
    for seed in SEEDS:
        points = plain(CRUNCHES["plain"], seed)
        assert still(points[:, HIPS].mean(axis=1), 0.03)
        assert height(points, SHOULDERS).min() < 0.4
        rises.append(np.ptp(height(points, SHOULDERS)))
    assert min(rises) > 0.03
    assert max(rises) > 0.3  # full sit-ups are among them


def test_lunge_bends_a_knee_with_feet_apart() -> None:
    for seed in SEEDS:
        points = performed("lunge", seed)
        low = int(np.argmin(height(points, HIPS) - height(points, ANKLES)))
        legs = np.linalg.norm((points[low, 27] - points[low, 28])[[0, 2]])
        assert legs > 0.4
        knees = min(angle_deg(points, 23, 25, 27)[low], angle_deg(points, 24, 26, 28)[low])
        assert knees < 135.0


def test_row_pulls_the_elbows_back() -> None:
    for seed in SEEDS:
        points = performed("row", seed)
        reach = np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1)
        assert np.ptp(reach, axis=0).max() > 0.08
        works = int(np.argmax(np.ptp(reach, axis=0)))
        near = reach[:, works] < np.median(reach[:, works])
        # In the chest's axes: how far the elbow is before the shoulder.
        up = points[:, SHOULDERS].mean(axis=1) - points[:, HIPS].mean(axis=1)
        ahead = np.cross(points[:, 11] - points[:, 12], up)
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        elbow = np.einsum("ti,ti->t", points[:, 13 + works] - points[:, 11 + works], ahead)
        assert elbow[near].mean() < elbow[~near].mean() - 0.03


def test_jumping_jack_opens_legs_and_arms_together() -> None:
    for seed in SEEDS:
        points = performed("jumping_jack", seed)
        apart = np.linalg.norm(points[:, 27] - points[:, 28], axis=1)
        hands = height(points, WRISTS) - height(points, SHOULDERS)
        assert np.ptp(apart) > 0.15
        assert np.ptp(hands) > 0.3
        assert correlation(apart, hands) > 0.8


def test_deadlift_hinges_with_hanging_arms() -> None:
    for seed in SEEDS:
        points = performed("deadlift", seed)
        # On one leg, the other stays in line with the trunk.
        both = angle_deg(points, 11, 23, 25), angle_deg(points, 12, 24, 26)
        hip = max(both, key=np.ptp)
        assert np.ptp(hip) > 35.0
        # One arm may be free, the one with the weight is long.
        arms = angle_deg(points, 11, 13, 15).min(), angle_deg(points, 12, 14, 16).min()
        assert max(arms) > 115.0
        assert np.all(points[:, 15 + int(np.argmax(arms)), 1] < height(points, SHOULDERS))
        assert correlation(height(points, WRISTS), hip) > 0.8


def test_pull_up_lifts_the_body_to_fixed_hands() -> None:
    for seed in SEEDS:
        points = performed("pull_up", seed)
        assert still(points[:, WRISTS], 0.02)
        assert np.ptp(height(points, SHOULDERS)) > 0.1
        assert np.all(points[:, WRISTS, 1] > points[:, SHOULDERS, 1] - 0.05)
        assert points[:, TIPS, 1].min() > 0.0


def test_bench_press_pushes_up_from_the_back() -> None:
    for seed in SEEDS:
        points = performed("bench_press", seed)
        assert still(points[:, SHOULDERS], 0.08)
        hands = points[:, WRISTS, 1] - points[:, SHOULDERS, 1]
        assert np.ptp(hands, axis=0).max() > 0.1
        assert np.all(points[:, NOSE, 1] > height(points, SHOULDERS) - 0.02)  # face up


@pytest.mark.parametrize("label", ["standing_still", "lying"])
def test_rest_hardly_moves(label: str) -> None:
    for seed in SEEDS:
        points = performed(label, seed)[:20]
        assert np.ptp(points[:, SHOULDERS], axis=0).max() < 0.08
        assert np.ptp(points, axis=0).max() < 0.2


def test_walking_goes_somewhere_and_sitting_down_changes_height() -> None:
    for seed in SEEDS:
        hips = performed("walking", seed)[:, HIPS].mean(axis=1)
        assert np.linalg.norm(np.diff(hips, axis=0), axis=1).sum() > 3.0
    heights = [np.ptp(height(performed("sitting_down", seed), HIPS)) for seed in SEEDS]
    assert max(heights) > 0.25


def test_an_exercise_that_is_no_class_belongs_to_other() -> None:
    labels = ("squat", "plank", "other")
    assert movements_of("squat", labels) == ("squat",)
    other = movements_of("other", labels)
    assert {"walking", "push_down", "bench_press", "lunge"} <= set(other)
    assert not {"squat", "plank", "other"} & set(other)


def test_no_movement_is_known_by_two_names() -> None:
    names = [*EXERCISES, *DAILY, *PULLS, *JUMPS, *MAT, *STRETCHES, *CHANGES]
    assert len(set(names)) == len(names) == len(EXERCISES) + len(OTHERS)


def test_people_do_not_move_alike() -> None:
    for label in (*EXERCISES, *DAILY):
        one, two = performed(label, 1), performed(label, 2)
        assert np.abs(one - two).max() > 0.05


def test_unknown_movements_are_named_with_the_known_ones() -> None:
    with pytest.raises(DatasetError, match="'cartwheel'") as caught:
        perform("cartwheel", TIME_S, np.random.default_rng(0))
    assert "squat" in str(caught.value.hint)


def test_repetitions_keep_their_tempo_and_begin_anywhere() -> None:
    first = []
    for seed in range(60):
        rhythm = repetitions(np.arange(200) / 20.0, np.random.default_rng(seed), 1.0, 2.0)
        assert rhythm.effort.min() >= 0.0
        assert rhythm.effort.max() <= 1.0
        assert np.all(np.diff(rhythm.turn) >= 0)
        assert 3 <= rhythm.turn[-1] <= 16  # ten seconds of one to two seconds each
        assert np.abs(np.diff(rhythm.effort)).max() < 0.5
        both = rhythm.alternating()
        np.testing.assert_allclose(both.sum(axis=1), rhythm.effort)
        assert np.all(both.min(axis=1) == 0.0)
        first.append(rhythm.effort[0])
    assert np.std(first) > 0.25


def test_a_single_act_and_wandering_stay_in_their_bounds() -> None:
    for seed in range(40):
        time_s = np.arange(60) / 10.0
        share = once(time_s, np.random.default_rng(seed))
        assert share.min() >= -1e-9
        assert share.max() <= 1.0 + 1e-9
    motion = wander(np.arange(4000) / 10.0, np.random.default_rng(0), 0.02, 6)
    assert motion.std() == pytest.approx(0.02, rel=0.2)


def test_near_misses_are_movements_and_no_exercises() -> None:
    assert set(OTHERS) >= NEAR_MISSES
    assert not NEAR_MISSES & set(EXERCISES)
