"""The whole window with all its pages, over folders of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from vidclf_app.folders import Folders
from vidclf_app.ui.alerts.page import AlertsPage
from vidclf_app.ui.history.page import HistoryPage
from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.models.page import ModelsPage
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.settings.page import SettingsPage
from vidclf_app.ui.shell.composing import compose_window, open_wall
from vidclf_app.ui.shell.files_place import FilesPlace
from vidclf_app.ui.shell.main_window import MainWindow
from vidclf_app.ui.shell.services import Services, open_services
from vidclf_app.ui.welcome.page import WelcomePage

AnyPage = TypeVar("AnyPage", bound=Page)


@dataclass
class Desk:
    """The window and what it stands on."""

    window: MainWindow
    services: Services

    def page(self, kind: type[AnyPage]) -> AnyPage:
        """Return the page of a kind."""
        for place in self.window.places:
            if isinstance(place.page, kind):
                return place.page
        raise AssertionError(kind)

    def go(self, kind: type[AnyPage]) -> AnyPage:
        """Bring the page of a kind to the front, by its button on the rail."""
        page = self.page(kind)
        on_rail = [place.page for place in self.window.places if place.on_rail]
        self.window.rail.buttons[on_rail.index(page)].click()
        assert self.is_front(page)
        return page

    def is_front(self, page: Page) -> bool:
        """Whether a page is in front."""
        return self.window.page is page

    def close(self) -> bool:
        """Close everything as the program does; True when all threads have ended."""
        self.window.close()
        return self.services.close(5.0) and self.window.all_ended

    @property
    def live(self) -> LivePage:
        """The live page."""
        return self.window.live


MakeDesk = Callable[..., Desk]

__all__ = [
    "AlertsPage",
    "Desk",
    "FilesPlace",
    "HistoryPage",
    "LivePage",
    "MakeDesk",
    "ModelsPage",
    "SettingsPage",
    "WelcomePage",
]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Everything that the program keeps in a test."""
    return tmp_path / "home"


@pytest.fixture
def make_desk(qtbot: QtBot, home: Path, red_path: Path, bundle_path: Path) -> Iterator[MakeDesk]:
    """Start the program on red video and the colour bundle, if not told otherwise."""
    made: list[Desk] = []

    def make(*, source: str | None = str(red_path), model: str | None = str(bundle_path)) -> Desk:
        services = open_services(Folders.inside(home))
        wall = open_wall(services, source=source, model=model)
        window = compose_window(services, wall, RunRecorder(), may_welcome=source is None)
        qtbot.addWidget(window)
        made.append(Desk(window, services))
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return made[-1]

    yield make
    for desk in made:
        assert desk.close()
