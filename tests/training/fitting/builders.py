"""Windows of two classes that a head can tell apart."""

from pathlib import Path

import numpy as np

from tests.training.features.builders import write_entry
from training.features.windows import SeenClip, WindowTable, clip_windows, join_windows

WINDOW, MIN_FRAMES, FEATURES = 6, 2, 3
TARGETS = np.array([0, 1] * 6, dtype=np.int64)


def write_table(
    folder: Path, scale: float = 1.0, shift: float = 0.0, views: int = 1
) -> WindowTable:
    """Return the windows of twelve clips: their features are near 0 or 1, times scale plus shift.

    Args:
        folder: For the entries.
        scale: See above.
        shift: See above; a view's number times ten is added.
        views: Of each clip.
    """
    random = np.random.default_rng(2)
    times_s = np.arange(12) / 10.0
    seen = []
    for clip, target in enumerate(TARGETS.tolist()):
        for view in range(views):
            vectors = random.normal(target, 0.3, (12, FEATURES)) * scale + shift + 10.0 * view
            name = f"{scale}-{shift}-{clip}-{view}"
            entry = write_entry(folder, name, vectors.astype(np.float32), times_s)
            seen.append(
                SeenClip(entry, clip_windows(times_s, WINDOW, 10.0, MIN_FRAMES), clip, view)
            )
    return join_windows(seen, WINDOW)
