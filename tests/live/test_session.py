"""The session's log and totals, fed like a pipeline feeds them."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.builders import LABELS, nobody, prediction
from tests.live.clocks import FakeClock
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Segment, SourceInfo, Stats, Tuning
from vidclf_app.core.segments import SegmentDetector
from vidclf_app.core.sinks.base import RunInfo
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.live.session import LOG_LENGTH, LiveSession, SessionSink
from vidclf_app.live.timeline import Timeline


@pytest.fixture
def manifest(bundle_path: Path) -> ModelManifest:
    return open_bundle(bundle_path).manifest


def run_info(manifest: ModelManifest, *, live: bool = True) -> RunInfo:
    started_at = datetime.fromtimestamp(5000.0, UTC) if live else None
    return RunInfo(SourceInfo("Camera 0", live, 64, 48, 30.0), manifest, Tuning(), started_at)


class Feeder:
    """Gives predictions to a sink, and segments as the pipeline's detector ends them."""

    def __init__(self, sink: SessionSink, wall: FakeClock) -> None:
        self.sink, self.wall = sink, wall
        self.time_s = 0.0
        self.detector = SegmentDetector(LABELS, max_gap_s=2.0)

    def see(self, label: str | None, seconds: float, sure: float = 0.8) -> None:
        rest = (1.0 - sure) / 2.0
        probabilities = [sure if each == label else rest for each in LABELS]
        for _ in range(round(seconds * 10)):
            self._give(prediction(probabilities, self.time_s, label))

    def see_nobody(self, seconds: float) -> None:
        for _ in range(round(seconds * 10)):
            self._give(nobody(3, self.time_s))

    def _give(self, each) -> None:  # type: ignore[no-untyped-def]
        if (ended := self.detector.update(each)) is not None:
            self.sink.write_segment(ended)
        self.sink.write(each)
        self.time_s = round(self.time_s + 0.1, 6)
        self.wall.now_s += 0.1

    def end(self) -> None:
        if (ended := self.detector.finish()) is not None:
            self.sink.write_segment(ended)
        self.sink.close(Stats())


@pytest.fixture
def wall() -> FakeClock:
    return FakeClock(5000.0)


@pytest.fixture
def session(wall: FakeClock) -> LiveSession:
    return LiveSession(wall)


@pytest.fixture
def feeder(session: LiveSession, wall: FakeClock, manifest: ModelManifest) -> Feeder:
    sink = SessionSink(session, Timeline())
    sink.open(run_info(manifest))
    return Feeder(sink, wall)


def test_the_log_has_the_newest_first_and_what_runs_apart(
    feeder: Feeder, session: LiveSession
) -> None:
    feeder.see("red", 2.0)
    feeder.see(None, 1.0)
    feeder.see("green", 3.0, sure=0.9)
    feeder.see("blue", 1.0, sure=0.7)
    view = session.view()
    assert [(entry.number, entry.segment.label) for entry in view.log] == [(2, "green"), (1, "red")]
    green = view.log[0]
    assert green.segment.start_s == pytest.approx(3.0)
    assert green.segment.end_s == pytest.approx(5.9)
    assert green.segment.mean == pytest.approx(0.9)
    assert green.began_unix_s == pytest.approx(5003.0)
    assert view.running is not None
    assert view.running.number == 3
    assert view.running.segment.label == "blue"
    assert view.running.duration_s == pytest.approx(0.9)
    assert view.running.segment.peak == pytest.approx(0.7)
    assert session.view() is view, "nothing is made anew while nothing changes"
    feeder.end()
    assert session.view().running is None
    assert session.view().log[0].segment.label == "blue"


def test_totals_count_what_runs_and_are_shares_of_the_watched_time(
    feeder: Feeder, session: LiveSession
) -> None:
    feeder.see("red", 2.1)
    feeder.see(None, 4.0)
    feeder.see("red", 1.1)
    feeder.see_nobody(1.0)
    feeder.see("green", 2.0)
    view = session.view()
    assert [(total.label, total.count) for total in view.totals] == [("red", 2), ("green", 1)]
    assert view.totals[0].seconds == pytest.approx(2.0 + 1.0)
    assert view.totals[1].seconds == pytest.approx(1.9)
    assert view.watched_s == pytest.approx(10.1)
    assert view.nobody_s == pytest.approx(1.0)
    assert view.totals[0].share == pytest.approx(3.0 / 10.1)


