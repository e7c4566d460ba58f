"""Clips as a `tf.data` pipeline for the end-to-end model.

::

    train, test = frame[frame.split == "train"], frame[frame.split == "test"]
    labels = sorted(set(frame.label))
    model.fit(
        clip_dataset(train, labels=labels, augment=AugmentConfig.usual()),
        validation_data=clip_dataset(test, labels=labels, training=False),
        epochs=10,
        shuffle=False,
    )

Keras warns where `model.fit` is not told `shuffle=False`: it is asked to shuffle by default, and
leaves a pipeline's order alone.
"""

import itertools
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from training.augmentation.config import AugmentConfig
from training.data.clips import Clip
from training.data.dataframe import encode_labels
from training.data.wording import listed, shown
from training.errors import DatasetError, TrainingError
from training.masks import MaskRectangle
from training.picture_windows import Placing, WindowSpec, read_windows
from training.video import Crop, check_rate, check_seed, picture_size
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SourceError

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger(__name__)

_MOST_WORKERS = 4
_BATCHES_AHEAD = 2


class LabelNumbers(Protocol):
    """What `encode_labels` returns beside the numbers."""

    classes_: npt.NDArray[Any]


def clip_dataset(
    clips: "Sequence[Clip] | pd.DataFrame",
    *,
    labels: Sequence[str] | None = None,
    encoder: LabelNumbers | None = None,
    frames: int = 20,
    size_px: tuple[int, int] = (224, 224),
    rate_hz: float | None = 10.0,
    crop: Crop = "none",
    batch_size: int = 4,
    windows_per_clip: int = 1,
    training: bool = True,
    placing: Placing | None = None,
    augment: AugmentConfig | None = None,
    rectangles_of: Callable[[str], Sequence[MaskRectangle]] | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> tf.data.Dataset:
    """Return a pipeline to hand to `model.fit`, `evaluate` or `predict`.

    With `training`, the clips come in another order in every pass, each window from a random
    place. Otherwise they come in their order, read once each.

    A clip that can't be opened is left out at once. Where one turns out to be damaged inside,
    another clip of its label takes its place: the number of batches must stay what Keras was told,
    or it warns that the data ran out. All of them are logged, one line each, and counted.

    The n-th pass over a pipeline gives the same elements as the n-th pass over another one that
    was made alike. Clips are read in `workers` threads; what is in memory depends on the size and
    number of the windows in a few batches, not on the clips.

    Args:
        clips: Or a data frame with the columns `path` and `label`, and with `group` where parts
            are to be hidden, as `load_dataframe` returns it.
        labels: In the order of the model's outputs.
        encoder: In place of `labels`, from `encode_labels`. Where neither is given, whole numbers
            are taken as they are, and names are numbered as sorted: give one of the two where
            the clips may lack a class.
        frames: T, frames in a window.
        size_px: Height and width of the pictures.
        rate_hz: Frames a second, picked as the app does; None for consecutive frames.
        crop: `none` squeezes the whole picture into the size, `centre_square` cuts the largest
            centred square first.
        batch_size: Windows in a batch; the last one may have fewer.
        windows_per_clip: Windows from each clip; those of a clip of no more than T frames are all
            the same.
        training: See above.
        placing: `random` in the clip, `spread` over it evenly (one stands in its middle), or
            `first`, its beginning, as in the tutorials; None for `random` in training, else
            `spread`.
        augment: What may happen to a window; None for nothing. In training each window in each
            epoch is changed anew.
        rectangles_of: Returns the parts of the picture to hide in the clips of a group.
        seed: Of every random number.
        workers: Threads; None for one per processor, four at most.

    Returns:
        Elements `({"frames", "length"}, label)`: uint8 RGB (B, T, height, width, 3), valid frames
        first and zeros behind; int32 (B,), the number of valid frames, 1..T; int64 (B,). Its
        cardinality is known.

    Raises:
        DatasetError: No clip can be opened, a column is missing, or a label is unknown.
        TrainingError: A number is out of its range.
    """
    check_seed(seed)
    check_rate(rate_hz)
    for name, number in (
        ("frames", frames),
        ("batch_size", batch_size),
        ("windows_per_clip", windows_per_clip),
        ("workers", workers),
    ):
        if number is not None and number < 1:
            raise TrainingError(f"{name} is {number}.", "Give 1 or more.")
    placing = placing or ("random" if training else "spread")
    if placing == "first" and windows_per_clip > 1:
        raise TrainingError(
            f"windows_per_clip is {windows_per_clip}, but a clip has one beginning.",
            'Give 1, or another placing than "first".',
        )
    left_out = _LeftOutLog()
    workers = workers or min(_MOST_WORKERS, os.cpu_count() or 1)
    items = _items(_table(clips, with_groups=rectangles_of is not None), labels, encoder)
    items = _openable(items, workers, left_out)
    height_px, width_px = size_px
    spec = WindowSpec(frames, picture_size((width_px, height_px), crop), rate_hz, placing, augment)
    reader = _Reader(items, spec, rectangles_of or (lambda _: ()), left_out)
    plan = _Plan(len(items), windows_per_clip, training, seed)
    return _pipeline(plan, reader, spec, batch_size, workers)


@dataclass(frozen=True, slots=True)
class _Row:
    path: Path
    label: Any
    group: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A clip with what the pipeline needs of it."""

    path: Path
    number: int
    group: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which windows make up a pass over the clips.

    Attributes:
        clips: Their number.
        windows_per_clip: Windows from each.
        training: Each window on its own, in another order in each pass; else the clips' order.
        seed: Of the order.
    """

    clips: int
    windows_per_clip: int
    training: bool
    seed: int

    @property
    def per_step(self) -> int:
        """Windows that are read of a clip at a time."""
        # In training the windows of one clip must not lie side by side in a batch.
        return 1 if self.training else self.windows_per_clip

    @property
    def steps(self) -> int:
        """Times a clip is opened in a pass."""
        return self.clips * self.windows_per_clip // self.per_step

    def passes(self) -> Callable[[], Iterator[npt.NDArray[np.int64]]]:
        """Return what yields the next pass: (clip, windows, seed, pass, step) each."""
        numbers = itertools.count()

        def steps() -> Iterator[npt.NDArray[np.int64]]:
            number = next(numbers) if self.training else 0
            order = np.arange(self.steps)
            if self.training:
                np.random.default_rng([self.seed, number]).shuffle(order)
            for step in order.tolist():
                content = (step % self.clips, self.per_step, self.seed, number, step)
                yield np.array(content, dtype=np.int64)

        return steps


class _LeftOutLog:
    """Logs each clip that is left out, and how many there are."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def add(self, path: Path, reason: str) -> None:
        """Log one clip."""
        log.warning("left out (%d so far): %s: %s", next(self._count), shown(path), shown(reason))


class _Reader:
    """Reads windows for the pipeline's threads, and knows which clips are damaged."""

    def __init__(
        self,
        items: Sequence[_Item],
        spec: WindowSpec,
        rectangles_of: Callable[[str], Sequence[MaskRectangle]],
        left_out: _LeftOutLog,
    ) -> None:
        self._items = items
        self._spec = spec
        self._rectangles_of = rectangles_of
        self._left_out = left_out
        self._damaged: set[int] = set()
        self._lock = threading.Lock()

    def __call__(
        self, step: npt.NDArray[np.int64]
    ) -> tuple[UInt8Array, npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Read the windows of a step of the plan.

        Raises:
            DatasetError: No clip at all can be read any more.
        """
        clip, count, *seeds = step.tolist()
        for position in self._candidates(clip):
            item = self._items[position]
            rectangles = self._rectangles_of(item.group)
            random = np.random.default_rng(seeds)
            try:
                windows, lengths = read_windows(item.path, self._spec, count, random, rectangles)
            except SourceError as error:
                self._leave_out(position, error.message.removeprefix(f"{item.path}: "))
            else:
                return windows, lengths, np.full(count, item.number, dtype=np.int64)
        raise DatasetError(
            f"None of {len(self._items)} clips can be read any more.",
            "Check that their disk is there.",
        )

    def _candidates(self, clip: int) -> Iterator[int]:
        """Yield the clip, and those that may take its place."""
        if clip not in self._damaged:
            yield clip
        behind = [(clip + way) % len(self._items) for way in range(1, len(self._items))]
        own = self._items[clip].number
        # Those of the same label first: the classes stay as frequent as they were.
        for position in sorted(behind, key=lambda other: self._items[other].number != own):
            if position not in self._damaged:
                yield position

    def _leave_out(self, position: int, reason: str) -> None:
        with self._lock:
            is_new = position not in self._damaged
            self._damaged.add(position)
        if is_new:
            self._left_out.add(self._items[position].path, reason)


def _pipeline(
    plan: _Plan, reader: _Reader, spec: WindowSpec, batch_size: int, workers: int
) -> tf.data.Dataset:
    size = spec.preprocessing

    def read(step: tf.Tensor) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        windows, lengths, labels = tf.numpy_function(reader, [step], (tf.uint8, tf.int32, tf.int64))
        windows = tf.ensure_shape(windows, (None, spec.frames, size.height_px, size.width_px, 3))
        lengths = tf.ensure_shape(lengths, (None,))
        return {"frames": windows, "length": lengths}, tf.ensure_shape(labels, (None,))

    dataset = tf.data.Dataset.from_generator(
        plan.passes(), output_signature=tf.TensorSpec((5,), tf.int64)
    )
    dataset = dataset.map(read, num_parallel_calls=workers, deterministic=True)
    batches = -(-plan.clips * plan.windows_per_clip // batch_size)
    dataset = dataset.unbatch().batch(batch_size)
    dataset = dataset.apply(tf.data.experimental.assert_cardinality(batches))
    return dataset.prefetch(_BATCHES_AHEAD)


def _table(clips: "Sequence[Clip] | pd.DataFrame", with_groups: bool) -> list[_Row]:
    if isinstance(clips, Sequence):
        return [_Row(clip.path, clip.label, clip.group) for clip in clips]
    wanted = ["path", "label", *(["group"] if with_groups else [])]
    missing = [column for column in wanted if column not in clips.columns]
    if missing:
        raise DatasetError(
            f"The data frame has no column {listed(missing)}.",
            "Give one as load_dataframe returns it.",
        )
    paths, labels = clips["path"].tolist(), clips["label"].tolist()
    groups = clips["group"].tolist() if with_groups else [""] * len(paths)
    for number, path in enumerate(paths):
        # An empty cell is not a number, or None.
        if not isinstance(path, str | Path):
            raise DatasetError(
                f"Row {number} of the data frame has no path, but {path!r}.", "Take the row out."
            )
    return [
        _Row(Path(path), label, group)
        for path, label, group in zip(paths, labels, groups, strict=True)
    ]


def _items(
    rows: Sequence[_Row], labels: Sequence[str] | None, encoder: LabelNumbers | None
) -> list[_Item]:
    if labels is not None and encoder is not None:
        raise TrainingError("Both labels and an encoder are given.", "Give one of the two.")
    if not rows:
        raise DatasetError("There are no clips.", "Give one at least.")
    names = [row.label for row in rows]
    if encoder is not None:
        labels = encoder.classes_.tolist()
    if labels is not None:
        places = {label: place for place, label in enumerate(labels)}
        for row in rows:
            if row.label not in places:
                raise DatasetError(
                    f"{shown(row.path)}: its label {row.label!r} is none of the labels.",
                    "Add it to the labels, or leave the clip out.",
                )
        numbers = [places[name] for name in names]
    elif all(isinstance(name, int) for name in names):
        if min(names) < 0:
            raise DatasetError(
                f"A label is {min(names)}.", "Number the classes from 0, or give names."
            )
        numbers = names
    else:
        numbers = encode_labels(names)[0].tolist()
    return [_Item(row.path, number, row.group) for row, number in zip(rows, numbers, strict=True)]


def _openable(items: Sequence[_Item], workers: int, left_out: _LeftOutLog) -> list[_Item]:
    """Return the clips whose files can be opened; one that is named twice stays twice."""
    paths = list(dict.fromkeys(item.path for item in items))
    with ThreadPoolExecutor(workers, thread_name_prefix="vidclf-open") as pool:
        reasons = dict(zip(paths, pool.map(_reason, paths), strict=True))
    for path, reason in reasons.items():
        if reason:
            left_out.add(path, reason)
    found = [item for item in items if not reasons[item.path]]
    if not found:
        raise DatasetError(
            f"None of {len(items)} clips can be opened; the first: {shown(paths[0])}: "
            f"{reasons[paths[0]]}",
            "Check the paths of the clips.",
        )
    return found


def _reason(path: Path) -> str:
    """Return why a clip can't be opened; empty where it can."""
    try:
        with open_file(path):
            return ""
    except SourceError as error:
        return error.message.removeprefix(f"{path}: ")
