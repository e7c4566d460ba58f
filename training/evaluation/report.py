"""Writing a report: one page for people, and the same content as JSON."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from training.evaluation.curves import precision_recall
from training.evaluation.facts import HeadFacts, ReportFacts, check_facts
from training.evaluation.intervals import clip_intervals
from training.evaluation.origins import clip_names, reason_without_path
from training.evaluation.outcomes import outcomes_of
from training.evaluation.page import report_page
from training.evaluation.verdict import summary
from vidclf_app.core.files import make_folder, write_text

PAGE_NAME = "report.html"
DATA_NAME = "report.json"
FORMAT_NAME = "vidclf-evaluation"
FORMAT_VERSION = 1

_DIGITS = 6


def write_report(folder: Path, facts: ReportFacts, *, previews: bool = True) -> Path:
    """Write `report.html` and `report.json`, the same for the same facts.

    Args:
        folder: Made where it is missing; what else is in it stays.
        facts: What to tell.
        previews: Whether misclassified clips are shown; their pictures are then in the page.

    Returns:
        The page.

    Raises:
        TrainingError: The facts don't fit together, or hold a number that is none.
        SinkError: A file can't be written.
    """
    check_facts(facts)
    page = report_page(facts, previews=previews)
    data = json.dumps(report_content(facts), indent=1, allow_nan=False) + "\n"
    make_folder(folder)
    write_text(folder / DATA_NAME, data)
    write_text(folder / PAGE_NAME, page)
    return folder / PAGE_NAME


def report_content(facts: ReportFacts) -> dict[str, Any]:
    """Return what `report.json` holds: plain numbers, texts, lists and dictionaries.

    Args:
        facts: Checked, see `check_facts`.
    """
    return {
        "format": FORMAT_NAME,
        "format_version": FORMAT_VERSION,
        "kind": facts.kind,
        "title": facts.title,
        "summary": summary(facts),
        "notes": list(facts.notes),
        "rule": facts.rule,
        "labels": list(facts.labels),
        "majority_accuracy": facts.majority,
        "seen_clips": facts.seen_clips,
        "shipped": facts.shipped.name,
        "heads": {head.name: _head(facts, head) for head in facts.heads},
        "clips": _clips(facts),
        "left_out": [
            {"clip": left.path.name, "reason": reason_without_path(left.path, left.reason)}
            for left in facts.left_out
        ],
        "folds": [
            {
                "train_clips": fold.train_clips,
                "test_clips": fold.test_clips,
                "test_groups": list(fold.test_groups),
                "accuracy": fold.accuracy,
            }
            for fold in facts.folds
        ],
        "seconds": dict(facts.stages),
        "peak_memory_bytes": facts.peak_memory_bytes,
        "config": dict(facts.config),
        "versions": dict(facts.versions),
    }


def _head(facts: ReportFacts, head: HeadFacts) -> dict[str, Any]:
    outcomes = outcomes_of(facts, head)
    curves = {
        label: precision_recall(outcomes.means, outcomes.targets, number)
        for number, label in enumerate(facts.labels)
    }
    return {
        "title": head.title,
        "kind": head.kind,
        "is_shipped": head.is_shipped,
        "is_baseline": head.is_baseline,
        "temperature": head.temperature,
        "figures": head.figures.as_json(),
        "intervals": dataclasses.asdict(clip_intervals(head.figures.clips)),
        "raw_figures": head.raw.as_json() if head.raw else None,
        "uncalibrated_reliability": head.uncalibrated.as_json() if head.uncalibrated else None,
        "shown": _shown(facts, head),
        "precision_recall": {
            label: curve.as_json() if curve else None for label, curve in curves.items()
        },
        "history": [[dict(epoch) for epoch in fold] for fold in head.history],
    }


def _shown(facts: ReportFacts, head: HeadFacts) -> dict[str, Any] | None:
    shown = head.shown
    if shown is None:
        return None
    return {
        "shares": dataclasses.asdict(shown.shares),
        "classes": {
            label: dataclasses.asdict(shares) if shares else None
            for label, shares in zip(facts.labels, shown.classes, strict=True)
        },
        "false_labels": shown.false_labels,
        "minutes": shown.minutes,
        "false_labels_per_minute": shown.false_per_minute,
    }


def _clips(facts: ReportFacts) -> list[dict[str, Any]]:
    outcomes = outcomes_of(facts, facts.shipped)
    entries = []
    for place, (name, clip) in enumerate(zip(clip_names(facts), facts.clips, strict=True)):
        named, target = int(outcomes.named[place]), int(outcomes.targets[place])
        entries.append(
            {
                "clip": name,
                "label": clip.label,
                "counts_as": clip.target,
                "group": clip.group,
                "split": clip.split,
                "predicted": facts.labels[named],
                "is_right": named == target,
                "probability": round(float(outcomes.means[place, named]), _DIGITS),
                "probability_of_its_class": round(float(outcomes.means[place, target]), _DIGITS),
            }
        )
    return entries
