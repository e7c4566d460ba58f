"""The alerts page without its widgets: what a person asks for goes in, what to show comes out."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Any

from pydantic import ValidationError

from vidclf_app.alerts.centre import AlertCentre, LoggedAlert, Way
from vidclf_app.alerts.config import AlertRule, Alerts, Mqtt, Webhook
from vidclf_app.errors import first_fault
from vidclf_app.settings import SettingsStore
from vidclf_app.translating import translate, translated
from vidclf_app.ui.alerts import wording
from vidclf_app.ui.alerts.view_state import AlertRow, AlertsState, LabelChoice, RuleRow
from vidclf_app.ui.parts.messages import Banner


class AlertsController:
    """Shows and changes what a person is alerted of.

    Call everything from one thread.

    Args:
        centre: Takes care of alerts.
        store: Keeps what is chosen.
        labels: The classes that the model in use can recognise; () before it is open.
        zone: The place's time zone; None for this computer's.
    """

    def __init__(
        self,
        centre: AlertCentre,
        store: SettingsStore,
        *,
        labels: Callable[[], tuple[str, ...]],
        zone: tzinfo | None = None,
    ) -> None:
        self._centre = centre
        self._store = store
        self._labels = labels
        self._zone = zone
        self._webhook_problem = self._mqtt_problem = ""
        self._log: Sequence[LoggedAlert] = ()
        self._rows: tuple[AlertRow, ...] = ()

    # What a person asks for.

    def add_rule(self, label: str | None) -> None:
        """Be alerted of a class (None: of nobody in the picture)."""
        config = self._centre.config
        if all(rule.label != label for rule in config.rules):
            self._keep(config, rules=(*config.rules, AlertRule(label=label)))

    def change_rule(self, label: str | None, **fields: object) -> None:
        """Change a rule; values that can't be are left as they were."""
        config = self._centre.config
        try:
            rules = tuple(
                AlertRule.model_validate(rule.model_dump() | fields)
                if rule.label == label
                else rule
                for rule in config.rules
            )
        except ValidationError:
            return
        self._keep(config, rules=rules)

    def remove_rule(self, label: str | None) -> None:
        """Be alerted of a class no more."""
        config = self._centre.config
        rules = tuple(rule for rule in config.rules if rule.label != label)
        self._keep(config, rules=rules)

    def set_webhook(self, url: str, token: str) -> None:
        """Post alerts to an address; "" posts none."""
        self._webhook_problem = ""
        try:
            webhook = Webhook(url=url.strip(), token=token.strip()) if url.strip() else None
        except ValidationError as error:
            self._webhook_problem = _problem(error)
            return
        self._keep(self._centre.config, webhook=webhook)

    def set_mqtt(self, host: str, **fields: Any) -> None:
        """Publish alerts to a broker; "" publishes none.

        Args:
            host: Its name or address.
            **fields: Others of `Mqtt`.
        """
        self._mqtt_problem = ""
        try:
            mqtt = Mqtt(host=host.strip(), **fields) if host.strip() else None
        except ValidationError as error:
            self._mqtt_problem = _problem(error)
            return
        self._keep(self._centre.config, mqtt=mqtt)

    def try_out(self, way: Way) -> None:
        """Send a test; the log tells what becomes of it."""
        self._centre.try_out(way)

    def close_banner(self) -> None:
        """Put the newest alert's message away."""
        self._centre.close_banner()

    # What to show.

    def poll(self) -> AlertsState:
        """Return how things stand now."""
        config, labels, log = self._centre.config, self._labels(), self._centre.log()
        if log != self._log:
            self._log, self._rows = log, tuple(wording.row(entry, self._zone) for entry in log)
        taken = {rule.label for rule in config.rules}
        choices: list[str | None] = [*labels, None]
        return AlertsState(
            rules=tuple(
                RuleRow(
                    rule,
                    wording.label_name(rule.label),
                    known=rule.label is None or not labels or rule.label in labels,
                )
                for rule in config.rules
            ),
            choices=tuple(
                LabelChoice(label, wording.label_name(label))
                for label in choices
                if label not in taken
            ),
            webhook=config.webhook,
            mqtt=config.mqtt,
            webhook_problem=self._webhook_problem,
            mqtt_problem=self._mqtt_problem,
            log=self._rows,
            can_play=self._centre.can_play,
        )

    def banner(self) -> Banner | None:
        """Return the newest alert's message, for every page."""
        entry = self._centre.banner()
        return None if entry is None else wording.alert_banner(entry, self._zone)

    def _keep(self, config: Alerts, **changes: object) -> None:
        changed = config.model_copy(update=changes)
        self._store.change(alerts=changed.model_dump())
        self._centre.configure(changed)


def _problem(error: ValidationError) -> str:
    place, reason = first_fault(error)
    return translate("alerts", "Not kept: {place}: {reason}.").format(
        place=place, reason=translated(reason)
    )
