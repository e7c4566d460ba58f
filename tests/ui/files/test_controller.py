"""The queue of files without a display: real videos, a real small model, real results."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.builders import write_bundle, write_video
from tests.ui.driving import FakeClock
from tests.ui.files.conftest import MakeFiles
from tests.ui.files.driving import SlowCaptures, all_in, poll_until, row, settled, states
from vidclf_app.history.sink import HistorySink
from vidclf_app.history.store import HistoryStore
from vidclf_app.results.store import load_document, save_document
from vidclf_app.ui.files.controller import FilesController
from vidclf_app.ui.files.view_state import FilesState, RowState
from vidclf_app.ui.parts.messages import BannerKind


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A folder of three videos, one of them in a folder inside, and of other things."""
    folder = tmp_path / "films"
    (folder / "inner").mkdir(parents=True)
    write_video(folder / "a.mp4", ("red", "blue"))
    write_video(folder / "b.avi", ("green",), codec="MJPG")
    write_video(folder / "inner" / "c.mp4", ("blue",))
    (folder / "notes.txt").write_text("no video")
    (folder / ".hidden.mp4").write_bytes(b"no video either")
    return folder


def half_written(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if ".partial" in path.name or ".try" in path.name]


def finish(controller: FilesController, count: int) -> list[RowState]:
    return states(poll_until(controller, settled(count)))


def test_a_file_is_analysed_and_its_result_lies_beside_it(
    make_files: MakeFiles, films: Path
) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.002))
    controller.add([films / "a.mp4"])
    shares: list[float] = []

    def done(state: FilesState) -> bool:
        shares.extend(row.progress for row in state.rows if row.progress is not None)
        return settled(1)(state)

    (shown,) = poll_until(controller, done).rows
    assert shown.state is RowState.DONE
    assert (shown.name, shown.folder, shown.status) == ("a.mp4", str(films), "Analysed")
    assert shown.result == films / "a.mp4.colours.vidclf"
    assert shown.found == "red 3.0 s, blue 0.4 s"
    assert shown.detail == ""
    assert (shown.may_open, shown.may_cancel, shown.may_retry) == (True, False, True)
    assert shares == sorted(shares)
    assert len(set(shares)) > 3, "progress is seen"
    document = load_document(shown.result)
    assert [segment.label for segment in document.result.segments] == ["red", "blue"]
    assert not half_written(films)
    assert controller.poll().status == "1 of 1 done"


def test_folders_are_searched_and_files_come_once(make_files: MakeFiles, films: Path) -> None:
    controller = make_files()
    controller.add([films, films / "a.mp4", films / "inner" / ".." / "b.avi"])
    assert finish(controller, 3) == [RowState.DONE] * 3
    state = controller.poll()
    assert [shown.name for shown in state.rows] == ["a.mp4", "b.avi", "c.mp4"]
    assert state.banner is None
    assert state.progress is None
    assert not state.may_pause


def test_files_are_analysed_one_at_a_time(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.002))
    controller.add([films])
    running: list[int] = []

    def watched(state: FilesState) -> bool:
        running.append(states(state).count(RowState.RUNNING))
        return settled(3)(state)

    poll_until(controller, watched)
    assert max(running) == 1


