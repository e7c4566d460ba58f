"""Videos as arrays: what the tutorials' code expects, and the app's pixels."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.training.builders import write_moving_clip
from training.augmentation.clip import draw
from training.augmentation.config import AugmentConfig, Drop, Flip, Speed
from training.errors import TrainingError
from training.masks import MaskRectangle
from training.video import augment_video, load_video, sample_frames
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.errors import SourceError


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A clip of 30 frames at 20 Hz."""
    return write_moving_clip(tmp_path / "a.mp4", "sideways", 50)


def test_all_frames_as_rgb_squares(clip: Path) -> None:
    video = load_video(clip)
    assert video.shape == (30, 224, 224, 3)
    assert video.dtype == np.uint8
    capture = cv2.VideoCapture(str(clip))
    _, first = capture.read()
    capture.release()
    spec = ImagePreprocessing(width_px=224, height_px=224, crop="centre_square")
    np.testing.assert_array_equal(video[0], prepare(np.asarray(first, dtype=np.uint8), spec))


def test_the_first_frames_another_size_and_the_whole_picture(clip: Path) -> None:
    assert load_video(str(clip), max_frames=20, resize=(64, 32)).shape == (20, 32, 64, 3)
    assert load_video(clip, max_frames=90).shape[0] == 30
    square = load_video(clip, resize=(64, 48))
    assert not np.array_equal(square, load_video(clip, resize=(64, 48), crop="none"))


def test_the_apps_sampling(clip: Path) -> None:
    sampled = load_video(clip, rate_hz=10.0)
    np.testing.assert_array_equal(sampled, load_video(clip)[::2])


def test_frames_one_by_one(clip: Path) -> None:
    every = list(sample_frames(clip))
    assert [frame.index for frame in every] == list(range(30))
    part = list(sample_frames(clip, rate_hz=10.0, start=3, count=4))
    assert [frame.index for frame in part] == [6, 8, 10, 12]
    for frame in part:
        np.testing.assert_array_equal(frame.pixels, every[frame.index].pixels)
        assert frame.time_s == every[frame.index].time_s
    assert len(list(sample_frames(clip, start=28, count=9))) == 2
    assert list(sample_frames(clip, start=99)) == []


def test_frames_of_a_changed_clip(clip: Path) -> None:
    config = AugmentConfig(
        flip=Flip(probability=1.0), speed=Speed(slowest=0.5, fastest=2.0), drop=Drop(max_share=0.5)
    )
    changes = draw(config, 4)
    rectangle = MaskRectangle(x0=0.0, y0=0.0, x1=0.25, y1=1.0)
    every = list(sample_frames(clip))
    changed = list(sample_frames(clip, augmentation=changes, rectangles=[rectangle]))
    times_s = {frame.index: changes.time_s(frame.time_s, frame.index) for frame in every}
    kept = [index for index, time_s in times_s.items() if time_s is not None]
    assert 0 < len(kept) < 30
    assert [(frame.index, frame.time_s) for frame in changed] == [(i, times_s[i]) for i in kept]
    for frame in changed:
        # Hidden first, then flipped: text is hidden where it was.
        assert (frame.pixels[:, 48:] == 128).all()
        np.testing.assert_array_equal(frame.pixels[:, :48], every[frame.index].pixels[:, :15:-1])


def test_damage_behind_what_is_read_does_no_harm(tmp_path: Path) -> None:
    """Zeros in the middle of the pictures: the decoder gives up there."""
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=20.0)
    content = bytearray(path.read_bytes())
    start = len(content) // 3
    content[start : start + len(content) // 3] = bytes(len(content) // 3)
    path.write_bytes(content)
    assert len(load_video(path, max_frames=20)) == 20
    with pytest.raises(SourceError, match=r"a\.mp4"):
        load_video(path)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"resize": (8, 224)}, "width_px"),
        ({"resize": (224,)}, "give two numbers"),
        ({"crop": "center"}, "crop"),
        ({"rate_hz": 0.0}, "rate_hz is 0"),
        ({"rate_hz": float("nan")}, "rate_hz is nan"),
    ],
)
def test_numbers_out_of_range(clip: Path, options: dict[str, Any], expected: str) -> None:
    with pytest.raises(TrainingError, match=expected) as caught:
        load_video(clip, **options)
    assert "\n" not in caught.value.message


def test_what_is_no_video(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("text")
    with pytest.raises(SourceError, match=r"a\.mp4"):
        load_video(tmp_path / "a.mp4")
    with pytest.raises(TrainingError, match="max_frames"):
        load_video(tmp_path / "a.mp4", max_frames=-1)


def test_a_flip_turns_every_frame_alike_and_keeps_the_colours(clip: Path) -> None:
    video = load_video(clip)
    video[..., 0] = 200  # Red: a mix-up with blue would show.
    flipped = augment_video(video, AugmentConfig(flip=Flip(probability=1.0)), seed=5)
    np.testing.assert_array_equal(flipped, video[:, :, ::-1])


def test_a_seed_replays_and_none_draws_anew(clip: Path) -> None:
    video = load_video(clip, resize=(64, 64))
    before = video.copy()
    once, again = augment_video(video, seed=3), augment_video(video, seed=3)
    np.testing.assert_array_equal(once, again)
    np.testing.assert_array_equal(video, before)
    shapes_and_means = {
        (len(found), float(found.mean())) for found in (augment_video(video) for _ in range(5))
    }
    assert len(shapes_and_means) > 1


def test_a_tempo_changes_the_number_of_frames(clip: Path) -> None:
    video = load_video(clip, resize=(32, 32))
    counts = {
        len(augment_video(video, AugmentConfig(speed=Speed(slowest=0.5, fastest=2.0)), seed=seed))
        for seed in range(12)
    }
    assert min(counts) < 25
    assert max(counts) > 35
    # Dropped frames are replaced by the ones before: the tempo stays.
    dropped = augment_video(video, AugmentConfig(drop=Drop(max_share=0.5)), seed=2)
    assert 28 <= len(dropped) <= 30


@pytest.mark.parametrize(
    "bad",
    [
        np.zeros((4, 8, 8, 3), dtype=np.float32),
        np.zeros((8, 8, 3), dtype=np.uint8),
        np.zeros((0, 8, 8, 3), dtype=np.uint8),
        np.zeros((4, 8, 8, 4), dtype=np.uint8),
    ],
)
def test_what_is_no_array_of_frames(bad: object) -> None:
    with pytest.raises(TrainingError, match="The video is"):
        augment_video(bad)  # type: ignore[arg-type]
