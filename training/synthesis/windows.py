"""Windows of made-up landmarks, as a head's fit takes them."""

from collections.abc import Sequence

import numpy as np

from training.features.windows import IntArray
from training.synthesis.movements import MOVEMENTS
from training.synthesis.sequences import synthesise
from vidclf_app.core.body import BODY_VECTOR_SIZE, split_vectors
from vidclf_app.core.records import Float32Array


class SyntheticWindows:
    """Draws windows of the classes that the synthesis knows by name.

    Args:
        labels: Of the classes.
        window: Frames in a window.
        rate_hz: Frames a second.
    """

    def __init__(self, labels: Sequence[str], window: int, rate_hz: float) -> None:
        self._known = [(number, label) for number, label in enumerate(labels) if label in MOVEMENTS]
        self._window = window
        self._rate_hz = rate_hz

    def draw(self, count: int, random: np.random.Generator) -> tuple[Float32Array, IntArray]:
        """Return full windows and their classes, each known class as often as the others.

        Args:
            count: How many; none where the synthesis knows none of the classes.
            random: Source of every choice.

        Returns:
            float32, shape (count, window, BODY_VECTOR_SIZE), and int64, shape (count,).
        """
        count = count if self._known else 0
        windows = np.zeros((count, self._window, BODY_VECTOR_SIZE), dtype=np.float32)
        targets = np.zeros(count, dtype=np.int64)
        for place in range(count):
            number, label = self._known[int(random.integers(len(self._known)))]
            made = synthesise(label, self._window / self._rate_hz, self._rate_hz, random)
            picture, space, score = split_vectors(windows[place])
            picture[..., :2] = made.image
            picture[..., 2] = made.visibility
            space[:] = made.world
            score[:] = 1.0
            targets[place] = number
        return windows, targets
