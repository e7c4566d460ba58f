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
# How long the part is that a window shows back and forth; the clips of exercises.toml are as long.
_PART_S = (0.7, 1.3)


class SyntheticWindows:
    """Draws windows of the classes that the synthesis knows by name.

    Args:
        labels: Of the classes.
        window: Frames in a window.
        rate_hz: Frames a second.
        seed: Of what is made up.
        back_and_forth: Share of the windows that show a part of what was made up, back and forth.
    """

    def __init__(
        self,
        labels: Sequence[str],
        window: int,
        rate_hz: float,
        seed: int,
        back_and_forth: float = 0.0,
    ) -> None:
        self._back_and_forth = back_and_forth
        # The part's first and last frame are this far apart, in frames of the window.
        self._part = [min(max(round(part_s * rate_hz), 1), window - 1) for part_s in _PART_S]
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
        frames = self._frames(count, random)
        windows = np.stack(
            [
                self._banks[one][place][shown]
                for one, place, shown in zip(classes, places, frames, strict=True)
            ]
        )
        return windows, self._numbers[classes]

    def _frames(self, count: int, random: np.random.Generator) -> IntArray:
        """Return which of its frames each window shows: int64, shape (count, window)."""
        window = self._banks[0].shape[1]
        shortest, longest = self._part
        span = random.integers(shortest, longest + 1, size=count)[:, None]
        first = random.integers(window - span)
        phase = random.integers(2 * span)
        # A triangle wave between the part's ends.
        part = first + span - np.abs((np.arange(window) + phase) % (2 * span) - span)
        shows_part = random.random((count, 1)) < self._back_and_forth
        return np.where(shows_part, part, np.arange(window))


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
