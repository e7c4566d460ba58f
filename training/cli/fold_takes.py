"""`vidclf-train fold-takes`: long takes of all groups, by heads that never saw them."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from training.cli.options import Cache, FiguresOut, HeldStill, SeedOfTakes, WorkOfRun
from training.cli.quiet import training_libraries
from training.cli.run import ON_AGAIN, default_cache, default_work, read_settings
from training.cli.stopping import told_when_stopped
from training.cli.takes import names_in, report_lines
from training.data.wording import shown
from training.progress import Progress
from vidclf_app.core.files import write_error, write_text


def fold_takes(
    source: Annotated[Path, typer.Argument(help="The run's TOML file.", metavar="CONFIG")],
    bundle: Annotated[
        Path | None,
        typer.Option(help="The bundle whose thresholds are used. [default: the config's `out`]"),
    ] = None,
    work: WorkOfRun = None,
    cache: Cache = None,
    held: HeldStill = "plank",
    count: Annotated[int, typer.Option(help="Takes of each fold.", min=1)] = 12,
    seed: SeedOfTakes = 1,
    out: FiguresOut = None,
) -> None:
    """Join each fold's clips to long takes and let the head watch them that the fold judged."""
    config = read_settings(source, None, None)
    if out is not None and not out.absolute().parent.is_dir():
        raise write_error(out, f"there is no folder {out.absolute().parent}")
    progress = Progress(Console(stderr=True))
    with told_when_stopped(ON_AGAIN):
        with training_libraries():
            from training.running.fold_takes import judge_fold_takes
        report = judge_fold_takes(
            config,
            bundle or config.out,
            cache or default_cache(),
            work or default_work(config),
            count=count,
            seed=seed,
            held=names_in(held),
            progress=progress,
        )
        if out is not None:
            content = json.dumps(report.as_json(config.data.parent), indent=1, allow_nan=False)
            write_text(out, content + "\n")
    typer.echo("\n".join(shown(line) for line in report_lines(report)))
    if out is not None:
        typer.echo(f"figures: {shown(out)}")
