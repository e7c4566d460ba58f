"""What tells jumps, runs, hinges and dips from the exercises that they resemble."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ANKLES,
    HIPS,
    KNEES,
    SHOULDERS,
    TIPS,
    WRISTS,
    both_deg,
    correlation,
    height,
    lean_deg,
    middle,
    still,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.others.jumps import JUMPS
from training.synthesis.postures import Stage

TIME_S = np.arange(80) / 10.0  # long enough for a whole repetition of every tempo
SEEDS = range(30)

FEET = slice(29, 33)


def performed(name: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return JUMPS[name](Stage(random_build(rng), time_s, rng))


def elbows_deg(points: FloatArray) -> FloatArray:
    return both_deg(points, 11, 13, 15)


def knees_deg(points: FloatArray) -> FloatArray:
    return both_deg(points, 23, 25, 27)


def leg_m(points: FloatArray) -> float:
    thigh = np.linalg.norm(points[0, 23] - points[0, 25])
    return float(thigh + np.linalg.norm(points[0, 25] - points[0, 27]))


@pytest.mark.parametrize("frames", [1, 20])
def test_short_looks_are_whole_too(frames: int) -> None:
    for name in JUMPS:
        for seed in range(4):
            points = performed(name, seed, TIME_S[:frames])
            assert points.shape == (frames, 33, 3)
            assert np.isfinite(points).all()


@pytest.mark.parametrize(
    "name", ["small_hops", "rope_skipping", "tuck_jump", "turning_jump", "travelling_hops"]
)
def test_jumps_leave_the_floor_from_shallow_dips(name: str) -> None:
    fine = np.arange(240) / 30.0
    for seed in SEEDS:
        points = performed(name, seed, fine)
        lowest = points[:, FEET, 1].min(axis=1)
        assert lowest.max() > 0.015
        assert lowest.min() < 0.01
        on_floor = lowest < 0.01
        # A squat sinks by a fifth of the leg and more, the feet staying.
        stands = (points[:, HIPS, 1] - points[:, ANKLES, 1]).max(axis=1) / leg_m(points)
        assert stands[on_floor].min() > 0.81, seed
        assert lean_deg(points).max() < 45.0


@pytest.mark.parametrize("name", ["small_hops", "travelling_hops", "turning_jump", "tuck_jump"])
def test_feet_stay_together_unlike_a_jumping_jack(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        apart = points[:, 27] - points[:, 28]
        across = points[:, 23] - points[:, 24]
        across /= np.linalg.norm(across, axis=1, keepdims=True)
        assert np.ptp(np.einsum("ti,ti->t", apart, across)) < 0.2, seed


def test_rope_skipping_keeps_the_hands_beside_the_hips() -> None:
    for seed in SEEDS:
        points = performed("rope_skipping", seed)
        hands = points[:, WRISTS] - points[:, SHOULDERS]
        assert np.all(hands[..., 1] < -0.12)
        assert np.ptp(hands, axis=0).max() < 0.2


def test_turning_jump_turns_and_the_other_hops_face_one_way() -> None:
    for seed in SEEDS:
        turned = np.ptp(np.unwrap(_facing(performed("turning_jump", seed))))
        assert turned > np.radians(70.0)
        assert np.ptp(_facing(performed("travelling_hops", seed))) < np.radians(30.0)


def _facing(points: FloatArray) -> FloatArray:
    across = points[:, 23] - points[:, 24]
    yaw: FloatArray = np.arctan2(-across[:, 2], across[:, 0])
    return yaw


def test_skater_lands_on_one_leg_far_to_the_side() -> None:
    for seed in SEEDS:
        points = performed("skater_jump", seed)
        hips = middle(points, HIPS)
        assert np.ptp(hips[:, 0]) > 0.3
        apart = np.abs(points[:, 27, 1] - points[:, 28, 1])
        assert np.mean(apart > 0.03) > 0.5
        assert knees_deg(points).max(axis=1).min() > 95.0


def test_broad_and_box_jumps_take_the_body_along() -> None:
    for seed in SEEDS:
        assert np.ptp(middle(performed("broad_jump", seed), HIPS)[:, 2]) > 0.55
        points = performed("box_jump", seed)
        assert np.ptp(height(points, HIPS)) > 0.2
        assert np.ptp(points[:, TIPS, 1].min(axis=1)) > 0.15


@pytest.mark.parametrize(
    "name", ["running_on_the_spot", "treadmill", "butt_kicks", "high_skips", "shuttle_run"]
)
def test_runners_lift_their_feet_in_turns(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        assert correlation(points[:, 27, 1], points[:, 28, 1]) < 0.1, seed
        assert np.ptp(points[:, ANKLES, 1], axis=0).min() > 0.07
        assert points[:, FEET, 1].min(axis=1).max() < 0.2
        assert lean_deg(points).max() < 35.0


def test_step_up_rises_above_standing_and_no_knee_sinks() -> None:
    for seed in SEEDS:
        points = performed("step_up", seed)
        hips, leg = height(points, HIPS), leg_m(points)
        assert np.ptp(hips) > 0.12
        assert hips.min() > 0.88 * leg
        assert points[:, KNEES, 1].min() > 0.3 * leg
        # The foot of the bent leg is the one that stands higher.
        bent = knees_deg(points)
        low = np.abs(bent[:, 0] - bent[:, 1]) > 40.0
        higher = points[:, 27, 1] > points[:, 28, 1]
        assert np.all(higher[low] == (bent[low, 0] < bent[low, 1]))


def test_side_steps_keep_the_hands_down() -> None:
    for seed in SEEDS:
        points = performed("side_steps", seed)
        assert np.ptp(middle(points, HIPS)[:, 0]) > 0.15
        assert np.all(points[:, WRISTS, 1] < points[:, SHOULDERS, 1] + 0.05)
        assert knees_deg(points).min() > 100.0


def test_stairs_lead_up_and_the_stepper_stays() -> None:
    for seed in SEEDS:
        hips = middle(performed("stairs", seed), HIPS)
        assert hips[-1, 1] - hips[0, 1] > 0.5
        points = performed("stepper", seed)
        assert np.ptp(height(points, HIPS)) < 0.12
        assert correlation(points[:, 27, 1], points[:, 28, 1]) < -0.5


@pytest.mark.parametrize("name", ["twisting_knee_lift", "glute_kick"])
def test_one_leg_stands_while_the_other_is_lifted(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        assert np.ptp(height(points, HIPS)) < 0.08
        assert points[:, ANKLES, 1].min(axis=1).max() < 0.13
        assert np.ptp(points[:, ANKLES, 1]) > 0.04
        # A lunge bends the leg that carries, too.
        assert knees_deg(points).max(axis=1).min() > 143.0


def test_kettlebell_swings_to_the_height_of_the_shoulders_on_straight_arms() -> None:
    for seed in SEEDS:
        points = performed("kettlebell_swing", seed)
        hands = (points[:, WRISTS, 1] - points[:, SHOULDERS, 1]).max(axis=1)
        assert hands.max() > -0.2  # a deadlift's hands hang an arm below
        assert hands.min() < -0.2
        assert lean_deg(points).min() < 15.0
        assert np.ptp(lean_deg(points)) > 25.0
        top = int(np.argmax(hands))
        works = int(np.argmax(points[top, WRISTS, 1]))
        assert elbows_deg(points)[:, works].min() > 130.0
        assert lean_deg(points)[int(np.argmax(hands))] < 20.0
        assert still(points[:, FEET], 1e-3)


def test_good_morning_keeps_the_hands_at_the_shoulders() -> None:
    for seed in SEEDS:
        points = performed("good_morning", seed)
        reach = np.linalg.norm(points[:, WRISTS] - points[:, SHOULDERS], axis=-1)
        assert reach.max() < 0.36
        assert np.ptp(reach, axis=0).max() < 0.08
        assert np.ptp(lean_deg(points)) > 25.0
        seated = height(points, HIPS).max() < 0.75 * leg_m(points)
        assert seated or knees_deg(points).min() > 125.0  # no squat with a bar on the back
        assert np.ptp(height(points, HIPS)) < 0.12


def test_toe_touches_and_windmills_part_the_hands() -> None:
    for seed in SEEDS:
        points = performed("standing_toe_touches", seed)
        # A hand comes to the other side's foot, never both hands to the floor.
        across = np.linalg.norm(points[:, WRISTS] - points[:, 28:26:-1], axis=-1)
        assert across.min(axis=0).max() < 0.55
        assert np.all(across.max(axis=1) > 0.45)
        assert knees_deg(points).min() > 130.0
        points = performed("windmill", seed)
        above = points[:, WRISTS, 1] - points[:, SHOULDERS, 1]
        assert np.all(above.max(axis=1) > 0.4)
        assert np.all(above.min(axis=1) < 0.0)
        assert knees_deg(points).min() > 135.0


def test_circles_go_round_without_going_down() -> None:
    for seed in SEEDS:
        points = performed("knee_circles", seed)
        assert np.ptp(height(points, HIPS)) < 0.08
        assert np.ptp(points[:, KNEES], axis=0).max() > 0.03
        reach = np.linalg.norm(points[:, WRISTS] - points[:, KNEES], axis=-1)
        assert reach.max() < 0.22


@pytest.mark.parametrize("name", ["bench_dip", "bar_dip"])
def test_dips_sink_between_hands_that_stay_below_the_shoulders(name: str) -> None:
    for seed in SEEDS:
        points = performed(name, seed)
        assert still(points[:, WRISTS], 0.02)
        above = points[:, SHOULDERS, 1] - points[:, WRISTS, 1]
        assert above.min() > 0.02  # hands above them would pull
        assert np.ptp(height(points, SHOULDERS)) > 0.1
        assert lean_deg(points).max() < 60.0  # a push-up lies
        assert correlation(height(points, SHOULDERS), elbows_deg(points)[:, 0]) > 0.9
        if name == "bar_dip":
            assert points[:, FEET, 1].min() > 0.02
        else:
            assert still(points[:, FEET], 1e-3)
            assert np.all(points[:, ANKLES, 2] > points[:, HIPS, 2])


def test_hanging_does_not_pull() -> None:
    for seed in SEEDS:
        points = performed("hanging", seed)
        assert still(points[:, WRISTS], 0.02)
        assert elbows_deg(points).min() > 140.0
        assert np.all(points[:, WRISTS, 1] - points[:, SHOULDERS, 1] > 0.3)
        assert np.ptp(height(points, SHOULDERS)) < 0.08
        assert points[:, FEET, 1].min() > 0.0


def test_rope_climber_goes_up_hand_over_hand() -> None:
    for seed in SEEDS:
        points = performed("rope_climbing", seed)
        assert np.abs(points[:, 15, 0] - points[:, 16, 0]).max() < 0.25
        assert height(points, HIPS)[-1] > height(points, HIPS)[0] + 0.3
        apart = points[:, 15, 1] - points[:, 16, 1]
        assert apart.max() > 0.05
        assert apart.min() < -0.05


def test_carrying_and_pushing_walk_on() -> None:
    for seed in SEEDS:
        points = performed("farmers_walk", seed)
        assert np.ptp(middle(points, HIPS)[:, 2]) > 1.5
        assert elbows_deg(points).max(axis=1).min() > 160.0
        assert lean_deg(points).max() < 20.0
        points = performed("sled_push", seed)
        assert np.ptp(middle(points, HIPS)[:, 2]) > 1.5
        assert lean_deg(points).min() > 20.0
        hands = points[:, WRISTS, 2] - points[:, SHOULDERS, 2]
        assert hands.min() > 0.1
