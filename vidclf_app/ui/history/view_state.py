"""What the history page shows, as frozen records without Qt."""

from dataclasses import dataclass

from vidclf_app.history.records import SessionKind
from vidclf_app.settings import HistoryDays
from vidclf_app.ui.parts.messages import Banner


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session in the table.

    Attributes:
        id: Its number in the database.
        when: When it began, in this place's time.
        source: Camera, stream or file.
        note: What a person wrote about it.
        watched: For how long.
        found: What there was most of.
        model: Name of the model.
        running: It has not ended.
        has_result: There is a file with all predictions to open.
    """

    id: int
    when: str
    source: str
    note: str
    watched: str
    found: str
    model: str
    running: bool
    has_result: bool


@dataclass(frozen=True, slots=True)
class SegmentRow:
    """A segment of the chosen session, as texts.

    Attributes:
        label: What it showed.
        start: When it began: time of day for live sources, else time in the video.
        duration: How long it was.
        mean: Mean probability.
    """

    label: str
    start: str
    duration: str
    mean: str


@dataclass(frozen=True, slots=True)
class Detail:
    """The chosen session.

    Attributes:
        id: Its number in the database.
        title: Its source and when it began.
        note: What a person wrote about it.
        facts: Lines on the model and on how long somebody was there.
        totals: A line for each label.
        segments: In order of time; the first of them where there are very many.
        left_out: How many segments are not in `segments`.
        result: The file with all predictions, "" where there is none.
    """

    id: int
    title: str
    note: str
    facts: tuple[str, ...]
    totals: tuple[str, ...]
    segments: tuple[SegmentRow, ...]
    left_out: int
    result: str


@dataclass(frozen=True, slots=True)
class HistoryState:
    """Everything that the page shows, at one moment.

    Attributes:
        rows: The sessions that were found, the newest first; the first of them.
        found: How many were found in all.
        kept: How many there are.
        text: What is searched for.
        kind: Only of one kind, or None.
        days: Only of the last so many days, or None.
        selected: The chosen sessions.
        detail: The chosen one, where it is one.
        question: What must be confirmed before anything is deleted, or "".
        headline: What stands in the table's place while it is empty, or "".
        banner: The most urgent message, or None.
        busy: Something is being deleted or written.
        usable: There is a history.
        keep_days: For how many days sessions are kept, or None.
        may_choose_days: This can be chosen.
    """

    rows: tuple[SessionRow, ...]
    found: int
    kept: int
    text: str
    kind: SessionKind | None
    days: int | None
    selected: tuple[int, ...]
    detail: Detail | None
    question: str
    headline: str
    banner: Banner | None
    busy: bool
    usable: bool
    keep_days: HistoryDays | None
    may_choose_days: bool
