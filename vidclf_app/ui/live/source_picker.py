"""The button that offers cameras, files, addresses and the demo."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.file import VIDEO_SUFFIXES
from vidclf_app.translating import translate
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts.elided_label import shortened

_PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(VIDEO_SUFFIXES))


class SourcePicker(QToolButton):
    """A menu of sources.

    Args:
        parent: The widget around it.
        with_keys: Its lines tell the keys that do the same.
    """

    source_requested = Signal(str)
    camera_requested = Signal(Camera)
    address_requested = Signal()
    cameras_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, with_keys: bool = True) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(translate("live", "Choose a camera, a file or an address"))
        self._shown: tuple[object, ...] = ()
        self._cameras: list[QAction] = []
        self._dialog: QFileDialog | None = None
        menu = QMenu(self)
        menu.setAccessibleName(translate("live", "Sources"))
        self._cameras_end = menu.addSeparator()
        self._refresh = menu.addAction(translate("live", "Look for cameras again"))
        self._refresh.triggered.connect(self.cameras_wanted)
        menu.addSeparator()
        file_key, address_key, demo_key = ("\tO", "\tU", "\tD") if with_keys else ("", "", "")
        file = menu.addAction(translate("live", "Open a file …") + file_key)
        file.triggered.connect(self.choose_file)
        address = menu.addAction(translate("live", "Open an address …") + address_key)
        address.triggered.connect(self.address_requested)
        demo = menu.addAction(translate("live", "Demo") + demo_key)
        demo.triggered.connect(lambda: self.source_requested.emit(""))
        menu.aboutToShow.connect(self.cameras_wanted)
        self.setMenu(menu)

    @property
    def camera_actions(self) -> list[QAction]:
        """The menu's lines about cameras."""
        return list(self._cameras)

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        key = (state.source_name, state.cameras, state.cameras_listing)
        if key == self._shown:
            return
        self._shown = key
        self.show_name(state)
        self._refresh.setEnabled(not state.cameras_listing)
        self._show_cameras(state.cameras, state.cameras_listing)

    def show_name(self, state: ViewState) -> None:
        """Show on the button which source it is."""
        self.setText(shortened(state.source_name) or translate("live", "Source"))
        name = translate("live", "Source: {name}")
        self.setAccessibleName(name.format(name=state.source_name))

    def choose_file(self) -> None:
        """Ask for a video file."""
        if self._dialog is None:
            videos, all_files = translate("live", "Videos"), translate("live", "All files")
            name_filter = f"{videos} ({_PATTERNS});;{all_files} (*)"
            title = translate("live", "Open a video")
            self._dialog = QFileDialog(self.window(), title, "", name_filter)
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.fileSelected.connect(self.source_requested)
        self._dialog.open()

    def open_menu(self) -> None:
        """Open the menu, as a click does."""
        self.menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _show_cameras(self, cameras: tuple[Camera, ...] | None, listing: bool) -> None:
        menu = self.menu()
        for action in self._cameras:
            menu.removeAction(action)
            action.deleteLater()
        self._cameras = []
        for camera in cameras or ():
            action = QAction(camera.name, menu)
            action.triggered.connect(lambda _=False, c=camera: self.camera_requested.emit(c))
            self._cameras.append(action)
        if not self._cameras:
            text = translate("live", "No camera found")
            if listing or cameras is None:
                text = translate("live", "Looking for cameras …")
            nothing = QAction(text, menu)
            nothing.setEnabled(False)
            self._cameras.append(nothing)
        menu.insertActions(self._cameras_end, self._cameras)
