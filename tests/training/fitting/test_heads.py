"""Fitting: repeatable, resumable, stops in time, and refuses a loss that is no number."""

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest

from tests.training.fitting.builders import FEATURES, MIN_FRAMES, TARGETS, WINDOW, write_table
from training.config import FitConfig
from training.errors import TrainingError
from training.features.windows import WindowTable
from training.fitting.batches import WindowBatches
from training.fitting.heads import (
    FitResult,
    HeadFitter,
    HeldOut,
    input_scale,
    predict_logits,
    rate_factor,
)
from training.fitting.store import EpochRecord, FitState, FitStore
from training.heads.config import HeadConfig
from training.heads.models import build_head, input_model
from vidclf_app.core.records import Float32Array

CONFIG = FitConfig(batch=8, windows_per_clip=3, learning_rate=0.01, seed=9, patience=3)
HEAD = HeadConfig(units=4, projection=4)


@pytest.fixture
def table(tmp_path: Path) -> WindowTable:
    """Return the windows of twelve clips."""
    return write_table(tmp_path / "cache")


def _batches(table: WindowTable, config: FitConfig = CONFIG) -> WindowBatches:
    return WindowBatches(table, np.arange(len(TARGETS)), TARGETS, 2, MIN_FRAMES, config)


def _build() -> keras.Model:
    return build_head(HEAD, WINDOW, FEATURES, 2)


def _fit(
    table: WindowTable,
    config: FitConfig = CONFIG,
    epochs: int = 3,
    *,
    store: FitStore | None = None,
    held_out: HeldOut | None = None,
    on_epoch: Callable[[int, EpochRecord], None] | None = None,
) -> tuple[FitResult, Float32Array]:
    fitter = HeadFitter(_build, config)
    result = fitter.fit(
        _batches(table, config),
        epochs,
        name="a",
        store=store,
        held_out=held_out,
        on_epoch=on_epoch,
    )
    return result, fitter.predict(result.weights, table, np.arange(len(table.ends)))


def _held_out(table: WindowTable) -> HeldOut:
    chosen = np.flatnonzero(table.clips >= 8)
    return HeldOut(table, chosen, TARGETS[table.clips[chosen]])


def test_the_same_seed_gives_the_same_numbers(table: WindowTable) -> None:
    first, second = _fit(table), _fit(table)
    assert first[0].history == second[0].history
    np.testing.assert_array_equal(first[1], second[1])
    other = _fit(table, CONFIG.model_copy(update={"seed": 10}))
    assert not np.array_equal(first[1], other[1])


def test_a_fit_leaves_no_trace_in_the_next_one(table: WindowTable) -> None:
    fitter = HeadFitter(_build, CONFIG)
    alone = fitter.fit(_batches(table), 3, name="a")
    fitter.fit(_batches(table, CONFIG.model_copy(update={"batch": 4})), 4, name="b")
    again = fitter.fit(_batches(table), 3, name="c")
    assert alone.history == again.history == _fit(table)[0].history
    for one, other in zip(alone.weights, again.weights, strict=True):
        np.testing.assert_array_equal(one, other)


def test_each_fit_has_a_scale_of_its_own(table: WindowTable) -> None:
    def build() -> keras.Model:
        return build_head(HEAD, WINDOW, FEATURES, 2, np.ones(FEATURES, dtype=np.float32))

    fitter = HeadFitter(build, CONFIG)
    scale = np.array([0.5, 1.0, 2.0], dtype=np.float32)
    scaled = fitter.fit(_batches(table), 2, name="a", scale=scale)
    np.testing.assert_array_equal(
        fitter.head(scaled.weights).get_layer("scaled").get_weights()[0], scale
    )

    def build_scaled() -> keras.Model:
        return build_head(HEAD, WINDOW, FEATURES, 2, scale)

    assert (
        HeadFitter(build_scaled, CONFIG).fit(_batches(table), 2, name="b").history == scaled.history
    )


