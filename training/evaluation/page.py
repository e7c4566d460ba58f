"""The report as one page that needs nothing else: no script, no font, no address."""

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from training.evaluation.calibration import Reliability
from training.evaluation.curves import precision_recall
from training.evaluation.facts import HeadFacts, ReportFacts, ShownShares
from training.evaluation.figures import Averages, Scores
from training.evaluation.markup import (
    DASH,
    count,
    details,
    figure,
    paragraph,
    percent,
    row,
    section,
    share,
    table,
    text,
    wide,
    words,
)
from training.evaluation.outcomes import Outcomes, outcomes_of
from training.evaluation.plots import learning_plot, precision_recall_plot, reliability_plot
from training.evaluation.previews import SEARCH_S, Preview, make_preview
from training.evaluation.style import STYLE
from training.evaluation.verdict import best_baseline, summary
from vidclf_app.core.labels import display_label

_MOST_MISTAKES = 24
_MOST_PREVIEW_CHARACTERS = 4_000_000
_MOST_CURVES = 30
_MOST_MATRIX_CLASSES = 60
_MOST_CONFUSIONS = 12
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def report_page(facts: ReportFacts, *, previews: bool = True) -> str:
    """Return the whole page.

    Args:
        facts: Checked, see `check_facts`.
        previews: Whether misclassified clips are shown; reads their files.
    """
    shipped = facts.shipped
    outcomes = outcomes_of(facts, shipped)
    parts = {
        "Heads": ("heads", _heads(facts)),
        "Classes": ("classes", _classes(facts, shipped)),
        "Clips and predictions": ("windows", _clips_and_windows(shipped)),
        "What is shown": ("shown", _shown(facts, shipped)),
        "Confusions": ("confusions", _confusions(facts, shipped, outcomes)),
        "Precision and recall": ("curves", _curves(facts, outcomes)),
        "Calibration": ("calibration", _calibration(shipped)),
        "Learning": ("learning", _learning(facts)),
        "Mistakes": ("mistakes", _mistakes(facts, shipped, outcomes, previews)),
        "Clips": ("clips", _clips(facts)),
        "Left out": ("left-out", _left_out(facts)),
        "How it was made": ("making", _making(facts)),
    }
    sections = {title: section(name, title, inner) for title, (name, inner) in parts.items()}
    links = "".join(
        f'<a href="#{parts[title][0]}">{text(title)}</a>'
        for title, part in sections.items()
        if part
    )
    body = "\n".join(part for part in sections.values() if part)
    kicker = "Training run" if facts.kind == "run" else "Bundle judged through the app"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="referrer" content="no-referrer">
<title>{text(facts.title)}: evaluation</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<p class="kicker">{kicker}</p>
<h1>{text(facts.title)}</h1>
<div class="summary">{"".join(paragraph(sentence) for sentence in summary(facts))}</div>
{"".join(paragraph(note, "note") for note in facts.notes)}
{_tiles(facts)}
{paragraph(facts.rule, "quiet") if facts.rule else ""}
<nav aria-label="Parts of this report">{links}</nav>
</header>
<main>
{body}
</main>
</body>
</html>
"""


def clip_names(facts: ReportFacts) -> list[str]:
    """Return the clips' paths below the folder that they share; no other folder is told."""
    paths = [clip.path.absolute() for clip in facts.clips]
    try:
        root = os.path.commonpath([path.parent for path in paths])
    except ValueError:  # On different drives.
        return [path.name for path in paths]
    return [path.relative_to(root).as_posix() for path in paths]


def reason_without_path(path: Path, reason: str) -> str:
    """Return why a clip was left out, without the folders that its path begins with."""
    return reason.removeprefix(f"{path}: ").replace(str(path), path.name)


