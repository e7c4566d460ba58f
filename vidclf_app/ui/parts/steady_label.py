"""A label that keeps its width while its text changes."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """At least as wide as the widest text it will show, whatever the size of the font.

    Args:
        widest: The widest text, so that the neighbours don't jump about.
        parent: The widget around it.
    """

    def __init__(self, widest: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._widest = widest

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Ask for room for the widest text."""
        return self._widened(super().sizeHint())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Insist on room for the widest text."""
        return self._widened(super().minimumSizeHint())

    def _widened(self, size: QSize) -> QSize:
        return size.expandedTo(QSize(self.fontMetrics().horizontalAdvance(self._widest), 0))
