"""Segments in whole milliseconds, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Stretch(Protocol):
    """Anything with a beginning and an end in seconds."""

    @property
    def start_s(self) -> float:
        """Its beginning, seconds."""

    @property
    def end_s(self) -> float:
        """Its end, seconds."""


@dataclass(frozen=True, slots=True)
class IntervalMs:
    """A stretch of time.

    Attributes:
        start_ms: Its beginning.
        end_ms: Its end, after `start_ms`.
    """

    start_ms: int
    end_ms: int


def intervals_ms(segments: Sequence[Stretch], wanted_ms: int = 1) -> list[IntervalMs]:
    """Round segments to milliseconds, so that each has a length and none overlaps another.

    A segment shorter than `wanted_ms` is made longer, but only as far as nothing else begins
    there; one of no length at all still gets one millisecond, and pushes the next along.

    Args:
        segments: In order of time.
        wanted_ms: How long each should at least be.

    Returns:
        One interval for each segment, in the same order.
    """
    starts_ms = [max(0, round(segment.start_s * 1000)) for segment in segments]
    intervals: list[IntervalMs] = []
    before_ms = 0
    for number, segment in enumerate(segments):
        start_ms = max(starts_ms[number], before_ms)
        end_ms = max(round(segment.end_s * 1000), start_ms + 1)
        if number + 1 < len(segments):
            next_ms = max(starts_ms[number + 1], start_ms + 1)
            end_ms = min(max(end_ms, start_ms + wanted_ms), next_ms)
        else:
            end_ms = max(end_ms, start_ms + wanted_ms)
        intervals.append(IntervalMs(start_ms, end_ms))
        before_ms = end_ms
    return intervals
