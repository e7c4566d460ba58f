"""From the raw predictions of a whole run to labels and segments, at once.

The same numbers as `RollingMean`, `LabelDecider` and `SegmentDetector` give one prediction at a
time, to the last bit: sums are added and subtracted in the same order. A person may move a slider
and see an hour of video decided anew.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vidclf_app.core.records import Float32Array, Segment, Tuning
from vidclf_app.core.segments import overridden
from vidclf_app.core.smoothing import SAME_TIME_S
from vidclf_app.results.records import Analysis, Decided, ModelIdentity, Predictions

_Int64Array = npt.NDArray[np.int64]
_BoolArray = npt.NDArray[np.bool_]

# The number of a label where nothing is recognised.
NOTHING = -1


def decide(
    analysis: Analysis, tuning: Tuning, probabilities: Float32Array | None = None
) -> Decided:
    """Return what follows from a run with other thresholds and smoothing.

    Args:
        analysis: The run.
        tuning: What a person changed about the model's decisions.
        probabilities: What `smooth` gave for the same smoothing, where that is known already.
    """
    model, predictions = analysis.model, analysis.predictions
    if probabilities is None:
        probabilities = smooth(predictions, smoothing_s(model, tuning))
    label = _labels(predictions, probabilities, model, tuning)
    return Decided(
        tuning=tuning,
        probabilities=probabilities,
        label=label,
        segments=_segments(predictions.time_s, probabilities, label, model),
    )


def smoothing_s(model: ModelIdentity, tuning: Tuning) -> float:
    """Return the length of the rolling average in use, seconds."""
    return model.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s


def smooth(predictions: Predictions, span_s: float) -> Float32Array:
    """Return the rolling averages, as `RollingMean` gives them.

    Args:
        predictions: Of one run.
        span_s: Length of the average in seconds; 0 keeps only the newest vector.

    Returns:
        float32, shape (N, C). A row sums to 1, or is all zero where nobody is in the picture.
    """
    means = np.zeros_like(predictions.raw)
    somebody = np.flatnonzero(~predictions.nobody)
    if len(somebody) == 0:
        return means
    raw = predictions.raw[somebody].astype(np.float64)
    time_s = predictions.time_s[somebody]
    run_start = _run_starts(predictions)[somebody]
    # Where each run of predictions begins among those that are left.
    begins = np.flatnonzero(np.diff(run_start, prepend=-1))
    oldest = _oldest_in_span(time_s, begins, span_s)
    total = np.maximum(_running_sums(raw, begins, oldest), 0.0)
    means[somebody] = total / total.sum(axis=1, keepdims=True)
    return means


def _run_starts(predictions: Predictions) -> _Int64Array:
    """Return for each prediction where its run began: what came before it was forgotten.

    Shape (N,). A prediction of nobody forgets all; what follows it is in its run.
    """
    forgets = predictions.fresh | predictions.nobody
    forgets[:1] = True
    return np.maximum.accumulate(np.where(forgets, np.arange(len(forgets)), 0))


def _oldest_in_span(
    time_s: npt.NDArray[np.float64], begins: _Int64Array, span_s: float
) -> _Int64Array:
    """Return for each prediction the oldest one that still counts, itself at the latest."""
    here = np.arange(len(time_s))
    # Times rise, so one search does for all runs.
    oldest = np.searchsorted(time_s, time_s - span_s + SAME_TIME_S, side="right")
    run_start = np.repeat(begins, np.diff(begins, append=len(time_s)))
    oldest = np.clip(oldest, run_start, here)
    return np.maximum.accumulate(oldest)


def _running_sums(
    raw: npt.NDArray[np.float64], begins: _Int64Array, oldest: _Int64Array
) -> npt.NDArray[np.float64]:
    """Return each prediction's sum over its span, added up in the order of `RollingMean`.

    Each vector is added, then those that fall out are subtracted, in one long list of steps. A
    cumulative sum walks it from front to back, so even the rounding errors are the live ones.
    """
    count = len(raw)
    run_start = np.repeat(begins, np.diff(begins, append=count))
    before = np.empty_like(oldest)
    before[0], before[1:] = 0, oldest[:-1]
    falls_out = oldest - np.maximum(before, run_start)
    added_at = np.arange(count) + np.cumsum(falls_out) - falls_out
    is_added = np.zeros(count + int(falls_out.sum()), dtype=np.bool_)
    is_added[added_at] = True
    steps = np.empty((len(is_added), raw.shape[1]))
    steps[is_added] = raw
    first_out = np.maximum(before, run_start)
    position = np.arange(len(is_added) - count) - np.repeat(
        np.cumsum(falls_out) - falls_out, falls_out
    )
    steps[~is_added] = -raw[np.repeat(first_out, falls_out) + position]
    borders = [*added_at[begins].tolist(), len(steps)]
    for start, end in pairwise(borders):
        np.cumsum(steps[start:end], axis=0, out=steps[start:end])
    sums: npt.NDArray[np.float64] = steps[added_at + falls_out]
    return sums


def _labels(
    predictions: Predictions, probabilities: Float32Array, model: ModelIdentity, tuning: Tuning
) -> npt.NDArray[np.int16]:
    """Return the number of each prediction's label, as `LabelDecider` gives it: int16, (N,)."""
    count = len(predictions)
    if count == 0:
        return np.zeros(0, dtype=np.int16)
    thresholds = [overridden(model.thresholds[label], tuning.threshold) for label in model.labels]
    # float32, as numpy compares a float32 with a Python float.
    enter = np.array([threshold.enter for threshold in thresholds], dtype=np.float32)
    leave = np.array([threshold.leave for threshold in thresholds], dtype=np.float32)
    here = np.arange(count)
    top = probabilities.argmax(axis=1)
    enters = (probabilities[here, top] >= enter[top]) & ~predictions.nobody
    entered_at = np.maximum.accumulate(np.where(enters, here, -1))
    current = top[entered_at]
    falls = ~enters & (probabilities[here, current] < leave[current])
    fell_at = np.maximum.accumulate(np.where(falls, here, -1))
    stands = (entered_at >= _run_starts(predictions)) & (fell_at < entered_at)
    if model.background_label is not None:
        stands &= current != model.labels.index(model.background_label)
    return np.where(stands & ~predictions.nobody, current, NOTHING).astype(np.int16)


def _segments(
    time_s: npt.NDArray[np.float64],
    probabilities: Float32Array,
    label: npt.NDArray[np.int16],
    model: ModelIdentity,
) -> tuple[Segment, ...]:
    """Return the intervals of equal labels, as `SegmentDetector` gives them."""
    if len(label) == 0:
        return ()
    gap_s = np.diff(time_s)
    ends = (label[1:] != label[:-1]) | (gap_s < 0.0) | (gap_s > model.max_gap_s)
    starts = np.flatnonzero(np.concatenate(([True], ends)))
    borders = [*starts.tolist(), len(label)]
    numbers = label[starts].tolist()
    segments: list[Segment] = []
    for number, start, end in zip(numbers, borders[:-1], borders[1:], strict=True):
        if number == NOTHING:
            continue
        own = probabilities[start:end, number].astype(np.float64)
        segments.append(
            Segment(
                label=model.labels[number],
                start_s=float(time_s[start]),
                end_s=float(time_s[end - 1]),
                # Front to back like the live sum; numpy's own sum adds in another order.
                mean=float(np.cumsum(own)[-1]) / (end - start),
                peak=float(own.max()),
            )
        )
    return tuple(segments)
