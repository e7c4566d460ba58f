"""The table of clips for those who work with pandas."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from training.data.clips import load_table
from training.errors import DatasetError, TrainingError

if TYPE_CHECKING:
    import pandas as pd
    from sklearn.preprocessing import LabelEncoder

    from training.data.splits import IntArray


def load_dataframe(source: Path | str, balance: bool = False, seed: int = 1) -> "pd.DataFrame":
    """Read a data set's clips as a data frame.

    Files that can't be used are left out; `attrs["skipped"]` of the frame lists them as
    dictionaries of `path` and `reason`.

    Args:
        source: A CSV or folder, see `training.data.clips.load_table`.
        balance: Repeat clips until every class is as frequent as the largest. Clips that the
            data set has for testing are never repeated. A repeated clip must not come to stand
            on both sides of a split: divide such a frame by its column `group`.
        seed: Decides which clips are repeated.

    Returns:
        The columns `path` (str, absolute), `label`, `group`, and `split` ("train", "test", or
        missing where the data set doesn't say), in the order of the source.

    Raises:
        DatasetError: The clips can't be learnt from.
        TrainingError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ModuleNotFoundError as error:
        raise TrainingError(
            "A data frame needs the library pandas, which is not installed.",
            'Install the training extra: pip install "vidclf[train]"',
        ) from error
    from training.data.splits import oversample

    table = load_table(Path(source))
    positions = np.arange(len(table.clips))
    if balance:
        is_test = np.array([clip.split == "test" for clip in table.clips])
        _, targets = np.unique(table.labels, return_inverse=True)
        learnt = positions[~is_test]
        repeated = oversample(learnt, targets[learnt], seed)
        positions = np.sort(np.concatenate([repeated, positions[is_test]]))
    clips = [table.clips[position] for position in positions]
    frame = pd.DataFrame(
        {
            "path": [str(clip.path.absolute()) for clip in clips],
            "label": [clip.label for clip in clips],
            "group": [clip.group for clip in clips],
            "split": pd.Series([clip.split for clip in clips], dtype="str"),
        }
    )
    frame.attrs["skipped"] = [
        {"path": str(skipped.path), "reason": skipped.reason} for skipped in table.skipped
    ]
    return frame


def encode_labels(labels: Iterable[Any]) -> "tuple[IntArray, LabelEncoder]":
    """Number the labels by name.

    Args:
        labels: One per clip: a list, an array, or a column of a data frame.

    Returns:
        int64 (N,), and the encoder, whose `classes_` are the names in the order of the numbers.

    Raises:
        DatasetError: There are no labels, one is missing, or names and numbers are mixed.
    """
    from sklearn.preprocessing import LabelEncoder

    names = list(labels)
    if not names:
        raise DatasetError("There are no labels to number.", "Give one label per clip.")
    for position, name in enumerate(names):
        # An empty cell of a data frame is None, not a number, or an object of its own.
        if not isinstance(name, (str, int, np.integer)):
            raise DatasetError(
                f"Clip {position} has no label, but {name!r}.",
                "Take the clip out, or give it a label.",
            )
    if len({isinstance(name, str) for name in names}) > 1:
        raise DatasetError("Some labels are names, others are numbers.", "Use one kind only.")
    encoder = LabelEncoder()
    return encoder.fit_transform(names).astype(np.int64), encoder
