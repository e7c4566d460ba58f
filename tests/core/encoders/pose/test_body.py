"""The vector of a frame."""

import numpy as np
import pytest

from vidclf_app.core.body import (
    BODY_VECTOR_SIZE,
    LANDMARKS,
    MIRRORED,
    Joint,
    body_vector,
    split_vectors,
)
from vidclf_app.core.records import Body


@pytest.fixture
def body() -> Body:
    rng = np.random.default_rng(0)
    return Body(
        picture_px=rng.uniform(0.0, 720.0, (LANDMARKS, 2)).astype(np.float32),
        space_m=rng.normal(size=(LANDMARKS, 3)).astype(np.float32),
        visibility=rng.uniform(size=LANDMARKS).astype(np.float32),
        score=0.875,
    )


def test_a_vector_and_its_parts(body: Body) -> None:
    vector = body_vector(body, 720)
    assert vector.shape == (BODY_VECTOR_SIZE,)
    assert vector.dtype == np.float32
    picture, space, score = split_vectors(vector)
    np.testing.assert_allclose(picture[:, :2] * 720, body.picture_px, rtol=1e-6)
    np.testing.assert_array_equal(picture[:, 2], body.visibility)
    np.testing.assert_array_equal(space, body.space_m)
    assert score == 0.875


def test_parts_of_many_vectors_are_views(body: Body) -> None:
    vectors = np.stack([body_vector(body, 720)] * 6).reshape(2, 3, BODY_VECTOR_SIZE)
    picture, space, score = split_vectors(vectors)
    assert (picture.shape, space.shape, score.shape) == ((2, 3, 33, 3), (2, 3, 33, 3), (2, 3))
    picture[1, 2, 0], space[1, 2, -1], score[1, 2] = 5.0, 6.0, 7.0
    assert vectors[1, 2, 0] == 5.0
    assert (vectors[1, 2, -4:] == (6.0, 6.0, 6.0, 7.0)).all()


def test_nobody_is_all_zero() -> None:
    assert not body_vector(None, 720).any()


def test_a_mirror_swaps_left_and_right() -> None:
    np.testing.assert_array_equal(MIRRORED[MIRRORED], np.arange(LANDMARKS))
    for joint in Joint:
        swapped = joint.name.replace("LEFT", "?").replace("RIGHT", "LEFT").replace("?", "RIGHT")
        assert Joint(MIRRORED[joint]).name == swapped
