"""A training run from clips to a checked bundle and a report."""

import hashlib
import json
import statistics
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import keras
import numpy as np

from training.config import TrainingConfig
from training.data.clips import (
    Clip,
    ClipTable,
    check_classes,
    class_names,
    near_duplicate_labels,
)
from training.data.selection import load_clips
from training.data.splits import Split, leaking_groups, official_split
from training.data.ucf101 import load_ucf101
from training.errors import DatasetError
from training.evaluation.report import write_report
from training.evaluation.training_clips import TRAINING_CLIPS_NAME
from training.export.bundle import HEAD_NAME, check_target, sha256_hex, write_bundle
from training.export.head import export_head
from training.features.entries import FeatureCache
from training.features.extract import (
    Extraction,
    LeftOut,
    Recipe,
    default_workers,
    extract_clips,
)
from training.features.speed import ExtractionSpeed, measure_speed
from training.features.views import View
from training.features.windows import IntArray
from training.fitting.heads import seed_everything, start_strategy
from training.fitting.store import FitStore
from training.heads.models import shift_logit
from training.progress import Progress
from training.running.card import model_card
from training.running.checks import check_names, check_twins
from training.running.encoding import Encoding, image_encoding, open_encoding
from training.running.folds import HeadFit, JudgedHead, head_name, judge_head, split_kind, splits_of
from training.running.logs import RunLogs
from training.running.material import (
    Material,
    gather_material,
    leave_out_windowless,
    own_rate_hz,
)
from training.running.packing import app_check, check_parity, parity_samples
from training.running.precision_trial import try_precision
from training.running.stages import Stages
from training.running.telling import (
    RunFacts,
    history_json,
    make_manifest,
    metrics_json,
    report_facts,
)
from training.running.tuned_folds import judge_tuned, tune_on, tuning_name
from training.running.versions import library_versions
from vidclf_app.core.bundle import CARD_NAME
from vidclf_app.core.engine import Engine
from vidclf_app.core.files import make_folder, write_text
from vidclf_app.core.manifest import EncoderSpec, ImageEncoderSpec

# A GPU works on one frame at a time; more clips side by side than this only wait for it.
_MAX_WORKERS = 16
# Frames of landmarks kept for each one that the model samples.
_DENSER = 3


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """Everything before the first fit.

    Attributes:
        config: The run, with the rate that its clips have where it takes their first frames.
        table: The data set.
        recipe: How clips were extracted.
        encoding: The encoder, float32.
        extraction: What came of it.
        speed: Of the extraction; None where all came from the cache.
        material: The clips to learn from.
        splits: Their divisions.
        store: Where fits are kept; None keeps none.
        logs: Where losses are told.
    """

    config: TrainingConfig
    table: ClipTable
    recipe: Recipe
    encoding: Encoding
    extraction: Extraction
    speed: ExtractionSpeed | None
    material: Material
    splits: tuple[Split, ...]
    store: FitStore | None
    logs: RunLogs


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """Where a run's results lie, and its heads.

    Attributes:
        bundle: The bundle folder.
        folder: The run's own folder: config, versions, metrics, history, logs, fits.
        report: The report, one HTML file.
        heads: The shipped head first, the baseline last.
    """

    bundle: Path
    folder: Path
    report: Path
    heads: tuple[JudgedHead, ...]


