"""The picture with what lies around it: the last minutes below, the session beside it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vidclf_app.live.desk import LiveDesk
from vidclf_app.live.room import Room, room_for
from vidclf_app.ui.live.history_panel import HistoryPanel
from vidclf_app.ui.live.record_bar import RecordBar
from vidclf_app.ui.live.session_panel import SessionPanel
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts import theme


class DeskArea(QWidget):
    """Lays out picture, history and session, and passes on what is asked of the desk.

    Args:
        picture: The picture, or several.
        desk: Returns the desk of the source that is selected just now.
        record: The buttons, which stand elsewhere.
        parent: The widget around it.
    """

    def __init__(
        self,
        picture: QWidget,
        desk: Callable[[], LiveDesk],
        record: RecordBar,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._record = record
        self._state: ViewState | None = None
        self._room = Room(history=True, session=True)
        self._is_full = False
        self.history = HistoryPanel(self)
        self.session = SessionPanel(self)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(picture, 1)
        column.addWidget(self.history)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(column, 1)
        layout.addWidget(self.session)
        self._connect()
        self._show_panels()

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        before, self._state = self._state, state
        desk = state.desk
        if desk is None:
            return
        shown_before = before.desk.shows_session if before and before.desk else None
        if shown_before != desk.shows_session:
            self._show_panels()
        self.history.render_desk(desk)
        self.session.render_state(state)

    def slots(self) -> dict[str, Callable[[], object]]:
        """Return what its keys do."""
        return {
            "record": lambda: self._desk().toggle_recording(),
            "snapshot": lambda: self._desk().take_snapshot(),
            "session": lambda: self._desk().toggle_session_panel(),
            "new_session": lambda: self._desk().new_session(),
            "history": self.history.next_span,
        }

    def set_full_screen(self, full: bool) -> None:
        """Show only the picture, or everything again."""
        self._is_full = full
        self._show_panels()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Find out which panels there is room for."""
        super().resizeEvent(event)
        self._find_room()

    def event(self, event: QEvent) -> bool:
        """Find out again where text has become larger."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._find_room()
        return done

    def _connect(self) -> None:
        record = self._record
        record.recording_requested.connect(lambda: self._desk().toggle_recording())
        record.snapshot_requested.connect(lambda: self._desk().take_snapshot())
        record.session_requested.connect(lambda: self._desk().toggle_session_panel())
        record.track_requested.connect(lambda t, on: self._desk().choices.set_records(t, on))
        record.folder_chosen.connect(
            lambda path: self._desk().choices.set_recordings_folder(Path(path))
        )
        self.history.minutes_requested.connect(
            lambda minutes: self._desk().choices.set_history_minutes(minutes)
        )
        self.session.new_session_requested.connect(lambda: self._desk().new_session())

    def _find_room(self) -> None:
        scale = theme.scaled_px(100) / 100.0
        room = room_for(
            self.width(),
            self.height(),
            history_px=self.history.sizeHint().height(),
            session_px=self.session.sizeHint().width(),
            scale=scale,
        )
        if room != self._room:
            self._room = room
            self._show_panels()

    def _show_panels(self) -> None:
        wanted = self._state is not None and self._state.desk is not None
        wants_session = bool(self._state and self._state.desk and self._state.desk.shows_session)
        self.history.setVisible(wanted and self._room.history and not self._is_full)
        self.session.setVisible(wants_session and self._room.session and not self._is_full)
        self._record.set_room_for_session(self._room.session)
