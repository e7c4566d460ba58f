"""The keys of the page of files."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

FILES_SHORTCUTS = (
    Shortcut("files", ("Ctrl+O", "O"), "Ctrl O", QT_TRANSLATE_NOOP("keys", "Add videos")),
    Shortcut(
        "folder",
        ("Ctrl+Shift+O",),
        "Ctrl Shift O",
        QT_TRANSLATE_NOOP("keys", "Add a folder of videos"),
    ),
    Shortcut("pause", (), "Space", QT_TRANSLATE_NOOP("keys", "Pause the queue and go on")),
    Shortcut("open", (), "Enter", QT_TRANSLATE_NOOP("keys", "Open the result")),
    Shortcut("cancel", ("C",), "C", QT_TRANSLATE_NOOP("keys", "Cancel the selected files")),
    Shortcut("cancel_all", ("Shift+C",), "Shift C", QT_TRANSLATE_NOOP("keys", "Cancel all files")),
    Shortcut(
        "retry", ("R", "F5"), "R", QT_TRANSLATE_NOOP("keys", "Analyse the selected files again")
    ),
    Shortcut("remove", (), "Del", QT_TRANSLATE_NOOP("keys", "Take files off the list")),
    Shortcut("show", ("L",), "L", QT_TRANSLATE_NOOP("keys", "Show the result's folder")),
)
