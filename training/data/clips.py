"""From a CSV or a folder to one immutable table of clips."""

import os
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.data.csv_table import Side, read_rows
from training.data.folders import find_files
from training.data.signatures import Content, examine
from training.data.wording import listed, shown
from training.errors import DatasetError

_LABEL_MAX_LETTERS = 100  # What a bundle's manifest takes.


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled video.

    Attributes:
        path: The file.
        label: What is done in it.
        group: Scene, person or series; clips of one group never stand on both sides of a split.
        split: The side that the data set itself puts it on; None where it doesn't say.
    """

    path: Path
    label: str
    group: str
    split: Side | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was named or found but can't be used.

    Attributes:
        path: The file.
        reason: Why, to follow its name: "is missing".
    """

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class ClipTable:
    """All clips of a data set.

    Attributes:
        origin: The CSV or folder.
        clips: In the CSV's order; those of folders by name.
        skipped: What was left out, likewise.
        grouped: False where the data set names no groups and each clip is its own.
    """

    origin: Path
    clips: tuple[Clip, ...]
    skipped: tuple[Skipped, ...]
    grouped: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The label of each clip."""
        return tuple(clip.label for clip in self.clips)

    @property
    def groups(self) -> tuple[str, ...]:
        """The group of each clip."""
        return tuple(clip.group for clip in self.clips)

    @property
    def counts(self) -> dict[str, int]:
        """Clips per label, by name."""
        return dict(sorted(Counter(self.labels).items()))

    @property
    def has_split(self) -> bool:
        """Whether the data set names a side for any clip."""
        return any(clip.split for clip in self.clips)


def load_table(
    source: Path,
    labels: Sequence[str] = (),
    *,
    label_of: Callable[[str], str] | None = None,
    strict: bool = False,
    fewest_classes: int = 2,
) -> ClipTable:
    """Read a data set's clips; each file is looked at, none is opened as a video.

    Args:
        source: A CSV (UTF-8; columns `path`, `label`, optionally `group` and `split`; paths
            relative to it; lines without a label are left out), or a folder with one sub-folder
            per class, or with `train`, `test` and `val` that have class folders in them.
        labels: To keep; empty keeps all.
        label_of: Tells the label from a CSV's column `name`, which then takes the place of the
            column `label`.
        strict: Stop at the first file that can't be used in place of leaving it out.
        fewest_classes: That there must be; one is enough to judge a model by.

    Raises:
        DatasetError: The source can't be read, a line is wrong, a label has no clips, there are
            too few classes, or more than half of the named files are missing.
    """
    # Not Path.is_dir(), which raises for names that are too long.
    if not os.path.isdir(source):  # noqa: PTH112
        table = _load_csv(source, labels, label_of)
    elif label_of is None:
        table = _load_folder(source, labels)
    else:
        raise DatasetError(
            f"{shown(source)}: is a folder, whose clips have no names to tell labels from.",
            "Use rules with a CSV that has the columns `path` and `name`.",
        )
    return checked_table(table, labels, strict=strict, fewest_classes=fewest_classes)


def checked_table(
    table: ClipTable,
    labels: Sequence[str] = (),
    *,
    strict: bool = False,
    fewest_classes: int = 2,
) -> ClipTable:
    """Return the table if it can be learnt from.

    Args:
        table: To check.
        labels: That it must have; empty asks for none.
        strict: Refuse any skipped file.
        fewest_classes: See `load_table`.

    Raises:
        DatasetError: See `load_table`.
    """
    origin = shown(table.origin)
    if strict and table.skipped:
        first = table.skipped[0]
        named = len(table.clips) + len(table.skipped)
        raise DatasetError(
            f"{origin}: {len(table.skipped)} of {named} clips can't be used; the first: "
            f"{shown(first.path)} {first.reason}.",
            "Mend or remove them, or leave them out by not being strict.",
        )
    for label in sorted(set(table.labels)):
        _check_label(origin, label)
    check_classes(table.origin, table.clips, labels, fewest_classes)
    return table


def look_at(
    origin: Path, root: Path, clips: Sequence[Clip]
) -> tuple[tuple[Clip, ...], tuple[Skipped, ...]]:
    """Divide named clips into those whose files are videos and the others.

    Args:
        origin: What names them.
        root: The folder that their names start from.
        clips: As named.

    Raises:
        DatasetError: More than half of them are missing, or no clip of a label can be used.
    """
    findings = [examine(clip.path, claimed=True) for clip in clips]
    missing = [
        clip.path
        for clip, finding in zip(clips, findings, strict=True)
        if finding.content is Content.MISSING
    ]
    if 2 * len(missing) > len(clips):
        raise DatasetError(
            f"{shown(origin)}: {len(missing)} of {len(clips)} clips are missing: "
            f"{listed(missing)}.",
            _root_hint(root, missing),
        )
    good = []
    skipped = []
    bad_of_label: dict[str, list[Skipped]] = defaultdict(list)
    for clip, finding in zip(clips, findings, strict=True):
        if finding.content is Content.VIDEO:
            good.append(clip)
        else:
            skipped.append(Skipped(clip.path, finding.reason))
            bad_of_label[clip.label].append(skipped[-1])
    for label in sorted(bad_of_label.keys() - {clip.label for clip in good}):
        bad = bad_of_label[label]
        raise DatasetError(
            f"{shown(origin)}: none of {len(bad)} clips of {shown(label)} can be used; the first: "
            f"{shown(bad[0].path)} {bad[0].reason}.",
            "Mend them, or take the label out.",
        )
    return tuple(good), tuple(skipped)


def _root_hint(root: Path, missing: Sequence[Path]) -> str:
    if os.sep == "/" and all("\\" in path.name for path in missing):
        return "Their names are written with backslashes; write them with / here."
    return (
        f"They are looked for in {shown(root)}, which is probably not the folder that their names "
        "start from."
    )


def class_names(clips: Sequence[Clip], labels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the classes in the order of a head's outputs: as given, else sorted."""
    return tuple(labels) or tuple(sorted({clip.label for clip in clips}))


