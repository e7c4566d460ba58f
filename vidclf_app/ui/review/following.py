"""What follows from tuning and corrections, worked out beside the window; the newest wins."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from vidclf_app.core.records import Float32Array, Segment, Tuning
from vidclf_app.core.segments import overridden
from vidclf_app.results.comparing import compare
from vidclf_app.results.deciding import decide, smooth, smoothing_s
from vidclf_app.results.document import shown_duration_s
from vidclf_app.results.records import Analysis, HandStretch, Result, ShownSegment
from vidclf_app.results.showing import shown_segments
from vidclf_app.results.stretches import Stretches
from vidclf_app.ui.parts.background import Background
from vidclf_app.ui.review.timeline.curves import CurveSet
from vidclf_app.ui.review.timeline.marks import NOTHING, Marks
from vidclf_app.ui.review.view_state import Other, Timeline


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What is to be worked out.

    Attributes:
        tuning: What a person changed about the model's decisions.
        hand: What a person decided.
        other: What to compare with, or None.
    """

    tuning: Tuning
    hand: Stretches
    other: Other | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Followed:
    """What follows from a wish.

    Attributes:
        result: All of the result.
        timeline: What the timeline draws of it.
        other: What it is compared with, with numbers that fit the timeline.
    """

    result: Result
    timeline: Timeline
    other: Other | None


