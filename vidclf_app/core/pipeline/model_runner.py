"""The inference thread's work: hand-over -> recogniser -> segments -> sinks."""

from collections import deque
from collections.abc import Callable

from vidclf_app.core.pipeline.hand_over import HandOver
from vidclf_app.core.pipeline.model_in_use import ModelInUse
from vidclf_app.core.pipeline.run_sinks import RunSinks
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Segment, Stats
from vidclf_app.core.segments import SegmentDetector
from vidclf_app.core.stats import RunMeter

_RECENT_SEGMENTS = 500


class ModelRunner:
    """Recognises what is handed over, and tells the sinks.

    `run` belongs to one thread; `segments` may be asked by any.

    Args:
        open_recognizer: Gives the recogniser.
        model: Where others see the recogniser and its predictions, and ask for another one.
        hand_over: Where frames come from.
        sinks: Where results go; they are left open.
        meter: Counts predictions and takes their time.
        stats: How the run has done so far.
    """

    def __init__(
        self,
        open_recognizer: Callable[[], Recognizer],
        model: ModelInUse,
        hand_over: HandOver,
        sinks: RunSinks,
        meter: RunMeter,
        stats: Callable[[], Stats],
    ) -> None:
        self._open_recognizer = open_recognizer
        self._model = model
        self._hand_over = hand_over
        self._sinks = sinks
        self._meter = meter
        self._stats = stats
        self._segments: deque[Segment] = deque(maxlen=_RECENT_SEGMENTS)

    @property
    def segments(self) -> list[Segment]:
        """The newest finished segments, oldest first, at most 500."""
        return list(self._segments)

    def run(self) -> None:
        """Open the model and recognise until the hand-over is closed and empty."""
        recognizer = self._open_recognizer()
        self._model.begin(recognizer)
        detector = _detector(recognizer)
        while (item := self._hand_over.take()) is not None:
            if (wanted := self._model.take_next()) is not None:
                self._write_segment(detector.finish())
                recognizer, detector = wanted, _detector(wanted)
                self._model.begin(recognizer)
                self._meter.forget_inferences()
                self._sinks.change_model(recognizer, self._stats)
            if item.frame is not None:
                self._sinks.open(recognizer, item.frame)
                self._take_in(recognizer, detector, item.frame, sampled=item.sampled)
        self._write_segment(detector.finish())

    def _take_in(
        self, recognizer: Recognizer, detector: SegmentDetector, frame: Frame, *, sampled: bool
    ) -> None:
        if sampled:
            self._recognize(recognizer, detector, frame)
        if self._sinks.wants_frames:
            self._sinks.write_frame(frame, self._model.moment().prediction)

    def _recognize(self, recognizer: Recognizer, detector: SegmentDetector, frame: Frame) -> None:
        started_s = self._meter.clock()
        prediction = recognizer.push(frame)
        self._meter.inferred(self._meter.clock() - started_s)
        if prediction is None:
            return
        self._meter.predicted()
        self._model.note(prediction)
        self._write_segment(detector.update(prediction))
        self._sinks.write(prediction)

    def _write_segment(self, ended: Segment | None) -> None:
        if ended is not None:
            self._segments.append(ended)
            self._sinks.write_segment(ended)


def _detector(recognizer: Recognizer) -> SegmentDetector:
    return SegmentDetector(recognizer.manifest.labels, recognizer.max_gap_s)
