"""Fitting a head on cached features: the same seed gives the same weights on one machine."""

import math
from collections.abc import Callable, Sequence
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
from training.fitting.batches import Batches
from training.fitting.store import Arrays, EpochRecord, FitState, FitStore
from training.heads.models import members_of
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
        weights: Those that are kept.
        epochs: Epochs after which these weights stood.
        history: See `FitState`.
    """

    weights: Arrays
    epochs: int
    history: tuple[EpochRecord, ...]


def seed_everything(seed: int) -> None:
    """Make the next fit repeatable on this machine."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def input_scale(model: keras.Model, batches: Batches) -> Float32Array:
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


class HeadFitter:
    """Fits one head again and again, each time from the same initial weights.

    The head is built and compiled once: TensorFlow takes seconds for that, and never gives the
    memory of it back.

    Args:
        build: Builds the head.
        config: Learning rate, patience, precision, distribution, seed.
    """

    def __init__(self, build: HeadBuilder, config: FitConfig) -> None:
        self._build = build
        self._config = config
        self._model = _built(build, config, judged=False)
        self._trainer = _Trainer(self._model, config)
        self._initial = _values(self._trainer.state)
        # Predictions under a strategy are gathered from all replicas, and float16 is for fitting
        # only: what is judged and exported is a plain twin.
        plain = config.distribute == "none" and not config.mixed_precision
        self._judged = self._model if plain else _built(build, config, judged=True)

    def fit(
        self,
        batches: Batches,
        epochs: int,
        *,
        name: str,
        scale: Float32Array | None = None,
        store: FitStore | None = None,
        held_out: HeldOut | None = None,
        on_epoch: Callable[[int, EpochRecord], None] | None = None,
    ) -> FitResult:
        """Fit the head, or go on with a fit that was cut off.

        Args:
            batches: What to learn from.
            epochs: At most.
            name: Of the fit in the store.
            scale: float32, shape (I,), of the inputs, see `input_scale`; None where the head
                has none.
            store: Where states are kept; None keeps none.
            held_out: Windows set aside; the fit stops when the loss on them has not fallen for
                `patience` epochs and the best weights are kept. None runs all epochs.
            on_epoch: Told the number of epochs done and their record, for progress.

        Raises:
            TrainingError: The loss is not a finite number.
            SinkError: A state can't be written.
        """
        done = store.finished(name) if store else None
        if done is not None:
            return FitResult(done.best, done.best_epoch, done.history)
        model, trainer = self._model, self._trainer
        _restore(trainer.state, self._initial)
        if scale is not None:
            model.get_layer("scaled").set_weights([scale])
        state = store.unfinished(name) if store else None
        epoch, best_epoch, history = 0, 0, list[EpochRecord]()
        best, best_loss = model.get_weights(), np.inf
        if state is not None:
            _restore(trainer.state, state.variables)
            epoch, best_epoch, history = state.epoch, state.best_epoch, list(state.history)
            best = state.best
            if held_out is not None:
                best_loss = history[best_epoch - 1]["held_out_loss"]
        patience = self._config.patience
        while epoch < epochs and not (held_out and patience and epoch - best_epoch >= patience):
            record = {"loss": trainer.epoch(batches, epoch, epochs)}
            epoch += 1
            _check_finite(record["loss"], epoch)
            if held_out is not None:
                if self._judged is not model:
                    self._judged.set_weights(model.get_weights())
                record["held_out_loss"] = held_out.loss(self._judged)
                _check_finite(record["held_out_loss"], epoch)
            if held_out is None or record["held_out_loss"] < best_loss:
                best_loss = record.get("held_out_loss", record["loss"])
                best_epoch, best = epoch, model.get_weights()
            history.append(record)
            if on_epoch is not None:
                on_epoch(epoch, record)
            if store is not None and store.due():
                variables = _values(trainer.state)
                store.keep(name, FitState(epoch, best_epoch, tuple(history), best, variables))
        if store is not None:
            store.finish(name, FitState(epoch, best_epoch, tuple(history), best, []))
        return FitResult(best, best_epoch, tuple(history))

    def predict(self, weights: Arrays, table: WindowTable, chosen: IntArray) -> Float32Array:
        """Run the head with some weights, see `predict_logits`."""
        self._judged.set_weights(weights)
        return predict_logits(self._judged, table, chosen)

    def head(self, weights: Arrays) -> keras.Model:
        """Return a head of its own with some weights, computing in float32."""
        model = _built(self._build, self._config, judged=True)
        model.set_weights(weights)
        return model


def start_strategy(config: FitConfig) -> None:
    """Connect the devices that fits are shared between.

    To be called before anything else of TensorFlow runs: several machines find each other only
    then, and wait for each other here.
    """
    _strategy(config.distribute)


