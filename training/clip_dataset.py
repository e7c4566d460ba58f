"""Clips as a `tf.data` pipeline for the end-to-end model.

::

    train, test = frame[frame.split == "train"], frame[frame.split == "test"]
    labels = sorted(set(frame.label))
    model.fit(
        clip_dataset(train, labels=labels, augment=AugmentConfig.usual()),
        validation_data=clip_dataset(test, labels=labels, training=False),
        epochs=10,
    )

A window is what the app would hand to the model at some moment of the clip: frames at the
model's rate, picked by the app's sampler, held and restarted by the app's window.
"""

import itertools
import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from training.augmentation.clip import Augmentation, draw
from training.augmentation.config import AugmentConfig
from training.data.clips import Clip, class_names
from training.data.wording import listed, shown
from training.errors import DatasetError, TrainingError
from training.masks import MaskRectangle, MaskRule
from training.video import Crop, SampledVideo, check_rate, check_seed, picture_size
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Frame, FrameFeatures, UInt8Array
from vidclf_app.core.sources.file import open_file
from vidclf_app.core.window import FeatureWindow
from vidclf_app.errors import SourceError

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]

Placing = Literal["random", "spread", "first"]
Windows: TypeAlias = tuple[UInt8Array, npt.NDArray[np.int32]]

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
    masks: Sequence[MaskRule] = (),
    seed: int = 1,
    workers: int | None = None,
    on_left_out: Callable[[Path, str], None] | None = None,
) -> tf.data.Dataset:
    """Return a pipeline to hand to `model.fit`, `evaluate` or `predict`.

    With `training`, the clips come in another order in every epoch, each window from a random
    place, and an epoch has a known number of batches: where a clip can't be read, another one of
    its label takes its place. Otherwise the clips come in their order, once each, and one that
    can't be read is left out, so that the number of batches is known only afterwards. Either way
    such a clip is logged once, with the number of those before it.

    The n-th pass over a pipeline gives the same elements as the n-th pass over another one that
    was made alike. Clips are read in `workers` threads and no more than a few windows of each
    thread are in memory.

    Args:
        clips: Or a data frame with the columns `path` and `label`, and with `group` where `masks`
            are given, as `load_dataframe` returns it.
        labels: In the order of the model's outputs.
        encoder: In place of `labels`, from `encode_labels`. Where neither is given, whole numbers
            are taken as they are, and names are numbered as sorted: give one of the two where
            the clips may lack a class.
        frames: T, frames in a window.
        size_px: Width and height of the pictures.
        rate_hz: Frames a second, picked as the app does; None for consecutive frames.
        crop: `none` squeezes the whole picture into the size, `centre_square` cuts the largest
            centred square first.
        batch_size: Windows in a batch; the last one may have fewer.
        windows_per_clip: Windows from each clip. Those of a clip of no more than T frames would
            all be the same: where windows are not placed at random, it gives one.
        training: See above.
        placing: `random` in the clip, `spread` over it evenly (one stands in its middle), or
            `first`, its beginning, as in the tutorials; None for `random` in training, else
            `spread`.
        augment: What may happen to a window; None for nothing. In training each window in each
            epoch is changed anew.
        masks: Parts of the picture to hide, by group.
        seed: Of every random number.
        workers: Threads; None for one per processor, four at most.
        on_left_out: Called with path and reason in place of logging; from any thread.

    Returns:
        Elements `({"frames", "length"}, label)`: uint8 RGB (B, T, height, width, 3), valid frames
        first and zeros behind; int32 (B,), the number of valid frames, 1..T; int64 (B,).

    Raises:
        DatasetError: There are no clips, a column is missing, a label is unknown, or no clip can
            be opened.
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
    material = _material(clips, labels, encoder, masks)
    _check_openable(material)
    spec = WindowSpec(frames, picture_size(size_px, crop), rate_hz, placing, augment)
    reader = _Reader(material, spec, training, on_left_out or _LeftOutLog())
    plan = _Plan(len(material), windows_per_clip, training, seed)
    return _pipeline(plan, reader, spec, batch_size, workers or _usual_workers())


@dataclass(frozen=True, slots=True)
class WindowSpec:
    """What a window is.

    Attributes:
        frames: T, frames in it.
        preprocessing: Size and crop of its pictures.
        rate_hz: Frames a second; None for consecutive ones.
        placing: Where it lies in the clip.
        augment: What may happen to it, or None.
    """

    frames: int
    preprocessing: ImagePreprocessing
    rate_hz: float | None
    placing: Placing
    augment: AugmentConfig | None


def read_windows(
    path: Path,
    spec: WindowSpec,
    count: int,
    random: np.random.Generator,
    rectangles: Sequence[MaskRectangle] = (),
) -> Windows:
    """Read windows of one clip, with no more pictures in memory than they hold.

    Args:
        path: The clip.
        spec: What a window is.
        count: Windows; a short clip gives one where they would all be the same.
        random: Decides place and changes.
        rectangles: Filled with mid-grey.

    Returns:
        uint8 RGB (N, T, H, W, 3), valid frames first and zeros behind; int32 (N,), the number of
        valid frames.

    Raises:
        SourceError: The clip can't be read.
    """
    augmentation = None
    if spec.augment is not None:
        augmentation = draw(spec.augment, int(random.integers(2**63)))
    places = random.random(count)

    def open_clip() -> SampledVideo:
        return SampledVideo(
            path, rate_hz=spec.rate_hz, augmentation=augmentation, rectangles=rectangles
        )

    with open_clip() as video:
        told = _told_length(video, spec.rate_hz, augmentation)
        if told is not None:
            windows, length = _read(video, spec, _ends(spec, told, places))
            if windows is not None:
                return windows
        else:
            length = _counted(video)
    # The file is shorter than it says, or doesn't say.
    with open_clip() as video:
        windows, _ = _read(video, spec, _ends(spec, length, places))
    if windows is None:
        raise SourceError(f"{path}: changed while it was read.", "Leave clips alone meanwhile.")
    return windows


@dataclass(frozen=True, slots=True)
class _Item:
    """A clip with what the pipeline needs of it."""

    path: Path
    label: int
    rectangles: tuple[MaskRectangle, ...]


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
    """Logs each clip that can't be read, and how many there are."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def __call__(self, path: Path, reason: str) -> None:
        """Log one clip."""
        log.warning("left out (%d so far): %s: %s", next(self._count), shown(path), shown(reason))


