"""The commands of `vidclf-train`; each one is a module of its own."""

import importlib.metadata
from typing import Annotated

import typer

from training.cli.augment import augment
from training.cli.compare import compare
from training.cli.evaluate import evaluate
from training.cli.fold_takes import fold_takes
from training.cli.held_out import held_out
from training.cli.inspect import inspect
from training.cli.run import run
from training.cli.takes import takes

app = typer.Typer(
    name="vidclf-train",
    help="Train video classifiers and export them as bundles for vidclf.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vidclf-train {_version()}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Train video classifiers and export them as bundles for vidclf."""


app.command()(run)
app.command()(compare)
app.command()(evaluate)
app.command("held-out")(held_out)
app.command()(takes)
app.command("fold-takes")(fold_takes)
app.command()(inspect)
app.command()(augment)


def _version() -> str:
    try:
        return importlib.metadata.version("vidclf")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"
