"""Every error that vidclf raises on purpose.

The tree::

    VidclfError(message, hint)      exit code 1
    ├── SourceError                 3   a video, camera or stream
    │   ├── SourceOpenError             could not be opened
    │   └── SourceLostError             stopped delivering frames
    ├── ModelError                  4   a model bundle
    │   ├── ManifestError               manifest.json is wrong
    │   └── EngineError                 a network can't be run, or gave unusable numbers
    ├── SettingsError               5   settings or options
    ├── SinkError                   6   a result could not be written
    ├── ResultError                 10  a kept result can't be used, or not changed that way
    │   ├── DamagedResultError          its file is damaged
    │   └── NewerResultError            a newer version wrote its file
    ├── HistoryError                11  the history of sessions can't be read or written
    └── AlertError                  12  an alert did not arrive

Training adds `DatasetError` (7), `TrainingError` (8) and `ExportParityError` (9), see
`training.errors`. Exit code 2 is the command line's own (wrong usage), 130 is Ctrl-C, 143 SIGTERM.
"""

import errno
from typing import TYPE_CHECKING, Any, ClassVar, Final

from vidclf_app.translating import Deferred, deferred, translated

if TYPE_CHECKING:
    from pydantic import ValidationError

# What systems say most often when they refuse something, in the words of POSIX.
_REFUSALS: Final = {
    errno.EACCES: deferred("errors", "Permission denied"),
    errno.EBUSY: deferred("errors", "Device or resource busy"),
    errno.EEXIST: deferred("errors", "File exists"),
    errno.EINVAL: deferred("errors", "Invalid argument"),
    errno.EIO: deferred("errors", "Input/output error"),
    errno.EISDIR: deferred("errors", "Is a directory"),
    errno.EMFILE: deferred("errors", "Too many open files"),
    errno.ENAMETOOLONG: deferred("errors", "File name too long"),
    errno.ENODEV: deferred("errors", "No such device"),
    errno.ENOENT: deferred("errors", "No such file or directory"),
    errno.ENOSPC: deferred("errors", "No space left on device"),
    errno.ENOTDIR: deferred("errors", "Not a directory"),
    errno.ENOTEMPTY: deferred("errors", "Directory not empty"),
    errno.EPERM: deferred("errors", "Operation not permitted"),
    errno.EROFS: deferred("errors", "Read-only file system"),
    errno.ECONNREFUSED: deferred("errors", "Connection refused"),
    errno.EHOSTUNREACH: deferred("errors", "No route to host"),
    errno.ENETUNREACH: deferred("errors", "Network is unreachable"),
}
# What is wrong most often with a file's fields, by pydantic's types of errors.
_FAULTS: Final = {
    "missing": deferred("errors", "Field required"),
    "extra_forbidden": deferred("errors", "Extra inputs are not permitted"),
}


def refusal(error: BaseException) -> str:
    """Return what the system, or a library, says: for the end of a message, without its point.

    What is not among the usual refusals of a system stays in the words it came in.
    """
    if isinstance(error, OSError) and error.strerror:
        return _REFUSALS.get(error.errno or 0, error.strerror)
    text = error.args[0] if len(error.args) == 1 else None
    return text if isinstance(text, Deferred) else str(error)


def first_fault(error: "ValidationError") -> tuple[str, str]:
    """Return which field of a file is wrong, "" for all of it, and why: for a message's end."""
    first: Any = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    # What our own validators raised; else pydantic's words.
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, ValueError):
        return place, refusal(cause)
    return place, _FAULTS.get(first["type"], str(first["msg"]).rstrip("."))


class VidclfError(Exception):
    """Base of all errors meant for a person's eyes.

    What a person may see in the window is `deferred`: the log and the command line have it in
    English (`str`, `english`), the window in its own language (`message`, `hint`).

    Args:
        message: What happened, naming the file, camera or address. One line.
        hint: What to do next. One line; may be empty only where the message says it all.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.english = (message, hint)

    @property
    def message(self) -> str:
        """What happened, in the person's language."""
        return translated(self.english[0])

    @property
    def hint(self) -> str:
        """What to do next, in the person's language."""
        return translated(self.english[1])

    @property
    def line(self) -> Deferred:
        """Message and hint on one line, to be translated when it is shown."""
        message, hint = self.english
        template = "{message} {hint}" if hint else "{message}"
        return Deferred(template, values={"message": message, "hint": hint})

    def __str__(self) -> str:
        """Return message and hint on one line, in English."""
        return str(self.line)


class SourceError(VidclfError):
    """A video source failed."""

    exit_code = 3


class SourceOpenError(SourceError):
    """A video source could not be opened."""


class SourceLostError(SourceError):
    """A video source that was open stopped delivering frames before its end."""


class ModelError(VidclfError):
    """A model bundle can't be used."""

    exit_code = 4


class ManifestError(ModelError):
    """A bundle's manifest is missing, unreadable or contradicts the bundle's files."""


class EngineError(ModelError):
    """A network can't be loaded or run, or gave numbers that are not finite."""


class SettingsError(VidclfError):
    """A setting or an option has a value that can't be used."""

    exit_code = 5


class SinkError(VidclfError):
    """A result could not be written."""

    exit_code = 6


class HistoryError(VidclfError):
    """The history of sessions can't be read or written."""

    exit_code = 11


class ResultError(VidclfError):
    """A kept result can't be used, or what is asked of it makes no sense."""

    exit_code = 10


class DamagedResultError(ResultError):
    """A result's file can't be read: it is damaged, or no result at all."""


class NewerResultError(ResultError):
    """A result's file was written by a newer version of vidclf."""


class AlertError(VidclfError):
    """An alert did not arrive where it was sent."""

    exit_code = 12
