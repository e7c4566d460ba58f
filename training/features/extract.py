"""Extraction: every clip through the app's own source, sampler and encoder, once.

Clips are worked on side by side, one for each processor core: while one is decoded, another is
encoded, and one call of the network runs on one core. That is faster on a processor than
sharing one call between cores, and gives the same features whatever the number of cores.
"""

import dataclasses
import hashlib
import json
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from training.data.clips import Clip
from training.data.moving import moving_frames
from training.features.entries import Entry, FeatureCache
from training.features.views import ClipView, View
from training.masks import MaskRectangle
from vidclf_app.core.encoders import FrameEncoder
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Frame, UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SinkError, SourceError

# Raised when the meaning of an entry changes without a change of what its name is made of.
_FORMAT = 2
# Likewise, of where clips are cut.
_MOVING_FORMAT = 1
_HASH_CHUNK_BYTES = 1 << 20
# Clips handed to the workers ahead of the slowest one, for each worker.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a clip's features, besides the clip and the encoder.

    Attributes:
        preprocessing: Crop and size of whole pictures; None for encoders that find a person.
        frames: `sampled` takes frames at `rate_hz` as the app does; `first` takes the first
            `window` frames, one after the other, as the CNN-RNN tutorials do.
        rate_hz: The model's frames a second.
        window: Frames in a full window.
        min_frames: Frames that a clip needs.
        views: Ways to look at each clip; the first one is the clip as it is.
        rectangles_of: Parts to hide in the clips of a group.
        moving_only: A clip ends where its picture stands still until the end.
    """

    preprocessing: ImagePreprocessing | None
    frames: Literal["sampled", "first"]
    rate_hz: float
    window: int
    min_frames: int
    views: tuple[View, ...]
    rectangles_of: Callable[[str], tuple[MaskRectangle, ...]]
    moving_only: bool = False

    def only_plain(self) -> "Recipe":
        """Return the same recipe for clips as they are, without further views."""
        return dataclasses.replace(self, views=self.views[:1])


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A clip that can't be learnt from.

    Attributes:
        clip: The clip.
        reason: Why, one line.
    """

    clip: Clip
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class ExtractedClip:
    """A clip with its features.

    Attributes:
        clip: The clip.
        sha256: Of its bytes.
        entries: Its features, one entry for each of the recipe's views.
    """

    clip: Clip
    sha256: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Extraction:
    """All clips that can be learnt from, and the others.

    Attributes:
        clips: In the table's order.
        left_out: In the table's order.
        from_cache: How many clips were taken from the cache whole.
        encoded_frames: Calls of the encoder.
        seconds: Wall time.
        workers: Clips worked on side by side.
    """

    clips: tuple[ExtractedClip, ...]
    left_out: tuple[LeftOut, ...]
    from_cache: int
    encoded_frames: int
    seconds: float
    workers: int


