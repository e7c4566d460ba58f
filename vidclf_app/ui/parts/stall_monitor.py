"""Measures for how long the window does not answer."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

_EVERY_MS = 5


class StallMonitor(QObject):
    """The longest gap of the event loop: how late a timer of 5 ms came at worst.

    What is measured is what a person would feel: a press of a key waits as long. Only gaps while
    the event loop should run count, so begin with `reset` right before what is to be measured.

    Args:
        parent: Whose life it shares.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._tick)
        self.reset()

    @property
    def worst_ms(self) -> float:
        """The longest gap since `reset`, milliseconds, also one that goes on at the moment."""
        return max(self._worst_ms, self._gap_ms())

    def reset(self) -> None:
        """Begin anew."""
        self._worst_ms = 0.0
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    def _gap_ms(self) -> float:
        return max(0.0, (time.perf_counter() - self._last_s) * 1000.0 - _EVERY_MS)

    def _tick(self) -> None:
        self._worst_ms = max(self._worst_ms, self._gap_ms())
        self._last_s = time.perf_counter()
