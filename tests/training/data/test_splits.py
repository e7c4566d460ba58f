"""Splits by group: no group is ever on both sides."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.data.splits import group_folds, hold_out_groups
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
