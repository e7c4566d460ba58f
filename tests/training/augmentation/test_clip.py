"""One draw for all frames: replayable, in any order, and what each operation does."""

import itertools
import json
import pickle
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import (
    AugmentConfig,
    Blur,
    Brightness,
    Colour,
    Contrast,
    Crop,
    CutOut,
    Drop,
    Elastic,
    Flip,
    Jitter,
    Noise,
    Rotate,
    Shear,
    Speed,
    Translate,
)
from training.augmentation.operations import ColourChange, Geometry, recolour, warp
from vidclf_app.core.records import UInt8Array

SEEDS = st.integers(0, 2**63)
PICTURES = AugmentConfig(
    flip=Flip(),
    crop=Crop(min_share=0.5),
    rotate=Rotate(max_degrees=45.0),
    translate=Translate(max_share=0.3),
    shear=Shear(),
    elastic=Elastic(probability=0.5),
    blur=Blur(max_share=0.05),
    noise=Noise(probability=0.5),
    brightness=Brightness(),
    contrast=Contrast(),
    colour=Colour(),
    cut_out=CutOut(number=2, probability=0.5),
)
TIMES = AugmentConfig(
    speed=Speed(slowest=0.3, fastest=3.0), drop=Drop(max_share=0.6), jitter=Jitter(max_s=0.2)
)
# Each operation that changes a picture, alone and strong.
ALONE = {
    name: AugmentConfig.model_validate({name: {**part.model_dump(), "probability": 1.0}})
    for name, part in PICTURES
    if part is not None
}


def _scene(width: int = 64, height: int = 48) -> UInt8Array:
    """Return a smooth coloured picture without symmetry."""
    coarse = np.random.default_rng(5).integers(0, 256, (7, 9, 3), dtype=np.uint8)
    return np.asarray(
        cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC), dtype=np.uint8
    )


def _disc(x: int, y: int) -> UInt8Array:
    """Return a black picture of 201 x 151 px with a white disc."""
    pixels = np.zeros((151, 201, 3), dtype=np.uint8)
    cv2.circle(pixels, (x, y), 8, (255, 255, 255), -1)
    return pixels


def _centre(pixels: UInt8Array) -> tuple[float, float]:
    """Return the middle of what is bright: x, y."""
    weights = pixels[..., 0].astype(float)
    rows, columns = np.indices(weights.shape)
    return (
        float((columns * weights).sum() / weights.sum()),
        float((rows * weights).sum() / weights.sum()),
    )


def _strongest(config: AugmentConfig, attribute: str) -> Augmentation:
    """Return the draw, of many, in which something is strongest."""
    return max(
        (draw(config, seed) for seed in range(50)), key=lambda clip: getattr(clip, attribute)
    )


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, width=st.integers(1, 70), height=st.integers(1, 70))
def test_pictures_keep_size_and_type_and_the_given_one_is_left_alone(
    seed: int, width: int, height: int
) -> None:
    pixels = _scene(width, height)
    before = pixels.copy()
    changed = draw(PICTURES, seed).picture(pixels, 3)
    assert changed.shape == (height, width, 3)
    assert changed.dtype == np.uint8
    np.testing.assert_array_equal(pixels, before)


@settings(max_examples=30, deadline=None)
@given(seed=SEEDS, order=st.permutations(range(5)))
def test_one_seed_gives_the_same_bytes_in_any_order(seed: int, order: list[int]) -> None:
    pixels = _scene()
    clip = draw(PICTURES, seed)
    forwards = [clip.picture(pixels, index) for index in range(5)]
    other = draw(PICTURES, seed)
    for index in order:
        np.testing.assert_array_equal(other.picture(pixels, index), forwards[index])


@settings(max_examples=100, deadline=None)
@given(
    seed=SEEDS,
    steps_s=st.lists(st.floats(1e-4, 2.0), min_size=1, max_size=40),
    start_s=st.floats(-10.0, 1e5),
)
def test_times_rise_and_the_first_frame_stays(
    seed: int, steps_s: list[float], start_s: float
) -> None:
    clip = draw(TIMES, seed)
    times_s = [start_s + way for way in itertools.accumulate(steps_s, initial=0.0)]
    seen = [clip.time_s(time_s, index) for index, time_s in enumerate(times_s)]
    assert seen[0] is not None
    kept = [time_s for time_s in seen if time_s is not None]
    assert all(a < b for a, b in itertools.pairwise(kept))
    again = draw(TIMES, seed)
    backwards = [again.time_s(times_s[index], index) for index in reversed(range(len(seen)))]
    assert backwards[::-1] == seen


