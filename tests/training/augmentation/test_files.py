"""Video files that are whole or not there."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from training.augmentation.files import write_video
from training.video import load_video
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SinkError


def _pictures(width: int, height: int, count: int = 12) -> Iterator[UInt8Array]:
    for number in range(count):
        yield np.full((height, width, 3), (40, 90, 10 * number), dtype=np.uint8)


@pytest.mark.parametrize("rate_hz", [0.5, 7.3331, 23.976, 29.97, 59.94, 90.123, 119.88, 960.1])
def test_rate_and_pictures_come_back(tmp_path: Path, rate_hz: float) -> None:
    path = tmp_path / "a.mp4"
    assert write_video(path, _pictures(64, 48), rate_hz) == 12
    with open_file(path) as video:
        assert video.info.rate_hz == pytest.approx(rate_hz, rel=1e-3)
    seen = load_video(path, resize=(64, 48), crop="none")
    assert len(seen) == 12
    assert np.abs(seen[5].astype(int) - (50, 90, 40)).max() < 12
    assert [file.name for file in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.parametrize("size_px", [(65, 49), (64, 49), (3, 2)])
def test_of_odd_sizes_a_row_or_column_is_left_out(tmp_path: Path, size_px: tuple[int, int]) -> None:
    write_video(tmp_path / "a.mp4", _pictures(*size_px), 30.0)
    with open_file(tmp_path / "a.mp4") as video:
        width, height = size_px
        assert (video.info.width_px, video.info.height_px) == (width // 2 * 2, height // 2 * 2)


def test_one_picture_is_a_video(tmp_path: Path) -> None:
    assert write_video(tmp_path / "a.mp4", _pictures(64, 48, 1), 30.0) == 1


def test_a_video_that_breaks_off_is_not_there(tmp_path: Path) -> None:
    def broken() -> Iterator[UInt8Array]:
        yield from _pictures(64, 48)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_video(tmp_path / "a.mp4", broken(), 30.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "size_px", "expected"),
    [
        ("none/a.mp4", (64, 48), "64 x 48 px can"),
        ("a.mp4", (1, 1), "0 x 0 px can"),
        ("\udcff.mp4", (64, 48), "not valid text"),
    ],
)
def test_what_can_not_be_written(
    tmp_path: Path, name: str, size_px: tuple[int, int], expected: str
) -> None:
    with pytest.raises(SinkError, match=expected):
        write_video(tmp_path / name, _pictures(*size_px), 30.0)
    assert list(tmp_path.iterdir()) == []
