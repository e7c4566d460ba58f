"""Tell a video file that was cut short by what its container says of its own length."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

# Boxes that lie at the top of MP4 and QuickTime files. Only these are believed when they reach
# beyond the end of the file: anything else there may be a tag that some program appended.
_ISO_BOXES = frozenset(
    {
        *(b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"ssix", b"meta"),
        *(b"free", b"skip", b"wide", b"uuid", b"pnot", b"pdin", b"prft", b"emsg", b"udta"),
    }
)
_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT = b"\x18\x53\x80\x67"
_MOST_PARTS = 100_000  # A file made to be slow has millions of parts, each a few bytes long.
# Some programs count the eight bytes before an AVI's length with the length.
_AVI_HEADER_BYTES = 8
_INDEX_MAX_BYTES = 64 << 20


def missing_bytes(path: Path) -> int:
    """Return how many bytes are missing at the end of a video file.

    Knows MP4 and its relatives, AVI, Matroska and WebM; reads only a few bytes here and there.

    Args:
        path: The file.

    Returns:
        The number of bytes; 0 where nothing is missing, or the container doesn't tell.

    Raises:
        OSError: The file can't be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start = file.read(12)
        if start[4:8] in _ISO_BOXES:
            end = _iso_end(file, size)
        elif start[:4] == b"RIFF" and start[8:] == b"AVI ":
            end = _avi_end(file, size)
        elif start[:4] == _EBML:
            end = _matroska_end(file, size)
        else:
            end = 0
    return max(0, end - size)


def picture_duration_s(path: Path) -> float | None:
    """Return how long the pictures of an MP4 file or a relative of it last, in seconds.

    That is the length of the video track as its edit list has it (ISO/IEC 14496-12, 8.6.6):
    neither sound that goes on longer nor pictures that a trim left in the file count.

    Returns:
        The length; None for other containers and where the file doesn't tell.

    Raises:
        OSError: The file can't be read.
    """
    index = _movie_box(path)
    movie = dict(_boxes(index))
    if b"mvhd" not in movie or b"mvex" in movie:
        return None
    movie_rate_hz, _ = _rate_and_duration(movie[b"mvhd"])
    for kind, content in _boxes(index):
        track = dict(_boxes(content)) if kind == b"trak" else {}
        media = dict(_boxes(track.get(b"mdia", b"")))
        if media.get(b"hdlr", b"")[8:12] != b"vide" or b"mdhd" not in media:
            continue
        edited = _edited_length(dict(_boxes(track.get(b"edts", b""))).get(b"elst", b""))
        if edited and movie_rate_hz:
            return edited / movie_rate_hz
        rate_hz, duration = _rate_and_duration(media[b"mdhd"])
        return duration / rate_hz if rate_hz and duration else None
    return None


def _movie_box(path: Path) -> bytes:
    """Return the content of the box that describes the tracks; empty if there is none."""
    offset = 0
    with path.open("rb") as file:
        for _ in range(_MOST_PARTS):
            file.seek(offset)
            header = file.read(16)
            length, kind, start = int.from_bytes(header[:4], "big"), header[4:8], 8
            if length == 1:
                length, start = int.from_bytes(header[8:], "big"), 16
            if kind == b"moov" and start < length < _INDEX_MAX_BYTES:
                file.seek(offset + start)
                return file.read(length - start)
            if length < 8 or (offset == 0 and kind not in _ISO_BOXES):
                return b""
            offset += length
    return b""


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of the boxes that lie one after the other."""
    offset = 0
    while offset + 8 <= len(content):
        length = int.from_bytes(content[offset : offset + 4], "big")
        if length < 8:
            return
        yield content[offset + 4 : offset + 8], content[offset + 8 : offset + length]
        offset += length


def _rate_and_duration(header: bytes) -> tuple[int, int]:
    """Return ticks a second and length in ticks of an mvhd or mdhd box."""
    if header[:1] == b"\1":
        return int.from_bytes(header[20:24], "big"), int.from_bytes(header[24:32], "big")
    return int.from_bytes(header[12:16], "big"), int.from_bytes(header[16:20], "big")


def _edited_length(edits: bytes) -> int:
    """Return the ticks of an edit list that show something; a gap before it begins doesn't."""
    width = 8 if edits[:1] == b"\1" else 4
    entry = 2 * width + 4
    nothing = b"\xff" * width
    total = 0
    for start in range(8, len(edits) - entry + 1, entry):
        if edits[start + width : start + 2 * width] != nothing:
            total += int.from_bytes(edits[start : start + width], "big")
    return total


def _iso_end(file: BinaryIO, size: int) -> int:
    """Return where the last box ends; 0 if unknown."""
    offset = 0
    for _ in range(_MOST_PARTS):
        file.seek(offset)
        header = file.read(16)
        length, kind = int.from_bytes(header[:4], "big"), header[4:8]
        if length == 1:
            length = int.from_bytes(header[8:], "big")
        # 0 stands for "to the end of the file"; less than a header is not a box at all.
        if length < 8:
            return 0
        offset += length
        if offset > size:
            return offset if kind in _ISO_BOXES else 0
    return 0


def _avi_end(file: BinaryIO, size: int) -> int:
    """Return where the last RIFF chunk ends, of which long files have several; 0 if unknown."""
    offset = 0
    for _ in range(_MOST_PARTS):
        file.seek(offset)
        header = file.read(8)
        length = int.from_bytes(header[4:], "little")
        # Programs that can't go back to fill in the length leave one of these two.
        if header[:4] != b"RIFF" or length in {0, 0xFFFFFFFF}:
            return 0
        offset += 8 + length
        if offset > size:
            return offset if offset - size > _AVI_HEADER_BYTES else 0
        offset += length % 2
    return 0


def _matroska_end(file: BinaryIO, size: int) -> int:
    """Return where the segment, which holds everything, ends; 0 if unknown."""
    file.seek(len(_EBML))
    offset = _after_ebml_length(file)
    if not 0 < offset < size:
        return 0
    file.seek(offset)
    return _after_ebml_length(file) if file.read(4) == _SEGMENT else 0


def _after_ebml_length(file: BinaryIO) -> int:
    """Read an element's length and return where the element ends; 0 if unknown."""
    start = file.tell()
    header = file.read(8)
    if not header or header[0] == 0:
        return 0
    # The zero bits before the first one tell how many bytes the length takes.
    width = 9 - header[0].bit_length()
    most = (1 << 7 * width) - 1
    length = int.from_bytes(header[:width], "big") & most
    # All ones: written by a program that didn't know the length yet.
    return start + width + length if length != most else 0
