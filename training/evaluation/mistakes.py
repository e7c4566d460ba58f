"""The part of a page that shows misclassified clips."""

import numpy as np

from training.evaluation.facts import HeadFacts, ReportFacts
from training.evaluation.markup import paragraph, percent, text
from training.evaluation.origins import clip_names
from training.evaluation.outcomes import Outcomes
from training.evaluation.previews import SEARCH_S, Preview, make_preview
from vidclf_app.core.labels import display_label

_MOST_MISTAKES = 24
_MOST_PREVIEW_CHARACTERS = 4_000_000


def mistakes(facts: ReportFacts, head: HeadFacts, outcomes: Outcomes, previews: bool) -> str:
    """The surest mistakes with their moving previews."""
    wrong = outcomes.mistakes
    if not len(wrong):
        return paragraph("None: every clip got its class.")
    names = clip_names(facts)
    left = _MOST_PREVIEW_CHARACTERS
    items = []
    for place in wrong[:_MOST_MISTAKES].tolist():
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
    told = f"{len(wrong)} of {len(facts.clips)} clips misclassified"
    more = len(wrong) - len(items)
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
