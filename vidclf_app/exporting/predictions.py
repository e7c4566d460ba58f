"""The predictions of a result as the records that the command line's writers take."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from vidclf_app.core.body import LANDMARKS
from vidclf_app.core.records import Body, Prediction
from vidclf_app.exporting.intervals import Stretch
from vidclf_app.results.records import Result, ShownSegment

_REPORT_EVERY = 500
_NO_SPACE = np.zeros((LANDMARKS, 3), dtype=np.float32)


def predictions_of(
    result: Result, progress: Callable[[float], None] = lambda _share: None
) -> Iterator[Prediction]:
    """Give every prediction, with the rolling average and the label of the tuning in use.

    The labels are the model's own: what a person corrected is in the segments.

    Args:
        result: The result.
        progress: Called often with the share that was given, 0..1; may raise.
    """
    count = len(result.analysis.predictions)
    for number in range(count):
        if number % _REPORT_EVERY == 0:
            progress(number / count)
        yield prediction_at(result, number)


def prediction_at(result: Result, number: int) -> Prediction:
    """Return one prediction; see `predictions_of`."""
    kept = result.analysis.predictions
    label = int(result.decided.label[number])
    return Prediction(
        probabilities=result.decided.probabilities[number],
        raw=kept.raw[number],
        label=None if label < 0 else result.analysis.model.labels[label],
        index=int(kept.index[number]),
        time_s=float(kept.time_s[number]),
        latency_s=0.0,
        nobody=bool(kept.nobody[number]),
        body=_body_at(result, number),
        fresh=bool(kept.fresh[number]),
    )


class ShownLabels:
    """Which segment is shown at a time.

    Args:
        result: Its segments and the hand's stretches.
    """

    def __init__(self, result: Result) -> None:
        self._segments = result.segments
        self._starts_s = [segment.start_s for segment in result.segments]
        self._hand = result.hand
        self._hand_starts_s = [stretch.start_s for stretch in result.hand]

    def label_at(self, time_s: float, prediction_s: float | None) -> str | None:
        """Return the label that is shown on a frame.

        A segment of the model ends with its last prediction; like the live picture, frames after
        it keep its label until the next prediction.

        Args:
            time_s: Of the frame.
            prediction_s: Of the newest prediction at or before it; None before the first.
        """
        shown = self._segment_at(time_s)
        if shown is None and prediction_s is not None and not self._is_by_hand(time_s):
            shown = self._segment_at(prediction_s)
        return None if shown is None else shown.label

    def _segment_at(self, time_s: float) -> ShownSegment | None:
        number = _last_before(self._starts_s, time_s)
        return self._segments[number] if _holds(self._segments, number, time_s) else None

    def _is_by_hand(self, time_s: float) -> bool:
        return _holds(self._hand, _last_before(self._hand_starts_s, time_s), time_s)


def _last_before(starts_s: Sequence[float], time_s: float) -> int:
    return bisect_right(starts_s, time_s) - 1


def _holds(stretches: Sequence[Stretch], number: int, time_s: float) -> bool:
    return number >= 0 and time_s <= stretches[number].end_s


def _body_at(result: Result, number: int) -> Body | None:
    landmarks = result.analysis.predictions.landmarks
    if landmarks is None or np.isnan(landmarks[number]).any():
        return None
    return Body(
        picture_px=landmarks[number, :, :2],
        space_m=_NO_SPACE,
        visibility=landmarks[number, :, 2],
        score=1.0,
    )
