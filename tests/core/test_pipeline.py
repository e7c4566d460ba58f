"""Threads: order, drops, errors, ends, and what is left afterwards."""

import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest

from tests.builders import (
    FakeCapture,
    FakeCaptureFactory,
    frame,
    head_model,
    write_bundle,
    write_video,
)
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.pipeline import Pipeline, Shortage, State
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
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.core.sources.base import VideoSource
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.sources.live import open_camera
from vidclf_app.core.sources.paced import PacedFile
from vidclf_app.errors import SinkError, SourceLostError, SourceOpenError


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return open_bundle(bundle_path)


@dataclass
class RecordingSink(Sink):
    """Remembers its calls; fails where it is told to."""

    fails_in: str = ""
    all_frames: bool = False
    calls: list[str] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.wants_frames = self.all_frames

    def _note(self, call: str) -> None:
        if self.calls[-1:] != [call]:
            self.calls.append(call)
        if call == self.fails_in:
            raise SinkError(f"{call} failed")

    def open(self, run: RunInfo) -> None:
        self._note("open")

    def write_frame(self, frame: Frame, prediction: Prediction | None) -> None:
        self._note("write_frame")
        self.frames.append(frame.index)

    def write(self, prediction: Prediction) -> None:
        self._note("write")
        self.predictions.append(prediction)

    def write_segment(self, segment: Segment) -> None:
        self._note("write_segment")
        self.segments.append(segment)

    def close(self, stats: Stats) -> None:
        self._note("close")

    def abort(self) -> None:
        self._note("abort")


class SlowRecognizer(Recognizer):
    """A model that takes its time."""

    def push(self, frame: Frame) -> Prediction | None:
        time.sleep(0.25)
        return super().push(frame)


def run(
    source: Callable[[], VideoSource],
    recognizer: Callable[[], Recognizer],
    *sinks: Sink,
    mode: Literal["live", "complete"] = "complete",
    tuning: Tuning | None = None,
) -> Pipeline:
    pipeline = Pipeline(source, recognizer, sinks, mode=mode, tuning=tuning)
    pipeline.start()
    return pipeline


def camera(frames: int = 10_000, wait_s: float = 0.005) -> VideoSource:
    factory = FakeCaptureFactory(FakeCapture(frames, wait_s=wait_s))
    return open_camera(Camera(0, "Fake"), capture_factory=factory, retry_s=0.1)


def wait_until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    deadline_s = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline_s, "it did not happen in time"
        time.sleep(0.005)


# Files: complete and repeatable.


def test_a_file_gives_what_the_stages_give_by_hand(bundle: Bundle, video_path: Path) -> None:
    sampler, recognizer = FrameSampler(10.0), Recognizer(bundle)
    expected: list[Prediction] = []
    with VideoFile(video_path) as file:
        while (stamp := file.grab()) is not None:
            if sampler.take(stamp.time_s) and (found := recognizer.push(file.retrieve())):
                expected.append(found)
    sink = RecordingSink()
    pipeline = run(lambda: VideoFile(video_path), lambda: Recognizer(bundle), sink)
    assert pipeline.wait(30.0)
    assert [p.time_s for p in sink.predictions] == [p.time_s for p in expected]
    assert [p.raw.tobytes() for p in sink.predictions] == [p.raw.tobytes() for p in expected]
    assert [s.label for s in sink.segments] == ["red", "green", "blue"]
    assert sink.calls[0] == "open"
    assert sink.calls[-1] == "close"
    assert pipeline.segments == sink.segments
    stats = pipeline.stats()
    assert (stats.captured, stats.sampled, stats.dropped) == (270, 90, 0)
    assert stats.predicted == len(expected)
    assert pipeline.snapshot().state is State.ENDED


def test_a_slow_model_loses_nothing_of_a_file(bundle: Bundle, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=1.5)
    sink = RecordingSink()
    pipeline = run(lambda: VideoFile(video), lambda: SlowRecognizer(bundle), sink)
    pipeline.wait()
    assert pipeline.stats().dropped == 0
    assert len(sink.predictions) == 15 - 4


