"""Plots as SVG that is part of a page: its colours follow the page, and it names no address.

Each plot is drawn by matplotlib without pyplot. Text stays text, in the page's font; what people
wrote (labels, names) stands beside a plot, never in it.
"""

import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.ticker import MaxNLocator

from training.evaluation.calibration import Reliability
from training.evaluation.curves import PrecisionRecall

# Placeholders that a page's colours take the place of.
_INK, _MUTED, _LINE, _FIRST, _SECOND = (f"#0{number}0{number}0{number}" for number in range(1, 6))
_PAGE_COLOURS = {
    _INK: "var(--ink)",
    _MUTED: "var(--muted)",
    _LINE: "var(--line)",
    _FIRST: "var(--right)",
    _SECOND: "var(--wrong)",
}
_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "vidclf",
    "font.size": 9.0,
    "axes.edgecolor": _MUTED,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": _LINE,
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "xtick.color": _MUTED,
    "ytick.color": _MUTED,
    "text.color": _INK,
    "legend.frameon": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
_LOSSES = ("val_loss", "held_out_loss")
_ACCURACIES = ("val_accuracy", "held_out_accuracy")

History = Sequence[Sequence[Mapping[str, float]]]


def precision_recall_plot(curve: PrecisionRecall, share: float, name: str) -> str:
    """Draw one class's curve.

    Args:
        curve: To draw.
        share: Of the class among the clips: the precision of guessing, 0..1.
        name: Of the plot, different from all others on the page; letters, digits, hyphens.
    """
    with _axes(2.3, 1.9) as (drawing, axes):
        axes.axhline(share, color=_MUTED, linewidth=1.0, linestyle=(0, (2, 2)))
        # From recall 0, where the highest threshold's precision holds.
        recall = [*curve.recall.tolist(), 0.0]
        precision = [*curve.precision.tolist(), float(curve.precision[-1])]
        axes.plot(recall, precision, color=_FIRST, linewidth=1.8, drawstyle="steps-post")
        _unit_square(axes, "recall", "precision")
        return _svg(drawing, name)


def reliability_plot(reliability: Reliability, name: str) -> str:
    """Draw how often predictions of each probability are right, and how many there are."""
    with _axes(3.1, 3.1) as (drawing, axes):
        axes.remove()
        axes, below = drawing.subplots(
            2, 1, sharex=True, gridspec_kw={"height_ratios": [4, 1], "hspace": 0.12}
        )
        axes.plot([0, 1], [0, 1], color=_MUTED, linewidth=1.0, linestyle=(0, (4, 3)))
        for entry in reliability.bins:
            if entry.accuracy is None or entry.confidence is None:
                continue
            low, width = entry.low, entry.high - entry.low
            axes.bar(low, entry.accuracy, width, align="edge", color=_FIRST, alpha=0.45)
            axes.plot([entry.confidence], [entry.accuracy], "o", color=_SECOND, markersize=4)
            below.bar(low, entry.share, width, align="edge", color=_MUTED, alpha=0.6)
        _unit_square(axes, "", "share that is right")
        below.set_xlabel("stated probability")
        below.set_ylabel("share")
        top = math.ceil(max(entry.share for entry in reliability.bins) * 10.0) / 10.0
        below.set_ylim(0.0, top)
        below.set_yticks([0.0, top])
        return _svg(drawing, name)


def learning_plot(history: History, measure: str, name: str) -> str | None:
    """Draw the losses or accuracies of each fold's fit, or return None where there are none.

    Args:
        history: Per fold and epoch, see `HeadFacts`.
        measure: `loss` or `accuracy`.
        name: Of the plot, see `precision_recall_plot`.
    """
    held_out = _LOSSES if measure == "loss" else _ACCURACIES
    learnt = [_series(fold, (measure,)) for fold in history]
    unseen = [_series(fold, held_out) for fold in history]
    if not any(learnt) and not any(unseen):
        return None
    with _axes(4.6, 2.6) as (drawing, axes):
        kinds = (("training", learnt, _FIRST, "-"), ("held out", unseen, _SECOND, "--"))
        for title, folds, colour, dash in kinds:
            label: str | None = title
            for series in filter(None, folds):
                epochs = range(1, len(series) + 1)
                marker = "o" if len(series) == 1 else ""
                axes.plot(
                    epochs,
                    series,
                    color=colour,
                    linestyle=dash,
                    linewidth=1.3,
                    alpha=0.85,
                    marker=marker,
                    label=label,
                )
                label = None
        axes.set_xlabel("epoch")
        axes.set_ylabel(measure)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        if measure == "accuracy":
            axes.set_ylim(0.0, 1.0)
        axes.legend(loc="best")
        return _svg(drawing, name)


def _series(fold: Sequence[Mapping[str, float]], names: Sequence[str]) -> list[float]:
    return [epoch[name] for epoch in fold for name in names if name in epoch]


@contextmanager
def _axes(width_in: float, height_in: float) -> Iterator[tuple[Drawing, Axes]]:
    with mpl.rc_context():
        # A person's own matplotlibrc must not change a report.
        mpl.rcdefaults()
        mpl.rcParams.update(_SETTINGS)
        drawing = Drawing(figsize=(width_in, height_in))
        yield drawing, drawing.subplots()


def _unit_square(axes: Axes, x_title: str, y_title: str) -> None:
    axes.set_xlim(0.0, 1.0)
    axes.set_ylim(0.0, 1.02)
    axes.set_xticks([0.0, 0.5, 1.0])
    axes.set_yticks([0.0, 0.5, 1.0])
    axes.set_xlabel(x_title)
    axes.set_ylabel(y_title)


def _svg(drawing: Drawing, name: str) -> str:
    written = io.StringIO()
    nothing = {"Date": None, "Creator": None, "Format": None, "Type": None}
    drawing.savefig(written, format="svg", bbox_inches="tight", metadata=nothing)
    text = written.getvalue()
    # In a page, the prologue and the names of schemas say nothing, and look like addresses.
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'\sxmlns(:xlink)?="[^"]*"', "", text)
    text = re.sub(r'(<svg[^>]*?) width="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?) height="[^"]*"', r"\1", text, count=1)
    # Several plots share a page, which knows each id once.
    text = re.sub(r'<g id="[^"]*"', "<g", text)
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = text.replace('href="#', f'href="#{name}-').replace("url(#", f"url(#{name}-")
    for placeholder, colour in _PAGE_COLOURS.items():
        text = text.replace(placeholder, colour)
    # The figure around it speaks for it.
    return text.replace("<svg", '<svg aria-hidden="true"', 1).strip()
