"""Extraction through the app's stages, and a cache that never holds half an entry."""

from pathlib import Path

import numpy as np
import pytest

from tests.builders import encoder_model
from tests.training.builders import write_dataset, write_moving_clip
from training.config import MaskRectangle, TrainingConfig
from training.data.clips import Clip, load_clips
from training.features import (
    ExtractedClip,
    FeatureCache,
    entry_key,
    extract_clip,
    extract_clips,
    file_sha256,
    hide,
)
from training.windows import ClipFeatures
from vidclf_app.core.encoders import ImageEncoder
from vidclf_app.core.engine import Engine
from vidclf_app.core.manifest import ImageEncoderSpec, ImagePreprocessing
from vidclf_app.core.records import Frame, FrameFeatures
from vidclf_app.errors import SinkError

KEY = "ab" * 32
FULL = MaskRectangle(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
LEFT = MaskRectangle(x0=0.0, y0=0.0, x1=0.5, y1=1.0)
SIZE = ImagePreprocessing(width_px=224, height_px=224)


class CountingEncoder:
    """Mean red, green and blue; counts its calls."""

    features = 3
    provider = "CPU"

    def __init__(self) -> None:
        spec = ImageEncoderSpec(
            file="e.onnx",
            sha256="0" * 64,
            preprocessing=ImagePreprocessing(width_px=32, height_px=32),
            features=3,
        )
        engine = Engine(encoder_model().SerializeToString(), "e", provider="cpu", threads=1)
        self._inner = ImageEncoder(engine, spec)
        self.calls = 0

    def encode(self, frame: Frame) -> FrameFeatures:
        """Encode one frame."""
        self.calls += 1
        return self._inner.encode(frame)

    def reset(self) -> None:
        """Do nothing."""


def _config(table: Path, **fit: object) -> TrainingConfig:
    return TrainingConfig.model_validate(
        {"name": "n", "version": "1", "data": table, "out": table.parent / "b", "fit": fit}
    )


def _features() -> ClipFeatures:
    return ClipFeatures(np.ones((4, 3), dtype=np.float32), np.arange(4.0))


def test_a_clip_is_sampled_at_the_models_rate(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=2.0)
    features = extract_clip(path, CountingEncoder(), rate_hz=10.0)
    assert features.vectors.shape == (20, 3)
    assert features.vectors.dtype == np.float32
    np.testing.assert_allclose(np.diff(features.times_s), 0.1, atol=0.01)


def test_masks_and_mirroring_reach_the_encoder(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50)
    encoder = CountingEncoder()
    masked = extract_clip(path, encoder, 10.0, [FULL])
    np.testing.assert_allclose(masked.vectors, 128 / 255, atol=1e-5)
    half = extract_clip(path, encoder, 10.0, [LEFT])
    assert not np.allclose(half.vectors, extract_clip(path, encoder, 10.0).vectors)


def test_hiding_leaves_the_given_frame_alone() -> None:
    pixels = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    frame = Frame(pixels, 5, 0.5, 9.0)
    hidden = hide(frame, [LEFT], mirrored=True)
    np.testing.assert_array_equal(frame.pixels, np.arange(24).reshape(2, 4, 3))
    np.testing.assert_array_equal(hidden.pixels[:, 2:], 128)
    np.testing.assert_array_equal(hidden.pixels[:, :2], pixels[:, :1:-1])
    assert (hidden.index, hidden.time_s, hidden.arrived_s) == (5, 0.5, 9.0)


def test_a_second_run_computes_nothing(tmp_path: Path) -> None:
    table = write_dataset(tmp_path, groups=1, clips_each=2)
    clips, config = load_clips(table), _config(table, mirror=True)
    encoder, cache = CountingEncoder(), FeatureCache(tmp_path / "cache")
    first = extract_clips(clips, config, encoder, "0" * 64, cache)
    calls = encoder.calls
    second = extract_clips(clips, config, encoder, "0" * 64, cache)
    assert calls > 0
    assert encoder.calls == calls
    assert (first.from_cache, second.from_cache) == (0, 4)
    for one, other in zip(first.clips, second.clips, strict=True):
        np.testing.assert_array_equal(one.features.vectors, other.features.vectors)
        assert other.mirrored is not None


def test_unreadable_and_short_clips_are_left_out_and_named(tmp_path: Path) -> None:
    table = write_dataset(tmp_path, groups=1)
    (tmp_path / "text.mp4").write_text("not a video")
    (tmp_path / "zero.mp4").touch()
    write_moving_clip(tmp_path / "short.mp4", "sideways", 50, seconds=0.2)
    whole = write_moving_clip(tmp_path / "cut.mp4", "sideways", 50, seconds=4.0).read_bytes()
    (tmp_path / "cut.mp4").write_bytes(whole[: len(whole) // 2])
    broken = [
        Clip(tmp_path / name, "sideways", "g")
        for name in ("text.mp4", "zero.mp4", "short.mp4", "cut.mp4")
    ]
    told: list[None] = []
    found = extract_clips(
        [*load_clips(table), *broken],
        _config(table),
        CountingEncoder(),
        "0" * 64,
        FeatureCache(tmp_path / "cache"),
        lambda: told.append(None),
    )
    assert len(found.clips) == 2
    assert [left.clip for left in found.left_out] == broken
    assert len(told) == 6
    for left in found.left_out:
        assert left.clip.path.name in left.reason
        assert "\n" not in left.reason


def test_entries_come_back_as_they_were(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    assert cache.load(KEY, 3) is None
    cache.save(KEY, _features())
    loaded = cache.load(KEY, 3)
    assert loaded is not None
    np.testing.assert_array_equal(loaded.vectors, _features().vectors)
    assert cache.load(KEY, 4) is None


@pytest.mark.parametrize("keep", [0, 1, 50, 0.5, -1])
def test_a_half_written_entry_is_no_entry(tmp_path: Path, keep: float) -> None:
    cache = FeatureCache(tmp_path)
    cache.save(KEY, _features())
    content = cache.path_of(KEY).read_bytes()
    end = int(len(content) * keep) if isinstance(keep, float) else keep
    cache.path_of(KEY).write_bytes(content[:end])
    assert cache.load(KEY, 3) is None


def test_every_flipped_byte_in_the_numbers_is_found(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    cache.save(KEY, _features())
    content = bytearray(cache.path_of(KEY).read_bytes())
    place = content.find(np.ones(4, dtype=np.float32).tobytes())
    assert place > 0
    content[place + 2] ^= 0x10
    cache.path_of(KEY).write_bytes(content)
    assert cache.load(KEY, 3) is None


def test_a_kill_while_writing_leaves_no_entry(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(file: object, **_: object) -> None:
        file.write(b"PK half")  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    cache = FeatureCache(tmp_path)
    monkeypatch.setattr(np, "savez", half)
    with pytest.raises(KeyboardInterrupt):
        cache.save(KEY, _features())
    assert not cache.path_of(KEY).exists()
    assert list(cache.path_of(KEY).parent.iterdir()) == []


def test_a_cache_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SinkError, match="could not be written"):
        FeatureCache(tmp_path / "file").save(KEY, _features())


def test_keys_follow_everything_that_decides_the_content() -> None:
    base = ("1" * 64, "2" * 64, SIZE, (), 10.0, False)
    others = [
        ("3" * 64, *base[1:]),
        (base[0], "3" * 64, *base[2:]),
        (*base[:2], SIZE.model_copy(update={"crop": "centre_square"}), *base[3:]),
        (*base[:3], (LEFT,), *base[4:]),
        (*base[:4], 12.5, False),
        (*base[:5], True),
    ]
    keys = {entry_key(*parts) for parts in [base, *others]}
    assert len(keys) == 7


def test_hash_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a").startswith("ba7816bf8f01cfea")


def test_extracted_clips_compare_by_identity() -> None:
    clip = Clip(Path("a"), "x", "g")
    assert ExtractedClip(clip, _features(), None) != ExtractedClip(clip, _features(), None)
