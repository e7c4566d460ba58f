"""How clips are divided for a run, with and without clips held out to stop a fit in time."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from training.config import FitConfig, TrainingConfig
from training.data.clips import Clip
from training.errors import DatasetError, TrainingError
from training.running.folds import splits_of


def _config(patience: int, **changes: Any) -> TrainingConfig:
    return TrainingConfig(
        name="a",
        data=Path("a"),
        out=Path("b"),
        folds=2,
        fit=FitConfig(patience=patience),
        **changes,
    )


def _clips(groups: Sequence[str], sides: Sequence[str | None] = ()) -> list[Clip]:
    """Return a clip of each of two classes for each group."""
    return [
        Clip(Path(f"{label}{number}"), label, group, side)  # type: ignore[arg-type]
        for number, (group, side) in enumerate(
            zip(groups, sides or [None] * len(groups), strict=True)
        )
        for label in ("run", "walk")
    ]


def test_two_groups_are_two_folds_where_nothing_is_held_out() -> None:
    clips = _clips(["hall", "yard"])
    splits = splits_of(_config(0), clips)
    assert sorted(split.test.tolist() for split in splits) == [[0, 1], [2, 3]]
    # With patience, a part of one group would have to be held out of itself.
    with pytest.raises(DatasetError, match="1 groups, too few for 2 folds"):
        splits_of(_config(3), clips)


def test_one_split_of_which_nothing_is_held_out_is_refused_before_the_long_part() -> None:
    clips = _clips(["hall", "yard", "roof"], ["train", "train", "test"])
    assert len(splits_of(_config(3), clips)) == 1
    with pytest.raises(TrainingError, match=r"fit\.patience is 0") as caught:
        splits_of(_config(0), clips)
    assert caught.value.hint
    assert len(splits_of(_config(0, split="groups"), clips)) == 2