def test_totals_are_exact_where_the_log_is_full(session: LiveSession) -> None:
    segments = [
        Segment(LABELS[number % 3], number * 2.0, number * 2.0 + 1.5, 0.8, 0.9)
        for number in range(20_000)
    ]
    for segment in segments:
        session.add(segment, None)
    session.watch(40_000.0, nobody=False)
    view = session.view()
    assert len(view.log) == LOG_LENGTH
    assert view.ended == 20_000
    assert view.log[0].number == 20_000
    assert view.log[-1].number == 20_000 - LOG_LENGTH + 1
    assert sum(total.count for total in view.totals) == 20_000
    assert sum(total.seconds for total in view.totals) == pytest.approx(30_000.0, rel=1e-12)
    assert sum(total.share for total in view.totals) == pytest.approx(0.75)


def test_a_pause_is_not_watched(feeder: Feeder, session: LiveSession) -> None:
    feeder.see("red", 1.1)
    feeder.time_s += 3600.0
    feeder.see("red", 1.1)
    assert session.view().watched_s == pytest.approx(2.0)
    assert [total.count for total in session.view().totals] == [2], "the gap divides the segment"


def test_a_file_has_media_times(
    session: LiveSession, wall: FakeClock, manifest: ModelManifest
) -> None:
    sink = SessionSink(session, Timeline())
    sink.open(run_info(manifest, live=False))
    feeder = Feeder(sink, wall)
    feeder.see("red", 1.0)
    feeder.end()
    view = session.view()
    assert not view.is_live
    assert view.log[0].began_unix_s is None


def test_another_session_takes_over_in_the_middle_of_a_segment(
    feeder: Feeder, session: LiveSession, wall: FakeClock
) -> None:
    feeder.see("red", 2.0, sure=0.7)
    following = LiveSession(wall)
    feeder.sink.use(following)
    feeder.see("red", 1.0, sure=0.9)
    feeder.see("blue", 1.0)
    first, second = session.view(), following.view()
    assert first.running is None
    assert [entry.segment.label for entry in first.log] == ["red"]
    assert first.log[0].segment.end_s == pytest.approx(1.9)
    assert first.log[0].segment.mean == pytest.approx(0.7)
    assert [entry.segment.label for entry in second.log] == ["red"]
    assert second.log[0].segment.start_s == pytest.approx(2.0)
    assert second.log[0].segment.mean == pytest.approx(0.9)
    assert second.log[0].began_unix_s == pytest.approx(5002.0)
    assert second.running is not None


def test_a_run_that_ends_late_does_not_hide_what_the_next_one_sees(
    feeder: Feeder, session: LiveSession, wall: FakeClock, manifest: ModelManifest
) -> None:
    feeder.see("red", 1.0)
    later = SessionSink(session, Timeline())
    later.open(run_info(manifest))
    Feeder(later, wall).see("green", 1.0)
    feeder.see("red", 0.5)
    running = session.view().running
    assert running is not None
    assert running.segment.label == "green"
    feeder.end()
    assert [entry.segment.label for entry in session.view().log] == ["red"]


def test_another_model_goes_on_in_the_session(
    feeder: Feeder, session: LiveSession, manifest: ModelManifest
) -> None:
    feeder.see("red", 1.0)
    ended = feeder.detector.finish()
    assert ended is not None
    feeder.sink.write_segment(ended)
    feeder.sink.change_model(Stats(), run_info(manifest))
    feeder.see("red", 1.0)
    feeder.end()
    assert session.view().totals[0].count == 2


def test_a_real_pipeline_gives_the_same_segments_as_its_own_list(
    bundle_path: Path, video_path: Path
) -> None:
    session, kept = LiveSession(), MemorySink()
    bundle = open_bundle(bundle_path)
    pipeline = Pipeline(
        lambda: VideoFile(video_path),
        lambda: Recognizer(bundle),
        [SessionSink(session, Timeline()), kept],
        mode="complete",
    )
    stop = threading.Event()
    views = []

    def look() -> None:
        while not stop.is_set():
            views.append(session.view())

    watcher = threading.Thread(target=look)
    watcher.start()
    pipeline.start()
    try:
        assert pipeline.wait(60.0)
    finally:
        stop.set()
        watcher.join()
    assert [entry.segment for entry in reversed(session.view().log)] == kept.segments
    assert [segment.label for segment in kept.segments] == ["red", "green", "blue"]
    for view in views:
        assert len(view.log) == view.ended
        assert sum(total.count for total in view.totals) == view.ended + (view.running is not None)
