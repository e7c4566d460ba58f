"""The end-to-end model: one network from frames to probabilities, fitted in stages, exported."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from training.backbones.config import BackboneConfig
from training.end_to_end import VideoClassifier, build_model, fine_tune, split_model
from training.errors import TrainingError
from training.export.encoder import export_encoder
from training.export.head import export_head
from training.export.parity import check_encoder, check_head
from training.heads.config import HEAD_KINDS, HeadConfig, HeadKind
from training.heads.models import build_head
from vidclf_app.core.engine import Engine
from vidclf_app.core.records import Float32Array, UInt8Array

WINDOW, SIZE_PX, CLASSES, CLIPS = 5, 16, 3, 12
TARGETS = np.arange(CLIPS) % CLASSES
LENGTHS = np.array([5, 4, 3, 2, 1, 5] * 2, dtype=np.int32)
# Keras 3.15 saves variables in a way that NumPy 2 frowns at.
saves = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def _encoder() -> keras.Model:
    frames = keras.Input((SIZE_PX, SIZE_PX, 3), dtype="uint8", name="frames")
    x = keras.layers.Rescaling(1 / 127.5, offset=-1.0, name="scaled")(frames)
    norms = []
    for number, channels in enumerate((4, 8)):
        name = f"block{number}"
        norms.append(keras.layers.BatchNormalization(name=f"{name}_norm"))
        block = [
            keras.layers.Conv2D(channels, 3, strides=2, name=f"{name}_conv"),
            norms[-1],
            keras.layers.ReLU(name=f"{name}_relu"),
        ]
        # Some networks of keras.applications hold others.
        for layer in [keras.Sequential(block, name="stem")] if number == 0 else block:
            x = layer(x)
    pooled = keras.layers.GlobalAveragePooling2D(dtype="float32", name="features")(x)
    encoder = keras.Model(frames, pooled, name="small")
    random = np.random.default_rng(8)
    for layer in norms:
        # Fresh statistics are nought and one: they would not show that they were used.
        layer.set_weights([random.uniform(0.5, 1.5, w.shape) for w in layer.get_weights()])
    return encoder


def _model(head: HeadConfig | None = None, seed: int = 1) -> VideoClassifier:
    keras.utils.set_random_seed(seed)
    encoder = _encoder()
    encoder.trainable = False
    config = head or HeadConfig(units=6, dropout=0.0)
    model = VideoClassifier(encoder, build_head(config, WINDOW, 8, CLASSES))
    model.compile(
        "adam", "sparse_categorical_crossentropy", metrics=["accuracy"], jit_compile=False
    )
    return model


def _clips() -> UInt8Array:
    """Noise, with red, green or blue shining through; uint8 (CLIPS, WINDOW, H, W, 3)."""
    random = np.random.default_rng(0)
    shape = (CLIPS, WINDOW, SIZE_PX, SIZE_PX, 3)
    clips = random.integers(0, 128, shape, dtype=np.uint8)
    for clip, target in zip(clips, TARGETS.tolist(), strict=True):
        clip[..., target] += 100
    return clips


def _pipeline(batch: int = 4) -> tf.data.Dataset:
    inputs = {"frames": _clips(), "length": LENGTHS}
    return tf.data.Dataset.from_tensor_slices((inputs, TARGETS)).batch(batch)


def _predict(model: keras.Model, inputs: object) -> Float32Array:
    found: Float32Array = model.predict(inputs, verbose=0)
    return found


def _exported(model: VideoClassifier, clips: UInt8Array, lengths: Any) -> Float32Array:
    """Return the probabilities that encoder and head give in ONNX Runtime."""
    encoder, head = split_model(model)
    engines = [
        Engine(content, "network", provider="cpu", threads=1)
        for content in (export_encoder(encoder), export_head(head))
    ]
    features = engines[0].run({"frames": clips.reshape(-1, *clips.shape[2:])})
    windows = features.reshape(*clips.shape[:2], -1)
    logits = engines[1].run({"features": windows, "length": lengths})
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Float32Array = exponentials / exponentials.sum(axis=1, keepdims=True)
    return shares


def test_the_default_stands_on_the_packaged_weights() -> None:
    model = build_model(4, frames=3)
    assert model.encoder.input_shape == (None, 224, 224, 3)
    clip = np.random.default_rng(0).integers(0, 256, (1, 3, 224, 224, 3), dtype=np.uint8)
    found = _predict(model, clip)
    assert found.shape == (1, 4)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found.sum(axis=1), 1.0, rtol=1e-6)
    assert not model.encoder.trainable_variables
    assert len(model.trainable_variables) == len(model.head.trainable_variables) == 5
    assert model.loss == "sparse_categorical_crossentropy"


def test_a_backbone_and_a_head_by_config() -> None:
    model = build_model(
        2,
        frames=4,
        backbone=BackboneConfig(weights="none"),
        size_px=32,
        head=HeadConfig(kind="gru_tutorial"),
        learning_rate=0.5,
    )
    assert model.encoder.input_shape == (None, 32, 32, 3)
    assert model.head.name == "gru_tutorial_head"
    assert model.window == 4
    assert float(model.optimizer.learning_rate.numpy()) == 0.5


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"num_classes": 1}, "num_classes is 1"),
        ({"num_classes": 3, "frames": 0}, "frames is 0"),
        ({"num_classes": 3, "backbone": "EfficientNetB99"}, "no backbone named"),
        ({"num_classes": 3, "size_px": 8}, "size_px is 8"),
    ],
)
def test_bad_arguments_are_refused_before_anything_is_built(
    arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(TrainingError, match=message) as caught:
        build_model(**arguments)
    assert caught.value.hint


def test_frames_alone_are_clips_without_padding() -> None:
    model, clips = _model(), _clips()
    full = np.full(CLIPS, WINDOW, dtype=np.int32)
    expected = _predict(model, {"frames": clips, "length": full})
    np.testing.assert_allclose(_predict(model, clips), expected, atol=1e-6)
    np.testing.assert_allclose(_predict(model, {"frames": clips}), expected, atol=1e-6)
    alone = tf.data.Dataset.from_tensor_slices((clips, TARGETS)).batch(4)
    np.testing.assert_allclose(_predict(model, alone), expected, atol=1e-6)
    loss, _ = model.evaluate(alone, verbose=0)
    assert loss == pytest.approx(-np.log(expected[np.arange(CLIPS), TARGETS]).mean(), rel=1e-5)
    assert np.abs(_predict(model, {"frames": clips, "length": LENGTHS}) - expected).max() > 1e-4


@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_padded_frames_have_no_influence(kind: HeadKind) -> None:
    model, clips = _model(HeadConfig(kind=kind)), _clips()
    other = clips.copy()
    for clip, length in zip(other, LENGTHS.tolist(), strict=True):
        clip[length:] = 255
    first = _predict(model, {"frames": clips, "length": LENGTHS})
    second = _predict(model, {"frames": other, "length": LENGTHS})
    np.testing.assert_allclose(second, first, atol=1e-6)
    shown = np.abs(_predict(model, other) - _predict(model, clips)).max(axis=1)
    assert (shown[LENGTHS < WINDOW] > 1e-6).all(), "the frames made no difference at all"


def test_one_call_of_the_encoder_serves_all_frames() -> None:
    model = _model()
    frames = tf.TensorSpec((None, WINDOW, SIZE_PX, SIZE_PX, 3), tf.uint8)
    graph = tf.function(lambda given: model(given)).get_concrete_function(frames).graph
    assert sum(operation.type == "Conv2D" for operation in graph.get_operations()) == 2


def test_batch_norm_stays_as_it_was_learnt_in_training_too() -> None:
    model, clips = _model(), _clips()
    model.encoder.trainable = True
    before = model.encoder.get_weights()
    np.testing.assert_allclose(model(clips, training=True), model(clips), atol=1e-6)
    for found, expected in zip(model.encoder.get_weights(), before, strict=True):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (np.zeros((2, WINDOW, SIZE_PX, SIZE_PX, 3), np.float32), "are float32"),
        (np.zeros((2, WINDOW - 1, SIZE_PX, SIZE_PX, 3), np.uint8), "have the shape"),
        (np.zeros((2, WINDOW, SIZE_PX, 2 * SIZE_PX, 3), np.uint8), "have the shape"),
        (np.zeros((WINDOW, SIZE_PX, SIZE_PX, 3), np.uint8), "have the shape"),
        ({"video": np.zeros((2, WINDOW, SIZE_PX, SIZE_PX, 3), np.uint8)}, "named 'video'"),
    ],
)
def test_inputs_of_another_kind_are_refused(inputs: Any, message: str) -> None:
    model = _model()
    for use in (model, model.predict_on_batch, lambda x: model.train_on_batch(x, np.zeros(2))):
        with pytest.raises(TrainingError, match=message) as caught:
            use(inputs)
        assert caught.value.hint


def test_a_clip_of_another_length_never_passes_for_several() -> None:
    model = _model(HeadConfig(kind="mean_pool"))
    unknown = tf.TensorSpec((None, None, SIZE_PX, SIZE_PX, 3), tf.uint8)
    traced = tf.function(lambda given: model(given)).get_concrete_function(unknown)
    traced(tf.constant(_clips()))
    with pytest.raises(tf.errors.InvalidArgumentError):
        traced(tf.constant(_clips()[:WINDOW, :1]))


def test_the_same_seed_gives_the_same_model() -> None:
    weights = [_model(seed=seed).get_weights() for seed in (1, 1, 2)]
    for first, again in zip(weights[0], weights[1], strict=True):
        np.testing.assert_array_equal(first, again)
    assert not np.array_equal(weights[0][0], weights[2][0])


def _named(model: VideoClassifier) -> dict[str, Float32Array]:
    return {variable.path: variable.numpy() for variable in model.encoder.variables}


def test_it_is_fitted_in_two_stages_and_then_exported() -> None:
    model = _model()
    before = _named(model)
    kept: list[dict[str, Float32Array]] = []
    epochs: list[int] = []

    def keep(epoch: int, _: object) -> None:
        epochs.append(epoch)
        kept.append(_named(model))

    fitted = fine_tune(
        model,
        _pipeline(),
        _pipeline(),
        head_epochs=15,
        blocks=1,
        epochs=2,
        head_learning_rate=0.02,
        learning_rate=1e-3,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=keep)],
        verbose=0,
    )
    assert epochs == list(range(17))
    assert (len(fitted.head["loss"]), len(fitted.blocks["val_accuracy"])) == (15, 2)
    assert fitted.blocks["loss"][-1] < 0.5 * fitted.head["loss"][0]
    changed = {name for name in before if not np.array_equal(before[name], kept[14][name])}
    assert not changed, "the encoder must stand still while the head learns"
    changed = {name for name in before if not np.array_equal(before[name], kept[16][name])}
    assert changed == {"block1_conv/kernel", "block1_conv/bias"}

    clips = _clips()
    for length in (1, 2, WINDOW):
        lengths = np.full(CLIPS, length, dtype=np.int32)
        expected = _predict(model, {"frames": clips, "length": lengths})
        assert np.ptp(expected, axis=0).max() > 0.1
        np.testing.assert_allclose(_exported(model, clips, lengths), expected, atol=1e-5)
    np.testing.assert_allclose(
        _exported(model, clips, LENGTHS),
        _predict(model, {"frames": clips, "length": LENGTHS}),
        atol=1e-5,
    )


def test_a_stage_can_be_left_out() -> None:
    model = _model()
    fitted = fine_tune(model, _pipeline(), head_epochs=0, blocks=2, epochs=1, verbose=0)
    assert not fitted.head
    assert len(fitted.blocks["loss"]) == 1
    assert len(model.encoder.trainable_variables) == 4
    fitted = fine_tune(model, _pipeline(), head_epochs=1, blocks=1, epochs=0, verbose=0)
    assert not fitted.blocks
    assert not model.encoder.trainable_variables


@pytest.mark.parametrize("numbers", [(-1, 1, 1), (1, 0, 1), (1, 3, 1), (1, 1, -1)])
def test_bad_stages_are_refused_before_the_first(numbers: tuple[int, int, int]) -> None:
    model = _model()
    before = model.head.get_weights()
    head_epochs, blocks, epochs = numbers
    with pytest.raises(TrainingError):
        fine_tune(model, _pipeline(), head_epochs=head_epochs, blocks=blocks, epochs=epochs)
    np.testing.assert_array_equal(model.head.get_weights()[0], before[0])


def test_a_loss_that_is_no_number_ends_the_fit() -> None:
    model = _model()
    with pytest.raises(TrainingError, match=r"The loss is (nan|inf) after epoch 2"):
        fine_tune(
            model,
            _pipeline(batch=CLIPS),
            head_epochs=5,
            blocks=1,
            epochs=1,
            head_learning_rate=1e38,
            verbose=0,
        )


@saves
def test_it_is_saved_and_loaded_and_goes_on_the_same(tmp_path: Path) -> None:
    model, clips = _model(), _clips()
    fine_tune(model, _pipeline(), head_epochs=1, blocks=1, epochs=1, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    assert isinstance(loaded, VideoClassifier)
    np.testing.assert_allclose(_predict(loaded, clips), _predict(model, clips), atol=1e-6)
    learning = [variable.name for variable in model.encoder.trainable_variables]
    assert learning == ["kernel", "bias"]
    assert [variable.name for variable in loaded.encoder.trainable_variables] == learning
    histories = [one.fit(_pipeline(), epochs=2, verbose=0).history for one in (model, loaded)]
    np.testing.assert_allclose(histories[1]["loss"], histories[0]["loss"], rtol=1e-5)
    np.testing.assert_allclose(
        _exported(loaded, clips, LENGTHS),
        _predict(loaded, {"frames": clips, "length": LENGTHS}),
        atol=1e-5,
    )


@saves
@pytest.mark.parametrize("kind", HEAD_KINDS)
def test_every_head_is_saved_and_loaded(kind: HeadKind, tmp_path: Path) -> None:
    config = HeadConfig(kind=kind, inputs=("features", "differences", "deviations"), scaled=True)
    head = build_head(config, WINDOW, 8, CLASSES, np.linspace(0.5, 2.0, 24, dtype=np.float32))
    head.save(tmp_path / "head.keras")
    loaded = keras.models.load_model(tmp_path / "head.keras")
    assert export_head(loaded) == export_head(head)


@pytest.fixture
def _half_precision() -> Iterator[None]:
    keras.mixed_precision.set_global_policy("mixed_float16")
    yield
    keras.mixed_precision.set_global_policy("float32")


@pytest.mark.usefixtures("_half_precision")
@pytest.mark.parametrize("kind", ["gru", "bilstm_pool", "mean_pool", "per_frame"])
def test_mixed_precision_fits_and_is_exported_in_float32(kind: HeadKind) -> None:
    model, clips = _model(HeadConfig(kind=kind)), _clips()
    assert model.encoder.get_layer("block1_conv").compute_dtype == "float16"
    assert model.head.outputs[0].dtype == "float32"
    before = model.head.get_weights()
    history = model.fit(_pipeline(CLIPS), epochs=1, verbose=0).history
    assert np.isfinite(history["loss"]).all()
    assert not np.array_equal(model.head.get_weights()[0], before[0])
    found = _predict(model, {"frames": clips, "length": LENGTHS})
    assert found.dtype == np.float32
    encoder, head = split_model(model)
    assert keras.config.dtype_policy().name == "mixed_float16"
    keras.mixed_precision.set_global_policy("float32")
    exact = _encoder()
    exact.set_weights(model.encoder.get_weights())
    np.testing.assert_allclose(_predict(encoder, clips[0]), _predict(exact, clips[0]), rtol=1e-5)
    keras.mixed_precision.set_global_policy("mixed_float16")
    check_encoder(encoder, Engine(export_encoder(encoder), "e", provider="cpu"), clips[0])
    windows = np.random.default_rng(1).random((4, WINDOW, 8), dtype=np.float32)
    check_head(head, Engine(export_head(head), "h", provider="cpu"), windows)
    # Half precision has three digits.
    np.testing.assert_allclose(_exported(model, clips, LENGTHS), found, atol=5e-3)


_MIRRORED = """
import numpy as np
import tensorflow as tf

