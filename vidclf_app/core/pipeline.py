"""The only module that knows threads.

Two threads run the stages::

    capture thread      source -> sampler -> hand-over
    inference thread    hand-over -> recogniser -> segments -> sinks

Live, the hand-over has one place and the newest frame wins: a slow model drops sampled frames
before they are encoded, and each drop is counted. For files it is a short queue that waits:
complete and repeatable. The screen polls `snapshot`; nothing is pushed at it.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from types import TracebackType
from typing import Literal, TypeAlias

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import (
    Frame,
    FrameStamp,
    Prediction,
    Segment,
    SourceInfo,
    Stats,
    Tuning,
)
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.segments import SegmentDetector
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.stats import RunMeter

log = logging.getLogger(__name__)

_FILE_QUEUE_FRAMES = 8
_RECENT_SEGMENTS = 500
_PAUSE_POLL_S = 0.05


class State(Enum):
    """Where a pipeline stands."""

    OPENING = "opening"
    RUNNING = "running"
    ENDED = "ended"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything a face needs to draw, at one moment.

    Attributes:
        state: Where the pipeline stands.
        source: What the source says of itself, once it is open.
        manifest: The model, once it is open.
        frame: The newest frame out of the source.
        prediction: The newest prediction.
        error: The first error, in state FAILED.
    """

    state: State
    source: SourceInfo | None
    manifest: ModelManifest | None
    frame: Frame | None
    prediction: Prediction | None
    error: BaseException | None


# Takes a frame, and the newest prediction with the labels of its probabilities.
FrameListener: TypeAlias = Callable[[Frame, Prediction | None, tuple[str, ...]], None]


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    frame: Frame | None  # None: there is something else to look after.
    sampled: bool


_WAKING = _Item(None, sampled=False)


class HandOver:
    """A bounded queue between two threads.

    Args:
        places: How many items wait at most.
        newest_wins: Full: throw the oldest away and count it; else `put` waits.
    """

    def __init__(self, places: int, *, newest_wins: bool) -> None:
        self._items: deque[_Item] = deque()
        self._places = places
        self._newest_wins = newest_wins
        self._closed = False
        self._waking = False
        self._changed = threading.Condition()
        self.dropped = 0

    def put(self, item: _Item) -> bool:
        """Hand an item over; False when nobody will take it any more."""
        with self._changed:
            while len(self._items) >= self._places and not self._closed:
                if self._newest_wins:
                    self._items.popleft()
                    self.dropped += 1
                else:
                    self._changed.wait()
            if self._closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def take(self) -> _Item | None:
        """Wait for an item; None once the hand-over is closed and empty."""
        with self._changed:
            while not self._items and not self._closed and not self._waking:
                self._changed.wait()
            if self._waking:
                self._waking = False
                return _WAKING
            if not self._items:
                return None
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def wake(self) -> None:
        """Let `take` return at once, with an item that has no frame."""
        with self._changed:
            self._waking = True
            self._changed.notify_all()

    def close(self, *, discard: bool = False) -> None:
        """Take no more items; `discard` also forgets those that wait."""
        with self._changed:
            self._closed = True
            if discard:
                self._items.clear()
            self._changed.notify_all()