def check_classes(
    table: Path, clips: Sequence[Clip], labels: Sequence[str] = (), fewest: int = 2
) -> None:
    """Check that there is something to tell apart.

    Raises:
        DatasetError: No clips, a label without clips, or fewer than `fewest` classes.
    """
    origin = shown(table)
    counts = Counter(clip.label for clip in clips)
    if not clips:
        reason = f"no clip has one of the labels {listed(labels)}" if labels else "has no clips"
        raise DatasetError(
            f"{origin}: {reason}.", "Check the labels of the data, and those that were asked for."
        )
    absent = [label for label in labels if label not in counts]
    if absent:
        raise DatasetError(
            f"{origin}: no clip has the label {listed(absent)}.",
            "Take it out of the labels that were asked for, or add clips.",
        )
    if len(counts) < fewest:
        raise DatasetError(
            f"{origin}: all {len(clips)} clips have the label {shown(next(iter(counts)))}.",
            "Training needs clips of at least two classes.",
        )


def near_duplicate_labels(clips: Iterable[Clip]) -> tuple[tuple[str, ...], ...]:
    """Return the labels that differ only by case, white space or the way an accent is stored."""
    alike = defaultdict(set)
    for label in {clip.label for clip in clips}:
        folded = unicodedata.normalize("NFKC", label).casefold()
        key = "".join(
            letter
            for letter in folded
            if not letter.isspace() and unicodedata.category(letter) != "Cf"
        )
        alike[key].add(label)
    return tuple(sorted(tuple(sorted(labels)) for labels in alike.values() if len(labels) > 1))


def _load_csv(
    table: Path, labels: Sequence[str], label_of: Callable[[str], str] | None
) -> ClipTable:
    rows = list(read_rows(table, labels, label_of))
    folder = table.parent
    clips = [
        Clip(
            folder / row.path,
            row.label,
            # A file that is named twice is one group all the same.
            os.path.normpath(row.path) if row.group is None else row.group,
            row.split,
        )
        for row in rows
    ]
    good, skipped = look_at(table, folder.absolute(), clips)
    return ClipTable(table, good, skipped, grouped=any(row.group for row in rows))


def _load_folder(folder: Path, labels: Sequence[str]) -> ClipTable:
    clips = []
    skipped = []
    for file in find_files(folder, labels):
        if file.finding.content is Content.VIDEO:
            group = file.path.relative_to(folder).as_posix()
            clips.append(Clip(file.path, file.label, group, file.split))
        else:
            skipped.append(Skipped(file.path, file.finding.reason))
    return ClipTable(folder, tuple(clips), tuple(skipped), grouped=False)


def _check_label(origin: str, label: str) -> None:
    if len(label) > _LABEL_MAX_LETTERS:
        raise DatasetError(
            f"{origin}: the label {shown(label[:20])}... has {len(label)} letters.",
            f"A label has at most {_LABEL_MAX_LETTERS}.",
        )
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in label):
        raise DatasetError(
            f"{origin}: the label {shown(label)} has a letter in it that can't be printed.",
            "Rename it; line breaks, tabs and bytes that are no text have no place in a label.",
        )
