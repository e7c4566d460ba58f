"""The panel that writes a result in several forms. Inside the page, never a dialog."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.exporting.formats import EXPORTS, ExportFormat
from vidclf_app.results.records import Result
from vidclf_app.translating import translate
from vidclf_app.ui.export.controller import ExportController
from vidclf_app.ui.export.format_list import FormatList
from vidclf_app.ui.export.pdf import PDF_FORMAT
from vidclf_app.ui.export.view_state import ExportPhase, ExportState
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.parts.making import make_button
from vidclf_app.ui.parts.question_bar import QuestionBar

#: All that the window can write.
WINDOW_EXPORTS: tuple[ExportFormat, ...] = (PDF_FORMAT, *EXPORTS)

_POLL_MS = 50
_STEPS = 1000


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class ExportPanel(QFrame):
    """Lets a person choose formats and a folder, and tells how the writing goes.

    Args:
        controller: Decides and writes; made with `WINDOW_EXPORTS`.
        open_folder: Shows a folder to the person.
        parent: The widget around it.
    """

    #: A person wants to see the panel no more; what is being written goes on.
    close_requested = Signal()

    def __init__(
        self,
        controller: ExportController,
        *,
        open_folder: Callable[[Path], object] = open_folder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName(translate("export", "Export"))
        self._controller = controller
        self._open_folder = open_folder
        self.state = controller.poll()
        self._shown: ExportState | None = None
        self.formats = FormatList(self.state.rows, self)
        self._make_rest()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 18)
        layout.setSpacing(12)
        layout.addLayout(self._heading_row())
        layout.addWidget(self.formats, 1)
        layout.addLayout(self._folder_row())
        layout.addWidget(self.skeleton)
        layout.addWidget(self.question)
        layout.addWidget(self.banner)
        layout.addLayout(self._action_row())
        layout.addStretch(0)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._tick()

    def show_result(self, result: Result, video_path: Path) -> None:
        """Offer this result; see `ExportController.show_result`."""
        self._controller.show_result(result, video_path)
        self._tick()

    def request_end(self) -> None:
        """Poll no more, and tell the writer to end."""
        self._timer.stop()
        self._controller.request_end()

    def end(self, timeout_s: float) -> bool:
        """Wait for the writer; see `ExportController.end`."""
        return self._controller.end(timeout_s)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Follow what happens."""
        super().showEvent(event)
        self._tick()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Work for the screen no more; the writer goes on."""
        super().hideEvent(event)
        self._timer.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Close with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        else:
            super().keyPressEvent(event)

    def _make_rest(self) -> None:
        self.close_button = make_button(
            translate("export", "Close"), translate("export", "Close the export (Esc)"), self
        )
        self.folder = ElidedLabel(self)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.change_folder = make_button(
            translate("export", "Change …"), translate("export", "Choose another folder"), self
        )
        self.beside = make_button(
            translate("export", "Beside the video"),
            translate("export", "Write into the folder that the video is in"),
            self,
        )
        self.skeleton = QCheckBox(translate("export", "Draw the skeleton in the video"), self)
        self.question = QuestionBar(
            translate("export", "Replace"), translate("export", "Don't replace"), self
        )
        self.banner = BannerBar(self)
        self.start_button = make_button(
            translate("export", "Export"), translate("export", "Write the chosen files"), self
        )
        self.start_button.setProperty("primary", True)
        self.cancel_button = make_button(
            translate("export", "Cancel"),
            translate("export", "Stop; files that are complete stay"),
            self,
        )
        self.open_button = make_button(
            translate("export", "Open folder"),
            translate("export", "Show the files in the file manager"),
            self,
        )
        self.progress = QProgressBar(self)
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("export", "Progress"))
        self.working_on = QLabel(self)
        self.working_on.setObjectName("hint")

    def _heading_row(self) -> QHBoxLayout:
        heading = QLabel(translate("export", "Export"), self)
        heading.setObjectName("heading")
        return _row(heading, None, self.close_button)

    def _folder_row(self) -> QHBoxLayout:
        name = QLabel(translate("export", "Folder"), self)
        name.setObjectName("name")
        row = _row(name, self.folder, self.change_folder, self.beside)
        row.setStretchFactor(self.folder, 1)
        return row

    def _action_row(self) -> QHBoxLayout:
        row = _row(
            self.start_button,
            self.cancel_button,
            self.open_button,
            self.progress,
            self.working_on,
            None,
        )
        row.setStretchFactor(self.progress, 1)
        return row

    def _connect(self) -> None:
        controller = self._controller
        self.formats.chosen.connect(controller.choose)
        self.formats.chosen.connect(self._tick)
        asked: Sequence[tuple[QPushButton, Callable[[], object]]] = (
            (self.start_button, controller.start),
            (self.cancel_button, controller.cancel),
            (self.beside, lambda: controller.set_folder(None)),
            (self.change_folder, self._choose_folder),
            (self.open_button, self._show_folder),
        )
        for button, slot in asked:
            button.clicked.connect(slot)
            button.clicked.connect(self._tick)
        self.close_button.clicked.connect(self.close_requested)
        self.skeleton.clicked.connect(controller.set_skeleton)
        self.question.confirmed.connect(controller.replace_files)
        self.question.refused.connect(controller.keep_files)
        self.banner.retry_requested.connect(controller.start)
        self.banner.close_requested.connect(controller.close_banner)

    def _choose_folder(self) -> None:
        title = translate("export", "Folder for the exported files")
        folder = QFileDialog.getExistingDirectory(self, title, self.state.folder)
        if folder:
            self._controller.set_folder(Path(folder))

    def _show_folder(self) -> None:
        if self.state.written_in is not None:
            self._open_folder(self.state.written_in)

    def _tick(self) -> None:
        self.state = self._controller.poll()
        if self.state != self._shown:
            self._shown = self.state
            self._render(self.state)

    def _render(self, state: ExportState) -> None:
        running = state.phase is ExportPhase.RUNNING
        free = state.phase is not ExportPhase.RUNNING
        self.formats.render_rows(state.rows, enabled=free)
        self.folder.setText(state.folder)
        self.folder.setToolTip(state.folder)
        self.folder.setAccessibleName(state.folder)
        self.change_folder.setEnabled(free)
        self.beside.setEnabled(free and not state.is_beside)
        self.skeleton.setVisible(state.may_draw_skeleton)
        self.skeleton.setChecked(state.skeleton)
        self.skeleton.setEnabled(free)
        self.question.render_question(state.question)
        self.banner.render_banner(state.banner)
        self._render_actions(state, running=running)

    def _render_actions(self, state: ExportState, *, running: bool) -> None:
        had_focus = self.start_button.hasFocus() or self.cancel_button.hasFocus()
        self.start_button.setVisible(not running)
        self.start_button.setEnabled(state.may_start and state.phase is ExportPhase.READY)
        self.cancel_button.setVisible(running)
        self.open_button.setVisible(state.written_in is not None)
        self.progress.setVisible(running)
        self.progress.setValue(round(state.share * _STEPS))
        self.working_on.setVisible(running)
        self.working_on.setText(state.progress)
        if had_focus:
            # The button that was pressed is gone; the one in its place has the keyboard.
            (self.cancel_button if running else self.start_button).setFocus()


def _row(*widgets: QWidget | None) -> QHBoxLayout:
    """Return a row; None stands for room."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for widget in widgets:
        if widget is None:
            row.addStretch(1)
        else:
            row.addWidget(widget)
    return row