def test_members_are_fitted_each_by_itself(table: WindowTable) -> None:
    """A member whose logits are far off has no influence on how the others are fitted."""

    def build() -> keras.Model:
        return build_head(HEAD.model_copy(update={"members": 2}), WINDOW, FEATURES, 2)

    def build_with_one_far_off() -> keras.Model:
        head = build()
        layer = head.get_layer("member2_logits")
        kernel, bias = layer.get_weights()
        layer.set_weights([50.0 * kernel, bias + np.array([30.0, -30.0])])
        return head

    results = []
    for builder in (build, build_with_one_far_off):
        fitter = HeadFitter(builder, CONFIG)
        fitted = fitter.head(fitter.fit(_batches(table), 2, name="a").weights)
        results.append([fitted.get_layer(f"member{one}_logits").get_weights() for one in (1, 2)])
    (first, second), (same, other) = results
    for one, another in zip(first, same, strict=True):
        np.testing.assert_allclose(one, another, atol=1e-6)
    assert not np.allclose(second[0], other[0])


def test_it_learns(table: WindowTable) -> None:
    result, logits = _fit(table, epochs=25)
    assert result.epochs == 25
    assert result.history[-1]["loss"] < 0.5 * result.history[0]["loss"]
    assert (logits.argmax(axis=1) == TARGETS[table.clips]).mean() > 0.9


class _Cut(Exception):  # noqa: N818 - it stands for a kill
    pass


@pytest.mark.parametrize("cut_after", [1, 2, 4])
def test_a_fit_that_was_cut_off_ends_with_the_same_numbers(
    tmp_path: Path, table: WindowTable, cut_after: int
) -> None:
    undisturbed = _fit(table, epochs=5, held_out=_held_out(table))
    store = FitStore(tmp_path / "fits", "mark", interval_s=0.0)

    def cut(epoch: int, _: EpochRecord) -> None:
        if epoch > cut_after:
            raise _Cut

    with pytest.raises(_Cut):
        _fit(table, epochs=5, store=store, held_out=_held_out(table), on_epoch=cut)
    told: list[int] = []
    again = _fit(
        table,
        epochs=5,
        store=store,
        held_out=_held_out(table),
        on_epoch=lambda epoch, _: told.append(epoch),
    )
    assert told == list(range(cut_after + 1, 6))
    assert again[0].history == undisturbed[0].history
    assert again[0].epochs == undisturbed[0].epochs
    np.testing.assert_array_equal(again[1], undisturbed[1])
    # A fit that has ended is not fitted again.
    told.clear()
    third = _fit(table, epochs=5, store=store, held_out=_held_out(table))
    assert not told
    np.testing.assert_array_equal(third[1], undisturbed[1])


