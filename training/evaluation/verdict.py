"""What the figures say, in plain words."""

from training.evaluation.facts import HeadFacts, ReportFacts
from training.evaluation.intervals import clip_intervals
from training.evaluation.outcomes import Comparison, compare, outcomes_of


def best_baseline(facts: ReportFacts) -> HeadFacts | None:
    """Return the baseline with the most right clips, if there is one beside the shipped head."""
    baselines = [head for head in facts.heads if head.is_baseline and head is not facts.shipped]
    return max(baselines, key=lambda head: head.figures.clip_accuracy, default=None)


def summary(facts: ReportFacts) -> list[str]:
    """Return the sentences at the top of a report: what it is worth, and beside what."""
    shipped = facts.shipped
    sentences = [_worth(facts, shipped), _chance(shipped)]
    baseline = best_baseline(facts)
    if baseline is not None:
        sentences.append(_against(facts, shipped, baseline))
    elif shipped.is_baseline:
        sentences.append(_ordered_beside(facts, shipped))
    if shipped.figures.clip_accuracy <= facts.majority:
        sentences.append("That is no better than always naming the largest class.")
    return [sentence for sentence in [*sentences, *_seen(facts)] if sentence]


def _worth(facts: ReportFacts, shipped: HeadFacts) -> str:
    total = len(facts.clips)
    right = round(shipped.figures.clip_accuracy * total)
    what = f"{right} of {total} clips ({right / total:.0%})"
    guess = f"Always naming the largest class would be right for {facts.majority:.0%}."
    if facts.kind == "bundle":
        return f"The app gives the right label to {what}. {guess}"
    groups = len({clip.group for clip in facts.clips})
    # Where the data names no groups, each clip is its own.
    where = f"from {groups} groups (scenes, people) " if 1 < groups < total else ""
    return (
        f"{shipped.title} names the right class for {what} {where}that it had not learnt from. "
        f"{guess}"
    )


def _chance(shipped: HeadFacts) -> str:
    found = clip_intervals(shipped.figures.clips)
    accuracy, macro_f1 = found.accuracy, found.macro_f1
    return (
        f"95 % intervals, as far as the choice of clips goes: {accuracy.low:.0%} to "
        f"{accuracy.high:.0%} right, macro-F1 {macro_f1.low:.2f} to {macro_f1.high:.2f}."
    )


def _against(facts: ReportFacts, shipped: HeadFacts, baseline: HeadFacts) -> str:
    other = f"the baseline ({baseline.title}, {baseline.figures.clip_accuracy:.0%})"
    found = compare(outcomes_of(facts, shipped), outcomes_of(facts, baseline))
    difference = found.gained - found.lost
    if difference <= 0:
        verb = "does not beat" if difference == 0 else "is worse than"
        return (
            f"It {verb} {other}: {_counts(found)}. On these clips it gains nothing over the "
            "baseline, which is simpler."
        )
    chance = " So small a difference may well be chance." if found.may_be_chance else ""
    own, others = shipped.figures.macro_f1, baseline.figures.macro_f1
    though = (
        f" Its macro-F1 is lower, though: {own:.2f} against {others:.2f}." if own < others else ""
    )
    return f"It beats {other} by {_clips(difference)}: {_counts(found)}.{chance}{though}"


def _ordered_beside(facts: ReportFacts, shipped: HeadFacts) -> str:
    others = [head for head in facts.heads if not head.is_baseline]
    best = max(others, key=lambda head: head.figures.clip_accuracy, default=None)
    if best is None:
        return ""
    found = compare(outcomes_of(facts, best), outcomes_of(facts, shipped))
    if found.gained <= found.lost:
        return (
            "The heads that see the order of frames do not beat this baseline; the best of them, "
            f"{best.title}, is right for {best.figures.clip_accuracy:.0%}."
        )
    chance = "; so small a difference may well be chance" if found.may_be_chance else ""
    return (
        f"{best.title} would be better, right for {best.figures.clip_accuracy:.0%}: "
        f"{_counts(found)}{chance}."
    )


def _counts(found: Comparison) -> str:
    return f"{_clips(found.gained)} only it has right, {_clips(found.lost)} only the other"


def _clips(count: int) -> str:
    return f"{count} clip" if count == 1 else f"{count} clips"


def _seen(facts: ReportFacts) -> list[str]:
    if facts.seen_clips is None:
        return []
    total = len(facts.clips)
    if facts.seen_clips == 0:
        return ["The bundle learnt from none of these clips."]
    verb = "was" if facts.seen_clips == 1 else "were"
    return [f"{facts.seen_clips} of the {total} clips {verb} in training: the figures flatter."]
