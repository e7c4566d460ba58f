"""Fitting: repeatable, stops in time, and refuses a loss that is no number."""

import numpy as np
import pytest

from training.config import FitConfig
from training.errors import TrainingError
from training.fit import (
    FitResult,
    WindowBatches,
    balanced_weights,
    fit_head,
    input_scale,
    predict_logits,
    seed_everything,
)
from training.heads.config import HeadConfig
from training.heads.models import gru_head, input_model
from training.windows import ClipFeatures, WindowTable, clip_windows, join_windows
from vidclf_app.core.records import Float32Array

WINDOW, MIN_FRAMES, FEATURES = 6, 2, 3
ONES = np.ones(FEATURES, dtype=np.float32)
TARGETS = np.array([0, 1] * 6, dtype=np.int64)
CONFIG = FitConfig(epochs=3, batch=8, windows_per_clip=3, learning_rate=0.01, seed=9)


def _table(scale: float = 1.0, shift: float = 0.0) -> WindowTable:
    random = np.random.default_rng(2)
    clips = []
    for target in TARGETS:
        vectors = random.normal(target, 0.3, (12, FEATURES)) * scale + shift
        features = ClipFeatures(vectors.astype(np.float32), np.arange(12) / 10.0)
        clips.append(clip_windows(features, WINDOW, 10.0, MIN_FRAMES))
    return join_windows(clips)


def _batches(table: WindowTable, config: FitConfig = CONFIG) -> WindowBatches:
    clips = np.arange(len(TARGETS))
    return WindowBatches(
        table, clips, TARGETS, balanced_weights(TARGETS, 2), WINDOW, MIN_FRAMES, config
    )


def _fit(table: WindowTable, config: FitConfig = CONFIG) -> tuple[FitResult, Float32Array]:
    seed_everything(config.seed)
    model = gru_head(HeadConfig(units=4, projection=4), WINDOW, FEATURES, 2, ONES)
    result = fit_head(model, _batches(table, config), config)
    return result, predict_logits(model, table, np.arange(len(table.ends)))


def test_the_same_seed_gives_the_same_numbers() -> None:
    table = _table()
    first, second = _fit(table), _fit(table)
    assert first[0] == second[0]
    np.testing.assert_array_equal(first[1], second[1])
    other = _fit(table, CONFIG.model_copy(update={"seed": 10}))
    assert not np.array_equal(first[1], other[1])


def test_it_learns() -> None:
    table = _table()
    result, logits = _fit(table, CONFIG.model_copy(update={"epochs": 25}))
    assert result.epochs == 25
    assert result.history[-1]["loss"] < 0.5 * result.history[0]["loss"]
    assert (logits.argmax(axis=1) == TARGETS[table.clips]).mean() > 0.9


def test_it_stops_in_time_and_keeps_the_best_weights() -> None:
    table = _table()
    seed_everything(1)
    model = gru_head(HeadConfig(units=4), WINDOW, FEATURES, 2, ONES)
    losses = iter([3.0, 2.0, 2.5, 2.4, 2.3])
    kept: list[list[Float32Array]] = []

    def held_out_loss() -> float:
        kept.append(model.get_weights())
        return next(losses)

    config = CONFIG.model_copy(update={"epochs": 20, "patience": 3})
    told: list[int] = []
    result = fit_head(
        model, _batches(table), config, held_out_loss, lambda epoch, _: told.append(epoch)
    )
    assert result.epochs == 2
    assert told == [1, 2, 3, 4, 5]
    for found, best in zip(model.get_weights(), kept[1], strict=True):
        np.testing.assert_array_equal(found, best)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_loss_that_is_no_number_is_a_training_error(bad: float) -> None:
    with pytest.raises(TrainingError, match="The loss is nan after epoch 1") as caught:
        _fit(_table(shift=bad))
    assert caught.value.exit_code == 8
    assert caught.value.hint


def test_batches_hold_every_clip_equally_and_repeat() -> None:
    table = _table()
    first, second = _batches(table), _batches(table)
    counts = np.zeros(2)
    for number in range(len(first)):
        inputs, targets, weights = first[number]
        again, _, _ = second[number]
        np.testing.assert_array_equal(inputs["features"], again["features"])
        assert inputs["features"].shape[1:] == (WINDOW, FEATURES)
        assert inputs["length"].min() >= MIN_FRAMES
        assert inputs["length"].max() <= WINDOW
        for row, length in enumerate(inputs["length"].tolist()):
            assert not inputs["features"][row, length:].any()
        counts += np.bincount(targets, minlength=2)
        assert (weights == 1.0).all()
    assert counts.tolist() == [18, 18]
    before = first[0][0]["features"]
    first.on_epoch_end()
    assert not np.array_equal(before, first[0][0]["features"])


def test_mirrored_windows_are_drawn_for_half() -> None:
    table, mirrored = _table(), _table(scale=0.0, shift=7.0)
    config = CONFIG.model_copy(update={"mirror": True, "windows_per_clip": 20})
    batches = WindowBatches(
        table,
        np.arange(len(TARGETS)),
        TARGETS,
        balanced_weights(TARGETS, 2),
        WINDOW,
        MIN_FRAMES,
        config,
        mirrored,
    )
    first_rows = np.concatenate(
        [batches[number][0]["features"][:, 0, 0] for number in range(len(batches))]
    )
    assert 0.35 < (first_rows == 7.0).mean() < 0.65


def test_class_weights() -> None:
    weights = balanced_weights(np.array([0, 0, 0, 2]), 3)
    np.testing.assert_allclose(weights, [2 / 3, 0.0, 2.0])


def test_the_scale_brings_inputs_to_one() -> None:
    table = _table(scale=4.0)
    batches = _batches(table)
    scale = input_scale(input_model(HeadConfig(), WINDOW, FEATURES), batches)
    assert scale.shape == (FEATURES,)
    values = []
    for number in range(len(batches)):
        inputs, _, _ = batches[number]
        for row, length in enumerate(inputs["length"].tolist()):
            values.append(inputs["features"][row, :length] * scale)
    np.testing.assert_allclose(np.sqrt((np.concatenate(values) ** 2).mean(axis=0)), 1.0, rtol=1e-4)
