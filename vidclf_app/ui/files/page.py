"""The page of files: puts its widgets together and passes on what they ask for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.core.sources.file import VIDEO_SUFFIXES
from vidclf_app.translating import translate
from vidclf_app.ui.files.bars import ChosenPanel, QueueBar, QueueFoot
from vidclf_app.ui.files.controller import FilesController
from vidclf_app.ui.files.drop_area import DropArea, DropVeil
from vidclf_app.ui.files.file_table import FileTable
from vidclf_app.ui.files.shortcuts import FILES_SHORTCUTS
from vidclf_app.ui.files.view_state import FilesState
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.page import Page

_POLL_MS = 150
_POLL_BEHIND_MS = 500  # The next file begins in a poll, also while another page is in front.
_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))


class FilesPage(Page):
    """Shows the queue of files.

    Args:
        controller: Takes what is asked for and says what to show; ended with the page.
        parent: The widget around it.
    """

    result_requested = Signal(Path)
    # Chosen or dropped, of any kind: not all of it may belong here.
    paths_offered = Signal(list)

    shortcuts = FILES_SHORTCUTS

    def __init__(self, controller: FilesController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._dialogs: dict[str, QFileDialog] = {}
        self.state: FilesState | None = None
        self._is_ticking = False
        self.bar = QueueBar(self)
        self.banner = BannerBar(self)
        self.table = FileTable(self)
        self.drop_area = DropArea(self)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.drop_area)
        self.stack.addWidget(self.table)
        self._give_room(self.drop_area)
        self.chosen = ChosenPanel(self)
        self.foot = QueueFoot(self)
        self._veil = DropVeil(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self.banner)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.chosen)
        layout.addWidget(self.foot)
        self.setAcceptDrops(True)
        self._connect()
        self._actions = add_actions(self, FILES_SHORTCUTS, self._slots())
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._tick()

    def enter(self) -> None:
        """Follow the queue closely, and see what became of results meanwhile."""
        for action in self._actions:
            action.setEnabled(True)
        self._controller.look_again()
        self._timer.setInterval(_POLL_MS)
        self._tick()
        (self.table if self.state and self.state.rows else self.drop_area.files).setFocus()

    def leave(self) -> None:
        """Let the queue go on, with less work for the screen."""
        for action in self._actions:
            action.setEnabled(False)
        self._timer.setInterval(_POLL_BEHIND_MS)

    def open_paths(self, paths: list[Path]) -> None:
        """Analyse videos, and those in folders."""
        self._controller.add(paths)
        self._tick()

    def analyse(self, video: Path) -> None:
        """Analyse a video again, whatever results there are."""
        self._controller.analyse(video)
        self._tick()

    def request_end(self) -> None:
        """Poll no more, and tell the queue to end."""
        self._timer.stop()
        self._controller.request_end()

    def end(self, timeout_s: float) -> bool:
        """Wait for the queue's end, bounded in time."""
        return self._controller.end(timeout_s)

    def choose_files(self) -> None:
        """Ask for videos."""
        videos, all_files = translate("files", "Videos"), translate("files", "All files")
        dialog = self._dialog(translate("files", "Add videos"), QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{videos} ({_PATTERNS});;{all_files} (*)")
        dialog.open()

    def choose_folder(self) -> None:
        """Ask for a folder."""
        self._dialog(translate("files", "Add a folder"), QFileDialog.FileMode.Directory).open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Welcome files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._aim(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is dropped after all."""
        super().dragLeaveEvent(event)
        self._aim(False)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Offer what was dropped."""
        self._aim(False)
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.paths_offered.emit(paths)

    def _connect(self) -> None:
        controller = self._controller
        for adding in (self.bar, self.drop_area):
            adding.files_requested.connect(self.choose_files)
            adding.folder_requested.connect(self.choose_folder)
        self.bar.pause_requested.connect(self._toggle_pause)
        self.bar.cancel_all_requested.connect(self._then(controller.cancel_all))
        self.banner.retry_requested.connect(self._then(controller.retry_banner))
        self.banner.close_requested.connect(self._then(controller.close_banner))
        self.table.chosen.connect(self._choose)
        self.table.open_requested.connect(self._open)
        self.table.pause_requested.connect(self._toggle_pause)
        self.table.remove_requested.connect(self._remove)
        self.table.menu_requested.connect(self._show_menu)
        self.chosen.open_requested.connect(self._open)
        self.chosen.retry_requested.connect(self._retry)
        self.chosen.cancel_requested.connect(self._cancel)
        self.chosen.remove_requested.connect(self._remove)
        self.chosen.show_requested.connect(self._show_folder)

    def _slots(self) -> dict[str, Callable[[], object]]:
        return {
            "files": self.choose_files,
            "folder": self.choose_folder,
            "cancel": self._cancel,
            "cancel_all": self._then(self._controller.cancel_all),
            "retry": self._retry,
            "show": self._show_folder,
        }

    def _then(self, ask: Callable[[], object]) -> Callable[[], None]:
        """Return a slot that asks for something and shows at once what came of it."""

        def slot() -> None:
            ask()
            self._tick()

        return slot

    def _choose(self, numbers: list[int]) -> None:
        self._controller.choose(numbers)
        # Files that leave the list leave what is chosen, too, in the middle of a tick.
        if not self._is_ticking:
            self._tick()

    def _toggle_pause(self) -> None:
        if self.state is not None and self.state.paused:
            self._controller.start()
        else:
            self._controller.pause()
        self._tick()

    def _cancel(self) -> None:
        self._controller.cancel(self.table.chosen_numbers)
        self._tick()

    def _retry(self) -> None:
        self._controller.retry(self.table.chosen_numbers)
        self._tick()

    def _remove(self) -> None:
        self._controller.remove(self.table.chosen_numbers)
        self._tick()

    def _open(self) -> None:
        if self.state is not None and self.state.chosen.result is not None:
            self.result_requested.emit(self.state.chosen.result)

    def _show_folder(self) -> None:
        if self.state is not None and self.state.chosen.folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.state.chosen.folder)))

    def _show_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in self.chosen.buttons:
            action = QAction(button.text(), menu)
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
            menu.addAction(action)
        menu.popup(place)

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = self._dialogs.get(title)
        if dialog is None:
            # Kept, so that it opens in the folder of the last time.
            dialog = self._dialogs[title] = QFileDialog(self.window(), title)
            dialog.setFileMode(mode)
            dialog.filesSelected.connect(
                lambda names: self.paths_offered.emit([Path(name) for name in names])
            )
        return dialog

    def _aim(self, is_aimed_at: bool) -> None:
        self.drop_area.aim(is_aimed_at)
        if is_aimed_at and self.stack.currentWidget() is self.table:
            self._veil.cover(self.stack)
        else:
            self._veil.hide()

    def _tick(self) -> None:
        self._is_ticking = True
        self.state = state = self._controller.poll()
        self.table.render_rows(state.rows)
        self._show(self.table if state.rows else self.drop_area)
        self.banner.render_banner(state.banner)
        self.bar.render_state(state)
        self.chosen.render_chosen(state.chosen)
        self.foot.render_state(state)
        self._is_ticking = False

    def _give_room(self, widget: QWidget) -> None:
        """Let what is not to be seen claim no room: it would push the bars out of the window."""
        no, yes = QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding
        for each in (self.drop_area, self.table):
            wish = yes if each is widget else no
            each.setSizePolicy(wish, wish)

    def _show(self, widget: QWidget) -> None:
        if self.stack.currentWidget() is widget:
            return
        had_focus = self.stack.isAncestorOf(self.focusWidget())
        self.stack.setCurrentWidget(widget)
        self._give_room(widget)
        if had_focus:
            (self.table if widget is self.table else self.drop_area.files).setFocus()
