"""Writing files so that a kill, a full disk or an error never leaves a half-written one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidclf_app.errors import SinkError

_WRITE_HINT = "Check that the folder exists, may be written to and has free space."


def exists(path: Path) -> bool:
    """Tell whether there is a file or folder; False for names that no file can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def partial_path(path: Path) -> Path:
    """Return the name beside `path` to write under; keeps the suffix, which video writers need."""
    return path.with_name(f".{path.stem}.{os.getpid()}.partial{path.suffix}")


def discard(partial: Path) -> None:
    """Remove a file that is not wanted any more, if it is there; never raises."""
    with suppress(OSError):
        partial.unlink()


def write_error(path: Path, cause: object) -> SinkError:
    """Return the error for a file that could not be written."""
    reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
    return SinkError(f"{path}: could not be written: {reason}.", _WRITE_HINT)


def make_folder(path: Path) -> None:
    """Create a folder and its parents.

    Raises:
        SinkError: It can't be created.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise write_error(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield a name to write to; on success it becomes `path`, on any error it is removed.

    Raises:
        SinkError: The operating system refused to write or rename.
    """
    partial = partial_path(path)
    try:
        yield partial
        # Without replace() a reader could see a file that is still being written.
        partial.replace(path)
    except OSError as error:
        raise write_error(path, error) from error
    finally:
        discard(partial)


def write_text(path: Path, text: str) -> None:
    """Write a whole text file (UTF-8), or leave what was there.

    Raises:
        SinkError: It can't be written.
    """
    with replacing(path) as partial:
        partial.write_text(text, encoding="utf-8")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a whole file, or leave what was there.

    Raises:
        SinkError: It can't be written.
    """
    with replacing(path) as partial:
        partial.write_bytes(content)
