"""What the page shows while no result is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from vidclf_app.results.paths import RESULT_SUFFIX
from vidclf_app.translating import translate
from vidclf_app.ui.review.view_state import Phase, ReviewState


class Placeholder(QWidget):
    """Says what to do, and offers to open a file.

    Args:
        parent: The widget around it.
    """

    file_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = QLabel(self)
        self.heading.setObjectName("heading")
        self.hint = QLabel(
            translate(
                "review",
                "Analyse a video and open its result from there, or drop a result's file here.",
            ),
            self,
        )
        self.hint.setObjectName("hint")
        self.open = QPushButton(translate("review", "Open a result …"), self)
        self.open.setToolTip(translate("review", "Choose the file of a result (Ctrl O)"))
        self.open.clicked.connect(self.choose)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(2)
        for label in (self.heading, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addWidget(self.open, 0, Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def render_state(self, state: ReviewState) -> None:
        """Show a state."""
        self.heading.setText(state.headline)
        is_loading = state.phase is Phase.LOADING
        self.hint.setVisible(not is_loading)
        self.open.setVisible(not is_loading)

    def choose(self) -> None:
        """Ask for the file of a result."""
        name, _ = QFileDialog.getOpenFileName(
            self,
            translate("review", "Open a result"),
            "",
            translate("review", "Results (*{suffix})").format(suffix=RESULT_SUFFIX)
            + ";;"
            + translate("review", "All files (*)"),
        )
        if name:
            self.file_chosen.emit(name)
