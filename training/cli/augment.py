"""`vidclf-train augment`: a data set and changed copies of its clips."""

import tomllib
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.console import Console

from training.augmentation.config import AugmentConfig
from training.cli.stopping import told_when_stopped
from training.data.wording import shown
from training.errors import TrainingError
from training.progress import Progress


def augment(
    src: Annotated[
        Path,
        typer.Argument(
            help="Folder with one sub-folder per class, also in train and test; or a CSV of clips.",
            metavar="SRC",
        ),
    ],
    dst: Annotated[Path, typer.Argument(help="Folder for the copies.", metavar="DST")],
    per_video: Annotated[int, typer.Option(help="Copies of each clip.", min=1)] = 2,
    seed: Annotated[int, typer.Option(help="Another one gives other copies.", min=0)] = 1,
    config: Annotated[
        Path | None,
        typer.Option(
            help="TOML file of operations, or with a table [augment] of them. "
            "[default: the usual ones]"
        ),
    ] = None,
) -> None:
    """Write changed copies of clips, and a CSV of the clips and their copies to train on.

    Clips for testing are not copied. A run that was cut off goes on where it stopped when the
    same command is given again.
    """
    settings = None if config is None else read_operations(config)
    progress = Progress(Console(stderr=True))
    with told_when_stopped("; give the same command again to go on"):
        from training.augmentation.dataset import augment_dataset

        result = augment_dataset(src, dst, per_video, settings, seed, progress=progress)
    for skipped in result.left_out:
        progress.say(f"left out: {shown(skipped.path)}: {shown(skipped.reason)}")
    there = f", {result.kept} were there" if result.kept else ""
    left_out = f", {len(result.left_out)} left out" if result.left_out else ""
    typer.echo(f"clips: {result.clips}{left_out}")
    typer.echo(f"copies: {result.written} written{there}")
    typer.echo(f"table: {result.table}")


def read_operations(path: Path) -> AugmentConfig:
    """Read which operations may happen.

    Args:
        path: A TOML file of operations; or a run's config, whose table `augment` is taken.

    Raises:
        TrainingError: The file can't be read or has a wrong or unknown key; names the first one.
    """
    hint = 'Name operations as in "crop = { min_share = 0.8 }".'
    name = shown(path)
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise TrainingError(f"{name}: can't be read: {error.strerror}.", hint) from error
    except UnicodeDecodeError as error:
        raise TrainingError(f"{name}: is not a UTF-8 text file.", hint) from error
    except tomllib.TOMLDecodeError as error:
        raise TrainingError(f"{name}: is not valid TOML: {error}.", hint) from error
    try:
        return AugmentConfig.model_validate(table.get("augment", table))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        reason = str(first["msg"]).removeprefix("Value error, ").rstrip(".")
        if first["type"] == "extra_forbidden":
            reason = "there is no such operation or setting"
        raise TrainingError(f"{name}: {place}: {reason}.", hint) from error
