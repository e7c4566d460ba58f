"""The controller, without a screen and without Qt."""

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.builders import (
    FakeCapture,
    FakeCaptureFactory,
    head_model,
    write_bundle,
)
from tests.ui.conftest import MakeController
from tests.ui.driving import (
    FakeClock,
    has_banner,
    has_picture,
    is_recognised,
    poll_for,
    poll_until,
)
from vidclf_app.core.labels import NOBODY, NOTHING_RECOGNISED
from vidclf_app.core.records import Tuning
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.capture import Capture
from vidclf_app.ui.live.source_run import RETRY_EVERY_S
from vidclf_app.ui.live.view_state import ModelChoice, Phase, ViewState
from vidclf_app.ui.parts.messages import BannerKind

CLOSED = FakeCapture(0, opened=False)


class Plugged(FakeCaptureFactory):
    """A factory whose camera may be plugged in again."""

    def plug_in(self, capture: FakeCapture) -> None:
        self._captures.append(capture)


def is_running(state: ViewState) -> bool:
    return state.phase is Phase.RUNNING


def endless(colour: str = "red") -> FakeCapture:
    return FakeCapture(100_000, colour=colour, wait_s=0.02)


def test_it_needs_no_qt() -> None:
    code = (
        "import sys, vidclf_app.ui.live.controller, vidclf_app.ui.live.run_report;"
        "import vidclf_app.settings;"
        "print([name for name in sys.modules if 'PySide6' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_from_opening_to_a_recognised_label(make_controller: MakeController) -> None:
    controller = make_controller()
    first = controller.poll()
    assert first.phase is Phase.OPENING
    assert first.headline in {"Opening red.mp4 …", "Loading the model …"}
    assert first.banner is None
    state = poll_until(controller, is_recognised)
    assert (state.phase, state.headline, state.verdict) == (Phase.RUNNING, "", "red")
    assert (state.source_name, state.model_name) == ("red.mp4", "colours")
    assert state.source is not None
    assert (state.source.width_px, state.source.height_px) == (64, 48)
    assert state.own_tuning is not None
    assert state.own_tuning.threshold == pytest.approx(0.6)


def test_files_play_again_and_again(make_controller: MakeController) -> None:
    controller = make_controller()
    seen = [s.frame.index for s in poll_for(controller, 3.0) if s.frame is not None]
    assert max(seen) > 50
    assert seen != sorted(seen)


def test_stats_are_renewed_a_few_times_a_second(make_controller: MakeController) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    states = poll_for(controller, 1.0)
    assert 2 <= len({id(state.stats) for state in states}) <= 6
    assert states[-1].stats.provider in {"CPU", "CUDA"}


def test_a_frame_painted_twice_counts_once(make_controller: MakeController) -> None:
    controller = make_controller()
    state = poll_until(controller, has_picture)
    assert state.frame is not None
    assert controller.note_shown(state.frame)
    assert not controller.note_shown(state.frame)


def test_threshold_and_smoothing(make_controller: MakeController) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.set_threshold(1.0)
    state = poll_until(controller, lambda s: s.verdict == NOTHING_RECOGNISED)
    assert not state.recognised
    controller.reset_tuning()
    poll_until(controller, is_recognised)
    controller.set_smoothing(3.0)
    assert controller.poll().tuning == Tuning(smoothing_s=3.0)
    controller.set_smoothing(-1.0)
    assert controller.poll().tuning == Tuning(smoothing_s=0.0)


def test_the_threshold_moves_in_steps_from_what_the_model_says(
    make_controller: MakeController,
) -> None:
    controller = make_controller()
    controller.step_threshold(1)
    assert controller.poll().tuning.threshold is None, "there is no model to start from yet"
    poll_until(controller, is_recognised)
    controller.step_threshold(1)
    assert controller.poll().tuning.threshold == 0.65
    controller.step_threshold(-1)
    controller.step_threshold(-1)
    assert controller.poll().tuning.threshold == 0.55
    controller.set_threshold(0.98)
    controller.step_threshold(3)
    assert controller.poll().tuning.threshold == 1.0
    controller.set_threshold(0.02)
    controller.step_threshold(-3)
    assert controller.poll().tuning.threshold == 0.05


def test_tuning_from_before_reaches_the_first_prediction(make_controller: MakeController) -> None:
    controller = make_controller(tuning=Tuning(threshold=1.0))
    state = poll_until(controller, lambda s: s.prediction is not None)
    assert state.verdict == NOTHING_RECOGNISED


def test_the_skeleton_can_be_left_out(make_controller: MakeController) -> None:
    controller = make_controller()
    assert controller.poll().skeleton, "drawn unless somebody says otherwise"
    controller.set_skeleton(False)
    assert not controller.poll().skeleton
    assert not make_controller(skeleton=False).poll().skeleton


def test_only_some_models_follow_a_person(
    make_controller: MakeController, pose_bundle_path: Path
) -> None:
    controller = make_controller()
    assert not controller.poll().finds_people, "there is no model yet"
    assert not poll_until(controller, is_recognised).finds_people
    controller = make_controller(source="", model=str(pose_bundle_path))
    state = poll_until(controller, is_recognised)
    assert state.finds_people
    assert state.prediction is not None
    assert state.prediction.body is not None


def test_nobody_in_the_picture(make_controller: MakeController, pose_bundle_path: Path) -> None:
    controller = make_controller(model=str(pose_bundle_path))
    state = poll_until(controller, lambda s: s.verdict == NOBODY)
    assert not state.recognised
    assert state.prediction is not None
    assert state.prediction.nobody


def test_pause_and_go_on(make_controller: MakeController) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.set_paused(True)
    time.sleep(0.2)
    frozen = controller.poll().frame
    assert all(state.frame is frozen and state.paused for state in poll_for(controller, 0.4))
    controller.set_paused(False)
    poll_until(controller, lambda s: s.frame is not frozen)


def test_another_source_shows_only_itself(make_controller: MakeController, blue_path: Path) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.open_source(str(blue_path))
    state = controller.poll()
    assert state.source_name == "blue.mp4"
    assert state.prediction is None
    verdicts = {state.verdict for state in poll_for(controller, 2.5)}
    assert "blue" in verdicts
    assert "red" not in verdicts


def test_switching_to_and_fro_ends_with_the_last_and_one_pipeline(
    make_controller: MakeController, red_path: Path, blue_path: Path
) -> None:
    controller = make_controller()
    for _ in range(5):
        controller.open_source(str(blue_path))
        controller.open_source(str(red_path))
    controller.open_source(str(blue_path))
    state = poll_until(controller, is_recognised)
    assert state.verdict == "blue"
    names = [thread.name for thread in threading.enumerate()]
    assert names.count("vidclf-capture") == 1


@pytest.mark.usefixtures("only_counting")
def test_pictures_of_earlier_sources_are_let_go(
    make_controller: MakeController, red_path: Path, blue_path: Path
) -> None:
    # A picture of 4K takes 25 MB, and so do those that its decoder holds.
    controller = make_controller()
    pictures = []
    for path in (blue_path, red_path, blue_path):
        frame = poll_until(controller, has_picture).frame
        assert frame is not None
        pictures.append(weakref.ref(frame.pixels))
        del frame
        controller.open_source(str(path))
    poll_until(controller, lambda _: not any(picture() is not None for picture in pictures))
    frame = poll_until(controller, has_picture).frame
    assert frame is not None
    assert controller.note_shown(frame)
    last = weakref.ref(frame.pixels)
    del frame
    assert controller.close(20.0)
    assert last() is None


def test_an_opened_model_is_kept_for_the_next_source(
    make_controller: MakeController, blue_path: Path, bundle_path: Path, tmp_path: Path
) -> None:
    model = write_bundle(tmp_path / "gone")
    controller = make_controller(model=str(model))
    poll_until(controller, is_recognised)
    (model / "encoder.onnx").unlink()
    controller.open_source(str(blue_path))
    assert poll_until(controller, is_recognised).verdict == "blue"


def test_a_missing_file(make_controller: MakeController, tmp_path: Path) -> None:
    missing = tmp_path / "missing.mp4"
    controller = make_controller(source=str(missing))
    state = poll_until(controller, has_banner)
    assert state.banner is not None
    assert state.banner.message == f"{missing}: no such file."
    assert state.banner.hint == "Check the name."
    assert state.banner.may_retry
    assert (state.phase, state.headline, state.frame) == (Phase.FAILED, "No picture", None)


def test_a_file_that_comes_into_being_is_shown_on_retry(
    make_controller: MakeController, red_path: Path, tmp_path: Path
) -> None:
    late = tmp_path / "late.mp4"
    controller = make_controller(source=str(late))
    poll_until(controller, has_banner)
    late.write_bytes(red_path.read_bytes())
    controller.retry()
    assert poll_until(controller, has_picture).banner is None


def test_no_camera_is_tried_again_by_itself(make_controller: MakeController) -> None:
    clock = FakeClock()
    factory = FakeCaptureFactory(CLOSED, CLOSED, endless())
    controller = make_controller(source="0", capture_factory=factory, clock=clock)
    state = poll_until(controller, has_banner)
    assert state.banner is not None
    assert state.banner.kind is BannerKind.ERROR
    assert state.banner.message == "Camera 0: can't be opened."
    assert "plugged in" in state.banner.hint
    assert state.banner.hint.endswith("Trying again in 10 s.")
    clock.now_s += 4.0
    banner = controller.poll().banner
    assert banner is not None
    assert banner.hint.endswith("Trying again in 6 s.")
    clock.now_s += RETRY_EVERY_S - 4.0
    poll_until(controller, lambda _: len(factory.opened) == 2)
    state = poll_until(controller, lambda s: s.phase is Phase.FAILED)
    assert state.banner is not None, "the message stays while it is tried again"
    clock.now_s += RETRY_EVERY_S
    poll_until(controller, lambda _: len(factory.opened) == 3)
    assert poll_until(controller, lambda s: is_running(s) and has_picture(s)).banner is None


def test_a_lost_camera_comes_back(make_controller: MakeController) -> None:
    clock = FakeClock()
    factory = Plugged(FakeCapture(20, wait_s=0.01))
    controller = make_controller(source="0", capture_factory=factory, clock=clock)
    poll_until(controller, lambda s: is_running(s) and s.frame is not None and s.frame.index == 18)
    clock.now_s += 5.0
    state = poll_until(controller, has_banner)
    assert (state.verdict, state.recognised) == ("no new picture", False)
    assert state.prediction is None
    stalled = state.banner
    assert stalled is not None
    assert stalled.kind is BannerKind.WARNING
    assert stalled.message == "Camera 0: no new picture for 5 s."

    def is_lost(state: ViewState) -> bool:
        clock.now_s += 0.02
        return state.phase is Phase.FAILED

    lost = poll_until(controller, is_lost)
    assert lost.banner is not None
    assert lost.banner.message == "Camera 0: stopped delivering frames."
    assert lost.frame is None, "an old picture could be taken for a live one"
    factory.plug_in(endless("blue"))
    clock.now_s += RETRY_EVERY_S
    assert poll_until(controller, has_picture).phase in {Phase.OPENING, Phase.RUNNING}


class TickingCapture(FakeCapture):
    """A camera each of whose pictures takes a step of a clock."""

    def __init__(self, clock: FakeClock, step_s: float) -> None:
        super().__init__(100_000, wait_s=0.01)
        self._clock = clock
        self.step_s = step_s

    def grab(self) -> bool:
        self._clock.now_s += self.step_s
        return super().grab()

    def unplug(self) -> None:
        self._left = 0


def test_a_camera_that_is_too_slow_for_the_model(
    make_controller: MakeController, tmp_path: Path
) -> None:
    # One picture a second; half a window of this model is 0.5 s.
    bundle = write_bundle(tmp_path / "short", window=10, head=head_model(window=10))
    clock = FakeClock()
    camera = TickingCapture(clock, step_s=1.0)
    controller = make_controller(
        source="0", model=str(bundle), capture_factory=FakeCaptureFactory(camera), clock=clock
    )
    state = poll_until(controller, lambda s: s.verdict.startswith("too few pictures"))
    assert state.verdict == "too few pictures a second for this model"
    assert (state.phase, state.recognised, state.prediction) == (Phase.RUNNING, False, None)
    assert state.frame is not None, "the picture goes on"
    camera.step_s = 0.1
    assert poll_until(controller, is_recognised).verdict == "red"
    camera.step_s = 1.0
    state = poll_until(controller, lambda s: s.verdict.startswith("too few pictures"))
    assert state.prediction is None, "an old label could be taken for what is seen now"


def test_what_has_failed_has_no_rate_and_no_delay(make_controller: MakeController) -> None:
    clock = FakeClock()
    camera = TickingCapture(clock, step_s=1 / 30)
    controller = make_controller(
        source="0", capture_factory=FakeCaptureFactory(camera), clock=clock
    )

    def is_measured(state: ViewState) -> bool:
        if state.frame is not None:
            controller.note_shown(state.frame)
        return min(_rates_and_delays(state)) > 0.0

    assert poll_until(controller, is_measured).stats.captured > 1
    camera.unplug()

    def has_failed(state: ViewState) -> bool:
        clock.now_s += 0.02
        return state.phase is Phase.FAILED

    poll_until(controller, has_failed)
    clock.now_s += 6.0
    state = controller.poll()
    assert state.phase is Phase.FAILED
    assert set(_rates_and_delays(state)) == {0.0}
    assert state.stats.captured > 1, "counts stay"


def _rates_and_delays(state: ViewState) -> tuple[float, ...]:
    stats = state.stats
    return (
        stats.capture_hz,
        stats.model_hz,
        stats.picture_latency_ms_p50,
        stats.picture_latency_ms_p95,
    )


def test_a_camera_is_let_go_before_it_is_opened_again(make_controller: MakeController) -> None:
    busy = threading.Event()
    seen: list[bool] = []

    class Exclusive(FakeCapture):
        def __init__(self) -> None:
            super().__init__(100_000, wait_s=0.1)
            seen.append(busy.is_set())
            busy.set()

        def release(self) -> None:
            super().release()
            busy.clear()

    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        return Exclusive()

    controller = make_controller(source="0", capture_factory=factory)
    poll_until(controller, has_picture)
    controller.retry()
    poll_until(controller, has_picture)
    assert seen == [False, False]


def test_a_source_that_hangs_while_opening(make_controller: MakeController) -> None:
    clock = FakeClock()
    answer = threading.Event()

    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        answer.wait(30.0)
        return CLOSED

    controller = make_controller(
        source="rtsp://user:secret@camera.invalid/1", capture_factory=factory, clock=clock
    )
    state = controller.poll()
    assert state.headline == "Connecting to rtsp://user:***@camera.invalid/1 …"
    assert state.banner is None
    clock.now_s += 7.0
    banner = controller.poll().banner
    assert banner is not None
    assert banner.message == "rtsp://user:***@camera.invalid/1 has not answered for 7 s."
    begun_s = time.monotonic()
    assert not controller.close()
    assert time.monotonic() - begun_s < 2.0
    answer.set()


def test_close_in_the_middle_of_opening_leaves_no_thread(make_controller: MakeController) -> None:
    controller = make_controller()
    begun_s = time.monotonic()
    assert controller.close()
    assert time.monotonic() - begun_s < 2.0
    assert not [t.name for t in threading.enumerate() if t.name.startswith("vidclf-")]


def test_closing_twice_and_asking_afterwards(make_controller: MakeController) -> None:
    controller = make_controller()
    assert controller.close()
    assert controller.close()
    controller.retry()
    assert controller.poll().frame is None


def test_text_that_is_no_source_leaves_the_running_one_alone(
    make_controller: MakeController,
) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.open_source("gopher://example.invalid/x")
    state = controller.poll()
    assert state.phase is Phase.RUNNING
    assert state.banner is not None
    assert "gopher://" in state.banner.message
    assert state.banner.may_close
    controller.close_banner()
    assert controller.poll().banner is None


def test_a_wrong_model_at_the_start(make_controller: MakeController, tmp_path: Path) -> None:
    wrong = write_bundle(tmp_path / "wrong")
    (wrong / "head.onnx").write_bytes(b"changed")
    controller = make_controller(model=str(wrong))
    state = poll_until(controller, has_banner)
    assert state.phase is Phase.FAILED
    assert state.banner is not None
    assert "head.onnx" in state.banner.message
    assert state.banner.hint


def test_the_right_model_after_a_wrong_one(
    make_controller: MakeController, bundle_path: Path, tmp_path: Path
) -> None:
    controller = make_controller(model=str(tmp_path / "missing"))
    poll_until(controller, has_banner)
    controller.open_model(str(bundle_path))
    state = poll_until(controller, is_recognised)
    assert state.banner is None
    assert state.model_text == str(bundle_path)


def test_a_wrong_model_later_leaves_the_earlier_one_running(
    make_controller: MakeController, bundle_path: Path, tmp_path: Path
) -> None:
    wrong = write_bundle(tmp_path / "wrong", head=head_model(classes=2))
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.open_model(str(wrong))
    assert controller.poll().model_opening == "wrong"
    state = poll_until(controller, has_banner)
    assert state.banner is not None
    assert "labels" in state.banner.message
    assert state.banner.hint.endswith("colours goes on.")
    assert (state.phase, state.model_text) == (Phase.RUNNING, str(bundle_path))
    assert state.recognised


def test_another_model_while_running(make_controller: MakeController, tmp_path: Path) -> None:
    other = write_bundle(
        tmp_path / "other",
        name="other",
        labels=("x", "y", "z"),
        thresholds={label: {"enter": 0.5, "leave": 0.3} for label in "xyz"},
    )
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.open_model(str(other))
    state = poll_until(controller, lambda s: s.labels == ("x", "y", "z") and s.recognised)
    assert (state.verdict, state.model_name) == ("x", "other")


def test_a_model_that_breaks_while_running(make_controller: MakeController, tmp_path: Path) -> None:
    # Not a number once the window is longer than one: passes no check but the one at run time.
    nan = write_bundle(tmp_path / "nan", head=head_model(gain=float("nan")))
    controller = make_controller(model=str(nan))
    state = poll_until(controller, has_banner)
    assert state.banner is not None
    assert "not finite" in state.banner.message


def test_an_error_that_nobody_expected(
    make_controller: MakeController, caplog: pytest.LogCaptureFixture
) -> None:
    def factory(target: int | str, backend: int, properties: Sequence[int]) -> Capture:
        raise RuntimeError("driver on fire")

    controller = make_controller(source="0", capture_factory=factory)
    state = poll_until(controller, has_banner)
    assert state.banner is not None
    assert "RuntimeError: driver on fire" in state.banner.message
    assert "Traceback" in caplog.text


def test_cameras_are_listed_on_another_thread(make_controller: MakeController) -> None:
    threads: list[str] = []

    def find() -> list[Camera]:
        threads.append(threading.current_thread().name)
        return [Camera(0, "Webcam"), Camera(2, "HD cam: left/right")]

    factory = FakeCaptureFactory(endless(), endless())
    controller = make_controller(find_cameras=find, capture_factory=factory, source="0")
    assert controller.poll().cameras is None
    controller.look_for_cameras()
    assert controller.poll().cameras_listing or controller.poll().cameras is not None
    state = poll_until(controller, lambda s: s.cameras is not None)
    assert state.cameras is not None
    assert [camera.name for camera in state.cameras] == ["Webcam", "HD cam: left/right"]
    assert threads == ["vidclf-cameras"]
    controller.open_camera(state.cameras[1])
    assert controller.poll().source_text == "2", "its name reads like a path"
    controller.open_camera(state.cameras[0])
    assert controller.poll().source_text == "Webcam"


def test_cameras_that_can_not_be_listed(make_controller: MakeController) -> None:
    def find() -> list[Camera]:
        raise OSError("no driver")

    controller = make_controller(find_cameras=find)
    controller.look_for_cameras()
    assert poll_until(controller, lambda s: s.cameras is not None).cameras == ()


def test_what_is_dropped_on_the_window(
    make_controller: MakeController, bundle_path: Path, blue_path: Path
) -> None:
    controller = make_controller()
    poll_until(controller, is_recognised)
    controller.open_path(blue_path)
    assert controller.poll().source_name == "blue.mp4"
    poll_until(controller, is_recognised)
    controller.open_path(bundle_path)
    assert controller.poll().model_opening == "colours"


def test_the_beginning_notice_can_be_put_away(make_controller: MakeController) -> None:
    controller = make_controller(notice="The settings were damaged.")
    banner = controller.poll().banner
    assert banner is not None
    assert (banner.kind, banner.may_close) == (BannerKind.NOTICE, True)
    controller.close_banner()
    assert controller.poll().banner is None


def test_models_are_offered(make_controller: MakeController) -> None:
    choice = ModelChoice("exercises", "exercises")
    assert make_controller(models=lambda: (choice,)).poll().models == (choice,)
