"""Several sources in one window, without a screen and without Qt."""

import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.builders import (
    FakeCapture,
    FakeCaptureFactory,
    HangingCapture,
    write_bundle,
    write_video,
)
from tests.ui.conftest import MakeWall
from tests.ui.wall.driving import poll_wall_for, poll_wall_until, shows, verdicts
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.records import Tuning
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.core.sources.capture import open_capture
from vidclf_app.models import shelf as shelf_room
from vidclf_app.settings import Settings
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.live.view_state import Phase
from vidclf_app.ui.parts.messages import BannerKind
from vidclf_app.ui.wall.controller import MOST_SOURCES
from vidclf_app.ui.wall.remembering import remembered, remembered_sources
from vidclf_app.ui.wall.view_state import WallState, columns


class Cameras(FakeCaptureFactory):
    """Two cameras, a red and a green one; files are real."""

    def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> Any:
        if isinstance(target, str):
            return open_capture(target, backend, properties)
        self.targets.append(target)
        if target > 1:
            return FakeCapture(0, opened=False)
        self.opened.append(FakeCapture(100_000, colour=("red", "green")[target], wait_s=0.02))
        return self.opened[-1]


@pytest.fixture(scope="module")
def slow_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Green at 12 pictures a second."""
    folder = tmp_path_factory.mktemp("slow")
    return write_video(folder / "slow.mp4", ("green",), rate_hz=12.0, seconds_each=4.0)


def test_it_needs_no_qt() -> None:
    code = (
        "import sys, vidclf_app.ui.wall.controller, vidclf_app.ui.wall.remembering;"
        "print([name for name in sys.modules if 'PySide6' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_four_sources_over_one_model(
    make_wall: MakeWall, red_path: Path, blue_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def counting(path: Path, **options: Any) -> Bundle:
        opened.append(path)
        return open_bundle(path, **options)

    monkeypatch.setattr(shelf_room, "open_bundle", counting)
    wall = make_wall(sources=[str(red_path), str(blue_path)] * 2)
    state = poll_wall_until(wall, shows("red", "blue", "red", "blue"))
    assert len(opened) == 1
    assert (state.selected, state.large, state.shown) == (0, False, (0, 1, 2, 3))
    assert [source.source_name for source in state.sources] == ["red.mp4", "blue.mp4"] * 2
    names = [thread.name for thread in threading.enumerate()]
    assert names.count("vidclf-capture") == names.count("vidclf-inference") == 4
    assert wall.close()


def test_each_source_s_figures_are_its_own(
    make_wall: MakeWall, red_path: Path, slow_path: Path
) -> None:
    wall = make_wall(sources=[str(red_path), str(slow_path)])
    poll_wall_until(wall, shows("red", "green"))
    fast, slow = poll_wall_for(wall, 2.5)[-1].sources
    assert fast.stats.capture_hz == pytest.approx(30.0, rel=0.2)
    assert slow.stats.capture_hz == pytest.approx(12.0, rel=0.2)
    assert fast.stats.captured > 1.5 * slow.stats.captured
    assert fast.stats.provider == slow.stats.provider != ""
    assert fast.source is not None
    assert slow.source is not None
    assert (fast.source.rate_hz, slow.source.rate_hz) == (30.0, 12.0)


def test_a_source_is_added_and_selected(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    poll_wall_until(wall, shows("red"))
    wall.set_threshold(0.7)
    wall.add_source(str(blue_path))
    state = poll_wall_until(wall, shows("red", "blue"))
    assert state.selected == 1
    assert state.front.source_name == "blue.mp4"
    assert [source.tuning for source in state.sources] == [Tuning(threshold=0.7)] * 2


def test_the_selected_one_is_removed(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    wall.add_source(str(blue_path))
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue", "blue"))
    wall.select(1)
    begun_s = time.monotonic()
    wall.remove_selected()
    assert time.monotonic() - begun_s < 0.2, "the window doesn't wait for it"
    state = wall.poll()
    assert (verdicts(state), state.selected) == (["red", "blue"], 1)
    wall.remove_selected()
    assert wall.poll().selected == 0
    wall.remove_selected()
    assert len(wall.poll().sources) == 1, "the last one stays"
    assert wall.close()


@pytest.mark.usefixtures("only_counting")
def test_the_picture_of_a_removed_source_is_let_go(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue"))
    wall.selected.set_paused(True)
    frame = poll_wall_for(wall, 0.3)[-1].sources[1].frame
    assert frame is not None
    picture = weakref.ref(frame.pixels)
    del frame
    wall.remove_selected()
    poll_wall_until(wall, lambda state: len(state.sources) == 1 and picture() is None)


def test_selecting(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall(sources=["", str(blue_path)])
    wall.select(1)
    assert wall.poll().selected == 1
    for nowhere in (2, 7, -1):
        wall.select(nowhere)
        assert wall.poll().selected == 1


def test_one_alone_and_back(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    wall.toggle_large()
    assert not wall.poll().large, "there is nothing else to hide"
    wall.add_source(str(blue_path))
    wall.toggle_large()
    assert wall.poll().shown == (1,)
    wall.select(0)
    assert wall.poll().shown == (0,)
    state = poll_wall_until(wall, shows("red", "blue"))
    assert state.large, "the hidden one goes on"
    wall.remove_selected()
    assert not wall.poll().large


def test_pause_and_mirror_belong_to_one(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue"))
    wall.selected.set_paused(True)
    wall.selected.set_mirror(True)
    time.sleep(0.2)
    states = poll_wall_for(wall, 0.4)
    assert {(s.sources[0].paused, s.sources[1].paused) for s in states} == {(False, True)}
    assert {(s.sources[0].mirror, s.sources[1].mirror) for s in states} == {(False, True)}
    assert len({id(s.sources[1].frame) for s in states}) == 1
    assert len({id(s.sources[0].frame) for s in states}) > 5


def test_threshold_smoothing_and_skeleton_belong_to_all(
    make_wall: MakeWall, blue_path: Path
) -> None:
    wall = make_wall(tuning=Tuning(smoothing_s=0.5))
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue"))
    wall.step_threshold(1)
    wall.set_smoothing(2.0)
    wall.set_skeleton(False)
    states = wall.poll().sources
    assert [s.tuning for s in states] == [Tuning(threshold=0.65, smoothing_s=2.0)] * 2
    assert [s.skeleton for s in states] == [False, False]
    wall.select(0)
    wall.set_threshold(1.0)
    poll_wall_until(wall, lambda s: not any(one.recognised for one in s.sources))
    wall.reset_tuning()
    state = poll_wall_until(wall, shows("red", "blue"))
    assert [s.tuning for s in state.sources] == [Tuning()] * 2


def other_model(folder: Path) -> Path:
    return write_bundle(
        folder / "other",
        name="other",
        labels=("x", "y", "z"),
        thresholds={label: {"enter": 0.5, "leave": 0.3} for label in "xyz"},
    )


def test_another_model_for_all_is_opened_once(
    make_wall: MakeWall, blue_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = make_wall()
    wall.add_source(str(blue_path))
    wall.add_source(str(tmp_path / "missing.mp4"))
    poll_wall_until(
        wall, lambda s: verdicts(s)[:2] == ["red", "blue"] and s.front.phase is Phase.FAILED
    )
    opened: list[Path] = []
    gate = threading.Event()

    def counting(path: Path, **options: Any) -> Bundle:
        opened.append(path)
        gate.wait(20.0)
        return open_bundle(path, **options)

    monkeypatch.setattr(shelf_room, "open_bundle", counting)
    wall.open_model(str(other_model(tmp_path)))
    wall.add_source(str(blue_path))
    state = wall.poll()
    assert state.sources[0].model_opening == "other"
    assert state.sources[0].verdict == "red", "the old one goes on"
    gate.set()
    state = poll_wall_until(wall, lambda s: [verdicts(s)[n] for n in (0, 1, 3)] == ["x", "z", "z"])
    assert {source.model_text for source in state.sources} == {str(tmp_path / "other")}
    assert len(opened) <= 2, "the one added meanwhile may have begun with the old one"


def test_the_model_moves_to_another_processor(
    make_wall: MakeWall, blue_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []

    def counting(path: Path, **options: Any) -> Bundle:
        opened.append(options["provider"])
        return open_bundle(path, **options)

    monkeypatch.setattr(shelf_room, "open_bundle", counting)
    wall = make_wall()
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue"))
    wall.use_provider("auto")
    wall.use_provider("cpu")
    poll_wall_until(wall, lambda s: not any(one.model_opening for one in s.sources))
    state = poll_wall_until(wall, shows("red", "blue"))
    assert opened == ["auto", "cpu"]
    assert {source.stats.provider for source in state.sources} == {"CPU"}


def test_a_wrong_model_is_told_once(make_wall: MakeWall, blue_path: Path, tmp_path: Path) -> None:
    wall = make_wall()
    wall.add_source(str(blue_path))
    poll_wall_until(wall, shows("red", "blue"))
    wall.open_model(str(tmp_path / "nowhere"))
    state = poll_wall_until(wall, lambda s: all(one.banner is not None for one in s.sources))
    assert state.front.banner is not None
    assert "no such model" in state.front.banner.message
    assert verdicts(state) == ["red", "blue"]
    wall.close_banner()
    assert [one.banner for one in wall.poll().sources] == [None, None]


def test_a_failure_of_one_leaves_the_others_alone(
    make_wall: MakeWall, red_path: Path, tmp_path: Path
) -> None:
    wall = make_wall(sources=[str(tmp_path / "missing.mp4"), str(red_path)])
    state = poll_wall_until(
        wall, lambda s: s.sources[0].phase is Phase.FAILED and verdicts(s)[1] == "red"
    )
    assert state.sources[0].banner is not None
    assert state.sources[1].banner is None
    assert state.sources[1].stats.dropped == 0


def test_a_hanging_source_holds_up_nobody(make_wall: MakeWall, red_path: Path) -> None:
    goes_on = threading.Event()

    class Hangs(FakeCaptureFactory):
        def __call__(self, target: int | str, backend: int, properties: Sequence[int]) -> Any:
            if isinstance(target, str):
                return open_capture(target, backend, properties)
            return HangingCapture(3, goes_on)

    wall = make_wall(sources=["0", str(red_path)], capture_factory=Hangs())
    poll_wall_until(wall, lambda s: verdicts(s)[1] == "red" and s.sources[0].frame is not None)
    wall.remove_selected()
    assert poll_wall_until(wall, shows("red")).sources[0].banner is None
    begun_s = time.monotonic()
    assert not wall.close(0.3), "one thread hangs"
    assert time.monotonic() - begun_s < 2.0
    goes_on.set()


def test_a_camera_is_opened_once(make_wall: MakeWall) -> None:
    factory = Cameras()
    known = [Camera(0, "Front"), Camera(1, "Side: left/right")]
    wall = make_wall(source="0", capture_factory=factory, find_cameras=lambda: known)
    poll_wall_until(wall, lambda s: s.front.frame is not None)
    wall.add_source("0")
    state = wall.poll()
    assert len(state.sources) == 1
    banner = state.front.banner
    assert banner is not None
    assert (banner.kind, banner.message, banner.may_close) == (
        BannerKind.ERROR,
        "Camera 0: is already open in this window.",
        True,
    )
    assert state.sources[0].banner is None, "the picture has no trouble"
    wall.close_banner()
    assert wall.poll().front.banner is None
    wall.add_camera(known[0])
    assert len(wall.poll().sources) == 1, "by its number, whatever its name"
    wall.selected.look_for_cameras()
    poll_wall_until(wall, lambda s: s.front.cameras is not None)
    wall.add_source("front")
    assert len(wall.poll().sources) == 1, "by a name that is listed"
    wall.add_camera(known[1])
    state = poll_wall_until(wall, shows("red", "green"))
    assert state.front.banner is None
    assert factory.targets == [0, 1]
    wall.open_source("0")
    assert wall.poll().front.banner is not None, "nor may another one become it"
    wall.open_camera(known[1])
    assert wall.poll().front.banner is None, "but the one itself may be opened again"
    wall.select(0)
    wall.remove_selected()
    wall.add_source("0")
    poll_wall_until(wall, shows("green", "red"))


def test_a_file_may_be_shown_twice(make_wall: MakeWall, red_path: Path) -> None:
    wall = make_wall(sources=[str(red_path)] * 2)
    poll_wall_until(wall, shows("red", "red"))


def test_there_is_room_for_nine(make_wall: MakeWall, tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.mp4")
    wall = make_wall(sources=[missing] * (MOST_SOURCES - 1))
    wall.add_source(missing)
    assert wall.poll().notice is None
    wall.add_source(missing)
    state = wall.poll()
    assert len(state.sources) == MOST_SOURCES
    assert state.notice is not None
    assert "9 sources" in state.notice.message
    wall.remove_selected()
    assert wall.poll().notice is None


def test_text_that_is_no_source_gets_no_place(make_wall: MakeWall) -> None:
    wall = make_wall()
    wall.add_source("gopher://example.invalid/x")
    state = wall.poll()
    assert len(state.sources) == 1
    assert state.front.banner is not None
    assert "gopher://" in state.front.banner.message
    wall.add_source("")
    assert wall.poll().front.source_name == "Demo"


def test_several_videos_dropped_at_once(
    make_wall: MakeWall, red_path: Path, blue_path: Path, bundle_path: Path
) -> None:
    wall = make_wall(source="")
    wall.open_paths([bundle_path, blue_path, red_path])
    state = poll_wall_until(wall, shows("blue", "red"))
    assert {source.model_text for source in state.sources} == {str(bundle_path)}


def test_nothing_happens_after_the_end(make_wall: MakeWall, blue_path: Path) -> None:
    wall = make_wall()
    assert wall.close()
    wall.add_source(str(blue_path))
    assert len(wall.poll().sources) == 1
    assert wall.close()


# What is remembered.


def test_all_sources_are_remembered(
    make_wall: MakeWall, red_path: Path, blue_path: Path, tmp_path: Path
) -> None:
    never = str(tmp_path / "never.mp4")
    wall = make_wall(sources=["", str(red_path), never], capture_factory=Cameras())
    wall.add_source("5")
    wall.add_source("1")

    def is_settled(state: WallState) -> bool:
        return (
            all(state.sources[number].source is not None for number in (0, 1, 4))
            and state.sources[2].phase is Phase.FAILED
            and state.sources[3].phase is Phase.FAILED
        )

    state = poll_wall_until(wall, is_settled)
    before = Settings(sources=("", "5"), mirror=True)
    fields = remembered(state, before)
    assert fields["sources"] == ("", str(red_path), "5", "1"), (
        "a camera that is unplugged just now stays; what never opened doesn't"
    )
    assert fields["last_source"] == "1"
    assert "mirror" not in fields, "a camera's is its own"
    settings = Settings.model_validate(before.model_dump() | fields)
    assert remembered_sources(Settings.model_validate_json(settings.model_dump_json())) == (
        *("", str(red_path), "5", "1"),
    )


def test_where_nothing_opened_nothing_is_forgotten(make_wall: MakeWall, tmp_path: Path) -> None:
    wall = make_wall(source=str(tmp_path / "missing.mp4"))
    state = poll_wall_until(wall, lambda s: s.front.phase is Phase.FAILED)
    assert not {"sources", "last_source"} & set(remembered(state, Settings(last_source="0")))


@pytest.mark.parametrize(
    ("settings", "sources"),
    [
        (Settings(), ("",)),
        (Settings(last_source="0"), ("0",)),
        (Settings(last_source="0", sources=("1", "")), ("1", "")),
    ],
)
def test_what_earlier_versions_remembered(settings: Settings, sources: tuple[str, ...]) -> None:
    assert remembered_sources(settings) == sources


def test_cameras_properties_are_shared_and_remembered(make_wall: MakeWall) -> None:
    shared = Shared()
    wall = make_wall(source="0", capture_factory=Cameras(), shared=shared)
    poll_wall_until(wall, lambda s: s.front.frame is not None)
    wall.selected.set_mirror(True)
    assert wall.cameras == shared.cameras.known != {}
    settings = Settings(cameras=wall.cameras)
    assert Settings.model_validate_json(settings.model_dump_json()) == settings


# How pictures are laid out.


@pytest.mark.parametrize(
    ("count", "size_px", "across"),
    [
        (1, (1180, 660), 1),
        (2, (1180, 660), 2),
        (2, (600, 900), 1),
        (3, (1180, 660), 2),
        (4, (1180, 660), 2),
        (4, (1900, 300), 4),
        (9, (1180, 660), 3),
    ],
)
def test_columns(count: int, size_px: tuple[int, int], across: int) -> None:
    assert columns(count, *size_px, header_px=26) == across


def test_columns_of_a_window_without_room() -> None:
    assert 1 <= columns(4, 0, 0) <= 4
