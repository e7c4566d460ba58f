"""Labels as people read them."""

from dataclasses import dataclass

import numpy as np

from vidclf_app.core.records import Float32Array, Prediction

NOTHING_RECOGNISED = "nothing recognised"
NOBODY = "nobody in the picture"


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


def told(prediction: Prediction) -> str:
    """Return what people read of a prediction: its label, or what stands in its place."""
    if prediction.nobody:
        return NOBODY
    return NOTHING_RECOGNISED if prediction.label is None else display_label(prediction.label)


def display_label(label: str) -> str:
    """Return a label as people read it: `push_up` becomes `push up`."""
    return label.replace("_", " ")