def test_a_sink_that_wants_frames_gets_each_one(bundle: Bundle, video_path: Path) -> None:
    sink = RecordingSink(all_frames=True)
    run(lambda: VideoFile(video_path), lambda: Recognizer(bundle), sink).wait()
    assert sink.frames == list(range(270))


def test_frames_that_nobody_looks_at_are_not_converted(bundle: Bundle, video_path: Path) -> None:
    retrieved = 0

    class Counting(VideoFile):
        def retrieve(self) -> Frame:
            nonlocal retrieved
            retrieved += 1
            return super().retrieve()

    run(lambda: Counting(video_path), lambda: Recognizer(bundle), RecordingSink()).wait()
    assert retrieved == 90


def test_a_recogniser_may_be_used_again(bundle: Bundle, video_path: Path) -> None:
    recognizer = Recognizer(bundle)
    results = []
    for _ in range(2):
        sink = RecordingSink()
        pipeline = run(lambda: VideoFile(video_path), lambda: recognizer, sink)
        pipeline.wait()
        results.append([p.probabilities.tobytes() for p in sink.predictions])
        assert pipeline.stats().restarts == 0
    assert results[0] == results[1]


# Live: the newest frame wins.


def test_a_slow_model_drops_frames_and_counts_them(bundle: Bundle) -> None:
    pipeline = run(camera, lambda: SlowRecognizer(bundle), mode="live")
    wait_until(lambda: pipeline.stats().predicted >= 4)
    pipeline.stop()
    stats = pipeline.stats()
    assert stats.dropped > 0
    # What the model missed is held in the window, not forgotten.
    assert stats.held > 0
    assert stats.restarts == 0


