"""The keys of the history page."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

HISTORY_SHORTCUTS = (
    Shortcut("search", ("Ctrl+F",), "Ctrl F", QT_TRANSLATE_NOOP("keys", "Search the history")),
    Shortcut("open", (), "Enter", QT_TRANSLATE_NOOP("keys", "Open the session's result")),
    Shortcut("export", ("Ctrl+E",), "Ctrl E", QT_TRANSLATE_NOOP("keys", "Export sessions")),
    Shortcut("delete", (), "Del", QT_TRANSLATE_NOOP("keys", "Delete sessions")),
)
