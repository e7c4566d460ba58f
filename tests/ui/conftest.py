"""Fixtures for the window's tests."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import write_video
from vidclf_app.core.sources.cameras import Camera
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.place import Place
from vidclf_app.ui.wall.controller import Beginning, WallController

MakeController = Callable[..., LiveController]
MakeWall = Callable[..., WallController]
MakeWindow = Callable[..., MainWindow]


def no_cameras() -> list[Camera]:
    return []


@pytest.fixture(scope="session")
def red_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of red."""
    return write_video(tmp_path_factory.mktemp("red") / "red.mp4", ("red",))


@pytest.fixture(scope="session")
def blue_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of blue."""
    return write_video(tmp_path_factory.mktemp("blue") / "blue.mp4", ("blue",))


@pytest.fixture
def make_controller(bundle_path: Path, red_path: Path) -> Iterator[MakeController]:
    """Make controllers that are closed at the end; red video and colour bundle if not told."""
    made: list[LiveController] = []

    def make(**options: Any) -> LiveController:
        defaults: dict[str, Any] = {
            "source": str(red_path),
            "model": str(bundle_path),
            "find_cameras": no_cameras,
        }
        made.append(LiveController(**(defaults | options)))
        return made[-1]

    yield make
    for controller in made:
        controller.close()


@pytest.fixture
def make_wall(
    make_controller: MakeController, bundle_path: Path, red_path: Path
) -> Iterator[MakeWall]:
    """Make walls of sources, named by `sources`; other options as for `make_controller`."""
    made: list[WallController] = []

    def make(**options: Any) -> WallController:
        of_wall: dict[str, Any] = {
            "sources": [options.pop("source", str(red_path))],
            "model": str(bundle_path),
        }
        for name in ("sources", "model", "tuning", "skeleton", "notice", "shared"):
            if name in options:
                of_wall[name] = options.pop(name)

        def begin(beginning: Beginning) -> LiveController:
            fields = {f.name: getattr(beginning, f.name) for f in dataclasses.fields(beginning)}
            return make_controller(**options, **fields)

        made.append(WallController(begin, **of_wall))
        return made[-1]

    yield make
    for wall in made:
        wall.close()


@pytest.fixture
def make_window(make_wall: MakeWall, qtbot: QtBot) -> MakeWindow:
    """Make windows, shown; options as for `make_wall`."""

    def make(**options: Any) -> MainWindow:
        live = LivePage(make_wall(**options))
        window = MainWindow(live, [Place("Live", live)])
        qtbot.addWidget(window)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    return make
