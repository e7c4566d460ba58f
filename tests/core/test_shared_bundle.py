"""Several sources share one opened model: what one does, the other doesn't notice."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.builders import DEMO_CLIP, demo_frames, write_bundle
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.recognizer import Recognizer
from vidclf_app.core.records import Frame, Prediction
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.sources.paced import PacedFile
from vidclf_app.errors import ModelError
from vidclf_app.models import shelf as shelf_room
from vidclf_app.models.shelf import BundleShelf


def predictions(bundle: Bundle, frames: Sequence[Frame]) -> list[Prediction]:
    recognizer = Recognizer(bundle)
    return [made for frame in frames if (made := recognizer.push(frame)) is not None]


def at_once(*jobs: Callable[[], object]) -> None:
    """Run jobs in threads that begin together; an error in one is raised here."""
    start = threading.Barrier(len(jobs))
    errors: list[BaseException] = []

    def run(job: Callable[[], object]) -> None:
        try:
            start.wait(30.0)
            job()
        except BaseException as error:  # noqa: BLE001 - raised below
            errors.append(error)

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60.0)
    if errors:
        raise errors[0]


def numbers(made: Sequence[Prediction]) -> list[bytes]:
    return [
        prediction.raw.tobytes()
        + (b"" if prediction.body is None else prediction.body.picture_px.tobytes())
        for prediction in made
    ]


def test_recognisers_in_threads_give_the_same_as_one_after_the_other(
    pose_bundle_path: Path,
) -> None:
    bundle = open_bundle(pose_bundle_path)
    # Different people's places at the same time: a tracker that was shared would follow neither.
    scenes = [demo_frames(25, start_s=start_s) for start_s in (0.5, 12.0)]
    mirrored = [
        Frame(np.ascontiguousarray(f.pixels[:, ::-1]), f.index, f.time_s, f.arrived_s)
        for f in scenes[0]
    ]
    scenes.append(mirrored)
    alone = [numbers(predictions(bundle, frames)) for frames in scenes]
    together: dict[int, list[bytes]] = {}

    def job(number: int) -> Callable[[], None]:
        def run() -> None:
            together[number] = numbers(predictions(bundle, scenes[number]))

        return run

    at_once(*(job(number) for number in range(len(scenes))))
    assert all(len(made) > 10 for made in alone)
    assert len({made[-1] for made in alone}) == 3, "the scenes differ"
    assert [together[number] for number in range(len(scenes))] == alone


def test_two_pipelines_over_one_bundle_have_figures_of_their_own(bundle_path: Path) -> None:
    bundle = open_bundle(bundle_path)
    pipelines = [
        Pipeline(lambda: PacedFile(VideoFile(DEMO_CLIP)), lambda: Recognizer(bundle), mode="live")
        for _ in range(2)
    ]
    first, second = pipelines
    first.start()
    done = threading.Event()
    for _ in range(400):
        if first.stats().predicted >= 5 and second.stats().predicted == 0:
            break
        done.wait(0.025)
    assert first.stats().predicted >= 5
    assert second.stats().captured == 0
    second.start()
    for _ in range(400):
        if second.stats().predicted >= 5:
            break
        done.wait(0.025)
    assert second.stats().predicted >= 5
    assert first.stop()
    captured = first.stats().captured
    for _ in range(400):
        if second.stats().captured > captured + 5:
            break
        done.wait(0.025)
    assert second.stats().captured > captured + 5, "the other goes on"
    assert second.stop()


def test_the_shelf_opens_a_model_once_for_many(
    bundle_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def counting(path: Path, **options: object) -> Bundle:
        opened.append(path)
        return open_bundle(path)

    monkeypatch.setattr(shelf_room, "open_bundle", counting)
    shelf = BundleShelf()
    given: list[Bundle] = []
    at_once(*[lambda: given.append(shelf.open(str(bundle_path)))] * 6)
    assert len(opened) == 1
    assert len({id(bundle) for bundle in given}) == 1
    assert shelf.open(str(bundle_path), anew=True) is not given[0]


def test_whoever_runs_a_model_doesn_t_wait_while_another_is_opened(
    bundle_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, begun, gate = write_bundle(tmp_path / "other"), threading.Event(), threading.Event()
    shelf = BundleShelf()
    running = shelf.open(str(bundle_path))

    def slow(path: Path, **options: object) -> Bundle:
        begun.set()
        gate.wait(20.0)
        return open_bundle(path)

    monkeypatch.setattr(shelf_room, "open_bundle", slow)
    thread = threading.Thread(target=shelf.open, args=(str(other),))
    thread.start()
    assert begun.wait(20.0)
    assert shelf.open(str(bundle_path)) is running
    gate.set()
    thread.join(20.0)
    assert shelf.open(str(bundle_path)) is running, "one session for all who run it"


def test_another_provider_opens_the_model_anew(bundle_path: Path) -> None:
    shelf = BundleShelf()
    first = shelf.open(str(bundle_path))
    shelf.use_provider("cpu")
    second = shelf.open(str(bundle_path))
    assert second is not first
    assert second.provider == "CPU"
    assert shelf.open(str(bundle_path)) is second


def test_a_model_that_can_not_be_opened_leaves_the_shelf_as_it_was(
    bundle_path: Path, tmp_path: Path
) -> None:
    shelf = BundleShelf()
    first = shelf.open(str(bundle_path))
    wrong = write_bundle(tmp_path / "wrong")
    (wrong / "head.onnx").unlink()
    with pytest.raises(ModelError):
        shelf.open(str(wrong))
    assert shelf.open(str(bundle_path)) is first


def test_many_open_networks_at_once(bundle_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Loading CUDA's libraries turns the program's output aside for a moment.
    at_once(*[lambda: open_bundle(bundle_path)] * 4)
    print("still here")  # noqa: T201 - that is the question
    assert capsys.readouterr().out == "still here\n"
