"""The formats to choose from, in groups, two beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vidclf_app.exporting.formats import Purpose
from vidclf_app.translating import translate
from vidclf_app.ui.export.format_box import FormatBox
from vidclf_app.ui.export.view_state import FormatRow

_COLUMNS = 2


class FormatList(QScrollArea):
    """Check boxes; scrolls where there is little room.

    Args:
        rows: The formats.
        parent: The widget around it.

    Attributes:
        boxes: A format's name to its box.
    """

    chosen = Signal(str, bool)

    def __init__(self, rows: Sequence[FormatRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {row.name: FormatBox(row) for row in rows}
        inside = QWidget()
        # Columns of their own: a grid gives its first row the room of texts that don't wrap.
        self._columns = QHBoxLayout(inside)
        self._columns.setContentsMargins(0, 0, 8, 0)
        self._columns.setSpacing(28)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        for number, purpose in enumerate(Purpose):
            group = [self.boxes[row.name] for row in rows if row.purpose is purpose]
            columns[number % _COLUMNS].addLayout(_group(translate("export", purpose.value), group))
        for column in columns:
            column.setSpacing(16)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Only the boxes take the keyboard; the area scrolls after them.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # The card around shows through.
        inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        for box in self.boxes.values():
            box.chosen.connect(self.chosen)
            box.focused.connect(self.ensureWidgetVisible)

    def render_rows(self, rows: Sequence[FormatRow], *, enabled: bool) -> None:
        """Show which formats are chosen."""
        for row in rows:
            self.boxes[row.name].render_row(row, enabled=enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Be no higher than the formats are, so that what comes after stays near."""
        super().resizeEvent(event)
        self.setMaximumHeight(self._columns.totalHeightForWidth(self.viewport().width()))


def _group(title: str, boxes: Sequence[FormatBox]) -> QVBoxLayout:
    name = QLabel(title)
    name.setObjectName("name")
    layout = QVBoxLayout()
    layout.setSpacing(8)
    layout.addWidget(name)
    for box in boxes:
        layout.addWidget(box)
    return layout
