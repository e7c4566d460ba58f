"""Where the edges of segments can be taken, and what they hold on to while they are moved."""

from vidclf_app.results.correcting import Edge
from vidclf_app.ui.review.timeline.canvas import TimeCanvas
from vidclf_app.ui.review.timeline.marks import Marks

# Narrower blocks can be taken by their edges only once they are chosen.
WIDE_ENOUGH_TO_GRIP_PX = 16.0
_GRIP_PX = 6.0


def grip_at(
    canvas: TimeCanvas, marks: Marks, selected: int | None, x_px: float
) -> tuple[int, Edge] | None:
    """Return the edge at a place: of the chosen segment, also from beside it, or of a wide one.

    Args:
        canvas: Says where times lie.
        marks: The segments.
        selected: The chosen one.
        x_px: The place.
    """
    here = marks.at(canvas.time_at(x_px), canvas.seconds(_GRIP_PX))
    for number in (selected, here):
        if number is None or number >= len(marks):
            continue
        left = canvas.x_of(float(marks.start_s[number]))
        right = canvas.x_of(float(marks.end_s[number]))
        if number != selected and right - left < WIDE_ENOUGH_TO_GRIP_PX:
            continue
        inside = min(_GRIP_PX, (right - left) / 3)
        # Beside a segment that is not the chosen one, a new one may begin.
        outside = _GRIP_PX if number == selected else _GRIP_PX / 3
        if -outside <= x_px - left <= inside:
            return number, "start"
        if -inside <= x_px - right <= outside:
            return number, "end"
    return None


def snapped(marks: Marks, time_s: float, number: int | None, reach_s: float) -> float:
    """Return a time, or the edge of another segment that is very near.

    Args:
        marks: The segments.
        time_s: The time.
        number: The segment whose own edges don't count.
        reach_s: How near is very near.
    """
    near = [
        float(edge_s)
        for other in marks.visible(time_s - reach_s, time_s + reach_s)
        if other != number
        for edge_s in (marks.start_s[other], marks.end_s[other])
        if abs(edge_s - time_s) <= reach_s
    ]
    return min(near, key=lambda edge_s: abs(edge_s - time_s)) if near else time_s
