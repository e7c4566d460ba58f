"""Texts for people, in their language. Without Qt, so that controllers can speak too.

Source texts are English. `translate` has the form that Qt's `lupdate` looks for: a context and a
text, both literal; names to fill in stand in braces and are filled in afterwards::

    translate("files", "Analysing {name}").format(name=video.name)

The window installs Qt's translator at its start (`install`); the command line, tests and programs
that only use the core read English. Texts are looked up when they are made, so nothing may be
translated while a module is imported: tables at module level hold texts marked with
`QT_TRANSLATE_NOOP`.
"""

from collections.abc import Callable
from typing import Final

Lookup = Callable[[str, str], str]


def _english(context: str, text: str) -> str:
    del context
    return text


_lookups: Final[list[Lookup]] = [_english]


def translate(context: str, text: str) -> str:
    """Return a text in the person's language; the text itself where there is no translation.

    Args:
        context: The room that says it: "live", "files", "review", ...
        text: English.
    """
    return _lookups[-1](context, text)


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802 - the name lupdate looks for
    """Mark a text of a table at module level for `lupdate`; translate it when it is shown."""
    del context
    return text


def install(lookup: Lookup | None) -> None:
    """Use a translator; None goes back to English."""
    _lookups[:] = [_english] if lookup is None else [_english, lookup]
