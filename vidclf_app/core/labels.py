"""Labels as people read them."""

from dataclasses import dataclass

import numpy as np

from vidclf_app.core.records import Float32Array

NOTHING_RECOGNISED = "nothing recognised"


@dataclass(frozen=True, slots=True)
class RankedLabel:
    """A label and its probability, for lists sorted by probability."""

    label: str
    probability: float


def rank_labels(
    labels: tuple[str, ...], probabilities: Float32Array, top: int
) -> list[RankedLabel]:
    """Return the `top` most probable labels, most probable first; ties keep label order."""
    order = np.argsort(-probabilities, kind="stable")[:top]
    return [RankedLabel(labels[i], float(probabilities[i])) for i in order]


def display_label(label: str) -> str:
    """Return a label as people read it: `push_up` becomes `push up`."""
    return label.replace("_", " ")
