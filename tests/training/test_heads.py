"""Heads, and their ONNX graphs: the same numbers at every length, no Loop."""

import itertools
from typing import Any, Literal

import keras
import numpy as np
import numpy.typing as npt
import onnx
import pytest

from tests.builders import encoder_model as colour_encoder
from tests.training.test_backbone import TINY
from training.backbones.efficientnet_lite import encoder_model
from training.errors import ExportParityError, TrainingError
from training.export.encoder import export_encoder
from training.export.head import export_head
from training.export.parity import TOLERANCE, check_encoder, check_head, check_labels
from training.heads.config import HEAD_KINDS, TUTORIAL_KINDS, HeadConfig, HeadKind
from training.heads.layers import MaskedMax, ValidFrames
from training.heads.models import build_head, members_of, shift_logit
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array

WINDOW, FEATURES, CLASSES = 6, 7, 4
Inputs = tuple[Literal["features", "differences", "deviations"], ...]
NAMES: Inputs = ("features", "differences", "deviations")
EVERY_INPUTS: list[Inputs] = [
    chosen for count in (1, 2, 3) for chosen in itertools.combinations(NAMES, count)
]


def _config(kind: HeadKind, inputs: Inputs = NAMES) -> HeadConfig:
    chosen: dict[str, int] = {}
    if kind in ("gru", "bigru_pool", "tcn", "per_frame"):
        chosen["projection"] = 6
    if kind in ("gru", "bigru_pool", "bilstm_pool", "tcn", "mean_mlp"):
        chosen["units"] = 5
    return HeadConfig.model_validate({"kind": kind, "inputs": inputs, "scaled": True, **chosen})


EVERY_KIND = [_config(kind) for kind in HEAD_KINDS]
SHAPES = [
    *(_config(kind, inputs) for kind in HEAD_KINDS for inputs in (NAMES[:1], NAMES)),
    *(_config("gru", inputs) for inputs in EVERY_INPUTS[1:-1]),
    HeadConfig(units=5),
    HeadConfig(kind="bigru_pool", units=5),
    HeadConfig(kind="tcn", units=FEATURES),
    HeadConfig(kind="per_frame", dropout=0.0, input_dropout=0.2),
    HeadConfig(kind="gru_tutorial"),
    HeadConfig(kind="lstm_tutorial"),
    *(_config(kind).model_copy(update={"members": 2}) for kind in HEAD_KINDS),
]


def _windows(count: int = 8, window: int = WINDOW) -> Float32Array:
    return np.random.default_rng(4).random((count, window, FEATURES), dtype=np.float32)


def _scale(config: HeadConfig) -> Float32Array:
    return np.linspace(0.5, 2.0, FEATURES * len(config.inputs), dtype=np.float32)


def _head(config: HeadConfig, window: int = WINDOW) -> keras.Model:
    keras.utils.set_random_seed(5)
    head = build_head(config, window, FEATURES, CLASSES, _scale(config))
    random = np.random.default_rng(6)
    # Fresh biases are zero: a graph that mixes them up would pass.
    for variable in head.weights:
        if variable.name == "bias":
            variable.assign(random.normal(0.1, 0.3, variable.shape))
    return head


def _engine(content: bytes) -> Engine:
    return Engine(content, "network", provider="cpu", threads=1)


def _name(config: HeadConfig) -> str:
    shape = f"p{config.projection}x{config.members}"
    return "-".join([config.kind, *config.inputs, shape, str(config.is_scaled)])


@pytest.mark.parametrize("config", SHAPES, ids=_name)
def test_the_exported_head_agrees_at_every_length(config: HeadConfig) -> None:
    head = _head(config)
    outputs = head.predict_on_batch(
        {"features": _windows(), "length": np.full(8, WINDOW, dtype=np.int32)}
    )
    assert np.ptp(outputs, axis=0).max() > 1e-3, "the head says the same of every window"
    parity = check_head(head, _engine(export_head(head)), _windows())
    assert parity.compared == 8 * WINDOW
    assert parity.relative < 1e-5
    assert parity.same_label == 1.0


@pytest.mark.parametrize("config", EVERY_KIND, ids=_name)
def test_a_window_of_one_frame_is_exported_too(config: HeadConfig) -> None:
    head = _head(config, window=1)
    assert check_head(head, _engine(export_head(head)), _windows(window=1)).relative < 1e-5


def test_a_frame_that_leaves_no_doubt_is_exported_without_infinities() -> None:
    head = _head(_config("per_frame"))
    kernel, bias = head.get_layer("frame_logits").get_weights()
    head.get_layer("frame_logits").set_weights([1000.0 * kernel, bias])
    engine = _engine(export_head(head))
    parity = check_head(head, engine, _windows())
    assert parity.relative < 1e-5
    logits = engine.run({"features": _windows(), "length": np.full(8, WINDOW, dtype=np.int32)})
    assert logits.min() < -200.0, "a probability that float32 can't hold"


