"""Labels and numbers as they stand in exported files."""

import unicodedata

from vidclf_app.core.labels import display_label

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Control characters, surrogates and what Unicode never assigns: XML has no way to write them, and
# surrogates can't be encoded at all.
_UNWRITABLE = frozenset({"Cc", "Cs"})
_NON_CHARACTERS = frozenset({"\ufffe", "\uffff"})


def one_line(text: str) -> str:
    """Return a text without line breaks and without what no file format can hold."""
    return "".join(_writable(character) for character in " ".join(text.split()))


def shown_label(label: str) -> str:
    """Return a label as people read it, on one line."""
    return one_line(display_label(label))


def percent(probability: float) -> str:
    """Return a probability for people."""
    return f"{probability:.0%}"


def clock_time(time_s: float) -> str:
    """Return seconds for people: `0:07.5`, `12:07.5`, `1:12:07.5`."""
    tenths = max(0, round(time_s * 10))
    minutes, tenths = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths // 10:02d}.{tenths % 10}"
    return f"{hours}:{minutes:02d}:{seconds}" if hours else f"{minutes}:{seconds}"


def width_of(text: str) -> int:
    """Return about how wide a text is, in halves of its height."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def shortened(text: str, width: int) -> str:
    """Return a text, or its beginning and `…` where it is wider (see `width_of`)."""
    if width_of(text) <= width:
        return text
    kept = ""
    for character in text:
        if width_of(kept + character) >= width:
            break
        kept += character
    return kept.rstrip() + "…"


def _writable(character: str) -> str:
    if unicodedata.category(character) in _UNWRITABLE or character in _NON_CHARACTERS:
        return _REPLACEMENT
    return character
