"""What a model is: the schema of a bundle's `manifest.json`.

The manifest decides labels, timing, preprocessing and thresholds. The application has no such
constants of its own, and training writes the same schema, so both sides can't drift apart.
"""

import codecs
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from vidclf_app.errors import ManifestError

MANIFEST_NAME = "manifest.json"


def _check_plain_name(name: str) -> str:
    # A bundle is data from strangers: its files lie in its own folder and nowhere else.
    # A colon would name a drive or a hidden stream on Windows.
    if not name.isprintable() or set(name) & set('/\\:*?"<>|') or name in {".", ".."}:
        raise ValueError("must be a plain file name inside the bundle")
    return name


FileName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_plain_name)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Label = Annotated[str, Field(min_length=1, max_length=100)]
Probability = Annotated[float, Field(ge=0.0, le=1.0)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ImagePreprocessing(_Strict):
    """How a frame becomes the encoder's input. See `vidclf_app.core.preprocess`.

    Attributes:
        width_px: Input width.
        height_px: Input height.
        crop: `none` squeezes the whole picture into the input; `centre_square` cuts the
            largest centred square first.
    """

    width_px: int = Field(ge=16, le=2048)
    height_px: int = Field(ge=16, le=2048)
    crop: Literal["none", "centre_square"] = "none"


class ImageEncoderSpec(_Strict):
    """An image CNN. Its graph takes uint8 RGB (N, height, width, 3) and does its own scaling.

    Attributes:
        kind: `image`.
        file: The ONNX file in the bundle; output float32 (N, features).
        sha256: Of that file, lower-case hex.
        preprocessing: Crop, size.
        features: Length F of one frame's feature vector.
    """

    kind: Literal["image"] = "image"
    file: FileName
    sha256: Sha256
    preprocessing: ImagePreprocessing
    features: int = Field(ge=1, le=65_536)


class HeadSpec(_Strict):
    """A recurrent head.

    Its graph takes `features` float32 (N, window, F), valid frames first and zeros behind, and
    `length` int32 (N,), the number of valid frames, 1..window; it returns `logits` float32
    (N, C).

    Attributes:
        file: The ONNX file in the bundle.
        sha256: Of that file, lower-case hex.
    """

    file: FileName
    sha256: Sha256


class Threshold(_Strict):
    """Hysteresis for one label, on rolling-averaged probabilities.

    Attributes:
        enter: The label is recognised when its probability reaches this.
        leave: A recognised label is dropped when its probability falls below this.
    """

    enter: Probability
    leave: Probability

    @model_validator(mode="after")
    def _leave_is_lower(self) -> Self:
        if self.leave > self.enter:
            raise ValueError("leave must not be above enter")
        return self


class ModelManifest(_Strict):
    """The whole of `manifest.json`.

    Attributes:
        format_version: Of this schema.
        name: Short name of the model, for lists.
        version: Of the model.
        labels: In the order of the head's outputs.
        background_label: The label for "none of these", never recognised; or None.
        window: Frames the head reads.
        min_frames: Frames that must have been seen before the first prediction.
        rate_hz: Frames a second that the model samples.
        encoder: The frame encoder.
        head: The recurrent head.
        temperature: Logits are divided by this before the softmax (Guo et al., 2017,
            "On Calibration of Modern Neural Networks").
        smoothing_s: Length of the rolling average over predictions, seconds.
        thresholds: One per label.
        metrics: Figures from evaluation, name to value; told in the model card.
        licence: Of the weights, for people.
        provenance: Where data and weights came from, for people.
    """

    format_version: Literal[1] = 1
    name: str = Field(min_length=1, max_length=100)
    version: str = Field(min_length=1, max_length=50)
    labels: tuple[Label, ...] = Field(min_length=2, max_length=10_000)
    background_label: Label | None = None
    window: int = Field(default=20, ge=1, le=1000)
    min_frames: int = Field(default=5, ge=1)
    rate_hz: float = Field(gt=0.0, le=240.0)
    encoder: ImageEncoderSpec
    head: HeadSpec
    temperature: float = Field(default=1.0, gt=0.0, le=100.0)
    smoothing_s: float = Field(ge=0.0, le=60.0)
    thresholds: dict[Label, Threshold]
    metrics: dict[str, float] = Field(default_factory=dict)
    licence: str = ""
    provenance: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels must differ from each other")
        if self.background_label is not None and self.background_label not in self.labels:
            raise ValueError("background_label is not one of the labels")
        if self.min_frames > self.window:
            raise ValueError("min_frames is larger than the window")
        if set(self.thresholds) != set(self.labels):
            raise ValueError("thresholds must name each label once")
        if self.encoder.file == self.head.file:
            raise ValueError("encoder and head must be two files")
        return self

    @property
    def window_s(self) -> float:
        """Seconds of video that a full window covers."""
        return self.window / self.rate_hz

    def to_json(self) -> str:
        """Return the text of `manifest.json`, the same for the same manifest."""
        return self.model_dump_json(indent=2) + "\n"


def parse_manifest(text: str | bytes, origin: Path) -> ModelManifest:
    """Read a manifest's text.

    Args:
        text: JSON.
        origin: The bundle, for messages.

    Raises:
        ManifestError: The text is not a valid manifest; names the first wrong field.
    """
    try:
        content = text.encode() if isinstance(text, str) else text
        return ModelManifest.model_validate_json(content.removeprefix(codecs.BOM_UTF8))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "manifest"
        raise ManifestError(
            f"{origin}: {MANIFEST_NAME} is not valid: {place}: {_reason(first)}.",
            "Get the bundle again from where it was made, or export it anew with vidclf-train.",
        ) from error


def _reason(problem: Any) -> str:
    return str(problem["msg"]).removeprefix("Value error, ").rstrip(".")
