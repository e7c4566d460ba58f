"""The real panel, clicked and typed at, over a real video file."""

import csv
from pathlib import Path

import cv2
import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.builders import standing_body, write_video
from tests.exporting.builders import make_result
from tests.ui.export.conftest import MakeExport
from vidclf_app.ui.export.panel import WINDOW_EXPORTS, ExportPanel
from vidclf_app.ui.export.view_state import ExportPhase

PATIENCE_MS = 20_000

# The screenless platform says so.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def opened() -> list[Path]:
    """Folders that the panel showed to the person."""
    return []


@pytest.fixture
def panel(make_export: MakeExport, opened: list[Path], qtbot: QtBot) -> ExportPanel:
    """The panel, shown, without a result and with nothing chosen."""
    controller = make_export(formats=WINDOW_EXPORTS)
    panel = ExportPanel(controller, open_folder=opened.append)
    qtbot.addWidget(panel)
    panel.resize(860, 700)
    with qtbot.waitActive(panel):
        panel.show()
        panel.activateWindow()
    return panel


def click(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def check(panel: ExportPanel, *names: str) -> None:
    for name in names:
        box = panel.formats.boxes[name].box
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)


def finish(panel: ExportPanel, qtbot: QtBot) -> None:
    def ended() -> bool:
        return panel.state.phase is not ExportPhase.RUNNING

    qtbot.waitUntil(ended, timeout=PATIENCE_MS)


def test_every_format_at_once(
    panel: ExportPanel, video: Path, opened: list[Path], qtbot: QtBot
) -> None:
    assert not panel.start_button.isEnabled()
    panel.show_result(make_result(video_path=video, duration_s=3.0), video)
    check(panel, *(form.name for form in WINDOW_EXPORTS))
    click(panel.start_button)
    assert panel.cancel_button.isVisible()
    finish(panel, qtbot)
    assert panel.banner.message.text() == f"{len(WINDOW_EXPORTS)} files were written."
    names = {path.name for path in video.parent.iterdir()}
    assert names == {"clip.mp4"} | {f"clip{form.suffix}" for form in WINDOW_EXPORTS}
    assert len(PdfReader(video.with_name("clip.report.pdf")).pages) == 1
    with video.with_name("clip.segments.csv").open(newline="") as file:
        assert len(list(csv.reader(file))) == 4
    capture = cv2.VideoCapture(str(video.with_name("clip.annotated.mp4")))
    assert capture.get(cv2.CAP_PROP_FRAME_COUNT) == 90
    capture.release()
    click(panel.open_button)
    assert opened == [video.parent]


def test_choices_are_shown_as_the_settings_have_them(panel: ExportPanel, video: Path) -> None:
    panel.show_result(make_result(), video)
    assert not panel.start_button.isEnabled(), "nothing is chosen"
    box = panel.formats.boxes["elan"]
    QTest.mouseClick(box.explanation, Qt.MouseButton.LeftButton)
    assert box.box.isChecked()
    assert [row.name for row in panel.state.rows if row.chosen] == ["elan"]
    assert panel.start_button.isEnabled()
    QTest.mouseClick(box.explanation, Qt.MouseButton.LeftButton)
    assert not box.box.isChecked()


def test_replacing_is_asked_inline(panel: ExportPanel, video: Path, qtbot: QtBot) -> None:
    video.with_suffix(".srt").write_text("mine")
    panel.show_result(make_result(), video)
    check(panel, "srt")
    click(panel.start_button)
    finish(panel, qtbot)
    assert panel.question.isVisible()
    assert "clip.srt" in panel.question.text.text()
    assert not panel.start_button.isEnabled()
    QTest.keyClick(panel.question.no, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.question.isVisible(), timeout=PATIENCE_MS)
    assert video.with_suffix(".srt").read_text() == "mine"
    click(panel.start_button)
    finish(panel, qtbot)
    click(panel.question.yes)
    qtbot.waitUntil(panel.banner.isVisible, timeout=PATIENCE_MS)
    assert video.with_suffix(".srt").read_text() != "mine"
    assert QApplication.activeModalWidget() is None


