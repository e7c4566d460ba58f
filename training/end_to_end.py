"""One model from frames to probabilities: the encoder on each frame, then a head.

::

    model = build_model(num_classes=5)
    model.fit(clips, epochs=10)                       # the head learns, the encoder stands still
    fine_tune(model, clips, head_epochs=5, blocks=2, epochs=5)   # then the encoder's top too
    encoder, head = split_model(model)                # what a bundle is made of

`clips` is a `tf.data` pipeline of `({"frames": ..., "length": ...}, label)`, or of
`(frames, label)`; `training.clip_pipeline` makes one from files. Where features can be cached,
`vidclf-train run` encodes every frame once; this model encodes every frame anew in
every epoch, which pays where each epoch draws other pictures or the encoder itself learns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras import ops
from pydantic import ValidationError

from training.backbones.blocks import unfreeze_top
from training.backbones.config import BackboneConfig
from training.backbones.registry import build_encoder
from training.errors import TrainingError
from training.heads.config import HeadConfig
from training.heads.models import build_head

History = dict[str, list[float]]


@keras.saving.register_keras_serializable("vidclf")
class VideoClassifier(keras.Model):  # type: ignore[misc]
    """An encoder on each frame and a head on what it saw.

    It takes `{"frames": ..., "length": ...}`, or `{"frames": ...}` or the frames alone for clips
    without padding:

    - `frames`: uint8 RGB, shape (B, T, H, W, 3), valid frames first, anything behind them;
    - `length`: int32, shape (B,), the number of valid frames, 1..T.

    It returns probabilities, float32, shape (B, C). The encoder always runs as in use, its batch
    normalisation and dropout included, whether or not its weights learn.

    Args:
        encoder: From uint8 RGB (N, H, W, 3) to float32 (N, F); see `training.backbones`.
        head: From `features` (N, T, F) and `length` (N,) to logits (N, C); see `training.heads`.
        **options: Of every Keras model.
    """

    def __init__(self, encoder: keras.Model, head: keras.Model, **options: Any) -> None:
        super().__init__(**options)
        self.encoder = encoder
        self.head = head
        features = next(given for given in head.inputs if given.name == "features")
        self.window, self.features = (int(size) for size in features.shape[1:])
        self.built = True

    def build(self, *_: Any, **__: Any) -> None:
        """Do nothing: both parts are built."""
        self.built = True

    def __call__(self, inputs: Any, *arguments: Any, **options: Any) -> Any:
        """Run the model, see the class.

        Raises:
            TrainingError: The inputs have another type or shape.
        """
        # Here and not in `call`: Keras replaces the errors that are raised there.
        self._check(_parts(inputs)[0])
        return super().__call__(inputs, *arguments, **options)

    def call(self, inputs: Any, training: bool | None = None) -> Any:
        """Return probabilities, float32 (B, C); see the class."""
        frames, length = _parts(inputs)
        shape = ops.shape(frames)
        if length is None:
            length = ops.full((shape[0],), self.window, dtype="int32")
        # One call for the frames of all clips: nothing is unrolled over time.
        pictures = ops.reshape(frames, (-1, *shape[2:]))
        encoded = self.encoder(pictures, training=False)
        features = ops.reshape(encoded, (shape[0], self.window, self.features))
        logits = self.head({"features": features, "length": length}, training=training)
        return ops.softmax(ops.cast(logits, "float32"))

    def fit(self, x: Any = None, *arguments: Any, **options: Any) -> keras.callbacks.History:
        """Fit, as every Keras model does; but `shuffle` is off for a `tf.data` pipeline.

        A pipeline shuffles itself or not at all, and Keras warns of its own default.
        """
        if isinstance(x, tf.data.Dataset):
            options.setdefault("shuffle", False)
        return super().fit(x, *arguments, **options)

    def get_config(self) -> dict[str, Any]:
        """Return what is needed to build the model again."""
        parts = {"encoder": self.encoder, "head": self.head}
        return {
            **super().get_config(),
            **{name: keras.saving.serialize_keras_object(part) for name, part in parts.items()},
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> "VideoClassifier":
        """Build a model from what `get_config` returned."""
        parts = {
            name: keras.saving.deserialize_keras_object(config[name], custom_objects)
            for name in ("encoder", "head")
        }
        return cls(**{**config, **parts})

    def _check(self, frames: Any) -> None:
        size_px = tuple(self.encoder.inputs[0].shape[1:3])
        wanted = (None, self.window, *size_px, 3)
        shape = tuple(frames.shape)
        fits = len(shape) == len(wanted) and all(
            a is None or b is None or a == b for a, b in zip(shape, wanted, strict=True)
        )
        if not fits:
            raise TrainingError(
                f"The frames have the shape {shape}; this model reads {wanted}: clips, frames, "
                "rows, columns, red green blue.",
                "Resize the pictures, and pad or cut every clip to the model's number of frames "
                "(`length` tells how many are valid); or build the model for what you have.",
            )
        dtype = keras.backend.standardize_dtype(frames.dtype)
        # Where there are several devices Keras tries the model on the mean of their inputs first,
        # outside of all of them, and the mean of integers is none.
        if dtype != "uint8" and not tf.distribute.in_cross_replica_context():
            raise TrainingError(
                f"The frames are {dtype}; this model reads uint8, 0 to 255.",
                "Leave scaling to the model: hand it the pictures as they were decoded.",
            )


@dataclass(frozen=True, slots=True)
class FineTuning:
    """What a fit in two stages came to.

    Attributes:
        head: Of the first stage, per epoch: `loss`, `accuracy`, and `val_...` where there was
            validation data; empty where it was left out.
        blocks: Of the second stage, likewise.
    """

    head: History
    blocks: History


def build_model(
    num_classes: int,
    *,
    frames: int = 20,
    backbone: BackboneConfig | str = "efficientnet_lite0",
    head: HeadConfig | None = None,
    size_px: int | None = None,
    learning_rate: float = 1e-3,
) -> VideoClassifier:
    """Build the end-to-end model, compiled, its encoder frozen.

    The global precision policy holds: under `mixed_float16` the model computes in half precision
    and keeps its logits and probabilities in float32. For several devices, call it within the
    scope of a `tf.distribute` strategy.

    Args:
        num_classes: Length C of the output; labels are 0..C-1.
        frames: T, frames that the model reads of a clip.
        backbone: The encoder, or its name with ImageNet weights. The default's weights come with
            this package; the tutorials' "EfficientNetB0" downloads its own at the first call.
        head: The head; None for a GRU of 64 units. The inputs are not scaled: nothing has been
            seen of the data yet.
        size_px: Width and height of the pictures; None for the backbone's own.
        learning_rate: Of Adam.

    Returns:
        A model, see `VideoClassifier`; compiled with `sparse_categorical_crossentropy` and
        accuracy.

    Raises:
        TrainingError: There is no such backbone, its weights can't be had, or a number is too
            small.
    """
    for name, number, least in (("num_classes", num_classes, 2), ("frames", frames, 1)):
        if number < least:
            raise TrainingError(
                f"{name} is {number}; it must be {least} or more.",
                "Count the labels of your data." if name == "num_classes" else "20 is usual.",
            )
    encoder = build_encoder(_backbone(backbone, size_px))
    encoder.trainable = False
    features = int(encoder.outputs[0].shape[-1])
    model = VideoClassifier(
        encoder,
        build_head(head or HeadConfig(), frames, features, num_classes),
        name="video_classifier",
    )
    _compile(model, learning_rate)
    return model


def fine_tune(
    model: VideoClassifier,
    train: Any,
    validation: Any = None,
    *,
    head_epochs: int,
    blocks: int,
    epochs: int,
    learning_rate: float = 1e-5,
    head_learning_rate: float = 1e-3,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    verbose: str | int = "auto",
) -> FineTuning:
    """Fit in two stages: the head on a frozen encoder, then with it the encoder's top blocks.

    A fresh head's large first steps would spoil the encoder, so the head comes first; and the
    second stage takes small steps. Batch normalisation stays as it was learnt throughout.

    Args:
        model: See `build_model`.
        train: A `tf.data` pipeline of inputs and labels, shuffled; or a `keras.utils.PyDataset`.
        validation: Likewise, or None.
        head_epochs: Epochs of the first stage; 0 where the head has been fitted already.
        blocks: How many of the encoder's last blocks learn, see
            `training.backbones.blocks.unfreeze_top`.
        epochs: Epochs of the second stage.
        learning_rate: Of Adam in the second stage.
        head_learning_rate: Of Adam in the first stage.
        callbacks: For both stages; the second one counts its epochs on from the first.
        verbose: As for `model.fit`.

    Raises:
        TrainingError: The encoder has fewer blocks, or the loss is not a finite number.
    """
    if min(head_epochs, epochs) < 0 or blocks < 1:
        raise TrainingError(
            f"head_epochs is {head_epochs}, epochs {epochs} and blocks {blocks}; epochs can't be "
            "negative, and at least one block must learn.",
            "Leave a stage out with 0 epochs.",
        )
    # Now already: more blocks than there are must not be found out after the first stage.
    unfreeze_top(model.encoder, blocks)
    options = {
        "validation_data": validation,
        "callbacks": [*callbacks, _StopOnNan()],
        "verbose": verbose,
    }
    head_history: History = {}
    blocks_history: History = {}
    if head_epochs:
        model.encoder.trainable = False
        _compile(model, head_learning_rate)
        head_history = model.fit(train, epochs=head_epochs, **options).history
    if epochs:
        done = len(head_history.get("loss", ()))
        unfreeze_top(model.encoder, blocks)
        _compile(model, learning_rate)
        blocks_history = model.fit(
            train, initial_epoch=done, epochs=done + epochs, **options
        ).history
    return FineTuning(head_history, blocks_history)


def split_model(model: VideoClassifier) -> tuple[keras.Model, keras.Model]:
    """Return encoder and head, as `export_encoder` and `export_head` take them.

    They are the model's own parts, or copies in float32 of a model of mixed precision.
    """
    return _in_float32(model.encoder), _in_float32(model.head)


class _StopOnNan(keras.callbacks.Callback):  # type: ignore[misc]
    """Ends a fit that can't come to anything any more."""

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Raise a TrainingError where the loss is not a finite number."""
        loss = (logs or {}).get("loss", 0.0)
        if not np.isfinite(loss):
            raise TrainingError(
                f"The loss is {loss} after epoch {epoch + 1}.",
                "Give a smaller learning_rate, and check that the labels are 0 to C-1.",
            )


def _parts(inputs: Any) -> tuple[Any, Any]:
    if isinstance(inputs, dict):
        if "frames" not in inputs or not inputs.keys() <= {"frames", "length"}:
            raise TrainingError(
                f"The inputs are named {', '.join(map(repr, inputs))}.",
                "Name them 'frames' and, where clips are padded, 'length'.",
            )
        return inputs["frames"], inputs.get("length")
    return inputs, None


def _backbone(backbone: BackboneConfig | str, size_px: int | None) -> BackboneConfig:
    given = {"name": backbone} if isinstance(backbone, str) else backbone.model_dump()
    try:
        return BackboneConfig.model_validate(
            given if size_px is None else {**given, "size_px": size_px}
        )
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        raise TrainingError(
            f"The backbone can't be built: {reason}.", "Give another size_px or backbone."
        ) from error


def _compile(model: VideoClassifier, learning_rate: float) -> None:
    # The optimizer's variables must lie where the model's do.
    with model.distribute_strategy.scope():
        model.compile(
            optimizer=keras.optimizers.Adam(learning_rate),
            loss="sparse_categorical_crossentropy",
            metrics=["accuracy"],
            jit_compile=False,
        )


def _layers(layer: Any) -> list[Any]:
    """Return a network and its layers, those of the networks within it included."""
    inner = layer.layers if isinstance(layer, keras.Model) else []
    return [layer, *(one for child in inner for one in _layers(child))]


def _in_float32(network: keras.Model) -> keras.Model:
    if all(layer.compute_dtype == "float32" for layer in _layers(network)):
        return network
    policy = keras.config.dtype_policy()
    # A functional network doesn't write its own precision down, and takes the global one.
    keras.config.set_dtype_policy("float32")
    try:
        copy = type(network).from_config(_config_in_float32(network.get_config()))
    finally:
        keras.config.set_dtype_policy(policy)
    copy.set_weights(network.get_weights())
    return copy


def _config_in_float32(config: Any) -> Any:
    if isinstance(config, dict):
        if config.get("class_name") == "DTypePolicy":
            return {**config, "config": {"name": "float32"}}
        # The inputs of a network within a network bear the type's bare name.
        half = {"dtype": "float32"} if config.get("dtype") in ("float16", "bfloat16") else {}
        return {key: _config_in_float32(value) for key, value in config.items()} | half
    if isinstance(config, list | tuple):
        return type(config)(_config_in_float32(value) for value in config)
    return config