def test_a_folder_without_videos_is_told(make_files: MakeFiles, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    controller = make_files()
    controller.add([tmp_path / "empty"])
    state = poll_until(controller, lambda state: state.banner is not None)
    assert state.banner is not None
    assert "there are no videos in this folder" in state.banner.message
    assert state.rows == ()
    controller.close_banner()
    assert controller.poll().banner is None


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_folder_that_can_not_be_read_spoils_no_other(make_files: MakeFiles, films: Path) -> None:
    (films / "inner").chmod(0)
    try:
        controller = make_files()
        controller.add([films])
        assert finish(controller, 2) == [RowState.DONE] * 2
        banner = controller.poll().banner
        assert banner is not None
        assert "can't be read" in banner.message
    finally:
        (films / "inner").chmod(0o700)


def test_what_was_analysed_is_recognised_at_once(make_files: MakeFiles, films: Path) -> None:
    first = make_files()
    first.add([films])
    before = poll_until(first, settled(3)).rows
    changed_ns = {row.name: row.result.stat().st_mtime_ns for row in before if row.result}
    captures = SlowCaptures()
    second = make_files(capture_factory=captures)
    second.add([films])
    after = poll_until(second, settled(3)).rows
    assert [shown.status for shown in after] == ["Already analysed"] * 3
    assert [shown.result for shown in after] == [shown.result for shown in before]
    assert [shown.found for shown in after] == [shown.found for shown in before]
    assert changed_ns == {row.name: row.result.stat().st_mtime_ns for row in after if row.result}
    assert len(captures.opened) == 3, "looked at, not analysed"


def test_a_result_says_why_it_is_out_of_date(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    first = make_files()
    first.add([films])
    finish(first, 3)
    write_video(films / "a.mp4", ("green", "blue"))
    other = write_bundle(tmp_path / "other", version="2", smoothing_s=0.5)
    same = make_files()
    same.add([films])
    assert finish(same, 3) == [RowState.OUTDATED, RowState.DONE, RowState.DONE]
    shown = row(same.poll(), "a.mp4")
    assert shown.detail.startswith("The video has changed since.")
    assert shown.may_open
    newer = make_files(model=lambda: str(other))
    newer.add([films])
    assert finish(newer, 3) == [RowState.OUTDATED] * 3
    assert "The video has changed since." in row(newer.poll(), "a.mp4").detail
    assert "with colours 1, not with colours 2." in row(newer.poll(), "c.mp4").detail
    newer.retry([shown.number for shown in newer.poll().rows])
    assert states(newer.poll()) != [RowState.OUTDATED] * 3
    assert finish(newer, 3) == [RowState.DONE] * 3
    shown = row(newer.poll(), "a.mp4")
    assert shown.found.startswith(("green", "blue"))
    assert shown.detail == ""


def test_a_damaged_result_is_kept_and_the_file_analysed_anew(
    make_files: MakeFiles, films: Path
) -> None:
    result = films / "a.mp4.colours.vidclf"
    result.write_bytes(b"no result")
    controller = make_files()
    controller.add([films / "a.mp4"])
    assert finish(controller, 1) == [RowState.DONE]
    (shown,) = controller.poll().rows
    assert "was damaged and is kept as a.mp4.colours.damaged-1.vidclf" in shown.detail
    assert (films / "a.mp4.colours.damaged-1.vidclf").read_bytes() == b"no result"
    assert shown.result == result
    load_document(result)


def test_pausing_keeps_the_place(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.005))
    controller.add([films])
    poll_until(controller, lambda state: any((row.progress or 0.0) > 0.2 for row in state.rows))
    controller.pause()
    poll_until(controller, lambda state: RowState.PAUSED in states(state))
    time.sleep(0.2)
    paused = row(controller.poll(), "a.mp4")
    time.sleep(0.3)
    state = controller.poll()
    assert row(state, "a.mp4") is paused, "nothing goes on"
    assert paused.progress is not None
    assert paused.status == f"Paused at {int(paused.progress * 100)} %"
    assert state.paused
    assert state.status.endswith("paused")
    assert RowState.RUNNING not in states(state)
    controller.start()
    state = poll_until(controller, lambda state: row(state, "a.mp4").state is RowState.RUNNING)
    assert (row(state, "a.mp4").progress or 0.0) >= paused.progress, "it did not begin anew"
    assert finish(controller, 3) == [RowState.DONE] * 3


def test_nothing_begins_while_it_is_paused(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.005))
    controller.pause()
    controller.add([films / "a.mp4"])
    poll_until(controller, all_in(RowState.RUNNING))
    controller.pause()
    controller.add([films])
    state = poll_until(controller, lambda state: states(state).count(RowState.WAITING) == 2)
    controller.cancel([row(state, "a.mp4").number])
    poll_until(controller, lambda state: row(state, "a.mp4").state is RowState.CANCELLED)
    time.sleep(0.2)
    assert states(controller.poll()).count(RowState.WAITING) == 2
    controller.start()
    assert finish(controller, 3) == [RowState.CANCELLED, RowState.DONE, RowState.DONE]


