"""Extraction through the app's stages, and what decides an entry's name."""

import dataclasses
import threading
from pathlib import Path

import numpy as np
import pytest

from tests.builders import encoder_model
from tests.training.builders import write_dataset, write_moving_clip
from training.augmentation.config import AugmentConfig, Speed
from training.data.clips import Clip, load_table
from training.features.entries import FeatureCache
from training.features.extract import (
    Extraction,
    LeftOut,
    Recipe,
    entry_key,
    extract_clips,
    file_sha256,
    sampled_pictures,
)
from training.features.speed import measure_speed
from training.features.views import View, hide
from training.masks import MaskRectangle
from vidclf_app.core.encoders import ImageEncoder
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec, ImagePreprocessing
from vidclf_app.core.records import Float32Array, Frame, FrameFeatures
from vidclf_app.errors import EngineError

FULL = MaskRectangle(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
LEFT = MaskRectangle(x0=0.0, y0=0.0, x1=0.5, y1=1.0)
SIZE = ImagePreprocessing(width_px=32, height_px=32)
RECIPE = Recipe(
    preprocessing=SIZE,
    frames="sampled",
    rate_hz=10.0,
    window=8,
    min_frames=3,
    views=(View(),),
    rectangles_of=lambda _: (),
)
MIRROR = View(mirrored=True)
FASTER = View(augment=AugmentConfig(speed=Speed(slowest=1.0, fastest=2.0)), seed=3)


class CountingEncoder:
    """Mean red, green and blue; counts its calls."""

    features = 3
    finds_people = False
    provider = "CPU"

    def __init__(self) -> None:
        spec = ImageEncoderSpec(file="e.onnx", sha256="0" * 64, preprocessing=SIZE, features=3)
        self.engine = Engine(encoder_model().SerializeToString(), "e", provider="cpu", threads=1)
        self._inner = ImageEncoder(self.engine, spec)
        self.calls = 0

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame."""
        self.calls += 1
        return self._inner.encode(frame)

    def reset(self) -> None:
        """Do nothing."""


def _with(**changes: object) -> Recipe:
    return dataclasses.replace(RECIPE, **changes)  # type: ignore[arg-type]


def _extract(clips: list[Clip], cache: Path, recipe: Recipe = RECIPE) -> Extraction:
    return extract_clips(clips, recipe, CountingEncoder, 2, "0" * 64, FeatureCache(cache))


def _vectors(path: Path, cache: Path, recipe: Recipe = RECIPE, view: int = 0) -> Float32Array:
    entry = _extract([Clip(path, "a", "g")], cache, recipe).clips[0].entries[view]
    return entry.read(0, entry.frames)


def test_a_clip_is_sampled_at_the_models_rate(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=2.0)
    entry = _extract([Clip(path, "a", "g")], tmp_path / "cache").clips[0].entries[0]
    assert (entry.frames, entry.features) == (20, 3)
    np.testing.assert_allclose(np.diff(entry.times_s), 0.1, atol=0.01)


def test_the_tutorials_first_frames(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=2.0)
    recipe = _with(frames="first")
    entry = _extract([Clip(path, "a", "g")], tmp_path / "cache", recipe).clips[0].entries[0]
    np.testing.assert_allclose(entry.times_s, np.arange(8) / 20.0, atol=1e-6)


def test_masks_and_mirroring_reach_the_encoder(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50)
    cache = tmp_path / "cache"
    masked = _vectors(path, cache, _with(rectangles_of=lambda _: (FULL,)))
    np.testing.assert_allclose(masked, 128 / 255, atol=1e-5)
    half = _vectors(path, cache, _with(rectangles_of=lambda _: (LEFT,)))
    assert not np.allclose(half, _vectors(path, cache))
    both = _with(views=(View(), MIRROR), rectangles_of=lambda _: (LEFT,))
    np.testing.assert_allclose(_vectors(path, cache, both, view=1), half, atol=0.02)


def test_an_augmented_view_is_seen_at_its_own_tempo(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=3.0)
    found = _extract([Clip(path, "a", "g")], tmp_path / "cache", _with(views=(View(), FASTER)))
    plain, faster = found.clips[0].entries
    assert faster.frames < plain.frames - 2
    assert faster.times_s[-1] < plain.times_s[-1] - 0.2
    np.testing.assert_allclose(np.diff(faster.times_s), 0.1, atol=0.06)
    again = _extract([Clip(path, "a", "g")], tmp_path / "other", _with(views=(View(), FASTER)))
    np.testing.assert_array_equal(
        faster.read(0, faster.frames), again.clips[0].entries[1].read(0, faster.frames)
    )


def test_hiding_leaves_the_given_picture_alone() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    hidden = hide(pixels, [LEFT])
    np.testing.assert_array_equal(pixels, np.arange(24).reshape(2, 4, 3))
    np.testing.assert_array_equal(hidden[:, :2], 128)
    np.testing.assert_array_equal(hidden[:, 2:], pixels[:, 2:])
    seen = MIRROR.of_clip("0" * 64).picture(pixels, 0, [LEFT])
    np.testing.assert_array_equal(seen, hidden[:, ::-1])


def test_a_second_run_computes_nothing(tmp_path: Path) -> None:
    clips = load_table(write_dataset(tmp_path, groups=1, clips_each=2)).clips
    recipe = _with(views=(View(), MIRROR))
    cache = FeatureCache(tmp_path / "cache")
    encoder = CountingEncoder()
    first = extract_clips(clips, recipe, lambda: encoder, 1, "0" * 64, cache)
    calls = encoder.calls
    second = extract_clips(clips, recipe, lambda: encoder, 1, "0" * 64, cache)
    assert calls == first.encoded_frames > 0
    assert encoder.calls == calls
    assert second.encoded_frames == 0
    assert (first.from_cache, second.from_cache) == (0, 4)
    assert [one.entries[1].path for one in first.clips] == [
        one.entries[1].path for one in second.clips
    ]


def test_a_cut_off_extraction_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    clips = load_table(write_dataset(tmp_path, groups=2, clips_each=2)).clips
    whole = _extract(list(clips), tmp_path / "whole")
    cache = tmp_path / "cache"

    class Failing(CountingEncoder):
        def encode(self, frame: Frame) -> FrameFeatures:
            if self.calls > 50:
                raise EngineError("e: failed to run.", "Try again.")
            return super().encode(frame)

    with pytest.raises(EngineError):
        extract_clips(clips, RECIPE, Failing, 2, "0" * 64, FeatureCache(cache))
    assert not list(cache.glob("*/.*"))
    rest = _extract(list(clips), cache)
    assert 0 < rest.from_cache < len(clips)
    for one, other in zip(whole.clips, rest.clips, strict=True):
        mine, theirs = one.entries[0], other.entries[0]
        np.testing.assert_array_equal(mine.read(0, mine.frames), theirs.read(0, theirs.frames))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("extract")]


def test_two_clips_with_one_content_share_their_features(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50)
    copy = tmp_path / "b.mp4"
    copy.write_bytes(path.read_bytes())
    found = _extract([Clip(path, "a", "g"), Clip(copy, "a", "h")] * 4, tmp_path / "cache")
    assert len({one.entries[0].path for one in found.clips}) == 1
    assert len(found.clips) == 8


def test_unreadable_and_short_clips_are_left_out_and_named(tmp_path: Path) -> None:
    table = write_dataset(tmp_path, groups=1)
    (tmp_path / "text.mp4").write_text("not a video")
    (tmp_path / "zero.mp4").touch()
    write_moving_clip(tmp_path / "short.mp4", "sideways", 50, seconds=0.2)
    whole = write_moving_clip(tmp_path / "cut.mp4", "sideways", 50, seconds=4.0).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    broken = [
        Clip(tmp_path / name, "sideways", "g")
        for name in ("text.mp4", "zero.mp4", "short.mp4", "cut.mp4", "gone.mp4")
    ]
    told: list[None] = []
    found = extract_clips(
        [*load_table(table).clips, *broken],
        RECIPE,
        CountingEncoder,
        1,
        "0" * 64,
        FeatureCache(tmp_path / "cache"),
        lambda: told.append(None),
    )
    assert len(found.clips) == 2
    assert [left.clip for left in found.left_out] == broken
    assert len(told) == 7
    for left in found.left_out:
        assert isinstance(left, LeftOut)
        assert left.clip.path.name in left.reason
        assert "\n" not in left.reason


def test_the_sampled_pictures_are_those_that_were_encoded(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50)
    vectors = _vectors(path, tmp_path / "cache")
    pictures = sampled_pictures(path, RECIPE, (), at_most=9)
    assert pictures.shape == (9, 32, 32, 3)
    np.testing.assert_allclose(pictures.mean(axis=(1, 2)) / 255, vectors[:9], atol=1e-5)


def test_the_speed_is_measured_only_when_something_was_encoded(tmp_path: Path) -> None:
    clips = load_table(write_dataset(tmp_path, groups=1)).clips
    engine = CountingEncoder().engine
    first = _extract(list(clips), tmp_path / "cache")
    speed = measure_speed(first, clips, RECIPE, engine)
    assert speed is not None
    assert speed.frames_per_s == pytest.approx(first.encoded_frames / first.seconds)
    assert speed.ratio == pytest.approx(speed.frames_per_s / speed.bare_frames_per_s)
    again = _extract(list(clips), tmp_path / "cache")
    assert measure_speed(again, clips, RECIPE, engine) is None


def test_keys_follow_everything_that_decides_the_content() -> None:
    def key(
        clip: str = "1" * 64,
        encoder: str = "2" * 64,
        recipe: Recipe = RECIPE,
        rectangles: tuple[MaskRectangle, ...] = (),
        view: View | None = None,
    ) -> str:
        return entry_key(clip, encoder, recipe, rectangles, view or View())

    cropped = SIZE.model_copy(update={"crop": "centre_square"})
    keys = [
        key(),
        key(clip="3" * 64),
        key(encoder="3" * 64),
        key(recipe=_with(preprocessing=cropped)),
        key(recipe=_with(rate_hz=12.5)),
        key(recipe=_with(frames="first")),
        key(recipe=_with(frames="first", window=9)),
        key(rectangles=(LEFT,)),
        key(view=MIRROR),
        key(view=FASTER),
        key(view=dataclasses.replace(FASTER, seed=4)),
    ]
    assert len(set(keys)) == len(keys)
    # The window cuts nothing off where frames are sampled.
    assert key(recipe=_with(window=9)) == key()


def test_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a").startswith("ba7816bf8f01cfea")
