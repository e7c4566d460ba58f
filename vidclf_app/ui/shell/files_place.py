"""The place of files: the queue, the result that is looked at, and its exports."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from vidclf_app.results.records import Result
from vidclf_app.translating import translate
from vidclf_app.ui.export.panel import ExportPanel
from vidclf_app.ui.files.page import FilesPage
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.shortcut import Shortcut
from vidclf_app.ui.review.page import ReviewPage
from vidclf_app.ui.review.view_state import Action
from vidclf_app.ui.shell.drops import sort_out


class FilesPlace(Page):
    """Shows the queue, a result, or what can be made of that result.

    Args:
        files: The queue.
        review: The view of a result.
        export: The exports.
        parent: The widget around it.
    """

    title_changed = Signal(str)
    paths_offered = Signal(list)

    def __init__(
        self,
        files: FilesPage,
        review: ReviewPage,
        export: ExportPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.files, self.review, self.export = files, review, export
        self._is_in_front = False
        self._title = ""
        self.stack = QStackedWidget(self)
        self.stack.addWidget(files)
        self.stack.addWidget(review)
        self.stack.addWidget(export)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.stack)
        review.set_back(
            translate("shell", "Files"), translate("shell", "Back to the list of files")
        )
        files.result_requested.connect(self.open_result)
        files.paths_offered.connect(self.paths_offered)
        review.back_requested.connect(self.show_files)
        review.analysis_requested.connect(self._analyse)
        review.export_requested.connect(lambda result, _: self._export(result))
        review.title_changed.connect(self._keep_title)
        export.close_requested.connect(self._end_export)
        review.leave()

    @property
    def page(self) -> Page:
        """The page of this place that is in front: the queue, or the result and its exports."""
        return self.files if self.stack.currentWidget() is self.files else self.review

    @property
    def shortcuts(self) -> tuple[Shortcut, ...]:  # type: ignore[override]
        """The keys of the page in front."""
        return self.page.shortcuts

    def open_result(self, path: Path) -> None:
        """Show a result."""
        self._show(self.review)
        self.review.open_result(path)

    def show_files(self) -> None:
        """Show the queue."""
        self._show(self.files)

    def add(self, paths: list[Path]) -> None:
        """Put files on the queue, and show it."""
        self._show(self.files)
        self.files.open_paths(paths)

    def enter(self) -> None:
        """Go on where one left."""
        self._is_in_front = True
        if self.stack.currentWidget() is self.export:
            self.export.setFocus()
        else:
            self.page.enter()
        self.title_changed.emit(self._shown_title())

    def leave(self) -> None:
        """Let the queue go on, and save the result."""
        self._is_in_front = False
        self.files.leave()
        self.review.leave()

    def open_paths(self, paths: list[Path]) -> None:
        """Open a result, and analyse videos; or take the video that the result in front misses."""
        dropped = sort_out(paths)
        videos = [path for path in paths if path not in dropped.results]
        if self._misses_video and len(videos) == 1 and not dropped.folders:
            self.review.open_paths(videos)
        elif videos:
            self.add(videos)
        if dropped.results:
            self.open_result(dropped.results[0])

    def request_end(self) -> None:
        """Tell queue, result and exports to end."""
        for part in (self.export, self.review, self.files):
            part.request_end()

    def end(self, timeout_s: float) -> bool:
        """Wait for all three, bounded in time."""
        # The result first: what a person did by hand is dearest.
        ended = [part.end(timeout_s / 3.0) for part in (self.review, self.export, self.files)]
        return all(ended)

    @property
    def _misses_video(self) -> bool:
        message = self.review.state.message
        is_asked = message is not None and Action.FIND_VIDEO in message.actions
        return is_asked and self.page is self.review

    def _show(self, page: FilesPage | ReviewPage) -> None:
        if page is self.stack.currentWidget():
            return
        self.page.leave()
        self.stack.setCurrentWidget(page)
        if self._is_in_front:
            page.enter()
            self.title_changed.emit(self._shown_title())

    def _analyse(self, video: Path) -> None:
        self._show(self.files)
        self.files.analyse(video)

    def _export(self, result: Result) -> None:
        self.export.show_result(result, self.review.state.video or result.analysis.video.path)
        self.review.leave()
        self.stack.setCurrentWidget(self.export)
        self.export.setFocus()

    def _end_export(self) -> None:
        self._show(self.review)

    def _keep_title(self, title: str) -> None:
        self._title = title
        if self._is_in_front:
            self.title_changed.emit(self._shown_title())

    def _shown_title(self) -> str:
        return self._title if self.page is self.review else translate("shell", "Files")
