"""The keys of the welcome."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

WELCOME_SHORTCUTS = (
    Shortcut("camera", ("C",), "C", QT_TRANSLATE_NOOP("keys", "Watch a camera")),
    Shortcut("files", ("O",), "O", QT_TRANSLATE_NOOP("keys", "Analyse video files")),
    Shortcut("demo", ("D",), "D", QT_TRANSLATE_NOOP("keys", "Show the demo")),
    Shortcut("close", ("Esc",), "Esc", QT_TRANSLATE_NOOP("keys", "Close the welcome")),
)
