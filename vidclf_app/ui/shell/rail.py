"""The rail of places along the window's left side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QToolButton, QVBoxLayout, QWidget


class Rail(QWidget):
    """One button for each page; the pressed one is in front.

    Args:
        titles: The pages' names for people, in order.
        parent: The widget around it.
    """

    page_requested = Signal(int)

    def __init__(self, titles: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._titles = tuple(titles)
        self.buttons: list[QToolButton] = []
        group = QButtonGroup(self)
        group.setExclusive(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 10, 8, 10)
        layout.setSpacing(4)
        for number, title in enumerate(titles):
            button = QToolButton(self)
            button.setText(title)
            button.setCheckable(True)
            button.setProperty("rail", True)
            button.clicked.connect(lambda _=False, number=number: self.page_requested.emit(number))
            button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
            group.addButton(button)
            layout.addWidget(button)
            self.buttons.append(button)
        layout.addStretch(1)

    def render_page(self, number: int) -> None:
        """Show which page is in front."""
        self.buttons[number].setChecked(True)

    def mark(self, number: int, *, marked: bool) -> None:
        """Show that something goes on in a page that may be out of sight: a recording."""
        title = self._titles[number]
        self.buttons[number].setText(f"● {title}" if marked else title)
