"""What of the queue is kept between two starts of the program: what is not finished."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from platformdirs import user_state_path
from pydantic import BaseModel, ConfigDict, ValidationError

from vidclf_app.core.files import keep_aside, make_folder, write_error, write_text
from vidclf_app.errors import SinkError, refusal
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

_FILE_NAME = "files.json"
_MAX_BYTES = 16 << 20


class KeptFile(BaseModel):
    """One file of the queue.

    Attributes:
        video: Its path.
        state: Where it stands. What was running waits: it begins anew.
        anew: It is to be analysed whatever result there is.
        message: What went wrong, where it failed.
        hint: What to do about it.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    video: str
    state: Literal["waiting", "cancelled", "failed"]
    anew: bool = False
    message: str = ""
    hint: str = ""


class _Kept(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    format_version: Literal[1] = 1
    files: tuple[KeptFile, ...] = ()


def default_queue_path() -> Path:
    """Return where this person's queue is kept."""
    return user_state_path("vidclf", appauthor=False) / _FILE_NAME


def load_queue(path: Path) -> tuple[tuple[KeptFile, ...], str]:
    """Read the queue. A file that can't be used is kept aside, never overwritten.

    Args:
        path: The file; need not exist.

    Returns:
        The queue, and why it could not be read, or "": one line for people.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            return (), _keep_aside(path, deferred("errors", "it is far too large"))
        return _Kept.model_validate_json(path.read_bytes()).files, ""
    except (FileNotFoundError, NotADirectoryError):
        return (), ""
    except OSError as error:
        return (), _keep_aside(path, refusal(error))
    except ValidationError:
        return (), _keep_aside(
            path, deferred("errors", "it is damaged, or a newer version of vidclf wrote it")
        )


def save_queue(path: Path, files: Sequence[KeptFile]) -> None:
    """Write the queue; of an empty one no trace stays.

    Raises:
        SinkError: It can't be written.
    """
    if not files:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise write_error(path, error) from error
        return
    make_folder(path.parent)
    write_text(path, _Kept(files=tuple(files)).model_dump_json(indent=1) + "\n")


def _keep_aside(path: Path, reason: str) -> str:
    try:
        aside = keep_aside(path)
    except SinkError as error:
        log.warning("%s", error)
        return deferred(
            "errors", "{path} can't be used ({reason}) and can't be moved aside. {message}"
        ).format(path=path, reason=reason, message=error.english[0])
    return deferred("errors", "{path} can't be used ({reason}). It is kept as {name}.").format(
        path=path, reason=reason, name=aside.name
    )
