"""Windows of landmarks for a fit: every clip equally, varied, at any tempo, replayable."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.training.features.builders import write_entry
from training.augmentation.body_config import BodyAugmentConfig
from training.config import FitConfig
from training.features.sequences import BodySequence
from training.features.windows import SeenClip, WindowTable, clip_windows, join_windows
from training.fitting.batches import Batch
from training.fitting.body_batches import BodyBatches
from training.synthesis.windows import SyntheticWindows
from vidclf_app.core.body import BODY_VECTOR_SIZE, split_vectors
from vidclf_app.core.body_features import BODY_FEATURES, body_features

WINDOW, MIN_FRAMES, RATE_HZ = 8, 3, 10.0
DENSE = 3
LABELS = ("squat", "plank")
TARGETS = np.array([0, 1, 0, 0], dtype=np.int64)
CONFIG = FitConfig(batch=4, windows_per_clip=3, seed=9)
OFF: dict[str, Any] = {
    "tempo": (1.0, 1.0),
    "back_and_forth": 0.0,
    "mirror": False,
    "pitch_deg": 0.0,
    "roll_deg": 0.0,
    "depth": 0.0,
    "space_noise_m": 0.0,
    "picture_noise": 0.0,
}


def _sequence(clip: int, frames: int) -> BodySequence:
    """Return a clip whose score tells the clip, and the first visibility the frame."""
    rng = np.random.default_rng(clip)
    vectors = rng.normal(size=(frames, BODY_VECTOR_SIZE)).astype(np.float32)
    split_vectors(vectors)[0][:, 0, 2] = np.arange(frames)
    vectors[:, -1] = clip
    return BodySequence(vectors, RATE_HZ * DENSE)


SEQUENCES = tuple(_sequence(clip, frames) for clip, frames in enumerate((60, 30, 1, 9)))


def _raw(windows: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    return windows


@pytest.fixture
def table(tmp_path: Path) -> WindowTable:
    """Return a table that leaves windows as they are, so that their frames can be told."""
    return _table(tmp_path)


def _table(folder: Path, turn: Any = _raw, features: int = BODY_VECTOR_SIZE) -> WindowTable:
    times_s = np.arange(5) / RATE_HZ
    entry = write_entry(folder, "a", SEQUENCES[0].vectors[:5], times_s)
    windows = clip_windows(times_s, WINDOW, RATE_HZ, MIN_FRAMES)
    return join_windows([SeenClip(entry, windows, 0, 0)], WINDOW, turn, features)


def _batches(
    table: WindowTable,
    clips: tuple[int, ...] = (0, 1, 3),
    config: FitConfig = CONFIG,
    labels: tuple[str, ...] = LABELS,
    **augment: Any,
) -> BodyBatches:
    return BodyBatches(
        table,
        SEQUENCES,
        np.array(clips, dtype=np.int64),
        TARGETS,
        labels,
        MIN_FRAMES,
        RATE_HZ,
        config,
        BodyAugmentConfig(**{**OFF, **augment}),
    )


def _windows_of(batches: BodyBatches, epochs: int = 1) -> list[tuple[np.ndarray, int, int]]:
    """Return each window's valid frames, its length and its class."""
    return [
        (window[:length], length, target)
        for number in range(epochs)
        for inputs, targets, _ in batches.epoch(number)
        for window, length, target in zip(
            inputs["features"], inputs["length"].tolist(), targets.tolist(), strict=True
        )
    ]


def _frames(window: np.ndarray) -> np.ndarray:
    """Return the places in its clip that a window's frames are of."""
    return split_vectors(np.ascontiguousarray(window))[0][:, 0, 2]


def _same(one: Batch, other: Batch) -> bool:
    return all(
        np.array_equal(a, b)
        for a, b in zip(
            (one[0]["features"], one[0]["length"], *one[1:]),
            (other[0]["features"], other[0]["length"], *other[1:]),
            strict=True,
        )
    )


def test_the_same_epoch_gives_the_same_batches(table: WindowTable) -> None:
    varied: dict[str, Any] = {"mirror": True, "space_noise_m": 0.1, "back_and_forth": 0.5}
    first, again = _batches(table, **varied), _batches(table, **varied)
    epoch = list(first.epoch(2))
    assert len(epoch) == first.steps == 3
    assert all(_same(one, two) for one, two in zip(epoch, again.epoch(2), strict=True))
    assert not _same(epoch[0], next(first.epoch(3)))
    other = _batches(table, config=CONFIG.model_copy(update={"seed": 10}), **varied)
    assert not _same(epoch[0], next(other.epoch(2)))


