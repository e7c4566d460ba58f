"""The pipeline: the app's windows, the same passes for the same seed, nothing held whole."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd
import pytest
import tensorflow as tf

from tests.training.builders import LABELS, write_dataset, write_moving_clip
from training.augmentation.config import AugmentConfig, Flip
from training.clip_pipeline import clip_dataset
from training.data.clips import Clip, load_table
from training.data.dataframe import encode_labels, load_dataframe
from training.errors import DatasetError, TrainingError
from training.features.windows import clip_windows
from training.masks import MaskRectangle
from training.picture_windows import Placing
from training.video import SampledVideo, load_video, sample_frames
from vidclf_app.core.records import SourceInfo

SIZE_PX = (48, 64)
Batches = list[tuple[dict[str, Any], Any]]


@pytest.fixture
def clips(tmp_path: Path) -> tuple[Clip, ...]:
    """Eight clips of 1.5 s, two classes."""
    return load_table(write_dataset(tmp_path)).clips


def _list(dataset: tf.data.Dataset) -> Batches:
    return list(dataset.as_numpy_iterator())


def _joined(dataset: tf.data.Dataset) -> tuple[dict[str, Any], Any]:
    """Return all windows of a pass as one batch."""
    batches = _list(dataset)
    inputs = {
        name: np.concatenate([inputs[name] for inputs, _ in batches])
        for name in ("frames", "length")
    }
    return inputs, np.concatenate([labels for _, labels in batches])


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
    assert _dataset(clips, windows_per_clip=2, training=False).cardinality().numpy() == 6
    dataset = _dataset(clips, windows_per_clip=2)
    assert dataset.cardinality().numpy() == 6
    inputs, label = dataset.element_spec
    assert inputs["frames"].shape.as_list() == [None, 8, 48, 64, 3]
    batches = _list(dataset)
    assert [len(labels) for _, labels in batches] == [3, 3, 3, 3, 3, 1]
    assert label.dtype == tf.int64
    assert np.bincount(np.concatenate([labels for _, labels in batches])).tolist() == [8, 8]


def test_windows_for_judging_are_those_of_the_app(clips: tuple[Clip, ...]) -> None:
    """All windows of one pass, as `training.features.windows` cuts them from the same frames."""
    sampled = load_video(clips[0].path, resize=(64, 48), rate_hz=10.0, crop="none")
    times_s = np.array([frame.time_s for frame in sample_frames(clips[0].path, rate_hz=10.0)])
    expected = clip_windows(times_s, 8, 10.0, min_frames=8)
    assert len(expected.ends) == 8
    inputs, labels = _joined(_dataset(clips[:1], labels=LABELS, training=False, windows_per_clip=8))
    assert labels.tolist() == [0] * 8
    assert inputs["length"].tolist() == [8] * 8
    for window, end in zip(inputs["frames"], expected.ends.tolist(), strict=True):
        np.testing.assert_array_equal(window, sampled[expected.rows[end - 8 : end]])


@pytest.mark.parametrize(
    ("windows", "placing", "starts"),
    [(1, None, [3]), (2, None, [0, 7]), (3, "spread", [0, 3, 7]), (1, "first", [0])],
)
def test_places_for_judging(
    clips: tuple[Clip, ...], windows: int, placing: Placing | None, starts: list[int]
) -> None:
    sampled = load_video(clips[0].path, resize=(64, 48), rate_hz=10.0, crop="none")
    inputs, _ = _joined(
        _dataset(clips[:1], training=False, windows_per_clip=windows, placing=placing)
    )
    for window, start in zip(inputs["frames"], starts, strict=True):
        np.testing.assert_array_equal(window, sampled[start : start + 8])


def test_the_tutorials_first_frames(clips: tuple[Clip, ...]) -> None:
    inputs, _ = _joined(
        _dataset(clips[:2], rate_hz=None, crop="centre_square", placing="first", training=False)
    )
    for window, clip in zip(inputs["frames"], clips, strict=False):
        np.testing.assert_array_equal(window, load_video(clip.path, 8, (64, 48)))


def test_random_windows_reach_the_whole_clip(clips: tuple[Clip, ...]) -> None:
    sampled = load_video(clips[0].path, resize=(64, 48), rate_hz=10.0, crop="none")
    starts = set()
    inputs, _ = _joined(_dataset(clips[:1], windows_per_clip=60))
    for window in inputs["frames"]:
        equal = [np.array_equal(window, sampled[start : start + 8]) for start in range(8)]
        assert sum(equal) == 1
        starts.add(equal.index(True))
    assert starts == set(range(8))


def test_a_slow_source_is_held_as_in_the_app(clips: tuple[Clip, ...]) -> None:
    rate_hz = 60.0  # The clips have 20.
    inputs, _ = _joined(
        _dataset(clips[:1], frames=12, rate_hz=rate_hz, training=False, placing="first")
    )
    frames = load_video(clips[0].path, resize=(64, 48), crop="none")
    times_s = np.array([frame.time_s for frame in sample_frames(clips[0].path)])
    windows = clip_windows(times_s, 12, rate_hz, min_frames=12)
    # The window after the twelfth frame; each frame is in it three times.
    end = windows.rows.tolist().index(11) + 1
    expected = windows.rows[end - 12 : end]
    assert len(set(expected.tolist())) < 7
    np.testing.assert_array_equal(inputs["frames"][0], frames[expected])


def test_a_clip_shorter_than_its_container_says(
    clips: tuple[Clip, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    true_info: Any = SampledVideo.__dict__["info"].fget
    plain = _list(_dataset(clips, training=False, windows_per_clip=3))
    for told_s in (2.5, None):

        def lied(video: SampledVideo, told_s: float | None = told_s) -> SourceInfo:
            info: SourceInfo = true_info(video)
            return replace(info, duration_s=told_s)

        monkeypatch.setattr(SampledVideo, "info", property(lied))
        assert _same(plain, _list(_dataset(clips, training=False, windows_per_clip=3)))


def test_short_clips_are_padded(tmp_path: Path) -> None:
    path = write_moving_clip(tmp_path / "a.mp4", "sideways", 50, seconds=0.5)
    for training in (True, False):
        dataset = _dataset([Clip(path, "a", "g")], windows_per_clip=2, training=training)
        inputs, _ = _joined(dataset)
        assert inputs["length"].tolist() == [5, 5]
        assert inputs["frames"][:, :5].min(axis=(2, 3, 4)).all()
        assert not inputs["frames"][:, 5:].any()


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
    hidden = _dataset(
        clips[::2], training=False, rectangles_of=lambda group: (full,) if group == "room2" else ()
    )
    inputs, _ = _joined(hidden)
    is_grey = [(window == 128).all() for window in inputs["frames"]]
    assert is_grey == [clip.group == "room2" for clip in clips[::2]]
    assert sum(is_grey) == 1


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


@pytest.mark.parametrize("training", [True, False])
def test_a_damaged_clip_does_not_end_the_pass(
    clips: tuple[Clip, ...], caplog: pytest.LogCaptureFixture, training: bool
) -> None:
    dataset = _dataset(clips, training=training)
    clips[4].path.unlink()
    with caplog.at_level(logging.WARNING):
        passes = [_joined(dataset)[1].tolist() for _ in range(3)]
    # Another clip of its class takes its place.
    assert [np.bincount(labels).tolist() for labels in passes] == [[4, 4]] * 3
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert told[0].startswith("left out (1 so far): ")
    assert clips[4].path.name in told[0]


def test_when_all_clips_go_away_the_pass_ends(clips: tuple[Clip, ...]) -> None:
    dataset = _dataset(clips[:2])
    for clip in clips[:2]:
        clip.path.unlink()
    with pytest.raises(tf.errors.OpError, match="None of 2 clips can be read any more"):
        _list(dataset)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda clips: _dataset(clips, labels=["upright"]), "'sideways' is none of the labels"),
        (lambda _: _dataset([]), "There are no clips"),
        (lambda _: _dataset(pd.DataFrame({"path": ["a.mp4"]})), "has no column label"),
        (lambda _: _dataset(pd.DataFrame({"path": [None], "label": ["a"]})), "Row 0 .* no path"),
        (lambda _: _dataset(pd.DataFrame({"path": ["a"], "label": [None]})), "has no label"),
        (lambda _: _dataset(pd.DataFrame({"path": ["a"], "label": [-1]})), "A label is -1"),
        (lambda _: _dataset(pd.DataFrame({"path": ["a"], "label": [1]})), "None of 1 clips"),
        (lambda clips: _dataset(clips, seed=-1), "The seed is -1"),
        (lambda clips: _dataset(clips, rate_hz=0.0), "rate_hz is 0.0"),
        (lambda clips: _dataset(clips, frames=0), "frames is 0"),
        (lambda clips: _dataset(clips, size_px=(4, 4)), "Pictures can't be made"),
        (lambda clips: _dataset(clips, placing="first", windows_per_clip=2), "one beginning"),
        (lambda clips: _dataset(clips, labels=LABELS, encoder=object()), "Both labels"),
    ],
)
def test_wrong_input(
    clips: tuple[Clip, ...], make: Callable[[tuple[Clip, ...]], object], expected: str
) -> None:
    with pytest.raises((DatasetError, TrainingError), match=expected) as caught:
        make(clips)
    assert "\n" not in caught.value.message
    assert caught.value.hint


def test_numbers_and_encoders_for_labels(clips: tuple[Clip, ...]) -> None:
    frame = pd.DataFrame({"path": [str(clip.path) for clip in clips], "label": [5, 2] * 4})
    assert _joined(_dataset(frame, training=False))[1].tolist() == [5, 2] * 4
    _, encoder = encode_labels(["running", *LABELS])
    _, numbers = _joined(_dataset(clips, encoder=encoder, training=False))
    assert numbers.tolist() == [1, 2] * 4


def test_a_model_learns_from_it_as_it_is(clips: tuple[Clip, ...]) -> None:
    keras.utils.set_random_seed(1)
    frames = keras.Input((8, *SIZE_PX, 3), dtype="uint8", name="frames")
    length = keras.Input((), dtype="int32", name="length")
    # The squares' way along each axis tells the classes apart.
    x = keras.ops.cast(frames, "float32") / 255.0
    mean = keras.ops.mean(x, axis=(2, 4)), keras.ops.mean(x, axis=(3, 4))
    spread = [keras.ops.mean(keras.ops.std(part, axis=1), axis=1, keepdims=True) for part in mean]
    scores = keras.layers.Dense(2, activation="softmax")(keras.ops.concatenate(spread, 1) * 50.0)
    model = keras.Model({"frames": frames, "length": length}, scores)
    model.compile(
        keras.optimizers.Adam(0.1), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    held = _dataset(clips, training=False)
    # Keras warns where it is asked, as it is by default, to shuffle a pipeline.
    history = model.fit(
        _dataset(clips), validation_data=held, epochs=20, shuffle=False, verbose=0
    ).history
    assert len(history["loss"]) == 20
    assert history["val_accuracy"][-1] == 1.0
