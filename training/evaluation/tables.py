"""The parts of a page that are tables of figures."""

from collections.abc import Sequence

from training.evaluation.facts import HeadFacts, ReportFacts, ShownShares
from training.evaluation.figures import Averages, Scores
from training.evaluation.markup import (
    DASH,
    count,
    details,
    paragraph,
    percent,
    row,
    share,
    table,
    text,
    wide,
    words,
)
from training.evaluation.outcomes import Outcomes
from vidclf_app.core.labels import display_label

_MOST_MATRIX_CLASSES = 60
_MOST_CONFUSIONS = 12


def heads(facts: ReportFacts) -> str:
    """All heads side by side."""
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


def classes(facts: ReportFacts, head: HeadFacts) -> str:
    """Precision, recall and F1 of each class."""
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


def clips_and_windows(head: HeadFacts) -> str:
    """Whole clips beside single predictions."""

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


def shown(facts: ReportFacts, head: HeadFacts) -> str:
    """What the thresholds make of the probabilities, where they were tried."""
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


def confusions(facts: ReportFacts, head: HeadFacts, outcomes: Outcomes) -> str:
    """Which classes are taken for which."""
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


def _with_bar(value: float) -> str:
    return f'<span class="bar"><i style="--s:{value:.3f}"></i></span>{share(value)}'


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
