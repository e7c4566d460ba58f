"""Windows of made-up landmarks, as a head's fit takes them."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from training.features.windows import IntArray
from training.synthesis.movements import MOVEMENTS, OTHER, movements_of
from training.synthesis.others import NEAR_MISSES
from training.synthesis.sequences import synthesise
from vidclf_app.core.body import BODY_VECTOR_SIZE, split_vectors
from vidclf_app.core.records import Float32Array

# Made once and drawn from again and again: making takes longer than fitting.
_PER_EXERCISE = 1000
# "Other" is more than a hundred movements: more of it is made, and drawn as often as this many
# exercises together.
_PER_OTHER = 10_000
_OTHER_SHARE = 12
# Among them, what is nearly an exercise is made this many times as often as anything else: each of
# them would be a hundredth of what an exercise is, and be taken for it.
_NEAR_MISS_SHARE = 5


class SyntheticWindows:
    """Draws windows of the classes that the synthesis knows by name.

    Args:
        labels: Of the classes.
        window: Frames in a window.
        rate_hz: Frames a second.
        seed: Of what is made up.
    """

    def __init__(self, labels: Sequence[str], window: int, rate_hz: float, seed: int) -> None:
        self._numbers = np.array(
            [number for number, label in enumerate(labels) if label in MOVEMENTS], dtype=np.int64
        )
        self._banks = [
            _bank(labels[number], tuple(labels), window, rate_hz, seed) for number in self._numbers
        ]
        shares = [_OTHER_SHARE if labels[number] == OTHER else 1 for number in self._numbers]
        self._chances = np.array(shares) / sum(shares)

    def draw(self, count: int, random: np.random.Generator) -> tuple[Float32Array, IntArray]:
        """Return full windows and their classes, each known exercise as often as the others.

        Args:
            count: How many; none where the synthesis knows none of the classes.
            random: Source of every choice.

        Returns:
            float32, shape (count, window, BODY_VECTOR_SIZE), and int64, shape (count,).
        """
        if not self._banks or not count:
            return np.zeros((0, 1, BODY_VECTOR_SIZE), dtype=np.float32), np.zeros(0, np.int64)
        classes = random.choice(len(self._banks), size=count, p=self._chances)
        sizes = np.array([len(bank) for bank in self._banks])
        places = random.integers(sizes[classes])
        windows = np.stack(
            [self._banks[one][place] for one, place in zip(classes, places, strict=True)]
        )
        return windows, self._numbers[classes]


@lru_cache(maxsize=64)
def _bank(
    label: str, labels: tuple[str, ...], window: int, rate_hz: float, seed: int
) -> Float32Array:
    """Make windows of one of the labels: float32 (N, window, BODY_VECTOR_SIZE)."""
    random = np.random.default_rng([seed, MOVEMENTS.index(label)])
    names = [
        name
        for name in movements_of(label, labels)
        for _ in range(_NEAR_MISS_SHARE if name in NEAR_MISSES else 1)
    ]
    count = _PER_OTHER if label == OTHER else _PER_EXERCISE
    windows = np.zeros((count, window, BODY_VECTOR_SIZE), dtype=np.float32)
    picture, space, score = split_vectors(windows)
    for place in range(count):
        made = synthesise(names[place % len(names)], window / rate_hz, rate_hz, random)
        picture[place, ..., :2] = made.image
        picture[place, ..., 2] = made.visibility
        space[place] = made.world
    score[:] = 1.0
    return windows
