"""The history page without its widgets: what a person asks for goes in, what to show comes out.

The database is asked on threads of their own; the newest question wins. Nothing here waits, but
`end`, which does so for a bounded time.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

from vidclf_app.errors import VidclfError
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import Session, SessionKind, SessionQuery
from vidclf_app.history.store import HistoryStore
from vidclf_app.translating import translate
from vidclf_app.ui.history import wording
from vidclf_app.ui.history.view_state import Detail, HistoryState
from vidclf_app.ui.parts.background import Background
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner

log = logging.getLogger(__name__)

_PAGE_ROWS = 200
_REFRESH_S = 5.0


@dataclass(frozen=True, slots=True)
class _Question:
    """What the database is asked for."""

    text: str = ""
    kind: SessionKind | None = None
    days: int | None = None
    rows: int = _PAGE_ROWS
    selected: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the database said."""

    question: _Question
    sessions: tuple[Session, ...]
    found: int
    kept: int
    detail: Detail | None


class HistoryController:
    """Shows the history.

    Call everything from one thread; `poll` a few times a second while the page is in front.

    Args:
        store: The history; None where it can't be used.
        notice: A message to begin with, or None.
        clock: Monotonic seconds.
        now: The time of day, with a time zone.
        zone: The place's time zone; None for this computer's.
    """

    def __init__(
        self,
        store: HistoryStore | None,
        *,
        notice: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._now = now
        self._zone = zone
        self._banner = (
            None if notice is None else Banner(BannerKind.WARNING, notice, may_close=True)
        )
        self._wanted = _Question()
        self._answer: _Answer | None = None
        self._asking: Background[_Answer] | None = None
        self._due_s = clock()
        self._doing: Background[str] | None = None
        self._deleting: tuple[int, ...] | None = None

    # What a person asks for.

    def search(self, text: str) -> None:
        """Look for sessions by source, model or label."""
        self._ask(replace(self._wanted, text=text.strip(), rows=_PAGE_ROWS))

    def show_kind(self, kind: SessionKind | None) -> None:
        """Show only live sessions or only files, or (None) both."""
        self._ask(replace(self._wanted, kind=kind, rows=_PAGE_ROWS))

    def show_days(self, days: int | None) -> None:
        """Show only sessions of the last days, today being the first, or (None) all."""
        self._ask(replace(self._wanted, days=days, rows=_PAGE_ROWS))

    def show_more(self) -> None:
        """Show more of what was found."""
        if self._answer is not None and self._answer.found > self._wanted.rows:
            self._ask(replace(self._wanted, rows=self._wanted.rows + _PAGE_ROWS))

    def select(self, ids: Sequence[int]) -> None:
        """Choose sessions."""
        if tuple(ids) != self._wanted.selected:
            self._deleting = None
            self._ask(replace(self._wanted, selected=tuple(ids)))

    def refresh(self) -> None:
        """Ask anew at the next poll."""
        self._due_s = self._clock()

    def ask_to_delete(self) -> None:
        """Ask whether to delete the chosen sessions."""
        if self._wanted.selected:
            self._deleting = self._wanted.selected

    def ask_to_delete_all(self) -> None:
        """Ask whether to delete everything."""
        if self._answer is not None and self._answer.kept:
            self._deleting = ()

    def keep(self) -> None:
        """Delete nothing after all."""
        self._deleting = None

    def delete(self) -> None:
        """Delete what was asked for."""
        ids, self._deleting = self._deleting, None
        store = self._store
        if ids is None or store is None or self._doing is not None:
            return

        def work() -> str:
            if ids:
                store.delete(ids)
            else:
                store.delete_all()
            return ""

        self._wanted = replace(self._wanted, selected=())
        self._doing = Background("vidclf-history-delete", work)

    def export(self, path: Path) -> None:
        """Write the chosen sessions, or all that were found where none is chosen, to a file."""
        store, query = self._store, self._query()
        selected = set(self._wanted.selected)
        if store is None or self._doing is not None:
            return

        def work() -> str:
            sessions = store.sessions(query, limit=-1)
            if selected:
                sessions = [session for session in sessions if session.id in selected]
            export_sessions(store, sessions, path)
            return translate("history", "{count} sessions were written to {path}.").format(
                count=len(sessions), path=path
            )

        self._doing = Background("vidclf-history-export", work)

    def result_to_open(self) -> Path | None:
        """Return the chosen session's file with all predictions; a banner says where it is gone."""
        detail = self._answer.detail if self._answer is not None else None
        if detail is None or not detail.result:
            return None
        path = Path(detail.result)
        if path.is_file():
            return path
        self._banner = Banner(
            BannerKind.WARNING,
            translate("history", "{path} is not there any more.").format(path=path),
            translate("history", "It was moved or deleted; analyse the video again."),
            may_close=True,
        )
        return None

    def close_banner(self) -> None:
        """Put the message away."""
        self._banner = None

    def request_end(self) -> None:
        """Ask no more."""
        self._store = None

    def end(self, timeout_s: float) -> bool:
        """Wait for what is being done; True when it has ended."""
        jobs = [job for job in (self._asking, self._doing) if job is not None]
        deadline_s = time.monotonic() + timeout_s
        ended = [job.join(max(0.0, deadline_s - time.monotonic())) for job in jobs]
        return all(ended)

    # What to show.

    def poll(self) -> HistoryState:
        """Return how things stand now. Also the heartbeat: the database is asked here."""
        self._take_answer()
        self._take_done()
        now_s = self._clock()
        if self._asking is None and self._doing is None and now_s >= self._due_s:
            self._begin_asking()
            self._due_s = now_s + _REFRESH_S
        answer = self._answer
        sessions = answer.sessions if answer is not None else ()
        kept = answer.kept if answer is not None else 0
        usable = self._store is not None
        deleting = self._deleting
        headline = ""
        if not sessions:
            headline = wording.headline(kept, usable=usable, loading=answer is None)
        detail = answer.detail if answer is not None else None
        if detail is not None and self._wanted.selected != (detail.id,):
            detail = None
        return HistoryState(
            rows=tuple(wording.row(session, self._zone) for session in sessions),
            found=answer.found if answer is not None else 0,
            kept=kept,
            text=self._wanted.text,
            kind=self._wanted.kind,
            days=self._wanted.days,
            selected=self._wanted.selected,
            detail=detail,
            question=(
                ""
                if deleting is None
                else wording.question(len(deleting) or kept, all_of_them=not deleting)
            ),
            headline=headline,
            banner=self._banner or self._trouble(),
            busy=self._doing is not None,
            usable=usable,
        )

    # What goes on behind.

    def _trouble(self) -> Banner | None:
        told = self._store.trouble if self._store is not None else None
        return None if told is None else Banner(BannerKind.WARNING, told)

    def _ask(self, wanted: _Question) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._due_s = self._clock()

    def _query(self) -> SessionQuery:
        wanted = self._wanted
        since = None
        if wanted.days is not None:
            today = self._now().astimezone(self._zone).replace(hour=0, minute=0, second=0)
            since = today.replace(microsecond=0) - timedelta(days=wanted.days - 1)
        return SessionQuery(wanted.text, wanted.kind, since)

    def _begin_asking(self) -> None:
        store, wanted, query, zone = self._store, self._wanted, self._query(), self._zone
        if store is None:
            return

        def work() -> _Answer:
            sessions = tuple(store.sessions(query, limit=wanted.rows))
            detail = None
            if len(wanted.selected) == 1:
                chosen = [session for session in sessions if session.id == wanted.selected[0]]
                if chosen:
                    detail = wording.detail(chosen[0], store.segments(chosen[0].id), zone)
            return _Answer(wanted, sessions, store.count(query), store.count(), detail)

        self._asking = Background("vidclf-history-ask", work)

    def _take_answer(self) -> None:
        job = self._asking
        if job is None or not job.done:
            return
        self._asking = None
        try:
            answer = job.outcome()
        except VidclfError as error:
            self._banner = replace(failure_banner(error, None), may_retry=False, may_close=True)
            return
        if answer.question == self._wanted or self._answer is None:
            self._answer = answer
        if answer.question != self._wanted:
            self._due_s = self._clock()

    def _take_done(self) -> None:
        job = self._doing
        if job is None or not job.done:
            return
        self._doing = None
        self._due_s = self._clock()
        try:
            told = job.outcome()
        except VidclfError as error:
            self._banner = replace(failure_banner(error, None), may_retry=False, may_close=True)
            return
        if told:
            self._banner = Banner(BannerKind.NOTICE, told, may_close=True)
