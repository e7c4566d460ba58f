"""What the report of one video says: one page, the same as HTML and as PDF.

Everything is text and numbers here; `charts` draws, `html_page` and the window's PDF writer make
files of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vidclf_app.class_colours import CLASS_COLOURS
from vidclf_app.exporting.texts import clock_time, one_line, percent, shortened, shown_label
from vidclf_app.results.records import Result, ShownSegment
from vidclf_app.translating import translate

# More don't fit on the page beside everything else; the rest is summed up.
MOST_ROWS = 12
# About two lines.
_UNSEEN_WIDTH = 200

OTHERS_COLOUR = "#9aa2ad"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of what the report is about.

    Attributes:
        name: What is told.
        value: What it is.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ClassRow:
    """What was seen of one label.

    Attributes:
        label: As people read it.
        colour: Its colour in table and charts, "#rrggbb".
        count: How many segments.
        by_hand: How many of them a person set or changed.
        total_s: How long all of them are together, seconds.
        longest_s: The longest one, seconds.
        share: Share of the video, 0..1; None where its length is unknown.
        mean: Mean probability over them, longer ones counting for more, 0..1; None where a person
            set all of them.
    """

    label: str
    colour: str
    count: int
    by_hand: int
    total_s: float
    longest_s: float
    share: float | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class TimelineBar:
    """A segment in the timeline.

    Attributes:
        row: Which of the page's rows it belongs to.
        start_s: Its beginning, seconds.
        end_s: Its end, seconds.
        by_hand: A person set or changed it.
    """

    row: int
    start_s: float
    end_s: float
    by_hand: bool


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The whole page.

    Attributes:
        title: Its heading: the video's name.
        subtitle: What kind of page it is, and when.
        facts: Video, model, tuning.
        rows: One for each label that was seen, the longest first; the last one sums up the rest
            where there are too many.
        bars: In order of time.
        duration_s: Length of the timeline, seconds, above 0.
        total_s: All segments together, seconds.
        notes: Labels that were not seen, what the marks mean, and the limits of the model.
        language: Of all texts, as a code: "en".
    """

    title: str
    subtitle: str
    facts: tuple[Fact, ...]
    rows: tuple[ClassRow, ...]
    bars: tuple[TimelineBar, ...]
    duration_s: float
    total_s: float
    notes: tuple[str, ...]
    language: str


def report_page(result: Result) -> ReportPage:
    """Return the page about a result."""
    analysis = result.analysis
    video_s = _video_s(result)
    order = _labels_by_length(result.segments)
    row_of = {label: min(number, MOST_ROWS - 1) for number, label in enumerate(order)}
    if len(order) <= MOST_ROWS:
        groups = [[label] for label in order]
    else:
        groups = [[label] for label in order[: MOST_ROWS - 1]] + [order[MOST_ROWS - 1 :]]
    ends_s = [segment.end_s for segment in result.segments]
    return ReportPage(
        title=one_line(analysis.video.name),
        subtitle=translate("export", "Session report · {date}").format(
            date=f"{analysis.analysed_at:%Y-%m-%d %H:%M}"
        ),
        facts=_facts(result),
        rows=tuple(_row(group, result, video_s) for group in groups),
        bars=tuple(
            TimelineBar(row_of[s.label], s.start_s, s.end_s, s.by_hand) for s in result.segments
        ),
        duration_s=max(video_s or 0.0, *ends_s, 0.001),
        total_s=sum(_length_s(segment) for segment in result.segments),
        notes=_notes(result, order),
        # Translations give their own language's code here.
        language=translate("export", "en"),
    )


def _video_s(result: Result) -> float | None:
    return result.analysis.video.duration_s or None


def _length_s(segment: ShownSegment) -> float:
    return segment.end_s - segment.start_s


def _labels_by_length(segments: Sequence[ShownSegment]) -> list[str]:
    total_s: dict[str, float] = {}
    for segment in segments:
        total_s[segment.label] = total_s.get(segment.label, 0.0) + _length_s(segment)
    return sorted(total_s, key=lambda label: -total_s[label])


