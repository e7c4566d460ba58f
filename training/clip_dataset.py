"""Clips as a `tf.data` pipeline for models that see pictures, see `training.end_to_end`.

A clip is decoded when a window of it is wanted, never held whole: memory stays the same however
many clips there are and however long they are. Which frames a window holds is decided by the app's
own sampler and window, as everywhere in training.
"""

import itertools
import logging
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import tensorflow as tf

from training.augmentation.config import AugmentConfig
from training.data.clips import Clip
from training.errors import DatasetError
from training.features.views import ClipView, View
from training.features.windows import IntArray, clip_windows
from training.masks import MaskRectangle
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SourceError

if TYPE_CHECKING:
    import pandas

log = logging.getLogger(__name__)

_MAX_WORKERS = 8
_NOTHING = AugmentConfig()


def clip_dataset(
    clips: "Sequence[Clip] | pandas.DataFrame",
    *,
    labels: Sequence[str] | None = None,
    frames: int = 20,
    size_px: tuple[int, int] = (224, 224),
    rate_hz: float = 10.0,
    crop: Literal["none", "centre_square"] = "none",
    batch_size: int = 4,
    windows_per_clip: int = 1,
    training: bool = True,
    augment: AugmentConfig | None = None,
    rectangles_of: Callable[[str], tuple[MaskRectangle, ...]] | None = None,
    seed: int = 1,
) -> tf.data.Dataset:
    """Return batches of windows with their classes, ready for `model.fit` and `model.evaluate`.

    A clip whose file can't be opened is left out with one line in the log; one that fails later,
    while it is decoded, is replaced by the clip before it in the batch's order.

    Args:
        clips: Clips, or a data frame with the columns `path` and `label` (and `group`, for
            masks), as `training.load_dataframe` makes it.
        labels: Class names, in the order of their numbers; None for those in `clips`, sorted.
        frames: T, frames in a window; shorter clips are padded.
        size_px: Height and width of the pictures.
        rate_hz: Frames a second that are sampled, as in the app.
        crop: See `vidclf_app.core.manifest.ImagePreprocessing`.
        batch_size: Windows in a batch.
        windows_per_clip: Windows of each clip in one pass.
        training: Windows are drawn at random, anew in each pass, and shuffled; otherwise they are
            spread evenly over each clip, the last one at its end, in the clips' order.
        augment: Drawn anew for each window; the same change for all of its frames. None or all
            off leaves pictures and tempo alone.
        rectangles_of: Parts to hide in the clips of a group.
        seed: Of all draws. Two pipelines with the same arguments give the same passes.

    Returns:
        A pipeline of `({"frames": uint8 RGB (B, T, H, W, 3), "length": int32 (B,)}, int64 (B,))`,
        valid frames first and zeros behind. Its cardinality is known.

    Raises:
        DatasetError: No clip can be opened, or one has a label that is not in `labels`.
    """
    plan = _Plan(
        frames=frames,
        preprocessing=ImagePreprocessing(height_px=size_px[0], width_px=size_px[1], crop=crop),
        rate_hz=rate_hz,
        windows_per_clip=windows_per_clip,
        training=training,
        augment=None if augment in (None, _NOTHING) else augment,
        rectangles_of=rectangles_of or (lambda _: ()),
        seed=seed,
    )
    readable = _readable(_as_clips(clips))
    numbers = _class_numbers(readable, labels)
    batches = -(-len(readable) * windows_per_clip // batch_size)
    passes = itertools.count()

    def one_pass() -> Iterator[tuple[dict[str, Any], IntArray]]:
        yield from _batches(readable, numbers, plan, batch_size, next(passes))

    height_px, width_px = size_px
    signature = (
        {
            "frames": tf.TensorSpec((None, frames, height_px, width_px, 3), tf.uint8),
            "length": tf.TensorSpec((None,), tf.int32),
        },
        tf.TensorSpec((None,), tf.int64),
    )
    return (
        tf.data.Dataset.from_generator(one_pass, output_signature=signature)
        .apply(tf.data.experimental.assert_cardinality(batches))
        .prefetch(1)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    frames: int
    preprocessing: ImagePreprocessing
    rate_hz: float
    windows_per_clip: int
    training: bool
    augment: AugmentConfig | None
    rectangles_of: Callable[[str], tuple[MaskRectangle, ...]]
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class _Wish:
    """A window that is wanted.

    Attributes:
        clip: Position of the clip.
        place: Where in the clip the window ends, 0..1: the first or the last that there is.
        seed: Of its augmentation.
    """

    clip: int
    place: float
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class _Window:
    pictures: UInt8Array
    length: int
    clip: int


def _as_clips(clips: "Sequence[Clip] | pandas.DataFrame") -> list[Clip]:
    if not hasattr(clips, "columns"):
        return list(clips)
    missing = [name for name in ("path", "label") if name not in clips.columns]
    if missing:
        raise DatasetError(
            f"The data frame has no column {missing[0]}.", "Make it with load_dataframe()."
        )
    groups = clips["group"] if "group" in clips.columns else [""] * len(clips)
    return [
        Clip(Path(path), str(label), str(group))
        for path, label, group in zip(clips["path"], clips["label"], groups, strict=True)
    ]


def _readable(clips: Sequence[Clip]) -> list[Clip]:
    """Return the clips whose files can be opened; a clip that is named twice stays twice."""
    paths = list(dict.fromkeys(clip.path for clip in clips))
    with ThreadPoolExecutor(_workers()) as pool:
        reasons = dict(zip(paths, pool.map(_reason, paths), strict=True))
    told = [reason for reason in reasons.values() if reason]
    for reason in told:
        log.warning("left out: %s", reason)
    found = [clip for clip in clips if not reasons[clip.path]]
    if not found:
        first = f"; the first: {told[0]}" if told else ""
        raise DatasetError(
            f"None of {len(clips)} clips can be opened{first}.", "Check the paths of the clips."
        )
    return found


def _reason(path: Path) -> str:
    """Return why a clip can't be opened; empty where it can."""
    try:
        with open_file(path):
            return ""
    except SourceError as error:
        return error.message


def _class_numbers(clips: Sequence[Clip], labels: Sequence[str] | None) -> IntArray:
    names = sorted({clip.label for clip in clips}) if labels is None else list(labels)
    places = {name: place for place, name in enumerate(names)}
    for clip in clips:
        if clip.label not in places:
            raise DatasetError(
                f"{clip.path}: its label {clip.label!r} is none of the labels.",
                "Add it to the labels, or leave the clip out.",
            )
    return np.array([places[clip.label] for clip in clips], dtype=np.int64)


def _batches(
    clips: Sequence[Clip], numbers: IntArray, plan: _Plan, batch_size: int, number: int
) -> Iterator[tuple[dict[str, Any], IntArray]]:
    """Yield the batches of one pass."""
    windows = _windows(clips, plan, _wishes(len(clips), plan, number))
    while part := list(itertools.islice(windows, batch_size)):
        inputs = {
            "frames": np.stack([window.pictures for window in part]),
            "length": np.array([window.length for window in part], dtype=np.int32),
        }
        yield inputs, numbers[[window.clip for window in part]]


def _wishes(clips: int, plan: _Plan, number: int) -> list[_Wish]:
    """Return the windows of one pass, in order."""
    order = np.repeat(np.arange(clips), plan.windows_per_clip)
    if not plan.training:
        places = (np.arange(plan.windows_per_clip) + 1) / plan.windows_per_clip
        return [
            _Wish(clip, place, plan.seed)
            for clip, place in zip(order.tolist(), np.tile(places, clips).tolist(), strict=True)
        ]
    random = np.random.default_rng([plan.seed, number])
    order = random.permutation(order)
    places, seeds = random.random(len(order)), random.integers(2**62, size=len(order))
    return [
        _Wish(clip, place, seed)
        for clip, place, seed in zip(order.tolist(), places.tolist(), seeds.tolist(), strict=True)
    ]


def _windows(clips: Sequence[Clip], plan: _Plan, wishes: Sequence[_Wish]) -> Iterator[_Window]:
    """Decode windows side by side, a few ahead of the one that is asked for, and keep order."""
    workers = _workers()
    pending: deque[Future[_Window]] = deque()
    latest: _Window | None = None
    waiting = iter(wishes)
    with ThreadPoolExecutor(workers, thread_name_prefix="decode") as pool:
        try:
            while True:
                for wish in itertools.islice(waiting, 2 * workers - len(pending)):
                    pending.append(pool.submit(_window, clips, plan, wish))
                if not pending:
                    return
                try:
                    latest = pending.popleft().result()
                except SourceError as error:
                    if latest is None:
                        raise
                    log.warning("replaced by another clip: %s", error.message)
                yield latest
        finally:
            for future in pending:
                future.cancel()


def _window(clips: Sequence[Clip], plan: _Plan, wish: _Wish) -> _Window:
    """Read one window: once through the clip for its times, once for its pictures."""
    clip = clips[wish.clip]
    view = View(augment=plan.augment, seed=wish.seed).of_clip(str(wish.clip))
    picked, times_s = _picked(clip.path, plan, view)
    windows = clip_windows(times_s, plan.frames, plan.rate_hz, min_frames=1)
    full = np.flatnonzero(windows.lengths == windows.lengths.max())
    chosen = full[min(int(wish.place * len(full)), len(full) - 1)]
    rows = windows.rows[windows.ends[chosen] - windows.lengths[chosen] : windows.ends[chosen]]
    wanted = picked[rows]
    pictures = np.zeros(
        (plan.frames, plan.preprocessing.height_px, plan.preprocessing.width_px, 3), dtype=np.uint8
    )
    rectangles = plan.rectangles_of(clip.group)
    place = 0
    with open_file(clip.path) as video:
        while place < len(wanted) and (stamp := video.grab()) is not None:
            if stamp.index != wanted[place]:
                continue
            pixels = view.picture(video.retrieve().pixels, stamp.index, rectangles)
            picture = prepare(pixels, plan.preprocessing)
            # A frame that is held stands in the window more than once.
            while place < len(wanted) and wanted[place] == stamp.index:
                pictures[place] = picture
                place += 1
    return _Window(pictures, len(wanted), wish.clip)


def _picked(path: Path, plan: _Plan, view: ClipView) -> tuple[IntArray, npt.NDArray[np.float64]]:
    """Return the frames that the sampler takes: their numbers, int64 (S,), and times (S,)."""
    sampler = FrameSampler(plan.rate_hz)
    numbers, times_s = [], []
    with open_file(path) as video:
        while (stamp := video.grab()) is not None:
            seen_s = view.time_s(stamp.time_s, stamp.index)
            if seen_s is not None and sampler.take(seen_s):
                numbers.append(stamp.index)
                times_s.append(seen_s)
    return np.asarray(numbers, dtype=np.int64), np.asarray(times_s, dtype=np.float64)


def _workers() -> int:
    return min(os.cpu_count() or 1, _MAX_WORKERS)
