"""One figure with its caption under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vidclf_app.ui.parts.steady_label import SteadyLabel


class Metric(QWidget):
    """Shows a figure.

    Args:
        caption: What it is, in a word or two.
        widest: The widest text it will show, so that the neighbours don't jump about.
        tip: What it means, in a sentence.
        parent: The widget around it.
    """

    def __init__(
        self, caption: str, widest: str, tip: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        self._value = SteadyLabel(widest, self)
        self._value.setText("—")
        self._value.setObjectName("value")
        self._value.setTextFormat(Qt.TextFormat.PlainText)
        caption_label = QLabel(caption, self)
        caption_label.setObjectName("caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._value)
        layout.addWidget(caption_label)
        self.setToolTip(tip)
        self.setAccessibleName(caption)

    @property
    def text(self) -> str:
        """What it shows."""
        return self._value.text()

    def show_value(self, text: str) -> None:
        """Show a figure."""
        if text != self._value.text():
            self._value.setText(text)
            self.setAccessibleName(f"{self._caption}: {text}")
