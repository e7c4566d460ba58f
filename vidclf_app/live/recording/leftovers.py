"""Recordings whose program was killed: found and finished at the next start."""

import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2

from vidclf_app.live.recording.avi import finish_avi
from vidclf_app.live.recording.names import free_path

# A recording that goes on marks its file every two seconds, also in another window.
ABANDONED_AFTER_S = 10.0
_looking = threading.Lock()
_PARTIAL = re.compile(r"\.(?P<stem>.+)\.\d+\.partial\.avi")


@dataclass(frozen=True, slots=True)
class Leftovers:
    """What was found.

    Attributes:
        finished: Videos that are whole but for their last moments.
        damaged: Files in which no picture could be found; kept.
        young: How many may still be written by another window; worth another look.
    """

    finished: tuple[Path, ...] = ()
    damaged: tuple[Path, ...] = ()
    young: int = 0


def finish_leftovers(folder: Path, wall: Callable[[], float] = time.time) -> Leftovers:
    """Finish the recordings in a folder that nobody writes any more.

    Never raises for what lies in the folder: what can't be finished stays where it is.

    Args:
        folder: Need not exist.
        wall: The time of day, Unix seconds.
    """
    # Each source of a window looks by itself; one after the other, the second finds nothing.
    with _looking:
        return _finish_all(folder, wall)


def _finish_all(folder: Path, wall: Callable[[], float]) -> Leftovers:
    finished: list[Path] = []
    damaged: list[Path] = []
    young = 0
    for partial in _partials(folder):
        with suppress(OSError):
            if wall() - partial.stat().st_mtime < ABANDONED_AFTER_S:
                young += 1
            elif partial.stat().st_size == 0:
                partial.unlink()  # Killed before the first picture was written out.
            else:
                path, is_readable = _finish(partial)
                (finished if is_readable else damaged).append(path)
    return Leftovers(tuple(finished), tuple(damaged), young)


def _partials(folder: Path) -> list[Path]:
    with suppress(OSError):
        return sorted(path for path in folder.iterdir() if _PARTIAL.fullmatch(path.name))
    return []


def _finish(partial: Path) -> tuple[Path, bool]:
    matched = _PARTIAL.fullmatch(partial.name)
    assert matched is not None
    # Also without an index, which a full disk may refuse, it can be played.
    with suppress(OSError):
        finish_avi(partial)
    capture = cv2.VideoCapture(str(partial.absolute()), cv2.CAP_FFMPEG)
    is_readable = bool(capture.isOpened() and capture.grab())
    capture.release()
    name = f"{matched['stem']}{'' if is_readable else ' (damaged)'}.avi"
    path = free_path(partial.with_name(name))
    partial.rename(path)
    return path, is_readable