def _tiles(facts: ReportFacts) -> str:
    shipped, baseline = facts.shipped, best_baseline(facts)
    tiles = [
        (percent(shipped.figures.clip_accuracy), "clips right"),
        (share(shipped.figures.macro_f1), "macro-F1 of clips"),
        (percent(shipped.figures.window_accuracy), "single predictions right"),
        (share(shipped.figures.ece), "calibration error"),
    ]
    if baseline is not None:
        tiles.insert(1, (percent(baseline.figures.clip_accuracy), "clips right: baseline"))
    tiles.append((percent(facts.majority), "largest class"))
    if shipped.shown is not None:
        tiles.append((percent(shipped.shown.shares.right), "of the time rightly shown"))
        tiles.append((f"{shipped.shown.false_per_minute:.1f}", "wrong labels a minute"))
    items = "".join(f"<li><b>{value}</b><span>{text(name)}</span></li>" for value, name in tiles)
    return f'<ul class="tiles">{items}</ul>'


def _heads(facts: ReportFacts) -> str:
    if len(facts.heads) < 2:
        return ""
    rows = []
    for head in sorted(facts.heads, key=lambda head: -head.figures.clip_accuracy):
        figures = head.figures
        before = head.uncalibrated.ece if head.uncalibrated else None
        marks = [head.kind]
        marks += ["baseline"] if head.is_baseline and head.kind != "baseline" else []
        marks += ["shipped"] if head.is_shipped else []
        cells = [
            words(", ".join(marks)),
            percent(figures.clip_accuracy),
            share(figures.macro_f1),
            share(figures.clips.weighted.f1),
            percent(figures.window_accuracy),
            share(figures.mean_average_precision),
            share(before),
            share(figures.ece),
        ]
        rows.append(row(head.title, cells, "shipped" if head is facts.shipped else ""))
    largest = [words(DASH), percent(facts.majority), *[DASH] * 6]
    headings = (
        *("head", "", "clips right", "macro-F1", "weighted F1", "predictions right"),
        *("mean average precision", "calibration error before", "after"),
    )
    caption = (
        "All heads were judged on the same clips; the rest of this report tells the shaded one."
    )
    return table(headings, rows, [row("always the largest class", largest)], caption, 1)


def _classes(facts: ReportFacts, head: HeadFacts) -> str:
    scores = head.figures.clips
    rows = []
    for number, label in enumerate(facts.labels):
        has, named = scores.support[number] > 0, scores.named[number] > 0
        rows.append(
            row(
                display_label(label),
                [
                    count(scores.support[number]),
                    share(scores.precision[number] if named else None),
                    share(scores.recall[number] if has else None),
                    _with_bar(scores.f1[number]) if has else DASH,
                    share(head.figures.average_precision[number]),
                ],
            )
        )

    def foot(title: str, averages: Averages, last: str) -> str:
        cells = [
            count(sum(scores.support)),
            share(averages.precision),
            share(averages.recall),
            share(averages.f1),
            last,
        ]
        return row(title, cells)

    return table(
        ("class", "clips", "precision", "recall", "F1", "average precision"),
        rows,
        [
            foot("mean of the classes", scores.macro, share(head.figures.mean_average_precision)),
            foot("weighted by clips", scores.weighted, DASH),
        ],
        "Whole clips. A dash: no clip of the class, or none named so. "
        "Means are over classes that have clips.",
    )


def _with_bar(value: float) -> str:
    return f'<span class="bar"><i style="--s:{value:.3f}"></i></span>{share(value)}'


def _clips_and_windows(head: HeadFacts) -> str:
    def cells(scores: Scores, ece: float | None) -> list[str]:
        return [
            percent(scores.accuracy),
            share(scores.macro.precision),
            share(scores.macro.recall),
            share(scores.macro.f1),
            share(scores.weighted.f1),
            share(ece),
        ]

    figures, raw = head.figures, head.raw
    rows = [
        row("whole clips", cells(figures.clips, None)),
        row(
            "single predictions" + (", rolling average" if raw else ""),
            cells(figures.windows, figures.ece),
        ),
    ]
    if raw is not None:
        rows.append(row("single predictions, each alone", cells(raw.windows, raw.ece)))
    return table(
        ("", "right", "precision", "recall", "F1", "weighted F1", "calibration error"),
        rows,
        caption="A clip's class is the one with the highest mean probability over its "
        "predictions. Of single predictions each clip counts the same. Precision, recall and F1 "
        "are means of the classes.",
    )


