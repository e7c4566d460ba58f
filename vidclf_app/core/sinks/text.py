"""Base of sinks that write one text file line by line, in constant memory."""

import time
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from vidclf_app.core.files import discard, make_folder, partial_path, write_error
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.translating import deferred

_FLUSH_EVERY_S = 2.0


class TextFileSink(Sink):
    """Writes beside `path` and renames on `close`.

    Args:
        path: The file to make; its folder is made where missing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._partial = partial_path(path)
        self._file: TextIO | None = None
        self._flushed_s = 0.0

    def open(self, run: RunInfo) -> None:
        """Create the file."""
        del run
        make_folder(self.path.parent)
        try:
            self._file = self._partial.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise write_error(self.path, error) from error

    def abort(self) -> None:
        """Remove what was written."""
        if self._file is not None:
            # A full disk makes the last flush fail; the file goes away all the same.
            with suppress(OSError):
                self._file.close()
            self._file = None
        discard(self._partial)

    def put(self, text: str) -> None:
        """Append text.

        Raises:
            SinkError: The operating system refused.
        """
        if self._file is None:
            raise write_error(self.path, deferred("errors", "the sink is not open"))
        try:
            self._file.write(text)
            # A live run may last for months: what is there survives a power cut.
            if time.monotonic() - self._flushed_s > _FLUSH_EVERY_S:
                self._file.flush()
                self._flushed_s = time.monotonic()
        except OSError as error:
            raise write_error(self.path, error) from error

    def finish(self) -> None:
        """Close the file and give it its name.

        Raises:
            SinkError: The operating system refused.
        """
        if self._file is None:
            return
        try:
            self._file.close()
            self._partial.replace(self.path)
        except OSError as error:
            raise write_error(self.path, error) from error
        self._file = None
