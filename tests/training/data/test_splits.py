"""Splits: no group is ever on both sides, and classes are spread evenly."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.data.clips import Clip
from training.data.csv_table import Side
from training.data.splits import (
    Split,
    duplicates_across,
    group_folds,
    hold_out_groups,
    leaking_groups,
    official_split,
    oversample,
    stratified_folds,
)
from training.errors import DatasetError

CLIPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 12).map(str)), min_size=8, max_size=80
).filter(
    lambda rows: (
        len({group for _, group in rows}) >= 4
        and max(Counter(label for label, _ in rows).values()) >= 4
    )
)


@settings(max_examples=60, deadline=None)
@given(rows=CLIPS, folds=st.integers(2, 4), seed=st.integers(0, 5))
def test_no_group_is_on_both_sides_and_every_clip_is_tested_once(
    rows: list[tuple[str, str]], folds: int, seed: int
) -> None:
    labels, groups = [label for label, _ in rows], [group for _, group in rows]
    splits = group_folds(labels, groups, folds, seed)
    names = np.array(groups)
    assert len(splits) == folds
    for split in splits:
        assert not set(names[split.train]) & set(names[split.test])
        assert sorted([*split.train, *split.test]) == list(range(len(rows)))
    assert sorted(np.concatenate([split.test for split in splits])) == list(range(len(rows)))


@settings(max_examples=40, deadline=None)
@given(rows=CLIPS, seed=st.integers(0, 5))
def test_the_held_out_part_shares_no_group_either(rows: list[tuple[str, str]], seed: int) -> None:
    names = np.array([group for _, group in rows])
    split = hold_out_groups([label for label, _ in rows], names.tolist(), 0.2, seed)
    assert len(split.train) > 0
    assert len(split.test) > 0
    assert not set(names[split.train]) & set(names[split.test])


def test_the_same_seed_gives_the_same_folds() -> None:
    labels, groups = list("ab" * 20), [str(number // 4) for number in range(40)]
    first, second = (group_folds(labels, groups, 3, seed=7) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        np.testing.assert_array_equal(one.test, other.test)


def test_fewer_groups_than_folds() -> None:
    with pytest.raises(DatasetError, match="2 groups, too few for 5 folds"):
        group_folds(list("abab"), list("ggrr"), 5, seed=1)


def test_one_group_can_not_be_divided() -> None:
    with pytest.raises(DatasetError, match="1 groups, too few"):
        hold_out_groups(list("abab"), list("gggg"), 0.2, seed=1)


def test_fewer_clips_than_folds_in_every_class() -> None:
    with pytest.raises(DatasetError, match="more than 2 clips, too few for 3 folds"):
        group_folds(list("abcabc"), list("ghijkl"), 3, seed=1)


@settings(max_examples=40, deadline=None)
@given(
    labels=st.lists(st.sampled_from("abc"), min_size=6, max_size=60).filter(
        lambda labels: max(Counter(labels).values()) >= 4
    ),
    folds=st.integers(2, 4),
)
def test_stratified_folds_spread_every_class_evenly(labels: list[str], folds: int) -> None:
    splits = stratified_folds(labels, folds, seed=3)
    names = np.array(labels)
    assert sorted(np.concatenate([split.test for split in splits])) == list(range(len(labels)))
    for split in splits:
        assert sorted([*split.train, *split.test]) == list(range(len(labels)))
    for label in set(labels):
        counts = [int((names[split.test] == label).sum()) for split in splits]
        assert max(counts) - min(counts) <= 1


def test_stratified_folds_do_not_follow_the_order_of_the_clips() -> None:
    first, other = (stratified_folds(list("a" * 20 + "b" * 20), 4, seed) for seed in (1, 2))
    again = stratified_folds(list("a" * 20 + "b" * 20), 4, 1)
    assert [split.test.tolist() for split in first] == [split.test.tolist() for split in again]
    assert [split.test.tolist() for split in first] != [split.test.tolist() for split in other]
    for split in first:
        assert Counter(split.test < 20) == {True: 5, False: 5}


def test_fewer_clips_than_folds() -> None:
    with pytest.raises(DatasetError, match="more than 2 clips, too few for 3 folds"):
        stratified_folds(list("abab"), 3, seed=1)
    with pytest.raises(DatasetError, match="more than 0 clips"):
        stratified_folds([], 3, seed=1)


def _clips(*rows: tuple[str, str, Side | None]) -> list[Clip]:
    return [Clip(Path(f"{n}.mp4"), *row) for n, row in enumerate(rows)]


def test_the_official_split_and_what_leaks_in_it() -> None:
    clips = _clips(
        ("run", "g1", "test"), ("run", "g2", "train"), ("sit", "g1", "train"), ("sit", "g3", "test")
    )
    split = official_split(clips)
    assert (split.train.tolist(), split.test.tolist()) == ([1, 2], [0, 3])
    assert leaking_groups(clips, split) == ("g1",)
    assert leaking_groups(clips, Split(split.train, split.test[1:])) == ()
    assert duplicates_across(["x", "y", "y", "z"], split) == ()
    assert duplicates_across(["x", "x", "y", "y"], split) == ((0, 1), (2, 3))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", "g", "train"), ("b", "h", None)], r"1 of 2 clips have no side .* 1\.mp4"),
        ([("a", "g", "train"), ("b", "h", "train")], "None of 2 clips is for test"),
        ([("a", "g", "test"), ("b", "h", "test")], "None of 2 clips is for train"),
        ([("a", "g", "train"), ("b", "h", "test")], "testing b, but none for training"),
    ],
)
def test_an_official_split_that_can_not_be_used(
    rows: list[tuple[str, str, Side | None]], expected: str
) -> None:
    with pytest.raises(DatasetError, match=expected):
        official_split(_clips(*rows))


@settings(max_examples=60, deadline=None)
@given(targets=st.lists(st.integers(0, 4), min_size=1, max_size=60), seed=st.integers(0, 3))
def test_oversampling_makes_all_classes_as_frequent_as_the_largest(
    targets: list[int], seed: int
) -> None:
    positions = np.arange(len(targets), dtype=np.int64) * 3 + 1
    classes = np.array(targets, dtype=np.int64)
    drawn = oversample(positions, classes, seed)
    assert drawn.dtype == np.int64
    assert set(drawn.tolist()) == set(positions.tolist())
    largest = max(Counter(targets).values())
    repeats = Counter(drawn.tolist())
    for index in set(targets):
        own = [repeats[position] for position in positions[classes == index].tolist()]
        assert sum(own) == largest
        assert max(own) - min(own) <= 1
    np.testing.assert_array_equal(drawn, oversample(positions, classes, seed))


def test_oversampling_repeats_no_clip_twice_while_others_wait() -> None:
    targets = np.array([0] * 50 + [1] * 30, dtype=np.int64)
    drawn = oversample(np.arange(80, dtype=np.int64), targets, 1)
    assert sorted(Counter(drawn.tolist()).values()) == [1] * 60 + [2] * 20
    assert drawn.tolist() != oversample(np.arange(80, dtype=np.int64), targets, 2).tolist()


def test_oversampling_nothing() -> None:
    nothing = np.empty(0, dtype=np.int64)
    assert len(oversample(nothing, nothing, 1)) == 0
