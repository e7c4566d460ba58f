"""Heads, and their ONNX graphs: the same numbers at every length, no Loop."""

import keras
import numpy as np
import onnx
import pytest

from tests.builders import encoder_model as colour_encoder
from tests.training.test_backbone import TINY
from training.backbones.efficientnet_lite import encoder_model
from training.errors import ExportParityError
from training.export.encoder import export_encoder
from training.export.head import export_head
from training.export.parity import TOLERANCE, check_encoder, check_head, check_labels
from training.fit import seed_everything
from training.heads.config import HeadConfig
from training.heads.models import gru_head, mean_head
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array

WINDOW, FEATURES, CLASSES = 20, 12, 4
SHAPES = [
    HeadConfig(projection=projection, units=5, inputs=inputs)
    for projection in (0, 6)
    for inputs in (
        ("features",),
        ("differences",),
        ("deviations",),
        ("features", "differences", "deviations"),
    )
]


def _windows(count: int = 8) -> Float32Array:
    return np.random.default_rng(4).random((count, WINDOW, FEATURES), dtype=np.float32)


def _scale(config: HeadConfig) -> Float32Array:
    return np.linspace(0.5, 2.0, FEATURES * len(config.inputs), dtype=np.float32)


def _head(config: HeadConfig) -> keras.Model:
    seed_everything(5)
    head = gru_head(config, WINDOW, FEATURES, CLASSES, _scale(config))
    random = np.random.default_rng(6)
    # Fresh biases are zero: a graph that mixes them up would pass.
    head.set_weights(
        [random.normal(0, 0.5, array.shape).astype(np.float32) for array in head.get_weights()]
    )
    return head


def _engine(content: bytes) -> Engine:
    return Engine(content, "network", provider="cpu", threads=1)


@pytest.mark.parametrize("config", SHAPES, ids=lambda c: "-".join([*c.inputs, str(c.projection)]))
def test_the_exported_head_agrees_at_every_length(config: HeadConfig) -> None:
    head = _head(config)
    parity = check_head(head, _engine(export_head(head, config)), _windows())
    assert parity.compared == 8 * WINDOW
    assert parity.relative < 1e-5
    assert parity.same_label == 1.0


def test_the_exported_head_has_a_native_gru_and_the_bundles_inputs() -> None:
    config = SHAPES[0]
    proto = onnx.load_from_string(export_head(_head(config), config))
    kinds = {node.op_type for node in proto.graph.node}
    assert "GRU" in kinds
    assert "Loop" not in kinds
    engine = _engine(proto.SerializeToString())
    assert {(spec.name, spec.dtype, spec.shape) for spec in engine.inputs} == {
        ("features", "tensor(float)", (None, WINDOW, FEATURES)),
        ("length", "tensor(int32)", (None,)),
    }
    assert [(spec.name, spec.shape) for spec in engine.outputs] == [("logits", (None, CLASSES))]


@pytest.mark.parametrize("build", [gru_head, mean_head])
def test_what_stands_behind_the_valid_frames_does_not_matter(build: object) -> None:
    config = SHAPES[-1]
    head = build(config, WINDOW, FEATURES, CLASSES, _scale(config))  # type: ignore[operator]
    windows, lengths = _windows(2), np.array([7, 1], dtype=np.int32)
    noisy = windows.copy()
    noisy[0, 7:] += 5.0
    noisy[1, 1:] -= 5.0
    expected = head.predict_on_batch({"features": windows, "length": lengths})
    found = head.predict_on_batch({"features": noisy, "length": lengths})
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_the_same_head_gives_the_same_bytes() -> None:
    config = SHAPES[-1]
    assert export_head(_head(config), config) == export_head(_head(config), config)


def test_a_head_whose_weights_were_changed_is_refused() -> None:
    config = SHAPES[0]
    head = _head(config)
    engine = _engine(export_head(head, config))
    weights = head.get_weights()
    weights[0][0, 0] += 1.0
    head.set_weights(weights)
    with pytest.raises(ExportParityError, match=r"exported head differs .* no bundle was written"):
        check_head(head, engine, _windows())


def test_the_exported_encoder_agrees_and_its_bytes_repeat() -> None:
    seed_everything(5)
    model = encoder_model(TINY, weights=None)
    content = export_encoder(model)
    assert export_encoder(model) == content
    frames = np.random.default_rng(1).integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
    parity = check_encoder(model, _engine(content), frames)
    assert parity.relative < 1e-5
    engine = _engine(content)
    assert (engine.inputs[0].name, engine.outputs[0].name) == ("frames", "features")
    assert engine.inputs[0].dtype == "tensor(uint8)"
    assert engine.run({"frames": frames}).shape == (5, 12)


def test_another_encoder_is_refused() -> None:
    model = encoder_model(TINY, weights=None)
    small = keras.Model(model.inputs, model.outputs[0][:, :3])
    frames = np.random.default_rng(1).integers(0, 256, (2, 32, 32, 3), dtype=np.uint8)
    engine = _engine(colour_encoder().SerializeToString())
    with pytest.raises(ExportParityError, match="exported encoder differs"):
        check_encoder(small, engine, frames)


def test_another_label_is_refused_even_within_the_tolerance() -> None:
    expected = np.array([[1.0, 1.0 + TOLERANCE / 4]], dtype=np.float32)
    with pytest.raises(ExportParityError, match="names another class"):
        check_labels(expected, expected[:, ::-1])


def test_numbers_that_are_not_finite_are_no_parity() -> None:
    expected = np.full((1, 2), np.nan, dtype=np.float32)
    with pytest.raises(ExportParityError, match="differs"):
        check_labels(expected, np.zeros((1, 2), dtype=np.float32))
