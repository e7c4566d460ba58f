"""An alert, as a frozen record."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vidclf_app.alerts.config import AlertRule


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that somebody wanted to be told of.

    Attributes:
        rule: What was wanted.
        source: Where: a camera's, stream's or file's name, without a password.
        model: Name of the model.
        at: When, with a time zone.
        lasted_s: For how long it had been going on, seconds.
        probability: Rolling-averaged probability of the label, 0..1; 0.0 for nobody.
        is_test: A person tries out whether alerts arrive.
    """

    rule: AlertRule
    source: str
    model: str
    at: datetime
    lasted_s: float
    probability: float
    is_test: bool = False

    def message(self) -> dict[str, Any]:
        """Return the alert as it is sent to other systems.

        Returns:
            `event` ("alert" or "test"), `label` (null for nobody), `source`, `model`, `at`
            (ISO 8601 with time zone), `lasted_s`, `probability`.
        """
        return {
            "event": "test" if self.is_test else "alert",
            "label": self.rule.label,
            "source": self.source,
            "model": self.model,
            "at": self.at.isoformat(timespec="milliseconds"),
            "lasted_s": round(self.lasted_s, 3),
            "probability": round(self.probability, 4),
        }
