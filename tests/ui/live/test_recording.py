"""Recording and snapshots in the live view: the controller without a display, then the window."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import FakeCapture, FakeCaptureFactory, write_bundle
from tests.live.recording.conftest import numbered, read_video
from tests.live.recording.test_avi import FRAMES
from tests.ui.conftest import MakeController, MakeWindow
from tests.ui.driving import PATIENCE_S, has_picture, is_recognised, poll_for, poll_until
from vidclf_app.live.choices import LiveChoices
from vidclf_app.live.desk import LiveDesk
from vidclf_app.live.recording.leftovers import ABANDONED_AFTER_S
from vidclf_app.settings import Settings, SettingsStore
from vidclf_app.ui.live.view_state import Phase, ViewState
from vidclf_app.ui.parts.messages import BannerKind
from vidclf_app.ui.shell.main_window import MainWindow

PATIENCE_MS = round(PATIENCE_S * 1000)
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recordings"


@pytest.fixture
def store(folder: Path, tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.json", Settings(recordings_folder=str(folder)))


@pytest.fixture
def choices(store: SettingsStore) -> LiveChoices:
    return LiveChoices(store)


def camera(frames: int = 100_000, wait_s: float = 0.02) -> FakeCaptureFactory:
    return FakeCaptureFactory(FakeCapture(frames, wait_s=wait_s))


def records_for(seconds: float) -> Callable[[ViewState], bool]:
    return lambda state: state.recording is not None and state.recording.elapsed_s >= seconds


def told(word: str) -> Callable[[ViewState], bool]:
    return lambda state: state.banner is not None and word in state.banner.message


def videos(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix == ".avi")


# The controller.


def test_every_frame_of_a_camera_is_recorded_at_its_pace(
    make_controller: MakeController, choices: LiveChoices, folder: Path
) -> None:
    controller = make_controller(source="0", capture_factory=camera(), choices=choices)
    poll_until(controller, has_picture)
    assert controller.poll().recording is None
    began_s = time.monotonic()
    controller.desk.toggle_recording()
    poll_until(controller, records_for(2.0))
    controller.desk.toggle_recording()
    lasted_s = time.monotonic() - began_s
    assert controller.poll().recording is None
    state = poll_until(controller, told("Recorded"))
    (path,) = videos(folder)
    assert state.banner is not None
    assert state.banner.kind is BannerKind.NOTICE
    assert path.name in state.banner.message
    assert str(folder) in state.banner.hint
    video = read_video(path)
    # The camera says 30 Hz and gives about 45.
    assert video.duration_s == pytest.approx(lasted_s, abs=0.5)
    assert len(video.frames) > 1.5 * 10 * lasted_s, "more than the model's frames"
    assert np.abs(video.frames[5].mean(axis=(0, 1)) - (40, 40, 220)).max() < 10


def test_both_videos(
    make_controller: MakeController, choices: LiveChoices, folder: Path, store: SettingsStore
) -> None:
    choices.set_records("annotated", True)
    controller = make_controller(choices=choices)
    poll_until(controller, is_recognised)
    controller.desk.toggle_recording()
    poll_until(controller, records_for(1.0))
    controller.desk.toggle_recording()
    poll_until(controller, told("Recorded"))
    drawn, raw = sorted(videos(folder), key=lambda path: "annotated" not in path.name)
    assert drawn.name == f"{raw.stem} annotated.avi"
    last_raw, last_drawn = read_video(raw).frames[-1], read_video(drawn).frames[-1]
    assert np.abs(last_raw.astype(int) - (40, 40, 220)).max() < 40, "one colour"
    assert last_drawn.min() < 30, "bars and letters"
    assert store.current.record_annotated


def test_one_of_the_two_is_always_recorded(choices: LiveChoices, store: SettingsStore) -> None:
    choices.set_records("raw", False)
    assert choices.records == (False, True)
    choices.set_records("annotated", False)
    assert choices.records == (True, False)
    choices.set_records("annotated", True)
    assert choices.records == (True, True)
    assert (store.current.record_raw, store.current.record_annotated) == (True, True)


def test_another_source_ends_the_recording(
    make_controller: MakeController, choices: LiveChoices, folder: Path, blue_path: Path
) -> None:
    controller = make_controller(choices=choices)
    poll_until(controller, has_picture)
    controller.desk.toggle_recording()
    poll_until(controller, records_for(0.5))
    controller.open_source(str(blue_path))
    state = poll_until(controller, told("Recorded"))
    assert state.recording is None
    (path,) = videos(folder)
    for pixels in read_video(path).frames:
        assert pixels[..., 2].mean() > 150, "red to the end"


def test_another_model_goes_on_recording(
    make_controller: MakeController, choices: LiveChoices, folder: Path, tmp_path: Path
) -> None:
    other = write_bundle(tmp_path / "other", name="other")
    controller = make_controller(choices=choices)
    poll_until(controller, is_recognised)
    controller.desk.toggle_recording()
    poll_until(controller, records_for(0.5))
    controller.open_model(str(other))
    state = poll_until(controller, lambda s: s.model_name == "other" and s.recognised)
    assert state.recording is not None
    controller.desk.toggle_recording()
    poll_until(controller, told("Recorded"))
    assert len(videos(folder)) == 1


def test_a_camera_that_comes_back_goes_on_in_the_same_recording(
    make_controller: MakeController, choices: LiveChoices, folder: Path
) -> None:
    factory = FakeCaptureFactory(
        FakeCapture(60, wait_s=0.02), FakeCapture(100_000, wait_s=0.02, colour="blue")
    )
    controller = make_controller(source="0", capture_factory=factory, choices=choices)
    poll_until(controller, has_picture)
    controller.desk.toggle_recording()
    poll_until(controller, lambda s: s.frame is not None and s.frame.pixels[0, 0, 0] > 200)
    poll_for(controller, 0.5)
    controller.desk.toggle_recording()
    poll_until(controller, told("Recorded"))
    (path,) = videos(folder)
    frames = read_video(path).frames
    assert frames[3][..., 2].mean() > 200
    assert frames[-3][..., 0].mean() > 200


def test_closing_finishes_the_file_in_time(
    make_controller: MakeController, choices: LiveChoices, folder: Path
) -> None:
    controller = make_controller(source="0", capture_factory=camera(), choices=choices)
    poll_until(controller, has_picture)
    controller.desk.toggle_recording()
    poll_until(controller, records_for(0.5))
    began_s = time.monotonic()
    assert controller.close()
    assert time.monotonic() - began_s < 2.0
    (path,) = folder.iterdir()
    video = read_video(path)
    assert video.told_frames == len(video.frames) > 10


def test_without_a_picture_there_is_nothing_to_record(
    make_controller: MakeController, choices: LiveChoices, folder: Path, tmp_path: Path
) -> None:
    controller = make_controller(source=str(tmp_path / "missing.mp4"), choices=choices)
    poll_until(controller, lambda s: s.phase is Phase.FAILED)
    controller.desk.toggle_recording()
    controller.desk.take_snapshot()
    state = controller.poll()
    assert state.recording is None
    notice = controller.desk.notice()
    assert notice is not None
    assert "no picture" in notice.message
    assert not folder.exists()


def test_a_folder_that_can_not_be_written_is_told_and_the_picture_goes_on(
    make_controller: MakeController, choices: LiveChoices, folder: Path
) -> None:
    folder.write_text("in the way")
    controller = make_controller(choices=choices)
    poll_until(controller, has_picture)
    controller.desk.toggle_recording()
    state = poll_until(controller, told("could not be written"))
    assert state.banner is not None
    assert state.banner.kind is BannerKind.ERROR
    assert state.banner.may_close
    assert state.recording is None, "the mark is gone: nobody believes that it records"
    assert state.phase is Phase.RUNNING
    controller.close_banner()
    assert controller.poll().banner is None
    controller.desk.take_snapshot()
    poll_until(controller, told("could not be written"))


def test_a_pause_waits(make_controller: MakeController, choices: LiveChoices, folder: Path) -> None:
    controller = make_controller(source="0", capture_factory=camera(), choices=choices)
    poll_until(controller, has_picture)
    controller.desk.toggle_recording()
    poll_until(controller, records_for(0.5))
    controller.set_paused(True)
    state = poll_until(controller, lambda s: s.recording is not None and s.recording.is_waiting)
    assert state.recording is not None
    controller.set_paused(False)
    poll_until(controller, lambda s: s.recording is not None and not s.recording.is_waiting)


def test_snapshots(make_controller: MakeController, choices: LiveChoices, folder: Path) -> None:
    controller = make_controller(choices=choices)
    poll_until(controller, is_recognised)
    controller.desk.take_snapshot()
    state = poll_until(controller, told("Kept the picture"))
    assert state.banner is not None
    assert state.banner.hint == str(folder)
    raw, drawn = sorted(folder.iterdir(), key=lambda path: "annotated" in path.name)
    picture, with_overlay = read_video(raw).frames[0], read_video(drawn).frames[0]
    assert picture.shape == with_overlay.shape
    assert (picture != with_overlay).any()


def test_what_was_cut_off_is_finished_at_the_next_start(folder: Path) -> None:
    class Clock:
        now_s = 100.0

        def __call__(self) -> float:
            return self.now_s

    folder.mkdir()
    partial = folder / ".2026-01-01 10-00-00 Camera 0.4242.partial.avi"
    writer = cv2.VideoWriter(
        str(partial), cv2.CAP_FFMPEG, cv2.VideoWriter.fourcc(*"XVID"), 25.0, (160, 96)
    )
    for number in range(FRAMES):
        writer.write(numbered(number, 0.0).pixels)
    writer.release()
    clock = Clock()
    desk = LiveDesk(
        LiveChoices(SettingsStore(folder / "s.json", Settings(recordings_folder=str(folder)))),
        clock=clock,
    )

    def look() -> None:
        desk.poll(None, paused=False, stalled=False, skeleton=True)

    look()
    clock.now_s += 6.0
    deadline_s = time.monotonic() + PATIENCE_S
    while desk.recordings._look_due_s is not None or desk.recordings._look is not None:
        look()
        time.sleep(0.01)
        if desk.recordings._look_due_s is not None:
            break
        assert time.monotonic() < deadline_s
    assert partial.exists(), "young: another window may still write it"
    old_s = time.time() - 2 * ABANDONED_AFTER_S
    os.utime(partial, (old_s, old_s))
    clock.now_s += ABANDONED_AFTER_S + 1.0
    while (notice := desk.notice()) is None:
        look()
        time.sleep(0.01)
        assert time.monotonic() < deadline_s
    assert "cut off" in notice.message
    assert "2026-01-01 10-00-00 Camera 0.avi" in notice.message
    assert not partial.exists()
    assert len(read_video(folder / "2026-01-01 10-00-00 Camera 0.avi").frames) == FRAMES
    assert desk.close(1.0)


def test_a_notice_goes_by_itself_and_an_error_stays(folder: Path) -> None:
    now_s = [100.0]
    desk = LiveDesk(clock=lambda: now_s[0])
    desk.take_snapshot()
    desk.poll(None, paused=False, stalled=False, skeleton=True)
    assert desk.notice() is not None
    now_s[0] += 30.0
    assert desk.notice() is None
    assert desk.close(1.0)


# The window.


def wait_for(qtbot: QtBot, window: MainWindow, holds: Callable[[ViewState], bool]) -> ViewState:
    qtbot.waitUntil(
        lambda: window.live.state is not None and holds(window.live.state), timeout=PATIENCE_MS
    )
    assert window.live.state is not None
    return window.live.state


def red_dots(window: MainWindow) -> int:
    image = window.live.view.grab().toImage()
    height = image.height()
    return sum(
        image.pixelColor(x, y).name() == "#e5352b"
        for x in range(0, image.width() // 3)
        for y in range(height * 3 // 4, height)
    )


def test_key_and_button_record_with_a_mark(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, folder: Path, blue_path: Path
) -> None:
    window = make_window(source=str(blue_path), choices=choices)
    record = window.live.controls.record
    wait_for(qtbot, window, has_picture)
    assert record.record.text() == "Record"
    assert red_dots(window) == 0
    QTest.keyClick(window.live.view, Qt.Key.Key_E)
    wait_for(qtbot, window, records_for(1.0))
    assert red_dots(window) > 20, "over the picture"
    assert record.record.isChecked()
    assert record.record.text().startswith("0:01 · 0 MB"), "and in the bar"
    assert "Recording" in record.record.accessibleName()
    QTest.mouseClick(record.record, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, told("Recorded"))
    assert not record.record.isChecked()
    assert window.live.banner.isVisible()
    assert red_dots(window) == 0
    assert len(videos(folder)) == 1


def test_the_menu_says_what_is_recorded_and_where(
    make_window: MakeWindow,
    qtbot: QtBot,
    choices: LiveChoices,
    store: SettingsStore,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window = make_window(choices=choices)
    record = window.live.controls.record
    wait_for(qtbot, window, has_picture)
    assert (record.raw.isChecked(), record.annotated.isChecked()) == (True, False)
    record.annotated.trigger()
    qtbot.waitUntil(lambda: store.current.record_annotated, timeout=PATIENCE_MS)
    record.raw.trigger()
    record.annotated.trigger()
    qtbot.waitUntil(
        lambda: (record.raw.isChecked(), record.annotated.isChecked()) == (True, False),
        timeout=PATIENCE_MS,
    )
    chosen = tmp_path / "elsewhere"
    chosen.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(chosen))
    record.folder.trigger()
    qtbot.waitUntil(lambda: str(chosen)[-20:] in record.folder.text(), timeout=PATIENCE_MS)
    assert store.current.recordings_folder == str(chosen)
    QTest.keyClick(window.live.view, Qt.Key.Key_S)
    wait_for(qtbot, window, told("Kept the picture"))
    assert len(list(chosen.iterdir())) == 2


def test_closing_the_window_while_it_records(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, folder: Path
) -> None:
    choices.set_records("annotated", True)
    window = make_window(choices=choices)
    wait_for(qtbot, window, has_picture)
    window.live.controls.record.record.click()
    wait_for(qtbot, window, records_for(0.5))
    began_s = time.monotonic()
    window.close()
    assert time.monotonic() - began_s < 2.0
    assert window.all_ended
    assert len(videos(folder)) == 2
    assert len(list(folder.iterdir())) == 2, "nothing half-written"


def test_each_source_has_its_own_recording(
    make_window: MakeWindow, qtbot: QtBot, choices: LiveChoices, red_path: Path, blue_path: Path
) -> None:
    window = make_window(sources=[str(red_path), str(blue_path)], choices=choices)
    wait_for(qtbot, window, has_picture)
    window.live.controls.record.record.click()
    wait_for(qtbot, window, records_for(0.3))
    window.live._wall.select(1)
    wait_for(qtbot, window, lambda s: s.source_name == "blue.mp4")
    assert window.live.controls.record.record.text() == "Record"
    assert window.live.wall_state is not None
    assert window.live.wall_state.sources[0].recording is not None, "it goes on"
