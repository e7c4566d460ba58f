"""The window's language: Qt's translators, and what looks texts up in them."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vidclf_app import translating
from vidclf_app.assets import assets_folder
from vidclf_app.settings import LanguageChoice

log = logging.getLogger(__name__)

# Each in its own language, so that whoever can't read the present one finds the way back.
LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
_SOURCE_LANGUAGE: Final = "en"

_installed: Final[list[QTranslator]] = []


def install_language(app: QCoreApplication, choice: LanguageChoice = "system") -> str:
    """Let the program speak a language. Texts that are on the screen already stay as they are.

    Args:
        app: The program.
        choice: "system" takes the first of the system's languages that vidclf knows.

    Returns:
        The language's code: a key of `LANGUAGES`.
    """
    language = chosen_language(choice, QLocale.system().uiLanguages())
    for translator in _installed:
        app.removeTranslator(translator)
    _installed.clear()
    translating.install(None)
    # Qt's own fields, for dates and numbers, speak as the texts around them do.
    system = QLocale.system()
    QLocale.setDefault(system if _code(system.name()) == language else QLocale(language))
    if language == _SOURCE_LANGUAGE:
        return language
    ours = translation_file(language)
    if not _load(app, ours):
        log.warning("%s: the translation can't be loaded; the window stays English", ours)
        return _SOURCE_LANGUAGE
    translations = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    if not _load(app, translations / f"qtbase_{language}.qm"):
        log.info("Qt's own texts stay English: %s has no translation", translations)
    translating.install(lambda context, text: QCoreApplication.translate(context, text))
    return language


def chosen_language(choice: LanguageChoice, system_languages: Sequence[str]) -> str:
    """Return the code of the language to speak.

    Args:
        choice: From the settings.
        system_languages: As `QLocale.uiLanguages` names them, the best liked first.
    """
    if choice != "system":
        return choice
    known = (_code(name) for name in system_languages if _code(name) in LANGUAGES)
    return next(known, _SOURCE_LANGUAGE)


def translation_file(language: str) -> Path:
    """Return where a language's compiled texts lie."""
    return assets_folder() / "translations" / f"vidclf_{language}.qm"


def _code(name: str) -> str:
    return name.replace("_", "-").split("-")[0].lower()


def _load(app: QCoreApplication, path: Path) -> bool:
    translator = QTranslator(app)
    if not path.is_file() or not translator.load(str(path)):
        return False
    app.installTranslator(translator)
    _installed.append(translator)
    return True
