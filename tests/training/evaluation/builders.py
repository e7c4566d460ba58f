"""Facts for reports, made from a list of probabilities."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training.evaluation.facts import HeadFacts, ReportClip, ReportFacts
from training.evaluation.figures import judge

LABELS = ("jump", "sit_up", "row")


def head(targets: Sequence[int], rows: Sequence[Sequence[float]], **changes: Any) -> HeadFacts:
    """Return a head that said `rows` of clips with these classes, in two windows each."""
    probabilities = np.repeat(np.array(rows, dtype=np.float32), 2, axis=0)
    clips = np.repeat(np.arange(len(targets)), 2)
    classes = probabilities.shape[1]
    fields: dict[str, Any] = {
        "name": "gru",
        "title": "GRU",
        "kind": "recurrent",
        "probabilities": probabilities,
        "clips": clips,
        "times_s": np.tile([0.5, 0.6], len(targets)),
        "figures": judge(probabilities.astype(np.float64), clips, np.array(targets), classes),
        "is_shipped": True,
        **changes,
    }
    return HeadFacts(**fields)


def facts(
    targets: Sequence[int],
    heads: Sequence[HeadFacts],
    *,
    labels: Sequence[str] = LABELS,
    folder: Path = Path("/nowhere/clips"),
    **changes: Any,
) -> ReportFacts:
    """Return a report's facts on clips named 0.mp4, 1.mp4 and so on, two to a group."""
    fields: dict[str, Any] = {
        "title": "exercises 1",
        "kind": "run",
        "labels": tuple(labels),
        "clips": tuple(
            ReportClip(folder / f"{place}.mp4", labels[target], f"room{place // 2}")
            for place, target in enumerate(targets)
        ),
        "heads": tuple(heads),
        "majority": 0.5,
        **changes,
    }
    return ReportFacts(**fields)


def one_hot(named: Sequence[int], sure: float = 0.8, classes: int = 3) -> list[list[float]]:
    """Return probabilities that name these classes."""
    rest = (1.0 - sure) / (classes - 1)
    return [[sure if place == name else rest for place in range(classes)] for name in named]
