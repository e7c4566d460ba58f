"""What stands above and below the list of files."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from vidclf_app.translating import translate
from vidclf_app.ui.files.view_state import Chosen, FilesState
from vidclf_app.ui.parts.elided_label import ElidedLabel
from vidclf_app.ui.parts.making import make_button
from vidclf_app.ui.parts.theme import scaled_px
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout

_STEPS = 1000


class QueueBar(QWidget):
    """Adds files, and steers the queue as a whole.

    Args:
        parent: The widget around it.
    """

    files_requested = Signal()
    folder_requested = Signal()
    pause_requested = Signal()
    cancel_all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.files = make_button(
            translate("files", "Add videos …"),
            translate("files", "Choose one video or several (Ctrl+O)"),
            self,
        )
        self.files.clicked.connect(self.files_requested)
        self.folder = make_button(
            translate("files", "Add folder …"),
            translate("files", "Add all videos in a folder and in those inside (Ctrl+Shift+O)"),
            self,
        )
        self.folder.clicked.connect(self.folder_requested)
        self.pause = make_button(translate("files", "Pause"), "", self)
        self.pause.clicked.connect(self.pause_requested)
        self.cancel_all = make_button(
            translate("files", "Cancel all"),
            translate("files", "Stop, and take everything out of the queue (Shift+C)"),
            self,
        )
        self.cancel_all.clicked.connect(self.cancel_all_requested)
        layout = WrappingLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.addWidget(self.files)
        layout.addWidget(self.folder)
        layout.addStretch()
        layout.addWidget(self.pause)
        layout.addWidget(self.cancel_all)

    def render_state(self, state: FilesState) -> None:
        """Show a state."""
        self.pause.setText(
            translate("files", "Go on") if state.paused else translate("files", "Pause")
        )
        self.pause.setToolTip(
            translate("files", "Go on with the queue (Space)")
            if state.paused
            else translate("files", "Let the queue stand still; it keeps its place (Space)")
        )
        self.pause.setEnabled(state.may_pause)
        self.cancel_all.setEnabled(state.may_cancel_all)


class ChosenPanel(QFrame):
    """What there is to know of the chosen files, and what can be done with them.

    Args:
        parent: The widget around it.
    """

    open_requested = Signal()
    retry_requested = Signal()
    cancel_requested = Signal()
    remove_requested = Signal()
    show_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = ElidedLabel(self)
        self.title.setObjectName("value")
        self.detail = QLabel(self)
        self.detail.setObjectName("hint")
        self.detail.setWordWrap(True)
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = make_button(
            translate("files", "Open result"),
            translate("files", "Show the result with its video (Enter)"),
            self,
        )
        self.open_button.setProperty("primary", True)
        self.retry = make_button(
            translate("files", "Analyse again"),
            translate("files", "Analyse anew; corrections by hand are kept (R)"),
            self,
        )
        self.cancel = make_button(
            translate("files", "Cancel"), translate("files", "Take out of the queue (C)"), self
        )
        self.remove = make_button(
            translate("files", "Take off the list"),
            translate("files", "Forget the file here; video and result stay (Del)"),
            self,
        )
        self.show_folder = make_button(
            translate("files", "Show folder"),
            translate("files", "Open the folder that the result lies in (L)"),
            self,
        )
        for button, signal in (
            (self.open_button, self.open_requested),
            (self.retry, self.retry_requested),
            (self.cancel, self.cancel_requested),
            (self.remove, self.remove_requested),
            (self.show_folder, self.show_requested),
        ):
            button.clicked.connect(signal)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        buttons = WrappingLayout()
        for button in self.buttons:
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 12, 10)
        layout.setSpacing(10)
        layout.addLayout(texts)
        layout.addLayout(buttons)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """What can be done, in order."""
        return (self.open_button, self.retry, self.cancel, self.remove, self.show_folder)

    def render_chosen(self, chosen: Chosen) -> None:
        """Show what is chosen."""
        self.setVisible(bool(chosen.title))
        self.title.setText(chosen.title)
        self.detail.setText(chosen.detail)
        self.detail.setVisible(bool(chosen.detail))
        self.open_button.setEnabled(chosen.result is not None)
        self.retry.setEnabled(chosen.may_retry)
        self.cancel.setEnabled(chosen.may_cancel)
        self.show_folder.setEnabled(chosen.folder is not None)


class QueueFoot(QWidget):
    """How the queue stands as a whole.

    Args:
        parent: The widget around it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.progress = QProgressBar(self)
        self.progress.setRange(0, _STEPS)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(translate("files", "Progress of the queue"))
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self.status = QLabel(self)
        self.model = QLabel(self)
        self.model.setObjectName("hint")
        layout = WrappingLayout(self, across_px=14, down_px=4)
        layout.setContentsMargins(16, 8, 16, 8)
        for widget in (self.status, self.progress, self.model):
            layout.addWidget(widget)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def _fit(self) -> None:
        self.progress.setFixedHeight(scaled_px(12))

    def render_state(self, state: FilesState) -> None:
        """Show a state."""
        self.progress.setVisible(state.progress is not None)
        self.progress.setValue(round((state.progress or 0.0) * _STEPS))
        self.status.setText(state.status)
        self.model.setText(translate("files", "Model: {model}").format(model=state.model))