class _Worker(threading.Thread):
    """A thread whose end can be waited for by a caller that a signal may interrupt.

    Thread.join() may not: Python 3.11 takes a thread for ended when a signal handler raises
    inside it, and the program would leave while the thread runs.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._ended = threading.Event()

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        finally:
            self._ended.set()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.ident is not None and not self._ended.is_set()

    def wait(self, timeout_s: float | None) -> bool:
        """Wait for the end; True when it has come, or was never started."""
        if self.ident is None:
            return True
        if not self._ended.wait(timeout_s):
            return False
        self.join()
        return True


class Pipeline:
    """Runs the stages from a source to its sinks.

    Source and model are opened on the pipeline's own threads, so `start` returns at once.

    Args:
        open_source: Opens the source.
        open_recognizer: Gives the recogniser; it is reset before the first frame.
        sinks: Where results go. A live run that is stopped closes them, a file run that is
            stopped aborts them; an error aborts them.
        mode: `live` drops frames that the model is too slow for, `complete` waits.
        clock: Monotonic seconds, the clock of `Frame.arrived_s`.
        tuning: What a person changed about the model's decisions.
    """

    def __init__(
        self,
        open_source: Callable[[], VideoSource],
        open_recognizer: Callable[[], Recognizer],
        sinks: Sequence[Sink] = (),
        *,
        mode: Literal["live", "complete"],
        clock: Callable[[], float] = time.monotonic,
        tuning: Tuning | None = None,
    ) -> None:
        self._open_source = open_source
        self._open_recognizer = open_recognizer
        self._sinks = tuple(sinks)
        self._mode = mode
        self._wants_frames = any(sink.wants_frames for sink in sinks)
        self._hand_over = HandOver(
            1 if mode == "live" else _FILE_QUEUE_FRAMES, newest_wins=mode == "live"
        )
        self._meter = RunMeter(clock)
        self._lock = threading.Lock()
        self._tuning = tuning or Tuning()
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._recognizer_ready = threading.Event()
        self._source: VideoSource | None = None
        self._recognizer: Recognizer | None = None
        self._next_recognizer: Recognizer | None = None
        self._zero_unix_s: float | None = None
        self._frame: Frame | None = None
        self._listener: FrameListener | None = None
        self._prediction: Prediction | None = None
        self._error: BaseException | None = None
        self._traceback: TracebackType | None = None
        self._held_before = self._restarts_before = 0
        self._segments: deque[Segment] = deque(maxlen=_RECENT_SEGMENTS)
        self._threads = (
            _Worker(self._capture, "vidclf-capture"),
            _Worker(self._infer, "vidclf-inference"),
        )

    def start(self) -> None:
        """Start both threads and return."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End the run. May be called again, and from any thread but the pipeline's own.

        A thread that hangs in a driver's read is left behind after the time-out: it can't hold
        the program, and releases its device itself should the read ever return.

        Args:
            timeout_s: How long to wait for the threads.

        Returns:
            True when both threads have ended.
        """
        self.request_stop()
        return self._join(timeout_s)

    def request_stop(self) -> None:
        """Tell both threads to end, and return at once."""
        self._stop.set()
        self._recognizer_ready.set()
        self._hand_over.close(discard=True)
        with self._lock:
            source = self._source
        if source is not None:
            source.interrupt()

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the run.

        Returns:
            True when it has ended, False when the time ran out.

        Raises:
            BaseException: The first error on any thread, with its traceback.
        """
        ended = self._join(timeout_s)
        if ended and self._error is not None:
            # Each raise would add to the traceback; this one begins where it happened.
            raise self._error.with_traceback(self._traceback)
        return ended

    def pause(self, paused: bool) -> None:
        """Stand still, or go on. A file stops where it is; a live source's frames pass unseen."""
        if paused:
            self._paused.set()
        else:
            self._paused.clear()

    def tune(self, tuning: Tuning) -> None:
        """Change threshold and smoothing, from the next frame on."""
        with self._lock:
            self._tuning = tuning
            if self._recognizer is not None:
                self._recognizer.tune(tuning)

    def use(self, recognizer: Recognizer) -> None:
        """Go on with another model, between two frames; the source doesn't notice.

        For live runs: of a file, the frames that wait were picked for the model before. What the
        earlier model's last segment was is told to the sinks first, see `Sink.change_model`.

        Args:
            recognizer: Of an opened model, used by nobody else; it is reset before its first frame.
        """
        with self._lock:
            self._next_recognizer = recognizer
        self._hand_over.wake()

    def listen(self, listener: FrameListener | None) -> None:
        """Hand every frame of a live run to somebody, sampled or not, as it comes; or to nobody.

        For recordings. It is called on the thread that reads the source, so it must return at
        once; an error of it is logged, ends the listening and nothing else. While the run is
        paused there are no frames.

        Args:
            listener: Takes over from the one before.
        """
        self._listener = listener

    def note_shown(self, frame: Frame) -> None:
        """Take note that a frame was painted just now, for the picture latency."""
        self._meter.shown(frame)

    @property
    def has_ended(self) -> bool:
        """Whether no thread of it runs, or none was ever started."""
        return not any(thread.is_running for thread in self._threads)

    @property
    def segments(self) -> list[Segment]:
        """The newest finished segments, oldest first, at most 500."""
        return list(self._segments)

    def snapshot(self) -> Snapshot:
        """Return how things stand. Cheap enough for every repaint."""
        alive = not self.has_ended
        # Model and prediction belong together: a vector of one model has no labels of another.
        with self._lock:
            source, recognizer, prediction = self._source, self._recognizer, self._prediction
        if self._error is not None:
            state = State.FAILED
        elif source is None or recognizer is None:
            state = State.OPENING if alive or not self._stop.is_set() else State.ENDED
        else:
            state = State.RUNNING if alive else State.ENDED
        return Snapshot(
            state=state,
            source=source.info if source else None,
            manifest=recognizer.manifest if recognizer else None,
            frame=self._frame,
            prediction=prediction,
            error=self._error,
        )

    def stats(self) -> Stats:
        """Return how it is doing. Costs about half a millisecond: for a few calls a second."""
        with self._lock:
            recognizer = self._recognizer
            held = recognizer.held - self._held_before if recognizer else 0
            restarts = recognizer.restarts - self._restarts_before if recognizer else 0
        return self._meter.stats(
            dropped=self._hand_over.dropped,
            held=held,
            restarts=restarts,
            provider=recognizer.provider if recognizer else "",
        )

    def _join(self, timeout_s: float | None) -> bool:
        deadline_s = None if timeout_s is None else time.monotonic() + timeout_s
        for thread in self._threads:
            left_s = None if deadline_s is None else max(0.0, deadline_s - time.monotonic())
            if not thread.wait(left_s):
                if self._stop.is_set():
                    log.warning("%s did not end in time and is left behind", thread.name)
                return False
        return True

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            if self._error is None:
                self._error, self._traceback = error, error.__traceback__
            else:
                log.debug("A second error after the first: %r", error)
        self.request_stop()

    # The capture thread.

    def _capture(self) -> None:
        try:
            if self._stop.is_set():
                return
            with self._open_source() as source:
                with self._lock:
                    self._source = source
                if not self._stop.is_set():
                    self._read(source)
        except BaseException as error:  # noqa: BLE001 - handed to wait()
            self._fail(error)
        finally:
            self._hand_over.close()

    def _read(self, source: VideoSource) -> None:
        # A file waits for the model; a camera's picture is shown at once.
        sampler: FrameSampler | None = None
        if not source.info.live:
            self._recognizer_ready.wait()
        while not self._stop.is_set():
            if self._paused.is_set() and not source.info.live:
                self._stop.wait(_PAUSE_POLL_S)
                continue
            stamp = source.grab()
            if stamp is None:
                return
            self._meter.captured()
            if self._paused.is_set() and source.info.live:
                continue
            if (recognizer := self._recognizer) is not None:
                rate_hz = recognizer.manifest.rate_hz
                if sampler is None or sampler.rate_hz != rate_hz:
                    sampler = FrameSampler(rate_hz)
            self._pass_on(source, stamp, sampler)

    def _pass_on(
        self, source: VideoSource, stamp: FrameStamp, sampler: FrameSampler | None
    ) -> None:
        sampled = sampler is not None and sampler.take(stamp.time_s)
        if self._mode == "complete" and not (sampled or self._wants_frames):
            return  # Converting pixels that nobody looks at costs as much as decoding them.
        frame = source.retrieve()
        self._frame = frame
        if (listener := self._listener) is not None:
            self._tell(listener, frame)
        if sampled:
            self._meter.sampled()
        if sampled or (self._wants_frames and self._mode == "complete"):
            self._hand_over.put(_Item(frame, sampled))

    def _tell(self, listener: FrameListener, frame: Frame) -> None:
        with self._lock:
            recognizer, prediction = self._recognizer, self._prediction
        try:
            listener(frame, prediction, recognizer.manifest.labels if recognizer else ())
        except Exception:
            log.exception("Frames are not handed on any more")
            if self._listener is listener:
                self._listener = None

    # The inference thread.

    def _infer(self) -> None:
        sinks_open: list[Sink] = []
        try:
            recognizer = self._open_recognizer()
            self._begin(recognizer)
            self._recognizer_ready.set()
            self._recognize(recognizer, sinks_open)
            self._close_sinks(sinks_open)
        except BaseException as error:  # noqa: BLE001 - handed to wait()
            self._fail(error)
            self._abort_sinks(sinks_open)
        finally:
            self._recognizer_ready.set()

    def _begin(self, recognizer: Recognizer) -> None:
        """Make a recogniser the one in use; what the one before counted stays counted."""
        recognizer.reset()
        before = self._recognizer
        held = before.held if before else 0
        restarts = before.restarts if before else 0
        with self._lock:
            self._held_before += recognizer.held - held
            self._restarts_before += recognizer.restarts - restarts
            recognizer.tune(self._tuning)
            self._prediction = None
            self._recognizer = recognizer

    def _recognize(self, recognizer: Recognizer, sinks_open: list[Sink]) -> None:
        detector = SegmentDetector(recognizer.manifest.labels, recognizer.max_gap_s)
        while (item := self._hand_over.take()) is not None:
            if (wanted := self._take_next()) is not None:
                self._emit(None, detector.finish())
                recognizer = wanted
                self._begin(recognizer)
                self._meter.forget_inferences()
                self._tell_sinks(recognizer, sinks_open)
                detector = SegmentDetector(recognizer.manifest.labels, recognizer.max_gap_s)
            if item.frame is None:
                continue
            if not sinks_open:
                self._open_sinks(recognizer, sinks_open, item.frame)
            if item.sampled:
                started_s = self._meter.clock()
                prediction = recognizer.push(item.frame)
                self._meter.inferred(self._meter.clock() - started_s)
                if prediction is not None:
                    self._meter.predicted()
                    self._prediction = prediction
                    self._emit(prediction, detector.update(prediction))
            if self._wants_frames:
                for sink in self._sinks:
                    sink.write_frame(item.frame, self._prediction)
        self._emit(None, detector.finish())

    def _take_next(self) -> Recognizer | None:
        with self._lock:
            wanted, self._next_recognizer = self._next_recognizer, None
        return wanted

    def _tell_sinks(self, recognizer: Recognizer, sinks_open: Sequence[Sink]) -> None:
        if sinks_open:
            stats, run = self.stats(), self._run_info(recognizer)
            for sink in sinks_open:
                sink.change_model(stats, run)

    def _open_sinks(self, recognizer: Recognizer, sinks_open: list[Sink], first: Frame) -> None:
        self._zero_unix_s = time.time() - first.time_s
        for sink in self._sinks:
            sinks_open.append(sink)
            sink.open(self._run_info(recognizer))

    def _run_info(self, recognizer: Recognizer) -> RunInfo:
        source, zero_unix_s = self._source, self._zero_unix_s
        assert source is not None
        assert zero_unix_s is not None
        return RunInfo(
            source=source.info,
            manifest=recognizer.manifest,
            tuning=recognizer.tuning,
            started_at=datetime.fromtimestamp(zero_unix_s, UTC) if source.info.live else None,
        )

    def _emit(self, prediction: Prediction | None, ended: Segment | None) -> None:
        if ended is not None:
            self._segments.append(ended)
        for sink in self._sinks:
            if ended is not None:
                sink.write_segment(ended)
            if prediction is not None:
                sink.write(prediction)

    def _close_sinks(self, sinks_open: list[Sink]) -> None:
        # The capture thread closes the hand-over after it noted its error, so a failed source is
        # known here.
        if self._error is not None or (self._stop.is_set() and self._mode == "complete"):
            self._abort_sinks(sinks_open)
            return
        while sinks_open:
            sinks_open[0].close(self.stats())
            sinks_open.pop(0)

    def _abort_sinks(self, sinks_open: list[Sink]) -> None:
        for sink in sinks_open:
            try:
                sink.abort()
            except Exception:
                # The error that led here is the one to tell; the other sinks must end too.
                log.exception("a sink could not be aborted")
