"""The models page: puts its widgets together and passes on what they ask for."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QLabel,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.models.card_view import CardView
from vidclf_app.ui.models.controller import ModelsController
from vidclf_app.ui.models.entry_table import EntryTable
from vidclf_app.ui.models.model_list import ModelList, note_of
from vidclf_app.ui.models.shortcuts import MODELS_SHORTCUTS
from vidclf_app.ui.models.view_state import ModelDetail, ModelsState
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.keys import add_actions
from vidclf_app.ui.parts.making import make_button, make_text
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.question_bar import QuestionBar
from vidclf_app.ui.parts.theme import scaled_px
from vidclf_app.ui.parts.turning_splitter import TurningSplitter
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_POLL_MS = 100
_NARROW_CHARACTERS = 80
_LOWEST_PX = 110.0


class ModelsPage(Page):
    """Shows the models at hand.

    Args:
        controller: Takes what is asked for and says what to show.
        parent: The widget around it.
    """

    shortcuts = MODELS_SHORTCUTS

    def __init__(self, controller: ModelsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self.state: ModelsState | None = None
        self.banner = BannerBar(self)
        self.question = QuestionBar(
            translate("models", "Remove"), translate("models", "Keep"), self
        )
        self.list = ModelList(self)
        self.install_zip = make_button(
            translate("models", "Install a zip file …"),
            translate("models", "Add a model from a zip file (Ctrl+O); or drop it here"),
            self,
        )
        self.install_folder = make_button(
            translate("models", "Install a folder …"),
            translate("models", "Add a model from its folder; or drop it here"),
            self,
        )
        self.installing = QLabel(self)
        self.installing.setObjectName("hint")
        self.installing.setWordWrap(True)
        self.title = make_text("heading", self)
        self.note = make_text("hint", self)
        self.use = make_button(
            translate("models", "Use this model"),
            translate("models", "The live view and new analyses use it (Enter)"),
            self,
        )
        self.remove = make_button(
            translate("models", "Remove"), translate("models", "Remove it (Del)"), self
        )
        self.labels = make_text("", self)
        self.figures = EntryTable(self)
        self.facts = EntryTable(self)
        self.card = CardView(self)
        self._dialog: QFileDialog | None = None
        self._lay_out()
        self._connect()
        self._actions = add_actions(self, MODELS_SHORTCUTS, {"install": self.choose_zip})
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)

    def enter(self) -> None:
        """List what is there now."""
        for action in self._actions:
            action.setEnabled(True)
        self._controller.refresh()
        self._timer.start()
        self._tick()
        self.list.setFocus()

    def leave(self) -> None:
        """Go on with what is being installed, without work for the screen."""
        for action in self._actions:
            action.setEnabled(False)

    def open_paths(self, paths: list[Path]) -> None:
        """Install what was dropped."""
        self._controller.install(paths)

    def request_end(self) -> None:
        """Install nothing more."""
        self._timer.stop()
        self._controller.request_end()

    def end(self, timeout_s: float) -> bool:
        """Wait for what is being checked."""
        return self._controller.end(timeout_s)

    def choose_zip(self) -> None:
        """Ask for a bundle's zip file."""
        self._ask(
            QFileDialog.FileMode.ExistingFile,
            translate("models", "Install a model's zip file"),
            translate("models", "Models (*.zip)"),
        )

    def choose_folder(self) -> None:
        """Ask for a bundle's folder."""
        self._ask(
            QFileDialog.FileMode.Directory, translate("models", "Install a model's folder"), ""
        )

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        for widget in (self.installing, self.install_zip, self.install_folder):
            column.addWidget(widget)
        right = QFrame(self)
        right.setObjectName("card")
        head = WrappingLayout()
        head.addWidget(self.use)
        head.addWidget(self.remove)
        about = QWidget(right)
        facts = QVBoxLayout(about)
        facts.setContentsMargins(4, 10, 4, 4)
        facts.setSpacing(14)
        parts: tuple[tuple[str, QWidget], ...] = (
            (translate("models", "Recognises"), self.labels),
            (translate("models", "How well"), self.figures),
            (translate("models", "What it is"), self.facts),
        )
        for title, part in parts:
            heading = make_text("message", about)
            heading.setText(title)
            facts.addWidget(heading)
            facts.addWidget(part)
        facts.addStretch(1)
        scroll = QScrollArea(right)
        scroll.setWidget(about)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(translate("models", "About the model"))
        self.tabs = QTabWidget(right)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(scroll, translate("models", "About"))
        self.tabs.addTab(self.card, translate("models", "Model card"))
        inner = QVBoxLayout(right)
        inner.setContentsMargins(18, 16, 18, 16)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.note)
        inner.addLayout(head)
        inner.addWidget(self.tabs, 1)
        split = TurningSplitter(_NARROW_CHARACTERS, self)
        self.list.setMinimumHeight(scaled_px(_LOWEST_PX))
        self.tabs.setMinimumHeight(scaled_px(_LOWEST_PX))
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 5)
        content = QWidget(self)
        body = QVBoxLayout(content)
        body.setContentsMargins(12, 12, 12, 12)
        body.addWidget(split)
        # A small window with large text can't show all of it.
        around = QScrollArea(self)
        around.setWidget(content)
        around.setWidgetResizable(True)
        around.setAccessibleName(translate("models", "Models and their facts"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.question)
        layout.addWidget(around, 1)

    def _connect(self) -> None:
        controller = self._controller
        self.list.selection_requested.connect(controller.select)
        self.list.use_requested.connect(controller.use)
        self.list.remove_requested.connect(controller.ask_to_remove)
        self.install_zip.clicked.connect(self.choose_zip)
        self.install_folder.clicked.connect(self.choose_folder)
        self.use.clicked.connect(controller.use)
        self.remove.clicked.connect(controller.ask_to_remove)
        self.question.confirmed.connect(controller.remove)
        self.question.refused.connect(controller.keep)
        self.banner.close_requested.connect(controller.close_banner)

    def _ask(self, mode: QFileDialog.FileMode, title: str, name_filter: str) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = QFileDialog(self.window(), title, "", name_filter)
        self._dialog.setFileMode(mode)
        self._dialog.fileSelected.connect(lambda name: self._controller.install([Path(name)]))
        self._dialog.open()

    def _tick(self) -> None:
        before, state = self.state, self._controller.poll()
        self.state = state
        if state == before:
            return
        self.banner.render_banner(state.banner)
        self.question.render_question(state.question)
        self.list.render_rows(state.rows, state.detail.row.text if state.detail else "")
        self.installing.setVisible(bool(state.installing))
        self.installing.setText(
            translate("models", "Checking {name} …").format(name=state.installing)
        )
        if state.detail is not None:
            self._render_detail(state.detail)

    def _render_detail(self, detail: ModelDetail) -> None:
        row = detail.row
        self.title.setText(row.name)
        self.note.setText(" · ".join(filter(None, (note_of(row), detail.path))))
        self.use.setEnabled(not row.in_use and not row.broken)
        self.remove.setVisible(row.removable)
        self.labels.setText(", ".join(detail.labels) or "—")
        self.figures.render_entries(detail.figures)
        self.facts.render_entries(detail.facts)
        self.card.render_card(detail.card)
        self.tabs.setTabVisible(0, not row.broken)
