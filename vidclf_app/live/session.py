"""What was recognised since a source was chosen: a log of the newest segments, and exact totals.

The log is bounded; totals are kept as sums beside it, so they stay exact after months.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.live.running import RunningSegment
from vidclf_app.live.timeline import Timeline

LOG_LENGTH = 500
# Between two predictions that lie further apart than this nobody watched.
_LONGEST_STEP_S = 1.0
_LONGEST_STEPS = 3.0


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A segment in the session's log.

    Attributes:
        number: From 1, in order of time.
        segment: What, from when to when in the source's own time, how sure.
        began_unix_s: Time of day at which it began, for live sources; None for files.
    """

    number: int
    segment: Segment
    began_unix_s: float | None

    @property
    def duration_s(self) -> float:
        """Its length in seconds."""
        return self.segment.end_s - self.segment.start_s


@dataclass(frozen=True, slots=True)
class ClassTotal:
    """All segments of a label.

    Attributes:
        label: The label.
        count: How many segments.
        seconds: How long, together.
        share: Of the time that was watched, 0..1.
    """

    label: str
    count: int
    seconds: float
    share: float


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session at one moment.

    Attributes:
        began_unix_s: When it began.
        is_live: Its times are times of day; else media times.
        watched_s: For how long there were predictions, seconds; a pause doesn't count.
        nobody_s: For how long of that nobody was in the picture.
        running: What is going on, or None.
        log: What has ended, newest first, at most `LOG_LENGTH` entries.
        ended: How many segments have ended; more than the log has where it is full.
        totals: Longest first, what is going on with them.
    """

    began_unix_s: float
    is_live: bool = True
    watched_s: float = 0.0
    nobody_s: float = 0.0
    running: LogEntry | None = None
    log: tuple[LogEntry, ...] = ()
    ended: int = 0
    totals: tuple[ClassTotal, ...] = ()


class LiveSession:
    """Collects a session on the pipeline's thread; `view` may be asked by another.

    Args:
        wall: The time of day, Unix seconds.
    """

    def __init__(self, wall: Callable[[], float] = time.time) -> None:
        self.wall = wall
        self._lock = threading.Lock()
        self._began_unix_s = wall()
        self._is_live = True
        self._watched_s = self._nobody_s = 0.0
        self._running: LogEntry | None = None
        self._log: deque[LogEntry] = deque(maxlen=LOG_LENGTH)
        self._log_view: tuple[LogEntry, ...] = ()
        self._ended = 0
        self._sums: dict[str, tuple[int, float]] = {}
        self._owner: object | None = None
        self._view: SessionView | None = None

    def join(self, owner: object, *, is_live: bool) -> None:
        """Let a run add to the session; runs before it can still end what they began.

        Args:
            owner: Whoever may say what is going on from now on.
            is_live: The source's times are times of day.
        """
        with self._lock:
            self._owner, self._is_live = owner, is_live
            self._running = self._view = None

    def watch(self, seconds: float, *, nobody: bool) -> None:
        """Count time that was watched."""
        with self._lock:
            self._watched_s += seconds
            if nobody:
                self._nobody_s += seconds
            self._view = None

    def show_running(
        self, owner: object, segment: Segment | None, began_unix_s: float | None
    ) -> None:
        """Say what is going on; those who don't run any more are not listened to."""
        with self._lock:
            if owner is not self._owner:
                return
            self._running = (
                None if segment is None else LogEntry(self._ended + 1, segment, began_unix_s)
            )
            self._view = None

    def add(self, segment: Segment, began_unix_s: float | None) -> None:
        """Add a segment that has ended."""
        with self._lock:
            self._ended += 1
            self._log.append(LogEntry(self._ended, segment, began_unix_s))
            self._log_view = tuple(reversed(self._log))
            count, seconds = self._sums.get(segment.label, (0, 0.0))
            self._sums[segment.label] = count + 1, seconds + segment.end_s - segment.start_s
            self._running = self._view = None

    def view(self) -> SessionView:
        """Return how it stands; the same object until something changes."""
        with self._lock:
            if self._view is None:
                self._view = SessionView(
                    began_unix_s=self._began_unix_s,
                    is_live=self._is_live,
                    watched_s=self._watched_s,
                    nobody_s=self._nobody_s,
                    running=self._running,
                    log=self._log_view,
                    ended=self._ended,
                    totals=self._totals(),
                )
            return self._view

    def _totals(self) -> tuple[ClassTotal, ...]:
        sums = dict(self._sums)
        if self._running is not None:
            label = self._running.segment.label
            count, seconds = sums.get(label, (0, 0.0))
            sums[label] = count + 1, seconds + self._running.duration_s
        totals = [
            ClassTotal(label, count, seconds, min(1.0, seconds / self._watched_s))
            if self._watched_s > 0.0
            else ClassTotal(label, count, seconds, 0.0)
            for label, (count, seconds) in sums.items()
        ]
        return tuple(sorted(totals, key=lambda total: (-total.seconds, total.label)))


