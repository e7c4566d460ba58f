"""A run over one file, and what is left of it."""

import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import write_video
from tests.ui.driving import PATIENCE_S
from tests.ui.files.driving import SlowCaptures
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.errors import ModelError
from vidclf_app.ui.files.kept import KeptResult
from vidclf_app.ui.files.places import ResultPlaces
from vidclf_app.ui.files.run import FileRun


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return write_video(tmp_path / "clip.mp4")


def begin(video: Path, open_model: Callable[[], Bundle]) -> FileRun:
    places = ResultPlaces(lambda: None, video.parent / "fallback")
    return FileRun(
        video, KeptResult(video, places), open_model, capture_factory=SlowCaptures(0.001)
    )


def wait_until_ended(run: FileRun) -> None:
    deadline_s = time.monotonic() + PATIENCE_S
    while not run.has_ended:
        assert time.monotonic() < deadline_s
        time.sleep(0.005)


@pytest.mark.usefixtures("only_counting")
def test_nothing_is_left_of_a_run_that_is_done(video: Path, bundle_path: Path) -> None:
    run = begin(video, lambda: open_bundle(bundle_path))
    wait_until_ended(run)
    kept = run.sink.kept
    gone = weakref.ref(run), weakref.ref(run.sink)
    del run
    assert [part() for part in gone] == [None, None]
    assert kept is not None
    assert kept.found.predictions > 0


@pytest.mark.usefixtures("only_counting")
def test_nothing_is_left_of_a_run_that_was_cancelled(video: Path, bundle_path: Path) -> None:
    run = begin(video, lambda: open_bundle(bundle_path))
    assert run.join(30.0)
    assert run.sink.kept is None
    gone = weakref.ref(run)
    del run
    assert gone() is None


@pytest.mark.usefixtures("only_counting")
def test_nothing_is_left_of_a_run_without_a_model(video: Path) -> None:
    def refuse() -> Bundle:
        raise ModelError("no such model")

    run = begin(video, refuse)
    wait_until_ended(run)
    assert run.has_no_model
    error, gone = run.error, weakref.ref(run)
    del run
    assert gone() is None
    assert str(error) == "no such model"
