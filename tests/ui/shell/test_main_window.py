"""The real window over real video files and a real, small model."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from tests.builders import (
    LABELS,
    FakeCapture,
    FakeCaptureFactory,
    nobody,
    prediction,
    standing_body,
    write_bundle,
)
from tests.ui.conftest import MakeWindow
from vidclf_app.core.body import Joint
from vidclf_app.core.labels import NOBODY, NOTHING_RECOGNISED, told
from vidclf_app.core.records import Frame, Prediction, Stats, Tuning, UInt8Array
from vidclf_app.core.skeleton import SIDE_COLOURS, Side
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.ui.live.shortcuts import LIVE_SHORTCUTS
from vidclf_app.ui.live.video_view import VideoView
from vidclf_app.ui.live.view_state import ModelChoice, Phase, ViewState
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.shortcuts import WINDOW_SHORTCUTS

PATIENCE_MS = 20_000

# The screenless platform says so of menus and dialogs.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def wait_for(qtbot: QtBot, window: MainWindow, holds: Callable[[ViewState], bool]) -> ViewState:
    def reached() -> bool:
        return window.live.state is not None and holds(window.live.state)

    qtbot.waitUntil(reached, timeout=PATIENCE_MS)
    assert window.live.state is not None
    return window.live.state


def recognises(label: str) -> Callable[[ViewState], bool]:
    return lambda state: state.verdict == label and state.recognised


def pixels(window: MainWindow) -> UInt8Array:
    """Return the picture part of the window: uint8 RGB (H, W, 3)."""
    rect = window.live.view.picture_rect
    return as_pixels(window.live.view)[rect.top() : rect.bottom(), rect.left() : rect.right()]


def as_pixels(view: VideoView) -> UInt8Array:
    """Return what a view shows: uint8 RGB (H, W, 3)."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), -1)
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(window.live.view, key)


