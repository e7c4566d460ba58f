"""The sinks of a live run: one that fails doesn't take the others, or the picture, with it."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence

from vidclf_app.core.records import Prediction, Segment, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.live.running import RunningSegment

log = logging.getLogger(__name__)

_KEPT_FAILURES = 20

MakeSinks = Callable[[SourceName], Sequence[Sink]]


def no_sinks(name: SourceName) -> Sequence[Sink]:
    """Return no further sinks."""
    del name
    return ()


class LiveSinks(Sink):
    """Passes everything on to other sinks.

    A sink that raises is aborted and gets nothing more; the failure is kept for `failures`. A run
    that breaks off (a camera was unplugged) closes its sinks in place of aborting them: what was
    seen until then is worth keeping.

    Args:
        lasting: Sinks for the whole run.
        make: Makes the sinks of a session; called for each session, on the pipeline's thread.
    """

    def __init__(
        self, lasting: Sequence[Sink] = (), make: Callable[[], Sequence[Sink]] = tuple
    ) -> None:
        self._make = make
        self._lasting = list(lasting)
        self._of_session: list[Sink] = []
        self._run: RunInfo | None = None
        self._stats = Stats()
        self._running = RunningSegment(())
        self._renewing = threading.Event()
        self._failures: deque[Exception] = deque(maxlen=_KEPT_FAILURES)

    def take_failures(self) -> list[Exception]:
        """Return what went wrong since the last call. Safe from any thread."""
        failures = []
        while self._failures:
            failures.append(self._failures.popleft())
        return failures

    def renew(self, stats: Stats) -> None:
        """Begin another session with the next prediction. Safe from any thread.

        Args:
            stats: How the run has done so far, for the sinks that end.
        """
        self._stats = stats
        self._renewing.set()

    def open(self, run: RunInfo) -> None:
        """Begin."""
        self._run = run
        self._renewing.clear()
        self._running = RunningSegment(run.manifest.labels)
        self._each(self._lasting, lambda sink: sink.open(run))
        self._open_session(run)

    def write(self, prediction: Prediction) -> None:
        """Pass a prediction on."""
        if self._renewing.is_set():
            self._renewing.clear()
            self._begin_again()
        self._running.update(prediction)
        self._each_of_all(lambda sink: sink.write(prediction))

    def write_segment(self, segment: Segment) -> None:
        """Pass a segment on; a session that began in its middle gets the rest of it."""
        self._each(self._lasting, lambda sink: sink.write_segment(segment))
        own = self._running.finish(segment)
        if own is not None:
            self._each(self._of_session, lambda sink: sink.write_segment(own))

    def change_model(self, stats: Stats, run: RunInfo) -> None:
        """Let all go on under another model."""
        self._run = run
        self._running = RunningSegment(run.manifest.labels)
        self._each_of_all(lambda sink: sink.change_model(stats, run))

    def close(self, stats: Stats) -> None:
        """Close all."""
        self._each_of_all(lambda sink: sink.close(stats))
        self._lasting, self._of_session = [], []

    def abort(self) -> None:
        """Close all: a live run that broke off keeps what it has."""
        self.close(self._stats)

    def _begin_again(self) -> None:
        rest = self._running.cut()
        if rest is not None:
            self._each(self._of_session, lambda sink: sink.write_segment(rest))
        self._each(self._of_session, lambda sink: sink.close(self._stats))
        if self._run is not None:
            self._open_session(self._run)

    def _open_session(self, run: RunInfo) -> None:
        try:
            self._of_session = list(self._make())
        except Exception as error:
            log.exception("The sinks of a session could not be made")
            self._failures.append(error)
            self._of_session = []
        self._each(self._of_session, lambda sink: sink.open(run))

    def _each_of_all(self, call: Callable[[Sink], None]) -> None:
        self._each(self._lasting, call)
        self._each(self._of_session, call)

    def _each(self, sinks: list[Sink], call: Callable[[Sink], None]) -> None:
        for sink in tuple(sinks):
            try:
                call(sink)
            except Exception as error:
                log.exception("A sink of the live view failed")
                self._failures.append(error)
                sinks.remove(sink)
                try:
                    sink.abort()
                except Exception:
                    log.exception("A sink could not be aborted")
