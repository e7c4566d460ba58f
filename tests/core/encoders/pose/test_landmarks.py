"""Reading landmarks: agreement with the reference, and what surrounds the network."""

import math
from typing import Any

import numpy as np
import pytest

from tests.core.encoders.pose.conftest import Seen
from tests.core.encoders.pose.watching import Watcher
from training.weights.blazepose_agreement import torso_px
from vidclf_app.core.encoders.pose.landmarks import (
    MAP_SIZE,
    POINT_VALUES,
    POINTS,
    SIZE_PX,
    SPACE_VALUES,
    LandmarkReader,
)
from vidclf_app.core.encoders.pose.regions import Region
from vidclf_app.core.engine import Engine, TensorSpec
from vidclf_app.core.records import Float32Array

PICTURE = np.zeros((SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
WHOLE = Region(SIZE_PX / 2, SIZE_PX / 2, float(SIZE_PX))


def test_landmarks_agree_with_the_reference(tracker: Watcher, demo: list[Seen]) -> None:
    """Compare with `demo_reference.npz`.

    Its landmarks are MediaPipe's for pictures 0, 90, 180, ... of assets/demo.mp4:
    `mediapipe.solutions.pose.Pose(static_image_mode=True, model_complexity=1)` of mediapipe
    0.10.21, `frame` int64 (12,), `picture_px` float32 (12, 33, 2) and `space_m` float32
    (12, 33, 3). The reference reads once from the detector's region, ours twice.
    """
    torsos_px = torso_px(
        np.stack([seen.picture_px for seen in demo]), np.stack([seen.space_m for seen in demo])
    )
    errors, space_errors_m = [], []
    for seen, length_px in zip(demo, torsos_px, strict=True):
        tracker.reset()
        body = tracker.follow(seen.pixels)
        assert body is not None
        errors.append(np.linalg.norm(body.picture_px - seen.picture_px, axis=1) / length_px)
        space_errors_m.append(np.linalg.norm(body.space_m - seen.space_m, axis=1))
    assert np.median(errors) < 0.03
    assert np.quantile(errors, 0.95) < 0.15
    assert np.median(space_errors_m) < 0.03


class FakeEngine(Engine):
    """A landmark network that gives prepared numbers."""

    def __init__(self) -> None:
        self.inputs = (TensorSpec("pixels", "tensor(uint8)", (1, SIZE_PX, SIZE_PX, 3)),)
        self.points = np.zeros((POINTS, POINT_VALUES), dtype=np.float32)
        self.points[33, :2], self.points[34, :2] = (128.0, 128.0), (128.0, 64.0)
        self.maps = np.full((1, MAP_SIZE, MAP_SIZE, POINTS), -20.0, dtype=np.float32)
        self.space = np.zeros((POINTS, SPACE_VALUES), dtype=np.float32)

    def run_all(self, feeds: Any, *, timeout_s: float | None = None) -> list[Float32Array]:
        assert feeds["pixels"].shape == (1, SIZE_PX, SIZE_PX, 3)
        score = np.full((1, 1), 0.75, dtype=np.float32)
        return [self.points.reshape(1, -1), score, self.maps, self.space.reshape(1, -1)]


def test_a_landmark_moves_to_the_middle_of_what_its_map_shows_nearby() -> None:
    engine = FakeEngine()
    engine.points[0, :2] = (83.0, 121.0)
    engine.maps[0, 30, [20, 22], 0] = 9.0
    # Too far from the landmark, so that it must belong to something else.
    engine.maps[0, 30, 40, 0] = 9.0
    body = LandmarkReader(engine).read(PICTURE, WHOLE).body
    np.testing.assert_allclose(body.picture_px[0], (84.0, 120.0), atol=0.01)


@pytest.mark.parametrize("place", [(83.0, 121.0), (-5.0, 121.0), (83.0, 300.0)])
def test_a_landmark_stays_where_its_map_is_unsure_or_has_no_cell(
    place: tuple[float, float],
) -> None:
    engine = FakeEngine()
    engine.points[0, :2] = place
    engine.maps[0, 30, 21, 0] = -0.1
    body = LandmarkReader(engine).read(PICTURE, WHOLE).body
    np.testing.assert_allclose(body.picture_px[0], place, atol=0.01)


def test_a_map_at_the_border_is_read_as_far_as_it_goes() -> None:
    engine = FakeEngine()
    engine.points[0, :2] = (1.0, 254.0)
    engine.maps[0, 62, 1, 0] = 9.0
    body = LandmarkReader(engine).read(PICTURE, WHOLE).body
    np.testing.assert_allclose(body.picture_px[0], (4.0, 248.0), atol=0.01)


def test_a_turned_region_turns_points_back() -> None:
    engine = FakeEngine()
    engine.points[0, :2] = (228.0, 128.0)
    engine.space[0] = (1.0, 0.0, 0.5)
    region = Region(100.0, 80.0, SIZE_PX / 2, math.pi / 2)
    reading = LandmarkReader(engine).read(PICTURE, region)
    # To the right in the cut is down in the picture.
    np.testing.assert_allclose(reading.body.picture_px[0], (100.0, 130.0), atol=1e-3)
    np.testing.assert_allclose(reading.body.space_m[0], (0.0, 1.0, 0.5), atol=1e-6)
    assert reading.region.angle_rad == pytest.approx(math.pi / 2)
    assert reading.region.side_px == pytest.approx(2.5 * 32.0)


def test_visibility_and_score_are_probabilities() -> None:
    engine = FakeEngine()
    engine.points[:3, 3] = (-1000.0, 0.0, 1000.0)
    body = LandmarkReader(engine).read(PICTURE, WHOLE).body
    np.testing.assert_allclose(body.visibility[:3], (0.0, 0.5, 1.0), atol=1e-6)
    assert body.score == 0.75
