"""Landmarks together with what an image CNN sees of the person."""

import numpy as np
import pytest

from tests.builders import encoder_model, frame
from tests.core.encoders.pose.conftest import Seen
from vidclf_app.core.body import BODY_VECTOR_SIZE, LANDMARKS
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.encoders.pose.with_image import PoseImageEncoder, person_square
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec, ImagePreprocessing
from vidclf_app.core.records import Body, Frame

SPEC = ImageEncoderSpec(
    file="image.onnx",
    sha256="0" * 64,
    preprocessing=ImagePreprocessing(width_px=32, height_px=32),
    features=3,
)


@pytest.fixture
def both(encoder: PoseEncoder) -> PoseImageEncoder:
    return PoseImageEncoder(encoder, Engine(encoder_model().SerializeToString(), "image"), SPEC)


def body_at(*corners: tuple[float, float]) -> Body:
    picture_px = np.resize(np.array(corners, dtype=np.float32), (LANDMARKS, 2))
    return Body(picture_px, np.zeros((LANDMARKS, 3), np.float32), np.ones(LANDMARKS, np.float32), 1)


def test_the_vector_is_the_body_s_and_then_the_square_s(
    both: PoseImageEncoder, demo: list[Seen]
) -> None:
    features = both.encode(Frame(demo[0].pixels, 7, 0.7, 0.7))
    assert both.features == len(features.vector) == BODY_VECTOR_SIZE + 3
    assert (features.index, features.time_s) == (7, 0.7)
    assert features.body is not None
    # This image network tells the mean red, green and blue, 0..1.
    square = person_square(demo[0].pixels, features.body, SPEC.preprocessing)
    mean_rgb = square.reshape(-1, 3).mean(axis=0) / 255.0
    np.testing.assert_allclose(features.vector[BODY_VECTOR_SIZE:], mean_rgb, atol=1e-5)
    both.reset()
    alone = both.encode(Frame(demo[0].pixels, 7, 0.7, 0.7))
    assert alone.vector.tobytes() == features.vector.tobytes()


def test_nobody_is_all_zero(both: PoseImageEncoder) -> None:
    features = both.encode(frame("red"))
    assert features.body is None
    assert features.vector.shape == (BODY_VECTOR_SIZE + 3,)
    assert not features.vector.any()


@pytest.mark.parametrize("size_px", [(50, 50), (100, 50)])
def test_the_square_holds_the_whole_body(size_px: tuple[int, int]) -> None:
    pixels = np.zeros((100, 200, 3), dtype=np.uint8)
    pixels[20:61, 80:101] = (1, 2, 3)
    size = ImagePreprocessing(width_px=size_px[0], height_px=size_px[1])
    square = person_square(pixels, body_at((80.0, 20.0), (100.0, 60.0)), size)
    assert square.shape == (size_px[1], size_px[0], 3)
    assert (square.reshape(-1, 3).max(axis=0) == (3, 2, 1)).all()
    # The square is a quarter longer than the body's height of 40 pixels.
    assert square.any(axis=2).mean() == pytest.approx(21 * 41 / 50**2, abs=0.04)


@pytest.mark.parametrize("far_px", [1e5, 1e7])
def test_a_wild_landmark_leaves_something_of_the_picture(far_px: float) -> None:
    pixels = np.full((100, 200, 3), 255, dtype=np.uint8)
    square = person_square(pixels, body_at((80.0, 20.0), (far_px, 60.0)), SPEC.preprocessing)
    assert square.shape == (32, 32, 3)