def test_cancelling_and_beginning_anew(make_files: MakeFiles, films: Path) -> None:
    undisturbed = make_files()
    undisturbed.add([films / "a.mp4"])
    finish(undisturbed, 1)
    result = films / "a.mp4.colours.vidclf"
    wanted = load_document(result).analysis.predictions
    result.unlink()

    controller = make_files(capture_factory=SlowCaptures(0.005))
    controller.add([films])
    state = poll_until(
        controller, lambda state: any((row.progress or 0.0) > 0.2 for row in state.rows)
    )
    controller.cancel([row(state, "a.mp4").number, row(state, "c.mp4").number])
    assert finish(controller, 3) == [RowState.CANCELLED, RowState.DONE, RowState.CANCELLED]
    assert controller.poll().status == "1 of 3 done · 2 cancelled"
    assert not result.exists()
    assert not half_written(films)
    controller.retry([row(state, "a.mp4").number])
    assert finish(controller, 3) == [RowState.DONE, RowState.DONE, RowState.CANCELLED]
    predictions = load_document(result).analysis.predictions
    np.testing.assert_array_equal(predictions.raw, wanted.raw)
    np.testing.assert_array_equal(predictions.time_s, wanted.time_s)


def test_cancelling_all(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films])
    poll_until(controller, lambda state: RowState.RUNNING in states(state) and len(state.rows) == 3)
    controller.cancel_all()
    assert finish(controller, 3) == [RowState.CANCELLED] * 3
    assert not list(films.rglob("*.vidclf"))


def test_a_paused_file_can_be_cancelled(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films / "a.mp4"])
    poll_until(controller, all_in(RowState.RUNNING))
    controller.pause()
    controller.cancel([row(controller.poll(), "a.mp4").number])
    assert finish(controller, 1) == [RowState.CANCELLED]


def test_taking_files_off_the_list(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films])
    state = poll_until(
        controller, lambda state: RowState.RUNNING in states(state) and len(state.rows) == 3
    )
    controller.remove([row(state, "a.mp4").number, row(state, "b.avi").number, 999])
    assert [shown.name for shown in controller.poll().rows] == ["c.mp4"]
    assert finish(controller, 1) == [RowState.DONE]
    assert [path.name for path in films.rglob("*.vidclf")] == ["c.mp4.colours.vidclf"]
    controller.add([films / "a.mp4"])
    assert finish(controller, 2) == [RowState.DONE, RowState.DONE]


def test_a_file_that_fails_says_why_and_the_next_goes_on(
    make_files: MakeFiles, films: Path
) -> None:
    (films / "broken.mp4").write_bytes(b"this is no video" * 100)
    (films / "empty.mp4").touch()
    controller = make_files()
    controller.add([films / "missing.mp4", films])
    finish(controller, 6)
    state = controller.poll()
    details = {shown.name: f"{shown.message} {shown.detail}" for shown in state.rows}
    failed = {shown.name for shown in state.rows if shown.state is RowState.FAILED}
    assert failed == {"missing.mp4", "broken.mp4", "empty.mp4"}
    assert details["missing.mp4"] == "No such file. Check the name."
    assert "Not a video that can be read. Check that it plays" in details["broken.mp4"]
    assert "Is empty (0 bytes)." in details["empty.mp4"]
    assert state.status == "3 of 6 done · 3 failed"
    write_video(films / "missing.mp4", ("red",))
    controller.retry([row(state, "missing.mp4").number])
    poll_until(controller, lambda state: row(state, "missing.mp4").state is RowState.DONE)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (lambda path: path.unlink(), "The file is gone."),
        (lambda path: write_video(path, ("green",)), "The file changed while it was analysed."),
    ],
    ids=["vanished", "changed"],
)
def test_a_video_that_vanishes_or_changes_while_it_is_analysed(
    make_files: MakeFiles, films: Path, harm: Callable[[Path], object], told: str
) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.005))
    controller.add([films / "a.mp4", films / "b.avi"])
    poll_until(
        controller,
        lambda state: len(state.rows) == 2 and (row(state, "a.mp4").progress or 0.0) > 0.2,
    )
    harm(films / "a.mp4")
    assert finish(controller, 2) == [RowState.FAILED, RowState.DONE]
    assert row(controller.poll(), "a.mp4").message == told
    assert row(controller.poll(), "a.mp4").detail
    assert not (films / "a.mp4.colours.vidclf").exists()