class _Reader:
    """Reads windows for the pipeline's threads, and knows which clips can't be read."""

    def __init__(
        self,
        items: Sequence[_Item],
        spec: WindowSpec,
        replaces: bool,
        on_left_out: Callable[[Path, str], None],
    ) -> None:
        self._items = items
        self._spec = spec
        self._replaces = replaces
        self._on_left_out = on_left_out
        self._unreadable: set[int] = set()
        self._lock = threading.Lock()

    def __call__(
        self, step: npt.NDArray[np.int64]
    ) -> tuple[UInt8Array, npt.NDArray[np.int32], npt.NDArray[np.int64]]:
        """Read the windows of a step of the plan; none where its clip can't be read."""
        clip, count, *seeds = step.tolist()
        for position in self._candidates(clip):
            item = self._items[position]
            random = np.random.default_rng(seeds)
            try:
                windows, lengths = read_windows(
                    item.path, self._spec, count, random, item.rectangles
                )
            except SourceError as error:
                self._leave_out(position, error.message.removeprefix(f"{item.path}: "))
            else:
                return windows, lengths, np.full(len(lengths), item.label, dtype=np.int64)
        if self._replaces:
            raise DatasetError(
                f"None of {len(self._items)} clips can be read any more.",
                "Check that their disk is there.",
            )
        size = self._spec.preprocessing
        shape = (0, self._spec.frames, size.height_px, size.width_px, 3)
        return np.zeros(shape, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.int64)

    def _candidates(self, clip: int) -> Iterator[int]:
        """Yield the clip, and where others may take its place, those behind it in the table."""
        if clip not in self._unreadable:
            yield clip
        if not self._replaces:
            return
        behind = [(clip + way) % len(self._items) for way in range(1, len(self._items))]
        label = self._items[clip].label
        # Those of the same label first: the classes stay as frequent as they were.
        for position in sorted(behind, key=lambda other: self._items[other].label != label):
            if position not in self._unreadable:
                yield position

    def _leave_out(self, position: int, reason: str) -> None:
        with self._lock:
            is_new = position not in self._unreadable
            self._unreadable.add(position)
        if is_new:
            self._on_left_out(self._items[position].path, reason)


