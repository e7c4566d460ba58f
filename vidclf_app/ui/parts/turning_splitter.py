"""Two panes side by side, or one above the other where there is little room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class TurningSplitter(QSplitter):
    """Splits its room among panes.

    Args:
        narrow_characters: Below this width, in average characters of the text in use, the panes
            stand one above the other.
        parent: The widget around it.
    """

    def __init__(self, narrow_characters: int, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._narrow_characters = narrow_characters
        self.setChildrenCollapsible(False)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Turn where it is time to."""
        characters = event.size().width() / max(1, self.fontMetrics().averageCharWidth())
        narrow = characters < self._narrow_characters
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self.orientation() is not wanted:
            self.setOrientation(wanted)
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for no more width than one pane: a narrow window must be able to become narrow."""
        panes = [
            pane.minimumSizeHint().expandedTo(pane.minimumSize())
            for number in range(self.count())
            if (pane := self.widget(number)) is not None and not pane.isHidden()
        ]
        heights = [pane.height() for pane in panes]
        is_turned = self.orientation() is Qt.Orientation.Vertical
        return QSize(
            max((pane.width() for pane in panes), default=0),
            sum(heights) if is_turned else max(heights, default=0),
        )
