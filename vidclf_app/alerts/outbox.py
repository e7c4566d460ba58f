"""Delivering alerts to other systems, without ever holding the picture up."""

import json
import logging
import queue
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from vidclf_app import __version__
from vidclf_app.alerts.config import Mqtt, Webhook
from vidclf_app.alerts.records import Alert
from vidclf_app.errors import AlertError

log = logging.getLogger(__name__)

_SEND_TIMEOUT_S = 5.0
_WAITING = 100
_RETRY_AFTER_S = (1.0, 5.0, 30.0, 120.0)
_CHECK = "Check the address and that the other side is running."

Send = Callable[[Alert], None]
Told = Callable[[Alert, AlertError | None], None]


def post_to(webhook: Webhook) -> Send:
    """Return what posts an alert's message as JSON to a webhook.

    A redirection counts as a failure: it would turn the post into a fetch.

    Raises (when called):
        AlertError: It did not arrive.
    """
    opener = urllib.request.build_opener(_NoRedirection)

    def send(alert: Alert) -> None:
        headers = {"Content-Type": "application/json", "User-Agent": f"vidclf/{__version__}"}
        if webhook.token:
            headers["Authorization"] = f"Bearer {webhook.token}"
        body = json.dumps(alert.message()).encode()
        request = urllib.request.Request(webhook.url, body, headers, method="POST")
        try:
            with opener.open(request, timeout=_SEND_TIMEOUT_S):
                return
        except urllib.error.HTTPError as error:
            with error:
                reason = f"{error.code} {HTTPStatus(error.code).phrase}"
            raise AlertError(f"The webhook refused the alert: {reason}.", _CHECK) from error
        except (OSError, HTTPException, ValueError) as error:
            cause = getattr(error, "reason", None) or error
            raise AlertError(f"The webhook can't be reached: {cause}.", _CHECK) from error

    return send


def publish_to(mqtt: Mqtt) -> Send:
    """Return what publishes an alert's message as JSON to an MQTT broker, and waits for its word.

    Each alert has a connection of its own: alerts are rare, and one that is kept open for months
    would have to be watched.

    Raises (when called):
        AlertError: It did not arrive.
    """

    def send(alert: Alert) -> None:
        from paho.mqtt.client import Client, MQTTMessageInfo
        from paho.mqtt.enums import CallbackAPIVersion
        from paho.mqtt.reasoncodes import ReasonCode

        answered = threading.Event()
        answers: list[ReasonCode] = []

        def connected(*about: Any) -> None:
            answers.append(about[3])  # The reason code.
            answered.set()

        client = Client(CallbackAPIVersion.VERSION2)
        client.connect_timeout = _SEND_TIMEOUT_S
        client.on_connect = connected
        if mqtt.user:
            client.username_pw_set(mqtt.user, mqtt.password or None)
        if mqtt.tls:
            client.tls_set()
        try:
            client.connect(mqtt.host, mqtt.port, keepalive=30)
            client.loop_start()
            if not answered.wait(_SEND_TIMEOUT_S):
                raise AlertError("The MQTT broker doesn't answer.", _CHECK)
            if answers[0].is_failure:
                raise AlertError(
                    f"The MQTT broker refused the connection: {answers[0]}.",
                    "Check user and password.",
                )
            sent: MQTTMessageInfo = client.publish(mqtt.topic, json.dumps(alert.message()), qos=1)
            sent.wait_for_publish(_SEND_TIMEOUT_S)
            if not sent.is_published():
                raise AlertError("The MQTT broker didn't confirm the alert.", _CHECK)
        except (OSError, ValueError, RuntimeError) as error:
            raise AlertError(f"The MQTT broker can't be reached: {error}.", _CHECK) from error
        finally:
            client.disconnect()
            client.loop_stop()

    return send


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
            error = AlertError(f"More than {_WAITING} alerts wait to be delivered.", _CHECK)
            self._told(alert, error)

    def close(self, timeout_s: float) -> bool:
        """End; what has not been sent is given up. True when the thread has ended."""
        self._stop.set()
        # A full queue is read by a thread that will see the stop.
        try:
            self._alerts.put_nowait(None)
        except queue.Full:
            log.warning("alerts were not delivered")
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (alert := self._alerts.get()) is not None and not self._stop.is_set():
            error = self._deliver(alert)
            if not self._stop.is_set() or error is None:
                self._told(alert, error)

    def _deliver(self, alert: Alert) -> AlertError | None:
        # A person who tries out an address waits for the answer.
        waits_s = () if alert.is_test else self._retry_after_s
        for wait_s in (*waits_s, None):
            try:
                self._send(alert)
            except AlertError as error:
                if wait_s is None:
                    return error
                log.warning("%s", error)
                if self._stop.wait(wait_s):
                    return error
            else:
                return None
        raise AssertionError("the last try returns")


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        del req, fp, code, msg, headers, newurl
