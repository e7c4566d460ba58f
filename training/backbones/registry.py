"""Every frame encoder by its config: network, right preprocessing, weights, pooling."""

from dataclasses import replace
from typing import Any

import keras

from training.backbones.blocks import unfreeze_top
from training.backbones.config import BackboneConfig
from training.backbones.efficientnet_lite import LITE_ARCHITECTURES, encoder_model
from training.backbones.lite_weights import load_imagenet_weights
from training.backbones.networks import ENCODER_MAX_BYTES, LITE_FAMILY, Network
from training.backbones.weights import imagenet_file, load_file
from training.errors import TrainingError

__all__ = ["build_encoder", "preprocess", "unfreeze_top"]

_FLOAT32_BYTES = 4


def build_encoder(config: BackboneConfig) -> keras.Model:
    """Build a frame encoder.

    Args:
        config: Which one.

    Returns:
        A functional model from `frames`, uint8 RGB (N, input_px, input_px, 3), to `features`,
        float32 (N, F). Scaling, channel order and normalisation are part of it.

    Raises:
        TrainingError: The weights can't be had or don't fit, or the network is larger than an
            encoder in a bundle may be.
        SinkError: Downloaded weights can't be written.
    """
    if config.network.family == LITE_FAMILY:
        return _lite_encoder(config)
    return _keras_encoder(config)


def preprocess(frames: Any, network: Network) -> Any:
    """Return pictures as a network of `keras.applications` wants them.

    Args:
        frames: uint8 RGB (N, H, W, 3).
        network: Its family decides between BGR with means taken off, -1..1, ImageNet's mean and
            deviation, and, where the network's first layers do all that, nothing.

    Returns:
        float32 (N, H, W, 3).
    """
    module = getattr(keras.applications, network.family)
    return module.preprocess_input(keras.ops.cast(frames, "float32"))


def _lite_encoder(config: BackboneConfig) -> keras.Model:
    architecture = replace(LITE_ARCHITECTURES[config.name], size_px=config.input_px)
    encoder = encoder_model(architecture, weights=None, pooling=config.pooling)
    if config.weights == "imagenet":
        load_imagenet_weights(encoder, architecture)
    elif config.weights_path is not None:
        load_file(encoder, config.weights_path)
    return encoder


def _keras_encoder(config: BackboneConfig) -> keras.Model:
    network = config.network
    shape = (config.input_px, config.input_px, 3)
    frames = keras.Input(shape, dtype="uint8", name="frames")
    build = getattr(keras.applications, network.name)
    trunk = build(
        include_top=False,
        weights=None,
        input_tensor=preprocess(frames, network),
        input_shape=shape,
        pooling=config.pooling,
    )
    # Under mixed precision the network computes in float16; features are float32 always.
    features = keras.layers.Activation("linear", dtype="float32", name="features")(trunk.output)
    encoder = keras.Model(frames, features, name=network.name)
    _check_size(encoder)
    if config.weights == "imagenet":
        load_file(encoder, imagenet_file(network, config.input_px))
    elif config.weights_path is not None:
        load_file(encoder, config.weights_path)
    return encoder


def _check_size(encoder: keras.Model) -> None:
    size_bytes = encoder.count_params() * _FLOAT32_BYTES
    if size_bytes > ENCODER_MAX_BYTES:
        raise TrainingError(
            f"{encoder.name} is too large for a bundle: its weights take {size_bytes >> 20} MB, "
            f"an encoder may take {ENCODER_MAX_BYTES >> 20} MB.",
            "Choose a smaller member of its family.",
        )
