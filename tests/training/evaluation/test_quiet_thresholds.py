"""The threshold by false labels a minute, against counting them window by window."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from training.evaluation.thresholds import (
    TimedWindows,
    choose_quiet_threshold,
    shown_by_fold,
    shown_labels,
)
from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array

LABELS = ("a", "other", "b")
OTHER = LABELS.index("other")
GRID = [step / 100 for step in range(50, 96)]


@dataclass(frozen=True)
class Timed:
    """Windows, one each second."""

    clips: npt.NDArray[np.int64]
    times_s: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scene:
    """What a model says of some clips."""

    smoothed: Float32Array
    table: Timed
    targets: npt.NDArray[np.int64]

    def thresholds(self, false_per_minute: float) -> dict[str, Threshold]:
        """Return what is chosen."""
        return choose_quiet_threshold(
            self.smoothed, self.table, self.targets, LABELS, "other", false_per_minute
        )

    def false_per_minute(self, enter: float) -> float:
        """Return false beginnings a minute, counted window by window."""
        begun, windows = 0, 0
        for clip in np.flatnonzero(self.targets == OTHER):
            shown: int | None = None
            for row in self.smoothed[self.table.clips == clip]:
                before = shown
                if shown is not None and row[shown] < round(0.8 * enter, 2):
                    shown = None
                top = int(row.argmax())
                if row[top] >= (0.33 if top == OTHER else enter):
                    shown = None if top == OTHER else top
                windows += 1
                begun += shown is not None and shown != before
        return 60.0 * begun / windows


def _row(number: int, probability: float) -> list[float]:
    row = [(1.0 - probability) / 2.0] * 3
    row[number] = probability
    return row


def _scene(clips: Sequence[tuple[int, Sequence[tuple[int, float]]]]) -> Scene:
    """Return clips of a class, each with the most probable class of its windows."""
    rows = [_row(*window) for _, windows in clips for window in windows]
    owners = np.repeat(np.arange(len(clips)), [len(windows) for _, windows in clips])
    times_s = np.concatenate([np.arange(len(windows)) for _, windows in clips])
    targets = np.array([target for target, _ in clips])
    return Scene(
        np.array(rows, dtype=np.float32), Timed(owners, times_s.astype(np.float64)), targets
    )


def _by_hand() -> Scene:
    """Two minutes of background with five bursts of `a` and two of `b`."""
    calm = (OTHER, 0.805)
    a, b = 0, 2
    first = [calm] * 60
    first[0] = (a, 0.605)
    first[10:12] = [(a, 0.575), (a, 0.535)]  # One burst.
    first[20] = (a, 0.555)
    first[40] = (b, 0.755)
    # It goes on with the first window of the next clip, which is another beginning.
    first[59] = (a, 0.655)
    second = [calm] * 60
    second[0] = (a, 0.655)
    second[20] = (b, 0.525)
    exercises = [(a, [calm, (a, 0.955), calm]), (b, [(b, 0.855), (a, 0.905)])]
    return _scene([(OTHER, first), *exercises, (OTHER, second)])


@pytest.mark.parametrize(
    ("false_per_minute", "enter"),
    [
        (10.0, 0.50),  # All that is more likely than not.
        (3.5, 0.50),
        (3.0, 0.53),  # The weakest burst of `b` no more,
        (2.5, 0.56),  # then those of `a`, one by one,
        (2.0, 0.58),
        (1.5, 0.61),
        (1.0, 0.66),
        (0.5, 0.66),
        (0.4, 0.76),  # and the last one of `b`.
        (0.0, 0.76),
    ],
)
def test_by_hand(false_per_minute: float, enter: float) -> None:
    thresholds = _by_hand().thresholds(false_per_minute)
    assert thresholds["a"].enter == thresholds["b"].enter == enter


def _random_scene(seed: int) -> Scene:
    rng = np.random.default_rng(seed)
    clips = []
    for _ in range(24):
        target = int(rng.integers(3))
        steady = rng.random(int(rng.integers(2, 9))) < 0.6
        named = np.where(steady, target, rng.integers(3, size=len(steady)))
        # Beside the grid, so that rounding decides nothing.
        sure = rng.integers(35, 95, len(steady)) / 100 + 0.005
        clips.append((target, list(zip(named.tolist(), sure.tolist(), strict=True))))
    return _scene([*clips, *((number, [(number, 0.905)] * 2) for number in range(3))])


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("false_per_minute", [0.0, 2.0, 6.0, 1000.0])
def test_it_is_quiet_enough_and_a_step_lower_is_not(seed: int, false_per_minute: float) -> None:
    scene = _random_scene(seed)
    enter = scene.thresholds(false_per_minute)["a"].enter
    if enter < max(GRID):
        assert scene.false_per_minute(enter) <= false_per_minute
    if enter > min(GRID):
        assert scene.false_per_minute(round(enter - 0.01, 2)) > false_per_minute


def test_leaving_is_easier_than_entering_and_the_background_needs_no_certainty() -> None:
    thresholds = _by_hand().thresholds(1.0)
    assert list(thresholds) == list(LABELS)
    assert thresholds["other"].enter == 0.33
    for threshold in thresholds.values():
        assert threshold.leave == pytest.approx(0.8 * threshold.enter, abs=0.006)


def test_without_background_all_that_is_more_likely_than_not_is_shown() -> None:
    scene = _scene([(0, [(0, 0.705)] * 3), (2, [(2, 0.605)] * 3)])
    assert scene.thresholds(0.5)["a"].enter == 0.50


def test_where_no_threshold_is_quiet_it_is_the_highest() -> None:
    scene = _scene([(0, [(0, 0.705)] * 3), (OTHER, [(2, 0.985), (OTHER, 0.805)])])
    assert scene.thresholds(1.0)["b"].enter == 0.95


def test_what_is_shown_is_what_the_apps_decider_shows() -> None:
    rows = {
        # Shown, lost below `leave`, shown again: one clip of `a` that was seen.
        0: [[0.9, 0.1, 0.0], [0.5, 0.5, 0.0], [0.9, 0.1, 0.0]],
        # Never reaches its threshold.
        1: [[0.6, 0.4, 0.0], [0.6, 0.4, 0.0], [0.6, 0.4, 0.0]],
        # Background that is taken for `b` twice, and once keeps it through hysteresis.
        2: [[0.0, 0.1, 0.9], [0.1, 0.3, 0.6], [0.0, 0.9, 0.1], [0.0, 0.1, 0.9]],
        3: [[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]],
    }
    clips = np.array([clip for clip, of in rows.items() for _ in of])
    smoothed = np.array([row for of in rows.values() for row in of], dtype=np.float32)
    table = Timed(clips, np.concatenate([np.arange(len(of), dtype=float) for of in rows.values()]))
    thresholds = {
        "a": Threshold(enter=0.8, leave=0.55),
        "b": Threshold(enter=0.8, leave=0.55),
        "other": Threshold(enter=0.3, leave=0.2),
    }
    shown = shown_labels(
        smoothed, table, np.array([0, 0, OTHER, OTHER]), LABELS, thresholds, "other"
    )
    # No clip of `b`: the mean is over `a` alone. Two beginnings in six seconds of background.
    assert shown.recall == shown.clip_recall == 0.5
    assert shown.false_per_minute == pytest.approx(20.0)


def test_each_fold_is_shown_at_what_the_others_chose() -> None:
    scene = _random_scene(3)
    folds = np.arange(len(scene.targets)) % 2
    asked = []

    def choose(smoothed: Float32Array, table: TimedWindows) -> dict[str, Threshold]:
        of = set((table.clips % 2).tolist())
        asked.append(of)
        assert len(smoothed) == len(table.clips) == np.isin(scene.table.clips % 2, list(of)).sum()
        enter = 0.6 if of == {1} else 0.9
        return {label: Threshold(enter=enter, leave=0.5) for label in LABELS}

    found = shown_by_fold(
        scene.smoothed, scene.table, scene.targets, folds, LABELS, "other", choose
    )
    assert asked == [{1}, {0}]  # the first fold at what the second chose, and so on
    begins, minutes, seen = 0.0, 0.0, np.zeros(len(scene.targets), dtype=bool)
    for fold, enter in ((0, 0.6), (1, 0.9)):
        own = folds[scene.table.clips] == fold
        thresholds = {label: Threshold(enter=enter, leave=0.5) for label in LABELS}
        part = Timed(scene.table.clips[own], scene.table.times_s[own])
        alone = shown_labels(scene.smoothed[own], part, scene.targets, LABELS, thresholds, "other")
        length = (scene.targets[part.clips] == OTHER).sum() / 60.0
        begins += alone.false_per_minute * length
        minutes += length
        for clip in set(part.clips.tolist()):
            one = part.clips == clip
            single = shown_labels(
                scene.smoothed[own][one],
                Timed(np.zeros(one.sum(), dtype=np.int64), part.times_s[one]),
                scene.targets[[clip]],
                LABELS,
                thresholds,
                "other",
            )
            seen[clip] = single.clip_recall == 1.0
    assert found.false_per_minute == pytest.approx(begins / minutes)
    assert found.clip_recall == pytest.approx(seen[scene.targets != OTHER].mean())
