"""How a model does on long takes: when labels come, when they go, and how many are false.

Pure functions of two timelines, the true one and the one that the app would have shown.

Segments are scored with the segmental F1@k of Lea et al. (2017, "Temporal Convolutional Networks
for Action Segmentation and Detection"): a recognised segment is right when its overlap with a true
one of the same label, as intersection over union, reaches k; every true segment can be found once.
It punishes labels that flicker, and forgives borders that are a little off.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

PartKind = Literal["exercise", "background", "still", "nobody"]
REST_KINDS: tuple[PartKind, ...] = ("background", "still", "nobody")

_KINDS: tuple[PartKind, ...] = ("exercise", *REST_KINDS)
_SECONDS_A_MINUTE = 60.0


@dataclass(frozen=True, slots=True)
class TruePart:
    """What happens in a stretch of a take.

    Attributes:
        kind: `exercise` has a label; in `background` somebody does something else, in `still`
            somebody keeps still, in `nobody` there is nobody to be seen.
        label: Of the exercise; None for the other kinds.
        start_s: Seconds since the start of the take.
        end_s: Likewise, start of the next part.
    """

    kind: PartKind
    label: str | None
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Span:
    """A recognised segment.

    Attributes:
        label: Its label.
        start_s: Seconds since the start of the take.
        end_s: Likewise, where the label goes.
    """

    label: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown from a prediction to the next one.

    Attributes:
        time_s: Of the prediction, seconds since the start of the take.
        label: The recognised label, or None.
    """

    time_s: float
    label: str | None


@dataclass(frozen=True, slots=True)
class WatchedTake:
    """The true timeline of a take and the one that was recognised.

    Attributes:
        parts: One after the other without gaps, at least one.
        shown: Predictions in order of time.
        spans: Recognised segments in order of time, none over another.
    """

    parts: tuple[TruePart, ...]
    shown: tuple[Shown, ...]
    spans: tuple[Span, ...]

    @property
    def end_s(self) -> float:
        """Length in seconds."""
        return self.parts[-1].end_s

    @property
    def exercises(self) -> list[TruePart]:
        """The parts that have a label."""
        return [part for part in self.parts if part.label is not None]


@dataclass(frozen=True, slots=True)
class SegmentScore:
    """True segments against recognised ones.

    Attributes:
        true: How many there are.
        found: How many were recognised.
        matched: Recognised ones that fit a true one, one to one.
    """

    true: int
    found: int
    matched: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall, 0..1; 0 where there is nothing to match."""
        return 2.0 * self.matched / (self.true + self.found) if self.true + self.found else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return {"true": self.true, "found": self.found, "matched": self.matched, "f1": self.f1}


@dataclass(frozen=True, slots=True)
class Delays:
    """How soon the right label comes.

    Attributes:
        exercises: How many there were.
        recognised: How many of them got their label before they ended.
        median_s: From the true start to the first prediction with the right label, seconds, of
            those that were recognised; None where none was.
        p90_s: Likewise, 90th percentile, interpolated linearly.
    """

    exercises: int
    recognised: int
    median_s: float | None
    p90_s: float | None

    @property
    def recall(self) -> float:
        """Share of the exercises that were recognised at all, 0..1."""
        return self.recognised / self.exercises if self.exercises else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return {
            "exercises": self.exercises,
            "recognised": self.recognised,
            "missed": self.exercises - self.recognised,
            "recall": self.recall,
            "median_s": self.median_s,
            "p90_s": self.p90_s,
        }


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """One label.

    Attributes:
        label: The label.
        segments: Its segments.
        delays: How soon it comes.
    """

    label: str
    segments: SegmentScore
    delays: Delays


@dataclass(frozen=True, slots=True)
class FalseLabels:
    """Recognised segments that don't belong where they are.

    Attributes:
        count: How many.
        minutes: Of the material that they are counted in.
    """

    count: int
    minutes: float

    @property
    def per_minute(self) -> float:
        """False segments in a minute; 0 where there is no such material."""
        return self.count / self.minutes if self.minutes else 0.0

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return {"count": self.count, "minutes": self.minutes, "per_minute": self.per_minute}


@dataclass(frozen=True, slots=True)
class ShownTime:
    """What is shown while parts of one or more kinds last, seconds.

    Attributes:
        right_s: What should be: the label of an exercise, no label elsewhere.
        wrong_s: Another label.
        nothing_s: No label, in an exercise.
    """

    right_s: float
    wrong_s: float
    nothing_s: float

    @property
    def seconds(self) -> float:
        """All of it."""
        return self.right_s + self.wrong_s + self.nothing_s

    @property
    def right(self) -> float:
        """Share of the time that is right, 0..1."""
        return self.right_s / self.seconds if self.seconds else 0.0

    def __add__(self, other: "ShownTime") -> "ShownTime":
        """Return both together."""
        return ShownTime(
            self.right_s + other.right_s,
            self.wrong_s + other.wrong_s,
            self.nothing_s + other.nothing_s,
        )

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers."""
        return {
            "right_s": self.right_s,
            "wrong_s": self.wrong_s,
            "nothing_s": self.nothing_s,
            "right": self.right,
        }


