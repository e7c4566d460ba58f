"""Recordings on real files: pace, parts, queues, full disks, kills."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.core.test_pipeline import wait_until
from tests.core.test_sinks import full_disk
from tests.live.clocks import FakeClock
from tests.live.recording.conftest import RATE_HZ, numbered, read_video
from vidclf_app.core.records import Frame, Prediction, UInt8Array
from vidclf_app.errors import SinkError
from vidclf_app.live.recording.leftovers import ABANDONED_AFTER_S, finish_leftovers
from vidclf_app.live.recording.names import free_path, media_stem
from vidclf_app.live.recording.part import LOWEST_FREE_BYTES
from vidclf_app.live.recording.recording import Recording, RecordingOptions
from vidclf_app.live.recording.snapshot import save_snapshot
from vidclf_app.live.recording.track import Track, TrackPlan

WALL_S = 1_750_000_000.0
PATIENCE_S = 20.0


def as_it_is(frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> UInt8Array:
    return frame.pixels


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


MakeTrack = Callable[..., Track]


@pytest.fixture
def make_track(tmp_path: Path, clock: FakeClock) -> MakeTrack:
    def make(**changes: object) -> Track:
        plan: dict[str, object] = {
            "folder": tmp_path,
            "source_name": "Camera 0",
            "addition": "",
            "rate_hz": RATE_HZ,
            "draw": as_it_is,
        }
        return Track(
            TrackPlan(**(plan | changes)),  # type: ignore[arg-type]
            wall=lambda: WALL_S + clock.now_s,
            clock=clock,
        )

    return make


def offer_all(track: Track, frames: list[Frame]) -> None:
    """Offer frames no faster than they are written."""
    for frame in frames:
        wait_until(lambda: len(track._waiting) < 4)
        track.offer(frame, None, ())


def finished(track: Track) -> list[Path]:
    track.request_stop()
    assert track.join(PATIENCE_S)
    return list(track.progress.paths)


def test_every_frame_is_written_in_order(make_track: MakeTrack, clock: FakeClock) -> None:
    track = make_track()
    offer_all(track, [numbered(k, clock.now_s + k / RATE_HZ) for k in range(100)])
    clock.now_s += 100 / RATE_HZ
    (path,) = finished(track)
    video = read_video(path)
    assert video.numbers == list(range(100))
    assert video.rate_hz == RATE_HZ
    assert video.told_frames == 100
    assert track.progress.duration_s == pytest.approx(5.0)
    assert track.progress.size_bytes == path.stat().st_size
    assert track.progress.dropped == 0
    assert track.error is None
    assert sorted(path.parent.iterdir()) == [path], "nothing else is left"


def test_a_camera_whose_rate_varies_gets_the_right_duration(
    make_track: MakeTrack, clock: FakeClock
) -> None:
    track = make_track()
    times_s = [*np.arange(0.0, 2.0, 1 / 8.0), *np.arange(2.0, 4.0, 1 / 33.0), 6.0]
    began_s = clock.now_s
    offer_all(track, [numbered(k, began_s + float(t)) for k, t in enumerate(times_s)])
    clock.now_s = began_s + 7.0
    (path,) = finished(track)
    video = read_video(path)
    assert video.duration_s == pytest.approx(7.0, abs=1.5 / RATE_HZ)
    for place in (0, 10, 30, 39, 60, 79):
        shown = times_s[video.numbers[place]]
        newest = max(t for t in times_s if t <= place / RATE_HZ + 1e-9)
        assert shown == pytest.approx(newest, abs=2 / RATE_HZ)
    assert video.numbers[-20:] == [len(times_s) - 1] * 20, "the last picture stays to the end"


def test_long_recordings_are_divided(make_track: MakeTrack, clock: FakeClock) -> None:
    track = make_track(part_s=2.0)
    began_s = clock.now_s
    for k in range(100):
        clock.now_s = began_s + k / RATE_HZ
        offer_all(track, [numbered(k, clock.now_s)])
        wait_until(lambda: not track._waiting)
    clock.now_s = began_s + 5.0
    paths = finished(track)
    assert len(paths) == 3
    assert [n for path in paths for n in read_video(path).numbers] == list(range(100))
    assert paths == sorted(paths), "their names tell when they began"
    assert paths[0].name.endswith("Camera 0.avi")


def test_another_size_and_a_long_silence_begin_another_file(
    make_track: MakeTrack, clock: FakeClock
) -> None:
    track = make_track()
    began_s = clock.now_s
    small = [numbered(k, began_s + k / RATE_HZ) for k in range(20)]
    large = [numbered(k, began_s + 1.0 + k / RATE_HZ, 320, 192) for k in range(20)]
    later = [numbered(k, began_s + 3600.0 + k / RATE_HZ, 320, 192) for k in range(20)]
    offer_all(track, small + large + later)
    clock.now_s = began_s + 3601.0
    videos = [read_video(path) for path in finished(track)]
    assert [video.frames[0].shape[:2] for video in videos] == [(96, 160), (192, 320), (192, 320)]
    assert [len(video.frames) for video in videos] == [20, 20, 20]


def test_what_it_is_too_slow_for_is_counted_and_does_not_shift_the_rest(
    make_track: MakeTrack, clock: FakeClock
) -> None:
    may_go_on = threading.Event()

    def slow(frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> UInt8Array:
        if frame.index == 3:
            may_go_on.wait(PATIENCE_S)
        return frame.pixels

    track = make_track(draw=slow)
    began_s = clock.now_s
    # Two thousand frames of this size are more than may wait.
    frames = [numbered(k % 256, began_s + k / RATE_HZ, 160 * 4, 96 * 4) for k in range(250)]
    for frame in frames:
        track.offer(frame, None, ())
    assert track.progress.dropped > 50
    waiting_bytes = sum(item.frame.pixels.nbytes for item in track._waiting)
    assert waiting_bytes <= 96 << 20
    may_go_on.set()
    wait_until(lambda: not track._waiting)
    dropped = track.progress.dropped
    offer_all(track, [numbered(255, began_s + 250 / RATE_HZ, 160 * 4, 96 * 4)])
    clock.now_s = began_s + 251 / RATE_HZ
    (path,) = finished(track)
    assert track.progress.dropped == dropped, "still told at the end"
    video = read_video(path)
    assert video.duration_s == pytest.approx(251 / RATE_HZ, abs=2 / RATE_HZ)
    assert video.numbers[-1] == 255


def test_offering_never_waits(make_track: MakeTrack, clock: FakeClock) -> None:
    def slow(frame: Frame, prediction: Prediction | None, labels: tuple[str, ...]) -> UInt8Array:
        time.sleep(0.05)
        return frame.pixels

    track = make_track(draw=slow)
    large = [numbered(0, clock.now_s + k / RATE_HZ, 1280, 720) for k in range(100)]
    began_s = time.monotonic()
    for frame in large:
        track.offer(frame, None, ())
    assert time.monotonic() - began_s < 100 * 0.05 / 2
    finished(track)


def test_no_frame_no_file(make_track: MakeTrack, tmp_path: Path) -> None:
    assert finished(make_track()) == []
    assert list(tmp_path.iterdir()) == []


def test_names_that_are_taken_stay(make_track: MakeTrack, tmp_path: Path, clock: FakeClock) -> None:
    taken = tmp_path / f"{media_stem(WALL_S + clock.now_s, 'Camera 0')}.avi"
    taken.write_text("of yesterday")
    tracks = [make_track(), make_track()]
    for track in tracks:
        offer_all(track, [numbered(k, clock.now_s) for k in range(2)])
    paths = [finished(track)[0] for track in tracks]
    assert taken.read_text() == "of yesterday"
    assert {path.name for path in paths} == {f"{taken.stem} (2).avi", f"{taken.stem} (3).avi"}


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("Camera 0", "Camera 0"),
        ("rtsp://me:***@10.0.0.7/stream?x=1", "rtsp me 10.0.0.7 stream x 1"),
        ("../../etc/passwd", "etc passwd"),
        ("Übung.mp4", "Übung.mp4"),
        ('a<b>:"|?*\\c\n', "a b c"),
        ("", ""),
    ],
)
def test_names_tell_when_and_what_and_can_be_used_everywhere(source: str, named: str) -> None:
    moment = time.strftime("%Y-%m-%d %H-%M-%S", time.localtime(WALL_S))
    assert media_stem(WALL_S, source) == f"{moment} {named}".strip()


def test_long_names_are_cut(tmp_path: Path) -> None:
    path = tmp_path / f"{media_stem(WALL_S, 'x' * 500, 'annotated')}.avi"
    path.touch()
    assert free_path(path).name.endswith("annotated (2).avi")


def test_a_disk_that_gets_full_ends_it_cleanly(
    make_track: MakeTrack, clock: FakeClock, tmp_path: Path
) -> None:
    left = [10 * LOWEST_FREE_BYTES]
    track = make_track(free_space=lambda _: left[0])
    began_s = clock.now_s
    for k in range(200):
        if k == 100:
            left[0] = LOWEST_FREE_BYTES - 1
        clock.now_s = began_s + k / RATE_HZ
        offer_all(track, [numbered(k, clock.now_s)])
        wait_until(lambda: not track._waiting)
    assert track.join(PATIENCE_S), "by itself"
    assert isinstance(track.error, SinkError)
    assert "less than 500 MB" in track.error.message
    (path,) = track.progress.paths
    video = read_video(path)
    assert 100 <= len(video.frames) <= 145, "what was recorded is kept"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_from_the_beginning(make_track: MakeTrack, tmp_path: Path) -> None:
    track = make_track(free_space=lambda _: 1000)
    track.offer(numbered(0, 0.0), None, ())
    assert track.join(PATIENCE_S)
    assert isinstance(track.error, SinkError)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_refuses_more_ends_it_with_what_there_is(
    make_track: MakeTrack, clock: FakeClock, tmp_path: Path
) -> None:
    noise = np.random.default_rng(1)
    track = make_track()
    began_s = clock.now_s
    with full_disk(300_000):
        for k in range(90):
            pixels = noise.integers(0, 255, (192, 320, 3), dtype=np.uint8)
            offer_all(track, [Frame(pixels, k, began_s + k / RATE_HZ, began_s + k / RATE_HZ)])
        clock.now_s = began_s + 90 / RATE_HZ
        track.request_stop()
        assert track.join(PATIENCE_S)
    assert track.error is None or isinstance(track.error, SinkError)
    kept = list(tmp_path.iterdir())
    assert len(kept) == 1
    assert 0 < len(read_video(kept[0]).frames) < 90


def test_a_folder_that_can_not_be_made(make_track: MakeTrack, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    track = make_track(folder=tmp_path / "file" / "recordings")
    track.offer(numbered(0, 0.0), None, ())
    assert track.join(PATIENCE_S)
    assert isinstance(track.error, SinkError)
    assert "could not be written" in track.error.message


def test_a_drive_that_goes_away_is_noticed(
    make_track: MakeTrack, tmp_path: Path, clock: FakeClock
) -> None:
    folder = tmp_path / "drive"
    track = make_track(folder=folder)
    offer_all(track, [numbered(0, clock.now_s)])
    wait_until(lambda: folder.exists() and not track._waiting)
    shutil.rmtree(folder)
    clock.now_s += 3.0
    offer_all(track, [numbered(1, clock.now_s)])
    assert track.join(PATIENCE_S)
    assert isinstance(track.error, SinkError)
    assert "could not be written" in track.error.message


# Raw and annotated together.


def test_both_tracks_have_the_same_pace(tmp_path: Path, clock: FakeClock) -> None:
    recording = Recording(
        RecordingOptions(tmp_path, raw=True, annotated=True),
        "Camera 0",
        RATE_HZ,
        wall=lambda: WALL_S,
        clock=clock,
    )
    began_s = clock.now_s
    for k in range(40):
        recording.take(numbered(0, began_s + k / RATE_HZ, 320, 192), None, ())
        time.sleep(0.005)
    clock.now_s = began_s + 40 / RATE_HZ
    recording.request_stop()
    assert recording.join(PATIENCE_S)
    assert recording.has_ended
    raw, drawn = sorted(recording.progress.paths, key=lambda path: "annotated" in path.name)
    assert drawn.name == f"{raw.stem} annotated.avi"
    raw_video, drawn_video = read_video(raw), read_video(drawn)
    assert len(raw_video.frames) == len(drawn_video.frames) == 40
    assert raw_video.frames[20].max() < 30
    assert drawn_video.frames[20].max() > 150, "the overlay's letters"
    assert recording.progress.duration_s == pytest.approx(2.0)


@pytest.mark.parametrize(("raw", "annotated"), [(True, False), (False, True), (False, False)])
def test_one_track_alone(raw: bool, annotated: bool, tmp_path: Path, clock: FakeClock) -> None:
    recording = Recording(RecordingOptions(tmp_path, raw, annotated), "x", RATE_HZ, clock=clock)
    recording.take(numbered(0, clock.now_s), None, ())
    recording.request_stop()
    assert recording.join(PATIENCE_S)
    (path,) = recording.progress.paths
    assert ("annotated" in path.name) == annotated


def test_snapshots(tmp_path: Path) -> None:
    folder = tmp_path / "new folder"
    frame = numbered(0b10101010, 0.0, 320, 192)
    first = save_snapshot(folder, "Camera 0", WALL_S, frame, None, ())
    second = save_snapshot(folder, "Camera 0", WALL_S, frame, None, ())
    assert len({*first, *second}) == 4, "none is overwritten"
    assert (read_video(first[0]).frames[0] == frame.pixels).all()
    assert not (read_video(first[1]).frames[0] == frame.pixels).all()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SinkError, match="could not be written"):
        save_snapshot(tmp_path / "file", "Camera 0", WALL_S, frame, None, ())


# A program that is killed while it records.

_RECORDS = """
import sys, time
from pathlib import Path
import numpy as np
from vidclf_app.core.records import Frame
from vidclf_app.live.recording.recording import Recording, RecordingOptions

