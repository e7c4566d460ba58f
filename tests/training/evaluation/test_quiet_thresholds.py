"""Thresholds by false labels a minute, against trying out every choice of them."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pytest

from training.evaluation.thresholds import choose_quiet_thresholds, shown_labels
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

    @property
    def background_minutes(self) -> float:
        """Length of the background."""
        return float((self.targets[self.table.clips] == OTHER).sum()) / 60.0

    def thresholds(self, false_per_minute: float) -> dict[str, Threshold]:
        """Return what is chosen."""
        return choose_quiet_thresholds(
            self.smoothed, self.table, self.targets, LABELS, "other", false_per_minute
        )

    def outcome(self, number: int, enter: float) -> tuple[float, float]:
        """Return false beginnings a minute and the share of own clips at which it is shown."""
        begun, shown_in, own = 0, 0, 0
        for clip, target in enumerate(self.targets.tolist()):
            rows = self.smoothed[self.table.clips == clip]
            shown = [row.argmax() == number and row[number] >= enter for row in rows]
            if target == number:
                own += 1
                shown_in += any(shown)
            elif target == OTHER:
                begun += sum(
                    now and not before for before, now in itertools.pairwise([False, *shown])
                )
        return begun / self.background_minutes, shown_in / own

    def every_choice(self) -> Iterator[tuple[float, float]]:
        """Yield false beginnings a minute and the sum of shares, of all choices."""
        outcomes = [{self.outcome(number, enter) for enter in GRID} for number in (0, 2)]
        for (false_a, share_a), (false_b, share_b) in itertools.product(*outcomes):
            yield false_a + false_b, share_a + share_b

    def outcome_of(self, thresholds: dict[str, Threshold]) -> tuple[float, float]:
        """Return the same of chosen thresholds."""
        both = [self.outcome(number, thresholds[LABELS[number]].enter) for number in (0, 2)]
        return both[0][0] + both[1][0], both[0][1] + both[1][1]


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
    """Two minutes of background with six bursts of `a` and three of `b`."""
    calm = (OTHER, 0.805)
    a, b = 0, 2
    first = [calm] * 60
    first[0] = (a, 0.605)
    first[10:12] = [(a, 0.535), (a, 0.575)]  # One burst, which begins later if it must be surer.
    first[20] = first[30] = (a, 0.555)
    first[40] = (b, 0.755)
    # It goes on with the first window of the next clip, which is another beginning.
    first[59] = (a, 0.535)
    second = [calm] * 60
    second[0] = (a, 0.535)
    second[20] = second[40] = (b, 0.515)
    exercises = [
        *((a, [calm, (a, peak), calm]) for peak in (0.955, 0.755, 0.605, 0.605, 0.565, 0.545)),
        *((b, [(b, peak), (a, 0.905)]) for peak in (0.855, 0.705, 0.655, 0.525)),
    ]
    return _scene([(OTHER, first), *exercises, (OTHER, second)])


@pytest.mark.parametrize(
    ("false_per_minute", "a", "b"),
    [
        # All is shown that can be, as strictly as that allows.
        (10.0, 0.54, 0.52),
        (2.5, 0.54, 0.52),
        # One of six clips of `a` for two weak bursts; `b` would cost three of four for one.
        (2.0, 0.56, 0.52),
        (1.0, 0.60, 0.52),
        (0.5, 0.75, 0.52),
        # Never a false one.
        (0.0, 0.75, 0.85),
    ],
)
def test_by_hand(false_per_minute: float, a: float, b: float) -> None:
    scene = _by_hand()
    thresholds = scene.thresholds(false_per_minute)
    found = scene.outcome_of(thresholds)
    assert found[0] <= false_per_minute
    best = max(share for false, share in scene.every_choice() if false <= false_per_minute)
    assert found[1] == pytest.approx(best)
    assert (thresholds["a"].enter, thresholds["b"].enter) == (a, b)


def test_what_goes_on_in_the_next_clip_begins_there_anew() -> None:
    calm = [(OTHER, 0.805)] * 59
    own = [(0, [(0, peak)]) for peak in (0.505, 0.705)]
    twice = [(OTHER, [*calm, (0, 0.605)]), (OTHER, [(0, 0.605), *calm])]
    once = [(OTHER, [*calm, (0, 0.605), (0, 0.605), *calm])]
    never = (2, [(2, 0.905)])
    # One beginning in two minutes is allowed, two are not.
    assert _scene([*once, *own, never]).thresholds(0.6)["a"].enter == 0.50
    assert _scene([*twice, *own, never]).thresholds(0.6)["a"].enter == 0.70


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
def test_no_other_choice_shows_more_for_as_few_false_ones(
    seed: int, false_per_minute: float
) -> None:
    scene = _random_scene(seed)
    false, share = scene.outcome_of(scene.thresholds(false_per_minute))
    choices = list(scene.every_choice())
    least = min(choice[0] for choice in choices)
    assert false <= max(false_per_minute, least) + 1e-9
    assert share == pytest.approx(max(s for f, s in choices if f <= false + 1e-9))


def test_leaving_is_easier_than_entering_and_the_background_needs_no_certainty() -> None:
    thresholds = _by_hand().thresholds(1.0)
    assert list(thresholds) == list(LABELS)
    assert thresholds["other"].enter == 0.33
    for threshold in thresholds.values():
        assert threshold.leave == pytest.approx(0.8 * threshold.enter, abs=0.006)


def test_without_background_all_is_shown() -> None:
    scene = _scene([(0, [(0, 0.705)] * 3), (2, [(2, 0.605)] * 3)])
    thresholds = scene.thresholds(0.5)
    assert (thresholds["a"].enter, thresholds["b"].enter) == (0.70, 0.60)


def test_a_label_that_no_clip_has_is_never_shown() -> None:
    scene = _scene([(0, [(0, 0.705)] * 3), (OTHER, [(2, 0.905), (OTHER, 0.805)])])
    assert scene.thresholds(100.0)["b"].enter == 0.95


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
    assert shown.recall == 0.5
    assert shown.false_per_minute == pytest.approx(20.0)
