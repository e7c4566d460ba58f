"""Fixtures for the tests of the view of a result."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.ui.review.builders import analyse, has_picture, poll_until
from vidclf_app.results.document import ResultDocument
from vidclf_app.results.identity import located
from vidclf_app.results.store import load_document, save_document
from vidclf_app.ui.review.controller import ReviewController

MakeReview = Callable[..., ReviewController]


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory, video_path: Path, bundle_path: Path) -> Path:
    """A result of three seconds each of red, green and blue; its video lies beside it."""
    video = tmp_path_factory.mktemp("analysed") / "colours.mp4"
    shutil.copy(video_path, video)
    return analyse(video, bundle_path)


@pytest.fixture
def result(analysed: Path, tmp_path: Path) -> Path:
    """The same, a copy that may be changed."""
    document = load_document(analysed)
    video = tmp_path / document.analysis.video.name
    shutil.copy(document.analysis.video.path, video)
    analysis = replace(document.analysis, video=located(document.analysis.video, video))
    path = tmp_path / analysed.name
    save_document(path, ResultDocument(analysis))
    return path


@pytest.fixture
def kept_apart(result: Path, tmp_path: Path) -> Path:
    """The same, in a folder of its own without the video."""
    path = tmp_path / "kept" / result.name
    path.parent.mkdir()
    shutil.move(result, path)
    return path


def make_unwritable(path: Path) -> None:
    """Let a file's folder be no folder any more: nobody, root neither, can write there."""
    shutil.rmtree(path.parent)
    path.parent.write_text("in the way")


@pytest.fixture
def make_review() -> Iterator[MakeReview]:
    """Make controllers that are closed at the end."""
    made: list[ReviewController] = []

    def make(**options: Any) -> ReviewController:
        made.append(ReviewController(**options))
        return made[-1]

    yield make
    for controller in made:
        assert controller.close(5.0)


@pytest.fixture
def review(make_review: MakeReview, result: Path) -> ReviewController:
    """A controller with the result open and a picture."""
    controller = make_review()
    controller.open_result(result)
    poll_until(controller, has_picture)
    return controller
