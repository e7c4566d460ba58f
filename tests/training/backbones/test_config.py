"""Names of backbones as people write them, and sizes they take."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from training.backbones.config import BackboneConfig
from training.backbones.networks import network_named, network_names
from training.errors import TrainingError


@pytest.mark.parametrize(
    ("written", "name", "size_px"),
    [
        ("EfficientNetB0", "EfficientNetB0", 224),
        ("efficientnetb1", "EfficientNetB1", 240),
        ("efficientnet-b0", "EfficientNetB0", 224),
        ("Xception", "Xception", 299),
        ("VGG16", "VGG16", 224),
        ("inceptionv3", "InceptionV3", 299),
        ("Inception_V3", "InceptionV3", 299),
        ("nasnetlarge", "NASNetLarge", 331),
        ("efficientnet_lite0", "efficientnet_lite0", 224),
        ("EfficientNet-Lite1", "efficientnet_lite1", 240),
        ("EFFICIENTNETLITE2", "efficientnet_lite2", 260),
    ],
)
def test_names_as_people_write_them(written: str, name: str, size_px: int) -> None:
    config = BackboneConfig(name=written)
    assert config.name == name
    assert config.input_px == size_px


def test_an_unknown_name_gets_near_ones_and_the_families() -> None:
    with pytest.raises(TrainingError) as caught:
        BackboneConfig(name="EfficientNetB9")
    assert caught.value.message == (
        "There is no backbone named 'EfficientNetB9'. "
        "Did you mean EfficientNetB5 or EfficientNetB6 or EfficientNetB7?"
    )
    assert "VGG" in caught.value.hint
    with pytest.raises(TrainingError) as caught:
        network_named("llama")
    assert caught.value.message == "There is no backbone named 'llama'."


def test_names_are_unique_and_complete() -> None:
    names = network_names()
    assert len(set(names)) == len(names)
    assert {network_named(name).name for name in names} == set(names)


def test_a_size_that_the_network_does_not_take() -> None:
    assert BackboneConfig(name="InceptionV3", size_px=75).input_px == 75
    with pytest.raises(ValidationError, match="InceptionV3 takes pictures of 75 x 75 pixels or"):
        BackboneConfig(name="InceptionV3", size_px=74)


def test_weights_are_words_in_any_case_or_a_path() -> None:
    assert BackboneConfig(weights="ImageNet").weights == "imagenet"
    assert BackboneConfig(weights="None").weights_path is None
    path = BackboneConfig(weights="~/Own.h5").weights_path
    assert path is not None
    assert path.name == "Own.h5"
    assert path.is_absolute()


def test_weights_of_another_size_serve_the_sizes_between() -> None:
    network = network_named("MobileNetV2")
    found = {size_px: network.weights_file(size_px) for size_px in (96, 160, 200)}
    assert [file.name.split("_")[-3] for file in found.values() if file] == ["96", "160", "224"]
    assert all(file.url.endswith(file.name) for file in found.values() if file)


def test_the_config_is_read_without_keras() -> None:
    program = (
        "import sys, training.backbones.config as c; c.BackboneConfig(name='vgg16');"
        "sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
