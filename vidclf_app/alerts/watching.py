"""When it has come to an alert."""

from vidclf_app.alerts.config import AlertRule
from vidclf_app.core.records import Prediction

# Two predictions further apart than this are two stretches of time, ...
_LONGEST_STEP_S = 2.0
# ... unless the model looks that seldom.
_LONGEST_STEP = 3.0


class RuleWatcher:
    """Watches one source for one rule.

    Args:
        rule: What is wanted.
        step_s: Time from one prediction to the next, seconds.
    """

    def __init__(self, rule: AlertRule, step_s: float = 0.0) -> None:
        self.rule = rule
        self._longest_step_s = max(_LONGEST_STEP_S, _LONGEST_STEP * step_s)
        self._since_s: float | None = None
        self._last_s: float | None = None
        self._told = False
        self._told_s = float("-inf")

    def follow(self, rule: AlertRule) -> None:
        """Go on with another rule for the same class; what goes on goes on."""
        self.rule = rule

    def update(self, prediction: Prediction) -> float | None:
        """Take in a prediction.

        Returns:
            For how long it has been going on, seconds, when it is time to alert; else None.
        """
        now_s = prediction.time_s
        if self._last_s is not None and not 0.0 <= now_s - self._last_s <= self._longest_step_s:
            self._since_s, self._told = None, False
            if now_s < self._last_s:
                self._told_s = float("-inf")  # The source's clock began anew.
        self._last_s = now_s
        if not self._holds(prediction):
            self._since_s, self._told = None, False
            return None
        if self._since_s is None:
            self._since_s = now_s
        lasted_s = now_s - self._since_s
        is_quiet = now_s < self._told_s + self.rule.pause_s
        if self._told or lasted_s < self.rule.after_s or is_quiet:
            return None
        self._told, self._told_s = True, now_s
        return lasted_s

    def _holds(self, prediction: Prediction) -> bool:
        if self.rule.label is None:
            return prediction.nobody
        return prediction.label == self.rule.label
