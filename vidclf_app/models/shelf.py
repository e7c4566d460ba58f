"""Keeps the opened model at hand, so that another camera doesn't load it again."""

import threading
from pathlib import Path

from vidclf_app.assets import find_model
from vidclf_app.core.bundle import Bundle, open_bundle


class BundleShelf:
    """Holds the bundle that was opened last. Any thread may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._path: Path | None = None
        self._bundle: Bundle | None = None

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
            if self._bundle is None or self._path != path or anew:
                self._bundle = open_bundle(path)
                self._path = path
            return self._bundle
