"""The strip of the last minutes with its line above: what is pointed at, and how much to show."""

import time

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vidclf_app.live.choices import HISTORY_MINUTES
from vidclf_app.live.desk import DeskView
from vidclf_app.live.wording import readout_text
from vidclf_app.translating import translate
from vidclf_app.ui.live.history_strip import HistoryStrip
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.elided_label import ElidedLabel


class HistoryPanel(QWidget):
    """Shows the last minutes.

    Args:
        parent: The widget around it.
    """

    minutes_requested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk: DeskView | None = None
        self.readout = ElidedLabel(self)
        self.readout.setObjectName("caption")
        self.readout.setTextFormat(Qt.TextFormat.PlainText)
        self.strip = HistoryStrip(self)
        self.strip.pointed.connect(self._read_out)
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.readout, 1)
        self.spans: dict[int, QPushButton] = {}
        group = QButtonGroup(self)
        for minutes in HISTORY_MINUTES:
            button = QPushButton(translate("live", "{count} min").format(count=minutes), self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(
                translate("live", "Show the last {count} minutes (H: the next choice)").format(
                    count=minutes
                )
            )
            button.clicked.connect(lambda _=False, m=minutes: self.minutes_requested.emit(m))
            group.addButton(button)
            line.addWidget(button)
            self.spans[minutes] = button
        self._shrink_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 4, 16, 6)
        layout.setSpacing(3)
        layout.addLayout(line)
        layout.addWidget(self.strip)

    def render_desk(self, desk: DeskView) -> None:
        """Show what is new; costs next to nothing where nothing is."""
        before, self._desk = self._desk, desk
        if before is None or before.history_minutes != desk.history_minutes:
            self.spans[desk.history_minutes].setChecked(True)
            self._read_out()
        self.strip.follow(desk.timeline, desk.history_minutes * 60.0)

    def next_span(self) -> None:
        """Ask for the next choice of how much to show."""
        if self._desk is not None:
            place = HISTORY_MINUTES.index(self._desk.history_minutes) + 1
            self.minutes_requested.emit(HISTORY_MINUTES[place % len(HISTORY_MINUTES)])

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._shrink_buttons()

    def _shrink_buttons(self) -> None:
        # The line stands in the picture's way: its buttons are as low as a finger allows.
        across, down = theme.scaled_px(9), theme.scaled_px(2)
        for button in self.spans.values():
            button.setStyleSheet(f"padding: {down}px {across}px; min-height: 0px;")

    def _read_out(self) -> None:
        if self._desk is None:
            return
        found = self.strip.readout()
        if found is None:
            text = translate("live", "The last {count} minutes").format(
                count=self._desk.history_minutes
            )
        else:
            text = readout_text(
                found,
                self.strip.labels,
                is_live=self._desk.session.is_live,
                now_unix_s=time.time(),
            )
        if text != self.readout.text():
            self.readout.setText(text)
            self.strip.setAccessibleDescription(text)
