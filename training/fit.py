"""Fitting a head on cached features: the same seed gives the same weights on one machine."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from training.config import FitConfig
from training.errors import TrainingError
from training.windows import IntArray, WindowTable
from vidclf_app.core.records import Float32Array

_PREDICTION_BATCH = 512
# A feature that hardly ever moves must not be blown up.
_SMALLEST_ROOT = 1e-3


@dataclass(frozen=True, slots=True)
class FitResult:
    """What a fit came to.

    Attributes:
        epochs: Epochs after which the kept weights stood.
        history: Per epoch: `loss`, and `held_out_loss` where groups were held out.
    """

    epochs: int
    history: tuple[dict[str, float], ...]


class WindowBatches(keras.utils.PyDataset):  # type: ignore[misc]
    """Batches of windows drawn anew in each epoch, the same ones for the same seed.

    A clip gives the same number of windows however long it is. A window ends where one of the
    app's windows ends; some are cut shorter, because the app predicts before its window is full.

    Args:
        table: All clips.
        clips: Positions of the clips to draw from.
        targets: int64, shape (clips in the table,), class of each.
        class_weights: float32, shape (C,).
        window: Frames in a full window.
        min_frames: Frames in the shortest window.
        config: Batch size, windows per clip, share of short windows, seed.
        mirrored: Rows of the mirrored clips, in the same order as the table's; or None.
    """

    def __init__(
        self,
        table: WindowTable,
        clips: IntArray,
        targets: IntArray,
        class_weights: Float32Array,
        window: int,
        min_frames: int,
        config: FitConfig,
        mirrored: WindowTable | None = None,
    ) -> None:
        super().__init__()
        self._table = table
        self._mirrored = mirrored
        self._targets = targets
        self._class_weights = class_weights
        self._window = window
        self._min_frames = min_frames
        self._config = config
        self._random = np.random.default_rng(config.seed)
        order = np.argsort(table.clips, kind="stable")
        borders = np.searchsorted(table.clips[order], np.arange(len(targets) + 1))
        self._of_clip = [order[borders[clip] : borders[clip + 1]] for clip in clips]
        self._draw()

    def __len__(self) -> int:
        """Return the number of batches in an epoch."""
        return -(-len(self._drawn) // self._config.batch)

    def __getitem__(self, number: int) -> tuple[dict[str, Any], IntArray, Float32Array]:
        """Return inputs, classes and weights of one batch."""
        part = slice(number * self._config.batch, (number + 1) * self._config.batch)
        drawn, lengths, mirror = self._drawn[part], self._lengths[part], self._mirror[part]
        ends = self._table.ends[drawn]
        features = self._table.gather(ends, lengths, self._window)
        if self._mirrored is not None and mirror.any():
            features[mirror] = self._mirrored.gather(ends[mirror], lengths[mirror], self._window)
        targets = self._targets[self._table.clips[drawn]]
        inputs = {"features": features, "length": lengths.astype(np.int32)}
        return inputs, targets, self._class_weights[targets]

    def on_epoch_end(self) -> None:
        """Draw new windows."""
        self._draw()

    def _draw(self) -> None:
        random = self._random
        per_clip = self._config.windows_per_clip
        drawn = np.concatenate([random.choice(of, per_clip) for of in self._of_clip])
        drawn = random.permutation(drawn)
        lengths = self._table.lengths[drawn]
        short = random.random(len(drawn)) < self._config.partial
        lengths = np.where(short, random.integers(self._min_frames, lengths + 1), lengths)
        self._drawn, self._lengths = drawn, lengths
        self._mirror = random.random(len(drawn)) < 0.5


def seed_everything(seed: int) -> None:
    """Make the next fit repeatable on this machine."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def input_scale(model: keras.Model, batches: WindowBatches) -> Float32Array:
    """Return what brings a head's inputs to a root mean square of one over an epoch's windows.

    Args:
        model: See `training.heads.models.input_model`.
        batches: What the head will learn from; nothing else may decide the scale.

    Returns:
        float32, shape (I,).
    """
    squares: Any = 0.0
    frames = 0
    for number in range(len(batches)):
        inputs, _, _ = batches[number]
        values = model.predict_on_batch(inputs).astype(np.float64)
        valid = np.arange(values.shape[1]) < inputs["length"][:, None]
        squares += (values[valid] ** 2).sum(axis=0)
        frames += int(valid.sum())
    root = np.sqrt(squares / frames)
    return np.asarray(1.0 / np.maximum(root, _SMALLEST_ROOT), dtype=np.float32)


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


