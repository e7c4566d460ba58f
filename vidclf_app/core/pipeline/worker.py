"""A thread that can be waited for."""

import threading
import traceback
from collections.abc import Callable


class Worker(threading.Thread):
    """A thread whose end can be waited for by a caller that a signal may interrupt.

    Thread.join() may not: Python 3.11 takes a thread for ended when a signal handler raises
    inside it, and the program would leave while the thread runs.

    Once it has ended, neither the thread nor its error holds anything that the work was about.

    Args:
        work: What to do.
        failed: Told the error that the work ended with.
        name: Of the thread.
    """

    def __init__(
        self, work: Callable[[], None], failed: Callable[[BaseException], None], name: str
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._work = work
        self._failed = failed
        self._ended = threading.Event()

    def run(self) -> None:
        """Do the work."""
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - handed on
            _forget_variables(error)
            self._failed(error)
        finally:
            # They belong to whoever keeps the thread: a circle, which would stay in memory until
            # Python looks for circles.
            del self._work, self._failed
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


def _forget_variables(error: BaseException) -> None:
    """Let an error know where it happened, but no longer what lay in the variables there.

    They hold pictures, and the very objects that keep the error to tell it. Here and not where
    the error is caught first: a function that still runs can't forget.
    """
    errors: list[BaseException] = []
    told: BaseException | None = error
    while told is not None and told not in errors:
        errors.append(told)
        traceback.clear_frames(told.__traceback__)
        told = told.__cause__ or told.__context__
