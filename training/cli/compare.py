"""`vidclf-train compare`: several heads on the same clips and folds."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from training.cli.options import Cache
from training.cli.quiet import training_libraries
from training.cli.run import (
    ON_AGAIN,
    default_cache,
    default_work,
    for_this_worker,
    read_settings,
)
from training.cli.stopping import told_when_stopped
from training.progress import Progress


def compare(
    source: Annotated[
        Path,
        typer.Argument(
            help="A run's TOML file; or a folder of clips, or a CSV, for the usual settings.",
            metavar="CONFIG|CLIPS",
        ),
    ],
    data: Annotated[
        Path | None, typer.Option(help="Folder or CSV of clips instead of the config's.")
    ] = None,
    cache: Cache = None,
    work: Annotated[
        Path | None,
        typer.Option(help="Folder for the table, logs and unfinished fits. [default: runs/...]"),
    ] = None,
    blocks: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Also judge the config's own head with this many of the backbone's top blocks "
            "fitted, too. [default: the config's fine_tune.blocks]",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Judge the baseline, the tutorials' heads and the config's own on clips not learnt from."""
    config = read_settings(source, data, None)
    if blocks is not None:
        tuning = config.fine_tune.model_copy(update={"blocks": blocks})
        config = config.model_copy(update={"fine_tune": tuning})
    progress = Progress(Console(stderr=True))
    config, folder = for_this_worker(config, work or default_work(config))
    with told_when_stopped(ON_AGAIN):
        with training_libraries():
            from training.running.comparison import compare_heads
        found = compare_heads(config, cache or default_cache(), folder, progress)
    typer.echo(json.dumps(found.as_json(), indent=2) if as_json else found.markdown().rstrip())
