"""The two threads of a run, and how it ends."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from types import TracebackType
from typing import Literal

from vidclf_app.core.pipeline.hand_over import HandOver
from vidclf_app.core.pipeline.model_in_use import ModelInUse
from vidclf_app.core.pipeline.model_runner import ModelRunner
from vidclf_app.core.pipeline.run_sinks import RunSinks
from vidclf_app.core.pipeline.snapshot import Snapshot, State
from vidclf_app.core.pipeline.source_reader import FrameListener, SourceReader
from vidclf_app.core.pipeline.worker import Worker
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Segment, Stats, Tuning
from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.stats import RunMeter

log = logging.getLogger(__name__)

_FILE_QUEUE_FRAMES = 8


class Pipeline:
    """Runs the stages from a source to its sinks.

    Source and model are opened on the pipeline's own threads, so `start` returns at once.

    While its threads run they hold the pipeline; nothing else that it is made of does. So it goes,
    and with it a picture of up to 25 MB, as soon as nobody asks it any more.

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
        is_live = mode == "live"
        self._keeps_when_stopped = is_live
        self._hand_over = HandOver(1 if is_live else _FILE_QUEUE_FRAMES, newest_wins=is_live)
        self._meter = RunMeter(clock)
        self._model = ModelInUse(tuning or Tuning())
        reader = self._reader = SourceReader(
            self._model,
            self._hand_over,
            self._meter,
            converts_all=is_live,
            hands_all=not is_live and any(sink.wants_frames for sink in sinks),
        )
        self._sinks = RunSinks(sinks, lambda: reader.info)
        self._runner = ModelRunner(self._model, self._hand_over, self._sinks, self._meter)
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._error: BaseException | None = None
        self._traceback: TracebackType | None = None
        self._threads = (
            Worker(partial(self._capture, open_source), self._fail, "vidclf-capture"),
            Worker(partial(self._infer, open_recognizer), self._fail_sinks, "vidclf-inference"),
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
        self._reader.stop()
        self._model.give_up()
        self._hand_over.close(discard=True)

    def wait(self, timeout_s: float | None = None) -> bool:
        """Wait for the end of the run.

        Returns:
            True when it has ended, False when the time ran out.

        Raises:
            BaseException: The first error on any thread, with its traceback.
        """
        ended = self._join(timeout_s)
        if ended and self._error is not None:
            try:
                # Each raise would add to the traceback; this one begins where it happened.
                raise self._error.with_traceback(self._traceback)
            finally:
                # From now on the traceback holds this call, which must not hold the pipeline.
                del self
        return ended

    def pause(self, paused: bool) -> None:
        """Stand still, or go on. A file stops where it is; a live source's frames pass unseen."""
        self._reader.pause(paused)

    def tune(self, tuning: Tuning) -> None:
        """Change threshold and smoothing, from the next frame on."""
        self._model.tune(tuning)

    def use(self, recognizer: Recognizer) -> None:
        """Go on with another model, between two frames; the source doesn't notice.

        For live runs: of a file, the frames that wait were picked for the model before. What the
        earlier model's last segment was is told to the sinks first, see `Sink.change_model`.

        Args:
            recognizer: Of an opened model, used by nobody else; it is reset before its first frame.
        """
        self._model.ask_for(recognizer)
        self._hand_over.wake()

    def listen(self, listener: FrameListener | None) -> None:
        """Hand every frame of a live run to somebody, sampled or not, as it comes; or to nobody.

        For recordings. It is called on the thread that reads the source, so it must return at
        once; an error of it is logged, ends the listening and nothing else. While the run is
        paused there are no frames.

        Args:
            listener: Takes over from the one before.
        """
        self._reader.listen(listener)

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
        return self._runner.segments

    def snapshot(self) -> Snapshot:
        """Return how things stand. Cheap enough for every repaint."""
        alive = not self.has_ended
        source, model = self._reader.info, self._model.moment()
        recognizer = model.recognizer
        if self._error is not None:
            state = State.FAILED
        elif source is None or recognizer is None:
            state = State.OPENING if alive or not self._stop.is_set() else State.ENDED
        else:
            state = State.RUNNING if alive else State.ENDED
        return Snapshot(
            state=state,
            source=source,
            manifest=recognizer.manifest if recognizer else None,
            frame=self._reader.frame,
            prediction=model.prediction,
            error=self._error,
            shortage=model.shortage,
        )

    def stats(self) -> Stats:
        """Return how it is doing. Costs about half a millisecond: for a few calls a second."""
        return self._runner.stats()

    def _capture(self, open_source: Callable[[], VideoSource]) -> None:
        self._reader.run(open_source)
        # Not after an error, before it is noted: with the end of the frames the sinks are closed.
        self._hand_over.close()

    def _infer(self, open_recognizer: Callable[[], Recognizer]) -> None:
        self._runner.run(open_recognizer)
        if self._is_whole():
            self._sinks.close(self.stats)
        else:
            self._sinks.abort()

    def _is_whole(self) -> bool:
        """Whether what has been seen is worth keeping."""
        return self._error is None and (self._keeps_when_stopped or not self._stop.is_set())

    def _fail(self, error: BaseException) -> None:
        with self._lock:
            if self._error is None:
                self._error, self._traceback = error, error.__traceback__
            else:
                log.debug("A second error after the first: %r", error)
        self.request_stop()

    def _fail_sinks(self, error: BaseException) -> None:
        self._fail(error)
        self._sinks.abort()

    def _join(self, timeout_s: float | None) -> bool:
        deadline_s = None if timeout_s is None else time.monotonic() + timeout_s
        for thread in self._threads:
            left_s = None if deadline_s is None else max(0.0, deadline_s - time.monotonic())
            if not thread.wait(left_s):
                if self._stop.is_set():
                    log.warning("%s did not end in time and is left behind", thread.name)
                return False
        return True
