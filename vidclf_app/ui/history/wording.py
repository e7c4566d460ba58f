"""What the history page says: pure functions from sessions to texts."""

from collections.abc import Sequence
from datetime import timedelta, tzinfo

from vidclf_app.core.records import Segment
from vidclf_app.history.records import LabelTotal, Session
from vidclf_app.label_names import label_name
from vidclf_app.translating import translate
from vidclf_app.ui.history.view_state import Detail, SegmentRow, SessionRow
from vidclf_app.units import units

_IN_A_ROW = 3


def row(session: Session, zone: tzinfo | None) -> SessionRow:
    """Return a session's line in the table.

    Args:
        session: The session.
        zone: The place's time zone; None for this computer's.
    """
    found = [
        f"{label_name(total.label)} {units().length(total.total_s)}" for total in session.totals
    ]
    more = len(found) - _IN_A_ROW
    shown = ", ".join(found[:_IN_A_ROW])
    if more > 0:
        shown = translate("history", "{first} and {more} more").format(first=shown, more=more)
    return SessionRow(
        id=session.id,
        when=session.started_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        source=session.source,
        note=session.note,
        watched=units().length(session.watched_s),
        found=shown or translate("history", "nothing recognised"),
        model=session.model,
        running=session.ended_at is None,
        has_result=session.result is not None,
    )


def detail(session: Session, segments: Sequence[Segment], zone: tzinfo | None) -> Detail:
    """Return all that is shown of one session.

    Args:
        session: The session.
        segments: Its first segments, in order of time.
        zone: See `row`.
    """
    when = session.started_at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    facts = [
        translate("history", "Model {name} {version}").format(
            name=session.model, version=session.model_version
        ),
        translate("history", "Watched for {time}").format(time=units().length(session.watched_s)),
    ]
    if session.nobody_s:
        facts.append(
            translate("history", "Nobody in the picture for {time}").format(
                time=units().length(session.nobody_s)
            )
        )
    if session.ended_at is None:
        facts.append(translate("history", "Still running"))
    return Detail(
        id=session.id,
        title=f"{session.source}, {when}",
        note=session.note,
        facts=tuple(facts),
        totals=tuple(_total(total) for total in session.totals),
        segments=tuple(_segment(session, one, zone) for one in segments),
        left_out=max(0, session.segments - len(segments)),
        result="" if session.result is None else str(session.result),
    )


def question(count: int, *, all_of_them: bool) -> str:
    """Return what is asked before sessions are deleted."""
    if all_of_them:
        return translate(
            "history", "Delete the whole history, {count} sessions? They can't be brought back."
        ).format(count=count)
    if count == 1:
        return translate("history", "Delete this session? It can't be brought back.")
    return translate(
        "history", "Delete these {count} sessions? They can't be brought back."
    ).format(count=count)


def headline(kept: int, *, usable: bool, loading: bool) -> str:
    """Return what stands in the place of an empty table."""
    if not usable:
        return translate("history", "There is no history in this run.")
    if loading:
        return translate("history", "Reading the history …")
    if not kept:
        return translate(
            "history",
            "Nothing here yet. Sessions of cameras and streams, and files that were analysed, "
            "are kept here on this computer.",
        )
    return translate("history", "No session fits. Search for less, or for something else.")


def _total(total: LabelTotal) -> str:
    return translate("history", "{label}: {count} times, {time}, {how_sure} sure").format(
        label=label_name(total.label),
        count=total.segments,
        time=units().length(total.total_s),
        how_sure=units().probability(total.mean),
    )


def _segment(session: Session, segment: Segment, zone: tzinfo | None) -> SegmentRow:
    if session.kind == "live":
        at = session.started_at + timedelta(seconds=segment.start_s)
        start = at.astimezone(zone).strftime("%H:%M:%S")
    else:
        start = units().time(segment.start_s)
    return SegmentRow(
        label=label_name(segment.label),
        start=start,
        duration=units().length(segment.end_s - segment.start_s),
        mean=units().probability(segment.mean),
    )