def test_without_a_model_the_files_wait(
    make_files: MakeFiles, films: Path, bundle_path: Path, tmp_path: Path
) -> None:
    model = [str(tmp_path / "nowhere")]
    controller = make_files(model=lambda: model[0])
    controller.add([films])
    state = poll_until(controller, lambda state: state.banner is not None and len(state.rows) == 3)
    state = poll_until(
        controller,
        lambda state: states(state) == [RowState.FAILED, RowState.WAITING, RowState.WAITING],
    )
    assert "no such model" in row(state, "a.mp4").message
    assert state.banner is not None
    assert state.banner.kind is BannerKind.ERROR
    assert state.banner.may_retry
    assert state.paused
    model[0] = str(bundle_path)
    controller.retry_banner()
    assert finish(controller, 3) == [RowState.DONE] * 3
    assert controller.poll().banner is None


def test_results_lie_in_the_folder_from_the_settings(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    shutil.copy(films / "a.mp4", films / "inner" / "a.mp4")
    controller = make_files(results_folder=lambda: results)
    controller.add([films])
    assert finish(controller, 4) == [RowState.DONE] * 4
    paths = {shown.result for shown in controller.poll().rows}
    assert len(paths) == 4
    assert {path.parent for path in paths if path} == {results}
    assert not list(films.rglob("*.vidclf"))
    again = make_files(results_folder=lambda: results)
    again.add([films])
    poll_until(again, settled(4))
    assert {shown.status for shown in again.poll().rows} == {"Already analysed"}


def test_a_folder_that_takes_no_results_is_told_and_replaced(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    results = tmp_path / "file" / "results"
    controller = make_files(results_folder=lambda: results)
    controller.add([films])
    assert finish(controller, 3) == [RowState.DONE] * 3
    state = controller.poll()
    for shown in state.rows:
        assert shown.result is not None
        assert shown.result.parent == tmp_path / "fallback"
        assert f"The result lies in {tmp_path / 'fallback'}." in shown.detail
    assert state.banner is not None
    assert f"can't be written to {results}" in state.banner.message
    controller.close_banner()
    assert controller.poll().banner is None, "told once, not for each file"
    again = make_files(results_folder=lambda: results)
    again.add([films])
    poll_until(again, settled(3))
    assert {shown.status for shown in again.poll().rows} == {"Already analysed"}


def test_work_is_kept_when_the_folder_fails_at_the_end(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    controller = make_files(results_folder=lambda: results, capture_factory=SlowCaptures(0.005))
    controller.add([films / "a.mp4"])
    poll_until(controller, lambda state: any((row.progress or 0.0) > 0.2 for row in state.rows))
    results.rmdir()
    results.write_text("in the way")
    assert finish(controller, 1) == [RowState.DONE]
    (shown,) = controller.poll().rows
    assert shown.result is not None
    assert shown.result.parent == tmp_path / "fallback"
    load_document(shown.result)


def test_no_place_for_results_at_all(make_files: MakeFiles, films: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    nowhere = tmp_path / "file" / "results"
    controller = make_files(results_folder=lambda: nowhere, fallback_folder=nowhere)
    controller.add([films])
    assert finish(controller, 3) == [RowState.FAILED] * 3, "told of each; the queue went on"
    assert "could not be written" in row(controller.poll(), "a.mp4").message


def test_the_queue_survives_a_restart(make_files: MakeFiles, films: Path, tmp_path: Path) -> None:
    path = tmp_path / "state" / "files.json"
    first = make_files(capture_factory=SlowCaptures(0.01))
    first.add([films / "missing.mp4", films])
    state = poll_until(
        first, lambda state: RowState.RUNNING in states(state) and len(state.rows) == 4
    )
    first.cancel([row(state, "c.mp4").number])
    first.poll()
    assert first.end(2.0)
    assert not half_written(films)
    assert path.exists()

    second = make_files()
    state = poll_until(second, lambda state: RowState.CHECKING not in states(state))
    assert [(shown.name, shown.state) for shown in state.rows] == [
        ("missing.mp4", RowState.FAILED),
        ("a.mp4", RowState.WAITING),
        ("b.avi", RowState.WAITING),
        ("c.mp4", RowState.CANCELLED),
    ]
    assert "No such file" in row(state, "missing.mp4").message
    assert state.paused, "a start of the program is no order to work"
    assert state.banner is not None
    assert state.banner.message == "2 files from last time wait."
    second.start()
    assert second.poll().banner is None
    poll_until(second, settled(4))
    second.remove([row(state, "missing.mp4").number, row(state, "c.mp4").number])
    second.poll()
    assert second.end(2.0)
    assert not path.exists(), "nothing is left to do"


def test_new_files_take_up_the_queue_of_last_time(make_files: MakeFiles, films: Path) -> None:
    first = make_files(capture_factory=SlowCaptures(0.01))
    first.add([films / "a.mp4"])
    poll_until(first, all_in(RowState.RUNNING))
    assert first.end(2.0)
    second = make_files()
    second.add([films / "b.avi"])
    assert finish(second, 2) == [RowState.DONE] * 2


def test_the_queue_is_kept_while_the_program_runs(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    path = tmp_path / "state" / "files.json"
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films])
    poll_until(controller, lambda _: path.exists() and "c.mp4" in path.read_text())


def test_a_damaged_queue_is_told(make_files: MakeFiles, tmp_path: Path) -> None:
    path = tmp_path / "state" / "files.json"
    path.parent.mkdir()
    path.write_text("no queue")
    state = make_files().poll()
    assert state.banner is not None
    assert "files.damaged-1.json" in state.banner.message
    assert (path.parent / "files.damaged-1.json").read_text() == "no queue"


def test_a_queue_that_can_not_be_kept_is_told(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    controller = make_files(
        state_path=tmp_path / "file" / "files.json", capture_factory=SlowCaptures(0.005)
    )
    controller.add([films])
    state = poll_until(controller, lambda state: state.banner is not None)
    assert state.banner is not None
    assert "can't be kept for the next start" in state.banner.message
    finish(controller, 3)


def test_time_left(make_files: MakeFiles, tmp_path: Path) -> None:
    clock = FakeClock()
    for name in ("a.mp4", "b.mp4"):
        write_video(tmp_path / name, ("red",), seconds_each=10.0)
    controller = make_files(clock=clock, capture_factory=SlowCaptures(0.01))
    controller.add([tmp_path / "a.mp4", tmp_path / "b.mp4"])
    poll_until(controller, lambda state: any(row.progress for row in state.rows))
    state = controller.poll()
    assert (row(state, "a.mp4").left, state.status) == ("", "0 of 2 done"), "nobody can tell yet"
    for _ in range(20):
        clock.now_s += 0.5
        time.sleep(0.05)
        state = controller.poll()
    shown = row(state, "a.mp4")
    assert shown.left
    assert state.status.startswith("0 of 2 done · about ")
    controller.pause()
    assert row(controller.poll(), "a.mp4").left == ""
    controller.cancel_all()


def test_an_unknown_length(make_files: MakeFiles, tmp_path: Path) -> None:
    write_video(tmp_path / "a.mp4", ("red",), seconds_each=10.0)
    controller = make_files(capture_factory=SlowCaptures(0.004, tells_length=False))
    controller.add([tmp_path / "a.mp4"])
    state = poll_until(controller, lambda state: any("so far" in row.status for row in state.rows))
    assert state.rows[0].progress is None
    state = poll_until(controller, lambda state: "0:03" in state.rows[0].status)
    assert state.rows[0].status == "Analysing, 0:03 so far"
    assert finish(controller, 1) == [RowState.DONE]


def test_a_drive_that_hangs_holds_nobody_up(make_files: MakeFiles, films: Path) -> None:
    clock, captures = FakeClock(), SlowCaptures(0.005)
    controller = make_files(clock=clock, capture_factory=captures)
    controller.add([films / "a.mp4"])
    poll_until(controller, lambda state: any((row.progress or 0.0) > 0.2 for row in state.rows))
    captures.hangs.set()
    time.sleep(0.1)
    controller.cancel([row(controller.poll(), "a.mp4").number])
    time.sleep(0.1)
    assert states(controller.poll()) == [RowState.ENDING]
    clock.now_s += 11.0
    assert states(controller.poll()) == [RowState.CANCELLED]
    assert "no longer answers" in row(controller.poll(), "a.mp4").detail
    begun_s = time.monotonic()
    assert not controller.end(0.3), "its thread still hangs"
    assert time.monotonic() - begun_s < 2.0
    captures.hangs.clear()


@pytest.mark.parametrize("wait_s", [0.0, 0.05, 0.3, 1.0])
def test_ending_in_the_middle(make_files: MakeFiles, films: Path, wait_s: float) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.02))
    controller.add([films])
    deadline_s = time.monotonic() + wait_s
    while time.monotonic() < deadline_s:
        controller.poll()
        time.sleep(0.01)
    begun_s = time.monotonic()
    controller.request_end()
    assert controller.end(1.5)
    assert time.monotonic() - begun_s < 2.0
    assert not half_written(films)
    for path in films.rglob("*.vidclf"):
        load_document(path)


def test_rows_that_stay_the_same_are_the_same(make_files: MakeFiles, films: Path) -> None:
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films])
    wanted = [RowState.RUNNING, RowState.WAITING, RowState.WAITING]
    before = poll_until(controller, lambda state: states(state) == wanted)
    after = poll_until(controller, lambda state: state.rows[0] is not before.rows[0])
    assert after.rows[1] is before.rows[1]
    assert after.rows[2] is before.rows[2]