class _Trainer:
    """Steps of AdamW on batches that are shared between the devices.

    A loop of its own, because `fit` of Keras 3.15 can't share named inputs between machines.

    Args:
        model: Built in the strategy's scope.
        config: Learning rate, precision, smoothing, distribution.
    """

    def __init__(self, model: keras.Model, config: FitConfig) -> None:
        self._model = model
        self._members = members_of(model)
        self._base_rate = config.learning_rate
        self._schedule = config.schedule
        self._strategy = _strategy(config.distribute)
        self._loss = _smoothed_loss(int(model.outputs[0].shape[1]), config.label_smoothing)
        with self._strategy.scope():
            optimizer = keras.optimizers.AdamW(
                config.learning_rate, weight_decay=config.weight_decay
            )
            if config.mixed_precision:
                optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
            optimizer.build(model.trainable_variables)
        self._optimizer = optimizer
        self._step = tf.function(self._shared_step, reduce_retracing=True, jit_compile=False)

    @property
    def state(self) -> Sequence[Any]:
        """All variables that the next step follows from: weights, random states, optimiser."""
        return [*self._model.variables, *self._optimizer.variables]

    def epoch(self, batches: Batches, number: int, of: int) -> float:
        """Fit one epoch of a number of epochs and return its mean loss."""
        self._optimizer.learning_rate.assign(
            self._base_rate * rate_factor(self._schedule, number, of)
        )
        losses = [float(self._step(*self._shared(batch))) for batch in _stream(batches, number)]
        return float(np.mean(losses))

    def _shared(self, batch: Any) -> Any:
        """Divide a batch between the devices; a loss's share of the batch goes with it."""
        inputs, targets, weights = batch
        weights = weights / tf.cast(tf.shape(weights)[0], tf.float32)
        replicas = self._strategy.num_replicas_in_sync
        if replicas == 1:
            return inputs, targets, weights

        def of_replica(context: Any) -> Any:
            part = slice(context.replica_id_in_sync_group, None, replicas)
            return tf.nest.map_structure(lambda value: value[part], (inputs, targets, weights))

        return self._strategy.experimental_distribute_values_from_function(of_replica)

    def _shared_step(self, *shares: Any) -> Any:
        parts = self._strategy.run(self._replica_step, args=shares)
        return self._strategy.reduce(tf.distribute.ReduceOp.SUM, parts, axis=None)

    def _replica_step(self, inputs: Any, targets: Any, weights: Any) -> Any:
        variables = self._model.trainable_variables
        with tf.GradientTape() as tape:
            # Each member by itself: fitted on their mean, they would share the work and err alike.
            each = keras.tree.flatten(self._members(inputs, training=True))
            losses = [tf.reduce_sum(self._loss(targets, logits) * weights) for logits in each]
            loss = tf.add_n(losses) / float(len(losses))
            scaled = self._optimizer.scale_loss(loss)
        # Adds the gradients of all devices.
        self._optimizer.apply(tape.gradient(scaled, variables), variables)
        return loss


def rate_factor(schedule: str, epoch: int, epochs: int) -> float:
    """Return what the learning rate is multiplied by in an epoch, 0..1.

    Args:
        schedule: See `FitConfig`. `cosine` follows Loshchilov and Hutter (2017, "SGDR"), after a
            linear rise (Goyal et al., 2017, "Accurate, Large Minibatch SGD").
        epoch: From 0.
        epochs: In all.
    """
    if schedule == "constant":
        return 1.0
    rise = max(1, epochs // 10)
    if epoch < rise:
        return (epoch + 1) / (rise + 1)
    return 0.5 * (1.0 + math.cos(math.pi * (epoch - rise) / max(1, epochs - rise)))


_strategies: dict[str, Any] = {}


def _strategy(kind: str) -> Any:
    # One for the whole process: the workers of a second one would wait for each other for ever.
    if kind not in _strategies:
        makers = {
            "none": tf.distribute.get_strategy,
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
        with _strategy(config.distribute).scope():
            return build()
    finally:
        keras.mixed_precision.set_dtype_policy(former)


def _stream(batches: Batches, epoch: int) -> Any:
    """Return an epoch's batches as tensors, read ahead while a step is computed."""
    table = batches.table
    signature = (
        {
            "features": tf.TensorSpec((None, table.window, table.features), tf.float32),
            "length": tf.TensorSpec((None,), tf.int32),
        },
        tf.TensorSpec((None,), tf.int64),
        tf.TensorSpec((None,), tf.float32),
    )
    return tf.data.Dataset.from_generator(
        lambda: batches.epoch(epoch), output_signature=signature
    ).prefetch(2)


def _values(variables: Sequence[Any]) -> Arrays:
    # Not convert_to_numpy(): it asks for a copy in a way that numpy 2 warns of.
    return [np.array(variable.numpy()) for variable in variables]


def _restore(variables: Sequence[Any], values: Arrays) -> None:
    for variable, value in zip(variables, values, strict=True):
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
