"""The inference thread's work: hand-over -> recogniser -> segments -> sinks."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from vidclf_app.core.pipeline.hand_over import HandOver
from vidclf_app.core.pipeline.model_in_use import ModelInUse
from vidclf_app.core.pipeline.run_sinks import RunSinks
from vidclf_app.core.pipeline.shortage import ShortageWatch
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Prediction, Segment, Stats
from vidclf_app.core.segments import SegmentDetector
from vidclf_app.core.stats import RunMeter

_RECENT_SEGMENTS = 500


@dataclass(frozen=True, slots=True, eq=False)
class _RunningModel:
    """A recogniser, and what follows its predictions."""

    recognizer: Recognizer
    detector: SegmentDetector
    watch: ShortageWatch


class ModelRunner:
    """Recognises what is handed over, and tells the sinks.

    `run` belongs to one thread; `segments` and `stats` may be asked by any.

    Args:
        model: Where others see the recogniser and its predictions, and ask for another one.
        hand_over: Where frames come from.
        sinks: Where results go; they are left open.
        meter: Counts predictions and takes their time.
    """

    def __init__(
        self, model: ModelInUse, hand_over: HandOver, sinks: RunSinks, meter: RunMeter
    ) -> None:
        self._model = model
        self._hand_over = hand_over
        self._sinks = sinks
        self._meter = meter
        self._segments: deque[Segment] = deque(maxlen=_RECENT_SEGMENTS)

    @property
    def segments(self) -> list[Segment]:
        """The newest finished segments, oldest first, at most 500."""
        return list(self._segments)

    def stats(self) -> Stats:
        """Return how the run is doing. See `Pipeline.stats`."""
        model = self._model.moment()
        return self._meter.stats(
            dropped=self._hand_over.dropped,
            held=model.held,
            restarts=model.restarts,
            provider=model.recognizer.provider if model.recognizer else "",
        )

    def run(self, open_recognizer: Callable[[], Recognizer]) -> None:
        """Open the model and recognise until the hand-over is closed and empty.

        Args:
            open_recognizer: Gives the recogniser.
        """
        model = self._begin(open_recognizer())
        while (item := self._hand_over.take()) is not None:
            if (wanted := self._model.take_next()) is not None:
                self._write_segment(model.detector.finish())
                model = self._begin(wanted)
                self._meter.forget_inferences()
                self._sinks.change_model(model.recognizer, self.stats)
            if item.frame is not None:
                self._sinks.open(model.recognizer, item.frame)
                self._take_in(model, item.frame, sampled=item.sampled)
        self._write_segment(model.detector.finish())

    def _begin(self, recognizer: Recognizer) -> _RunningModel:
        self._model.begin(recognizer)
        return _RunningModel(
            recognizer,
            SegmentDetector(recognizer.manifest.labels, recognizer.max_gap_s),
            ShortageWatch(recognizer.restarts),
        )

    def _take_in(self, model: _RunningModel, frame: Frame, *, sampled: bool) -> None:
        if sampled:
            started_s = self._meter.clock()
            prediction = model.recognizer.push(frame)
            self._meter.inferred(self._meter.clock() - started_s)
            self._pass_on(model, prediction)
        if self._sinks.wants_frames:
            self._sinks.write_frame(frame, self._model.moment().prediction)

    def _pass_on(self, model: _RunningModel, prediction: Prediction | None) -> None:
        shortage = model.watch.follow(
            restarts=model.recognizer.restarts,
            dropped=self._hand_over.dropped,
            has_predicted=prediction is not None,
        )
        if prediction is not None:
            self._meter.predicted()
            self._model.note(prediction)
            self._write_segment(model.detector.update(prediction))
            self._sinks.write(prediction)
        elif shortage is not None:
            self._model.note_shortage(shortage)
            self._write_segment(model.detector.finish())

    def _write_segment(self, ended: Segment | None) -> None:
        if ended is not None:
            self._segments.append(ended)
            self._sinks.write_segment(ended)
