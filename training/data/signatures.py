"""Tell a video from everything else by a file's first bytes, whatever its name.

Data sets come with sidecar files of macOS (`._clip.mp4`), thumbnails, lists and annotations, and
with clips that have a wrong suffix or none. Only the first bytes are read, so a damaged or
truncated video still counts as one: opening it tells.
"""

import codecs
import stat
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from training.data.wording import shown
from vidclf_app.core.sources.file import VIDEO_SUFFIXES, open_file
from vidclf_app.errors import SourceError

_HEAD_BYTES = 4096


class Content(Enum):
    """What a file turned out to be."""

    VIDEO = auto()
    MISSING = auto()
    EMPTY = auto()
    SIDECAR = auto()  # What a system keeps beside files, never meant to be a clip.
    OTHER = auto()  # Readable, but no video.
    UNREADABLE = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """What `examine` found.

    Attributes:
        content: What the file is.
        reason: Why it can't be a clip, to follow its name; empty for a video.
    """

    content: Content
    reason: str = ""


_SIDECAR = "a system's sidecar file"
_PICTURE = "a picture"
_SOUND = "sound without pictures"
_ARCHIVE = "an archive or document"

# (offset, bytes) of formats that are always video.
_VIDEO_STARTS = (
    (0, b"\x1a\x45\xdf\xa3"),  # Matroska, WebM (EBML)
    (0, b"\x00\x00\x01\xba"),  # MPEG program stream
    (0, b"\x00\x00\x01\xb3"),  # MPEG-1 and -2 video without a container
    (0, b"FLV\x01"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),  # ASF, WMV
    (0, b".RMF"),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01"),  # MXF
    (0, b"DKIF"),  # IVF
    (0, b"YUV4MPEG2 "),
    (0, b"nut/multimedia container\0"),
)
_OTHER_STARTS = (
    (0, b"\x00\x05\x16\x07", _SIDECAR),  # AppleDouble, "._name"
    (0, b"\x00\x05\x16\x00", _SIDECAR),  # AppleSingle
    (0, b"\x00\x00\x00\x01Bud1", _SIDECAR),  # .DS_Store
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _SIDECAR),  # Thumbs.db (any OLE document)
    (0, b"\xff\xd8\xff", _PICTURE),
    (0, b"\x89PNG", _PICTURE),
    (0, b"GIF8", _PICTURE),
    (0, b"BM", _PICTURE),
    (0, b"II*\0", _PICTURE),
    (0, b"MM\0*", _PICTURE),
    (8, b"WEBP", _PICTURE),
    (8, b"WAVE", _SOUND),
    (0, b"ID3", _SOUND),
    (0, b"fLaC", _SOUND),
    (0, b"PK\x03\x04", _ARCHIVE),
    (0, b"\x1f\x8b", _ARCHIVE),
    (0, b"7z\xbc\xaf\x27\x1c", _ARCHIVE),
    (0, b"Rar!", _ARCHIVE),
    (0, b"%PDF", _ARCHIVE),
    (0, b"\x93NUMPY", "an array of numbers"),
    (0, b"\x89HDF", "an array of numbers"),
)
# Boxes that an MP4 or QuickTime file may begin with. The second line's names are also words.
_ISO_STARTS = frozenset(
    {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"sidx", b"pnot"}
    | {b"wide", b"free", b"skip", b"uuid"}
)
_ISO_PICTURES = (b"heic", b"heix", b"heim", b"heis", b"mif1", b"avif", b"crx ")
_ISO_SOUNDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ")
_RIFF_VIDEOS = frozenset({b"AVI ", b"AVIX", b"AMV ", b"CDXA"})
_OGG_VIDEOS = (b"\x80theora", b"BBCD\0", b"OVP80\x01", b"\x01video\0")
_OGG_SOUNDS = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC", b"Speex   ")
# MPEG transport streams: plain, with a time stamp before each packet, with error correction.
_TS_PACKETS_BYTES = (188, 192, 204)
_TS_SYNC = 0x47
_TS_CHECKED_PACKETS = 5
# A stream of JPEG pictures begins as one picture does; only its name tells them apart.
_JPEG_STREAM_SUFFIXES = frozenset({".mjpeg", ".mjpg"})
_TEXT_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = frozenset(range(32)) - frozenset(b"\t\n\f\r\x1b")


def has_video_suffix(path: Path) -> bool:
    """Tell whether a file's name claims that it is a video."""
    return path.suffix.lower() in VIDEO_SUFFIXES