def entry_key(
    clip_sha256: str,
    encoder_sha256: str,
    recipe: Recipe,
    rectangles: Sequence[MaskRectangle],
    view: View,
) -> str:
    """Return the name of a cache entry: lower-case hex, 64 characters."""
    content = {
        "format": _FORMAT,
        "clip": clip_sha256,
        "encoder": encoder_sha256,
        "preprocessing": recipe.preprocessing and recipe.preprocessing.model_dump(),
        "mask": [rectangle.model_dump() for rectangle in rectangles],
        "frames": recipe.rate_hz if recipe.frames == "sampled" else ["first", recipe.window],
        "view": view.identity(),
    }
    if recipe.moving_only:
        content["moving_only"] = _MOVING_FORMAT
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the hash of a file's bytes, lower-case hex, without reading it whole."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def default_workers() -> int:
    """Return the number of clips to work on side by side: one for each usable core."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def extract_clips(
    clips: Sequence[Clip],
    recipe: Recipe,
    new_encoder: Callable[[], FrameEncoder],
    workers: int,
    encoder_sha256: str,
    cache: FeatureCache,
    on_clip: Callable[[], None] | None = None,
) -> Extraction:
    """Return the features of all clips, from the cache where they are there.

    A clip that can't be read, or is too short for one prediction, is left out and listed.

    Args:
        clips: The table.
        recipe: What to extract.
        new_encoder: Makes an encoder; all may share their networks. Each clip that is worked on
            at the same time gets one for each view, since an encoder may remember what it saw.
        workers: Clips worked on side by side.
        encoder_sha256: Of its ONNX file.
        cache: Where features are kept.
        on_clip: Called after each clip, for progress.

    Raises:
        SinkError: The cache can't be written.
        EngineError: The encoder failed.
    """
    started_s = time.monotonic()
    found: list[ExtractedClip] = []
    left_out: list[LeftOut] = []
    from_cache = encoded = 0
    for outcome in _side_by_side(clips, recipe, new_encoder, workers, encoder_sha256, cache):
        if isinstance(outcome, LeftOut):
            left_out.append(outcome)
        else:
            found.append(outcome.extracted)
            encoded += outcome.encoded_frames
            from_cache += outcome.encoded_frames == 0
        if on_clip is not None:
            on_clip()
    return Extraction(
        clips=tuple(found),
        left_out=tuple(left_out),
        from_cache=from_cache,
        encoded_frames=encoded,
        seconds=time.monotonic() - started_s,
        workers=workers,
    )


def sampled_pictures(
    path: Path, recipe: Recipe, rectangles: Sequence[MaskRectangle], at_most: int
) -> UInt8Array:
    """Return the encoder's inputs for the first frames of a clip, as `extract_clips` makes them.

    Args:
        path: The clip.
        recipe: What to extract, for an encoder of whole pictures; the clip is seen as it is.
        rectangles: Parts to hide.
        at_most: Frames.

    Returns:
        uint8 RGB, shape (T, H, W, 3).

    Raises:
        SourceError: The clip can't be read.
    """
    assert recipe.preprocessing is not None
    picker = _FramePicker(recipe, ClipView(mirrored=False, augmentation=None))
    plain = ClipView(mirrored=False, augmentation=None)
    pictures: list[UInt8Array] = []
    with open_file(path) as video:
        while len(pictures) < at_most and (stamp := video.grab()) is not None:
            if picker.take(stamp.time_s, stamp.index) is not None:
                pixels = plain.picture(video.retrieve().pixels, stamp.index, rectangles)
                pictures.append(prepare(pixels, recipe.preprocessing))
            if picker.done:
                break
    return np.stack(pictures)


@dataclass(frozen=True, slots=True, eq=False)
class _Extracted:
    extracted: ExtractedClip
    encoded_frames: int


class _StoppedError(Exception):
    """Another clip ended the extraction; what this one has so far is thrown away."""


class _FramePicker:
    """Decides which frames of a clip a view takes, and at what time they count."""

    def __init__(self, recipe: Recipe, view: ClipView) -> None:
        self._view = view
        self._sampler = FrameSampler(recipe.rate_hz) if recipe.frames == "sampled" else None
        self._most = None if recipe.frames == "sampled" else recipe.window
        self._taken = 0

    @property
    def done(self) -> bool:
        """Whether no further frame will be taken."""
        return self._most is not None and self._taken >= self._most

    def take(self, time_s: float, index: int) -> float | None:
        """Return the time that a frame counts at, or None where it isn't taken."""
        seen_s = self._view.time_s(time_s, index)
        if seen_s is None or self.done:
            return None
        if self._sampler is not None and not self._sampler.take(seen_s):
            return None
        self._taken += 1
        return seen_s


def _side_by_side(
    clips: Sequence[Clip],
    recipe: Recipe,
    new_encoder: Callable[[], FrameEncoder],
    workers: int,
    encoder_sha256: str,
    cache: FeatureCache,
) -> Iterator[_Extracted | LeftOut]:
    """Yield the outcome of each clip, in order."""
    stop = threading.Event()
    free: queue.SimpleQueue[tuple[FrameEncoder, ...]] = queue.SimpleQueue()
    for _ in range(workers):
        free.put(tuple(new_encoder() for _ in recipe.views))

    def work(clip: Clip) -> _Extracted | LeftOut:
        encoders = free.get()
        try:
            return _one_clip(clip, recipe, encoders, encoder_sha256, cache, stop)
        finally:
            free.put(encoders)

    pending: deque[Future[_Extracted | LeftOut]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="extract") as pool:
        try:
            for clip in clips:
                pending.append(pool.submit(work, clip))
                if len(pending) > _AHEAD * workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        except BaseException:
            # Ctrl-C, a full disk, a failing network: no clip begins, and the ones at work end
            # with their next frame.
            stop.set()
            for future in pending:
                future.cancel()
            raise


