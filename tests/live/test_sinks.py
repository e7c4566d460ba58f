"""Sinks of a live run: isolated from each other, and renewed with the session."""

from pathlib import Path

import pytest

from tests.builders import FakeCapture, FakeCaptureFactory, prediction
from tests.core.test_pipeline import RecordingSink, wait_until
from tests.live.test_session import run_info
from vidclf_app.core.bundle import open_bundle
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.pipeline import Pipeline, State
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Segment, Stats
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.live import open_camera
from vidclf_app.errors import SinkError
from vidclf_app.live.sinks import LiveSinks

RED = [0.9, 0.05, 0.05]


@pytest.fixture
def manifest(bundle_path: Path) -> ModelManifest:
    return open_bundle(bundle_path).manifest


def live_pipeline(bundle_path: Path, sinks: LiveSinks, frames: int = 100_000) -> Pipeline:
    bundle = open_bundle(bundle_path)
    factory = FakeCaptureFactory(FakeCapture(frames, wait_s=0.01))
    pipeline = Pipeline(
        lambda: open_camera(Camera(0, "Fake"), capture_factory=factory, retry_s=0.1),
        lambda: Recognizer(bundle),
        [sinks],
        mode="live",
    )
    pipeline.start()
    return pipeline


@pytest.mark.parametrize("call", ["open", "write"])
def test_a_sink_that_fails_ends_neither_the_picture_nor_the_others(
    call: str, bundle_path: Path
) -> None:
    bad, good = RecordingSink(fails_in=call), RecordingSink()
    sinks = LiveSinks([bad], lambda: [good])
    pipeline = live_pipeline(bundle_path, sinks)
    wait_until(lambda: len(good.predictions) > 5)
    assert pipeline.snapshot().state is State.RUNNING
    assert [str(error) for error in sinks.take_failures()] == [f"{call} failed"]
    assert sinks.take_failures() == [], "told once"
    assert bad.calls[-2:] == [call, "abort"]
    assert pipeline.stop()
    assert good.calls[-1] == "close"
    assert bad.calls[-1] == "abort", "and got nothing more"


def test_a_camera_that_is_lost_keeps_what_was_seen(bundle_path: Path) -> None:
    kept = RecordingSink()
    pipeline = live_pipeline(bundle_path, LiveSinks([], lambda: [kept]), frames=80)
    wait_until(lambda: pipeline.snapshot().state is State.FAILED)
    pipeline.stop()
    assert kept.calls[-1] == "close"
    assert kept.predictions


def test_sinks_that_can_not_be_made_are_told(manifest: ModelManifest) -> None:
    def refuse() -> list[RecordingSink]:
        raise SinkError("The history is damaged.", "Look at it.")

    good = RecordingSink()
    sinks = LiveSinks([good], refuse)
    sinks.open(run_info(manifest))
    sinks.write(prediction(RED, 0.0, "red"))
    sinks.close(Stats())
    assert [str(error) for error in sinks.take_failures()] == [
        "The history is damaged. Look at it."
    ]
    assert good.calls == ["open", "write", "close"]


def test_a_new_session_divides_the_segment(manifest: ModelManifest) -> None:
    made: list[RecordingSink] = []

    def make() -> list[RecordingSink]:
        made.append(RecordingSink())
        return [made[-1]]

    lasting = RecordingSink()
    sinks = LiveSinks([lasting], make)
    sinks.open(run_info(manifest))
    for tenth in range(10):
        sinks.write(prediction(RED, tenth / 10, "red"))
    sinks.renew(Stats())
    for tenth in range(10, 20):
        sinks.write(prediction(RED, tenth / 10, "red"))
    whole = Segment("red", 0.0, 1.9, 0.9, 0.9)
    sinks.write_segment(whole)
    sinks.close(Stats())
    first, second = made
    assert [(s.start_s, s.end_s) for s in first.segments] == [(0.0, 0.9)]
    assert [(s.start_s, s.end_s) for s in second.segments] == [(1.0, 1.9)]
    assert first.calls == ["open", "write", "write_segment", "close"]
    assert second.calls == ["open", "write", "write_segment", "close"]
    assert len(first.predictions) == len(second.predictions) == 10
    assert lasting.segments == [whole]
    assert lasting.calls == ["open", "write", "write_segment", "close"]


def test_a_segment_that_ends_with_the_session_is_not_told_twice(manifest: ModelManifest) -> None:
    made: list[RecordingSink] = []

    def make() -> list[RecordingSink]:
        made.append(RecordingSink())
        return [made[-1]]

    sinks = LiveSinks([], make)
    sinks.open(run_info(manifest))
    sinks.write(prediction(RED, 0.0, "red"))
    sinks.write(prediction(RED, 0.1, "red"))
    sinks.renew(Stats())
    # The pipeline tells of the segment's end before the prediction that ended it.
    sinks.write_segment(Segment("red", 0.0, 0.1, 0.9, 0.9))
    sinks.write(prediction([0.1, 0.8, 0.1], 0.2, "green"))
    sinks.write_segment(Segment("green", 0.2, 0.2, 0.8, 0.8))
    sinks.close(Stats())
    assert [[s.label for s in sink.segments] for sink in made] == [["red"], ["green"]]
