"""Names of recordings and snapshots: when, what of, and never one that is taken."""

import re
import time
from pathlib import Path

from vidclf_app.core.files import exists

_NOT_IN_NAMES = re.compile(r"[^\w .,()+-]+")
_LONGEST_SOURCE = 60


def media_stem(unix_s: float, source_name: str, addition: str = "") -> str:
    """Return a file's name without its suffix, such as `2026-03-01 14-05-09 Camera 0`.

    Args:
        unix_s: When it begins; written as local time.
        source_name: For people; what files can't be named is left out.
        addition: Goes to the end, such as "annotated".
    """
    moment = time.strftime("%Y-%m-%d %H-%M-%S", time.localtime(unix_s))
    source = " ".join(_NOT_IN_NAMES.sub(" ", source_name).split())[:_LONGEST_SOURCE].strip(" .")
    return " ".join(part for part in (moment, source, addition) if part)


def free_path(path: Path) -> Path:
    """Return the path, or one with a number where there is such a file already."""
    number, free = 2, path
    while exists(free):
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1
    return free
