"""Windows of landmarks drawn from clips at any tempo, varied, and mixed with made-up ones."""

from collections.abc import Iterator, Sequence

import numpy as np

from training.augmentation.body import vary_bodies
from training.augmentation.body_config import BodyAugmentConfig
from training.config import FitConfig
from training.data.splits import oversample
from training.features.sequences import BodySequence, play
from training.features.windows import IntArray, WindowTable
from training.fitting.batches import Batch, balanced_weights
from training.synthesis.windows import SyntheticWindows
from vidclf_app.core.records import Float32Array

_FEWEST = 2
_HALF = 0.5


class BodyBatches:
    """Batches of varied windows, drawn anew for each epoch, the same for the same seed and epoch.

    A clip gives the same number of windows however long it is.

    Args:
        table: All clips' windows as the app sees them: its window and what a head reads of one.
        sequences: Landmarks of all clips.
        clips: int64, positions of the clips to draw from.
        targets: int64, shape (clips in all,), class of each.
        labels: Of the classes.
        min_frames: Frames in the shortest window.
        rate_hz: The model's frames a second.
        config: Batch size, windows per clip, share of short windows, balance, seed.
        augment: Variations.
        background: The background's label, if there is one.
    """

    def __init__(
        self,
        table: WindowTable,
        sequences: Sequence[BodySequence],
        clips: IntArray,
        targets: IntArray,
        labels: Sequence[str],
        min_frames: int,
        rate_hz: float,
        config: FitConfig,
        augment: BodyAugmentConfig,
        background: str | None = None,
    ) -> None:
        self.table = table
        self._sequences = sequences
        self._targets = targets
        self._min_frames = min_frames
        self._rate_hz = rate_hz
        self._config = config
        self._augment = augment
        self._class_weights = np.ones(len(labels), dtype=np.float32)
        if config.balance in ("weights", "roots"):
            self._class_weights = balanced_weights(targets[clips], len(labels))
            if config.balance == "roots":
                self._class_weights = np.sqrt(self._class_weights)
        elif config.balance == "oversample":
            clips = oversample(clips, targets[clips], config.seed)
        self._clips = np.array(
            [clip for clip in clips if len(sequences[clip].vectors) >= _FEWEST], dtype=np.int64
        )
        self._background = None if background is None else labels.index(background)
        self._held = {labels.index(label) for label in augment.held_labels if label in labels}
        self._made_up = (
            SyntheticWindows(
                labels, table.window, rate_hz, config.seed, augment.synthetic_back_and_forth
            )
            if augment.synthetic
            else None
        )

    @property
    def steps(self) -> int:
        """Batches in an epoch."""
        return -(-len(self._clips) * self._config.windows_per_clip // self._real)

    @property
    def _real(self) -> int:
        """Windows of real clips in a batch."""
        return max(1, round(self._config.batch * (1.0 - self._augment.synthetic)))

    def epoch(self, number: int) -> Iterator[Batch]:
        """Yield inputs, classes and weights, batch by batch.

        Args:
            number: Of the epoch, from 0.
        """
        random = np.random.default_rng([self._config.seed, number])
        owners = np.repeat(self._clips, self._config.windows_per_clip)
        owners = random.permutation(owners)
        for start in range(0, len(owners), self._real):
            part = owners[start : start + self._real]
            windows = np.zeros(
                (len(part), self.table.window, self.table.vector_size), dtype=np.float32
            )
            lengths = np.zeros(len(part), dtype=np.int64)
            for place, clip in enumerate(part.tolist()):
                drawn = self._draw(self._sequences[clip], random)
                windows[place, : len(drawn)] = drawn
                lengths[place] = len(drawn)
            targets = self._targets[part].copy()
            self._change_midway(windows, lengths, targets, random)
            windows = vary_bodies(windows, self._augment, random)
            if self._made_up is not None:
                wanted = round(len(part) / (1.0 - self._augment.synthetic)) - len(part)
                more, of_more = self._made_up.draw(wanted, random)
                if len(more):
                    windows = np.concatenate([windows, more])
                    lengths = np.concatenate([lengths, np.full(wanted, self.table.window)])
                    targets = np.concatenate([targets, of_more])
            windows *= (np.arange(self.table.window) < lengths[:, None])[..., None]
            inputs = {
                "features": self.table.turn(windows, lengths),
                "length": lengths.astype(np.int32),
            }
            yield inputs, targets, self._class_weights[targets]

    def _change_midway(
        self,
        windows: Float32Array,
        lengths: IntArray,
        targets: IntArray,
        random: np.random.Generator,
    ) -> None:
        """Let some bodies keep one posture, and others begin to move late; in place."""
        chance = random.random(len(windows))
        drawn = windows.copy()
        for place in np.flatnonzero(chance < self._augment.still + self._augment.late_start):
            length = int(lengths[place])
            if chance[place] >= self._augment.still:
                # What is left of the movement must be enough to be recognised.
                until = int(random.integers(0, max(1, length - self._min_frames)))
                windows[place, until:length] = drawn[place, : length - until]
                before = int(random.integers(len(windows)))
                if random.random() < _HALF and lengths[before] >= until:
                    windows[place, :until] = drawn[before, :until]
                else:
                    windows[place, :until] = drawn[place, 0]
            elif self._background is not None and int(targets[place]) not in self._held:
                windows[place, :length] = drawn[place, int(random.integers(length))]
                targets[place] = self._background

    def _draw(self, sequence: BodySequence, random: np.random.Generator) -> Float32Array:
        augment, window = self._augment, self.table.window
        tempo = np.exp(random.uniform(*np.log(augment.tempo)))
        step = tempo * sequence.rate_hz / self._rate_hz
        last = len(sequence.vectors) - 1
        short = random.random() < self._config.partial
        fitting = int(last / step) + 1
        # A clip that is too short at this tempo is repeated: the app waits for as many frames.
        if random.random() < augment.back_and_forth or fitting < self._min_frames:
            frames = int(random.integers(self._min_frames, window + 1)) if short else window
            start = random.uniform(0.0, 2.0 * last)
            return play(sequence, frames, step, start, back_and_forth=True)
        frames = min(window, fitting)
        if short:
            frames = int(random.integers(self._min_frames, frames + 1))
        start = random.uniform(0.0, max(0.0, last - (frames - 1) * step))
        return play(sequence, frames, step, start, back_and_forth=False)
