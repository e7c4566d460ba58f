"""What stands in the timeline: the model's segments and, over them, what a person decided."""

from bisect import bisect_left, bisect_right

import numpy as np

from vidclf_app.core.records import Segment
from vidclf_app.results.records import (
    Decided,
    HandStretch,
    ModelIdentity,
    Predictions,
    ShownSegment,
)
from vidclf_app.results.stretches import Stretches, is_long_enough, uncovered


def shown_segments(
    decided: Decided, model: ModelIdentity, hand: Stretches, predictions: Predictions
) -> tuple[ShownSegment, ...]:
    """Return the model's segments where no hand was, and the hand's own, in order of time.

    Mean and peak of a segment that is cut are those of what is left of it; what is left shorter
    than one prediction step goes. Those of a hand's segment are what the model says of its
    label there: 0 for labels that the model doesn't know.

    Args:
        decided: The model's.
        model: Which it is.
        hand: In order, without overlaps.
        predictions: That `decided` follows from.
    """
    tell = _Teller(decided, model, predictions)
    starts = [stretch.start_s for stretch in hand]
    ends = [stretch.end_s for stretch in hand]
    shown = [tell.by_hand(stretch.label, stretch) for stretch in hand if stretch.label is not None]
    for segment in decided.segments:
        covers = hand[bisect_left(ends, segment.start_s) : bisect_right(starts, segment.end_s)]
        shown += tell.left_of(segment, covers)
    return tuple(sorted(shown, key=lambda each: (each.start_s, each.end_s)))


class _Teller:
    """Tells how probable labels are over stretches of time."""

    def __init__(self, decided: Decided, model: ModelIdentity, predictions: Predictions) -> None:
        self._probabilities = decided.probabilities
        self._time_s = predictions.time_s
        self._columns = {label: number for number, label in enumerate(model.labels)}
        self._step_s = 1.0 / model.rate_hz

    def by_hand(self, label: str, stretch: HandStretch) -> ShownSegment:
        """Return a hand's segment."""
        mean, peak = self._figures(label, stretch.start_s, stretch.end_s) or (0.0, 0.0)
        return ShownSegment(label, stretch.start_s, stretch.end_s, mean, peak, by_hand=True)

    def left_of(self, segment: Segment, covers: Stretches) -> list[ShownSegment]:
        """Return what is left of a model's segment."""
        left = uncovered(segment.start_s, segment.end_s, covers)
        if left == [(segment.start_s, segment.end_s)]:
            return [
                ShownSegment(
                    segment.label, segment.start_s, segment.end_s, segment.mean, segment.peak
                )
            ]
        pieces: list[ShownSegment] = []
        for start_s, end_s in left:
            figures = self._figures(segment.label, start_s, end_s)
            if figures is not None and is_long_enough(start_s, end_s, self._step_s):
                pieces.append(ShownSegment(segment.label, start_s, end_s, *figures))
        return pieces

    def _figures(self, label: str, start_s: float, end_s: float) -> tuple[float, float] | None:
        """Return mean and peak; None where the model said nothing of this label."""
        column = self._columns.get(label)
        first, behind = np.searchsorted(self._time_s, [start_s, end_s])
        if behind < len(self._time_s) and self._time_s[behind] == end_s:
            behind += 1
        if column is None or first == behind:
            return None
        own = self._probabilities[first:behind, column].astype(np.float64)
        return float(own.mean()), float(own.max())
