"""What containers say of their own length, from bytes made by hand."""

from pathlib import Path

import pytest

from vidclf_app.core.sources.containers import missing_bytes


def box(kind: bytes, content: bytes = b"", *, size: int | None = None) -> bytes:
    """Return an MP4 box; `size` is written in place of the true one."""
    length = 8 + len(content) if size is None else size
    return length.to_bytes(4, "big") + kind + content


def large_box(kind: bytes, size: int, content: bytes = b"") -> bytes:
    """Return an MP4 box with a length of 64 bits."""
    return b"\0\0\0\1" + kind + size.to_bytes(8, "big") + content


def riff(kind: bytes, content: bytes, *, size: int | None = None) -> bytes:
    """Return a RIFF chunk; `size` is written in place of the true one."""
    length = 4 + len(content) if size is None else size
    return b"RIFF" + length.to_bytes(4, "little") + kind + content


def matroska(size: bytes, content: bytes, *, header: bytes = b"\x84abcd") -> bytes:
    """Return a Matroska file; sizes are written as they are given."""
    return b"\x1a\x45\xdf\xa3" + header + b"\x18\x53\x80\x67" + size + content


FTYP = box(b"ftyp", b"isom")
FIFTY = b"x" * 50
AVIX = riff(b"AVI ", FIFTY) + riff(b"AVIX", FIFTY)

WHOLE = {
    "empty": b"",
    "text": b"This is not a video." * 5,
    "unknown": b"\x47" * 188,
    "mp4": FTYP + box(b"mdat", FIFTY) + box(b"moov", FIFTY),
    "mp4, 64 bits": FTYP + large_box(b"mdat", 66, FIFTY) + box(b"moov"),
    "mp4, to the end": FTYP + box(b"moov") + box(b"mdat", FIFTY, size=0),
    "mp4, boxes without content": FTYP + box(b"free") * 10,
    "mp4, unknown box": FTYP + box(b"abcd", FIFTY) + box(b"moov"),
    "mp4, tag behind": FTYP + box(b"moov") + b"TAGSome song" + bytes(116),
    "mp4, zeros behind": FTYP + box(b"moov") + bytes(100),
    "mp4, few bytes behind": FTYP + box(b"moov") + b"abc",
    "mp4, size of nonsense": FTYP + box(b"mdat", FIFTY, size=5),
    "mp4, 64 bits of nonsense": FTYP + large_box(b"mdat", 3, FIFTY),
    "avi": riff(b"AVI ", FIFTY),
    "avi, odd": riff(b"AVI ", FIFTY + b"x") + b"\0" + riff(b"AVIX", FIFTY),
    "avi, odd, without padding": riff(b"AVI ", FIFTY + b"x"),
    "avi, long": AVIX,
    "avi, unknown length": riff(b"AVI ", FIFTY, size=0),
    "avi, no length": riff(b"AVI ", FIFTY, size=0xFFFFFFFF),
    "avi, header counted": riff(b"AVI ", FIFTY, size=62),
    "avi, something behind": riff(b"AVI ", FIFTY) + FIFTY,
    "sound": riff(b"WAVE", FIFTY, size=100),
    "matroska": matroska(b"\xb2", FIFTY),
    "matroska, long size": matroska(b"\x01" + (50).to_bytes(7, "big"), FIFTY),
    "matroska, unknown size": matroska(b"\xff", FIFTY),
    "matroska, unknown long size": matroska(b"\x01" + b"\xff" * 7, FIFTY),
    "matroska, something behind": matroska(b"\xb2", FIFTY + FIFTY),
    "matroska, no segment": matroska(b"", b"")[:9] + FIFTY,
    "matroska, header of nonsense": matroska(b"\xb2", FIFTY, header=b"\x01" + b"\xfe" * 7),
    "matroska, no size": matroska(b"\0", FIFTY),
    "matroska, nothing": b"\x1a\x45\xdf\xa3" + bytes(20),
}
CUT = {
    "mp4": (FTYP + box(b"mdat", FIFTY, size=1000), 942),
    "mp4, 64 bits": (FTYP + large_box(b"mdat", 2**40, FIFTY), 2**40 - 66),
    "mp4, greatest size": (FTYP + large_box(b"mdat", 2**64 - 1), 2**64 - 1 - 16),
    "mov": (box(b"wide") + box(b"mdat", FIFTY)[:-7], 7),
    "avi": (riff(b"AVI ", FIFTY)[:-20], 20),
    "avi, second part": (AVIX[:-20], 20),
    "matroska": (matroska(b"\xb2", FIFTY)[:-1], 1),
    "matroska, long size": (matroska(b"\x08\x00\x00\x00\x64", FIFTY), 50),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_nothing_is_missing(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(WHOLE[kind])
    assert missing_bytes(path) == 0


@pytest.mark.parametrize("kind", CUT)
def test_a_cut_file_misses_bytes(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "video"
    content, missing = CUT[kind]
    path.write_bytes(content)
    assert missing_bytes(path) == missing


def test_fragments_are_walked_to_the_last(tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(FTYP + (box(b"moof") + box(b"mdat", FIFTY)) * 1000)
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 10)
    assert missing_bytes(path) == 10


@pytest.mark.timeout(30)
def test_a_file_of_nothing_but_tiny_boxes_ends(tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(FTYP + box(b"free") * 1_000_000)
    assert missing_bytes(path) == 0
