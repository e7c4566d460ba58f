"""What the model itself says, beside what a person changed. Without Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from vidclf_app.core.manifest import Threshold


@dataclass(frozen=True, slots=True)
class OwnTuning:
    """What the model itself says, where a person changed nothing.

    Attributes:
        lowest_threshold: Of all recognisable labels.
        highest_threshold: Of all recognisable labels.
        smoothing_s: Length of the rolling average, seconds.
    """

    lowest_threshold: float
    highest_threshold: float
    smoothing_s: float

    @property
    def threshold(self) -> float:
        """One number for the labels' thresholds: the middle of lowest and highest."""
        return (self.lowest_threshold + self.highest_threshold) / 2.0


def own_tuning(
    thresholds: Mapping[str, Threshold], background_label: str | None, smoothing_s: float
) -> OwnTuning | None:
    """Return what a model says; None where it can recognise nothing.

    Args:
        thresholds: One per label.
        background_label: The label for "none of these", or None.
        smoothing_s: Length of the rolling average, seconds.
    """
    enters = [
        threshold.enter for label, threshold in thresholds.items() if label != background_label
    ]
    return OwnTuning(min(enters), max(enters), smoothing_s) if enters else None
