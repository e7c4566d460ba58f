"""Where files are dropped: the whole page while it is empty, and a frame over it else."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.theme import colours, scaled_px
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout


class DropArea(QWidget):
    """Explains what to do while the list is empty.

    Args:
        parent: The widget around it.
    """

    files_requested = Signal()
    folder_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_aimed_at = False
        heading = QLabel(translate("files", "Drop videos or folders here"), self)
        heading.setObjectName("heading")
        hint = QLabel(
            translate(
                "files",
                "They are analysed one after the other, without changing them. Each result is "
                "kept and opens in an instant the next time.",
            ),
            self,
        )
        hint.setObjectName("hint")
        for label in (heading, hint):
            label.setWordWrap(True)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.files = QPushButton(translate("files", "Add videos …"), self)
        self.files.setProperty("primary", True)
        self.files.setToolTip(translate("files", "Choose one video or several (Ctrl+O)"))
        self.files.clicked.connect(self.files_requested)
        self.folder = QPushButton(translate("files", "Add folder …"), self)
        self.folder.setToolTip(
            translate("files", "Add all videos in a folder and in those inside (Ctrl+Shift+O)")
        )
        self.folder.clicked.connect(self.folder_requested)
        buttons = WrappingLayout()
        buttons.addStretch()
        buttons.addWidget(self.files)
        buttons.addWidget(self.folder)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(48, 48, 48, 48)
        layout.setSpacing(14)
        layout.addStretch(1)
        layout.addWidget(heading)
        layout.addWidget(hint)
        layout.addSpacing(6)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def aim(self, is_aimed_at: bool) -> None:
        """Show that what is being dragged would be taken."""
        self._is_aimed_at = is_aimed_at
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint the place to drop things on."""
        painter = QPainter(self)
        _paint_frame(painter, QRectF(self.rect()), is_aimed_at=self._is_aimed_at)


class DropVeil(QWidget):
    """Lies over the list while something is dragged over it.

    Args:
        parent: The widget that it covers.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self, over: QWidget) -> None:
        """Lie over a widget."""
        self.setGeometry(over.geometry())
        self.raise_()
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802 - Qt's name
        """Paint a frame and what a drop would do."""
        painter = QPainter(self)
        ground = QColor(colours().background)
        ground.setAlpha(210)
        painter.fillRect(self.rect(), ground)
        _paint_frame(painter, QRectF(self.rect()), is_aimed_at=True)
        painter.setPen(QColor(colours().text))
        painter.drawText(
            self.rect(), Qt.AlignmentFlag.AlignCenter, translate("files", "Drop to analyse")
        )


def _paint_frame(painter: QPainter, room: QRectF, *, is_aimed_at: bool) -> None:
    theme = colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    margin = scaled_px(20)
    pen = QPen(QColor(theme.accent if is_aimed_at else theme.edge), 2)
    pen.setDashPattern([4, 4])
    painter.setPen(pen)
    painter.setBrush(QColor(theme.surface) if is_aimed_at else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(
        room.adjusted(margin, margin, -margin, -margin), scaled_px(14), scaled_px(14)
    )
