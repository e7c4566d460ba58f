"""A line of text that gives way where there is little room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel


def shortened(text: str, longest: int = 28) -> str:
    """Return a text of at most that many characters; the end of a name often tells most."""
    return text if len(text) <= longest else f"{text[: longest - 9]}…{text[-8:]}"


class ElidedLabel(QLabel):
    """A label of one line whose middle is left out where it doesn't fit."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Allow the layout to make it narrow."""
        return QSize(3 * self.fontMetrics().height(), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint as much of the text as fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        painter.drawText(self.rect(), int(self.alignment()), text)