@pytest.mark.parametrize("config", EVERY_KIND, ids=_name)
def test_the_exported_head_is_native_and_has_the_bundles_inputs(config: HeadConfig) -> None:
    proto = onnx.load_from_string(export_head(_head(config)))
    assert proto.ir_version == 8
    assert [(opset.domain, opset.version) for opset in proto.opset_import] == [("", 18)]
    found = [node for node in proto.graph.node if node.op_type in ("GRU", "LSTM", "Loop", "Scan")]
    expected = {
        "gru": [("GRU", 5)],
        "gru_tutorial": [("GRU", 16), ("GRU", 8)],
        "lstm_tutorial": [("LSTM", 456), ("LSTM", 8)],
        "bigru_pool": [("GRU", 5)],
        "bilstm_pool": [("LSTM", 5)],
    }.get(config.kind, [])
    attributes = [
        {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute} for node in found
    ]
    assert [
        (node.op_type, given["hidden_size"]) for node, given in zip(found, attributes, strict=True)
    ] == expected
    both = {given.get("direction") == b"bidirectional" for given in attributes}
    assert both <= {config.kind in ("bigru_pool", "bilstm_pool")}
    assert all(node.input[4] == "length" for node in found)
    engine = _engine(proto.SerializeToString())
    assert {(spec.name, spec.dtype, spec.shape) for spec in engine.inputs} == {
        ("features", "tensor(float)", (None, WINDOW, FEATURES)),
        ("length", "tensor(int32)", (None,)),
    }
    assert [(spec.name, spec.shape) for spec in engine.outputs] == [("logits", (None, CLASSES))]


@pytest.mark.parametrize("config", EVERY_KIND, ids=_name)
def test_what_stands_behind_the_valid_frames_does_not_matter(config: HeadConfig) -> None:
    head = _head(config)
    windows, lengths = _windows(3), np.array([WINDOW - 2, 1, WINDOW], dtype=np.int32)
    noisy = windows.copy()
    noisy[0, WINDOW - 2 :] += 5.0
    noisy[1, 1:] -= 5.0
    expected = head.predict_on_batch({"features": windows, "length": lengths})
    found = head.predict_on_batch({"features": noisy, "length": lengths})
    np.testing.assert_allclose(found, expected, atol=1e-6)
    noisy[:, 0] += 5.0
    other = head.predict_on_batch({"features": noisy, "length": lengths})
    assert np.abs(other - expected).max(axis=1).min() > 1e-6


def test_the_tutorials_heads_have_the_tutorials_layers() -> None:
    shapes = {
        kind: [
            (type(layer).__name__, getattr(layer, "units", None) or getattr(layer, "rate", None))
            for layer in build_head(HeadConfig(kind=kind), WINDOW, FEATURES, CLASSES).layers
            if not isinstance(layer, keras.layers.InputLayer)
        ][1:]
        for kind in TUTORIAL_KINDS
    }
    behind = [("Dropout", 0.4), ("Dense", 8), ("Dense", CLASSES)]
    assert shapes["gru_tutorial"] == [("GRU", 16), ("GRU", 8), *behind]
    assert shapes["lstm_tutorial"] == [("LSTM", 456), ("LSTM", 8), *behind]


def test_pooling_looks_at_valid_frames_only() -> None:
    values = np.array([[[1.0], [-3.0], [9.0]], [[-2.0], [9.0], [9.0]]], dtype=np.float32)
    lengths = np.array([2, 1], dtype=np.int32)
    head = build_head(HeadConfig(kind="bigru_pool"), 3, 1, 2)
    valid = head.get_layer("valid")(lengths)
    mean, largest = (head.get_layer(name)(values, valid).numpy() for name in ("mean", "max"))
    np.testing.assert_allclose(mean, [[-1.0], [-2.0]])
    np.testing.assert_allclose(largest, [[1.0], [-2.0]])


@pytest.mark.parametrize("units", [5, FEATURES], ids=["shortcut", "no shortcut"])
def test_a_padded_window_gives_what_its_frames_give_by_themselves(units: int) -> None:
    window, behind = 20, np.array([0.0, 1e6, np.nan], dtype=np.float32)
    head = _head(HeadConfig(kind="tcn", units=units), window)
    engine = _engine(export_head(head))
    windows = _windows(len(behind), window)
    for length in range(1, window + 1):
        alone = _head(HeadConfig(kind="tcn", units=units), length)
        alone.set_weights(head.get_weights())
        lengths = np.full(len(behind), length, dtype=np.int32)
        expected = alone({"features": windows[:, :length], "length": lengths}).numpy()
        padded = windows.copy()
        padded[:, length:] = behind[:, None, None]
        feeds = {"features": padded, "length": lengths}
        np.testing.assert_allclose(head.predict_on_batch(feeds), expected, atol=1e-5)
        np.testing.assert_allclose(engine.run(feeds), expected, atol=1e-5)


