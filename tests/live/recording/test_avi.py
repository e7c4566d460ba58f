"""Files whose writer was killed."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.live.recording.conftest import number_of, numbered, read_video
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.live.recording.avi import finish_avi

FRAMES = 120


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A file as its writer leaves it when it is closed."""
    path = tmp_path / "closed.avi"
    writer = cv2.VideoWriter(
        str(path), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"XVID"), 25.0, (160, 96)
    )
    for number in range(FRAMES):
        writer.write(numbered(number, 0.0).pixels)
    writer.release()
    return path


def killed(closed: Path, cut_bytes: int = 0) -> Path:
    """Return a copy without index and lengths, as it lies on the disk before the closing."""
    content = bytearray(closed.read_bytes())
    index = content.rindex(b"idx1")
    del content[index - cut_bytes :]
    movi = content.index(b"movi")
    for name, offset in ((b"avih", 8 + 16), (b"strh", 8 + 32)):
        place = content.index(name) + offset
        content[place : place + 4] = bytes(4)
    content[4:8] = content[movi - 4 : movi] = bytes(4)
    path = closed.with_name("killed.avi")
    path.write_bytes(content)
    return path


def index_of(path: Path) -> bytes:
    content = path.read_bytes()
    return content[content.rindex(b"idx1") :]


def test_the_index_is_the_one_that_the_writer_makes(closed: Path) -> None:
    path = killed(closed)
    with VideoFile(path) as file:
        assert file.info.duration_s is None, "so it would be without finishing"
    assert finish_avi(path) == FRAMES
    assert index_of(path) == index_of(closed)
    with VideoFile(path) as file:
        assert file.info.duration_s == pytest.approx(FRAMES / 25.0)
    assert read_video(path).numbers == list(range(FRAMES))


@pytest.mark.parametrize("cut_bytes", [1, 3, 40, 1000])
def test_a_half_written_picture_is_cut_off(closed: Path, cut_bytes: int) -> None:
    path = killed(closed, cut_bytes)
    frames = finish_avi(path)
    assert FRAMES - 20 < frames < FRAMES
    video = read_video(path)
    assert video.told_frames == len(video.frames) == frames
    assert video.numbers == list(range(frames))


def test_seeking_works(closed: Path) -> None:
    path = killed(closed)
    finish_avi(path)
    capture = cv2.VideoCapture(str(path))
    for number in (100, 3, 57):
        capture.set(cv2.CAP_PROP_POS_FRAMES, number)
        ok, pixels = capture.read()
        assert ok
        assert number_of(np.asarray(pixels, dtype=np.uint8)) == number
    capture.release()


def test_a_whole_file_stays_as_it_is(closed: Path) -> None:
    before = closed.read_bytes()
    assert finish_avi(closed) == FRAMES
    assert closed.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"RIFF", b"RIFF\0\0\0\0AVI LIST", b"no video at all" * 100]
)
def test_other_files_stay_as_they_are(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "other.avi"
    path.write_bytes(content)
    assert finish_avi(path) == 0
    assert path.read_bytes() == content


def test_a_header_without_pictures(closed: Path) -> None:
    path = killed(closed)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"movi") + 4])
    assert finish_avi(path) == 0
