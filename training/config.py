"""One training run as one readable file: a TOML config, checked before anything starts."""

import re
import tomllib
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from training.augmentation.body_config import BodyAugmentConfig
from training.augmentation.config import AugmentConfig
from training.backbones.config import BackboneConfig
from training.errors import TrainingError
from training.heads.config import HeadConfig, baseline_of
from training.masks import Fraction, MaskRectangle, MaskRule
from training.strict import Strict
from vidclf_app.core.manifest import Label


class Ucf101Config(Strict):
    """The official lists of UCF101; `data` is then the folder of its videos.

    Attributes:
        lists: Folder with classInd.txt and the train and test lists; relative to the config file.
        number: Which of the three divisions.
        classes: To keep; empty keeps all.
        top: Keep only this many classes, the largest ones.
    """

    lists: Path
    number: Literal[1, 2, 3] = 1
    classes: tuple[Label, ...] = ()
    top: int | None = Field(default=None, ge=2)


class FitConfig(Strict):
    """How the head is fitted.

    Attributes:
        epochs: At most; each epoch draws new windows from every clip.
        batch: Windows in a batch.
        learning_rate: Of Adam.
        weight_decay: Of AdamW; 0 for none.
        label_smoothing: Share of the target spread over all classes.
        schedule: `constant` keeps the learning rate; `cosine` raises it over the first tenth of
            the epochs and lowers it to nothing towards the last.
        patience: Epochs without a lower loss on held-out groups before stopping. The head is
            then fitted anew, held-out groups included, for the best number of epochs. 0 holds
            nothing out and fits all epochs.
        windows_per_clip: Windows drawn from a clip in an epoch.
        partial: Share of windows cut shorter than the full window, because the app predicts
            before its window is full.
        balance: Against classes of different size: `weights` makes rare classes count more,
            `roots` does so by the square root of these weights, `oversample` draws their clips
            more often, `none` leaves them.
        seed: Of every random number in the run.
        mixed_precision: Compute in float16 where that is safe; for GPUs that gain by it.
        distribute: `mirrored` uses all GPUs of this machine, `multi_worker` those of all machines
            that TF_CONFIG names; a batch is shared between them.
        tensorboard: Write logs for TensorBoard into the run's folder.
    """

    epochs: int = Field(default=60, ge=1, le=10_000)
    batch: int = Field(default=64, ge=1, le=65_536)
    learning_rate: float = Field(default=1e-3, gt=0.0)
    weight_decay: float = Field(default=0.0, ge=0.0)
    label_smoothing: float = Field(default=0.0, ge=0.0, lt=1.0)
    schedule: Literal["constant", "cosine"] = "constant"
    patience: int = Field(default=8, ge=0)
    windows_per_clip: int = Field(default=4, ge=1, le=1000)
    partial: Fraction = 0.3
    balance: Literal["weights", "roots", "oversample", "none"] = "weights"
    seed: int = Field(default=1, ge=0, le=2**31 - 1)
    mixed_precision: bool = False
    distribute: Literal["none", "mirrored", "multi_worker"] = "none"
    tensorboard: bool = False


class FineTuneConfig(Strict):
    """Fitting the backbone's top blocks after the head.

    Attributes:
        blocks: Top blocks to fit; 0 keeps the backbone as it is.
        epochs: Each sees every clip once.
        learning_rate: Small: the blocks are good already.
        batch: Clips in a batch.
    """

    blocks: int = Field(default=0, ge=0, le=1000)
    epochs: int = Field(default=2, ge=1, le=1000)
    learning_rate: float = Field(default=1e-5, gt=0.0)
    batch: int = Field(default=4, ge=1, le=1024)


class ExportConfig(Strict):
    """What the bundle's encoder computes with.

    Attributes:
        precision: `float16` halves the file, `int8` quarters it and can be faster on a processor.
        max_loss: Kept only if the clip accuracy on held-out clips falls by no more than this;
            otherwise the bundle is float32 and its card says so.
        calibration_frames: Frames that int8 takes its ranges from.
    """

    precision: Literal["float32", "float16", "int8"] = "float32"
    max_loss: Fraction = 0.01
    calibration_frames: int = Field(default=200, ge=8, le=100_000)