@given(seed=SEEDS, time_s=st.floats(0.0, 1e4))
def test_times_stay_within_speed_and_jitter(seed: int, time_s: float) -> None:
    clip = draw(TIMES, seed)
    assert 0.3 <= clip.speed <= 3.0
    seen_s = clip.time_s(time_s, 0)
    assert seen_s is not None
    assert abs(seen_s * clip.speed - time_s) <= clip.jitter_s + 1e-6


def test_different_seeds_differ() -> None:
    pixels = _scene()
    seen = {draw(PICTURES, seed).picture(pixels, 0).tobytes() for seed in range(40)}
    assert len(seen) == 40


@pytest.mark.parametrize("name", ALONE)
def test_each_operation_alone_changes_the_picture(name: str) -> None:
    pixels = _scene()
    clip = draw(ALONE[name], 12)
    assert not np.array_equal(clip.picture(pixels, 0), pixels)
    if name != "noise":
        # The same for all frames.
        np.testing.assert_array_equal(clip.picture(pixels, 0), clip.picture(pixels, 7))


def test_nothing_named_does_nothing() -> None:
    pixels = _scene()
    clip = draw(AugmentConfig(), 3)
    assert clip.picture(pixels, 0) is pixels
    assert clip.time_s(1.25, 4) == 1.25


def test_an_operation_does_not_disturb_the_draws_of_the_others() -> None:
    alone = draw(AugmentConfig(rotate=Rotate(), noise=Noise()), 9)
    beside = draw(PICTURES.model_copy(update={"rotate": Rotate(), "noise": Noise()}), 9)
    assert alone.geometry.degrees == beside.geometry.degrees
    assert alone.noise_std == beside.noise_std


def test_an_operation_happens_as_often_as_its_probability_says() -> None:
    config = AugmentConfig(flip=Flip(probability=0.5), blur=Blur(probability=0.2))
    clips = [draw(config, seed) for seed in range(1000)]
    assert 0.44 < sum(clip.geometry.mirrored for clip in clips) / 1000 < 0.56
    assert 0.15 < sum(clip.blur_share > 0 for clip in clips) / 1000 < 0.25


def test_a_flip_is_exact() -> None:
    pixels = _scene()
    flipped = draw(AugmentConfig(flip=Flip(probability=1.0)), 1).picture(pixels, 0)
    np.testing.assert_array_equal(flipped, pixels[:, ::-1])


@pytest.mark.parametrize(
    ("geometry", "centre"),
    [
        (Geometry(x_share=0.1, y_share=-0.2), (150 + 20.1, 100 - 30.2)),
        # A quarter turn anticlockwise brings what is right of the middle above it.
        (Geometry(degrees=90.0), (100 + 25, 75 - 50)),
        (Geometry(kept_share=0.5, centre_x_share=0.2), (100 + (50 - 40.2) * 2, 75 + 50)),
        # Upright lines lean to the left at the bottom.
        (Geometry(shear_degrees=45.0), (150 - 25, 100)),
        (Geometry(mirrored=True), (50, 100)),
        # The crop is taken from the picture as it was, and turned as a whole.
        (
            Geometry(mirrored=True, kept_share=0.5, centre_x_share=0.2, degrees=90.0),
            (100 + 50, 75 + 19.6),
        ),
    ],
)
def test_where_points_go(geometry: Geometry, centre: tuple[float, float]) -> None:
    x, y = _centre(warp(_disc(150, 100), geometry))
    assert abs(x - centre[0]) < 0.5
    assert abs(y - centre[1]) < 0.5


def test_the_drawn_geometry_stays_within_the_config() -> None:
    config = AugmentConfig(
        crop=Crop(min_share=0.6),
        rotate=Rotate(max_degrees=20.0),
        translate=Translate(max_share=0.1),
        shear=Shear(max_degrees=7.0),
    )
    drawn = [draw(config, seed).geometry for seed in range(300)]
    assert 0.6 <= min(one.kept_share for one in drawn) < 0.62
    assert 18.0 < max(abs(one.degrees) for one in drawn) <= 20.0
    assert 6.0 < max(abs(one.shear_degrees) for one in drawn) <= 7.0
    assert 0.09 < max(abs(one.x_share) for one in drawn) <= 0.1
    for one in drawn:
        # The kept part lies in the picture.
        assert abs(one.centre_x_share) + one.kept_share / 2 <= 0.5 + 1e-9


def test_bending_stays_within_its_share_and_in_place() -> None:
    config = AugmentConfig(elastic=Elastic(max_share=0.05))
    ways = []
    for seed in range(20):
        x, y = _centre(draw(config, seed).picture(_disc(120, 70), seed))
        ways.append(max(abs(x - 120), abs(y - 70)))
    assert 1.0 < max(ways) <= 0.05 * 151 + 0.5


