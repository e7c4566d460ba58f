"""A training run from the table of clips to the bundle."""

import importlib.metadata
import json
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np

from training.backbones.efficientnet_lite import encoder_model
from training.card import CardFacts, model_card
from training.config import TrainingConfig
from training.data.clips import check_classes, class_names, load_clips
from training.data.splits import Split, group_folds, hold_out_groups
from training.evaluation.calibration import fit_temperature, log_loss, softmax
from training.evaluation.figures import Figures, clip_weights, judge, majority_accuracy
from training.evaluation.thresholds import choose_thresholds, smooth
from training.export.bundle import (
    ENCODER_NAME,
    HEAD_NAME,
    check_target,
    sha256_hex,
    write_bundle,
)
from training.export.encoder import export_encoder
from training.export.head import export_head
from training.export.parity import (
    Parity,
    check_encoder,
    check_head,
    check_labels,
    encode_with_keras,
)
from training.features import (
    ExtractedClip,
    Extraction,
    FeatureCache,
    extract_clips,
    hide,
)
from training.fit import (
    FitResult,
    WindowBatches,
    balanced_weights,
    fit_head,
    input_scale,
    predict_logits,
    seed_everything,
)
from training.heads.config import HeadConfig
from training.heads.models import gru_head, input_model, mean_head
from training.progress import Progress
from training.windows import (
    ClipFeatures,
    IntArray,
    WindowTable,
    clip_windows,
    join_windows,
)
from vidclf_app.core.encoders import ImageEncoder
from vidclf_app.core.engine import Engine
from vidclf_app.core.files import make_folder, write_text
from vidclf_app.core.manifest import HeadSpec, ImageEncoderSpec, ModelManifest, Threshold
from vidclf_app.core.preprocess import prepare
from vidclf_app.core.records import Float32Array, UInt8Array
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.file import open_file

# Of the training part, to stop the fit in time.
_HELD_OUT = 0.2
# Of the held-out windows, every third one: neighbours differ by one frame in twenty.
_HELD_OUT_STEP = 3
_PARITY_CLIPS = 10
_PARITY_WINDOWS = 32
_LIBRARIES = ("tensorflow", "tensorflow-cpu", "keras", "tf2onnx", "onnx", "numpy", "scikit-learn")

Parities = tuple[Parity, Parity, Parity]  # encoder, head, the chain of both
HeadBuilder = Callable[[HeadConfig, int, int, int, Float32Array], keras.Model]


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """Everything that the fits of one run share.

    Attributes:
        labels: Class names, in the order of the outputs.
        clips: The clips that could be read.
        targets: int64, shape (clips,), class of each clip.
        table: Their windows.
        mirrored: The windows of the mirrored clips, or None.
    """

    labels: tuple[str, ...]
    clips: tuple[ExtractedClip, ...]
    targets: IntArray
    table: WindowTable
    mirrored: WindowTable | None

    @property
    def features(self) -> int:
        """Length F of a feature vector."""
        return int(self.table.rows.shape[1])

    @property
    def group_sizes(self) -> Counter[str]:
        """Clips in each group."""
        return Counter(extracted.clip.group for extracted in self.clips)

    def names(self, positions: IntArray) -> tuple[list[str], list[str]]:
        """Return labels and groups of some clips."""
        chosen = [self.clips[position].clip for position in positions.tolist()]
        return [clip.label for clip in chosen], [clip.group for clip in chosen]


