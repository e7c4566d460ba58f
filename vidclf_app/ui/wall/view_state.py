"""What a wall of sources shows, as frozen records without Qt."""

from dataclasses import dataclass, replace

from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts.messages import Banner

_WIDTH_BY_HEIGHT = 16.0 / 9.0


@dataclass(frozen=True, slots=True, eq=False)
class WallState:
    """All sources, at one moment.

    Attributes:
        sources: Each source's state, in their order; at least one.
        selected: Number of the one that the controls belong to, from 0.
        large: Only the selected one is shown, and fills the wall.
        notice: A message that concerns the wall, or None.
    """

    sources: tuple[ViewState, ...]
    selected: int
    large: bool
    notice: Banner | None = None

    @property
    def front(self) -> ViewState:
        """The selected source's state, with the wall's own message where there is one."""
        state = self.sources[self.selected]
        return state if self.notice is None else replace(state, banner=self.notice)

    @property
    def shown(self) -> tuple[int, ...]:
        """Numbers of the sources whose pictures are shown."""
        return (self.selected,) if self.large else tuple(range(len(self.sources)))


def columns(count: int, width_px: int, height_px: int, header_px: int = 0) -> int:
    """Return the number of columns in which pictures of 16:9 come out largest.

    Args:
        count: How many pictures.
        width_px: Of the room for all.
        height_px: Of the room for all.
        header_px: Height of what stands above each picture.
    """

    def picture_width(columns: int) -> float:
        rows = -(-count // columns)
        height = max(0.0, height_px / rows - header_px)
        return min(width_px / columns, height * _WIDTH_BY_HEIGHT)

    # Of equals the one with more rows empty fewer places.
    return max(range(1, count + 1), key=lambda columns: (picture_width(columns), -columns))
