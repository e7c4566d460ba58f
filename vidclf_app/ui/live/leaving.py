"""Pipelines that were told to stop: who waits for them, and which of them hang. Without Qt."""

import threading
import time
from dataclasses import dataclass

from vidclf_app.core.pipeline import Pipeline
from vidclf_app.core.sources.opening import SourceName

_REAP_S = 5.0


@dataclass(frozen=True, slots=True)
class _Leaving:
    name: SourceName
    pipeline: Pipeline
    thread: threading.Thread

    @property
    def is_waited_for(self) -> bool:
        return self.thread.is_alive()

    @property
    def has_ended(self) -> bool:
        return not self.thread.is_alive() and self.pipeline.has_ended


class LeavingPipelines:
    """The earlier pipelines of one place in the window."""

    def __init__(self) -> None:
        self._leaving: list[_Leaving] = []

    def add(self, name: SourceName, pipeline: Pipeline) -> None:
        """Tell a pipeline to stop, and leave the waiting to a thread."""
        self.forget_ended()
        pipeline.request_stop()
        thread = threading.Thread(
            target=pipeline.stop, args=(_REAP_S,), name="vidclf-reaper", daemon=True
        )
        thread.start()
        self._leaving.append(_Leaving(name, pipeline, thread))

    def forget_ended(self) -> None:
        """Keep only what still runs: each pipeline holds its last picture."""
        self._leaving = [leaving for leaving in self._leaving if not leaving.has_ended]

    def waiting_for(self, name: SourceName) -> list[threading.Thread]:
        """Return the threads that wait for pipelines of a source."""
        return [leaving.thread for leaving in self._leaving if leaving.name == name]

    def hanging(self, name: SourceName) -> int:
        """Return how many pipelines of a source still hang in its driver."""
        self.forget_ended()
        return sum(leaving.name == name for leaving in self._leaving)

    def join(self, timeout_s: float) -> bool:
        """Wait for all of them; True when they have ended. One that hangs isn't waited for."""
        deadline_s = time.monotonic() + timeout_s
        for leaving in self._leaving:
            if leaving.is_waited_for:
                leaving.thread.join(max(0.0, deadline_s - time.monotonic()))
        self.forget_ended()
        return not self._leaving
