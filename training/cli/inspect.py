"""`vidclf-train inspect`: what is in a data set, and what is wrong with it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from training.cli.stopping import told_when_stopped
from training.data.wording import shown
from training.errors import DatasetError
from training.progress import Progress

if TYPE_CHECKING:
    from training.data.inspection import Inspection

_PICTURES_SHOWN = 5
# Into a file or pipe, tables are as wide as they need to be; 80 columns would cut names off.
_OFF_TERMINAL_COLUMNS = 300


def inspect(
    data: Annotated[
        Path,
        typer.Argument(
            help="CSV of clips (path,label, optionally group,split), folder with one sub-folder "
            "per class, or folder of UCF101's videos.",
            metavar="DATA",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON only.")] = False,
    decode: Annotated[
        bool, typer.Option("--decode", help="Read every frame, to find damage inside files.")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Accept clips of one group on both sides of the split."),
    ] = False,
    ucf101: Annotated[
        Path | None,
        typer.Option(help="Folder of UCF101's official lists, which then name the clips."),
    ] = None,
    number: Annotated[
        int, typer.Option("--list", help="Which of UCF101's lists.", min=1, max=3)
    ] = 1,
    top: Annotated[
        int | None, typer.Option(help="Of UCF101, only so many classes with most clips.", min=2)
    ] = None,
    classes: Annotated[
        list[str] | None, typer.Option("--class", help="Only this class; may be repeated.")
    ] = None,
) -> None:
    """Look at every clip: counts, lengths, damage, duplicates, and leaks between train and test."""
    if top is not None and ucf101 is None:
        raise typer.BadParameter("is only for --ucf101.", param_hint="--top")
    from training.data.clips import load_table
    from training.data.inspection import inspect_table
    from training.data.ucf101 import load_ucf101

    chosen = classes or []
    if ucf101 is None:
        table = load_table(data, chosen)
    else:
        table = load_ucf101(data, ucf101, number, chosen, top)
    progress = Progress(Console(stderr=True))
    title = f"looking at {len(table.clips)} clips"
    with told_when_stopped(""), progress.bar(title, len(table.clips)) as advance:
        inspection = inspect_table(table, advance, decode=decode)
    if as_json:
        typer.echo(json.dumps(inspection.as_json(), indent=2))
    else:
        _print(inspection)
    if inspection.leaks and not force:
        raise DatasetError(
            f"{shown(inspection.origin)}: {'; '.join(inspection.leaks)}.",
            "Figures on its test side would be too good: mend it, or accept that with --force.",
        )


def _print(inspection: "Inspection") -> None:
    out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
    if not out.is_terminal:
        out.width = _OFF_TERMINAL_COLUMNS
    out.print(_class_table(inspection))
    how = "read to the end" if inspection.decoded else "opened"
    out.print(
        f"{inspection.clips} clips of {len(inspection.classes)} classes, "
        f"{_duration(inspection.seconds)} in all; each one was {how}."
    )
    for kind in inspection.pictures[:_PICTURES_SHOWN]:
        out.print(
            f"{kind.clips} clips of {kind.width_px}x{kind.height_px} pixels, "
            f"{kind.rate_hz:g} frames a second"
        )
    more = inspection.pictures[_PICTURES_SHOWN:]
    if more:
        clips = sum(kind.clips for kind in more)
        out.print(f"{clips} clips of {len(more)} other sizes and rates")
    for bad in inspection.unreadable:
        out.print(f"left out: {shown(bad.path)} {bad.reason}")
    for line in inspection.warnings:
        out.print(f"warning: {line}", style="yellow")
    for line in inspection.leaks:
        out.print(f"leak: {line}", style="bold red")
    if not (inspection.warnings or inspection.leaks):
        out.print("Nothing to complain about.")


def _class_table(inspection: "Inspection") -> Table:
    has_split = any(figures.train or figures.test for figures in inspection.classes)
    table = Table(title=f"Clips in {shown(inspection.origin)}")
    table.add_column("class")
    headings = ["clips", "seconds", "shortest", "longest"]
    headings += ["groups"] if inspection.grouped else []
    headings += ["train", "test"] if has_split else []
    for heading in headings:
        table.add_column(heading, justify="right")
    for figures in inspection.classes:
        cells = [shown(figures.label), str(figures.clips), f"{figures.seconds:.1f}"]
        cells += [f"{figures.shortest_s:.1f}", f"{figures.longest_s:.1f}"]
        cells += [str(figures.groups)] if inspection.grouped else []
        cells += [str(figures.train), str(figures.test)] if has_split else []
        table.add_row(*cells)
    return table


def _duration(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes)} min {rest:.0f} s" if minutes else f"{rest:.1f} s"