noise = np.random.default_rng(0).integers(0, 255, (40, 192, 320, 3), dtype=np.uint8)
recording = Recording(RecordingOptions(Path(sys.argv[1])), "Camera 0", 20.0)
began_s = time.monotonic()
for k in range(1000):
    recording.take(Frame(noise[k % 40], k, k / 20.0, began_s + k / 20.0), None, ())
    time.sleep(0.01)
    if k == 60:
        print("goes on", flush=True)
"""


@pytest.fixture
def cut_off(tmp_path: Path) -> Path:
    """A folder in which a recording was killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", _RECORDS, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "goes on\n"
        process.send_signal(signal.SIGKILL)
    return tmp_path


def test_what_a_killed_program_recorded_is_finished_at_the_next_start(cut_off: Path) -> None:
    (partial,) = cut_off.iterdir()
    assert ".partial" in partial.name
    young = finish_leftovers(cut_off)
    assert (young.finished, young.young) == ((), 1), "another window may still write it"
    found = finish_leftovers(cut_off, wall=lambda: time.time() + ABANDONED_AFTER_S + 1.0)
    (path,) = found.finished
    assert found.damaged == ()
    assert path.name.endswith("Camera 0.avi")
    assert list(cut_off.iterdir()) == [path]
    video = read_video(path)
    assert video.told_frames == len(video.frames) > 20
    assert video.rate_hz == 20.0


