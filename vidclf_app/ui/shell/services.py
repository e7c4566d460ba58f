"""What all pages share: opened at the start, closed at the end. Without Qt."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vidclf_app.alerts.centre import AlertCentre
from vidclf_app.core.sinks.base import Sink
from vidclf_app.core.sources.opening import SourceName
from vidclf_app.core.sources.properties import CameraBook
from vidclf_app.folders import Folders
from vidclf_app.history.sink import HistorySink
from vidclf_app.history.store import HistoryStore, open_history
from vidclf_app.live.choices import LiveChoices
from vidclf_app.models.library import ModelLibrary
from vidclf_app.models.shelf import BundleShelf
from vidclf_app.results.paths import RESULT_SUFFIX
from vidclf_app.settings import SettingsStore, load_settings
from vidclf_app.ui.live.shared import Shared
from vidclf_app.ui.live.view_state import ModelChoice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """Opened by `open_services`, ended by `close`.

    Attributes:
        folders: Where everything is kept.
        store: The settings.
        settings_notice: One line where the settings could not be read, or None.
        library: The models.
        history: Past sessions; None where the history can't be used.
        history_notice: One line where something is wrong with it, or None.
        alerts: Alerts of all sources.
        shared: What all live sources share.
        choices: What a person chose for the live view.
    """

    folders: Folders
    store: SettingsStore
    settings_notice: str | None
    library: ModelLibrary
    history: HistoryStore | None
    history_notice: str | None
    alerts: AlertCentre
    shared: Shared
    choices: LiveChoices

    def models(self) -> tuple[ModelChoice, ...]:
        """Return the models to pick from, as they were listed last."""
        return tuple(
            ModelChoice(entry.text, entry.text)
            for entry in self.library.listed
            if entry.manifest is not None
        )

    def live_sinks(self, name: SourceName) -> Sequence[Sink]:
        """Return what follows a live run beside the session: alerts, and the history.

        A file that is played is watched for alerts, but no session to remember.
        """
        sinks = [self.alerts.new_sink()]
        if name.kind != "file" and (history := self._history_sink()) is not None:
            sinks.append(history)
        return sinks

    def file_sink(self, result: Path) -> Sink | None:
        """Return what follows the analysis of a file beside its result: the history."""
        return self._history_sink(result)

    def forget_what_is_old(self) -> None:
        """Delete sessions that are older than the settings want; once a day is often enough."""
        days = self.store.current.history_days
        if self.history is not None and days is not None:
            self.history.forget_after(days)

    def rescued(self) -> list[Path]:
        """Return the corrected results that could not be saved where they belong."""
        with suppress(OSError):
            return sorted(self.folders.rescued.glob(f"*{RESULT_SUFFIX}"))
        return []

    def close(self, timeout_s: float) -> bool:
        """Write what waits to be written, and end.

        Returns:
            True when all threads have ended.
        """
        told = self.store.save()
        if told is not None:
            log.warning("%s", told)
        delivered = self.alerts.close(timeout_s / 2.0)
        return (self.history is None or self.history.close(timeout_s / 2.0)) and delivered

    def _history_sink(self, result: Path | None = None) -> Sink | None:
        if self.history is None or not self.store.current.keep_history:
            return None
        return HistorySink(self.history, result)


def open_services(folders: Folders) -> Services:
    """Open everything. What can't be opened is told, and the rest goes on without it.

    Args:
        folders: Where everything is kept.
    """
    settings, notice = load_settings(folders.settings)
    if notice is not None:
        log.warning("%s", notice)
    store = SettingsStore(folders.settings, settings)
    history = open_history(folders.history, keep_days=settings.history_days)
    if history.notice is not None:
        log.warning("%s", history.notice)
    library = ModelLibrary(folders.models)
    alerts = AlertCentre(settings.alerts)
    return Services(
        folders=folders,
        store=store,
        settings_notice=notice,
        library=library,
        history=history.store,
        history_notice=history.notice,
        alerts=alerts,
        shared=Shared(
            BundleShelf(settings.provider, library.find), cameras=CameraBook(settings.cameras)
        ),
        choices=LiveChoices(store),
    )
