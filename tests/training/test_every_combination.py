"""Every backbone with every head: built, exported, compared as a chain, opened by the app.

An encoder is exported once and serves all heads. Each pair is compared; the app opens each pair
of a small encoder, and a large encoder with one head, another for each backbone.
"""

import gc
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import keras
import numpy as np
import pytest

from tests.training.backbones.builders import lively_encoder, noise_frames
from training.backbones.config import BackboneConfig
from training.backbones.networks import network_named, network_names
from training.export.bundle import sha256_hex, write_bundle
from training.export.encoder import export_encoder
from training.export.head import export_head
from training.export.parity import check_encoder, check_head, check_labels, encode_with_keras
from training.heads.config import HEAD_KINDS, HeadConfig, HeadKind
from training.heads.models import build_head
from vidclf_app.core.bundle import CARD_NAME, open_bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Float32Array

# They are refused, see tests/training/backbones/test_every_network.py.
TOO_LARGE = ("ConvNeXtLarge", "ConvNeXtXLarge")
BACKBONES = [name for name in network_names() if name not in TOO_LARGE]
LABELS = ("a", "b", "c")
WINDOW = 4
CLIPS = 3
SMALL_BYTES = 32 << 20

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@pytest.fixture(autouse=True)
def _memory_is_given_back() -> Iterator[None]:
    yield
    keras.backend.clear_session()
    gc.collect()


@pytest.fixture(scope="module", autouse=True)
def _heads_are_given_back() -> Iterator[None]:
    yield
    _lively_head.cache_clear()


@pytest.mark.parametrize("name", BACKBONES)
def test_the_pair_is_what_was_trained(name: str, tmp_path: Path) -> None:
    # Large enough that no layer sees a single pixel.
    size_px = max(96, network_named(name).minimum_px)
    encoder = lively_encoder(BackboneConfig(name=name, weights="none", size_px=size_px))
    frames = noise_frames(CLIPS * WINDOW, size_px)
    content = export_encoder(encoder)
    engine = Engine(content, name, provider="cpu")
    trained = encode_with_keras(encoder, frames)
    # Features that are the same for every picture would agree whatever the network is.
    assert np.ptp(trained, axis=0).max() > 1e-3 * np.abs(trained).max()
    check_encoder(encoder, engine, frames)
    exported = np.concatenate([engine.run({"frames": frame[None]}) for frame in frames])
    del encoder, engine
    shape = (CLIPS, WINDOW, trained.shape[1])
    opened = HEAD_KINDS
    if len(content) > SMALL_BYTES:
        opened = (HEAD_KINDS[BACKBONES.index(name) % len(HEAD_KINDS)],)
    for kind in HEAD_KINDS:
        head = _lively_head(kind, trained.shape[1])
        _check_chain(head, trained.reshape(shape), exported.reshape(shape))
        if kind in opened:
            _check_bundle(tmp_path / kind, content, head.content, size_px, trained.shape[1])


@dataclass(frozen=True, slots=True)
class _Head:
    """A head, trained and exported."""

    model: keras.Model
    content: bytes
    engine: Engine


@cache
def _lively_head(kind: HeadKind, features: int) -> _Head:
    """Return a head with random weights; backbones with as many features share it."""
    keras.utils.set_random_seed(7)
    model = build_head(HeadConfig(kind=kind), WINDOW, features, len(LABELS))
    random = np.random.default_rng(8)
    # Fresh biases are zero: a graph that mixes them up would pass.
    for variable in model.trainable_variables:
        if "bias" in variable.name:
            variable.assign(random.normal(0.0, 0.3, variable.shape))
    content = export_head(model)
    engine = Engine(content, kind, provider="cpu", threads=1)
    check_head(model, engine, random.random((2, WINDOW, features), dtype=np.float32))
    return _Head(model, content, engine)


def _check_chain(head: _Head, trained: Float32Array, exported: Float32Array) -> None:
    """Compare pictures to logits, trained with exported, at several lengths."""
    expected, found = [], []
    for length in (1, 2, WINDOW):
        lengths = np.full(CLIPS, length, dtype=np.int32)
        behind = np.arange(WINDOW)[None, :, None] >= length
        windows = [np.where(behind, np.float32(0.0), part) for part in (trained, exported)]
        expected.append(head.model.predict_on_batch({"features": windows[0], "length": lengths}))
        found.append(head.engine.run({"features": windows[1], "length": lengths}))
    check_labels(np.concatenate(expected), np.concatenate(found))


def _check_bundle(out: Path, encoder: bytes, head: bytes, size_px: int, features: int) -> None:
    manifest = ModelManifest.model_validate(
        {
            "name": out.name,
            "version": "1",
            "labels": LABELS,
            "window": WINDOW,
            "min_frames": 1,
            "rate_hz": 10.0,
            "encoder": {
                "kind": "image",
                "file": "encoder.onnx",
                "sha256": sha256_hex(encoder),
                "preprocessing": {"width_px": size_px, "height_px": size_px},
                "features": features,
            },
            "head": {"file": "head.onnx", "sha256": sha256_hex(head)},
            "smoothing_s": 1.0,
            "thresholds": {label: {"enter": 0.5, "leave": 0.4} for label in LABELS},
        }
    )
    write_bundle(out, manifest, {"encoder.onnx": encoder, "head.onnx": head}, {CARD_NAME: "card"})
    assert open_bundle(out, provider="cpu").new_encoder().features == features