def test_a_window_gives_the_same_in_every_company() -> None:
    engine = _engine(export_head(_head(HeadConfig(kind="tcn", units=5))))
    windows, lengths = _windows(WINDOW), np.arange(1, WINDOW + 1, dtype=np.int32)
    together = engine.run({"features": windows, "length": lengths})
    for number in range(WINDOW):
        one = slice(number, number + 1)
        found = engine.run({"features": windows[one], "length": lengths[one]})
        np.testing.assert_allclose(found, together[one], atol=1e-6)


def test_a_temporal_convolution_sees_fourteen_frames_to_each_side() -> None:
    nodes = onnx.load_from_string(export_head(_head(HeadConfig(kind="tcn")))).graph.node
    convolutions = [
        {one.name: onnx.helper.get_attribute_value(one) for one in node.attribute}
        for node in nodes
        if node.op_type == "Conv"
    ]
    assert [given["kernel_shape"] for given in convolutions] == 6 * [[3]]
    assert [given["dilations"] for given in convolutions] == [[d] for d in (1, 1, 2, 2, 4, 4)]
    head = build_head(HeadConfig(kind="tcn"), 40, FEATURES, CLASSES)
    frames = keras.Model(head.inputs, head.get_layer("block3").output)
    windows, lengths = _windows(2, 40), np.full(2, 40, dtype=np.int32)
    windows[1] = windows[0]
    windows[1, 20] += 5.0
    found = frames.predict_on_batch({"features": windows, "length": lengths})
    changed = np.flatnonzero(np.abs(found[1] - found[0]).max(axis=1) > 1e-6)
    assert (changed.min(), changed.max()) == (20 - 14, 20 + 14)


