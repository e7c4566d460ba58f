"""Videos as arrays: what the tutorials' code expects, and the app's pixels."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.training.builders import write_moving_clip
from training.augmentation.config import AugmentConfig, Drop, Flip, Speed
from training.errors import TrainingError
from training.video import augment_video, load_video
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
