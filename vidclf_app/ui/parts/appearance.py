"""How the program looks and speaks follows its settings."""

from PySide6.QtWidgets import QApplication

from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.parts.language import install_language
from vidclf_app.ui.parts.theme import apply_theme
from vidclf_app.units import Units, use_units


def follow_settings(app: QApplication, store: SettingsStore) -> str:
    """Apply language, theme, size of text and units now, and all but the language when they change.

    Call it before the first widget is made: texts are looked up when a widget is made.

    Args:
        app: The program.
        store: The settings.

    Returns:
        The code of the language that the window speaks.
    """
    language = install_language(app, store.current.language)
    _apply(app, store.current)
    applied = [store.current]

    def follow(settings: Settings) -> None:
        before, applied[0] = applied[0], settings
        use_units(Units.of(settings))
        if (before.theme, before.text_scale) != (settings.theme, settings.text_scale):
            apply_theme(app, settings.theme, settings.text_scale)

    store.listen(follow)
    return language


def _apply(app: QApplication, settings: Settings) -> None:
    use_units(Units.of(settings))
    apply_theme(app, settings.theme, settings.text_scale)