# Keras 3.15 reads its own variables in a way that numpy 2 warns of.
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_a_temporal_convolution_learns_which_way_time_runs() -> None:
    random = np.random.default_rng(7)

    def drawn(count: int) -> tuple[dict[str, npt.NDArray[Any]], npt.NDArray[np.int64]]:
        """Return windows that rise in all features (1) or are such windows run backwards (0)."""
        steps = random.random((count, WINDOW, FEATURES), dtype=np.float32)
        windows = np.cumsum(steps, axis=1)
        rises = random.integers(0, 2, count)
        windows[rises == 0] = windows[rises == 0, ::-1]
        return {"features": windows, "length": np.full(count, WINDOW, dtype=np.int32)}, rises

    keras.utils.set_random_seed(5)
    head = build_head(HeadConfig(kind="tcn", units=16), WINDOW, FEATURES, 2)
    head.compile(
        optimizer=keras.optimizers.Adam(3e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    for _ in range(60):
        head.train_on_batch(*drawn(64))
    shown, expected = drawn(200)
    assert (head.predict_on_batch(shown).argmax(axis=1) == expected).mean() > 0.95


def test_per_frame_averages_probabilities() -> None:
    config = HeadConfig(kind="per_frame")
    head = build_head(config, WINDOW, FEATURES, CLASSES)
    windows, lengths = _windows(2), np.array([WINDOW, 2], dtype=np.int32)
    kernel, bias = head.get_layer("frame_logits").get_weights()
    each = np.exp(windows @ kernel + bias)
    each /= each.sum(axis=-1, keepdims=True)
    expected = [each[0].mean(axis=0), each[1, :2].mean(axis=0)]
    found = head.predict_on_batch({"features": windows, "length": lengths})
    np.testing.assert_allclose(np.exp(found), expected, rtol=1e-5)


def test_the_tutorials_heads_take_features_as_they_are_unless_asked() -> None:
    for kind in TUTORIAL_KINDS:
        for scaled in (None, True):
            config = HeadConfig(kind=kind, scaled=scaled)
            head = build_head(config, WINDOW, FEATURES, CLASSES, _scale(config))
            assert ("scaled" in [layer.name for layer in head.layers]) is bool(scaled)


@pytest.mark.parametrize("config", EVERY_KIND, ids=_name)
def test_the_same_seed_gives_the_same_bytes(config: HeadConfig) -> None:
    contents = []
    for seed in (3, 3, 4):
        keras.utils.set_random_seed(seed)
        head = build_head(config, WINDOW, FEATURES, CLASSES, _scale(config))
        contents.append(export_head(head))
    assert contents[0] == contents[1]
    assert contents[0] != contents[2]


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_a_head_of_several_members_says_their_mean(kind: HeadKind) -> None:
    head = _head(_config(kind).model_copy(update={"members": 3}))
    inputs = {"features": _windows(), "length": np.full(8, WINDOW, dtype=np.int32)}
    each = members_of(head).predict_on_batch(inputs)
    assert len(each) == 3
    for one, other in itertools.combinations(each, 2):
        assert np.abs(one - other).max() > 1e-3, "two members are the same"
    np.testing.assert_allclose(head.predict_on_batch(inputs), np.mean(each, axis=0), atol=1e-5)


@pytest.mark.parametrize("members", [1, 3])
def test_a_shifted_logit_moves_by_as_much_and_no_other(members: int) -> None:
    head = _head(_config("bigru_pool").model_copy(update={"members": members}))
    inputs = {"features": _windows(), "length": np.full(8, WINDOW, dtype=np.int32)}
    before = head.predict_on_batch(inputs)
    shift_logit(head, 2, 1.5)
    moved = head.predict_on_batch(inputs) - before
    np.testing.assert_allclose(moved, np.tile([0.0, 0.0, 1.5, 0.0], (8, 1)), atol=1e-5)


def test_a_head_whose_weights_were_changed_is_refused() -> None:
    head = _head(_config("gru"))
    engine = _engine(export_head(head))
    weights = head.get_weights()
    kernel = next(array for array in weights if array.ndim == 2)
    kernel[0, 0] += 1.0
    head.set_weights(weights)
    with pytest.raises(ExportParityError, match=r"exported head differs .* no bundle was written"):
        check_head(head, engine, _windows())


def _stranger(layer: keras.layers.Layer) -> keras.Model:
    features = keras.Input((WINDOW, FEATURES), name="features")
    length = keras.Input((), dtype="int32", name="length")
    logits = keras.layers.Dense(CLASSES, name="logits")(layer(features))
    return keras.Model({"features": features, "length": length}, logits)


@pytest.mark.parametrize(
    ("layer", "what"),
    [
        (keras.layers.SimpleRNN(3, name="mine"), "a layer SimpleRNN"),
        (keras.layers.GRU(3, activation="relu", name="mine"), "the activations"),
        (keras.layers.GRU(3, reset_after=False, name="mine"), "reset gate"),
        (keras.layers.LSTM(3, use_bias=False, name="mine"), "no bias"),
        (keras.layers.Dense(3, activation="gelu", name="mine"), "the activation gelu"),
        (keras.layers.Conv1D(3, 3, name="mine"), "the padding 'valid'"),
        (keras.layers.Conv1D(3, 3, strides=2, padding="same", name="mine"), "strides of 2 frames"),
        (keras.layers.Conv1D(7, 3, groups=7, padding="same", name="mine"), "7 groups"),
        (keras.layers.Conv1D(3, 3, use_bias=False, padding="same", name="mine"), "no bias"),
        (keras.layers.ReLU(max_value=6.0, name="mine"), "a largest value"),
        (
            keras.layers.Bidirectional(keras.layers.GRU(3), merge_mode="sum", name="mine"),
            "the merge mode 'sum'",
        ),
    ],
)
def test_a_layer_without_a_counterpart_is_named(layer: keras.layers.Layer, what: str) -> None:
    with pytest.raises(TrainingError, match=what) as caught:
        export_head(_stranger(layer))
    assert "'mine'" in caught.value.message
    assert caught.value.hint


def test_recurrent_layers_without_a_mask_are_exported_too() -> None:
    for layer in (
        keras.layers.LSTM(3),
        keras.layers.Bidirectional(keras.layers.GRU(3)),
    ):
        head = _stranger(layer)
        windows = _windows()
        feeds = {"features": windows, "length": np.full(8, WINDOW, dtype=np.int32)}
        found = _engine(export_head(head)).run(feeds)
        np.testing.assert_allclose(found, head.predict_on_batch(feeds), atol=1e-6)


@pytest.mark.parametrize(("frames", "dilation"), [(1, 1), (2, 1), (2, 3), (4, 1), (5, 2)])
def test_convolutions_of_other_shapes_are_exported_too(frames: int, dilation: int) -> None:
    keras.utils.set_random_seed(5)
    features = keras.Input((WINDOW, FEATURES), name="features")
    length = keras.Input((), dtype="int32", name="length")
    convolution = keras.layers.Conv1D(3, frames, padding="same", dilation_rate=dilation)
    logits = MaskedMax()(convolution(features), ValidFrames(WINDOW)(length))
    head = keras.Model({"features": features, "length": length}, logits)
    feeds = {"features": _windows(), "length": np.full(8, WINDOW, dtype=np.int32)}
    found = _engine(export_head(head)).run(feeds)
    np.testing.assert_allclose(found, head.predict_on_batch(feeds), atol=1e-6)


def test_the_exported_encoder_agrees_and_its_bytes_repeat() -> None:
    keras.utils.set_random_seed(5)
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
