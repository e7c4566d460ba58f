"""A keyboard shortcut as a record: one entry for the key and for the list that explains it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What keys do.

    Attributes:
        name: For the program.
        keys: In Qt's notation; any of them. () for keys that are no shortcut in Qt's sense, such
            as Space, which a button that has the keyboard keeps.
        shown: The keys, for people.
        text: What they do, for people: English, marked with `QT_TRANSLATE_NOOP("keys", ...)`.
    """

    name: str
    keys: tuple[str, ...]
    shown: str
    text: str
