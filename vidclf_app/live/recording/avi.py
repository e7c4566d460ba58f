"""Finishing an AVI file whose writer was killed, in place.

Such a file holds all pictures but its last few, without the index and with wrong lengths, so that
players can neither seek in it nor tell how long it is. What is missing follows from what is there:
a walk over the pictures' headers gives the index and all lengths.

Only files of one RIFF part, that is below a gigabyte, are finished; recordings begin another file
long before that.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_KEYFRAME = 0x10
_MOST_HEADER_BYTES = 1 << 20
_RIFF_MAX_BYTES = 0x40000000
_TOTAL_FRAMES_AT = 16  # In the content of avih.
_LENGTH_AT = 32  # In the content of strh.
_VOP_START = b"\x00\x00\x01\xb6"


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things lie in the file, in bytes from its start.

    Attributes:
        total_frames: The number of frames in the main header.
        lengths: The number of frames in each stream's header.
        movi: The size of the list of pictures.
        pictures: The first picture's header.
    """

    total_frames: int
    lengths: tuple[int, ...]
    movi: int
    pictures: int


@dataclass(frozen=True, slots=True)
class _Picture:
    offset: int
    size: int
    is_key: bool


def finish_avi(path: Path) -> int:
    """Write the index and the lengths of a file that was not closed.

    Args:
        path: The file; a picture that was half-written at its end is cut off.

    Returns:
        The number of its frames; 0 where it is not an AVI file, or has none.

    Raises:
        OSError: It can't be read or written.
    """
    with path.open("r+b") as file:
        size = file.seek(0, 2)
        layout = _read_layout(file)
        if layout is None or size > _RIFF_MAX_BYTES:
            return 0
        pictures, end, has_index = _read_pictures(file, layout.pictures, size)
        if has_index or not pictures:
            return len(pictures)
        file.truncate(end)
        file.seek(end)
        _write_index(file, pictures, layout)
        _write_lengths(file, len(pictures), layout, end)
        return len(pictures)


def _read_layout(file: BinaryIO) -> _Layout | None:
    file.seek(0)
    start = file.read(_MOST_HEADER_BYTES)
    if start[:4] != b"RIFF" or start[8:12] != b"AVI ":
        return None
    total_frames = 0
    lengths: list[int] = []
    offset = 12
    while offset + 12 <= len(start):
        kind, length = start[offset : offset + 4], _number(start, offset + 4)
        if kind == b"LIST":
            if start[offset + 8 : offset + 12] == b"movi":
                if not total_frames:
                    return None
                return _Layout(total_frames, tuple(lengths), offset + 4, offset + 12)
            # Into the lists of headers, not past them.
            offset += 12
            if start[offset - 4 : offset] not in {b"hdrl", b"strl"}:
                offset += length - 4 + length % 2
            continue
        if kind == b"avih":
            total_frames = offset + 8 + _TOTAL_FRAMES_AT
        elif kind == b"strh":
            lengths.append(offset + 8 + _LENGTH_AT)
        offset += 8 + length + length % 2
    return None


def _read_pictures(file: BinaryIO, offset: int, size: int) -> tuple[list[_Picture], int, bool]:
    """Return the whole pictures, where the last one ends, and whether there is an index."""
    pictures: list[_Picture] = []
    while offset + 8 <= size:
        file.seek(offset)
        header = file.read(64)
        kind, length = header[:4], _number(header, 4)
        if kind == b"idx1":
            return pictures, offset, True
        end = offset + 8 + length + length % 2
        if kind[2:] not in {b"dc", b"db"} or end > size:
            break
        pictures.append(_Picture(offset, length, _is_key(header[8:])))
        offset = end
    return pictures, offset, False


def _is_key(content: bytes) -> bool:
    # MPEG-4 part 2: two bits after the start of a picture tell its kind, 0 for one that stands
    # alone. Headers come before it in every such picture, so it may lie beyond what was read.
    start = content.find(_VOP_START)
    return start < 0 or start + 4 >= len(content) or content[start + 4] >> 6 == 0


def _write_index(file: BinaryIO, pictures: list[_Picture], layout: _Layout) -> None:
    # Offsets count from the word "movi".
    zero = layout.pictures - 4
    entries = b"".join(
        b"00dc"
        + struct.pack("<III", _KEYFRAME if each.is_key else 0, each.offset - zero, each.size)
        for each in pictures
    )
    file.write(b"idx1" + struct.pack("<I", len(entries)) + entries)


def _write_lengths(file: BinaryIO, frames: int, layout: _Layout, end: int) -> None:
    for offset, value in (
        (4, file.tell() - 8),
        (layout.movi, end - layout.movi - 4),
        (layout.total_frames, frames),
        *((length, frames) for length in layout.lengths),
    ):
        file.seek(offset)
        file.write(struct.pack("<I", value))


def _number(content: bytes, offset: int) -> int:
    return int.from_bytes(content[offset : offset + 4], "little")
