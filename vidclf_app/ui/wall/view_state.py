"""What a wall of sources shows, as frozen records without Qt."""

from dataclasses import dataclass

from vidclf_app.ui.live.view_state import ViewState

_WIDTH_BY_HEIGHT = 16.0 / 9.0


@dataclass(frozen=True, slots=True, eq=False)
class WallState:
    """All sources, at one moment.

    Attributes:
        sources: Each source's state, in their order; at least one.
        selected: Number of the one that the controls belong to, from 0.
        large: Only the selected one is shown, and fills the wall.
    """

    sources: tuple[ViewState, ...]
    selected: int
    large: bool

    @property
    def front(self) -> ViewState:
        """The selected source's state."""
        return self.sources[self.selected]

    @property
    def shown(self) -> tuple[int, ...]:
        """Numbers of the sources whose pictures are shown."""
        return (self.selected,) if self.large else tuple(range(len(self.sources)))


def columns(count: int, width_px: int, height_px: int) -> int:
    """Return the number of columns in which pictures of 16:9 come out largest.

    Args:
        count: How many pictures.
        width_px: Of the room for all.
        height_px: Of the room for all.
    """

    def picture_width(columns: int) -> float:
        rows = -(-count // columns)
        return min(width_px / columns, height_px / rows * _WIDTH_BY_HEIGHT)

    # Of equals the one with more rows empty fewer places.
    return max(range(1, count + 1), key=lambda columns: (picture_width(columns), -columns))