def test_a_result_that_was_corrected_meanwhile(make_files: MakeFiles, films: Path) -> None:
    controller = make_files()
    controller.add([films])
    results = {row.name: row.result for row in poll_until(controller, settled(3)).rows}
    corrected, gone = results["a.mp4"], results["c.mp4"]
    assert corrected is not None
    assert gone is not None
    document = load_document(corrected)
    document.corrections.add("green", 0.0, 4.0)
    save_document(corrected, document)
    gone.unlink()
    controller.look_again()
    state = poll_until(controller, lambda state: row(state, "c.mp4").state is RowState.FAILED)
    assert row(state, "a.mp4").found == "green 4.0 s"
    assert row(state, "a.mp4").status == "Analysed"
    assert row(state, "c.mp4").message == "The result is gone."
    assert not row(state, "c.mp4").may_open


def test_corrections_outlive_another_analysis(make_files: MakeFiles, films: Path) -> None:
    controller = make_files()
    controller.add([films / "a.mp4"])
    (shown,) = poll_until(controller, settled(1)).rows
    assert shown.result is not None
    document = load_document(shown.result)
    document.corrections.add("green", 0.0, 4.0)
    save_document(shown.result, document)
    controller.retry([shown.number])
    (shown,) = poll_until(controller, settled(1)).rows
    assert shown.status == "Analysed"
    assert shown.found == "green 4.0 s"


