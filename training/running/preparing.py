"""Everything before a run's first fit: its clips, its encoder, their features, their division."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from training.config import TrainingConfig
from training.data.clips import ClipTable, check_classes, class_names, near_duplicate_labels
from training.data.selection import load_clips
from training.data.splits import Split, leaking_groups, official_split
from training.data.ucf101 import load_ucf101
from training.errors import DatasetError
from training.features.entries import FeatureCache
from training.features.extract import Extraction, Recipe, default_workers, extract_clips
from training.features.speed import ExtractionSpeed, measure_speed
from training.features.views import View
from training.fitting.heads import seed_everything, start_strategy
from training.fitting.store import FitStore
from training.progress import Progress
from training.running.checks import check_names, check_twins
from training.running.encoding import Encoding, open_encoding
from training.running.folds import split_kind, splits_of
from training.running.logs import RunLogs
from training.running.material import (
    Material,
    gather_material,
    leave_out_windowless,
    own_rate_hz,
)
from training.running.stages import Stages
from training.running.versions import library_versions
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
    FeatureCache(cache).sweep()
    extraction = extract_table(config, table, recipe, encoding, cache, stages, progress)
    kept = [extracted.clip for extracted in extraction.clips]
    speed = None
    if recipe.preprocessing is not None:
        speed = measure_speed(extraction, kept, recipe, encoding.engines["image"])
    _tell(progress, extraction, speed)
    check_strictness(config, table, extraction)
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
        store=store_of(config, folder, material),
        logs=RunLogs(folder, tensorboard=config.fit.tensorboard),
    )


def extract_table(
    config: TrainingConfig,
    table: ClipTable,
    recipe: Recipe,
    encoding: Encoding,
    cache: Path,
    stages: Stages,
    progress: Progress,
) -> Extraction:
    """Extract the clips of a table, as far as they have windows.

    Args:
        config: The run.
        table: The clips.
        recipe: How they are extracted.
        encoding: The encoder.
        cache: Folder of cached features.
        stages: Clock.
        progress: Told how far it is.

    Raises:
        VidclfError: The cache can't be written, or the encoder failed.
    """
    with (
        stages.stage("extracting features"),
        progress.bar("Extracting features", len(table.clips)) as advance,
    ):
        extraction = extract_clips(
            table.clips,
            recipe,
            encoding.new_encoder,
            min(default_workers(), _MAX_WORKERS),
            encoding.identity,
            FeatureCache(cache),
            advance,
        )
    return leave_out_windowless(config, extraction, encoding.spec)


def check_strictness(config: TrainingConfig, table: ClipTable, extraction: Extraction) -> None:
    """Refuse clips that can't be used, where the config is strict.

    Raises:
        DatasetError: There are some.
    """
    if config.strict and extraction.left_out:
        first = extraction.left_out[0]
        raise DatasetError(
            f"{len(extraction.left_out)} of {len(table.clips)} clips can't be used; the first: "
            f"{first.reason.rstrip('.')}.",
            "Mend or remove them, or leave them out by not being strict.",
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


def store_of(config: TrainingConfig, folder: Path, material: Material) -> FitStore | None:
    """Return where fits on some material are kept; None keeps none.

    Args:
        config: The run.
        folder: The run's own folder.
        material: That the fits learn from.
    """
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


def _json(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
