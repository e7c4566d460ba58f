"""A take through the app's own stages: sampler, recogniser, segments."""

from training.evaluation.take_figures import Shown, Span, WatchedTake
from training.evaluation.take_pictures import take_frames
from training.evaluation.takes import Take
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Segment
from vidclf_app.core.sampling import FrameSampler
from vidclf_app.core.segments import SegmentDetector


def watch_take(take: Take, recognizer: Recognizer) -> WatchedTake:
    """Run a take through a model as the app would, from its first frame to its last.

    Raises:
        SourceError: A clip can't be read any more.
        EngineError: The model failed.
    """
    manifest = recognizer.manifest
    sampler = FrameSampler(manifest.rate_hz)
    detector = SegmentDetector(manifest.labels, recognizer.max_gap_s)
    recognizer.reset()
    shown: list[Shown] = []
    segments: list[Segment | None] = []
    for frame in take_frames(take):
        if not sampler.take(frame.time_s):
            continue
        prediction = recognizer.push(frame)
        if prediction is not None:
            shown.append(Shown(prediction.time_s, prediction.label))
            segments.append(detector.update(prediction))
    segments.append(detector.finish())
    return WatchedTake(
        parts=tuple(part.truth for part in take.parts),
        shown=tuple(shown),
        spans=tuple(
            _span(segment, 1.0 / manifest.rate_hz, take.duration_s)
            for segment in segments
            if segment is not None
        ),
    )


def _span(segment: Segment, period_s: float, end_s: float) -> Span:
    # A segment ends with its last prediction, which is shown for one more period.
    return Span(segment.label, segment.start_s, min(segment.end_s + period_s, end_s))