def _shown(facts: ReportFacts, head: HeadFacts) -> str:
    shown = head.shown
    if shown is None:
        return ""

    def cells(shares: ShownShares | None) -> list[str]:
        if shares is None:
            return [DASH] * 3
        return [percent(shares.right), percent(shares.wrong), percent(shares.nothing)]

    rows = [
        row(display_label(label), cells(shares))
        for label, shares in zip(facts.labels, shown.classes, strict=True)
    ]
    told = (
        f"With the bundle's thresholds, in {shown.minutes:.1f} minutes of predictions a wrong "
        f"label came up {shown.false_labels} times: {shown.false_per_minute:.2f} a minute."
    )
    return paragraph(told) + table(
        ("class", "right label", "wrong label", "no label"),
        rows,
        [row("all clips", cells(shown.shares))],
        "Shares of the time from a clip's first prediction on.",
    )


def _confusions(facts: ReportFacts, head: HeadFacts, outcomes: Outcomes) -> str:
    labels = [display_label(label) for label in facts.labels]
    frequent = [
        row(labels[true], [words(labels[named]), str(clips)])
        for true, named, clips in outcomes.confusions[:_MOST_CONFUSIONS]
    ]
    pairs = table(("clips of", "were taken for", "clips"), frequent, (), "The most frequent.", 1)
    if len(labels) > _MOST_MATRIX_CLASSES:
        note = f"The whole matrix of {len(labels)} classes is in report.json."
        return (pairs if frequent else "") + paragraph(note, "quiet")
    windows = _matrix(labels, head.figures.windows, "Single predictions, in clips")
    return "\n".join(
        [
            _matrix(labels, head.figures.clips, "Clips"),
            details("The same for single predictions", windows),
            pairs if frequent else paragraph("No clip was misclassified."),
        ]
    )


def _matrix(labels: Sequence[str], scores: Scores, what: str) -> str:
    head = "".join(
        f'<th scope="col" class="column" title="{text(label)}"><span>{text(label)}</span></th>'
        for label in labels
    )
    rows = []
    for true, (label, line) in enumerate(zip(labels, scores.confusion, strict=True)):
        total = scores.support[true]
        cells = []
        for named, number in enumerate(line):
            if number < 0.005:
                cells.append('<td class="none">&middot;</td>')
                continue
            kind = ' class="hit"' if named == true else ""
            title = text(f"{label}, taken for {labels[named]}: {number / total:.0%}")
            shade = f"--s:{number / total:.3f}"
            cells.append(f'<td{kind} style="{shade}" title="{title}">{count(number)}</td>')
        rows.append(row(label, cells))
    lines = "\n".join(rows)
    top = f"<thead><tr><td></td>{head}</tr></thead>"
    caption = f"{what}. Rows: true class; columns: predicted class; shaded by share of the row."
    return wide(f'<table class="matrix">{top}\n<tbody>\n{lines}\n</tbody></table>', caption)


def _curves(facts: ReportFacts, outcomes: Outcomes) -> str:
    areas = facts.shipped.figures.average_precision
    present = [number for number, area in enumerate(areas) if area is not None]
    worst = sorted(present, key=lambda number: areas[number] or 0.0)[:_MOST_CURVES]
    drawings = []
    for number in sorted(worst):
        curve = precision_recall(outcomes.means, outcomes.targets, number)
        if curve is None:
            continue
        part = float((outcomes.targets == number).mean())
        plot = precision_recall_plot(curve, part, f"pr-{number}")
        told = f"average precision {share(areas[number])}, guessing {share(part)}"
        drawings.append(figure(plot, display_label(facts.labels[number]), told))
    told = (
        "Each class against all others, by the clips' mean probability of it. Dotted: the "
        "precision of guessing."
    )
    if len(present) > len(worst):
        told += (
            f" The {len(worst)} classes with the lowest average precision; the other "
            f"{len(present) - len(worst)} are in report.json."
        )
    return paragraph(told, "quiet") + f'<div class="plots">{"".join(drawings)}</div>'