def _row(labels: Sequence[str], result: Result, video_s: float | None) -> ClassRow:
    chosen = [segment for segment in result.segments if segment.label in labels]
    total_s = sum(_length_s(segment) for segment in chosen)
    others = len(labels) > 1
    name = translate("export", "{count} other labels").format(count=len(labels))
    return ClassRow(
        label=name if others else shown_label(labels[0]),
        colour=OTHERS_COLOUR if others else _colour(labels[0], result),
        count=len(chosen),
        by_hand=sum(segment.by_hand for segment in chosen),
        total_s=total_s,
        longest_s=max(_length_s(segment) for segment in chosen),
        share=None if video_s is None else min(1.0, total_s / video_s),
        mean=_mean(chosen, 1.0 / result.analysis.model.rate_hz),
    )


def _colour(label: str, result: Result) -> str:
    """Return the colour that the label has in the window's light theme."""
    known = result.analysis.model.labels
    others = sorted({segment.label for segment in result.segments} - set(known))
    place = [*known, *others].index(label)
    return CLASS_COLOURS[place % len(CLASS_COLOURS)][1]


def _mean(segments: Sequence[ShownSegment], step_s: float) -> float | None:
    if all(segment.by_hand for segment in segments):
        return None
    # A segment of one prediction has no length, but stands for one step.
    weights = [_length_s(segment) + step_s for segment in segments]
    weighted = sum(s.mean * weight for s, weight in zip(segments, weights, strict=True))
    return weighted / sum(weights)


def _facts(result: Result) -> tuple[Fact, ...]:
    analysis, tuning = result.analysis, result.decided.tuning
    video, model = analysis.video, analysis.model
    length_s = _video_s(result)
    smoothing_s = model.smoothing_s if tuning.smoothing_s is None else tuning.smoothing_s
    own = translate("export", "the model's own")
    size = f"{video.width_px} \N{MULTIPLICATION SIGN} {video.height_px}"
    return (
        Fact(translate("export", "Video"), f"{size}, {video.rate_hz:.4g} Hz"),
        Fact(
            translate("export", "Length"),
            translate("export", "unknown") if length_s is None else clock_time(length_s),
        ),
        Fact(translate("export", "Model"), one_line(f"{model.name} {model.version}")),
        Fact(translate("export", "Recognised"), _recognised(result, length_s)),
        Fact(
            translate("export", "Threshold"),
            own if tuning.threshold is None else percent(tuning.threshold),
        ),
        Fact(translate("export", "Nobody in the picture"), _nobody(result)),
        Fact(translate("export", "Smoothing"), f"{smoothing_s:.1f} s"),
        Fact(translate("export", "Corrected by hand"), _corrected(result)),
    )


def _recognised(result: Result, length_s: float | None) -> str:
    total_s = sum(_length_s(segment) for segment in result.segments)
    if length_s is None:
        return clock_time(total_s)
    return f"{clock_time(total_s)} ({percent(min(1.0, total_s / length_s))})"


def _nobody(result: Result) -> str:
    nobody = result.analysis.predictions.nobody
    return percent(float(nobody.mean())) if len(nobody) else "—"


def _corrected(result: Result) -> str:
    if not result.hand:
        return translate("export", "no")
    return translate("export", "{count} stretches").format(count=len(result.hand))


def _notes(result: Result, seen: Sequence[str]) -> tuple[str, ...]:
    model = result.analysis.model
    unseen = [
        shown_label(label)
        for label in model.labels
        if label not in seen and label != model.background_label
    ]
    notes = []
    if unseen:
        names = shortened(", ".join(unseen), _UNSEEN_WIDTH)
        notes.append(translate("export", "Not seen: {labels}").format(labels=names))
    if any(segment.by_hand for segment in result.segments):
        notes.append(
            translate(
                "export",
                "Bars with a dark edge and counts after a + were set or changed by a person.",
            )
        )
    notes.append(
        translate(
            "export",
            "The model knows only its {count} labels and can be wrong; percentages are its own "
            "estimate. Not a medical finding.",
        ).format(count=len(model.labels))
    )
    return tuple(notes)
