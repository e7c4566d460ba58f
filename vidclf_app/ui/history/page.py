"""The history page: puts its widgets together and passes on what they ask for."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.history.controller import HistoryController
from vidclf_app.ui.history.detail_panel import DetailPanel
from vidclf_app.ui.history.session_table import SessionTable
from vidclf_app.ui.history.shortcuts import HISTORY_SHORTCUTS
from vidclf_app.ui.history.view_state import HistoryState
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.making import make_button
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.question_bar import QuestionBar
from vidclf_app.ui.parts.theme import scaled_px
from vidclf_app.ui.parts.turning_splitter import TurningSplitter
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_POLL_MS = 100
_NARROW_CHARACTERS = 100
_LOWEST_PX = 150.0


class HistoryPage(Page):
    """Shows past sessions.

    Args:
        controller: Takes what is asked for and says what to show.
        parent: The widget around it.
    """

    result_requested = Signal(Path)

    shortcuts = HISTORY_SHORTCUTS

    def __init__(self, controller: HistoryController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.state: HistoryState | None = None
        self.banner = BannerBar(self)
        self.question = QuestionBar(
            translate("history", "Delete"), translate("history", "Keep"), self
        )
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(translate("history", "Source, note, model or exercise"))
        self.search.setAccessibleName(translate("history", "Search"))
        self.search.setClearButtonEnabled(True)
        self.kind = _choice(
            translate("history", "Kind of source"),
            [
                (translate("history", "Live and files"), None),
                (translate("history", "Live only"), "live"),
                (translate("history", "Files only"), "file"),
            ],
            self,
        )
        self.days = _choice(
            translate("history", "Time"),
            [
                (translate("history", "All time"), None),
                (translate("history", "Today"), 1),
                (translate("history", "Last 7 days"), 7),
                (translate("history", "Last 30 days"), 30),
            ],
            self,
        )
        self.export = make_button(
            translate("history", "Export …"),
            translate(
                "history",
                "Write the chosen sessions, or all that are shown, as CSV or JSON (Ctrl+E)",
            ),
            self,
        )
        self.delete = make_button(
            translate("history", "Delete"),
            translate("history", "Delete the chosen sessions (Del)"),
            self,
        )
        self.delete_all = make_button(
            translate("history", "Delete all"), translate("history", "Delete the history"), self
        )
        self.table = SessionTable(self)
        self.headline = QLabel(self)
        self.headline.setObjectName("hint")
        self.headline.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.headline.setWordWrap(True)
        self.detail = DetailPanel(self)
        self.found = QLabel(self)
        self.found.setObjectName("hint")
        self.keep_days = _choice(
            translate("history", "For how long sessions are kept"),
            [
                (translate("history", "Keep for ever"), None),
                (translate("history", "Keep for 30 days"), 30),
                (translate("history", "Keep for 90 days"), 90),
                (translate("history", "Keep for a year"), 365),
            ],
            self,
        )
        self.keep_days.setToolTip(
            translate("history", "Older sessions are deleted each time vidclf starts")
        )
        self._lay_out()
        self._connect()
        self._actions = add_actions(
            self,
            HISTORY_SHORTCUTS,
            {"search": self.search.setFocus, "export": self._choose_export},
        )
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)

    def enter(self) -> None:
        """Ask for what has come in the meantime."""
        for action in self._actions:
            action.setEnabled(True)
        self._controller.refresh()
        self._timer.start()
        self._tick()
        self.table.setFocus()

    def leave(self) -> None:
        """Ask no more."""
        self.detail.finish_note()
        for action in self._actions:
            action.setEnabled(False)
        self._timer.stop()

    def request_end(self) -> None:
        """Ask no more."""
        self.detail.finish_note()
        self._timer.stop()
        self._controller.request_end()

    def end(self, timeout_s: float) -> bool:
        """Wait for what is being deleted or written."""
        return self._controller.end(timeout_s)

    def _lay_out(self) -> None:
        tools = QWidget(self)
        tools.setObjectName("bar")
        tools.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = WrappingLayout(tools)
        row.setContentsMargins(12, 9, 12, 9)
        row.addWidget(self.search)
        for widget in (self.kind, self.days, self.export, self.delete, self.delete_all):
            row.addWidget(widget)
        left = QWidget(self)
        self._stack = QStackedLayout(left)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.headline)
        split = TurningSplitter(_NARROW_CHARACTERS, self)
        for pane in (left, self.detail):
            pane.setMinimumHeight(scaled_px(_LOWEST_PX))
            split.addWidget(pane)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        foot = WrappingLayout()
        foot.addWidget(self.found)
        foot.addStretch()
        foot.addWidget(self.keep_days)
        body = QVBoxLayout()
        body.setContentsMargins(12, 12, 12, 8)
        body.addWidget(split, 1)
        body.addLayout(foot)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tools)
        column.addLayout(body, 1)
        # A small window with large text can't show all of it.
        scroll = QScrollArea(self)
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setAccessibleName(translate("history", "History"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.question)
        layout.addWidget(scroll, 1)

    def _connect(self) -> None:
        controller = self._controller
        self.search.textChanged.connect(controller.search)
        self.kind.activated.connect(lambda: controller.show_kind(self.kind.currentData()))
        self.days.activated.connect(lambda: controller.show_days(self.days.currentData()))
        self.export.clicked.connect(self._choose_export)
        self.delete.clicked.connect(controller.ask_to_delete)
        self.delete_all.clicked.connect(controller.ask_to_delete_all)
        self.table.selection_requested.connect(controller.select)
        self.table.delete_requested.connect(controller.ask_to_delete)
        self.table.more_requested.connect(controller.show_more)
        self.table.open_requested.connect(self._open_result)
        self.detail.open_requested.connect(self._open_result)
        self.detail.note_requested.connect(controller.set_note)
        self.keep_days.activated.connect(lambda: controller.keep_for(self.keep_days.currentData()))
        self.question.confirmed.connect(controller.delete)
        self.question.refused.connect(controller.keep)
        self.banner.close_requested.connect(controller.close_banner)

    def _choose_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            translate("history", "Export sessions"),
            str(Path.home() / "vidclf-history.csv"),
            translate("history", "CSV (*.csv);;JSON (*.json)"),
        )
        if name:
            self._controller.export(Path(name))

    def _open_result(self) -> None:
        path = self._controller.result_to_open()
        if path is not None:
            self.result_requested.emit(path)

    def _tick(self) -> None:
        before, state = self.state, self._controller.poll()
        self.state = state
        if state == before:
            return
        self.banner.render_banner(state.banner)
        self.question.render_question(state.question)
        self.table.render_rows(state.rows, state.selected)
        self.headline.setText(state.headline)
        self._stack.setCurrentWidget(self.headline if state.headline else self.table)
        self.detail.render_detail(state.detail)
        self.delete.setEnabled(bool(state.selected) and not state.busy)
        self.delete_all.setEnabled(state.kept > 0 and not state.busy)
        self.export.setEnabled(state.found > 0 and not state.busy)
        self.keep_days.setEnabled(state.may_choose_days)
        self.keep_days.setCurrentIndex(self.keep_days.findData(state.keep_days))
        self.found.setText(
            translate("history", "{found} of {kept} sessions").format(
                found=state.found, kept=state.kept
            )
            if state.kept
            else ""
        )


def _choice(name: str, entries: list[tuple[str, object]], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    box.setAccessibleName(name)
    box.setToolTip(name)
    for text, value in entries:
        box.addItem(text, value)
    return box
