"""Videos are told from the rest by their content, under any name."""

import os
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.training.data.builders import JUNK
from training.data.signatures import Content, examine

# (codec, suffix): every container that OpenCV's FFmpeg can write here.
FORMATS = [
    ("mp4v", ".mp4"),
    ("mp4v", ".mov"),
    ("mp4v", ".3gp"),
    ("mp4v", ".mkv"),
    ("MJPG", ".avi"),
    ("VP80", ".webm"),
    ("FLV1", ".flv"),
    ("WMV2", ".wmv"),
    ("MPG2", ".mpg"),
    ("MPG2", ".ts"),
    ("MPG2", ".m2ts"),
    ("MPG2", ".m2v"),
    ("MPG2", ".mxf"),
    ("VP80", ".ivf"),
    ("I420", ".y4m"),
    ("mp4v", ".nut"),
    ("RV10", ".rm"),
]


@pytest.mark.parametrize(("codec", "suffix"), FORMATS)
def test_a_video_without_a_suffix(codec: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"video{suffix}"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), 25.0, (64, 48))
    assert writer.isOpened()
    noise = np.random.default_rng(1)
    for _ in range(10):
        writer.write(noise.integers(0, 256, (48, 64, 3), dtype=np.uint8))
    writer.release()
    bare = path.rename(tmp_path / "video")
    assert examine(bare, claimed=False).content is Content.VIDEO


@pytest.mark.parametrize(
    "head",
    [
        b"OggS" + bytes(24) + b"\x80theora" + bytes(60),
        b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat" + bytes(50),
        b"\x00\x00\x00\x08free\x00\x00\x10\x00mdat" + bytes(50),
        # A recording that begins in the middle of a packet, and one with error correction.
        b"\x11" * 50 + (b"\x47\x40\x00\x10" + b"\xff" * 184) * 6,
        (b"\x47\x00\x21\x30" + b"\xff" * 200) * 6,
    ],
)
def test_first_bytes_of_videos_that_can_not_be_made_here(head: bytes, tmp_path: Path) -> None:
    path = tmp_path / "video"
    path.write_bytes(head)
    assert examine(path, claimed=False).content is Content.VIDEO


@pytest.mark.parametrize("name", JUNK)
def test_junk_is_junk_under_the_name_of_a_video(name: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(JUNK[name])
    finding = examine(path, claimed=True)
    assert finding.content in {Content.OTHER, Content.SIDECAR}
    assert finding.reason
    assert (finding.content is Content.SIDECAR) == (
        name in {".DS_Store", "._clip.mp4", "Thumbs.db"}
    )


@pytest.mark.parametrize(
    "text",
    [
        "It's free, wide and easy to skip; mdat and moov.",
        "the wide road\n" * 500,
        "GGGG" * 2000,
        # Lines as long as a packet of a transport stream, each beginning with its first byte.
        ("G" + "x" * 186 + "\n") * 50,
        "ffconcat version 1.0\nfile other.mp4\n",
        "#EXTM3U\nother.ts\n",
        "ä" * 3000,
    ],
)
def test_text_is_never_a_video(text: str, tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    path.write_text(text, encoding="utf-8")
    finding = examine(path, claimed=True)
    assert (finding.content, finding.reason) == (Content.OTHER, "is not a video but text")


def test_a_stream_of_pictures_is_known_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "clip.mjpg"
    path.write_bytes(JUNK["cover.jpg"])
    assert examine(path, claimed=True).content is Content.VIDEO


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert examine(tmp_path / "empty.mp4", claimed=True).content is Content.EMPTY
    assert examine(tmp_path / "none.mp4", claimed=True).content is Content.MISSING
    assert examine(tmp_path / "empty.mp4" / "x.mp4", claimed=True).content is Content.MISSING
    assert examine(tmp_path, claimed=True).reason == "is a folder, not a video"
    assert examine(tmp_path / "a\0b.mp4", claimed=True).content is Content.UNREADABLE
    assert examine(tmp_path / ("x" * 500), claimed=True).content is Content.UNREADABLE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.timeout(10)
def test_pipes_loops_and_names_that_are_no_text(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert examine(tmp_path / "pipe.mp4", claimed=True).reason == "is a pipe or device, not a video"
    (tmp_path / "loop.mp4").symlink_to("loop.mp4")
    assert examine(tmp_path / "loop.mp4", claimed=True).content is Content.UNREADABLE
    assert "not valid text" in examine(tmp_path / "bad\udce4.mp4", claimed=True).reason
