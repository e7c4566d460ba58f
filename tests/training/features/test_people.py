"""Extraction with an encoder that looks for a person and remembers where it saw them."""

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.builders import standing_body
from training.augmentation.config import AugmentConfig, Speed
from training.data.clips import Clip
from training.features.entries import FeatureCache
from training.features.extract import Extraction, Recipe, entry_key, extract_clips
from training.features.sequences import merge_entries
from training.features.views import View
from training.masks import MaskRectangle
from vidclf_app.core.records import Frame, FrameFeatures

FRAME_HZ, RATE_HZ = 30.0, 10.0
SIZE_PX = (64, 48)
DELAYED = tuple(View(delay_s=number / FRAME_HZ) for number in range(3))
RECIPE = Recipe(
    preprocessing=None,
    frames="sampled",
    rate_hz=RATE_HZ,
    window=8,
    min_frames=3,
    views=(View(),),
    rectangles_of=lambda _: (),
)
TOP = MaskRectangle(x0=0.0, y0=0.0, x1=1.0, y1=0.25)


class Watcher:
    """Finds whoever is bright; tells how many frames it has seen since it was reset, and which."""

    features = 2
    finds_people = True
    provider = "CPU"

    def __init__(self) -> None:
        self._seen = 0

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame."""
        self._seen += 1
        height, width = frame.pixels.shape[:2]
        body = standing_body(width, height) if frame.pixels.max() > 150 else None
        vector = np.array([self._seen, frame.index], dtype=np.float32)
        return FrameFeatures(vector, frame.index, frame.time_s, body)

    def reset(self) -> None:
        """Forget what was seen."""
        self._seen = 0


def _write(
    path: Path,
    frames: int,
    *,
    seen: Callable[[int], bool] = lambda _: True,
    moves_until: int | None = None,
    bar_from: int | None = None,
) -> Clip:
    """Write a clip of somebody bright who moves, is not always there, and may stand still."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), FRAME_HZ, SIZE_PX)
    assert writer.isOpened()
    for number in range(frames):
        pixels = np.full((SIZE_PX[1], SIZE_PX[0], 3), 30, dtype=np.uint8)
        place = min(number, (moves_until or frames) - 1)
        if seen(number):
            pixels[18:40, 2 + place : 16 + place] = 230
        if bar_from is not None and number >= bar_from:
            pixels[2:8, 4:40] = 30 + 12 * min(number - bar_from, 9)
        writer.write(pixels)
    writer.release()
    return Clip(path, "a", "g")


def _extract(clips: Sequence[Clip], cache: Path, workers: int = 1, **changes: object) -> Extraction:
    recipe = dataclasses.replace(RECIPE, **changes)  # type: ignore[arg-type]
    return extract_clips(clips, recipe, Watcher, workers, "0" * 64, FeatureCache(cache))


def _columns(found: Extraction, clip: int = 0, view: int = 0) -> tuple[list[float], list[float]]:
    """Return how many frames were seen before each one, and which frames they are."""
    entry = found.clips[clip].entries[view]
    counts, indices = entry.read(0, entry.frames).T
    np.testing.assert_allclose(entry.times_s, indices / FRAME_HZ, atol=1e-6)
    return counts.tolist(), indices.tolist()


@pytest.mark.parametrize("workers", [1, 2])
def test_each_view_has_an_encoder_that_begins_anew_with_each_clip(
    tmp_path: Path, workers: int
) -> None:
    clips = [_write(tmp_path / f"{number}.mp4", 18 + 3 * number) for number in range(4)]
    found = _extract(clips, tmp_path / "cache", workers, views=DELAYED)
    assert found.encoded_frames == sum(18 + 3 * number for number in range(4))
    for clip in range(4):
        for view in range(3):
            counts, indices = _columns(found, clip, view)
            assert counts == list(range(1, 7 + clip))
            # The views lie between each other's frames.
            assert indices == list(range(view, 18 + 3 * clip, 3))


def test_the_views_together_are_the_whole_clip(tmp_path: Path) -> None:
    found = _extract([_write(tmp_path / "a.mp4", 20)], tmp_path / "cache", views=DELAYED)
    merged = merge_entries(found.clips[0].entries, RATE_HZ)
    assert merged.vectors[:, 1].tolist() == list(range(20))
    assert merged.rate_hz == FRAME_HZ


def test_frames_without_anybody_are_seen_but_not_kept(tmp_path: Path) -> None:
    clip = _write(tmp_path / "a.mp4", 30, seen=lambda number: not 9 <= number < 18)
    counts, indices = _columns(_extract([clip], tmp_path / "cache"))
    assert indices == [0, 3, 6, 18, 21, 24, 27]
    assert counts == [1, 2, 3, 7, 8, 9, 10]


@pytest.mark.parametrize(
    ("seen", "frames"), [((), 0), (range(3), 1), ((*range(3), 20, 21), 2)], ids=["0", "1", "2"]
)
def test_a_clip_in_which_hardly_anybody_is_seen_is_left_out(
    tmp_path: Path, seen: Sequence[int], frames: int
) -> None:
    clip = _write(tmp_path / "a.mp4", 30, seen=lambda number: number in seen)
    fine = _write(tmp_path / "b.mp4", 30)
    found = _extract([clip, fine], tmp_path / "cache", views=DELAYED)
    assert [one.clip for one in found.clips] == [fine]
    assert [left.reason for left in found.left_out] == [
        f"{clip.path}: shows somebody in {frames} frames at 10 Hz, too few"
    ]
    # The second time, this is known without looking.
    again = _extract([clip, fine], tmp_path / "cache", views=DELAYED)
    assert again.encoded_frames == 0
    assert [left.reason for left in again.left_out] == [left.reason for left in found.left_out]


def test_a_held_picture_is_cut_off(tmp_path: Path) -> None:
    clip = _write(tmp_path / "a.mp4", 60, moves_until=20)
    whole = _extract([clip], tmp_path / "cache")
    moving = _extract([clip], tmp_path / "cache", moving_only=True, views=DELAYED)
    assert moving.from_cache == 0
    assert _columns(whole)[1] == list(range(0, 60, 3))
    assert [_columns(moving, view=view)[1] for view in range(3)] == [
        list(range(view, 20, 3)) for view in range(3)
    ]


def test_what_is_hidden_does_not_move(tmp_path: Path) -> None:
    clip = _write(tmp_path / "a.mp4", 60, moves_until=20, bar_from=30)
    plain = _extract([clip], tmp_path / "cache", moving_only=True)
    assert 36 <= _columns(plain)[1][-1] <= 39
    hidden = _extract([clip], tmp_path / "cache", moving_only=True, rectangles_of=lambda _: (TOP,))
    assert _columns(hidden)[1][-1] == 18


def test_a_view_may_be_delayed_and_augmented() -> None:
    faster = AugmentConfig(speed=Speed(slowest=1.0, fastest=2.0))
    view = View(augment=faster, delay_s=0.5).of_clip("0" * 64)
    assert view.time_s(0.4, 12) is None
    told_s = view.time_s(1.0, 30)
    assert told_s is not None
    assert told_s < 1.0


def test_delays_and_held_pictures_are_part_of_an_entrys_name() -> None:
    def key(recipe: Recipe = RECIPE, view: View = DELAYED[0]) -> str:
        return entry_key("1" * 64, "2" * 64, recipe, (), view)

    moving = dataclasses.replace(RECIPE, moving_only=True)
    keys = [key(), key(moving), *(key(moving, view) for view in DELAYED[1:]), key(view=DELAYED[1])]
    assert len(set(keys)) == len(keys)
    assert key(view=View()) == key(view=DELAYED[0])
