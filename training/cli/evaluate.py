"""`vidclf-train evaluate`: what a bundle is worth, judged as the app runs it."""

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from training.cli.quiet import training_libraries
from training.cli.stopping import told_when_stopped
from training.data.wording import shown
from training.errors import DatasetError
from training.progress import Progress
from vidclf_app.errors import SettingsError

if TYPE_CHECKING:
    from training.data.clips import ClipTable
    from training.evaluation.facts import ReportFacts

_PROVIDERS = {"auto": "auto", "gpu": "gpu", "cuda": "gpu", "cpu": "cpu"}
_SPLITS = ("train", "test", "all")


def evaluate(
    bundle: Annotated[
        Path, typer.Argument(help="The bundle's folder or zip file.", metavar="BUNDLE")
    ],
    data: Annotated[
        Path, typer.Argument(help="Labelled clips: a folder per class, or a CSV.", metavar="DATA")
    ],
    out: Annotated[
        Path | None, typer.Option(help="Folder for the report; by default BUNDLE-evaluation.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print what report.json holds, not a table.")
    ] = False,
    split: Annotated[
        str | None,
        typer.Option(
            help="Part of the data: train, test or all; by default test if the data has one."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first clip that can't be judged.")
    ] = False,
    no_previews: Annotated[
        bool, typer.Option("--no-previews", help="Put no pictures of clips into the report.")
    ] = False,
    provider: Annotated[
        str, typer.Option(help="Where the model runs: auto, gpu (or cuda) or cpu.")
    ] = "auto",
) -> None:
    """Judge a bundle on labelled clips, through the app's own pipeline, and write a report."""
    chosen: Any = _choice("provider", provider, _PROVIDERS)
    part = None if split is None else _choice("part of the data", split, {s: s for s in _SPLITS})
    progress = Progress(Console(stderr=True))
    with told_when_stopped("; no report was written"):
        with training_libraries():
            from training.data.clips import load_table
            from training.evaluation.bundle import evaluate_bundle
            from training.evaluation.report import report_content, write_report
        table = _part_of(load_table(data, strict=strict, fewest_classes=1), part)
        folder = out or Path(f"{_name(bundle)}-evaluation")
        facts = evaluate_bundle(bundle, table, provider=chosen, progress=progress, strict=strict)
        progress.say("Writing the report")
        page = write_report(folder, facts, previews=not no_previews)
    if as_json:
        typer.echo(json.dumps(report_content(facts), indent=1, allow_nan=False))
    else:
        typer.echo("\n".join(shown(line) for line in _lines(facts)))
        typer.echo(f"report: {page}")


def _choice(what: str, given: str, known: dict[str, str]) -> str:
    if given not in known:
        raise SettingsError(f"{given!r}: not a {what}.", f"Choose from: {', '.join(known)}.")
    return known[given]


def _name(bundle: Path) -> str:
    # resolve(): "." and ".." have no name of their own.
    whole = bundle.resolve()
    return whole.stem if whole.suffix.lower() == ".zip" else whole.name


def _part_of(table: "ClipTable", part: str | None) -> "ClipTable":
    has_test = any(clip.split == "test" for clip in table.clips)
    wanted = part or ("test" if has_test else "all")
    if wanted == "all":
        return table
    clips = tuple(clip for clip in table.clips if clip.split == wanted)
    if not clips:
        raise DatasetError(
            f"{shown(table.origin)}: no clip belongs to the split {wanted}.",
            "Choose another --split, or name a split for each clip in the data.",
        )
    return dataclasses.replace(table, clips=clips)


def _lines(facts: "ReportFacts") -> list[str]:
    from training.evaluation.verdict import summary

    shipped = facts.shipped
    scores = shipped.figures.clips
    width = max(len(label) for label in (*facts.labels, "weighted by clips"))
    lines = [*summary(facts), *facts.notes, ""]
    lines.append(f"{'':{width}}  {'clips':>6}  precision  recall     F1")
    for number, label in enumerate(facts.labels):
        if not scores.support[number]:
            lines.append(f"{label:{width}}  {0:6}  {'-':>9}  {'-':>6}  {'-':>5}")
            continue
        figures = scores.precision[number], scores.recall[number], scores.f1[number]
        lines.append(_line(label, width, scores.support[number], *figures))
    total = sum(scores.support)
    for title, mean in (("mean of classes", scores.macro), ("weighted by clips", scores.weighted)):
        lines.append(_line(title, width, total, mean.precision, mean.recall, mean.f1))
    lines += ["", f"single predictions right: {shipped.figures.window_accuracy:.1%}"]
    if shipped.shown is not None:
        shares = shipped.shown.shares
        lines.append(
            f"shown: the right label {shares.right:.1%} of the time, a wrong one "
            f"{shares.wrong:.1%}, none {shares.nothing:.1%}; "
            f"{shipped.shown.false_per_minute:.1f} wrong labels a minute"
        )
    if facts.left_out:
        lines.append(f"left out: {len(facts.left_out)} of the clips, named in the report")
    return lines


def _line(title: str, width: int, clips: float, precision: float, recall: float, f1: float) -> str:
    return f"{title:{width}}  {clips:6.0f}  {precision:9.3f}  {recall:6.3f}  {f1:5.3f}"
