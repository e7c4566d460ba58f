"""What was found in a file, in short."""

from collections.abc import Iterable
from dataclasses import dataclass

from vidclf_app.core.records import Segment
from vidclf_app.results.records import ShownSegment


@dataclass(frozen=True, slots=True)
class Found:
    """What a list of files tells of a result.

    Attributes:
        lengths_s: Labels, and for how many seconds each is shown.
        predictions: How many there are.
        nobody: How many of them saw nobody.
        restarts: How often the model had to begin anew, as far as that is known.
    """

    lengths_s: tuple[tuple[str, float], ...]
    predictions: int
    nobody: int
    restarts: int = 0


def found_in(
    segments: Iterable[Segment | ShownSegment], predictions: int, nobody: int, restarts: int = 0
) -> Found:
    """Return what was found.

    Args:
        segments: What is shown.
        predictions: How many there are.
        nobody: How many of them saw nobody.
        restarts: How often the model had to begin anew, as far as that is known.
    """
    lengths_s: dict[str, float] = {}
    for segment in segments:
        length_s = segment.end_s - segment.start_s
        lengths_s[segment.label] = lengths_s.get(segment.label, 0.0) + length_s
    return Found(
        lengths_s=tuple(lengths_s.items()),
        predictions=predictions,
        nobody=nobody,
        restarts=restarts,
    )
