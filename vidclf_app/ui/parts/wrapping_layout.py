"""A row of widgets that goes on in the next line where the window is too narrow for it."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget


class WrappingLayout(QLayout):
    """Lays widgets out in lines. Within a line, stretches share the room that is left over.

    With large text or long translations a bar becomes higher in place of cutting its buttons.

    Args:
        parent: The widget whose layout it is.
        across_px: Room between neighbours.
        down_px: Room between lines.
    """

    def __init__(
        self, parent: QWidget | None = None, *, across_px: int = 8, down_px: int = 8
    ) -> None:
        if parent is None:
            super().__init__()
        else:
            super().__init__(parent)
        self._across_px = across_px
        self._down_px = down_px
        self._items: list[QLayoutItem] = []

    def addStretch(self) -> None:  # noqa: N802 - as QBoxLayout calls it
        """Push what follows to the right end of its line."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802 - Qt's name
        """Take one more item."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Return an item, or None past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802 - Qt's name
        """Give an item away, or None past the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802 - Qt's name
        """Take width where there is some, no height."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """Say that narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Return the height at a width."""
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for all in one line."""
        shown = [item.sizeHint() for item in self._shown()]
        return self._with_margins(
            sum(size.width() for size in shown) + self._across_px * max(0, len(shown) - 1),
            max((size.height() for size in shown), default=0),
        )

    def minimumSize(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on the widest widget's width."""
        shown = [item.minimumSize() for item in self._shown()]
        return self._with_margins(
            max((size.width() for size in shown), default=0),
            max((size.height() for size in shown), default=0),
        )

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802 - Qt's name
        """Put everything in its place."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not (item.widget() and item.isEmpty())]

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(
            width + margins.left() + margins.right(), height + margins.top() + margins.bottom()
        )

    def _lay_out(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        room = rect.marginsRemoved(margins)
        y = room.y()
        for line in self._lines(room.width()):
            widths = self._widths(line, room.width())
            height = max(_height(item, width) for item, width in zip(line, widths, strict=True))
            if move:
                self._place(line, widths, QPoint(room.x(), y), height)
            y += height + self._down_px
        end = y - self._down_px if y > room.y() else y
        return end - rect.y() + margins.bottom()

    def _lines(self, width: int) -> Iterator[list[QLayoutItem]]:
        line: list[QLayoutItem] = []
        used = 0
        for item in self._shown():
            needed = item.sizeHint().width()
            if any(i.widget() for i in line) and item.widget() and used + needed > width:
                # A stretch pushes what follows it, in the next line too.
                last = max(place for place, before in enumerate(line) if before.widget())
                yield line[: last + 1]
                line, used = line[last + 1 :], 0
            line.append(item)
            used += needed + self._across_px * bool(item.widget())
        if line:
            yield line

    def _widths(self, line: list[QLayoutItem], width: int) -> list[int]:
        hints = [item.sizeHint().width() if item.widget() else 0 for item in line]
        gaps = self._across_px * (sum(1 for item in line if item.widget()) - 1)
        growing = [bool(i.expandingDirections() & Qt.Orientation.Horizontal) for i in line]
        free = max(0, width - sum(hints) - gaps)
        share = free // sum(growing) if any(growing) else 0
        return [
            min(hint + share * grows, width) for hint, grows in zip(hints, growing, strict=True)
        ]

    def _place(
        self, line: list[QLayoutItem], widths: list[int], start: QPoint, height: int
    ) -> None:
        x = start.x()
        for item, width in zip(line, widths, strict=True):
            if item.widget():
                item.setGeometry(QRect(QPoint(x, start.y()), QSize(width, height)))
            x += width + self._across_px * bool(item.widget())


def _height(item: QLayoutItem, width: int) -> int:
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
