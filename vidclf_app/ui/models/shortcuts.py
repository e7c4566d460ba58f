"""The keys of the models page."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

MODELS_SHORTCUTS = (
    Shortcut("install", ("Ctrl+O",), "Ctrl O", QT_TRANSLATE_NOOP("keys", "Install a model")),
    Shortcut("use", (), "Enter", QT_TRANSLATE_NOOP("keys", "Use the model")),
    Shortcut("remove", (), "Del", QT_TRANSLATE_NOOP("keys", "Remove the model")),
)
