"""`vidclf-train`: the command line of training.

TensorFlow is imported when a run starts, not with this module: `--help` answers at once.
"""

import importlib.metadata
import logging
import os
import signal
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console

from training.config import load_config
from training.errors import TrainingError
from training.progress import Progress
from vidclf_app.errors import VidclfError

_INTERRUPTED = 130
_STDERR = 2

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


@app.command()
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
    _quiet_tensorflow()
    try:
        with _native_noise_dropped():
            from training.runs import run_training
    except ModuleNotFoundError as error:
        raise TrainingError(
            f"Training needs the library {error.name}, which is not installed.",
            'Install the training extra: pip install "vidclf[train]"',
        ) from error
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


def main() -> None:
    """Run the command line; errors become two lines and an exit code, never a traceback."""
    # A service manager's stop is handled like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        app()
    except VidclfError as error:
        typer.echo(f"error: {error.message}", err=True)
        if error.hint:
            typer.echo(error.hint, err=True)
        sys.exit(error.exit_code)


def _version() -> str:
    try:
        return importlib.metadata.version("vidclf")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


@contextmanager
def _native_noise_dropped() -> Iterator[None]:
    # While it is loaded, TensorFlow's C++ part writes to the descriptor whatever its log level.
    sys.stderr.flush()
    kept = os.dup(_STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)


def _quiet_tensorflow() -> None:
    # Read by TensorFlow's C++ part when it is loaded.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in ("tensorflow", "tf2onnx"):
        logging.getLogger(name).setLevel(logging.ERROR)
    warnings.filterwarnings("ignore", module=r"(tensorflow|keras|tf2onnx|google)\..*")
