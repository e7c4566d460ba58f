"""Delivering alerts to other systems, without ever holding the picture up."""

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from vidclf_app.alerts.records import Alert
from vidclf_app.errors import AlertError
from vidclf_app.translating import deferred

log = logging.getLogger(__name__)

CHECK = deferred("errors", "Check the address and that the other side is running.")

_WAITING = 100
_RETRY_AFTER_S = (1.0, 5.0, 30.0, 120.0)

Send = Callable[[Alert], None]
Told = Callable[[Alert, AlertError | None], None]


class Outbox:
    """Sends alerts one after the other on a thread of its own; tries again when one fails.

    Args:
        name: Of the way, for the thread.
        send: Sends one alert or raises `AlertError`.
        told: Called on the outbox's thread with each alert that arrived (None), or that is given
            up (the last error).
        retry_after_s: How long to wait before each further try, seconds.
    """

    def __init__(
        self,
        name: str,
        send: Send,
        told: Told,
        retry_after_s: tuple[float, ...] = _RETRY_AFTER_S,
    ) -> None:
        self._send = send
        self._told = told
        self._retry_after_s = retry_after_s
        self._alerts: queue.Queue[Alert | None] = queue.Queue(_WAITING)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"vidclf-{name}", daemon=True)
        self._thread.start()

    def put(self, alert: Alert) -> None:
        """Send an alert when its turn has come. Never waits."""
        try:
            self._alerts.put_nowait(alert)
        except queue.Full:
            error = AlertError(
                deferred("errors", "More than {count} alerts wait to be delivered.").format(
                    count=_WAITING
                ),
                CHECK,
            )
            self._told(alert, error)

    def request_close(self) -> None:
        """Send nothing more; what has not been sent is given up, and told so."""
        self._stop.set()
        # A full queue is read by a thread that will see the stop.
        with suppress(queue.Full):
            self._alerts.put_nowait(None)

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; True when the thread has ended."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def close(self, timeout_s: float) -> bool:
        """End. See `request_close` and `join`."""
        self.request_close()
        return self.join(timeout_s)

    def _run(self) -> None:
        while not (self._stop.is_set() and self._alerts.empty()):
            alert = self._alerts.get()
            if alert is not None:
                self._told(alert, self._deliver(alert))

    def _deliver(self, alert: Alert) -> AlertError | None:
        # A person who tries out an address waits for the answer.
        waits_s = () if alert.is_test else self._retry_after_s
        error = AlertError(
            deferred("errors", "Given up: it is sent elsewhere now, or vidclf ends.")
        )
        for wait_s in (*waits_s, 0.0):
            if self._stop.is_set():
                return error
            try:
                self._send(alert)
            except Exception as caught:  # noqa: BLE001 - the next alert must be sent all the same
                error = _as_alert_error(caught)
                log.warning("%s", error)
                self._stop.wait(wait_s)
            else:
                return None
        return error


def _as_alert_error(error: Exception) -> AlertError:
    if isinstance(error, AlertError):
        return error
    # Its text is not told: nobody knows whether it holds a password.
    return AlertError(
        deferred("errors", "The alert could not be sent ({kind}).").format(
            kind=type(error).__name__
        ),
        CHECK,
    )
