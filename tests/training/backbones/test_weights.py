"""Weights from Keras's files and from one's own; the network is never asked."""

import gc
import hashlib
import io
import urllib.error
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import lively_encoder, noise_frames
from training.backbones.config import BackboneConfig
from training.backbones.networks import Network, WeightsFile
from training.backbones.registry import build_encoder
from training.backbones.weights import imagenet_file
from training.errors import TrainingError

# Keras itself raises it where it saves.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SIZE_PX = 64
NETWORK = Network(
    "Small",
    "vgg16",
    32,
    32,
    weights_template=WeightsFile(
        "small_notop.h5", "https://weights.invalid/s.h5", hashlib.md5(b"right").hexdigest()
    ),
)


class _Server:
    """Stands where urllib would ask the network."""

    def __init__(self, content: bytes | Exception, stated_bytes: int | None = None) -> None:
        self.content, self.stated_bytes, self.asked = content, stated_bytes, 0
        self.timeout_s = 0.0

    def urlopen(self, _: str, timeout: float) -> Any:
        self.asked += 1
        self.timeout_s = timeout
        if isinstance(self.content, Exception):
            raise self.content
        response = io.BytesIO(self.content)
        response.headers = Message()  # type: ignore[attr-defined]
        stated = len(self.content) if self.stated_bytes is None else self.stated_bytes
        response.headers["Content-Length"] = str(stated)  # type: ignore[attr-defined]
        return response


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The folder of Keras's files, empty."""
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    _serve(monkeypatch, _Server(AssertionError("a test asked the network")))
    yield tmp_path / "keras" / "models"
    gc.collect()


def _serve(monkeypatch: pytest.MonkeyPatch, server: _Server) -> _Server:
    monkeypatch.setattr("urllib.request.urlopen", server.urlopen)
    return server


def _config(name: str, weights: str = "none") -> BackboneConfig:
    return BackboneConfig(name=name, weights=weights, size_px=SIZE_PX)


def _features(encoder: keras.Model) -> Any:
    return encoder.predict_on_batch(noise_frames(2, SIZE_PX))


