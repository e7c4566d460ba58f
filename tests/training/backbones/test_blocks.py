"""Fine-tuning the top blocks: which layers they are, and that the rest stays as it is."""

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import lively_encoder, noise_frames
from training.backbones.blocks import blocks_of, unfreeze_top
from training.backbones.config import BackboneConfig
from training.backbones.registry import build_encoder
from training.errors import TrainingError

SIZE_PX = 75
# Blocks as the papers count them, stem and top joined to the nearest.
BLOCKS = {
    "efficientnet_lite0": (17, "block15_expand"),
    "EfficientNetB0": (17, "block7a_expand_conv"),
    "Xception": (14, "block14_sepconv1"),
    "VGG16": (5, "block5_conv1"),
    "InceptionV3": (11, "conv2d"),
    "MobileNet": (14, "conv_dw_13"),
    "MobileNetV2": (17, "block_16_expand"),
    "ResNet50": (17, "conv5_block3_1_conv"),
    "ConvNeXtTiny": (19, "convnext_tiny_stage_3_block_2_depthwise_conv"),
    "NASNetMobile": (17, "adjust_conv_projection_12"),
}


def _encoder(name: str) -> keras.Model:
    return build_encoder(BackboneConfig(name=name, weights="none", size_px=SIZE_PX))


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_what_the_paper_calls_so(name: str) -> None:
    encoder = _encoder(name)
    blocks = blocks_of(encoder)
    number, first_of_top = BLOCKS[name]
    assert len(blocks) == number
    assert blocks[-1][0].name.startswith(first_of_top)
    variables = [id(v) for block in blocks for layer in block for v in layer.weights]
    assert sorted(variables) == sorted(id(v) for v in encoder.weights)


def test_a_network_without_names_is_cut_into_tenths() -> None:
    frames = keras.Input((SIZE_PX, SIZE_PX, 3), dtype="uint8")
    x = keras.ops.cast(frames, "float32")
    for number in range(20):
        x = keras.layers.Conv2D(3, 1, name=f"layer_{'abcdefghijklmnopqrst'[number]}")(x)
    encoder = keras.Model(frames, keras.layers.GlobalAveragePooling2D()(x))
    assert [len(block) for block in blocks_of(encoder)] == [2] * 10
    assert unfreeze_top(encoder, 1) == 4


@pytest.mark.parametrize("name", ["efficientnet_lite0", "ConvNeXtTiny"])
def test_only_the_top_blocks_learn_and_statistics_stay(name: str) -> None:
    # In a fresh deep network no gradient arrives anywhere.
    encoder = lively_encoder(BackboneConfig(name=name, weights="none", size_px=SIZE_PX))
    everything = len(encoder.trainable_variables)
    top = {id(layer) for block in blocks_of(encoder)[-2:] for layer in block}
    assert unfreeze_top(encoder, 0) == 0
    two = unfreeze_top(encoder, 2)
    assert two == len(encoder.trainable_variables)
    assert 0 < two < unfreeze_top(encoder, len(blocks_of(encoder))) <= everything
    assert unfreeze_top(encoder, 2) == two
    before = {v.path: v.numpy() for v in encoder.weights}
    may_change = {v.path for v in encoder.trainable_variables}
    target = np.ones((4, encoder.output_shape[1]), dtype=np.float32)
    encoder.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    encoder.fit(noise_frames(4, SIZE_PX), target, verbose=0)
    changed = {v.path for v in encoder.weights if (v.numpy() != before[v.path]).any()}
    assert changed
    assert changed <= may_change
    layers = list(encoder._flatten_layers(include_self=False))
    norms = [x for x in layers if isinstance(x, keras.layers.BatchNormalization)]
    assert not any(norm.trainable for norm in norms)
    in_top = [x for x in layers if id(x) in top and x not in norms]
    assert all(layer.trainable for layer in in_top)


def test_more_blocks_than_there_are() -> None:
    with pytest.raises(TrainingError, match="VGG16 has 5 blocks; 6 of them can't be trained"):
        unfreeze_top(_encoder("VGG16"), 6)
    with pytest.raises(TrainingError, match="-1 of them"):
        unfreeze_top(_encoder("VGG16"), -1)
