"""The line over a result: which video, which run, whether it is saved, and where it can go."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.results.paths import RESULT_SUFFIX
from vidclf_app.translating import translate
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.review import wording
from vidclf_app.ui.review.view_state import Phase, ReviewState


class HeaderBar(QWidget):
    """Names the result and offers what is done with all of it.

    Args:
        parent: The widget around it.
    """

    back_requested = Signal()
    other_chosen = Signal(object)
    stop_comparing_requested = Signal()
    export_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = ReviewState(Phase.EMPTY)
        self._shown: tuple[object, ...] = ()
        self.back = QPushButton(self)
        self.back.setVisible(False)
        self.back.clicked.connect(self.back_requested)
        self.title = ElidedLabel(self)
        self.title.setObjectName("heading")
        self.subtitle = ElidedLabel(self)
        self.subtitle.setObjectName("name")
        self.saving = QLabel(self)
        self.saving.setObjectName("name")
        self.compare = QToolButton(self)
        self.compare.setText(translate("review", "Compare with …"))
        self.compare.setToolTip(
            translate("review", "Show another result of this video beside this one (Ctrl D)")
        )
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.compare)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.compare.setMenu(self.menu)
        self.export = QPushButton(translate("review", "Export …"), self)
        self.export.setToolTip(
            translate("review", "Write tables, subtitles, a report or a video (Ctrl E)")
        )
        self.export.clicked.connect(self.export_requested)
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self.title)
        names.addWidget(self.subtitle)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(10)
        layout.addWidget(self.back)
        layout.addLayout(names, 1)
        layout.addWidget(self.saving)
        layout.addWidget(self.compare)
        layout.addWidget(self.export)

    def set_back(self, text: str, tip: str) -> None:
        """Offer a way back to where the result was opened."""
        self.back.setText(text)
        self.back.setToolTip(tip)
        self.back.setVisible(bool(text))

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        self._state = state
        key = (state.title, state.subtitle, state.saving, state.path, state.phase)
        if key == self._shown:
            return
        self._shown = key
        is_open = state.result is not None
        name = state.path.name if state.path is not None else ""
        self.title.setText(state.title or name)
        self.title.setToolTip(str(state.video or ""))
        self.subtitle.setText(state.subtitle)
        self.subtitle.setToolTip(str(state.path or ""))
        self.saving.setText(wording.saving_text(state.saving) if is_open else "")
        self.compare.setEnabled(is_open)
        self.export.setEnabled(is_open)

    def open_menu(self) -> None:
        """Offer the other results, as a press of the button does."""
        if self.compare.isEnabled():
            self.compare.showMenu()

    def choose_other(self) -> None:
        """Ask for the file of another result."""
        folder = str(self._state.path.parent) if self._state.path is not None else ""
        name, _ = QFileDialog.getOpenFileName(
            self,
            translate("review", "Compare with another result"),
            folder,
            translate("review", "Results (*{suffix})").format(suffix=RESULT_SUFFIX)
            + ";;"
            + translate("review", "All files (*)"),
        )
        if name:
            self.other_chosen.emit(name)

    def _fill_menu(self) -> None:
        state = self._state
        self.menu.clear()
        if not state.choices:
            none = self.menu.addAction(translate("review", "No other result of this video here"))
            none.setEnabled(False)
        for choice in state.choices:
            action = self.menu.addAction(choice.name)
            action.setCheckable(True)
            action.setChecked(state.other is not None and state.other.path == choice.path)
            action.triggered.connect(
                lambda _=False, path=choice.path: self.other_chosen.emit(str(path))
            )
        self.menu.addSeparator()
        self.menu.addAction(translate("review", "Another file …")).triggered.connect(
            self.choose_other
        )
        if state.other is not None:
            self.menu.addAction(translate("review", "Stop comparing")).triggered.connect(
                self.stop_comparing_requested
            )
