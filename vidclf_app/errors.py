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

from typing import ClassVar


class VidclfError(Exception):
    """Base of all errors meant for a person's eyes.

    Args:
        message: What happened, naming the file, camera or address. One line.
        hint: What to do next. One line; may be empty only where the message says it all.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message and the hint on one line."""
        return f"{self.message} {self.hint}".strip()


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
