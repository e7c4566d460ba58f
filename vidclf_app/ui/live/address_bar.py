"""The line in which an address is typed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from vidclf_app.translating import translate


class AddressBar(QWidget):
    """Asks for the address of a stream; hidden until it is wanted.

    Args:
        parent: The widget around it.
    """

    address_entered = Signal(str)
    address_added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._adds = False
        label = QLabel(translate("live", "&Address"), self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText("rtsp://user:password@camera.local/stream")
        self.field.setAccessibleName(translate("live", "Address of a stream"))
        self.field.setMaxLength(2000)
        self.field.returnPressed.connect(self._enter)
        label.setBuddy(self.field)
        self.open_button = QPushButton(translate("live", "Open"), self)
        self.open_button.setToolTip(translate("live", "Open the address (Enter)"))
        self.open_button.clicked.connect(self._enter)
        self.cancel_button = QPushButton(translate("live", "Cancel"), self)
        self.cancel_button.setToolTip(translate("live", "Put this line away (Esc)"))
        self.cancel_button.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(10)
        layout.addWidget(label)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.open_button)
        layout.addWidget(self.cancel_button)
        self.setVisible(False)

    def ask(self, *, adding: bool = False) -> None:
        """Show the line and put the cursor into it.

        Args:
            adding: The address is for one source more.
        """
        self._adds = adding
        add, open_it = translate("live", "Add"), translate("live", "Open")
        self.open_button.setText(add if adding else open_it)
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Put the line away on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        text = self.field.text().strip()
        if text:
            self.hide()
            (self.address_added if self._adds else self.address_entered).emit(text)
