"""EfficientNet-Lite as a Keras functional model, with its ImageNet weights.

Architecture: EfficientNet (Tan and Le, 2019, "EfficientNet: Rethinking Model Scaling for
Convolutional Neural Networks") in its Lite form, as published with the EfficientNet-Lite
release: inverted bottlenecks (MBConv) without squeeze-and-excitation, ReLU6 in place of swish,
stem and head not scaled with the width. Batch normalisation uses epsilon 0.001; all padding is
TensorFlow's "same"; pictures enter as (x - 127) / 128.

Where the ImageNet weights come from, and how well they agree with the original networks, stands
in `training.backbones.lite_weights`.
"""

import math
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import keras
import numpy as np
import numpy.typing as npt

from training.errors import TrainingError

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
LITE0_WEIGHTS = WEIGHTS_FOLDER / "efficientnet_lite0.npz"
PIXEL_MEAN = 127.0
PIXEL_SCALE = 128.0
BATCH_NORM_EPSILON = 1e-3
IMAGENET_CLASSES = 1000
_CHANNEL_STEP = 8
_HINT = "Get the file again from where it was made, or choose the weights of this network."


@dataclass(frozen=True, slots=True)
class MBConvStage:
    """A row of inverted bottlenecks with one shape.

    Attributes:
        repeats: Number of blocks; only the first one has the stride.
        kernel: Width and height of the depthwise kernel, pixels.
        stride: Of the first block.
        expansion: Channels inside a block over channels entering it.
        channels: Channels leaving each block.
    """

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


@dataclass(frozen=True, slots=True)
class LiteArchitecture:
    """One member of the family.

    Attributes:
        name: As in the literature, lower case, with underscores.
        size_px: Width and height of the input.
        stem_channels: Channels after the first convolution.
        stages: The bottlenecks.
        features: Channels after the last convolution: the length of a feature vector.
    """

    name: str
    size_px: int
    stem_channels: int
    stages: tuple[MBConvStage, ...]
    features: int


EFFICIENTNET_LITE0 = LiteArchitecture(
    name="efficientnet_lite0",
    size_px=224,
    stem_channels=32,
    stages=(
        MBConvStage(repeats=1, kernel=3, stride=1, expansion=1, channels=16),
        MBConvStage(repeats=2, kernel=3, stride=2, expansion=6, channels=24),
        MBConvStage(repeats=2, kernel=5, stride=2, expansion=6, channels=40),
        MBConvStage(repeats=3, kernel=3, stride=2, expansion=6, channels=80),
        MBConvStage(repeats=3, kernel=5, stride=1, expansion=6, channels=112),
        MBConvStage(repeats=4, kernel=5, stride=2, expansion=6, channels=192),
        MBConvStage(repeats=1, kernel=3, stride=1, expansion=6, channels=320),
    ),
    features=1280,
)


def scaled(name: str, width: float, depth: float, size_px: int) -> LiteArchitecture:
    """Return a larger member of the family, by EfficientNet's compound scaling.

    Stem and top keep their channels, the first and the last stage their single block.

    Args:
        name: Of the new member.
        width: Factor of the channels; they are rounded to multiples of eight.
        depth: Factor of the blocks in a stage, rounded up.
        size_px: Width and height of the input.
    """
    base = EFFICIENTNET_LITE0
    last = len(base.stages) - 1
    stages = tuple(
        replace(
            stage,
            repeats=stage.repeats if number in {0, last} else math.ceil(stage.repeats * depth),
            channels=_rounded(stage.channels * width),
        )
        for number, stage in enumerate(base.stages)
    )
    return replace(base, name=name, size_px=size_px, stages=stages)


def _rounded(channels: float) -> int:
    rounded = int(channels + _CHANNEL_STEP / 2) // _CHANNEL_STEP * _CHANNEL_STEP
    # Rounding down never takes more than a tenth away.
    return rounded if rounded >= 0.9 * channels else rounded + _CHANNEL_STEP


EFFICIENTNET_LITE1 = scaled("efficientnet_lite1", width=1.0, depth=1.1, size_px=240)
EFFICIENTNET_LITE2 = scaled("efficientnet_lite2", width=1.1, depth=1.2, size_px=260)
LITE_ARCHITECTURES = {
    architecture.name: architecture
    for architecture in (EFFICIENTNET_LITE0, EFFICIENTNET_LITE1, EFFICIENTNET_LITE2)
}


def encoder_model(
    architecture: LiteArchitecture = EFFICIENTNET_LITE0,
    weights: Path | None = LITE0_WEIGHTS,
    pooling: Literal["avg", "max"] = "avg",
) -> keras.Model:
    """Build the frame encoder.

    Args:
        architecture: Which member of the family.
        weights: An .npz as the conversion writes it, or None for random weights.
        pooling: How the last convolution becomes a vector.

    Returns:
        A functional model from `frames`, uint8 RGB (N, size_px, size_px, 3), to `features`,
        float32 (N, architecture.features): the last convolution's mean or maximum over the
        picture.

    Raises:
        TrainingError: The weights can't be read or don't fit the architecture.
    """
    frames, convolved = _trunk(architecture)
    kinds = {"avg": keras.layers.GlobalAveragePooling2D, "max": keras.layers.GlobalMaxPooling2D}
    features = kinds[pooling](dtype="float32", name="features")(convolved)
    model = keras.Model(frames, features, name=architecture.name)
    if weights is not None:
        load_weights(model, weights)
    return model