@dataclass(frozen=True, slots=True, eq=False)
class FoldsResult:
    """A head's predictions for every window, each by a fit that hadn't seen its group.

    Attributes:
        logits: float32, shape (windows, C).
        epochs: Epochs of the kept weights, per fold.
        history: Of each fold's fit.
    """

    logits: Float32Array
    epochs: tuple[int, ...]
    history: tuple[tuple[dict[str, float], ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What the folds by group tell.

    Attributes:
        folds: Positions of the clips of each fold.
        gru_folds: The recurrent head's predictions.
        mean_folds: The mean-pool baseline's.
        gru: Figures of the recurrent head, calibrated, on groups it hadn't learnt from.
        mean: Likewise of the baseline.
        ece_before: Calibration error of the recurrent head before calibration.
        majority: Accuracy of always naming the largest class of the training part.
        fold_accuracy: Clip accuracy of the recurrent head, per fold.
        temperature: See `ModelManifest`.
        thresholds: See `ModelManifest`.
    """

    folds: tuple[Split, ...]
    gru_folds: FoldsResult
    mean_folds: FoldsResult
    gru: Figures
    mean: Figures
    ece_before: float
    majority: float
    fold_accuracy: tuple[float, ...]
    temperature: float
    thresholds: dict[str, Threshold]

    @property
    def epochs(self) -> int:
        """Epochs for the fit on all clips: the median of the folds'."""
        return max(1, round(statistics.median(self.gru_folds.epochs)))


@dataclass(frozen=True, slots=True)
class RunResult:
    """Where a run's results lie, and its main figures.

    Attributes:
        bundle: The bundle folder.
        folder: The run's own folder: config, versions, metrics, history.
        gru: Figures of the recurrent head on groups it hadn't learnt from.
        mean: Likewise of the mean-pool baseline.
    """

    bundle: Path
    folder: Path
    gru: Figures
    mean: Figures


def run_training(
    config: TrainingConfig, cache: Path, folder: Path, progress: Progress
) -> RunResult:
    """Do everything: extract, evaluate by group, fit, export, check, write the bundle.

    Args:
        config: The run.
        cache: Folder of cached features.
        folder: The run's own folder, created here.
        progress: Told what happens.

    Raises:
        DatasetError: The clips can't be trained on.
        TrainingError: A fit failed, or the bundle's place is taken.
        ExportParityError: The exported networks differ from the trained ones.
        VidclfError: Files could not be written, or the encoder failed.
    """
    started_s = time.monotonic()
    check_target(config.out)
    clips = load_clips(config.data, config.labels)
    _check_folds(config, [clip.label for clip in clips], [clip.group for clip in clips])
    make_folder(folder)
    write_text(folder / "config.json", config.model_dump_json(indent=2) + "\n")
    write_text(folder / "versions.json", _json(library_versions()))

    progress.say(f"{len(clips)} clips; building the encoder")
    seed_everything(config.fit.seed)
    encoder = encoder_model()
    encoder_bytes = export_encoder(encoder)
    engine = Engine(encoder_bytes, ENCODER_NAME)
    spec = ImageEncoderSpec(
        file=ENCODER_NAME,
        sha256=sha256_hex(encoder_bytes),
        preprocessing=config.preprocessing,
        features=int(encoder.outputs[0].shape[1]),
    )
    extract_started_s = time.monotonic()
    with progress.bar("Extracting features", len(clips)) as advance:
        extraction = extract_clips(
            clips, config, ImageEncoder(engine, spec), spec.sha256, FeatureCache(cache), advance
        )
    extract_s = time.monotonic() - extract_started_s
    _say_extraction(progress, extraction, extract_s)
    kept = [extracted.clip for extracted in extraction.clips]
    check_classes(config.data, kept, config.labels)
    material = _material(config, class_names(kept, config.labels), extraction.clips)

    fit_started_s = time.monotonic()
    evaluation = _evaluate(config, material, progress)
    everything = np.arange(len(kept), dtype=np.int64)
    title = "GRU head, all clips"
    head, final = _fit_for(
        config, material, gru_head, everything, evaluation.epochs, title, progress
    )
    fit_s = time.monotonic() - fit_started_s

    progress.say("Exporting and comparing with the trained networks")
    head_bytes = export_head(head, config.head)
    head_engine = Engine(head_bytes, HEAD_NAME, provider="cpu", threads=1)
    parities = _check_parity(config, material, encoder, engine, head, head_engine)
    seconds = {"extract": extract_s, "fit": fit_s, "all": time.monotonic() - started_s}
    write_text(
        folder / "metrics.json",
        _json(_metrics(material, evaluation, parities, extraction) | {"seconds": seconds}),
    )
    history = {
        "gru": evaluation.gru_folds.history,
        "mean_pool": evaluation.mean_folds.history,
        "final": final.history,
    }
    write_text(folder / "history.json", _json(history))
    write_bundle(
        config.out,
        _manifest(config, material, evaluation, spec, sha256_hex(head_bytes)),
        {ENCODER_NAME: encoder_bytes, HEAD_NAME: head_bytes},
        model_card(config, _card_facts(material, evaluation, parities, extraction)),
    )
    return RunResult(config.out, folder, evaluation.gru, evaluation.mean)


def _evaluate(config: TrainingConfig, material: Material, progress: Progress) -> Evaluation:
    """Judge both heads on groups that they hadn't learnt from, and calibrate the shipped one."""
    table, targets = material.table, material.targets
    everything = np.arange(len(material.clips))
    folds = group_folds(*material.names(everything), config.folds, config.fit.seed)
    gru_folds = _run_folds(config, material, folds, gru_head, "GRU head", progress)
    mean_folds = _run_folds(config, material, folds, mean_head, "Mean-pool baseline", progress)
    weights = clip_weights(table.clips)
    temperature = fit_temperature(gru_folds.logits, targets[table.clips], weights)
    mean_temperature = fit_temperature(mean_folds.logits, targets[table.clips], weights)
    calibrated = softmax(gru_folds.logits, temperature)

    def figures(probabilities: Any) -> Figures:
        return judge(probabilities, table.clips, targets, len(material.labels))

    smoothed = smooth(calibrated, table, config.smoothing_s)
    return Evaluation(
        folds=tuple(folds),
        gru_folds=gru_folds,
        mean_folds=mean_folds,
        gru=figures(calibrated),
        mean=figures(softmax(mean_folds.logits, mean_temperature)),
        ece_before=figures(softmax(gru_folds.logits)).ece,
        majority=majority_accuracy([(targets[fold.train], targets[fold.test]) for fold in folds]),
        fold_accuracy=tuple(_fold_accuracy(calibrated, material, fold) for fold in folds),
        temperature=temperature,
        thresholds=choose_thresholds(
            smoothed, table.clips, targets, material.labels, config.threshold_precision
        ),
    )


def _manifest(
    config: TrainingConfig,
    material: Material,
    evaluation: Evaluation,
    encoder: ImageEncoderSpec,
    head_sha256: str,
) -> ModelManifest:
    gru, mean = evaluation.gru, evaluation.mean
    return ModelManifest(
        name=config.name,
        version=config.version,
        labels=material.labels,
        window=config.window,
        min_frames=config.min_frames,
        rate_hz=config.rate_hz,
        encoder=encoder,
        head=HeadSpec(file=HEAD_NAME, sha256=head_sha256),
        temperature=round(evaluation.temperature, 4),
        smoothing_s=config.smoothing_s,
        thresholds=evaluation.thresholds,
        metrics={
            "unseen_group_accuracy": round(gru.clip_accuracy, 4),
            "unseen_group_macro_f1": round(gru.macro_f1, 4),
            "unseen_group_window_accuracy": round(gru.window_accuracy, 4),
            "unseen_group_ece": round(gru.ece, 4),
            "mean_pool_accuracy": round(mean.clip_accuracy, 4),
            "mean_pool_macro_f1": round(mean.macro_f1, 4),
            "majority_accuracy": round(evaluation.majority, 4),
            "clips": float(len(material.clips)),
            "groups": float(len(material.group_sizes)),
            "folds": float(config.folds),
        },
        licence=config.licence,
        provenance=config.provenance,
    )


def _card_facts(
    material: Material, evaluation: Evaluation, parities: Parities, extraction: Extraction
) -> CardFacts:
    return CardFacts(
        labels=material.labels,
        clips=tuple(np.bincount(material.targets, minlength=len(material.labels)).tolist()),
        groups=len(material.group_sizes),
        largest_group=max(material.group_sizes.values()) / len(material.clips),
        left_out=extraction.left_out,
        gru=evaluation.gru,
        mean=evaluation.mean,
        majority=evaluation.majority,
        fold_accuracy=evaluation.fold_accuracy,
        fold_clips=tuple(len(fold.test) for fold in evaluation.folds),
        epochs=evaluation.epochs,
        temperature=evaluation.temperature,
        ece_before=evaluation.ece_before,
        encoder_parity=parities[0],
        head_parity=parities[1],
        chain_parity=parities[2],
        versions=library_versions(),
    )


def _metrics(
    material: Material, evaluation: Evaluation, parities: Parities, extraction: Extraction
) -> dict[str, Any]:
    return {
        "labels": list(material.labels),
        "gru": evaluation.gru.as_json(),
        "gru_uncalibrated_ece": evaluation.ece_before,
        "mean_pool": evaluation.mean.as_json(),
        "majority_accuracy": evaluation.majority,
        "fold_accuracy": list(evaluation.fold_accuracy),
        "fold_groups": [sorted(set(material.names(fold.test)[1])) for fold in evaluation.folds],
        "epochs": list(evaluation.gru_folds.epochs),
        "temperature": evaluation.temperature,
        "windows": len(material.table.ends),
        "held_frames": _held_frames(material),
        "left_out": [left.reason for left in extraction.left_out],
        "parity": {
            name: {"compared": p.compared, "relative": p.relative, "same": p.same_label}
            for name, p in zip(("encoder", "head", "chain"), parities, strict=True)
        },
    }


def library_versions() -> dict[str, str]:
    """Return the versions of the libraries that decide the numbers."""
    found = {}
    for name in _LIBRARIES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def _check_folds(config: TrainingConfig, labels: Sequence[str], groups: Sequence[str]) -> None:
    # Before the long part: the extraction may take minutes.
    for fold in group_folds(labels, groups, config.folds, config.fit.seed):
        hold_out_groups(
            [labels[i] for i in fold.train],
            [groups[i] for i in fold.train],
            _HELD_OUT,
            config.fit.seed,
        )


def _say_extraction(progress: Progress, extraction: Extraction, seconds: float) -> None:
    frames = sum(len(clip.features.times_s) for clip in extraction.clips)
    progress.say(
        f"{len(extraction.clips)} clips, {frames} frames in {seconds:.0f} s "
        f"({extraction.from_cache} clips from the cache)"
    )
    if extraction.left_out:
        progress.say(f"{len(extraction.left_out)} clips left out:")
        for left in extraction.left_out:
            progress.say(f"  {left.reason}")


def _material(
    config: TrainingConfig, labels: tuple[str, ...], clips: tuple[ExtractedClip, ...]
) -> Material:
    def table(views: Sequence[ClipFeatures]) -> WindowTable:
        return join_windows(
            [clip_windows(view, config.window, config.rate_hz, config.min_frames) for view in views]
        )

    mirrored = [clip.mirrored for clip in clips if clip.mirrored is not None]
    return Material(
        labels=labels,
        clips=clips,
        targets=np.array([labels.index(clip.clip.label) for clip in clips], dtype=np.int64),
        table=table([clip.features for clip in clips]),
        mirrored=table(mirrored) if mirrored else None,
    )


def _held_frames(material: Material) -> int:
    frames = sum(len(clip.features.times_s) for clip in material.clips)
    return len(material.table.rows) - 1 - frames


def _windows_of(table: WindowTable, clips: IntArray) -> IntArray:
    return np.flatnonzero(np.isin(table.clips, clips))


def _new_head(
    config: TrainingConfig, material: Material, build: HeadBuilder, batches: WindowBatches
) -> keras.Model:
    keras.backend.clear_session()
    scale = input_scale(input_model(config.head, config.window, material.features), batches)
    seed_everything(config.fit.seed)
    return build(config.head, config.window, material.features, len(material.labels), scale)


def _batches(config: TrainingConfig, material: Material, clips: IntArray) -> WindowBatches:
    return WindowBatches(
        material.table,
        clips,
        material.targets,
        balanced_weights(material.targets[clips], len(material.labels)),
        config.window,
        config.min_frames,
        config.fit,
        material.mirrored,
    )


def _run_folds(
    config: TrainingConfig,
    material: Material,
    folds: Sequence[Split],
    build: HeadBuilder,
    what: str,
    progress: Progress,
) -> FoldsResult:
    table, targets = material.table, material.targets
    logits = np.zeros((len(table.ends), len(material.labels)), dtype=np.float32)
    epochs, history = [], []
    for number, fold in enumerate(folds, start=1):
        inner = hold_out_groups(*material.names(fold.train), _HELD_OUT, config.fit.seed)
        learnt, held_out = fold.train[inner.train], fold.train[inner.test]
        batches = _batches(config, material, learnt)
        model = _new_head(config, material, build, batches)
        stopping = _windows_of(table, held_out)[::_HELD_OUT_STEP]
        weights = clip_weights(table.clips[stopping])
        wanted = targets[table.clips[stopping]]

        def held_out_loss(
            model: keras.Model = model,
            stopping: IntArray = stopping,
            wanted: IntArray = wanted,
            weights: Any = weights,
        ) -> float:
            return log_loss(predict_logits(model, table, stopping), wanted, weights)

        title = f"{what}, fold {number} of {len(folds)}"
        with progress.bar(title, config.fit.epochs) as advance:
            result = fit_head(model, batches, config.fit, held_out_loss, advance)
        # The shipped head learns from all clips for a number of epochs chosen like this; so does
        # the one that is measured.
        model, _ = _fit_for(
            config, material, build, fold.train, result.epochs, f"{title}, again", progress
        )
        tested = _windows_of(table, fold.test)
        logits[tested] = predict_logits(model, table, tested)
        epochs.append(result.epochs)
        history.append(result.history)
    return FoldsResult(logits, tuple(epochs), tuple(history))


def _fit_for(
    config: TrainingConfig,
    material: Material,
    build: HeadBuilder,
    clips: IntArray,
    epochs: int,
    title: str,
    progress: Progress,
) -> tuple[keras.Model, FitResult]:
    """Fit a fresh head on some clips for a number of epochs, with nothing held out."""
    batches = _batches(config, material, clips)
    model = _new_head(config, material, build, batches)
    fit_config = config.fit.model_copy(update={"epochs": epochs, "patience": epochs})
    with progress.bar(title, epochs) as advance:
        return model, fit_head(model, batches, fit_config, None, advance)


def _fold_accuracy(probabilities: Any, material: Material, fold: Split) -> float:
    tested = _windows_of(material.table, fold.test)
    positions = np.searchsorted(fold.test, material.table.clips[tested])
    figures = judge(
        probabilities[tested], positions, material.targets[fold.test], len(material.labels)
    )
    return figures.clip_accuracy


def _check_parity(
    config: TrainingConfig,
    material: Material,
    encoder: keras.Model,
    encoder_engine: Engine,
    head: keras.Model,
    head_engine: Engine,
) -> Parities:
    """Compare encoder, head and the chain of both on clips spread over the table."""
    step = max(1, len(material.clips) // _PARITY_CLIPS)
    chosen = material.clips[::step][:_PARITY_CLIPS]
    frames = [_frames_of(clip, config) for clip in chosen]
    encoder_parity = check_encoder(encoder, encoder_engine, np.concatenate(frames))
    full = np.flatnonzero(material.table.lengths == material.table.lengths.max())
    full = full[:: max(1, len(full) // _PARITY_WINDOWS)][:_PARITY_WINDOWS]
    table = material.table
    windows = table.gather(table.ends[full], table.lengths[full], config.window)
    head_parity = check_head(head, head_engine, windows)
    expected, found = [], []
    for clip, pictures in zip(chosen, frames, strict=True):
        vectors = encode_with_keras(encoder, pictures)
        trained = ClipFeatures(vectors, clip.features.times_s)
        expected.append(_clip_logits(config, trained, head.predict_on_batch))
        found.append(_clip_logits(config, clip.features, head_engine.run))
    return encoder_parity, head_parity, check_labels(np.stack(expected), np.stack(found))


def _clip_logits(
    config: TrainingConfig, features: ClipFeatures, head: Callable[[dict[str, Any]], Float32Array]
) -> Float32Array:
    """Return the mean logits of a clip's windows, float32 (C,)."""
    windows = clip_windows(features, config.window, config.rate_hz, config.min_frames)
    table = join_windows([windows])
    feeds = {
        "features": table.gather(table.ends, table.lengths, config.window),
        "length": table.lengths.astype(np.int32),
    }
    mean: Float32Array = head(feeds).mean(axis=0)
    return mean


def _frames_of(clip: ExtractedClip, config: TrainingConfig) -> UInt8Array:
    sampler = FrameSampler(config.rate_hz)
    rectangles = config.rectangles_of(clip.clip.group)
    pictures = []
    with open_file(clip.clip.path) as video:
        while (stamp := video.grab()) is not None:
            if sampler.take(stamp.time_s):
                frame = hide(video.retrieve(), rectangles, mirrored=False)
                pictures.append(prepare(frame.pixels, config.preprocessing))
    return np.stack(pictures)


def _json(content: Any) -> str:
    return json.dumps(content, indent=2) + "\n"
