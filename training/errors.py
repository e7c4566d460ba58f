"""The errors that training adds to `vidclf_app.errors`.

The tree::

    VidclfError
    ├── DatasetError          exit code 7   the table of clips, or the clips themselves
    ├── TrainingError         exit code 8   the configuration, or a fit that can't go on
    └── ExportParityError     exit code 9   the exported networks differ from the trained ones
"""

from vidclf_app.errors import VidclfError


class DatasetError(VidclfError):
    """The clips can't be trained on: no table, missing files, one class, too few groups."""

    exit_code = 7


class TrainingError(VidclfError):
    """Training can't start or can't go on: a wrong configuration, a loss that is not a number."""

    exit_code = 8


class ExportParityError(VidclfError):
    """The exported networks don't compute what the trained ones do; nothing was written."""

    exit_code = 9
