"""What the export panel decides, without a screen."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.builders import standing_body, write_video
from tests.exporting.builders import make_result
from tests.ui.export.conftest import MakeExport
from vidclf_app.errors import SinkError
from vidclf_app.exporting.formats import EXPORTS, ExportFormat, Progress, Purpose
from vidclf_app.results.records import Result
from vidclf_app.settings import Settings, SettingsStore, load_settings
from vidclf_app.ui.export.controller import ExportController
from vidclf_app.ui.export.view_state import ExportPhase, ExportState
from vidclf_app.ui.parts.messages import BannerKind

PATIENCE_S = 20.0


def poll_until(controller: ExportController, holds: Callable[[ExportState], bool]) -> ExportState:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(state := controller.poll()):
        assert time.monotonic() < deadline_s, state
        time.sleep(0.005)
    return state


def finish(controller: ExportController) -> ExportState:
    return poll_until(controller, lambda state: state.phase is not ExportPhase.RUNNING)


def gate(opened: threading.Event, name: str = "gate") -> ExportFormat:
    """Return a format that stands still in the middle until it is let go on."""

    def write(result: Result, path: Path, progress: Progress) -> None:
        del result
        progress(0.5)
        while not opened.wait(0.005):
            progress(0.5)
        path.write_text("through")
        progress(1.0)

    return ExportFormat(name, name, f".{name}", "", Purpose.NUMBERS, write)


def test_without_a_result_there_is_nothing_to_do(make_export: MakeExport) -> None:
    controller = make_export("srt")
    controller.start()
    state = controller.poll()
    assert (state.phase, state.may_start, state.folder) == (ExportPhase.EMPTY, False, "")


def test_files_are_written_beside_the_video(make_export: MakeExport, video: Path) -> None:
    controller = make_export("srt", "elan", "segments")
    controller.show_result(make_result(video_path=Path("/where/it/was/clip.mp4")), video)
    state = controller.poll()
    assert (state.phase, state.folder, state.is_beside) == (
        ExportPhase.READY, str(video.parent), True,
    )  # fmt: skip
    controller.start()
    assert controller.poll().phase is ExportPhase.RUNNING
    state = finish(controller)
    assert state.banner is not None
    assert (state.banner.kind, state.banner.message) == (
        BannerKind.NOTICE, "3 files were written.",
    )  # fmt: skip
    assert state.written_in == video.parent
    assert sorted(path.name for path in video.parent.iterdir()) == [
        "clip.eaf", "clip.mp4", "clip.segments.csv", "clip.srt",
    ]  # fmt: skip
    assert f"file://{video}" in (video.parent / "clip.eaf").read_text(), "where it is now"


def test_another_folder(make_export: MakeExport, video: Path, tmp_path: Path) -> None:
    controller = make_export("srt")
    controller.show_result(make_result(), video)
    controller.set_folder(tmp_path / "new" / "folder")
    assert not controller.poll().is_beside
    controller.start()
    assert finish(controller).written_in == tmp_path / "new" / "folder"
    assert (tmp_path / "new" / "folder" / "clip.srt").exists()
    controller.show_result(make_result(), video.with_name("other.mp4"))
    assert controller.poll().folder == str(tmp_path / "new" / "folder"), "for the next one too"
    controller.set_folder(None)
    assert controller.poll().folder == str(video.parent)


def test_it_asks_before_files_are_replaced(make_export: MakeExport, video: Path) -> None:
    controller = make_export("srt", "vtt", "json")
    for suffix in (".srt", ".json"):
        video.with_suffix(suffix).write_text("mine")
    controller.show_result(make_result(), video)
    controller.start()
    state = finish(controller)
    assert state.phase is ExportPhase.ASKING
    assert state.question == "clip.srt and 1 more are there already. Replace them?"
    assert not video.with_suffix(".vtt").exists()
    controller.keep_files()
    state = controller.poll()
    assert (state.phase, state.question) == (ExportPhase.READY, "")
    assert video.with_suffix(".srt").read_text() == "mine"
    controller.start()
    finish(controller)
    controller.replace_files()
    assert finish(controller).written_in == video.parent
    assert video.with_suffix(".srt").read_text().startswith("1\n")


def test_another_video_drops_the_question(make_export: MakeExport, video: Path) -> None:
    controller = make_export("srt")
    video.with_suffix(".srt").write_text("mine")
    controller.show_result(make_result(), video)
    controller.start()
    finish(controller)
    controller.show_result(make_result(), video.with_name("other.mp4"))
    assert controller.poll().question == ""
    controller.replace_files()
    assert controller.poll().phase is ExportPhase.READY
    assert video.with_suffix(".srt").read_text() == "mine"


def test_choice_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path, Settings(export_formats=("srt", "from-a-newer-version")))
    controller = ExportController(store)
    chosen = {row.name for row in controller.poll().rows if row.chosen}
    assert chosen == {"srt"}
    controller.choose("elan", True)
    controller.choose("srt", False)
    assert [row.name for row in controller.poll().rows if row.chosen] == ["elan"]
    store.save()
    assert load_settings(path)[0].export_formats == ("from-a-newer-version", "elan")


def test_nothing_chosen(make_export: MakeExport, video: Path) -> None:
    controller = make_export()
    controller.show_result(make_result(), video)
    assert not controller.poll().may_start
    controller.start()
    assert controller.poll().phase is ExportPhase.READY


def test_progress_and_cancel(make_export: MakeExport, video: Path) -> None:
    srt = next(form for form in EXPORTS if form.name == "srt")
    never = threading.Event()
    controller = make_export("srt", "gate", formats=[srt, gate(never)])
    controller.show_result(make_result(), video)
    controller.start()
    state = poll_until(controller, lambda s: s.share >= 0.75)
    assert (state.phase, state.progress, state.share) == (ExportPhase.RUNNING, "gate", 0.75)
    assert not state.may_start
    controller.start()
    controller.cancel()
    state = finish(controller)
    assert state.banner is not None
    assert state.banner.message == "The export was cancelled."
    assert state.banner.hint == "Complete: clip.srt"
    assert sorted(path.name for path in video.parent.iterdir()) == ["clip.mp4", "clip.srt"]


def test_another_result_while_one_is_written(make_export: MakeExport, video: Path) -> None:
    opened = threading.Event()
    controller = make_export("gate", formats=[gate(opened)])
    controller.show_result(make_result(), video)
    controller.start()
    controller.show_result(make_result(), video.with_name("other.mp4"))
    opened.set()
    assert finish(controller).written_in == video.parent
    assert (video.parent / "clip.gate").read_text() == "through"


def test_an_error_is_told_and_can_be_retried(make_export: MakeExport, video: Path) -> None:
    problems = [SinkError("disk: could not be written: No space left.", "Free some space.")]

    def write(result: Result, path: Path, progress: Progress) -> None:
        del result, progress
        if problems:
            raise problems.pop()
        path.write_text("")

    full = ExportFormat("full", "Full", ".full", "", Purpose.NUMBERS, write)
    controller = make_export("full", formats=[full])
    controller.show_result(make_result(), video)
    controller.start()
    state = finish(controller)
    assert state.banner is not None
    assert state.banner.kind is BannerKind.ERROR
    assert state.banner.may_retry
    assert state.banner.hint == "Free some space."
    assert state.written_in is None
    controller.start()
    assert finish(controller).written_in == video.parent


def test_a_mistake_in_a_writer_is_no_crash(
    make_export: MakeExport, video: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def write(result: Result, path: Path, progress: Progress) -> None:
        raise ZeroDivisionError("x")

    wrong = ExportFormat("wrong", "Wrong", ".w", "", Purpose.NUMBERS, write)
    controller = make_export("wrong", formats=[wrong])
    controller.show_result(make_result(), video)
    controller.start()
    banner = finish(controller).banner
    assert banner is not None
    assert "ZeroDivisionError" in banner.message
    assert "An export failed" in caplog.text


def test_the_video_vanished(make_export: MakeExport, video: Path) -> None:
    controller = make_export("srt", "video")
    controller.show_result(make_result(), video)
    video.unlink()
    controller.start()
    banner = finish(controller).banner
    assert banner is not None
    assert "no such file" in banner.message
    assert [path.name for path in video.parent.iterdir()] == ["clip.srt"], "it needs no video"
    assert "clip.srt" in banner.hint


def test_ending_in_the_middle_of_a_video(make_export: MakeExport, tmp_path: Path) -> None:
    video = write_video(
        tmp_path / "long.mp4", ("red",), seconds_each=60.0, width_px=640, height_px=480
    )
    controller = make_export("video")
    controller.show_result(make_result(duration_s=60.0), video)
    controller.start()
    poll_until(controller, lambda state: state.share > 0.02)
    controller.request_end()
    assert controller.end(2.0)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["long.mp4"]


def test_skeleton_can_be_left_away(make_export: MakeExport, video: Path) -> None:
    seen: list[Result] = []

    def write(result: Result, path: Path, progress: Progress) -> None:
        seen.append(result)
        path.write_text("")

    spy = ExportFormat("video", "V", ".v", "", Purpose.READING, write)
    controller = make_export("video", formats=[spy])
    controller.show_result(make_result(), video)
    assert not controller.poll().may_draw_skeleton, "this model follows nobody"
    controller.show_result(make_result(body=standing_body(64, 48)), video)
    assert controller.poll().may_draw_skeleton
    controller.set_skeleton(False)
    controller.start()
    finish(controller)
    assert seen[0].analysis.predictions.landmarks is None
