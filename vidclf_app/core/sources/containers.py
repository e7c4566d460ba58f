"""Tell a video file that was cut short by what its container says of its own length."""

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
