"""One format to choose: a check box, and under it what the format is for."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QStyle, QVBoxLayout, QWidget

from vidclf_app.ui.export.view_state import FormatRow


class FormatBox(QWidget):
    """A check box with its explanation.

    Args:
        row: The format.
        parent: The widget around it.
    """

    chosen = Signal(str, bool)
    focused = Signal(QWidget)

    def __init__(self, row: FormatRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = row.name
        self.box = QCheckBox(row.title.replace("&", "&&"), self)
        self.box.setAccessibleDescription(row.explanation)
        self.box.clicked.connect(lambda checked: self.chosen.emit(self.name, checked))
        self.box.installEventFilter(self)
        self.explanation = QLabel(row.explanation, self)
        self.explanation.setObjectName("caption")
        self.explanation.setWordWrap(True)
        style = self.style()
        indent = style.pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth) + style.pixelMetric(
            QStyle.PixelMetric.PM_CheckBoxLabelSpacing
        )
        self.explanation.setIndent(indent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.box)
        layout.addWidget(self.explanation)

    def render_row(self, row: FormatRow, *, enabled: bool) -> None:
        """Show whether it is chosen."""
        self.box.setChecked(row.chosen)
        self.setEnabled(enabled)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell when the keyboard comes to the box, so that it can be scrolled to."""
        if event.type() is QEvent.Type.FocusIn:
            self.focused.emit(self)
        return super().eventFilter(watched, event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take a click on the explanation for one on the box."""
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self.box.click()
