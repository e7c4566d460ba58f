"""Landmarks dense in time, and how they are read at any tempo."""

from pathlib import Path

import numpy as np
import pytest

from tests.training.features.builders import write_entry
from training.features.sequences import BodySequence, merge_entries, play

# Each vector's values tell its place.
RAMP = BodySequence(
    np.stack([np.arange(5.0), 10.0 * np.arange(5.0)], axis=1).astype(np.float32), 30.0
)


@pytest.mark.parametrize(
    ("frames", "step", "start", "expected"),
    [
        (5, 1.0, 0.0, [0, 1, 2, 3, 4]),
        (3, 2.0, 0.0, [0, 2, 4]),
        (4, 0.5, 1.25, [1.25, 1.75, 2.25, 2.75]),
        (1, 1.0, 4.0, [4]),
    ],
)
def test_playing_once(frames: int, step: float, start: float, expected: list[float]) -> None:
    read = play(RAMP, frames, step, start, back_and_forth=False)
    assert read.dtype == np.float32
    np.testing.assert_array_equal(read[:, 0], expected)
    np.testing.assert_array_equal(read[:, 1], np.array(expected) * 10.0)


@pytest.mark.parametrize(
    ("frames", "step", "start", "expected"),
    [
        (11, 1.0, 0.0, [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2]),
        # On the way back already.
        (4, 1.0, 6.0, [2, 1, 0, 1]),
        # It turns between two frames, at both ends.
        (6, 1.5, 0.5, [0.5, 2.0, 3.5, 3.0, 1.5, 0.0]),
        (3, 0.75, 7.0, [1.0, 0.25, 0.5]),
        (3, 20.0, 1.0, [1, 3, 1]),
    ],
)
def test_playing_forth_and_back(
    frames: int, step: float, start: float, expected: list[float]
) -> None:
    read = play(RAMP, frames, step, start, back_and_forth=True)
    np.testing.assert_allclose(read[:, 0], expected, atol=1e-6)


def test_a_place_just_beyond_the_end_is_the_end() -> None:
    # What rounding may bring about.
    read = play(RAMP, 2, 4.0 + 1e-6, 0.0, back_and_forth=False)
    np.testing.assert_array_equal(read[:, 0], [0, 4])


def test_two_frames_are_enough() -> None:
    pair = BodySequence(RAMP.vectors[:2], 30.0)
    read = play(pair, 5, 0.5, 0.0, back_and_forth=True)
    np.testing.assert_array_equal(read[:, 0], [0, 0.5, 1, 0.5, 0])


def test_views_of_a_clip_are_put_in_order_of_time(tmp_path: Path) -> None:
    entries = []
    for view in range(3):
        times_s = view / 30.0 + np.arange(4 - (view == 2)) / 10.0
        vectors = np.stack([times_s, times_s**2], axis=1).astype(np.float32)
        entries.append(write_entry(tmp_path, str(view), vectors, times_s))
    merged = merge_entries(entries, 10.0)
    assert merged.rate_hz == 30.0
    np.testing.assert_allclose(merged.vectors[:, 0], np.arange(11) / 30.0, atol=1e-6)
    np.testing.assert_allclose(merged.vectors[:, 1], (np.arange(11) / 30.0) ** 2, atol=1e-6)


def test_a_view_without_frames_adds_nothing(tmp_path: Path) -> None:
    times_s = np.arange(3) / 10.0
    whole = write_entry(tmp_path, "a", np.ones((3, 2), dtype=np.float32), times_s)
    empty = write_entry(tmp_path, "b", np.zeros((0, 2), dtype=np.float32), times_s[:0])
    np.testing.assert_array_equal(merge_entries((whole, empty), 10.0).vectors, np.ones((3, 2)))
