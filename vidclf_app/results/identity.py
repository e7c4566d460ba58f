"""Which video and which model a result is of, and whether both are still the same."""

import hashlib
import os
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Protocol

from vidclf_app.core.files import exists
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.recognizer import longest_gap_s
from vidclf_app.core.records import SourceInfo
from vidclf_app.errors import SourceOpenError, refusal
from vidclf_app.results.records import ModelIdentity, VideoIdentity
from vidclf_app.translating import deferred

_BLOCKS = 16
_BLOCK_BYTES = 64 << 10
# What the manifest says besides names, figures and what `ModelIdentity` holds itself.
_DECIDES = {"labels", "window", "min_frames", "rate_hz", "encoder", "head", "temperature"}


class VideoState(Enum):
    """What became of the video since it was analysed."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


class ModelState(Enum):
    """What became of the model since."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Freshness:
    """Whether a result still tells what a new run would.

    Attributes:
        video: SAME also where it was touched, or moved with the result; MISSING where it isn't
            there, or can't be read.
        model: MISSING where the model is not at hand.
    """

    video: VideoState
    model: ModelState

    @property
    def is_fresh(self) -> bool:
        """Whether a new run would tell the same, as far as that is known."""
        return self.video is VideoState.SAME and self.model is not ModelState.CHANGED


def identify_video(path: Path, info: SourceInfo) -> VideoIdentity:
    """Return which video a file is, in the same short time for any length.

    A change that keeps the length and spares sixteen blocks of 64 KiB, spread evenly from the
    first byte to the last, goes unnoticed.

    Args:
        path: The file.
        info: What it says of itself once it is open.

    Raises:
        SourceOpenError: It can't be read.
    """
    size_bytes, digest = fingerprint(path)
    return VideoIdentity(
        path=path.absolute(),
        size_bytes=size_bytes,
        digest=digest,
        width_px=info.width_px,
        height_px=info.height_px,
        rate_hz=info.rate_hz,
        duration_s=info.duration_s,
    )


def is_same_video(video: VideoIdentity, path: Path) -> bool:
    """Tell whether a file holds the video that was analysed, whatever its name.

    Raises:
        SourceOpenError: It can't be read.
    """
    try:
        if path.stat().st_size != video.size_bytes:
            return False
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return fingerprint(path) == (video.size_bytes, video.digest)


def located(video: VideoIdentity, path: Path) -> VideoIdentity:
    """Return the identity of a video that lies elsewhere now."""
    return replace(video, path=path.absolute())


def model_identity(manifest: ModelManifest) -> ModelIdentity:
    """Return which model it is, and all of it that decides."""
    networks = {**manifest.encoder.networks, "head": manifest.head}
    # Without what is left at its default: a field that a later version adds changes nothing.
    decides = manifest.model_dump_json(include=_DECIDES, exclude_defaults=True)
    return ModelIdentity(
        name=manifest.name,
        version=manifest.version,
        sha256={
            **{part: network.sha256 for part, network in networks.items()},
            "manifest": hashlib.sha256(decides.encode()).hexdigest(),
        },
        labels=manifest.labels,
        background_label=manifest.background_label,
        thresholds=dict(manifest.thresholds),
        smoothing_s=manifest.smoothing_s,
        rate_hz=manifest.rate_hz,
        max_gap_s=longest_gap_s(manifest),
    )


def is_same_model(one: ModelIdentity, other: ModelIdentity) -> bool:
    """Tell whether two models give the same, whatever they are called."""
    return replace(one, name="", version="") == replace(other, name="", version="")


class _OfVideoAndModel(Protocol):
    @property
    def video(self) -> VideoIdentity: ...

    @property
    def model(self) -> ModelIdentity: ...


def freshness(analysis: _OfVideoAndModel, manifest: ModelManifest | None) -> Freshness:
    """Tell whether an analysis still holds.

    Args:
        analysis: The run, or its `Outline`.
        manifest: Of the model of that name as it is now; None where it is not at hand.
    """
    return Freshness(_video_state(analysis.video), _model_state(analysis.model, manifest))


def _video_state(video: VideoIdentity) -> VideoState:
    if not exists(video.path):
        return VideoState.MISSING
    try:
        return VideoState.SAME if is_same_video(video, video.path) else VideoState.CHANGED
    except SourceOpenError:
        return VideoState.MISSING


def _model_state(model: ModelIdentity, manifest: ModelManifest | None) -> ModelState:
    if manifest is None:
        return ModelState.MISSING
    is_same = is_same_model(model, model_identity(manifest))
    return ModelState.SAME if is_same else ModelState.CHANGED


def fingerprint(path: Path) -> tuple[int, str]:
    """Return a file's length, bytes, and a digest of sixteen blocks of it; see `identify_video`.

    Raises:
        SourceOpenError: It can't be read.
    """
    try:
        with path.open("rb") as file:
            size_bytes = os.fstat(file.fileno()).st_size
            digest = hashlib.sha256(str(size_bytes).encode())
            last = max(size_bytes - _BLOCK_BYTES, 0)
            for start in sorted({last * block // (_BLOCKS - 1) for block in range(_BLOCKS)}):
                file.seek(start)
                digest.update(file.read(_BLOCK_BYTES))
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    return size_bytes, digest.hexdigest()


def _unreadable(path: Path, error: Exception) -> SourceOpenError:
    return SourceOpenError(
        deferred("errors", "{path}: can't be read: {reason}.").format(
            path=path, reason=refusal(error)
        ),
        deferred("errors", "Check its name and permissions."),
    )