def run_training(
    config: TrainingConfig, cache: Path, folder: Path, progress: Progress
) -> RunResult:
    """Do everything: extract, judge on clips not learnt from, fit, export, check, report.

    A run that was cut off goes on where it stopped when it is started again with the same
    folder, and ends with the same numbers.

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
    stages = Stages(progress)
    check_target(config.out)
    prepared = prepare(config, cache, folder, stages, progress)
    config, material = prepared.config, prepared.material
    with stages.stage("judging on clips not learnt from"):
        heads = tuple(
            judge_head(
                config,
                material,
                prepared.splits,
                head,
                prepared.store,
                prepared.logs,
                progress,
            )
            for head in (config.head, config.baseline_head)
        )
    if config.fine_tune.blocks:
        with stages.stage("fine-tuning, fold by fold"):
            tuned = judge_tuned(
                config,
                material,
                prepared.splits,
                heads[0],
                prepared.recipe,
                FeatureCache(cache),
                prepared.extraction.workers,
                prepared.store,
                progress,
            )
        heads = (tuned, *heads)
    shipped = heads[0]
    with stages.stage("fitting the shipped head"):
        learnt = shipped_clips(config, prepared)
        fitter = HeadFit(config, material, config.head, prepared.store, prepared.logs, progress)
        final = fitter.fit(
            learnt,
            max(1, round(statistics.median(shipped.epochs))),
            name=f"{head_name(config.head)}-final",
            title=f"{config.head.kind}, shipped",
        )
        head = fitter.head(final.weights)
    encoding = prepared.encoding
    if config.fine_tune.blocks:
        with stages.stage("fine-tuning the shipped backbone"):
            encoding, head = _tuned_networks(prepared, learnt, head, progress)
    if material.background is not None:
        # Calibration's part that the manifest has no word for.
        shift_logit(head, material.background, shipped.calibration.shift)
    shipped_encoding, trial = encoding, None
    if config.export.precision != "float32":
        with stages.stage(f"trying {config.export.precision}"):
            trial, reduced = try_precision(
                config,
                material,
                prepared.splits,
                shipped,
                encoding,
                prepared.recipe,
                FeatureCache(cache),
                prepared.extraction.workers,
            )
            progress.say(trial.sentence)
            if trial.kept:
                shipped_encoding = reduced
    with stages.stage("exporting and comparing"):
        head_bytes = export_head(head)
        head_engine = Engine(head_bytes, HEAD_NAME, provider="cpu", threads=1)
        samples = parity_samples(material)
        parities = check_parity(
            config, material, samples, prepared.recipe, encoding, head, head_engine
        )
        facts = RunFacts(
            config=config,
            material=material,
            splits=prepared.splits,
            split_kind=_told_kind(config, prepared.table),
            grouped=prepared.table.grouped,
            heads=heads,
            final=final,
            learnt=len(learnt),
            left_out=_left_out(prepared),
            parities=parities,
            speed=prepared.speed,
            encoder=shipped_encoding.spec,
            trial=trial,
            versions=library_versions(),
        )
        hashes = sorted({material.clips[number].sha256 for number in learnt.tolist()})
        write_bundle(
            config.out,
            make_manifest(facts, sha256_hex(head_bytes)),
            {**shipped_encoding.networks, HEAD_NAME: head_bytes},
            {
                CARD_NAME: model_card(facts),
                TRAINING_CLIPS_NAME: "".join(f"{line}\n" for line in hashes),
            },
            app_check(config, samples, prepared.recipe, shipped_encoding, head_engine),
        )
    with stages.stage("report"):
        report = write_report(folder, report_facts(facts, stages.seconds))
    write_text(folder / "history.json", _json(history_json(heads, final)))
    write_text(folder / "metrics.json", _json(metrics_json(facts, stages.seconds)))
    return RunResult(config.out, folder, report, heads)


def _tuned_networks(
    prepared: Prepared, learnt: IntArray, head: keras.Model, progress: Progress
) -> tuple[Encoding, keras.Model]:
    config = prepared.config
    name = f"{head_name(config.head)}-{tuning_name(config)}-final"
    tuned = tune_on(config, prepared.material, learnt, head, name, prepared.store, progress)
    return image_encoding(config, tuned.encoder), tuned.head


def prepare(
    config: TrainingConfig, cache: Path, folder: Path, stages: Stages, progress: Progress
) -> Prepared:
    """Do everything before the first fit: read the table, extract, divide.

    Args:
        config: The run.
        cache: Folder of cached features.
        folder: The run's own folder, created here.
        stages: Clock.
        progress: Told what happens.

    Raises:
        DatasetError: The clips can't be trained on.
        TrainingError: The backbone can't be had.
        VidclfError: Files could not be written, or the encoder failed.
    """
    with stages.stage("reading the table"):
        table = read_table(config, progress)
        splits_of(config, table.clips)  # Before the long part: the extraction may take minutes.
        progress.say(f"run folder: {folder}")
        make_folder(folder)
        write_text(folder / "config.json", config.model_dump_json(indent=2) + "\n")
        write_text(folder / "versions.json", _json(library_versions()))
    with stages.stage("building the encoder"):
        start_strategy(config.fit)
        seed_everything(config.fit.seed)
        encoding = open_encoding(config)
    spec = encoding.spec
    recipe = recipe_of(config, spec)
    feature_cache = FeatureCache(cache)
    feature_cache.sweep()
    workers = min(default_workers(), _MAX_WORKERS)
    with (
        stages.stage("extracting features"),
        progress.bar("Extracting features", len(table.clips)) as advance,
    ):
        extraction = extract_clips(
            table.clips,
            recipe,
            encoding.new_encoder,
            workers,
            encoding.identity,
            feature_cache,
            advance,
        )
    extraction = leave_out_windowless(config, extraction, spec)
    kept = [extracted.clip for extracted in extraction.clips]
    speed = None
    if recipe.preprocessing is not None:
        speed = measure_speed(extraction, kept, recipe, encoding.engines["image"])
    _tell(progress, extraction, speed)
    if config.strict and extraction.left_out:
        first = extraction.left_out[0]
        raise DatasetError(
            f"{len(extraction.left_out)} of {len(table.clips)} clips can't be used; the first: "
            f"{first.reason.rstrip('.')}.",
            "Mend or remove them, or leave them out by not being strict.",
        )
    check_classes(config.data, kept, config.labels)
    if config.frames == "first":
        config = config.model_copy(update={"rate_hz": own_rate_hz(extraction.clips)})
    splits = splits_of(config, kept)
    check_twins(config, extraction.clips, splits, progress)
    material = gather_material(config, class_names(kept, config.labels), extraction.clips, spec)
    return Prepared(
        config=config,
        table=table,
        recipe=recipe,
        encoding=encoding,
        extraction=extraction,
        speed=speed,
        material=material,
        splits=splits,
        store=_store(config, folder, material),
        logs=RunLogs(folder, tensorboard=config.fit.tensorboard),
    )


def read_table(config: TrainingConfig, progress: Progress) -> ClipTable:
    """Read the data set that a config names, and say what is odd about it.

    Raises:
        DatasetError: It can't be trained on, or clips of one group stand on both sides of its
            own split and the config doesn't allow it.
    """
    if config.ucf101 is not None:
        lists = config.ucf101
        table = load_ucf101(
            config.data,
            lists.lists,
            lists.number,
            lists.classes or config.labels,
            lists.top,
            strict=config.strict,
        )
    else:
        table = load_clips(config)
    progress.say(f"{len(table.clips)} clips of {len(table.counts)} classes")
    if config.left_out is not None:
        progress.say(f"  {len(table.skipped)} clips are left out, most by {config.left_out.name}")
    else:
        for skipped in table.skipped:
            progress.say(f"  left out: {skipped.path} {skipped.reason}")
    for labels in near_duplicate_labels(table.clips):
        progress.say(f"  labels that look alike: {', '.join(map(repr, labels))}")
    check_names(config, table, progress)
    kind = split_kind(config, table.clips)
    if kind != "official" and not table.grouped:
        progress.say(
            "  no groups are known, so clips of one person or room may stand on both sides of a "
            "fold: the figures will flatter. A CSV with a column `group` mends that."
        )
    elif kind == "stratified":
        progress.say(
            "  split = 'stratified' takes no heed of the groups: clips of one stand on both sides "
            "of a fold, and the figures will flatter."
        )
    if kind == "official" and not config.allow_leaks:
        leaking = leaking_groups(table.clips, official_split(table.clips))
        if not leaking:
            return table
        raise DatasetError(
            f"{config.data}: {len(leaking)} groups stand on both sides of the split; the first: "
            f"{leaking[0]}.",
            "Mend the split, divide anew with split = 'groups', or set allow_leaks = true.",
        )
    return table


def recipe_of(config: TrainingConfig, spec: EncoderSpec) -> Recipe:
    """Return how the clips of a config are extracted.

    Args:
        config: The run.
        spec: Its encoder.
    """
    return Recipe(
        preprocessing=spec.preprocessing if isinstance(spec, ImageEncoderSpec) else None,
        frames=config.frames,
        rate_hz=config.rate_hz,
        window=config.window,
        min_frames=config.min_frames,
        views=_views(config),
        rectangles_of=config.rectangles_of,
        moving_only=config.moving_only,
    )


def shipped_clips(config: TrainingConfig, prepared: Prepared) -> IntArray:
    """Return the clips that the shipped head learns from: int64 positions.

    With a split that came with the data, only its training part, so that the bundle can be
    judged on the test part; otherwise all.
    """
    if split_kind(config, prepared.table.clips) == "official":
        return prepared.splits[0].train
    return np.arange(len(prepared.material.clips), dtype=np.int64)


def _told_kind(
    config: TrainingConfig, table: ClipTable
) -> Literal["official", "groups", "stratified"]:
    """Return how the clips were divided, for people."""
    kind = split_kind(config, table.clips)
    # A file that is named twice makes a group, which says nothing of persons and rooms.
    return "stratified" if kind == "groups" and not table.grouped else kind


def _views(config: TrainingConfig) -> tuple[View, ...]:
    if config.encoder != "image":
        # What lies between the model's frames: windows of another tempo are drawn from it.
        step_s = 1.0 / (config.rate_hz * _DENSER)
        return tuple(View(delay_s=number * step_s) for number in range(_DENSER))
    views = [View()]
    if config.mirror:
        views.append(View(mirrored=True))
    seeds = range(config.fit.seed, config.fit.seed + config.views)
    views.extend(View(augment=config.augment, seed=seed) for seed in seeds)
    return tuple(views)


def _fingerprint(config: TrainingConfig, material: Material) -> str:
    """Return a hash of everything that fits follow from, apart from their heads."""
    parts = {
        "material": material.identity(),
        "config": config.model_dump(
            mode="json", include={"frames", "rate_hz", "window", "min_frames", "split", "folds"}
        ),
        "fit": config.fit.model_dump(mode="json", exclude={"tensorboard"}),
        "playing": {"play_s": config.play_s, "body": config.body.model_dump(mode="json")}
        if material.sequences
        else None,
        "versions": library_versions(),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _store(config: TrainingConfig, folder: Path, material: Material) -> FitStore | None:
    if config.fit.distribute == "multi_worker":
        # One machine that goes on where it stopped would wait for ever for one that begins anew.
        return None
    return FitStore(folder / "fits", _fingerprint(config, material))


def _tell(progress: Progress, extraction: Extraction, speed: ExtractionSpeed | None) -> None:
    frames = sum(clip.entries[0].frames for clip in extraction.clips)
    progress.say(
        f"{len(extraction.clips)} clips, {frames} frames in {extraction.seconds:.0f} s "
        f"({extraction.from_cache} clips from the cache)"
    )
    if speed is not None:
        progress.say(
            f"{speed.frames_per_s:.0f} frames a second with decoding, "
            f"{speed.bare_frames_per_s:.0f} by the bare encoder on the same cores: "
            f"{speed.ratio:.2f} of its speed"
        )
    if extraction.left_out:
        progress.say(f"left out: {len(extraction.left_out)}")
        for left in extraction.left_out:
            progress.say(f"  {left.reason}")


def _left_out(prepared: Prepared) -> tuple[LeftOut, ...]:
    skipped = tuple(
        LeftOut(Clip(skipped.path, "", ""), f"{skipped.path}: {skipped.reason}")
        for skipped in prepared.table.skipped
    )
    return skipped + prepared.extraction.left_out


def _json(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
