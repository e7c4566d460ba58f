"""Heads: networks from a window of features to one logit per class.

Every head takes `features`, float32 (N, window, F), valid frames first and zeros behind, and
`length`, int32 (N,), the number of valid frames, 1..window; it returns logits, float32 (N, C).
What stands behind the valid frames has no influence.
"""

from typing import Any

import keras
from keras import ops

from training.config import HeadConfig


@keras.saving.register_keras_serializable("vidclf")
class FrameDifferences(keras.layers.Layer):
    """Each frame's features minus those of the frame before; zero for the first frame."""

    def call(self, features: Any) -> Any:
        """Return float32 (N, window, F) for float32 (N, window, F)."""
        moved = features[:, 1:] - features[:, :-1]
        return ops.concatenate([ops.zeros_like(features[:, :1]), moved], axis=1)


@keras.saving.register_keras_serializable("vidclf")
class ValidFrames(keras.layers.Layer):
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
class MaskedMean(keras.layers.Layer):
    """The mean over the valid frames."""

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, F) for float32 (N, window, F) and bool (N, window)."""
        weights = ops.cast(valid, features.dtype)[:, :, None]
        return ops.sum(features * weights, axis=1) / ops.sum(weights, axis=1)


def gru_head(config: HeadConfig, window: int, features: int, classes: int) -> keras.Model:
    """Build the recurrent head: inputs, ReLU projection, GRU, dense.

    The GRU is the variant with the reset gate behind the recurrent product (`reset_after`),
    which cuDNN and ONNX (`linear_before_reset`) share.

    Args:
        config: Shape and dropouts.
        window: Frames in a full window.
        features: Length F of a feature vector.
        classes: Length C of the output.
    """
    inputs, x, valid = _inputs(config, window, features)
    if config.projection:
        x = keras.layers.Dense(config.projection, activation="relu", name="projection")(x)
        x = keras.layers.Dropout(config.dropout, name="projection_dropout")(x)
    x = keras.layers.GRU(config.units, reset_after=True, name="gru")(x, mask=valid)
    x = keras.layers.Dropout(config.dropout, name="dropout")(x)
    logits = keras.layers.Dense(classes, name="logits")(x)
    return keras.Model(inputs, logits, name="gru_head")


def mean_head(config: HeadConfig, window: int, features: int, classes: int) -> keras.Model:
    """Build the baseline that knows no order: mean over the frames, ReLU projection, dense.

    Args:
        config: Its `units` and `inputs` are not used; the rest as for `gru_head`.
        window: Frames in a full window.
        features: Length F of a feature vector.
        classes: Length C of the output.
    """
    # The mean of differences is the last frame minus the first over the length: no baseline.
    plain = config.model_copy(update={"inputs": "features"})
    inputs, x, valid = _inputs(plain, window, features)
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
    x = given
    if config.inputs != "features":
        x = FrameDifferences(name="differences")(given)
    if config.inputs == "both":
        x = keras.layers.Concatenate(name="both")([given, x])
    if config.input_dropout:
        # One feature is dropped from all frames of a window at once: it stands for a thing in
        # the room, which doesn't come and go.
        x = keras.layers.SpatialDropout1D(config.input_dropout, name="input_dropout")(x)
    return {"features": given, "length": length}, x, valid
