"""The segment that is going on just now."""

from collections.abc import Sequence
from dataclasses import replace

from vidclf_app.core.records import Prediction, Segment


class RunningSegment:
    """Follows predictions like the pipeline's own detector, and says what it has so far.

    The pipeline tells of a segment when it ends. A screen wants to show it before, and a session
    that ends in the middle of a segment cuts it.

    Args:
        labels: In the order of the probabilities.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self._positions = {label: position for position, label in enumerate(labels)}
        self._segment: Segment | None = None
        self._count = 0
        self._is_cut = False

    @property
    def segment(self) -> Segment | None:
        """What is going on, up to the newest prediction."""
        return self._segment

    def update(self, prediction: Prediction) -> None:
        """Take in a prediction. What it ended was told before, with `finish`."""
        label = prediction.label
        if label is None:
            return
        probability = float(prediction.probabilities[self._positions[label]])
        before = self._segment
        if before is None or before.label != label:
            self._count = 1
            self._segment = Segment(
                label, prediction.time_s, prediction.time_s, probability, probability
            )
            return
        self._count += 1
        self._segment = replace(
            before,
            end_s=prediction.time_s,
            mean=before.mean + (probability - before.mean) / self._count,
            peak=max(before.peak, probability),
        )

    def finish(self, ended: Segment) -> Segment | None:
        """Take note that the pipeline ended a segment.

        Returns:
            The segment; what has come since the cut where it was cut; None where nothing has.
        """
        own, self._segment = self._segment, None
        was_cut, self._is_cut = self._is_cut, False
        return own if was_cut else ended

    def cut(self) -> Segment | None:
        """End what is going on here and now; what follows of it counts as another."""
        own, self._segment = self._segment, None
        self._is_cut = self._is_cut or own is not None
        return own
