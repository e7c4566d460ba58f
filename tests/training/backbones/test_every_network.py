"""Every network that can be named, one at a time: sizes, refusals, and what Keras says of it.

Each is exported and compared in tests/training/test_every_combination.py.
"""

import gc
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import noise_frames
from training.backbones.config import BackboneConfig
from training.backbones.networks import network_named, network_names
from training.backbones.registry import build_encoder
from training.errors import TrainingError

TOO_LARGE = ("ConvNeXtLarge", "ConvNeXtXLarge")

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _memory_is_given_back() -> Iterator[None]:
    yield
    keras.backend.clear_session()
    gc.collect()


@pytest.mark.parametrize("name", TOO_LARGE)
def test_a_network_that_no_bundle_holds_is_refused(name: str) -> None:
    with pytest.raises(TrainingError, match=f"{name} is too large for a bundle: its weights take"):
        build_encoder(BackboneConfig(name=name, weights="none", size_px=32))


@pytest.mark.parametrize("name", [name for name in network_names() if name not in TOO_LARGE])
def test_the_smallest_size_works(name: str) -> None:
    size_px = network_named(name).minimum_px
    encoder = build_encoder(BackboneConfig(name=name, weights="none", size_px=size_px))
    features = encoder.predict_on_batch(noise_frames(1, size_px))
    assert features.shape == encoder.compute_output_shape((1, size_px, size_px, 3))
    assert np.isfinite(features).all()


class _AskedError(Exception):
    """Keras asked for a file."""


@pytest.mark.filterwarnings("ignore:`input_shape` is undefined")
@pytest.mark.parametrize("name", [name for name in network_names() if "lite" not in name])
def test_the_table_says_what_keras_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def get_file(fname: str, origin: str, file_hash: str | None = None, **_: object) -> None:
        asked.update(name=fname, url=origin, digest=file_hash or "")
        raise _AskedError

    monkeypatch.setattr("keras.src.utils.file_utils.get_file", get_file)
    network = network_named(name)
    for size_px in network.weights_px or (network.size_px,):
        with pytest.raises(_AskedError):
            getattr(keras.applications, name)(
                include_top=False, weights="imagenet", input_shape=(size_px, size_px, 3)
            )
        file = network.weights_file(size_px)
        assert file is not None
        assert asked == {"name": file.name, "url": file.url, "digest": file.digest}
