"""Stretches of time that a person decided: in order, without overlaps, no two alike that touch.

Pure functions on tuples of `HandStretch`; `vidclf_app.results.correcting` gives them a memory.
"""

from collections.abc import Sequence

from vidclf_app.core.smoothing import SAME_TIME_S
from vidclf_app.results.records import HandStretch

Stretches = tuple[HandStretch, ...]


def cover(stretches: Stretches, new: HandStretch, step_s: float) -> Stretches:
    """Return the stretches with a new one, which covers what was there.

    Args:
        stretches: In order, without overlaps.
        new: Comes on top.
        step_s: What is left of an older one must be at least as long, or it goes.
    """
    kept: list[HandStretch] = []
    for old in stretches:
        for start_s, end_s in uncovered(old.start_s, old.end_s, (new,)):
            is_whole = start_s == old.start_s and end_s == old.end_s
            if is_whole or is_long_enough(start_s, end_s, step_s):
                kept.append(HandStretch(old.label, start_s, end_s))
    return joined([*kept, new])


def joined(stretches: Sequence[HandStretch]) -> Stretches:
    """Return stretches in order, those alike that touch as one.

    Args:
        stretches: Without overlaps, in any order.
    """
    result: list[HandStretch] = []
    for stretch in sorted(stretches, key=lambda each: each.start_s):
        before = result[-1] if result else None
        if (
            before is not None
            and before.label == stretch.label
            and stretch.start_s - before.end_s <= SAME_TIME_S
        ):
            result[-1] = HandStretch(before.label, before.start_s, stretch.end_s)
        else:
            result.append(stretch)
    return tuple(result)


def uncovered(
    start_s: float, end_s: float, covers: Sequence[HandStretch]
) -> list[tuple[float, float]]:
    """Return what is left of an interval under stretches: (start, end) in seconds, in order.

    What only touches an end leaves it whole. An interval without length is gone when a stretch
    holds it.

    Args:
        start_s: The interval's beginning.
        end_s: Its end; may be its beginning.
        covers: In order, without overlaps.
    """
    if start_s == end_s:
        held = any(each.start_s <= start_s <= each.end_s for each in covers)
        return [] if held else [(start_s, end_s)]
    left: list[tuple[float, float]] = []
    for each in covers:
        overlap_s = min(end_s, each.end_s) - max(start_s, each.start_s)
        if overlap_s <= SAME_TIME_S:
            continue
        if each.start_s > start_s + SAME_TIME_S:
            left.append((start_s, each.start_s))
        start_s = each.end_s
        if start_s >= end_s - SAME_TIME_S:
            return left
    return [*left, (start_s, end_s)]


def is_long_enough(start_s: float, end_s: float, step_s: float) -> bool:
    """Tell whether an interval is at least one prediction step long."""
    return end_s - start_s >= step_s - SAME_TIME_S
