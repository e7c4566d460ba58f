"""What the converter, or ONNX Runtime, gets wrong unless the export takes care."""

from typing import Any

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import lively_encoder, noise_frames
from training.backbones.config import BackboneConfig
from training.errors import ExportParityError
from training.export.encoder import export_encoder
from training.export.parity import Parity, check_encoder
from vidclf_app.core.engine import Engine

SIZE_PX = 32


def _encoder(*layers: keras.layers.Layer) -> keras.Model:
    keras.utils.set_random_seed(1)
    frames = keras.Input((SIZE_PX, SIZE_PX, 3), dtype="uint8", name="frames")
    x: Any = keras.layers.Rescaling(1.0 / 128.0, offset=-1.0)(frames)
    for layer in layers:
        x = layer(x)
    return keras.Model(frames, keras.layers.GlobalAveragePooling2D()(x), name="small")


def _parity(encoder: keras.Model) -> Parity:
    engine = Engine(export_encoder(encoder), "encoder", provider="cpu", threads=1)
    return check_encoder(encoder, engine, noise_frames(4, SIZE_PX))


def test_zeros_around_negative_values_stay_when_the_largest_is_taken() -> None:
    encoder = _encoder(
        keras.layers.Conv2D(4, 3, bias_initializer=keras.initializers.Constant(-2.0)),
        keras.layers.ZeroPadding2D(2),
        keras.layers.MaxPooling2D(3, strides=2),
    )
    assert _parity(encoder).relative < 1e-5


@pytest.mark.parametrize("multiplier", [1, 2])
@pytest.mark.parametrize(
    "options",
    [{"strides": 2, "activation": "relu"}, {"dilation_rate": 2, "use_bias": False}],
    ids=["strides", "dilation"],
)
def test_a_convolution_of_single_channels_is_exported_as_a_depthwise_one(
    multiplier: int, options: dict[str, Any]
) -> None:
    encoder = _encoder(
        keras.layers.Conv2D(4, 3),
        keras.layers.Conv2D(4 * multiplier, 3, groups=4, padding="same", **options),
        keras.layers.Conv2D(5, 1, activation="gelu"),
    )
    random = np.random.default_rng(2)
    encoder.set_weights([random.normal(0, 0.5, w.shape) for w in encoder.get_weights()])
    assert _parity(encoder).relative < 1e-5


def test_what_the_converter_does_not_know_is_one_line() -> None:
    encoder = _encoder(keras.layers.Conv2D(4, 3), keras.layers.Conv2D(4, 3, groups=2))
    with pytest.raises(ExportParityError, match="small can't be exported") as caught:
        export_encoder(encoder)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["MobileNetV3Small", "InceptionV3"])
def test_the_same_encoder_gives_the_same_bytes(name: str) -> None:
    config = BackboneConfig(name=name, weights="none", size_px=96)
    encoder = lively_encoder(config)
    names = [layer.name for layer in encoder.layers]
    content = export_encoder(encoder)
    assert [layer.name for layer in encoder.layers] == names
    assert export_encoder(encoder) == content
    # Built again, Keras numbers its unnamed layers on.
    again = lively_encoder(config)
    again.set_weights(encoder.get_weights())
    assert export_encoder(again) == content