def test_leftovers_that_hold_nothing_are_kept_or_cleared(tmp_path: Path) -> None:
    old_s = time.time() - 3600.0
    contents = {
        ".2026-01-01 10-00-00 x.77.partial.avi": b"garbage" * 1000,
        ".2026-01-01 11-00-00 x.77.partial.avi": b"",
        ".other.77.partial.mp4": b"somebody else's",
        "mine.avi": b"not a leftover",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (old_s, old_s))
    found = finish_leftovers(tmp_path)
    assert [path.name for path in found.damaged] == ["2026-01-01 10-00-00 x (damaged).avi"]
    assert found.finished == ()
    assert found.damaged[0].read_bytes() == b"garbage" * 1000
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["2026-01-01 10-00-00 x (damaged).avi", ".other.77.partial.mp4", "mine.avi"]
    )


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    assert finish_leftovers(tmp_path / "missing").finished == ()


def test_a_recording_that_goes_on_is_left_alone(
    make_track: MakeTrack, tmp_path: Path, clock: FakeClock
) -> None:
    track = make_track()
    offer_all(track, [numbered(0, clock.now_s)])
    wait_until(lambda: any(".partial.avi" in path.name for path in tmp_path.iterdir()))
    assert finish_leftovers(tmp_path).young == 1
    (path,) = finished(track)
    assert path.exists()


def test_several_sources_look_for_leftovers_at_once(cut_off: Path) -> None:
    found: list[Path] = []

    def look() -> None:
        later = finish_leftovers(cut_off, wall=lambda: time.time() + ABANDONED_AFTER_S + 1.0)
        found.extend(later.finished)

    lookers = [threading.Thread(target=look) for _ in range(4)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join(PATIENCE_S)
    assert len(found) == 1
    video = read_video(found[0])
    assert video.told_frames == len(video.frames) > 20