def test_a_missing_file_is_downloaded_once(monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    server = _serve(monkeypatch, _Server(b"right"))
    for _ in range(2):
        assert imagenet_file(NETWORK, 32).read_bytes() == b"right"
    assert server.asked == 1
    assert 0 < server.timeout_s <= 60
    assert [file.name for file in models.iterdir()] == ["small_notop.h5"]


@pytest.mark.parametrize(
    ("server", "reason"),
    [
        (_Server(urllib.error.URLError("no route to host")), "no route to host"),
        (_Server(TimeoutError("timed out")), "timed out"),
        (_Server(b"ri", stated_bytes=5), "broke off after 2 of 5 bytes"),
    ],
)
def test_without_a_network_the_message_says_which_file_goes_where(
    monkeypatch: pytest.MonkeyPatch, models: Path, server: _Server, reason: str
) -> None:
    _serve(monkeypatch, server)
    with pytest.raises(TrainingError, match=reason) as caught:
        imagenet_file(NETWORK, 32)
    assert "\n" not in caught.value.message
    assert "https://weights.invalid/s.h5" in caught.value.hint
    assert str(models / "small_notop.h5") in caught.value.hint
    assert list(models.iterdir()) == []


def test_another_file_in_its_place_is_refused_and_left_there(models: Path) -> None:
    models.mkdir(parents=True)
    (models / "small_notop.h5").write_bytes(b"wrong")
    with pytest.raises(TrainingError, match="is not the file of Small that Keras publishes"):
        imagenet_file(NETWORK, 32)
    assert (models / "small_notop.h5").read_bytes() == b"wrong"


def test_imagenet_weights_are_those_of_the_file_in_keras_folder(models: Path) -> None:
    original = lively_encoder(_config("MobileNet"))
    models.mkdir(parents=True)
    # Keras states no hash for this one.
    original.save(models / "mobilenet_1_0_224_tf_no_top.h5")
    found = build_encoder(_config("MobileNet", "imagenet"))
    np.testing.assert_allclose(_features(found), _features(original), rtol=1e-5)


@pytest.mark.parametrize("name", ["efficientnet_lite0", "EfficientNetB0", "MobileNetV2"])
@pytest.mark.parametrize("kind", [".weights.h5", ".h5"])
def test_weights_that_keras_saved(tmp_path: Path, name: str, kind: str) -> None:
    original = lively_encoder(_config(name))
    path = tmp_path / f"own{kind}"
    if kind == ".h5":
        original.save(path)
    else:
        original.save_weights(path)
    found = build_encoder(_config(name, str(path)))
    np.testing.assert_allclose(_features(found), _features(original), rtol=1e-5)


def test_files_of_the_networks_as_keras_builds_them(tmp_path: Path) -> None:
    shape = (SIZE_PX, SIZE_PX, 3)
    original = keras.applications.MobileNetV2(
        include_top=False, weights=None, input_shape=shape, pooling="avg"
    )
    for kind in ("notop.h5", "notop.weights.h5"):
        path = tmp_path / kind
        original.save_weights(path) if "weights" in kind else original.save(path)
        frames = noise_frames(2, SIZE_PX)
        scaled = keras.applications.mobilenet_v2.preprocess_input(frames.astype(np.float32))
        found = build_encoder(_config("MobileNetV2", str(path)))
        expected = original.predict_on_batch(scaled)
        np.testing.assert_allclose(_features(found), expected, rtol=1e-4, atol=1e-16)


def test_efficientnet_divides_by_the_deviation_as_keras_does_after_a_download(
    tmp_path: Path,
) -> None:
    # As published: the deviation stands where the layer expects its square.
    shape = (SIZE_PX, SIZE_PX, 3)
    mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    published = keras.applications.EfficientNetB0(
        include_top=False, weights=None, input_shape=shape, pooling="avg"
    )
    norm = published.get_layer(index=2)
    norm.adapt_mean.assign(mean)
    norm.adapt_variance.assign(deviation)
    published.save(tmp_path / "b0_notop.h5")
    encoder = build_encoder(_config("EfficientNetB0", str(tmp_path / "b0_notop.h5")))
    layer = next(x for x in encoder.layers if isinstance(x, keras.layers.Normalization))
    scaled = keras.Model(encoder.inputs, layer.output)
    frames = noise_frames(1, SIZE_PX)
    expected = (frames / 255.0 - np.array(mean)) / np.array(deviation)
    np.testing.assert_allclose(scaled.predict_on_batch(frames), expected, rtol=1e-4, atol=1e-4)
    # Once mended, a file of these weights is not mended again.
    encoder.save_weights(tmp_path / "own.weights.h5")
    again = build_encoder(_config("EfficientNetB0", str(tmp_path / "own.weights.h5")))
    np.testing.assert_allclose(_features(again), _features(encoder), rtol=1e-5, atol=1e-16)


def test_npz_weights_of_a_lite_network(tmp_path: Path) -> None:
    original = lively_encoder(_config("efficientnet_lite0"))
    arrays = {f"{x.name}/{v.name}": np.asarray(v) for x in original.layers for v in x.weights}
    np.savez(tmp_path / "own.npz", **arrays)  # type: ignore[arg-type]
    found = build_encoder(_config("efficientnet_lite0", str(tmp_path / "own.npz")))
    np.testing.assert_allclose(_features(found), _features(original), rtol=1e-5)


def test_files_that_are_not_the_weights_of_this_network(tmp_path: Path) -> None:
    other = build_encoder(_config("MobileNet"))
    other.save(tmp_path / "other.h5")
    other.save_weights(tmp_path / "other.weights.h5")
    (tmp_path / "text.h5").write_text("not found")
    (tmp_path / "text.weights.h5").write_text("not found")
    (tmp_path / "text.npz").write_text("not found")
    (tmp_path / "weights.bin").write_text("x")
    expected = {
        "other.h5": "does not hold the weights of MobileNetV2: Layer count mismatch",
        "other.weights.h5": "does not hold the weights of MobileNetV2",
        "text.h5": "does not hold the weights of MobileNetV2",
        "text.weights.h5": "does not hold the weights of MobileNetV2",
        "text.npz": "the weights can't be read",
        "weights.bin": "is no file of weights by its name",
        "missing.h5": "there is no such file of weights",
    }
    for name, message in expected.items():
        with pytest.raises(TrainingError, match=message) as caught:
            build_encoder(_config("MobileNetV2", str(tmp_path / name)))
        assert "\n" not in str(caught.value), name
