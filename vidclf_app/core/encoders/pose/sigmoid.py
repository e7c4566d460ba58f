"""The logistic function."""

import numpy as np

from vidclf_app.core.records import Float32Array

# Beyond this the result is 0 or 1 in float32, and exp would overflow.
_FAR = 80.0


def sigmoid(logits: Float32Array) -> Float32Array:
    """Return 1 / (1 + exp(-x)) of each logit, float32, of the same shape."""
    values = 1.0 / (1.0 + np.exp(-np.clip(logits, -_FAR, _FAR)))
    return np.asarray(values, dtype=np.float32)
