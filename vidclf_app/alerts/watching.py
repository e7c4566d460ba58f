"""When it has come to an alert."""

from vidclf_app.alerts.config import AlertRule
from vidclf_app.core.records import Prediction

# Two predictions further apart than this are two stretches of time.
_LONGEST_STEP_S = 2.0


class RuleWatcher:
    """Watches one source for one rule.

    Args:
        rule: What is wanted.
    """

    def __init__(self, rule: AlertRule) -> None:
        self.rule = rule
        self._since_s: float | None = None
        self._last_s: float | None = None
        self._told = False
        self._quiet_until_s = float("-inf")

    def update(self, prediction: Prediction) -> float | None:
        """Take in a prediction.

        Returns:
            For how long it has been going on, seconds, when it is time to alert; else None.
        """
        now_s = prediction.time_s
        if self._last_s is not None and not 0.0 <= now_s - self._last_s <= _LONGEST_STEP_S:
            self._since_s, self._told = None, False
            if now_s < self._last_s:
                self._quiet_until_s = float("-inf")  # The source's clock began anew.
        self._last_s = now_s
        if not self._holds(prediction):
            self._since_s, self._told = None, False
            return None
        if self._since_s is None:
            self._since_s = now_s
        lasted_s = now_s - self._since_s
        if self._told or lasted_s < self.rule.after_s or now_s < self._quiet_until_s:
            return None
        self._told = True
        self._quiet_until_s = now_s + self.rule.pause_s
        return lasted_s

    def _holds(self, prediction: Prediction) -> bool:
        if self.rule.label is None:
            return prediction.nobody
        return prediction.label == self.rule.label
