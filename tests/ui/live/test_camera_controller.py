"""What the controller does with cameras: their properties, and drivers that hang."""

import itertools
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import pytest

from tests.builders import FakeCapture, FakeCaptureFactory, HangingCapture, head_model, write_bundle
from tests.ui.conftest import MakeController
from tests.ui.driving import FakeClock, has_picture, is_recognised, poll_for, poll_until
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.capture import Capture, open_capture
from vidclf_app.core.sources.properties import CameraBook, CameraProperties
from vidclf_app.errors import SinkError
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.patience import FIRST_RESTART_S, LONGEST_RESTART_S, Patience
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.live.view_state import Phase, ViewState


def endless(colour: str = "red") -> FakeCapture:
    return FakeCapture(100_000, colour=colour, wait_s=0.02)


class CamerasAndFiles(FakeCaptureFactory):
    """Fakes for cameras, the real thing for files."""

    def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> Any:
        if isinstance(target, str):
            return open_capture(target, backend, properties)
        return super().__call__(target, backend, properties)


def hanging_threads() -> int:
    return [thread.name for thread in threading.enumerate()].count("vidclf-capture")


# Properties.


def test_a_camera_is_set_and_the_driver_s_answer_is_told(make_controller: MakeController) -> None:
    first, second = endless(), FakeCapture(100_000, wait_s=0.02, refuses={cv2.CAP_PROP_FPS})
    shared = Shared()
    controller = make_controller(
        source="0", capture_factory=FakeCaptureFactory(first, second), shared=shared
    )
    setup = poll_until(controller, has_picture).camera
    assert setup is not None
    assert (setup.name, setup.asks_driver) == ("Camera 0", True)
    assert setup.given == "The camera gives 64 × 48 at 30 fps."  # noqa: RUF001
    asked = CameraProperties(width_px=320, height_px=240, rate_hz=60.0, rotation_deg=90)
    controller.set_camera(asked)
    assert controller.poll().camera is not None
    state = poll_until(controller, lambda s: s.frame is not None and s.frame.width_px == 240)
    assert state.frame is not None
    assert (state.frame.width_px, state.frame.height_px) == (240, 320)
    assert state.camera is not None
    assert state.camera.asked == asked
    assert state.camera.given == (
        "Asked for 320 × 240 at 60 fps; the camera gives 320 × 240 at 30 fps."  # noqa: RUF001
    )
    assert shared.cameras.known == {"Camera 0": asked}
    assert first.released


def test_setting_a_camera_keeps_the_model(make_controller: MakeController, tmp_path: Path) -> None:
    model = write_bundle(tmp_path / "gone")
    factory = FakeCaptureFactory(endless(), endless("blue"))
    controller = make_controller(source="0", capture_factory=factory, model=str(model))
    poll_until(controller, is_recognised)
    (model / "encoder.onnx").unlink()
    controller.set_camera(CameraProperties(rotation_deg=180))
    assert poll_until(controller, lambda s: s.verdict == "blue").recognised


def test_mirroring_needs_no_new_picture_and_belongs_to_the_camera(
    make_controller: MakeController, red_path: Path
) -> None:
    factory = CamerasAndFiles(endless(), endless())
    shared = Shared()
    controller = make_controller(source="0", capture_factory=factory, shared=shared)
    poll_until(controller, has_picture)
    controller.set_mirror(True)
    assert controller.poll().mirror
    controller.set_camera(CameraProperties(mirror=False))
    assert not controller.poll().mirror
    controller.set_camera(CameraProperties(mirror=True))
    assert len(factory.opened) == 1
    assert shared.cameras.known == {"Camera 0": CameraProperties(mirror=True)}
    controller.open_source("1")
    assert not poll_until(controller, has_picture).mirror, "another camera has its own"
    controller.open_source(str(red_path))
    state = poll_until(controller, lambda s: s.phase is Phase.RUNNING)
    assert (state.camera, state.mirror) == (None, False)
    controller.set_camera(CameraProperties(mirror=True))
    assert len(shared.cameras.known) == 1, "files have nothing to set"


def test_what_is_remembered_is_asked_for_at_the_start(make_controller: MakeController) -> None:
    capture = endless()
    book = CameraBook({"Camera 0": CameraProperties(width_px=128, height_px=96, mirror=True)})
    controller = make_controller(
        source="0", capture_factory=FakeCaptureFactory(capture), shared=Shared(cameras=book)
    )
    state = poll_until(controller, has_picture)
    assert state.frame is not None
    assert (state.frame.width_px, state.mirror) == (128, True)


