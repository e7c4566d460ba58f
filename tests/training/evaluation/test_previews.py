"""Previews: small, moving, at the clip's own speed, of the time that was asked for."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from tests.builders import write_video
from training.evaluation.previews import PREVIEW_SIDE_PX, Preview, make_preview


def _frames(preview: Preview) -> tuple[Image.Image, list[tuple[int, int, int]]]:
    content = base64.b64decode(preview.moving.removeprefix("data:image/webp;base64,"))
    picture = Image.open(io.BytesIO(content))
    middles = []
    for number in range(picture.n_frames):  # type: ignore[attr-defined]
        picture.seek(number)
        red, green, blue = picture.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
        middles.append((int(red), int(green), int(blue)))
    return picture, middles


def test_a_preview_shows_the_seconds_before_a_moment(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", ["red", "green", "blue"], seconds_each=4.0)
    preview = make_preview(path, around_s=11.9)
    assert preview is not None
    _, colours = _frames(preview)
    assert all(blue > 150 and red < 100 for red, _, blue in colours)
    early = make_preview(path, around_s=0.0)
    assert early is not None
    assert all(red > 150 and blue < 100 for red, _, blue in _frames(early)[1])


def test_a_preview_is_small_and_has_few_frames(tmp_path: Path) -> None:
    path = write_video(
        tmp_path / "tall.mp4", ["red", "green"], seconds_each=0.5, width_px=240, height_px=480
    )
    preview = make_preview(path, around_s=0.6)
    assert preview is not None
    picture, colours = _frames(preview)
    assert (preview.width_px, preview.height_px) == picture.size == (80, PREVIEW_SIDE_PX)
    assert 2 <= len(colours) <= 10
    assert preview.size < 30_000
    content = base64.b64decode(preview.still.removeprefix("data:image/webp;base64,"))
    with Image.open(io.BytesIO(content)) as still:
        assert still.n_frames == 1  # type: ignore[attr-defined]


def test_a_clip_of_one_picture_and_a_time_after_its_end(tmp_path: Path) -> None:
    path = write_video(tmp_path / "one.mp4", ["blue"], seconds_each=1 / 30)
    preview = make_preview(path, around_s=500.0)
    assert preview is not None
    assert len(_frames(preview)[1]) == 1


@pytest.mark.parametrize("content", [b"", b"no video"])
def test_a_file_that_is_no_video_has_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.mp4"
    path.write_bytes(content)
    assert make_preview(path, 0.0) is None
    assert make_preview(tmp_path / "missing.mp4", 0.0) is None
