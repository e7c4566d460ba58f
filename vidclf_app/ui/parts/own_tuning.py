"""What the model itself says, beside what a person changed. Without Qt."""

from dataclasses import dataclass


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
