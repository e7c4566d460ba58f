"""Which segment is chosen, and what a person does to it."""

from collections.abc import Sequence

from vidclf_app.results.correcting import Edge
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.records import ShownSegment
from vidclf_app.ui.review.timeline.marks import Marks

# A new segment is this long where there is room, seconds.
_NEW_S = 2.0


class Editing:
    """The chosen segment and the label for new ones.

    Segments have no names of their own: after each change the chosen one is looked for where it
    was, or where it was put.

    Attributes:
        selected: Its place among the segments; None where none is chosen.
        label: The label for new segments.
    """

    def __init__(self) -> None:
        self.selected: int | None = None
        self.label = ""
        self._wanted: tuple[str, float, float] | None = None

    def select(self, segments: Sequence[ShownSegment], number: int | None) -> None:
        """Choose a segment by its place; None, or a place that there is not, chooses none."""
        self.selected = self._wanted = None
        if number is not None and 0 <= number < len(segments):
            self.selected = number
            segment = segments[number]
            self._wanted = segment.label, segment.start_s, segment.end_s

    def choose_label(self, label: str) -> None:
        """Use a label for new segments."""
        self.label = label

    def find_again(self, segments: Sequence[ShownSegment], shown: Marks) -> None:
        """Choose among other segments what was chosen before, or what lies most in its place.

        Args:
            segments: The others.
            shown: The same as arrays.
        """
        self.selected = None
        if self._wanted is None:
            return
        label, start_s, end_s = self._wanted
        best = 0.0
        for number in shown.visible(start_s, end_s):
            segment = segments[number]
            overlap_s = min(end_s, segment.end_s) - max(start_s, segment.start_s)
            if overlap_s < 0.0:
                continue
            # One of a single prediction has no length, but is there.
            weight = (overlap_s + 1e-6) * (2.0 if segment.label == label else 1.0)
            if weight > best:
                best, self.selected = weight, number

    def relabel(
        self, document: ResultDocument, segments: Sequence[ShownSegment], label: str
    ) -> None:
        """Give the chosen segment another label.

        Raises:
            ResultError: The correction is not possible.
        """
        segment = self._chosen(segments)
        if segment is not None and segment.label != label:
            document.corrections.relabel(segment, label)
            self._wanted = label, segment.start_s, segment.end_s

    def move_edge(
        self, document: ResultDocument, segments: Sequence[ShownSegment], edge: Edge, time_s: float
    ) -> None:
        """Move an edge of the chosen segment.

        Raises:
            ResultError: The correction is not possible.
        """
        segment = self._chosen(segments)
        if segment is not None:
            document.corrections.move_edge(segment, edge, time_s)
            if edge == "start":
                self._wanted = segment.label, min(time_s, segment.end_s), segment.end_s
            else:
                self._wanted = segment.label, segment.start_s, max(time_s, segment.start_s)

    def add(self, document: ResultDocument, start_s: float, end_s: float) -> None:
        """Add a segment with the label for new ones and choose it.

        Raises:
            ResultError: The correction is not possible.
        """
        document.corrections.add(self.label, min(start_s, end_s), max(start_s, end_s))
        self._wanted = self.label, min(start_s, end_s), max(start_s, end_s)

    def add_at(
        self, document: ResultDocument, segments: Sequence[ShownSegment], time_s: float
    ) -> None:
        """Add a segment at a time, up to the next one where that leaves any room.

        Raises:
            ResultError: The correction is not possible.
        """
        corrections = document.corrections
        end_s = min(time_s + _NEW_S, corrections.duration_s)
        start_s = min(time_s, max(0.0, end_s - corrections.step_s))
        following = [s.start_s for s in segments if s.start_s >= start_s + corrections.step_s]
        inside = any(s.start_s <= start_s < s.end_s for s in segments)
        if following and not inside:
            end_s = min(end_s, following[0])
        self.add(document, start_s, end_s)

    def delete(self, document: ResultDocument, segments: Sequence[ShownSegment]) -> None:
        """Delete the chosen segment.

        Raises:
            ResultError: The correction is not possible.
        """
        segment = self._chosen(segments)
        if segment is not None:
            document.corrections.delete(segment)
            self.select(segments, None)

    def _chosen(self, segments: Sequence[ShownSegment]) -> ShownSegment | None:
        if self.selected is None or self.selected >= len(segments):
            return None
        return segments[self.selected]
