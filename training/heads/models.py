"""Heads: networks from a window of features to one logit per class.

Every head takes `features`, float32 (N, window, F), valid frames first and zeros behind, and
`length`, int32 (N,), the number of valid frames, 1..window; it returns logits, float32 (N, C).
What stands behind the valid frames has no influence.

The GRU is the variant with the reset gate behind the recurrent product (`reset_after`), which
cuDNN and ONNX (`linear_before_reset`) share.
"""

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import keras

from training.heads.config import HeadConfig
from training.heads.layers import (
    FrameDifferences,
    InputScale,
    MaskedMax,
    MaskedMean,
    MeanProbability,
    ValidFrames,
    ValidOnly,
    WindowDeviations,
)
from vidclf_app.core.records import Float32Array

_Body: TypeAlias = Callable[[HeadConfig, Any, Any, int, str], Any]
_Recurrent: TypeAlias = Literal["GRU", "LSTM"]

# An output of the last block sees 14 frames to each side: at 20 frames, most of the window.
_KERNEL_FRAMES = 3
_DILATIONS = (1, 2, 4)
# Ends the name of the dense layer that tells the classes apart, in every kind of head.
_LAST = "logits"


def build_head(
    config: HeadConfig, window: int, features: int, classes: int, scale: Float32Array | None = None
) -> keras.Model:
    """Build a head, its weights drawn anew.

    Args:
        config: Kind, shape and dropouts.
        window: Frames in a full window.
        features: Length F of a feature vector.
        classes: Length C of the output.
        scale: float32, shape (I,), what the inputs are multiplied by, for a root mean square of
            one. Without effect where `config.is_scaled` is false; None leaves them as they are.
    """
    inputs, x, valid = _inputs(config, window, features)
    if config.is_scaled and scale is not None:
        scaled = InputScale(name="scaled")
        x = scaled(x)
        scaled.set_weights([scale])
    if config.members == 1:
        logits = _member(config, x, valid, classes, "")
    else:
        names = [f"member{number}_" for number in range(1, config.members + 1)]
        each = [_member(config, x, valid, classes, name) for name in names]
        logits = keras.layers.Average(name="members", dtype="float32")(each)
    return keras.Model(inputs, logits, name=f"{config.kind}_head")


def members_of(head: keras.Model) -> keras.Model:
    """Return the network that gives the logits of each of a head's members, for fitting them.

    Args:
        head: See `build_head`; the weights are shared.

    Returns:
        A model of the same inputs with an output for each member, float32 (N, C).
    """
    last = head.operations[-1]
    each = last.input if isinstance(last, keras.layers.Average) else [head.outputs[0]]
    return keras.Model(head.inputs, list(each), name=f"{head.name}_members")


def shift_logit(head: keras.Model, number: int, shift: float) -> None:
    """Add a constant to one of a head's logits, in the bias of each member's last layer.

    Args:
        head: See `build_head`; changed in place.
        number: Of the class.
        shift: To add.
    """
    for layer in head.layers:
        if isinstance(layer, keras.layers.Dense) and layer.name.endswith(_LAST):
            kernel, bias = layer.get_weights()
            bias[number] += shift
            layer.set_weights([kernel, bias])


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


