"""Features without videos: entries of numbers that a test chooses."""

import hashlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.features.entries import Entry, FeatureCache
from vidclf_app.core.records import Float32Array


def write_entry(
    folder: Path, name: str, vectors: Float32Array, times_s: npt.NDArray[np.float64]
) -> Entry:
    """Write an entry whose key follows from a name, and return it."""
    cache = FeatureCache(folder)
    key = hashlib.sha256(name.encode()).hexdigest()
    with cache.writing(key, vectors.shape[1]) as writer:
        for vector, time_s in zip(vectors, times_s.tolist(), strict=True):
            writer.append(vector, time_s)
    entry = cache.find(key, vectors.shape[1])
    assert entry is not None
    return entry
