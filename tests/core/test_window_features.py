"""What stands between window and head, for each kind of encoder."""

import numpy as np

from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.body_features import BODY_FEATURES, body_features
from vidclf_app.core.manifest import (
    ImageEncoderSpec,
    ImagePreprocessing,
    NetworkFile,
    PoseEncoderSpec,
    PoseImageEncoderSpec,
)
from vidclf_app.core.window_features import window_features

_FILE = NetworkFile(file="a.onnx", sha256="0" * 64)
_IMAGE = ImageEncoderSpec(
    file="b.onnx",
    sha256="1" * 64,
    preprocessing=ImagePreprocessing(width_px=32, height_px=32),
    features=4,
)
_POSE = PoseEncoderSpec(detector=_FILE, landmarks=_FILE)
_BOTH = PoseImageEncoderSpec(detector=_FILE, landmarks=_FILE, image=_IMAGE)


def _windows(size: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    lengths = np.array([5, 2])
    windows = rng.normal(size=(2, 5, size)).astype(np.float32)
    windows[1, 2:] = 0.0
    return windows, lengths


def test_pictures_are_read_as_they_are() -> None:
    windows, lengths = _windows(_IMAGE.features)
    np.testing.assert_array_equal(window_features(_IMAGE)(windows, lengths), windows)
    assert _IMAGE.head_features == 4


def test_bodies_are_turned_into_body_features() -> None:
    windows, lengths = _windows(_POSE.features)
    turned = window_features(_POSE)(windows, lengths)
    assert turned.shape == (2, 5, _POSE.head_features) == (2, 5, BODY_FEATURES)
    np.testing.assert_array_equal(turned, body_features(windows, lengths))


def test_a_picture_stands_behind_the_body() -> None:
    windows, lengths = _windows(_BOTH.features)
    turned = window_features(_BOTH)(windows, lengths)
    assert turned.shape == (2, 5, _BOTH.head_features)
    assert turned.dtype == np.float32
    np.testing.assert_array_equal(turned[..., BODY_FEATURES:], windows[..., BODY_VECTOR_SIZE:])
    np.testing.assert_array_equal(
        turned[..., :BODY_FEATURES], body_features(windows[..., :BODY_VECTOR_SIZE], lengths)
    )
    assert not turned[1, 2:].any()
