"""Square regions: where a cut's pixels come from."""

import math

import numpy as np
import numpy.typing as npt
import pytest

from vidclf_app.core.encoders.pose.regions import Region, cut
from vidclf_app.core.records import Float32Array, UInt8Array

SIZE_PX = 64


def waves(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the brightness of a picture that is known everywhere, also between its pixels."""
    brightness: npt.NDArray[np.float64] = (
        127.0 + 60.0 * np.sin(2.0 * np.pi * x / 300.0) + 60.0 * np.cos(2.0 * np.pi * y / 220.0)
    )
    return brightness


def wavy(width_px: int, height_px: int) -> UInt8Array:
    # A pixel shows what is in its middle.
    x, y = np.meshgrid(np.arange(width_px) + 0.5, np.arange(height_px) + 0.5)
    return np.repeat(np.rint(waves(x, y)).astype(np.uint8)[..., None], 3, axis=2)


@pytest.mark.parametrize(
    ("width_px", "height_px", "region"),
    [
        (640, 480, Region(320.0, 240.0, 64.0)),
        (640, 480, Region(301.3, 255.8, 40.0, 0.7)),
        (641, 479, Region(299.0, 222.2, 120.0, -2.1)),
        (641, 479, Region(320.0, 240.0, 200.0, math.pi)),
        (1280, 720, Region(640.0, 360.0, 320.0, 0.3)),
        # Averaged before they are cut: a picture of 4K, and odd numbers of pixels.
        (3840, 2160, Region(1800.5, 1100.25, 900.0, 0.9)),
        (3839, 2161, Region(1907.0, 1073.0, 1000.0, -0.5)),
    ],
)
def test_a_cut_shows_what_the_map_says(width_px: int, height_px: int, region: Region) -> None:
    square = cut(wavy(width_px, height_px), region, SIZE_PX)
    assert square.shape == (SIZE_PX, SIZE_PX, 3)
    centres = np.stack(np.meshgrid(*[np.arange(SIZE_PX) + 0.5] * 2), axis=-1)
    to_picture = region.to_picture(SIZE_PX)
    places = centres @ to_picture[:, :2].T + to_picture[:, 2]
    wanted = waves(places[..., 0], places[..., 1])
    # Rounding, and what averaging takes from the crests; half a pixel of the cut off would be
    # more, and half a pixel of a small picture too.
    assert np.abs(square[..., 0] - wanted).mean() < (0.5 if region.side_px < 500.0 else 1.0)


@pytest.mark.parametrize("side_px", [SIZE_PX, SIZE_PX - 1])
def test_a_whole_square_picture_is_only_turned_from_bgr_to_rgb(side_px: int) -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 256, (side_px, side_px, 3), dtype=np.uint8)
    square = cut(picture, Region(side_px / 2, side_px / 2, float(side_px)), side_px)
    np.testing.assert_array_equal(square, picture[..., ::-1])
    assert square.flags.c_contiguous


def point(x: float, y: float) -> Float32Array:
    return np.array([x, y], dtype=np.float32)


def test_the_upper_edge_lies_towards_the_head() -> None:
    picture = np.zeros((100, 200, 3), dtype=np.uint8)
    picture[:, 120:] = 255
    # Somebody who lies with the head to the picture's right.
    region = Region.around(point(100, 50), point(132, 50))
    square = cut(picture, region, SIZE_PX)
    assert square[: SIZE_PX // 10].min() > 200
    assert square[SIZE_PX // 2 :].max() == 0


@pytest.mark.parametrize(
    ("end_px", "angle"),
    [((50, 20), 0.0), ((80, 50), 0.5), ((50, 80), 1.0), ((20, 50), -0.5)],
)
def test_a_body_in_any_position_has_a_region(end_px: tuple[int, int], angle: float) -> None:
    region = Region.around(point(50, 50), point(*end_px))
    assert (region.x_px, region.y_px) == (50.0, 50.0)
    assert region.side_px == pytest.approx(2.5 * 30.0)
    assert region.angle_rad == pytest.approx(angle * math.pi)


def test_beyond_the_picture_it_is_black_or_its_edge_again() -> None:
    picture = np.full((60, 80, 3), 255, dtype=np.uint8)
    picture[:, -20:] = (10, 20, 30)
    region = Region(80.0, 30.0, 60.0)
    black = cut(picture, region, 60)
    assert not black[:, 31:].any()
    repeated = cut(picture, region, 60, repeat_edge=True)
    assert (repeated[:, 31:] == (30, 20, 10)).all()
    np.testing.assert_array_equal(black[:, :29], repeated[:, :29])


@pytest.mark.parametrize("side_px", [50.0, 5000.0])
@pytest.mark.parametrize("away_px", [-1e4, 1e4, 1e7])
def test_a_region_far_outside_is_empty(side_px: float, away_px: float) -> None:
    picture = np.full((48, 64, 3), 255, dtype=np.uint8)
    assert not cut(picture, Region(away_px, away_px, side_px), SIZE_PX).any()


@pytest.mark.parametrize(("width_px", "height_px"), [(2000, 40), (32, 1080)])
def test_extreme_pictures_are_cut_whole(width_px: int, height_px: int) -> None:
    picture = np.full((height_px, width_px, 3), 255, dtype=np.uint8)
    side_px = float(max(width_px, height_px))
    square = cut(picture, Region(width_px / 2, height_px / 2, side_px), 224)
    share = width_px * height_px / side_px**2
    assert square.mean() / 255.0 == pytest.approx(share, abs=0.01)


def test_small_movements_are_hardly_followed_and_large_ones_almost_wholly() -> None:
    before = Region(100.0, 100.0, 200.0, 0.1)
    assert before.steadied(before).x_px == pytest.approx(100.0, abs=1e-3)
    assert before.steadied(before).angle_rad == pytest.approx(0.1, abs=1e-4)
    small = Region(100.4, 100.0, 200.0, 0.1).steadied(before)
    assert 100.0 < small.x_px < 100.06
    large = Region(160.0, 100.0, 240.0, 0.4).steadied(before)
    assert 154.0 < large.x_px < 160.0
    assert 230.0 < large.side_px < 241.0
    assert large.angle_rad == pytest.approx(0.4, abs=0.03)
