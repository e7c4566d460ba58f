"""`vidclf-train run`: from clips to a checked bundle."""

import time
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console

from training.cli.quiet import training_libraries
from training.config import load_config
from training.progress import Progress

_INTERRUPTED = 130


def run(
    config: Annotated[Path, typer.Argument(help="The run's TOML file.", metavar="CONFIG")],
    data: Annotated[
        Path | None, typer.Option(help="CSV of clips (path,label,group) instead of the config's.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Bundle folder to write instead of the config's.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder of cached features. [default: the user's cache]")
    ] = None,
    work: Annotated[
        Path | None,
        typer.Option(help="Folder for config, metrics and history. [default: runs/NAME-TIME]"),
    ] = None,
) -> None:
    """Extract features, evaluate by group, fit the head and export a checked bundle."""
    settings = load_config(config, data, out)
    progress = Progress(Console(stderr=True))
    with training_libraries():
        from training.runs import run_training
    folder = work or Path("runs") / f"{settings.name}-{time.strftime('%Y%m%d-%H%M%S')}"
    cache = cache or Path(platformdirs.user_cache_dir("vidclf")) / "features"
    try:
        result = run_training(settings, cache, folder, progress)
    except KeyboardInterrupt:
        # Caught here, before typer says its own word on it.
        typer.echo("error: interrupted; extracted features are kept for the next run.", err=True)
        raise typer.Exit(_INTERRUPTED) from None
    for name, figures in (("GRU head", result.gru), ("mean-pool baseline", result.mean)):
        typer.echo(
            f"{name}: accuracy {figures.clip_accuracy:.3f}, macro-F1 {figures.macro_f1:.3f} "
            "on unseen groups"
        )
    typer.echo(f"bundle: {result.bundle}")
    typer.echo(f"run: {result.folder}")
