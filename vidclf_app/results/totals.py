"""How long and how often each label was shown."""

from dataclasses import dataclass

from vidclf_app.results.records import Result, ShownSegment


@dataclass(frozen=True, slots=True)
class LabelTotal:
    """One label's line in a table.

    Attributes:
        label: The label.
        segments: How many there are.
        total_s: Their length together, seconds.
        mean: Mean probability over them, 0..1, longer ones counting for more.
    """

    label: str
    segments: int
    total_s: float
    mean: float


def totals(result: Result) -> tuple[LabelTotal, ...]:
    """Return a line for each label that is shown: in the model's order, then what it doesn't know.

    Args:
        result: With the segments as they are shown.
    """
    by_label: dict[str, list[ShownSegment]] = {}
    for segment in result.segments:
        by_label.setdefault(segment.label, []).append(segment)
    known = result.analysis.model.labels
    labels = [label for label in known if label in by_label]
    labels += sorted(set(by_label) - set(known))
    # A segment of one prediction has no length, but stands for one step.
    step_s = 1.0 / result.analysis.model.rate_hz
    return tuple(_total(label, by_label[label], step_s) for label in labels)


def _total(label: str, segments: list[ShownSegment], step_s: float) -> LabelTotal:
    lengths_s = [segment.end_s - segment.start_s for segment in segments]
    weights = [length_s + step_s for length_s in lengths_s]
    weighted = sum(segment.mean * weight for segment, weight in zip(segments, weights, strict=True))
    return LabelTotal(
        label=label,
        segments=len(segments),
        total_s=sum(lengths_s),
        mean=weighted / sum(weights),
    )
