"""Slow work on a thread of its own, whose outcome is fetched by polling."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Outcome = TypeVar("Outcome")


class Background(Generic[Outcome]):
    """One piece of work; starts at once.

    Args:
        name: Of the thread.
        work: What to do. It must not touch the window.
    """

    def __init__(self, name: str, work: Callable[[], Outcome]) -> None:
        self._work = work
        self._values: list[Outcome] = []
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """The work has ended, well or badly."""
        return bool(self._values) or self._error is not None

    def outcome(self) -> Outcome:
        """Return what the work returned, once it is done.

        Raises:
            BaseException: What the work raised.
        """
        if self._error is not None:
            raise self._error
        return self._values[0]

    def wait(self) -> Outcome:
        """Wait for the end and return what the work returned; for other threads than the window's.

        Raises:
            BaseException: What the work raised.
        """
        self._thread.join()
        return self.outcome()

    def join(self, timeout_s: float) -> bool:
        """Wait for the end of the thread; True when it has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._values.append(self._work())
        except BaseException as error:  # noqa: BLE001 - handed to outcome()
            self._error = error
