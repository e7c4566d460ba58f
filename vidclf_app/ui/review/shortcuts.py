"""The keys of the view of a result."""

from vidclf_app.translating import QT_TRANSLATE_NOOP
from vidclf_app.ui.parts.shortcut import Shortcut

# Those without keys in Qt's notation are taken by the page itself: sliders, lists and buttons
# need the same keys while they have the keyboard.
REVIEW_SHORTCUTS = (
    Shortcut("play", (), "Space", QT_TRANSLATE_NOOP("keys", "Play and pause")),
    Shortcut("step_back", (",",), ",", QT_TRANSLATE_NOOP("keys", "One frame back")),
    Shortcut("step_on", (".",), ".", QT_TRANSLATE_NOOP("keys", "One frame on")),
    Shortcut("seek", (), "← →", QT_TRANSLATE_NOOP("keys", "One second back or on")),
    Shortcut("seek_far", (), "Shift ← →", QT_TRANSLATE_NOOP("keys", "Five seconds back or on")),
    Shortcut("ends", (), "Home End", QT_TRANSLATE_NOOP("keys", "To the beginning, to the end")),
    Shortcut("slower", ("<",), "<", QT_TRANSLATE_NOOP("keys", "Play slower")),
    Shortcut("faster", (">",), ">", QT_TRANSLATE_NOOP("keys", "Play faster")),
    Shortcut("open", ("Ctrl+O",), "Ctrl O", QT_TRANSLATE_NOOP("keys", "Open another result")),
    Shortcut("skeleton", ("K",), "K", QT_TRANSLATE_NOOP("keys", "Draw the skeleton")),
    Shortcut("next", ("N",), "N", QT_TRANSLATE_NOOP("keys", "The next segment")),
    Shortcut("previous", ("P",), "P", QT_TRANSLATE_NOOP("keys", "The segment before")),
    Shortcut(
        "neighbour", (), "Tab", QT_TRANSLATE_NOOP("keys", "From segment to segment in the timeline")
    ),
    Shortcut(
        "labels",
        (),
        "1 … 9",
        QT_TRANSLATE_NOOP("keys", "Give the chosen segment a label"),
    ),
    Shortcut("set_start", ("[",), "[", QT_TRANSLATE_NOOP("keys", "It starts at the playhead")),
    Shortcut("set_end", ("]",), "]", QT_TRANSLATE_NOOP("keys", "It ends at the playhead")),
    Shortcut("add", ("Ins",), "Ins", QT_TRANSLATE_NOOP("keys", "Add a segment at the playhead")),
    Shortcut("delete", ("Del",), "Del", QT_TRANSLATE_NOOP("keys", "Delete the chosen segment")),
    Shortcut("undo", ("Ctrl+Z",), "Ctrl Z", QT_TRANSLATE_NOOP("keys", "Undo")),
    Shortcut("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "Ctrl Shift Z", QT_TRANSLATE_NOOP("keys", "Redo")),
    Shortcut(
        "zoom_in", ("+", "=", "Ctrl++"), "+", QT_TRANSLATE_NOOP("keys", "Look closer at the time")
    ),
    Shortcut(
        "zoom_out",
        ("-", "Ctrl+-"),
        "−",  # noqa: RUF001 - as long as the plus
        QT_TRANSLATE_NOOP("keys", "See more of the time"),
    ),
    Shortcut("fit", ("0", "Ctrl+0"), "0", QT_TRANSLATE_NOOP("keys", "See all of the time")),
    Shortcut(
        "compare", ("Ctrl+D",), "Ctrl D", QT_TRANSLATE_NOOP("keys", "Compare with another result")
    ),
    Shortcut("export", ("Ctrl+E",), "Ctrl E", QT_TRANSLATE_NOOP("keys", "Export the result")),
)