def _one_clip(
    clip: Clip,
    recipe: Recipe,
    encoders: Sequence[FrameEncoder],
    encoder_sha256: str,
    cache: FeatureCache,
    stop: threading.Event,
) -> _Extracted | LeftOut:
    features, finds_people = encoders[0].features, encoders[0].finds_people
    rectangles = recipe.rectangles_of(clip.group)
    try:
        sha256 = file_sha256(clip.path)
        keys = [
            entry_key(sha256, encoder_sha256, recipe, rectangles, view) for view in recipe.views
        ]
        entries = [cache.find(key, features) for key in keys]
        missing = [number for number, entry in enumerate(entries) if entry is None]
        encoded = 0
        if missing:
            encoded = _extract_views(
                clip,
                recipe,
                [
                    _OpenView(keys[number], recipe.views[number].of_clip(sha256), encoders[number])
                    for number in missing
                ],
                cache,
                stop,
            )
            entries = [cache.find(key, features) for key in keys]
    except (SourceError, OSError) as error:
        return LeftOut(clip, getattr(error, "message", str(error)))
    whole = [entry for entry in entries if entry is not None]
    if len(whole) < len(entries):
        raise SinkError(
            f"{cache.path_of(keys[0]).parent}: what was just written is gone or damaged.",
            "Check the disk, and that nothing else clears the cache folder.",
        )
    if whole[0].frames < recipe.min_frames:
        where = "" if recipe.frames == "first" else f" at {recipe.rate_hz:g} Hz"
        seen = f"has {whole[0].frames} frames"
        if finds_people:
            seen = f"shows somebody in {whole[0].frames} frames"
        return LeftOut(clip, f"{clip.path}: {seen}{where}, too few")
    return _Extracted(ExtractedClip(clip, sha256, tuple(whole)), encoded)


@dataclass(frozen=True, slots=True, eq=False)
class _OpenView:
    """A view of a clip that is being extracted.

    Attributes:
        key: Name of its cache entry.
        view: How the clip is looked at.
        encoder: Its own: it may remember what it saw.
    """

    key: str
    view: ClipView
    encoder: FrameEncoder


def _extract_views(
    clip: Clip,
    recipe: Recipe,
    views: Sequence[_OpenView],
    cache: FeatureCache,
    stop: threading.Event,
) -> int:
    """Decode a clip once for all views; return the number of encoded frames.

    Frames without a person are left out for encoders that look for one, as in the app.
    """
    rectangles = recipe.rectangles_of(clip.group)
    end = moving_frames(clip.path, rectangles) if recipe.moving_only else None
    encoded = 0
    with ExitStack() as stack:
        # One thread each: the other cores decode other clips.
        video = stack.enter_context(open_file(clip.path, decoder_threads=1))
        opened = []
        for one in views:
            one.encoder.reset()
            writer = stack.enter_context(cache.writing(one.key, one.encoder.features))
            opened.append((one, _FramePicker(recipe, one.view), writer))
        while (stamp := video.grab()) is not None:
            if stop.is_set():
                raise _StoppedError
            if end is not None and stamp.index >= end:
                break
            frame: Frame | None = None
            for one, picker, writer in opened:
                seen_s = picker.take(stamp.time_s, stamp.index)
                if seen_s is None:
                    continue
                frame = frame or video.retrieve()
                pixels = one.view.picture(frame.pixels, frame.index, rectangles)
                seen = Frame(pixels, frame.index, seen_s, frame.arrived_s)
                features = one.encoder.encode(seen)
                encoded += 1
                if features.body is not None or not one.encoder.finds_people:
                    writer.append(features.vector, seen_s)
            if all(picker.done for _, picker, _ in opened):
                break
    return encoded
