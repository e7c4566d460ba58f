"""The parts of a page that tell where its figures come from."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.evaluation.facts import ReportFacts
from training.evaluation.markup import details, paragraph, percent, row, table, text, words
from vidclf_app.core.labels import display_label


def clip_names(facts: ReportFacts) -> list[str]:
    """Return the clips' paths below the folder that they share; no other folder is told."""
    paths = [clip.path.absolute() for clip in facts.clips]
    try:
        root = os.path.commonpath([path.parent for path in paths])
    except ValueError:  # On different drives.
        return [path.name for path in paths]
    return [path.relative_to(root).as_posix() for path in paths]


def reason_without_path(path: Path, reason: str) -> str:
    """Return why a clip was left out, without the folders that its path begins with."""
    return reason.removeprefix(f"{path}: ").replace(str(path), path.name)


def clips(facts: ReportFacts) -> str:
    """What was judged: folds, clips and groups."""
    pieces = []
    if facts.folds:
        rows = [
            row(
                str(number),
                [
                    str(fold.train_clips),
                    str(fold.test_clips),
                    percent(fold.accuracy),
                    words(_some(fold.test_groups)),
                ],
            )
            for number, fold in enumerate(facts.folds, start=1)
        ]
        headings = ("fold", "clips learnt from", "clips judged", "right", "groups judged")
        pieces.append(table(headings, rows, of_words=4))
    counts = Counter(clip.target for clip in facts.clips)
    groups: dict[str, set[str]] = {}
    for clip in facts.clips:
        groups.setdefault(clip.target, set()).add(clip.group)
    rows = [
        row(display_label(label), [str(counts[label]), str(len(groups.get(label, ())))])
        for label in facts.labels
    ]
    everywhere = len({clip.group for clip in facts.clips})
    foot = [row("all", [str(len(facts.clips)), str(everywhere)])]
    pieces.append(table(("class", "clips", "groups"), rows, foot, "Clips judged."))
    return "\n".join(pieces)


def left_out(facts: ReportFacts) -> str:
    """Clips that could not be judged."""
    if not facts.left_out:
        return ""
    rows = [
        row(
            left.path.name,
            [words(reason_without_path(left.path, left.reason))],
        )
        for left in facts.left_out
    ]
    names = table(("clip", "reason"), rows, of_words=1)
    total = len(facts.left_out)
    title = f"{total} {'clip was' if total == 1 else 'clips were'} left out of all figures"
    return details(title, names) if len(rows) > 20 else paragraph(title + ".") + names


def making(facts: ReportFacts) -> str:
    """Times, memory, versions and settings."""
    pieces = []
    if facts.stages:
        rows = [row(name, [f"{seconds:.1f} s"]) for name, seconds in facts.stages.items()]
        pieces.append(table(("stage", "time"), rows))
    if facts.peak_memory_bytes is not None:
        told = f"Most memory in use: {facts.peak_memory_bytes / 2**20:.0f} MiB."
        pieces.append(paragraph(told))
    if facts.versions:
        rows = [row(name, [text(version)]) for name, version in sorted(facts.versions.items())]
        pieces.append(table(("library", "version"), rows))
    if facts.config:
        title = "Settings" if facts.kind == "run" else "The bundle's manifest"
        pieces.append(details(title, f"<pre>{_lines(facts.config)}</pre>"))
    return "\n".join(pieces)


def _some(names: Sequence[str], most: int = 12) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _lines(content: Mapping[str, object]) -> str:
    written = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    return "\n".join(text(line) for line in written.splitlines())
