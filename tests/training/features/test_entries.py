"""A cache that never holds half an entry."""

import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.training.features.builders import write_entry
from training.features.entries import FeatureCache
from vidclf_app.core.records import Float32Array
from vidclf_app.errors import SinkError, SourceError

KEY = "ab" * 32
VECTORS = np.arange(12, dtype=np.float32).reshape(4, 3)
TIMES_S = np.arange(4.0) / 10


def _save(cache: FeatureCache, vectors: Float32Array = VECTORS) -> None:
    with cache.writing(KEY, 3) as writer:
        for vector, time_s in zip(vectors, TIMES_S.tolist(), strict=False):
            writer.append(vector, time_s)


def test_entries_come_back_as_they_were(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    assert cache.find(KEY, 3) is None
    _save(cache)
    entry = cache.find(KEY, 3)
    assert entry is not None
    assert (entry.frames, entry.features) == (4, 3)
    np.testing.assert_array_equal(entry.times_s, TIMES_S)
    np.testing.assert_array_equal(entry.read(0, 4), VECTORS)
    np.testing.assert_array_equal(entry.read(1, 3), VECTORS[1:3])
    assert entry.read(1, 3).dtype == np.float32
    assert cache.find(KEY, 4) is None


@pytest.mark.parametrize("keep", [0, 1, 50, 0.5, -1])
def test_a_half_written_entry_is_no_entry(tmp_path: Path, keep: float) -> None:
    cache = FeatureCache(tmp_path)
    _save(cache)
    content = cache.path_of(KEY).read_bytes()
    end = int(len(content) * keep) if isinstance(keep, float) else keep
    cache.path_of(KEY).write_bytes(content[:end])
    assert cache.find(KEY, 3) is None


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    _save(cache)
    content = cache.path_of(KEY).read_bytes()
    for place in range(len(content)):
        damaged = bytearray(content)
        damaged[place] ^= 0x10
        cache.path_of(KEY).write_bytes(damaged)
        assert cache.find(KEY, 3) is None, place


@pytest.mark.parametrize("reason", [KeyboardInterrupt, SourceError, OSError])
def test_an_end_while_writing_leaves_no_entry(tmp_path: Path, reason: type[BaseException]) -> None:
    cache = FeatureCache(tmp_path)
    with pytest.raises(reason), cache.writing(KEY, 3) as writer:
        writer.append(VECTORS[0], 0.0)
        raise reason("why")
    assert cache.find(KEY, 3) is None
    assert list(cache.path_of(KEY).parent.iterdir()) == []


def test_a_cache_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SinkError, match="could not be written"):
        _save(FeatureCache(tmp_path / "file"))


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path)
    former = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 16, former[1]))
    try:
        with (
            pytest.raises(SinkError, match=r"features: could not be written: File too large"),
            cache.writing(KEY, 3000) as writer,
        ):
            for number in range(20):
                writer.append(np.ones(3000, dtype=np.float32), number / 10)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, former)
    assert list(cache.path_of(KEY).parent.iterdir()) == []


def test_what_killed_runs_left_is_swept_away_and_nothing_else(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    cache = FeatureCache(tmp_path)
    _save(cache)
    folder = cache.path_of(KEY).parent
    left = folder / f".{KEY}.{ended.pid}-1.partial"
    left.touch()
    with cache.writing(KEY, 3) as writer:
        writer.append(VECTORS[0], 0.0)
        assert cache.sweep() == 1
    assert not left.exists()
    assert [path.name for path in folder.iterdir()] == [cache.path_of(KEY).name]


def test_a_vector_of_another_length_is_a_mistake(tmp_path: Path) -> None:
    with (
        pytest.raises(ValueError, match="3 values"),
        FeatureCache(tmp_path).writing(KEY, 3) as writer,
    ):
        writer.append(np.ones(4, dtype=np.float32), 0.0)


def test_entries_can_be_built_for_tests(tmp_path: Path) -> None:
    entry = write_entry(tmp_path, "a", VECTORS, TIMES_S)
    np.testing.assert_array_equal(entry.read(3, 4), VECTORS[3:])
