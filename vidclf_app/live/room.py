"""Which panels there is room for beside the picture."""

from dataclasses import dataclass

_LEAST_PICTURE_WIDTH, _LEAST_PICTURE_HEIGHT = 320.0, 200.0
_LEAST_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Room:
    """What can be shown.

    Attributes:
        history: The strip under the picture.
        session: The panel beside it.
    """

    history: bool
    session: bool


def room_for(
    width_px: float,
    height_px: float,
    *,
    history_px: float,
    session_px: float,
    scale: float,
) -> Room:
    """Say which panels leave the picture enough room.

    Args:
        width_px: Of picture and panels together.
        height_px: Likewise.
        history_px: Height of the strip.
        session_px: Width of the panel.
        scale: How much larger than designed the text is.
    """
    picture_px = height_px - history_px
    return Room(
        history=picture_px >= max(_LEAST_PICTURE_HEIGHT * scale, _LEAST_SHARE * height_px),
        session=width_px - session_px >= max(_LEAST_PICTURE_WIDTH * scale, _LEAST_SHARE * width_px),
    )