@dataclass(frozen=True, slots=True)
class TakeFigures:
    """What a model is worth on takes.

    Attributes:
        takes: How many.
        iou: Overlap from which on a segment is right.
        classes: One per label that was done or recognised, in the model's order.
        segments: All labels together (micro).
        delays: All labels together.
        linger_median_s: From the true end of an exercise to the moment when its label goes,
            seconds; None where no exercise had its label at its end.
        lingering: How many exercises had their label at their end, which the median is over.
        false_labels: By the kind of the part that most of the false segment lies in.
        time: What is shown, by the kind of part.
    """

    takes: int
    iou: float
    classes: tuple[ClassFigures, ...]
    segments: SegmentScore
    delays: Delays
    linger_median_s: float | None
    lingering: int
    false_labels: dict[PartKind, FalseLabels]
    time: dict[PartKind, ShownTime]

    @property
    def minutes(self) -> float:
        """Length of all takes."""
        return self.all_false.minutes

    @property
    def macro_f1(self) -> float:
        """Mean of the F1 of the labels that were done."""
        done = [one.segments.f1 for one in self.classes if one.segments.true]
        return sum(done) / len(done) if done else 0.0

    @property
    def all_false(self) -> FalseLabels:
        """False labels at any time."""
        return _together(self.false_labels.values())

    @property
    def rest_false(self) -> FalseLabels:
        """False labels while no exercise is done."""
        return _together(self.false_labels[kind] for kind in REST_KINDS)

    @property
    def rest_time(self) -> ShownTime:
        """What is shown while no exercise is done."""
        return sum((self.time[kind] for kind in REST_KINDS), ShownTime(0.0, 0.0, 0.0))

    @property
    def all_time(self) -> ShownTime:
        """What is shown at any time."""
        return self.time["exercise"] + self.rest_time

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers, lists and names."""
        false_labels: dict[str, FalseLabels] = {"all": self.all_false, "rest": self.rest_false}
        time: dict[str, ShownTime] = {"all": self.all_time, "rest": self.rest_time}
        for kind in _KINDS:
            false_labels[kind] = self.false_labels[kind]
            time[kind] = self.time[kind]
        return {
            "takes": self.takes,
            "minutes": self.minutes,
            "iou": self.iou,
            "segments": {**self.segments.as_json(), "macro_f1": self.macro_f1},
            "delays": self.delays.as_json(),
            "linger": {"median_s": self.linger_median_s, "exercises": self.lingering},
            "false_labels": {kind: found.as_json() for kind, found in false_labels.items()},
            "time": {kind: shown.as_json() for kind, shown in time.items()},
            "classes": {
                one.label: {**one.segments.as_json(), "delays": one.delays.as_json()}
                for one in self.classes
            },
        }


def score_takes(
    takes: Sequence[WatchedTake], labels: Sequence[str], *, iou: float = 0.5
) -> TakeFigures:
    """Judge takes.

    Args:
        takes: At least one.
        labels: All that the model knows, in its order.
        iou: Overlap, as intersection over union (0..1], from which on a segment is right.
    """
    segments = {label: _segment_score(takes, label, iou) for label in labels}
    delays = {label: _delays(takes, label) for label in labels}
    lingers = [found for take in takes for found in linger_times(take)]
    return TakeFigures(
        takes=len(takes),
        iou=iou,
        classes=tuple(
            ClassFigures(label, segments[label], _summary(delays[label]))
            for label in labels
            if segments[label].true or segments[label].found
        ),
        segments=SegmentScore(
            sum(score.true for score in segments.values()),
            sum(score.found for score in segments.values()),
            sum(score.matched for score in segments.values()),
        ),
        delays=_summary([delay for label in labels for delay in delays[label]]),
        linger_median_s=float(np.median(lingers)) if lingers else None,
        lingering=len(lingers),
        false_labels=_false_labels(takes),
        time=_time(takes),
    )


def matched_spans(parts: Sequence[TruePart], spans: Sequence[Span], iou: float) -> int:
    """Return how many recognised segments fit a true one, each at most once, the best first.

    Args:
        parts: True segments of one label.
        spans: Recognised segments of the same label.
        iou: Intersection over union that it takes.
    """
    pairs = [
        (_iou(part, span), i, k) for i, part in enumerate(parts) for k, span in enumerate(spans)
    ]
    free_parts, free_spans = set(range(len(parts))), set(range(len(spans)))
    matched = 0
    for overlap, i, k in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if overlap >= iou and i in free_parts and k in free_spans:
            free_parts.remove(i)
            free_spans.remove(k)
            matched += 1
    return matched


def recognition_delay(take: WatchedTake, part: TruePart) -> float | None:
    """Return the seconds until an exercise has its label; None where it ends without."""
    for shown in take.shown:
        if part.start_s <= shown.time_s < part.end_s and shown.label == part.label:
            return shown.time_s - part.start_s
    return None


def linger_times(take: WatchedTake) -> list[float]:
    """Return for how many seconds labels stay when their exercise is over.

    Exercises without their label at their end don't count. A label stays at most until the next
    exercise of the same label, or the end of the take.
    """
    found = []
    for part in take.exercises:
        before = [shown.label for shown in take.shown if shown.time_s < part.end_s]
        if not before or before[-1] != part.label:
            continue
        gone_s = min(
            (
                shown.time_s
                for shown in take.shown
                if shown.time_s >= part.end_s and shown.label != part.label
            ),
            default=take.end_s,
        )
        again_s = min(
            (
                other.start_s
                for other in take.exercises
                if other.start_s >= part.end_s and other.label == part.label
            ),
            default=take.end_s,
        )
        found.append(min(gone_s, again_s) - part.end_s)
    return found


def false_spans(take: WatchedTake) -> list[PartKind]:
    """Return, for each recognised segment that is false, the kind of part that most of it lies in.

    A segment is false when less than half of it lies in exercises of its label.
    """
    kinds = []
    for span in take.spans:
        own_s = sum(_overlap_s(part, span) for part in take.parts if part.label == span.label)
        if own_s < (span.end_s - span.start_s) / 2.0:
            kinds.append(max(take.parts, key=lambda part: _overlap_s(part, span)).kind)
    return kinds


def shown_time(take: WatchedTake, kind: PartKind) -> ShownTime:
    """Return what is shown while parts of a kind last; before the first prediction, no label."""
    right_s = wrong_s = nothing_s = 0.0
    for label, start_s, end_s in _intervals(take):
        for part in take.parts:
            if part.kind != kind:
                continue
            seconds = max(0.0, min(end_s, part.end_s) - max(start_s, part.start_s))
            if label == part.label:
                right_s += seconds
            elif label is None:
                nothing_s += seconds
            else:
                wrong_s += seconds
    return ShownTime(right_s, wrong_s, nothing_s)


def _intervals(take: WatchedTake) -> Iterator[tuple[str | None, float, float]]:
    """Yield labels with the time from their prediction to the next one, over the whole take."""
    times = [take.parts[0].start_s, *(shown.time_s for shown in take.shown), take.end_s]
    labels = [None, *(shown.label for shown in take.shown)]
    yield from zip(labels, times[:-1], times[1:], strict=True)


def _segment_score(takes: Sequence[WatchedTake], label: str, iou: float) -> SegmentScore:
    true = found = matched = 0
    for take in takes:
        parts = [part for part in take.parts if part.label == label]
        spans = [span for span in take.spans if span.label == label]
        true += len(parts)
        found += len(spans)
        matched += matched_spans(parts, spans, iou)
    return SegmentScore(true, found, matched)


def _delays(takes: Sequence[WatchedTake], label: str) -> list[float | None]:
    return [
        recognition_delay(take, part)
        for take in takes
        for part in take.exercises
        if part.label == label
    ]


def _summary(delays: Sequence[float | None]) -> Delays:
    known = [delay for delay in delays if delay is not None]
    if not known:
        return Delays(len(delays), 0, None, None)
    median_s, p90_s = np.percentile(known, [50, 90]).tolist()
    return Delays(len(delays), len(known), median_s, p90_s)


def _false_labels(takes: Sequence[WatchedTake]) -> dict[PartKind, FalseLabels]:
    counts = Counter(kind for take in takes for kind in false_spans(take))
    seconds: defaultdict[PartKind, float] = defaultdict(float)
    for take in takes:
        for part in take.parts:
            seconds[part.kind] += part.end_s - part.start_s
    return {kind: FalseLabels(counts[kind], seconds[kind] / _SECONDS_A_MINUTE) for kind in _KINDS}


def _time(takes: Sequence[WatchedTake]) -> dict[PartKind, ShownTime]:
    return {
        kind: sum((shown_time(take, kind) for take in takes), ShownTime(0.0, 0.0, 0.0))
        for kind in _KINDS
    }


def _together(parts: Iterable[FalseLabels]) -> FalseLabels:
    found = list(parts)
    return FalseLabels(sum(one.count for one in found), sum(one.minutes for one in found))


def _overlap_s(part: TruePart, span: Span) -> float:
    return max(0.0, min(part.end_s, span.end_s) - max(part.start_s, span.start_s))


def _iou(part: TruePart, span: Span) -> float:
    both_s = _overlap_s(part, span)
    either_s = (part.end_s - part.start_s) + (span.end_s - span.start_s) - both_s
    return both_s / either_s if either_s > 0.0 else 0.0