def examine(path: Path, *, claimed: bool) -> Finding:
    """Look at one file; never raises for what is wrong with it, never waits for a pipe.

    Args:
        path: The file.
        claimed: Whether somebody says that it is a video. If so, and its first bytes are of no
            known format, it is opened: FFmpeg knows more formats than this module.
    """
    try:
        str(path).encode()
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or device"
            return Finding(Content.OTHER, f"is {what}, not a video")
        if status.st_size == 0:
            return Finding(Content.EMPTY, "is empty (0 bytes)")
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return Finding(Content.MISSING, "is missing")
    except OSError as error:
        return Finding(Content.UNREADABLE, f"can't be read: {error.strerror}")
    except ValueError:  # Bytes that are no text, or a NUL.
        return Finding(Content.UNREADABLE, "has a name that is not valid text (UTF-8)")
    if _is_video(head, status.st_size, path.suffix.lower()):
        return Finding(Content.VIDEO)
    kind = _other_kind(head)
    if kind is None and claimed:
        return _examine_opened(path)
    content = Content.SIDECAR if kind == _SIDECAR else Content.OTHER
    return Finding(content, f"is not a video but {kind or 'something unknown'}")


def _examine_opened(path: Path) -> Finding:
    try:
        open_file(path).close()
    except SourceError as error:
        return Finding(Content.OTHER, source_reason(path, error))
    return Finding(Content.VIDEO)


def source_reason(path: Path, error: SourceError) -> str:
    """Return why a video can't be used, to follow its name."""
    return shown(error.message.removeprefix(f"{path}: ").rstrip("."))


def _is_video(head: bytes, size: int, suffix: str) -> bool:
    return (
        any(head.startswith(start, offset) for offset, start in _VIDEO_STARTS)
        or _is_iso_video(head, size)
        or (head[:4] == b"RIFF" and head[8:12] in _RIFF_VIDEOS)
        or (head[:4] == b"OggS" and any(mark in head for mark in _OGG_VIDEOS))
        # A table whose lines are as long as a packet could pass for a stream.
        or (_is_transport_stream(head) and not _is_text(head))
        or (suffix in _JPEG_STREAM_SUFFIXES and head.startswith(b"\xff\xd8\xff"))
    )


def _is_iso_video(head: bytes, size: int) -> bool:
    length, kind = int.from_bytes(head[:4], "big"), head[4:8]
    if kind not in _ISO_STARTS or 1 < length < 8:
        return False
    if kind == b"ftyp":
        return _iso_kind(head) is None
    # A cut file's data reach beyond its end, but small boxes lie within; in a text that has one
    # of these words here, the letters before it would be a length of half a gigabyte or more.
    return kind == b"mdat" or length <= size


def _iso_kind(head: bytes) -> str | None:
    """Return what an ISO file is when it is no video; None for a video."""
    brand = head[8:12]
    if head[4:8] == b"ftyp" and brand in _ISO_PICTURES:
        return _PICTURE
    if head[4:8] == b"ftyp" and brand in _ISO_SOUNDS:
        return _SOUND
    return None


def _is_transport_stream(head: bytes) -> bool:
    # A recording may begin in the middle of a packet.
    for packet_bytes in _TS_PACKETS_BYTES:
        for first in range(min(packet_bytes, len(head))):
            starts = range(first, len(head), packet_bytes)[:_TS_CHECKED_PACKETS]
            if len(starts) == _TS_CHECKED_PACKETS and all(
                _is_packet(head[start : start + 4]) for start in starts
            ):
                return True
    return False


def _is_packet(header: bytes) -> bool:
    # Marked as faulty, or with neither content nor adaptation field: no packet that is written.
    return (
        len(header) == 4
        and header[0] == _TS_SYNC
        and not header[1] & 0x80
        and bool(header[3] & 0x30)
    )


def _other_kind(head: bytes) -> str | None:
    """Return what a file is that is no video; None where that can't be told."""
    if _is_text(head):
        return "text"
    for offset, start, kind in _OTHER_STARTS:
        if head.startswith(start, offset) and (offset == 0 or head[:4] == b"RIFF"):
            return kind
    if head[:4] == b"OggS" and any(mark in head for mark in _OGG_SOUNDS):
        return _SOUND
    return _iso_kind(head)


def _is_text(head: bytes) -> bool:
    if head.startswith(_TEXT_MARKS):
        return True
    if _CONTROL.intersection(head):
        return False
    try:
        # Not final: the last letter may reach beyond what was read.
        codecs.getincrementaldecoder("utf-8")().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    return True
