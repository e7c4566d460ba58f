"""Keeps the opened model at hand, so that another camera doesn't load it again."""

import threading
from pathlib import Path

from vidclf_app.assets import find_model
from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.engine import ProviderChoice


class BundleShelf:
    """Holds the bundle that was opened last. Any thread may use it, and share what it gives.

    Args:
        provider: Where models run, see `vidclf_app.core.engine.Engine`.
    """

    def __init__(self, provider: ProviderChoice = "auto") -> None:
        self._lock = threading.Lock()
        self._provider: ProviderChoice = provider
        self._lies_there: tuple[Path, ProviderChoice] | None = None
        self._bundle: Bundle | None = None

    @property
    def provider(self) -> ProviderChoice:
        """Where models run that are opened from now on."""
        return self._provider

    def use_provider(self, provider: ProviderChoice) -> None:
        """Choose where models run that are opened from now on."""
        self._provider = provider

    def open(self, text: str, *, anew: bool = False) -> Bundle:
        """Return a bundle, from the shelf where it lies there. May take seconds.

        Args:
            text: A bundled model's name, a bundle's path, or "" for the default.
            anew: Open it again, because its files may have changed.

        Raises:
            ModelError: There is no such bundle, or it can't be used; the shelf stays as it was.
        """
        path = find_model(text or None)
        # One at a time: two threads that want the same bundle open it once.
        with self._lock:
            wanted = (path, self._provider)
            if self._bundle is None or self._lies_there != wanted or anew:
                self._bundle = open_bundle(path, provider=self._provider)
                self._lies_there = wanted
            return self._bundle