def test_every_clip_gives_the_same_number_of_windows(table: WindowTable) -> None:
    found = _windows_of(_batches(table))
    assert Counter(round(float(window[0, -1])) for window, _, _ in found) == {0: 3, 1: 3, 3: 3}
    assert all(TARGETS[round(float(window[0, -1]))] == target for window, _, target in found)


def test_a_single_frame_is_no_movement(table: WindowTable) -> None:
    # Clip 2 has one.
    with_it = _batches(table, clips=(0, 2))
    assert with_it.steps == 1
    assert {round(float(window[0, -1])) for window, _, _ in _windows_of(with_it)} == {0}


def test_batches_have_the_types_of_a_fit_and_zeros_behind(table: WindowTable) -> None:
    noisy = _batches(table, space_noise_m=0.1, pitch_deg=5.0)
    lengths = []
    for inputs, targets, weights in noisy.epoch(0):
        assert inputs["features"].dtype == weights.dtype == np.float32
        assert inputs["length"].dtype == np.int32
        assert targets.dtype == np.int64
        assert len(inputs["features"]) == len(targets) == len(weights) <= CONFIG.batch
        for window, length in zip(inputs["features"], inputs["length"].tolist(), strict=True):
            assert window[:length].any(axis=-1).all()
            assert not window[length:].any()
            lengths.append(length)
    assert min(lengths) < max(lengths)


@pytest.mark.parametrize("back_and_forth", [0.0, 0.5, 1.0])
def test_windows_are_as_long_as_the_apps(table: WindowTable, back_and_forth: float) -> None:
    batches = _batches(table, tempo=(0.5, 2.0), back_and_forth=back_and_forth)
    lengths = [length for _, length, _ in _windows_of(batches, 20)]
    assert min(lengths) == MIN_FRAMES
    assert max(lengths) == WINDOW


def test_the_share_of_short_windows(table: WindowTable) -> None:
    for partial in (0.0, 1.0, 0.5):
        config = CONFIG.model_copy(update={"partial": partial, "windows_per_clip": 100})
        batches = _batches(table, (0, 1), config, back_and_forth=0.5)
        lengths = np.array([length for _, length, _ in _windows_of(batches)])
        # Of the short ones, one in six is as long as a full one.
        assert (lengths < WINDOW).mean() == pytest.approx(partial * 5 / 6, abs=0.1)


@pytest.mark.parametrize("back_and_forth", [0.0, 1.0])
def test_windows_run_at_the_models_rate(table: WindowTable, back_and_forth: float) -> None:
    turned = 0
    for window, length, _ in _windows_of(_batches(table, (0, 1), back_and_forth=back_and_forth), 9):
        steps = np.diff(_frames(window))
        turned += int((steps < 0).any())
        if not back_and_forth:
            np.testing.assert_allclose(steps, DENSE, atol=1e-3)
        last = len(SEQUENCES[round(float(window[0, -1]))].vectors) - 1
        assert 0.0 <= _frames(window).min() <= _frames(window).max() <= last
        assert length == len(window)
    assert bool(turned) == bool(back_and_forth)


def test_the_tempo_stays_within_its_bounds(table: WindowTable) -> None:
    found = _windows_of(_batches(table, (0,), tempo=(0.5, 2.0)), 60)
    tempos = np.array([np.diff(_frames(window)).mean() / DENSE for window, _, _ in found])
    assert 0.5 <= tempos.min() < 0.6
    assert 1.7 < tempos.max() <= 2.001
    # As often slower as faster.
    assert np.median(tempos) == pytest.approx(1.0, rel=0.15)


def test_a_clip_too_short_for_its_tempo_is_repeated(table: WindowTable) -> None:
    # Nine dense frames are three of the model's, but two at twice the tempo.
    for window, length, _ in _windows_of(_batches(table, (3,), tempo=(2.0, 2.0)), 5):
        assert MIN_FRAMES <= length <= WINDOW
        assert (np.abs(np.diff(_frames(window)) - 2 * DENSE) > 1e-3).any()