class TrainingConfig(Strict):
    """Everything that decides a run's outcome, except the clips themselves.

    Attributes:
        name: Of the model, shown in the app's list.
        version: Of the model.
        data: A folder with one folder of clips for each class, or a CSV of clips; relative to
            the config file.
        ucf101: The data are UCF101, by its official lists.
        out: The bundle folder to write; relative to the config file.
        labels: To keep, in the order of the head's outputs; empty keeps all, sorted.
        background: The label that means "none of the others", if there is one.
        strict: Stop at a clip that can't be read, instead of leaving it out.
        allow_leaks: Go on although clips of one group stand on both sides of a given split.
        rules: A table that tells labels from names, see `training.exercises.rules`; the CSV
            then needs a column `name`, and its column `label` counts for nothing. Relative to
            the config file.
        left_out: A CSV with the columns `path` and `reason`: clips to leave out. Relative to the
            config file; its paths are those of the data.
        others_as_background: Clips with a label that isn't one of `labels` stand for the
            background in place of being left out.
        merge: Labels that count as another one: the old name, then the new one.
        neither: Labels whose clips show one of `labels` among other things: neither learnt from
            nor background. With rules, `label/variant` names one variant only.
        held_out: Groups that nothing is chosen by and no measured head learns from: for
            `vidclf-train held-out`. The head that is shipped learns from them, too, once
            everything is chosen.
        moving_only: A clip ends where its picture stands still until the end.
        play_s: Shorter clips are played forth and back for this long, as repetitions are; 0
            plays each clip once. For a pose encoder only.
        encoder: `image` looks at whole pictures, `pose` follows a person's landmarks,
            `pose+image` does that and looks at the square around the person, too.
        body: How windows of landmarks are varied while a head is fitted.
        backbone: The image CNN.
        frames: `sampled` takes frames at `rate_hz` as the app does; `first` takes only the first
            `window` frames of a clip, as the CNN-RNN tutorials do. With `first`, `rate_hz` is
            set to the clips' own frame rate.
        rate_hz: Frames a second that the model samples.
        window: Frames the head reads.
        min_frames: Frames before the first prediction.
        crop: `none` squeezes the whole picture into the input, `centre_square` cuts the largest
            centred square first.
        masks: Burned-in text to hide in training; the app hides nothing.
        mirror: Learn from each clip's mirror picture, too.
        augment: How augmented views are drawn.
        views: Augmented views of each clip to learn from, beside the clip itself.
        head: The head that is shipped.
        baseline: The head beside it in the report, which it must beat; by default a mean over
            the frames and a hidden layer, on the same inputs.
        compare: Further heads that `vidclf-train compare` judges beside these two and the
            tutorials'.
        fit: How they are fitted.
        fine_tune: Fitting the backbone's top blocks, too.
        split: `groups` makes folds of whole groups, `stratified` folds with even classes,
            `official` takes the split that the data come with; `auto` is `official` if there is
            one, else `groups` if groups are known, else `stratified`.
        folds: Of the evaluation.
        smoothing_s: Length of the app's rolling average, seconds.
        threshold_precision: A label's `enter` threshold is the lowest at which at least this
            share of the held-out predictions of the label are right.
        false_per_minute: With a background label, one threshold is chosen for all labels instead:
            so that they begin to be shown no more often than this in a minute of held-out
            background.
        export: Precision of the encoder.
        licence: Of the weights, for people.
        provenance: Where data and weights came from, for people.
        limits: What the model can't do, for the model card.
    """

    name: str = Field(min_length=1, max_length=100)
    version: str = Field(default="1.0.0", min_length=1, max_length=50)
    data: Path
    ucf101: Ucf101Config | None = None
    out: Path
    labels: tuple[Label, ...] = ()
    background: Label | None = None
    strict: bool = False
    allow_leaks: bool = False
    rules: Path | None = None
    left_out: Path | None = None
    others_as_background: bool = False
    merge: dict[str, str] = Field(default_factory=dict)
    neither: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    moving_only: bool = False
    play_s: float = Field(default=0.0, ge=0.0, le=60.0)
    encoder: Literal["image", "pose", "pose+image"] = "image"
    body: BodyAugmentConfig = BodyAugmentConfig()
    backbone: BackboneConfig = BackboneConfig()
    frames: Literal["sampled", "first"] = "sampled"
    rate_hz: float = Field(default=10.0, gt=0.0, le=240.0)
    window: int = Field(default=20, ge=1, le=1000)
    min_frames: int = Field(default=5, ge=1)
    crop: Literal["none", "centre_square"] = "none"
    masks: tuple[MaskRule, ...] = ()
    mirror: bool = False
    augment: AugmentConfig = AugmentConfig()
    views: int = Field(default=0, ge=0, le=100)
    head: HeadConfig = HeadConfig()
    baseline: HeadConfig | None = None
    compare: tuple[HeadConfig, ...] = ()
    fit: FitConfig = FitConfig()
    fine_tune: FineTuneConfig = FineTuneConfig()
    split: Literal["auto", "groups", "stratified", "official"] = "auto"
    folds: int = Field(default=5, ge=2, le=100)
    smoothing_s: float = Field(default=1.0, ge=0.0, le=60.0)
    threshold_precision: Fraction = 0.6
    false_per_minute: float | None = Field(default=None, gt=0.0)
    export: ExportConfig = ExportConfig()
    licence: str = ""
    provenance: str = ""
    limits: str = ""

    @field_validator("backbone", mode="before")
    @classmethod
    def _backbone_by_name(cls, value: Any) -> Any:
        return {"name": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        if self.min_frames > self.window:
            raise ValueError("min_frames is larger than the window")
        if len(set(self.labels)) != len(self.labels):
            raise ValueError("labels must differ from each other")
        if len(self.labels) == 1:
            raise ValueError("one label is nothing to tell apart; name two or more, or none")
        if self.background and self.labels and self.background not in self.labels:
            raise ValueError(f"the background label {self.background!r} is not one of the labels")
        masked = [group for rule in self.masks for group in rule.groups]
        if len(set(masked)) != len(masked):
            raise ValueError("masks name a group twice; join its rectangles in one rule")
        if self.views and self.augment.is_off:
            raise ValueError("views are wanted, but no augmentation is set: they would not differ")
        if self.fine_tune.blocks and self.frames == "first":
            raise ValueError("fine_tune needs frames = 'sampled'")
        if self.false_per_minute is not None and self.background is None:
            raise ValueError("false_per_minute needs a background label")
        if self.false_per_minute is not None and self.frames == "first":
            raise ValueError(
                "false_per_minute needs frames = 'sampled': one window of a clip has no duration"
            )
        if self.fit.patience == 0 and self.split == "official":
            raise ValueError("fit.patience = 0 needs folds: nothing else is held out to learn by")
        if self.others_as_background and self.background is None:
            raise ValueError("others_as_background needs a background label")
        self._check_selection()
        self._check_pose()
        if self.fine_tune.blocks and self.export.precision != "float32":
            raise ValueError(
                "fine_tune goes with export.precision = 'float32' only: each fold has an "
                "encoder of its own"
            )
        return self

    def _check_selection(self) -> None:
        """Refuse what chooses clips where the official lists do so."""
        if self.ucf101 is None:
            return
        for name in ("rules", "left_out", "others_as_background", "merge", "neither", "held_out"):
            if getattr(self, name):
                raise ValueError(f"{name} doesn't go with ucf101: its lists choose the clips")

    def _check_pose(self) -> None:
        if self.encoder == "image":
            if self.play_s:
                raise ValueError("play_s needs encoder = 'pose' or 'pose+image'")
            return
        for name, is_set in (
            ("fine_tune", self.fine_tune.blocks > 0),
            ("export.precision", self.export.precision != "float32"),
            ("frames = 'first'", self.frames == "first"),
            ("mirror", self.mirror),
            ("views", self.views > 0),
        ):
            if is_set:
                raise ValueError(
                    f"{name} doesn't go with encoder = '{self.encoder}'; landmarks are varied as "
                    "`body` says"
                )
        if self.body.still and self.background is None:
            raise ValueError("body.still needs a background label")
        if self.encoder == "pose+image" and self.body.synthetic:
            raise ValueError("body.synthetic has no pictures: it goes with encoder = 'pose' only")

    @property
    def baseline_head(self) -> HeadConfig:
        """The head beside the shipped one in the report."""
        return self.baseline or baseline_of(self.head)

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
    config = _validated(path, table, hint)
    folder = path.absolute().parent
    ucf101 = config.ucf101
    if ucf101 is not None:
        ucf101 = ucf101.model_copy(update={"lists": _joined(folder, ucf101.lists)})
    return config.model_copy(
        update={
            "data": _joined(folder, config.data),
            "out": _joined(folder, config.out),
            "ucf101": ucf101,
            "rules": config.rules and _joined(folder, config.rules),
            "left_out": config.left_out and _joined(folder, config.left_out),
            "backbone": _with_weights_from(folder, config.backbone),
        }
    )


def default_config(data: Path, out: Path | None = None) -> TrainingConfig:
    """Return the settings for clips that come without a config.

    Args:
        data: A folder of clips, or a CSV.
        out: The bundle folder; None for one named after the data, in the working folder.
    """
    data = data.absolute()
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", data.stem).strip("-.") or "model"
    out = (out or Path(f"{name}-bundle")).absolute()
    table = {"name": name, "data": str(data), "out": str(out), **_RECOMMENDED}
    return _validated(data, table, "Write a config file with other settings.")


# The recurrent head that did best in the comparison in docs/training.md.
_RECOMMENDED: dict[str, Any] = {
    "head": {
        "kind": "bigru_pool",
        "inputs": ["features", "differences"],
        "projection": 64,
        "input_dropout": 0.3,
    },
    "fit": {"weight_decay": 0.01, "label_smoothing": 0.1},
}


def _validated(origin: Path, table: dict[str, Any], hint: str) -> TrainingConfig:
    try:
        return TrainingConfig.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        if first["type"] == "extra_forbidden":
            reason = "there is no such setting"
        elif first["type"] == "model_type":
            reason = "must be a table of settings"
        subject = f"{place}: {reason}" if place else reason
        raise TrainingError(f"{origin}: {subject}.", hint) from error


def _with_weights_from(folder: Path, backbone: BackboneConfig) -> BackboneConfig:
    path = backbone.weights_path
    if path is None:
        return backbone
    return backbone.model_copy(update={"weights": str(_joined(folder, path))})


def _joined(folder: Path, path: Path) -> Path:
    # resolve() takes out the dots of "../..", which would stand in every message otherwise.
    return (folder / path).resolve()