def _member(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    """Return the logits of one member, whose layers' names begin with `prefix`."""
    if config.input_dropout:
        # One feature is dropped from all frames of a window at once: it stands for a thing in
        # the room, which doesn't come and go.
        x = keras.layers.SpatialDropout1D(config.input_dropout, name=f"{prefix}input_dropout")(x)
    return _BODIES[config.kind](config, x, valid, classes, prefix)


def _gru(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    x = _projected(config, x, prefix)
    x = _recurrent("GRU", config.units, name=f"{prefix}gru")(x, mask=valid)
    return _logits(_dropped(config, x, prefix), classes, prefix)


def _gru_tutorial(_: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    """Build the sequence model of the Keras example "Video Classification with a CNN-RNN".

    There too the mask reaches both recurrent layers: the first hands it on. The example's
    softmax is left to those who want probabilities, and its zero-padded features and mask are
    what a window of the app is.
    """
    return _tutorial("GRU", 16, x, valid, classes, prefix)


def _lstm_tutorial(_: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    """Build the tutorials' LSTM variant.

    Certain: LSTM 456, its sequence into LSTM 8. Not found in print: what stands behind; it is
    what stands behind the GRUs of the same tutorial, dropout 0.4 and a dense layer of 8.
    """
    return _tutorial("LSTM", 456, x, valid, classes, prefix)


def _tutorial(cell: _Recurrent, units: int, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    name = f"{prefix}{cell.lower()}"
    x = _recurrent(cell, units, name=f"{name}1", sequences=True)(x, mask=valid)
    x = _recurrent(cell, 8, name=f"{name}2")(x, mask=valid)
    x = keras.layers.Dropout(0.4, name=f"{prefix}dropout")(x)
    x = keras.layers.Dense(8, activation="relu", name=f"{prefix}hidden")(x)
    return _logits(x, classes, prefix)


def _bigru_pool(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    return _both_directions("GRU", config, x, valid, classes, prefix)


def _bilstm_pool(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    return _both_directions("LSTM", config, x, valid, classes, prefix)


def _both_directions(
    cell: _Recurrent, config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str
) -> Any:
    x = _projected(config, x, prefix)
    layer = _recurrent(cell, config.units, name=f"{prefix}{cell.lower()}", sequences=True)
    x = keras.layers.Bidirectional(layer, name=f"{prefix}bi{cell.lower()}")(x, mask=valid)
    return _pooled(config, x, valid, classes, prefix)


def _tcn(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    """Build a temporal convolutional network.

    The residual block of Bai, Kolter and Koltun, "An Empirical Evaluation of Generic
    Convolutional and Recurrent Networks for Sequence Modeling" (arXiv 1803.01271, 2018), section
    3.3, with dilations that double from block to block. Its convolutions look into the past only;
    the window is known whole, so here they look to both sides, as in the acausal networks of Lea
    et al., "Temporal Convolutional Networks for Action Segmentation and Detection" (CVPR 2017).
    Left out: the weights' normalisation and the second dropout of a block.

    Behind the valid frames all is zero before each convolution, so a padded window gives what its
    valid frames would give by themselves.
    """
    x = ValidOnly(name=f"{prefix}valid_inputs")(_projected(config, x, prefix), valid)
    for number, dilation in enumerate(_DILATIONS, start=1):
        x = _block(config, x, valid, dilation, f"{prefix}block{number}")
    return _pooled(config, x, valid, classes, prefix)


def _block(config: HeadConfig, x: Any, valid: Any, dilation: int, name: str) -> Any:
    """Return float32 (N, window, units) for float32 (N, window, I), zero behind `valid`."""
    y = _convolved(config, x, dilation, f"{name}_conv1")
    y = ValidOnly(name=f"{name}_valid")(y, valid)
    # Whole units, as in the paper: neighbouring frames would tell a single one that is missing.
    y = keras.layers.SpatialDropout1D(config.dropout, name=f"{name}_dropout")(y)
    y = _convolved(config, y, dilation, f"{name}_conv2")
    if x.shape[-1] != config.units:
        x = keras.layers.Dense(config.units, name=f"{name}_shortcut")(x)
    x = keras.layers.Add(name=f"{name}_sum")([y, x])
    x = keras.layers.ReLU(name=f"{name}_relu")(x)
    return ValidOnly(name=name)(x, valid)


def _convolved(config: HeadConfig, x: Any, dilation: int, name: str) -> Any:
    return keras.layers.Conv1D(
        config.units,
        _KERNEL_FRAMES,
        padding="same",
        dilation_rate=dilation,
        activation="relu",
        name=name,
    )(x)


def _mean_pool(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    x = MaskedMean(name=f"{prefix}mean")(x, valid)
    return _logits(_dropped(config, x, prefix), classes, prefix)


def _mean_mlp(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    x = MaskedMean(name=f"{prefix}mean")(x, valid)
    x = keras.layers.Dense(config.units, activation="relu", name=f"{prefix}hidden")(x)
    return _logits(_dropped(config, x, prefix), classes, prefix)


def _per_frame(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    x = _projected(config, x, prefix) if config.projection else _dropped(config, x, prefix)
    x = keras.layers.Dense(classes, dtype="float32", name=f"{prefix}frame_logits")(x)
    return MeanProbability(dtype="float32", name=f"{prefix}logits")(x, valid)


def _projected(config: HeadConfig, x: Any, prefix: str) -> Any:
    if not config.projection:
        return x
    x = keras.layers.Dense(config.projection, activation="relu", name=f"{prefix}projection")(x)
    return keras.layers.Dropout(config.dropout, name=f"{prefix}projection_dropout")(x)


def _recurrent(cell: _Recurrent, units: int, name: str, sequences: bool = False) -> Any:
    if cell == "GRU":
        return keras.layers.GRU(units, reset_after=True, return_sequences=sequences, name=name)
    return keras.layers.LSTM(units, return_sequences=sequences, name=name)


def _pooled(config: HeadConfig, x: Any, valid: Any, classes: int, prefix: str) -> Any:
    pooled = [MaskedMean(name=f"{prefix}mean")(x, valid), MaskedMax(name=f"{prefix}max")(x, valid)]
    x = keras.layers.Concatenate(name=f"{prefix}pooled")(pooled)
    return _logits(_dropped(config, x, prefix), classes, prefix)


def _dropped(config: HeadConfig, x: Any, prefix: str) -> Any:
    return keras.layers.Dropout(config.dropout, name=f"{prefix}dropout")(x)


def _logits(x: Any, classes: int, prefix: str) -> Any:
    # In float32 under mixed precision too: a softmax of half precision is none.
    return keras.layers.Dense(classes, dtype="float32", name=f"{prefix}logits")(x)


_BODIES: dict[str, _Body] = {
    "gru": _gru,
    "gru_tutorial": _gru_tutorial,
    "lstm_tutorial": _lstm_tutorial,
    "bigru_pool": _bigru_pool,
    "bilstm_pool": _bilstm_pool,
    "tcn": _tcn,
    "mean_pool": _mean_pool,
    "mean_mlp": _mean_mlp,
    "per_frame": _per_frame,
}
