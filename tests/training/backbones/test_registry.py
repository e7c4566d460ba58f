"""Encoders by name: the right preprocessing, the contract of the bundle, and the ONNX file."""

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import lively_encoder, noise_frames
from training.backbones.config import BackboneConfig
from training.backbones.efficientnet_lite import LITE_ARCHITECTURES
from training.backbones.networks import ENCODER_MAX_BYTES, network_named, network_names
from training.backbones.registry import build_encoder, preprocess
from training.export.encoder import export_encoder
from training.export.parity import check_encoder
from vidclf_app.core import bundle
from vidclf_app.core.engine import Engine

FAST = {
    "efficientnet_lite0": 1280,
    "EfficientNetB0": 1280,
    "Xception": 2048,
    "VGG16": 512,
    "InceptionV3": 2048,
    "MobileNetV2": 1280,
}
FAMILIES = {network_named(name).family: network_named(name) for name in network_names()}
KERAS_FAMILIES = [family for family in FAMILIES if hasattr(keras.applications, family)]


def _config(name: str, **options: str) -> BackboneConfig:
    size_px = max(64, network_named(name).minimum_px)
    return BackboneConfig.model_validate(
        {"name": name, "weights": "none", "size_px": size_px, **options}
    )


@pytest.mark.parametrize("name", FAST)
def test_the_exported_encoder_agrees(name: str) -> None:
    encoder = lively_encoder(_config(name))
    content = export_encoder(encoder)
    size_px = _config(name).input_px
    engine = Engine(content, name, provider="cpu", threads=1)
    assert [(s.name, s.dtype, s.shape) for s in (*engine.inputs, *engine.outputs)] == [
        ("frames", "tensor(uint8)", (None, size_px, size_px, 3)),
        ("features", "tensor(float)", (None, FAST[name])),
    ]
    assert encoder.output_shape == (None, FAST[name])
    frames = noise_frames(3, size_px)
    assert np.ptp(encoder.predict_on_batch(frames), axis=0).max() > 1e-3
    check_encoder(encoder, engine, frames)


@pytest.mark.parametrize("family", KERAS_FAMILIES)
def test_preprocessing_is_that_of_the_family(family: str) -> None:
    frames = keras.Input((4, 4, 3), dtype="uint8")
    model = keras.Model(frames, preprocess(frames, FAMILIES[family]) + 0.0)
    pixels = noise_frames(2, 4)
    module = getattr(keras.applications, family)
    expected = module.preprocess_input(pixels.astype(np.float32))
    np.testing.assert_allclose(model.predict_on_batch(pixels), expected, rtol=1e-5, atol=1e-5)


def test_the_lite_family_scales_by_powers_of_two() -> None:
    encoder = build_encoder(_config("efficientnet_lite0"))
    scaled = keras.Model(encoder.inputs, encoder.get_layer("scaled").output)
    pixels = noise_frames(2, 64)
    expected = (pixels.astype(np.float32) - 127.0) / 128.0
    np.testing.assert_array_equal(scaled.predict_on_batch(pixels), expected)


@pytest.mark.parametrize("name", ["VGG16", "ResNet50", "DenseNet121", "MobileNetV3Small"])
def test_an_encoder_is_keras_own_network_behind_keras_own_preprocessing(name: str) -> None:
    config = _config(name)
    shape = (config.input_px, config.input_px, 3)
    original = getattr(keras.applications, name)(
        include_top=False, weights=None, input_shape=shape, pooling="avg"
    )
    encoder = build_encoder(config)
    encoder.set_weights(original.get_weights())
    pixels = noise_frames(2, config.input_px)
    module = getattr(keras.applications, network_named(name).family)
    expected = original.predict_on_batch(module.preprocess_input(pixels.astype(np.float32)))
    found = encoder.predict_on_batch(pixels)
    assert np.abs(found - expected).max() < 1e-4 * np.abs(expected).max()


@pytest.mark.parametrize("name", ["efficientnet_lite0", "MobileNetV2"])
def test_pooling_by_maximum_is_above_the_mean(name: str) -> None:
    mean, largest = (lively_encoder(_config(name, pooling=kind)) for kind in ("avg", "max"))
    largest.set_weights(mean.get_weights())
    frames = noise_frames(2, 64)
    assert (largest.predict_on_batch(frames) >= mean.predict_on_batch(frames) - 1e-4).all()
    assert (largest.predict_on_batch(frames) > mean.predict_on_batch(frames)).any()


@pytest.mark.parametrize("name", ["efficientnet_lite0", "MobileNetV2"])
def test_features_are_float32_under_mixed_precision(name: str) -> None:
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy("mixed_float16")
    try:
        encoder = build_encoder(_config(name))
    finally:
        keras.config.set_dtype_policy(before)
    assert encoder.outputs[0].dtype == "float32"


def test_the_table_knows_the_lite_family_and_the_apps_limit() -> None:
    sizes = {name: architecture.size_px for name, architecture in LITE_ARCHITECTURES.items()}
    assert {name: network_named(name).size_px for name in sizes} == sizes
    assert ENCODER_MAX_BYTES == bundle._NETWORK_MAX_BYTES


def test_the_table_names_what_keras_has() -> None:
    own = {name for name in network_names() if name not in LITE_ARCHITECTURES}
    built_by_name = {
        name
        for name in dir(keras.applications)
        if name[0].isupper() and callable(getattr(keras.applications, name))
    }
    assert own == built_by_name