def classifier_model(
    architecture: LiteArchitecture = EFFICIENTNET_LITE0, weights: Path | None = LITE0_WEIGHTS
) -> keras.Model:
    """Build the network with its ImageNet classifier, to check that the weights are right.

    Args:
        architecture: Which member of the family.
        weights: An .npz as the conversion writes it, or None for random weights.

    Returns:
        A functional model from uint8 RGB (N, size_px, size_px, 3) to logits, float32 (N, 1000).

    Raises:
        TrainingError: The weights can't be read or don't fit the architecture.
    """
    frames, convolved = _trunk(architecture)
    pooled = keras.layers.GlobalAveragePooling2D(name="features")(convolved)
    logits = keras.layers.Dense(IMAGENET_CLASSES, name="classifier")(pooled)
    model = keras.Model(frames, logits, name=f"{architecture.name}_classifier")
    if weights is not None:
        load_weights(model, weights)
    return model


def load_weights(model: keras.Model, path: Path) -> None:
    """Set every weight of the model from an .npz of arrays named `layer/variable`.

    Arrays that the model has no place for (the classifier, for an encoder) are ignored.

    Raises:
        TrainingError: The file can't be read, lacks an array or has one of another shape.
    """
    try:
        # Opened here, because numpy leaves a damaged archive open.
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
        raise TrainingError(f"{path}: the weights can't be read ({error}).", _HINT) from error
    set_weights(model, arrays, str(path))


def set_weights(model: keras.Model, arrays: Mapping[str, npt.NDArray[Any]], origin: str) -> None:
    """Set every weight of the model from arrays named `layer/variable`.

    Args:
        model: Of any kind.
        arrays: More than the model needs, or exactly that.
        origin: Where the arrays are from, for messages.

    Raises:
        TrainingError: An array is missing or has another shape.
    """
    for layer in model.layers:
        for variable in layer.weights:
            key = f"{layer.name}/{variable.name}"
            if key not in arrays:
                raise TrainingError(f"{origin}: holds no weights named {key}.", _HINT)
            if arrays[key].shape != tuple(variable.shape):
                raise TrainingError(
                    f"{origin}: {key} has shape {arrays[key].shape}, "
                    f"the network needs {tuple(variable.shape)}.",
                    _HINT,
                )
            variable.assign(arrays[key])


def _trunk(architecture: LiteArchitecture) -> tuple[Any, Any]:
    size_px = architecture.size_px
    frames = keras.Input((size_px, size_px, 3), dtype="uint8", name="frames")
    # Powers of two: x / 128 - 127 / 128 is exact for every uint8.
    x = keras.layers.Rescaling(1.0 / PIXEL_SCALE, offset=-PIXEL_MEAN / PIXEL_SCALE, name="scaled")(
        frames
    )
    x = _convolution(x, architecture.stem_channels, kernel=3, stride=2, name="stem")
    channels = architecture.stem_channels
    number = 0
    for stage in architecture.stages:
        for repeat in range(stage.repeats):
            stride = stage.stride if repeat == 0 else 1
            x = _bottleneck(x, channels, stage, stride, name=f"block{number:02d}")
            channels = stage.channels
            number += 1
    return frames, _convolution(x, architecture.features, kernel=1, stride=1, name="top")


def _bottleneck(x: Any, entering: int, stage: MBConvStage, stride: int, name: str) -> Any:
    shortcut = x
    if stage.expansion != 1:
        x = _convolution(x, entering * stage.expansion, 1, 1, name=f"{name}_expand")
    x = keras.layers.DepthwiseConv2D(
        stage.kernel, strides=stride, padding="same", use_bias=False, name=f"{name}_depthwise"
    )(x)
    x = _batch_norm(x, f"{name}_depthwise")
    x = keras.layers.ReLU(6.0, name=f"{name}_depthwise_relu6")(x)
    x = keras.layers.Conv2D(stage.channels, 1, use_bias=False, name=f"{name}_project")(x)
    x = _batch_norm(x, f"{name}_project")
    if stride == 1 and entering == stage.channels:
        x = keras.layers.Add(name=f"{name}_add")([x, shortcut])
    return x


def _convolution(x: Any, channels: int, kernel: int, stride: int, name: str) -> Any:
    x = keras.layers.Conv2D(
        channels, kernel, strides=stride, padding="same", use_bias=False, name=name
    )(x)
    x = _batch_norm(x, name)
    return keras.layers.ReLU(6.0, name=f"{name}_relu6")(x)


def _batch_norm(x: Any, name: str) -> Any:
    return keras.layers.BatchNormalization(epsilon=BATCH_NORM_EPSILON, name=f"{name}_norm")(x)
