"""Fitting a head on cached features: the same seed gives the same weights on one machine."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from training.config import FitConfig
from training.errors import TrainingError
from training.evaluation.calibration import log_loss
from training.evaluation.figures import clip_weights
from training.features.windows import IntArray, WindowTable
from training.fitting.batches import WindowBatches
from training.fitting.store import Arrays, EpochRecord, FitState, FitStore
from vidclf_app.core.records import Float32Array

_PREDICTION_BATCH = 256
# A feature that hardly ever moves must not be blown up.
_SMALLEST_ROOT = 1e-3

HeadBuilder = Callable[[], keras.Model]


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Windows set aside to stop a fit in time.

    Attributes:
        table: The windows.
        chosen: int64, shape (N,), positions in the table.
        targets: int64, shape (N,), class of each.
    """

    table: WindowTable
    chosen: IntArray
    targets: IntArray

    def loss(self, model: keras.Model) -> float:
        """Return the mean log loss; each clip counts the same."""
        weights = clip_weights(self.table.clips[self.chosen])
        return log_loss(predict_logits(model, self.table, self.chosen), self.targets, weights)


@dataclass(frozen=True, slots=True, eq=False)
class FitResult:
    """What a fit came to.

    Attributes:
        model: With the kept weights, computing in float32.
        epochs: Epochs after which these weights stood.
        history: See `FitState`.
    """

    model: keras.Model
    epochs: int
    history: tuple[EpochRecord, ...]


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
    for inputs, _, _ in batches.epoch(0):
        values = model.predict_on_batch(inputs).astype(np.float64)
        valid = np.arange(values.shape[1]) < inputs["length"][:, None]
        squares += (values[valid] ** 2).sum(axis=0)
        frames += int(valid.sum())
    root = np.sqrt(squares / frames)
    return np.asarray(1.0 / np.maximum(root, _SMALLEST_ROOT), dtype=np.float32)


def predict_logits(model: keras.Model, table: WindowTable, chosen: IntArray) -> Float32Array:
    """Run a head on windows of a table.

    Args:
        model: A head of `training.heads.models`.
        table: The windows.
        chosen: int64, shape (N,), positions of windows in the table.

    Returns:
        float32, shape (N, C).
    """
    parts = []
    for start in range(0, len(chosen), _PREDICTION_BATCH):
        part = chosen[start : start + _PREDICTION_BATCH]
        lengths = table.lengths[part].astype(np.int32)
        parts.append(model.predict_on_batch({"features": table.gather(part), "length": lengths}))
    return np.concatenate(parts).astype(np.float32)


def fit_head(
    build: HeadBuilder,
    batches: WindowBatches,
    config: FitConfig,
    epochs: int,
    *,
    name: str,
    store: FitStore | None = None,
    held_out: HeldOut | None = None,
    on_epoch: Callable[[int, EpochRecord], None] | None = None,
) -> FitResult:
    """Fit a head, or go on with a fit that was cut off.

    Args:
        build: Builds a fresh head.
        batches: What to learn from.
        config: Learning rate, patience, precision, distribution.
        epochs: At most.
        name: Of the fit in the store.
        store: Where states are kept; None keeps none.
        held_out: Windows set aside; the fit stops when the loss on them has not fallen for
            `patience` epochs and the best weights are put back. None runs all epochs.
        on_epoch: Told the number of epochs done and their record, for progress.

    Raises:
        TrainingError: The loss is not a finite number.
        SinkError: A state can't be written.
    """
    done = store.finished(name) if store else None
    if done is not None:
        judged = _built(build, config, judged=True)
        judged.set_weights(done.best)
        return FitResult(judged, done.best_epoch, done.history)
    state = store.unfinished(name) if store else None
    model = _built(build, config, judged=False)
    _compile(model, config)
    # Predictions under a strategy are gathered from all replicas, and float16 is for fitting
    # only: what is judged and exported is a plain twin.
    plain = config.distribute == "none" and not config.mixed_precision
    judged = model if plain else _built(build, config, judged=True)
    epoch, best_epoch, history = 0, 0, list[EpochRecord]()
    best, best_loss = model.get_weights(), np.inf
    if state is not None:
        _restore(model, state.variables)
        epoch, best_epoch, history = state.epoch, state.best_epoch, list(state.history)
        best = state.best
        if held_out is not None:
            best_loss = history[best_epoch - 1]["held_out_loss"]
    while epoch < epochs and not (held_out and epoch - best_epoch >= config.patience):
        record = {"loss": _fit_epoch(model, batches, epoch)}
        epoch += 1
        _check_finite(record["loss"], epoch)
        if held_out is not None:
            if judged is not model:
                judged.set_weights(model.get_weights())
            record["held_out_loss"] = held_out.loss(judged)
            _check_finite(record["held_out_loss"], epoch)
        if held_out is None or record["held_out_loss"] < best_loss:
            best_loss = record.get("held_out_loss", record["loss"])
            best_epoch, best = epoch, model.get_weights()
        history.append(record)
        if on_epoch is not None:
            on_epoch(epoch, record)
        if store is not None and store.due():
            store.keep(name, FitState(epoch, best_epoch, tuple(history), best, _values(model)))
    if store is not None:
        store.finish(name, FitState(epoch, best_epoch, tuple(history), best, []))
    judged.set_weights(best)
    return FitResult(judged, best_epoch, tuple(history))


