"""Clip features: extracted once by the app's own stages, cached on disk.

An entry's name is the hash of everything that decides its content: the clip's bytes, the
encoder's bytes, preprocessing, masks, rate and mirroring. Entries are written beside and
renamed, so a kill leaves whole entries or none, and a run that is started again goes on where it
stopped. A damaged entry is computed again.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from training.config import MaskRectangle, TrainingConfig
from training.data.clips import Clip
from training.windows import ClipFeatures
from vidclf_app.core.encoders import FrameEncoder
from vidclf_app.core.files import make_folder, replacing
from vidclf_app.core.manifest import ImagePreprocessing
from vidclf_app.core.records import Frame
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file
from vidclf_app.errors import SourceError

# Raised when the meaning of an entry changes without a change of what its name is made of.
_FORMAT = 1
_MASK_GREY = 128
_HASH_CHUNK_BYTES = 1 << 20


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
        features: As the app would see it (masks apart).
        mirrored: The same for the mirrored picture, or None where it isn't wanted.
    """

    clip: Clip
    features: ClipFeatures
    mirrored: ClipFeatures | None


@dataclass(frozen=True, slots=True, eq=False)
class Extraction:
    """All clips that can be learnt from, and the others.

    Attributes:
        clips: In the table's order.
        left_out: In the table's order.
        from_cache: How many clips were taken from the cache whole.
    """

    clips: tuple[ExtractedClip, ...]
    left_out: tuple[LeftOut, ...]
    from_cache: int


class FeatureCache:
    """A folder of features.

    Args:
        folder: Created when the first entry is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def path_of(self, key: str) -> Path:
        """Return the file of an entry."""
        return self._folder / key[:2] / f"{key}.npz"

    def load(self, key: str, features: int) -> ClipFeatures | None:
        """Return an entry; None where there is none or it is damaged.

        Args:
            key: See `entry_key`.
            features: Length F that its vectors must have.
        """
        try:
            # Opened here, because numpy leaves a damaged archive open.
            with (
                self.path_of(key).open("rb") as file,
                np.load(file, allow_pickle=False) as archive,
            ):
                # Reading to the end checks the archive's checksums.
                vectors, times_s = archive["vectors"], archive["times_s"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error):
            return None
        whole = (
            vectors.dtype == np.float32
            and times_s.dtype == np.float64
            and vectors.shape == (len(times_s), features)
            and np.isfinite(vectors).all()
        )
        return ClipFeatures(vectors, times_s) if whole else None

    def save(self, key: str, features: ClipFeatures) -> None:
        """Write an entry whole or not at all.

        Raises:
            SinkError: It can't be written, for example because the disk is full.
        """
        path = self.path_of(key)
        make_folder(path.parent)
        with replacing(path) as partial, partial.open("wb") as file:
            np.savez(file, vectors=features.vectors, times_s=features.times_s)


def entry_key(
    clip_sha256: str,
    encoder_sha256: str,
    preprocessing: ImagePreprocessing,
    rectangles: Sequence[MaskRectangle],
    rate_hz: float,
    mirrored: bool,
) -> str:
    """Return the name of a cache entry: lower-case hex, 64 characters."""
    content = {
        "format": _FORMAT,
        "clip": clip_sha256,
        "encoder": encoder_sha256,
        "preprocessing": preprocessing.model_dump(),
        "mask": [rectangle.model_dump() for rectangle in rectangles],
        "rate_hz": rate_hz,
        "mirrored": mirrored,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """Return the hash of a file's bytes, lower-case hex, without reading it whole."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_HASH_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def hide(frame: Frame, rectangles: Sequence[MaskRectangle], mirrored: bool) -> Frame:
    """Fill rectangles with mid-grey, then mirror the picture left to right if asked to."""
    if not rectangles and not mirrored:
        return frame
    pixels = frame.pixels.copy()
    height, width = pixels.shape[:2]
    for part in rectangles:
        rows = slice(round(part.y0 * height), round(part.y1 * height))
        pixels[rows, round(part.x0 * width) : round(part.x1 * width)] = _MASK_GREY
    if mirrored:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
    return Frame(pixels, frame.index, frame.time_s, frame.arrived_s)


def extract_clip(
    path: Path,
    encoder: FrameEncoder,
    rate_hz: float,
    rectangles: Sequence[MaskRectangle] = (),
    mirrored: bool = False,
) -> ClipFeatures:
    """Run a clip through the app's source, sampler and encoder, one frame at a time.

    Args:
        path: The clip.
        encoder: The encoder that the bundle will hold.
        rate_hz: The model's frames a second.
        rectangles: Burned-in text to hide.
        mirrored: Mirror each picture left to right.

    Raises:
        SourceError: The clip can't be read to its end.
        EngineError: The encoder failed.
    """
    encoder.reset()
    sampler = FrameSampler(rate_hz)
    vectors, times_s = [], []
    with open_file(path) as video:
        while (stamp := video.grab()) is not None:
            if sampler.take(stamp.time_s):
                frame = hide(video.retrieve(), rectangles, mirrored)
                vectors.append(encoder.encode(frame).vector)
                times_s.append(stamp.time_s)
    return ClipFeatures(np.stack(vectors).astype(np.float32), np.asarray(times_s, dtype=np.float64))


def extract_clips(
    clips: Sequence[Clip],
    config: TrainingConfig,
    encoder: FrameEncoder,
    encoder_sha256: str,
    cache: FeatureCache,
    on_clip: Callable[[], None] | None = None,
) -> Extraction:
    """Return the features of all clips, from the cache where they are there.

    A clip that can't be read, or is too short for one prediction, is left out and listed.

    Args:
        clips: The table.
        config: Rate, preprocessing, masks, whether mirrored features are wanted.
        encoder: The encoder that the bundle will hold.
        encoder_sha256: Of its ONNX file.
        cache: Where features are kept.
        on_clip: Called after each clip, for progress.

    Raises:
        SinkError: The cache can't be written.
        EngineError: The encoder failed.
    """
    found: list[ExtractedClip] = []
    left_out: list[LeftOut] = []
    from_cache = 0
    for clip in clips:
        try:
            extracted, was_cached = _one_clip(clip, config, encoder, encoder_sha256, cache)
        except (SourceError, OSError) as error:
            left_out.append(LeftOut(clip, getattr(error, "message", str(error))))
        else:
            frames = len(extracted.features.times_s)
            if frames < config.min_frames:
                reason = f"{clip.path}: has {frames} frames at {config.rate_hz:g} Hz, too few"
                left_out.append(LeftOut(clip, reason))
            else:
                found.append(extracted)
                from_cache += was_cached
        if on_clip is not None:
            on_clip()
    return Extraction(tuple(found), tuple(left_out), from_cache)


def _one_clip(
    clip: Clip,
    config: TrainingConfig,
    encoder: FrameEncoder,
    encoder_sha256: str,
    cache: FeatureCache,
) -> tuple[ExtractedClip, bool]:
    rectangles = config.rectangles_of(clip.group)
    clip_sha256 = file_sha256(clip.path)
    views = []
    was_cached = True
    for mirrored in (False, True) if config.fit.mirror else (False,):
        key = entry_key(
            clip_sha256,
            encoder_sha256,
            config.preprocessing,
            rectangles,
            config.rate_hz,
            mirrored,
        )
        features = cache.load(key, encoder.features)
        if features is None:
            was_cached = False
            features = extract_clip(clip.path, encoder, config.rate_hz, rectangles, mirrored)
            cache.save(key, features)
        views.append(features)
    return ExtractedClip(clip, views[0], views[1] if len(views) > 1 else None), was_cached
