"""The window: the rail of places, the page in front, and what concerns all pages."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.messages import Banner
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.shell.place import Place
from vidclf_app.ui.shell.rail import Rail
from vidclf_app.ui.shell.shortcut_list import ShortcutList
from vidclf_app.ui.shell.shortcuts import WINDOW_SHORTCUTS

# The page in front and paths to the pages that can use them.
Homes = Callable[[Page, list[Path]], Sequence[tuple[Page, list[Path]]]]

_CLOSE_S = 1.4
_POLL_MS = 200


class MainWindow(QMainWindow):
    """Shows one page at a time.

    Args:
        live: The live page, the one that full screen belongs to.
        places: All pages, `live` among them, the first in front; that one is made at once.
        notice: Gives the message that stands above every page, or None; asked a few times a
            second.
        close_notice: Puts that message away.
        homes: Says where files belong that were dropped while a page was in front; by default
            that page.
    """

    closing = Signal()

    def __init__(
        self,
        live: LivePage,
        places: Sequence[Place[Page]],
        *,
        notice: Callable[[], Banner | None] = lambda: None,
        close_notice: Callable[[], object] = lambda: None,
        homes: Homes = lambda page, paths: [(page, paths)],
    ) -> None:
        super().__init__()
        self.live = live
        self.places = tuple(places)
        self._on_rail = [place for place in self.places if place.on_rail]
        self._notice = notice
        self._homes = homes
        self._is_closed = False
        self.all_ended = True
        self.setWindowTitle("vidclf")
        self.setMinimumSize(640, 420)
        screen = self.screen().availableSize()
        self.resize(min(1180, screen.width() * 9 // 10), min(820, screen.height() * 9 // 10))
        self.setAcceptDrops(True)
        around = QWidget(self)
        around.setObjectName("page")
        self.rail = Rail([place.title for place in self._on_rail], around)
        self.notice = BannerBar(around)
        self.stack = QStackedWidget(around)
        self.stack.addWidget(self.places[0].page)
        for place in self.places[1:]:
            place.follow(self._take_in)
        self.shortcuts = ShortcutList(around)
        layout = QHBoxLayout(around)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.notice)
        column.addWidget(self.stack, 1)
        layout.addWidget(self.rail)
        layout.addLayout(column, 1)
        self.setCentralWidget(around)
        self.rail.page_requested.connect(lambda number: self.show_page(self._on_rail[number].page))
        self.notice.close_requested.connect(close_notice)
        self.notice.close_requested.connect(self._tick)
        live.title_changed.connect(lambda name: self.show_title(live, name))
        live.full_screen_requested.connect(self.toggle_full_screen)
        live.shortcuts_requested.connect(self.toggle_shortcuts)
        slots: dict[str, Callable[[], object]] = {
            "full_screen": self.toggle_full_screen,
            "next_page": lambda: self._step_page(1),
            "previous_page": lambda: self._step_page(-1),
            "shortcuts": self.toggle_shortcuts,
            "quit": self.close,
        }
        add_actions(self, WINDOW_SHORTCUTS, slots)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        self._enter()

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self.stack.currentWidget()
        assert isinstance(page, Page)
        return page

    def show_page(self, page: Page) -> None:
        """Bring a page to the front."""
        before = self.page
        if page is not before:
            if self.isFullScreen():
                self.toggle_full_screen()
            self.shortcuts.hide()
            before.leave()
            self.stack.setCurrentWidget(page)
        self._enter()

    def open_paths(self, paths: list[Path]) -> None:
        """Use files and folders of any kind, on the page in front or where they belong."""
        for page, its_paths in self._homes(self.page, paths):
            if page is not self.page:
                self.show_page(page)
            page.open_paths(its_paths)

    def toggle_full_screen(self) -> None:
        """Show only the live picture on the whole screen, or everything again."""
        if self.isFullScreen():
            self.showNormal()
        elif self.page is self.live:
            self.showFullScreen()

    def toggle_shortcuts(self) -> None:
        """Show the list of keyboard shortcuts, or put it away."""
        if self.shortcuts.isVisible():
            self.shortcuts.hide()
        else:
            self.shortcuts.show_shortcuts((*self.page.shortcuts, *WINDOW_SHORTCUTS))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the change to full screen, whoever asked for it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.WindowStateChange:
            full = self.isFullScreen()
            self.rail.setVisible(not full and len(self._on_rail) > 1)
            self.live.set_full_screen(full)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """End everything that runs; bounded in time."""
        event.accept()
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self.closing.emit()
        self.hide()
        pages = [page for place in self.places if (page := place.made) is not None]
        for page in pages:
            page.request_end()
        deadline_s = time.monotonic() + _CLOSE_S
        ended = [page.end(max(0.0, deadline_s - time.monotonic())) for page in pages]
        self.all_ended = all(ended)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Take the keys that no widget wanted."""
        if event.key() == Qt.Key.Key_Escape and self.shortcuts.isVisible():
            self.shortcuts.hide()
        elif event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self.toggle_full_screen()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            # On some systems only the space bar presses a button by itself.
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Keep the list of shortcuts in the middle."""
        super().resizeEvent(event)
        if self.shortcuts.isVisible():
            self.shortcuts.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Welcome files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """Give what was dropped to the page that can use it."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_paths(paths)

    def _take_in(self, page: Page) -> None:
        self.stack.addWidget(page)
        page.leave()

    def _enter(self) -> None:
        page = self.page
        place = next(place for place in self.places if place.made is page)
        self.rail.setVisible(place.on_rail and len(self._on_rail) > 1)
        if place.on_rail:
            self.rail.render_page(self._on_rail.index(place))
        page.enter()
        if page is self.live:
            self.show_title(page, self.live.state.source_name if self.live.state else "")
        else:
            self.show_title(page, place.title)

    def _step_page(self, step: int) -> None:
        pages = [place.made for place in self._on_rail]
        if self.page in pages:
            number = (pages.index(self.page) + step) % len(pages)
            self.show_page(self._on_rail[number].page)

    def show_title(self, page: Page, name: str) -> None:
        """Give the window a name, where the page is in front."""
        if page is self.page:
            self.setWindowTitle(f"{name} — vidclf" if name else "vidclf")

    def _tick(self) -> None:
        self.notice.render_banner(self._notice())
        wall = self.live.wall_state
        recording = wall is not None and any(state.recording for state in wall.sources)
        pages = [place.made for place in self._on_rail]
        self.rail.mark(pages.index(self.live), marked=recording)
