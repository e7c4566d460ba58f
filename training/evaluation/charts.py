"""The parts of a page that are drawn."""

from training.evaluation.calibration import Reliability
from training.evaluation.curves import precision_recall
from training.evaluation.facts import HeadFacts, ReportFacts
from training.evaluation.markup import details, figure, paragraph, percent, row, share, table
from training.evaluation.outcomes import Outcomes
from training.evaluation.plots import learning_plot, precision_recall_plot, reliability_plot
from vidclf_app.core.labels import display_label

_MOST_CURVES = 30


def curves(facts: ReportFacts, outcomes: Outcomes) -> str:
    """Precision-recall curves, one class each."""
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


def calibration(head: HeadFacts) -> str:
    """Reliability before and after the temperature."""
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


def learning(facts: ReportFacts) -> str:
    """Losses and accuracies over the epochs of each fold."""
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
