"""The detector: finds of neighbouring anchors, and the real network on the drawn person."""

from typing import Any

import numpy as np
import pytest

from tests.core.encoders.pose.conftest import Seen
from vidclf_app.core.body import Joint
from vidclf_app.core.encoders.pose.detector import (
    ANCHORS,
    SIZE_PX,
    VALUES,
    PersonDetector,
    whole_picture,
)
from vidclf_app.core.encoders.pose.regions import Region
from vidclf_app.core.engine import Engine, TensorSpec
from vidclf_app.core.records import Float32Array

PICTURE = np.zeros((SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
NO = -50.0


class FakeEngine(Engine):
    """Sees prepared people: anchor to score, hips (x, y) and end (x, y), pixels of the cut."""

    def __init__(self, people: dict[int, tuple[float, tuple[float, ...], tuple[float, ...]]]):
        self.inputs = (TensorSpec("pixels", "tensor(uint8)", (1, SIZE_PX, SIZE_PX, 3)),)
        self._people = people

    def run_all(self, feeds: Any, *, timeout_s: float | None = None) -> list[Float32Array]:
        assert feeds["pixels"].shape == (1, SIZE_PX, SIZE_PX, 3)
        values = np.zeros((1, ANCHORS, VALUES), dtype=np.float32)
        logits = np.full((1, ANCHORS, 1), NO, dtype=np.float32)
        for anchor, (score, hips, end) in self._people.items():
            # The first layer: 28 by 28 cells of 8 pixels, two anchors in each.
            centre = np.array([anchor // 2 % 28, anchor // 2 // 28]) * 8.0 + 4.0
            values[0, anchor, 4:6], values[0, anchor, 6:8] = hips - centre, end - centre
            logits[0, anchor, 0] = np.log(score / (1.0 - score))
        return [values, logits]


def test_neighbouring_anchors_that_see_the_same_person_are_joined_by_their_scores() -> None:
    engine = FakeEngine(
        {
            10: (0.9, (100.0, 100.0), (100.0, 60.0)),
            11: (0.6, (106.0, 100.0), (106.0, 60.0)),
            900: (0.8, (30.0, 190.0), (50.0, 190.0)),
        }
    )
    first, second = PersonDetector(engine).find(PICTURE, whole_picture(SIZE_PX, SIZE_PX))
    assert first.score == pytest.approx(0.9)
    assert first.region.x_px == pytest.approx((0.9 * 100 + 0.6 * 106) / 1.5, abs=1e-3)
    assert first.region.side_px == pytest.approx(2.5 * 40, abs=1e-2)
    assert (second.region.x_px, second.region.y_px) == pytest.approx((30, 190), abs=1e-3)
    assert second.region.angle_rad == pytest.approx(np.pi / 2, abs=1e-4)


def test_a_closer_look_must_be_surer() -> None:
    detector = PersonDetector(FakeEngine({10: (0.6, (100.0, 100.0), (100.0, 60.0))}))
    assert len(detector.find(PICTURE, whole_picture(SIZE_PX, SIZE_PX))) == 1
    assert detector.find(PICTURE, Region(100.0, 100.0, 150.0)) == []


def test_nobody() -> None:
    assert PersonDetector(FakeEngine({})).find(PICTURE, whole_picture(SIZE_PX, SIZE_PX)) == []


def test_finds_of_a_closer_look_are_told_in_the_picture() -> None:
    detector = PersonDetector(FakeEngine({10: (0.9, (112.0, 112.0), (112.0, 12.0))}))
    (found,) = detector.find(PICTURE, Region(60.0, 70.0, 112.0))
    assert (found.region.x_px, found.region.y_px) == pytest.approx((60.0, 70.0), abs=1e-3)
    assert found.region.side_px == pytest.approx(2.5 * 50.0, abs=1e-2)


@pytest.mark.parametrize("number", [0, 4, 8])
def test_the_real_network_finds_the_drawn_person(
    detector: PersonDetector, demo: list[Seen], number: int
) -> None:
    seen = demo[number]
    (found,) = detector.find(seen.pixels, whole_picture(1280, 720))
    assert found.score > 0.9
    hips = seen.picture_px[[Joint.LEFT_HIP, Joint.RIGHT_HIP]].mean(axis=0)
    reach = float(np.linalg.norm(seen.picture_px - hips, axis=1).max())
    assert np.hypot(found.region.x_px - hips[0], found.region.y_px - hips[1]) < 0.35 * reach
    assert 0.7 < found.region.side_px / (2.5 * reach) < 1.4
