"""`vidclf-train held-out`: what a bundle is worth on the groups that its config held out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from training.cli.quiet import training_libraries
from training.cli.run import ON_AGAIN, default_cache, read_settings
from training.cli.stopping import told_when_stopped
from training.progress import Progress

if TYPE_CHECKING:
    from training.running.held_out import HeldOutFigures


def held_out(
    source: Annotated[
        Path, typer.Argument(help="The run's TOML file, with `held_out` in it.", metavar="CONFIG")
    ],
    bundle: Annotated[
        Path | None, typer.Option(help="The bundle. [default: the config's `out`]")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(help="Folder of cached features. [default: the user's cache]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Judge a bundle on the groups that its config held out. Look once: nothing may follow."""
    config = read_settings(source, None, None)
    progress = Progress(Console(stderr=True))
    with told_when_stopped(ON_AGAIN):
        with training_libraries():
            from training.running.held_out import judge_held_out
        found = judge_held_out(config, bundle or config.out, cache or default_cache(), progress)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "figures": found.figures.as_json()}, indent=1))
    else:
        typer.echo("\n".join(_lines(found)))


def _lines(found: "HeldOutFigures") -> list[str]:
    figures, clips = found.figures, found.figures.clips
    width = max(map(len, found.labels))
    lines = [
        f"{found.clips} clips of {', '.join(found.groups)}: accuracy {figures.clip_accuracy:.3f}, "
        f"macro-F1 {figures.macro_f1:.3f}, calibration error {figures.ece:.3f}, of the rolling "
        f"average {found.smoothed_ece:.3f}; {found.left_out} left out",
        "",
        f"{'':{width}}  clips  precision  recall     F1",
    ]
    lines += [
        f"{label:{width}}  {clips.support[number]:5.0f}  {clips.precision[number]:9.3f}  "
        f"{clips.recall[number]:6.3f}  {clips.f1[number]:5.3f}"
        for number, label in enumerate(found.labels)
        if clips.support[number]
    ]
    return lines
