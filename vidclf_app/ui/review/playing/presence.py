"""Whether a file is still there, and still holds what it held when it was opened."""

from enum import Enum, auto
from pathlib import Path

from vidclf_app.errors import SourceOpenError
from vidclf_app.results.identity import fingerprint


class Presence(Enum):
    """How a file stands beside what was opened."""

    THERE = auto()
    GONE = auto()
    CHANGED = auto()


class HeldContent:
    """What a file held at one moment. For one thread.

    The file's place on the disk, its length and its time of change are looked at each time; its
    content (see `fingerprint`) only when they differ. So a file that was merely touched, or copied
    anew, is the same.

    Args:
        path: The file.

    Raises:
        OSError: It is not there.
        SourceOpenError: It can't be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looked = _stamp(path)
        self._held = fingerprint(path)
        self._is_same = True

    def look(self) -> Presence:
        """Tell how the file stands now."""
        try:
            stamp = _stamp(self._path)
        except OSError:
            return Presence.GONE
        if stamp != self._looked:
            self._looked = stamp
            try:
                self._is_same = fingerprint(self._path) == self._held
            except SourceOpenError:
                self._is_same = False
        return Presence.THERE if self._is_same else Presence.CHANGED


def _stamp(path: Path) -> tuple[int, int, int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns
