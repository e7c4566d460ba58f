"""The capture thread's work: source -> newest frame, listener, sampler -> hand-over."""

import logging
import threading
from collections.abc import Callable
from typing import TypeAlias

from vidclf_app.core.pipeline.hand_over import HandOver, Item
from vidclf_app.core.pipeline.model_in_use import ModelInUse
from vidclf_app.core.records import Frame, FrameStamp, Prediction, SourceInfo
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.stats import RunMeter

log = logging.getLogger(__name__)

_PAUSE_POLL_S = 0.05

# Takes a frame, and the newest prediction with the labels of its probabilities.
FrameListener: TypeAlias = Callable[[Frame, Prediction | None, tuple[str, ...]], None]


class SourceReader:
    """Reads a source to its end, and hands over the frames that the model is to see.

    `run` belongs to one thread; all else may be called by any.

    Args:
        model: Says at which rate to pick frames, and what the listener is told beside them.
        hand_over: Where frames for the model go.
        meter: Counts frames.
        converts_all: Every frame gets pixels, for screen and listener; else only what is handed
            over.
        hands_all: Every frame is handed over, sampled or not.
    """

    def __init__(
        self,
        model: ModelInUse,
        hand_over: HandOver,
        meter: RunMeter,
        *,
        converts_all: bool,
        hands_all: bool,
    ) -> None:
        self._model = model
        self._hand_over = hand_over
        self._meter = meter
        self._converts_all = converts_all
        self._hands_all = hands_all
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._paused = threading.Event()
        self._source: VideoSource | None = None
        self._info: SourceInfo | None = None
        self._frame: Frame | None = None
        self._listener: FrameListener | None = None

    @property
    def info(self) -> SourceInfo | None:
        """What the source says of itself; None before it is open."""
        return self._info

    @property
    def frame(self) -> Frame | None:
        """The newest frame that was converted."""
        return self._frame

    def pause(self, paused: bool) -> None:
        """Stand still, or go on. A file stops where it is; a live source's frames pass unseen."""
        if paused:
            self._paused.set()
        else:
            self._paused.clear()

    def listen(self, listener: FrameListener | None) -> None:
        """Tell somebody of every converted frame, or nobody. See `Pipeline.listen`."""
        self._listener = listener

    def stop(self) -> None:
        """Let `run` end, also out of a read that waits, where the source can do that."""
        self._stop.set()
        with self._lock:
            source = self._source
        if source is not None:
            source.interrupt()

    def run(self, open_source: Callable[[], VideoSource]) -> None:
        """Open the source, read it to its end or until `stop`, and close it.

        Args:
            open_source: Opens the source.
        """
        if self._stop.is_set():
            return
        with open_source() as source:
            self._hold(source)
            try:
                self._info = source.info
                if not self._stop.is_set():
                    self._read(source)
            finally:
                # What is asked for later is known; the device and its buffers aren't kept.
                self._hold(None)

    def _hold(self, source: VideoSource | None) -> None:
        with self._lock:
            self._source = source

    def _read(self, source: VideoSource) -> None:
        # A file waits for the model; a camera's picture is shown at once.
        sampler: FrameSampler | None = None
        if not source.info.live:
            self._model.wait()
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
            rate_hz = self._model.rate_hz
            if rate_hz is not None and (sampler is None or sampler.rate_hz != rate_hz):
                sampler = FrameSampler(rate_hz)
            self._pass_on(source, stamp, sampler)

    def _pass_on(
        self, source: VideoSource, stamp: FrameStamp, sampler: FrameSampler | None
    ) -> None:
        sampled = sampler is not None and sampler.take(stamp.time_s)
        is_wanted = sampled or self._hands_all
        if not is_wanted and not self._converts_all:
            return  # Converting pixels that nobody looks at costs as much as decoding them.
        frame = source.retrieve()
        self._frame = frame
        if (listener := self._listener) is not None:
            self._tell(listener, frame)
        if sampled:
            self._meter.sampled()
        if is_wanted:
            self._hand_over.put(Item(frame, sampled))

    def _tell(self, listener: FrameListener, frame: Frame) -> None:
        moment = self._model.moment()
        try:
            listener(frame, moment.prediction, moment.labels)
        except Exception:
            log.exception("Frames are not handed on any more")
            if self._listener is listener:
                self._listener = None