def test_a_result_is_never_far_behind_the_picture(bundle: Bundle) -> None:
    ages_s: list[float] = []

    class Ages(RecordingSink):
        def write(self, prediction: Prediction) -> None:
            ages_s.append(prediction.latency_s)

    pipeline = run(camera, lambda: SlowRecognizer(bundle), Ages(), mode="live")
    wait_until(lambda: len(ages_s) >= 6)
    pipeline.stop()
    # One call takes 0.25 s and at most one frame waits meanwhile; a queue would grow for ever.
    assert sorted(ages_s)[len(ages_s) // 2] < 1.0


def test_the_snapshot_shows_picture_prediction_and_names(bundle: Bundle) -> None:
    pipeline = run(camera, lambda: Recognizer(bundle), mode="live")
    wait_until(lambda: pipeline.snapshot().prediction is not None)
    now = pipeline.snapshot()
    pipeline.stop()
    assert now.state is State.RUNNING
    assert now.frame is not None
    assert now.source is not None
    assert now.manifest is not None
    assert now.source.name == "Fake"
    assert now.prediction is not None
    assert now.prediction.label == "red"


def test_stopping_a_live_run_keeps_its_results(bundle: Bundle) -> None:
    sink = RecordingSink()
    pipeline = run(camera, lambda: Recognizer(bundle), sink, mode="live")
    wait_until(lambda: len(sink.predictions) > 3)
    assert pipeline.stop()
    assert pipeline.stop()
    assert sink.calls[-1] == "close"
    assert [s.label for s in sink.segments] == ["red"]
    assert pipeline.wait(0.0)


def test_stopping_a_file_run_throws_its_results_away(bundle: Bundle, video_path: Path) -> None:
    sink = RecordingSink()
    pipeline = run(lambda: VideoFile(video_path), lambda: SlowRecognizer(bundle), sink)
    wait_until(lambda: "open" in sink.calls)
    assert pipeline.stop()
    assert sink.calls[-1] == "abort"
    assert "close" not in sink.calls


def test_stopping_before_starting(bundle: Bundle) -> None:
    pipeline = Pipeline(camera, lambda: Recognizer(bundle), mode="live")
    assert pipeline.stop()
    pipeline.start()
    assert pipeline.wait(10.0)
    assert pipeline.stats().predicted == 0


def test_pausing_a_camera_lets_its_frames_pass_unseen(bundle: Bundle) -> None:
    pipeline = run(camera, lambda: Recognizer(bundle), mode="live")
    wait_until(lambda: pipeline.snapshot().frame is not None)
    pipeline.pause(True)
    time.sleep(0.1)
    shown, captured = pipeline.snapshot().frame, pipeline.stats().captured
    wait_until(lambda: pipeline.stats().captured > captured + 5)
    assert pipeline.snapshot().frame is shown
    pipeline.pause(False)
    wait_until(lambda: pipeline.snapshot().frame is not shown)
    pipeline.stop()


def test_pausing_a_file_stops_where_it_is(bundle: Bundle, video_path: Path) -> None:
    sink = RecordingSink(all_frames=True)
    pipeline = run(lambda: VideoFile(video_path), lambda: SlowRecognizer(bundle), sink)
    wait_until(lambda: pipeline.stats().captured > 3)
    pipeline.pause(True)
    time.sleep(0.2)
    captured = pipeline.stats().captured
    time.sleep(0.3)
    assert pipeline.stats().captured <= captured + 1
    pipeline.pause(False)
    wait_until(lambda: pipeline.stats().captured > captured + 1)
    pipeline.stop()
    # Nothing was lost at the pause.
    assert sink.frames == list(range(len(sink.frames)))


def test_stopping_before_starting_opens_no_device(bundle: Bundle) -> None:
    opened: list[bool] = []

    def open_it() -> VideoSource:
        opened.append(True)
        return camera()

    pipeline = Pipeline(open_it, lambda: Recognizer(bundle), mode="live")
    pipeline.stop()
    pipeline.start()
    assert pipeline.wait(10.0)
    assert not opened


def test_the_model_rate_is_of_frames_that_went_through_it(bundle: Bundle) -> None:
    pipeline = run(camera, lambda: SlowRecognizer(bundle), mode="live")
    wait_until(lambda: pipeline.stats().predicted >= 6)
    rate_hz = pipeline.stats().model_hz
    pipeline.stop()
    assert 0.0 < rate_hz < 4.5


def test_counts_are_of_this_run_alone(bundle: Bundle, tmp_path: Path) -> None:
    slow = write_video(tmp_path / "slow.mp4", seconds_each=4.0, rate_hz=5.0)
    recognizer = Recognizer(bundle)
    for _ in range(2):
        pipeline = run(lambda: VideoFile(slow), lambda: recognizer, RecordingSink())
        pipeline.wait()
        assert pipeline.stats().held == 19


def test_a_sink_that_can_not_abort_does_not_keep_the_others_from_it(bundle: Bundle) -> None:
    class Stubborn(RecordingSink):
        def abort(self) -> None:
            raise ValueError("no")

    other = RecordingSink()
    pipeline = run(
        camera, lambda: Recognizer(bundle), RecordingSink(), Stubborn(fails_in="write"), other
    )
    with pytest.raises(SinkError, match="write failed"):
        pipeline.wait(30.0)
    assert other.calls[-1] == "abort"


def test_tuning_reaches_the_running_model(bundle: Bundle) -> None:
    sink = RecordingSink()
    pipeline = run(
        camera, lambda: Recognizer(bundle), sink, mode="live", tuning=Tuning(threshold=1.0)
    )
    wait_until(lambda: len(sink.predictions) > 2)
    assert sink.predictions[-1].label is None
    pipeline.tune(Tuning(threshold=0.5))
    wait_until(lambda: sink.predictions[-1].label == "red")
    pipeline.stop()


# Frames too far apart to predict.


class TickingClock:
    """Seconds that pass with each frame, as fast as a test wants."""

    def __init__(self, step_s: float) -> None:
        self.step_s = step_s
        self._now_s = 1000.0

    def __call__(self) -> float:
        return self._now_s

    def tick(self) -> None:
        self._now_s += self.step_s


class TickingCapture(FakeCapture):
    """A camera each of whose frames takes a step of a clock."""

    def __init__(self, clock: TickingClock) -> None:
        super().__init__(100_000, wait_s=0.01)
        self._clock = clock

    def grab(self) -> bool:
        self._clock.tick()
        return super().grab()


def ticking_camera(clock: TickingClock) -> VideoSource:
    factory = FakeCaptureFactory(TickingCapture(clock))
    return open_camera(Camera(0, "Fake"), clock=clock, capture_factory=factory)


def test_a_camera_that_is_too_slow_for_the_model_is_told(bundle: Bundle) -> None:
    # Half a window of the colour bundle is one second.
    clock = TickingClock(step_s=1.2)
    sink = RecordingSink()
    pipeline = Pipeline(
        lambda: ticking_camera(clock),
        lambda: Recognizer(bundle, clock),
        [sink],
        mode="live",
        clock=clock,
    )
    pipeline.start()
    wait_until(lambda: pipeline.snapshot().shortage is not None)
    assert pipeline.snapshot().shortage is Shortage.PICTURES
    assert pipeline.snapshot().prediction is None
    clock.step_s = 0.1
    wait_until(lambda: pipeline.snapshot().prediction is not None)
    assert pipeline.snapshot().shortage is None
    wait_until(lambda: len(sink.predictions) > 5)
    assert not sink.segments
    clock.step_s = 1.2
    wait_until(lambda: pipeline.snapshot().shortage is not None)
    assert pipeline.snapshot().prediction is None, "what was said before holds no more"
    assert [segment.label for segment in sink.segments] == ["red"], "it doesn't go on for ever"
    assert pipeline.stop()
    assert len(sink.segments) == 1


def test_a_computer_that_is_too_slow_for_the_model_is_told(tmp_path: Path) -> None:
    # Half a window is 0.15 s, and a frame takes 0.25 s.
    short = write_bundle(tmp_path / "short", window=3, min_frames=2, head=head_model(window=3))
    opened = open_bundle(short)
    pipeline = run(camera, lambda: SlowRecognizer(opened), mode="live")
    wait_until(lambda: pipeline.snapshot().shortage is not None)
    assert pipeline.snapshot().shortage is Shortage.SPEED
    assert pipeline.stop()


def test_one_jump_of_the_source_is_no_shortage(bundle: Bundle, tmp_path: Path) -> None:
    video = write_video(tmp_path / "v.mp4", seconds_each=1.0)
    seen: set[Shortage | None] = set()
    pipeline = run(
        lambda: PacedFile(VideoFile(video), loop=True), lambda: Recognizer(bundle), mode="live"
    )
    while pipeline.stats().restarts < 3:
        seen.add(pipeline.snapshot().shortage)
        time.sleep(0.001)
    assert pipeline.stop()
    assert seen == {None}


# Another model while it runs.


def other_bundle(folder: Path, **changes: Any) -> Bundle:
    """Return a model with one more label, at another rate."""
    labels = ("ruby", "lime", "navy", "none")
    thresholds = {label: {"enter": 0.5, "leave": 0.4} for label in labels}
    options: dict[str, Any] = {"name": "other", "labels": labels, "thresholds": thresholds}
    options |= {"rate_hz": 20.0, **changes}
    head = head_model(classes=len(labels))
    return open_bundle(write_bundle(folder / "other", head=head, **options))


class ModelSink(RecordingSink):
    """Remembers the models that it was opened with, and what came under each."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.runs: list[RunInfo] = []
        self.of_model: list[tuple[str, int]] = []
        self.segment_labels: list[tuple[str, str]] = []

    def open(self, run: RunInfo) -> None:
        super().open(run)
        self.runs.append(run)

    def write(self, prediction: Prediction) -> None:
        super().write(prediction)
        self.of_model.append((self.runs[-1].manifest.name, len(prediction.raw)))

    def write_segment(self, segment: Segment) -> None:
        super().write_segment(segment)
        self.segment_labels.append((self.runs[-1].manifest.name, segment.label))


def test_another_model_takes_over_between_two_frames(bundle: Bundle, tmp_path: Path) -> None:
    sink = ModelSink()
    pipeline = run(camera, lambda: Recognizer(bundle), sink, mode="live")
    wait_until(lambda: pipeline.stats().predicted > 5)
    before = pipeline.stats()
    pipeline.use(Recognizer(other_bundle(tmp_path)))
    wait_until(lambda: ("other", 4) in sink.of_model)
    wait_until(lambda: pipeline.stats().model_hz > 14.0)
    now, after = pipeline.snapshot(), pipeline.stats()
    assert pipeline.stop()
    assert now.manifest is not None
    assert (now.state, now.manifest.name) == (State.RUNNING, "other")
    assert set(sink.of_model) == {("colours", 3), ("other", 4)}
    assert sink.of_model == sorted(sink.of_model), "one after the other"
    assert sink.segment_labels == [("colours", "red"), ("other", "ruby")]
    assert [call for call in sink.calls if call in {"open", "close"}] == ["open", "close"] * 2
    first, second = sink.runs
    assert first.started_at == second.started_at, "the source went on"
    times_s = [p.time_s for p in sink.predictions]
    assert times_s == sorted(times_s), "the source went on"
    assert after.captured > before.captured > 0
    assert after.held >= before.held
    assert (before.restarts, after.restarts) == (0, 0)


def test_the_new_model_predicts_within_a_second(bundle: Bundle, tmp_path: Path) -> None:
    other = other_bundle(tmp_path, rate_hz=10.0)
    sink = ModelSink()
    pipeline = run(camera, lambda: Recognizer(bundle), sink, mode="live")
    wait_until(lambda: pipeline.stats().predicted > 5)
    pipeline.use(Recognizer(other))
    wait_until(lambda: ("other", 4) in sink.of_model)
    pipeline.stop()
    first = sink.of_model.index(("other", 4))
    gap_s = sink.predictions[first].time_s - sink.predictions[first - 1].time_s
    assert gap_s < 1.0


def test_a_vector_of_one_model_never_stands_beside_the_labels_of_another(
    bundle: Bundle, tmp_path: Path
) -> None:
    other = other_bundle(tmp_path, min_frames=1)
    pipeline = run(camera, lambda: Recognizer(bundle), mode="live")
    wait_until(lambda: pipeline.snapshot().prediction is not None)
    seen: set[tuple[int, int]] = set()
    for model in [other, bundle] * 10:
        pipeline.use(Recognizer(model))
        until_s = time.monotonic() + 0.15
        while time.monotonic() < until_s:
            now = pipeline.snapshot()
            if now.prediction is not None and now.manifest is not None:
                seen.add((len(now.prediction.raw), len(now.manifest.labels)))
    pipeline.stop()
    assert seen <= {(3, 3), (4, 4)}
    assert (4, 4) in seen


def test_the_model_changes_also_while_the_picture_stands_still(
    bundle: Bundle, tmp_path: Path
) -> None:
    pipeline = run(camera, lambda: Recognizer(bundle), mode="live", tuning=Tuning(threshold=0.9))
    wait_until(lambda: pipeline.snapshot().prediction is not None)
    pipeline.pause(True)
    recognizer = Recognizer(other_bundle(tmp_path))
    pipeline.use(recognizer)
    wait_until(lambda: pipeline.snapshot().manifest is recognizer.manifest)
    assert recognizer.tuning == Tuning(threshold=0.9)
    assert pipeline.snapshot().prediction is None
    pipeline.stop()


def test_a_sink_that_can_not_begin_anew_is_told_as_any_error(
    bundle: Bundle, tmp_path: Path
) -> None:
    class OnlyOnce(RecordingSink):
        def close(self, stats: Stats) -> None:
            super().close(stats)
            self.fails_in = "open"

    sink = OnlyOnce()
    pipeline = run(camera, lambda: Recognizer(bundle), sink, mode="live")
    wait_until(lambda: len(sink.predictions) > 1)
    pipeline.use(Recognizer(other_bundle(tmp_path)))
    with pytest.raises(SinkError, match="open failed"):
        pipeline.wait(20.0)
    assert sink.calls[-1] == "abort"
    assert pipeline.has_ended


def test_painting_is_measured(bundle: Bundle) -> None:
    pipeline = run(camera, lambda: Recognizer(bundle), mode="live")
    wait_until(lambda: (frame := pipeline.snapshot().frame) is not None and bool(frame))
    frame = pipeline.snapshot().frame
    assert frame is not None
    pipeline.note_shown(frame)
    assert 0.0 < pipeline.stats().picture_latency_ms_p95 < 10_000.0
    pipeline.stop()


# Errors: the first one stops all and comes out of wait().


class BadSource(VideoSource):
    """A source that fails where it is told to."""

    def __init__(self, fails_in: str) -> None:
        self._fails_in = fails_in
        self._index = -1
        self.closed = False

    @property
    def info(self) -> SourceInfo:
        return SourceInfo("bad", live=True, width_px=64, height_px=48, rate_hz=30.0)

    def _check(self, call: str) -> None:
        if call == self._fails_in and self._index > 20:
            raise SourceLostError(f"{call} failed")

    def grab(self) -> FrameStamp | None:
        time.sleep(0.005)
        self._index += 1
        self._check("grab")
        return FrameStamp(self._index, time.monotonic(), time.monotonic())

    def retrieve(self) -> Frame:
        self._check("retrieve")
        return frame("red", self._index, time.monotonic())

    def interrupt(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


class BadRecognizer(Recognizer):
    """A model that fails after some frames."""

    def push(self, frame: Frame) -> Prediction | None:
        if frame.index > 20:
            raise RuntimeError("push failed")
        return super().push(frame)


def raiser(error: Exception) -> Callable[[], VideoSource]:
    def open_it() -> VideoSource:
        raise error

    return open_it


def model_raiser(error: Exception) -> Callable[[], Recognizer]:
    def open_it() -> Recognizer:
        raise error

    return open_it


@pytest.mark.parametrize("mode", ["live", "complete"])
@pytest.mark.parametrize(
    "place",
    ["open source", "grab", "retrieve", "open model", "push", "open", "write", "write_frame"],
)
def test_the_first_error_stops_all_and_surfaces(
    place: str, mode: Literal["live", "complete"], bundle: Bundle
) -> None:
    sink = RecordingSink(fails_in=place, all_frames=True)
    source = BadSource(place)
    pipeline = run(
        raiser(SourceOpenError("open source failed")) if place == "open source" else lambda: source,
        model_raiser(OSError("open model failed"))
        if place == "open model"
        else lambda: (BadRecognizer if place == "push" else Recognizer)(bundle),
        sink,
        mode=mode,
    )
    with pytest.raises(Exception, match=f"{place} failed") as caught:
        pipeline.wait(30.0)
    # With its traceback: down to the line that raised it.
    raised_in = {entry.name for entry in caught.traceback}
    assert raised_in & {"_check", "_note", "open_it", "push"}
    assert pipeline.snapshot().state is State.FAILED
    assert pipeline.snapshot().error is caught.value
    depth = len(caught.traceback)
    with pytest.raises(Exception, match="failed") as again:
        pipeline.wait(1.0)
    assert len(again.traceback) <= depth
    assert "close" not in sink.calls
    assert sink.calls == [] or sink.calls[-1] == "abort"
    assert source.closed or place == "open source"
    assert pipeline.stop()
    names = {thread.name for thread in threading.enumerate()}
    assert not {"vidclf-capture", "vidclf-inference"} & names


def test_an_error_while_closing_a_sink_surfaces(bundle: Bundle, video_path: Path) -> None:
    sink = RecordingSink(fails_in="close")
    pipeline = run(lambda: VideoFile(video_path), lambda: Recognizer(bundle), sink)
    with pytest.raises(SinkError, match="close failed"):
        pipeline.wait(30.0)
    assert sink.calls[-1] == "abort"


def test_a_read_that_hangs_does_not_hold_the_program(bundle: Bundle) -> None:
    release = threading.Event()

    class Hanging(BadSource):
        def grab(self) -> FrameStamp | None:
            release.wait(30.0)
            return None

    source = Hanging("")
    pipeline = run(lambda: source, lambda: Recognizer(bundle), mode="live")
    wait_until(lambda: pipeline.snapshot().source is not None)
    started_s = time.monotonic()
    assert not pipeline.stop(timeout_s=0.3)
    assert time.monotonic() - started_s < 5.0
    assert not source.closed
    # The thread that hung releases the device itself.
    release.set()
    wait_until(lambda: source.closed)


def test_a_listener_gets_every_frame_with_labels_and_the_newest_prediction(bundle: Bundle) -> None:
    heard: list[tuple[int, Prediction | None, tuple[str, ...]]] = []
    pipeline = Pipeline(
        lambda: camera(frames=120, wait_s=0.01), lambda: Recognizer(bundle), mode="live"
    )
    pipeline.listen(lambda frame, *rest: heard.append((frame.index, *rest)))
    pipeline.start()
    with pytest.raises(SourceLostError):
        pipeline.wait(30.0)
    assert [index for index, _, _ in heard] == list(range(119)), "the first was read at the opening"
    newest = heard[-1]
    assert newest[1] is not None
    assert newest[1].label == "red"
    assert newest[2] == bundle.manifest.labels


def test_a_listener_that_fails_ends_its_listening_alone(
    bundle: Bundle, caplog: pytest.LogCaptureFixture
) -> None:
    calls = []

    def fail(frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> None:
        calls.append(frame.index)
        raise RuntimeError("no more room")

    pipeline = Pipeline(camera, lambda: Recognizer(bundle), mode="live")
    pipeline.listen(fail)
    pipeline.start()
    wait_until(lambda: pipeline.stats().captured > 20)
    assert pipeline.stop()
    assert calls == [0]
    assert pipeline.snapshot().state is State.ENDED
    assert "no more room" in caplog.text


def test_nobody_listens_any_more(bundle: Bundle) -> None:
    heard: list[int] = []
    pipeline = Pipeline(camera, lambda: Recognizer(bundle), mode="live")
    pipeline.listen(lambda frame, *_: heard.append(frame.index))
    pipeline.start()
    wait_until(lambda: len(heard) > 5)
    pipeline.listen(None)
    told = len(heard)
    captured = pipeline.stats().captured
    wait_until(lambda: pipeline.stats().captured > captured + 10)
    assert len(heard) <= told + 1
    assert pipeline.stop()


# What has ended is gone with whoever used it. Its pictures are large, and Python looks for objects
# that only hold each other when so many small ones have come up, not when memory is short.


class Parts:
    """Remembers the parts of a run without keeping them."""

    def __init__(self) -> None:
        self._parts: dict[str, weakref.ref[Any]] = {}

    def note(self, **parts: object) -> None:
        for name, part in parts.items():
            self._parts[name] = weakref.ref(part)

    @property
    def noted(self) -> set[str]:
        return set(self._parts)

    @property
    def left(self) -> set[str]:
        return {name for name, part in self._parts.items() if part() is not None}


def begin(bundle: Bundle, place: str, mode: Literal["live", "complete"], parts: Parts) -> Pipeline:
    """Start a run that fails in a place, or nowhere, and note what it is made of."""
    sink = RecordingSink(fails_in=place, all_frames=True)

    def open_bad_source() -> VideoSource:
        source = BadSource(place)
        parts.note(source=source)
        if place == "open source":
            raise SourceOpenError("open source failed") from OSError("no such device")
        return source

    def open_recognizer() -> Recognizer:
        if place == "open model":
            raise OSError("open model failed")
        recognizer = (BadRecognizer if place == "push" else Recognizer)(bundle)
        parts.note(recognizer=recognizer)
        return recognizer

    pipeline = run(open_bad_source, open_recognizer, sink, mode=mode)
    parts.note(pipeline=pipeline, sink=sink)
    if place != "open source":  # A traceback knows the functions that it names, here this one.
        parts.note(opener=open_bad_source)
    return pipeline


def wait_for(pipeline: Pipeline, condition: Callable[[Pipeline], bool]) -> None:
    wait_until(lambda: condition(pipeline))


def note_picture(pipeline: Pipeline, parts: Parts) -> None:
    shown = pipeline.snapshot().frame
    if shown is not None:
        parts.note(picture=shown.pixels)


@pytest.mark.usefixtures("only_counting")
@pytest.mark.parametrize("mode", ["live", "complete"])
def test_nothing_is_left_of_a_run_that_was_stopped(
    mode: Literal["live", "complete"], bundle: Bundle
) -> None:
    parts = Parts()
    pipeline = begin(bundle, "", mode, parts)
    wait_for(pipeline, lambda run: run.stats().predicted > 3)
    assert pipeline.stop()
    note_picture(pipeline, parts)
    assert parts.noted == {"source", "recognizer", "pipeline", "sink", "opener", "picture"}
    # Who keeps it to look at its figures keeps no device, and nobody who asked for it.
    assert parts.left == {"recognizer", "pipeline", "sink", "picture"}
    del pipeline
    assert parts.left == set()


@pytest.mark.usefixtures("only_counting")
@pytest.mark.parametrize("mode", ["live", "complete"])
def test_nothing_is_left_of_a_run_that_came_to_its_end(
    mode: Literal["live", "complete"], bundle: Bundle, video_path: Path
) -> None:
    parts = Parts()
    pipeline = run(
        lambda: VideoFile(video_path), lambda: Recognizer(bundle), RecordingSink(), mode=mode
    )
    assert pipeline.wait(30.0)
    note_picture(pipeline, parts)
    parts.note(pipeline=pipeline)
    assert parts.left == {"pipeline", "picture"}
    del pipeline
    assert parts.left == set()


@pytest.mark.usefixtures("only_counting")
@pytest.mark.parametrize("mode", ["live", "complete"])
@pytest.mark.parametrize(
    "place",
    ["open source", "grab", "retrieve", "open model", "push", "open", "write", "write_frame"],
)
def test_nothing_is_left_of_a_run_that_failed_but_its_error(
    place: str, mode: Literal["live", "complete"], bundle: Bundle
) -> None:
    parts = Parts()
    pipeline = begin(bundle, place, mode, parts)
    wait_for(pipeline, lambda run: run.has_ended)
    assert pipeline.stop()
    note_picture(pipeline, parts)
    error = pipeline.snapshot().error
    del pipeline
    assert parts.left == set()
    assert str(error) == f"{place} failed"


@pytest.mark.usefixtures("only_counting")
def test_an_error_that_was_raised_to_somebody_keeps_nothing(bundle: Bundle) -> None:
    parts = Parts()
    pipeline = begin(bundle, "grab", "live", parts)
    for _ in range(2):
        with pytest.raises(SourceLostError) as caught:
            pipeline.wait(30.0)
    del pipeline
    assert parts.left == set()
    assert caught.value.__traceback__ is not None


@pytest.mark.usefixtures("only_counting")
def test_nothing_is_left_of_a_run_that_hung(bundle: Bundle) -> None:
    release = threading.Event()

    class Hanging(BadSource):
        def grab(self) -> FrameStamp | None:
            release.wait(30.0)
            return None

    parts = Parts()
    pipeline = run(lambda: Hanging(""), lambda: Recognizer(bundle), mode="live")
    parts.note(pipeline=pipeline)
    wait_for(pipeline, lambda run: run.snapshot().source is not None)
    assert not pipeline.stop(timeout_s=0.1)
    del pipeline
    assert parts.left == {"pipeline"}, "its thread needs it"
    release.set()
    wait_until(lambda: not parts.left)


@pytest.mark.usefixtures("only_counting")
def test_an_earlier_model_is_let_go(bundle: Bundle, tmp_path: Path) -> None:
    parts = Parts()
    pipeline = begin(bundle, "", "live", parts)
    wait_for(pipeline, lambda run: run.stats().predicted > 3)
    pipeline.use(Recognizer(other_bundle(tmp_path)))
    wait_until(lambda: "recognizer" not in parts.left)
    assert pipeline.stop()
