"""The keyboard shortcuts: one table for the keys and for the list that explains them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What keys do.

    Attributes:
        name: For the program.
        keys: In Qt's notation; any of them.
        shown: The keys, for people.
        text: What they do, for people.
    """

    name: str
    keys: tuple[str, ...]
    shown: str
    text: str


# Space is no shortcut in Qt's sense: a button that has the keyboard keeps it.
SHORTCUTS = (
    Shortcut("pause", (), "Space", "Pause and go on"),
    Shortcut("mirror", ("M",), "M", "Mirror the picture"),
    Shortcut("skeleton", ("K",), "K", "Draw the skeleton"),
    Shortcut("cameras", ("C",), "C", "Choose a camera"),
    Shortcut("file", ("O", "Ctrl+O"), "O", "Open a video file"),
    Shortcut("address", ("U",), "U", "Open an address"),
    Shortcut("demo", ("D",), "D", "Show the demo"),
    Shortcut("raise_threshold", ("+", "=", "Ctrl++"), "+", "Raise the threshold"),
    Shortcut("lower_threshold", ("-", "Ctrl+-"), "−", "Lower the threshold"),  # noqa: RUF001
    Shortcut("reset_tuning", ("0",), "0", "Reset threshold and smoothing"),
    Shortcut("retry", ("R", "F5"), "R", "Open the source again"),
    Shortcut("full_screen", ("F", "F11"), "F", "Full screen, and back"),
    Shortcut("shortcuts", ("F1", "?"), "F1", "This list"),
    Shortcut("quit", ("Ctrl+Q",), "Ctrl Q", "Quit"),
)
