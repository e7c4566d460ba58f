"""`vidclf-train run`: from clips to a checked bundle and a report."""

import hashlib
import json
import os
from pathlib import Path
from typing import Annotated

import platformdirs
import typer
from rich.console import Console

from training.cli.options import Cache
from training.cli.quiet import training_libraries
from training.cli.stopping import told_when_stopped
from training.config import TrainingConfig, default_config, load_config
from training.errors import TrainingError
from training.progress import Progress

ON_AGAIN = "; give the same command again to go on"


def run(
    source: Annotated[
        Path,
        typer.Argument(
            help="The run's TOML file; or a folder of clips, or a CSV, for the usual settings.",
            metavar="CONFIG|CLIPS",
        ),
    ],
    data: Annotated[
        Path | None, typer.Option(help="Folder or CSV of clips instead of the config's.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Bundle folder to write instead of the config's.")
    ] = None,
    cache: Cache = None,
    work: Annotated[
        Path | None,
        typer.Option(
            help="Folder for config, metrics, report, logs and unfinished fits. "
            "[default: runs/NAME-MARK, the same one for the same settings]"
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at a clip that can't be read.")
    ] = False,
) -> None:
    """Extract features, judge on clips not learnt from, fit, export a checked bundle, report.

    A run that was cut off goes on where it stopped when the same command is given again.
    """
    config = read_settings(source, data, out, strict=strict)
    progress = Progress(Console(stderr=True))
    folder = work or default_work(config)
    config, folder = for_this_worker(config, folder)
    with told_when_stopped(ON_AGAIN):
        with training_libraries():
            from training.running.run import run_training
        result = run_training(config, cache or default_cache(), folder, progress)
    for head in result.heads:
        typer.echo(
            f"{head.config.kind}: accuracy {head.figures.clip_accuracy:.3f}, "
            f"macro-F1 {head.figures.macro_f1:.3f} on clips not learnt from"
        )
    typer.echo(f"bundle: {result.bundle}")
    if result.judged is not None:
        typer.echo(f"bundle to judge on the held-out groups: {result.judged}")
    typer.echo(f"report: {result.report}")


def read_settings(
    source: Path, data: Path | None, out: Path | None, *, strict: bool = False
) -> TrainingConfig:
    """Return a config file's settings, or the usual ones for a folder or CSV of clips.

    Raises:
        TrainingError: The config is wrong, or the clips are named twice.
    """
    if source.suffix.lower() == ".toml":
        config = load_config(source, data, out)
    elif data is not None:
        raise TrainingError(
            f"{source}: is taken for the clips, and --data {data} names others.",
            "Name the clips once; --data takes the place of a config's data.",
        )
    else:
        config = default_config(source, out)
    return config.model_copy(update={"strict": True}) if strict else config


def for_this_worker(config: TrainingConfig, folder: Path) -> tuple[TrainingConfig, Path]:
    """Return config and folder for one of several machines: only the first writes to `out`.

    Args:
        config: The run.
        folder: The run's own folder; the other machines use one beside it, bundle included.

    Raises:
        TrainingError: TF_CONFIG is not what TensorFlow wants.
    """
    if config.fit.distribute != "multi_worker":
        return config, folder
    try:
        task = json.loads(os.environ.get("TF_CONFIG", "{}")).get("task", {})
        kind, index = str(task.get("type", "worker")), int(task.get("index", 0))
    except (ValueError, TypeError, AttributeError) as error:
        raise TrainingError(
            f"The environment's TF_CONFIG can't be read: {error}.",
            "See TensorFlow's guide to multi-worker training for its form.",
        ) from error
    if kind == "chief" or (kind == "worker" and index == 0):
        return config, folder
    own = folder.with_name(f"{folder.name}-{kind}{index}")
    return config.model_copy(update={"out": (own / "bundle").absolute()}), own


def default_cache() -> Path:
    """Return the folder of cached features."""
    return Path(platformdirs.user_cache_dir("vidclf")) / "features"


def default_work(config: TrainingConfig) -> Path:
    """Return the run's own folder: the same one for the same settings, so that it can go on."""
    mark = hashlib.sha256(config.model_dump_json().encode()).hexdigest()[:8]
    return Path("runs") / f"{config.name}-{mark}"
