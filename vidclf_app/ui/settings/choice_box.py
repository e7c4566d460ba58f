"""A box to choose one of a few things from."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget


class ChoiceBox(QComboBox):
    """Asks for a value; shows what the state says.

    Args:
        name: For people who can't see it.
        choices: Each value with its text.
        parent: The widget around it.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[object, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._values = [value for value, _ in choices]
        self.addItems([text for _, text in choices])
        self.activated.connect(lambda row: self.chosen.emit(self._values[row]))

    def render_value(self, value: object) -> None:
        """Show a value."""
        row = self._values.index(value)
        if row != self.currentIndex():
            self.setCurrentIndex(row)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Leave the wheel to the page: who scrolls past must not change a setting."""
        event.ignore()
