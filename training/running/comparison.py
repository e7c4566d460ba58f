"""Several heads on the same clips and folds: one honest table."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.config import TrainingConfig
from training.evaluation.figures import Figures
from training.features.entries import FeatureCache
from training.heads.config import HeadConfig
from training.progress import Progress
from training.running.folds import JudgedHead, judge_head
from training.running.preparing import prepare
from training.running.stages import Stages
from training.running.telling import fold_majority, head_title
from training.running.tuned_folds import judge_tuned
from vidclf_app.core.files import write_text

_TUTORIALS = (HeadConfig(kind="gru_tutorial"), HeadConfig(kind="lstm_tutorial"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        title: For people.
        head: Its settings.
        figures: On clips that the judging fits hadn't learnt from.
        fold_accuracy: Clip accuracy, per fold.
        epochs: Of the kept weights, per fold.
        seconds: Wall time of all its fits; about nothing where they were there already.
    """

    title: str
    head: HeadConfig
    figures: Figures
    fold_accuracy: tuple[float, ...]
    epochs: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The table.

    Attributes:
        rows: In the order in which the heads were named.
        majority: Accuracy of always naming the largest class.
        clips: Number of clips.
        folds: Number of divisions.
    """

    rows: tuple[Row, ...]
    majority: float
    clips: int
    folds: int

    def markdown(self) -> str:
        """Return the table as Markdown."""
        lines = [
            "| head | clip accuracy | macro-F1 | window accuracy | calibration error |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {row.title} | {row.figures.clip_accuracy:.3f} | {row.figures.macro_f1:.3f} | "
            f"{row.figures.window_accuracy:.3f} | {row.figures.ece:.3f} |"
            for row in self.rows
        ]
        lines.append(f"| always the largest class | {self.majority:.3f} | | | |")
        return "\n".join(lines) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Return plain numbers and lists."""
        return {
            "clips": self.clips,
            "folds": self.folds,
            "majority_accuracy": self.majority,
            "heads": [
                {
                    "title": row.title,
                    "head": row.head.model_dump(mode="json"),
                    **row.figures.as_json(),
                    "fold_accuracy": list(row.fold_accuracy),
                    "epochs": list(row.epochs),
                    "seconds": row.seconds,
                }
                for row in self.rows
            ],
        }


def heads_to_compare(config: TrainingConfig) -> tuple[HeadConfig, ...]:
    """Return the baseline, the tutorials' heads, those that the config adds, and its own head."""
    named = (config.baseline_head, *_TUTORIALS, *config.compare)
    return (*(head for head in dict.fromkeys(named) if head != config.head), config.head)


def compare_heads(
    config: TrainingConfig, cache: Path, folder: Path, progress: Progress
) -> Comparison:
    """Judge several heads on the same folds; a comparison that was cut off goes on.

    Args:
        config: The run; its `fine_tune` adds a line for its own head with the backbone's top
            blocks fitted, too.
        cache: Folder of cached features.
        folder: For the table, as comparison.md and comparison.json, logs and fits.
        progress: Told what happens.

    Raises:
        VidclfError: As for `training.running.run.run_training`.
    """
    stages = Stages(progress)
    prepared = prepare(config, cache, folder, stages, progress)
    rows = []
    for head in heads_to_compare(config):
        started_s = time.monotonic()
        with stages.stage(head_title(head)):
            judged = judge_head(
                prepared.config,
                prepared.material,
                prepared.splits,
                head,
                prepared.store,
                prepared.logs,
                progress,
            )
        rows.append(_row(judged, started_s, progress))
    if config.fine_tune.blocks:
        started_s = time.monotonic()
        with stages.stage("fine-tuning, fold by fold"):
            # The config's own head is the last one.
            judged = judge_tuned(
                prepared.config,
                prepared.material,
                prepared.splits,
                judged,
                prepared.recipe,
                FeatureCache(cache),
                prepared.extraction.workers,
                prepared.store,
                progress,
            )
        rows.append(_row(judged, started_s, progress))
    comparison = Comparison(
        rows=tuple(rows),
        majority=fold_majority(prepared.material, prepared.splits),
        clips=len(prepared.material.clips),
        folds=len(prepared.splits),
    )
    write_text(folder / "comparison.md", comparison.markdown())
    write_text(folder / "comparison.json", json.dumps(comparison.as_json(), indent=2) + "\n")
    return comparison


def _row(judged: JudgedHead, started_s: float, progress: Progress) -> Row:
    title = head_title(judged.config, judged.tuned_blocks)
    progress.say(
        f"{title}: accuracy {judged.figures.clip_accuracy:.3f}, "
        f"macro-F1 {judged.figures.macro_f1:.3f}"
    )
    return Row(
        title=title,
        head=judged.config,
        figures=judged.figures,
        fold_accuracy=judged.fold_accuracy,
        epochs=judged.epochs,
        seconds=time.monotonic() - started_s,
    )
