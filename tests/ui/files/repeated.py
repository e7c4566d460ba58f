"""An hour of video in a moment: an MP4 file whose index names the same frames again and again."""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

_CONTAINERS = frozenset({b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl"})


def write_repeated(clip: Path, path: Path, times: int) -> Path:
    """Write a video that shows a clip many times over, and return its path.

    Every frame is decoded anew each time: for a reader it is a video of that length. The clip is
    an MP4 file of one track, without B-frames, that begins with a key frame.

    Args:
        clip: The clip.
        path: The file to make, little larger than the clip.
        times: How often the clip is shown.
    """
    content = bytearray(clip.read_bytes())
    index = next(box for box in _boxes(bytes(content)) if box[0] == b"moov")
    # The old index stays as a hole, so that the frames lie where they lay.
    content[index[1] + 4 : index[1] + 8] = b"free"
    path.write_bytes(bytes(content) + _box(b"moov", _repeated(index[2], times)))
    return path


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, bytes]]:
    """Yield kind, place and content of the boxes that lie one after the other."""
    place = 0
    while place + 8 <= len(content):
        length, kind = struct.unpack_from(">I4s", content, place)
        assert length >= 8, "a box of 64 bit lengths"
        yield kind, place, content[place + 8 : place + length]
        place += length


def _box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content


def _repeated(content: bytes, times: int) -> bytes:
    """Return the content of a box of boxes for many times the length."""
    kinds = {kind: inner for kind, _, inner in _boxes(content)}
    chunks = _entries(kinds[b"stco"]) if b"stco" in kinds else 0
    frames = struct.unpack_from(">I", kinds[b"stsz"], 8)[0] if b"stsz" in kinds else 0
    made = b""
    for kind, _, inner in _boxes(content):
        if kind in _CONTAINERS:
            inner = _repeated(inner, times)
        elif kind == b"stsc":
            inner = _table(inner, 3, lambda e, n: (e[0] + n * chunks, *e[1:]), times)
        elif kind == b"stss":
            inner = _table(inner, 1, lambda e, n: (e[0] + n * frames,), times)
        elif kind in _CHANGES:
            inner = _CHANGES[kind](inner, times)
        else:
            assert kind != b"ctts", "B-frames"
        made += _box(kind, inner)
    return made


def _entries(table: bytes) -> int:
    return int(struct.unpack_from(">I", table, 4)[0])


def _table(
    table: bytes,
    columns: int,
    change: Callable[[tuple[int, ...], int], tuple[int, ...]],
    times: int,
) -> bytes:
    entries = [
        struct.unpack_from(f">{columns}I", table, 8 + 4 * columns * number)
        for number in range(_entries(table))
    ]
    made = b"".join(
        struct.pack(f">{columns}I", *change(entry, number))
        for number in range(times)
        for entry in entries
    )
    return table[:4] + struct.pack(">I", len(entries) * times) + made


def _multiplied(place: int) -> Callable[[bytes, int], bytes]:
    """Return what multiplies a number of 32 bits in a box of version 0."""

    def change(content: bytes, times: int) -> bytes:
        assert content[0] == 0, "a box of 64 bit times"
        number = struct.unpack_from(">I", content, place)[0]
        return content[:place] + struct.pack(">I", number * times) + content[place + 4 :]

    return change


def _sizes(content: bytes, times: int) -> bytes:
    head, same, count = content[:4], content[4:8], struct.unpack_from(">I", content, 8)[0]
    return head + same + struct.pack(">I", count * times) + content[12:] * times


_CHANGES: dict[bytes, Callable[[bytes, int], bytes]] = {
    b"mvhd": _multiplied(16),
    b"tkhd": _multiplied(20),
    b"mdhd": _multiplied(16),
    b"elst": _multiplied(8),
    b"stsz": _sizes,
    b"stts": lambda content, times: _table(content, 2, lambda entry, _: entry, times),
    b"stco": lambda content, times: _table(content, 1, lambda entry, _: entry, times),
}
