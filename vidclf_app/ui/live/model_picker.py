"""The button that offers models."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.live.view_state import ViewState
from vidclf_app.ui.parts.elided_label import shortened


class ModelPicker(QToolButton):
    """A menu of the models that came with the program, and the way to others.

    Args:
        parent: The widget around it.
    """

    model_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(translate("live", "Choose what is recognised"))
        self._shown: tuple[object, ...] = ()
        self._dialog: QFileDialog | None = None
        menu = QMenu(self)
        menu.setAccessibleName(translate("live", "Models"))
        self._group = QActionGroup(menu)
        self._bundled_end = menu.addSeparator()
        folder = menu.addAction(translate("live", "Open a model's folder …"))
        folder.triggered.connect(self.choose_folder)
        zip_file = menu.addAction(translate("live", "Open a model's zip file …"))
        zip_file.triggered.connect(self.choose_zip)
        self.setMenu(menu)

    @property
    def model_actions(self) -> list[QAction]:
        """The menu's lines for the models that came with the program."""
        return self._group.actions()

    def render_state(self, state: ViewState) -> None:
        """Show a state."""
        key = (state.models, state.model_text, state.model_name, state.model_opening)
        if key == self._shown:
            return
        self._shown = key
        opening = ""
        if state.model_opening:
            opening = translate("live", "Opening {name} …").format(name=state.model_opening)
        self.setText(shortened(opening or state.model_name) or translate("live", "Model"))
        name = translate("live", "Model: {name}")
        self.setAccessibleName(name.format(name=opening or state.model_name))
        menu = self.menu()
        for action in self._group.actions():
            menu.removeAction(action)
            self._group.removeAction(action)
            action.deleteLater()
        for position, model in enumerate(state.models):
            action = QAction(model.name, menu)
            action.setCheckable(True)
            # "" asks for the default, which is the first.
            in_use = model.text == state.model_text or (not state.model_text and position == 0)
            action.setChecked(in_use)
            action.triggered.connect(lambda _=False, t=model.text: self._ask_for(t))
            self._group.addAction(action)
            menu.insertAction(self._bundled_end, action)

    def choose_folder(self) -> None:
        """Ask for a bundle's folder."""
        self._ask(QFileDialog.FileMode.Directory, translate("live", "Open a model's folder"), "")

    def choose_zip(self) -> None:
        """Ask for a bundle's zip file."""
        self._ask(
            QFileDialog.FileMode.ExistingFile,
            translate("live", "Open a model's zip file"),
            translate("live", "Models") + " (*.zip)",
        )

    def _ask_for(self, text: str) -> None:
        # Qt has moved the mark already, but only the state says which model is in use.
        self._shown = ()
        self.model_requested.emit(text)

    def _ask(self, mode: QFileDialog.FileMode, title: str, name_filter: str) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = QFileDialog(self.window(), title, "", name_filter)
        self._dialog.setFileMode(mode)
        self._dialog.fileSelected.connect(self.model_requested)
        self._dialog.open()
