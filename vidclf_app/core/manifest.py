"""What a model is: the schema of a bundle's `manifest.json`.

The manifest decides labels, timing, preprocessing and thresholds. The application has no such
constants of its own, and training writes the same schema, so both sides can't drift apart.
"""

import codecs
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from vidclf_app.core.body import BODY_VECTOR_SIZE
from vidclf_app.core.body_features import BODY_FEATURES
from vidclf_app.errors import ManifestError, first_fault
from vidclf_app.translating import deferred

MANIFEST_NAME = "manifest.json"


def _check_plain_name(name: str) -> str:
    # A bundle is data from strangers: its files lie in its own folder and nowhere else.
    # A colon would name a drive or a hidden stream on Windows.
    if not name.isprintable() or set(name) & set('/\\:*?"<>|') or name in {".", ".."}:
        raise ValueError(deferred("errors", "must be a plain file name inside the bundle"))
    return name


FileName = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_check_plain_name)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
LABEL_CHARACTERS = 100
Label = Annotated[str, Field(min_length=1, max_length=LABEL_CHARACTERS)]
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


class NetworkFile(_Strict):
    """One of a bundle's networks.

    Attributes:
        file: The ONNX file in the bundle.
        sha256: Of that file, lower-case hex.
    """

    file: FileName
    sha256: Sha256


class ImageEncoderSpec(NetworkFile):
    """An image CNN. Its graph takes uint8 RGB (N, height, width, 3) and does its own scaling.

    Its output is float32 (N, features).

    Attributes:
        kind: `image`.
        preprocessing: Crop, size.
        features: Length F of one frame's feature vector.
    """

    kind: Literal["image"] = "image"
    preprocessing: ImagePreprocessing
    features: int = Field(ge=1, le=65_536)

    @property
    def networks(self) -> dict[str, NetworkFile]:
        """Its networks by their part."""
        return {"image": self}

    @property
    def head_features(self) -> int:
        """Length of what the head reads of each frame."""
        return self.features


class _PoseNetworks(_Strict):
    """What every encoder that follows a person is made of.

    Attributes:
        detector: Finds people; see `PersonDetector` for its inputs and outputs.
        landmarks: Reads a body; see `LandmarkReader` for its inputs and outputs.
        body_features: Version of `vidclf_app.core.body_features` that the head was trained with.
    """

    detector: NetworkFile
    landmarks: NetworkFile
    body_features: Literal[1] = 1


class PoseEncoderSpec(_PoseNetworks):
    """A pose CNN that follows one person. See `vidclf_app.core.encoders.pose`.

    Attributes:
        kind: `pose`.
    """

    kind: Literal["pose"] = "pose"

    @property
    def networks(self) -> dict[str, NetworkFile]:
        """Its networks by their part."""
        return {"detector": self.detector, "landmarks": self.landmarks}

    @property
    def features(self) -> int:
        """Length F of one frame's feature vector."""
        return BODY_VECTOR_SIZE

    @property
    def head_features(self) -> int:
        """Length of what the head reads of each frame."""
        return BODY_FEATURES


class PoseImageEncoderSpec(_PoseNetworks):
    """A pose CNN, and an image CNN that looks at the upright square around the person.

    Attributes:
        kind: `pose+image`.
        image: The image CNN; its crop is `none`, since the square is cut already.
    """

    kind: Literal["pose+image"] = "pose+image"
    image: ImageEncoderSpec

    @property
    def networks(self) -> dict[str, NetworkFile]:
        """Its networks by their part."""
        return {"detector": self.detector, "landmarks": self.landmarks, "image": self.image}

    @property
    def features(self) -> int:
        """Length F of one frame's feature vector."""
        return BODY_VECTOR_SIZE + self.image.features

    @property
    def head_features(self) -> int:
        """Length of what the head reads of each frame."""
        return BODY_FEATURES + self.image.features


EncoderSpec = Annotated[
    ImageEncoderSpec | PoseEncoderSpec | PoseImageEncoderSpec, Field(discriminator="kind")
]


class HeadSpec(NetworkFile):
    """A recurrent head.

    Its graph takes `features` float32 (N, window, F), valid frames first and zeros behind, and
    `length` int32 (N,), the number of valid frames, 1..window; it returns `logits` float32
    (N, C). F is the encoder's `head_features`.
    """


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
            raise ValueError(deferred("errors", "leave must not be above enter"))
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
        encoder: The frame encoder, told apart by its `kind`.
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
    encoder: EncoderSpec
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
            raise ValueError(deferred("errors", "labels must differ from each other"))
        if self.background_label is not None and self.background_label not in self.labels:
            raise ValueError(deferred("errors", "background_label is not one of the labels"))
        if self.min_frames > self.window:
            raise ValueError(deferred("errors", "min_frames is larger than the window"))
        if set(self.thresholds) != set(self.labels):
            raise ValueError(deferred("errors", "thresholds must name each label once"))
        files = [network.file for network in (*self.encoder.networks.values(), self.head)]
        if len(set(files)) != len(files):
            raise ValueError(
                deferred("errors", "each network of encoder and head must have a file of its own")
            )
        return self

    @property
    def window_s(self) -> float:
        """Seconds of video that a full window covers."""
        return self.window / self.rate_hz

    @property
    def finds_people(self) -> bool:
        """Whether it follows a person and can say that nobody is in the picture."""
        return not isinstance(self.encoder, ImageEncoderSpec)

    def to_json(self) -> str:
        """Return the text of `manifest.json`, the same for the same manifest."""
        return self.model_dump_json(indent=2) + "\n"


# Pydantic's names for a version, a kind or a field that this program doesn't know.
_UNKNOWN_HERE = frozenset({"literal_error", "union_tag_invalid", "extra_forbidden"})


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
        place, reason = first_fault(error)
        hint = deferred(
            "errors",
            "Get the bundle again from where it was made, or export it anew with vidclf-train.",
        )
        if error.errors(include_url=False, include_input=False)[0]["type"] in _UNKNOWN_HERE:
            hint = deferred(
                "errors",
                "It may be made for a newer vidclf: update the program, or get another bundle.",
            )
        raise ManifestError(
            deferred("errors", "{path}: {file} is not valid: {place}: {reason}.").format(
                path=origin, file=MANIFEST_NAME, place=place or "manifest", reason=reason
            ),
            hint,
        ) from error
