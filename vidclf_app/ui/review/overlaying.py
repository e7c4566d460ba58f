"""What lies over the picture at a time: the label, its bars, and where the person is."""

import numpy as np

from vidclf_app.core.labels import rank_labels
from vidclf_app.core.records import Body, Float32Array, Frame
from vidclf_app.core.skeleton import OLDEST_S
from vidclf_app.results.records import Predictions, Result
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.timeline.marks import Marks
from vidclf_app.ui.review.view_state import Recognised

_BARS = 5
_SAME_TIME_S = 5e-4
# Between two predictions this near to each other the person moves evenly.
_MOVES_EVENLY_S = 0.3


def prediction_at(predictions: Predictions, time_s: float) -> int | None:
    """Return the number of the newest prediction at a time; None before the first."""
    number = int(np.searchsorted(predictions.time_s, time_s + _SAME_TIME_S, side="right")) - 1
    return number if number >= 0 else None


def recognised_at(result: Result, shown: Marks, time_s: float) -> Recognised | None:
    """Return what is recognised at a time, as the timeline has it.

    Args:
        result: All of the result.
        shown: Its segments.
        time_s: Media time, seconds.

    Returns:
        None where there is no prediction yet, or none any more.
    """
    predictions, model = result.analysis.predictions, result.analysis.model
    number = prediction_at(predictions, time_s)
    if number is None or time_s - predictions.time_s[number] > model.max_gap_s:
        return None
    by_hand = any(s.start_s <= time_s <= s.end_s for s in result.hand)
    # The model's word holds until its next one.
    place = shown.at(time_s)
    if place is None and not by_hand:
        place = shown.at(float(predictions.time_s[number]))
    label = None if place is None else result.segments[place].label
    nobody = bool(predictions.nobody[number])
    ranked = rank_labels(model.labels, result.decided.probabilities[number], _BARS)
    return Recognised(
        index=number,
        verdict=wording.verdict(label, nobody=nobody and not by_hand),
        label=label,
        ranked=() if nobody else tuple(ranked),
    )


def body_at(predictions: Predictions, frame: Frame, width_px: int) -> Body | None:
    """Return where the followed person is in a frame.

    Args:
        predictions: Of the run.
        frame: Its time counts, and its size.
        width_px: Width of the pictures that were analysed.
    """
    landmarks = predictions.landmarks
    number = prediction_at(predictions, frame.time_s)
    if landmarks is None:
        return None
    if number is None:
        # The window was filled up to the first prediction; the person was there before.
        number = 0
        if len(predictions) == 0:
            return None
    since_s = frame.time_s - float(predictions.time_s[number])
    if abs(since_s) > OLDEST_S or not _is_seen(landmarks[number]):
        return None
    points = landmarks[number]
    if since_s > 0.0 and number + 1 < len(predictions) and _is_seen(landmarks[number + 1]):
        step_s = float(predictions.time_s[number + 1] - predictions.time_s[number])
        if step_s <= _MOVES_EVENLY_S:
            share = np.float32(since_s / step_s)
            points = points + share * (landmarks[number + 1] - points)
    scale = frame.width_px / width_px if width_px > 0 else 1.0
    return Body(
        picture_px=points[:, :2] * np.float32(scale),
        space_m=np.zeros_like(points),
        visibility=points[:, 2],
        score=1.0,
    )


def _is_seen(points: Float32Array) -> bool:
    return bool(np.isfinite(points).all())
