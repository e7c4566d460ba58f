"""The keys of the whole window."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

WINDOW_SHORTCUTS = (
    Shortcut("full_screen", ("F", "F11"), "F", QT_TRANSLATE_NOOP("keys", "Full screen, and back")),
    Shortcut("next_page", ("Ctrl+Tab",), "Ctrl Tab", QT_TRANSLATE_NOOP("keys", "The next page")),
    Shortcut(
        "previous_page",
        ("Ctrl+Shift+Tab",),
        "Ctrl Shift Tab",
        QT_TRANSLATE_NOOP("keys", "The page before"),
    ),
    Shortcut("shortcuts", ("F1", "?"), "F1", QT_TRANSLATE_NOOP("keys", "This list")),
    Shortcut("quit", ("Ctrl+Q",), "Ctrl Q", QT_TRANSLATE_NOOP("keys", "Quit")),
)
