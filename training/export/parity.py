"""Trained network against exported one: a bundle is written only if they agree."""

from dataclasses import dataclass

import keras
import numpy as np

from training.errors import ExportParityError
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array, UInt8Array

# Largest difference over largest value. Float32 sums in another order give about 1e-6.
TOLERANCE = 1e-4
_ENCODER_BATCH = 16
_CHECK_HINT = "Keep the networks' layers to those that the export knows, or report this."


@dataclass(frozen=True, slots=True)
class Parity:
    """How far two implementations of one network are apart.

    Attributes:
        compared: Number of outputs (rows) compared.
        relative: Largest difference over the largest value.
        same_label: Share of rows with the same largest output.
    """

    compared: int
    relative: float
    same_label: float


def encode_with_keras(model: keras.Model, frames: UInt8Array) -> Float32Array:
    """Run the Keras encoder.

    Args:
        model: The encoder.
        frames: uint8 RGB, shape (N, H, W, 3).

    Returns:
        float32, shape (N, F).
    """
    parts = [
        model.predict_on_batch(frames[start : start + _ENCODER_BATCH])
        for start in range(0, len(frames), _ENCODER_BATCH)
    ]
    return np.concatenate(parts).astype(np.float32)


def check_encoder(model: keras.Model, engine: Engine, frames: UInt8Array) -> Parity:
    """Compare the Keras encoder with the exported one.

    Args:
        model: The encoder that was exported.
        engine: The exported one.
        frames: uint8 RGB, shape (N, H, W, 3), real pictures.

    Raises:
        ExportParityError: They differ by more than `TOLERANCE`.
    """
    expected = encode_with_keras(model, frames)
    found = np.concatenate([engine.run({"frames": frame[None]}) for frame in frames])
    return _compare("encoder", expected, found)


def check_head(model: keras.Model, engine: Engine, windows: Float32Array) -> Parity:
    """Compare the Keras head with the exported one at every length from 1 to the full window.

    Behind the valid frames, the exported head gets other rows than zeros: they must not matter.

    Args:
        model: The head that was exported.
        engine: The exported one.
        windows: float32, shape (N, window, F), full windows.

    Raises:
        ExportParityError: They differ by more than `TOLERANCE`, or in a label.
    """
    expected, found = [], []
    for length in range(1, windows.shape[1] + 1):
        lengths = np.full(len(windows), length, dtype=np.int32)
        cut = windows.copy()
        cut[:, length:] = 0.0
        expected.append(model.predict_on_batch({"features": cut, "length": lengths}))
        found.append(engine.run({"features": windows, "length": lengths}))
    return _compare("head", np.concatenate(expected), np.concatenate(found))


def check_labels(expected: Float32Array, found: Float32Array) -> Parity:
    """Compare the whole Keras chain with the whole exported one.

    Args:
        expected: float32, shape (N, C), Keras logits on Keras features.
        found: float32, shape (N, C), exported logits on exported features.

    Raises:
        ExportParityError: They differ by more than ten times `TOLERANCE` or in a label.
    """
    return _compare("chain of encoder and head", expected, found, 10.0 * TOLERANCE)


def _compare(
    what: str, expected: Float32Array, found: Float32Array, tolerance: float = TOLERANCE
) -> Parity:
    parity = Parity(
        compared=len(expected),
        relative=float(np.abs(expected - found).max() / max(np.abs(expected).max(), 1e-12)),
        same_label=float((expected.argmax(axis=1) == found.argmax(axis=1)).mean()),
    )
    if not parity.relative <= tolerance:
        raise ExportParityError(
            f"The exported {what} differs from the trained one by {parity.relative:.1e} of its "
            f"largest output (allowed: {tolerance:.0e}); no bundle was written.",
            _CHECK_HINT,
        )
    if what != "encoder" and parity.same_label < 1.0:
        raise ExportParityError(
            f"The exported {what} names another class than the trained one in "
            f"{1.0 - parity.same_label:.1%} of {parity.compared} windows; no bundle was written.",
            _CHECK_HINT,
        )
    return parity