def test_label_and_bars_over_the_video(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    picture = pixels(window)
    height, width = picture.shape[:2]
    far_corner = picture[int(0.9 * height), int(0.9 * width)].astype(int)
    assert np.abs(far_corner - (220, 40, 40)).max() < 16, "the video, in its own colours"
    card = picture[int(0.05 * height) : int(0.2 * height), int(0.03 * width) : int(0.25 * width)]
    assert (card > 230).all(axis=2).sum() > 100, "white letters"
    qtbot.waitUntil(lambda: window.live.status.model_hz.text != "—", timeout=PATIENCE_MS)
    assert window.live.status.provider.text in {"CPU", "CUDA"}
    assert window.live.status.source_name.text() == "red.mp4"
    assert window.live.status.picture_size.text() == "64 × 48"  # noqa: RUF001
    assert window.windowTitle() == "red.mp4 — vidclf"
    assert window.live.view.accessibleDescription() == "red"


def test_painted_frames_count_as_shown(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, lambda s: s.stats.picture_latency_ms_p95 > 0.0)


def test_threshold_slider(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    threshold = window.live.tuning.threshold
    assert (threshold.slider.value(), threshold.value.text()) == (60, "60%")
    assert not window.live.tuning.reset.isEnabled()
    threshold.slider.setValue(100)
    wait_for(qtbot, window, lambda s: s.verdict == NOTHING_RECOGNISED)
    assert threshold.value.text() == "100%"
    QTest.mouseClick(window.live.tuning.reset, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, recognises("red"))
    assert threshold.slider.value() == 60


def test_smoothing_slider(make_window: MakeWindow, qtbot: QtBot, video_path: Path) -> None:
    window = make_window(source=str(video_path), tuning=Tuning(smoothing_s=4.5))
    wait_for(qtbot, window, recognises("red"))
    wait_for(qtbot, window, lambda s: s.frame is not None and s.frame.time_s > 5.0)
    state = window.live.state
    assert state is not None
    assert state.prediction is not None
    assert state.prediction.probabilities[0] > 0.2, "long memory: red is not forgotten in green"
    assert window.live.tuning.smoothing.value.text() == "4.5 s"
    window.live.tuning.smoothing.slider.setValue(0)
    wait_for(
        qtbot,
        window,
        lambda s: (
            s.prediction is not None
            and np.array_equal(s.prediction.raw, s.prediction.probabilities)
        ),
    )
    assert window.live.tuning.smoothing.value.text() == "0.0 s"


def two_halves() -> FakeCapture:
    """A camera whose picture is red on the left and blue on the right."""
    capture = FakeCapture(100_000, wait_s=0.02)
    capture._pixels[:, 32:] = (220, 40, 40)
    return capture


def test_mirror(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(source="0", capture_factory=FakeCaptureFactory(two_halves()))
    wait_for(qtbot, window, lambda s: s.phase is Phase.RUNNING and s.frame is not None)
    plain = pixels(window)[-10]
    press(window, Qt.Key.Key_M)
    wait_for(qtbot, window, lambda s: s.mirror)
    mirrored = pixels(window)[-10]
    assert plain[4, 0] > 200 > plain[-4, 0], "red is left"
    assert mirrored[4, 0] < 200 < mirrored[-4, 0], "red is right"
    assert np.abs(plain[:, ::-1].astype(int) - mirrored.astype(int)).max() <= 40
    assert window.live.controls.mirror.isChecked()


def show(view: VideoView, frame: Frame, shown: Prediction, **changes: Any) -> UInt8Array:
    """Let a view paint a state of its own and return it: uint8 RGB (H, W, 3)."""
    state = ViewState(
        phase=Phase.RUNNING,
        headline="",
        source_text="",
        source_name="",
        source=None,
        frame=frame,
        labels=LABELS,
        prediction=shown,
        verdict=told(shown),
        recognised=shown.label is not None,
        banner=None,
        paused=False,
        mirror=False,
        skeleton=True,
        finds_people=True,
        model_text="",
        model_name="",
        model_opening="",
        models=(),
        tuning=Tuning(),
        own_tuning=None,
        cameras=None,
        cameras_listing=False,
        stats=Stats(),
    )
    view.render_state(replace(state, **changes))
    return as_pixels(view)


def of_colour(picture: UInt8Array, side: Side) -> npt.NDArray[np.bool_]:
    """Return where a picture has a side's colour: bool, shape (H, W)."""
    difference = picture.astype(int) - np.array(SIDE_COLOURS[side])
    near: npt.NDArray[np.bool_] = (np.abs(difference) < 12).all(axis=2)
    return near


@pytest.fixture
def view(qtbot: QtBot) -> VideoView:
    view = VideoView(lambda _: None)
    qtbot.addWidget(view)
    view.resize(960, 540)
    return view


def grey_frame(time_s: float = 0.0) -> Frame:
    return Frame(np.full((360, 640, 3), 90, dtype=np.uint8), 0, time_s, 0.0)


def test_the_skeleton_lies_over_the_person(view: VideoView) -> None:
    shown = prediction((0.7, 0.2, 0.1), 0.0, "red", body=standing_body(640, 360))
    picture = show(view, grey_frame(), shown)
    left, right = of_colour(picture, Side.LEFT), of_colour(picture, Side.RIGHT)
    assert left[216, 672], "the left elbow"
    assert right[216, 288], "the right elbow"
    assert not left[:, :480].any()
    assert not right[:, 480:].any()
    mirrored = show(view, grey_frame(), shown, mirror=True)
    assert of_colour(mirrored, Side.LEFT)[216, 288], "mirrored with the picture"
    assert of_colour(mirrored, Side.RIGHT)[216, 672]
    for without in (
        show(view, grey_frame(), shown, skeleton=False),
        show(view, grey_frame(0.7), shown),
        show(view, grey_frame(), nobody(3, 0.0)),
    ):
        assert not of_colour(without, Side.LEFT).any()
        assert not of_colour(without, Side.RIGHT).any()


def test_the_skeleton_stays_inside_the_picture(view: VideoView) -> None:
    view.resize(540, 540)
    body = standing_body(640, 360, shift_px=160.0)
    body.picture_px[Joint.LEFT_FOOT] = (560.0, 500.0)
    shown = of_colour(
        show(view, grey_frame(), prediction((0.7, 0.2, 0.1), 0.0, body=body)), Side.LEFT
    )
    inside = view.picture_rect
    assert shown[inside.bottom() - 3 : inside.bottom()].any(), "it reaches the edge"
    assert not shown[inside.bottom() + 1 :].any()


def test_nobody_has_a_card_without_bars(view: VideoView) -> None:
    def card_rows(shown: Prediction) -> int:
        different = np.abs(show(view, grey_frame(), shown).astype(int) - 90).max(axis=2) > 8
        return int(different.any(axis=1).sum())

    assert 0 < card_rows(nobody(3, 0.0)) < card_rows(prediction((0.7, 0.2, 0.1), 0.0)) / 2


def test_switching_the_skeleton(
    make_window: MakeWindow, qtbot: QtBot, pose_bundle_path: Path
) -> None:
    window = make_window(source="", model=str(pose_bundle_path))
    button = window.live.controls.skeleton
    wait_for(qtbot, window, lambda s: s.recognised)
    assert button.isEnabled()
    assert button.isChecked()
    press(window, Qt.Key.Key_Space)
    wait_for(qtbot, window, lambda s: s.paused)
    qtbot.wait(200)
    assert of_colour(pixels(window), Side.LEFT).any()
    press(window, Qt.Key.Key_K)
    wait_for(qtbot, window, lambda s: not s.skeleton)
    assert not button.isChecked()
    assert not of_colour(pixels(window), Side.LEFT).any()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, lambda s: s.skeleton)
    assert of_colour(pixels(window), Side.LEFT).any()


def test_a_model_that_follows_nobody_has_no_skeleton_to_switch(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    assert not window.live.controls.skeleton.isEnabled()
    press(window, Qt.Key.Key_K)
    qtbot.wait(100)
    assert window.live.state is not None
    assert window.live.state.skeleton, "kept for a model that follows somebody"


def test_a_model_that_looks_for_people_says_that_there_are_none(
    make_window: MakeWindow, qtbot: QtBot, pose_bundle_path: Path
) -> None:
    window = make_window(model=str(pose_bundle_path))
    state = wait_for(qtbot, window, lambda s: s.verdict == NOBODY)
    assert not state.recognised
    assert window.live.view.accessibleDescription() == NOBODY


def test_pause_freezes_the_picture(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    press(window, Qt.Key.Key_Space)
    wait_for(qtbot, window, lambda s: s.paused)
    qtbot.wait(150)
    frozen = window.live.state.frame if window.live.state else None
    painted: list[Frame] = []
    window.live.view._frame_painted = painted.append
    qtbot.wait(300)
    assert window.live.state is not None
    assert window.live.state.frame is frozen
    assert not painted, "nothing to see has changed, so nothing is painted"
    assert window.live.controls.pause.isChecked()
    press(window, Qt.Key.Key_Space)
    wait_for(qtbot, window, lambda s: not s.paused and s.frame is not frozen)


def test_space_on_a_button_presses_the_button(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    window.live.controls.mirror.setFocus()
    QTest.keyClick(window.live.controls.mirror, Qt.Key.Key_Space)
    state = wait_for(qtbot, window, lambda s: s.mirror)
    assert not state.paused


def test_missing_file(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(source=str(tmp_path / "missing.mp4"))
    wait_for(qtbot, window, lambda s: s.banner is not None)
    assert window.live.banner.isVisible()
    assert "missing.mp4: no such file." in window.live.banner.message.text()
    assert window.live.banner.hint.text() == "Check the name."
    assert window.live.banner.retry.isVisible()
    assert not window.live.banner.close_button.isVisible()
    assert QApplication.activeModalWidget() is None
    assert "missing.mp4" in window.live.banner.accessibleName()


def test_missing_camera(make_window: MakeWindow, qtbot: QtBot, red_path: Path) -> None:
    window = make_window(source="0", capture_factory=FakeCaptureFactory())
    wait_for(qtbot, window, lambda s: s.banner is not None)
    assert window.live.banner.message.text() == "Camera 0: can't be opened."
    assert "plugged in" in window.live.banner.hint.text()
    assert "Trying again in" in window.live.banner.hint.text()
    assert window.live.banner.property("kind") == "error"


def test_try_again(make_window: MakeWindow, qtbot: QtBot) -> None:
    closed = FakeCapture(0, opened=False)
    endless = FakeCapture(100_000, colour="blue", wait_s=0.02)
    window = make_window(source="0", capture_factory=FakeCaptureFactory(closed, endless))
    wait_for(qtbot, window, lambda s: s.banner is not None)
    QTest.mouseClick(window.live.banner.retry, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, recognises("blue"))
    assert not window.live.banner.isVisible()


def test_wrong_model(make_window: MakeWindow, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = write_bundle(tmp_path / "wrong")
    (wrong / "encoder.onnx").write_bytes(b"no network")
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    window.live.controls.models.model_requested.emit(str(wrong))
    wait_for(qtbot, window, lambda s: s.banner is not None)
    assert "encoder.onnx" in window.live.banner.message.text()
    assert "colours goes on." in window.live.banner.hint.text()
    assert window.live.state is not None
    assert window.live.state.recognised
    QTest.mouseClick(window.live.banner.close_button, Qt.MouseButton.LeftButton)
    wait_for(qtbot, window, lambda s: s.banner is None)


def test_model_menu(make_window: MakeWindow, qtbot: QtBot, bundle_path: Path) -> None:
    window = make_window(
        models=lambda: (
            ModelChoice(str(bundle_path), "colours"),
            ModelChoice("other", "other"),
        )
    )
    first, second = window.live.controls.models.model_actions
    assert (first.text(), first.isChecked(), second.isChecked()) == ("colours", True, False)
    wait_for(qtbot, window, recognises("red"))
    second.trigger()
    wait_for(qtbot, window, lambda s: s.banner is not None and "no such model" in s.banner.message)
    first, second = window.live.controls.models.model_actions
    assert (first.isChecked(), second.isChecked()) == (True, False), "the earlier one goes on"


def test_switch_the_source_while_running(
    make_window: MakeWindow, qtbot: QtBot, blue_path: Path
) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    window.live.controls.sources.source_requested.emit(str(blue_path))
    wait_for(qtbot, window, recognises("blue"))
    picture = pixels(window)
    assert np.abs(picture[-10, -10].astype(int) - (40, 40, 220)).max() < 16


def test_camera_menu(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window(
        find_cameras=lambda: [Camera(0, "Webcam"), Camera(1, "Capture card")],
        capture_factory=FakeCaptureFactory(),
    )
    sources = window.live.controls.sources
    assert [action.text() for action in sources.camera_actions] == ["Looking for cameras …"]
    press(window, Qt.Key.Key_C)
    assert sources.menu().isVisible()
    wait_for(qtbot, window, lambda s: s.cameras is not None)
    assert [action.text() for action in sources.camera_actions] == ["Webcam", "Capture card"]
    sources.menu().hide()
    sources.camera_actions[1].trigger()
    wait_for(qtbot, window, lambda s: s.source_text == "Capture card")


def test_no_camera_in_the_menu(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    window.live.controls.sources.cameras_wanted.emit()
    wait_for(qtbot, window, lambda s: s.cameras == ())
    (action,) = window.live.controls.sources.camera_actions
    assert (action.text(), action.isEnabled()) == ("No camera found", False)


def test_address_field(make_window: MakeWindow, qtbot: QtBot, blue_path: Path) -> None:
    window = make_window()
    press(window, Qt.Key.Key_U)
    field = window.live.address.field
    assert window.live.address.isVisible()
    QTest.keyClicks(field, "dmcf")
    assert field.text() == "dmcf", "letters are typed, not taken for shortcuts"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert not window.live.address.isVisible()
    press(window, Qt.Key.Key_U)
    field.setText(str(blue_path))
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert not window.live.address.isVisible()
    wait_for(qtbot, window, recognises("blue"))


def test_file_dialog(make_window: MakeWindow, qtbot: QtBot, blue_path: Path) -> None:
    window = make_window()
    press(window, Qt.Key.Key_O)
    (dialog,) = window.findChildren(QFileDialog)
    assert dialog.isVisible()
    dialog.fileSelected.emit(str(blue_path))
    dialog.reject()
    wait_for(qtbot, window, recognises("blue"))


def test_demo_key(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    press(window, Qt.Key.Key_D)
    state = wait_for(qtbot, window, lambda s: s.source_text == "")
    assert state.source_name == "Demo"


def test_keys_for_the_threshold(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    press(window, Qt.Key.Key_Plus)
    wait_for(qtbot, window, lambda s: s.tuning.threshold == 0.65)
    press(window, Qt.Key.Key_Minus)
    wait_for(qtbot, window, lambda s: s.tuning.threshold == 0.6)
    press(window, Qt.Key.Key_0)
    wait_for(qtbot, window, lambda s: s.tuning == Tuning())


def test_full_screen_and_back(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    press(window, Qt.Key.Key_F)
    assert window.isFullScreen()
    assert not window.live.controls.isVisible()
    assert not window.live.status.isVisible()
    press(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()
    assert window.live.controls.isVisible()
    press(window, Qt.Key.Key_F11)
    assert window.isFullScreen()


def test_full_screen_comes_back_after_a_restart(make_window: MakeWindow) -> None:
    window = make_window()
    press(window, Qt.Key.Key_F)
    geometry = window.saveGeometry()
    window.close()
    again = make_window()
    again.restoreGeometry(geometry)
    assert again.isFullScreen()
    assert not again.live.controls.isVisible(), "a screen on a wall shows the picture alone"


def test_list_of_shortcuts(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    press(window, Qt.Key.Key_F1)
    assert window.shortcuts.isVisible()
    assert QApplication.activeModalWidget() is None
    press(window, Qt.Key.Key_Escape)
    assert not window.shortcuts.isVisible()
    press(window, Qt.Key.Key_Question)
    assert window.shortcuts.isVisible()


def test_each_key_has_one_meaning() -> None:
    keys = [key for shortcut in (*LIVE_SHORTCUTS, *WINDOW_SHORTCUTS) for key in shortcut.keys]
    assert len(keys) == len(set(keys))


def test_drop_a_file(make_window: MakeWindow, qtbot: QtBot, blue_path: Path) -> None:
    window = make_window()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(blue_path))])
    event = QDropEvent(
        QPointF(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)
    wait_for(qtbot, window, recognises("blue"))


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_keys_press_the_button_that_has_the_keyboard(make_window: MakeWindow, key: Qt.Key) -> None:
    window = make_window()
    window.live.controls.help.setFocus()
    QTest.keyClick(window.live.controls.help, key)
    assert window.shortcuts.isVisible()


def test_quit_key(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    QTest.keyClick(window.live.view, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


@pytest.mark.parametrize("wait_ms", [0, 30, 120, 400])
def test_closing_in_the_middle_leaves_no_thread(
    make_window: MakeWindow, qtbot: QtBot, wait_ms: int
) -> None:
    window = make_window()
    qtbot.wait(wait_ms)
    begun_s = time.monotonic()
    window.close()
    assert time.monotonic() - begun_s < 2.0
    assert window.all_ended
    assert not [t.name for t in threading.enumerate() if t.name.startswith("vidclf-")]


@pytest.mark.parametrize(("width", "height"), [(640, 420), (1600, 1000), (700, 900)])
def test_any_size(make_window: MakeWindow, qtbot: QtBot, width: int, height: int) -> None:
    window = make_window()
    window.resize(width, height)
    wait_for(qtbot, window, recognises("red"))
    assert (window.width(), window.height()) == (width, height), "nothing asks for more room"
    rect = window.live.view.picture_rect
    assert rect.width() / rect.height() == pytest.approx(64 / 48, rel=0.02)
    assert window.live.view.rect().contains(rect)


def test_everything_can_be_reached_by_tab_and_has_a_name(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    wait_for(qtbot, window, recognises("red"))
    window.activateWindow()
    window.live.controls.sources.setFocus()
    visited = []
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert widget is not None
        if widget in visited:
            break
        visited.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    expected = [
        window.live.controls.sources,
        window.live.controls.adder,
        window.live.controls.models,
        window.live.controls.pause,
        window.live.controls.mirror,
        # Not the skeleton's button: this model follows nobody.
        window.live.controls.full_screen,
        window.live.controls.help,
        window.live.view,
        window.live.tuning.threshold.slider,
        window.live.tuning.smoothing.slider,
    ]
    assert [widget for widget in visited if widget in expected] == expected
    assert all(w.accessibleName() or getattr(w, "text", str)() for w in visited)
