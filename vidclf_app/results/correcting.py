"""What a person changes by hand in the segments of a result.

The model's segments are never written to: a person's decision lies over them as a stretch of
time, so that thresholds may still be moved afterwards and the decision stands.
"""

import math
from typing import Literal

from vidclf_app.core.labels import display_label
from vidclf_app.core.manifest import LABEL_CHARACTERS
from vidclf_app.errors import ResultError
from vidclf_app.results.records import HandStretch, ShownSegment
from vidclf_app.results.stretches import Stretches, cover, is_long_enough
from vidclf_app.translating import deferred

Edge = Literal["start", "end"]


class Corrections:
    """The stretches that a person decided, with undo and redo.

    An edit of a segment turns the whole of it into stretches, also one of the model's. Where it
    was and is not any more, a stretch of "nothing here" stays. A stretch covers others; those
    alike that touch become one. Edges lie in the video and at least one prediction apart.

    Args:
        duration_s: Length of the video, seconds.
        step_s: Time between two predictions, seconds.
        hand: What a person decided before, in order, without overlaps.
    """

    def __init__(self, duration_s: float, step_s: float, hand: Stretches = ()) -> None:
        self.duration_s = duration_s
        self.step_s = step_s
        self._hand = hand
        self._done: list[Stretches] = []
        self._undone: list[Stretches] = []

    @property
    def hand(self) -> Stretches:
        """What a person decided, in order of time, without overlaps."""
        return self._hand

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether an edit was taken back and none made since."""
        return bool(self._undone)

    def add(self, label: str | None, start_s: float, end_s: float) -> None:
        """Say what a stretch of time shows.

        Args:
            label: What it shows; None for nothing.
            start_s: Its beginning; what lies outside of the video is cut off.
            end_s: Its end, likewise.

        Raises:
            ResultError: Nothing would be left of it, or there is no such label.
        """
        start_s, end_s = (self._inside(_finite(time_s)) for time_s in (start_s, end_s))
        if not is_long_enough(start_s, end_s, self.step_s):
            raise ResultError(
                deferred(
                    "errors", "From {start_s:.2f} s to {end_s:.2f} s is too short for a segment."
                ).format(start_s=start_s, end_s=end_s),
                deferred(
                    "errors", "Make it at least {step_s:.2g} s long, inside of the video."
                ).format(step_s=self.step_s),
            )
        self._change(self._covered(self._hand, label, start_s, end_s))

    def move_edge(self, segment: ShownSegment, edge: Edge, time_s: float) -> None:
        """Move the beginning or the end of a segment.

        It stops at the video's borders and one prediction before the other edge. Segments that
        it comes to lie on are cut.

        Args:
            segment: As it is shown.
            edge: Which of its edges.
            time_s: Where to, seconds.

        Raises:
            ResultError: The video is too short for it.
        """
        time_s = _finite(time_s)
        start_s, end_s = self._extent(segment)
        if edge == "start":
            moved = self._inside(min(time_s, end_s - self.step_s)), end_s
        else:
            moved = start_s, self._inside(max(time_s, start_s + self.step_s))
        emptied = self._covered(self._hand, None, start_s, end_s)
        self._change(self._covered(emptied, segment.label, *moved))

    def relabel(self, segment: ShownSegment, label: str) -> None:
        """Say that a segment shows something else; its own label makes it a person's decision.

        Raises:
            ResultError: There is no such label, or the video is too short for it.
        """
        self._change(self._covered(self._hand, label, *self._extent(segment)))

    def delete(self, segment: ShownSegment) -> None:
        """Say that nothing is to be seen where a segment is.

        Raises:
            ResultError: The video is too short for it.
        """
        self._change(self._covered(self._hand, None, *self._extent(segment)))

    def clear(self) -> None:
        """Go back to what the model says, everywhere."""
        self._change(())

    def undo(self) -> None:
        """Take the last edit back, if there is one."""
        if self._done:
            self._undone.append(self._hand)
            self._hand = self._done.pop()

    def redo(self) -> None:
        """Make the edit again that was taken back last, if there is one."""
        if self._undone:
            self._done.append(self._hand)
            self._hand = self._undone.pop()

    def _change(self, hand: Stretches) -> None:
        if hand == self._hand:
            return
        self._done.append(self._hand)
        self._undone.clear()
        self._hand = hand

    def _covered(
        self, hand: Stretches, label: str | None, start_s: float, end_s: float
    ) -> Stretches:
        if label is not None and not 0 < len(display_label(label).strip()) <= LABEL_CHARACTERS:
            raise ResultError(
                deferred("errors", "A segment needs a label of 1 to {count} characters.").format(
                    count=LABEL_CHARACTERS
                ),
                deferred("errors", "Choose one of the model's labels."),
            )
        return cover(hand, HandStretch(label, start_s, end_s), self.step_s)

    def _extent(self, segment: ShownSegment) -> tuple[float, float]:
        """Return where a segment lies, at least one prediction long.

        The model's may be a single prediction: it gets half a step to either side.
        """
        start_s, end_s = self._inside(segment.start_s), self._inside(segment.end_s)
        missing_s = self.step_s - (end_s - start_s)
        if missing_s > 0.0:
            start_s = min(start_s - missing_s / 2, self.duration_s - self.step_s)
            start_s = self._inside(start_s)
            end_s = self._inside(start_s + self.step_s)
        if not is_long_enough(start_s, end_s, self.step_s):
            raise ResultError(deferred("errors", "The video is too short for corrections."), "")
        return start_s, end_s

    def _inside(self, time_s: float) -> float:
        return min(max(time_s, 0.0), self.duration_s)


def _finite(time_s: float) -> float:
    if not math.isfinite(time_s):
        raise ResultError(
            deferred("errors", "An edge of a segment must be a time."),
            deferred("errors", "Give it in seconds."),
        )
    return time_s
