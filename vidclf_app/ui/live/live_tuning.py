"""Threshold and smoothing of the live view, within their bounds. Without Qt."""

from dataclasses import replace

from vidclf_app.core.manifest import ModelManifest
from vidclf_app.core.records import Tuning
from vidclf_app.ui.parts.own_tuning import OwnTuning, own_tuning

_LOWEST_THRESHOLD, _THRESHOLD_STEP = 0.01, 0.05
_LONGEST_SMOOTHING_S = 60.0


class LiveTuning:
    """What a person changed about the model's decisions, and what the model itself says.

    Args:
        tuning: What was changed before.

    Attributes:
        tuning: What is changed.
    """

    def __init__(self, tuning: Tuning) -> None:
        self.tuning = tuning
        self._known: tuple[ModelManifest, OwnTuning | None] | None = None

    def own(self, manifest: ModelManifest | None) -> OwnTuning | None:
        """Return what a model says, the one before where None is open; None before the first."""
        if manifest is not None and (self._known is None or self._known[0] is not manifest):
            found = own_tuning(manifest.thresholds, manifest.background_label, manifest.smoothing_s)
            self._known = manifest, found
        return self._known[1] if self._known is not None else None

    def with_threshold(self, threshold: float | None) -> Tuning:
        """Return the tuning with another threshold for all labels; None: the model's own."""
        if threshold is not None:
            threshold = min(1.0, max(_LOWEST_THRESHOLD, threshold))
        return replace(self.tuning, threshold=threshold)

    def stepped(self, steps: int, manifest: ModelManifest | None) -> Tuning:
        """Return the tuning with the threshold moved by steps of 5 %, onto whole steps."""
        own, now = self.own(manifest), self.tuning.threshold
        if now is None and own is not None:
            now = own.threshold
        if now is None:
            return self.tuning
        wanted = (round(now / _THRESHOLD_STEP) + steps) * _THRESHOLD_STEP
        return self.with_threshold(round(max(_THRESHOLD_STEP, wanted), 2))

    def with_smoothing(self, smoothing_s: float | None) -> Tuning:
        """Return the tuning with another rolling average, seconds; None: the model's own."""
        if smoothing_s is not None:
            smoothing_s = min(_LONGEST_SMOOTHING_S, max(0.0, smoothing_s))
        return replace(self.tuning, smoothing_s=smoothing_s)