def predict_logits(model: keras.Model, table: WindowTable, chosen: IntArray) -> Float32Array:
    """Run a head on windows of a table.

    Args:
        model: A head of `training.heads.models`.
        table: The windows.
        chosen: int64, shape (N,), positions of windows in the table.

    Returns:
        float32, shape (N, C).
    """
    window = int(model.inputs[0].shape[1])
    parts = []
    for start in range(0, len(chosen), _PREDICTION_BATCH):
        part = chosen[start : start + _PREDICTION_BATCH]
        features = table.gather(table.ends[part], table.lengths[part], window)
        lengths = table.lengths[part].astype(np.int32)
        parts.append(model.predict_on_batch({"features": features, "length": lengths}))
    return np.concatenate(parts).astype(np.float32)


def fit_head(
    model: keras.Model,
    batches: WindowBatches,
    config: FitConfig,
    held_out_loss: Callable[[], float] | None = None,
    on_epoch: Callable[[int, float], None] | None = None,
) -> FitResult:
    """Fit a head; its weights are the best ones when this returns.

    Args:
        model: A head of `training.heads.models`, freshly built.
        batches: What to learn from.
        config: Epochs, learning rate, patience.
        held_out_loss: Computes the loss on groups set aside; the fit stops when it has not
            fallen for `patience` epochs and the best weights are put back. None runs all epochs.
        on_epoch: Told the number of epochs done and the loss, for progress.

    Raises:
        TrainingError: The loss is not a finite number.
    """
    model.compile(
        optimizer=keras.optimizers.AdamW(config.learning_rate, weight_decay=config.weight_decay),
        loss=_smoothed_loss(int(model.outputs[0].shape[1]), config.label_smoothing),
        jit_compile=False,
    )
    history: list[dict[str, float]] = []
    best_loss, best_epochs = np.inf, 0
    best_weights = model.get_weights()
    for epoch in range(1, config.epochs + 1):
        # Keras keeps a running mean over the batches; this starts it anew.
        model.reset_metrics()
        for number in range(len(batches)):
            inputs, targets, weights = batches[number]
            mean_loss = model.train_on_batch(inputs, targets, weights)
        batches.on_epoch_end()
        record = {"loss": float(mean_loss)}
        _check_finite(record["loss"], epoch)
        if held_out_loss is None:
            best_epochs = epoch
        else:
            record["held_out_loss"] = held_out_loss()
            _check_finite(record["held_out_loss"], epoch)
            if record["held_out_loss"] < best_loss:
                best_loss, best_epochs = record["held_out_loss"], epoch
                best_weights = model.get_weights()
        history.append(record)
        if on_epoch is not None:
            on_epoch(epoch, record["loss"])
        if epoch - best_epochs >= config.patience:
            break
    if held_out_loss is not None:
        model.set_weights(best_weights)
    return FitResult(best_epochs, tuple(history))


def _check_finite(loss: float, epoch: int) -> None:
    if not np.isfinite(loss):
        raise TrainingError(
            f"The loss is {loss} after epoch {epoch}.",
            "Lower fit.learning_rate in the config, and check the features with another seed.",
        )


def _smoothed_loss(classes: int, smoothing: float) -> Any:
    def loss(targets: Any, logits: Any) -> Any:
        wanted = keras.ops.one_hot(keras.ops.cast(targets, "int32"), classes)
        wanted = wanted * (1.0 - smoothing) + smoothing / classes
        return keras.losses.categorical_crossentropy(wanted, logits, from_logits=True)

    return loss
