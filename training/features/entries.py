"""The cache of features: one file for each way a clip is looked at.

An entry's name is the hash of everything that decides its content. Vectors are written as they
are computed, into a file of another name that becomes the entry when it is complete; a kill
leaves whole entries or none. A digest at the end tells an entry that was damaged later, which
then counts as missing.

Layout, little-endian: float32 vectors (T, F), float64 times (T,), then 64 bytes: eight bytes that
name the format, T and F as uint64, eight zero bytes, and the SHA-256 of all before it. The
vectors stand first, so that any stretch of them is read with one seek and training never holds
more than it works on.
"""

import hashlib
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from vidclf_app.core.files import discard, make_folder, write_error
from vidclf_app.core.records import Float32Array

_MAGIC = b"vidclf1\0"
_TRAILER = struct.Struct("<8sQQ8s32s")
_CHUNK_BYTES = 1 << 20
_PARTIAL = "partial"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """The features of one clip, seen in one way.

    Attributes:
        path: The file; float32 vectors from its first byte on.
        features: Length F of a vector.
        times_s: float64, shape (T,), media time of each sampled frame, ascending.
    """

    path: Path
    features: int
    times_s: npt.NDArray[np.float64]

    @property
    def frames(self) -> int:
        """Number of vectors T."""
        return len(self.times_s)

    def read(self, first: int, last: int) -> Float32Array:
        """Read vectors `first` to `last` - 1.

        Returns:
            float32, shape (last - first, F).
        """
        wanted = last - first
        values = np.fromfile(
            self.path,
            dtype="<f4",
            count=wanted * self.features,
            offset=first * self.features * np.dtype("<f4").itemsize,
        )
        return values.reshape(wanted, self.features).astype(np.float32, copy=False)


class EntryWriter:
    """Takes an entry's vectors one by one.

    Args:
        file: Where they go.
        features: Length F of a vector.
    """

    def __init__(self, file: IO[bytes], features: int) -> None:
        self._file = file
        self._features = features
        self._digest = hashlib.sha256()
        self._times_s: list[float] = []

    @property
    def times_s(self) -> npt.NDArray[np.float64]:
        """Times so far: float64, shape (T,)."""
        return np.asarray(self._times_s, dtype=np.float64)

    def append(self, vector: Float32Array, time_s: float) -> None:
        """Take in the next vector.

        Args:
            vector: float32, shape (F,).
            time_s: Media time.
        """
        if vector.shape != (self._features,):
            raise ValueError(f"a vector of {self._features} values is needed, not {vector.shape}")
        self._write(np.ascontiguousarray(vector, dtype="<f4").tobytes())
        self._times_s.append(time_s)

    def finish(self) -> None:
        """Write what stands behind the vectors."""
        self._write(self.times_s.astype("<f8").tobytes())
        head = _TRAILER.pack(_MAGIC, len(self._times_s), self._features, bytes(8), bytes(32))
        self._write(head[:-32])
        self._file.write(self._digest.digest())

    def _write(self, content: bytes) -> None:
        self._digest.update(content)
        self._file.write(content)


class FeatureCache:
    """A folder of entries.

    Args:
        folder: Created when the first entry is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, key: str) -> Path:
        """Return the file of an entry."""
        return self._folder / key[:2] / f"{key}.features"

    def find(self, key: str, features: int) -> Entry | None:
        """Return an entry; None where there is none or it is damaged.

        Args:
            key: Lower-case hex, see `training.features.extract.entry_key`.
            features: Length F that its vectors must have.
        """
        path = self.path_of(key)
        try:
            times_s = _checked_times_s(path, features)
        except OSError:
            return None
        return None if times_s is None else Entry(path, features, times_s)

    @contextmanager
    def writing(self, key: str, features: int) -> Iterator[EntryWriter]:
        """Write an entry whole or not at all.

        Args:
            key: As for `find`.
            features: Length F of the vectors.

        Raises:
            SinkError: It can't be written, for example because the disk is full.
        """
        path = self.path_of(key)
        make_folder(path.parent)
        # The thread's number: two clips with the same content share a name.
        mark = f"{os.getpid()}-{threading.get_ident()}"
        partial = path.with_name(f".{key}.{mark}.{_PARTIAL}")
        try:
            with _refusals_told(path):
                file = partial.open("wb")
            with file:
                writer = EntryWriter(_ToldFile(file, path), features)  # type: ignore[arg-type]
                yield writer
                writer.finish()
                with _refusals_told(path):
                    file.flush()
            with _refusals_told(path):
                partial.replace(path)
        finally:
            discard(partial)

    def sweep(self) -> int:
        """Remove what killed runs left half-written; returns how many files that were.

        Files of processes that still run are left alone.
        """
        removed = 0
        for partial in self._folder.glob(f"*/.*.{_PARTIAL}"):
            mark = partial.name.split(".")[-2].split("-")[0]
            if mark.isdigit() and not _runs(int(mark)):
                discard(partial)
                removed += 1
        return removed


class _ToldFile:
    """A file whose refusals name the entry rather than a temporary name.

    Only errors of this file become "could not be written": an error of the clip that is being
    read at the same time is another one's fault.
    """

    def __init__(self, file: IO[bytes], path: Path) -> None:
        self._file = file
        self._path = path

    def write(self, content: bytes) -> int:
        with _refusals_told(self._path):
            return self._file.write(content)


@contextmanager
def _refusals_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise write_error(path, error) from error


def _checked_times_s(path: Path, features: int) -> npt.NDArray[np.float64] | None:
    """Read a file to its end; return its times, or None where it isn't what was written."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        if size < _TRAILER.size:
            return None
        file.seek(size - _TRAILER.size)
        trailer = file.read(_TRAILER.size)
        if len(trailer) < _TRAILER.size:
            return None
        magic, frames, found, _, wanted = _TRAILER.unpack(trailer)
        vectors_bytes, times_bytes = frames * features * 4, frames * 8
        whole = vectors_bytes + times_bytes + _TRAILER.size
        if magic != _MAGIC or found != features or size != whole:
            return None
        file.seek(0)
        left = vectors_bytes
        while left > 0 and (chunk := file.read(min(_CHUNK_BYTES, left))):
            digest.update(chunk)
            left -= len(chunk)
        times = file.read(times_bytes)
        digest.update(times)
    digest.update(trailer[:-32])
    if digest.digest() != wanted:
        return None
    return np.frombuffer(times, dtype="<f8").astype(np.float64)


def _runs(process: int) -> bool:
    if os.name == "nt":
        # There, signal 0 would end the process. A leftover is small; a live writer's is not ours.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
