"""Texts for people, in their language. Without Qt, so that controllers can speak too.

Source texts are English. `translate` has the form that Qt's `lupdate` looks for: a context and a
text, both literal; names to fill in stand in braces and are filled in afterwards::

    translate("files", "Analysing {name}").format(name=video.name)

The window installs Qt's translator at its start (`install`); the command line, tests and programs
that only use the core read English. Texts are looked up when they are made, so nothing may be
translated while a module is imported: tables at module level hold texts marked with
`QT_TRANSLATE_NOOP`.

Whoever raises an error, or finds something before the window has chosen its language, doesn't know
who will read it: the log and the command line are English. Such texts are `deferred`, which keeps
the template and what is filled in; `translated` looks them up where they are shown::

    raise SourceOpenError(deferred("errors", "{path}: no such file.").format(path=path))
"""

import string
from collections.abc import Callable, Mapping
from typing import Any, Final

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


class Deferred(str):
    """English, with everything filled in; `translated` tells the same in the person's language.

    Joined with other texts it becomes plain English: give it to a template instead.

    Args:
        template: English, with names in braces.
        context: See `translate`.
        values: What is filled in; None leaves the braces alone.
    """

    __slots__ = ("_context", "_template", "_values")

    _context: str
    _template: str
    _values: Mapping[str, object] | None

    def __new__(
        cls, template: str, context: str = "", values: Mapping[str, object] | None = None
    ) -> "Deferred":
        """Fill in."""
        self = super().__new__(cls, template if values is None else template.format(**values))
        self._template, self._context, self._values = template, context, values
        return self

    def format(self, *_: object, **values: object) -> "Deferred":
        """Return the text with names filled in; texts among the values are translated with it."""
        return Deferred(self._template, self._context, values)

    def renamed(self, old: str, new: str) -> "Deferred":
        """Return the text with another name among what is filled in.

        Args:
            old: A path, for example; values that it is a part of become texts.
            new: What a person knows it by.
        """
        values = {
            name: str(value).replace(old, new) if old in str(value) else value
            for name, value in (self._values or {}).items()
        }
        return Deferred(self._template, self._context, values or None)

    def translated(self) -> str:
        """Return the text in the person's language."""
        text = translate(self._context, self._template)
        if self._values is None:
            return text
        values = {
            name: translated(value) if isinstance(value, str) else value
            for name, value in self._values.items()
        }
        return _Filling().vformat(text, (), values)


class _Filling(string.Formatter):
    """Writes decimal marks as the person's language does."""

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.replace(".", translate("units", ".")) if isinstance(value, float) else text


def deferred(context: str, text: str) -> Deferred:
    """Return a text that is translated when it is shown. `lupdate` finds it as `translate`.

    Args:
        context: "errors", or the room that says it.
        text: English.
    """
    return Deferred(text, context)


def translated(text: str) -> str:
    """Return a text that may be `deferred` in the person's language."""
    return text.translated() if isinstance(text, Deferred) else text


def install(lookup: Lookup | None) -> None:
    """Use a translator; None goes back to English."""
    _lookups[:] = [_english] if lookup is None else [_english, lookup]
