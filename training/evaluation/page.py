"""The report as one page that needs nothing else: no script, no font, no address."""

from training.evaluation.charts import calibration, curves, learning
from training.evaluation.facts import ReportFacts
from training.evaluation.markup import paragraph, percent, section, share, text
from training.evaluation.mistakes import mistakes
from training.evaluation.origins import clips, left_out, making
from training.evaluation.outcomes import outcomes_of
from training.evaluation.style import STYLE
from training.evaluation.tables import classes, clips_and_windows, confusions, heads, shown
from training.evaluation.verdict import best_baseline, summary

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
        "Heads": ("heads", heads(facts)),
        "Classes": ("classes", classes(facts, shipped)),
        "Clips and predictions": ("windows", clips_and_windows(shipped)),
        "What is shown": ("shown", shown(facts, shipped)),
        "Confusions": ("confusions", confusions(facts, shipped, outcomes)),
        "Precision and recall": ("curves", curves(facts, outcomes)),
        "Calibration": ("calibration", calibration(shipped)),
        "Learning": ("learning", learning(facts)),
        "Mistakes": ("mistakes", mistakes(facts, shipped, outcomes, previews)),
        "Clips": ("clips", clips(facts)),
        "Left out": ("left-out", left_out(facts)),
        "How it was made": ("making", making(facts)),
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