def test_cancelling_a_video(panel: ExportPanel, tmp_path: Path, qtbot: QtBot) -> None:
    video = write_video(
        tmp_path / "long.mp4", ("red",), seconds_each=60.0, width_px=640, height_px=480
    )
    panel.show_result(make_result(duration_s=60.0), video)
    check(panel, "video")
    panel.start_button.setFocus()
    click(panel.start_button)
    qtbot.waitUntil(lambda: panel.progress.value() > 0, timeout=PATIENCE_MS)
    assert panel.working_on.text() == "Annotated video"
    assert not panel.formats.boxes["srt"].box.isEnabled()
    assert panel.cancel_button.hasFocus(), "the keyboard stays where it was"
    QTest.keyClick(panel.cancel_button, Qt.Key.Key_Space)
    finish(panel, qtbot)
    assert panel.banner.message.text() == "The export was cancelled."
    assert [path.name for path in tmp_path.iterdir()] == ["long.mp4"]
    assert panel.start_button.isVisible()


def test_folder(
    panel: ExportPanel, video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_result(make_result(), video)
    assert panel.folder.text() == str(video.parent)
    assert not panel.beside.isEnabled()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click(panel.change_folder)
    assert panel.folder.text() == str(tmp_path)
    click(panel.beside)
    assert panel.folder.text() == str(video.parent)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    click(panel.change_folder)
    assert panel.folder.text() == str(video.parent), "the choice was cancelled"


def test_an_error_is_shown_and_retried(
    panel: ExportPanel, video: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    (tmp_path / "blocked").write_text("a file, not a folder")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "blocked"))
    panel.show_result(make_result(), video)
    check(panel, "srt")
    click(panel.change_folder)
    click(panel.start_button)
    finish(panel, qtbot)
    assert "could not be written" in panel.banner.message.text()
    assert not panel.open_button.isVisible()
    (tmp_path / "blocked").unlink()
    click(panel.banner.retry)
    qtbot.waitUntil((tmp_path / "blocked" / "clip.srt").exists, timeout=PATIENCE_MS)
    finish(panel, qtbot)


def test_skeleton_is_offered_where_there_is_one(panel: ExportPanel, video: Path) -> None:
    panel.show_result(make_result(body=standing_body(64, 48)), video)
    assert not panel.skeleton.isVisible()
    check(panel, "video")
    assert panel.skeleton.isVisible()
    assert panel.skeleton.isChecked()


def test_escape_asks_to_be_closed(panel: ExportPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.close_requested):
        QTest.keyClick(panel, Qt.Key.Key_Escape)
    with qtbot.waitSignal(panel.close_requested):
        click(panel.close_button)


def test_the_keyboard_reaches_everything(panel: ExportPanel, video: Path) -> None:
    panel.show_result(make_result(), video)
    check(panel, "srt")
    panel.close_button.setFocus()
    reached = set()
    for _ in range(40):
        widget = QApplication.focusWidget()
        assert widget is not None
        reached.add(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    wanted = {box.box for box in panel.formats.boxes.values()}
    assert wanted | {panel.close_button, panel.change_folder, panel.start_button} <= reached
    for widget in reached:
        assert widget.accessibleName() or widget.property("text")


def test_closing_in_the_middle(panel: ExportPanel, tmp_path: Path, qtbot: QtBot) -> None:
    video = write_video(
        tmp_path / "long.mp4", ("red",), seconds_each=60.0, width_px=640, height_px=480
    )
    panel.show_result(make_result(duration_s=60.0), video)
    check(panel, "video")
    click(panel.start_button)
    qtbot.waitUntil(lambda: panel.progress.value() > 0, timeout=PATIENCE_MS)
    panel.request_end()
    assert panel.end(2.0)
    assert [path.name for path in tmp_path.iterdir()] == ["long.mp4"]
