"""Two results of one video beside each other: other models, other runs, a person's corrections.

Labels are compared by name, as they are shown. Times are exact; there is no grid. Between two
segments that follow each other the border is taken in the middle of the one step between their
last and first prediction, so that both cover all of the time that they stand for.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from vidclf_app.core.smoothing import SAME_TIME_S
from vidclf_app.errors import ResultError
from vidclf_app.results.document import shown_duration_s
from vidclf_app.results.records import Result, ShownSegment
from vidclf_app.translating import deferred

# Segments with at least this intersection over union are the same one.
SAME_SEGMENT_IOU = 0.5

_Line = list[tuple[float, float, str]]


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """How two results agree on one label.

    Attributes:
        label: The label, by name.
        a_s: Seconds in the first.
        b_s: Seconds in the second.
        both_s: Seconds in both at the same time.
        iou: Intersection over union of their times, 0..1.
    """

    label: str
    a_s: float
    b_s: float
    both_s: float
    iou: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stretch of time in which two results show different things.

    Attributes:
        start_s: Its beginning, seconds.
        end_s: Its end, seconds.
        label_a: What the first shows; None for nothing.
        label_b: What the second shows; None for nothing.
    """

    start_s: float
    end_s: float
    label_a: str | None
    label_b: str | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two results of one video have in common, and what not.

    Attributes:
        duration_s: Time that is compared, seconds.
        agreement: Share of it in which both show the same, 0..1; nothing in both is the same.
        labels: Each label that either shows, in the order of the first's model, then the
            second's, then others.
        disagreements: Longest first; those shorter than a prediction step of the faster model
            are left out.
        segments_a: How many segments the first shows.
        segments_b: How many the second shows.
        same_segments: Pairs of one label that overlap by `SAME_SEGMENT_IOU` or more.
        f1: F1 of the second's segments against the first's, 0..1; 1 where neither has any.
    """

    duration_s: float
    agreement: float
    labels: tuple[LabelAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    segments_a: int
    segments_b: int
    same_segments: int
    f1: float


def compare(a: Result, b: Result) -> Comparison:
    """Compare two results of one video.

    Raises:
        ResultError: They are of different videos.
    """
    video_a, video_b = a.analysis.video, b.analysis.video
    if video_a.digest != video_b.digest:
        raise ResultError(
            deferred(
                "errors", "{first} and {second} are different videos, or one has changed since."
            ).format(first=video_a.path, second=video_b.path),
            deferred("errors", "Compare two results of one video."),
        )
    duration_s = max(shown_duration_s(each.analysis) for each in (a, b))
    ends_s = [segment.end_s for each in (a, b) for segment in each.segments]
    duration_s = max([duration_s, *ends_s])
    stretches = list(_side_by_side(_line(a), _line(b), duration_s))
    same_s = sum(s.end_s - s.start_s for s in stretches if s.label_a == s.label_b)
    finest_s = 1.0 / max(each.analysis.model.rate_hz for each in (a, b))
    same_segments = _same_segments(a.segments, b.segments)
    shown = len(a.segments) + len(b.segments)
    return Comparison(
        duration_s=duration_s,
        agreement=min(same_s / duration_s, 1.0) if duration_s > 0.0 else 1.0,
        labels=tuple(_label_agreement(label, stretches) for label in _labels(a, b)),
        disagreements=_disagreements(stretches, finest_s),
        segments_a=len(a.segments),
        segments_b=len(b.segments),
        same_segments=same_segments,
        f1=2 * same_segments / shown if shown else 1.0,
    )


def _line(result: Result) -> _Line:
    """Return what is shown over time, in order, with the one step between neighbours shared."""
    line: _Line = [(each.start_s, each.end_s, each.label) for each in result.segments]
    # Times of predictions jitter by the video's own frames.
    one_step_s = 1.5 / result.analysis.model.rate_hz
    for number, (before, after) in enumerate(pairwise(line)):
        gap_s = after[0] - before[1]
        if 0.0 < gap_s < one_step_s:
            border_s = before[1] + gap_s / 2
            line[number] = line[number][0], border_s, before[2]
            line[number + 1] = border_s, after[1], after[2]
    return line


def _side_by_side(a: _Line, b: _Line, duration_s: float) -> Iterator[Disagreement]:
    """Yield stretches over all of the time in which neither changes, the same labels included."""
    edges = {0.0, duration_s}
    edges.update(edge_s for start_s, end_s, _ in (*a, *b) for edge_s in (start_s, end_s))
    left_a, left_b = list(reversed(a)), list(reversed(b))
    for start_s, end_s in pairwise(sorted(edges)):
        middle_s = (start_s + end_s) / 2
        yield Disagreement(start_s, end_s, _at(left_a, middle_s), _at(left_b, middle_s))


def _at(left: _Line, time_s: float) -> str | None:
    """Return what a line shows; drops from its end what is over."""
    while left and left[-1][1] < time_s:
        left.pop()
    return left[-1][2] if left and left[-1][0] <= time_s else None


def _labels(a: Result, b: Result) -> list[str]:
    shown = {segment.label for each in (a, b) for segment in each.segments}
    order = [*a.analysis.model.labels, *b.analysis.model.labels, *sorted(shown)]
    return [label for label in dict.fromkeys(order) if label in shown]


def _label_agreement(label: str, stretches: list[Disagreement]) -> LabelAgreement:
    a_s = b_s = both_s = 0.0
    for each in stretches:
        length_s = each.end_s - each.start_s
        a_s += length_s * (each.label_a == label)
        b_s += length_s * (each.label_b == label)
        both_s += length_s * (each.label_a == each.label_b == label)
    union_s = a_s + b_s - both_s
    return LabelAgreement(label, a_s, b_s, both_s, both_s / union_s if union_s > 0.0 else 0.0)


def _disagreements(stretches: list[Disagreement], finest_s: float) -> tuple[Disagreement, ...]:
    """Return those that differ, neighbours of one kind joined, longest first."""
    found: list[Disagreement] = []
    for each in stretches:
        if each.label_a == each.label_b:
            continue
        last = found[-1] if found else None
        if (
            last is not None
            and last.end_s == each.start_s
            and (last.label_a, last.label_b) == (each.label_a, each.label_b)
        ):
            found[-1] = replace(last, end_s=each.end_s)
        else:
            found.append(each)
    long_enough = [each for each in found if each.end_s - each.start_s >= finest_s - SAME_TIME_S]
    return tuple(sorted(long_enough, key=lambda each: (each.start_s - each.end_s, each.start_s)))


def _same_segments(a: tuple[ShownSegment, ...], b: tuple[ShownSegment, ...]) -> int:
    """Return how many segments pair up, the best pairs first."""
    pairs: list[tuple[float, int, int]] = []
    first = 0
    for number_a, one in enumerate(a):
        while first < len(b) and b[first].end_s < one.start_s:
            first += 1
        for number_b in range(first, len(b)):
            other = b[number_b]
            if other.start_s > one.end_s:
                break
            if other.label == one.label and (iou := _iou(one, other)) >= SAME_SEGMENT_IOU:
                pairs.append((-iou, number_a, number_b))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    for _, number_a, number_b in sorted(pairs):
        if number_a not in taken_a and number_b not in taken_b:
            taken_a.add(number_a)
            taken_b.add(number_b)
    return len(taken_a)


def _iou(a: ShownSegment, b: ShownSegment) -> float:
    both_s = min(a.end_s, b.end_s) - max(a.start_s, b.start_s)
    union_s = max(a.end_s, b.end_s) - min(a.start_s, b.start_s)
    return both_s / union_s if union_s > 0.0 else 1.0
