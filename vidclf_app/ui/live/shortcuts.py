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
    Shortcut("retry", ("R", "F5"), "R", QT_TRANSLATE_NOOP("keys", "Open the source again")),
)
