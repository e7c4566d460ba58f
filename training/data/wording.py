"""Names as messages show them: on one line, and never too many."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path

_NAMED_AT_MOST = 3


def shown(name: Path | str) -> str:
    """Return a name as it may be printed: line breaks and bytes that are no text are escaped."""
    return "".join(
        letter
        if letter.isprintable() or unicodedata.category(letter) == "Zs"
        else letter.encode("unicode_escape", "backslashreplace").decode("ascii")
        for letter in str(name)
    )


def listed(names: Sequence[Path | str]) -> str:
    """Return the first few names and the number of the others."""
    text = ", ".join(shown(name) for name in names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return f"{text} and {more} more" if more > 0 else text
