"""The settings page: puts its widgets together and passes on what they ask for."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QScrollArea, QVBoxLayout, QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.banner import BannerBar
from vidclf_app.ui.parts.language import LANGUAGES
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.parts.question_bar import QuestionBar
from vidclf_app.ui.settings import wording
from vidclf_app.ui.settings.choice_box import ChoiceBox
from vidclf_app.ui.settings.controller import SettingsController
from vidclf_app.ui.settings.kept_list import KeptList
from vidclf_app.ui.settings.rows import Section, button, line
from vidclf_app.ui.settings.view_state import KeptPlace, SettingsView

_POLL_MS = 100


class SettingsPage(Page):
    """Shows all settings in one place.

    Args:
        controller: Takes what is asked for and says what to show.
        parent: The widget around it.
    """

    models_requested = Signal()
    welcome_requested = Signal()

    def __init__(self, controller: SettingsController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._dialog: QFileDialog | None = None
        self.state: SettingsView | None = None
        self.banner = BannerBar(self)
        self.question = QuestionBar(
            translate("settings", "Reset all"), translate("settings", "Keep them"), self
        )
        self._make_widgets()
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("page")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._content())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.banner, self.question):
            layout.addWidget(widget)
        layout.addWidget(self._scroll, 1)
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._tick)
        self._tick()

    def enter(self) -> None:
        """Follow the settings, and look where models run."""
        self._controller.look_again()
        self._tick()
        self._timer.start()
        self.models.setFocus()

    def leave(self) -> None:
        """Follow no more."""
        self._timer.stop()

    def request_end(self) -> None:
        """Poll no more."""
        self._timer.stop()

    def end(self, timeout_s: float) -> bool:
        """Wait for the threads, bounded in time."""
        return self._controller.close(timeout_s)

    def _make_widgets(self) -> None:
        self.model_name = line("value")
        self.models = button(
            translate("settings", "Models …"),
            translate("settings", "Choose, install and read about models"),
        )
        self.provider = ChoiceBox(translate("settings", "Runs on"), wording.providers())
        self.in_use = line()
        self.theme = ChoiceBox(translate("settings", "Theme"), wording.themes())
        self.text_scale = ChoiceBox(translate("settings", "Text size"), wording.text_scales())
        self.language = ChoiceBox(
            translate("settings", "Language"),
            [("system", translate("settings", "As the system")), *LANGUAGES.items()],
        )
        self.times = ChoiceBox(translate("settings", "Times"), wording.time_formats())
        self.probabilities = ChoiceBox(
            translate("settings", "Probabilities"), wording.probability_formats()
        )
        self.results = line("text")
        self.choose_results = button(
            translate("settings", "Choose a folder …"),
            translate("settings", "Write the results of all files into one folder"),
            translate("settings", "Choose a folder for results"),
        )
        self.results_beside = button(
            translate("settings", "Beside the videos"),
            translate("settings", "Write each result beside its video"),
            translate("settings", "Results beside the videos"),
        )
        self.recordings = line("text")
        self.choose_recordings = button(
            translate("settings", "Choose a folder …"),
            translate("settings", "Write recordings and snapshots into another folder"),
            translate("settings", "Choose a folder for recordings"),
        )
        self.recordings_default = button(
            translate("settings", "Default"),
            translate("settings", "Write recordings and snapshots where they went at first"),
            translate("settings", "Default folder for recordings"),
        )
        self.history = QCheckBox(translate("settings", "Keep a history of sessions"))
        self.history.setToolTip(
            translate("settings", "Note what was recognised, from when to when; no pictures")
        )
        self.kept = KeptList()
        self.welcome = button(
            translate("settings", "Show the welcome again"),
            translate("settings", "What vidclf does, in one screen"),
        )
        self.reset = button(
            translate("settings", "Reset all settings …"),
            translate("settings", "Asks before it does so"),
        )

    def _content(self) -> QWidget:
        recognition = Section(translate("settings", "Recognition"))
        recognition.add_row(translate("settings", "&Model"), self.models, self.model_name)
        recognition.add_row(translate("settings", "&Runs on"), self.provider, hint=self.in_use)
        look = Section(translate("settings", "Look and language"))
        look.add_row(translate("settings", "&Theme"), self.theme)
        look.add_row(translate("settings", "Text &size"), self.text_scale)
        after = translate("settings", "Takes effect when vidclf starts again.")
        look.add_row(translate("settings", "&Language"), self.language, hint=line(text=after))
        look.add_row(translate("settings", "T&imes"), self.times)
        look.add_row(translate("settings", "&Probabilities"), self.probabilities)
        folders = Section(translate("settings", "Folders"))
        folders.add_row(
            translate("settings", "Results of files"),
            self.choose_results,
            self.results_beside,
            hint=self.results,
        )
        folders.add_row(
            translate("settings", "Recordings and snapshots"),
            self.choose_recordings,
            self.recordings_default,
            hint=self.recordings,
        )
        privacy = Section(translate("settings", "Privacy"))
        stays = translate(
            "settings", "Nothing leaves this computer, except what you tell alerts to send."
        )
        privacy.add_wide(line("text", stays))
        privacy.add_wide(self.history)
        privacy.add_wide(self.kept)
        program = Section(translate("settings", "vidclf"))
        program.add_row(translate("settings", "First steps"), self.welcome)
        program.add_row(translate("settings", "All settings"), self.reset)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(24, 22, 24, 22)
        inner.setSpacing(16)
        for section in (recognition, look, folders, privacy, program):
            inner.addWidget(section)
        inner.addStretch(1)
        return content

    def _connect(self) -> None:
        controller = self._controller
        self.models.clicked.connect(self.models_requested)
        self.welcome.clicked.connect(self.welcome_requested)
        for box, slot in (
            (self.provider, controller.choose_provider),
            (self.theme, controller.choose_theme),
            (self.text_scale, controller.choose_text_scale),
            (self.language, controller.choose_language),
            (self.times, controller.choose_time_format),
            (self.probabilities, controller.choose_probability_format),
        ):
            box.chosen.connect(slot)
            box.chosen.connect(self._tick)
        self.history.clicked.connect(controller.keep_history)
        self.choose_results.clicked.connect(self._choose_results)
        self.results_beside.clicked.connect(lambda: controller.choose_results_folder(None))
        self.choose_recordings.clicked.connect(self._choose_recordings)
        self.recordings_default.clicked.connect(lambda: controller.choose_recordings_folder(None))
        self.kept.folder_requested.connect(self._show_folder)
        self.reset.clicked.connect(controller.ask_reset)
        self.question.confirmed.connect(controller.confirm_reset)
        self.question.refused.connect(controller.refuse_reset)
        self.banner.close_requested.connect(controller.close_banner)

    def _tick(self) -> None:
        state = self._controller.poll()
        if state == self.state:
            return
        self.state = state
        settings = state.settings
        self.banner.render_banner(state.banner)
        self.question.render_question(state.question)
        self.model_name.setText(state.model_name)
        self.model_name.setVisible(bool(state.model_name))
        now = translate("settings", "In use now: {provider}")
        self.in_use.setText(now.format(provider=state.in_use) if state.in_use else "")
        self.provider.render_value(settings.provider)
        self.theme.render_value(settings.theme)
        self.text_scale.render_value(settings.text_scale)
        self.language.render_value(settings.language)
        self.times.render_value(settings.time_format)
        self.probabilities.render_value(settings.probability_format)
        self.results.setText(
            settings.results_folder
            or translate("settings", "Each result is written beside its video.")
        )
        self.results_beside.setEnabled(settings.results_folder is not None)
        self.recordings.setText(str(state.recordings_folder))
        self.recordings_default.setEnabled(settings.recordings_folder is not None)
        self.history.setChecked(settings.keep_history)
        self.kept.render_places(state.kept)

    def _choose_results(self) -> None:
        self._ask(
            translate("settings", "Folder for results"),
            lambda folder: self._controller.choose_results_folder(Path(folder)),
        )

    def _choose_recordings(self) -> None:
        self._ask(
            translate("settings", "Folder for recordings"),
            lambda folder: self._controller.choose_recordings_folder(Path(folder)),
        )

    def _ask(self, title: str, slot: Callable[[str], None]) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
        self._dialog = QFileDialog(self.window(), title)
        self._dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._dialog.fileSelected.connect(slot)
        self._dialog.open()

    def _show_folder(self, place: KeptPlace) -> None:
        folder = self._controller.folder_to_show(place)
        if folder is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._controller.note_unopened(folder)
