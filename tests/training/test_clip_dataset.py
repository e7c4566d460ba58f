"""The pipeline: the app's windows, the same passes for the same seed, nothing held whole."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from tests.training.builders import LABELS, write_dataset, write_moving_clip
from training.augmentation.config import AugmentConfig, Flip
from training.clip_dataset import clip_dataset
from training.data.clips import Clip, load_table
from training.data.dataframe import load_dataframe
from training.errors import DatasetError
from training.masks import MaskRectangle
from training.video import load_video

SIZE_PX = (48, 64)
Batches = list[tuple[dict[str, Any], Any]]


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Clip, ...]:
    """Eight clips of 1.5 s, two classes."""
    return load_table(write_dataset(tmp_path)).clips


def _list(dataset: tf.data.Dataset) -> Batches:
    return list(dataset.as_numpy_iterator())


def _same(one: Batches, other: Batches) -> bool:
    return all(
        np.array_equal(mine["frames"], theirs["frames"])
        and np.array_equal(mine["length"], theirs["length"])
        and np.array_equal(my_label, their_label)
        for (mine, my_label), (theirs, their_label) in zip(one, other, strict=True)
    )


def _dataset(clips: Any, **options: Any) -> tf.data.Dataset:
    return clip_dataset(clips, **{"frames": 8, "size_px": SIZE_PX, "batch_size": 3, **options})


def test_shapes_types_and_cardinality(clips: tuple[Clip, ...]) -> None:
    dataset = _dataset(clips, windows_per_clip=2)
    assert dataset.cardinality().numpy() == 6
    inputs, label = dataset.element_spec
    assert inputs["frames"].shape.as_list() == [None, 8, 48, 64, 3]
    batches = _list(dataset)
    assert [len(labels) for _, labels in batches] == [3, 3, 3, 3, 3, 1]
    assert label.dtype == tf.int64
    assert np.bincount(np.concatenate([labels for _, labels in batches])).tolist() == [8, 8]


def test_windows_for_judging_are_those_of_the_app(clips: tuple[Clip, ...]) -> None:
    batches = _list(_dataset(clips[:1], labels=LABELS, training=False, windows_per_clip=2))
    (inputs, labels) = batches[0]
    sampled = load_video(clips[0].path, resize=(64, 48), rate_hz=10.0, crop="none")
    assert len(sampled) == 15
    assert labels.tolist() == [0, 0]
    # Eight full windows; the middle one and the last one.
    np.testing.assert_array_equal(inputs["frames"][0], sampled[4:12])
    np.testing.assert_array_equal(inputs["frames"][1], sampled[7:15])


def test_short_clips_are_padded(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=0.5)
    inputs, _ = _list(_dataset([Clip(path, "a", "g")]))[0]
    assert inputs["length"].tolist() == [5]
    assert inputs["frames"][0, :5].min(axis=(1, 2, 3)).all()
    assert not inputs["frames"][0, 5:].any()


def test_a_seed_replays_every_pass_and_passes_differ(clips: tuple[Clip, ...]) -> None:
    augment = AugmentConfig.usual()
    first, second = (_dataset(clips, augment=augment, seed=4) for _ in range(2))
    one, other = _list(first), _list(first)
    assert not _same(one, other)
    assert _same(one, _list(second))
    assert _same(other, _list(second))
    assert not _same(one, _list(_dataset(clips, augment=augment, seed=5)))


def test_augmentation_and_masks_reach_the_pictures(clips: tuple[Clip, ...]) -> None:
    plain = _list(_dataset(clips[:1], training=False))[0][0]["frames"]
    flipped = _dataset(clips[:1], training=False, augment=AugmentConfig(flip=Flip(probability=1.0)))
    np.testing.assert_array_equal(_list(flipped)[0][0]["frames"], plain[:, :, :, ::-1])
    full = MaskRectangle(x0=0.0, y0=0.0, x1=1.0, y1=1.0)
    hidden = _dataset(clips[:1], training=False, rectangles_of=lambda _: (full,))
    assert (_list(hidden)[0][0]["frames"] == 128).all()


def test_a_data_frame_is_taken_as_it_is(tmp_path: Path) -> None:
    write_dataset(tmp_path)
    frame = load_dataframe(tmp_path / "clips.csv", balance=True)
    batches = _list(_dataset(frame, training=False))
    assert np.concatenate([labels for _, labels in batches]).tolist() == [
        LABELS.index(label) for label in frame["label"]
    ]


def test_what_can_not_be_opened_is_left_out_and_told(
    tmp_path: Path, clips: tuple[Clip, ...], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "bad.mp4").write_text("text")
    with caplog.at_level(logging.WARNING):
        dataset = _dataset([*clips, Clip(tmp_path / "bad.mp4", "sideways", "g")])
    assert sum(len(labels) for _, labels in _list(dataset)) == 8
    assert "bad.mp4" in caplog.text
    with pytest.raises(DatasetError, match="None of 1 clips"):
        _dataset([Clip(tmp_path / "bad.mp4", "sideways", "g")])


def test_a_clip_that_goes_away_does_not_end_the_pass(
    clips: tuple[Clip, ...], caplog: pytest.LogCaptureFixture
) -> None:
    dataset = _dataset(clips, training=False)
    clips[4].path.unlink()
    with caplog.at_level(logging.WARNING):
        batches = _list(dataset)
    assert sum(len(labels) for _, labels in batches) == 8
    assert clips[4].path.name in caplog.text


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda clips: _dataset(clips, labels=["upright"]), "'sideways' is none of the labels"),
        (lambda _: _dataset([]), "None of 0 clips"),
    ],
)
def test_wrong_input(
    clips: tuple[Clip, ...], make: Callable[[tuple[Clip, ...]], object], expected: str
) -> None:
    with pytest.raises(DatasetError, match=expected):
        make(clips)


def test_an_abandoned_pass_ends_its_threads(clips: tuple[Clip, ...]) -> None:
    iterator = iter(_dataset(clips, windows_per_clip=20))
    next(iterator)
    del iterator
    for thread in threading.enumerate():
        if thread.name.startswith("decode"):
            thread.join(timeout=10.0)
            assert not thread.is_alive()