def _pipeline(
    plan: _Plan, reader: _Reader, spec: WindowSpec, batch_size: int, workers: int
) -> tf.data.Dataset:
    size = spec.preprocessing

    def read(step: tf.Tensor) -> tuple[dict[str, tf.Tensor], tf.Tensor]:
        windows, lengths, labels = tf.numpy_function(
            reader, [step], (tf.uint8, tf.int32, tf.int64), stateful=True
        )
        windows = tf.ensure_shape(windows, (None, spec.frames, size.height_px, size.width_px, 3))
        lengths = tf.ensure_shape(lengths, (None,))
        return {"frames": windows, "length": lengths}, tf.ensure_shape(labels, (None,))

    dataset = tf.data.Dataset.from_generator(
        plan.passes(), output_signature=tf.TensorSpec((5,), tf.int64)
    )
    dataset = dataset.map(read, num_parallel_calls=workers, deterministic=True)
    dataset = dataset.unbatch().batch(batch_size)
    if plan.training:
        windows = plan.clips * plan.windows_per_clip
        batches = -(-windows // batch_size)
        dataset = dataset.apply(tf.data.experimental.assert_cardinality(batches))
    return dataset.prefetch(_BATCHES_AHEAD)


def _usual_workers() -> int:
    return min(_MOST_WORKERS, os.cpu_count() or 1)


def _material(
    clips: "Sequence[Clip] | pd.DataFrame",
    labels: Sequence[str] | None,
    encoder: LabelNumbers | None,
    masks: Sequence[MaskRule],
) -> tuple[_Item, ...]:
    paths, names, groups = _columns(clips, with_groups=bool(masks))
    if not paths:
        raise DatasetError("There are no clips.", "Give one at least.")
    if labels is not None and encoder is not None:
        raise TrainingError("Both labels and an encoder are given.", "Give one of the two.")
    numbers = _numbered(names, labels if encoder is None else encoder.classes_.tolist())
    hidden = {group: rule.rectangles for rule in masks for group in rule.groups}
    return tuple(
        _Item(path, number, hidden.get(group, ()))
        for path, number, group in zip(paths, numbers, groups, strict=True)
    )


def _columns(
    clips: "Sequence[Clip] | pd.DataFrame", with_groups: bool
) -> tuple[list[Path], list[Any], list[str]]:
    if not hasattr(clips, "columns"):
        rows = list(clips)
        return (
            [clip.path for clip in rows],
            [clip.label for clip in rows],
            [clip.group for clip in rows],
        )
    wanted = ["path", "label", *(["group"] if with_groups else [])]
    missing = [column for column in wanted if column not in clips.columns]
    if missing:
        raise DatasetError(
            f"The data frame has no column {listed(missing)}.",
            "Give one as load_dataframe returns it.",
        )
    groups = clips["group"].tolist() if with_groups else [""] * len(clips)
    return [Path(path) for path in clips["path"].tolist()], clips["label"].tolist(), groups


def _numbered(names: Sequence[Any], labels: Sequence[Any] | None) -> list[int]:
    if labels is None and all(isinstance(name, int) for name in names):
        negative = [str(name) for name in names if name < 0]
        if negative:
            raise DatasetError(
                f"Labels can't be negative, but {listed(negative)} are.",
                "Number the classes from 0, or give names.",
            )
        return list(names)
    order = sorted(set(names)) if labels is None else list(labels)
    numbers = {label: number for number, label in enumerate(order)}
    unknown = sorted({str(name) for name in names if name not in numbers})
    if unknown:
        raise DatasetError(
            f"Clips have the label {listed(unknown)}, which is not among the labels.",
            "Leave those clips out, or add the label.",
        )
    return [numbers[name] for name in names]


def _check_openable(items: Sequence[_Item]) -> None:
    """Raise before the fit, and not in it, where the clips as a whole can't be read."""
    for item in items:
        try:
            with open_file(item.path):
                return
        except SourceError as error:
            first = error
    raise DatasetError(
        f"None of {len(items)} clips can be read; the last: {first.message}", first.hint
    )


def _told_length(
    video: SampledVideo, rate_hz: float | None, augmentation: Augmentation | None
) -> int | None:
    """Return how many frames the file's head promises, or None; it may be wrong."""
    if video.info.duration_s is None:
        return None
    if rate_hz is None:
        dropped = 0.0 if augmentation is None else augmentation.drop_share
        return max(1, round(video.info.duration_s * video.info.rate_hz * (1.0 - dropped)))
    speed = 1.0 if augmentation is None else augmentation.speed
    return max(1, round(video.info.duration_s * min(rate_hz, video.info.rate_hz) / speed))


def _counted(video: SampledVideo) -> int:
    length = 0
    while video.grab() is not None:
        length += 1
    return length


def _ends(spec: WindowSpec, length: int, places: npt.NDArray[np.float64]) -> list[int | None]:
    """Return the number of each window's last frame, ascending; None for the clip's last.

    Args:
        spec: What a window is.
        length: Frames in the clip, about.
        places: Where to put windows at random, 0..1 each.
    """
    first, last = spec.frames - 1, length - 1
    # The length can be wrong by one, and a window shouldn't be short by that one.
    if last <= first + 1 and spec.placing != "first":
        return [None] * (len(places) if spec.placing == "random" else 1)
    if spec.placing == "first":
        return [first if last > first + 1 else None]
    if spec.placing == "random":
        return sorted(first + int(place * (last - first + 1)) for place in places)
    if len(places) == 1:
        return [(first + last) // 2]
    return sorted({round(end) for end in np.linspace(first, last, len(places)).tolist()})
