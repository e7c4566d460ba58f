"""What is drawn of a body: lines and dots, for the window and for written videos alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from vidclf_app.core.body import BONES, Joint
from vidclf_app.core.records import Body, Prediction

# A body belongs to the frame of its prediction. On a frame this many seconds away it would stand
# beside the person.
OLDEST_S = 0.5

_LEAST_VISIBILITY = 0.5
_LINE_UNITS = 0.06
_THINNEST_PX = 1.0
# A wild landmark must not overflow the drawing libraries' whole numbers.
_FARTHEST_PX = 100_000.0


class Side(Enum):
    """The person's own sides; the trunk has none."""

    LEFT = "left"
    RIGHT = "right"
    MIDDLE = "middle"


# RGB. Orange and blue also differ for eyes that take red and green for one colour.
SIDE_COLOURS: dict[Side, tuple[int, int, int]] = {
    Side.MIDDLE: (238, 241, 245),
    Side.LEFT: (255, 159, 28),
    Side.RIGHT: (58, 168, 255),
}
# Around lines and dots, so that they stand out from any picture.
OUTLINE_COLOUR = (12, 14, 18)
# How much wider the outline is than the line, and the radii of dots, in widths of a line.
OUTLINE_WIDTH = 1.8
DOT_RADIUS, DOT_OUTLINE_RADIUS = 1.1, 1.5

_TRUNK = frozenset({Joint.LEFT_SHOULDER, Joint.RIGHT_SHOULDER, Joint.LEFT_HIP, Joint.RIGHT_HIP})
_DOTS = tuple(sorted({joint for bone in BONES for joint in bone}))


@dataclass(frozen=True, slots=True)
class Line:
    """A bone.

    Attributes:
        start_px: x and y in the picture, pixels from its top left corner.
        end_px: Likewise.
        side: Whose colour it has.
    """

    start_px: tuple[float, float]
    end_px: tuple[float, float]
    side: Side


@dataclass(frozen=True, slots=True)
class Dot:
    """A joint.

    Attributes:
        centre_px: x and y in the picture, pixels from its top left corner.
        side: Whose colour it has.
    """

    centre_px: tuple[float, float]
    side: Side


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What is well enough seen of a body.

    Attributes:
        lines: Bones with both ends visible.
        dots: Visible joints.
    """

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]


def body_to_draw(prediction: Prediction | None, time_s: float) -> Body | None:
    """Return the body that may be drawn on a frame.

    Args:
        prediction: The newest one.
        time_s: Of the frame, which may be newer than the prediction's, or come after a jump.
    """
    if prediction is None or abs(time_s - prediction.time_s) > OLDEST_S:
        return None
    return prediction.body


def skeleton_of(body: Body) -> Skeleton:
    """Return what to draw of a body."""
    return Skeleton(tuple(_lines(body)), tuple(_dots(body)))


def line_width_px(width_px: float, height_px: float) -> float:
    """Return how wide lines are on a picture of this size."""
    return max(_THINNEST_PX, _LINE_UNITS * min(width_px / 16.0, height_px / 9.0))


def _lines(body: Body) -> Iterator[Line]:
    points = _points_px(body)
    for start, end in BONES:
        if min(body.visibility[start], body.visibility[end]) >= _LEAST_VISIBILITY:
            side = Side.MIDDLE if {start, end} <= _TRUNK else _side(end)
            yield Line(points[start], points[end], side)


def _dots(body: Body) -> Iterator[Dot]:
    points = _points_px(body)
    for joint in _DOTS:
        if body.visibility[joint] >= _LEAST_VISIBILITY:
            yield Dot(points[joint], _side(joint))


def _points_px(body: Body) -> list[tuple[float, float]]:
    points = np.clip(body.picture_px, -_FARTHEST_PX, _FARTHEST_PX)
    return [(x, y) for x, y in points.tolist()]


def _side(joint: Joint) -> Side:
    return Side.LEFT if joint.name.startswith("LEFT_") else Side.RIGHT
