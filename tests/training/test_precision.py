"""Half precision and eight bits: the same contract, nearly the same features, fewer bytes."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest

from tests.builders import head_model
from tests.training.backbones.builders import lively_encoder
from training.backbones.config import BackboneConfig
from training.errors import TrainingError
from training.export.bundle import sha256_hex, write_bundle
from training.export.encoder import export_encoder
from training.export.measure_precision import cosines
from training.export.precision import to_float16, to_int8
from vidclf_app.core.bundle import CARD_NAME, open_bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Float32Array, UInt8Array

SIZE_PX = 64
NAMES = ("efficientnet_lite0", "MobileNetV2")


@pytest.fixture(scope="module", params=NAMES)
def encoder(request: pytest.FixtureRequest) -> bytes:
    """An exported encoder."""
    config = BackboneConfig(name=request.param, weights="none", size_px=SIZE_PX)
    return export_encoder(lively_encoder(config))


def _frames(count: int, seed: int) -> Iterator[UInt8Array]:
    # Smooth pictures of many colours; the ranges of noise are those of nothing else.
    random = np.random.default_rng(seed)
    for _ in range(count):
        coarse = random.integers(0, 256, (4, 4, 3), dtype=np.uint8)
        yield np.ascontiguousarray(coarse.repeat(SIZE_PX // 4, axis=0).repeat(SIZE_PX // 4, axis=1))


def _features(content: bytes) -> Float32Array:
    engine = Engine(content, "encoder", provider="cpu", threads=1)
    return np.concatenate([engine.run({"frames": frame[None]}) for frame in _frames(12, seed=2)])


def _quantized(encoder: bytes) -> bytes:
    return to_int8(encoder, _frames(24, seed=1))


def test_float16_is_half_as_large_and_nearly_the_same(encoder: bytes) -> None:
    half = to_float16(encoder)
    assert len(half) < 0.55 * len(encoder)
    assert cosines(_features(half), _features(encoder)).min() > 0.999
    assert to_float16(encoder) == half


def test_int8_is_a_third_as_large_and_close(encoder: bytes) -> None:
    quantized = _quantized(encoder)
    assert len(quantized) < 0.4 * len(encoder)
    # Random networks pass noise on that trained ones even out.
    assert cosines(_features(quantized), _features(encoder)).mean() > 0.9
    assert _quantized(encoder) == quantized
    kinds = [node.op_type for node in onnx.load_from_string(quantized).graph.node]
    assert kinds.count("QuantizeLinear") > 10


def test_ranges_come_from_the_given_frames(encoder: bytes) -> None:
    dark = to_int8(encoder, (np.zeros((SIZE_PX, SIZE_PX, 3), dtype=np.uint8) for _ in range(3)))
    poor = cosines(_features(dark), _features(encoder)).mean()
    assert poor < cosines(_features(_quantized(encoder)), _features(encoder)).mean()


def test_frames_are_streamed(encoder: bytes) -> None:
    alive, most = 0, 0

    class Frame(np.ndarray):
        def __del__(self) -> None:
            nonlocal alive
            if self.base is None:
                alive -= 1

    def frames() -> Iterator[UInt8Array]:
        nonlocal alive, most
        for _ in range(20):
            frame = Frame((SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
            frame[:] = 7
            alive += 1
            most = max(most, alive)
            yield frame
            del frame

    to_int8(encoder, frames())
    assert most <= 3


def test_without_frames_there_are_no_ranges(encoder: bytes) -> None:
    with pytest.raises(TrainingError, match="Eight bits need frames"):
        to_int8(encoder, [])


@pytest.mark.parametrize("convert", [to_float16, _quantized])
def test_the_app_opens_them(encoder: bytes, convert: object, tmp_path: Path) -> None:
    content: bytes = convert(encoder)  # type: ignore[operator]
    proto, origin = onnx.load_from_string(content), onnx.load_from_string(encoder)
    assert proto.ir_version == origin.ir_version
    assert [(s.domain, s.version) for s in proto.opset_import] == [("", 18)]
    head = head_model(features=1280).SerializeToString()
    manifest = ModelManifest.model_validate(
        {
            "name": "reduced",
            "version": "1",
            "labels": ("a", "b", "c"),
            "rate_hz": 10.0,
            "encoder": {
                "kind": "image",
                "file": "encoder.onnx",
                "sha256": sha256_hex(content),
                "preprocessing": {"width_px": SIZE_PX, "height_px": SIZE_PX},
                "features": 1280,
            },
            "head": {"file": "head.onnx", "sha256": sha256_hex(head)},
            "smoothing_s": 1.0,
            "thresholds": {c: {"enter": 0.5, "leave": 0.4} for c in "abc"},
        }
    )
    networks = {"encoder.onnx": content, "head.onnx": head}
    write_bundle(tmp_path / "b", manifest, networks, {CARD_NAME: "card"})
    assert open_bundle(tmp_path / "b", provider="cpu").manifest.name == "reduced"