def test_it_stops_in_time_and_keeps_the_best_weights(
    tmp_path: Path, table: WindowTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    losses = iter([3.0, 2.0, 2.5, 2.4, 2.3])
    kept: list[list[Float32Array]] = []

    def loss(_: HeldOut, model: keras.Model) -> float:
        kept.append(model.get_weights())
        return next(losses)

    monkeypatch.setattr(HeldOut, "loss", loss)
    store = FitStore(tmp_path / "fits", "mark")
    result, _ = _fit(table, epochs=20, store=store, held_out=_held_out(table))
    assert result.epochs == 2
    assert [record["held_out_loss"] for record in result.history] == [3.0, 2.0, 2.5, 2.4, 2.3]
    finished = store.finished("a")
    assert isinstance(finished, FitState)
    for found, best, stored in zip(result.weights, kept[1], finished.best, strict=True):
        np.testing.assert_array_equal(found, best)
        np.testing.assert_array_equal(stored, best)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_loss_that_is_no_number_is_a_training_error(tmp_path: Path, bad: float) -> None:
    with pytest.raises(TrainingError, match="The loss is nan after epoch 1") as caught:
        _fit(write_table(tmp_path, shift=bad))
    assert caught.value.exit_code == 8
    assert caught.value.hint


def test_mixed_precision_fits_and_hands_back_a_float32_head(table: WindowTable) -> None:
    config = CONFIG.model_copy(update={"mixed_precision": True})
    result, logits = _fit(table, config, epochs=10)
    head = HeadFitter(_build, config).head(result.weights)
    assert head.get_layer("logits").compute_dtype == "float32"
    np.testing.assert_array_equal(predict_logits(head, table, np.arange(len(table.ends))), logits)
    assert keras.mixed_precision.dtype_policy().name == "float32"
    assert result.history[-1]["loss"] < result.history[0]["loss"]
    assert np.isfinite(logits).all()


def test_a_mirrored_strategy_fits_like_one_machine(table: WindowTable) -> None:
    plain, _ = _fit(table)
    mirrored, logits = _fit(table, CONFIG.model_copy(update={"distribute": "mirrored"}))
    # One processor is one replica: the same batches, so nearly the same losses.
    for one, other in zip(plain.history, mirrored.history, strict=True):
        assert other["loss"] == pytest.approx(one["loss"], rel=0.05)
    assert len(logits) == len(table.ends)


def test_the_scale_brings_inputs_to_one(tmp_path: Path) -> None:
    batches = _batches(write_table(tmp_path, scale=4.0))
    scale = input_scale(input_model(HeadConfig(), WINDOW, FEATURES), batches)
    assert scale.shape == (FEATURES,)
    values = []
    for inputs, _, _ in batches.epoch(0):
        for row, length in enumerate(inputs["length"].tolist()):
            values.append(inputs["features"][row, :length] * scale)
    np.testing.assert_allclose(np.sqrt((np.concatenate(values) ** 2).mean(axis=0)), 1.0, rtol=1e-4)


@pytest.mark.parametrize("epochs", [1, 2, 5, 9, 10, 25, 60])
def test_a_constant_rate_stays(epochs: int) -> None:
    assert {rate_factor("constant", epoch, epochs) for epoch in range(epochs)} == {1.0}


def test_a_cosine_rises_and_falls() -> None:
    found = [rate_factor("cosine", epoch, 30) for epoch in range(30)]
    # Three epochs of rising, from a quarter, then half a wave.
    np.testing.assert_allclose(found[:4], [0.25, 0.5, 0.75, 1.0])
    expected = 0.5 * (1.0 + np.cos(np.pi * np.arange(27) / 27))
    np.testing.assert_allclose(found[3:], expected)


@pytest.mark.parametrize("epochs", [1, 3, 10, 11, 60])
def test_a_cosine_learns_in_every_epoch_and_least_in_the_last(epochs: int) -> None:
    found = [rate_factor("cosine", epoch, epochs) for epoch in range(epochs)]
    assert all(0.0 < factor <= 1.0 for factor in found)
    assert found[-1] == min(found)
    if epochs > 1:
        assert max(found) == 1.0


def test_the_rate_follows_the_schedule(table: WindowTable) -> None:
    fitter = HeadFitter(_build, CONFIG.model_copy(update={"schedule": "cosine"}))
    rates: list[float] = []

    def told(_: int, __: EpochRecord) -> None:
        rates.append(float(fitter._trainer._optimizer.learning_rate.numpy()))

    fitter.fit(_batches(table), 10, name="a", on_epoch=told)
    expected = [CONFIG.learning_rate * rate_factor("cosine", epoch, 10) for epoch in range(10)]
    np.testing.assert_allclose(rates, expected, rtol=1e-6)
    # And the next fit starts anew.
    rates.clear()
    fitter.fit(_batches(table), 10, name="b", on_epoch=told)
    np.testing.assert_allclose(rates, expected, rtol=1e-6)


def test_without_patience_all_epochs_are_fitted(
    table: WindowTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HeldOut, "loss", lambda *_: 1.0)
    config = CONFIG.model_copy(update={"patience": 0})
    result, _ = _fit(table, config, epochs=5, held_out=_held_out(table))
    assert len(result.history) == 5
