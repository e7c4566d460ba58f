"""The player: every place exactly, at its own pace, whatever becomes of the file."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.ui.review.builders import PATIENCE_S, number_of, write_numbered_video
from vidclf_app.core.sources.capture import open_capture
from vidclf_app.ui.review.playing.player import Player, PlayerState
from vidclf_app.ui.review.playing.reader import FrameReader

FRAMES = 150
RATE_HZ = 25.0


@pytest.fixture(scope="module", params=["mp4v-mp4", "MJPG-avi"])
def numbered(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    codec, suffix = request.param.split("-")
    folder = tmp_path_factory.mktemp("numbered")
    return write_numbered_video(folder / f"clip.{suffix}", FRAMES, codec)


@pytest.fixture
def play() -> Iterator[Callable[..., Player]]:
    made: list[Player] = []

    def make(path: Path, **options: Any) -> Player:
        made.append(Player(path, **options))
        return made[-1]

    yield make
    for player in made:
        assert player.stop(5.0)


def until(player: Player, holds: Callable[[PlayerState], bool]) -> PlayerState:
    deadline_s = time.monotonic() + PATIENCE_S
    while not holds(state := player.poll()):
        assert time.monotonic() < deadline_s, state
        time.sleep(0.002)
    return state


def rests(state: PlayerState) -> bool:
    return state.frame is not None and not state.seeking


def test_every_place_shows_its_own_frame(numbered: Path) -> None:
    reader = FrameReader(numbered)
    for wanted in (100, 3, 149, 0, 60, 61, 59, 12, 148):
        time_s = wanted / RATE_HZ
        for place_s in (time_s, time_s + 0.5 / RATE_HZ):
            frame = reader.at(place_s)
            assert (number_of(frame), frame and frame.index) == (wanted, wanted)
    assert number_of(reader.at(1e4)) == FRAMES - 1
    assert number_of(reader.at(-1.0)) == 0
    reader.close()


def test_steps_in_both_directions(numbered: Path) -> None:
    reader = FrameReader(numbered)
    frame = reader.at(80 / RATE_HZ)
    assert frame is not None
    back = [frame := reader.before(frame) or frame for _ in range(30)]
    assert [number_of(each) for each in back] == list(range(79, 49, -1))
    on = [frame := reader.after(frame) or frame for _ in range(40)]
    assert [number_of(each) for each in on] == list(range(51, 91))
    first, last = reader.at(0.0), reader.at(1e4)
    assert first is not None
    assert last is not None
    assert number_of(reader.before(first)) == 0
    assert reader.after(last) is None
    assert reader.is_last(last)
    reader.close()


def test_passing_over_frames_ends_at_the_last_one(numbered: Path) -> None:
    reader = FrameReader(numbered)
    frame = reader.at(1.0)
    assert frame is not None
    assert number_of(skipped := reader.after(frame, not_before_s=3.0)) == 75
    assert skipped is not None
    assert number_of(reader.after(skipped, not_before_s=1e4)) == FRAMES - 1
    reader.close()


def test_plays_in_order_at_its_pace(numbered: Path, play: Callable[..., Player]) -> None:
    player = play(numbered, start_s=1.0)
    until(player, rests)
    player.play(True)
    seen: list[int] = []
    begun_s = time.monotonic()
    while (state := player.poll()).position_s < 2.0:
        number = number_of(state.frame)
        if not seen or number != seen[-1]:
            seen.append(number)
        assert time.monotonic() < begun_s + PATIENCE_S
        time.sleep(0.002)
    assert time.monotonic() - begun_s > 0.9, "no faster than the video"
    assert seen == sorted(seen)
    assert seen[0] == 25


def test_plays_to_the_end_and_begins_anew(numbered: Path, play: Callable[..., Player]) -> None:
    player = play(numbered, start_s=5.5)
    player.set_speed(4.0)
    until(player, rests)
    player.play(True)
    state = until(player, lambda s: s.at_end)
    assert not state.playing
    assert number_of(state.frame) == FRAMES - 1
    player.play(True)
    state = until(player, lambda s: s.position_s < 1.0 and rests(s))
    assert state.playing
    player.play(False)
    assert not player.poll().playing


def test_fast_playing_leaves_frames_out_but_no_time(
    numbered: Path, play: Callable[..., Player]
) -> None:
    def slow(target: int | str, backend: int, properties: Sequence[int]) -> Any:
        capture = open_capture(target, backend, properties)

        class Slow:
            def __getattr__(self, name: str) -> Any:
                return getattr(capture, name)

            def retrieve(self) -> Any:
                time.sleep(0.06)
                return capture.retrieve()

        return Slow()

    player = play(numbered, capture_factory=slow)
    until(player, rests)
    player.play(True)
    seen = set()
    begun_s = time.monotonic()
    while (state := player.poll()).position_s < 2.0:
        seen.add(number_of(state.frame))
        assert time.monotonic() < begun_s + PATIENCE_S
        time.sleep(0.002)
    assert len(seen) < 45, "of fifty frames, as many as could be converted"


def test_steps_stand_still_and_add_up(numbered: Path, play: Callable[..., Player]) -> None:
    player = play(numbered, start_s=2.0)
    until(player, rests)
    player.play(True)
    player.step(1)
    player.step(1)
    state = until(player, rests)
    assert not state.playing
    assert number_of(state.frame) == 52
    player.step(-3)
    assert number_of(until(player, rests).frame) == 49
    player.seek(0.0)
    player.step(-1)
    assert number_of(until(player, rests).frame) == 0


def test_the_newest_place_wins(numbered: Path, play: Callable[..., Player]) -> None:
    player = play(numbered)
    for number in (10, 140, 20, 130, 90):
        player.seek(number / RATE_HZ)
    assert player.poll().position_s == 90 / RATE_HZ, "the playhead doesn't wait for the picture"
    assert number_of(until(player, rests).frame) == 90


def test_a_missing_file_is_told_and_shown_once_it_is_there(
    numbered: Path, tmp_path: Path, play: Callable[..., Player]
) -> None:
    path = tmp_path / numbered.name
    player = play(path, start_s=2.0)
    state = until(player, lambda s: s.error is not None)
    assert str(path) in str(state.error)
    assert player.is_gone
    player.seek(3.0)
    assert player.poll().position_s == 3.0, "the playhead goes on"
    path.write_bytes(numbered.read_bytes())
    state = until(player, rests)
    assert number_of(state.frame) == 75
    assert state.error is None
    assert not player.is_gone


def test_a_file_that_vanishes_is_told(
    numbered: Path, tmp_path: Path, play: Callable[..., Player]
) -> None:
    path = tmp_path / numbered.name
    path.write_bytes(numbered.read_bytes())
    player = play(path)
    until(player, rests)
    path.unlink()
    state = until(player, lambda s: s.error is not None)
    assert state.frame is not None, "the last picture stays"
    path.write_bytes(numbered.read_bytes())
    until(player, lambda s: s.error is None)
    player.seek(4.0)
    assert number_of(until(player, lambda s: s.frame is not None and s.frame.index == 100).frame)


def replaced(path: Path, by: Path) -> None:
    by.replace(path)


def written_over(path: Path, by: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)
        file.write(by.read_bytes())


def cut_short(path: Path, by: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 3)


def emptied(path: Path, by: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(0)


@pytest.mark.parametrize("change", [replaced, written_over, cut_short, emptied])
def test_a_file_that_changes_while_it_plays_is_told(
    change: Callable[[Path, Path], None],
    numbered: Path,
    tmp_path: Path,
    play: Callable[..., Player],
) -> None:
    path = tmp_path / numbered.name
    path.write_bytes(numbered.read_bytes())
    other = write_numbered_video(tmp_path / f"other{path.suffix}", 60)
    # Slowly: it must not come to its end before it is changed.
    player = play(path)
    player.set_speed(0.25)
    player.play(True)
    until(player, lambda s: number_of(s.frame) > 1 if s.frame is not None else False)
    change(path, other)
    state = until(player, lambda s: s.error is not None)
    assert str(path) in str(state.error)
    assert "replaced or changed" in str(state.error)
    assert "Try again" in str(state.error)
    assert player.is_changed
    assert not player.is_gone
    state = until(player, lambda s: not s.playing)
    assert state.frame is not None, "the last picture stays"
    player.seek(3.0)
    state = until(player, lambda s: not s.seeking)
    assert state.position_s == 3.0, "the playhead goes on"
    assert number_of(state.frame) != 75, "nothing of the mixture is shown"
    player.play(True)
    assert until(player, lambda s: not s.playing).error is not None
    path.write_bytes(numbered.read_bytes())
    state = until(player, lambda s: s.error is None and rests(s))
    assert number_of(state.frame) == 75, "the same content is there again"


def test_a_file_that_was_merely_touched_plays_on(
    numbered: Path, tmp_path: Path, play: Callable[..., Player]
) -> None:
    path = tmp_path / numbered.name
    path.write_bytes(numbered.read_bytes())
    player = play(path)
    until(player, rests)
    path.write_bytes(numbered.read_bytes())
    os.utime(path, (0.0, 0.0))
    held = player._held
    assert held is not None
    deadline_s = time.monotonic() + PATIENCE_S
    while held._looked[-1] != 0:
        assert time.monotonic() < deadline_s
        time.sleep(0.01)
    player.seek(2.0)
    state = until(player, rests)
    assert state.error is None
    assert number_of(state.frame) == 50


def test_a_vanished_file_that_comes_back_as_another_is_told(
    numbered: Path, tmp_path: Path, play: Callable[..., Player]
) -> None:
    path = tmp_path / numbered.name
    path.write_bytes(numbered.read_bytes())
    player = play(path)
    until(player, rests)
    path.unlink()
    until(player, lambda _: player.is_gone)
    write_numbered_video(path, 60)
    state = until(player, lambda s: player.is_changed and s.error is not None)
    assert "replaced or changed" in str(state.error)


def test_a_damaged_file_is_told_and_the_player_stays_usable(
    tmp_path: Path, play: Callable[..., Player]
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"no video at all" * 100)
    player = play(path)
    state = until(player, lambda s: s.error is not None)
    assert state.frame is None
    write_numbered_video(path, 30)
    player.seek(1.0)
    assert number_of(until(player, rests).frame) == 25


def test_stop_ends_the_thread_during_a_long_way(tmp_path: Path) -> None:
    released = threading.Event()

    def endless(target: int | str, backend: int, properties: Sequence[int]) -> Any:
        capture = open_capture(target, backend, properties)

        class Endless:
            grabbed = 0

            def __getattr__(self, name: str) -> Any:
                return getattr(capture, name)

            def grab(self) -> bool:
                # After the first two frames the file never comes to the wanted place.
                self.grabbed += 1
                time.sleep(0.001)
                return bool(capture.grab()) if self.grabbed <= 2 else True

            def get(self, property_id: int) -> float:
                return 0.0

            def release(self) -> None:
                released.set()
                capture.release()

        return Endless()

    player = Player(write_numbered_video(tmp_path / "clip.mp4", 10), capture_factory=endless)
    player.seek(1e6)
    time.sleep(0.1)
    assert player.stop(2.0)
    assert released.is_set()
