"""From a judged recipe to a bundle: fitted on its clips, exported, compared, written."""

import statistics
from dataclasses import dataclass
from typing import Literal

import keras

from training.config import TrainingConfig
from training.data.clips import ClipTable
from training.evaluation.training_clips import TRAINING_CLIPS_NAME
from training.export.bundle import HEAD_NAME, sha256_hex, write_bundle
from training.export.head import export_head
from training.heads.models import shift_logit
from training.progress import Progress
from training.running.card import model_card
from training.running.encoding import Encoding, image_encoding
from training.running.folds import HeadFit, JudgedHead, head_name, split_kind
from training.running.lessons import Lesson
from training.running.packing import app_check, check_parity, parity_samples
from training.running.precision_trial import PrecisionTrial
from training.running.preparing import Prepared
from training.running.stages import Stages
from training.running.telling import RunFacts, make_manifest
from training.running.tuned_folds import tune_on, tuning_name
from training.running.versions import library_versions
from vidclf_app.core.bundle import CARD_NAME
from vidclf_app.core.engine import Engine


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """What came of the folds: every bundle of a run is made like this.

    Attributes:
        heads: The one to be fitted first, the baseline last.
        trial: Of an encoder of lower precision; None where none was asked for.
        lower: The encoder of lower precision, where that is the bundles'.
    """

    heads: tuple[JudgedHead, ...]
    trial: PrecisionTrial | None = None
    lower: Encoding | None = None


def make_bundle(
    prepared: Prepared, lesson: Lesson, decided: Decided, stages: Stages, progress: Progress
) -> RunFacts:
    """Fit a head, export it, compare it with what was trained, write its bundle.

    Args:
        prepared: Everything before the first fit.
        lesson: What it learns from, and where the bundle goes.
        decided: What came of the folds.
        stages: Clock.
        progress: Told what happens.

    Returns:
        What is to be told of it.

    Raises:
        TrainingError: The fit failed, or the bundle's place is taken.
        ExportParityError: The exported networks differ from the trained ones.
        VidclfError: Files could not be written, or the encoder failed.
    """
    config, material, judged = prepared.config, lesson.material, decided.heads[0]
    with stages.stage(f"fitting the {lesson.title} head"):
        fitter = HeadFit(config, material, config.head, lesson.store, prepared.logs, progress)
        final = fitter.fit(
            lesson.clips,
            max(1, round(statistics.median(judged.epochs))),
            name=f"{head_name(config.head)}-{lesson.fit}",
            title=f"{config.head.kind}, {lesson.title}",
        )
        head = fitter.head(final.weights)
    encoding = prepared.encoding
    if config.fine_tune.blocks:
        with stages.stage(f"fine-tuning the {lesson.title} backbone"):
            encoding, head = _tuned_networks(config, lesson, head, progress)
    if material.background is not None:
        # Calibration's part that the manifest has no word for.
        shift_logit(head, material.background, judged.calibration.shift)
    bundled = decided.lower or encoding
    with stages.stage("exporting and comparing"):
        head_bytes = export_head(head)
        head_engine = Engine(head_bytes, HEAD_NAME, provider="cpu", threads=1)
        samples = parity_samples(material)
        parities = check_parity(
            config, material, samples, prepared.recipe, encoding, head, head_engine
        )
        facts = RunFacts(
            config=config,
            material=prepared.material,
            splits=prepared.splits,
            split_kind=_told_kind(config, prepared.table),
            grouped=prepared.table.grouped,
            heads=decided.heads,
            final=final,
            lesson=lesson,
            parities=parities,
            speed=prepared.speed,
            encoder=bundled.spec,
            trial=decided.trial,
            versions=library_versions(),
        )
        write_bundle(
            lesson.out,
            make_manifest(facts, sha256_hex(head_bytes)),
            {**bundled.networks, HEAD_NAME: head_bytes},
            {
                CARD_NAME: model_card(facts),
                TRAINING_CLIPS_NAME: "".join(f"{line}\n" for line in lesson.hashes),
            },
            app_check(config, samples, prepared.recipe, bundled, head_engine),
        )
    return facts


def _tuned_networks(
    config: TrainingConfig, lesson: Lesson, head: keras.Model, progress: Progress
) -> tuple[Encoding, keras.Model]:
    name = f"{head_name(config.head)}-{tuning_name(config)}-{lesson.fit}"
    tuned = tune_on(config, lesson.material, lesson.clips, head, name, lesson.store, progress)
    return image_encoding(config, tuned.encoder), tuned.head


def _told_kind(
    config: TrainingConfig, table: ClipTable
) -> Literal["official", "groups", "stratified"]:
    """Return how the clips were divided, for people."""
    kind = split_kind(config, table.clips)
    # A file that is named twice makes a group, which says nothing of persons and rooms.
    return "stratified" if kind == "groups" and not table.grouped else kind
