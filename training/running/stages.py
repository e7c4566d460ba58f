"""The stages of a run, with the time that each took and the most memory that was held."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from training.progress import Progress
from vidclf_app.core.memory import peak_resident_mb


class Stages:
    """A clock for the stages of a run, which also tells them.

    Args:
        progress: Told each stage's end.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._started_s = time.monotonic()
        self._seconds: dict[str, float] = {}

    @property
    def seconds(self) -> dict[str, float]:
        """Seconds of each stage so far, in order, and `all`."""
        return {**self._seconds, "all": time.monotonic() - self._started_s}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage.

        Args:
            name: For people and the metrics.
        """
        started_s = time.monotonic()
        yield
        seconds = time.monotonic() - started_s
        self._seconds[name] = self._seconds.get(name, 0.0) + seconds
        peak_mb = peak_resident_mb()
        memory = "" if peak_mb is None else f", at most {peak_mb:.0f} MB so far"
        self._progress.say(f"[{name}] {seconds:.1f} s{memory}")
