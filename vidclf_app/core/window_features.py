"""From a window of an encoder's vectors to what the head reads, for each kind of encoder."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.body_features import body_features
from vidclf_app.core.manifest import EncoderSpec
from vidclf_app.core.records import Float32Array

WindowFeatures: TypeAlias = Callable[[Float32Array, npt.NDArray[np.int64]], Float32Array]


def window_features(spec: EncoderSpec) -> WindowFeatures:
    """Return the function that the app and training put between window and head.

    Args:
        spec: The encoder.

    Returns:
        A function of windows, float32 (N, window, spec.features), valid frames first and zeros
        behind, and their lengths, int64 (N,). It returns float32
        (N, window, spec.head_features), with zeros behind the valid frames.
    """
    if spec.kind == "image":
        return _as_they_are
    if spec.kind == "pose":
        return body_features
    return _body_and_picture


def _as_they_are(windows: Float32Array, lengths: npt.NDArray[np.int64]) -> Float32Array:  # noqa: ARG001
    return windows


def _body_and_picture(windows: Float32Array, lengths: npt.NDArray[np.int64]) -> Float32Array:
    body = body_features(windows[..., :BODY_VECTOR_SIZE], lengths)
    return np.concatenate([body, windows[..., BODY_VECTOR_SIZE:]], axis=-1)
