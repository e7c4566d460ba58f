"""Keeps the opened model at hand, so that another camera doesn't load it again."""

import threading
from collections.abc import Callable
from pathlib import Path
from weakref import WeakValueDictionary

from vidclf_app.core.bundle import Bundle, open_bundle
from vidclf_app.core.engine import ProviderChoice
from vidclf_app.models.library import find_any_model


class BundleShelf:
    """Holds the bundle that was opened last, and knows those that somebody still holds.

    Any thread may use it, and share what it gives.

    Args:
        provider: Where models run, see `vidclf_app.core.engine.Engine`.
        find: Gives the bundle of a name or path, "" for the default; raises `ModelError`.
    """

    def __init__(
        self, provider: ProviderChoice = "auto", find: Callable[[str], Path] = find_any_model
    ) -> None:
        self._find = find
        self._lock = threading.Lock()
        self._provider: ProviderChoice = provider
        self._known: WeakValueDictionary[tuple[Path, ProviderChoice], Bundle] = (
            WeakValueDictionary()
        )
        self._newest: Bundle | None = None

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
            text: A model's name, a bundle's path, or "" for the default.
            anew: Open it again, because its files may have changed.

        Raises:
            ModelError: There is no such bundle, or it can't be used; the shelf stays as it was.
        """
        wanted = (self._find(text), self._provider)
        # Whoever runs a model doesn't wait while another is opened.
        if not anew and (known := self._known.get(wanted)) is not None:
            return known
        # One at a time: two threads that want the same bundle open it once.
        with self._lock:
            if not anew and (known := self._known.get(wanted)) is not None:
                return known
            bundle = open_bundle(wanted[0], provider=wanted[1])
            self._known[wanted] = self._newest = bundle
            return bundle
