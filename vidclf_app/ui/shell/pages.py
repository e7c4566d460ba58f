"""The pages beside the live one, each made over what it needs.

What a page needs is imported when it is made: the window is on the screen before anybody looks
at another page.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.results.records import ModelIdentity
from vidclf_app.ui.shell import wording
from vidclf_app.ui.shell.services import Services
from vidclf_app.ui.wall.controller import WallController

if TYPE_CHECKING:
    from vidclf_app.ui.alerts.controller import AlertsController
    from vidclf_app.ui.alerts.page import AlertsPage
    from vidclf_app.ui.history.page import HistoryPage
    from vidclf_app.ui.models.page import ModelsPage
    from vidclf_app.ui.settings.page import SettingsPage
    from vidclf_app.ui.shell.files_place import FilesPlace
    from vidclf_app.ui.welcome.controller import WelcomeController
    from vidclf_app.ui.welcome.page import WelcomePage


def files_place(services: Services, wall: WallController) -> "FilesPlace":
    """Make the place of files, results and exports."""
    from vidclf_app.results.paths import results_of
    from vidclf_app.ui.export.controller import ExportController
    from vidclf_app.ui.export.panel import WINDOW_EXPORTS, ExportPanel
    from vidclf_app.ui.files.controller import FilesController
    from vidclf_app.ui.files.page import FilesPage
    from vidclf_app.ui.review.controller import ReviewController
    from vidclf_app.ui.review.page import ReviewPage
    from vidclf_app.ui.shell.files_place import FilesPlace

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
    review = ReviewController(
        find_manifest=find_manifest,
        find_results=find_results,
        rescue=services.folders.rescued,
    )
    return FilesPlace(
        FilesPage(queue),
        ReviewPage(review),
        ExportPanel(ExportController(services.store, WINDOW_EXPORTS)),
    )


def history_page(services: Services) -> "HistoryPage":
    """Make the page of past sessions."""
    from vidclf_app.ui.history.controller import HistoryController
    from vidclf_app.ui.history.page import HistoryPage

    return HistoryPage(
        HistoryController(services.history, settings=services.store, notice=services.history_notice)
    )


def models_page(services: Services, wall: WallController) -> "ModelsPage":
    """Make the page of models."""
    from vidclf_app.ui.models.controller import ModelsController
    from vidclf_app.ui.models.page import ModelsPage

    return ModelsPage(
        ModelsController(
            services.library, in_use=lambda: wall.selected.model_text, use=wall.open_model
        )
    )


def alerts_page(controller: "AlertsController") -> "AlertsPage":
    """Make the page of alerts."""
    from vidclf_app.ui.alerts.page import AlertsPage

    return AlertsPage(controller)


def settings_page(
    services: Services, wall: WallController, model_name: Callable[[], str]
) -> "SettingsPage":
    """Make the page of settings.

    Args:
        services: What the pages share.
        wall: The live sources.
        model_name: The model in use, for people.
    """
    from vidclf_app.ui.settings.controller import SettingsController
    from vidclf_app.ui.settings.in_use import teller
    from vidclf_app.ui.settings.page import SettingsPage

    return SettingsPage(
        SettingsController(
            services.store,
            in_use=teller(lambda: wall.stats().provider, lambda: services.store.current.provider),
            model_name=model_name,
            folders=services.folders,
        )
    )


def welcome_page(controller: "WelcomeController") -> "WelcomePage":
    """Make the page of the first start."""
    from vidclf_app.ui.welcome.page import WelcomePage

    return WelcomePage(controller)