def _calibration(head: HeadFacts) -> str:
    after = head.raw or head.figures
    steps: list[tuple[str, Reliability]] = []
    if head.uncalibrated is not None:
        steps.append(("Before temperature scaling", head.uncalibrated))
        steps.append(("After temperature scaling", after.reliability))
    else:
        steps.append(("As it is", after.reliability))
    if head.raw is not None:
        steps.append(("After the rolling average, as shown", head.figures.reliability))
    drawings = [
        figure(
            reliability_plot(reliability, f"rel-{number}"),
            title,
            f"expected calibration error {share(reliability.ece)}",
        )
        for number, (title, reliability) in enumerate(steps)
    ]
    told = "" if head.temperature is None else f"Temperature {head.temperature:.3f}. "
    told += (
        "Bars: share of the single predictions with about this probability that is right; dots: "
        "at their mean probability. On the dashed line a probability means what it says. Below: "
        "how many predictions there are. Each clip counts the same."
    )
    rows = [
        row(
            f"{entry.low:.2f} to {entry.high:.2f}",
            [percent(entry.share), share(entry.confidence), share(entry.accuracy)],
        )
        for entry in steps[-1][1].bins
    ]
    numbers = table(("probability", "share", "mean probability", "right"), rows)
    return "\n".join(
        [
            paragraph(told, "quiet"),
            f'<div class="plots wide">{"".join(drawings)}</div>',
            details(f"The numbers: {steps[-1][0][0].lower()}{steps[-1][0][1:]}", numbers),
        ]
    )


def _learning(facts: ReportFacts) -> str:
    pieces = []
    for number, head in enumerate(facts.heads):
        drawings = []
        for measure in ("loss", "accuracy"):
            plot = learning_plot(head.history, measure, f"learn-{number}-{measure}")
            if plot is not None:
                epochs = ", ".join(str(len(fold)) for fold in head.history)
                told = f"epochs: {epochs}"
                drawings.append(figure(plot, f"{head.title}: {measure}", told))
        if drawings:
            plots = f'<div class="plots wide">{"".join(drawings)}</div>'
            pieces.append(plots if head is facts.shipped else details(head.title, plots))
    if not pieces:
        return ""
    told = "One line per fold. Held out: groups set aside from the training part."
    return paragraph(told, "quiet") + "\n".join(pieces)


def _mistakes(facts: ReportFacts, head: HeadFacts, outcomes: Outcomes, previews: bool) -> str:
    mistakes = outcomes.mistakes
    if not len(mistakes):
        return paragraph("None: every clip got its class.")
    names = clip_names(facts)
    left = _MOST_PREVIEW_CHARACTERS
    items = []
    for place in mistakes[:_MOST_MISTAKES].tolist():
        named, target = int(outcomes.named[place]), int(outcomes.targets[place])
        preview = None
        if previews and left > 0:
            preview = make_preview(facts.clips[place].path, _moment(head, place, named))
        if preview is not None and preview.size > left:
            preview = None
        left -= preview.size if preview else 0
        picture = _picture(preview, names[place]) if previews else ""
        sure = outcomes.means[place]
        clip = facts.clips[place]
        actual = display_label(facts.labels[target])
        if clip.counts_as:
            actual += f" (labelled {display_label(clip.label)})"
        items.append(
            f"<li><figure>{picture}<figcaption>"
            f"<b>{text(display_label(facts.labels[named]))} {percent(float(sure[named]), 0)}</b>"
            f"is {text(actual)}, {percent(float(sure[target]), 0)}<br>"
            f'<span class="quiet">{text(names[place])}</span></figcaption></figure></li>'
        )
    told = f"{len(mistakes)} of {len(facts.clips)} clips misclassified"
    more = len(mistakes) - len(items)
    told += (
        f"; these are the {len(items)} surest mistakes, {more} more are in report.json."
        if more
        else ", the surest mistakes first."
    )
    return paragraph(told) + f'<ul class="clips">{"".join(items)}</ul>'


