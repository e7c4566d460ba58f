"""The welcome without its widgets: what the model knows, and that the welcome was read."""

from collections.abc import Callable
from pathlib import Path

from vidclf_app.assets import find_model
from vidclf_app.background import Background
from vidclf_app.core.bundle import read_manifest
from vidclf_app.core.manifest import ModelManifest
from vidclf_app.errors import ModelError
from vidclf_app.settings import SettingsStore
from vidclf_app.ui.welcome import wording
from vidclf_app.ui.welcome.view_state import WelcomeView


class WelcomeController:
    """Reads what the model in use says of itself. Call everything from one thread.

    Args:
        store: The settings: which model, and whether the welcome was read.
        find: From a model's name or path, or "" for the default, to its bundle; raises a
            `ModelError` where there is none.
    """

    def __init__(
        self,
        store: SettingsStore,
        find: Callable[[str], Path] = lambda text: find_model(text or None),
    ) -> None:
        self._store = store
        self._find = find
        self._job: Background[ModelManifest | None] | None = None
        self._manifest: ModelManifest | None = None
        self._is_read = False

    @property
    def is_wanted(self) -> bool:
        """The welcome is to be shown at this start."""
        return not self._store.current.first_start_done

    def begin(self) -> None:
        """Read what the model knows; the welcome came to the front."""
        text = self._store.current.model or ""
        if self._job is None:
            self._job = Background("vidclf-welcome", lambda: self._read(text))

    def finish(self) -> None:
        """Note that the welcome was read: it doesn't come by itself again."""
        self._store.change(first_start_done=True)

    def poll(self) -> WelcomeView:
        """Return what to show now."""
        if self._job is not None and self._job.done:
            self._manifest, self._is_read = self._job.outcome(), True
            self._job = None
        if not self._is_read:
            return WelcomeView("", "")
        return WelcomeView(wording.known(self._manifest), wording.unknown(self._manifest))

    def close(self, timeout_s: float) -> bool:
        """Wait for the reading, bounded in time; True when it has ended."""
        return self._job is None or self._job.join(timeout_s)

    def _read(self, text: str) -> ModelManifest | None:
        try:
            return read_manifest(self._find(text))
        except ModelError:
            return None
