"""The window speaks the language that was chosen, and Qt's own texts with it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.builders import prediction
from vidclf_app.core.labels import display_label
from vidclf_app.label_names import label_name, told_name
from vidclf_app.settings import LanguageChoice, Settings, SettingsStore
from vidclf_app.translating import translate
from vidclf_app.ui.live.control_bar import ControlBar
from vidclf_app.ui.parts import theme
from vidclf_app.ui.parts.appearance import follow_settings
from vidclf_app.ui.parts.colours import DARK, LIGHT
from vidclf_app.ui.parts.language import chosen_language, install_language
from vidclf_app.units import Units, units


@pytest.mark.parametrize(
    ("choice", "system", "language"),
    [
        ("system", ["de-AT", "de", "en"], "de"),
        ("system", ["fr-FR", "de_CH", "en"], "de"),
        ("system", ["en-GB", "de"], "en"),
        ("system", ["ja-JP"], "en"),
        ("system", [], "en"),
        ("de", ["en"], "de"),
        ("en", ["de"], "en"),
    ],
)
def test_the_language_that_is_chosen(
    choice: LanguageChoice, system: list[str], language: str
) -> None:
    assert chosen_language(choice, system) == language


def test_texts_are_german_and_english_again(app: QApplication) -> None:
    assert translate("live", "Pause") == "Pause"
    assert install_language(app, "de") == "de"
    assert translate("live", "Pause") == "Anhalten"
    assert translate("live", "never written") == "never written"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().language() is QLocale.Language.German
    assert install_language(app, "de") == "de"
    assert install_language(app, "en") == "en"
    assert translate("live", "Pause") == "Pause"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_widgets_speak(app: QApplication, qtbot: QtBot) -> None:
    install_language(app, "de")
    bar = ControlBar()
    qtbot.addWidget(bar)
    assert bar.full_screen.text() == "Vollbild"
    assert bar.help.accessibleName() == "Tastenkürzel"


def test_names_of_classes(app: QApplication) -> None:
    assert label_name("push_up") == "push up"
    assert label_name("swing_a_bat") == "swing a bat"
    install_language(app, "de")
    assert label_name("push_up") == "Liegestütz"
    assert label_name("swing_a_bat") == "swing a bat"
    assert told_name(prediction([1.0], 0.0, "squat")) == "Kniebeuge"
    assert told_name(prediction([1.0], 0.0)) == "nichts erkannt"
    assert display_label("push_up") == "push up", "files say the same in every language"


def test_numbers_are_written_as_the_language_does(app: QApplication) -> None:
    install_language(app, "de")
    assert Units().time(12.34) == "12,3 s"
    assert Units("clock", "fraction").time(83.4) == "1:23,4"
    assert Units("clock", "fraction").probability(0.87) == "0,87"
    assert Units().probability(0.87) == "87 %"


def test_a_lost_translation_leaves_english(
    app: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("vidclf_app.ui.parts.language.assets_folder", lambda: tmp_path)
    assert install_language(app, "de") == "en"
    assert translate("live", "Pause") == "Pause"


def test_the_program_follows_its_settings(app: QApplication, tmp_path: Path) -> None:
    store = SettingsStore(tmp_path / "settings.json", Settings(theme="light", language="de"))
    assert follow_settings(app, store) == "de"
    assert theme.colours() is LIGHT
    assert translate("live", "Pause") == "Anhalten"
    before_px = app.font().pixelSize()
    store.change(theme="dark", text_scale=200, time_format="clock", language="en")
    assert theme.colours() is DARK
    assert app.font().pixelSize() == pytest.approx(2 * before_px, abs=1)
    assert units().time(83.4) == "1:23,4"
    assert translate("live", "Pause") == "Anhalten", "the language waits for the next start"
