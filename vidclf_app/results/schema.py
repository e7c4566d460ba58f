"""What `result.json` in a result's file says. Read from strangers: everything is checked."""

from itertools import pairwise
from pathlib import Path, PureWindowsPath
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from vidclf_app.core.manifest import Label, Probability, Sha256, Threshold
from vidclf_app.core.records import Tuning
from vidclf_app.results.records import HandStretch, ModelIdentity, VideoIdentity
from vidclf_app.translating import deferred

FORMAT_NAME: Literal["vidclf-analysis"] = "vidclf-analysis"
FORMAT_VERSION: Literal[1] = 1

_Length = Annotated[float, Field(ge=0.0)]
_Pixels = Annotated[int, Field(ge=0, le=100_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class StoredVideo(_Strict):
    """See `VideoIdentity`."""

    path: Annotated[str, Field(min_length=1, max_length=32_768)]
    size_bytes: Annotated[int, Field(ge=0)]
    digest: Sha256
    width_px: _Pixels
    height_px: _Pixels
    rate_hz: _Length
    duration_s: _Length | None

    @classmethod
    def of(cls, video: VideoIdentity) -> Self:
        """Return what is kept of a video's identity."""
        return cls(
            path=str(video.path),
            size_bytes=video.size_bytes,
            digest=video.digest,
            width_px=video.width_px,
            height_px=video.height_px,
            rate_hz=video.rate_hz,
            duration_s=video.duration_s,
        )

    def identity(self) -> VideoIdentity:
        """Return the identity."""
        # One that was analysed on Windows keeps at least its name elsewhere.
        is_windows = PureWindowsPath(self.path).drive != ""
        path = PureWindowsPath(self.path).as_posix() if is_windows else self.path
        return VideoIdentity(
            path=Path(path),
            size_bytes=self.size_bytes,
            digest=self.digest,
            width_px=self.width_px,
            height_px=self.height_px,
            rate_hz=self.rate_hz,
            duration_s=self.duration_s,
        )


class StoredModel(_Strict):
    """See `ModelIdentity`."""

    name: Annotated[str, Field(min_length=1, max_length=100)]
    version: Annotated[str, Field(min_length=1, max_length=50)]
    sha256: dict[Annotated[str, Field(max_length=100)], Sha256]
    labels: Annotated[tuple[Label, ...], Field(min_length=2, max_length=10_000)]
    background_label: Label | None
    thresholds: dict[Label, Threshold]
    smoothing_s: Annotated[float, Field(ge=0.0, le=60.0)]
    rate_hz: Annotated[float, Field(gt=0.0, le=240.0)]
    max_gap_s: Annotated[float, Field(gt=0.0)]

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if len(set(self.labels)) != len(self.labels) or set(self.thresholds) != set(self.labels):
            raise ValueError(deferred("errors", "labels and thresholds don't agree"))
        if self.background_label is not None and self.background_label not in self.labels:
            raise ValueError(deferred("errors", "background_label is not one of the labels"))
        return self

    @classmethod
    def of(cls, model: ModelIdentity) -> Self:
        """Return what is kept of a model's identity."""
        return cls(
            name=model.name,
            version=model.version,
            sha256=dict(model.sha256),
            labels=model.labels,
            background_label=model.background_label,
            thresholds=dict(model.thresholds),
            smoothing_s=model.smoothing_s,
            rate_hz=model.rate_hz,
            max_gap_s=model.max_gap_s,
        )

    def identity(self) -> ModelIdentity:
        """Return the identity."""
        return ModelIdentity(
            name=self.name,
            version=self.version,
            sha256=self.sha256,
            labels=self.labels,
            background_label=self.background_label,
            thresholds=self.thresholds,
            smoothing_s=self.smoothing_s,
            rate_hz=self.rate_hz,
            max_gap_s=self.max_gap_s,
        )


class StoredTuning(_Strict):
    """See `Tuning`."""

    threshold: Annotated[Probability, Field(gt=0.0)] | None = None
    smoothing_s: Annotated[float, Field(ge=0.0, le=60.0)] | None = None

    def tuning(self) -> Tuning:
        """Return the tuning."""
        return Tuning(threshold=self.threshold, smoothing_s=self.smoothing_s)


class StoredStretch(_Strict):
    """See `HandStretch`."""

    label: Label | None
    start_s: _Length
    end_s: _Length

    @model_validator(mode="after")
    def _has_length(self) -> Self:
        if self.end_s <= self.start_s:
            raise ValueError(deferred("errors", "ends before it begins"))
        return self

    def stretch(self) -> HandStretch:
        """Return the stretch."""
        return HandStretch(label=self.label, start_s=self.start_s, end_s=self.end_s)


class StoredResult(_Strict):
    """The whole of `result.json`.

    Attributes:
        format: Tells it from other files.
        format_version: Of this schema.
        video: Which video.
        model: Which model.
        analysed_at: When, with a time zone.
        took_s: How long the run took, seconds.
        provider: Where the networks ran.
        predictions: How many there are in `predictions.npz`.
        follows: They have landmarks.
        tuning: What a person changed about the model's decisions.
        hand: What a person decided, in order, without overlaps.
    """

    format: Literal["vidclf-analysis"] = FORMAT_NAME
    format_version: Literal[1] = FORMAT_VERSION
    video: StoredVideo
    model: StoredModel
    analysed_at: AwareDatetime
    took_s: _Length
    provider: Annotated[str, Field(max_length=100)]
    predictions: Annotated[int, Field(ge=0)]
    follows: bool
    tuning: StoredTuning
    hand: Annotated[tuple[StoredStretch, ...], Field(max_length=1_000_000)]

    @model_validator(mode="after")
    def _hand_is_in_order(self) -> Self:
        if any(before.end_s > after.start_s + 1e-6 for before, after in pairwise(self.hand)):
            raise ValueError(deferred("errors", "hand: stretches overlap"))
        return self
