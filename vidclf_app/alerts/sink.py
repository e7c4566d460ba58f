"""Watching a pipeline for alerts."""

from collections.abc import Callable, Sequence

from vidclf_app.alerts.config import AlertRule
from vidclf_app.alerts.watching import RuleWatcher
from vidclf_app.core.records import Prediction, Stats
from vidclf_app.core.sinks.base import RunInfo, Sink

#: Takes a rule, the run, for how long it has been going on (seconds), and the probability.
Raise = Callable[[AlertRule, RunInfo, float, float], None]


class AlertSink(Sink):
    """Tells when a rule's time has come. Rules may change while it runs.

    Args:
        rules: The rules in force, asked for at every prediction.
        alert: Called on the pipeline's thread; must not wait.
    """

    def __init__(self, rules: Callable[[], Sequence[AlertRule]], alert: Raise) -> None:
        self._rules = rules
        self._alert = alert
        self._known: Sequence[AlertRule] = ()
        self._watchers: list[RuleWatcher] = []
        self._run: RunInfo | None = None

    def open(self, run: RunInfo) -> None:
        """Begin to watch, having seen nothing."""
        self._run = run
        self._known, self._watchers = (), []

    def write(self, prediction: Prediction) -> None:
        """Watch."""
        run = self._run
        if run is None:
            return
        rules = self._rules()
        if rules is not self._known:
            # A rule that is changed in the middle of an episode must not tell of it once more.
            step_s = 1.0 / run.manifest.rate_hz
            before = {watcher.rule.label: watcher for watcher in self._watchers}
            self._watchers = [before.get(r.label) or RuleWatcher(r, step_s) for r in rules]
            for watcher, rule in zip(self._watchers, rules, strict=True):
                watcher.follow(rule)
            self._known = rules
        for watcher in self._watchers:
            lasted_s = watcher.update(prediction)
            if lasted_s is not None:
                label = watcher.rule.label
                probability = 0.0
                if label is not None:
                    position = run.manifest.labels.index(label)
                    probability = float(prediction.probabilities[position])
                self._alert(watcher.rule, run, lasted_s, probability)

    def close(self, stats: Stats) -> None:
        """Watch no more."""
        del stats
        self._run = None

    def abort(self) -> None:
        """Watch no more."""
        self._run = None
