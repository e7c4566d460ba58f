"""Heads: networks from a window of features to one logit per class.

Every head takes `features`, float32 (N, window, F), valid frames first and zeros behind, and
`length`, int32 (N,), the number of valid frames, 1..window; it returns logits, float32 (N, C).
What stands behind the valid frames has no influence.
"""

from typing import Any

import keras
from keras import ops

from training.heads.config import HeadConfig
from vidclf_app.core.records import Float32Array


@keras.saving.register_keras_serializable("vidclf")
class FrameDifferences(keras.layers.Layer):  # type: ignore[misc]
    """Each frame's features minus those of the frame before; zero for the first frame."""

    def call(self, features: Any) -> Any:
        """Return float32 (N, window, F) for float32 (N, window, F)."""
        moved = features[:, 1:] - features[:, :-1]
        return ops.concatenate([ops.zeros_like(features[:, :1]), moved], axis=1)


@keras.saving.register_keras_serializable("vidclf")
class WindowDeviations(keras.layers.Layer):  # type: ignore[misc]
    """How far each feature is from its mean over the window's valid frames, without sign.

    What stays the same in all frames, which is most of the room, is zero in it.
    """

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, window, F) for float32 (N, window, F) and bool (N, window)."""
        return ops.abs(features - masked_mean(features, valid)[:, None])


@keras.saving.register_keras_serializable("vidclf")
class ValidFrames(keras.layers.Layer):  # type: ignore[misc]
    """The mask of a window.

    Args:
        window: Frames in a full window.
        **options: Of every Keras layer.
    """

    def __init__(self, window: int, **options: Any) -> None:
        super().__init__(**options)
        self.window = window

    def call(self, length: Any) -> Any:
        """Return bool (N, window) for int32 (N,)."""
        return ops.arange(self.window, dtype="int32")[None] < length[:, None]

    def get_config(self) -> dict[str, Any]:
        """Return what is needed to build the layer again."""
        return {**super().get_config(), "window": self.window}


@keras.saving.register_keras_serializable("vidclf")
class MaskedMean(keras.layers.Layer):  # type: ignore[misc]
    """The mean over the valid frames."""

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, F) for float32 (N, window, F) and bool (N, window)."""
        return masked_mean(features, valid)


def masked_mean(features: Any, valid: Any) -> Any:
    """Return the mean over the valid frames: (N, F) for (N, window, F) and bool (N, window)."""
    weights = ops.cast(valid, features.dtype)[:, :, None]
    return ops.sum(features * weights, axis=1) / ops.sum(weights, axis=1)


def input_model(config: HeadConfig, window: int, features: int) -> keras.Model:
    """Build the part of a head that computes its inputs, before they are scaled.

    Args:
        config: Which inputs.
        window: Frames in a full window.
        features: Length F of a feature vector.

    Returns:
        A model from `features` and `length` to float32 (N, window, I).
    """
    inputs, x, _ = _inputs(config, window, features)
    return keras.Model(inputs, x, name="head_inputs")


def gru_head(
    config: HeadConfig, window: int, features: int, classes: int, scale: Float32Array
) -> keras.Model:
    """Build the recurrent head: inputs, scale, ReLU projection, GRU, dense.

    The GRU is the variant with the reset gate behind the recurrent product (`reset_after`),
    which cuDNN and ONNX (`linear_before_reset`) share.

    Args:
        config: Shape and dropouts.
        window: Frames in a full window.
        features: Length F of a feature vector.
        classes: Length C of the output.
        scale: float32, shape (I,), the inputs are multiplied by it; see `training.fit`.
    """
    inputs, x, valid = _inputs(config, window, features)
    x = _scaled(config, x, scale)
    if config.projection:
        x = keras.layers.Dense(config.projection, activation="relu", name="projection")(x)
        x = keras.layers.Dropout(config.dropout, name="projection_dropout")(x)
    x = keras.layers.GRU(config.units, reset_after=True, name="gru")(x, mask=valid)
    x = keras.layers.Dropout(config.dropout, name="dropout")(x)
    logits = keras.layers.Dense(classes, name="logits")(x)
    return keras.Model(inputs, logits, name="gru_head")


def mean_head(
    config: HeadConfig, window: int, features: int, classes: int, scale: Float32Array
) -> keras.Model:
    """Build the baseline that knows no order: the same inputs, their mean over the frames, dense.

    Args:
        config: Its `units` are not used; the rest as for `gru_head`.
        window: Frames in a full window.
        features: Length F of a feature vector.
        classes: Length C of the output.
        scale: As for `gru_head`.
    """
    inputs, x, valid = _inputs(config, window, features)
    x = _scaled(config, x, scale)
    x = MaskedMean(name="mean")(x, valid)
    if config.projection:
        x = keras.layers.Dense(config.projection, activation="relu", name="projection")(x)
    x = keras.layers.Dropout(config.dropout, name="dropout")(x)
    logits = keras.layers.Dense(classes, name="logits")(x)
    return keras.Model(inputs, logits, name="mean_head")


def _inputs(config: HeadConfig, window: int, features: int) -> tuple[dict[str, Any], Any, Any]:
    given = keras.Input((window, features), dtype="float32", name="features")
    length = keras.Input((), dtype="int32", name="length")
    valid = ValidFrames(window, name="valid")(length)
    parts = []
    if "features" in config.inputs:
        parts.append(given)
    if "differences" in config.inputs:
        parts.append(FrameDifferences(name="differences")(given))
    if "deviations" in config.inputs:
        parts.append(WindowDeviations(name="deviations")(given, valid))
    x = parts[0] if len(parts) == 1 else keras.layers.Concatenate(name="joined")(parts)
    return {"features": given, "length": length}, x, valid


def _scaled(config: HeadConfig, x: Any, scale: Float32Array) -> Any:
    x = keras.layers.Rescaling(scale, name="scaled")(x)
    if config.input_dropout:
        # One feature is dropped from all frames of a window at once: it stands for a thing in
        # the room, which doesn't come and go.
        x = keras.layers.SpatialDropout1D(config.input_dropout, name="input_dropout")(x)
    return x
