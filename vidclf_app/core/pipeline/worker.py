"""A thread that can be waited for."""

import threading
from collections.abc import Callable


class Worker(threading.Thread):
    """A thread whose end can be waited for by a caller that a signal may interrupt.

    Thread.join() may not: Python 3.11 takes a thread for ended when a signal handler raises
    inside it, and the program would leave while the thread runs.

    Args:
        work: What to do.
        name: Of the thread.
    """

    def __init__(self, work: Callable[[], None], name: str) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._ended = threading.Event()

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        finally:
            self._ended.set()

    @property
    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self.ident is not None and not self._ended.is_set()

    def wait(self, timeout_s: float | None) -> bool:
        """Wait for the end; True when it has come, or was never started."""
        if self.ident is None:
            return True
        if not self._ended.wait(timeout_s):
            return False
        self.join()
        return True
