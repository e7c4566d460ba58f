"""The row of buttons above the picture."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.live.model_picker import ModelPicker
from vidclf_app.ui.live.record_bar import RecordBar
from vidclf_app.ui.live.source_picker import SourcePicker
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.live.wall_adder import SourceAdder
from vidclf_app.ui.parts.making import make_button
from vidclf_app.ui.parts.wrapping_layout import WrappingLayout


class ControlBar(QWidget):
    """Source, model, recording, pause, mirror, skeleton, full screen, help.

    Args:
        parent: The widget around it.
    """

    pause_requested = Signal(bool)
    mirror_requested = Signal(bool)
    skeleton_requested = Signal(bool)
    camera_panel_requested = Signal()
    full_screen_requested = Signal()
    shortcuts_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sources = SourcePicker(self)
        self.adder = SourceAdder(self)
        self.models = ModelPicker(self)
        self.record = RecordBar(self)
        self.camera = make_button(
            translate("live", "Camera …"),
            translate("live", "Size, rate and rotation of the camera's picture (P)"),
            self,
        )
        self.camera.clicked.connect(self.camera_panel_requested)
        self.pause = make_button(
            translate("live", "Pause"),
            translate("live", "Let the picture stand still (Space)"),
            self,
        )
        self.pause.setCheckable(True)
        self.pause.clicked.connect(self.pause_requested)
        self.mirror = make_button(
            translate("live", "Mirror"), translate("live", "Show the picture mirrored (M)"), self
        )
        self.mirror.setCheckable(True)
        self.mirror.clicked.connect(self.mirror_requested)
        self.skeleton = make_button(
            translate("live", "Skeleton"),
            translate("live", "Draw the person that the model follows, where it follows one (K)"),
            self,
        )
        self.skeleton.setCheckable(True)
        self.skeleton.clicked.connect(self.skeleton_requested)
        self.full_screen = make_button(
            translate("live", "Full screen"), translate("live", "Only the picture (F)"), self
        )
        self.full_screen.clicked.connect(self.full_screen_requested)
        self.help = make_button("?", translate("live", "Keyboard shortcuts (F1)"), self)
        self.help.setAccessibleName(translate("live", "Keyboard shortcuts"))
        self.help.clicked.connect(self.shortcuts_requested)
        layout = WrappingLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.addWidget(self.sources)
        layout.addWidget(self.adder)
        layout.addWidget(self.models)
        layout.addStretch()
        layout.addWidget(self.record)
        for button in (
            self.camera,
            self.pause,
            self.mirror,
            self.skeleton,
            self.full_screen,
            self.help,
        ):
            layout.addWidget(button)

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        self.sources.render_state(state)
        self.adder.render_state(state)
        self.camera.setVisible(state.camera is not None)
        self.models.render_state(state)
        self.record.render_state(state)
        self.pause.setChecked(state.paused)
        self.mirror.setChecked(state.mirror)
        self.skeleton.setEnabled(state.finds_people)
        self.skeleton.setChecked(state.skeleton and state.finds_people)
