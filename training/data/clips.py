"""From a CSV to one immutable table of clips."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.errors import DatasetError

COLUMNS = ("path", "label", "group")
_NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Clip:
    """One labelled video.

    Attributes:
        path: The file.
        label: What is done in it.
        group: Scene, person or series; clips of one group never stand on both sides of a split.
    """

    path: Path
    label: str
    group: str


def load_clips(table: Path, labels: Sequence[str] = ()) -> tuple[Clip, ...]:
    """Read a table of clips.

    Args:
        table: UTF-8 CSV with the columns `path`, `label` and `group`; other columns are
            ignored. Paths are relative to the table. Rows without a label are left out.
        labels: To keep; empty keeps all.

    Returns:
        The clips, in the table's order.

    Raises:
        DatasetError: The table is missing or unreadable, lacks a column, names missing or empty
            files, lacks one of the labels, or has fewer than two classes.
    """
    wanted = set(labels)
    clips = []
    for line, row in _read_rows(table):
        path, label, group = (row[column].strip() for column in COLUMNS)
        if not label or (wanted and label not in wanted):
            continue
        if not path or not group:
            raise DatasetError(
                f"{table}: line {line} has no {'path' if not path else 'group'}.",
                "Fill it in or take the line out; a group may be any name for scene or person.",
            )
        clips.append(Clip(table.parent / path, label, group))
    _check(table, clips, labels)
    return tuple(clips)


def class_names(clips: Sequence[Clip], labels: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the classes in the order of a head's outputs: as given, else sorted."""
    return tuple(labels) or tuple(sorted({clip.label for clip in clips}))


def check_classes(table: Path, clips: Sequence[Clip], labels: Sequence[str] = ()) -> None:
    """Check that there is something to tell apart.

    Raises:
        DatasetError: No clips, a label without clips, or fewer than two classes.
    """
    counts = Counter(clip.label for clip in clips)
    if not clips:
        reason = f"no clip has one of the labels {_listed(labels)}" if labels else "has no clips"
        raise DatasetError(
            f"{table}: {reason}.", "Check the label column and the labels of the config."
        )
    absent = [label for label in labels if label not in counts]
    if absent:
        raise DatasetError(
            f"{table}: no clip has the label {_listed(absent)}.",
            "Take it out of the config's labels, or add clips.",
        )
    if len(counts) < 2:
        raise DatasetError(
            f"{table}: all {len(clips)} clips have the label {next(iter(counts))}.",
            "Training needs clips of at least two classes.",
        )


def _read_rows(table: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        # utf-8-sig: spreadsheet programs put a byte order mark before the first column's name.
        with table.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            present = reader.fieldnames or ()
            if not present:
                raise DatasetError(
                    f"{table}: is empty.", f"Write a line with {','.join(COLUMNS)} and the clips."
                )
            missing = [column for column in COLUMNS if column not in present]
            if missing:
                raise DatasetError(
                    f"{table}: has no column {_listed(missing)}.",
                    f"The first line must name {', '.join(COLUMNS)}, separated by commas.",
                )
            return [(reader.line_num, row) for row in reader]
    except OSError as error:
        raise DatasetError(
            f"{table}: can't be read: {error.strerror}.",
            "Give the CSV of clips with --data or in the config.",
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{table}: is not UTF-8 text.", "Save the table as CSV in UTF-8."
        ) from error
    except csv.Error as error:
        raise DatasetError(
            f"{table}: is not a CSV ({error}).", "Save the table as CSV in UTF-8."
        ) from error


def _check(table: Path, clips: Sequence[Clip], labels: Sequence[str]) -> None:
    check_classes(table, clips, labels)
    missing = [str(clip.path) for clip in clips if not clip.path.is_file()]
    if missing:
        raise DatasetError(
            f"{table}: {len(missing)} of {len(clips)} clips are missing: {_listed(missing)}.",
            "Paths are relative to the table. Put the files there or take the lines out.",
        )


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown
