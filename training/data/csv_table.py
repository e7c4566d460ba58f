"""The lines of a CSV of clips, checked one by one."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from training.data.wording import listed, shown
from training.errors import DatasetError

Side = Literal["train", "test"]

# Clips to choose a model by are clips to train on here: every fit sets some aside on its own.
SIDES: dict[str, Side | None] = {
    "train": "train",
    "val": "train",
    "validation": "train",
    "test": "test",
    "": None,
}

_REQUIRED = ("path", "label")
_NAMED = ("path", "name")
_OPTIONAL = ("group", "split")
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table that has a label.

    Attributes:
        line: Its number in the file, from 1.
        path: As written, relative to the table.
        label: Without white space at its ends.
        group: Likewise; None where the table names no groups.
        split: Side of the table's own split; None where it names none.
    """

    line: int
    path: str
    label: str
    group: str | None
    split: Side | None


def read_rows(
    table: Path, labels: Sequence[str] = (), label_of: Callable[[str], str] | None = None
) -> Iterator[Row]:
    """Read a CSV of clips; lines without a label are left out.

    Args:
        table: UTF-8, with the columns `path` and `label`, optionally `group` and `split`; other
            columns are ignored.
        labels: To keep; empty keeps all.
        label_of: Tells the label from the column `name`, which then takes the place of `label`.

    Raises:
        DatasetError: The table can't be read or lacks a column, or a line is wrong; names it.
    """
    wanted = set(labels)
    header, lines = _read_cells(table, _REQUIRED if label_of is None else _NAMED)
    # A column that is there but empty throughout says no more than one that isn't.
    grouped = "group" in header and any(row["group"] for _, row in lines)
    for line, row in lines:
        label = row["label"] if label_of is None else label_of(row["name"])
        if not label or (wanted and label not in wanted):
            continue
        if not row["path"] or (grouped and not row["group"]):
            raise DatasetError(
                f"{shown(table)}: line {line} has no {'group' if row['path'] else 'path'}.",
                "Fill it in or take the line out; a group may be any name for scene or person.",
            )
        split = row.get("split", "").lower()
        if split not in SIDES:
            raise DatasetError(
                f"{shown(table)}: line {line} has the split {shown(split)}.",
                "A split is train, test, val (which counts as train) or empty.",
            )
        group = row["group"] if grouped else None
        yield Row(line, row["path"], label, group, SIDES[split])


def _read_cells(
    table: Path, required: Sequence[str]
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the columns' names, and (line number, cells by column) of all other lines."""
    name = shown(table)
    try:
        # utf-8-sig: spreadsheet programs put a byte order mark before the first column's name.
        with table.open(encoding="utf-8-sig", newline="") as file:
            # Strict: otherwise a quote that is never closed swallows all lines after it.
            reader = csv.reader(file, strict=True)
            header = [cell.strip() for cell in next(reader, [])]
            _check_header(name, header, required)
            return header, [
                (reader.line_num, _named(name, reader.line_num, header, cells))
                for cells in reader
                if any(cell.strip() for cell in cells)
            ]
    except OSError as error:
        raise DatasetError(
            f"{name}: can't be read: {error.strerror}.",
            "Name a CSV of clips, or a folder with one sub-folder per class.",
        ) from error
    except UnicodeDecodeError as error:
        raise DatasetError(
            f"{name}: is not UTF-8 text.", "Save the table as CSV in UTF-8."
        ) from error
    except (csv.Error, ValueError) as error:
        raise DatasetError(
            f"{name}: is not a CSV ({error}).", "Save the table as CSV in UTF-8."
        ) from error


def _check_header(name: str, header: list[str], required: Sequence[str]) -> None:
    columns = ",".join(required)
    if not any(header):
        raise DatasetError(f"{name}: is empty.", f"Write a line with {columns} and the clips.")
    missing = [column for column in required if column not in header]
    for mark, word in _SEPARATORS.items():
        if missing and len(header) == 1 and mark in header[0]:
            raise DatasetError(
                f"{name}: its columns are separated by {word}, not by commas.",
                "Save the table as CSV with commas.",
            )
    if missing:
        raise DatasetError(
            f"{name}: has no column {listed(missing)}.",
            f"The first line must name {', '.join(required)}, separated by commas; "
            f"{' and '.join(_OPTIONAL)} may follow.",
        )
    counts = Counter(header)
    twice = [column for column in (*required, *_OPTIONAL) if counts[column] > 1]
    if twice:
        raise DatasetError(
            f"{name}: has the column {listed(twice)} twice.", "Rename or remove one of them."
        )


def _named(name: str, line: int, header: list[str], cells: list[str]) -> dict[str, str]:
    stripped = [cell.strip() for cell in cells]
    if any(stripped[len(header) :]):
        raise DatasetError(
            f"{name}: line {line} has {len(cells)} cells, the first line {len(header)}.",
            "Put a name with a comma in it in quotes.",
        )
    stripped += [""] * (len(header) - len(stripped))
    return dict(zip(header, stripped, strict=False))
