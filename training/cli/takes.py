"""`vidclf-train takes`: how a bundle does on long takes, where people begin, pause and stop."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from training.cli.options import FiguresOut, HeldStill, SeedOfTakes
from training.cli.stopping import told_when_stopped
from training.data.wording import listed, shown
from training.progress import Progress
from vidclf_app.core.files import write_error, write_text
from vidclf_app.errors import SettingsError

if TYPE_CHECKING:
    from training.data.clips import ClipTable
    from training.evaluation.take_figures import ClassFigures, Delays, PartKind, TakeFigures
    from training.evaluation.take_report import TakeReport

_PROVIDERS = {"auto": "auto", "gpu": "gpu", "cuda": "gpu", "cpu": "cpu"}


def takes(
    bundle: Annotated[
        Path, typer.Argument(help="The bundle's folder or zip file.", metavar="BUNDLE")
    ],
    data: Annotated[
        Path,
        typer.Argument(
            help="Labelled clips: a folder per class, a CSV, or a run's TOML file, which stands "
            "for the groups that it held out; the bundle must never have seen these.",
            metavar="DATA",
        ),
    ],
    groups: Annotated[
        str, typer.Option(help="Only clips of these groups, with commas between; else of all.")
    ] = "",
    labels: Annotated[
        str,
        typer.Option(help="Only these exercises, with commas between; else all of the bundle's."),
    ] = "",
    held: HeldStill = "plank",
    count: Annotated[int, typer.Option(help="Takes, of 60 to 90 seconds each.", min=1)] = 20,
    seed: SeedOfTakes = 1,
    out: FiguresOut = None,
    provider: Annotated[
        str, typer.Option(help="Where the model runs: auto, gpu (or cuda) or cpu.")
    ] = "auto",
) -> None:
    """Join clips to long takes and watch them as the app does: delays and false labels."""
    if provider not in _PROVIDERS:
        raise SettingsError(
            f"{provider!r}: not a provider.", f"Choose from: {', '.join(_PROVIDERS)}."
        )
    chosen: Any = _PROVIDERS[provider]
    if out is not None and not out.absolute().parent.is_dir():
        # Told before the work, not after it.
        raise write_error(out, f"there is no folder {out.absolute().parent}")
    progress = Progress(Console(stderr=True))
    with told_when_stopped("; no figures were written"):
        from training.evaluation.take_report import judge_takes
        from training.evaluation.takes import choose_groups

        table, held_out = _clips_of(data)
        report = judge_takes(
            bundle,
            choose_groups(table, names_in(groups)),
            count=count,
            seed=seed,
            labels=names_in(labels),
            held=names_in(held),
            held_out=held_out,
            provider=chosen,
            progress=progress,
        )
        if out is not None:
            origin = table.origin
            root = origin.parent if origin.is_file() else origin
            write_text(out, json.dumps(report.as_json(root), indent=1, allow_nan=False) + "\n")
    typer.echo("\n".join(shown(line) for line in report_lines(report)))
    if out is not None:
        typer.echo(f"figures: {shown(out)}")


def _clips_of(data: Path) -> "tuple[ClipTable, tuple[str, ...]]":
    """Return the clips, and the groups that the bundle must never have seen."""
    from training.config import load_config
    from training.data.clips import load_table
    from training.data.selection import load_clips

    if data.suffix.lower() == ".toml":
        config = load_config(data)
        return load_clips(config, held_out=bool(config.held_out)), config.held_out
    return load_table(data, fewest_classes=1), ()


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a text with commas between."""
    return tuple(name.strip() for name in text.split(",") if name.strip())


def report_lines(report: "TakeReport") -> list[str]:
    """Return what is told of takes."""
    figures = report.figures
    return [
        f"{report.name} {report.version}, {_counted(figures.takes, 'take')} (seed "
        f"{report.seed}): {figures.minutes:.1f} minutes with "
        f"{_counted(figures.delays.exercises, 'exercise')}, made of "
        f"{_counted(len(report.plan.clips), 'clip')}",
        *_notes(report),
        "",
        *_table(figures),
        "",
        *_findings(figures),
        f"watched in {report.took_s:.1f} s, {report.speed:.0f} times as fast as live",
    ]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _notes(report: "TakeReport") -> list[str]:
    notes = []
    if report.seen is None:
        notes.append(
            "It is unknown whether the bundle learnt from these clips: figures may flatter."
        )
    elif report.seen:
        notes.append(
            f"{report.seen} of the {len(report.plan.clips)} clips were in training: the figures "
            "flatter."
        )
    if report.left_out:
        total = sum(report.left_out.values())
        names = listed(sorted(report.left_out))
        notes.append(f"Left out: {_counted(total, 'clip')} with other labels ({names}).")
    if report.plan.skipped:
        first = report.plan.skipped[0]
        notes.append(
            f"Left out: {_counted(len(report.plan.skipped), 'clip')} of no use; the first: "
            f"{first.path} {first.reason}"
        )
    return notes


def _table(figures: "TakeFigures") -> list[str]:
    from training.evaluation.take_figures import ClassFigures

    width = max(len(label) for label in ("all", *(one.label for one in figures.classes)))
    together = ClassFigures("all", figures.segments, figures.delays)
    heading = f"F1@{figures.iou:g}"
    return [
        f"{'':{width}}  exercises  recognised  segments  fitting  {heading:>6}  "
        "delay (median, p90)",
        *(_row(one, width) for one in (*figures.classes, together)),
    ]


def _row(one: "ClassFigures", width: int) -> str:
    score = one.segments
    return (
        f"{one.label:{width}}  {score.true:9}  {one.delays.recognised:10}  {score.found:8}  "
        f"{score.matched:7}  {score.f1:6.3f}  {_delay(one.delays)}"
    )


def _delay(delays: "Delays") -> str:
    if delays.median_s is None or delays.p90_s is None:
        return "-"
    return f"{delays.median_s:.1f} s, {delays.p90_s:.1f} s"


def _findings(figures: "TakeFigures") -> list[str]:
    delays, done = figures.delays, figures.time["exercise"]
    missed = delays.exercises - delays.recognised
    linger = (
        "no label was there at the end of its exercise"
        if figures.linger_median_s is None
        else f"labels stay for {figures.linger_median_s:.1f} s after the end (median of the "
        f"{figures.lingering} that were there at the end)"
    )
    names: dict[PartKind, str] = {
        "background": "something else is done",
        "still": "somebody keeps still",
        "nobody": "nobody is there",
    }
    kinds = [
        f"{figures.false_labels[kind].per_minute:.1f} while {name}"
        for kind, name in names.items()
        if figures.false_labels[kind].minutes
    ]
    return [
        f"mean F1@{figures.iou:g} of the exercises: {figures.macro_f1:.3f}",
        f"recall: {delays.recall:.1%} ({missed} of {delays.exercises} never recognised)",
        linger,
        f"false labels a minute: {figures.all_false.per_minute:.1f} at any time; "
        f"{figures.rest_false.per_minute:.1f} between exercises ({', '.join(kinds)})",
        f"right for {figures.all_time.right:.1%} of the time: {done.right:.1%} of the exercises "
        f"(wrong label {done.wrong_s / done.seconds:.1%}, none {done.nothing_s / done.seconds:.1%})"
        f", {figures.rest_time.right:.1%} between them",
    ]
