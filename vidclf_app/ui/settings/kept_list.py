"""The list of what is kept where."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.settings.rows import button, line
from vidclf_app.ui.settings.view_state import KeptPlace


class KeptList(QWidget):
    """One row for each place, with a button that shows it.

    Args:
        parent: The widget around it.
    """

    folder_requested = Signal(KeptPlace)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[KeptPlace, ...] = ()
        self._lines: list[tuple[QLabel, QLabel]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(16)
        self._grid.setColumnStretch(0, 1)

    def render_places(self, places: Sequence[KeptPlace]) -> None:
        """Show them. Their number stays the same."""
        if tuple(places) == self._places:
            return
        self._places = tuple(places)
        if not self._lines:
            for number, place in enumerate(places):
                self._add_row(number, place)
        for place, (text, path) in zip(places, self._lines, strict=True):
            text.setText(place.text)
            path.setText(str(place.path))

    def _add_row(self, number: int, place: KeptPlace) -> None:
        title, text, path = line("value"), line("text"), line("hint")
        title.setText(place.title)
        path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        show = button(
            translate("settings", "Open folder"),
            translate("settings", "Show it in the file manager"),
            translate("settings", "Open folder: {name}").format(name=place.title),
        )
        show.clicked.connect(lambda: self.folder_requested.emit(self._places[number]))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (title, text, path):
            label.setParent(self)
            texts.addWidget(label)
        self._grid.addLayout(texts, number, 0)
        self._grid.addWidget(show, number, 1, Qt.AlignmentFlag.AlignTop)
        self._lines.append((text, path))
