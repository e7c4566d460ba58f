"""What the alerts page says: pure functions from alerts to texts."""

from datetime import tzinfo

from vidclf_app import label_names
from vidclf_app.alerts.centre import Delivery, LoggedAlert
from vidclf_app.translating import QT_TRANSLATE_NOOP, translate, translated
from vidclf_app.ui.alerts.view_state import AlertRow
from vidclf_app.ui.parts.messages import Banner, BannerKind

_WAYS = {"webhook": QT_TRANSLATE_NOOP("alerts", "webhook"), "mqtt": "MQTT"}
_DELIVERIES = {
    Delivery.UNDER_WAY: QT_TRANSLATE_NOOP("alerts", "{way}: under way"),
    Delivery.ARRIVED: QT_TRANSLATE_NOOP("alerts", "{way}: arrived"),
    Delivery.FAILED: QT_TRANSLATE_NOOP("alerts", "{way}: failed"),
}


def label_name(label: str | None) -> str:
    """Return a rule's class as people read it."""
    if label is None:
        return translate("alerts", "nobody in the picture")
    return label_names.label_name(label)


def row(entry: LoggedAlert, zone: tzinfo | None) -> AlertRow:
    """Return an alert's line in the log.

    Args:
        entry: The alert and what became of it.
        zone: The place's time zone; None for this computer's.
    """
    alert = entry.alert
    deliveries = [
        translate("alerts", _DELIVERIES[state]).format(way=translate("alerts", _WAYS[way]))
        for way, state in entry.deliveries
    ]
    if entry.trouble:
        deliveries.append(translated(entry.trouble))
    return AlertRow(
        number=entry.number,
        when=alert.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"),
        what=translate("alerts", "test") if alert.is_test else label_name(alert.rule.label),
        source=alert.source,
        deliveries="; ".join(deliveries) or translate("alerts", "in the window only"),
        failed=any(state is Delivery.FAILED for _, state in entry.deliveries),
    )


def alert_banner(entry: LoggedAlert, zone: tzinfo | None) -> Banner:
    """Return the message that an alert shows in the window."""
    alert = entry.alert
    return Banner(
        BannerKind.WARNING,
        translate("alerts", "{what}: {source}").format(
            what=label_name(alert.rule.label), source=alert.source
        ),
        translate("alerts", "Alert at {time}, after {seconds:.0f} s.").format(
            time=alert.at.astimezone(zone).strftime("%H:%M:%S"), seconds=alert.lasted_s
        ),
        may_close=True,
    )
