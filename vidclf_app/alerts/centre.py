"""Alerts of all sources: rules, deliveries and what the window shows of them."""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Literal

from vidclf_app.alerts.broker import publish_to
from vidclf_app.alerts.config import AlertRule, Alerts
from vidclf_app.alerts.outbox import Outbox, Send
from vidclf_app.alerts.records import Alert
from vidclf_app.alerts.sink import AlertSink
from vidclf_app.alerts.sound import AlertSound
from vidclf_app.alerts.webhook import post_to
from vidclf_app.core.sinks.base import RunInfo, Sink
from vidclf_app.errors import AlertError

Way = Literal["webhook", "mqtt"]

_LOG_LENGTH = 200


class Delivery(Enum):
    """How far an alert has come on one way."""

    UNDER_WAY = "under way"
    ARRIVED = "arrived"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LoggedAlert:
    """An alert and what became of it.

    Attributes:
        number: From 1, in order of time.
        alert: The alert.
        deliveries: For each way that it was to take.
        trouble: Why it did not arrive, or "".
    """

    number: int
    alert: Alert
    deliveries: tuple[tuple[Way, Delivery], ...] = ()
    trouble: str = ""


class AlertCentre:
    """Gives pipelines their sinks, and takes care of what these raise. Any thread may use it.

    Args:
        config: What a person chose.
        sound: Plays a sound.
        now: The time of day, with a time zone.
    """

    def __init__(
        self,
        config: Alerts | None = None,
        *,
        sound: AlertSound | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sound = sound or AlertSound()
        self._now = now
        self._lock = threading.Lock()
        self._log: deque[LoggedAlert] = deque(maxlen=_LOG_LENGTH)
        self._count = 0
        self._banner: LoggedAlert | None = None
        self._outboxes: dict[Way, Outbox] = {}
        self._leaving: list[Outbox] = []
        self._config = Alerts()
        self._rules: tuple[AlertRule, ...] = ()
        self.configure(config or Alerts())

    @property
    def config(self) -> Alerts:
        """What a person chose."""
        return self._config

    @property
    def can_play(self) -> bool:
        """This computer has something that plays sounds."""
        return self._sound.can_play

    def configure(self, config: Alerts) -> None:
        """Follow other rules and ways, from the next prediction on."""
        before, self._config = self._config, config
        self._rules = tuple(rule for rule in config.rules if rule.enabled)
        if config.webhook != before.webhook:
            self._replace("webhook", post_to(config.webhook) if config.webhook else None)
        if config.mqtt != before.mqtt:
            self._replace("mqtt", publish_to(config.mqtt) if config.mqtt else None)

    def new_sink(self) -> Sink:
        """Return a sink for one pipeline."""
        return AlertSink(lambda: self._rules, self._raised)

    def try_out(self, way: Way) -> None:
        """Send a test on one way; the log tells what becomes of it."""
        rule = AlertRule(label="test", sound=False, banner=False, **{way: True})
        self._take(Alert(rule, "vidclf", "", self._now(), 0.0, 0.0, is_test=True))

    def log(self) -> Sequence[LoggedAlert]:
        """Return the newest alerts, newest first, at most 200."""
        with self._lock:
            return tuple(reversed(self._log))

    def banner(self) -> LoggedAlert | None:
        """Return the newest alert that wants a banner and was not put away."""
        return self._banner

    def close_banner(self) -> None:
        """Put the banner away."""
        self._banner = None

    def close(self, timeout_s: float) -> bool:
        """End; what has not been delivered is given up. True when all threads have ended."""
        deadline_s = time.monotonic() + timeout_s
        with self._lock:
            self._leaving += self._outboxes.values()
            self._outboxes.clear()
            outboxes = list(self._leaving)
        for outbox in outboxes:
            outbox.request_close()
        ended = [outbox.join(max(0.0, deadline_s - time.monotonic())) for outbox in outboxes]
        return all(ended)

    def _raised(self, rule: AlertRule, run: RunInfo, lasted_s: float, probability: float) -> None:
        alert = Alert(rule, run.source.name, run.manifest.name, self._now(), lasted_s, probability)
        self._take(alert)

    def _take(self, alert: Alert) -> None:
        rule = alert.rule
        ways: list[Way] = []
        if rule.webhook:
            ways.append("webhook")
        if rule.mqtt:
            ways.append("mqtt")
        with self._lock:
            outboxes = {way: self._outboxes[way] for way in ways if way in self._outboxes}
            self._count += 1
            logged = LoggedAlert(
                self._count, alert, tuple((way, Delivery.UNDER_WAY) for way in outboxes)
            )
            self._log.append(logged)
        if rule.banner:
            self._banner = logged
        if rule.sound:
            self._sound.play()
        for outbox in outboxes.values():
            outbox.put(alert)

    def _replace(self, way: Way, send: Send | None) -> None:
        with self._lock:
            outbox = self._outboxes.pop(way, None)
            if send is not None:
                self._outboxes[way] = Outbox(
                    f"alert-{way}", send, lambda alert, error: self._told(way, alert, error)
                )
            # Its thread ends by itself when the last try has come to an answer.
            self._leaving = [gone for gone in self._leaving if not gone.join(0.0)]
            self._leaving += [outbox] if outbox is not None else []
        if outbox is not None:
            outbox.request_close()

    def _told(self, way: Way, alert: Alert, error: AlertError | None) -> None:
        outcome = Delivery.ARRIVED if error is None else Delivery.FAILED
        with self._lock, suppress(StopIteration):
            place, logged = next(
                (number, entry) for number, entry in enumerate(self._log) if entry.alert is alert
            )
            self._log[place] = replace(
                logged,
                deliveries=tuple(
                    (name, outcome if name == way else state) for name, state in logged.deliveries
                ),
                trouble=logged.trouble if error is None else error.line,
            )
