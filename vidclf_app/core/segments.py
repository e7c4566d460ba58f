"""From probabilities to labels, and from labels to intervals."""

from collections.abc import Mapping, Sequence

from vidclf_app.core.manifest import Threshold
from vidclf_app.core.records import Float32Array, Prediction, Segment


class LabelDecider:
    """Says which label is recognised, with hysteresis.

    A label is recognised when it is the most probable one and reaches its `enter` threshold. It
    stays until its probability falls below its `leave` threshold or another label is recognised
    in its place. The background label wins like any other, but is reported as None.

    Args:
        labels: In the order of the probabilities.
        thresholds: One per label.
        background_label: The label for "none of these", or None.
    """

    def __init__(
        self,
        labels: Sequence[str],
        thresholds: Mapping[str, Threshold],
        background_label: str | None = None,
    ) -> None:
        self._labels = tuple(labels)
        self._own_thresholds = tuple(thresholds[label] for label in self._labels)
        self._background = (
            None if background_label is None else self._labels.index(background_label)
        )
        self.override(None)

    def override(self, threshold: float | None) -> None:
        """Use one `enter` threshold for all labels, or (None) each label's own again.

        `leave` keeps its ratio to `enter`. The label that is recognised has to earn it anew.
        """
        self.reset()
        self._thresholds = tuple(overridden(own, threshold) for own in self._own_thresholds)

    def reset(self) -> None:
        """Forget the recognised label."""
        self._current: int | None = None

    def decide(self, probabilities: Float32Array) -> str | None:
        """Return the recognised label, or None.

        Args:
            probabilities: float32, shape (C,), rolling average.
        """
        current = self._current
        if current is not None and probabilities[current] < self._thresholds[current].leave:
            current = None
        top = int(probabilities.argmax())
        if probabilities[top] >= self._thresholds[top].enter:
            current = top
        self._current = current
        return None if current is None or current == self._background else self._labels[current]


def overridden(own: Threshold, threshold: float | None) -> Threshold:
    """Return a label's threshold with another `enter`; None leaves it as it is."""
    if threshold is None:
        return own
    ratio = own.leave / own.enter if own.enter > 0.0 else 1.0
    return Threshold(enter=threshold, leave=threshold * ratio)


class SegmentDetector:
    """Joins predictions with the same label to intervals.

    Args:
        labels: In the order of the probabilities.
        max_gap_s: Seconds without a prediction that end a segment.
    """

    def __init__(self, labels: Sequence[str], max_gap_s: float) -> None:
        self._positions = {label: position for position, label in enumerate(labels)}
        self._max_gap_s = max_gap_s
        self._label: str | None = None
        self._last_s = 0.0

    def update(self, prediction: Prediction) -> Segment | None:
        """Take in a prediction and return the segment that it ends, if it ends one."""
        gap_s = prediction.time_s - self._last_s
        broken = gap_s < 0.0 or gap_s > self._max_gap_s
        ended = None
        if self._label is not None and (prediction.label != self._label or broken):
            ended = self.finish()
        if prediction.label is not None:
            if self._label is None:
                self._label = prediction.label
                self._start_s = prediction.time_s
                self._sum = self._peak = 0.0
                self._count = 0
            probability = float(prediction.probabilities[self._positions[prediction.label]])
            self._sum += probability
            self._count += 1
            self._peak = max(self._peak, probability)
        self._last_s = prediction.time_s
        return ended

    def finish(self) -> Segment | None:
        """Return the open segment, if there is one, and forget it."""
        if self._label is None:
            return None
        segment = Segment(
            label=self._label,
            start_s=self._start_s,
            end_s=self._last_s,
            mean=self._sum / self._count,
            peak=self._peak,
        )
        self._label = None
        return segment
