"""What BlazePose does to elbows in space, which made-up bodies must show, too."""

import numpy as np
import pytest

from tests.training.synthesis.bodies import both_deg
from training.synthesis.body import FloatArray
from training.synthesis.detection import opened_elbows
from training.synthesis.movements import perform

FROM_DEG = np.degrees(2.44)
TIME_S = np.arange(40) / 10.0
DOWN = np.array([1.0, -1.0, 1.0])  # the network's y points down


def performed(name: str, seed: int) -> FloatArray:
    points: FloatArray = perform(name, TIME_S, np.random.default_rng(seed)) * DOWN
    return points


@pytest.mark.parametrize("name", ["biceps_curl", "overhead_press", "push_up", "walking"])
@pytest.mark.parametrize("share", [0.4, 0.75, 1.0])
def test_bent_elbows_are_opened_and_straighter_ones_are_left(name: str, share: float) -> None:
    for seed in range(5):
        points = performed(name, seed)
        opened = opened_elbows(points, share)
        before, after = both_deg(points, 11, 13, 15), both_deg(opened, 11, 13, 15)
        wanted = np.where(before < FROM_DEG, FROM_DEG - share * (FROM_DEG - before), before)
        assert after == pytest.approx(wanted, abs=1e-3)
        # The forearm and the hand turn as one piece; all else stays.
        for side in (0, 1):
            turned = range(15 + side, 23, 2)
            for one in turned:
                for other in (13 + side, *turned):
                    was = np.linalg.norm(points[:, one] - points[:, other], axis=1)
                    found = np.linalg.norm(opened[:, one] - opened[:, other], axis=1)
                    assert found == pytest.approx(was, abs=1e-6)
        rest = [*range(15), *range(23, 33)]
        assert np.array_equal(opened[:, rest], points[:, rest])


def test_an_arm_without_length_is_no_number_gone_wrong() -> None:
    points = np.zeros((3, 33, 3))
    assert np.isfinite(opened_elbows(points, 0.5)).all()