@given(
    shift=st.floats(-60, 60),
    contrast=st.floats(0.2, 2.0),
    saturation=st.floats(0.0, 2.0),
    hue_degrees=st.floats(-180, 180),
)
def test_greys_stay_grey_and_follow_brightness_and_contrast(
    shift: float, contrast: float, saturation: float, hue_degrees: float
) -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    changed = recolour(greys, ColourChange(shift, contrast, saturation, hue_degrees)).astype(int)
    assert np.ptp(changed, axis=2).max() <= 1
    expected = np.clip(128 + contrast * (np.arange(256) - 128) + shift, 0, 255)
    assert np.abs(changed[0, :, 0] - expected).max() <= 1.0


def test_colours_turn_and_pale() -> None:
    red = np.full((2, 2, 3), (0, 0, 200), dtype=np.uint8)  # BGR
    np.testing.assert_allclose(
        recolour(red, ColourChange(hue_degrees=120.0))[0, 0], (0, 200, 0), atol=1
    )
    pale = recolour(red, ColourChange(saturation=0.0))[0, 0]
    np.testing.assert_allclose(pale, 0.299 * 200, atol=1)


def test_noise_has_its_strength_and_never_stands_still() -> None:
    pixels = np.full((200, 200, 3), 128, dtype=np.uint8)
    clip = _strongest(AugmentConfig(noise=Noise(max_std=20.0)), "noise_std")
    first, second = (clip.picture(pixels, index).astype(float) - 128 for index in (0, 1))
    assert clip.noise_std > 18.0
    assert abs(first.std() - clip.noise_std) < 0.1
    assert abs(first.mean()) < 0.1
    for one, other in ((first, second), (first[..., 0], first[..., 1])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.03


def test_cut_outs_are_grey_and_of_their_size() -> None:
    config = AugmentConfig(cut_out=CutOut(number=1, max_share=0.3))
    black = np.zeros((100, 200, 3), dtype=np.uint8)
    for seed in range(30):
        rows, columns = np.nonzero(draw(config, seed).picture(black, 0)[..., 0])
        assert 9 <= np.ptp(rows) + 1 <= 31
        assert 19 <= np.ptp(columns) + 1 <= 61
        assert len(rows) == (np.ptp(rows) + 1) * (np.ptp(columns) + 1)


def test_blur_follows_the_pictures_size() -> None:
    edge = np.zeros((100, 100, 3), dtype=np.uint8)
    edge[:, 50:] = 200
    clip = _strongest(AugmentConfig(blur=Blur(max_share=0.1)), "blur_share")
    small = clip.picture(edge, 0)
    large = clip.picture(edge.repeat(2, axis=0).repeat(2, axis=1), 0)
    widths = [int(((row > 20) & (row < 180)).sum()) for row in (small[50, :, 0], large[99, :, 0])]
    assert widths[0] > 15
    assert abs(widths[1] - 2 * widths[0]) <= 2


def test_dropped_frames_are_as_many_as_drawn() -> None:
    clip = _strongest(AugmentConfig(drop=Drop(max_share=0.5)), "drop_share")
    gone = sum(clip.time_s(index / 30, index) is None for index in range(2000)) / 2000
    assert abs(gone - clip.drop_share) < 0.04


def test_jitter_is_uneven() -> None:
    clip = _strongest(AugmentConfig(jitter=Jitter(max_s=0.01)), "jitter_s")
    times_s = [clip.time_s(index / 30, index) or 0.0 for index in range(300)]
    assert clip.jitter_s > 0.009
    ways_s = np.array(times_s) - np.arange(300) / 30
    assert 0.3 * clip.jitter_s < ways_s.std() < clip.jitter_s


def test_a_draw_is_a_value() -> None:
    one, other = draw(PICTURES, 7), draw(PICTURES, 7)
    one.picture(_scene(), 0)
    assert one == other
    assert hash(one) == hash(other)
    assert one.identity == other.identity
    assert json.loads(one.identity)["seed"] == 7
    assert len({draw(PICTURES, 8).identity, draw(TIMES, 7).identity, one.identity}) == 3
    copy: Augmentation = pickle.loads(pickle.dumps(one))
    np.testing.assert_array_equal(copy.picture(_scene(), 2), other.picture(_scene(), 2))


def test_threads_may_share_a_draw_and_sizes_may_change() -> None:
    clip = draw(AugmentConfig(elastic=Elastic(max_share=0.05)), 1)
    pictures = [_scene(64, 48), _scene(48, 64), _scene(30, 20)] * 20
    expected = [draw(clip.config, 1).picture(pixels, 0) for pixels in pictures[:3]] * 20
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda pixels: clip.picture(pixels, 0), pictures))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        draw(PICTURES, -1)
