"""A session written by real pipelines: a file to its end, a camera that is unplugged."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.builders import FakeCapture, FakeCaptureFactory
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.sinks.memory import MemorySink
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.sources.live import open_camera
from vidclf_app.errors import SourceLostError
from vidclf_app.history.sink import HistorySink
from vidclf_app.history.store import HistoryStore


@pytest.fixture(scope="module")
def bundle(bundle_path: Path) -> Bundle:
    return open_bundle(bundle_path)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HistoryStore]:
    store = HistoryStore(tmp_path / "history.sqlite3")
    yield store
    assert store.close()


def test_a_file_is_kept_as_it_was_analysed(
    store: HistoryStore, bundle: Bundle, video_path: Path
) -> None:
    memory = MemorySink()
    result = video_path.with_suffix(".vidclf")
    pipeline = Pipeline(
        lambda: VideoFile(video_path),
        lambda: Recognizer(bundle),
        [memory, HistorySink(store, result)],
        mode="complete",
    )
    pipeline.start()
    assert pipeline.wait(30.0)
    assert store.flush()
    (session,) = store.sessions()
    assert (session.kind, session.source, session.result) == ("file", video_path.name, result)
    assert session.ended_at is not None
    assert store.segments(session.id) == memory.segments
    assert memory.segments, "the video shows something"
    assert session.watched_s == pytest.approx(memory.summary.predictions / bundle.manifest.rate_hz)


def test_a_cancelled_file_is_forgotten(
    store: HistoryStore, bundle: Bundle, video_path: Path
) -> None:
    sink = HistorySink(store)
    pipeline = Pipeline(
        lambda: VideoFile(video_path), lambda: Recognizer(bundle), [sink], mode="complete"
    )
    pipeline.pause(True)
    pipeline.start()
    assert pipeline.stop()
    assert store.flush()
    assert store.count() == 0


def test_a_lost_camera_leaves_its_session(store: HistoryStore, bundle: Bundle) -> None:
    factory = FakeCaptureFactory(FakeCapture(60, wait_s=0.03))
    before = datetime.now(UTC)
    pipeline = Pipeline(
        lambda: open_camera(Camera(0, "Door"), capture_factory=factory, retry_s=0.0),
        lambda: Recognizer(bundle),
        [HistorySink(store)],
        mode="live",
    )
    pipeline.start()
    with pytest.raises(SourceLostError):
        pipeline.wait(30.0)
    assert store.flush()
    (session,) = store.sessions()
    assert (session.kind, session.source) == ("live", "Door")
    assert session.ended_at is not None
    assert before - timedelta(seconds=5) < session.started_at < session.ended_at
    assert 0.5 < session.watched_s < 3.0


def test_a_camera_that_gives_nothing_leaves_nothing(store: HistoryStore, bundle: Bundle) -> None:
    factory = FakeCaptureFactory(FakeCapture(1))
    pipeline = Pipeline(
        lambda: open_camera(Camera(0, "Door"), capture_factory=factory, retry_s=0.0),
        lambda: Recognizer(bundle),
        [HistorySink(store)],
        mode="live",
    )
    pipeline.start()
    with pytest.raises(SourceLostError):
        pipeline.wait(30.0)
    assert store.flush()
    assert store.count() == 0
