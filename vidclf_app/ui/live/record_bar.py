"""The buttons for recordings, snapshots and the session's panel."""

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from vidclf_app.live.wording import recording_text
from vidclf_app.translating import translate
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts import theme

RECORDING_RED = "#e5352b"  # Over pictures and on both themes; always beside words.
_ICON_PX = 14


class RecordBar(QWidget):
    """Record, keep the picture, open the session.

    Args:
        parent: The widget around it.
    """

    recording_requested = Signal()
    snapshot_requested = Signal()
    session_requested = Signal()
    track_requested = Signal(str, bool)
    folder_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[object, ...] = ()
        self._folder = ""
        self.record = QPushButton(self)
        self.record.setCheckable(True)
        self.record.setAutoDefault(False)
        self.record.setIcon(_dot())
        self.record.clicked.connect(self._ask_for_recording)
        self.options = QToolButton(self)
        self.options.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.options.setAccessibleName(translate("live", "What is recorded, and where"))
        self.options.setToolTip(translate("live", "What is recorded, and where"))
        self.options.setMenu(self._new_menu())
        self.options.setStyleSheet(f"padding-left: 0px; padding-right: {theme.scaled_px(20)}px;")
        self.snapshot = QPushButton(translate("live", "Snapshot"), self)
        self.snapshot.setAutoDefault(False)
        self.snapshot.setToolTip(translate("live", "Keep the picture as a file (S)"))
        self.snapshot.clicked.connect(self.snapshot_requested)
        self.session = QPushButton(translate("live", "Session"), self)
        self.session.setCheckable(True)
        self.session.setAutoDefault(False)
        self.set_room_for_session(True)
        self.session.clicked.connect(self.session_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        pair = QHBoxLayout()
        pair.setSpacing(2)
        pair.addWidget(self.record)
        pair.addWidget(self.options)
        layout.addLayout(pair)
        for button in (self.snapshot, self.session):
            layout.addWidget(button)

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        desk = state.desk
        if desk is None:
            return
        text = recording_text(desk.recording) if desk.recording else translate("live", "Record")
        has_picture = state.frame is not None
        key = (text, desk.records, desk.recordings_folder, desk.shows_session, has_picture)
        if key == self._shown:
            return
        self._shown = key
        self._folder = desk.recordings_folder
        is_recording = desk.recording is not None
        self.record.setText(text)
        self.record.setChecked(is_recording)
        self.record.setEnabled(has_picture or is_recording)
        self.record.setToolTip(
            translate("live", "End the recording (E)")
            if is_recording
            else translate("live", "Record the video (E)")
        )
        self.record.setAccessibleName(
            translate("live", "Recording: {figures}").format(figures=text) if is_recording else text
        )
        self.snapshot.setEnabled(has_picture)
        self.session.setChecked(desk.shows_session)
        raw, annotated = desk.records
        self.raw.setChecked(raw)
        self.annotated.setChecked(annotated)
        for action in (self.raw, self.annotated):
            action.setEnabled(not is_recording)
        self.folder.setText(
            translate("live", "Folder: {path} …").format(path=_shortened(desk.recordings_folder))
        )

    def set_room_for_session(self, has_room: bool) -> None:
        """Say whether the window is wide enough for the session beside the picture."""
        self.session.setEnabled(has_room)
        self.session.setToolTip(
            translate("live", "What was recognised, when and for how long (L)")
            if has_room
            else translate("live", "The window is too narrow for the session beside the picture")
        )

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addSection(translate("live", "What is recorded"))
        self.raw = menu.addAction(translate("live", "The picture as it comes"))
        self.annotated = menu.addAction(translate("live", "The picture with label and skeleton"))
        for track, action in (("raw", self.raw), ("annotated", self.annotated)):
            action.setCheckable(True)
            action.triggered.connect(lambda on, t=track: self._ask_for_track(t, on))
        menu.addSeparator()
        self.folder = menu.addAction("")
        self.folder.setToolTip(translate("live", "Choose where recordings and snapshots go"))
        self.folder.triggered.connect(self.choose_folder)
        self.open_folder = menu.addAction(translate("live", "Show the folder"))
        self.open_folder.triggered.connect(self._open_folder)
        return menu

    def choose_folder(self) -> None:
        """Let a person choose where recordings go."""
        chosen = QFileDialog.getExistingDirectory(
            self, translate("live", "Folder for recordings"), self._folder
        )
        if chosen:
            self.folder_chosen.emit(chosen)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._folder))

    def _ask_for_recording(self) -> None:
        # The button shows what is, not what was asked for.
        self._shown = ()
        self.recording_requested.emit()

    def _ask_for_track(self, track: str, on: bool) -> None:
        self._shown = ()
        self.track_requested.emit(track, on)


def _dot() -> QIcon:
    size = QSize(2 * _ICON_PX, 2 * _ICON_PX)
    pixmap = QPixmap(size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("white"))
    painter.setBrush(QColor(RECORDING_RED))
    painter.drawEllipse(pixmap.rect().adjusted(3, 3, -4, -4))
    painter.end()
    return QIcon(pixmap)


def _shortened(path: str, most: int = 40) -> str:
    return path if len(path) <= most else f"…{path[-most:]}"
