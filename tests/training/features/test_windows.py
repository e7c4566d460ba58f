"""Training windows are the app's windows, frame by frame."""

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.training.features.builders import write_entry
from training.features.windows import (
    IntArray,
    SeenClip,
    clip_windows,
    first_window,
    join_windows,
    repeated_windows,
)
from vidclf_app.core.records import Float32Array, FrameFeatures
from vidclf_app.core.window import FeatureWindow

WINDOW, RATE_HZ, MIN_FRAMES = 6, 10.0, 3
GAPS_S = st.lists(st.sampled_from([0.1, 0.1, 0.1, 0.2, 0.3, 0.9]), min_size=1, max_size=30)


def _seen(folder: Path, gaps_s: list[float], number: int = 0) -> SeenClip:
    times_s = np.cumsum(np.array([0.0, *gaps_s]))
    vectors = np.random.default_rng(number).random((len(times_s), 4), dtype=np.float32)
    entry = write_entry(folder, f"{number}/{gaps_s}", vectors, times_s)
    return SeenClip(entry, clip_windows(times_s, WINDOW, RATE_HZ, MIN_FRAMES), number, view=0)


@settings(max_examples=80, deadline=None)
@given(clips=st.lists(GAPS_S, min_size=1, max_size=3), shuffled=st.randoms(use_true_random=False))
def test_gathered_windows_equal_the_apps(clips: list[list[float]], shuffled: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seen = [_seen(Path(folder), gaps_s, number) for number, gaps_s in enumerate(clips)]
        table = join_windows(seen, WINDOW)
        order = np.arange(len(table.ends))
        shuffled.shuffle(order)  # type: ignore[attr-defined]
        gathered = np.empty((len(order), WINDOW, 4), dtype=np.float32)
        gathered[order] = table.gather(order)
        row = 0
        for number, one in enumerate(seen):
            vectors = one.entry.read(0, one.entry.frames)
            app = FeatureWindow(WINDOW, RATE_HZ, 4)
            for index, time_s in enumerate(one.entry.times_s.tolist()):
                app.push(FrameFeatures(vectors[index], index, time_s))
                if app.length < MIN_FRAMES:
                    continue
                np.testing.assert_array_equal(gathered[row], app.features[0])
                assert table.lengths[row] == app.length
                assert table.clips[row] == number
                assert table.times_s[row] == time_s
                row += 1
        assert row == len(gathered)


def test_shorter_windows_keep_their_newest_frames(tmp_path: Path) -> None:
    one = _seen(tmp_path, [0.1] * 9)
    table = join_windows([one], WINDOW)
    chosen, lengths = np.array([5, 0]), np.array([2, 1])
    gathered = table.gather(chosen, lengths)
    np.testing.assert_array_equal(gathered[0, :2], one.entry.read(6, 8))
    np.testing.assert_array_equal(gathered[1, :1], one.entry.read(2, 3))
    assert not gathered[0, 2:].any()
    assert not gathered[1, 1:].any()


def test_far_windows_of_a_long_clip_are_read_one_by_one(tmp_path: Path) -> None:
    one = _seen(tmp_path, [0.1] * 400)
    table = join_windows([one], WINDOW)
    read: list[int] = []

    class Watched:
        features = one.entry.features

        def read(self, first: int, last: int) -> object:
            read.append(last - first)
            return one.entry.read(first, last)

    watched = SeenClip(Watched(), one.windows, 0, 0)  # type: ignore[arg-type]
    far = np.array([10, 390])
    np.testing.assert_array_equal(join_windows([watched], WINDOW).gather(far), table.gather(far))
    assert read == [WINDOW, WINDOW]
    read.clear()
    near = np.arange(100, 140)
    np.testing.assert_array_equal(join_windows([watched], WINDOW).gather(near), table.gather(near))
    assert len(read) == 1


def test_a_clip_too_short_has_no_windows(tmp_path: Path) -> None:
    windows = _seen(tmp_path, [0.1]).windows
    assert len(windows.ends) == 0
    assert len(windows.rows) == 2


def test_the_tutorials_take_the_first_frames_and_mask_what_is_missing(tmp_path: Path) -> None:
    times_s = np.arange(4) / 30.0
    vectors = np.ones((4, 2), dtype=np.float32)
    entry = write_entry(tmp_path, "short", vectors, times_s)
    windows = first_window(times_s, WINDOW)
    table = join_windows([SeenClip(entry, windows, 0, 0)], WINDOW)
    assert table.lengths.tolist() == [4]
    assert table.gather(np.array([0]))[0, :, 0].tolist() == [1, 1, 1, 1, 0, 0]
    long = first_window(np.arange(40) / 30.0, WINDOW)
    assert (long.lengths.tolist(), long.rows.tolist()) == ([6], [0, 1, 2, 3, 4, 5])
    assert long.times_s.tolist() == [5 / 30.0]


def test_a_short_clip_is_played_forth_and_back(tmp_path: Path) -> None:
    windows = repeated_windows(4, WINDOW, RATE_HZ, MIN_FRAMES, play_s=1.0)
    assert windows.rows.tolist() == [0, 1, 2, 3, 2, 1, 0, 1, 2, 3]
    assert windows.ends.tolist() == [3, 4, 5, 6, 7, 8, 9, 10]
    assert windows.lengths.tolist() == [3, 4, 5, 6, 6, 6, 6, 6]
    np.testing.assert_allclose(windows.times_s, np.arange(2, 10) / RATE_HZ)
    vectors = np.arange(4, dtype=np.float32)[:, np.newaxis]
    entry = write_entry(tmp_path, "short", vectors, np.arange(4) / RATE_HZ)
    table = join_windows([SeenClip(entry, windows, 0, 0)], WINDOW)
    assert table.gather(np.array([0]))[0, :, 0].tolist() == [0, 1, 2, 0, 0, 0]
    assert table.gather(np.array([7]))[0, :, 0].tolist() == [2, 1, 0, 1, 2, 3]


def test_a_longer_clip_is_played_once() -> None:
    windows = repeated_windows(12, WINDOW, RATE_HZ, MIN_FRAMES, play_s=1.0)
    assert windows.rows.tolist() == list(range(12))
    assert windows.ends.tolist() == list(range(3, 13))
    times_s = np.arange(12) / RATE_HZ
    plain = clip_windows(times_s, WINDOW, RATE_HZ, MIN_FRAMES)
    for name in ("rows", "ends", "lengths", "times_s"):
        np.testing.assert_allclose(getattr(windows, name), getattr(plain, name))


def test_two_frames_can_be_repeated() -> None:
    windows = repeated_windows(2, WINDOW, RATE_HZ, MIN_FRAMES, play_s=0.5)
    assert windows.rows.tolist() == [0, 1, 0, 1, 0]
    assert windows.ends.tolist() == [3, 4, 5]


def test_a_head_reads_what_windows_are_turned_into(tmp_path: Path) -> None:
    one = _seen(tmp_path, [0.1] * 9)

    def turn(windows: Float32Array, lengths: IntArray) -> Float32Array:
        return np.concatenate([windows, windows * lengths[:, None, None]], axis=-1)

    table = join_windows([one], WINDOW, turn, 8)
    assert (table.vector_size, table.features) == (4, 8)
    chosen = np.array([6, 1])
    gathered = table.gather(chosen, np.array([2, 4]))
    np.testing.assert_array_equal(gathered[0, :2, 4:], one.entry.read(7, 9) * 2.0)
    np.testing.assert_array_equal(gathered[1, :4, 4:], one.entry.read(0, 4) * 4.0)


def test_a_longer_gap_than_wished_starts_anew() -> None:
    times_s = np.array([0.0, 0.1, 0.2, 0.3, 0.9, 1.0, 1.1])
    held = clip_windows(times_s, 20, RATE_HZ, MIN_FRAMES, max_gap_s=0.7)
    assert held.rows.tolist() == [0, 1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 6]
    anew = clip_windows(times_s, 20, RATE_HZ, MIN_FRAMES, max_gap_s=0.5)
    assert anew.rows.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert anew.lengths.tolist() == [3, 4, 3]
