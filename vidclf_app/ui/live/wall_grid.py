"""The pictures of all sources, side by side."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from vidclf_app.core.records import Frame
from vidclf_app.ui.live.tile import SourceTile
from vidclf_app.ui.live.video_view import VideoView
from vidclf_app.ui.wall.view_state import WallState, columns

_GAP_PX = 2


class WallGrid(QWidget):
    """Shows a tile for each source, each as large as the room allows.

    Args:
        frame_painted: Called with a source's number and the frame after each painting.
        parent: The widget around it.
    """

    source_chosen = Signal(int)
    enlarging_requested = Signal()

    def __init__(
        self, frame_painted: Callable[[int, Frame], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._frame_painted = frame_painted
        self._arranged: tuple[int, ...] = ()
        self._count = 0
        self._selected = 0
        self.tiles = [self._new_tile(0)]
        self._follow(self.tiles[0])

    @property
    def view(self) -> VideoView:
        """The selected source's picture."""
        return self.tiles[self._selected].view

    def render_state(self, state: WallState) -> None:
        """Show a state."""
        count = len(state.sources)
        while len(self.tiles) < count:
            tile = self._new_tile(len(self.tiles))
            QWidget.setTabOrder(self.tiles[-1].view, tile.view)
            self.tiles.append(tile)
        shown = state.shown
        had_focus = any(tile.view.hasFocus() for tile in self.tiles)
        moved = self._selected != state.selected
        self._selected = state.selected
        if (shown, count) != (self._arranged, self._count):
            self._arranged, self._count = shown, count
            self._arrange()
        if moved:
            self._follow(self.tiles[state.selected])
        if had_focus and not self.view.hasFocus():
            self.view.setFocus()
        for number in shown:
            framed = number == state.selected and len(shown) > 1
            self.tiles[number].render_state(state.sources[number], number + 1, framed=framed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Suggest a size to the layout."""
        return QSize(960, 540)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on some room for one picture."""
        return QSize(320, 90)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the tiles in their places."""
        super().resizeEvent(event)
        self._place()

    def _new_tile(self, number: int) -> SourceTile:
        tile = SourceTile(lambda frame: self._frame_painted(number, frame), self)
        tile.chosen.connect(lambda: self.source_chosen.emit(number))
        tile.enlarging_requested.connect(self.enlarging_requested)
        return tile

    def _follow(self, tile: SourceTile) -> None:
        # Whoever gives the wall the keyboard means the selected picture.
        self.setFocusProxy(tile.view)

    def _arrange(self) -> None:
        alone = len(self._arranged) == 1
        # First what comes, then what goes: the keyboard never falls to somebody else.
        for number in self._arranged:
            self.tiles[number].set_among_others(not alone, has_others=self._count > 1)
            self.tiles[number].show()
        self.tiles[self._selected].raise_()
        if any(tile.view.hasFocus() for tile in self.tiles):
            self.view.setFocus()
        for number, tile in enumerate(self.tiles):
            if number not in self._arranged:
                tile.hide()
        self._place()

    def _place(self) -> None:
        count = len(self._arranged)
        if count == 0:
            return
        header_px = self.tiles[self._arranged[0]].header_px if count > 1 else 0
        across = columns(count, self.width(), self.height(), header_px)
        down = -(-count // across)
        gap = _GAP_PX if count > 1 else 0
        for place, number in enumerate(self._arranged):
            column, row = place % across, place // across
            left, right = (self.width() * c // across for c in (column, column + 1))
            top, bottom = (self.height() * r // down for r in (row, row + 1))
            self.tiles[number].setGeometry(QRect(left, top, right - left - gap, bottom - top - gap))
