"""Publishing alerts to an MQTT broker, in a bounded time."""

import json
import threading
from typing import Any

from vidclf_app.alerts.config import Mqtt
from vidclf_app.alerts.outbox import CHECK, Send
from vidclf_app.alerts.records import Alert
from vidclf_app.errors import AlertError, refusal
from vidclf_app.translating import deferred

_SEND_TIMEOUT_S = 5.0


def publish_to(mqtt: Mqtt, timeout_s: float = _SEND_TIMEOUT_S) -> Send:
    """Return what publishes an alert's message as JSON to an MQTT broker, and waits for its word.

    Each alert has a connection of its own: alerts are rare, and one that is kept open for months
    would have to be watched.

    Args:
        mqtt: Where to.
        timeout_s: For how long to wait for each of: the connection, the encryption, the broker's
            greeting, its confirmation.

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
        client.connect_timeout = timeout_s
        client.on_connect = connected
        if mqtt.user:
            client.username_pw_set(mqtt.user, mqtt.password or None)
        try:
            if mqtt.tls:
                client.tls_set()
            # paho gives the encryption as much time as it leaves between two signs of life.
            client.connect(mqtt.host, mqtt.port, keepalive=max(1, round(timeout_s)))
            client.loop_start()
            if not answered.wait(timeout_s):
                raise AlertError(deferred("errors", "The MQTT broker doesn't answer."), CHECK)
            if answers[0].is_failure:
                raise AlertError(
                    deferred("errors", "The MQTT broker refused the connection: {reason}.").format(
                        reason=answers[0]
                    ),
                    deferred("errors", "Check user and password."),
                )
            sent: MQTTMessageInfo = client.publish(mqtt.topic, json.dumps(alert.message()), qos=1)
            sent.wait_for_publish(timeout_s)
            if not sent.is_published():
                raise AlertError(
                    deferred("errors", "The MQTT broker didn't confirm the alert."), CHECK
                )
        except (OSError, ValueError, RuntimeError) as error:
            raise AlertError(
                deferred("errors", "The MQTT broker can't be reached: {reason}.").format(
                    reason=refusal(error)
                ),
                CHECK,
            ) from None
        finally:
            client.disconnect()
            client.loop_stop()

    return send
