"""Writing files so that a kill, a full disk or an error never leaves a half-written one."""

import hashlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from vidclf_app.errors import SinkError, refusal
from vidclf_app.translating import deferred

# What most file systems take.
_NAME_BYTES = 255
_ABANDONED_AFTER_S = 600.0
_WRITE_HINT = deferred(
    "errors", "Check that the folder exists, may be written to and has free space."
)


def exists(path: Path) -> bool:
    """Tell whether there is a file or folder; False for names that no file can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def partial_path(path: Path) -> Path:
    """Return the name beside `path` to write under; keeps the suffix, which video writers need."""
    ending = f".{os.getpid()}.partial{path.suffix}"
    return path.with_name(f".{fitting(path.stem, len(os.fsencode(ending)) + 1)}{ending}")


def fitting(stem: str, others_bytes: int = 0) -> str:
    """Return a name, or if it is too long for a file its beginning and a few digits of its own.

    Args:
        stem: The name.
        others_bytes: What is put before it and behind it, bytes.
    """
    encoded = os.fsencode(stem)
    left_bytes = _NAME_BYTES - others_bytes
    if len(encoded) <= left_bytes:
        return stem
    digits = f"~{hashlib.sha256(encoded).hexdigest()[:8]}"
    return encoded[: left_bytes - len(digits)].decode(errors="ignore") + digits


def discard_abandoned(path: Path) -> None:
    """Remove what a killed program began to write for `path`; never raises.

    What somebody may still be writing stays: a file that changed in the last ten minutes.
    """
    written = partial_path(path)
    start, end = written.name.split(f".{os.getpid()}.partial")
    pattern = re.compile(rf"{re.escape(start)}\.\d+\.partial{re.escape(end)}")
    with suppress(OSError):
        for each in path.parent.iterdir():
            if pattern.fullmatch(each.name):
                with suppress(OSError):
                    if time.time() - each.stat().st_mtime > _ABANDONED_AFTER_S:
                        each.unlink()


def discard(partial: Path) -> None:
    """Remove a file that is not wanted any more, if it is there; never raises."""
    with suppress(OSError):
        partial.unlink()


def write_error(path: Path, cause: BaseException | str) -> SinkError:
    """Return the error for a file that could not be written."""
    reason = refusal(cause) if isinstance(cause, BaseException) else cause
    return SinkError(
        deferred("errors", "{path}: could not be written: {reason}.").format(
            path=path, reason=reason
        ),
        _WRITE_HINT,
    )


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


def keep_aside(path: Path, why: str = "damaged") -> Path:
    """Rename a file that must not be lost, to `NAME.damaged-1.SUFFIX` or the next free number.

    Args:
        path: The file.
        why: One word for its new name.

    Returns:
        Where it is now.

    Raises:
        SinkError: It can't be renamed.
    """
    number = 1
    while exists(aside := path.with_name(f"{path.stem}.{why}-{number}{path.suffix}")):
        number += 1
    try:
        path.rename(aside)
    except OSError as error:
        raise write_error(aside, error) from error
    return aside