class SessionSink(Sink):
    """Feeds a session and a timeline with what a pipeline finds.

    Args:
        session: Where segments go; `use` changes it.
        timeline: Where predictions go.
    """

    def __init__(self, session: LiveSession, timeline: Timeline) -> None:
        self._lock = threading.Lock()
        self._session = session
        self._next: LiveSession | None = None
        self._timeline: Timeline | None = timeline
        self._is_open = False

    def use(self, session: LiveSession) -> None:
        """Go on with another session; what is going on is divided. Safe from any thread."""
        with self._lock:
            self._next = session
            if not self._is_open:
                self._change_session()

    def leave_timeline(self) -> None:
        """Tell the timeline nothing more: another run has taken over. Safe from any thread."""
        with self._lock:
            self._timeline = None

    def open(self, run: RunInfo) -> None:
        """Begin with a model."""
        with self._lock:
            self._is_open = True
            self._is_live = run.source.live
            self._longest_step_s = max(_LONGEST_STEP_S, _LONGEST_STEPS / run.manifest.rate_hz)
            self._running = RunningSegment(run.manifest.labels)
            self._began_unix_s: float | None = None
            self._last_s: float | None = None
            self._change_session()
            self._session.join(self, is_live=self._is_live)
            if self._timeline is not None:
                self._timeline.begin(run.manifest.labels, run.manifest.rate_hz)

    def write(self, prediction: Prediction) -> None:
        """Take in a prediction."""
        with self._lock:
            self._change_session()
            if self._timeline is not None:
                self._timeline.add(prediction)
            if self._last_s is not None:
                step_s = prediction.time_s - self._last_s
                if 0.0 < step_s <= self._longest_step_s:
                    self._session.watch(step_s, nobody=prediction.nobody)
            self._last_s = prediction.time_s
            before = self._running.segment
            self._running.update(prediction)
            running = self._running.segment
            if running is not None and (before is None or before.start_s != running.start_s):
                self._began_unix_s = self._session.wall() if self._is_live else None
            self._session.show_running(self, running, self._began_unix_s)

    def write_segment(self, segment: Segment) -> None:
        """Take in a segment that has ended."""
        with self._lock:
            own = self._running.finish(segment)
            if own is not None:
                self._session.add(own, self._began_unix_s)

    def change_model(self, stats: Stats, run: RunInfo) -> None:
        """Go on in the same session."""
        del stats
        self.open(run)

    def close(self, stats: Stats) -> None:
        """Nothing is going on any more."""
        del stats
        self.abort()

    def abort(self) -> None:
        """Nothing is going on any more; what has been seen stays."""
        with self._lock:
            if self._is_open:
                self._cut()
                self._session.show_running(self, None, None)
            self._is_open = False

    def _change_session(self) -> None:
        if self._next is None:
            return
        if self._is_open:
            self._cut()
        self._session, self._next = self._next, None
        if self._is_open:
            self._session.join(self, is_live=self._is_live)

    def _cut(self) -> None:
        rest = self._running.cut()
        if rest is not None:
            self._session.add(rest, self._began_unix_s)