def strategy_scope(config: FitConfig) -> AbstractContextManager[Any]:
    """Return the scope in which a distributed model is built and compiled."""
    strategy = _strategy(config.distribute)
    return nullcontext() if strategy is None else strategy.scope()


_strategies: dict[str, Any] = {}


def _strategy(kind: str) -> Any:
    # One for the whole process: the workers of a second one would wait for each other for ever.
    if kind not in _strategies:
        makers = {
            "none": lambda: None,
            "mirrored": tf.distribute.MirroredStrategy,
            "multi_worker": tf.distribute.MultiWorkerMirroredStrategy,
        }
        _strategies[kind] = makers[kind]()
    return _strategies[kind]


def _built(build: HeadBuilder, config: FitConfig, *, judged: bool) -> keras.Model:
    seed_everything(config.seed)
    if judged:
        return build()
    former = keras.mixed_precision.dtype_policy()
    if config.mixed_precision:
        keras.mixed_precision.set_dtype_policy("mixed_float16")
    try:
        with strategy_scope(config):
            return build()
    finally:
        keras.mixed_precision.set_dtype_policy(former)


def _compile(model: keras.Model, config: FitConfig) -> None:
    with strategy_scope(config):
        optimizer = keras.optimizers.AdamW(config.learning_rate, weight_decay=config.weight_decay)
        model.compile(
            optimizer=optimizer,
            loss=_smoothed_loss(int(model.outputs[0].shape[1]), config.label_smoothing),
            jit_compile=False,
            auto_scale_loss=config.mixed_precision,
        )
        model.optimizer.build(model.trainable_variables)


def _fit_epoch(model: keras.Model, batches: WindowBatches, epoch: int) -> float:
    """Fit one epoch and return its mean loss."""
    table = batches.table
    signature = (
        {
            "features": tf.TensorSpec((None, table.window, table.features), tf.float32),
            "length": tf.TensorSpec((None,), tf.int32),
        },
        tf.TensorSpec((None,), tf.int64),
        tf.TensorSpec((None,), tf.float32),
    )
    data = tf.data.Dataset.from_generator(
        lambda: batches.epoch(epoch), output_signature=signature
    ).apply(tf.data.experimental.assert_cardinality(batches.steps))
    told = model.fit(
        data.prefetch(2), initial_epoch=epoch, epochs=epoch + 1, verbose=0, shuffle=False
    )
    return float(told.history["loss"][0])


def _state_variables(model: keras.Model) -> Sequence[Any]:
    metrics = {id(variable) for variable in model.metrics_variables}
    own = [variable for variable in model.variables if id(variable) not in metrics]
    return [*own, *model.optimizer.variables]


def _values(model: keras.Model) -> Arrays:
    # Not convert_to_numpy(): it asks for a copy in a way that numpy 2 warns of.
    return [np.array(variable.numpy()) for variable in _state_variables(model)]


def _restore(model: keras.Model, values: Arrays) -> None:
    for variable, value in zip(_state_variables(model), values, strict=True):
        variable.assign(value)


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
