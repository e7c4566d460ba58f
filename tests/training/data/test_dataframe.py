"""Clips as a data frame, and numbered labels, as in the tutorials."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.training.data.builders import write_csv, write_folder
from training.data.dataframe import encode_labels, load_dataframe
from training.errors import DatasetError

ROWS = (
    "path,label,group,split\n"
    "a.mp4,run,g1,train\nb.mp4,run,g2,train\nc.mp4,run,g3,test\nd.mp4,sit,g1,train\n"
)
NAMES = ("a.mp4", "b.mp4", "c.mp4", "d.mp4")


def test_a_frame_has_one_row_per_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_csv(tmp_path, ROWS + "gone.mp4,sit,g1,\n", *NAMES).rename(tmp_path / "train_metadata.csv")
    monkeypatch.chdir(tmp_path)
    frame = load_dataframe("train_metadata.csv")
    assert list(frame.columns) == ["path", "label", "group", "split"]
    assert frame["path"].tolist() == [str(tmp_path / name) for name in NAMES]
    assert frame["label"].tolist() == ["run", "run", "run", "sit"]
    assert frame["group"].tolist() == ["g1", "g2", "g3", "g1"]
    assert frame["split"].tolist() == ["train", "train", "test", "train"]
    assert frame.attrs["skipped"] == [{"path": "gone.mp4", "reason": "is missing"}]


def test_balance_repeats_clips_to_learn_from_and_no_others(tmp_path: Path) -> None:
    source = write_csv(tmp_path, ROWS, *NAMES)
    frame = load_dataframe(source, balance=True)
    learnt = frame[frame["split"] == "train"]
    assert Counter(learnt["label"]) == {"run": 2, "sit": 2}
    assert frame["path"].map(lambda path: Path(path).name).tolist() == [
        *NAMES[:3],
        "d.mp4",
        "d.mp4",
    ]
    pd.testing.assert_frame_equal(frame, load_dataframe(source, balance=True))


def test_the_seed_decides_which_clips_are_repeated(tmp_path: Path) -> None:
    names = [f"run/{n}.mp4" for n in range(7)] + [f"sit/{n}.mp4" for n in range(5)]
    write_folder(tmp_path, *names)
    frames = [load_dataframe(tmp_path, balance=True, seed=seed) for seed in range(6)]
    assert all(Counter(frame["label"]) == {"run": 7, "sit": 7} for frame in frames)
    assert all(frame["split"].isna().all() for frame in frames)
    assert len({tuple(frame["path"]) for frame in frames}) > 1


def test_labels_are_numbered_by_name() -> None:
    for labels in (["b", "a", "b"], np.array(["b", "a", "b"]), pd.Series(["b", "a", "b"])):
        numbers, encoder = encode_labels(labels)
        assert numbers.dtype == np.int64
        assert numbers.tolist() == [1, 0, 1]
        assert encoder.classes_.tolist() == ["a", "b"]
        assert encoder.inverse_transform(numbers).tolist() == ["b", "a", "b"]
    numbers, encoder = encode_labels(np.array([7, 3, 7]))
    assert (numbers.tolist(), encoder.classes_.tolist()) == ([1, 0, 1], [3, 7])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([], "no labels"),
        (["a", None], "Clip 1 has no label"),
        (pd.Series(["a", None]), "Clip 1 has no label"),
        (["a", pd.NA], "Clip 1 has no label"),
        (["a", 3], "Some labels are names"),
    ],
)
def test_labels_that_can_not_be_numbered(labels: list[object], expected: str) -> None:
    with pytest.raises(DatasetError, match=expected):
        encode_labels(labels)
