"""Putting the window together: the live page, the others when they are first looked at."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from vidclf_app.core.records import Tuning
from vidclf_app.settings import Settings
from vidclf_app.translating import translate
from vidclf_app.ui.alerts.controller import AlertsController
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.shell import pages
from vidclf_app.ui.shell.drops import sort_out
from vidclf_app.ui.shell.main_window import Homes, MainWindow
from vidclf_app.ui.shell.place import Place
from vidclf_app.ui.shell.services import Services
from vidclf_app.ui.wall.controller import Beginning, WallController
from vidclf_app.ui.wall.remembering import remembered_sources
from vidclf_app.ui.welcome.controller import WelcomeController

if TYPE_CHECKING:
    from vidclf_app.ui.history.page import HistoryPage
    from vidclf_app.ui.models.page import ModelsPage
    from vidclf_app.ui.settings.page import SettingsPage
    from vidclf_app.ui.shell.files_place import FilesPlace
    from vidclf_app.ui.welcome.page import WelcomePage

log = logging.getLogger(__name__)


def open_wall(
    services: Services, *, source: str | None = None, model: str | None = None
) -> WallController:
    """Open the live sources; cameras and model are opened by other threads.

    Args:
        services: What the sources share.
        source: What to open in place of the remembered sources; None for these.
        model: The model in place of the remembered one; None for that.
    """
    settings = services.store.current

    def begin(beginning: Beginning) -> LiveController:
        return LiveController(
            source=beginning.source,
            model=beginning.model,
            models=services.models,
            tuning=beginning.tuning,
            mirror=settings.mirror,
            skeleton=beginning.skeleton,
            notice=beginning.notice,
            shared=beginning.shared,
            choices=services.choices,
            make_sinks=services.live_sinks,
        )

    return WallController(
        begin,
        remembered_sources(settings) if source is None else [source],
        model=(settings.model or "") if model is None else model,
        tuning=Tuning(settings.threshold, settings.smoothing_s),
        skeleton=settings.skeleton,
        notice=services.settings_notice,
        shared=services.shared,
    )


def compose_window(
    services: Services, wall: WallController, recorder: RunRecorder, *, may_welcome: bool
) -> MainWindow:
    """Make the window with all its pages.

    Args:
        services: What the pages share.
        wall: The live sources.
        recorder: Takes note of when things happened.
        may_welcome: Greet a person who starts the program for the first time.
    """
    live = LivePage(wall, recorder)
    alerts = AlertsController(services.alerts, services.store, labels=lambda: _labels(live))
    welcome = WelcomeController(services.store, services.library.find)

    def make_files() -> "FilesPlace":
        page = pages.files_place(services, wall)
        page.paths_offered.connect(window.open_paths)
        page.title_changed.connect(lambda title: window.show_title(page, title))
        return page

    def make_history() -> "HistoryPage":
        page = pages.history_page(services)
        page.result_requested.connect(show_result)
        return page

    def make_settings() -> "SettingsPage":
        page = pages.settings_page(
            services, wall, lambda: live.state.model_name if live.state is not None else ""
        )
        page.models_requested.connect(lambda: window.show_page(at_models.page))
        page.welcome_requested.connect(lambda: window.show_page(at_welcome.page))
        return page

    def make_welcome() -> "WelcomePage":
        page = pages.welcome_page(welcome)
        _welcome_leads_on(window, page, live, at_files, wall)
        return page

    def show_result(path: Path) -> None:
        window.show_page(at_files.page)
        at_files.page.open_result(path)

    at_files = Place(translate("shell", "Files"), make_files)
    at_models = Place(translate("shell", "Models"), lambda: pages.models_page(services, wall))
    at_welcome = Place(translate("shell", "Welcome"), make_welcome, on_rail=False)
    window = MainWindow(
        live,
        [
            Place(translate("shell", "Live"), live),
            at_files,
            Place(translate("shell", "History"), make_history),
            at_models,
            Place(translate("shell", "Alerts"), lambda: pages.alerts_page(alerts)),
            Place(translate("shell", "Settings"), make_settings),
            at_welcome,
        ],
        notice=alerts.banner,
        close_notice=alerts.close_banner,
        homes=_homes(live, at_files, at_models),
    )
    _follow_settings(services, wall)
    if may_welcome and welcome.is_wanted:
        window.show_page(at_welcome.page)
    return window


def _homes(live: LivePage, files: "Place[FilesPlace]", models: "Place[ModelsPage]") -> Homes:
    """Return what says where dropped files belong."""

    def homes(page: Page, paths: list[Path]) -> list[tuple[Page, list[Path]]]:
        dropped = sort_out(paths)
        to_watch: list[Path] = []
        if page is live:
            # A model is tried out at once, and videos are played.
            to_watch = [*dropped.bundles, *dropped.files]
        to_install = [path for path in dropped.bundles if path not in to_watch]
        if page is models.made:
            # What is no model is told there.
            to_install = [path for path in paths if path not in dropped.results]
        to_analyse = [path for path in paths if path not in (*to_watch, *to_install)]
        parts: list[tuple[Page, list[Path]]] = []
        if to_watch:
            parts.append((live, to_watch))
        if to_install:
            parts.append((models.page, to_install))
        if to_analyse:
            parts.append((files.page, to_analyse))
        return parts

    return homes


def _welcome_leads_on(
    window: MainWindow,
    welcome: "WelcomePage",
    live: LivePage,
    files: "Place[FilesPlace]",
    wall: WallController,
) -> None:
    def watch_camera() -> None:
        window.show_page(live)
        live.controls.sources.open_menu()

    def show_demo() -> None:
        wall.open_source("")
        window.show_page(live)

    welcome.camera_requested.connect(watch_camera)
    welcome.files_requested.connect(lambda: window.show_page(files.page))
    welcome.demo_requested.connect(show_demo)
    welcome.closed.connect(lambda: window.show_page(live))


def _follow_settings(services: Services, wall: WallController) -> None:
    """Let what runs follow a change of the settings, such as their reset.

    What is shown is written into the settings, too, a little later: only what a change really
    changed is followed, or it would undo what a person did in between.
    """
    known = [services.store.current]

    def follow(settings: Settings) -> None:
        before, known[0] = known[0], settings
        wall.use_provider(settings.provider)
        if settings.alerts != before.alerts:
            services.alerts.configure(settings.alerts)
        tuning = Tuning(settings.threshold, settings.smoothing_s)
        if tuning != Tuning(before.threshold, before.smoothing_s):
            wall.set_tuning(tuning)
        if settings.skeleton != before.skeleton:
            wall.set_skeleton(settings.skeleton)
        if settings.mirror != before.mirror:
            wall.selected.set_mirror(settings.mirror)

    services.store.listen(follow)


def _labels(live: LivePage) -> tuple[str, ...]:
    """Return what the model in use can recognise."""
    state = live.state
    if state is None:
        return ()
    return tuple(label for label in state.labels if label != state.background)
