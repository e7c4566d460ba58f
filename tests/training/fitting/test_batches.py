"""Drawing windows: every clip equally, replayable epoch by epoch."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.fitting.builders import MIN_FRAMES, TARGETS, WINDOW, write_table
from training.config import FitConfig
from training.features.windows import WindowTable
from training.fitting.batches import WindowBatches, balanced_weights

CONFIG = FitConfig(batch=8, windows_per_clip=3, seed=9)


@pytest.fixture
def table(tmp_path: Path) -> WindowTable:
    """Return the windows of twelve clips."""
    return write_table(tmp_path)


def _batches(
    table: WindowTable, config: FitConfig = CONFIG, clips: list[int] | None = None
) -> WindowBatches:
    chosen = np.array(clips if clips is not None else range(len(TARGETS)), dtype=np.int64)
    return WindowBatches(table, chosen, TARGETS, 2, MIN_FRAMES, config)


def test_batches_hold_every_clip_equally_and_repeat(table: WindowTable) -> None:
    first, second = _batches(table), _batches(table)
    counts = np.zeros(2)
    epoch = list(first.epoch(4))
    assert len(epoch) == first.steps == 5
    for (inputs, targets, weights), (again, _, _) in zip(epoch, second.epoch(4), strict=True):
        np.testing.assert_array_equal(inputs["features"], again["features"])
        assert inputs["features"].shape[1:] == (WINDOW, 3)
        assert inputs["length"].dtype == np.int32
        assert inputs["length"].min() >= MIN_FRAMES
        assert inputs["length"].max() <= WINDOW
        for row, length in enumerate(inputs["length"].tolist()):
            assert inputs["features"][row, :length].any()
            assert not inputs["features"][row, length:].any()
        counts += np.bincount(targets, minlength=2)
        assert (weights == 1.0).all()
    assert counts.tolist() == [18, 18]


def test_another_epoch_and_another_seed_draw_others(table: WindowTable) -> None:
    batches = _batches(table)
    one = next(batches.epoch(0))[0]["features"]
    assert not np.array_equal(one, next(batches.epoch(1))[0]["features"])
    other = _batches(table, CONFIG.model_copy(update={"seed": 10}))
    assert not np.array_equal(one, next(other.epoch(0))[0]["features"])


def test_all_views_are_drawn(tmp_path: Path) -> None:
    batches = _batches(
        write_table(tmp_path, views=2), CONFIG.model_copy(update={"windows_per_clip": 20})
    )
    firsts = np.concatenate([inputs["features"][:, 0, 0] for inputs, _, _ in batches.epoch(0)])
    assert 0.35 < (firsts > 5.0).mean() < 0.65


@pytest.mark.parametrize(
    ("balance", "counts", "weights"),
    [
        ("weights", [12, 6], {0.75, 1.5}),
        ("roots", [12, 6], {float(np.sqrt(np.float32(share))) for share in (0.75, 1.5)}),
        ("oversample", [12, 12], {1.0}),
        ("none", [12, 6], {1.0}),
    ],
)
def test_balance(table: WindowTable, balance: str, counts: list[int], weights: set[float]) -> None:
    config = CONFIG.model_copy(update={"balance": balance})
    found = np.zeros(2)
    told: set[float] = set()
    for _, targets, class_weights in _batches(table, config, [0, 2, 4, 6, 1, 3]).epoch(0):
        found += np.bincount(targets, minlength=2)
        told |= set(class_weights.tolist())
    assert found.tolist() == counts
    assert told == weights


def test_class_weights() -> None:
    weights = balanced_weights(np.array([0, 0, 0, 2]), 3)
    np.testing.assert_allclose(weights, [2 / 3, 0.0, 2.0])
