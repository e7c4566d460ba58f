"""The line in which a camera is set: size, rate, rotation, mirror."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QVBoxLayout, QWidget

from vidclf_app.core.sources.properties import CameraProperties
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate
from vidclf_app.ui.live.view_state import CameraSetup
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_SIZES_PX = ((640, 480), (800, 600), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
_RATES_HZ = (10.0, 15.0, 24.0, 25.0, 30.0, 50.0, 60.0)
_TURNS = (
    (0, QT_TRANSLATE_NOOP("live", "Upright")),
    (90, QT_TRANSLATE_NOOP("live", "90° to the right")),
    (180, QT_TRANSLATE_NOOP("live", "Upside down")),
    (270, QT_TRANSLATE_NOOP("live", "90° to the left")),
)


class CameraPanel(QWidget):
    """Asks what a camera or stream should give; hidden until it is wanted.

    Args:
        parent: The widget around it.
    """

    asked = Signal(CameraProperties)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(translate("live", "Camera"))
        self._setup: CameraSetup | None = None
        self.name = QLabel(self)
        self.name.setObjectName("value")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.size_choice = _choice(translate("live", "Resolution"), self)
        self.rate_choice = _choice(translate("live", "Pictures a second"), self)
        self.turn_choice = _choice(translate("live", "Rotation"), self)
        for degrees, text in _TURNS:
            self.turn_choice.addItem(translate("live", text), degrees)
        self.mirror = QCheckBox(translate("live", "Mirrored"), self)
        self.mirror.setToolTip(translate("live", "Show the picture mirrored (M)"))
        self.apply_button = QPushButton(translate("live", "Apply"), self)
        self.apply_button.setToolTip(
            translate("live", "Open the camera anew, so; the model goes on (Enter)")
        )
        self.apply_button.setProperty("primary", True)
        self.apply_button.clicked.connect(self._ask)
        self.close_button = QPushButton(translate("live", "Close"), self)
        self.close_button.setToolTip(translate("live", "Put this line away (Esc)"))
        self.close_button.clicked.connect(self.hide)
        self.given = QLabel(self)
        self.given.setObjectName("hint")
        self.given.setTextFormat(Qt.TextFormat.PlainText)
        self.given.setWordWrap(True)
        self._captions = {
            choice: _caption(choice, self)
            for choice in (self.size_choice, self.rate_choice, self.turn_choice)
        }
        row = WrappingLayout()
        row.addWidget(self.name)
        for choice, caption in self._captions.items():
            row.addWidget(caption)
            row.addWidget(choice)
        row.addWidget(self.mirror)
        row.addStretch()
        row.addWidget(self.apply_button)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(row)
        layout.addWidget(self.given)
        self.setVisible(False)

    def ask(self) -> None:
        """Show the line, unless there is nothing to set; once more puts it away."""
        if self.isVisible():
            self.hide()
        elif self._setup is not None:
            self.show()
            first = self.size_choice if self._setup.asks_driver else self.turn_choice
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def render_setup(self, setup: CameraSetup | None) -> None:
        """Show how a camera is set; None for files, which have nothing to set."""
        before, self._setup = self._setup, setup
        if setup is None:
            self.hide()
            return
        if before == setup:
            return
        self.name.setText(setup.name)
        self.given.setText(setup.given)
        self.given.setVisible(bool(setup.given))
        if before is None or (before.name, before.asked) != (setup.name, setup.asked):
            self._fill(setup)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Put the line away on Escape, ask on Enter."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask()
        else:
            super().keyPressEvent(event)

    def _fill(self, setup: CameraSetup) -> None:
        asked = setup.asked
        for choice in (self.size_choice, self.rate_choice):
            choice.clear()
            choice.addItem(translate("live", "Automatic"), None)
            choice.setVisible(setup.asks_driver)
            self._captions[choice].setVisible(setup.asks_driver)
        sizes = {*_SIZES_PX}
        if asked.width_px is not None and asked.height_px is not None:
            sizes.add((asked.width_px, asked.height_px))
        for width_px, height_px in sorted(sizes):
            text = f"{width_px} × {height_px}"  # noqa: RUF001 - a multiplication sign
            self.size_choice.addItem(text, (width_px, height_px))
        rates = {*_RATES_HZ} if asked.rate_hz is None else {*_RATES_HZ, asked.rate_hz}
        for rate_hz in sorted(rates):
            self.rate_choice.addItem(f"{rate_hz:g}", rate_hz)
        size = None if asked.width_px is None else (asked.width_px, asked.height_px)
        _select(self.size_choice, size)
        _select(self.rate_choice, asked.rate_hz)
        _select(self.turn_choice, asked.rotation_deg)
        self.mirror.setChecked(asked.mirror)

    def _ask(self) -> None:
        width_px, height_px = self.size_choice.currentData() or (None, None)
        self.asked.emit(
            CameraProperties(
                width_px=width_px,
                height_px=height_px,
                rate_hz=self.rate_choice.currentData(),
                rotation_deg=self.turn_choice.currentData(),
                mirror=self.mirror.isChecked(),
            )
        )


def _choice(name: str, parent: QWidget) -> QComboBox:
    choice = QComboBox(parent)
    choice.setAccessibleName(name)
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return choice


def _caption(choice: QComboBox, parent: QWidget) -> QLabel:
    caption = QLabel(choice.accessibleName(), parent)
    caption.setObjectName("name")
    caption.setBuddy(choice)
    return caption


def _select(choice: QComboBox, data: Any) -> None:
    for number in range(choice.count()):
        if choice.itemData(number) == data:
            choice.setCurrentIndex(number)
            return
    choice.setCurrentIndex(0)
