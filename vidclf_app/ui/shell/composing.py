"""Putting the window together: every page with its controller, over the services they share."""

import logging
from collections.abc import Sequence
from pathlib import Path

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Tuning
from vidclf_app.results.paths import results_of
from vidclf_app.results.records import ModelIdentity
from vidclf_app.settings import Settings
from vidclf_app.translating import translate
from vidclf_app.ui.alerts.controller import AlertsController
from vidclf_app.ui.alerts.page import AlertsPage
from vidclf_app.ui.export.controller import ExportController
from vidclf_app.ui.export.panel import WINDOW_EXPORTS, ExportPanel
from vidclf_app.ui.files.controller import FilesController
from vidclf_app.ui.files.page import FilesPage
from vidclf_app.ui.history.controller import HistoryController
from vidclf_app.ui.history.page import HistoryPage
from vidclf_app.ui.live.controller import LiveController
from vidclf_app.ui.live.page import LivePage
from vidclf_app.ui.live.run_report import RunRecorder
from vidclf_app.ui.models.controller import ModelsController
from vidclf_app.ui.models.page import ModelsPage
from vidclf_app.ui.parts.page import Page
from vidclf_app.ui.review.controller import ReviewController
from vidclf_app.ui.review.page import ReviewPage
from vidclf_app.ui.settings.controller import SettingsController
from vidclf_app.ui.settings.in_use import teller
from vidclf_app.ui.settings.page import SettingsPage
from vidclf_app.ui.shell import wording
from vidclf_app.ui.shell.drops import sort_out
from vidclf_app.ui.shell.files_place import FilesPlace
from vidclf_app.ui.shell.main_window import Homes, MainWindow, Place
from vidclf_app.ui.shell.services import Services
from vidclf_app.ui.wall.controller import Beginning, WallController
from vidclf_app.ui.wall.remembering import remembered_sources
from vidclf_app.ui.welcome.controller import WelcomeController
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
    files = _files_place(services, wall)
    history = HistoryPage(
        HistoryController(services.history, settings=services.store, notice=services.history_notice)
    )
    models = ModelsPage(
        ModelsController(
            services.library, in_use=lambda: wall.selected.model_text, use=wall.open_model
        )
    )
    alerts_controller = AlertsController(
        services.alerts, services.store, labels=lambda: _labels(live)
    )
    alerts = AlertsPage(alerts_controller)
    settings = SettingsPage(
        SettingsController(
            services.store,
            in_use=teller(lambda: wall.stats().provider, lambda: services.store.current.provider),
            model_name=lambda: live.state.model_name if live.state is not None else "",
            folders=services.folders,
        )
    )
    welcome_controller = WelcomeController(services.store, services.library.find)
    welcome = WelcomePage(welcome_controller)
    places = [
        Place(translate("shell", "Live"), live),
        Place(translate("shell", "Files"), files),
        Place(translate("shell", "History"), history),
        Place(translate("shell", "Models"), models),
        Place(translate("shell", "Alerts"), alerts),
        Place(translate("shell", "Settings"), settings),
        Place(translate("shell", "Welcome"), welcome, on_rail=False),
    ]
    window = MainWindow(
        live,
        places,
        notice=alerts_controller.banner,
        close_notice=alerts_controller.close_banner,
        homes=_homes(live, files, models),
    )
    files.paths_offered.connect(window.open_paths)
    files.title_changed.connect(lambda title: window.show_title(files, title))
    settings.models_requested.connect(lambda: window.show_page(models))
    settings.welcome_requested.connect(lambda: window.show_page(welcome))

    def show_result(path: Path) -> None:
        window.show_page(files)
        files.open_result(path)

    history.result_requested.connect(show_result)
    _welcome_leads_on(window, welcome, live, files, wall)
    _follow_settings(services, wall)
    if may_welcome and welcome_controller.is_wanted:
        window.show_page(welcome)
    return window


def _homes(live: LivePage, files: FilesPlace, models: ModelsPage) -> Homes:
    """Return what says where dropped files belong."""

    def homes(page: Page, paths: list[Path]) -> list[tuple[Page, list[Path]]]:
        if page is models:
            return [(models, paths)]
        dropped = sort_out(paths)
        to_watch: list[Path] = []
        if page is live:
            # A model is tried out at once, and videos are played.
            to_watch = [*dropped.bundles, *dropped.files]
        to_install = [path for path in dropped.bundles if path not in to_watch]
        to_analyse = [path for path in paths if path not in (*to_watch, *to_install)]
        parts: list[tuple[Page, list[Path]]] = [
            (live, to_watch),
            (models, to_install),
            (files, to_analyse),
        ]
        return [(home, its_paths) for home, its_paths in parts if its_paths]

    return homes


def _welcome_leads_on(
    window: MainWindow,
    welcome: WelcomePage,
    live: LivePage,
    files: FilesPlace,
    wall: WallController,
) -> None:
    def watch_camera() -> None:
        window.show_page(live)
        live.controls.sources.open_menu()

    def show_demo() -> None:
        wall.open_source("")
        window.show_page(live)

    welcome.camera_requested.connect(watch_camera)
    welcome.files_requested.connect(lambda: window.show_page(files))
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


def _files_place(services: Services, wall: WallController) -> FilesPlace:
    def results_folder() -> Path | None:
        chosen = services.store.current.results_folder
        return None if chosen is None else Path(chosen)

    def find_results(video: Path) -> Sequence[Path]:
        folders = dict.fromkeys((None, results_folder(), services.folders.results))
        return [path for folder in folders for path in results_of(video, folder)]

    def find_manifest(model: ModelIdentity) -> ModelManifest | None:
        found = [entry.manifest for entry in services.library.entries() if entry.manifest]
        named = [manifest for manifest in found if manifest.name == model.name]
        same = [manifest for manifest in named if manifest.version == model.version]
        return next(iter(same or named), None)

    queue = FilesController(
        services.shared.shelf,
        lambda: wall.selected.model_text,
        services.folders.queue,
        results_folder,
        fallback_folder=services.folders.results,
        beside=services.file_sink,
    )
    rescued = services.rescued()
    if rescued:
        queue.tell(wording.rescued_banner(services.folders.rescued, rescued))
    files = FilesPage(queue)
    review = ReviewPage(
        ReviewController(
            find_manifest=find_manifest,
            find_results=find_results,
            rescue=services.folders.rescued,
        )
    )
    export = ExportPanel(ExportController(services.store, WINDOW_EXPORTS))
    return FilesPlace(files, review, export)


def _labels(live: LivePage) -> tuple[str, ...]:
    """Return what the model in use can recognise."""
    state = live.state
    if state is None:
        return ()
    return tuple(label for label in state.labels if label != state.background)
