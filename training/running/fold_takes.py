"""Long takes of all groups, each watched by a head that never saw the group."""

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import keras

from training.config import TrainingConfig
from training.data.clips import Skipped
from training.errors import TrainingError
from training.evaluation.calibration import Calibration
from training.evaluation.take_figures import WatchedTake, score_takes
from training.evaluation.take_report import TakeReport
from training.evaluation.take_watching import watch_take
from training.evaluation.takes import Take, TakeSet, plan_takes, sort_clips
from training.export.bundle import HEAD_NAME
from training.export.head import export_head
from training.heads.models import shift_logit
from training.progress import Progress
from training.running.folds import judge_head
from training.running.preparing import Prepared, prepare
from training.running.stages import Stages
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.engine import Engine
from vidclf_app.core.recognizer import Recognizer


def judge_fold_takes(
    config: TrainingConfig,
    bundle: Path,
    cache: Path,
    folder: Path,
    *,
    count: int,
    seed: int,
    held: tuple[str, ...] = (),
    progress: Progress,
) -> TakeReport:
    """Make takes of each fold's groups and let the head watch them that the fold judged.

    Each head is calibrated by the other folds; thresholds and smoothing are the bundle's, which
    were chosen with all folds.

    Args:
        config: The run that made the bundle. What it holds out is not looked at.
        bundle: Its folder or zip file.
        cache: Folder of cached features.
        folder: The run's own folder, with its fits; what is missing there is fitted.
        count: Takes of each fold.
        seed: The same one makes the same takes of the same clips.
        held: Labels of exercises that are done by keeping still, see `plan_takes`.
        progress: Told how far it is.

    Raises:
        TrainingError: The bundle is not of this config, or its backbone is fitted, too.
        DatasetError: No takes can be made of a fold's clips.
        VidclfError: The bundle can't be opened, or the encoder fails.
    """
    if config.fine_tune.blocks:
        raise TrainingError(
            "Each fold has a backbone of its own where fine_tune.blocks is set; takes by fold are "
            "watched with one.",
            "Use held_out groups and `vidclf-train takes` instead.",
        )
    opened = open_bundle(bundle, provider="cpu")
    stages = Stages(progress)
    prepared = prepare(config, cache, folder, stages, progress)
    labels = prepared.material.labels
    if opened.manifest.encoder != prepared.encoding.spec or opened.manifest.labels != labels:
        raise TrainingError(
            f"{bundle}: has another encoder or other labels than the config.",
            "Name the config that the bundle was made with.",
        )
    judged = judge_head(
        config,
        prepared.material,
        prepared.splits,
        config.head,
        prepared.store,
        prepared.logs,
        progress,
    )
    takes: list[Take] = []
    watched: list[WatchedTake] = []
    skipped: list[Skipped] = []
    left_out: Counter[str] = Counter()
    started_s = time.monotonic()
    folds = zip(prepared.splits, judged.models, judged.fold_calibrations, strict=True)
    for number, (split, model, calibration) in enumerate(folds):
        recognizer = Recognizer(_bundle_of(prepared, opened, model, calibration))
        clips = [prepared.material.clips[position].clip for position in split.test.tolist()]
        material = sort_clips(clips, opened.manifest)
        plan = plan_takes(material, count, seed + number, held=held)
        title = f"Watching fold {number + 1} of {len(prepared.splits)}"
        with progress.bar(title, len(plan.takes)) as advance:
            for take in plan.takes:
                watched.append(watch_take(take, recognizer))
                takes.append(replace(take, number=len(takes)))
                advance()
        skipped.extend(plan.skipped)
        left_out.update(material.left_out)
    return TakeReport(
        name=opened.manifest.name,
        version=opened.manifest.version,
        provider=opened.provider,
        seed=seed,
        plan=TakeSet(tuple(takes), tuple(skipped)),
        watched=tuple(watched),
        figures=score_takes(watched, labels),
        left_out=left_out,
        seen=0,
        took_s=time.monotonic() - started_s,
    )


def _bundle_of(
    prepared: Prepared, opened: Bundle, model: keras.Model, calibration: Calibration
) -> Bundle:
    """Return a bundle like the opened one, with a fold's head in place of its own."""
    if prepared.material.background is not None:
        # Nobody else has this model: it was made of a fit's weights a moment ago.
        shift_logit(model, prepared.material.background, calibration.shift)
    manifest = opened.manifest.model_copy(update={"temperature": calibration.temperature})
    engine = Engine(export_head(model), HEAD_NAME, provider="cpu", threads=1)
    return Bundle(opened.path, manifest, prepared.encoding.engines, engine)
