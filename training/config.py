"""One training run as one readable file: a TOML config, checked before anything starts."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from training.errors import TrainingError
from training.heads.config import HeadConfig
from training.strict import Strict
from vidclf_app.core.manifest import ImagePreprocessing, Label

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]


class MaskRectangle(Strict):
    """A part of the picture to hide, in parts of its width and height from the top left.

    Attributes:
        x0: Left edge, 0..1.
        y0: Top edge, 0..1.
        x1: Right edge, 0..1, beyond `x0`.
        y1: Bottom edge, 0..1, beyond `y0`.
    """

    x0: Fraction
    y0: Fraction
    x1: Fraction
    y1: Fraction

    @model_validator(mode="after")
    def _has_area(self) -> Self:
        if self.x1 <= self.x0 or self.y1 <= self.y0:
            raise ValueError("x1 must be above x0, and y1 above y0")
        return self


class MaskRule(Strict):
    """Rectangles to hide in the clips of some groups, against burned-in text.

    Attributes:
        groups: As in the table's `group` column.
        rectangles: Filled with mid-grey before the picture is cropped and resized.
    """

    groups: tuple[str, ...] = Field(min_length=1)
    rectangles: tuple[MaskRectangle, ...] = Field(min_length=1)


class FitConfig(Strict):
    """How the head is fitted.

    Attributes:
        epochs: At most; each epoch draws new windows from every clip.
        batch: Windows in a batch.
        learning_rate: Of Adam.
        weight_decay: Of AdamW; 0 for none.
        label_smoothing: Share of the target spread over all classes.
        patience: Epochs without a lower loss on held-out groups before stopping. The head is
            then fitted anew, held-out groups included, for the best number of epochs.
        windows_per_clip: Windows drawn from a clip in an epoch.
        partial: Share of windows cut shorter than the full window, because the app predicts
            before its window is full.
        mirror: Draw half of the windows from the mirrored clip (doubles the extraction).
        seed: Of every random number in the run.
    """

    epochs: int = Field(default=60, ge=1, le=10_000)
    batch: int = Field(default=64, ge=1, le=65_536)
    learning_rate: float = Field(default=1e-3, gt=0.0)
    weight_decay: float = Field(default=0.0, ge=0.0)
    label_smoothing: float = Field(default=0.0, ge=0.0, lt=1.0)
    patience: int = Field(default=8, ge=1)
    windows_per_clip: int = Field(default=4, ge=1, le=1000)
    partial: Fraction = 0.3
    mirror: bool = False
    seed: int = Field(default=1, ge=0, le=2**31 - 1)


class TrainingConfig(Strict):
    """Everything that decides a run's outcome, except the clips themselves.

    Attributes:
        name: Of the model, shown in the app's list.
        version: Of the model.
        data: The CSV of clips; relative to the config file.
        out: The bundle folder to write; relative to the config file.
        labels: To keep, in the order of the head's outputs; empty keeps all, sorted.
        backbone: The frame encoder.
        rate_hz: Frames a second that the model samples.
        window: Frames the head reads.
        min_frames: Frames before the first prediction.
        preprocessing: Crop and size.
        masks: Burned-in text to hide in training; the app hides nothing.
        head: The recurrent head.
        fit: How it is fitted.
        folds: Of the evaluation by group.
        smoothing_s: Length of the app's rolling average, seconds.
        threshold_precision: A label's `enter` threshold is the lowest at which at least this
            share of the held-out predictions of the label are right.
        licence: Of the weights, for people.
        provenance: Where data and weights came from, for people.
        limits: What the model can't do, for the model card.
    """

    name: str = Field(min_length=1, max_length=100)
    version: str = Field(min_length=1, max_length=50)
    data: Path
    out: Path
    labels: tuple[Label, ...] = ()
    backbone: Literal["efficientnet_lite0"] = "efficientnet_lite0"
    rate_hz: float = Field(default=10.0, gt=0.0, le=240.0)
    window: int = Field(default=20, ge=1, le=1000)
    min_frames: int = Field(default=5, ge=1)
    preprocessing: ImagePreprocessing = ImagePreprocessing(width_px=224, height_px=224)
    masks: tuple[MaskRule, ...] = ()
    head: HeadConfig = HeadConfig()
    fit: FitConfig = FitConfig()
    folds: int = Field(default=5, ge=2, le=100)
    smoothing_s: float = Field(default=1.0, ge=0.0, le=60.0)
    threshold_precision: Fraction = 0.6
    licence: str = ""
    provenance: str = ""
    limits: str = ""

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.min_frames > self.window:
            raise ValueError("min_frames is larger than the window")
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels must differ from each other")
        if len(self.labels) == 1:
            raise ValueError("one label is nothing to tell apart; name two or more, or none")
        if (self.preprocessing.width_px, self.preprocessing.height_px) != (224, 224):
            raise ValueError("efficientnet_lite0 takes pictures of 224 x 224 pixels")
        masked = [group for rule in self.masks for group in rule.groups]
        if len(set(masked)) != len(masked):
            raise ValueError("masks name a group twice; join its rectangles in one rule")
        return self

    def rectangles_of(self, group: str) -> tuple[MaskRectangle, ...]:
        """Return the parts of the picture to hide in the clips of a group."""
        for rule in self.masks:
            if group in rule.groups:
                return rule.rectangles
        return ()


def load_config(path: Path, data: Path | None = None, out: Path | None = None) -> TrainingConfig:
    """Read a config file; its paths become absolute.

    Args:
        path: A TOML file.
        data: Takes the place of the file's `data`, relative to the working folder.
        out: Takes the place of the file's `out`, likewise.

    Raises:
        TrainingError: The file can't be read, is not TOML, or has a wrong or unknown key; names
            the first one.
    """
    hint = "See training/configs for a complete example."
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{path}: can't be read: {error.strerror}.", hint) from error
    except UnicodeDecodeError as error:
        raise TrainingError(f"{path}: is not a UTF-8 text file.", hint) from error
    except tomllib.TOMLDecodeError as error:
        raise TrainingError(f"{path}: is not valid TOML: {error}.", hint) from error
    for key, given in (("data", data), ("out", out)):
        if given is not None:
            table[key] = str(given.absolute())
    try:
        config = TrainingConfig.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        subject = f"{place}: {reason}" if place else reason
        raise TrainingError(f"{path}: {subject}.", hint) from error
    folder = path.absolute().parent
    return config.model_copy(
        update={"data": _joined(folder, config.data), "out": _joined(folder, config.out)}
    )


def _joined(folder: Path, path: Path) -> Path:
    # resolve() takes out the dots of "../..", which would stand in every message otherwise.
    return (folder / path).resolve()