def test_a_cancelled_repetition_leaves_the_earlier_result(
    make_files: MakeFiles, films: Path
) -> None:
    make = make_files()
    make.add([films / "a.mp4"])
    finish(make, 1)
    controller = make_files(capture_factory=SlowCaptures(0.01))
    controller.add([films / "a.mp4"])
    (shown,) = poll_until(controller, settled(1)).rows
    controller.retry([shown.number])
    poll_until(controller, all_in(RowState.RUNNING))
    controller.cancel([shown.number])
    (shown,) = poll_until(controller, settled(1)).rows
    assert shown.state is RowState.CANCELLED
    assert shown.may_open
    assert shown.result is not None
    load_document(shown.result)


def test_another_sink_is_told_of_each_run(
    make_files: MakeFiles, films: Path, tmp_path: Path
) -> None:
    history = HistoryStore(tmp_path / "history.db")
    try:
        controller = make_files(
            beside=lambda result: HistorySink(history, result),
            capture_factory=SlowCaptures(0.003),
        )
        controller.add([films])
        poll_until(controller, lambda state: len(state.rows) == 3)
        controller.cancel([row(controller.poll(), "b.avi").number])
        finish(controller, 3)
        assert history.flush()
        told = {session.source: session.result for session in history.sessions()}
        assert told == {
            "a.mp4": films / "a.mp4.colours.vidclf",
            "c.mp4": films / "inner" / "c.mp4.colours.vidclf",
        }
    finally:
        history.close()


def test_a_video_too_short_for_the_model(make_files: MakeFiles, tmp_path: Path) -> None:
    write_video(tmp_path / "short.mp4", ("red",), seconds_each=0.2)
    controller = make_files()
    controller.add([tmp_path / "short.mp4"])
    (shown,) = poll_until(controller, settled(1)).rows
    assert (shown.state, shown.found) == (RowState.DONE, "too short for the model")