def test_a_camera_that_fails_because_of_what_was_asked_can_be_set_back(
    make_controller: MakeController,
) -> None:
    closed = FakeCapture(0, opened=False)
    book = CameraBook({"Camera 0": CameraProperties(width_px=9999)})
    controller = make_controller(
        source="0",
        capture_factory=FakeCaptureFactory(closed, endless()),
        shared=Shared(cameras=book),
    )
    state = poll_until(controller, lambda s: s.phase is Phase.FAILED)
    assert state.camera is not None
    controller.set_camera(CameraProperties())
    poll_until(controller, has_picture)


def test_a_camera_that_is_shown_elsewhere_in_the_window(make_controller: MakeController) -> None:
    shared = Shared()
    factory = FakeCaptureFactory(endless(), endless())
    first = make_controller(source="0", capture_factory=factory, shared=shared)
    poll_until(first, has_picture)
    second = make_controller(source="0", capture_factory=factory, shared=shared)
    state = poll_until(second, lambda s: s.banner is not None)
    assert state.banner is not None
    assert state.banner.message == "Camera 0: is already open in this window."
    assert len(factory.opened) == 1
    first.close()
    second.retry()
    poll_until(second, has_picture)


# Drivers that hang.


class Hangs:
    """A factory of captures that give three pictures and hang."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()
        self.opened: list[HangingCapture] = []

    def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        self.opened.append(HangingCapture(3, self.goes_on))
        return self.opened[-1]

    def opened_times(self, times: int) -> Callable[[ViewState], bool]:
        return lambda _: len(self.opened) == times


def silent(controller: LiveController, clock: FakeClock, seconds: float) -> ViewState:
    clock.now_s += seconds
    return controller.poll()


def has_third_picture(state: ViewState) -> bool:
    # One is looked at while opening.
    return state.frame is not None and state.frame.index == 1


def test_a_camera_that_hangs_is_opened_anew(make_controller: MakeController) -> None:
    clock, hangs = FakeClock(), Hangs()
    controller = make_controller(source="0", capture_factory=hangs, clock=clock)
    poll_until(controller, has_third_picture)
    state = silent(controller, clock, 5.0)
    assert state.banner is not None
    assert state.banner.message == "Camera 0: no new picture for 5 s."
    silent(controller, clock, FIRST_RESTART_S - 6.0)
    assert len(hangs.opened) == 1
    state = silent(controller, clock, 2.0)
    assert state.banner is not None
    assert state.banner.message == "Camera 0: no picture for 31 s."
    assert "opened anew" in state.banner.hint
    assert state.frame is None, "an old picture could be taken for a live one"
    poll_until(controller, has_third_picture)
    assert len(hangs.opened) == 2
    assert controller.poll().banner is None
    hangs.goes_on.set()
    assert controller.close()


def test_hanging_threads_are_bounded_and_waits_grow(make_controller: MakeController) -> None:
    clock, hangs = FakeClock(), Hangs()
    controller = make_controller(source="0", capture_factory=hangs, clock=clock)
    for number, wait_s in enumerate((FIRST_RESTART_S, 2 * FIRST_RESTART_S), start=1):
        poll_until(controller, has_third_picture)
        silent(controller, clock, wait_s - 1.0)
        assert len(hangs.opened) == number
        silent(controller, clock, 2.0)
        poll_until(controller, hangs.opened_times(number + 1))
    poll_until(controller, has_third_picture)
    state = silent(controller, clock, 10 * LONGEST_RESTART_S)
    assert state.banner is not None
    assert state.banner.message == "Camera 0: its driver hangs and doesn't let go of it."
    assert "Unplug" in state.banner.hint
    assert "Trying again" not in state.banner.hint
    for _ in range(3):
        controller.retry()
        state = silent(controller, clock, LONGEST_RESTART_S)
    assert len(hangs.opened) == 3, "a person who asks doesn't leave more of them behind either"
    assert hanging_threads() == 3
    begun = threading.active_count()
    assert not controller.close(0.2)
    assert threading.active_count() <= begun + 1
    hangs.goes_on.set()


def test_a_hanging_driver_that_lets_go_is_tried_again(make_controller: MakeController) -> None:
    clock, hangs = FakeClock(), Hangs()
    controller = make_controller(source="0", capture_factory=hangs, clock=clock)
    for number in (1, 2):
        poll_until(controller, has_third_picture)
        silent(controller, clock, LONGEST_RESTART_S + 1.0)
        poll_until(controller, hangs.opened_times(number + 1))
    poll_until(controller, has_third_picture)
    assert silent(controller, clock, LONGEST_RESTART_S + 1.0).banner is not None
    hangs.goes_on.set()

    def is_opened_again(_: ViewState) -> bool:
        clock.now_s += 0.2
        return len(hangs.opened) > 3

    poll_until(controller, is_opened_again)


def test_a_source_that_never_opens_is_tried_again_too(make_controller: MakeController) -> None:
    clock, answer = FakeClock(), threading.Event()
    opened: list[int | str] = []

    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        opened.append(target)
        if len(opened) == 1:
            answer.wait(60.0)
        return endless()

    controller = make_controller(source="rtsp://host/1", capture_factory=factory, clock=clock)
    poll_until(controller, lambda _: bool(opened))
    silent(controller, clock, 2 * FIRST_RESTART_S - 1.0)
    assert len(opened) == 1, "opening may take longer than the next picture"
    silent(controller, clock, 2.0)
    poll_until(controller, has_picture)
    assert len(opened) == 2
    answer.set()


def test_a_pause_is_no_hanging(make_controller: MakeController) -> None:
    clock = FakeClock()
    factory = FakeCaptureFactory(endless())
    controller = make_controller(source="0", capture_factory=factory, clock=clock)
    poll_until(controller, has_picture)
    controller.set_paused(True)
    silent(controller, clock, 10 * FIRST_RESTART_S)
    poll_for(controller, 0.1)
    controller.set_paused(False)
    poll_for(controller, 0.3)
    assert len(factory.opened) == 1


def test_patience() -> None:
    patience = Patience()
    waits = []
    for _ in range(6):
        waits.append(patience.restart_after_s)
        patience.note_restart()
    assert waits == [FIRST_RESTART_S * 2**n for n in range(4)] + [LONGEST_RESTART_S] * 2
    patience.note_pictures(5.0)
    assert patience.restart_after_s == LONGEST_RESTART_S, "a few pictures prove nothing"
    patience.note_pictures(100.0)
    assert patience.restart_after_s == FIRST_RESTART_S


# The model changes, the source goes on.


def test_another_model_leaves_the_camera_alone(
    make_controller: MakeController, tmp_path: Path
) -> None:
    labels = ("x", "y", "z", "w")
    other = write_bundle(
        tmp_path / "other",
        name="other",
        labels=labels,
        head=head_model(classes=4),
        thresholds={label: {"enter": 0.5, "leave": 0.3} for label in labels},
    )
    factory = FakeCaptureFactory(endless())
    controller = make_controller(source="0", capture_factory=factory)
    poll_until(controller, is_recognised)
    controller.open_model(str(other))
    frames: list[float] = []
    predictions: list[tuple[int, float]] = []

    def note(state: ViewState) -> bool:
        assert state.frame is not None, "the picture never goes away"
        if not frames or frames[-1] != state.frame.arrived_s:
            frames.append(state.frame.arrived_s)
        if (made := state.prediction) is not None:
            assert len(made.raw) == len(state.labels)
            predictions.append((len(made.raw), made.time_s))
        return state.verdict == "x"

    poll_until(controller, note)
    assert len(factory.opened) == 1
    old = max(time_s for classes, time_s in predictions if classes == 3)
    new = min(time_s for classes, time_s in predictions if classes == 4)
    assert new - old < 1.0
    assert max(b - a for a, b in itertools.pairwise(frames)) < 1.0


def test_an_error_that_is_no_source_s_is_not_tried_again(make_controller: MakeController) -> None:
    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        raise SinkError("a test")

    controller = make_controller(source="0", capture_factory=factory)
    state = poll_until(controller, lambda s: s.banner is not None)
    assert state.camera is not None
    assert state.camera.name == Camera(0, "Camera 0").name


@pytest.mark.parametrize("times", [1, 3])
def test_openings_that_nobody_wants_any_more_open_nothing(
    make_controller: MakeController, times: int
) -> None:
    """A person who presses a key again and again gets one camera, opened once or twice."""
    factory = FakeCaptureFactory(*(endless() for _ in range(10)))
    controller = make_controller(source="0", capture_factory=factory)
    poll_until(controller, has_picture)
    for _ in range(times):
        controller.retry()
    poll_until(controller, lambda s: has_picture(s) and s.phase is Phase.RUNNING)
    assert len(factory.opened) <= 2
