"""`vidclf-train held-out`: what a bundle is worth on the groups that its config held out."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from training.cli.options import Cache, WorkOfRun
from training.cli.quiet import training_libraries
from training.cli.run import ON_AGAIN, default_cache, default_work, read_settings
from training.cli.stopping import told_when_stopped
from training.config import TrainingConfig
from training.errors import TrainingError
from training.progress import Progress

if TYPE_CHECKING:
    from training.running.held_out import HeldOutFigures


def held_out(
    source: Annotated[
        Path, typer.Argument(help="The run's TOML file, with `held_out` in it.", metavar="CONFIG")
    ],
    bundle: Annotated[
        Path | None,
        typer.Option(help="A bundle that never saw these groups. [default: `judged` in --work]"),
    ] = None,
    work: WorkOfRun = None,
    cache: Cache = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Judge a bundle on the groups that its config held out. Look once: nothing may follow."""
    config = read_settings(source, None, None)
    progress = Progress(Console(stderr=True))
    with told_when_stopped(ON_AGAIN):
        with training_libraries():
            from training.running.held_out import judge_held_out
        judged = bundle or _judged_bundle(config, source, work)
        found = judge_held_out(config, judged, cache or default_cache(), progress)
    if as_json:
        typer.echo(json.dumps({**asdict(found), "figures": found.figures.as_json()}, indent=1))
    else:
        typer.echo("\n".join(_lines(found)))


def _judged_bundle(config: TrainingConfig, source: Path, work: Path | None) -> Path:
    """Return the bundle that the run fitted without the held-out groups.

    Raises:
        TrainingError: It isn't there.
    """
    from training.export.bundle import JUDGED_NAME

    folder = work or default_work(config)
    judged = folder / JUDGED_NAME
    # A config that holds nothing out has no such bundle; that is told when its clips are read.
    if config.held_out and not judged.is_dir():
        raise TrainingError(
            f"{judged}: there is no bundle to judge yet.",
            f"Fit it with: vidclf-train run {source} --work {folder}",
        )
    return judged


def _lines(found: "HeldOutFigures") -> list[str]:
    figures, clips = found.figures, found.figures.clips
    width = max(map(len, found.labels))
    lines = [
        f"{found.clips} clips of {', '.join(found.groups)}: accuracy {figures.clip_accuracy:.3f}, "
        f"macro-F1 {figures.macro_f1:.3f}, calibration error {figures.ece:.3f}, of the rolling "
        f"average {found.smoothed_ece:.3f} (perfect ones: {found.perfect_ece} with so few clips); "
        f"{found.left_out} left out",
        "95 % intervals (clips drawn anew within their classes): accuracy "
        f"{found.intervals.accuracy}, macro-F1 {found.intervals.macro_f1}",
        *_shown(found),
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


def _shown(found: "HeldOutFigures") -> list[str]:
    if found.shown is None:
        return []
    return [
        f"at the bundle's thresholds: {found.shown.clip_recall:.1%} of the named clips are shown "
        f"their label (mean of the classes {found.shown.recall:.1%}); "
        f"{found.shown.false_per_minute:.2f} false labels in a minute of background"
    ]
