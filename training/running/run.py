"""A training run from clips to checked bundles and a report."""

import json
from dataclasses import dataclass
from pathlib import Path

from training.config import TrainingConfig
from training.evaluation.report import write_report
from training.export.bundle import JUDGED_NAME, check_target
from training.features.entries import FeatureCache
from training.progress import Progress
from training.running.folds import JudgedHead, judge_head
from training.running.lessons import lessons_of
from training.running.precision_trial import try_precision
from training.running.preparing import Prepared, prepare
from training.running.shipping import Decided, make_bundle
from training.running.stages import Stages
from training.running.telling import history_json, metrics_json, report_facts
from training.running.tuned_folds import judge_tuned
from vidclf_app.core.files import write_text


@dataclass(frozen=True, slots=True, eq=False)
class RunResult:
    """Where a run's results lie, and its heads.

    Attributes:
        bundle: The shipped bundle's folder.
        judged: That of the bundle that never saw the held-out groups; None where there are none.
        folder: The run's own folder: config, versions, metrics, history, logs, fits.
        report: The report, one HTML file.
        heads: The shipped head first, the baseline last.
    """

    bundle: Path
    judged: Path | None
    folder: Path
    report: Path
    heads: tuple[JudgedHead, ...]


def run_training(
    config: TrainingConfig, cache: Path, folder: Path, progress: Progress
) -> RunResult:
    """Do everything: extract, judge on clips not learnt from, fit, export, check, report.

    With groups held out, two bundles are written: `judged` in the run's own folder, which never
    saw these groups and is there to be judged on them, and the shipped one, see `lessons_of`.

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
    if config.held_out:
        check_target(folder / JUDGED_NAME)
    prepared = prepare(config, cache, folder, stages, progress)
    lessons = lessons_of(prepared, cache, folder, stages, progress)
    heads = _judge(prepared, cache, stages, progress)
    decided = _try_precision(prepared, heads, cache, stages, progress)
    told = [make_bundle(prepared, lesson, decided, stages, progress) for lesson in lessons]
    # The last one is shipped.
    facts = told[-1]
    with stages.stage("report"):
        report = write_report(folder, report_facts(facts, stages.seconds))
    finals = {one.lesson.title: one.final for one in told}
    write_text(folder / "history.json", _json(history_json(heads, finals)))
    write_text(folder / "metrics.json", _json(metrics_json(facts, stages.seconds)))
    judged = lessons[0].out if config.held_out else None
    return RunResult(config.out, judged, folder, report, heads)


def _judge(
    prepared: Prepared, cache: Path, stages: Stages, progress: Progress
) -> tuple[JudgedHead, ...]:
    """Judge the head, the one with its backbone fitted where that is wanted, and the baseline."""
    config, material, splits = prepared.config, prepared.material, prepared.splits
    with stages.stage("judging on clips not learnt from"):
        heads = tuple(
            judge_head(config, material, splits, head, prepared.store, prepared.logs, progress)
            for head in (config.head, config.baseline_head)
        )
    if not config.fine_tune.blocks:
        return heads
    with stages.stage("fine-tuning, fold by fold"):
        tuned = judge_tuned(
            config,
            material,
            splits,
            heads[0],
            prepared.recipe,
            FeatureCache(cache),
            prepared.extraction.workers,
            prepared.store,
            progress,
        )
    return (tuned, *heads)


def _try_precision(
    prepared: Prepared,
    heads: tuple[JudgedHead, ...],
    cache: Path,
    stages: Stages,
    progress: Progress,
) -> Decided:
    config = prepared.config
    if config.export.precision == "float32":
        return Decided(heads)
    with stages.stage(f"trying {config.export.precision}"):
        trial, lower = try_precision(
            config,
            prepared.material,
            prepared.splits,
            heads[0],
            prepared.encoding,
            prepared.recipe,
            FeatureCache(cache),
            prepared.extraction.workers,
        )
        progress.say(trial.sentence)
    return Decided(heads, trial, lower if trial.kept else None)


def _json(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
