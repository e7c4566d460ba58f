"""Several sources in the real window, driven by keys and mouse."""

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import DEMO_CLIP, FakeCapture, FakeCaptureFactory
from tests.ui.conftest import MakeWindow
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.file import VideoFile
from vidclf_app.core.sources.properties import CameraBook, CameraProperties
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.live.tile import SourceTile
from vidclf_app.ui.parts.stall_monitor import StallMonitor
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.wall.view_state import WallState

PATIENCE_MS = 30_000
CTRL = Qt.KeyboardModifier.ControlModifier

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def wait_for(qtbot: QtBot, window: MainWindow, holds: Callable[[WallState], bool]) -> WallState:
    def reached() -> bool:
        state = window.live.wall_state
        return state is not None and holds(state)

    qtbot.waitUntil(reached, timeout=PATIENCE_MS)
    assert window.live.wall_state is not None
    return window.live.wall_state


def shows(*verdicts: str) -> Callable[[WallState], bool]:
    return lambda state: [source.verdict for source in state.sources] == list(verdicts)


def press(
    window: MainWindow,
    key: Qt.Key,
    modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.keyClick(window.live.view, key, modifier)


def visible(window: MainWindow) -> list[SourceTile]:
    return [tile for tile in window.live.wall.tiles if tile.isVisible()]


def centre_colour(tile: SourceTile) -> tuple[int, int, int]:
    """Return the colour low in the middle of a tile's picture, as RGB."""
    rect = tile.view.picture_rect
    image = tile.view.grab().toImage()
    scale = image.width() / tile.view.width()
    x, y = rect.center().x(), rect.bottom() - rect.height() // 8
    colour = image.pixelColor(round(x * scale), round(y * scale))
    return colour.red(), colour.green(), colour.blue()


@pytest.fixture
def two(make_window: MakeWindow, qtbot: QtBot, red_path: Path, blue_path: Path) -> MainWindow:
    """A window with a red and a blue video, the red one selected."""
    window = make_window(sources=[str(red_path), str(blue_path)])
    window.live.view.setFocus()
    wait_for(qtbot, window, shows("red", "blue"))
    return window


def test_one_source_is_nothing_but_its_picture(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, shows("red"))
    (tile,) = visible(window)
    assert not tile.header.isVisible()
    assert tile.view.size() == tile.size() == window.live.wall.size()
    assert tile.view is window.live.view


def test_two_sources_side_by_side(two: MainWindow, qtbot: QtBot) -> None:
    first, second = visible(two)
    assert not first.geometry().intersects(second.geometry())
    assert (first.name.text(), second.name.text()) == ("1  red.mp4", "2  blue.mp4")
    assert centre_colour(first)[0] > 200 > centre_colour(first)[2]
    assert centre_colour(second)[2] > 200 > centre_colour(second)[0]
    assert second.view.accessibleName() == "Video 2: blue.mp4"
    qtbot.waitUntil(lambda: "fps" in second.figures.text(), timeout=PATIENCE_MS)
    wait_for(qtbot, two, lambda s: all(one.stats.picture_latency_ms_p95 > 0.0 for one in s.sources))


def test_choosing_by_key(two: MainWindow, qtbot: QtBot) -> None:
    edge = two.live.wall.tiles[1].grab().toImage().pixelColor(1, 1)
    press(two, Qt.Key.Key_2, CTRL)
    wait_for(qtbot, two, lambda s: s.selected == 1)
    assert two.live.status.source_name.text() == "blue.mp4"
    assert two.windowTitle().startswith("blue.mp4")
    assert two.live.view is two.live.wall.tiles[1].view
    assert two.live.view.hasFocus(), "the keyboard goes along"
    assert two.live.wall.tiles[1].grab().toImage().pixelColor(1, 1) != edge, "a frame"
    press(two, Qt.Key.Key_7, CTRL)
    qtbot.wait(50)
    assert two.live.wall_state is not None
    assert two.live.wall_state.selected == 1


def test_choosing_by_mouse_and_tab(two: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseClick(two.live.wall.tiles[1].view, Qt.MouseButton.LeftButton)
    wait_for(qtbot, two, lambda s: s.selected == 1)
    QTest.keyClick(two.live.view, Qt.Key.Key_Backtab)
    wait_for(qtbot, two, lambda s: s.selected == 0)
    QTest.keyClick(two.live.view, Qt.Key.Key_Tab)
    wait_for(qtbot, two, lambda s: s.selected == 1)
    QTest.keyClick(two.live.view, Qt.Key.Key_Tab)
    assert two.live.wall.tiles[1].view is not QApplication.focusWidget(), "and on to the rest"


def test_keys_act_on_the_selected_one(two: MainWindow, qtbot: QtBot) -> None:
    press(two, Qt.Key.Key_2, CTRL)
    wait_for(qtbot, two, lambda s: s.selected == 1)
    press(two, Qt.Key.Key_Space)
    press(two, Qt.Key.Key_M)
    state = wait_for(qtbot, two, lambda s: s.front.paused and s.front.mirror)
    assert (state.sources[0].paused, state.sources[0].mirror) == (False, False)
    assert two.live.controls.pause.isChecked()
    press(two, Qt.Key.Key_1, CTRL)
    wait_for(qtbot, two, lambda s: s.selected == 0)
    assert not two.live.controls.pause.isChecked()


def test_one_alone_and_back(two: MainWindow, qtbot: QtBot) -> None:
    QTest.mouseDClick(two.live.wall.tiles[1].view, Qt.MouseButton.LeftButton)
    wait_for(qtbot, two, lambda s: s.shown == (1,))
    (tile,) = visible(two)
    assert tile.name.text() == "2  blue.mp4"
    assert tile.header.isVisible(), "which of several it is must be told"
    press(two, Qt.Key.Key_1, CTRL)
    wait_for(qtbot, two, lambda s: s.shown == (0,))
    assert two.live.view.hasFocus()
    press(two, Qt.Key.Key_Return)
    wait_for(qtbot, two, lambda s: s.shown == (0, 1))
    assert len(visible(two)) == 2


def test_adding_a_file(make_window: MakeWindow, qtbot: QtBot, blue_path: Path) -> None:
    window = make_window()
    wait_for(qtbot, window, shows("red"))
    press(window, Qt.Key.Key_N, CTRL)
    adder = window.live.controls.adder
    assert adder.menu().isVisible()
    adder.menu().hide()
    adder.choose_file()
    (dialog,) = window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(blue_path))
    dialog.reject()
    state = wait_for(qtbot, window, shows("red", "blue"))
    assert state.selected == 1


def test_adding_a_camera(make_window: MakeWindow, qtbot: QtBot) -> None:
    green = FakeCapture(100_000, colour="green", wait_s=0.02)
    window = make_window(
        source="0",
        find_cameras=lambda: [Camera(0, "Desk: front/left"), Camera(1, "Desk: back/left")],
        capture_factory=FakeCaptureFactory(FakeCapture(100_000, wait_s=0.02), green),
    )
    wait_for(qtbot, window, shows("red"))
    press(window, Qt.Key.Key_N, CTRL)
    adder = window.live.controls.adder
    qtbot.waitUntil(lambda: len(adder.camera_actions) == 2, timeout=PATIENCE_MS)
    adder.menu().hide()
    adder.camera_actions[0].trigger()
    wait_for(qtbot, window, lambda s: s.notice is not None)
    assert window.live.banner.message.text() == "Camera 0: is already open in this window."
    QTest.mouseClick(window.live.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, lambda s: s.notice is None)
    adder.camera_actions[1].trigger()
    wait_for(qtbot, window, shows("red", "green"))


def test_adding_an_address(make_window: MakeWindow, qtbot: QtBot, blue_path: Path) -> None:
    window = make_window()
    window.live.controls.adder.address_requested.emit()
    assert window.live.address.open_button.text() == "Add"
    window.live.address.field.setText(blue_path.as_uri())
    QTest.keyClick(window.live.address.field, Qt.Key.Key_Return)
    wait_for(qtbot, window, shows("red", "blue"))
    press(window, Qt.Key.Key_U)
    assert window.live.address.open_button.text() == "Open"
    QTest.keyClick(window.live.address.field, Qt.Key.Key_Escape)


def test_removing(two: MainWindow, qtbot: QtBot) -> None:
    press(two, Qt.Key.Key_W, CTRL)
    wait_for(qtbot, two, shows("blue"))
    (tile,) = visible(two)
    assert not tile.header.isVisible()
    assert tile.view.size() == two.live.wall.size()
    press(two, Qt.Key.Key_W, CTRL)
    qtbot.wait(50)
    assert two.live.wall_state is not None
    assert len(two.live.wall_state.sources) == 1
    assert two.isVisible()


def test_trouble_of_one_stands_in_its_tile(
    make_window: MakeWindow, qtbot: QtBot, red_path: Path, tmp_path: Path
) -> None:
    window = make_window(sources=[str(red_path), str(tmp_path / "missing.mp4")])
    wait_for(qtbot, window, lambda s: s.sources[1].banner is not None)
    wait_for(qtbot, window, lambda s: s.sources[0].verdict == "red")
    assert not window.live.banner.isVisible()
    assert "no such file" in window.live.wall.tiles[1].figures.text()
    press(window, Qt.Key.Key_2, CTRL)
    qtbot.waitUntil(window.live.banner.isVisible, timeout=PATIENCE_MS)


@pytest.mark.parametrize("count", [3, 4, 9])
def test_many_sources_in_a_small_window(
    make_window: MakeWindow, qtbot: QtBot, red_path: Path, count: int
) -> None:
    window = make_window(sources=[str(red_path)] * count)
    window.resize(640, 420)
    wait_for(qtbot, window, shows(*["red"] * count))
    assert (window.width(), window.height()) == (640, 420), "nothing asks for more room"
    tiles = visible(window)
    assert len(tiles) == count
    for number, tile in enumerate(tiles):
        assert window.live.wall.rect().contains(tile.geometry())
        assert not any(tile.geometry().intersects(other.geometry()) for other in tiles[:number])


def test_full_screen_shows_all_pictures_alone(two: MainWindow) -> None:
    press(two, Qt.Key.Key_F)
    assert len(visible(two)) == 2
    assert not two.live.controls.isVisible()
    press(two, Qt.Key.Key_Escape)
    assert two.live.controls.isVisible()


# The camera's panel.


def test_setting_a_camera(make_window: MakeWindow, qtbot: QtBot) -> None:
    first, second = (FakeCapture(100_000, wait_s=0.02) for _ in range(2))
    second._refuses = {cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT}
    shared = Shared()
    window = make_window(
        source="0", capture_factory=FakeCaptureFactory(first, second), shared=shared
    )
    wait_for(qtbot, window, shows("red"))
    panel = window.live.camera
    press(window, Qt.Key.Key_P)
    assert panel.isVisible()
    assert panel.name.text() == "Camera 0"
    assert panel.size_choice.hasFocus()
    assert panel.given.text() == "The camera gives 64 × 48 at 30 fps."  # noqa: RUF001
    panel.size_choice.setCurrentText("1280 × 720")  # noqa: RUF001
    panel.rate_choice.setCurrentText("15")
    panel.turn_choice.setCurrentText("90° to the right")
    QTest.mouseClick(panel.apply_button, Qt.MouseButton.LeftButton)
    told = "Asked for 1280 × 720 at 15 fps; the camera gives 64 × 48 at 15 fps."  # noqa: RUF001
    qtbot.waitUntil(lambda: panel.given.text() == told, timeout=PATIENCE_MS)
    wait_for(qtbot, window, lambda s: s.front.frame is not None and s.front.frame.width_px == 48)
    assert shared.cameras.known == {
        "Camera 0": CameraProperties(width_px=1280, height_px=720, rate_hz=15.0, rotation_deg=90)
    }
    QTest.keyClick(panel.size_choice, Qt.Key.Key_Escape)
    assert not panel.isVisible()


def test_the_panel_shows_what_is_remembered(make_window: MakeWindow, qtbot: QtBot) -> None:
    asked = CameraProperties(width_px=200, height_px=100, rate_hz=7.5, mirror=True)
    window = make_window(
        source="0",
        capture_factory=FakeCaptureFactory(FakeCapture(100_000, wait_s=0.02)),
        shared=Shared(cameras=CameraBook({"Camera 0": asked})),
    )
    wait_for(qtbot, window, lambda s: s.front.frame is not None)
    QTest.mouseClick(window.live.controls.camera, Qt.MouseButton.LeftButton)
    panel = window.live.camera
    assert panel.size_choice.currentText() == "200 × 100"  # noqa: RUF001 - not in the usual list
    assert panel.rate_choice.currentText() == "7.5"
    assert panel.mirror.isChecked()
    press(window, Qt.Key.Key_M)
    qtbot.waitUntil(lambda: not panel.mirror.isChecked(), timeout=PATIENCE_MS)
    QTest.keyClick(panel.turn_choice, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert window.live.wall_state is not None
    setup = window.live.wall_state.front.camera
    assert setup is not None
    assert setup.asked == asked.model_copy(update={"mirror": False})


def test_a_stream_is_only_turned(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(
        source="rtsp://me:secret@host/1",
        capture_factory=FakeCaptureFactory(*(FakeCapture(100_000, wait_s=0.02) for _ in "ab")),
    )
    wait_for(qtbot, window, lambda s: s.front.frame is not None)
    press(window, Qt.Key.Key_P)
    panel = window.live.camera
    assert panel.name.text() == "rtsp://me:***@host/1"
    assert not panel.size_choice.isVisible()
    assert panel.turn_choice.hasFocus()
    panel.turn_choice.setCurrentText("90° to the left")
    QTest.keyClick(panel.turn_choice, Qt.Key.Key_Return)
    wait_for(qtbot, window, lambda s: s.front.frame is not None and s.front.frame.height_px == 64)


def test_files_have_nothing_to_set(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, shows("red"))
    assert not window.live.controls.camera.isVisible()
    press(window, Qt.Key.Key_P)
    assert not window.live.camera.isVisible()


# Two sources of 1280x720 with the model that follows people.


@pytest.fixture(scope="module")
def hd_paths(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Five seconds of a person in 1280x720, at 30 and at 15 pictures a second."""
    folder = tmp_path_factory.mktemp("hd")
    paths = folder / "thirty.mp4", folder / "fifteen.mp4"
    codec = cv2.VideoWriter.fourcc(*"mp4v")
    writers = [
        cv2.VideoWriter(str(path), codec, rate_hz, (1280, 720))
        for path, rate_hz in zip(paths, (30.0, 15.0), strict=True)
    ]
    with VideoFile(DEMO_CLIP) as file:
        for number in range(150):
            assert file.grab() is not None
            pixels = file.retrieve().pixels
            assert pixels.shape == (720, 1280, 3)
            writers[0].write(pixels)
            if number % 2 == 0:
                writers[1].write(np.ascontiguousarray(pixels[:, ::-1]))
    for writer in writers:
        writer.release()
    return paths


def test_the_window_answers_while_two_hd_sources_run(
    make_window: MakeWindow,
    qtbot: QtBot,
    hd_paths: tuple[Path, Path],
    pose_bundle_path: Path,
) -> None:
    window = make_window(sources=[str(path) for path in hd_paths], model=str(pose_bundle_path))
    wait_for(qtbot, window, lambda s: all(one.prediction is not None for one in s.sources))
    monitor = StallMonitor(window)
    worst_ms: list[float] = []
    # Other programs run on the machine too: the best of some rounds is the window's own.
    while len(worst_ms) < 10 and min(worst_ms, default=1000.0) > 50.0:
        monitor.reset()
        qtbot.wait(1500)
        worst_ms.append(monitor.worst_ms)
    monitor.stop()
    assert min(worst_ms) <= 50.0, worst_ms
    assert window.live.wall_state is not None
    fast, slow = window.live.wall_state.sources
    assert fast.stats.captured > 1.5 * slow.stats.captured
    assert 0.0 < slow.stats.capture_hz < 20.0 < fast.stats.capture_hz
    assert fast.stats.predicted > 0 < slow.stats.predicted
    assert fast.stats != slow.stats
    assert all(one.stats.picture_latency_ms_p95 > 0.0 for one in (fast, slow)), "both are painted"
