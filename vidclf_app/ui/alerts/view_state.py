"""What the alerts page shows, as frozen records without Qt."""

from dataclasses import dataclass

from vidclf_app.alerts.config import AlertRule, Mqtt, Webhook


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule, as it stands in the list.

    Attributes:
        rule: The rule.
        name: Its class, for people.
        known: The model in use knows the class.
    """

    rule: AlertRule
    name: str
    known: bool


@dataclass(frozen=True, slots=True)
class LabelChoice:
    """A class that can get a rule.

    Attributes:
        label: The class; None for nobody in the picture.
        name: For people.
    """

    label: str | None
    name: str


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert that was raised, as texts.

    Attributes:
        number: From 1, in order of time.
        when: Date and time of day.
        what: The class, or that it was a test.
        source: Where.
        deliveries: What became of it.
        failed: It did not arrive everywhere.
    """

    number: int
    when: str
    what: str
    source: str
    deliveries: str
    failed: bool


@dataclass(frozen=True, slots=True)
class AlertsState:
    """Everything that the page shows, at one moment.

    Attributes:
        rules: The rules there are.
        choices: Classes that have no rule yet.
        webhook: Where alerts are posted to, or None.
        mqtt: Where alerts are published to, or None.
        webhook_problem: Why what was typed can't be used, or "".
        mqtt_problem: Likewise.
        log: The newest alerts, newest first.
        can_play: This computer has something that plays sounds.
    """

    rules: tuple[RuleRow, ...]
    choices: tuple[LabelChoice, ...]
    webhook: Webhook | None
    mqtt: Mqtt | None
    webhook_problem: str
    mqtt_problem: str
    log: tuple[AlertRow, ...]
    can_play: bool
