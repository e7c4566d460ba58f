"""Which clips of a data set a run learns from, and which are kept for judging it once."""

import csv
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from training.config import TrainingConfig
from training.data.clips import Clip, ClipTable, Skipped, checked_table, load_table
from training.data.wording import listed, shown
from training.errors import DatasetError
from training.exercises.rules import OTHER, UNNAMED, NameRules, load_rules

_COLUMNS = ("path", "reason")


def load_clips(config: TrainingConfig, *, held_out: bool = False) -> ClipTable:
    """Read the clips that a config names.

    Args:
        config: Data, labels, rules, clips to leave out, groups to hold out.
        held_out: Return the clips of the groups that are held out, in place of all others.

    Raises:
        DatasetError: The data can't be used, see `load_table`; a clip to leave out or a group to
            hold out isn't there; or no group is held out and such clips are asked for.
        TrainingError: The rules can't be read.
    """
    rules = None if config.rules is None else load_rules(config.rules)
    every = config.others_as_background or bool(config.merge)
    table = load_table(
        config.data,
        () if every else config.labels,
        label_of=None if rules is None else _labels_by_rules(rules, config.neither),
        strict=config.strict,
    )
    _check_names(config, {clip.label for clip in table.clips} if every else None, rules)
    merged = [replace(clip, label=config.merge.get(clip.label, clip.label)) for clip in table.clips]
    clips = tuple(_with_known_labels(merged, config))
    skipped = list(table.skipped)
    if config.left_out is not None:
        clips, left_out = _without(clips, skipped, config.left_out, config.data.parent)
        skipped += left_out
    _check_groups(config, clips)
    clips = tuple(clip for clip in clips if (clip.group in config.held_out) == held_out)
    if held_out and not clips:
        raise DatasetError(
            f"{shown(config.data)}: no group is held out.",
            "Name groups as `held_out` in the config.",
        )
    chosen = replace(table, clips=clips, skipped=tuple(skipped))
    if held_out:
        # To be judged by, not to learn from: one class is enough.
        return checked_table(chosen, fewest_classes=1)
    return checked_table(chosen, config.labels)


def _labels_by_rules(rules: NameRules, neither: Sequence[str]) -> Callable[[str], str]:
    def label_of(name: str) -> str:
        named = rules.label_of(name)
        # A line without a label is left out.
        return "" if f"{named.label}/{named.variant}" in neither else named.label

    return label_of


def _check_names(config: TrainingConfig, found: set[str] | None, rules: NameRules | None) -> None:
    """Refuse names under `merge` and `neither` that nothing has: misspelt, they would do nothing.

    Args:
        config: The run.
        found: Labels of the data; None where only the wanted ones were read.
        rules: That tell labels, if there are any.
    """
    if rules is not None:
        known = {OTHER, f"{OTHER}/{UNNAMED}"}
        for rule in rules.rule:
            known |= {rule.label, f"{rule.label}/{rule.variant}"}
    elif found is not None:
        known = found
    else:
        return
    absent = sorted({*config.merge, *config.neither} - known)
    if absent:
        raise DatasetError(
            f"{shown(config.data)}: no clip can have the label {listed(absent)}, which the config "
            "names under `merge` or `neither`.",
            "Check the names against the labels of the data, or of the rules.",
        )


def _with_known_labels(clips: Sequence[Clip], config: TrainingConfig) -> Sequence[Clip]:
    """Return clips with the model's labels; others are background, or left out."""
    clips = [clip for clip in clips if clip.label not in config.neither]
    if not config.labels:
        if config.others_as_background:
            raise DatasetError(
                "others_as_background needs to know which labels are not others.",
                "Name `labels` in the config, the background label among them.",
            )
        return clips
    known = set(config.labels)
    if config.others_as_background and config.background is not None:
        return [
            clip if clip.label in known else replace(clip, label=config.background)
            for clip in clips
        ]
    return [clip for clip in clips if clip.label in known]


def _without(
    clips: Sequence[Clip], unusable: Sequence[Skipped], left_out: Path, root: Path
) -> tuple[tuple[Clip, ...], list[Skipped]]:
    """Divide clips by a list of those to leave out."""
    reasons = _read_reasons(left_out)
    by_path = {os.path.normpath(root / path): reason for path, reason in reasons.items()}
    paths = [*(clip.path for clip in clips), *(skipped.path for skipped in unusable)]
    known = {os.path.normpath(path) for path in paths}
    # Clips of labels that are not wanted may be listed, too; a misspelt name would do nothing.
    absent = [path for path in by_path if path not in known and not os.path.exists(path)]  # noqa: PTH110
    if absent:
        raise DatasetError(
            f"{shown(left_out)}: names clips that are not there: {listed(absent)}.",
            f"Its paths start from {shown(root)}, as those of the data do.",
        )
    kept, skipped = [], []
    for clip in clips:
        reason = by_path.get(os.path.normpath(clip.path))
        if reason is None:
            kept.append(clip)
        else:
            skipped.append(Skipped(clip.path, f"is left out by {left_out.name}: {reason}"))
    return tuple(kept), skipped


def _read_reasons(path: Path) -> dict[str, str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DatasetError(
            f"{shown(path)}: can't be read: {error}.",
            f"Name a CSV in UTF-8 with the columns {', '.join(_COLUMNS)}.",
        ) from error
    for number, row in enumerate(rows, start=2):
        if any(not row.get(column) for column in _COLUMNS):
            raise DatasetError(
                f"{shown(path)}: line {number} has no {' or no '.join(_COLUMNS)}.",
                f"Each line needs the columns {', '.join(_COLUMNS)}.",
            )
    twice = [name for name, count in Counter(row["path"] for row in rows).items() if count > 1]
    if twice:
        raise DatasetError(
            f"{shown(path)}: names {listed(twice)} twice.", "Keep one line for each clip."
        )
    return {row["path"]: row["reason"] for row in rows}


def _check_groups(config: TrainingConfig, clips: Sequence[Clip]) -> None:
    absent = sorted(set(config.held_out) - {clip.group for clip in clips})
    if absent:
        raise DatasetError(
            f"{shown(config.data)}: no clip has the group {listed(absent)}, which is to be held "
            "out.",
            "Check the names under `held_out` against the column `group`.",
        )
