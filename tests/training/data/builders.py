"""Files for tests of data sets: one small real video, and what lies about beside videos."""

import functools
import tempfile
from pathlib import Path

from tests.training.builders import write_moving_clip

# First bytes of files that real data sets have among their clips.
JUNK = {
    ".DS_Store": b"\x00\x00\x00\x01Bud1\x00\x00\x10\x00" + bytes(100),
    "._clip.mp4": b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        " + bytes(100),
    "Thumbs.db": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    "desktop.ini": b"[.ShellClassInfo]\r\n",
    "notes.txt": "Schöne Übungen\n".encode(),
    "labels.json": b'{"a.mp4": 1}',
    "boxes.xml": b"\xef\xbb\xbf<?xml version='1.0'?>",
    "cover.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100),
    "cover.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "photo.heic": b"\x00\x00\x00\x18ftypheic" + bytes(100),
    "voice.m4a": b"\x00\x00\x00\x18ftypM4A " + bytes(100),
    "voice.wav": b"RIFF\x40\x00\x00\x00WAVE" + bytes(100),
    "voice.ogg": b"OggS" + bytes(24) + b"\x01vorbis" + bytes(60),
    "skeleton.npy": b"\x93NUMPY\x01\x00" + bytes(100),
    "clips.zip": b"PK\x03\x04" + bytes(100),
    "weights.bin": bytes(range(256)) * 8,
}


@functools.cache
def _video() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_moving_clip(Path(folder, "clip.mp4"), "upright", 40, 0.5).read_bytes()


def write_clip(path: Path, content: str | None = None) -> Path:
    """Write half a second of real video; equal to the byte where `content` is the same.

    Args:
        path: The file; its suffix need not be .mp4.
        content: Told apart by this; None takes the path itself.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mark = str(path if content is None else content).encode()
    # A free box may hold anything; its length is the same for all, as the sizes of real files are.
    path.write_bytes(_video() + (8 + 400).to_bytes(4, "big") + b"free" + mark.ljust(400, b"\0"))
    return path


def write_folder(root: Path, *names: str) -> Path:
    """Write clips below a folder, all different, and return it."""
    for name in names:
        write_clip(root / name)
    return root


def write_csv(folder: Path, text: str, *names: str) -> Path:
    """Write a table and the clips of these names beside it, and return the table."""
    write_folder(folder, *names)
    table = folder / "clips.csv"
    table.write_text(text, encoding="utf-8", newline="")
    return table
