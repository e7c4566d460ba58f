"""What follows from tuning and corrections, worked out beside the window; the newest wins."""

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from vidclf_app.core.records import Float32Array, Segment, Tuning
from vidclf_app.core.segments import overridden
from vidclf_app.results.comparing import compare
from vidclf_app.results.deciding import decide, smooth, smoothing_s
from vidclf_app.results.document import shown_duration_s
from vidclf_app.results.records import Analysis, Decided, HandStretch, Result, ShownSegment
from vidclf_app.results.showing import shown_segments
from vidclf_app.results.stretches import Stretches
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
    """Works wishes out on a thread of its own. Every method returns at once, but `join`.

    Args:
        deducer: Works one out; from now on for this one alone.
    """

    def __init__(self, deducer: "Deducer") -> None:
        self._deducer = deducer
        self._changed = threading.Condition()
        self._stopped = False
        self._wanted: Wish | None = None
        self._outcome: Followed | Exception | None = None
        # One thread for all wishes: starting one for each would make the window wait for it.
        self._thread = threading.Thread(target=self._run, name="vidclf-follow", daemon=True)
        self._thread.start()

    def ask(self, wish: Wish) -> None:
        """Work something out; what waits is forgotten, what runs is finished."""
        with self._changed:
            self._wanted = wish
            self._changed.notify()

    def take(self) -> Followed | None:
        """Return the newest that has been worked out since the last call, if anything.

        Raises:
            Exception: What working it out raised.
        """
        with self._changed:
            outcome, self._outcome = self._outcome, None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def request_stop(self) -> None:
        """Tell the thread to end, and return at once."""
        with self._changed:
            self._stopped = True
            self._changed.notify()

    def join(self, timeout_s: float) -> bool:
        """End the thread; True when it has ended within the time."""
        self.request_stop()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._wanted is None and not self._stopped:
                    self._changed.wait()
                wish, self._wanted = self._wanted, None
                if self._stopped or wish is None:
                    return
            outcome: Followed | Exception
            began_s = time.monotonic()
            try:
                outcome = self._deducer.follow(wish)
            except Exception as error:  # noqa: BLE001 - handed to take()
                outcome = error
            with self._changed:
                self._outcome = outcome
                # While a slider is dragged, the window gets as much of the interpreter's time.
                if not self._stopped:
                    self._changed.wait_for(lambda: self._stopped, time.monotonic() - began_s)


class Deducer:
    """Works wishes out, and remembers what the next one may need again. For one thread.

    Args:
        analysis: The run.
    """

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._duration_s = shown_duration_s(analysis)
        self._smooth: tuple[float, Float32Array, CurveSet] | None = None
        self._decided: Decided | None = None
        self._lanes: tuple[int, ...] | None = None

    def follow(self, wish: Wish) -> Followed:
        """Work something out.

        Raises:
            ResultError: What is compared is of another video.
        """
        analysis, decided = self._analysis, self._decided
        averages, curves = self._averaged(wish.tuning)
        if decided is None or decided.tuning != wish.tuning:
            decided = self._decided = decide(analysis, wish.tuning, averages)
        segments = shown_segments(decided, analysis.model, wish.hand, analysis.predictions)
        result = Result(analysis, decided, wish.hand, segments)
        if self._lanes is None:
            self._lanes = lane_order(result)
        timeline = self._timeline(result, curves, self._lanes)
        other = None if wish.other is None else against(wish.other, result, timeline)
        return Followed(result, timeline, other)

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


def with_others(labels: Sequence[str], used: Iterable[str]) -> tuple[str, ...]:
    """Return labels, and those behind them that are used without being among them."""
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
