"""What the forms of curls are known by, without camera and errors."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import (
    ELBOWS,
    FEET,
    HIPS,
    SHOULDERS,
    WRISTS,
    between_deg,
    both_deg,
)
from training.synthesis.body import FloatArray, random_build
from training.synthesis.exercises.curls import FORMS, biceps_curl
from training.synthesis.postures import Stage

TIME_S = np.arange(80) / 10.0
SEEDS = range(20)

# The elbows go back while the hands go up.
MOVING_UPPER_ARMS_DEG = {"drag": 60.0, "heavy": 40.0}


def performed(form: str, seed: int, time_s: FloatArray = TIME_S) -> FloatArray:
    rng = np.random.default_rng(seed)
    return FORMS[form](Stage(random_build(rng), time_s, rng))


def elbows_deg(points: FloatArray) -> FloatArray:
    """Angle of both elbows, 180 is straight; shape (T, 2)."""
    return both_deg(points, 11, 13, 15)


def worker(points: FloatArray) -> int:
    """The side whose elbow moves more."""
    return int(np.argmax(np.ptp(elbows_deg(points), axis=0)))


def trunk_up(points: FloatArray) -> FloatArray:
    up: FloatArray = points[:, SHOULDERS].mean(axis=1) - points[:, HIPS].mean(axis=1)
    return up


def face(points: FloatArray) -> FloatArray:
    """To where the chest faces."""
    return np.cross(points[:, 11] - points[:, 12], trunk_up(points))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_a_body_with_feet_that_stay(form: str) -> None:
    for seed in SEEDS:
        for frames in (1, 20):
            assert np.isfinite(performed(form, seed, TIME_S[:frames])).all()
        points = performed(form, seed)
        assert points[..., 1].min() > -0.06, seed
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() < 0.9, seed
        assert np.ptp(points[:, FEET], axis=0).max() < 1e-3, seed
        assert np.ptp(points[:, HIPS], axis=0).max() < 0.12, seed
        bones = np.linalg.norm(points[:, 13:17] - points[:, 11:15], axis=-1)
        assert np.ptp(bones, axis=0).max() < 1e-6, seed


@pytest.mark.parametrize("form", FORMS)
def test_the_elbow_closes_while_the_upper_arm_hardly_moves(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        works = worker(points)
        bent = elbows_deg(points)[:, works]
        assert bent.min() < 85.0, seed
        assert bent.max() > 130.0, seed
        upper = points[:, 13 + works] - points[:, 11 + works]
        moved = between_deg(upper, upper[int(np.argmax(bent))])
        assert moved.max() < MOVING_UPPER_ARMS_DEG.get(form, 25.0), seed


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("lying", "high_cable")])
def test_the_hand_rises_towards_the_shoulder(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        works = worker(points)
        bent = elbows_deg(points)[:, works]
        wrist, elbow = points[:, 15 + works, 1], points[:, 13 + works, 1]
        assert np.corrcoef(bent, wrist)[0, 1] < -0.8, seed
        assert np.all(elbow < points[:, 11 + works, 1]), seed
        # The arm hangs or slopes down at first, and at last the hand is above the elbow.
        assert wrist[np.argmax(bent)] < elbow[np.argmax(bent)] + 0.04, seed
        assert wrist[np.argmin(bent)] > elbow[np.argmin(bent)] - 0.08, seed


def test_on_an_inclined_bench_the_arms_hang_behind_the_trunk() -> None:
    for seed in SEEDS:
        points = performed("incline_bench", seed)
        up = trunk_up(points)
        assert between_deg(up, np.array([0.0, 1.0, 0.0])).min() > 15.0, seed
        assert np.all(up[:, 2] < 0.0), seed
        works = worker(points)
        upper = points[:, 13 + works] - points[:, 11 + works]
        assert upper[:, 1].max() < -0.8 * np.linalg.norm(upper, axis=1).mean(), seed
        behind = np.einsum("ti,ti->t", upper, face(points))
        assert np.mean(behind) < 0.0, seed


def test_face_down_the_chest_looks_to_the_floor() -> None:
    high = 0
    for seed in SEEDS:
        points = performed("spider", seed)
        assert np.all(face(points)[:, 1] < 0.0), seed
        assert points[:, WRISTS, 1].min() > -0.02, seed
        high += int(points[:, FEET, 1].min() > 0.5)
    assert 1 <= high <= 15  # on a flat bench the feet are on it


def test_on_the_back_the_upper_arms_are_no_skull_crushers() -> None:
    for seed in SEEDS:
        points = performed("lying", seed)
        assert np.all(face(points)[:, 1] > 0.0), seed
        upper = points[:, ELBOWS] - points[:, SHOULDERS]
        assert between_deg(upper, -trunk_up(points)[:, None]).max() < 62.0, seed


def test_on_a_pad_the_upper_arms_lie_ahead() -> None:
    for form in ("preacher", "over_bench"):
        for seed in SEEDS:
            points = performed(form, seed)
            works = worker(points)
            upper = points[:, 13 + works] - points[:, 11 + works]
            ahead = np.degrees(np.arctan2(upper[:, 2], -upper[:, 1]))
            assert 18.0 < ahead.min() < ahead.max() < 80.0, seed


def test_with_high_cables_the_upper_arms_are_level() -> None:
    for seed in SEEDS:
        points = performed("high_cable", seed)
        works = worker(points)
        upper = points[:, 13 + works] - points[:, 11 + works]
        rise = np.degrees(np.arcsin(upper[:, 1] / np.linalg.norm(upper, axis=1)))
        assert np.abs(rise).max() < 35.0, seed
        sharp = int(np.argmin(elbows_deg(points)[:, works]))
        # The hand comes up to the ear, from farther out.
        out = np.linalg.norm(points[:, 15 + works] - points[:, 7 + works], axis=1)
        assert out[sharp] < 0.6 * out.max(), seed


def test_a_drag_takes_the_elbows_back_and_keeps_the_hands_at_the_trunk() -> None:
    for seed in SEEDS:
        points = performed("drag", seed)
        works = worker(points)
        elbow = points[:, 13 + works, 2] - points[:, 11 + works, 2]
        sharp = int(np.argmin(elbows_deg(points)[:, works]))
        assert elbow[sharp] < elbow.max() - 0.08, seed
        assert np.abs(points[:, 15 + works, 2] - points[:, 11 + works, 2]).max() < 0.3, seed


@pytest.mark.parametrize("form", ["concentration", "bent_over"])
def test_bent_forward_one_arm_works_and_the_other_hand_rests(form: str) -> None:
    for seed in SEEDS:
        points = performed(form, seed)
        assert between_deg(trunk_up(points), np.array([0.0, 1.0, 0.0])).min() > 15.0, seed
        free = 1 - worker(points)
        assert np.ptp(points[:, 15 + free], axis=0).max() < 0.08, seed


def test_a_curl_is_often_the_plain_one_and_of_every_kind() -> None:
    level, low, high = 0, 0, 0
    for seed in range(150):
        rng = np.random.default_rng(seed)
        points = biceps_curl(Stage(random_build(rng), TIME_S[:2], rng))
        lean = between_deg(trunk_up(points), np.array([0.0, 1.0, 0.0]))[0]
        level += int(lean > 55.0)
        low += int(points[0, HIPS, 1].mean() < 0.65)
        high += int(points[0, HIPS, 1].mean() > 0.75)
    assert level > 5
    assert low > 30
    assert high > 50
