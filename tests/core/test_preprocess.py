"""Crop, resize, colour."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare


@given(
    height=st.integers(1, 300),
    width=st.integers(1, 300),
    side=st.sampled_from([16, 32, 48]),
    crop=st.sampled_from(["none", "centre_square"]),
)
def test_any_frame_becomes_the_input(height: int, width: int, side: int, crop: str) -> None:
    spec = ImagePreprocessing.model_validate(
        {"width_px": side, "height_px": side + 16, "crop": crop}
    )
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    pixels[:] = (10, 20, 30)
    prepared = prepare(pixels, spec)
    assert prepared.shape == (side + 16, side, 3)
    assert prepared.dtype == np.uint8
    assert prepared.flags["C_CONTIGUOUS"]
    # BGR became RGB.
    assert (prepared == np.array([30, 20, 10], dtype=np.uint8)).all()


def test_it_is_close_to_area_interpolation() -> None:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (720, 1280, 3), dtype=np.uint8)
    pixels = cv2.GaussianBlur(noise, (0, 0), 4).astype(np.uint8)
    spec = ImagePreprocessing(width_px=224, height_px=224)
    area = cv2.resize(pixels, (224, 224), interpolation=cv2.INTER_AREA)[..., ::-1]
    difference = np.abs(prepare(pixels, spec).astype(int) - area.astype(int))
    assert difference.mean() < 2.0


@pytest.mark.parametrize(("height", "width"), [(100, 300), (300, 100), (101, 300)])
def test_the_square_is_cut_from_the_middle(height: int, width: int) -> None:
    pixels = np.zeros((height, width, 3), dtype=np.uint8)
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    pixels[top : top + side, left : left + side] = 255
    spec = ImagePreprocessing(width_px=32, height_px=32, crop="centre_square")
    assert (prepare(pixels, spec) == 255).all()


def test_the_frame_itself_is_not_changed() -> None:
    pixels = np.full((64, 64, 3), 7, dtype=np.uint8)
    prepare(pixels, ImagePreprocessing(width_px=64, height_px=64))
    assert (pixels == 7).all()
