"""EfficientNet-Lite as a Keras functional model, with its ImageNet weights.

Architecture: EfficientNet (Tan and Le, 2019, "EfficientNet: Rethinking Model Scaling for
Convolutional Neural Networks") in its Lite form, as published with the EfficientNet-Lite
release: inverted bottlenecks (MBConv) without squeeze-and-excitation, ReLU6 in place of swish,
stem and head not scaled with the width. Batch normalisation uses epsilon 0.001; all padding is
TensorFlow's "same"; pictures enter as (x - 127) / 128.

The weights in `training/weights` were converted by `training.weights.convert_efficientnet_lite0`,
whose `frames`, `record` and `compare` steps gave, on the middle frames of 60 real clips: the
largest difference of a logit from the original network's is 1.2e-6 of the largest logit, and the
most probable class is the same in 60 of 60. A test repeats the comparison on computed pictures.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from training.errors import TrainingError

WEIGHTS_FOLDER = Path(__file__).resolve().parent.parent / "weights"
LITE0_WEIGHTS = WEIGHTS_FOLDER / "efficientnet_lite0.npz"
PIXEL_MEAN = 127.0
PIXEL_SCALE = 128.0
BATCH_NORM_EPSILON = 1e-3
IMAGENET_CLASSES = 1000


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


def encoder_model(
    architecture: LiteArchitecture = EFFICIENTNET_LITE0, weights: Path | None = LITE0_WEIGHTS
) -> keras.Model:
    """Build the frame encoder.

    Args:
        architecture: Which member of the family.
        weights: An .npz as the conversion writes it, or None for random weights.

    Returns:
        A functional model from `frames`, uint8 RGB (N, size_px, size_px, 3), to `features`,
        float32 (N, architecture.features): the last convolution averaged over the picture.

    Raises:
        TrainingError: The weights can't be read or don't fit the architecture.
    """
    frames, pooled = _trunk(architecture)
    model = keras.Model(frames, pooled, name=architecture.name)
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
    frames, pooled = _trunk(architecture)
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
    hint = "Get the file again from where it was made, or choose the weights of this network."
    try:
        with np.load(path, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError) as error:
        raise TrainingError(f"{path}: the weights can't be read ({error}).", hint) from error
    for layer in model.layers:
        for variable in layer.weights:
            key = f"{layer.name}/{variable.name}"
            if key not in arrays:
                raise TrainingError(f"{path}: holds no weights named {key}.", hint)
            if arrays[key].shape != tuple(variable.shape):
                raise TrainingError(
                    f"{path}: {key} has shape {arrays[key].shape}, "
                    f"the network needs {tuple(variable.shape)}.",
                    hint,
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
    x = _convolution(x, architecture.features, kernel=1, stride=1, name="top")
    return frames, keras.layers.GlobalAveragePooling2D(name="features")(x)


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
