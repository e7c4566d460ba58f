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

from vidclf_app.background import Background
from vidclf_app.errors import VidclfError
from vidclf_app.history.export import export_sessions
from vidclf_app.history.records import SessionKind, SessionQuery
from vidclf_app.history.store import HistoryStore
from vidclf_app.settings import HistoryDays, SettingsStore
from vidclf_app.translating import translate, translated
from vidclf_app.ui.history import wording
from vidclf_app.ui.history.view_state import Detail, HistoryState, SessionRow
from vidclf_app.ui.parts.messages import Banner, BannerKind, failure_banner
from vidclf_app.units import Units, units

log = logging.getLogger(__name__)

_PAGE_ROWS = 200
_REFRESH_S = 5.0
_MOST_SEGMENTS = 1000
_SETTLE_S = 1.0


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
    """What the database said, and in which units it is told."""

    question: _Question
    units: Units
    rows: tuple[SessionRow, ...]
    found: int
    kept: int
    detail: Detail | None


class HistoryController:
    """Shows the history.

    Call everything from one thread; `poll` a few times a second while the page is in front.

    Args:
        store: The history; None where it can't be used.
        settings: Know for how long sessions are kept; None where that can't be chosen.
        notice: A message to begin with, or None.
        clock: Monotonic seconds.
        now: The time of day, with a time zone.
        zone: The place's time zone; None for this computer's.
    """

    def __init__(
        self,
        store: HistoryStore | None,
        *,
        settings: SettingsStore | None = None,
        notice: str | None = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        zone: tzinfo | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._now = now
        self._zone = zone
        self._banner = (
            None
            if notice is None
            else Banner(BannerKind.WARNING, translated(notice), may_close=True)
        )
        self._wanted = _Question()
        self._answer: _Answer | None = None
        self._asking: Background[_Answer] | None = None
        self._due_s = clock()
        self._doing: Background[str] | None = None
        self._deleting: tuple[int, ...] | None = None
        self._settling = False
        self._put_away = ""

    # What a person asks for.

    def search(self, text: str) -> None:
        """Look for sessions by source, model, note or label."""
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
        """Delete what was asked for; the question stays while something else is being done."""
        ids, store = self._deleting, self._store
        if ids is None or store is None or self._doing is not None:
            return
        self._deleting = None

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
            export_sessions(store, sessions, path, lambda: self._store is not None)
            return translate("history", "{count} sessions were written to {path}.").format(
                count=len(sessions), path=path
            )

        self._doing = Background("vidclf-history-export", work)

    def set_note(self, session_id: int, note: str) -> None:
        """Write something about a session."""
        if self._store is not None:
            self._store.set_note(session_id, note.strip())
            self._settling = True
            self._due_s = self._clock()

    def keep_for(self, days: HistoryDays | None) -> None:
        """Delete older sessions at each start, from the next one on; None keeps all."""
        if self._settings is not None:
            self._settings.change(history_days=days)

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
        if self._banner is None and self._store is not None:
            self._put_away = self._store.trouble or ""
        self._banner = None

    def request_end(self) -> None:
        """Ask no more, and break off what can be broken off."""
        store, self._store = self._store, None
        if store is not None:
            store.request_close()

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
        if self._answer is not None and self._answer.units != units():
            self._due_s = min(self._due_s, now_s)
        if self._asking is None and self._doing is None and now_s >= self._due_s:
            self._begin_asking()
            self._due_s = now_s + _REFRESH_S
        answer = self._answer
        rows = answer.rows if answer is not None else ()
        kept = answer.kept if answer is not None else 0
        usable = self._store is not None
        deleting = self._deleting
        headline = ""
        if not rows:
            headline = wording.headline(kept, usable=usable, loading=answer is None)
        detail = answer.detail if answer is not None else None
        if detail is not None and self._wanted.selected != (detail.id,):
            detail = None
        return HistoryState(
            rows=rows,
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
            keep_days=None if self._settings is None else self._settings.current.history_days,
            may_choose_days=self._settings is not None,
        )

    # What goes on behind.

    def _trouble(self) -> Banner | None:
        told = self._store.trouble if self._store is not None else None
        if told is None or told == self._put_away:
            return None
        return Banner(BannerKind.WARNING, translated(told), may_close=True)

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

        told_in, settling, self._settling = units(), self._settling, False

        def work() -> _Answer:
            if settling:
                store.flush(_SETTLE_S)  # What was written just now is asked for.
            sessions = store.sessions(query, limit=wanted.rows)
            detail = None
            if len(wanted.selected) == 1:
                for session in sessions:
                    if session.id == wanted.selected[0]:
                        segments = store.segments(session.id, limit=_MOST_SEGMENTS)
                        detail = wording.detail(session, segments, zone)
            rows = tuple(wording.row(session, zone) for session in sessions)
            found, kept = store.count(query), store.count()
            return _Answer(wanted, told_in, rows, found, kept, detail)

        self._asking = Background("vidclf-history-ask", work)

    def _take_answer(self) -> None:
        job = self._asking
        if job is None or not job.done:
            return
        self._asking = None
        try:
            answer = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._fail(error)
            return
        if answer.question == self._wanted or self._answer is None:
            self._answer = answer
            self._choose_among(answer)
        if answer.question != self._wanted:
            self._due_s = self._clock()

    def _choose_among(self, answer: _Answer) -> None:
        """Choose nothing that isn't shown: it could be deleted unseen."""
        shown = {row.id for row in answer.rows}
        selected = tuple(number for number in self._wanted.selected if number in shown)
        if selected != self._wanted.selected:
            self._wanted = replace(self._wanted, selected=selected)
            if self._deleting:
                self._deleting = None

    def _take_done(self) -> None:
        job = self._doing
        if job is None or not job.done:
            return
        self._doing = None
        self._due_s = self._clock()
        try:
            told = job.outcome()
        except Exception as error:  # noqa: BLE001 - told in the banner
            self._fail(error)
            return
        if told:
            self._banner = Banner(BannerKind.NOTICE, told, may_close=True)

    def _fail(self, error: Exception) -> None:
        log.error("%s", error, exc_info=None if isinstance(error, VidclfError) else error)
        self._banner = replace(failure_banner(error, None), may_retry=False, may_close=True)
