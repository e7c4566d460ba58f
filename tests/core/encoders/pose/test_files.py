"""Videos of unusual make, through the app's own reader: the person is where they were."""

import shutil
import struct
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import DEMO_CLIP
from tests.core.encoders.pose.conftest import Paste, Seen
from vidclf_app.core.encoders.pose.encoder import PoseEncoder
from vidclf_app.core.records import Body, Float32Array, UInt8Array
from vidclf_app.core.sources.file import open_file

FFMPEG = shutil.which("ffmpeg")
PICTURES = 3


@pytest.fixture(scope="module")
def upright(demo: list[Seen]) -> UInt8Array:
    """The demo's first picture, its middle: uint8 BGR (720, 960, 3)."""
    return np.ascontiguousarray(demo[0].pixels[:, 160:-160])


def write(path: Path, pixels: UInt8Array) -> Path:
    """Write a short still video."""
    height, width = pixels.shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10.0, (width, height))
    assert writer.isOpened()
    for _ in range(PICTURES):
        writer.write(pixels)
    writer.release()
    return path


def follow(encoder: PoseEncoder, path: Path) -> tuple[list[Body | None], tuple[int, int]]:
    """Return whom the encoder sees in each picture, and the pictures' width and height."""
    encoder.reset()
    bodies = []
    with open_file(path) as file:
        size = (file.info.width_px, file.info.height_px)
        while file.grab() is not None:
            frame = file.retrieve()
            assert (frame.width_px, frame.height_px) == size
            bodies.append(encoder.encode(frame).body)
    return bodies, size


def places(encoder: PoseEncoder, path: Path) -> Float32Array:
    """Return the last picture's landmarks, (33, 2), in its height."""
    bodies, (_, height) = follow(encoder, path)
    last = bodies[-1]
    assert last is not None
    return last.picture_px / np.float32(height)


def assert_same_place(seen: Float32Array, wanted: Float32Array, tolerance: float) -> None:
    """Compare landmarks; the person of the picture is about 0.8 of its height tall."""
    differences = np.linalg.norm(seen - wanted, axis=1)
    assert np.median(differences) < tolerance
    assert np.quantile(differences, 0.9) < 3.0 * tolerance


@pytest.mark.parametrize(
    ("width_px", "height_px", "tolerance"),
    [(160, 120, 0.02), (320, 240, 0.01), (2880, 2160, 0.005)],
)
def test_small_and_large_pictures(
    encoder: PoseEncoder,
    upright: UInt8Array,
    tmp_path: Path,
    width_px: int,
    height_px: int,
    tolerance: float,
) -> None:
    other = cv2.resize(upright, (width_px, height_px), interpolation=cv2.INTER_AREA)
    seen = places(encoder, write(tmp_path / "other.mp4", other.astype(np.uint8)))
    wanted = places(encoder, write(tmp_path / "normal.mp4", upright))
    assert_same_place(seen, wanted, tolerance)


def test_4k(encoder: PoseEncoder, demo: list[Seen], tmp_path: Path) -> None:
    large = cv2.resize(demo[0].pixels, (3840, 2160), interpolation=cv2.INTER_CUBIC)
    seen = places(encoder, write(tmp_path / "large.mp4", large.astype(np.uint8)))
    assert_same_place(seen, demo[0].picture_px / 720.0, 0.01)


@pytest.mark.parametrize(("width_px", "height_px"), [(32, 1080), (2000, 40)])
def test_pictures_too_narrow_for_anybody(
    encoder: PoseEncoder,
    demo: list[Seen],
    paste: Paste,
    tmp_path: Path,
    width_px: int,
    height_px: int,
) -> None:
    strip = np.full((height_px, width_px, 3), 200, dtype=np.uint8)
    strip = paste(strip, demo[0].person, (width_px / 2, height_px / 2), min(height_px, 40))
    bodies, size = follow(encoder, write(tmp_path / "strip.mp4", strip))
    assert size == (width_px, height_px)
    assert len(bodies) == PICTURES
    assert all(body is None or np.isfinite(body.picture_px).all() for body in bodies)


def test_a_tall_picture_with_a_person(
    encoder: PoseEncoder, demo: list[Seen], paste: Paste, tmp_path: Path
) -> None:
    tall = np.full((1600, 400, 3), 200, dtype=np.uint8)
    tall = paste(tall, demo[0].person, (200.0, 1200.0), 600)
    bodies, _ = follow(encoder, write(tmp_path / "tall.mp4", tall))
    last = bodies[-1]
    assert last is not None
    assert abs(float(last.picture_px[:, 1].mean()) - 1200.0) < 150.0


# The upper left of a track's matrix, as its file tells how to turn its pictures: clockwise.
MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def tag(path: Path, degrees: int) -> None:
    """Write into an MP4 file by how much its pictures are to be turned, as phones do."""
    content = bytearray(path.read_bytes())
    # ISO 14496-12, track header, version 0: 40 bytes of other fields before the matrix.
    matrix = content.index(b"tkhd") + 4 + 40
    a, b, c, d = (value << 16 for value in MATRICES[degrees])
    struct.pack_into(">9i", content, matrix, a, b, 0, c, d, 0, 0, 0, 1 << 30)
    path.write_bytes(content)


@pytest.mark.parametrize("degrees", sorted(MATRICES))
def test_a_phone_s_video_is_turned_as_its_tag_says(
    encoder: PoseEncoder, upright: UInt8Array, tmp_path: Path, degrees: int
) -> None:
    wanted = places(encoder, write(tmp_path / "normal.mp4", upright))
    stored = np.ascontiguousarray(np.rot90(upright, degrees // 90))
    path = write(tmp_path / "phone.mp4", stored)
    tag(path, degrees)
    assert_same_place(places(encoder, path), wanted, 0.01)
    assert follow(encoder, path)[1] == (960, 720)


@pytest.mark.skipif(FFMPEG is None, reason="needs ffmpeg")
@pytest.mark.parametrize(
    ("codec", "pixel_format", "tolerance"),
    [
        ("libx264", "gray", 0.015),
        ("libx264", "yuv420p10le", 0.01),
        ("libx265", "yuv420p10le", 0.01),
        ("libx265", "gray10le", 0.015),
        ("ffv1", "gray", 0.015),
    ],
)
def test_grey_and_10_bit_files(
    encoder: PoseEncoder,
    demo: list[Seen],
    tmp_path: Path,
    codec: str,
    pixel_format: str,
    tolerance: float,
) -> None:
    path = tmp_path / "other.mkv"
    coding = ["-an", "-c:v", codec, "-pix_fmt", pixel_format]
    made = subprocess.run(
        [str(FFMPEG), "-v", "error", "-i", DEMO_CLIP, "-frames:v", str(PICTURES), *coding, path],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip(f"this ffmpeg can't write {codec} with {pixel_format}")
    assert_same_place(places(encoder, path), demo[0].picture_px / 720.0, tolerance)
