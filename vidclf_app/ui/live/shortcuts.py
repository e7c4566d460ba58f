"""The keys of the live view."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

LIVE_SHORTCUTS = (
    Shortcut("pause", (), "Space", QT_TRANSLATE_NOOP("keys", "Pause and go on")),
    Shortcut("mirror", ("M",), "M", QT_TRANSLATE_NOOP("keys", "Mirror the picture")),
    Shortcut("skeleton", ("K",), "K", QT_TRANSLATE_NOOP("keys", "Draw the skeleton")),
    Shortcut("cameras", ("C",), "C", QT_TRANSLATE_NOOP("keys", "Choose a camera")),
    Shortcut("file", ("O", "Ctrl+O"), "O", QT_TRANSLATE_NOOP("keys", "Open a video file")),
    Shortcut("address", ("U",), "U", QT_TRANSLATE_NOOP("keys", "Open an address")),
    Shortcut("demo", ("D",), "D", QT_TRANSLATE_NOOP("keys", "Show the demo")),
    Shortcut("camera", ("P",), "P", QT_TRANSLATE_NOOP("keys", "Set the camera")),
    Shortcut("add_source", ("Ctrl+N",), "Ctrl N", QT_TRANSLATE_NOOP("keys", "Add a source")),
    Shortcut(
        "remove_source", ("Ctrl+W",), "Ctrl W", QT_TRANSLATE_NOOP("keys", "Remove the source")
    ),
    Shortcut("select", (), "Ctrl 1 … 9", QT_TRANSLATE_NOOP("keys", "Choose one of several")),
    Shortcut("enlarge", (), "Enter", QT_TRANSLATE_NOOP("keys", "One of several alone, and back")),
    Shortcut(
        "raise_threshold",
        ("+", "=", "Ctrl++"),
        "+",
        QT_TRANSLATE_NOOP("keys", "Raise the threshold"),
    ),
    Shortcut(
        "lower_threshold",
        ("-", "Ctrl+-"),
        "−",  # noqa: RUF001 - as long as the plus
        QT_TRANSLATE_NOOP("keys", "Lower the threshold"),
    ),
    Shortcut(
        "reset_tuning", ("0",), "0", QT_TRANSLATE_NOOP("keys", "Reset threshold and smoothing")
    ),
    Shortcut("record", ("E",), "E", QT_TRANSLATE_NOOP("keys", "Record, and end the recording")),
    Shortcut("snapshot", ("S",), "S", QT_TRANSLATE_NOOP("keys", "Keep the picture as a file")),
    Shortcut("session", ("L",), "L", QT_TRANSLATE_NOOP("keys", "Show the session")),
    Shortcut("new_session", ("N",), "N", QT_TRANSLATE_NOOP("keys", "Begin a new session")),
    Shortcut(
        "history", ("H",), "H", QT_TRANSLATE_NOOP("keys", "Length of the history under the video")
    ),
    Shortcut("retry", ("R", "F5"), "R", QT_TRANSLATE_NOOP("keys", "Open the source again")),
)

# One for each place on the wall; in the list above they share a line.
SELECT_SHORTCUTS = tuple(
    Shortcut(f"select_{number}", (f"Ctrl+{number}",), f"Ctrl {number}", "Choose one of several")
    for number in range(1, 10)
)