@pytest.mark.parametrize(
    ("balance", "counts", "weights"),
    [
        ("weights", [6, 3], [0.75, 1.5]),
        ("roots", [6, 3], [np.sqrt(0.75), np.sqrt(1.5)]),
        ("oversample", [6, 6], [1.0, 1.0]),
        ("none", [6, 3], [1.0, 1.0]),
    ],
)
def test_balance(table: WindowTable, balance: str, counts: list[int], weights: list[float]) -> None:
    config = CONFIG.model_copy(update={"balance": balance})
    found = np.zeros(2)
    for _, targets, told in _batches(table, config=config).epoch(0):
        found += np.bincount(targets, minlength=2)
        np.testing.assert_allclose(told, np.array(weights)[targets], rtol=1e-6)
    assert found.tolist() == counts


@pytest.fixture
def few_made_up(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make up 4 windows of a label in place of hundreds, which take seconds."""
    from training.synthesis import windows

    monkeypatch.setattr(windows, "_PER_EXERCISE", 4)
    monkeypatch.setattr(windows, "_PER_OTHER", 8)
    windows._bank.cache_clear()
    yield
    windows._bank.cache_clear()


@pytest.mark.usefixtures("few_made_up")
def test_a_share_of_each_batch_is_made_up(table: WindowTable) -> None:
    config = CONFIG.model_copy(update={"batch": 8, "windows_per_clip": 4})
    batches = _batches(table, config=config, synthetic=0.5, space_noise_m=0.1)
    epoch = list(batches.epoch(0))
    assert len(epoch) == batches.steps == 3
    made_up = []
    for inputs, targets, weights in epoch:
        assert len(targets) == len(weights) == 8
        scores = inputs["features"][:, 0, -1]
        # Real windows are varied; the others stand behind them as they were made up, in full.
        assert not (scores[4:] != 1.0).any()
        assert inputs["length"][4:].tolist() == [WINDOW] * 4
        made_up += targets[4:].tolist()
    assert set(made_up) == {0, 1}


@pytest.mark.usefixtures("few_made_up")
def test_a_last_batch_too_small_for_its_share_has_none(table: WindowTable) -> None:
    # 9 windows, 4 to a batch: the last one is alone, and a fifth of it is nothing.
    config = CONFIG.model_copy(update={"batch": 5})
    sizes = [
        len(targets) for _, targets, _ in _batches(table, config=config, synthetic=0.2).epoch(0)
    ]
    assert sizes == [5, 5, 1]


@pytest.mark.usefixtures("few_made_up")
def test_labels_that_the_synthesis_does_not_know_are_learnt_from_clips_alone(
    table: WindowTable,
) -> None:
    batches = _batches(table, labels=("hop", "skip"), synthetic=0.5)
    assert sum(len(targets) for _, targets, _ in batches.epoch(0)) == 9


@pytest.mark.usefixtures("few_made_up")
def test_made_up_windows_have_the_classes_of_their_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    # Enough for forms that are rare, such as held squats, to be rare.
    monkeypatch.setattr("training.synthesis.windows._PER_EXERCISE", 60)
    labels = ("hop", "squat", "plank")
    windows, targets = SyntheticWindows(labels, WINDOW, RATE_HZ, 3).draw(
        200, np.random.default_rng(0)
    )
    assert windows.shape == (200, WINDOW, BODY_VECTOR_SIZE)
    assert windows.dtype == np.float32
    assert set(targets.tolist()) == {1, 2}
    assert np.isfinite(windows).all()
    # Squats go up and down, planks don't.
    hips_y = split_vectors(windows)[0][:, :, [23, 24], 1].mean(axis=-1)
    moved = np.ptp(hips_y, axis=1) / np.ptp(split_vectors(windows)[0][..., 1], axis=(1, 2))
    assert np.median(moved[targets == 1]) > 2 * np.median(moved[targets == 2])


@pytest.mark.usefixtures("few_made_up")
def test_made_up_windows_can_show_a_part_back_and_forth() -> None:
    def shown(share: float) -> list[list[int]]:
        """For each of 200 windows, the place of each frame in what was made up."""
        synthetic = SyntheticWindows(("squat",), 20, 10.0, 3, share)
        places = {
            frame.tobytes(): place for one in synthetic._banks[0] for place, frame in enumerate(one)
        }
        windows, _ = synthetic.draw(200, np.random.default_rng(0))
        return [[places[frame.tobytes()] for frame in window] for window in windows]

    assert shown(0.0) == [list(range(20))] * 200
    parts = np.array(shown(1.0))
    assert set(np.abs(np.diff(parts)).ravel().tolist()) == {1}  # back and forth, without a jump
    # 0.7 to 1.3 s at 10 Hz; of the longest, a window does not always show both ends.
    assert set(np.ptp(parts, axis=1).tolist()) <= set(range(7, 14))
    assert {7, 12} < set(np.ptp(parts, axis=1).tolist())
    assert parts.min() == 0
    assert parts.max() == 19
    whole = sum(one == list(range(20)) for one in shown(0.5))
    assert whole == pytest.approx(100, abs=30)


@pytest.mark.usefixtures("few_made_up")
def test_a_part_is_never_longer_than_the_window_nor_a_single_frame() -> None:
    for window, rate_hz in ((6, 10.0), (20, 0.5)):
        windows, _ = SyntheticWindows(("squat",), window, rate_hz, 3, 1.0).draw(
            20, np.random.default_rng(0)
        )
        for one in windows:
            assert 2 <= len(np.unique(one, axis=0)) <= window


@pytest.mark.usefixtures("few_made_up")
def test_other_is_made_up_more_often_than_an_exercise() -> None:
    labels = ("squat", "plank", "other")
    _, targets = SyntheticWindows(labels, WINDOW, RATE_HZ, 3).draw(600, np.random.default_rng(0))
    counts = np.bincount(targets)
    assert counts[2] == pytest.approx(514, abs=50)
    assert counts[0] == pytest.approx(43, abs=30)


def test_a_head_reads_body_features(tmp_path: Path) -> None:
    table = _table(tmp_path, body_features, BODY_FEATURES)
    raw = _table(tmp_path)
    for (told, _, _), (inputs, _, _) in zip(
        _batches(table).epoch(0), _batches(raw).epoch(0), strict=True
    ):
        lengths = inputs["length"].astype(np.int64)
        np.testing.assert_array_equal(told["features"], body_features(inputs["features"], lengths))


def _frames_of(window: np.ndarray) -> np.ndarray:
    """Return (clip, frame) of each of a window's frames, as `_sequence` marks them."""
    return np.stack([window[:, -1], split_vectors(window)[0][:, 0, 2]], axis=1)


def _with_background(table: WindowTable, **augment: Any) -> BodyBatches:
    config = FitConfig(batch=8, windows_per_clip=40, seed=9, partial=0.0)
    return BodyBatches(
        table,
        SEQUENCES,
        np.array([0, 1], dtype=np.int64),
        TARGETS,
        ("squat", "plank", "other"),
        MIN_FRAMES,
        RATE_HZ,
        config,
        BodyAugmentConfig(**{**OFF, **augment}),
        "other",
    )


def test_a_body_that_keeps_still_is_background_unless_its_label_is_a_posture(
    table: WindowTable,
) -> None:
    held = _with_background(table, still=0.5, held_labels=("plank",))
    still = {0: Counter[str](), 1: Counter[str]()}
    for frames, _, target in _windows_of(held):
        clip = int(_frames_of(frames)[0, 0])
        keeps = len(np.unique(_frames_of(frames), axis=0)) == 1
        assert target == (2 if keeps else TARGETS[clip])
        still[clip]["still" if keeps else "moves"] += 1
    assert 0.3 < still[0]["still"] / still[0].total() < 0.7
    assert not still[1]["still"]


def test_a_movement_that_begins_late_keeps_its_label_and_enough_of_itself(
    table: WindowTable,
) -> None:
    late = _with_background(table, late_start=1.0)
    before = Counter[str]()
    for frames, length, target in _windows_of(late):
        marks = _frames_of(frames)
        clip = int(marks[-1, 0])
        assert target == TARGETS[clip]
        # The movement is what runs on to the end, frame by frame.
        steps = (marks[1:, 0] == clip) & (marks[1:, 1] > marks[:-1, 1]) & (marks[:-1, 0] == clip)
        run = length - 1 - (np.flatnonzero(~steps).max() if (~steps).any() else -1)
        assert run >= MIN_FRAMES
        start = length - run
        if start > 1:
            still = len(np.unique(marks[:start], axis=0)) == 1
            before["still" if still else "another"] += 1
    assert before["still"] > 10
    assert before["another"] > 10