cpu = tf.config.list_physical_devices("CPU")[0]
halves = [tf.config.LogicalDeviceConfiguration()] * 2
tf.config.set_logical_device_configuration(cpu, halves)
strategy = tf.distribute.MirroredStrategy(["CPU:0", "CPU:1"])

from tests.training.test_end_to_end import _model, _pipeline
from training.end_to_end import fine_tune
from training.export.head import export_head

with strategy.scope():
    model = _model()
alone = _model()
assert model.distribute_strategy.num_replicas_in_sync == 2
stages = {"head_epochs": 2, "blocks": 1, "epochs": 1, "verbose": 0}
mirrored, single = (fine_tune(one, _pipeline(), **stages) for one in (model, alone))
np.testing.assert_allclose(mirrored.head["loss"], single.head["loss"], rtol=1e-4)
np.testing.assert_allclose(mirrored.blocks["loss"], single.blocks["loss"], rtol=1e-4)
for one, other in zip(model.get_weights(), alone.get_weights(), strict=True):
    np.testing.assert_allclose(one, other, atol=1e-4)
assert export_head(model.head)
print("mirrored")
"""


@pytest.mark.slow
def test_two_devices_fit_as_one_does() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", _MIRRORED],
        env={**os.environ, "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        timeout=110,
    )
    assert finished.returncode == 0, finished.stderr[-3000:]
    assert finished.stdout.strip().endswith("mirrored")
