"""The layers that Keras lacks: inputs made of features, masking and pooling of valid frames.

`valid` is the window's mask, bool (N, window). It is handed to each layer that needs it and
never travels hidden behind a tensor: what a layer depends on can be read from the graph, which
is what the export does. Each layer here has a twin in `training.export.head`.
"""

from typing import Any

import keras
from keras import ops

# Behind the mask, in a sum of exponentials: next to nothing, and still a finite number.
NO_LOG_PROBABILITY = -1e30


@keras.saving.register_keras_serializable("vidclf")
class InputScale(keras.layers.Layer):  # type: ignore[misc]
    """Each input multiplied by a number of its own, which is set and not learnt.

    A weight and not a constant of the graph: one head serves all folds, which have scales of
    their own.
    """

    def build(self, shape: Any) -> None:
        """Create the scale: float32 (I,), ones."""
        self.scale = self.add_weight(
            name="scale", shape=(shape[-1],), initializer="ones", trainable=False
        )

    def call(self, inputs: Any) -> Any:
        """Return float32 (N, window, I) for float32 (N, window, I)."""
        return inputs * ops.cast(self.scale, inputs.dtype)


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
class ValidOnly(keras.layers.Layer):  # type: ignore[misc]
    """Zero in place of all that stands behind the valid frames, even of what is no number."""

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, window, F) for float32 (N, window, F) and bool (N, window)."""
        return ops.where(valid[:, :, None], features, ops.zeros_like(features))


class MaskedPooling(keras.layers.Layer):  # type: ignore[misc]
    """One row from the valid frames."""

    def compute_mask(self, *_: Any, **__: Any) -> None:
        """Return None: a mask that hangs on the frames themselves goes no further than this."""
        return


@keras.saving.register_keras_serializable("vidclf")
class MaskedMean(MaskedPooling):
    """The mean over the valid frames."""

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, F) for float32 (N, window, F) and bool (N, window)."""
        return masked_mean(features, valid)


@keras.saving.register_keras_serializable("vidclf")
class MaskedMax(MaskedPooling):
    """The largest value of each feature over the valid frames."""

    def call(self, features: Any, valid: Any) -> Any:
        """Return float32 (N, F) for float32 (N, window, F) and bool (N, window)."""
        # The first frame is always valid: in place of the others it changes no maximum.
        return ops.max(ops.where(valid[:, :, None], features, features[:, :1]), axis=1)


@keras.saving.register_keras_serializable("vidclf")
class MeanProbability(MaskedPooling):
    """The logarithm of the mean over the valid frames of each frame's probabilities.

    A softmax of it gives the mean of the probabilities back.
    """

    def call(self, logits: Any, valid: Any) -> Any:
        """Return float32 (N, C) for float32 (N, window, C) and bool (N, window)."""
        each = ops.where(valid[:, :, None], ops.log_softmax(logits), NO_LOG_PROBABILITY)
        count = ops.sum(ops.cast(valid, logits.dtype), axis=1, keepdims=True)
        return ops.logsumexp(each, axis=1) - ops.log(count)


def masked_mean(features: Any, valid: Any) -> Any:
    """Return the mean over the valid frames: (N, F) for (N, window, F) and bool (N, window)."""
    weights = ops.cast(valid, features.dtype)[:, :, None]
    return ops.sum(features * weights, axis=1) / ops.sum(weights, axis=1)
