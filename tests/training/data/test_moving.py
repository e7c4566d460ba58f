"""Where a clip stops moving."""

from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np
import pytest

from training.data.moving import moving_frames
from training.masks import MaskRectangle
from vidclf_app.core.records import UInt8Array
from vidclf_app.errors import SourceOpenError

_SIZE_PX = (160, 90)


def _picture(x_px: int, text: int = 0) -> UInt8Array:
    """Return a square at a place, and a bar of some brightness at the top left."""
    pixels = np.full((_SIZE_PX[1], _SIZE_PX[0], 3), 60, dtype=np.uint8)
    pixels[40:70, x_px : x_px + 24] = 220
    pixels[8:20, 8:40] += np.uint8(text)
    return pixels


def _write(path: Path, pictures: Iterable[UInt8Array], noise: float = 0.0) -> Path:
    rng = np.random.default_rng(3)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 30.0, _SIZE_PX)
    assert writer.isOpened()
    for picture in pictures:
        noisy = picture + rng.normal(0.0, noise, picture.shape) if noise else picture
        writer.write(np.clip(noisy, 0, 255).astype(np.uint8))
    writer.release()
    return path


def _moving(frames: int) -> list[UInt8Array]:
    return [_picture(20 + 3 * number) for number in range(frames)]


@pytest.mark.parametrize("noise", [0.0, 4.0])
@pytest.mark.parametrize(("moves", "holds"), [(20, 30), (20, 0), (5, 60), (1, 30), (1, 0)])
def test_the_held_picture_is_counted_once(
    tmp_path: Path, moves: int, holds: int, noise: float
) -> None:
    moving = _moving(moves)
    clip = _write(tmp_path / "clip.mp4", moving + moving[-1:] * holds, noise)
    assert moving_frames(clip) == moves


def test_a_pause_in_the_middle_is_no_end(tmp_path: Path) -> None:
    pictures = [*_moving(10), *[_picture(50)] * 30, *_moving(10), *[_picture(47)] * 9]
    assert moving_frames(_write(tmp_path / "clip.mp4", pictures)) == 50


def test_coming_back_to_the_first_picture_is_movement(tmp_path: Path) -> None:
    there = _moving(12)
    pictures = [*there, *there[::-1], *[there[0]] * 20]
    assert moving_frames(_write(tmp_path / "clip.mp4", pictures)) == 24


def test_text_that_fades_in_is_movement_only_where_it_is_not_overlooked(tmp_path: Path) -> None:
    moving = _moving(10)
    fading = [_picture(47, text=5 * number) for number in range(1, 31)]
    clip = _write(tmp_path / "clip.mp4", [*moving, *fading, *fading[-1:] * 20])
    corner = MaskRectangle(x0=0.0, y0=0.0, x1=0.3, y1=0.3)
    assert moving_frames(clip, [corner]) == 10
    assert moving_frames(clip) > 30


def test_a_clip_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceOpenError):
        moving_frames(tmp_path / "none.mp4")
