"""Decides when a session begins and ends, and who is told of what a source shows."""

import time
from collections.abc import Callable

from vidclf_app.core.pipeline import Snapshot, State
from vidclf_app.core.records import Stats
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.live.notices import Notice, error_notice
from vidclf_app.live.session import LiveSession, SessionSink, SessionView
from vidclf_app.live.sinks import LiveSinks, MakeSinks, no_sinks
from vidclf_app.live.timeline import Condition, Timeline
from vidclf_app.translating import translate


class SessionDesk:
    """Holds the session and the timeline of one place for a source.

    A session begins with a source and ends with another source or `new_session`. A source that
    is opened again, and another model, go on in the same session.

    Args:
        make_sinks: Makes further sinks for each session.
        clock: Monotonic seconds.
        wall: The time of day, Unix seconds.
    """

    def __init__(
        self,
        make_sinks: MakeSinks = no_sinks,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._make_sinks = make_sinks
        self._wall = wall
        self.timeline = Timeline(clock)
        self._session = LiveSession(wall)
        self._name: SourceName | None = None
        self._feed: SessionSink | None = None
        self._sinks: LiveSinks | None = None
        self._earlier: list[LiveSinks] = []

    def sinks(self, name: SourceName) -> LiveSinks:
        """Return the sinks for a new pipeline."""
        if name != self._name:
            self._name = name
            self._session = LiveSession(self._wall)
            self.timeline.forget()
        if self._feed is not None:
            self._feed.leave_timeline()
        if self._sinks is not None:
            self._earlier = [*self._earlier[-1:], self._sinks]
        self._feed = SessionSink(self._session, self.timeline)
        self._sinks = LiveSinks([self._feed], lambda: self._make_sinks(name))
        return self._sinks

    def new_session(self, stats: Stats) -> None:
        """Begin anew with the same source.

        Args:
            stats: How the pipeline has done so far.
        """
        self._session = LiveSession(self._wall)
        if self._feed is not None and self._sinks is not None:
            self._feed.use(self._session)
            self._sinks.renew(stats)

    def note(self, snapshot: Snapshot | None, *, paused: bool, stalled: bool) -> None:
        """Say how things stand, for the times without predictions."""
        self.timeline.note(_condition(snapshot, paused=paused, stalled=stalled))

    def view(self) -> SessionView:
        """Return how the session stands; the same object until something changes."""
        return self._session.view()

    def take_notices(self) -> list[Notice]:
        """Return what went wrong with the sinks since the last call."""
        goes_on = translate("live", "The picture goes on.")
        everybody = [*self._earlier, self._sinks] if self._sinks is not None else self._earlier
        return [
            error_notice(error, goes_on) for sinks in everybody for error in sinks.take_failures()
        ]


def _condition(snapshot: Snapshot | None, *, paused: bool, stalled: bool) -> Condition:
    if paused:
        return Condition.PAUSED
    has_picture = (
        snapshot is not None
        and snapshot.frame is not None
        and snapshot.state is State.RUNNING
        and not stalled
    )
    return Condition.COLLECTING if has_picture else Condition.NO_PICTURE