def _moment(head: HeadFacts, place: int, named: int) -> float:
    """Return the media time at which a clip was most surely taken for a class, seconds."""
    rows = np.flatnonzero(head.clips == place)
    early = rows[head.times_s[rows] <= SEARCH_S]
    if not len(early):
        return 0.0
    return float(head.times_s[early[head.probabilities[early, named].argmax()]])


def _picture(preview: Preview | None, name: str) -> str:
    if preview is None:
        return '<div class="blank">No preview of this clip.</div>'
    size = f'width="{preview.width_px}" height="{preview.height_px}"'
    return (
        f'<picture><source media="(prefers-reduced-motion: reduce)" srcset="{preview.still}">'
        f'<img src="{preview.moving}" {size} alt="{text(f"A few seconds of {name}")}"></picture>'
    )


def _clips(facts: ReportFacts) -> str:
    pieces = []
    if facts.folds:
        rows = [
            row(
                str(number),
                [
                    str(fold.train_clips),
                    str(fold.test_clips),
                    percent(fold.accuracy),
                    words(_some(fold.test_groups)),
                ],
            )
            for number, fold in enumerate(facts.folds, start=1)
        ]
        headings = ("fold", "clips learnt from", "clips judged", "right", "groups judged")
        pieces.append(table(headings, rows, of_words=4))
    counts = Counter(clip.target for clip in facts.clips)
    groups: dict[str, set[str]] = {}
    for clip in facts.clips:
        groups.setdefault(clip.target, set()).add(clip.group)
    rows = [
        row(display_label(label), [str(counts[label]), str(len(groups.get(label, ())))])
        for label in facts.labels
    ]
    everywhere = len({clip.group for clip in facts.clips})
    foot = [row("all", [str(len(facts.clips)), str(everywhere)])]
    pieces.append(table(("class", "clips", "groups"), rows, foot, "Clips judged."))
    return "\n".join(pieces)


def _some(names: Sequence[str], most: int = 12) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _left_out(facts: ReportFacts) -> str:
    if not facts.left_out:
        return ""
    rows = [
        row(
            left.path.name,
            [words(reason_without_path(left.path, left.reason))],
        )
        for left in facts.left_out
    ]
    names = table(("clip", "reason"), rows, of_words=1)
    total = len(facts.left_out)
    title = f"{total} {'clip was' if total == 1 else 'clips were'} left out of all figures"
    return details(title, names) if len(rows) > 20 else paragraph(title + ".") + names


def _making(facts: ReportFacts) -> str:
    pieces = []
    if facts.stages:
        rows = [row(name, [f"{seconds:.1f} s"]) for name, seconds in facts.stages.items()]
        pieces.append(table(("stage", "time"), rows))
    if facts.peak_memory_bytes is not None:
        told = f"Most memory in use: {facts.peak_memory_bytes / 2**20:.0f} MiB."
        pieces.append(paragraph(told))
    if facts.versions:
        rows = [row(name, [text(version)]) for name, version in sorted(facts.versions.items())]
        pieces.append(table(("library", "version"), rows))
    if facts.config:
        title = "Settings" if facts.kind == "run" else "The bundle's manifest"
        pieces.append(details(title, f"<pre>{_lines(facts.config)}</pre>"))
    return "\n".join(pieces)


def _lines(content: Mapping[str, object]) -> str:
    written = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
    return "\n".join(text(line) for line in written.splitlines())
