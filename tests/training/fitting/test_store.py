"""What a fit leaves on the disk comes back whole or not at all."""

from pathlib import Path

import numpy as np
import pytest

from training.fitting.store import FitState, FitStore

STATE = FitState(
    epoch=3,
    best_epoch=2,
    history=({"loss": 1.0}, {"loss": 0.5}, {"loss": 0.75}),
    best=[np.arange(4, dtype=np.float32), np.array(2.0, dtype=np.float32)],
    variables=[np.arange(3, dtype=np.uint32), np.zeros((2, 2), dtype=np.float32)],
)


def test_a_state_comes_back_as_it_was(tmp_path: Path) -> None:
    store = FitStore(tmp_path / "fits", "mark")
    assert store.unfinished("a") is None
    store.keep("a", STATE)
    found = store.unfinished("a")
    assert found is not None
    assert (found.epoch, found.best_epoch, found.history) == (3, 2, STATE.history)
    for one, other in zip(
        [*found.best, *found.variables], [*STATE.best, *STATE.variables], strict=True
    ):
        np.testing.assert_array_equal(one, other)
        assert one.dtype == np.asarray(other).dtype
    assert store.finished("a") is None
    assert store.unfinished("b") is None


def test_an_ended_fit_leaves_no_state(tmp_path: Path) -> None:
    store = FitStore(tmp_path, "mark")
    store.keep("a", STATE)
    store.finish("a", STATE)
    assert store.unfinished("a") is None
    assert store.finished("a") is not None
    assert [path.name for path in tmp_path.iterdir()] == ["a.fit.npz"]


def test_other_clips_or_settings_find_nothing(tmp_path: Path) -> None:
    FitStore(tmp_path, "mark").finish("a", STATE)
    assert FitStore(tmp_path, "other").finished("a") is None


@pytest.mark.parametrize("keep", [0, 10, 0.5, -1])
def test_a_damaged_file_counts_as_missing(tmp_path: Path, keep: float) -> None:
    store = FitStore(tmp_path, "mark")
    store.finish("a", STATE)
    path = tmp_path / "a.fit.npz"
    content = path.read_bytes()
    end = int(len(content) * keep) if isinstance(keep, float) else keep
    path.write_bytes(content[:end])
    assert store.finished("a") is None


def test_states_are_written_now_and_then(tmp_path: Path) -> None:
    assert FitStore(tmp_path, "mark", interval_s=0.0).due()
    assert not FitStore(tmp_path, "mark", interval_s=1000.0).due()
