"""Windows drawn from cached features, batch by batch."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np

from training.config import FitConfig
from training.data.splits import oversample
from training.features.windows import IntArray, WindowTable
from vidclf_app.core.records import Float32Array

Batch = tuple[dict[str, Any], IntArray, Float32Array]


class Batches(Protocol):
    """What a fit reads: batches of windows, the same ones for the same epoch.

    Attributes:
        table: Sizes of a window.
    """

    table: WindowTable

    @property
    def steps(self) -> int:
        """Batches in an epoch."""

    def epoch(self, number: int) -> Iterator[Batch]:
        """Yield inputs, classes and weights, batch by batch, of an epoch, from 0."""


class WindowBatches:
    """Batches of windows, drawn anew for each epoch, the same ones for the same seed and epoch.

    A clip gives the same number of windows however long it is. A window ends where one of the
    app's windows ends; some are cut shorter, because the app predicts before its window is full.

    Args:
        table: All clips.
        clips: int64, positions of the clips to draw from.
        targets: int64, shape (clips in the table,), class of each.
        classes: Number of classes C.
        min_frames: Frames in the shortest window.
        config: Batch size, windows per clip, share of short windows, balance, seed.
    """

    def __init__(
        self,
        table: WindowTable,
        clips: IntArray,
        targets: IntArray,
        classes: int,
        min_frames: int,
        config: FitConfig,
    ) -> None:
        self.table = table
        self._targets = targets
        self._min_frames = min_frames
        self._config = config
        self._class_weights = np.ones(classes, dtype=np.float32)
        if config.balance in ("weights", "roots"):
            self._class_weights = balanced_weights(targets[clips], classes)
            if config.balance == "roots":
                self._class_weights = np.sqrt(self._class_weights)
        elif config.balance == "oversample":
            clips = oversample(clips, targets[clips], config.seed)
        order = np.argsort(table.clips, kind="stable")
        borders = np.searchsorted(table.clips[order], np.arange(len(targets) + 1))
        self._of_clip = [order[borders[clip] : borders[clip + 1]] for clip in clips]

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        return -(-len(self._of_clip) * self._config.windows_per_clip // self._config.batch)

    def epoch(self, number: int) -> Iterator[Batch]:
        """Yield inputs, classes and weights, batch by batch.

        Args:
            number: Of the epoch, from 0.
        """
        random = np.random.default_rng([self._config.seed, number])
        per_clip = self._config.windows_per_clip
        drawn = np.concatenate([random.choice(of, per_clip) for of in self._of_clip])
        drawn = random.permutation(drawn)
        lengths = self.table.lengths[drawn]
        short = random.random(len(drawn)) < self._config.partial
        # A clip of fewer frames than the app waits for gives the one window it has.
        shortest = np.minimum(self._min_frames, lengths)
        lengths = np.where(short, random.integers(shortest, lengths + 1), lengths)
        for start in range(0, len(drawn), self._config.batch):
            part = slice(start, start + self._config.batch)
            features = self.table.gather(drawn[part], lengths[part])
            targets = self._targets[self.table.clips[drawn[part]]]
            inputs = {"features": features, "length": lengths[part].astype(np.int32)}
            yield inputs, targets, self._class_weights[targets]


def balanced_weights(targets: IntArray, classes: int) -> Float32Array:
    """Return the weight of each class: mean class size over class size, 0 for an absent class.

    Args:
        targets: int64, shape (N,), class of each clip that is learnt from.
        classes: Number of classes C.

    Returns:
        float32, shape (C,).
    """
    counts = np.bincount(targets, minlength=classes)
    present = counts > 0
    mean = counts[present].mean()
    return np.where(present, mean / np.maximum(counts, 1), 0.0).astype(np.float32)