class Follower:
    """Works wishes out, one at a time. `ask`, `take` and `join` are for one thread.

    Args:
        analysis: The run.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._duration_s = shown_duration_s(analysis)
        self._smooth: tuple[float, Float32Array, CurveSet] | None = None
        self._decided: tuple[Tuning, Result] | None = None
        self._lanes: tuple[int, ...] | None = None
        self._wanted: Wish | None = None
        self._job: Background[Followed] | None = None

    @property
    def busy(self) -> bool:
        """Whether something asked for is not there yet."""
        return self._job is not None

    def ask(self, wish: Wish) -> None:
        """Work something out; what waits is forgotten, what runs is finished."""
        self._wanted = wish
        self._start()

    def take(self) -> Followed | None:
        """Return what has been worked out since the last call, if anything."""
        job = self._job
        if job is None or not job.done:
            return None
        self._job = None
        self._start()
        return job.outcome()

    def join(self, timeout_s: float) -> bool:
        """Wait for the work that runs; True when it has ended."""
        self._wanted = None
        return self._job is None or self._job.join(timeout_s)

    def follow(self, wish: Wish) -> Followed:
        """Work something out at once. Only while nothing else is being worked out."""
        averages, curves = self._averaged(wish.tuning)
        decided = self._decided
        if decided is None or decided[0] != wish.tuning:
            result = Result(self._analysis, decide(self._analysis, wish.tuning, averages), (), ())
            decided = self._decided = wish.tuning, result
        model_result = decided[1].decided
        analysis = self._analysis
        segments = shown_segments(model_result, analysis.model, wish.hand, analysis.predictions)
        result = Result(analysis, model_result, wish.hand, segments)
        if self._lanes is None:
            self._lanes = lane_order(result)
        timeline = self._timeline(result, curves, self._lanes)
        other = None if wish.other is None else against(wish.other, result, timeline)
        return Followed(result, timeline, other)

    def _start(self) -> None:
        wish = self._wanted
        if wish is None or self._job is not None:
            return
        self._wanted = None
        self._job = Background("vidclf-follow", lambda: self.follow(wish))

    def _averaged(self, tuning: Tuning) -> tuple[Float32Array, CurveSet]:
        span_s = smoothing_s(self._analysis.model, tuning)
        if self._smooth is None or self._smooth[0] != span_s:
            averages = smooth(self._analysis.predictions, span_s)
            self._smooth = span_s, averages, curves_of(self._analysis, averages)
        return self._smooth[1:]

    def _timeline(self, result: Result, curves: CurveSet, lanes: tuple[int, ...]) -> Timeline:
        model = self._analysis.model
        labels = with_others(model.labels, (segment.label for segment in result.segments))
        background = model.background_label
        thresholds = tuple(
            None
            if label == background
            else overridden(model.thresholds[label], result.decided.tuning.threshold).enter
            for label in model.labels
        )
        return Timeline(
            duration_s=self._duration_s,
            labels=labels,
            background=None if background is None else model.labels.index(background),
            lanes=lanes,
            curves=curves,
            thresholds=(*thresholds, *[None] * (len(labels) - len(thresholds))),
            shown=marks_of(result.segments, labels),
            model=beneath(result.decided.segments, result.hand, labels),
        )


def curves_of(analysis: Analysis, averages: Float32Array) -> CurveSet:
    """Return the curves of a run."""
    # Predictions may lie further apart where the video's own frames do.
    gap_s = max(analysis.model.max_gap_s, 2.5 / analysis.model.rate_hz)
    return CurveSet.of(analysis.predictions.time_s, averages, gap_s)


def with_others(labels: Sequence[str], used: object) -> tuple[str, ...]:
    """Return labels, and those behind them that are used without being among them."""
    assert hasattr(used, "__iter__")
    return tuple(dict.fromkeys([*labels, *used]))


def lane_order(result: Result) -> tuple[int, ...]:
    """Return the numbers of the model's labels: shown longest, then most probable, first.

    The label for "none of these" comes last.
    """
    model = result.analysis.model
    seconds = dict.fromkeys(model.labels, 0.0)
    for segment in result.segments:
        if segment.label in seconds:
            seconds[segment.label] += segment.end_s - segment.start_s + 1.0 / model.rate_hz
    probabilities = result.decided.probabilities
    peaks = (
        probabilities.max(axis=0) if len(probabilities) else np.zeros(len(model.labels))
    ).tolist()

    def rank(number: int) -> tuple[bool, float, float]:
        label = model.labels[number]
        return label == model.background_label, -seconds[label], -peaks[number]

    return tuple(sorted(range(len(model.labels)), key=rank))


def marks_of(segments: Sequence[ShownSegment], labels: Sequence[str]) -> Marks:
    """Return segments as arrays; their labels are all among `labels`."""
    numbers = {label: number for number, label in enumerate(labels)}
    return Marks.of([(s.start_s, s.end_s, numbers[s.label], s.by_hand) for s in segments])


def beneath(
    segments: Sequence[Segment], hand: Sequence[HandStretch], labels: Sequence[str]
) -> Marks:
    """Return what the model says where a person decided: its segments, cut to those stretches.

    Args:
        segments: The model's, in order of time.
        hand: In order of time, without overlaps.
        labels: Where the numbers come from.
    """
    numbers = {label: number for number, label in enumerate(labels)}
    found: list[tuple[float, float, int, bool]] = []
    first = 0
    for stretch in hand:
        while first < len(segments) and segments[first].end_s < stretch.start_s:
            first += 1
        pieces = []
        for segment in segments[first:]:
            if segment.start_s > stretch.end_s:
                break
            start_s = max(segment.start_s, stretch.start_s)
            end_s = min(segment.end_s, stretch.end_s)
            pieces.append((start_s, end_s, numbers[segment.label], False))
        found += pieces or [(stretch.start_s, stretch.end_s, NOTHING, False)]
    return Marks.of(found)


def against(other: Other, result: Result, timeline: Timeline) -> Other:
    """Return the other result with numbers that fit a timeline, compared with its result.

    Raises:
        ResultError: They are of different videos.
    """
    theirs = other.result.analysis.model.labels
    labels = with_others(
        timeline.labels, (*theirs, *(segment.label for segment in other.result.segments))
    )
    numbers = {label: number for number, label in enumerate(theirs)}
    return Other(
        path=other.path,
        name=other.name,
        result=other.result,
        curves=other.curves,
        columns=tuple(numbers.get(label) for label in timeline.labels),
        shown=marks_of(other.result.segments, labels),
        labels=labels,
        comparison=compare(result, other.result),
    )
