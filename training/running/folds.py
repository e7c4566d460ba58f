"""Judging a head on clips that it hasn't learnt from."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import keras
import numpy as np
import numpy.typing as npt

from training.config import TrainingConfig
from training.data.clips import Clip
from training.data.splits import (
    Split,
    group_folds,
    hold_out_groups,
    official_split,
    stratified_folds,
)
from training.errors import TrainingError
from training.evaluation.calibration import Calibration, fit_calibration, softmax
from training.evaluation.figures import Figures, clip_weights, judge
from training.features.windows import IntArray
from training.fitting.batches import Batches, WindowBatches
from training.fitting.body_batches import BodyBatches
from training.fitting.heads import (
    FitResult,
    HeadFitter,
    HeldOut,
    input_scale,
)
from training.fitting.store import Arrays, EpochRecord, FitStore
from training.heads.config import HeadConfig
from training.heads.models import build_head, input_model
from training.progress import Progress
from training.running.logs import RunLogs
from training.running.material import Material
from vidclf_app.core.records import Float32Array

BoolArray = npt.NDArray[np.bool_]

# Of the training part, to stop the fit in time.
_HELD_OUT = 0.2
# Of the held-out windows, every third one: neighbours differ by one frame in twenty.
_HELD_OUT_STEP = 3
_SEVERAL = 2


@dataclass(frozen=True, slots=True, eq=False)
class JudgedHead:
    """A head's predictions for the windows of clips as they are, by fits that hadn't seen them.

    Attributes:
        config: The head.
        models: One for each fold, as measured.
        logits: float32, shape (P, C), of the plain windows; zero for those that no fold tests.
        tested: bool, shape (P,): windows of clips that a fold tests.
        probabilities: float32, shape (P, C), calibrated. With several folds, each fold's by a
            temperature that was fitted on the others.
        calibration: For the shipped head: fitted on all that was held out.
        fold_calibrations: One for each of the models, fitted on the other folds.
        inner_logits: float32, shape (Q, C), of windows that were held out inside the training
            parts, by the fits that they stopped.
        inner: int64, shape (Q,), their positions among the plain windows.
        epochs: Epochs of the kept weights, per fold.
        history: Of each fold's fit.
        figures: Of `probabilities`.
        uncalibrated: Figures at temperature 1.
        fold_accuracy: Clip accuracy, per fold.
        tuned_blocks: Top blocks of the backbone that were fitted, too; then each of the models
            belongs to an encoder of its own.
    """

    config: HeadConfig
    models: tuple[keras.Model, ...]
    logits: Float32Array
    tested: BoolArray
    probabilities: Float32Array
    calibration: Calibration
    fold_calibrations: tuple[Calibration, ...]
    inner_logits: Float32Array
    inner: IntArray
    epochs: tuple[int, ...]
    history: tuple[tuple[EpochRecord, ...], ...]
    figures: Figures
    uncalibrated: Figures
    fold_accuracy: tuple[float, ...]
    tuned_blocks: int = 0

    @property
    def name(self) -> str:
        """A name for files: that of the head, and whether the backbone was fitted."""
        return f"{head_name(self.config)}-tuned" if self.tuned_blocks else head_name(self.config)


def splits_of(config: TrainingConfig, clips: Sequence[Clip]) -> tuple[Split, ...]:
    """Divide clips as the config says, and check that the training parts can be divided again.

    Raises:
        DatasetError: There are too few clips or groups, or no official split.
        TrainingError: One split, of which nothing is held out, leaves nothing to calibrate by.
    """
    labels = [clip.label for clip in clips]
    groups = [clip.group for clip in clips]
    kind = split_kind(config, clips)
    if kind == "official":
        splits: tuple[Split, ...] = (official_split(clips),)
    elif kind == "groups":
        splits = group_folds(labels, groups, config.folds, config.fit.seed)
    else:
        splits = stratified_folds(labels, config.folds, config.fit.seed)
    if config.fit.patience == 0:
        if len(splits) < _SEVERAL:
            raise TrainingError(
                "fit.patience is 0, and the data come with one split: nothing is held out to "
                "calibrate by.",
                "Set fit.patience, or split = 'groups'.",
            )
        return splits
    for split in splits:
        _inner_split(config, labels, groups, split.train)
    return splits


def split_kind(
    config: TrainingConfig, clips: Sequence[Clip]
) -> Literal["official", "groups", "stratified"]:
    """Return the way in which the clips are divided; see `TrainingConfig.split`."""
    if config.split != "auto":
        return config.split
    if any(clip.split == "test" for clip in clips):
        return "official"
    return "groups" if len({clip.group for clip in clips}) < len(clips) else "stratified"


def judge_head(
    config: TrainingConfig,
    material: Material,
    splits: Sequence[Split],
    head: HeadConfig,
    store: FitStore | None,
    logs: RunLogs,
    progress: Progress,
) -> JudgedHead:
    """Fit a head once for each split and judge it on the test parts.

    In each split, groups held out of the training part tell for how many epochs to fit; then the
    whole training part is fitted for that many, as the shipped head is fitted on all clips. With
    `fit.patience` at 0 nothing is held out, and each split is fitted once.

    Args:
        config: The run.
        material: All clips.
        splits: Training and test parts.
        head: The head.
        store: Where fits are kept; None keeps none.
        logs: Where the loss of each epoch is told.
        progress: Told what happens.

    Raises:
        TrainingError: A loss is not a finite number.
    """
    plain = material.plain
    fitter = HeadFit(config, material, head, store, logs, progress)
    logits = np.zeros((len(plain), len(material.labels)), dtype=np.float32)
    tested_in = np.full(len(plain), -1, dtype=np.int64)
    models, epochs, history = [], [], []
    inner_logits: list[Float32Array] = []
    inner_windows: list[IntArray] = []
    labels, groups = material.names(np.arange(len(material.clips)))
    for number, split in enumerate(splits):
        title = f"{head.kind}, fold {number + 1} of {len(splits)}"
        name = f"{head_name(head)}-fold{number + 1}"
        epochs_of_fold, history_of_fold = config.fit.epochs, None
        if config.fit.patience:
            inner = _inner_split(config, labels, groups, split.train)
            learnt, held_out = split.train[inner.train], split.train[inner.test]
            stopping = material.plain_of(held_out)[::_HELD_OUT_STEP]
            chosen = plain[stopping]
            stopped = fitter.fit(
                learnt,
                config.fit.epochs,
                name=f"{name}-stop",
                title=title,
                held_out=HeldOut(
                    material.table, chosen, material.targets[material.table.clips[chosen]]
                ),
            )
            inner_logits.append(fitter.predict(stopped.weights, chosen))
            inner_windows.append(stopping)
            title = f"{title}, again"
            epochs_of_fold, history_of_fold = stopped.epochs, stopped.history
        # The shipped head learns from all clips for a number of epochs chosen like this; so does
        # the one that is measured.
        again = fitter.fit(split.train, epochs_of_fold, name=f"{name}-again", title=title)
        tested = material.plain_of(split.test)
        logits[tested] = fitter.predict(again.weights, plain[tested])
        tested_in[tested] = number
        models.append(fitter.head(again.weights))
        epochs.append(epochs_of_fold)
        history.append(history_of_fold or again.history)
    return summarise(
        material,
        head,
        logits=logits,
        tested_in=tested_in,
        inner_logits=np.concatenate([np.zeros((0, logits.shape[1]), np.float32), *inner_logits]),
        inner=np.concatenate([np.zeros(0, np.int64), *inner_windows]),
        models=tuple(models),
        epochs=tuple(epochs),
        history=tuple(history),
    )


class HeadFit:
    """Fits one head on some of the clips, and on others.

    Args:
        config: The run.
        material: All clips.
        head: The head.
        store: Where fits are kept; None keeps none.
        logs: Where the loss of each epoch is told.
        progress: Told what happens.
    """

    def __init__(
        self,
        config: TrainingConfig,
        material: Material,
        head: HeadConfig,
        store: FitStore | None,
        logs: RunLogs,
        progress: Progress,
    ) -> None:
        self._config = config
        self._material = material
        self._store = store
        self._logs = logs
        self._progress = progress
        classes, features = len(material.labels), material.table.features
        keras.backend.clear_session()
        self._inputs = input_model(head, config.window, features) if head.is_scaled else None
        width = 0 if self._inputs is None else int(self._inputs.outputs[0].shape[-1])
        unscaled = np.ones(width, dtype=np.float32) if width else None

        def build() -> keras.Model:
            return build_head(head, config.window, features, classes, unscaled)

        self._fitter = HeadFitter(build, config.fit)

    def fit(
        self,
        clips: IntArray,
        epochs: int,
        *,
        name: str,
        title: str,
        held_out: HeldOut | None = None,
    ) -> FitResult:
        """Fit the head on some clips.

        Args:
            clips: int64, positions of the clips to learn from.
            epochs: At most.
            name: Of the fit, in the store and the logs.
            title: Of the progress bar.
            held_out: Windows that tell when to stop; None fits all epochs.

        Raises:
            TrainingError: A loss is not a finite number.
        """
        batches = _batches(self._config, self._material, clips)
        scale = None if self._inputs is None else input_scale(self._inputs, batches)
        with self._progress.bar(title, epochs) as advance, self._logs.of_fit(name) as log:

            def told(epoch: int, record: EpochRecord) -> None:
                log(epoch, record)
                advance()

            return self._fitter.fit(
                batches,
                epochs,
                name=name,
                scale=scale,
                store=self._store,
                held_out=held_out,
                on_epoch=told,
            )

    def predict(self, weights: Arrays, chosen: IntArray) -> Float32Array:
        """Run the head on windows of the material: float32 (N, C) for int64 (N,)."""
        return self._fitter.predict(weights, self._material.table, chosen)

    def head(self, weights: Arrays) -> keras.Model:
        """Return a head of its own with some weights, computing in float32."""
        return self._fitter.head(weights)


def _batches(config: TrainingConfig, material: Material, clips: IntArray) -> Batches:
    """Return what a head learns from."""
    if material.sequences:
        return BodyBatches(
            material.table,
            material.sequences,
            clips,
            material.targets,
            material.labels,
            config.min_frames,
            config.rate_hz,
            config.fit,
            config.body,
            config.background,
        )
    return WindowBatches(
        material.table,
        clips,
        material.targets,
        len(material.labels),
        config.min_frames,
        config.fit,
    )


def head_name(head: HeadConfig) -> str:
    """Return a name for files: the kind, and a mark that differs for other settings."""
    mark = hashlib.sha256(head.model_dump_json().encode()).hexdigest()[:6]
    return f"{head.kind}-{mark}"


def _inner_split(
    config: TrainingConfig, labels: Sequence[str], groups: Sequence[str], train: IntArray
) -> Split:
    """Set a part of a training part aside, by groups."""
    return hold_out_groups(
        [labels[i] for i in train], [groups[i] for i in train], _HELD_OUT, config.fit.seed
    )


def summarise(
    material: Material,
    head: HeadConfig,
    *,
    logits: Float32Array,
    tested_in: IntArray,
    inner_logits: Float32Array,
    inner: IntArray,
    models: tuple[keras.Model, ...],
    epochs: tuple[int, ...],
    history: tuple[tuple[EpochRecord, ...], ...],
    tuned_blocks: int = 0,
) -> JudgedHead:
    """Calibrate a head's predictions for clips that it hadn't learnt from, and judge them.

    Args:
        material: All clips.
        head: The head.
        logits: See `JudgedHead`.
        tested_in: int64, shape (P,), the fold that tests each plain window; -1 for none.
        inner_logits: See `JudgedHead`.
        inner: See `JudgedHead`.
        models: See `JudgedHead`.
        epochs: See `JudgedHead`.
        history: See `JudgedHead`.
        tuned_blocks: See `JudgedHead`.
    """
    clips = material.plain_clips
    of_window = material.targets[clips]
    tested = tested_in >= 0
    folds = len(models)
    background = material.background
    probabilities = np.zeros(logits.shape, dtype=np.float32)
    if folds >= _SEVERAL:
        calibration = _calibration(logits[tested], of_window[tested], clips[tested], background)
        fold_calibrations = []
        for number in range(folds):
            here = tested_in == number
            others = tested & ~here
            own = _calibration(logits[others], of_window[others], clips[others], background)
            probabilities[here] = own.probabilities(logits[here], background)
            fold_calibrations.append(own)
    else:
        # One split only: nothing of its test part may decide anything.
        calibration = _calibration(inner_logits, of_window[inner], clips[inner], background)
        fold_calibrations = [calibration]
        probabilities[tested] = calibration.probabilities(logits[tested], background)
    uncalibrated = softmax(logits).astype(np.float32)
    return JudgedHead(
        config=head,
        models=models,
        logits=logits,
        tested=tested,
        probabilities=probabilities,
        calibration=calibration,
        fold_calibrations=tuple(fold_calibrations),
        inner_logits=inner_logits,
        inner=inner,
        epochs=epochs,
        history=history,
        figures=figures_of(material, probabilities, tested),
        uncalibrated=figures_of(material, uncalibrated, tested),
        fold_accuracy=tuple(
            figures_of(material, probabilities, tested_in == number).clip_accuracy
            for number in range(folds)
        ),
        tuned_blocks=tuned_blocks,
    )


def figures_of(material: Material, probabilities: Float32Array, chosen: BoolArray) -> Figures:
    """Judge some of the plain windows.

    Args:
        material: All clips.
        probabilities: float32, shape (P, C), of the plain windows.
        chosen: bool, shape (P,), which of them.
    """
    numbers, positions = np.unique(material.plain_clips[chosen], return_inverse=True)
    return judge(
        probabilities[chosen].astype(np.float64),
        positions.astype(np.int64),
        material.targets[numbers],
        len(material.labels),
    )


def _calibration(
    logits: Float32Array, targets: IntArray, clips: IntArray, background: int | None
) -> Calibration:
    return fit_calibration(logits, targets, clip_weights(clips), background)
